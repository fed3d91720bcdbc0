"""The tolls of an event: the least and the most that is told, and the figure that goes for it.

Figures are weighed by witness: a ministry that three papers quote has told its figure once. A figure that grew from day
to day is one toll that rose, not a dispute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from dateline.event import Toll, Tolls
from dateline.lexicon import event_words
from dateline.records import Claim, ClaimQuantity
from dateline.resolve.party import bare_name, counted
from dateline.resolve.span_of_days import covered, days
from dateline.resolve.testimony import Bearing, Testimony

__all__ = ["find_tolls"]

_ROLES = {
    "killed": "killed",
    "injured": "injured",
    "detained": "detained",
    "abducted": "detained",
    "released": "released",
    "displaced": "displaced",
    "participants": "participants",
}
"""The tolls of an event by the roles of quantities in claims."""
_EVERYBODY = ""
_BEYOND = 50
"""Times the figure that goes for a toll, more than which a figure is of something else ("629 this year"), or a slip."""
_PERIOD = 27
"""Days more than which a time is a period: a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number that somebody told of an event: when, where, of whom; ``side``: it is told by a party to the event."""

    low: float
    high: float | None
    origin: str
    voice: str
    day: str
    order: int
    report: str
    claim: str
    whom: str
    steps: int
    side: bool
    period: bool

    @property
    def top(self) -> float:
        """The most that it may be."""
        return inf if self.high is None else self.high


def find_tolls(
    told: Sequence[Testimony],
    *,
    date: str | None = None,
    interested: frozenset[str] = frozenset(),
    denied: frozenset[str] = frozenset(),
) -> tuple[Tolls, tuple[str, ...]]:
    """Return the tolls, and those of them on which witnesses contradict each other.

    ``date`` is the day of the event, ``interested`` are claims told by a party to it, ``denied`` those whose number is
    denied. What is planned, denied or said not to be so has no toll, nor has what was counted over a month or more,
    where the event has a day and others count that.
    """
    by_role: dict[str, list[_Figure]] = defaultdict(list)
    for t in told:
        if t.bearing is not Bearing.HAPPENED:
            continue
        for quantity in t.claim.quantities:
            if (role := _ROLES.get(quantity.role)) is not None:
                by_role[role].extend(_figures(t, quantity, t.claim.id in interested))
    tolls: dict[str, Toll] = {}
    disputed: list[str] = []
    for role in dict.fromkeys(_ROLES.values()):
        if figures := _of_the_day(by_role.get(role, []), date):
            tolls[role], contested = _toll(figures)
            if contested or any(f.claim in denied for f in figures):
                disputed.append(role)
    return Tolls(**tolls), tuple(disputed)


def _figures(t: Testimony, quantity: ClaimQuantity, interested: bool) -> Iterable[_Figure]:
    for origin in t.origins:
        for voice in t.voices:
            yield _Figure(
                low=quantity.low,
                high=quantity.high,
                origin=origin,
                voice=voice,
                day=t.account.published or "",
                order=t.account.order,
                report=t.account.report,
                claim=t.claim.id,
                whom=_whom(t.claim, quantity),
                steps=len(t.claim.attribution),
                side=interested,
                period=_period(t),
            )


def _of_the_day(figures: list[_Figure], date: str | None) -> list[_Figure]:
    span = days(date) if date else None
    if span is None or span[1] - span[0] >= _PERIOD:
        return figures
    return [f for f in figures if not f.period] or figures


def _period(t: Testimony) -> bool:
    """Say whether a claim gives times, and only such of a month or more: "629 were killed this year", "since May"."""
    claim = t.claim
    spans = [span for time in claim.times if (span := covered(claim, time, t.account.published)) is not None]
    return bool(spans) and min(last - first for first, last in spans) >= _PERIOD


def _whom(claim: Claim, quantity: ClaimQuantity) -> str:
    """Return the head word of whom a number counts: "soldier"; empty for people in general, or where it is not told."""
    party = counted(claim, quantity)
    if party is None:
        return _EVERYBODY
    key = bare_name(party.text)
    head = key[-1] if key else _EVERYBODY
    short = head.removesuffix("s")
    return _EVERYBODY if {head, short} & event_words.load().everybody else short


def _toll(figures: Sequence[_Figure]) -> tuple[Toll, bool]:
    """Return a toll of figures of one role, and whether they contradict each other."""
    parts = [_of_one_thing(part) for part in _parts(_standing(figures))]
    ranges = [_range(part) for part in parts]
    highs = [high for _, _, high in ranges]
    toll = Toll(
        low=sum(low for low, _, _ in ranges),
        best=sum(best for _, best, _ in ranges),
        high=None if None in highs else sum(high for high in highs if high is not None),
        claims=tuple(dict.fromkeys(f.claim for f in figures)),
    )
    return toll, any(_contested(part) for part in parts)


def _standing(figures: Sequence[_Figure]) -> list[_Figure]:
    """Return the figures that stand: of each witness those of the last report that gives any."""
    last: dict[tuple[str, str, str], tuple[str, int, str]] = {}
    for f in figures:
        key = (f.origin, f.voice, f.whom)
        last[key] = max(last.get(key, ("", -1, "")), (f.day, f.order, f.report))
    return [f for f in figures if last[f.origin, f.voice, f.whom][2] == f.report]


def _parts(figures: Sequence[_Figure]) -> list[list[_Figure]]:
    """Return the figures that count for the whole, in one list; else those of each side, to be added up.

    A part is what a report tells beside a number of all people that is no smaller ("17, three of them children"), and
    the dead of one side where somebody counts them beside those of another ("three soldiers and 60 rebels"). Of groups
    that one report counts in several sentences, and of no whole, the largest goes for the whole: they are no range.
    """
    whole: dict[str, float] = defaultdict(lambda: -inf)
    beside: dict[str, set[str]] = defaultdict(set)
    for f in figures:
        if f.whom == _EVERYBODY:
            whole[f.report] = max(whole[f.report], f.low)
        else:
            beside[f.claim].add(f.whom)
    sides = {whom for group in beside.values() if len(group) > 1 for whom in group}
    whole_of = [f for f in figures if f.whom == _EVERYBODY or (f.whom not in sides and f.low > whole[f.report])]
    parts = _groups_beside(whole_of)
    if whole_of := [f for f in whole_of if f.whom not in parts]:
        return [whole_of]
    if not sides:
        return [list(figures)]
    return [[f for f in figures if f.whom == whom] for whom in sorted(sides)]


def _groups_beside(figures: Sequence[_Figure]) -> set[str]:
    """Return the groups that a report counts beside others: all of them where a whole is told, else but the largest."""
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for f in figures:
        if f.whom != _EVERYBODY:
            groups[f.report][f.whom] = max(f.low, groups[f.report].get(f.whom, -inf))
    whole = max((f.low for f in figures if f.whom == _EVERYBODY), default=-inf)
    found = set[str]()
    for counts in groups.values():
        most = max(counts.values())
        if len(set(counts.values())) > 1:
            found |= {whom for whom, low in counts.items() if low < most or most <= whole}
    return found


def _of_one_thing(figures: Sequence[_Figure]) -> Sequence[_Figure]:
    """Return the figures without those that are so much greater than what goes for the toll that they are of others."""
    best = _best(figures)
    return [f for f in figures if best <= 0 or f.low <= _BEYOND * best]


def _range(figures: Sequence[_Figure]) -> tuple[float, float, float | None]:
    low, top = min(f.low for f in figures), max(f.low if f.high is None else f.high for f in figures)
    is_open = any(f.high is None and f.low >= top for f in figures)
    return low, _best(figures), None if is_open else top


def _best(figures: Sequence[_Figure]) -> float:
    """Return what most witnesses tell; of equals what not only a party tells, a number, the latest, the nearest.

    "At least 9" fits 14, and gives way to it. What is equal in all has its middle, of two the smaller.
    """
    groups: dict[float, list[_Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.low].append(figure)

    def weight(value: float) -> tuple[int, bool, bool, str, int]:
        group = groups[value]
        latest = max(f.day for f in group)
        near = min(f.steps for f in group if f.day == latest)
        return _witnesses(group), not all(f.side for f in group), any(f.high is not None for f in group), latest, -near

    top = max(map(weight, groups))
    equals = sorted(value for value in groups if weight(value) == top)
    return equals[(len(equals) - 1) // 2]


def _witnesses(figures: Sequence[_Figure]) -> int:
    """Count the witnesses: no more than there are origins, and no more than there are voices."""
    return min(len({f.origin for f in figures}), len({f.voice for f in figures}))


def _contested(figures: Sequence[_Figure]) -> bool:
    """Say whether two witnesses tell figures that cannot both have been right when they were told.

    On one day these are any two that no number fits ("at least 12" fits 14). A greater figure of a later day is a toll
    that rose; one that lies below what another witness had told before is not.
    """
    by_day: dict[str, list[_Figure]] = defaultdict(list)
    for figure in figures:
        by_day[figure.day].append(figure)
    before = _Extremes()
    for day in sorted(by_day):
        today = _Extremes()
        for figure in by_day[day]:
            today.add(figure)
        if any(f.top < max(before.most(f.voice), today.most(f.voice)) for f in by_day[day]):
            return True
        before = _Extremes() if not day else before  # without a day nothing is known to have been told before
        for figure in by_day[day] if day else ():
            before.add(figure)
    return False


class _Extremes:
    """The greatest figure of each of the two voices that told the greatest."""

    __slots__ = ("_by_voice",)

    def __init__(self) -> None:
        self._by_voice: dict[str, float] = {}

    def add(self, figure: _Figure) -> None:
        """Count a figure in."""
        self._by_voice[figure.voice] = max(figure.low, self._by_voice.get(figure.voice, -inf))
        if len(self._by_voice) > 2:
            del self._by_voice[min(self._by_voice, key=lambda voice: (self._by_voice[voice], voice))]

    def most(self, voice: str) -> float:
        """Return the greatest figure that another voice told; minus infinity where there is none."""
        return max((low for other, low in self._by_voice.items() if other != voice), default=-inf)
