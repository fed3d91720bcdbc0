"""Measure stance against UDS-IH2: did it happen, did it not, or is it uncertain, by the annotators' mean.

A mean of 1 or more counts as happened, of -1 or less as not, between them as uncertain. Ours: a positive claim
that happened or goes on is happened; what is negative, planned, demanded, offered, promised, threatened,
ordered or hypothetical has not happened (the annotators were asked whether it did, and of what is yet to come
they say no); what is possible, predicted or feared is uncertain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.score import Score, macro_f1
from dateline import language
from dateline.claim.stance import Stance, judge
from dateline.records import Passage, PassageKind, Polarity, Reading, Report, Status
from dateline.tree import Tree

CLASSES = ("happened", "not", "uncertain")
_REAL = frozenset({Status.HAPPENED, Status.ONGOING})
_OPEN = frozenset({Status.POSSIBLE, Status.PREDICTED, Status.FEARED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A judged word: where it is in the text, and the annotators' mean in -3..3."""

    text: str
    start: int
    mean: float


def read_items(path: Path) -> Iterator[list[Item]]:
    """Yield the items of each sentence of a JSONL file of the set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = row["text"].split(" ")
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        yield [Item(text=row["text"], start=starts[t["span1"][0]], mean=t["label"]) for t in row["targets"]]


def gold_class(mean: float) -> str:
    """Return the class of an annotators' mean."""
    return "happened" if mean >= 1 else "not" if mean <= -1 else "uncertain"


def our_class(stance: Stance) -> str:
    """Return the class of a judgement."""
    if stance.polarity is Polarity.NEGATIVE:
        return "not"
    if stance.status in _REAL:
        return "happened"
    return "uncertain" if stance.status in _OPEN else "not"


def read_tree(text: str) -> Tree | None:
    """Parse one sentence; where the model cuts it into several, None."""
    report = Report(
        id="x", text=text, language="en", passages=(Passage(kind=PassageKind.BODY, start=0, end=len(text)),)
    )
    reading = next(iter(language.parse([Reading(report=report)])))
    return Tree(reading.sentences[0]) if len(reading.sentences) == 1 else None


def judge_item(tree: Tree, item: Item) -> Stance | None:
    """Judge an item's word in a tree; None where the tree has no such word."""
    at = next((i for i, t in enumerate(tree.tokens) if t.start <= item.start < t.end), None)
    if at is None:
        return None
    return judge(tree, at, noun=tree.tokens[at].upos in {"NOUN", "PROPN"})


def run(data: Path, part: str = "test") -> dict[str, Score]:
    """Return macro-F1 over happened, not and uncertain, and that of calling everything happened."""
    pairs: list[tuple[str, str]] = []
    for items in read_items(data / "train" / "uds_factuality" / f"{part}.jsonl"):
        tree = read_tree(items[0].text) if items else None
        for item in items:
            stance = None if tree is None else judge_item(tree, item)
            pairs.append((gold_class(item.mean), "happened" if stance is None else our_class(stance)))
    return {
        f"UDS factuality {part} macro-F1": macro_f1(pairs),
        f"UDS factuality {part} all happened": macro_f1([(g, "happened") for g, _ in pairs]),
    }
