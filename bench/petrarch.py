"""Measure event roots against the regression sentences of the older coders (PETRARCH): one set of codes a sentence.

A root is the first two digits of a CAMEO code, mapped to PLOVER types (``ROOTS``); CAMEO has no type of its own for
some of PLOVER's distinctions, so that a code may stand for several types (AGREE and COOPERATE for 05, for one). A
sentence counts as right where the surest claim that is no content of another bears one of its types. Only suites with
CAMEO codes and everyday dictionaries are read for roots: sentences of the suites with WEIS-based test dictionaries
carry codes of invented scales. ``no event kept empty`` is the share of the sentences with an empty gold for which no
event claim that happened or goes on, and tells two parties, is made.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from bench.plover import root as plover_root
from bench.score import Score, accuracy, macro_f1
from dateline import claim, language, mention
from dateline.records import STATES, Claim, Passage, PassageKind, Polarity, Reading, Report, Status

ROOTS: dict[str, str] = {
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "YIELD",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
"""CAMEO root -> PLOVER type, after the codebook's own table; 01 and 02 (statements, appeals) vary and are left out."""
SUITES = ("petr2_gsr", "petr2_pytest", "up_english_sample")
_REAL = frozenset({Status.HAPPENED, Status.ONGOING})


class Row(TypedDict):
    """A line of the file, with what is used of it."""

    id: str
    suite: str
    text: str
    lang: str
    events: list[dict[str, str]]


def rows(path: Path) -> list[Row]:
    """Return the English rows."""
    found: list[Row] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if row["lang"] == "en"]


def coded(found: list[Row]) -> list[Reading]:
    """Return a reading a row, claims filled in."""
    blank = [
        Reading(
            report=Report(
                id=row["id"],
                text=row["text"],
                language="en",
                passages=(Passage(kind=PassageKind.BODY, start=0, end=len(row["text"])),),
            )
        )
        for row in found
    ]
    return list(claim.code(mention.find(language.parse(blank))))


def surest(reading: Reading) -> Claim | None:
    events = [c for c in reading.claims if c.type not in STATES]
    return max(
        events,
        key=lambda c: (c.content_of is None) + c.confidence + 0.5 * bool(c.actors) + 0.5 * bool(c.recipients),
        default=None,
    )


def _tells(c: Claim) -> bool:
    real = c.status in _REAL and c.polarity is Polarity.POSITIVE
    return real and c.type not in STATES and bool(c.actors) and bool(c.recipients)


def run(data: Path) -> dict[str, Score]:
    """Return root F1 on the sentences with CAMEO codes, and how often a sentence without an event is left empty."""
    found = rows(data / "tune" / "petrarch" / "petrarch_regression.jsonl")
    done = list(zip(found, coded(found), strict=True))
    pairs: list[tuple[str, str | None]] = []
    for row, reading in done:
        gold = [ROOTS[e["code"][:2]] for e in row["events"] if e["code"][:2] in ROOTS]
        if row["suite"] not in SUITES or not gold:
            continue
        got = plover_root(surest(reading))
        pairs.append((got if got in gold else gold[0], got))
    empty = [(not any(_tells(c) for c in r.claims), 1) for row, r in done if not row["events"]]
    return {
        "petrarch macro-F1": macro_f1(pairs),
        "petrarch accuracy": accuracy([(a == b, 1) for a, b in pairs]),
        "petrarch no event kept empty": accuracy(empty),
    }
