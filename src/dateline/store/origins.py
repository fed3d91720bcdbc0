"""What origins of reports are found by, as rows: fingerprints in the order of time, outlets by day, links, groups.

All of it is made from reports and judgements, and may be made again. It is written by :mod:`dateline.origination`
alone, within :meth:`OriginTables.writing`. Reports are named by their numbers here (``seq``).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from dateline.codec import from_dict
from dateline.errors import InputError, StoreError
from dateline.judgement import Judgement, JudgementKind
from dateline.records import Report
from dateline.store import query, rows, tables
from dateline.store.base import ReportQuery, Store
from dateline.store.migrations import Engine
from dateline.store.query import marks
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row, Table, Value

__all__ = ["Arrived", "Neighbours", "OriginQuery", "OriginReport", "OriginRow", "OriginTables", "Outline"]

Outline: TypeAlias = tuple[str, float, float, bytes]
"""Kind of a link, covered parts of both reports, packed offsets of passages."""

_IN = 500
_FAR = 1 << 62
"""A place in time beyond all others."""
_ASKED = 4_000
"""Fingerprints that are asked for in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A current reading whose report is not entered yet; ``speakers`` are the names to whom its claims are given."""

    reading: int
    seq: int
    report: Report
    document: str
    speakers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Who else has a fingerprint of a report: places in time and numbers of reports, before and after it, in order."""

    seq: int
    shingle: int
    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginQuery:
    """Which origins: those with a report that all that is given holds of (see :class:`ReportQuery`).

    ``report`` asks for the origins of one report by its id; ``least`` for those of so many reports or more. ``after``
    is the id of the origin after which to begin.
    """

    report: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    outlet: str | None = None
    least: int = 1
    after: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginReport:
    """A report of an origin."""

    id: str
    source_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """An origin as it is listed: the day of its first report, "" where unknown; how many reports and outlets."""

    id: str
    published: str
    reports: int
    outlets: int


