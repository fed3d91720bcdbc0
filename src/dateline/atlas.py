"""What a map of a store shows: events as points, days of a timeline, who holds which place, and the base map."""

from __future__ import annotations

from datetime import date

from dateline.errors import InputError
from dateline.inquiry import ledger
from dateline.ledger import ControlRow, LedgerKind
from dateline.lexicon import basemap as _basemap
from dateline.resolve.ledger import as_of
from dateline.store import EventQuery, LedgerQuery, Store
from dateline.store.event_points import DayCount, EventPoint, event_days, event_points

__all__ = ["ControlRow", "DayCount", "EventPoint", "basemap", "control", "days", "points"]


def points(
    store: Store, query: EventQuery, *, first: str | None = None, last: str | None = None
) -> tuple[EventPoint, ...]:
    """Return events as points, the latest first; those without a place too.

    ``first`` and ``last``, ISO 8601 prefixes, narrow the days further, and leave in events whose day is unknown.

    Raises:
        InputError: the query or a day is wrong.
    """
    return event_points(store, query, first=first, last=last)


def days(store: Store, query: EventQuery) -> tuple[DayCount, ...]:
    """Count events by the day on which they begin, in order. Raises InputError where the query is wrong."""
    return event_days(store, query)


def control(store: Store, day: str) -> tuple[ControlRow, ...]:
    """Return who is said to hold which place on a day (YYYY-MM-DD).

    Raises:
        InputError: it is no day.
    """
    try:
        asked = date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise InputError(f'"{day[:40]}" is no day; write YYYY-MM-DD') from error
    found = ledger(store, LedgerQuery(ledger=LedgerKind.CONTROL.value))
    return as_of((row for row in found if isinstance(row, ControlRow)), asked)


def basemap() -> bytes:
    """Return the base map as TopoJSON: ``countries``, ``regions`` and ``disputed`` (Natural Earth, public domain)."""
    return _basemap.topojson()
