"""The figures that the gates print."""

import pytest

from bench.score import accuracy, f1, macro_f1


def test_f1_of_counts() -> None:
    score = f1([(1, 2, 1), (1, 1, 3)])
    assert (score.precision, score.recall) == (pytest.approx(200 / 3), 50)
    assert score.value == pytest.approx(2 * 2 / 7 * 100)
    assert score.low <= score.value <= score.high


def test_accuracy_of_counts() -> None:
    assert accuracy([(3, 4), (0, 0)]).value == 75


def test_macro_f1_is_over_the_gold_classes() -> None:
    assert macro_f1([("a", "a"), ("b", None), ("b", "b"), ("b", "z")]).value == pytest.approx((100 + 50) / 2)


def test_the_interval_is_the_same_each_time() -> None:
    rows = [(i % 3, 2, 2) for i in range(40)]
    assert f1(rows) == f1(rows)
