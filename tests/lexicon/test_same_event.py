"""What is shipped for comparing claims, and what the loader says to what is broken."""

from __future__ import annotations

from importlib import resources

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import same_event

DATA = resources.files("dateline.lexicon").joinpath("data")
TEXT = DATA.joinpath(same_event.FILE).read_text(encoding="utf-8")
WORDS = DATA.joinpath(same_event.WORDS).read_text(encoding="utf-8")


def test_what_is_shipped_can_be_read() -> None:
    known = same_event.load()
    assert known.rarity["attack"] < known.rarity["ferri"] <= known.rarest
    assert "shell" in known.alike["bombardment"]
    assert frozenset({"ASSAULT", "COERCE"}) in known.kindred
    assert 0 < known.bounds["link"] < known.bounds["same"] < 1


@pytest.mark.parametrize(
    ("said", "instead", "wrong"),
    [
        ('vague = """', 'vague = ["', "same_event.toml: "),
        ("same = 0.5", 'same = "half"', "same in [bounds] must be a number; got 'half'"),
        ('ASSAULT = ["COERCE", "PROTEST"]', 'ASSAULT = ["COERSE"]', "type 'COERSE' in [kindred] is unknown; use one"),
        ("[spoken]", "[said]", "[spoken] must be a table; got None"),
        ('[lasting]\ntypes = ["CONSULT",', '[lasting]\ntypes = [7,', "types must be a list of strings"),
        ('several = """', "severals = '''", "same_event.toml: "),
        ('no_site = "claim', 'no_sites = "claim', "no_site must be words with white space between; got None"),
    ],
)  # fmt: skip
def test_the_loader_says_what_is_wrong(said: str, instead: str, wrong: str) -> None:
    assert said in TEXT
    with pytest.raises(LexiconError) as caught:
        same_event.read(TEXT.replace(said, instead, 1), WORDS)
    assert wrong in str(caught.value)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("stem,idf\nferri,high\n", "same_event_words.csv:2: must be a stem, a comma and its idf; got 'ferri,high'"),
        ("stem,idf\n", "no stems; run training.same_event"),
    ],
)
def test_the_loader_says_what_is_wrong_with_the_words(words: str, wrong: str) -> None:
    with pytest.raises(LexiconError) as caught:
        same_event.read(TEXT, words)
    assert wrong in str(caught.value)
