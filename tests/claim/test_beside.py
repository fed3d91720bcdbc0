"""A quote without a cue goes to who stands beside it, or to the other of two who speak by turns."""

from pathlib import Path

import pytest

from dateline import api

TABLE = Path(__file__).parent / "tables" / "beside.txt"
ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r[1]} of {r[0]}") for r in ROWS])
def test_who_says_a_quote(row: tuple[str, ...]) -> None:
    text, words, expected = row[0].replace("~~", "\n\n"), row[1], row[2]
    at = text.index(words)
    found = [a for a in api.read_text(text).attributions if any(c.start <= at < c.end for c in a.content)]
    direct = [a for a in found if a.quoted != "indirect"] or found
    names = [a.source.text if a.source is not None else "unnamed" for a in direct]
    assert names == ([expected] if expected != "-" else [])
