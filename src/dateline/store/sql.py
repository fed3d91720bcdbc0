"""What all engines do alike, in the SQL that they share; an engine fills in connections, locks and the search of words.

Statements have ``?`` for parameters. Writing goes through one transaction at a time, which an engine sees to.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar

from dateline import calendar
from dateline.codec import digest, from_dict, to_dict
from dateline.errors import InputError, NewerStore, NotAStore
from dateline.judgement import Judgement, Review
from dateline.records import Reading
from dateline.store import fingerprint, query, rows, tables
from dateline.store.base import (
    ClaimQuery,
    Coder,
    Counts,
    Entry,
    Outcome,
    ReportQuery,
    Stored,
    StoredClaim,
    StoredReport,
)
from dateline.store.migrations import LATEST, Engine, steps
from dateline.store.query import Where, marks
from dateline.store.tables import Row, Table, Value
from dateline.store.words import Search

__all__ = ["BEYOND", "SqlStore", "number_of", "optional", "text_of"]

T = TypeVar("T")

_FIRST_PAGE, _LAST_PAGE = 200, 20_000
"""Rows of the first page of an answer, and of the largest: who wants a few gets them at once, and all are few pages."""
_IN = 500
"""Ids that are asked for in one statement."""
BEYOND = 1 << 61
"""Numbers of claims from here on are of those that people added, see :mod:`dateline.store.added`."""


@dataclass(slots=True)
class _Document:
    """The last revision of a document, and its reading that is current."""

    revision: int
    reading: int | None
    read_revision: int


class SqlStore(ABC):
    """A store over SQL; see :class:`dateline.store.base.Store` for what each method promises."""

    engine: Engine
    clock: Callable[[], datetime]

    def __init__(self, name: str) -> None:
        self._name = name
        self.clock = lambda: datetime.now(UTC)

    # What an engine fills in

    @abstractmethod
    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a statement and return its rows, none where it gives none."""

    @abstractmethod
    def insert(self, table: Table, found: Sequence[Row]) -> None:
        """Add rows in the order of the table's columns."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Begin to write, as the only one, and keep all or nothing."""

    @abstractmethod
    def reading_alone(self) -> AbstractContextManager[None]:
        """Begin to read from the store as it is now, whatever is written meanwhile."""

    @abstractmethod
    def indexed(self, found: list[str]) -> str:
        """Write words as the index of words takes them."""

    @abstractmethod
    def matching(
        self, table: str, searches: Sequence[tuple[str, Search]], key: str, limit: int | None
    ) -> tuple[str, list[Value]]:
        """Return a condition that ``key`` is a rowid that matches all searches in their columns, and its parameters.

        ``limit`` is how many rows are asked for, None for all.
        """

    @abstractmethod
    def _version(self) -> int:
        """Return the version of the tables; 0 where there are none. Raises NotAStore."""

    @abstractmethod
    def _set_version(self, version: int) -> None:
        """Note the version of the tables."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""

    # Opening

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return self._name

    @property
    def version(self) -> int:
        """Return the version of its tables."""
        return self._version()

    def check_version(self) -> int:
        """Return the version of the tables; raise where it is later than this dateline knows."""
        version = self._version()
        if version > LATEST:
            raise NewerStore(
                f"{self._name}: this store is of version {version}, and this dateline knows versions up to {LATEST}; "
                "use the dateline that made it, or a later one"
            )
        return version

    def migrate(self, to: int = LATEST) -> None:
        """Make the tables, or bring them to a version, in one transaction; other processes may try at the same time."""
        with self.writing():
            self._steps(to)

    def _steps(self, to: int) -> None:
        version = self.check_version()
        for number, statements in enumerate(steps(self.engine, version)[: max(0, to - version)], version + 1):
            for statement in statements:
                self.execute(statement)
            self._set_version(number)

    # Adding

    def known(self, reports: Sequence[str], coder: Coder) -> frozenset[str]:
        """Return those of the ids whose report is there and was read by this coder."""
        coder_id = digest("coder", coder)
        wanted = {rows.reading_id(report, coder_id): report for report in reports}
        sql = "SELECT id FROM readings WHERE id IN ({})"
        return frozenset(wanted[text_of(row[0])] for row in self._by(sql, list(wanted)))

    def add(self, entries: Sequence[Entry], coder: Coder) -> tuple[Stored, ...]:
        """Store entries, all of them or none."""
        drafts = [rows.draft(entry) for entry in entries]
        with self.writing():
            return self._add(drafts, coder)

    def _add(self, drafts: list[rows.Draft], coder: Coder) -> tuple[Stored, ...]:
        stored = calendar.instant(self.clock())
        coder_id = self._coder(coder)
        ids = [draft.entry.reading.report.id for draft in drafts]
        reports = {
            text_of(row[1]): row
            for row in self._by("SELECT seq, id, document, revision FROM reports WHERE id IN ({})", ids)
        }
        readings = {rows.reading_id(report, coder_id) for report in self.known(ids, coder)}
        documents = self._documents([draft.document for draft in drafts])
        next_report, next_reading, next_claim = (self._next(name) for name in ("reports", "readings", "claims"))
        new: dict[str, list[Row]] = {table.name: [] for table in tables.TABLES}
        raws: dict[str, Row] = {}
        out: list[Stored] = []
        for draft in drafts:
            reading = draft.entry.reading
            report, name = reading.report, rows.reading_id(reading.report.id, coder_id)
            if name in readings:
                out.append(Stored(report=report.id, outcome=Outcome.KNOWN, claims=0))
                continue
            readings.add(name)
            here = documents.setdefault(draft.document, _Document(revision=0, reading=None, read_revision=0))
            if report.id in reports:
                row = reports[report.id]
                report_seq, revision, outcome = number_of(row[0]), number_of(row[3]), Outcome.REREAD
            else:
                here.revision += 1
                report_seq, revision, next_report = next_report, here.revision, next_report + 1
                outcome = Outcome.NEW if revision == 1 else Outcome.REVISION
                if draft.raw_digest is not None and draft.entry.raw is not None:
                    raws[draft.raw_digest] = (draft.raw_digest, len(draft.entry.raw), draft.raw)
                reports[report.id] = (report_seq, report.id, draft.document, revision)
                new["reports"].append(rows.report_row(draft, seq=report_seq, revision=revision, stored=stored))
                new["report_words"].append((report_seq, self.indexed(rows.report_words(report))))
            if here.reading is None or revision >= here.read_revision:
                old, here.reading, here.read_revision = here.reading, next_reading, revision
            else:
                old = next_reading
            if old is not None:
                new["superseded"].append((old,))
            count = len(reading.claims)
            new["readings"].append((next_reading, name, report_seq, coder_id, stored, count, draft.claims, draft.rest))
            new["claims"] += rows.claim_rows(
                reading.claims,
                report.published,
                first=next_claim,
                reading_seq=next_reading,
                report_seq=report_seq,
            )
            for i, claim in enumerate(reading.claims):
                new["claim_words"].append((next_claim + i, *map(self.indexed, rows.claim_words(claim))))
            next_reading, next_claim = next_reading + 1, next_claim + count
            out.append(Stored(report=report.id, outcome=outcome, claims=count))
        there = {text_of(row[0]) for row in self._by("SELECT sha256 FROM inputs WHERE sha256 IN ({})", list(raws))}
        new["inputs"] = [row for name, row in raws.items() if name not in there]
        for table in tables.TABLES:
            if new[table.name]:
                self.insert(table, new[table.name])
        return tuple(out)

    def _coder(self, coder: Coder) -> str:
        name = digest("coder", coder)
        if not self.execute("SELECT 1 FROM coders WHERE id = ?", (name,)):
            self.insert(tables.CODERS, [(name, rows.canonical(to_dict(coder)))])
        return name

    def _documents(self, names: list[str]) -> dict[str, _Document]:
        found = {
            text_of(row[0]): _Document(revision=number_of(row[1]), reading=None, read_revision=0)
            for row in self._by(
                "SELECT document, max(revision) FROM reports WHERE document IN ({}) GROUP BY document", names
            )
        }
        current = """SELECT r.document, d.seq, r.revision FROM readings d JOIN reports r ON r.seq = d.report
            WHERE r.document IN ({}) AND d.seq > 0
            AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = d.seq)"""
        for row in self._by(current, names):
            one = found[text_of(row[0])]
            one.reading, one.read_revision = number_of(row[1]), number_of(row[2])
        return found

    def _next(self, table: str) -> int:
        return number_of(self.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table} WHERE seq < {BEYOND}")[0][0])

    def _by(self, sql: str, names: Sequence[str]) -> Iterator[Row]:
        """Run a statement for the names, so many at a time."""
        for start in range(0, len(names), _IN):
            part = names[start : start + _IN]
            yield from self.execute(sql.format(marks(len(part))), part)

    # Asking

    def reading(self, report: str, coder: Coder | None = None) -> Reading | None:
        """Return the last reading of a report, or the one by a coder; None where there is none."""
        sql = """SELECT r.record, d.claims, d.rest FROM readings d JOIN reports r ON r.seq = d.report
            WHERE {} ORDER BY d.seq DESC LIMIT 1"""
        if coder is None:
            found = self.execute(sql.format("r.id = ?"), (report,))
        else:
            found = self.execute(sql.format("d.id = ?"), (rows.reading_id(report, digest("coder", coder)),))
        return rows.read_reading(*found[0]) if found else None

    def raw(self, report: str) -> bytes | None:
        """Return the bytes that a report was made of."""
        found = self.execute(
            "SELECT i.bytes FROM inputs i JOIN reports r ON r.raw = i.sha256 WHERE r.id = ?", (report,)
        )
        return rows.unpack(found[0][0]) if found else None

    def reports(self, asked: ReportQuery) -> Iterator[StoredReport]:
        """Yield reports, last published first."""
        where = query.reports_where(asked)
        self._match(where, "r.seq", "report_words", asked.limit)
        after = self._place("SELECT published, seq FROM reports WHERE id = ?", asked.after)
        pages = self._pages(query.REPORTS_PAGE, query.REPORTS_ORDER, where, "r.published", "r.seq", asked.limit, after)
        return self._reports(pages)

    def _reports(self, pages: Iterator[list[Row]]) -> Iterator[StoredReport]:
        for page in pages:
            for row in page:
                yield StoredReport(
                    report=rows.read_report(row[2]),
                    document=text_of(row[3]),
                    revision=number_of(row[4]),
                    stored=text_of(row[5]),
                    raw=optional(row[6]),
                    claims=number_of(row[7]),
                    superseded=bool(row[8]),
                )

    def claims(self, asked: ClaimQuery) -> Iterator[StoredClaim]:
        """Yield claims, latest first by the time they tell."""
        where = query.claims_where(asked)
        self._match(where, "c.seq", "claim_words", asked.limit)
        after = self._place(query.CLAIM_PLACE if asked.superseded else query.CURRENT_CLAIM_PLACE, asked.after)
        pages = self._pages(query.CLAIMS_PAGE, query.CLAIMS_ORDER, where, "c.day", "c.seq", asked.limit, after)
        return self._claims(pages)

    def _claims(self, pages: Iterator[list[Row]]) -> Iterator[StoredClaim]:
        for page in pages:
            for start in range(0, len(page), _IN):
                part = page[start : start + _IN]
                positions: dict[int, list[int]] = {}
                for row in part:
                    positions.setdefault(number_of(row[1]), []).append(number_of(row[2]))
                sql = f"SELECT seq, claims FROM readings WHERE seq IN ({marks(len(positions))})"
                held = {
                    number_of(row[0]): rows.read_claims(row[1], positions[number_of(row[0])])
                    for row in self.execute(sql, list(positions))
                }
                for row in part:
                    yield StoredClaim(
                        claim=held[number_of(row[1])][number_of(row[2])],
                        report=text_of(row[4]),
                        source_id=optional(row[5]),
                        title=optional(row[6]),
                        outlet=optional(row[7]),
                        url=optional(row[8]),
                        published=optional(row[9]),
                    )

    def _match(self, where: Where, key: str, table: str, limit: int | None) -> None:
        if where.searches:
            condition, parameters = self.matching(table, where.searches, key, limit)
            where.add(condition, *parameters)

    def _place(self, sql: str, name: str | None) -> list[Value]:
        """Return where in the order a row stands, nothing without a name. Raises InputError where there is none."""
        if name is None:
            return []
        found = self.execute(sql, (name,))
        if not found:
            raise InputError(f'"{name[:40]}" is no place in this list to go on from; ask for its first page again')
        return list(found[0])

    def _pages(
        self, select: str, order: str, where: Where, day: str, seq: str, limit: int | None, after: list[Value]
    ) -> Iterator[list[Row]]:
        """Yield the answer page by page, each after the last row of the one before, so that memory stays small."""
        size, left = _FIRST_PAGE, limit
        condition, parameters = where.text(), list(where.parameters)
        while left is None or left > 0:
            wanted = size if left is None else min(size, left)
            beyond = f" AND ({day}, {seq}) < (?, ?)" if after else ""
            page = self.execute(f"{select} WHERE {condition}{beyond} {order}", [*parameters, *after, wanted])
            if page:
                yield page
            if len(page) < wanted:
                return
            after = [page[-1][3], page[-1][0]] if day == "c.day" else [page[-1][1], page[-1][0]]
            size, left = min(size * 10, _LAST_PAGE), None if left is None else left - wanted

    # Judgements and reviews

    def judge(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements; return how many were not there."""
        return self._append(tables.JUDGEMENTS, {one.id: rows.judgement_row(one) for one in judgements})

    def review(self, reviews: Iterable[Review]) -> int:
        """Add reviews; return how many were not there."""
        return self._append(tables.REVIEWS, {one.id: rows.review_row(one) for one in reviews})

    def _append(self, table: Table, found: Mapping[str, Row]) -> int:
        with self.writing():
            sql = f"SELECT id FROM {table.name} WHERE id IN ({{}})"
            there = {text_of(row[0]) for row in self._by(sql, list(found))}
            new = [row for name, row in found.items() if name not in there]
            if new:
                self.insert(table, new)
        return len(new)

    def judgements(self, of: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield judgements in order of time, all, or those on any of the ids."""
        return self._records(Judgement, "judgements", ("one", "other"), of)

    def reviews(self, of: Sequence[str] | None = None) -> Iterator[Review]:
        """Yield reviews in order of time, all, or those of any of the targets."""
        return self._records(Review, "reviews", ("target",), of)

    def _records(self, cls: type[T], table: str, columns: tuple[str, ...], of: Sequence[str] | None) -> Iterator[T]:
        if of is None:
            after: tuple[Value, ...] = ("", "")
            sql = f"SELECT at, id, record FROM {table} WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT {_IN}"
            while page := self.execute(sql, after):
                for row in page:
                    yield from_dict(cls, json.loads(text_of(row[2])))
                after = page[-1][:2]
            return
        found = {
            text_of(row[1]): row
            for column in columns
            for row in self._by(f"SELECT at, id, record FROM {table} WHERE {column} IN ({{}})", list(of))
        }
        for row in sorted(found.values(), key=lambda row: (text_of(row[0]), text_of(row[1]))):
            yield from_dict(cls, json.loads(text_of(row[2])))

    # The whole

    def clear_derived(self) -> None:
        """Take away events and ledgers, which can be made again from all else."""
        with self.writing():
            for table in tables.DERIVED:
                self.execute(f"DELETE FROM {table.name}")

    def counts(self) -> Counts:
        """Count what is in it."""
        reports, documents, readings, claims, old, judgements, reviews = (
            number_of(value)
            for value in self.execute(
                """SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM reports WHERE revision = 1),
                    (SELECT count(*) FROM readings WHERE seq > 0), (SELECT coalesce(sum(claim_count), 0) FROM readings),
                    (SELECT coalesce(sum(claim_count), 0) FROM readings WHERE seq IN (SELECT reading FROM superseded)),
                    (SELECT count(*) FROM judgements), (SELECT count(*) FROM reviews)"""
            )[0]
        )
        return Counts(
            reports=reports,
            documents=documents,
            readings=readings,
            claims=claims - old,
            superseded_claims=old,
            judgements=judgements,
            reviews=reviews,
        )

    def fingerprint(self) -> str:
        """Return a digest of all that was added, whatever the engine, the order and the time it was added."""
        with self.reading_alone():
            return fingerprint.of(self.execute)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong inside it, nothing where all is well."""
        wrong = []
        for what, sql in (
            ("readings whose claims are not all there", """SELECT count(*) FROM readings d
                WHERE d.claim_count <> (SELECT count(*) FROM claims c WHERE c.reading = d.seq)"""),
            ("reports without a reading", """SELECT count(*) FROM reports r
                WHERE NOT EXISTS (SELECT 1 FROM readings d WHERE d.report = r.seq)"""),
            ("documents without exactly one current reading", """SELECT count(*) FROM (
                SELECT r.document FROM readings d JOIN reports r ON r.seq = d.report
                LEFT JOIN superseded s ON s.reading = d.seq WHERE d.seq > 0 GROUP BY r.document
                HAVING count(*) - count(s.reading) <> 1) AS odd"""),
            ("reports whose bytes are lost", """SELECT count(*) FROM reports r
                WHERE r.raw IS NOT NULL AND NOT EXISTS (SELECT 1 FROM inputs i WHERE i.sha256 = r.raw)"""),
        ):  # fmt: skip
            if count := number_of(self.execute(sql)[0][0]):
                wrong.append(f"{self._name}: {count} {what}")
        return tuple(wrong)


def text_of(value: Value) -> str:
    """Return a value that the tables make sure is text."""
    if not isinstance(value, str):
        raise NotAStore(f"a row of the store holds {value!r} for a text; restore it from a backup")
    return value


def number_of(value: Value) -> int:
    """Return a value that the tables make sure is a whole number (PostgreSQL gives sums as decimals)."""
    try:
        return int(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise NotAStore(f"a row of the store holds {value!r} for a number; restore it from a backup") from error


def optional(value: Value) -> str | None:
    """Return a text that may be missing: None for nothing and for an empty one."""
    return value if isinstance(value, str) and value else None
