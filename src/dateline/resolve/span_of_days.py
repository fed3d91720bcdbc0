"""The days that an ISO 8601 prefix or week covers."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

__all__ = ["Days", "days"]

_PREFIX = re.compile(r"(\d{2,4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?|-W(\d\d))?")

Days = tuple[int, int]
"""First and last day, as ordinals."""


@lru_cache(maxsize=16384)
def days(value: str) -> Days | None:
    """Return the first and last day of an ISO 8601 prefix or week, as ordinals; None for what is neither."""
    match = _PREFIX.fullmatch(value)
    if match is None:
        return None
    year, month, day, week = match.groups()
    try:
        if day:
            one = date(int(year), int(month), int(day)).toordinal()
            return one, one
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1).toordinal()
            return monday, monday + 6
        if month:
            if not 1 <= int(month) <= 12:
                return None
            first, following = int(year) * 12 + int(month) - 1, int(year) * 12 + int(month)
            return _month(first), _month(following) - 1
        scale = 10 ** (4 - len(year))
        return date(int(year) * scale, 1, 1).toordinal(), date((int(year) + 1) * scale - 1, 12, 31).toordinal()
    except (ValueError, OverflowError):
        return None


def _month(months: int) -> int:
    return date(months // 12, months % 12 + 1, 1).toordinal()
