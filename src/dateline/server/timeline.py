"""Events by day, month or year as bars, each of which narrows the list to its days: server-made, no script needed."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateline import api
from dateline.server.asked import Asked

__all__ = ["Bar", "Timeline", "timeline"]

_DAYS, _MONTHS, _YEARS = 93, 72, 400
"""Bars of each kind that are shown at most; where there were more, a wider kind is shown."""
_TICKS = 7
"""Bars that have their names beneath, at most."""
_HEIGHT = 60.0
"""Of the highest bar; that of one event is seen too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day, month or year: ``height`` of 60, the ``query`` that asks for it; ``tick`` is written beneath."""

    name: str
    count: int
    height: float
    query: str
    chosen: bool
    tick: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars side by side, of a ``unit``; ``steps`` lead outwards, each a name and the query that asks for it."""

    unit: str
    bars: tuple[Bar, ...]
    steps: tuple[tuple[str, str], ...]
    beyond: tuple[tuple[str, int, str], ...] = ()
    """What lies before the first bar and after the last: where, how many, and the query that asks for it."""

    @property
    def most(self) -> int:
        """Return the count of the highest bar."""
        return max((bar.count for bar in self.bars), default=0)


def timeline(days: Iterable[api.desk.Count], asked: Asked) -> Timeline | None:
    """Return the bars of events that are counted by day; None where no day is known.

    Shown are the days that are asked for, or all; of a single day, those of its month. Where a few events lie far off,
    they are counted in ``beyond``.
    """
    counts = {day: each.count for each in days if (day := _day(each.value)) is not None}
    if not counts:
        return None
    first, last = _span(asked["since"], last=False) or min(counts), _span(asked["until"], last=True) or max(counts)
    first, last = max(first, min(counts)), min(last, max(counts))
    if first > last:
        first, last = min(counts), max(counts)
    near = _most_of(counts, first, last)
    if _width(*near) > _width(first, last):  # a few that lie far off would hide when the others were
        first, last = near
    if first == last:
        first, last = first.replace(day=1), _last_of_month(first)
    width = _width(first, last)
    if width == 4:  # the rest is counted before the first bar
        first = max(first, date(max(last.year - _YEARS, 0) + 1, 1, 1))
    told: Counter[str] = Counter()
    for day, count in counts.items():
        if first <= day <= last:
            told[day.isoformat()[:width]] += count
    names = [*_names(first, last, width)]
    most, every = max(told.values(), default=1), -(-len(names) // _TICKS)
    return Timeline(
        unit={10: "day", 7: "month", 4: "year"}[width],
        bars=tuple(
            Bar(
                name=name,
                count=told[name],
                height=round(max(2.0, _HEIGHT * told[name] / most), 1) if told[name] else 0.0,
                query=asked.days(name),
                chosen=asked["since"] == asked["until"] == name,
                tick=_short(name) if place % every == 0 and (every == 1 or len(names) - place > every // 2) else "",
            )
            for place, name in enumerate(names)
        ),
        steps=tuple(_steps(asked)),
        beyond=tuple(_beyond(counts, first, last, asked)),
    )


def _width(first: date, last: date) -> int:
    """Return the characters of the names of bars: of days, months or years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return 10 if (last - first).days < _DAYS else 7 if months <= _MONTHS else 4


def _most_of(counts: Mapping[date, int], first: date, last: date) -> tuple[date, date]:
    """Return the days between which lie all but a fiftieth of the events at each end."""
    inside = sorted(day for day in counts if first <= day <= last)
    spare = sum(counts[day] for day in inside) // 50
    ends = []
    for days in (inside, inside[::-1]):
        left = spare
        for day in days:
            left -= counts[day]
            if left < 0:
                ends.append(day)
                break
    return (ends[0], ends[1]) if len(ends) == 2 else (first, last)


def _short(name: str) -> str:
    """Return what is written beneath a bar: of a day no year."""
    return name[5:] if len(name) == 10 else name


def _steps(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what is wider than what is asked for, the widest first."""
    since, until = asked["since"], asked["until"]
    if since or until:
        yield "all days", asked.days(None)
    if since == until:
        for width in (4, 7):
            if len(since) > width:
                yield since[:width], asked.days(since[:width])


def _beyond(counts: Mapping[date, int], first: date, last: date, asked: Asked) -> Iterator[tuple[str, int, str]]:
    """Yield what lies before the first bar and after the last, as far as it is asked for."""
    since, until = _span(asked["since"], last=False), _span(asked["until"], last=True)
    day = timedelta(days=1)
    before = sum(count for each, count in counts.items() if each < first and (since is None or each >= since))
    if before:
        yield "before", before, asked.between(asked["since"], (first - day).isoformat())
    after = sum(count for each, count in counts.items() if each > last and (until is None or each <= until))
    if after:
        yield "after", after, asked.between((last + day).isoformat(), asked["until"])


def _names(first: date, last: date, width: int) -> Iterator[str]:
    """Yield the days, months or years from one day to another."""
    at, before = first, ""
    while True:
        name = at.isoformat()[:width]
        if name != before:
            yield name
        before = name
        end = at if width == 10 else _last_of_month(at)
        if end >= last:
            return
        at = end + timedelta(days=1)


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _span(value: str, *, last: bool) -> date | None:
    """Return the first or last day of a year, month or day; None where it is none."""
    whole = {4: f"{value}-01-01", 7: f"{value}-01", 10: value}.get(len(value))
    day = _day(whole) if whole else None
    if day is None or not last:
        return day
    return _last_of_month(day.replace(month=12)) if len(value) == 4 else _last_of_month(day) if len(value) == 7 else day
