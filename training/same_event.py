"""Learn the weights by which two claims are held to speak of one event, and how rare words are.

Logistic regression (full batch, Newton steps, an L2 penalty) over the features of ``dateline.resolve.pair``, on pairs
of gold event mentions of ECB+ train: all pairs within a topic, and of pairs across topics one in ``ACROSS``, that many
times. Nothing of validation or test gives a weight. How rare a stem is (its idf) is counted over sentences of GMB.
``python -m training.same_event --data DIR`` writes ``[learnt]`` of ``lexicon/data/same_event.toml`` and
``lexicon/data/same_event_words.csv``.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.ecbplus import Mention, read
from dateline.lexicon.same_event import FILE, WORDS
from dateline.resolve.pair import apart, features
from dateline.resolve.word import stem

DATA = Path(__file__).parent.parent / "src" / "dateline" / "lexicon" / "data"
FEWEST = 12
"""Sentences of GMB that a stem must be in to be listed."""
ACROSS, PENALTY, STEPS, SEED = 40, 3.0, 25, 20260701


def rarities(path: Path) -> dict[str, float]:
    """Return the idf of the stems of GMB, over its sentences."""
    seen: Counter[str] = Counter()
    number, words = 0, set[str]()
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if row["Sentence #"]:
                seen.update(words)
                number, words = number + 1, set()
            if re.fullmatch(r"[^\W\d_]+", row["Word"]):
                words.add(stem(row["Word"]))
    seen.update(words)
    return {word: math.log(number / n) for word, n in sorted(seen.items()) if n >= FEWEST}


def pairs(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention, float]]:
    """Yield pairs with their weight."""
    rng = random.Random(SEED)
    for one, other in combinations(mentions, 2):
        if one.topic == other.topic:
            yield one, other, 1.0
        elif rng.random() < 1 / ACROSS:
            yield one, other, float(ACROSS)


def fit(some: Sequence[tuple[Mention, Mention, float]]) -> tuple[dict[str, float], Counter[str]]:
    """Return the weight of each feature, and how many pairs have it."""
    index: dict[str, int] = {}
    rows, columns, values, right, times = list[int](), list[int](), list[float](), list[float](), list[float]()
    seen: Counter[str] = Counter()
    for one, other, weight in some:
        if apart(one.told, other.told) is not None:
            continue
        for name, value in features(one.told, other.told):
            rows.append(len(right))
            columns.append(index.setdefault(name, len(index)))
            values.append(value)
            seen[name] += 1
        right.append(float(one.chain == other.chain))
        times.append(weight)
    at, of, how = np.array(rows), np.array(columns), np.array(values)
    gold, scale = np.array(right), np.array(times)
    n = len(index)
    table = np.zeros((len(gold), n))
    np.add.at(table, (at, of), how)
    weights = np.zeros(n)
    ridge = np.full(n, PENALTY)
    ridge[index["bias"]] = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (scale * (gold - chance)) - ridge * weights
        curve = (table * (scale * chance * (1 - chance))[:, None]).T @ table + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: float(weights[i]) for name, i in index.items()}, seen


def main() -> None:
    """Write what was learnt into the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    found = rarities(data / "train" / "gmb" / "ner_dataset.csv")
    lines = ["stem,idf", *(f"{word},{value:.2f}" for word, value in found.items())]
    (DATA / WORDS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    weights, seen = fit(list(pairs(read(data, "train"))))
    write(weights, seen)


def write(weights: dict[str, float], seen: Counter[str]) -> None:
    """Put the table of weights in the place of the one before."""
    path = DATA / FILE
    table = "\n".join(
        f'"{name}" = {weight:.3f}  # {seen[name]:,} pairs'
        for name, weight in sorted(weights.items())
        if seen[name] >= 30
    )
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[learnt\]\n.*?(?=^\[|\Z)", "[learnt]\n" + table.replace("\\", r"\\") + "\n\n", text)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
