"""The lexicon of cues: long enough, consistent, and clear about what is wrong in it."""

from __future__ import annotations

import pytest

from dateline.errors import LexiconError
from dateline.lexicon.speech import parse, speech_lexicon

HEAD = """
[strength]
say = { voice = true }
[channel]
[outlets]
names = []
endings = []
nouns = []
[headline]
sources = []
[[phrase]]
id = "p"
strength = "say"
forms = ["according to"]
"""


def entry(takes: str = '["that"]', strength: str = "say", pos: str = "VERB", name: str = "x") -> str:
    return f'[[cue]]\nid = "{name}"\npos = "{pos}"\nstrength = "{strength}"\ntakes = {takes}\nforms = ["say"]\n'


def test_the_shipped_lexicon_has_cues_of_each_part_of_speech() -> None:
    lexicon = speech_lexicon()
    assert len(lexicon.cues) >= 250
    assert {pos for pos, _ in lexicon.cues} == {"VERB", "NOUN", "ADJ", "ADV"}
    assert "say" in lexicon.voices


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("told", "tell"), ("said", "say"), ("wrote", "write"), ("denied", "deny"), ("noted", "note"), ("vowing", "vow")],
)
def test_a_form_leads_to_its_lemma_whatever_the_model_says(form: str, lemma: str) -> None:
    assert speech_lexicon().base("VERB", form, "wrong") == lemma


@pytest.mark.parametrize("strength", ["deny", "threaten", "promise", "demand", "order", "want", "plan"])
def test_what_is_denied_wanted_or_planned_is_not_vouched_for(strength: str) -> None:
    assert strength not in speech_lexicon().voices


def test_a_small_lexicon_is_read() -> None:
    cue = parse(HEAD + entry()).cue("VERB", "say")
    assert cue is not None
    assert cue.takes("that")
    assert not cue.takes("quote")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + entry(takes='["thatt"]'), "takes 'thatt'"),
        (HEAD + entry(strength="shout"), "strength is 'shout'"),
        (HEAD + entry(pos="PREP"), "pos is 'PREP'"),
        (HEAD + entry() + entry(), "given twice"),
        (HEAD + entry(takes="3"), "takes is 3"),
        (HEAD, "cue is None"),
        (HEAD + entry() + '[told]\nto = ["sing"]\n', "told.to has sing"),
    ],
)
def test_a_wrong_entry_is_named(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse(text)
