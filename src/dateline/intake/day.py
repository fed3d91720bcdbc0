"""Days as people and machines write them, to ISO 8601; never a guess."""

from __future__ import annotations

import re
from datetime import date

from dateline.errors import InputError
from dateline.intake.options import iso_day

FIRST, LAST = 1800, 2199
"""Years between which a day is taken for one on which something was published."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
# A time of day may follow, and where it holds.
_REST = r"(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,40}|,? \d{1,2} ?[ap]m.{0,20})?"
_FORMS = tuple(
    re.compile(form + _REST, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_WEEKDAY}{_DAY}[ -](?:of )?{_MONTH},?[ -]{_YEAR}",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
        rf"{_YEAR}(?P<dash>[/.-])(?P<number>\d{{1,2}})(?P=dash){_DAY}",
        rf"{_YEAR}(?P<number>\d\d){_DAY}(?:t?\d{{6}}.{{0,6}})?",
    )
)
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _REST, re.ASCII | re.IGNORECASE)


def read(value: str) -> str | None:
    """Return the day that ``value`` names, or None where it names none or may name two (04/03/2031).

    ISO 8601, mail and web headers ("Tue, 04 Mar 2031 10:00:00 GMT"), English ("March 4, 2031", "4 Mar. 2031"),
    figures with the year first, and day and month in figures where one of them cannot be a month.
    """
    value = " ".join(value[:100].split())
    try:
        return _day(*map(int, iso_day(value).split("-")))
    except InputError:
        pass
    for form in _FORMS:
        if match := form.fullmatch(value):
            said = match.groupdict()
            month = said.get("number") or _MONTHS.index(said["month"][:3].lower()) + 1
            return _day(int(said["year"]), int(month), int(said["day"]))
    if match := _FIGURES.fullmatch(value):
        one, two, year = (int(part) for part in match.groups()[:3])
        if one == two or two > 12:
            return _day(year, one, two)
        if one > 12:
            return _day(year, two, one)
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if FIRST <= year <= LAST else None
    except ValueError:
        return None
