"""The lexicon of stance: every status can be reached, and what is wrong in it is named."""

from __future__ import annotations

import pytest

from dateline.errors import LexiconError
from dateline.lexicon.stance import parse, stance_lexicon
from dateline.records import Status

TAIL = "[light]\nsubject = []\npresupposes = []\n[modal]\n[adverb]\n[marks]\n"
MODIFIER = '[[modifier]]\nid = "m"\nstatus = "planned"\nforms = ["planned"]\n'


def entry(status: str = "planned", on: str = '["to"]', pos: str = '["VERB"]') -> str:
    return f'[[governor]]\nid = "g"\npos = {pos}\nstatus = "{status}"\non = {on}\nforms = ["plan"]\n'


def test_every_status_that_a_governor_gives_is_in_the_lexicon() -> None:
    lexicon = stance_lexicon()
    found = {g.status for entries in lexicon.governors.values() for g in entries} | set(lexicon.modals.values())
    assert found >= set(Status)


@pytest.mark.parametrize(
    ("lemma", "place", "status"),
    [
        ("plan", "to", Status.PLANNED),
        ("urge", "object-to", Status.DEMANDED),
        ("offer", "to", Status.OFFERED),
        ("vow", "to", Status.PROMISED),
        ("threaten", "to", Status.THREATENED),
        ("order", "noun", Status.ORDERED),
        ("expect", "to", Status.PREDICTED),
        ("fear", "that", Status.FEARED),
        ("try", "to", Status.POSSIBLE),
    ],
)
def test_a_governor_gives_its_status(lemma: str, place: str, status: Status) -> None:
    found = stance_lexicon().governor("VERB", lemma, [place])
    assert found is not None
    assert found.status is status


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(status="plannd") + MODIFIER + TAIL, "status is 'plannd'"),
        (entry(on='["into"]') + MODIFIER + TAIL, "has 'into'"),
        (entry(pos='["X"]') + MODIFIER + TAIL, "pos is 'X'"),
        (entry() + entry() + MODIFIER + TAIL, "given twice"),
        (entry() + TAIL, "modifier is None"),
    ],
)
def test_a_wrong_entry_is_named(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse(text)
