"""Draw claims for an audit: ``python -m bench.audit.draw SEED COUNT``, from worldwide newswire and MUC in halves.

Prints a block a claim (for reading; it holds sentences of the data sets and is never committed): the row as it
stands in ``claims.tsv`` without its verdict, who does it to whom, and the sentence with the trigger in stars.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.__main__ import data_folder
from dateline import api
from dateline.records import Claim, Reading

SETS = ("worldwide_ner", "muc")
DOCUMENTS = 60
"""Documents drawn of each set; claims are drawn from what is coded in them."""

_NO_SPACE_BEFORE = frozenset(", . ; : ! ? ) ] % ’ ” 's ’s n't n’t 'll ’ll 're ’re 've ’ve 'd ’d 'm ’m".split())
_NO_SPACE_AFTER = frozenset("( [ $ “ ‘ £ € #".split())


def worldwide(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each document; blank lines part sentences, the first line (an address) is left out."""
    for path in sorted(folder.glob("*.tsv")):
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        sentences = [_joined([line.split("\t")[0] for line in b.splitlines() if line.strip()]) for b in blocks]
        kept = [s for s in sentences if s and not s.startswith("http")]
        yield path.name.removesuffix(".txt.tsv"), " ".join(kept)


def _joined(words: list[str]) -> str:
    out, quoted = "", False
    for word in words:
        glued = word in _NO_SPACE_BEFORE or (word == '"' and quoted) or not out
        out += word if glued or out[-1] in _NO_SPACE_AFTER or out.endswith(' "\x00') else " " + word
        if word == '"':
            quoted = not quoted
            out += "\x00" if quoted else ""
    return re.sub('"\x00 ?', '"', out).replace("\x00", "")


def muc(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each message of the development set, as it stands in capitals."""
    for path in sorted((folder / "dev").glob("dev-muc3-*")):
        text = path.read_text(encoding="latin-1")
        found = re.split(r"^(DEV-MUC3-\d+) .*$", text, flags=re.M)
        yield from zip(found[1::2], (body.strip() for body in found[2::2]), strict=True)


def draw(data: Path, seed: int, count: int) -> Iterator[tuple[str, str, Reading, Claim]]:
    """Yield set, document id, reading and claim, ``count`` of each set, those of one set in order of document."""
    for name, documents in (("worldwide_ner", worldwide), ("muc", muc)):
        chance = random.Random(f"{seed}/{name}")
        found = [d for d in documents(data / "tune" / name) if d[1]]
        pool = [
            (doc, reading, claim)
            for doc, text in chance.sample(found, DOCUMENTS)
            for reading in [api.read_text(text)]
            for claim in reading.claims
        ]
        for i in sorted(chance.sample(range(len(pool)), min(count, len(pool)))):
            yield name, *pool[i]


def main(seed: int, count: int) -> None:
    """Print the claims of a draw for reading."""
    for n, (name, doc, reading, claim) in enumerate(draw(data_folder(), seed, count)):
        start, end = claim.trigger.start, claim.trigger.end
        text, at = claim.evidence.text, start - claim.evidence.start
        quantities = " ".join(f"{q.role}={q.text}" for q in claim.quantities)
        said = " < ".join(s.text for s in claim.attribution)
        print(f"#{n}\t{name}\t{doc}\t{start}\t{end}\t{claim.type}\t{claim.made_by.rule}")
        print(
            f"  {[p.text for p in claim.actors]} > {[p.text for p in claim.recipients]}  {claim.mode or '-'}", end="  "
        )
        things = " ".join(f"{t.role}={t.text!r}" for t in claim.things)
        where = [p.text for p in claim.places]
        print(f"{claim.polarity[:3]} {claim.status}  @{where} {quantities} {things}  said:{said or '-'}")
        shown = text[:at] + "**" + text[at : at + end - start] + "**" + text[at + end - start :]
        print("  " + " ".join(shown.split())[:700])
        del reading


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
