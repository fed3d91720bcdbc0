"""The lexicons of intake load, and what is wrong in one is named."""

from __future__ import annotations

import tomllib

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import intake as lexicon


def test_all_load_and_hold_entries() -> None:
    for load in (lexicon.agencies, lexicon.boilerplate, lexicon.captions, lexicon.magic, lexicon.macrolanguages):
        assert len(load()) > 5
    assert lexicon.agencies()["REUTERS"] == lexicon.agencies()["Reuters"] == "Reuters"
    assert "mon" not in lexicon.datelines().labels
    assert lexicon.english().anchors <= lexicon.english().function_words


def test_words_that_a_cue_needs_stand_in_what_it_matches() -> None:
    examples = {
        "pictured-bracket": "(Pictured: a bridge)",
        "credit-bracket": "(Amara Okoro/AFP)",
        "agency-photo": "AP Photo",
        "credit-label": "Photograph: Amara Okoro",
        "credit-slash": "Okoro/Reuters",
        "credit-via": "via Getty Images",
        "credit-whole": "Getty",
    }
    cues = {cue.id: cue for cue in lexicon.captions() if cue.where is not lexicon.Where.START}
    assert set(cues) == set(examples)
    for key, text in examples.items():
        assert cues[key].form.search(text), key
        assert any(need in text.lower() for need in cues[key].needs), key


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[[pattern]]\nform = "x"', "has no id"),
        ('[[pattern]]\nid = "a"\nform = "("', "no regular expression"),
        ('[[pattern]]\nid = "a"\nform = "x"\n[[pattern]]\nid = "a"\nform = "y"', "stands twice"),
        ('[[pattern]]\nid = "a"\nform = "x"\nfrom = "y"', "keys .'from'. are unknown"),
        ('[[patern]]\nid = "a"', "use ..pattern.."),
        ('[[pattern]]\nid = "a"\nform = ""', "not empty"),
    ],
)
def test_a_wrong_entry_is_named(toml: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_load", lambda file: tomllib.loads(toml))
    with pytest.raises(LexiconError, match=words) as caught:
        lexicon.boilerplate.__wrapped__()
    assert "intake_boilerplate.toml" in str(caught.value)
