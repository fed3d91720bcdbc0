"""What a reader must find in the seed article (published 2021-07-16): the plain events, with actors and dates.

Each check is a fact, not a sentence; it holds if some claim of the record says it. ``python -m bench seed`` prints
those that do not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bench.score import Score, accuracy
from dateline import api
from dateline.records import Claim, Participant, Reading, Status

PUBLISHED = "2021-07-16"
Check = Callable[[Reading], bool]


def _named(parts: Iterable[Participant], *words: str) -> bool:
    return any(word.lower() in f"{p.name} {p.text}".lower() for p in parts for word in words)


def _any(test: Callable[[Claim], bool]) -> Check:
    return lambda reading: any(test(claim) for claim in reading.claims)


def _on(claim: Claim, value: str) -> bool:
    return any(t.value == value for t in claim.times)


def _at(claim: Claim, *words: str) -> bool:
    return any(word.lower() in p.text.lower() for p in claim.places for word in words)


def _count(claim: Claim, number: float) -> bool:
    return any(q.low == number and q.role == "released" for q in claim.quantities)


def _real(claim: Claim) -> bool:
    return claim.status in (Status.HAPPENED, Status.ONGOING) and claim.polarity == "positive"


CHECKS: dict[str, Check] = {
    "tear gas by Pakistani forces on Thursday": _any(
        lambda c: c.mode == "crowd-control" and _real(c) and _on(c, "2021-07-15") and _named(c.actors, "pakistan")
    ),
    "the border closed by Pakistani officials on Wednesday": _any(
        lambda c: c.type == "ACCESS" and c.mode == "closed" and _on(c, "2021-07-14") and _named(c.actors, "pakistan")
    ),
    "Spin Boldak seized by the Taliban": _any(
        lambda c: c.type == "CONTROL" and _real(c) and _at(c, "boldak") and _named(c.actors, "taliban", "insurgent")
    ),
    "5,000 prisoners released in 2020": _any(
        lambda c: c.type == "RETREAT" and c.mode == "release" and _on(c, "2020") and _count(c, 5000)
    ),
    "the release of 7,000 demanded by the Taliban": lambda reading: any(
        c.type == "RETREAT" and c.status == "demanded" and _count(c, 7000) and _demanded_by(reading, c, "taliban")
        for c in reading.claims
    ),
    "Shir Khan Bandar taken by the Taliban in June": _any(
        lambda c: (
            c.type == "CONTROL" and _real(c) and _at(c, "bandar") and _on(c, "2021-06") and _named(c.actors, "taliban")
        )
    ),
    "a war that nearly came is none that happened": lambda reading: (
        not any(
            _real(c) and reading.report.text[max(0, c.trigger.start - 20) : c.trigger.end].lower().find("nearly") >= 0
            for c in reading.claims
        )
    ),
    "every evidence is an exact slice": lambda reading: all(
        reading.report.text[e.start : e.end] == e.text for c in reading.claims for e in (c.evidence, c.trigger)
    ),
    "captions that repeat sentences are marked": lambda reading: (
        sum(p.kind == "caption" and p.repeats is not None for p in reading.report.passages) >= 5
    ),
}


def _demanded_by(reading: Reading, claim: Claim, who: str) -> bool:
    """Say whether the claim is the content of somebody's demand."""
    return any(c.id == claim.content_of and c.type == "REQUEST" and _named(c.actors, who) for c in reading.claims)


def run(data: Path) -> dict[str, Score]:
    """Check the article; print what does not hold."""
    text = (data / "seed" / "taliban_prisoner_demand.txt").read_text(encoding="utf-8")
    reading = api.read_text(text, published=PUBLISHED)
    held = {name: check(reading) for name, check in CHECKS.items()}
    for name, holds in held.items():
        if not holds:
            print(f"  not found: {name}")
    return {"seed article, facts found": accuracy([(holds, 1) for holds in held.values()])}
