"""What is made from all that was added, and may be made again: edges between claims, events, and rows of ledgers.

The tables are written by :mod:`dateline.resolution` alone, a batch a transaction, and are asked through
:mod:`dateline.store.event_query`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from dateline.codec import from_dict, to_dict
from dateline.errors import StoreError
from dateline.event import Account, Event
from dateline.judgement import Author, Judgement, JudgementKind, Verdict
from dateline.records import Report
from dateline.store import rows, tables
from dateline.store.base import Store
from dateline.store.query import marks
from dateline.store.sql import SqlStore, number_of, optional, text_of
from dateline.store.tables import Row, Table, Value

__all__ = ["Derived", "Edge", "Held", "KeptRow", "Pending"]

_IN = 500
_LAST = "(SELECT coalesce(max(reading), 0) FROM resolved WHERE reading > 0)"
_ADDED = "d.seq < 0 AND NOT EXISTS (SELECT 1 FROM resolved x WHERE x.reading = d.seq)"
"""Readings of what people added, see :mod:`dateline.store.added`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A reading that is not resolved yet: its number, its report, when it was stored, and whether it is current."""

    reading: int
    report: str
    stored: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An account as the store holds it; ``seq`` numbers its claim, ``reading`` its reading."""

    seq: int
    reading: int
    stored: str
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A judgement of the machine between two claims, ``one`` < ``other``, by their numbers."""

    one: int
    other: int
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """A row of a ledger as it is kept: by what it is found, and its record as plain data.

    ``part`` is the key of the claims that it is made from; ``weight`` orders rows that have no day.
    """

    ledger: str
    id: str
    part: str
    day: str
    last_day: str
    weight: int
    places: str
    parties: str
    words: str
    record: object


class Derived:
    """The derived tables of a store."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no events")
        self._store = store

    def writing(self) -> AbstractContextManager[None]:
        """Begin to write, as the only one, and keep all or nothing."""
        return self._store.writing()

    def reviewed(self) -> bool:
        """Say whether people have reviewed anything."""
        return bool(self._store.execute("SELECT 1 FROM reviews LIMIT 1"))

    # What is to be done

    def version(self) -> str | None:
        """Return by what the store was resolved; None where nothing was."""
        found = self._store.execute("SELECT version FROM resolved ORDER BY reading DESC LIMIT 1")
        return text_of(found[0][0]) if found else None

    def pending(self, most: int) -> list[Pending]:
        """Return the next readings that are to be resolved, in the order they came in; they are resolved in order."""
        return self._pending(f"d.seq > {_LAST}", "d.seq", most) or self.pending_added(most)

    def pending_added(self, most: int) -> list[Pending]:
        """Return the next readings of what people added that are to be resolved."""
        return self._pending(_ADDED, "d.seq DESC", most)

    def _pending(self, condition: str, order: str, most: int) -> list[Pending]:
        found = self._store.execute(
            f"""SELECT d.seq, r.id, d.stored, EXISTS (SELECT 1 FROM superseded s WHERE s.reading = d.seq)
            FROM readings d JOIN reports r ON r.seq = d.report WHERE {condition} ORDER BY {order} LIMIT ?""",
            (most,),
        )
        return [
            Pending(reading=number_of(a), report=text_of(b), stored=text_of(c), current=not d) for a, b, c, d in found
        ]

    def count_pending(self) -> int:
        """Count the readings that are to be resolved."""
        sql = f"SELECT count(*) FROM readings d WHERE d.seq > {_LAST} OR {_ADDED}"
        return number_of(self._store.execute(sql)[0][0])

    def gone(self) -> list[int]:
        """Return readings that events count as current, and that were superseded since."""
        sql = "SELECT s.reading FROM superseded s JOIN resolved x ON x.reading = s.reading WHERE x.current = 1"
        return [number_of(row[0]) for row in self._store.execute(sql)]

    def mark(self, readings: Iterable[Pending], version: str) -> None:
        """Note readings as resolved."""
        self._insert(tables.RESOLVED, [(each.reading, version, int(each.current)) for each in readings])

    def retire(self, readings: Sequence[int]) -> None:
        """Note readings as superseded."""
        for start in range(0, len(readings), _IN):
            part = readings[start : start + _IN]
            sql = f"UPDATE resolved SET current = 0 WHERE reading IN ({marks(len(part))})"
            self._store.execute(sql, tuple(part))

    # Claims

    def claims_of(self, readings: Sequence[int]) -> list[int]:
        """Return the numbers of the claims of readings, in order."""
        return sorted(number_of(row[0]) for row in self._by("SELECT seq FROM claims WHERE reading IN ({})", readings))

    def numbers(self, claims: Sequence[str]) -> dict[str, int]:
        """Return the numbers of claims by their ids, those of current readings alone."""
        sql = """SELECT c.id, c.seq FROM claims c WHERE c.id IN ({})
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = c.reading)"""
        return {text_of(row[0]): number_of(row[1]) for row in self._by(sql, claims)}

    def held(self, claims: Sequence[int]) -> dict[int, Held]:
        """Return accounts by the numbers of their claims."""
        sql = """SELECT c.seq, c.reading, c.position, r.id, r.source_id, r.outlet, r.published, d.stored
            FROM claims c JOIN reports r ON r.seq = c.report JOIN readings d ON d.seq = c.reading
            WHERE c.seq IN ({})"""
        found = list(self._by(sql, claims))
        positions: dict[int, list[int]] = {}
        for row in found:
            positions.setdefault(number_of(row[1]), []).append(number_of(row[2]))
        packed = {
            number_of(row[0]): rows.read_claims(row[1], positions[number_of(row[0])])
            for row in self._by("SELECT seq, claims FROM readings WHERE seq IN ({})", list(positions))
        }
        return {
            number_of(row[0]): Held(
                seq=number_of(row[0]),
                reading=number_of(row[1]),
                stored=text_of(row[7]),
                account=Account(
                    claim=packed[number_of(row[1])][number_of(row[2])],
                    report=text_of(row[3]),
                    source_id=optional(row[4]),
                    outlet=optional(row[5]),
                    published=optional(row[6]),
                    order=number_of(row[0]),
                ),
            )
            for row in found
        }

    def current(self, claims: Sequence[int]) -> set[int]:
        """Return those claims that are of current readings."""
        sql = """SELECT c.seq FROM claims c WHERE c.seq IN ({})
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = c.reading)"""
        return {number_of(row[0]) for row in self._by(sql, claims)}

    def reports(self, ids: Sequence[str]) -> dict[str, Report]:
        """Return reports by their ids."""
        sql = "SELECT id, record FROM reports WHERE id IN ({})"
        return {text_of(row[0]): rows.read_report(row[1]) for row in self._by(sql, ids)}

    def claims_of_reports(self, reports: Sequence[str]) -> list[int]:
        """Return the numbers of the current claims of reports."""
        sql = """SELECT c.seq FROM claims c JOIN reports r ON r.seq = c.report WHERE r.id IN ({})
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = c.reading)"""
        return sorted(number_of(row[0]) for row in self._by(sql, reports))

    # Blocks and edges

    def enter(self, found: Iterable[tuple[int, int]]) -> None:
        """Enter claims into blocks: pairs of block and claim."""
        self._insert(tables.BLOCKS, sorted(set(found)))

    def blocks(self, asked: Sequence[int], most: int) -> dict[int, list[int]]:
        """Return the claims in blocks, in order, of each the first ``most`` + 1."""
        out: dict[int, list[int]] = {}
        for start in range(0, len(asked), _IN):
            part = asked[start : start + _IN]
            sql = f"""SELECT block, claim FROM (SELECT block, claim,
                row_number() OVER (PARTITION BY block ORDER BY claim DESC) AS place FROM blocks
                WHERE block IN ({marks(len(part))})) AS found WHERE place <= ?"""
            for row in self._store.execute(sql, (*part, most + 1)):
                out.setdefault(number_of(row[0]), []).append(number_of(row[1]))
        return out

    def forget(self, claims: Sequence[int]) -> None:
        """Take claims out of their blocks, and away the edges at them."""
        for table, column in (("blocks", "claim"), ("edges", "one"), ("edges", "other")):
            self._delete(table, column, claims)

    def join(self, edges: Iterable[Edge]) -> None:
        """Add edges."""
        self._insert(
            tables.EDGES,
            [
                (
                    one.one,
                    one.other,
                    one.judgement.verdict.value,
                    one.judgement.score or 0.0,
                    rows.canonical(to_dict(one.judgement)),
                )
                for one in edges
            ],
        )

    def edges(self, claims: Sequence[int], *, why: bool = True) -> list[Edge]:
        """Return the edges that begin or end at claims; of one event, without ``why``, their ends and scores alone."""
        found: dict[tuple[int, int], Edge] = {}
        whole = "TRUE" if why else f"verdict <> '{Verdict.SAME.value}'"
        for column in ("one", "other"):
            sql = f"""SELECT one, other, score, CASE WHEN {whole} THEN record END,
                CASE WHEN {whole} THEN '' ELSE (SELECT id FROM claims WHERE seq = one) END,
                CASE WHEN {whole} THEN '' ELSE (SELECT id FROM claims WHERE seq = other) END
                FROM edges WHERE {column} IN ({{}})"""
            for one, other, score, record, first, last in self._by(sql, claims):
                key = number_of(one), number_of(other)
                if key in found:
                    continue
                if record is None:
                    judgement = _bare(text_of(first), text_of(last), score)
                else:
                    judgement = from_dict(Judgement, json.loads(text_of(record)))
                found[key] = Edge(one=key[0], other=key[1], judgement=judgement)
        return [found[key] for key in sorted(found)]

    # Events

    def events_of(self, claims: Sequence[int]) -> dict[int, int]:
        """Return the numbers of the events that claims are in, by the numbers of the claims."""
        sql = "SELECT claim, event FROM event_claims WHERE claim IN ({})"
        return {number_of(row[0]): number_of(row[1]) for row in self._by(sql, claims)}

    def members(self, events: Sequence[int]) -> list[int]:
        """Return the numbers of the claims of events."""
        return sorted(
            number_of(row[0]) for row in self._by("SELECT claim FROM event_claims WHERE event IN ({})", events)
        )

    def event_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of events by their numbers."""
        found = self._by("SELECT seq, id FROM events WHERE seq IN ({})", numbers)
        return {number_of(row[0]): text_of(row[1]) for row in found}

    def events(self, numbers: Sequence[int]) -> dict[int, Event]:
        """Return events by their numbers."""
        sql = "SELECT seq, record FROM events WHERE seq IN ({})"
        return {number_of(row[0]): read_event(row[1]) for row in self._by(sql, numbers)}

    def remove(self, events: Sequence[int]) -> None:
        """Take events away."""
        self._delete("events", "seq", events)
        self._delete("event_claims", "event", events)
        self._delete("event_redirects", "event", events)

    def put(
        self,
        events: Mapping[int, Event],
        *,
        changed: Mapping[int, str],
        members: Mapping[int, Sequence[int]],
        aliases: Mapping[int, Sequence[str]],
    ) -> None:
        """Add events by their numbers, with the instant each changed last, their claims, and other ids."""
        found: list[Row] = []
        redirects: list[Row] = []
        for seq in sorted(events):
            event = events[seq]
            day, last_day = _days(event)
            place = event.place
            found.append(
                (
                    seq,
                    event.id,
                    event.type.value,
                    event.mode,
                    event.status.value,
                    len(event.reports),
                    len(event.origins),
                    int(bool(event.disputed)),
                    day,
                    last_day,
                    place.country if place else None,
                    place.latitude if place else None,
                    place.longitude if place else None,
                    changed[seq],
                    rows.pack(to_dict(event)),
                )
            )
            redirects += [(old, seq) for old in aliases[seq]]
        self._insert(tables.EVENTS, found)
        self._insert(tables.EVENT_CLAIMS, [(claim, seq) for seq in sorted(members) for claim in members[seq]])
        self._delete("event_redirects", "old", [text_of(row[0]) for row in redirects])
        self._insert(tables.EVENT_REDIRECTS, redirects)

    # Ledgers

    def enter_ledgers(self, found: Iterable[tuple[str, int]]) -> None:
        """Enter claims into parts of ledgers: pairs of part and claim."""
        self._insert(tables.LEDGER_CLAIMS, sorted(set(found)))

    def parts_of(self, claims: Sequence[int]) -> list[str]:
        """Return the parts of ledgers that claims are in."""
        sql = "SELECT DISTINCT part FROM ledger_claims WHERE claim IN ({})"
        return sorted({text_of(row[0]) for row in self._by(sql, claims)})

    def leave_ledgers(self, claims: Sequence[int]) -> None:
        """Take claims out of all parts."""
        self._delete("ledger_claims", "claim", claims)

    def claims_of_parts(self, parts: Sequence[str]) -> list[int]:
        """Return the numbers of the claims in parts of ledgers."""
        found = self._by("SELECT DISTINCT claim FROM ledger_claims WHERE part IN ({})", parts)
        return sorted({number_of(row[0]) for row in found})

    def due(self, parts: Iterable[str]) -> None:
        """Note parts as to be made anew."""
        wanted = sorted(set(parts))
        there = {text_of(row[0]) for row in self._by("SELECT part FROM ledger_due WHERE part IN ({})", wanted)}
        self._insert(tables.LEDGER_DUE, [(part,) for part in wanted if part not in there])

    def count_due(self, most: int, ledger: str) -> int:
        """Count the parts of a ledger that are to be made anew, so many at most."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM ledger_due WHERE part >= ? AND part < ? LIMIT ?) AS found"
        return number_of(self._store.execute(sql, (*_parts_of(ledger), most))[0][0])

    def parts_due(self, most: int, ledger: str | None = None) -> list[str]:
        """Return parts that are to be made anew, so many at most, of all ledgers or of one, by their first claims."""
        asked = _parts_of(ledger) if ledger else ("", "\U0010ffff")
        sql = """SELECT part FROM (SELECT part, (SELECT min(claim) FROM ledger_claims c WHERE c.part = d.part) AS first
            FROM ledger_due d WHERE part >= ? AND part < ?) AS found ORDER BY coalesce(first, 0), part LIMIT ?"""
        return [text_of(row[0]) for row in self._store.execute(sql, (*asked, most))]

    def put_ledgers(self, parts: Sequence[str], found: Iterable[KeptRow]) -> None:
        """Put rows in the place of those that parts had."""
        self._delete("ledger_rows", "part", parts)
        self._delete("ledger_due", "part", parts)
        self._insert(
            tables.LEDGER_ROWS,
            [
                (
                    one.ledger,
                    one.id,
                    one.part,
                    one.day,
                    one.last_day,
                    one.weight,
                    one.places,
                    one.parties,
                    one.words,
                    rows.pack(one.record),
                )
                for one in found
            ],
        )

    # In short

    def _by(self, sql: str, values: Sequence[str] | Sequence[int]) -> Iterator[Row]:
        for start in range(0, len(values), _IN):
            part = values[start : start + _IN]
            yield from self._store.execute(sql.format(marks(len(part))), tuple(part))

    def _delete(self, table: str, column: str, values: Sequence[str] | Sequence[int]) -> None:
        for start in range(0, len(values), _IN):
            part = values[start : start + _IN]
            self._store.execute(f"DELETE FROM {table} WHERE {column} IN ({marks(len(part))})", tuple(part))

    def _insert(self, table: Table, found: Sequence[Row]) -> None:
        if found:
            self._store.insert(table, found)


def _parts_of(ledger: str) -> tuple[str, str]:
    """Return between what the keys of the parts of a ledger lie."""
    return f"{ledger}:", f"{ledger};"


def _bare(one: str, other: str, score: Value) -> Judgement:
    """Return what is judged of two claims without how it came about."""
    assert isinstance(score, float)
    one, other = min(one, other), max(one, other)
    by = Author(name="dateline", person=False)
    return Judgement(
        id="", kind=JudgementKind.EVENT, one=one, other=other, verdict=Verdict.SAME, by=by, at="", score=score
    )


def read_event(data: object) -> Event:
    """Return the event of a packed record."""
    assert isinstance(data, bytes)
    return from_dict(Event, rows.plain(data))


def _days(event: Event) -> tuple[str, str]:
    """Return first and last day of an event; of its reports where nobody tells it, "" where unknown."""
    first, last = rows.span(event.date.value), rows.span(event.date.until)
    if first is not None:
        return first[0], max(first[1], last[1] if last else first[1])
    days = sorted(found for each in event.reports if (found := rows.span(each.published)) is not None)
    return (days[0][0], days[0][1]) if days else ("", "")
