"""The days that an ISO 8601 prefix or week covers, and those that a time of a claim does."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from dateline.records import STATES, Claim, ClaimTime

__all__ = ["Days", "covered", "days", "goes_on"]

_PREFIX = re.compile(r"(\d{2,4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?|-W(\d\d))?")

_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)

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


def covered(claim: Claim, time: ClaimTime, published: str | None) -> Days | None:
    """Return the first and last day of a time of a claim; None for what is no time.

    Of a deed that is told "since May" these go on until its report; where its day is not known, the first stand alone.
    """
    span = days(time.value) if time.value else None
    end = days(published[:10]) if published and goes_on(claim, time) else days(time.until) if time.until else None
    if span is None or end is None:
        return span
    return (span[0], end[1]) if end[1] >= span[0] else None


def goes_on(claim: Claim, time: ClaimTime) -> bool:
    """Say whether a time is that since which deeds are told: "since May". A state is told to have begun then."""
    if claim.type in STATES or time.until is not None:
        return False
    return bool(_SINCE.search(claim.evidence.text[: max(0, time.start - claim.evidence.start)]))


def _month(months: int) -> int:
    return date(months // 12, months % 12 + 1, 1).toordinal()
