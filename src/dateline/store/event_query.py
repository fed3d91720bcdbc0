"""What is asked of events and ledgers, and the answers, page by page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dateline import calendar
from dateline.codec import digest
from dateline.errors import InputError
from dateline.event import Event, EventStatus
from dateline.records import ClaimType
from dateline.sphere import great_circle
from dateline.store import rows, words
from dateline.store.base import Store
from dateline.store.derived import read_event
from dateline.store.query import Where, days_asked, named
from dateline.store.sql import SqlStore, text_of
from dateline.store.tables import Row, Value

__all__ = [
    "EventQuery",
    "Gone",
    "LedgerQuery",
    "Near",
    "changed",
    "event_of",
    "events",
    "gone",
    "is_near",
    "ledger",
    "ledger_words",
    "sql_of",
    "where_of",
]

_FIRST_PAGE, _LAST_PAGE = 200, 5_000
_KM = 111.2
"""Kilometres of a degree of latitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Within ``km`` of a point, WGS84 degrees. Raises InputError where there is no such point."""

    latitude: float
    longitude: float
    km: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180 and 0 < self.km <= 20_040):
            raise InputError(
                f"near {self.latitude:g},{self.longitude:g},{self.km:g} is no place; give degrees and kilometres: "
                "LATITUDE (-90 to 90),LONGITUDE (-180 to 180),KM"
            )

    def distance(self, latitude: float, longitude: float) -> float:
        """Return the distance to a point, in km."""
        return great_circle(self.latitude, self.longitude, latitude, longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events; what is not given does not count. All that is given must hold, one of each tuple.

    ``since`` and ``until`` are held against the date of the event, and where there is none against the day of its first
    report. ``actor``, ``place`` and ``text`` are looked for in its claims (see
    :class:`dateline.store.base.ClaimQuery`). ``origins`` is the least number of origins, ``disputed`` asks for those
    with something disputed, ``countries`` those whose place lies in one of them (ISO 3166-1 alpha-3, "" where none is
    known). ``changed_since`` is an instant or day (UTC): those to which something was added since.
    """

    types: tuple[ClaimType, ...] = ()
    modes: tuple[str, ...] = ()
    statuses: tuple[EventStatus, ...] = ()
    since: str | None = None
    until: str | None = None
    place: str | None = None
    countries: tuple[str, ...] = ()
    near: Near | None = None
    actor: str | None = None
    text: str | None = None
    reports: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    origins: int | None = None
    disputed: bool = False
    changed_since: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An id that stood for an event, the id that it leads to now (None where the event is no more), and since when."""

    id: str
    now: str | None
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuery:
    """Which rows of a ledger; what is not given does not count. ``actor`` and ``place`` are names, ids or codes.

    ``after`` is the id of the row after which to begin.
    """

    ledger: str
    since: str | None = None
    until: str | None = None
    place: str | None = None
    actor: str | None = None
    text: str | None = None
    after: str | None = None
    limit: int | None = None


def events(store: Store, asked: EventQuery) -> Iterator[Event]:
    """Yield events, the latest first. Raises InputError where the query is wrong."""
    sql = sql_of(store)
    return _events(sql, where_of(sql, asked), asked)


def event_of(store: Store, name: str) -> Event | None:
    """Return an event by its id, or by an id that it once had; None where there is none."""
    sql = sql_of(store)
    found = sql.execute("SELECT record FROM events WHERE id = ?", (name,)) or sql.execute(
        "SELECT e.record FROM events e JOIN event_redirects r ON r.event = e.seq WHERE r.old = ?", (name,)
    )
    return read_event(found[0][0]) if found else None


def changed(store: Store, name: str | None = None) -> str | None:
    """Return the instant at which something was last added to an event, or to any; None where there is none."""
    where, own = ("", ()) if name is None else (" WHERE id = ?", (name,))
    found = sql_of(store).execute(f"SELECT max(changed) FROM events{where}", own)
    return text_of(found[0][0]) if found and found[0][0] is not None else None


def gone(store: Store, since: str) -> Iterator[Gone]:
    """Yield ids that stand for no event of their own any more since an instant or day. Raises InputError.

    Every id of an event comes of its first claim, so that all that ever were can be told from the claims: those of
    readings that were superseded, and of claims that were rejected or became part of another event.
    """
    sql, instant = sql_of(store), _instant(since)
    moved = sql.execute(
        """SELECT r.old, e.id, e.changed, e.record FROM event_redirects r JOIN events e ON e.seq = r.event
        WHERE e.changed >= ? ORDER BY e.seq, r.old""",
        (instant,),
    )
    for old, now, changed, record in moved:
        if old in read_event(record).redirects:
            yield Gone(id=text_of(old), now=text_of(now), changed=text_of(changed))
    lost = sql.execute(
        """SELECT c.id, max(n.stored) FROM claims c JOIN superseded s ON s.reading = c.reading
        JOIN readings d ON d.seq = c.reading JOIN reports r ON r.seq = d.report
        JOIN reports q ON q.document = r.document JOIN readings n ON n.report = q.seq AND n.seq > d.seq
        WHERE n.stored >= ? AND (d.seq > 0 OR q.revision > r.revision) GROUP BY c.id, c.seq ORDER BY c.seq""",
        (instant,),
    )
    undone = sql.execute(
        """SELECT c.id, u.at FROM reviews u JOIN readings d ON d.id = u.target JOIN claims c ON c.reading = d.seq
        WHERE u.action = 'undo' AND u.at >= ? ORDER BY u.at, u.id""",
        (instant,),
    )
    rejected = sql.execute(
        "SELECT target, at FROM reviews WHERE action = 'reject' AND at >= ? ORDER BY at, id", (instant,)
    )
    for claim, changed in (*lost, *undone, *rejected):
        name = digest("event", claim)
        if not sql.execute(
            "SELECT 1 FROM events WHERE id = ? UNION ALL SELECT 1 FROM event_redirects WHERE old = ?", (name, name)
        ):
            yield Gone(id=name, now=None, changed=text_of(changed))


def ledger(store: Store, asked: LedgerQuery) -> Iterator[object]:
    """Yield the rows of a ledger as plain data, the latest first. Raises InputError where the query is wrong."""
    where = Where()
    where.add("ledger = ?", asked.ledger)
    _between(where, asked.since, asked.until)
    for column, said in (("places", asked.place), ("parties", asked.actor), ("words", asked.text)):
        if said is not None:
            for phrase in _ledger_phrases(said, column):
                where.add(f"({' OR '.join([f'{column} LIKE ?'] * len(phrase))})", *phrase)
    if asked.limit is not None and asked.limit < 1:
        raise InputError(f"limit is {asked.limit}; give a positive number")
    sql, after = sql_of(store), list[Value]()
    if asked.after is not None:
        found = sql.execute(
            "SELECT day, weight, id FROM ledger_rows WHERE ledger = ? AND id = ?", (asked.ledger, asked.after)
        )
        if not found:
            raise InputError(f'"{asked.after[:40]}" is no row of this ledger any more; ask for its first page again')
        after = list(found[0])
    return _rows(sql, where, asked.limit, after)


def _rows(sql: SqlStore, where: Where, limit: int | None, after: list[Value]) -> Iterator[object]:
    size, left = _FIRST_PAGE, limit
    while left is None or left > 0:
        wanted = size if left is None else min(size, left)
        beyond = " AND (day, weight, id) < (?, ?, ?)" if after else ""
        page = sql.execute(
            f"""SELECT day, weight, id, record FROM ledger_rows WHERE {where.text()}{beyond}
            ORDER BY day DESC, weight DESC, id DESC LIMIT ?""",
            [*where.parameters, *after, wanted],
        )
        for row in page:
            yield rows.plain(row[3])
        if len(page) < wanted:
            return
        after = list(page[-1][:3])
        size, left = _LAST_PAGE, None if left is None else left - wanted


def _events(sql: SqlStore, where: Where, asked: EventQuery) -> Iterator[Event]:
    after: list[Value] = []
    size, left = _FIRST_PAGE, asked.limit
    while left is None or left > 0:
        wanted = size if left is None or asked.near else min(size, left)
        beyond = " AND (e.day, e.seq) < (?, ?)" if after else ""
        page = sql.execute(
            f"""SELECT e.day, e.seq, e.latitude, e.longitude, e.record FROM events e
            WHERE {where.text()}{beyond} ORDER BY e.day DESC, e.seq DESC LIMIT ?""",
            [*where.parameters, *after, wanted],
        )
        for row in page:
            if asked.near is not None and not is_near(asked.near, row):
                continue
            if left is not None:
                if not left:
                    return
                left -= 1
            yield read_event(row[4])
        if len(page) < wanted:
            return
        after = list(page[-1][:2])
        size = min(size * 5, _LAST_PAGE)


def is_near(near: Near, row: Row) -> bool:
    """Say whether a row, with latitude and longitude behind day and number, is near."""
    latitude, longitude = row[2], row[3]
    assert isinstance(latitude, int | float)
    assert isinstance(longitude, int | float)
    return near.distance(latitude, longitude) <= near.km


def where_of(sql: SqlStore, asked: EventQuery) -> Where:
    """Return the condition on ``events e``. Raises InputError where the query is wrong."""
    where = Where()
    where.any_of("e.type", [each.value for each in asked.types])
    where.any_of("e.mode", asked.modes)
    where.any_of("e.status", [each.value for each in asked.statuses])
    if asked.countries:
        known = [each.upper() for each in asked.countries if each]
        unknown = " OR e.country IS NULL" if "" in asked.countries else ""
        where.add(f"(e.country IN ({', '.join('?' * len(known))}){unknown})", *known)
    if asked.ids:
        marks = ", ".join("?" * len(asked.ids))
        where.add(
            f"(e.id IN ({marks}) OR e.seq IN (SELECT event FROM event_redirects WHERE old IN ({marks})))",
            *asked.ids,
            *asked.ids,
        )
    _between(where, asked.since, asked.until, "e.")
    if asked.near is not None:
        _box(where, asked.near)
    if asked.reports:
        marks = ", ".join("?" * len(asked.reports))
        where.add(
            f"""e.seq IN (SELECT m.event FROM event_claims m JOIN claims c ON c.seq = m.claim
            JOIN reports r ON r.seq = c.report WHERE r.id IN ({marks}))""",
            *asked.reports,
        )
    if asked.origins is not None:
        where.add("e.origins >= ?", asked.origins)
    if asked.disputed:
        where.add("e.disputed = 1")
    if asked.changed_since is not None:
        where.add("e.changed >= ?", _instant(asked.changed_since))
    for column, said in (("evidence", asked.text), ("actors", asked.actor), ("places", asked.place)):
        if said is None:
            continue
        search = words.parse(said) if column == "evidence" else named(said, "actor" if column == "actors" else "place")
        condition, parameters = sql.matching("claim_words", [(column, search)], "m.claim", asked.limit)
        if condition.startswith("EXISTS"):
            condition = f"EXISTS (SELECT 1 FROM event_claims m WHERE m.event = e.seq AND {condition})"
        else:
            condition = f"e.seq IN (SELECT m.event FROM event_claims m WHERE {condition})"
        where.add(condition, *parameters)
    if asked.limit is not None and asked.limit < 1:
        raise InputError(f"limit is {asked.limit}; give a positive number")
    return where


def _between(where: Where, since: str | None, until: str | None, table: str = "") -> None:
    first, last = days_asked(since, until)
    if last is not None:
        where.add(f"{table}day <= ?", last)
        where.add(f"{table}day > ''")
    if first is not None:
        where.add(f"{table}last_day >= ?", first)


def _box(where: Where, near: Near) -> None:
    """Ask for the box around the circle; the poles and the date line have the whole round."""
    high = near.km / _KM * 1.01
    where.add("e.latitude BETWEEN ? AND ?", near.latitude - high, near.latitude + high)
    top = abs(near.latitude) + high
    if top >= 89:
        return
    wide = high / math.cos(math.radians(top))
    west, east = near.longitude - wide, near.longitude + wide
    if wide >= 180:
        return
    if west < -180:
        where.add("(e.longitude >= ? OR e.longitude <= ?)", west + 360, east)
    elif east > 180:
        where.add("(e.longitude >= ? OR e.longitude <= ?)", west, east - 360)
    else:
        where.add("e.longitude BETWEEN ? AND ?", west, east)


def _instant(value: str) -> str:
    """Return an instant or a day as it is compared with those of the store. Raises InputError."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            f'changed since "{value[:40]}" is no instant; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ'
        ) from error
    return calendar.instant(found)


def ledger_words(names: list[str | None]) -> str:
    """Return names as a ledger's columns hold them: words between spaces, a gap between names."""
    return f" {words.literal(words.words_of(names))} "


def _ledger_phrases(said: str, column: str) -> list[list[str]]:
    """Return, for all that must be there, the patterns any of which will do."""
    search = words.parse(said) if column == "words" else named(said, "place" if column == "places" else "actor")
    if search.must_not:
        raise InputError(f'"{said[:40]}": ledgers cannot be asked for what is not there; leave out the -')
    return [
        [f"% {' '.join(one.words)}%" if one.open else f"% {' '.join(one.words)} %" for one in any_of]
        for any_of in search.must
    ]


def sql_of(store: Store) -> SqlStore:
    """Return a store that keeps events. Raises InputError where it does not."""
    """Return the store as one of the engines that keep events. Raises InputError."""
    if not isinstance(store, SqlStore):
        raise InputError(f"{store.name}: this kind of store keeps no events")
    return store
