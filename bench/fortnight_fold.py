"""Measure events folded from the claims that our coder finds, clustered as the gold of the example fortnight has them.

Each gold event gets the claims whose trigger overlaps one of its mentions (those of its types, where there are any),
with the origins of the gold; so neither clusters nor origins are measured here. What no claim tells cannot be folded:
recall is that of coder and fold together, and the gold dates a speech by its report, which a fold never does.
Precision is of what is printed, *status* of events with claims. ``python -m bench.fortnight_fold`` prints what is
wrong. The prose is clean and our own, and the rules were made with the gold in sight: an upper bound.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.score import Score, accuracy, f1
from dateline import api
from dateline.event import Account, Event, EventStatus, Toll
from dateline.lexicon.form import words
from dateline.resolve import fold
from tests.fortnight import story

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "examples" / "fortnight" / "reports.jsonl"
ROLES = ("killed", "injured", "detained", "released", "participants")

STATUS: dict[str, frozenset[EventStatus]] = {
    "single-origin": frozenset({EventStatus.SINGLE_ORIGIN}),
    "corroborated": frozenset({EventStatus.CORROBORATED}),
    "disputed": frozenset({EventStatus.DISPUTED}),
    "denied": frozenset({EventStatus.DENIED}),
    # What is taken back is denied, or disputed where nobody says so; what was demanded and never came is ahead.
    "withdrawn": frozenset({EventStatus.DENIED, EventStatus.DISPUTED}),
    "demanded": frozenset({EventStatus.PLANNED}),
    "offered": frozenset({EventStatus.PLANNED}),
    "planned": frozenset({EventStatus.PLANNED}),
    "came-to-pass": frozenset({EventStatus.CAME_TO_PASS}),
    "did-not-come-to-pass": frozenset({EventStatus.NOT_HAPPENED, EventStatus.PLANNED}),
}
ALIASES = {"highland liberation front": {"rebels", "front", "hlf"}, "ministry of defence": {"ministry"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A gold event, and ours: of what its mentions tell, and with its optional ones; None where no claim does."""

    gold: story.Row
    event: Event | None
    whole: Event | None


def folded() -> list[Folded]:
    """Read the fortnight and fold each gold event."""
    rows, told = story.reports(), story.gold()
    accounts: list[Account] = []
    for reading in api.read(REPORTS):
        report = reading.report
        accounts += [
            Account(
                claim=claim,
                report=report.id,
                source_id=report.source_id,
                outlet=report.outlet,
                published=report.published,
                order=len(accounts) + at,
            )
            for at, claim in enumerate(reading.claims)
        ]
    answers = [account for account in accounts if account.claim.denies or account.claim.supports]
    out = []
    for gold in told["event"]:
        origins = {
            account.report: sorted(story.sources(account.source_id or "", gold["id"], told)) for account in accounts
        }
        found = []
        for mentions in (gold["mentions"], [*gold["mentions"], *gold.get("optional", [])]):
            members = _members(gold, [story.find(mention, rows) for mention in mentions], accounts)
            found.append(fold(members, origins=origins, answers=answers) if members else None)
        out.append(Folded(gold=gold, event=found[0], whole=found[1]))
    return out


def _members(gold: story.Row, spans: Sequence[story.Span], accounts: Iterable[Account]) -> list[Account]:
    members = [
        account
        for account in accounts
        if any(
            span.report == account.source_id
            and account.claim.trigger.start < span.end
            and span.start < account.claim.trigger.end
            for span in spans
        )
    ]
    kinds = {gold["type"], *gold.get("also", ())}
    return [account for account in members if account.claim.type in kinds] or members


# What is right


def right_status(gold: story.Row, event: Event) -> bool:
    """Say whether a status is one that the gold allows; what was foretold and happened may be told so."""
    allowed = STATUS[gold["status"]]
    if gold.get("was") and gold["status"] in ("corroborated", "single-origin"):
        allowed |= {EventStatus.CAME_TO_PASS}
    return event.status in allowed


def right_place(gold: story.Row, event: Event) -> bool:
    """Say whether a place is one of the gold's, by its words ("Arkun crossing" is Arkun)."""
    assert event.place is not None
    ours = set(words(event.place.name))
    return any(set(words(name)) <= ours or ours <= set(words(name)) for name in gold["place"].split(" | "))


def gold_tolls(gold: story.Row) -> dict[str, tuple[float, float, float | None]]:
    """Return low, best and high by role, sides added up; high is None where the greatest figure is open."""
    out: dict[str, tuple[float, float, float | None]] = {}
    for name, toll in gold.get("tolls", {}).items():
        role = name.partition("_")[0]
        figures = [row for row in gold["said"] if row["role"] == name and not row.get("withdrawn")]
        is_open = any(row.get("open") and row["low"] == toll["high"] for row in figures)
        had = out.get(role, (0, 0, 0))
        high = None if is_open or had[2] is None else had[2] + toll["high"]
        out[role] = (had[0] + toll["low"], had[1] + toll["best"], high)
    return out


