"""The measures of coreference, on partitions small enough to count by hand."""

from __future__ import annotations

import pytest

from bench.chains import assign, clusters, counts


def cut(words: str) -> list[frozenset[object]]:
    """Return the clusters of "abc de": one a word, one letter a mention."""
    return [frozenset(word) for word in words.split()]


@pytest.mark.parametrize(
    ("key", "response", "expected"),
    [
        # MUC recall and precision, B-cubed recall and precision, CEAF-e recall and precision
        ("abc", "abc", (2, 2, 2, 2, 3, 3, 3, 3, 1, 1, 1, 1)),
        ("abc de", "ab cde", (2, 3, 2, 3, 11 / 3, 5, 11 / 3, 5, 1.6, 2, 1.6, 2)),
        ("abcd", "ab cd", (2, 3, 2, 2, 2, 4, 4, 4, 4 / 6, 1, 4 / 6, 2)),
        ("ab", "", (0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0)),
    ],
)
def test_counts(key: str, response: str, expected: tuple[float, ...]) -> None:
    assert counts(cut(key), cut(response)) == pytest.approx(expected)


def test_assignment_is_the_best_and_not_the_greedy_one() -> None:
    assert assign([[0.9, 0.8], [0.8, 0.1]]) == pytest.approx(1.6)
    assert assign([[0.5], [0.7], [0.6]]) == pytest.approx(0.7)


def test_what_is_alone_is_no_cluster() -> None:
    assert clusters({"a": 1, "b": 2, "c": 1}) == [frozenset("ac")]
