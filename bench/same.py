"""Whether a change changes records: digests of many, before and after.

``python -m bench.same write FILE [DATA]`` before the change, ``python -m bench.same check FILE [DATA]`` after it: news
of the tuning sets, some 500 reports, from text to record; what differs is named, and the exit status is 1.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.__main__ import data_folder
from bench.audit.draw import worldwide
from bench.speed import reports
from dateline import api

_EVERY = 2
"""One in so many of the newswire documents."""


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Yield reports with their names."""
    for number, gold in enumerate(reports(data / "tune/pud/en_pud-ud-test.conllu")):
        yield f"pud {number}", " ".join(gold.texts)
    yield from list(worldwide(data / "tune/worldwide_ner"))[::_EVERY]


def digests(data: Path) -> dict[str, str]:
    """Return the digest of the record of each report."""
    return {
        name: hashlib.sha256(api.dumps(api.read_text(text, published="2023-03-01")).encode()).hexdigest()
        for name, text in texts(data)
    }


def main(args: list[str]) -> int:
    """Write digests, or check against those that were written."""
    what, file = args[0], Path(args[1])
    found = digests(Path(args[2]) if len(args) > 2 else data_folder())
    if what == "write":
        file.write_text(json.dumps(found), encoding="utf-8")
        return 0
    before: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    other = [name for name in found if before.get(name) != found[name]]
    print(f"{len(found)} reports, {len(other)} differ: {', '.join(other[:20])}")
    return int(bool(other))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
