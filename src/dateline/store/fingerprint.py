"""A digest of all that was added to a store: equal stores have equal ones, on whichever engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Protocol

from dateline.store import rows
from dateline.store.tables import Row, Value

__all__ = ["of"]

_PARTS = (
    ("SELECT id, document, raw, record FROM reports WHERE id > ? ORDER BY id LIMIT 500", 1),
    ("SELECT id, coder, claims, rest FROM readings WHERE id > ? AND seq > 0 ORDER BY id LIMIT 500", 2),
    ("SELECT sha256, size, bytes FROM inputs WHERE sha256 > ? ORDER BY sha256 LIMIT 500", 1),
    ("SELECT id, record FROM coders WHERE id > ? ORDER BY id LIMIT 500", 0),
    ("SELECT id, record FROM judgements WHERE id > ? ORDER BY id LIMIT 500", 0),
    ("SELECT id, record FROM reviews WHERE id > ? ORDER BY id LIMIT 500", 0),
)
"""What is read page by page, and how many of its last columns are packed."""


class Execute(Protocol):
    """Runs a statement and returns its rows."""

    def __call__(self, sql: str, parameters: Sequence[Value] = (), /) -> list[Row]: ...


def of(execute: Execute) -> str:
    """Return the digest of what statements see, within one transaction."""
    found = hashlib.sha256()
    for sql, packed in _PARTS:
        after: Value = ""
        while page := execute(sql, (after,)):
            for row in page:
                plain = [str(value) for value in row[: len(row) - packed]]
                plain += [hashlib.sha256(rows.unpack(value)).hexdigest() for value in row[len(row) - packed :]]
                line = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
                found.update(line.encode("utf-8", "surrogatepass"))
            after = page[-1][0]
    return found.hexdigest()
