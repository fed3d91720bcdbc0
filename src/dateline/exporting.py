"""A store to files: its events in formats of others, with a stamp of how it was made, and all of it as an archive."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from dateline import store as _store
from dateline.calendar import instant
from dateline.errors import InputError, MissingInput
from dateline.event import Account
from dateline.export import CLAIM_COLUMNS as _COLUMNS
from dateline.export import FORMATS, Made, Stamp
from dateline.export import claim_cells as _cells
from dateline.new_file import new_file
from dateline.records import Report
from dateline.store import Derived, EventQuery, Gone, Near, Store, StoredClaim
from dateline.store import archive as _archive
from dateline.store.archive import Archived
from dateline.version import __version__

__all__ = ["Archived", "Exported", "StoreLookup", "archive", "export", "gone", "restore", "stamp_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What came of an export: rows written, events left out by the reason why, and the stamp."""

    rows: int
    left_out: Mapping[str, int]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class StoreLookup:
    """What lies beneath the events of a store."""

    derived: Derived

    def accounts(self, claims: Sequence[str]) -> Mapping[str, Account]:
        """Return accounts by the ids of their claims."""
        held = self.derived.held(sorted(self.derived.numbers(claims).values()))
        return {one.account.claim.id: one.account for one in held.values()}

    def reports(self, ids: Sequence[str]) -> Mapping[str, Report]:
        """Return reports by their ids."""
        return self.derived.reports(ids)


def export(
    db: Store | str | os.PathLike[str],
    format: str,
    out: str | os.PathLike[str] | BinaryIO,
    query: EventQuery | None = None,
    *,
    now: datetime | None = None,
) -> Exported:
    """Write the events that a query asks for in a format; see :data:`dateline.export.FORMATS`.

    A file takes its name when all is written, and ``FILE.meta.json`` beside it says when, by which version, of which
    store and by which filters, how many rows there are, and what was left out and why.

    Raises:
        InputError: there is no such format, the query is wrong, or the file cannot be written.
        StoreError: the store cannot be opened.
        DatelineError: a package that the format needs is not installed.
    """
    if format not in FORMATS:
        raise InputError(f'"{format}" is no format; use one of: {", ".join(FORMATS)}')
    asked = query or EventQuery()
    with _store.opened(db) as store:
        stamp = stamp_of(store, asked, now)
        found = _store.events(store, asked)
        lookup = StoreLookup(Derived(store))
        if not isinstance(out, str | os.PathLike):
            return _told(FORMATS[format].write(found, lookup, stamp, out), stamp)
        path = Path(out)
        with _new(path) as stream:
            made = FORMATS[format].write(found, lookup, stamp, stream)
        data = {"format": format, **stamp.data(), **made.data()}
        with _new(path.with_name(path.name + ".meta.json")) as stream:
            stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
        return _told(made, stamp)


_EVENT = "event"
CLAIM_COLUMNS = tuple(name for name in _COLUMNS if name != _EVENT)
"""The columns of a claim of a store: those of its export, but for the event, which is not looked up."""


def claim_cells(one: StoredClaim) -> tuple[object, ...]:
    """Return the cells of a claim, in the order of CLAIM_COLUMNS; several in one cell stand apart by "; "."""
    account = Account(
        claim=one.claim, report=one.report, source_id=one.source_id, outlet=one.outlet, published=one.published
    )
    cells = _cells(account, url=one.url, title=one.title)
    return tuple(cell for name, cell in zip(_COLUMNS, cells, strict=True) if name != _EVENT)


def gone(db: Store | str | os.PathLike[str], since: str) -> Iterator[Gone]:
    """Yield ids of events that stand for no event of their own any more, since an instant or day (UTC).

    Raises:
        InputError: ``since`` is no instant.
        StoreError: the store cannot be opened.
    """
    return _store.asked(db, lambda store: _store.gone(store, since))


def archive(
    db: Store | str | os.PathLike[str], path: str | os.PathLike[str], *, now: datetime | None = None
) -> Archived:
    """Write a whole store to a new zip file: reports with their bytes, claims, judgements, reviews, and their history.

    Raises:
        InputError: the file is there already, or cannot be written.
        StoreError: the store cannot be opened.
    """
    with _store.opened(db) as store:
        return _archive.archive(store, path, created=instant(now))


def restore(
    path: str | os.PathLike[str],
    db: Store | str | os.PathLike[str],
    *,
    told: Callable[[int], None] = lambda rows: None,
) -> Archived:
    """Read what :func:`archive` wrote into a new store, on either engine; what is derived is made by ``resolve``.

    Raises:
        InputError: it is no archive, is damaged, of a later form, or the store is not empty.
        StoreError: the store cannot be opened or written to.
    """
    if not isinstance(db, str | os.PathLike):
        return _archive.restore(path, db, told=told)
    if not Path(path).is_file():
        raise MissingInput(f"{os.fspath(path)}: no such file; check the path")
    with _store.made(db) as store:
        return _archive.restore(path, store, told=told)


def stamp_of(store: Store, query: EventQuery, now: datetime | None = None) -> Stamp:
    """Return the stamp of what a query asks of a store."""
    filters = {}
    for field in fields(query):
        value = getattr(query, field.name)
        if value in (None, (), False):
            continue
        if isinstance(value, tuple):
            value = ", ".join(str(each.value if isinstance(each, Enum) else each) for each in value)
        elif isinstance(value, Near):
            value = f"{value.latitude:g},{value.longitude:g},{value.km:g}"
        filters[field.name] = str(value)
    made = instant(now)
    name = store.name if "://" in store.name else Path(store.name).name
    return Stamp(version=__version__, made=made, store=name, filters=filters)


def _told(made: Made, stamp: Stamp) -> Exported:
    return Exported(rows=made.rows, left_out=dict(sorted(made.left_out.items())), stamp=stamp)


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    try:
        with new_file(path) as stream:
            yield stream
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror or error}; what was there is as it was"
        ) from error
