"""Events counted by what they have in common, and listed page by page: what a list with facets is made of.

Counts are of the events that a query asks for. A facet that the query itself narrows is counted as though it did not,
so that one sees what else there is to choose.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from dateline.errors import InputError
from dateline.event import Event
from dateline.store import rows
from dateline.store.base import Store
from dateline.store.derived import read_event
from dateline.store.event_query import EventQuery, is_near, sql_of, where_of
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row, Value

__all__ = ["Count", "EventPage", "Facets", "event_count", "event_facets", "event_page"]

CAP = 2_000
"""Events that are counted where words, a name or a point is asked for, the latest of them: these cost more."""
_COLUMNS = (
    "coalesce(e.type, '')",  # an expression, so that it is not grouped by an index that lacks the other columns
    "coalesce(e.status, '')",
    "coalesce(e.country, '')",
    "e.day",
    "e.disputed",
    "e.origins",
)
NAMED = 400
"""The latest events whose actors and places are counted by name, which stand in the records alone."""
SHOWN = 12
"""Values of a facet that are given, those with most events first; days and statuses are all given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A value of a facet, and how many events have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Events by what they have in common.

    ``total`` is how many there are, at least where ``capped``. ``origins`` counts those with that many or more.
    ``days`` are those on which events begin, in order. ``actors`` and ``places`` are of the latest ``named``.
    """

    total: int
    capped: bool
    types: tuple[Count, ...] = ()
    statuses: tuple[Count, ...] = ()
    countries: tuple[Count, ...] = ()
    days: tuple[Count, ...] = ()
    origins: tuple[Count, ...] = ()
    disputed: int = 0
    named: int = 0
    actors: tuple[Count, ...] = ()
    places: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Some events, the latest first, and after which the next ones come; None at the end."""

    events: tuple[Event, ...]
    after: str | None


def event_facets(store: Store, asked: EventQuery) -> Facets:
    """Count the events that are asked for; ``limit`` does not count. Raises InputError where the query is wrong."""
    sql = sql_of(store)
    asked = replace(asked, limit=None)
    found, capped = _columns(sql, asked)
    types = found[0] if not asked.types else _column(sql, replace(asked, types=()), 0)
    statuses = found[1] if not asked.statuses else _column(sql, replace(asked, statuses=()), 1)
    countries = found[2] if not asked.countries else _column(sql, replace(asked, countries=()), 2)
    dated = asked.since is not None or asked.until is not None
    days = found[3] if not dated else _column(sql, replace(asked, since=None, until=None), 3)
    least = {each: sum(count for value, count in found[5].items() if number_of(value) >= each) for each in (2, 3, 5)}
    named, actors, places = _named(sql, asked)
    return Facets(
        total=found[0].total(),
        capped=capped,
        types=_counts(types),
        statuses=_counts(statuses),
        countries=_counts(countries)[: SHOWN * 2],
        days=tuple(sorted((one for one in _counts(days) if one.value), key=lambda one: one.value)),
        origins=tuple(Count(value=str(each), count=count) for each, count in least.items() if count),
        disputed=found[4][1],
        named=named,
        actors=actors,
        places=places,
    )


def event_count(store: Store, asked: EventQuery) -> int:
    """Count the events that are asked for, at least those that facets count. Raises InputError as they do."""
    return _column(sql_of(store), replace(asked, limit=None), 4).total()


def event_page(store: Store, asked: EventQuery, *, size: int, after: str | None = None) -> EventPage:
    """Return so many events, the latest first, after those of the page before (its ``after``).

    Raises:
        InputError: the query is wrong, or there can be no such place to go on from.
    """
    sql = sql_of(store)
    where = where_of(sql, replace(asked, limit=size))
    place = _place(after)
    found: list[Row] = []
    while True:
        beyond = " AND (e.day, e.seq) < (?, ?)" if place else ""
        page = sql.execute(
            f"""SELECT e.day, e.seq, e.latitude, e.longitude, e.record FROM events e
            WHERE {where.text()}{beyond} ORDER BY e.day DESC, e.seq DESC LIMIT ?""",
            [*where.parameters, *place, size + 1],
        )
        found += [row for row in page if asked.near is None or is_near(asked.near, row)]
        if len(found) > size or len(page) <= size:
            break
        place = list(page[-1][:2])
    shown = found[:size]
    more = f"{text_of(shown[-1][0])}.{number_of(shown[-1][1])}" if len(found) > size else None
    return EventPage(events=tuple(read_event(row[4]) for row in shown), after=more)


def _place(after: str | None) -> list[Value]:
    if after is None:
        return []
    day, _, seq = after.rpartition(".")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise InputError(f'"{after[:40]}" is no place in a list to go on from; ask for its first page again')
    return [day, int(seq)]


def _columns(sql: SqlStore, asked: EventQuery) -> tuple[list[Counter[Value]], bool]:
    """Count the events by each of the columns, and say whether there are more than are counted."""
    if not _searched(asked):
        return [_column(sql, asked, each) for each in range(len(_COLUMNS))], False
    where = where_of(sql, replace(asked, limit=CAP))
    found = sql.execute(
        f"""SELECT {", ".join(_COLUMNS)}, e.day, e.seq, e.latitude, e.longitude FROM events e
        WHERE {where.text()} ORDER BY e.day DESC, e.seq DESC LIMIT ?""",
        [*where.parameters, CAP + 1],
    )
    capped = len(found) > CAP
    kept = found[:CAP] if asked.near is None else [row for row in found[:CAP] if is_near(asked.near, row[6:])]
    return [Counter(row[each] for row in kept) for each in range(len(_COLUMNS))], capped


def _column(sql: SqlStore, asked: EventQuery, which: int) -> Counter[Value]:
    """Count the events by one of the columns: where no words are asked for from an index alone, and so all of them."""
    if _searched(asked):
        return _columns(sql, asked)[0][which]
    where = where_of(sql, asked)
    counted = f"SELECT {_COLUMNS[which]}, count(*) FROM events e WHERE {where.text()} GROUP BY 1"
    return Counter({row[0]: number_of(row[1]) for row in sql.execute(counted, where.parameters)})


def _searched(asked: EventQuery) -> bool:
    return any(each is not None for each in (asked.text, asked.actor, asked.place, asked.near))


def _named(sql: SqlStore, asked: EventQuery) -> tuple[int, tuple[Count, ...], tuple[Count, ...]]:
    where = where_of(sql, replace(asked, limit=NAMED))
    found = sql.execute(
        f"SELECT e.record FROM events e WHERE {where.text()} ORDER BY e.day DESC, e.seq DESC LIMIT ?",
        [*where.parameters, NAMED],
    )
    actors: Counter[Value] = Counter()
    places: Counter[Value] = Counter()
    for row in found:
        data = rows.plain(row[0])
        assert isinstance(data, dict)
        actors.update({each["name"] for each in (*data.get("actors", ()), *data.get("recipients", ()))})
        if place := data.get("place"):
            places[place["name"]] += 1
    return len(found), _counts(actors)[:SHOWN], _counts(places)[:SHOWN]


def _counts(found: Counter[Value]) -> tuple[Count, ...]:
    """Return values with their counts, the most first; what is not known is ""."""
    counts = [Count(value="" if value is None else str(value), count=count) for value, count in found.items()]
    return tuple(sorted(counts, key=lambda one: (-one.count, one.value)))
