"""Sets of reports that two people code blind: which, who, what each coded, and what came of it. Only added to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dateline.codec import digest, from_dict, to_dict
from dateline.errors import InputError, StoreError
from dateline.records import Claim
from dateline.store import tables
from dateline.store.base import Store
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row

__all__ = ["Coding", "CodingSet", "Mark", "MarkKind"]


class MarkKind(StrEnum):
    """What a coder did with a report of a set."""

    ADD = "add"
    """Coded a claim."""
    DROP = "drop"
    """Took back a claim of their own, by its id."""
    DONE = "done"
    """There are no more."""
    JUDGED = "judged"
    """The report was adjudicated; whoever did it is the coder here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSet:
    """Reports that two people code blind. ``id`` is a digest of all else but the order of reports."""

    id: str
    name: str
    coders: tuple[str, str]
    by: str
    at: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a coder did: ``claim`` where one is added, ``dropped`` the id of the one that is taken back."""

    set: str
    report: str
    coder: str
    kind: MarkKind
    at: str
    claim: Claim | None = None
    dropped: str | None = None


class Coding:
    """The sets of a store."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no coding")
        self._store = store

    def make(self, name: str, coders: tuple[str, str], reports: Sequence[str], *, by: str, at: str) -> CodingSet:
        """Make a set.

        Raises:
            InputError: there is one of that name, it has no reports, or the two coders are one.
        """
        names = (coders[0].strip(), coders[1].strip())
        if not name.strip() or not all(names) or names[0] == names[1]:
            raise InputError("a set has a name, and two coders who are not the same")
        if not reports:
            raise InputError("no report is found; a set has reports")
        own = tuple(dict.fromkeys(reports))
        made = CodingSet(
            id=digest("coding", name.strip(), *names, by, at),
            name=name.strip(),
            coders=names,
            by=by,
            at=at,
            reports=own,
        )
        with self._store.writing():
            if self._store.execute("SELECT 1 FROM coding_sets WHERE name = ?", (made.name,)):
                raise InputError(f'there is a set "{made.name}" already; choose another name')
            self._store.insert(tables.CODING_SETS, [(made.id, made.name, *names, by, at)])
            self._store.insert(tables.CODING_REPORTS, [(made.id, each, place) for place, each in enumerate(own)])
        return made

    def sets(self) -> tuple[CodingSet, ...]:
        """Return the sets, the last made first."""
        found = self._store.execute("SELECT id, name, one, other, made_by, at FROM coding_sets ORDER BY at DESC, id")
        return tuple(self._set(row) for row in found)

    def one(self, name: str) -> CodingSet:
        """Return a set by its id. Raises InputError where there is none."""
        found = self._store.execute("SELECT id, name, one, other, made_by, at FROM coding_sets WHERE id = ?", (name,))
        if not found:
            raise InputError(f"{name}: there is no set of this id")
        return self._set(found[0])

    def _set(self, row: Row) -> CodingSet:
        reports = self._store.execute(
            "SELECT report FROM coding_reports WHERE coding = ? ORDER BY place", (text_of(row[0]),)
        )
        return CodingSet(
            id=text_of(row[0]),
            name=text_of(row[1]),
            coders=(text_of(row[2]), text_of(row[3])),
            by=text_of(row[4]),
            at=text_of(row[5]),
            reports=tuple(text_of(each[0]) for each in reports),
        )

    def blind(self, coder: str) -> frozenset[str]:
        """Return the reports (ids) that somebody codes without seeing the other: those that not both are done with."""
        found = self._store.execute(
            """SELECT DISTINCT r.report FROM coding_reports r JOIN coding_sets s ON s.id = r.coding
            WHERE (s.one = ? OR s.other = ?) AND (SELECT count(DISTINCT m.coder) FROM coding_marks m
                WHERE m.coding = r.coding AND m.report = r.report AND m.kind = ?) < 2""",
            (coder, coder, MarkKind.DONE.value),
        )
        return frozenset(text_of(row[0]) for row in found)

    def add(self, *marks: Mark) -> None:
        """Add what coders did."""
        with self._store.writing():
            first = number_of(self._store.execute("SELECT coalesce(max(seq), 0) + 1 FROM coding_marks")[0][0])
            self._store.insert(tables.CODING_MARKS, [_row(first + i, each) for i, each in enumerate(marks)])

    def marks(self, name: str, *, report: str | None = None, coder: str | None = None) -> tuple[Mark, ...]:
        """Return what was done with a set, in order; of one report, or by one coder, where that is asked."""
        sql, values = (
            "SELECT coding, report, coder, kind, at, dropped, record FROM coding_marks WHERE coding = ?",
            [name],
        )
        for column, value in (("report", report), ("coder", coder)):
            if value is not None:
                sql, values = f"{sql} AND {column} = ?", [*values, value]
        return tuple(_mark(row) for row in self._store.execute(f"{sql} ORDER BY seq", tuple(values)))


def _row(seq: int, one: Mark) -> Row:
    record = None
    if one.claim is not None:
        record = json.dumps(to_dict(one.claim), ensure_ascii=False, allow_nan=False, sort_keys=True)
    return (seq, one.set, one.report, one.coder, one.kind.value, one.at, one.dropped, record)


def _mark(row: Row) -> Mark:
    return Mark(
        set=text_of(row[0]),
        report=text_of(row[1]),
        coder=text_of(row[2]),
        kind=MarkKind(text_of(row[3])),
        at=text_of(row[4]),
        dropped=None if row[5] is None else text_of(row[5]),
        claim=None if row[6] is None else from_dict(Claim, json.loads(text_of(row[6]))),
    )
