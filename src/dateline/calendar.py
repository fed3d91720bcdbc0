"""Reckon with dates as ISO 8601 prefixes, from the day a report was published.

A prefix never says more than the words do: "two years ago" is a year, "last month" a month, "last week" an ISO week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FAR = 250
VERY_FAR = 310
"""Days after which a day and month without a year is taken for the coming one instead, where the tense does not tell
and where it says that the day is past: a report names the year of a day so long ago. Set on TempEval-3 training."""

FIRST_YEAR, LAST_YEAR = 1400, 2500
"""Years in which a publication day anchors: outside of them it is a slip."""

LENGTH = {"D": 1, "W": 7, "FN": 14, "NI": 1}
"""Days in the units that are whole days."""

MONTHS = {"M": 1, "Q": 3, "H2": 6, "Y": 12, "DE": 120, "CE": 1200}
"""Months in the units that are whole months."""

DURATION = {
    "S": "PT{}S", "m": "PT{}M", "H": "PT{}H", "D": "P{}D", "NI": "P{}D", "W": "P{}W", "M": "P{}M", "Y": "P{}Y",
}  # fmt: skip
"""ISO 8601 forms of a length in each unit; the others are written in these by :func:`duration`."""

_WRITTEN_AS = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "FN": ("W", 2), "Q": ("M", 3), "WE": ("D", 2)}
_HALF_OF = {"Y": ("M", 12), "H": ("m", 60), "m": ("S", 60), "D": ("H", 24), "DE": ("Y", 10), "CE": ("Y", 100)}


def day(year: int, month: int, day: int) -> str | None:
    """Return the date, or None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None


