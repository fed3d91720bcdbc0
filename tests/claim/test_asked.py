"""What is asked, promised, threatened or ordered is a claim of its own, tied to the word that asks for it."""

from pathlib import Path

import pytest

from dateline import api
from dateline.records import Claim, Polarity

TABLE = Path(__file__).parent / "tables" / "asked.txt"
ROWS = [
    (text.strip(), tuple(c.strip() for c in claims.split(";")))
    for text, arrow, claims in (line.partition("=>") for line in TABLE.read_text(encoding="utf-8").splitlines())
    if arrow and not text.startswith("#")
]


def told(claim: Claim, words: dict[str, str]) -> str:
    """Return a claim as the table has it."""
    status = f"{'not ' if claim.polarity is Polarity.NEGATIVE else ''}{claim.status}"
    above = f" of {words[claim.content_of]}" if claim.content_of is not None else ""
    return f"{claim.type} {status} {claim.trigger.text}{above}"


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_what_is_asked_is_tied_to_who_asks(text: str, expected: tuple[str, ...]) -> None:
    claims = api.read_text(text, published="2031-03-05").claims
    words = {c.id: c.trigger.text for c in claims}
    assert tuple(told(c, words) for c in sorted(claims, key=lambda c: c.trigger.start)) == expected
