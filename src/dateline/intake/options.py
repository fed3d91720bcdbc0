"""What the caller may say about what is read, and the checks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from dateline.errors import InputError

MAX_BYTES = 100_000_000
"""Default size limit of one report, in bytes: 100 MB."""

FIELDS = ("id", "text", "title", "published", "outlet", "url", "byline")
"""What a column of a table may hold; the keys of a row of JSON Lines are the same."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read.

    ``published`` (an ISO 8601 date) and ``outlet`` hold for every report that does not say so itself; None where it is
    not known. ``max_bytes`` limits one report: a text file, or one row of a JSONL file. A file that holds more than
    text (PDF, mail, an office file) may have ten times that. ``columns`` tells of tables which column, by its name,
    holds which field of :data:`FIELDS`, as pairs of field and name.

    Raises:
        InputError: ``published`` is not a date, ``max_bytes`` not positive, or a field of ``columns`` unknown.
    """

    published: str | None = None
    outlet: str | None = None
    max_bytes: int = MAX_BYTES
    columns: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.published is not None:
            iso_date(self.published)
        if self.max_bytes < 1:
            raise InputError(f"max_bytes is {self.max_bytes}; give a positive number of bytes")
        for field, name in self.columns:
            if field not in FIELDS or not name.strip():
                raise InputError(
                    f'columns "{_short(field)}={_short(name)}": write field=column with one of {", ".join(FIELDS)}'
                )


def iso_date(value: str) -> str:
    """Return ``value`` if it is a day of the calendar written YYYY-MM-DD; raise InputError if not."""
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise InputError(f'published "{_short(value)}" is not a date; write it YYYY-MM-DD, for example 2021-07-16')


def iso_day(value: str) -> str:
    """Return the day of an ISO 8601 date or date and time, as its own offset from UTC counts days.

    Raises:
        InputError: it is neither.
    """
    value = value.strip()
    if _DAY.fullmatch(value[:10]) and value[10:11] in ("T", "t", " "):
        try:
            return datetime.fromisoformat(value.upper()).date().isoformat()
        except ValueError:
            pass
    elif _DAY.fullmatch(value):
        return iso_date(value)
    raise InputError(
        f'published "{_short(value)}" is not a date; write it YYYY-MM-DD or as an ISO 8601 date and time, '
        "for example 2021-07-16 or 2021-07-16T18:30:00+04:30"
    )


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"