def week(day: date) -> str:
    """Return the ISO week of a day, ``2021-W28``."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def month_of(months: int) -> str:
    """Return the month that is ``months`` after January of the year 0."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def duration(number: float, unit: str) -> str | None:
    """Write a length as an ISO 8601 duration; None for a unit without a length ("period").

    A half is written in the next smaller unit where there is one ("P2Y6M"), else as a decimal fraction.
    """
    if unit in _WRITTEN_AS:
        unit, times = _WRITTEN_AS[unit]
        number *= times
    if unit not in DURATION:
        return None
    whole, rest = int(number), number - int(number)
    if not rest:
        return DURATION[unit].format(whole)
    if unit in _HALF_OF and (rest * _HALF_OF[unit][1]).is_integer():
        small, parts = _HALF_OF[unit]
        tail = DURATION[small].format(int(rest * parts))
        if not whole:
            return tail
        head = DURATION[unit].format(whole)
        if head.startswith("PT") == tail.startswith("PT"):
            return head + tail.removeprefix("PT").removeprefix("P")
        return head + tail.removeprefix("P")
    return DURATION[unit].format(f"{number:g}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative expressions are reckoned from. Every method gives an ISO 8601 prefix."""

    day: date

    @classmethod
    def of(cls, published: str | None) -> Anchor | None:
        """Return the anchor for a publication date; None where there is none to the day."""
        if not published:
            return None
        try:
            day = date.fromisoformat(published[:10])
        except ValueError:
            return None
        return cls(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None

    @property
    def months(self) -> int:
        """Months from January of the year 0 to the anchor's month."""
        return self.day.year * 12 + self.day.month - 1

    def shift(self, number: float, unit: str) -> str | None:
        """Return the time ``number`` units away, at the precision of the unit; None where it has none.

        Days and nights give a day, weeks a week, months and quarters a month, years a year, decades ``199`` and
        centuries ``19``. Hours and less give None: the hour of publication is not known.
        """
        try:
            if unit in LENGTH and float(number).is_integer():
                then = self.day + timedelta(days=LENGTH[unit] * int(number))
                return then.isoformat() if unit in ("D", "NI") else week(then)
            if unit == "WE":
                return self.weekend(int(number))[0]
        except OverflowError:
            return None
        if unit not in MONTHS or not float(number * MONTHS[unit]).is_integer():
            return None
        months = self.months + int(number * MONTHS[unit])
        if not 12 <= months < 120000:
            return None
        if unit == "M" or (unit == "Q" or not float(number).is_integer()):
            return month_of(months)
        return {"Y": f"{months // 12:04d}", "DE": f"{months // 120:03d}", "CE": f"{months // 1200:02d}"}.get(unit)

    def weekday(self, number: int, *, ahead: bool = False, strict: bool = False) -> str:
        """Return the last day of that name up to the anchor, or with ``ahead`` the next from it.

        ``strict`` leaves out the anchor itself, as "last Monday" and "next Monday" do.
        """
        gap = (number - self.day.weekday()) % 7 if ahead else -((self.day.weekday() - number) % 7)
        if strict and not gap:
            gap = 7 if ahead else -7
        return (self.day + timedelta(days=gap)).isoformat()

    def weekend(self, number: int = 0) -> tuple[str, str]:
        """Return Saturday and Sunday of the week ``number`` weeks away."""
        saturday = self.day + timedelta(days=5 - self.day.weekday() + 7 * number)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()

    def last_weekend(self) -> tuple[str, str]:
        """Return Saturday and Sunday of the latest weekend that has begun."""
        return self.weekend(0 if self.day.weekday() >= 5 else -1)

    def month(self, number: int, *, ahead: bool | None = None) -> str:
        """Return the last month of that number up to the anchor's, with ``ahead`` the next from it.

        As with :meth:`month_day`, a month nearly a year back is the coming one.
        """
        year = self.day.year
        if ahead and number < self.day.month:
            year += 1
        elif not ahead and number > self.day.month:
            back = 30 * (12 + self.day.month - number)
            year -= back < (FAR if ahead is None else VERY_FAR)
        return f"{year:04d}-{number:02d}"

    def month_day(self, month: int, number: int, *, ahead: bool | None = None) -> str | None:
        """Return that day of the year nearest before the anchor, with ``ahead`` after it; None if there is none.

        A day more than :data:`FAR` days back is the coming one, with ``ahead`` False one more than :data:`VERY_FAR`.
        """
        days = []
        for year in (self.day.year - 1, self.day.year, self.day.year + 1):
            text = day(year, month, number)
            if text:
                days.append(date.fromisoformat(text))
        past = [d for d in days if d <= self.day]
        coming = [d for d in days if d >= self.day]
        if ahead and coming:
            return coming[0].isoformat()
        if past and ((self.day - past[-1]).days <= (FAR if ahead is None else VERY_FAR) or not coming):
            return past[-1].isoformat()
        return coming[0].isoformat() if coming else None

    def quarter(self, number: int, *, year: int | None = None, ahead: bool = False) -> tuple[str, str]:
        """Return first and last month of a quarter: of ``year``, else the last begun, with ``ahead`` the next.

        With ``ahead``, the quarter just past is still that one ("expects to report a third-quarter loss").
        """
        if year is None:
            now = (self.day.month - 1) // 3 + 1
            year = self.day.year + (1 if ahead and number < now - 1 else -1 if not ahead and number > now else 0)
        return quarter_of(year, number)


def quarter_of(year: int, number: int) -> tuple[str, str]:
    """Return the first and the last month of a calendar quarter."""
    return f"{year:04d}-{3 * number - 2:02d}", f"{year:04d}-{3 * number:02d}"


def is_ahead(value: str, published: str) -> bool:
    """Say whether all of a time, an ISO prefix or week, lies after a day."""
    if value[4:6] == "-W":
        return date.fromisocalendar(int(value[:4]), int(value[6:8]), 1).isoformat() > published
    return value[:10] > published[: len(value[:10])]


def instant(at: datetime | None = None, *, exact: bool = False) -> str:
    """Write an instant, by default now, as all are kept: ISO 8601 in UTC, to the second, with a Z.

    An ``exact`` one is to the microsecond: what a person does is kept in the order in which it was done.
    """
    told = (at or datetime.now(UTC)).astimezone(UTC)
    return told.isoformat(timespec="microseconds" if exact else "seconds").replace("+00:00", "Z")
