"""Words and cooperation: who says it to whom, and the examples of the senses that tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import api, claim, language, mention
from dateline.intake import plain
from dateline.lexicon import predicates
from dateline.records import Claim, Reading

TABLES = Path(__file__).parent / "tables"


def _lines(name: str) -> list[str]:
    return [line for line in (TABLES / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in _lines("words.txt")]


def _parties(found: Claim) -> tuple[str, str]:
    return ", ".join(p.text for p in found.actors) or "-", ", ".join(p.text for p in found.recipients) or "-"


@pytest.mark.parametrize("row", [pytest.param(r, id=r[2]) for r in ROWS])
def test_who_does_it_to_whom(row: tuple[str, ...]) -> None:
    kind, words, sentence, actors, recipients = row
    triggers = {word.strip() for word in words.split(",")}
    found = [c for c in api.read_text(sentence).claims if c.trigger.text in triggers]
    if kind == "-":
        assert found == []
    else:
        assert (actors, recipients) in [_parties(c) for c in found if c.type == kind]


def test_examples_are_read_in_their_own_sense() -> None:
    """Each sense listed is what its example comes out as: a sense that another takes over says nothing."""
    ids, lexicon = _lines("examples.txt"), predicates.load()
    blank = [Reading(report=plain.read(lexicon.by_id[i].example.encode())[0]) for i in ids]
    done = list(claim.code(mention.find(language.parse(blank))))
    assert [i for i, r in zip(ids, done, strict=True) if all(c.made_by.rule != i for c in r.claims)] == []
