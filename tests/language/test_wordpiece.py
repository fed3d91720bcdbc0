"""WordPiece on a vocabulary made by hand."""

import pytest

from dateline.language.wordpiece import UNK, WordPiece

VOCABULARY = ["[PAD]", "war", "##lord", "##s", "u", ".", "s", "cafe", "北", "un", "##able"]
ROWS = [
    ("Warlords", ["war", "##lord", "##s"]),
    ("U.S.", ["u", ".", "s", "."]),
    ("Café", ["cafe"]),
    ("北北", ["北", "北"]),
    ("unable", ["un", "##able"]),
]


@pytest.mark.parametrize(("word", "expected"), ROWS)
def test_pieces(word: str, expected: list[str]) -> None:
    assert list(WordPiece(VOCABULARY).pieces(word)) == [VOCABULARY.index(p) for p in expected]


@pytest.mark.parametrize("word", ["zzz", "x" * 101, "​", "\u202e"])
def test_what_is_unknown_is_one_piece(word: str) -> None:
    assert WordPiece(VOCABULARY).pieces(word) == (UNK,)
