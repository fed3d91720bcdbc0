"""Measure events over the example fortnight: our own claims, put together, against its gold (``tests/fortnight``).

A gold mention is matched to a claim of ours whose trigger overlaps it, one of the gold's types before others. What is
told of claims that match: pairs of claims of one event (precision, recall, F1) and B-cubed. Pairs of which one is
optional in the gold, or of a part and its whole, or of claims that match nothing, count neither way. *end to end*
counts pairs of gold mentions of which we lack a claim as not found. The gold was in sight when the weights of
``[house]`` were set by hand: an upper bound, kept to see that nothing is lost.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.ecbplus import partition
from bench.score import Score, accuracy, f1
from dateline import claim, language, mention
from dateline.event import Account
from dateline.intake import jsonl
from dateline.records import Reading
from dateline.resolve import Told, about, prepare

ROOT = Path(__file__).resolve().parents[1]
Gold = Mapping[str, list[Mapping[str, Any]]]


def readings() -> list[Reading]:
    """Read the reports of the fortnight to their claims."""
    with (ROOT / "examples/fortnight/reports.jsonl").open("rb") as stream:
        rows = [row for row in jsonl.read(stream, name="fortnight") if isinstance(row, jsonl.Row)]
    return list(claim.code(mention.find(language.parse(Reading(report=row.report) for row in rows))))


def told(read: Sequence[Reading]) -> list[Told]:
    """Return what is compared of all claims."""
    out: list[Told] = []
    for reading in read:
        known = about(reading.report.text)
        for each in reading.claims:
            account = Account(
                claim=each,
                report=reading.report.id,
                source_id=reading.report.source_id,
                outlet=reading.report.outlet,
                published=reading.report.published,
                order=len(out),
            )
            out.append(prepare(account, about=known))
    return out


def matched(read: Sequence[Reading], gold: Gold) -> dict[str, list[str]]:
    """Return for each gold event the ids of the claims that match its mentions, "" for a mention without one."""
    from tests.fortnight import story

    rows = story.reports()
    claims = {reading.report.source_id: reading.claims for reading in read}
    out = {}
    for event in gold["event"]:
        types = [event["type"], *event.get("also", [])]
        found = []
        for name in event["mentions"]:
            span = story.find(str(name), rows)
            over = [c for c in claims[span.report] if c.trigger.start < span.end and span.start < c.trigger.end]
            over.sort(key=lambda c: types.index(c.type) if c.type in types else len(types))
            found.append(over[0].id if over else "")
        out[str(event["id"])] = found
    return out


def run(data: Path) -> dict[str, Score]:
    """Score the events of the fortnight."""
    read = readings()
    gold = tomllib.loads((ROOT / "tests/fortnight/gold.toml").read_text(encoding="utf-8"))
    return score(matched(read, gold), gold, partition(told(read), house=True))


def score(
    events: Mapping[str, Sequence[str]],
    gold: Gold,
    got: Mapping[Hashable, Hashable],
) -> dict[str, Score]:
    """Return pairs, B-cubed, pairs end to end, and how many of the pairs that look alike are kept apart."""
    event_of = {name: event for event, names in events.items() for name in names if name}
    whole = {str(e["id"]): str(e["part_of"]) for e in gold["event"] if e.get("part_of")}
    pairs = []
    for one, other in combinations(sorted(event_of), 2):
        a, b = event_of[one], event_of[other]
        if whole.get(a) == b or whole.get(b) == a:
            continue
        same, joined = a == b, got[one] == got[other]
        if same or joined:
            pairs.append((int(same and joined), int(joined), int(same)))
    all_pairs = list(pairs)
    for names in events.values():
        # two mentions may be of one claim
        all_pairs += [(int(a == b != ""),) * 2 + (1,) for a, b in combinations(names, 2) if not a or not b or a == b]
    apart = []
    for row in gold["different"]:
        ones, others = (set(filter(None, events[str(name)])) for name in row["events"])
        if ones and others:
            apart.append((float(not {got[n] for n in ones} & {got[n] for n in others}), 1))
    return {
        "pairs of claims": f1(pairs),
        "B-cubed": _b_cubed(event_of, got),
        "pairs of mentions, end to end": f1(all_pairs),
        "look alike, kept apart": accuracy(apart),
    }


def _b_cubed(event_of: Mapping[str, str], got: Mapping[Hashable, Hashable]) -> Score:
    gold, ours = Counter(event_of.values()), Counter(got[name] for name in event_of)
    both = Counter((event_of[name], got[name]) for name in event_of)
    rows = []
    for name, event in event_of.items():
        n = both[event, got[name]]
        precision, recall = n / ours[got[name]], n / gold[event]
        rows.append((2 * precision * recall / (precision + recall), 1))
    return accuracy(rows)