def our_tolls(event: Event | None) -> dict[str, Toll]:
    """Return the tolls of an event by role."""
    if event is None:
        return {}
    return {role: toll for role in ROLES if (toll := getattr(event.tolls, role)) is not None}


def _overlap(gold: Iterable[str], ours: Iterable[str]) -> tuple[int, int, int]:
    expected, found = set(gold), set(ours)
    return len(expected & found), len(found), len(expected)


def denied_by(gold: story.Row, event: Event | None) -> tuple[int, int, int]:
    """Count deniers: right, ours, gold's."""
    names = [" ".join(words(party.name)) for party in event.denied_by] if event else []
    right = 0
    for name in gold.get("denied_by", []):
        known = {" ".join(words(name)).split()[-1], *ALIASES.get(name.lower(), set())}
        right += any(known & set(other.split()) for other in names)
    return right, max(len(names), right), len(gold.get("denied_by", []))


def disputed(gold: story.Row, event: Event | None) -> tuple[int, int, int]:
    """Count what is disputed; the gold's "control" is whether a town was taken, and said by the status."""
    return _overlap(set(gold.get("disputed", [])) - {"control"}, event.disputed if event else ())


def run(data: Path) -> dict[str, Score]:
    """Score the fold."""
    return score(folded())


def score(events: Sequence[Folded]) -> dict[str, Score]:
    """Score folded events: each gold event is a unit."""
    told = [one for one in events if one.event is not None]
    dates, places, best, ranges = [], [], [], []
    for one in events:
        gold, event = one.gold, one.event
        ours = event.date.value if event else None
        dates.append((int(ours is not None and ours == gold.get("date")), int(ours is not None), int("date" in gold)))
        has = event is not None and event.place is not None
        good = has and event is not None and "place" in gold and right_place(gold, event)
        places.append((int(good), int(has), int("place" in gold)))
        expected, found = gold_tolls(gold), our_tolls(one.whole)
        both = expected.keys() & found.keys()
        best.append((sum(found[r].best == expected[r][1] for r in both), len(found), len(expected)))
        same = sum((found[r].low, found[r].high) == (expected[r][0], expected[r][2]) for r in both)
        ranges.append((same, len(found), len(expected)))
    return {
        "events with a claim": accuracy([(float(one.event is not None), 1) for one in events]),
        "status": accuracy([(float(right_status(one.gold, one.event)), 1) for one in told if one.event]),
        "date": f1(dates),
        "place": f1(places),
        "tolls, best": f1(best),
        "tolls, low and high": f1(ranges),
        "disputed": f1([disputed(one.gold, one.event) for one in events]),
        "denied by": f1([denied_by(one.gold, one.event) for one in events]),
    }


def main() -> int:
    """Print the scores, and each event with what is wrong in it."""
    events = folded()
    for one in events:
        _print(one.gold, one.event, one.whole)
    for name, value in score(events).items():
        print(f"{name:<24}{value}")
    return 0


def _print(gold: Mapping[str, object], event: Event | None, whole: Event | None) -> None:
    if event is None or whole is None:
        return
    faults = []
    if not right_status(gold, event):
        faults.append(f"status {event.status}, gold {gold['status']}")
    if event.date.value != gold.get("date"):
        faults.append(f"date {event.date.value}, gold {gold.get('date')}")
    if event.place is not None and not ("place" in gold and right_place(gold, event)):
        faults.append(f"place {event.place.name}, gold {gold.get('place')}")
    if event.place is None and "place" in gold:
        faults.append(f"no place, gold {gold['place']}")
    for role, (low, best, high) in gold_tolls(gold).items():
        ours = our_tolls(whole).get(role)
        if ours is None or (ours.low, ours.best, ours.high) != (low, best, high):
            faults.append(f"{role} {ours and (ours.low, ours.best, ours.high)}, gold {(low, best, high)}")
    for name, (right, guessed, expected) in (
        ("disputed", disputed(gold, event)),
        ("denied by", denied_by(gold, event)),
    ):
        if right < max(guessed, expected):
            faults.append(f"{name} {event.disputed} {[p.name for p in event.denied_by]}, gold {gold.get('disputed')}")
    print(f"{gold['id']}: {event.title}")
    for fault in faults:
        print(f"    {fault}")


if __name__ == "__main__":
    sys.exit(main())
