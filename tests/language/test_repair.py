"""The edges of names, and one type for one name."""

import numpy as np
import pytest

from dateline.language.agree import agree
from dateline.language.repair import repair

# words with a low line before those written onto the one before, a caret before a sentence's first; tags; upos (P
# proper noun, x other); expected tags
ROWS = [
    ("Gen. Okoro spoke", "B-PER I-PER O", "PPx", "O B-PER O"),
    ("the Imam left", "O B-PER O", "xPx", "O O O"),
    ("Bank of Juba closed", "B-ORG I-ORG B-LOC O", "PxPx", "B-ORG I-ORG I-ORG O"),
    ("Council for the people", "B-ORG I-ORG I-ORG O", "Pxxx", "B-ORG O O O"),
    ("Lee Sang _- _min said", "B-PER I-PER O O O", "PPxPx", "B-PER I-PER I-PER I-PER O"),
    ("Juba _- _based group", "B-LOC O O O", "Pxxx", "B-LOC O O O"),
    ("Prophet Haroun taught", "B-PER B-PER O", "PPx", "B-PER I-PER O"),
    ("met Haroun ^Okoro left", "O B-PER B-PER O", "xPPx", "O B-PER B-PER O"),
    ("Obama _- _era rule", "B-PER O O O", "Pxxx", "B-PER O O O"),
]


@pytest.mark.parametrize(("text", "tags", "upos", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_repair(text: str, tags: str, upos: str, expected: str) -> None:
    words = text.split()
    got = repair(
        [w.lstrip("_^") for w in words],
        ["PROPN" if u == "P" else "X" for u in upos],
        [not w.startswith("_") for w in words],
        [w.startswith("^") for w in words],
        tags.split(),
    )
    assert got == expected.split()


def test_the_same_words_get_the_likeliest_type_of_all_their_places() -> None:
    words = "Kesh fell . Kesh burns . Kesh".split()
    tags = "B-PER O O B-LOC O O B-LOC".split()
    weights = np.zeros((7, 2), np.float32)
    weights[[0, 3, 6]] = [[0.6, 0.4], [0.1, 0.9], [0.3, 0.7]]
    assert agree(words, tags, weights, ["PER", "LOC"]) == "B-LOC O O B-LOC O O B-LOC".split()


def test_names_that_agree_are_left() -> None:
    tags = ["B-PER", "O", "B-ORG"]
    assert agree(["Kesh", ",", "NATO"], tags, np.ones((3, 2), np.float32), ["PER", "ORG"]) == tags
