"""The embedded engine: a store is a file, with SQLite's write-ahead log and its index of words beside it.

A commit is on the disk when it returns (``synchronous=FULL``). One writer at a time holds the file, readers go on with
what was there when they began.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from dateline.errors import FullStore, LockedStore, MissingStore, NotAStore, ReadOnlyStore, StoreError
from dateline.store.base import WAIT
from dateline.store.migrations import LATEST, Engine
from dateline.store.sql import BEYOND, SqlStore, number_of, text_of
from dateline.store.tables import Row, Table, Value
from dateline.store.words import Phrase, Search, literal

__all__ = ["SqliteStore"]

APPLICATION = 0x64746C6E
"""Marks a file as a store of dateline ("dtln"), in SQLite's header at byte 68."""
_LOOK_UP = 100
"""How many rows that match are gathered in the time of looking one row up in the index of words, about."""
_HEADER = b"SQLite format 3\x00"


class SqliteStore(SqlStore):
    """A store in a file."""

    engine = Engine.SQLITE

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False, wait: float = WAIT) -> None:
        super().__init__(os.fspath(path))
        self._wait = wait
        self._path = Path(path)
        self._open(create)

    def _open(self, create: bool) -> None:
        there = _look(self._path, self._name)
        if not there and not create:
            raise MissingStore(f"{self._name}: there is no store here; check the path, or make one: dateline ingest")
        writable = not self._path.exists() or (_may_write(self._path) and _may_write(self._path.parent))
        if not writable and create:
            raise ReadOnlyStore(f"{self._name}: this file or its folder may not be written to; change its permissions")
        mode = "rwc" if create else "rw" if writable else "ro"
        if not writable and not _log(self._path):
            mode += "&immutable=1"  # else SQLite wants to write a file beside it even to read
        try:
            self._connection = sqlite3.connect(
                f"file:{quote(str(self._path.absolute()))}?mode={mode}",
                uri=True,
                isolation_level=None,
                timeout=self._wait,
                cached_statements=256,
                check_same_thread=False,  # one thread at a time, but a server opens and closes in another
            )
        except sqlite3.Error as error:
            self._refuse(error)
        try:
            self._prepare(writable)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, writable: bool) -> None:
        for pragma in ("cache_size = -65536", "synchronous = FULL", "foreign_keys = ON"):
            self.execute(f"PRAGMA {pragma}")
        version = self.check_version()
        if writable:
            if text_of(self.execute("PRAGMA journal_mode")[0][0]) != "wal":
                self.execute("PRAGMA journal_mode = WAL")
            self.execute("PRAGMA journal_size_limit = 67108864")
        if version == LATEST:
            return
        if not writable:
            raise ReadOnlyStore(
                f"{self._name}: this store is of version {version} and would be brought to {LATEST}, but may not be "
                "written to; change its permissions, or copy it and open the copy"
            )
        self.migrate()

    def _version(self) -> int:
        application = number_of(self.execute("PRAGMA application_id")[0][0])
        version = number_of(self.execute("PRAGMA user_version")[0][0])
        if application == APPLICATION:
            return version
        if application or version or number_of(self.execute("SELECT count(*) FROM sqlite_master")[0][0]):
            raise NotAStore(f"{self._name}: this is an SQLite database of another program; give another file")
        return 0

    def _set_version(self, version: int) -> None:
        self.execute(f"PRAGMA application_id = {APPLICATION}")
        self.execute(f"PRAGMA user_version = {version}")

    def close(self) -> None:
        """Close the file."""
        try:
            self._connection.close()
        except sqlite3.Error as error:
            self._refuse(error)

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        try:
            found: list[Row] = self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            self._refuse(error)
        return found

    def insert(self, table: Table, found: Sequence[Row]) -> None:
        """Add rows in the order of the table's columns."""
        columns = ", ".join(table.columns)
        places = ", ".join("?" * len(table.columns))
        try:
            self._connection.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", found)
        except sqlite3.Error as error:
            self._refuse(error)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write as the only one."""
        self.execute("BEGIN IMMEDIATE")
        yield from self._transaction()

    @contextmanager
    def reading_alone(self) -> Iterator[None]:
        """Read from the store as it is now."""
        self.execute("BEGIN")
        yield from self._transaction()

    def _transaction(self) -> Iterator[None]:
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite has rolled back itself where the disk was full
                self._connection.rollback()
            raise

    def indexed(self, found: list[str]) -> str:
        """Write words with spaces between them."""
        return literal(found)

    def matching(
        self, table: str, searches: Sequence[tuple[str, Search]], key: str, limit: int | None
    ) -> tuple[str, list[Value]]:
        """Ask the index of words (FTS5).

        A few of very many are found faster by holding row after row, in the order asked for, against the index than by
        gathering and sorting all that match.
        """
        asked = " AND ".join(f"({{{column}}} : ({_expression(search)}))" for column, search in searches)
        if limit is not None:
            owner = table.removesuffix("_words") + "s"
            rows = number_of(self.execute(f"SELECT coalesce(max(seq), 0) FROM {owner} WHERE seq < {BEYOND}")[0][0])
            many = 1 + math.isqrt(_LOOK_UP * limit * rows)
            sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT {many})"
            if self.execute(sql, (asked,)) == [(many,)]:
                return f"EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid = {key})", [asked]
        return f"{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", [asked]

    def check(self) -> tuple[str, ...]:
        """Return what is wrong inside it."""
        found = [text_of(row[0]) for row in self.execute("PRAGMA quick_check")]
        return (*(f"{self._name}: {line}" for line in found if line != "ok"), *super().check())

    def _refuse(self, error: sqlite3.Error) -> NoReturn:
        """Raise what is wrong, with the remedy."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        name = self._name
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LockedStore(
                f"{name}: another process has been writing to this store for {self._wait:g} s; try again later"
            ) from error
        if code == sqlite3.SQLITE_FULL:
            raise FullStore(
                f"{name}: the disk is full; make room and run it again, what was reported as stored is kept"
            ) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise ReadOnlyStore(f"{name}: this store may not be written to; change its permissions") from error
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise NotAStore(f"{name}: this store is damaged ({error}); restore it from a backup") from error
        if code == sqlite3.SQLITE_CANTOPEN:
            raise StoreError(f"{name}: the file cannot be opened; check that its folder is there and yours") from error
        if code == sqlite3.SQLITE_IOERR:
            raise StoreError(f"{name}: the disk failed ({error}); check it and run it again") from error
        raise StoreError(f"{name}: {error}") from error


def _look(path: Path, name: str) -> bool:
    """Say whether there is a file that may be a store; refuse what cannot be one."""
    try:
        if path.is_dir():
            raise NotAStore(f"{name}: this is a folder; name a file in it, such as {path / 'reports.db'}")
        with path.open("rb") as stream:
            start = stream.read(len(_HEADER))
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise MissingStore(f"{name}: there is no folder {path.parent}; make it first") from None
        return False
    except (OSError, ValueError) as error:
        raise StoreError(f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if start and start != _HEADER:
        raise NotAStore(f"{name}: this file is no store of dateline; give another name, it is left as it is")
    return bool(start)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _log(path: Path) -> bool:
    """Say whether there is a write-ahead log with something in it."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _expression(search: Search) -> str:
    """Write a search for FTS5; words hold letters and digits alone, so that nothing in them can be syntax."""
    must = " AND ".join(f"({' OR '.join(map(_quoted, any_of))})" for any_of in search.must)
    return f"({must}){''.join(f' NOT {_quoted(one)}' for one in search.must_not)}"


def _quoted(one: Phrase) -> str:
    return f'"{" ".join(one.words)}"{" *" if one.open else ""}'
