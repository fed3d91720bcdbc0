"""Measure what is joined across reports of worldwide newswire that, but for a few, have nothing to do with each other.

All reports are taken as published on one day, the worst case on purpose. ``audit/joins.tsv`` holds pairs of claims of
different reports that were joined once, by document and offsets of their triggers, and whether they are of one event,
judged strictly by one reader. Copies of one text are left out. *tuned* are documents in sight of which weights were
set, *held-out* others. Claims of the sheet's documents alone are put together.

- *different, joined*: how many pairs that are of two events are in one event of ours
- *same, joined*: of the pairs that are of one event, those that are in one of ours
- *corroborations*: of the pairs of reports within an event of ours, those with a pair of claims judged to be the same;
  pairs of reports of which nothing was judged are left out
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.audit.draw import worldwide
from bench.ecbplus import partition
from bench.fortnight_events import told
from bench.score import Score, accuracy
from dateline import claim, language, mention
from dateline.intake import plain
from dateline.intake.options import Options
from dateline.records import Reading

SHEET = Path(__file__).parent / "audit" / "joins.tsv"
DAY = "2023-03-01"


def readings(folder: Path, names: frozenset[str]) -> list[Reading]:
    """Read those documents to their claims."""

    def reports() -> Iterator[Reading]:
        for name, text in worldwide(folder):
            if name in names:
                report, issues = plain.read(text, source_id=name, options=Options(published=DAY))
                yield Reading(report=report, issues=issues)

    return list(claim.code(mention.find(language.parse(reports()))))


def run(data: Path) -> dict[str, Score]:
    """Score the pairs of the sheet."""
    with SHEET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = frozenset(row[key] for row in rows for key in ("document", "other"))
    read = readings(data / "tune" / "worldwide_ner", names)
    event_of = partition(told(read), house=True)
    events: dict[tuple[str, int, str], set[object]] = defaultdict(set)
    for reading in read:
        for each in reading.claims:
            at = (str(reading.report.source_id), each.trigger.start, str(each.type))
            events[at].add(event_of[each.id])
    out: dict[str, Score] = {}
    for part in ("tuned", "held-out"):
        right: dict[tuple[object, str, str], bool] = {}
        same = list[tuple[float, int]]()
        wrong = 0
        for row in rows:
            if row["part"] != part:
                continue
            one = events[row["document"], int(row["start"]), row["type"]]
            other = events[row["other"], int(row["other_start"]), row["other_type"]]
            both = one & other
            is_same = row["verdict"] == "same"
            if is_same:
                same.append((float(bool(both)), 1))
            else:
                wrong += bool(both)
            for event in both:
                pair = (event, row["document"], row["other"])
                right[pair] = right.get(pair, False) or is_same
        out[f"{part}: different, joined"] = Score(value=wrong, low=wrong, high=wrong)
        out[f"{part}: same, joined"] = accuracy(same)
        out[f"{part}: corroborations"] = accuracy([(float(found), 1) for found in right.values()])
    return out
