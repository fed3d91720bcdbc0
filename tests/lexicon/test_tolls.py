"""The words of tolls: what a wrong file is told."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import tolls

Table = dict[str, object]


def data() -> Table:
    return tomllib.loads((files("dateline.lexicon") / "data" / tolls.FILE).read_text(encoding="utf-8"))


def test_a_word_of_toll_has_its_role() -> None:
    words = tolls.load()
    assert (words.adjectives["dead"], words.nouns["casualty"], words.people["wound"]) == (
        "killed",
        "casualties",
        "injured",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tolls": {}}, r"section \[tolls\] is unknown"),
        ({"whole": {"nouns": ["Family"]}}, r"\[whole\] nouns"),
        ({"toll": [{"role": "", "nouns": []}]}, "role '' is not a word"),
        ({"toll": {}}, "toll is not a list"),
        ({"count": {"nouns": ["toll"], "numbers": ["number"], "people": {"kill": 1}, "moves": {}}}, "people: kill = 1"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(change: Table, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        tolls.read(data() | change)


def test_a_word_in_two_roles_is_refused() -> None:
    twice = [
        {"role": role, "adjectives": ["dead"], "nouns": [], "of": [], "verbs": []} for role in ("killed", "injured")
    ]
    with pytest.raises(LexiconError, match="'dead' has two roles"):
        tolls.read(data() | {"toll": twice})
