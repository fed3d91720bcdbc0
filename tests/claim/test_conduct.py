"""A rule imposed keeps who, on whom, what conduct, and since when."""

from pathlib import Path

import pytest

from dateline import api
from dateline.records import Claim

TABLE = Path(__file__).parent / "tables" / "conduct.txt"
ROWS = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(claim: Claim) -> tuple[str, str, str, str]:
    return (
        ", ".join(p.name for p in claim.actors) or "-",
        ", ".join(p.name for p in claim.recipients) or "-",
        claim.conduct.text if claim.conduct else "-",
        ", ".join(t.text for t in claim.times) or "-",
    )


@pytest.mark.parametrize("row", [pytest.param(r, id=r[1]) for r in ROWS])
def test_a_rule(row: tuple[str, ...]) -> None:
    word, sentence, *expected = row
    claims = api.read_text(sentence, published="2024-05-10").claims
    found = [told(c) for c in claims if c.trigger.text == word]
    assert tuple(expected) in found


def test_the_words_of_a_conduct_are_where_it_says() -> None:
    text = "The militia banned music at weddings."
    (claim,) = (c for c in api.read_text(text).claims if c.conduct is not None)
    assert claim.conduct is not None
    assert text[claim.conduct.start : claim.conduct.end] == claim.conduct.text
