"""Edit scripts turn words into lemmas and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language import lemma

ROWS = [("Killed", "kill"), ("was", "be"), ("Goma", "Goma"), ("children", "child"), ("US", "US"), ("n't", "not")]


@pytest.mark.parametrize(("word", "expected"), ROWS)
def test_a_script_gives_its_lemma(word: str, expected: str) -> None:
    assert lemma.apply(lemma.script(word, expected), word) == expected


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_a_script_always_gives_its_lemma(word: str, expected: str) -> None:
    assert lemma.apply(lemma.script(word, expected), word) == expected


def test_a_script_that_does_not_fit_leaves_the_word() -> None:
    assert lemma.apply("l|5|x", "abc") == "abc"


KNOWN = frozenset({"gunman", "authority", "declare", "expel", "plan", "house", "church", "kill"})
MENDED = [
    ("gunmen", "gunme", "NNS", "gunman"),
    ("authorities", "authoritie", "NNS", "authority"),
    ("churches", "churcy", "NNS", "church"),
    ("houses", "hous", "NNS", "house"),
    ("declared", "declar", "VBD", "declare"),
    ("expelled", "expell", "VBN", "expel"),
    ("planning", "plann", "VBG", "plan"),
    ("firebombed", "firebombe", "VBD", "firebomb"),
    ("forbade", "forbad", "VBD", "forbid"),
    ("drones", "drone", "NNS", "drone"),
    ("1960s", "1960s", "NNS", "1960s"),
    ("GUNMEN", "gunme", "NNS", "gunman"),
    ("Goma", "Goma", "NNP", "Goma"),
]


@pytest.mark.parametrize(("word", "guess", "xpos", "expected"), MENDED)
def test_a_lemma_that_english_does_not_have_is_mended(word: str, guess: str, xpos: str, expected: str) -> None:
    assert lemma.mend(word, guess, xpos, KNOWN) == expected
