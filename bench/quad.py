"""Measure the quad class of sentences (verbal or material, cooperation or conflict) on ConfliBERT's cameo set.

The set's classes are 1 to 4 and 0 for public statements and appeals (CAMEO 01, 02), which have no quad class:
sentences of class 0 are left out, and it is told how many of them get no claim. The class of a sentence is that of its
surest claim that is no content of another (``bench.petrarch``). What is only threatened, demanded or promised is
verbal, whatever the act: the classes of THREATEN, REQUEST and AGREE, to which :func:`bench.plover.root` takes it. The
codebook wavers on SANCTION; this set has it with verbal conflict, and CONCEDE, as a part of YIELD, with material
cooperation. ``coverage`` is the share of sentences for which a claim is made, ``accuracy`` of right ones among those.
"""

from __future__ import annotations

import csv
from pathlib import Path

from bench.petrarch import surest
from bench.plover import root
from bench.score import Score, accuracy
from dateline import claim, language, mention
from dateline.records import Passage, PassageKind, Reading, Report

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"), 3),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""PLOVER type -> 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""


def rows(path: Path) -> list[tuple[str, int]]:
    """Return sentences with their class."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(text, int(label)) for text, label in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def run(data: Path) -> dict[str, Score]:
    """Return coverage and accuracy on ``tune/cameo/class_train.tsv``."""
    found = rows(data / "tune" / "cameo" / "class_train.tsv")
    blank = [
        Reading(
            report=Report(
                id=str(i),
                text=text,
                language="en",
                passages=(Passage(kind=PassageKind.BODY, start=0, end=len(text)),),
            )
        )
        for i, (text, _) in enumerate(found)
    ]
    done = claim.code(mention.find(language.parse(blank)))
    pairs = [(gold, root(surest(reading))) for (_, gold), reading in zip(found, done, strict=True)]
    told = [(QUAD[got] == gold, 1) for gold, got in pairs if gold and got is not None]
    return {
        "cameo quad coverage": accuracy([(got is not None, 1) for gold, got in pairs if gold]),
        "cameo quad accuracy": accuracy(told),
        "cameo statements left without a claim": accuracy([(got is None, 1) for gold, got in pairs if not gold]),
    }
