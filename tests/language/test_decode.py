"""Trees and BIO sequences out of scores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.language import decode


def is_tree(heads: list[int]) -> bool:
    if heads.count(-1) != 1:
        return False
    for i in range(len(heads)):
        seen = set()
        while i >= 0:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return True


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000))
def test_heads_are_a_tree_for_any_scores(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    assert is_tree(decode.heads(scores))


def brute(scores: np.ndarray) -> float:
    """Return the weight of the best tree with one root, by trying them all."""
    import itertools

    n = len(scores)
    trees = (t for t in itertools.product(range(-1, n), repeat=n) if is_tree(list(t)))
    return max(sum(float(scores[i, h + 1]) for i, h in enumerate(t)) for t in trees)


@pytest.mark.parametrize("seed", range(12))
def test_heads_are_the_best_tree_below_their_root(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    scores[1:, 0] = -50
    scores[0, 0] = 50  # one word wants to be the root, so that the choice of root is not in play
    got = decode.heads(scores)
    assert sum(float(scores[i, h + 1]) for i, h in enumerate(got)) == pytest.approx(brute(scores), abs=1e-4)


def test_a_name_never_opens_with_i() -> None:
    bio = decode.Bio(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])
    scores = np.zeros((1, 3, 5), np.float32)
    scores[0, :, 2] = 5  # wants I-PER everywhere
    tags = [bio.tags[i] for i in bio.decode(scores, np.array([[True, False, False]]))[0]]
    assert tags == ["B-PER", "I-PER", "I-PER"]


def test_a_name_ends_where_a_sentence_starts() -> None:
    bio = decode.Bio(["O", "B-PER", "I-PER"])
    scores = np.zeros((1, 2, 3), np.float32)
    scores[0, 0, 1] = scores[0, 1, 2] = 5
    tags = [bio.tags[i] for i in bio.decode(scores, np.array([[True, True]]))[0]]
    assert tags[1] != "I-PER"
