"""What is to be reviewed next: the claims of a store in the order of doubt and weight.

The score of a claim is a sum, and each part of it is shown: how unsure the coder was of it, and, of the event that it
is in, whether it is denied, disputed, planned and due, and how high its toll is where one origin alone tells it. Of an
event the least sure claim gets the event's part whole, the next half of it, the next a third: one event does not fill
the queue. See docs/reviewing.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.event import Event, EventStatus, Tolls
from dateline.judgement import Review, ReviewAction
from dateline.resolve.review import standing
from dateline.store import Derived, EventQuery, Store, events
from dateline.store.reviewed import ClaimRow, Reviewed

__all__ = ["REASONS", "Doubt", "Due", "doubts_of", "queue", "reviewed_claims"]

REASONS = {
    "unsure": "the coder was not sure",
    "denied": "denied",
    "disputed": "disputed",
    "due": "planned, and its day has come",
    "toll": "a toll, told by one origin",
    "weight": "a toll, told by several origins",
}
"""What parts a score has, in words."""
UNSURE, DENIED, DISPUTED, DUE = 2.0, 2.0, 2.0, 1.5
SHARED = 0.25
"""What a toll weighs where several origins tell it."""
EVENTS, CLAIMS = 60, 300
"""So many events of each status, the latest first, and so many of the least sure claims are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A part of a score: a key of :data:`REASONS`, and what it adds."""

    reason: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A claim that is to be reviewed: its score and the parts of it, the greatest first, and its event.

    ``done`` says that a person has reviewed it, and that it stands.
    """

    claim: str
    report: str
    event: str | None
    title: str
    score: float
    doubts: tuple[Doubt, ...]
    done: bool


def queue(store: Store, *, today: str, why: str | None = None) -> tuple[Due, ...]:
    """Return the claims that are to be reviewed, the most doubtful and weighty first.

    ``today`` is an ISO 8601 date; ``why`` a key of :data:`REASONS`: those alone that have this part in their score.
    """
    reviewed = Reviewed(store)
    found: dict[str, Event] = {}
    for status in (EventStatus.DENIED, EventStatus.DISPUTED, EventStatus.PLANNED, EventStatus.SINGLE_ORIGIN):
        for event in events(store, EventQuery(statuses=(status,), limit=EVENTS)):
            if doubts_of(event, today):
                found[event.id] = event
    numbers = reviewed.event_numbers(list(found))
    by_number = {numbers[name]: event for name, event in found.items() if name in numbers}
    rows = {row.id: row for row in (*reviewed.claims_of_events(list(found)), *reviewed.least_sure(CLAIMS))}
    missing = sorted({row.event for row in rows.values() if row.event is not None} - by_number.keys())
    by_number.update(Derived(store).events(missing))
    done = reviewed_claims(store, list(rows))
    ranked = _ranked(rows.values(), by_number, today, done)
    return tuple(one for one in ranked if why is None or any(each.reason == why for each in one.doubts))


def reviewed_claims(store: Store, claims: list[str]) -> frozenset[str]:
    """Return those claims that a person has accepted, rejected or fixed, and that were not taken back."""
    changes = Reviewed(store).history(claims)
    kept = standing(one for one in changes if isinstance(one, Review))
    verdicts = (ReviewAction.ACCEPT, ReviewAction.REJECT, ReviewAction.FIX)
    return frozenset(one.target for one in kept if one.action in verdicts)


def _ranked(rows: Iterable[ClaimRow], by_number: dict[int, Event], today: str, done: frozenset[str]) -> list[Due]:
    found: list[Due] = []
    turn: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (row.confidence, row.id)):
        event = by_number.get(row.event) if row.event is not None else None
        doubts = [Doubt(reason="unsure", weight=round(UNSURE * (1 - row.confidence), 2))]
        if event is not None and row.event is not None:
            turn[row.event] = place = turn.get(row.event, 0) + 1
            doubts += [Doubt(reason=e.reason, weight=round(e.weight / place, 2)) for e in doubts_of(event, today)]
        doubts = [each for each in doubts if each.weight > 0]
        found.append(
            Due(
                claim=row.id,
                report=row.report,
                event=event.id if event else None,
                title=event.title if event else "",
                score=round(sum(each.weight for each in doubts), 2),
                doubts=tuple(sorted(doubts, key=lambda each: -each.weight)),
                done=row.id in done,
            )
        )
    return sorted(found, key=lambda one: (-one.score, one.claim))


def doubts_of(event: Event, today: str) -> tuple[Doubt, ...]:
    """Return what an event adds to the score of its claims."""
    found = []
    if event.status is EventStatus.DENIED or event.denied_by:
        found.append(Doubt(reason="denied", weight=DENIED))
    if event.disputed:
        found.append(Doubt(reason="disputed", weight=DISPUTED))
    day = event.date.until or event.date.value
    if event.status is EventStatus.PLANNED and day is not None and day <= today[: len(day)]:
        found.append(Doubt(reason="due", weight=DUE))
    weight = math.log10(1 + _toll(event.tolls))
    if weight > 0:
        alone = len(event.origins) <= 1
        found.append(Doubt(reason="toll" if alone else "weight", weight=round(weight * (1 if alone else SHARED), 2)))
    return tuple(found)


def _toll(tolls: Tolls) -> float:
    """Return a toll as a number of dead: five injured, ten detained, a thousand displaced weigh as one."""
    parts = ((tolls.killed, 1.0), (tolls.injured, 0.2), (tolls.detained, 0.1), (tolls.displaced, 0.001))
    return sum(toll.best * weight for toll, weight in parts if toll is not None)