class OriginTables:
    """The tables of origins of a store."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no origins")
        self._store = store

    def writing(self) -> AbstractContextManager[None]:
        """Begin to write, as the only one, and keep all or nothing."""
        return self._store.writing()

    # What is to be done

    def pending(self, most: int) -> list[Arrived]:
        """Return current readings that are not entered, in the order they came in."""
        sql = """SELECT d.seq, r.seq, r.record, r.document, d.claims FROM readings d JOIN reports r ON r.seq = d.report
            WHERE d.seq > (SELECT coalesce(max(reading), 0) FROM origin_texts)
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = d.seq) ORDER BY d.seq LIMIT ?"""
        return [
            Arrived(
                reading=number_of(row[0]),
                seq=number_of(row[1]),
                report=rows.read_report(row[2]),
                document=text_of(row[3]),
                speakers=_speakers(row[4]),
            )
            for row in self._store.execute(sql, (most,))
        ]

    def count_pending(self) -> int:
        """Count the current readings that are not entered."""
        sql = """SELECT count(*) FROM readings d WHERE d.seq > (SELECT coalesce(max(reading), 0) FROM origin_texts)
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = d.seq)"""
        return number_of(self._store.execute(sql)[0][0])

    def entered(self, documents: Sequence[str]) -> dict[str, list[int]]:
        """Return the entered reports of documents."""
        out: dict[str, list[int]] = {}
        sql = """SELECT r.document, t.report FROM reports r JOIN origin_texts t ON t.report = r.seq
            WHERE r.document IN ({})"""
        for row in self._by(sql, documents):
            out.setdefault(text_of(row[0]), []).append(number_of(row[1]))
        return out

    def judgements(self) -> list[Judgement]:
        """Return all judgements of origins."""
        sql = "SELECT record FROM judgements WHERE kind = ?"
        found = self._store.execute(sql, (JudgementKind.ORIGIN.value,))
        return [from_dict(Judgement, json.loads(text_of(row[0]))) for row in found]

    def seen(self) -> set[str]:
        """Return the ids of the judgements that are seen to."""
        return {text_of(row[0]) for row in self._store.execute("SELECT judgement FROM origin_judgements")}

    def unseen(self) -> bool:
        """Say whether there are judgements of origins that are not seen to."""
        sql = """SELECT 1 FROM judgements j WHERE j.kind = ?
            AND NOT EXISTS (SELECT 1 FROM origin_judgements o WHERE o.judgement = j.id) LIMIT 1"""
        return bool(self._store.execute(sql, (JudgementKind.ORIGIN.value,)))

    def see(self, judgements: Iterable[str]) -> None:
        """Note judgements as seen to."""
        self._insert(tables.ORIGIN_JUDGEMENTS, [(name,) for name in sorted(judgements)])

    def move(self, reports: Iterable[int]) -> None:
        """Note reports whose origins changed."""
        wanted = sorted(set(reports))
        there = {number_of(row[0]) for row in self._by("SELECT report FROM origin_moved WHERE report IN ({})", wanted)}
        self._insert(tables.ORIGIN_MOVED, [(seq,) for seq in wanted if seq not in there])

    def moved(self) -> set[int]:
        """Return the reports whose origins changed since this was last asked, and forget them."""
        found = {number_of(row[0]) for row in self._store.execute("SELECT report FROM origin_moved")}
        if found:
            self._store.execute("DELETE FROM origin_moved")
        return found

    # Names and numbers

    def numbers(self, reports: Sequence[str]) -> dict[str, int]:
        """Return the numbers of those of the reports that are entered, by their ids."""
        sql = "SELECT r.id, r.seq FROM reports r JOIN origin_texts t ON t.report = r.seq WHERE r.id IN ({})"
        return {text_of(row[0]): number_of(row[1]) for row in self._by(sql, reports)}

    def ids(self, reports: Sequence[int]) -> dict[int, str]:
        """Return the ids of reports by their numbers."""
        found = self._by("SELECT seq, id FROM reports WHERE seq IN ({})", reports)
        return {number_of(row[0]): text_of(row[1]) for row in found}

    # Texts

    def texts(self, reports: Sequence[int]) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Yield number, packed text and names (None where the day is not known) of those that are entered."""
        sql = """SELECT t.report, t.packed, d.names FROM origin_texts t LEFT JOIN origin_days d ON d.report = t.report
            WHERE t.report IN ({})"""
        for row in self._by(sql, reports):
            assert isinstance(row[1], bytes)
            yield number_of(row[0]), row[1], row[2] if isinstance(row[2], bytes) else None

    def reread(self, readings: Iterable[tuple[int, int]]) -> None:
        """Note, for pairs of report and reading, that a report is entered by another reading."""
        for report, reading in readings:
            self._store.execute("UPDATE origin_texts SET reading = ? WHERE report = ?", (reading, report))

    def put(
        self,
        texts: Sequence[tuple[int, int, bytes]],
        days: Sequence[tuple[int, int, int | None, bytes]],
        prints: Sequence[tuple[int, int, int]],
    ) -> None:
        """Add reports: (report, reading, packed), (report, day, outlet, names), (fingerprint, place, report)."""
        self._insert(tables.ORIGIN_TEXTS, texts)
        self._insert(tables.ORIGIN_DAYS, days)
        self._insert(tables.ORIGIN_PRINTS, prints)

    def drop(self, report: int, place: int, prints: Sequence[int]) -> None:
        """Take out a report, with its links."""
        for start in range(0, len(prints), _IN):
            part = prints[start : start + _IN]
            sql = f"DELETE FROM origin_prints WHERE place = ? AND report = ? AND print IN ({marks(len(part))})"
            self._store.execute(sql, (place, report, *part))
        for table, column in (
            ("origin_links", "one"), ("origin_links", "other"), ("origin_days", "report"), ("origin_texts", "report")
        ):  # fmt: skip
            self._store.execute(f"DELETE FROM {table} WHERE {column} = ?", (report,))

    def text(self, report: str) -> str:
        """Return the text of a report by its id, "" where it is not there."""
        found = self._store.execute("SELECT record FROM reports WHERE id = ?", (report,))
        return rows.read_report(found[0][0]).text if found else ""

    # Who shares what

    def around(self, asked: Sequence[tuple[int, int, int]], near: int) -> Iterator[Neighbours]:
        """Yield who else has fingerprints: (fingerprint, place in time, report), ``near`` on each side."""
        for start in range(0, len(asked), _ASKED):
            part = asked[start : start + _ASKED]
            yield from (self._around_arrays if self._store.engine is Engine.POSTGRES else self._around_each)(part, near)

    def _around_arrays(self, asked: Sequence[tuple[int, int, int]], near: int) -> Iterator[Neighbours]:
        sql = f"""SELECT q.print, q.report, s.side, s.place, s.report
            FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) AS q (print, place, report)
            CROSS JOIN LATERAL (
                (SELECT 0 AS side, p.place, p.report FROM origin_prints p
                    WHERE p.print = q.print AND p.place < q.place ORDER BY p.place DESC LIMIT {int(near)})
                UNION ALL (SELECT 1 AS side, p.place, p.report FROM origin_prints p
                    WHERE p.print = q.print AND p.place > q.place ORDER BY p.place LIMIT {int(near)})) AS s"""
        sides: dict[tuple[int, int], tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
        for row in self._store.execute(sql, [_array(column) for column in zip(*asked, strict=True)]):
            shingle, seq, side, place, other = map(number_of, row)
            sides.setdefault((seq, shingle), ([], []))[side].append((place, other))
        for (seq, shingle), (before, after) in sides.items():
            yield Neighbours(seq=seq, shingle=shingle, before=tuple(sorted(before)), after=tuple(sorted(after)))

    def _around_each(self, asked: Sequence[tuple[int, int, int]], near: int) -> Iterator[Neighbours]:
        # From the one that stands ``near`` before to the one that stands ``near`` after: one statement a report.
        sql = f"""SELECT p.print, p.place, p.report FROM json_each(?1) j JOIN origin_prints p ON p.print = j.value
                AND p.place >= coalesce((SELECT b.place FROM origin_prints b WHERE b.print = j.value AND b.place < ?2
                    ORDER BY b.place DESC LIMIT 1 OFFSET {int(near) - 1}), -{_FAR})
                AND p.place <= coalesce((SELECT a.place FROM origin_prints a WHERE a.print = j.value AND a.place > ?2
                    ORDER BY a.place LIMIT 1 OFFSET {int(near) - 1}), {_FAR})
            WHERE p.place <> ?2 ORDER BY p.print, p.place, p.report"""
        of: dict[tuple[int, int], list[int]] = {}
        for shingle, place, seq in asked:
            of.setdefault((seq, place), []).append(shingle)
        for (seq, place), prints in of.items():
            found = self._store.execute(sql, (json.dumps(prints), place))
            for shingle, there in groupby(found, key=itemgetter(0)):
                line: list[tuple[int, int]] = [(at, other) for _, at, other in there]  # type: ignore[misc]
                cut = bisect_left(line, (place, 0))
                yield Neighbours(
                    seq=seq,
                    shingle=number_of(shingle),
                    before=tuple(line[max(cut - near, 0) : cut]),
                    after=tuple(line[cut : cut + near]),
                )

    def between(self, asked: Sequence[tuple[int, int, int]], near: int) -> list[int]:
        """Count, for (fingerprint, place in time, later place), who lies between, to ``near`` at most."""
        out = [0] * len(asked)
        if self._store.engine is Engine.POSTGRES:
            sql = f"""SELECT q.at, (SELECT count(*) FROM (SELECT 1 FROM origin_prints p WHERE p.print = q.print
                    AND p.place > q.one AND p.place < q.other LIMIT {int(near)}) AS found)
                FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) WITH ORDINALITY
                    AS q (print, one, other, at)"""
            for start in range(0, len(asked), _ASKED):
                part = asked[start : start + _ASKED]
                for row in self._store.execute(sql, [_array(column) for column in zip(*part, strict=True)]):
                    out[start + number_of(row[0]) - 1] = number_of(row[1])
            return out
        sql = f"""SELECT (SELECT count(*) FROM (SELECT 1 FROM origin_prints p
                WHERE p.print = json_extract(value, '$[0]') AND p.place > json_extract(value, '$[1]')
                AND p.place < json_extract(value, '$[2]') LIMIT {int(near)}) AS found) FROM json_each(?) ORDER BY key"""
        for start in range(0, len(asked), _ASKED):
            found = self._store.execute(sql, (json.dumps(asked[start : start + _ASKED]),))
            out[start : start + len(found)] = (number_of(row[0]) for row in found)
        return out

    def published(self, outlets: Sequence[int], first: int, last: int) -> list[tuple[int, int, int]]:
        """Return (outlet, day, report) of reports of outlets, from one day to another."""
        out = []
        for start in range(0, len(outlets), _IN):
            part = outlets[start : start + _IN]
            sql = f"""SELECT outlet, day, report FROM origin_days
                WHERE outlet IN ({marks(len(part))}) AND day BETWEEN ? AND ?"""
            found = self._store.execute(sql, (*part, first, last))
            out += [(number_of(a), number_of(b), number_of(c)) for a, b, c in found]
        return out

    def naming(self, name: bytes, first: int, last: int) -> list[int]:
        """Return reports from one day to another whose packed names hold these bytes, and maybe a few others."""
        held = "position(CAST(? AS BYTEA) IN names)" if self._store.engine is Engine.POSTGRES else "instr(names, ?)"
        sql = f"SELECT report FROM origin_days WHERE {held} > 0 AND day BETWEEN ? AND ?"
        return [number_of(row[0]) for row in self._store.execute(sql, (name, first, last))]

    # Links

    def links(self, reports: Sequence[int]) -> dict[tuple[int, int], bytes]:
        """Return the links at reports, packed, by the numbers of both."""
        out: dict[tuple[int, int], bytes] = {}
        for column in ("one", "other"):
            for row in self._by(f"SELECT one, other, record FROM origin_links WHERE {column} IN ({{}})", reports):
                assert isinstance(row[2], bytes)
                out[number_of(row[0]), number_of(row[1])] = row[2]
        return out

    def outlines(self, reports: Sequence[int]) -> dict[tuple[int, int], Outline]:
        """Return of the links at reports what groups are made by, by the numbers of both."""
        out: dict[tuple[int, int], Outline] = {}
        for column in ("one", "other"):
            sql = f"""SELECT one, other, kind, covered, other_covered, spans FROM origin_links
                WHERE {column} IN ({{}})"""
            for one, other, *told in self._by(sql, reports):
                out[one, other] = told  # type: ignore[index, assignment]
        return out

    def tied(self, reports: Sequence[int]) -> set[tuple[int, int]]:
        """Return the pairs that are linked, and not because one names the other, whose first is one of the reports."""
        found = self._by("SELECT one, other FROM origin_links WHERE named = 0 AND one IN ({})", reports)
        return {(number_of(row[0]), number_of(row[1])) for row in found}

    def tie(self, links: Sequence[tuple[int, int, bool, Outline, bytes]]) -> None:
        """Add links: (one, other, named, outline, packed)."""
        self._insert(
            tables.ORIGIN_LINKS,
            [(one, other, int(named), *outline, packed) for one, other, named, outline, packed in links],
        )

    def untie(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take out links."""
        for pair in pairs:
            self._store.execute("DELETE FROM origin_links WHERE one = ? AND other = ?", pair)

    # Groups

    def groups(self, reports: Sequence[int]) -> dict[int, list[str]]:
        """Return the origins of reports."""
        out: dict[int, list[str]] = {}
        sql = "SELECT report, origin FROM origin_reports WHERE report IN ({}) ORDER BY report, origin"
        for row in self._by(sql, reports):
            out.setdefault(number_of(row[0]), []).append(text_of(row[1]))
        return out

    def members(self, origins: Sequence[str]) -> dict[str, list[int]]:
        """Return the reports of origins."""
        out: dict[str, list[int]] = {}
        sql = "SELECT origin, report FROM origin_reports WHERE origin IN ({}) ORDER BY origin, report"
        for row in self._by(sql, origins):
            out.setdefault(text_of(row[0]), []).append(number_of(row[1]))
        return out

    def regroup(self, old: Sequence[str], new: Mapping[str, Sequence[int]]) -> None:
        """Put origins with their reports in the place of others."""
        for table, column in (("origin_reports", "origin"), ("origins", "id")):
            for start in range(0, len(old), _IN):
                part = old[start : start + _IN]
                self._store.execute(f"DELETE FROM {table} WHERE {column} IN ({marks(len(part))})", tuple(part))
        told = {
            number_of(row[0]): (text_of(row[1]), row[2])
            for row in self._by(
                "SELECT seq, published, outlet_key FROM reports WHERE seq IN ({})",
                sorted({seq for members in new.values() for seq in members}),
            )
        }
        found: list[Row] = []
        for origin, members in new.items():
            days = sorted(day for seq in members if (day := told[seq][0]))
            outlets = {outlet for seq in members if (outlet := told[seq][1])}
            found.append((origin, days[0] if days else "", days[-1] if days else "", len(members), len(outlets)))
        self._insert(tables.ORIGINS, found)
        self._insert(tables.ORIGIN_REPORTS, [(origin, seq) for origin, members in new.items() for seq in members])

    # Asking

    def ask(self, asked: OriginQuery) -> Iterator[list[OriginRow]]:
        """Yield origins page by page, that with the latest first report first. Raises InputError."""
        where = query.reports_where(
            ReportQuery(
                ids=() if asked.report is None else (asked.report,),
                since=asked.since,
                until=asked.until,
                text=asked.text,
                outlet=asked.outlet,
                superseded=True,
                limit=asked.limit,
            )
        )
        # What few reports are is gathered first; a span of days is held against origin after origin, in order.
        few = asked.report is not None or asked.outlet is not None
        conditions, parameters = ["o.reports >= ?"], list[Value]((asked.least,))
        first, last = query.days_asked(asked.since, asked.until)
        if first is not None:
            conditions.append("o.last_published >= ?")
            parameters.append(first)
        if last is not None:
            conditions.append("o.published <= ?")
            parameters.append(last)
        if where.searches:
            limit = None if asked.limit is None else max(1, asked.limit // 16)  # to gather is dearer than with reports
            found = self._store.matching("report_words", where.searches, "r.seq", limit)
            where.add(found[0], *found[1])
            few = few or not found[0].startswith("EXISTS")  # which holds row after row against the words
        if few:
            conditions.append(
                f"""o.id IN (SELECT m.origin FROM reports r JOIN origin_reports m ON m.report = r.seq
                    WHERE {where.text()})"""
            )
        elif where.conditions:
            conditions.append(
                f"""EXISTS (SELECT 1 FROM origin_reports m JOIN reports r ON r.seq = m.report
                    WHERE m.origin = o.id AND {where.text()})"""
            )
        parameters += where.parameters
        select = f"""SELECT o.id, o.published, o.reports, o.outlets FROM origins o WHERE {" AND ".join(conditions)}"""
        after: list[Value] = []
        if asked.after is not None:
            place = self._store.execute("SELECT published, id FROM origins WHERE id = ?", (asked.after,))
            if not place:
                raise InputError(f'"{asked.after[:40]}" is no origin any more; ask for the first page again')
            after = list(place[0])
        left = asked.limit
        while left is None or left > 0:
            size = _IN if left is None else min(_IN, left)
            beyond = " AND (o.published, o.id) < (?, ?)" if after else ""
            page = self._store.execute(
                f"{select}{beyond} ORDER BY o.published DESC, o.id DESC LIMIT ?", [*parameters, *after, size]
            )
            if page:
                yield [
                    OriginRow(id=text_of(a), published=text_of(b), reports=number_of(c), outlets=number_of(d))
                    for a, b, c, d in page
                ]
            if len(page) < size:
                return
            after = [page[-1][1], page[-1][0]]
            left = None if left is None else left - size

    def reports(self, origins: Sequence[str]) -> Iterator[tuple[str, OriginReport]]:
        """Yield origin and report of the reports of origins, those first that were published first."""
        sql = """SELECT m.origin, r.id, r.source_id, r.title, r.outlet, r.url, r.published
            FROM origin_reports m JOIN reports r ON r.seq = m.report WHERE m.origin IN ({})"""
        found = sorted(self._by(sql, origins), key=lambda row: (text_of(row[6]) or "9999", text_of(row[1])))
        for row in found:
            source_id, title, outlet, url = (value if isinstance(value, str) else None for value in row[2:6])
            yield (
                text_of(row[0]),
                OriginReport(
                    id=text_of(row[1]),
                    source_id=source_id,
                    title=title,
                    outlet=outlet,
                    url=url,
                    published=text_of(row[6]) or None,
                ),
            )

    # In short

    def _by(self, sql: str, values: Sequence[str] | Sequence[int]) -> Iterator[Row]:
        for start in range(0, len(values), _IN):
            part = values[start : start + _IN]
            yield from self._store.execute(sql.format(marks(len(part))), tuple(part))

    def _insert(self, table: Table, found: Sequence[Row]) -> None:
        if found:
            self._store.insert(table, found)


def _array(numbers: Iterable[int]) -> str:
    """Write numbers as an array of PostgreSQL."""
    return f"{{{','.join(map(str, numbers))}}}"


def _speakers(packed: Value) -> frozenset[str]:
    """Return the names to whom packed claims are given."""
    claims = rows.plain(packed)
    assert isinstance(claims, list)
    return frozenset(str(speaker["name"]) for claim in claims for speaker in claim["attribution"])
