"""Control, access, demands, threats and what is to come, in the words of reports: through the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import api
from dateline.records import Claim

TABLE = Path(__file__).parent / "tables" / "holding.txt"


def rows() -> list[tuple[str, list[str]]]:
    """Return the sentences of the table with what is expected of each."""
    out = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        sentence, bar, expected = line.partition(" |")
        if bar and not line.startswith("#"):
            out.append((sentence.strip(), [x.strip() for x in expected.split("||") if x.strip()]))
    return out


def told(claim: Claim) -> str:
    kind = claim.type.value + ("" if claim.mode is None else f"/{claim.mode}")
    out = [f"{kind} {claim.status.value} {claim.trigger.text}"]
    out += [f"@{place.text}" for place in claim.places]
    out += [" ".join([f"#{q.role}", f"{q.low:g}", *([q.unit] if q.unit else [])]) for q in claim.quantities]
    out += [f"t:{time.value}" + (f"/{time.until}" if time.until else "") for time in claim.times if time.value]
    return " ".join(out)


@pytest.mark.parametrize(("sentence", "expected"), rows())
def test_sentence_tells_what_stands(sentence: str, expected: list[str]) -> None:
    found = [told(claim) for claim in api.read_text(sentence, published="2031-03-05").claims]
    assert set(expected) <= set(found) if expected else found == []


def test_an_age_is_no_count_of_people() -> None:
    sentence = "Four male suspects aged between 16 and 21 were arrested in Tarsk."
    [claim] = api.read_text(sentence, published="2031-03-05").claims
    assert [(q.role, q.low) for q in claim.quantities] == [("detained", 4)]
