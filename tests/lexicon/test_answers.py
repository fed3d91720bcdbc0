"""The words by which claims answer each other load, and what is wrong with the file is named."""

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import answers
from dateline.records import ClaimType

LISTS = "\n".join(f"{key} = []" for key in answers._LISTS)


def test_the_shipped_lists_load() -> None:
    words = answers.load()
    assert {"claim", "it"} <= words.said
    assert frozenset({ClaimType.CONTROL, ClaimType.ASSAULT}) in words.families


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (LISTS.replace("said = []", "said = 3") + "\n[families]", "said"),
        (LISTS.replace("said = []", "") + "\n[families]", "said"),
        (LISTS, "families"),
        (LISTS + '\n[families]\nWAR = ["ASSAULT"]', "WAR"),
        (LISTS + '\n[families]\nASSAULT = ["WAR"]', "WAR"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(LexiconError, match=named):
        answers.parse(text)
