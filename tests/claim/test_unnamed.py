"""What is told of nobody in particular, or by what was told before: whole sentences through the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import api
from dateline.records import Polarity

TABLE = Path(__file__).parent / "tables" / "unnamed.txt"
_TYPES = frozenset("ASSAULT COERCE SANCTION PROTEST RETREAT CONCEDE ACCUSE AGREE THREATEN CONSULT".split())

ROWS = [
    tuple(cell.strip() for cell in line.split("|", 1))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", [pytest.param(r, id=r[0]) for r in ROWS])
def test_what_is_told_of_nobody(row: tuple[str, str]) -> None:
    text, expected = row
    claims = sorted(
        (c for c in api.read_text(text).claims if c.type in _TYPES), key=lambda c: (c.trigger.start, c.type)
    )
    told = []
    for c in claims:
        sign = "not " if c.polarity is Polarity.NEGATIVE else ""
        told.append(f"{c.type}/{sign}{c.status} {c.trigger.text}")
    assert " || ".join(told) == expected
