"""The date of an event: the most precise day or time that most origins agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.event import EventDate
from dateline.lexicon import event_words
from dateline.lexicon.form import words
from dateline.resolve.span_of_days import Days, covered, days, goes_on
from dateline.resolve.testimony import Testimony, tiers

__all__ = ["find_date"]

_FAR = 31
"""Days from first day to first day, more than which two times are not of one event told differently."""
_MOST = 24
"""Different times that are weighed, those that most origins tell."""


@dataclass(slots=True)
class _Told:
    """A time, and who tells it."""

    value: str
    until: str | None
    days: Days
    origins: set[str] = field(default_factory=set)
    claims: list[str] = field(default_factory=list)
    first: tuple[str, int] = ("", 0)
    night: bool = True

    @property
    def length(self) -> int:
        return self.days[1] - self.days[0]


def find_date(told: Sequence[Testimony]) -> tuple[EventDate, bool]:
    """Return the date, and whether origins contradict each other on it.

    An origin agrees with a time that lies in the one it tells. Most agreeing origins win, then the more precise. A
    stretch ("from Monday to Wednesday") stands where as many tell it as tell its first day alone.
    """
    times = next((found for group in tiers(told) if (found := _gather(group))), [])
    if not times:
        return EventDate(), False
    weighed = sorted(times, key=lambda t: (-len(t.origins), t.length, t.first, t.value, t.until or ""))[:_MOST]
    chosen = min(weighed, key=lambda t: (-len(_agreeing(t, times)), t.length, -len(t.origins), t.first, t.value))
    until = chosen.until
    if until is None:
        longer = [t for t in weighed if t.until and t.value == chosen.value and len(t.origins) >= len(chosen.origins)]
        if longer:
            until = min(longer, key=lambda t: (-len(t.origins), t.first)).until
    whole = (chosen.days[0], max(chosen.days[1], (days(until) or chosen.days)[1] if until else chosen.days[1]))
    near = [t for t in times if _touch(t.days, whole)]
    agreed = set[str]().union(*(t.origins for t in near))
    disputed = any(t.origins - agreed for t in times if _contradicts(t, chosen, whole))
    telling = {claim for t in near for claim in t.claims}
    claims = tuple(t.claim.id for t in told if t.claim.id in telling)
    return EventDate(value=chosen.value, until=until, claims=claims), disputed


def _gather(told: Iterable[Testimony]) -> list[_Told]:
    """Return the different times that claims tell: of each claim the most precise."""
    found: dict[tuple[str, str | None], _Told] = {}
    for t in told:
        times = [
            (span, time) for time in t.claim.times if (span := covered(t.claim, time, t.account.published)) is not None
        ]
        if not times:
            continue
        span, time = min(times, key=lambda pair: pair[0][1] - pair[0][0])
        assert time.value is not None
        until = (t.account.published or "")[:10] or None if goes_on(t.claim, time) else time.until
        one = found.setdefault((time.value, until), _Told(time.value, until, span))
        one.first = min(one.first, (t.published, t.account.order)) if one.claims else (t.published, t.account.order)
        one.origins.update(t.origins)
        one.claims.append(t.claim.id)
        one.night = one.night and _tells_night(time.text)
    return list(found.values())


def _agreeing(one: _Told, times: Iterable[_Told]) -> set[str]:
    return set[str]().union(*(t.origins for t in times if t.days[0] <= one.days[0] and one.days[1] <= t.days[1]))


def _touch(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _contradicts(one: _Told, other: _Told, whole: Days) -> bool:
    """Say whether a time speaks against the chosen one.

    Not a neighbouring day where one of the two is told as a night, for both may mean it; nor a time so far off that it
    is of something else, or a slip.
    """
    gap = max(one.days[0] - whole[1], whole[0] - one.days[1])
    return gap > (one.night or other.night) and abs(one.days[0] - whole[0]) <= _FAR


def _tells_night(text: str) -> bool:
    known = event_words.load().night
    return any(word in known for word in words(text))
