"""Events as points of a map and days of a timeline: their columns, and of their records only title and place."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dateline.errors import NotAStore
from dateline.event import EventStatus
from dateline.records import ClaimType
from dateline.store import rows
from dateline.store.base import Store
from dateline.store.event_query import EventQuery, sql_of, where_of
from dateline.store.query import Where, days_asked
from dateline.store.sql import number_of, text_of
from dateline.store.tables import Value

__all__ = ["DayCount", "EventPoint", "event_days", "event_points"]

_JSON = json.JSONDecoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPoint:
    """An event as a map shows it.

    ``day`` and ``last_day`` (YYYY-MM-DD) are its first and last day, of its reports where nobody tells it; "" where
    unknown. ``latitude`` and ``longitude`` are WGS84 degrees, None where it has no point; ``radius_km`` is how far off
    the point may be, None where nobody can tell. ``place`` is a name, None where no account tells one.
    """

    id: str
    type: ClaimType
    status: EventStatus
    title: str
    day: str
    last_day: str
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    place: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many events begin on a day (YYYY-MM-DD, "" where it is unknown)."""

    day: str
    events: int


def event_points(
    store: Store, asked: EventQuery, *, first: str | None = None, last: str | None = None
) -> tuple[EventPoint, ...]:
    """Return events as points, the latest first.

    ``first`` and ``last``, ISO 8601 prefixes, narrow the days further, and leave in events whose day is unknown.

    Raises:
        InputError: the query or a day is wrong.
    """
    sql = sql_of(store)
    where = where_of(sql, asked)
    _narrow(where, first, last)
    types, statuses = {each.value: each for each in ClaimType}, {each.value: each for each in EventStatus}
    # A circle is asked for by the box around it, so that what lies in its corners is left out here.
    limit = asked.limit if asked.near is None else None
    found = sql.execute(
        f"""SELECT e.id, e.type, e.status, e.day, e.last_day, e.latitude, e.longitude, e.country, e.record
        FROM events e WHERE {where.text()} ORDER BY e.day DESC, e.seq DESC{"" if limit is None else " LIMIT ?"}""",
        [*where.parameters, *([] if limit is None else [limit])],
    )
    out = []
    for row in found:
        latitude, longitude = _degrees(row[5]), _degrees(row[6])
        if asked.near is not None and (
            latitude is None or longitude is None or asked.near.distance(latitude, longitude) > asked.near.km
        ):
            continue
        title, place, radius = _told(row[8])
        point = EventPoint(
            id=text_of(row[0]),
            type=types[text_of(row[1])],
            status=statuses[text_of(row[2])],
            title=title,
            day=text_of(row[3]),
            last_day=text_of(row[4]),
            latitude=latitude,
            longitude=longitude,
            radius_km=radius,
            place=place,
            country=None if row[7] is None else text_of(row[7]),
        )
        out.append(point)
    return tuple(out if asked.limit is None else out[: asked.limit])


def event_days(store: Store, asked: EventQuery) -> tuple[DayCount, ...]:
    """Count events by the day on which they begin, in order; ``near`` is the box around it. Raises InputError."""
    sql = sql_of(store)
    where = where_of(sql, asked)
    found = sql.execute(
        f"SELECT e.day, count(*) FROM events e WHERE {where.text()} GROUP BY e.day ORDER BY e.day", where.parameters
    )
    return tuple(DayCount(day=text_of(row[0]), events=number_of(row[1])) for row in found)


def _narrow(where: Where, first: str | None, last: str | None) -> None:
    start, end = days_asked(first, last)
    if start is not None:
        where.add("(e.last_day >= ? OR e.day = '')", start)
    if end is not None:
        where.add("e.day <= ?", end)


def _told(record: Value) -> tuple[str, str | None, float | None]:
    """Return title, name of the place and its radius.

    Only these are read of the packed JSON: 20,000 whole records would take a second. Its keys stand in order and quotes
    in texts are escaped, so that a key with its quotes is nowhere else.
    """
    text = rows.unpack(record).decode()
    at = text.rfind('"title":')
    if at < 0:
        raise NotAStore("a row of the store holds no event; restore it from a backup")
    title = str(_JSON.raw_decode(text, at + len('"title":'))[0])
    at = text.find('"place":{')
    if at < 0:
        return title, None, None
    place, _ = _JSON.raw_decode(text, at + len('"place":'))
    radius = place.get("radius_km")
    return title, str(place["name"]), radius if isinstance(radius, int | float) else None


def _degrees(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
