"""The words by which accounts are laid side by side, and the phrases by which events are named: what is refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import event_titles, event_words, ontology
from dateline.records import ClaimType, Status

DATA = files("dateline.lexicon") / "data"
WORDS = (DATA / event_words.FILE).read_text(encoding="utf-8")
TITLES = (DATA / event_titles.FILE).read_text(encoding="utf-8")


def test_every_type_and_mode_has_a_phrase() -> None:
    held = event_titles.load()
    for kind, modes in ontology.load().modes.items():
        for mode in (None, *modes):
            phrase = held.phrase(kind, mode)
            assert phrase.past
            assert phrase.base
            assert "_" not in phrase.noun.partition("(")[0]


def test_a_mode_without_a_phrase_has_that_of_its_type() -> None:
    held = event_titles.load()
    assert held.phrase(ClaimType.ASSAULT, "primitive") == held.phrase(ClaimType.ASSAULT, None)


def test_every_status_that_is_no_fact_has_a_word() -> None:
    assert {str(status) for status in Status} - event_titles.load().lead.keys() == {"happened", "ongoing"}


WRONG_TITLES = [
    ('planned = "Planned"\n', "", r"\[lead\]"),
    ("[AGREE]", "[AGREEING]", "missing or unknown"),
    ('any = "made an agreement', 'some = "made an agreement', "no mode of it"),
    ('drone = "hit _ by drone | hit', 'drone = "hit', "write 'did"),
    ('drone = "hit _ by drone', 'drone = "hit _ and _ by drone', "write 'did"),
    ("drone strike (on _)", "drone strike on _", "write 'did"),
    ('"January", ', "", "months"),
    ('actor = "who did it"', 'doer = "who did it"', r"\[disputed\]"),
    ('killed = "killed"', "killed = 7", r"\[toll\]"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG_TITLES)
def test_wrong_titles_are_refused(old: str, new: str, message: str) -> None:
    assert old in TITLES
    with pytest.raises(LexiconError, match=message):
        event_titles.read(TITLES.replace(old, new))


WRONG_WORDS = [
    ("[toll]", "[tolls]", r"\[tolls\]|\[toll\]"),
    ("anybody = [", "somebody = [", r"\[speaker\]"),
    ('armed = ["REB",', 'armed = ["REBELS",', "REBELS"),
    ('night = ["night",', 'night = [7, "night",', "list of words"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG_WORDS)
def test_wrong_words_are_refused(old: str, new: str, message: str) -> None:
    assert old in WORDS
    with pytest.raises(LexiconError, match=message):
        event_words.read(WORDS.replace(old, new))
