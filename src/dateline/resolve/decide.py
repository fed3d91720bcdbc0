"""Decide whether two claims speak of one event, and say why: the sum of the weights of their features."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import NamedTuple

from dateline.codec import digest
from dateline.judgement import Author, Judgement, JudgementKind, Reason, Verdict
from dateline.lexicon import same_event
from dateline.resolve.identity import Features
from dateline.resolve.pair import SHARED, apart, features, spot_kind
from dateline.resolve.told import Told
from dateline.resolve.word import stem
from dateline.version import __version__

MACHINE = Author(name="dateline.resolve", person=False, version=__version__)
"""The author of what is judged here."""


_TIES = frozenset({"part: place within", "part: place named", "part: actor same"})
"""One of these an item must have in common with its summary."""


class _Scale(NamedTuple):
    weights: dict[str, float]
    same: float
    part: float


def judge(one: Told, other: Told, *, at: str, house: bool = True) -> Judgement | None:
    """Judge whether two claims speak of one event (``same``), or one of a part of what the other sums up (``part``).

    ``at`` is the instant of the judgement: that at which the later of the two was stored. ``house`` adds the weights of
    what counts as one event here; without it those alone that were learnt from another corpus speak. None where
    neither is likely enough.
    """
    if one.id == other.id or apart(one, other) is not None:
        return None
    if one.summary != other.summary:
        return _part(one, other, at) if house else None
    found = features(one, other)
    score = likelihood(found, house=house)
    if score < scale(house).same:
        return None
    first, last = sorted((one.id, other.id))
    return _judgement(first, last, Verdict.SAME, score, found, at, house)


def likelihood(found: Features, *, house: bool = True) -> float:
    """Return how likely it is, in 0..1, that a pair with these features speaks of one event."""
    weights = scale(house).weights
    total = 0.0
    for name, value in found:
        total += weights.get(name, 0.0) * value
    return 1 / (1 + exp(-total)) if total > -30 else 0.0


@cache
def scale(house: bool = True) -> _Scale:
    """Return the weights and bounds in use."""
    known = same_event.load()
    weights = {**known.learnt, **known.house} if house else dict(known.learnt)
    return _Scale(weights, known.bounds["same"], known.bounds["part"])


def _part(one: Told, other: Told, at: str) -> Judgement | None:
    """Judge whether one is an item of what the other sums up: of its type, within its place, days and figures."""
    whole, item = (one, other) if one.summary else (other, one)
    found: Features = [("part: bias", 1.0)]
    if whole.type != item.type or item.negative or whole.negative:
        return None
    if whole.mode and item.mode:
        if whole.mode != item.mode:
            return None
        found.append(("part: mode same", 1.0))
    if item.spots:
        tie = _place(whole, item)
        if tie:
            found.append((tie, 1.0))
    if whole.first is not None and whole.last is not None and item.first is not None and item.last is not None:
        found.append(("part: day within", 1.0))
    elif whole.published is not None and item.first is not None:
        gap = whole.published - item.first
        if gap < 0:
            return None
        found.append(("part: days before", min(gap, 60) / 7))
    for role, low, _ in item.numbers:
        for role_whole, low_whole, _ in whole.numbers:
            if role == role_whole:
                if low > low_whole:
                    return None
                found.append(("part: figure fits", 1.0))
    if whole.actors.names & item.actors.names or whole.actors.heads & item.actors.heads:
        found.append(("part: actor same", 1.0))
    if not any(name in _TIES for name, _ in found):
        return None  # all deeds of a month are no part of "40 attacks this month"
    weights = same_event.load().house
    score = 1 / (1 + exp(-sum(weights.get(name, 0.0) * value for name, value in found)))
    if score < scale().part:
        return None
    return _judgement(item.id, whole.id, Verdict.PART, score, found, at, house=True)


def _place(whole: Told, item: Told) -> str:
    """Return how the place of an item stands to a summary's: in it, named with it, elsewhere; "" where it has none."""
    if any(spot_kind(a, b) in SHARED for a in whole.spots for b in item.spots):
        return "part: place within"
    if any(stem(spot.name) in whole.names for spot in item.spots):
        return "part: place named"
    return "part: place other" if whole.spots else ""


def _judgement(
    one: str, other: str, verdict: Verdict, score: float, found: Features, at: str, house: bool
) -> Judgement:
    weights = scale(house).weights
    why = tuple(
        Reason(feature=name, value=f"{value:.2g}", weight=round(weights.get(name, 0.0) * value, 3))
        for name, value in found
        if weights.get(name)
    )
    score = round(score, 4)
    name = digest("judgement", JudgementKind.EVENT, one, other, verdict, score, MACHINE, at, why, None)
    return Judgement(
        id=name,
        kind=JudgementKind.EVENT,
        one=one,
        other=other,
        verdict=verdict,
        score=score,
        by=MACHINE,
        at=at,
        why=why,
    )
