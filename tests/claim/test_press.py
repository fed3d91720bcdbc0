"""Force and material acts in the words of wires and of the local press: whole sentences through the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import api

TABLE = Path(__file__).parent / "tables" / "press.txt"
_TYPES = frozenset("ASSAULT COERCE SANCTION MOBILIZE PROTEST RETREAT AID".split())


def rows() -> list[tuple[str, list[str]]]:
    """Return the sentences of the table with what may be told of each, one of which must be; none is nothing."""
    out = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        sentence, bar, expected = line.partition(" |")
        if bar and not line.startswith("#"):
            out.append((sentence.strip(), [x.strip() for x in expected.split("||") if x.strip()]))
    return out


def told(sentence: str) -> list[str]:
    out = []
    for claim in api.read_text(sentence, published="2021-07-16").claims:
        if claim.type.value in _TYPES:
            kind = claim.type.value + ("" if claim.mode is None else f"/{claim.mode}")
            sides = [", ".join(p.text for p in side) for side in (claim.actors, claim.recipients)]
            out.append(f"{kind} {claim.trigger.text}: {' > '.join(sides)}".replace(":  >", ": >").strip())
    return out


@pytest.mark.parametrize(("sentence", "expected"), rows())
def test_sentence_tells_of_the_act(sentence: str, expected: list[str]) -> None:
    found = told(sentence)
    assert set(expected) & set(found) if expected else found == []
