"""The words of ledgers are lists of lower-case words, and what is wrong with them is said by name."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import ledgers

LISTS = {field.name: [] for field in fields(ledgers.LedgerWords)}


def toml(**lists: object) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in {**LISTS, **lists}.items())


def test_the_shipped_words_are_in_small_letters() -> None:
    words = ledgers.load()
    for field in fields(words):
        held = getattr(words, field.name)
        assert held, field.name
        if field.name not in {"state", "armed", "negotiators"}:
            assert all(word == word.lower() for word in held), field.name


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (toml(staet=["GOV"]), "list 'staet' is unknown"),
        (toml().replace("since = []", ""), "list 'since' is missing"),
        (toml(since="since"), "since must be a list of strings"),
        (toml(state=["GOVT"]), "state holds 'GOVT', which is no sector"),
    ],
)
def test_a_wrong_list_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(LexiconError, match=wrong):
        ledgers.parse(text)
