"""Precision, recall and F1 with a bootstrap interval over units (documents or sentences)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 1000
SEED = 20210716


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A figure in per cent with its 95% interval; precision and recall where they apply."""

    value: float
    low: float
    high: float
    precision: float | None = None
    recall: float | None = None

    def __str__(self) -> str:
        parts = "" if self.precision is None else f"  P {self.precision:5.1f}  R {self.recall:5.1f}"
        return f"{self.value:6.2f} [{self.low:.1f}–{self.high:.1f}]{parts}"


def f1(units: Sequence[tuple[int, int, int]]) -> Score:
    """Score (right, guessed, gold) counts of each unit."""
    counts = np.array(units, float).reshape(-1, 3)
    right, guessed, gold = counts.sum(0)
    draws = _draw(counts)
    values = 200 * draws[:, 0] / np.maximum(draws[:, 1] + draws[:, 2], 1)
    low, high = np.percentile(values, [2.5, 97.5])
    return Score(
        value=200 * right / max(guessed + gold, 1),
        low=float(low),
        high=float(high),
        precision=100 * right / max(guessed, 1),
        recall=100 * right / max(gold, 1),
    )


def accuracy(units: Sequence[tuple[float, int]]) -> Score:
    """Score (right, all) counts of each unit; right may be a sum of shares."""
    counts = np.array(units, float).reshape(-1, 2)
    right, total = counts.sum(0)
    draws = _draw(counts)
    low, high = np.percentile(100 * draws[:, 0] / np.maximum(draws[:, 1], 1), [2.5, 97.5])
    return Score(value=100 * right / max(total, 1), low=float(low), high=float(high))


def macro_f1(pairs: Sequence[tuple[str, str | None]]) -> Score:
    """Score the mean over the gold classes of each one's F1, for (gold, guessed or None) pairs."""
    classes = sorted({gold for gold, _ in pairs})
    counts = np.zeros((len(pairs), 3 * len(classes)))
    at = {name: i for i, name in enumerate(classes)}
    for row, (gold, guess) in zip(counts, pairs, strict=True):
        row[3 * at[gold]] = gold == guess
        row[3 * at[gold] + 1] = 1
        if guess in at:
            row[3 * at[guess] + 2] = 1
    low, high = np.percentile(_macro(_draw(counts)), [2.5, 97.5])
    return Score(value=float(_macro(counts.sum(0)[None])[0]), low=float(low), high=float(high))


def macro_of_counts(units: Sequence[Sequence[int]]) -> Score:
    """Score the mean F1 over labels of (right, gold, guessed) triples, a triple a label, of each unit."""
    counts = np.array(units, float)
    low, high = np.percentile(_macro(_draw(counts)), [2.5, 97.5])
    return Score(value=float(_macro(counts.sum(0)[None])[0]), low=float(low), high=float(high))


def _macro(sums: np.ndarray) -> np.ndarray:
    """Return the macro-F1 of rows of (right, gold, guessed) triples, a triple a class."""
    right, gold, guessed = sums[:, 0::3], sums[:, 1::3], sums[:, 2::3]
    return (200 * right / np.maximum(gold + guessed, 1)).mean(1)


def _draw(counts: np.ndarray) -> np.ndarray:
    """Return the sums of DRAWS samples of the units, with replacement."""
    rng = np.random.default_rng(SEED)
    n = max(len(counts), 1)
    weights = rng.multinomial(n, [1 / n] * n, size=DRAWS)
    return weights @ counts if len(counts) else np.zeros((DRAWS, counts.shape[1]))
