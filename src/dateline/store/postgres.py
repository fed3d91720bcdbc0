"""The engine for teams: a store is the schema ``dateline`` of a PostgreSQL database, through psycopg 3.

Writers take turns by an advisory lock, which the server frees when one of them dies. Rows go in by COPY.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from dateline.errors import FullStore, LockedStore, MissingStore, NotAStore, ReadOnlyStore, StoreError
from dateline.store.base import WAIT
from dateline.store.migrations import LATEST, Engine
from dateline.store.sql import BEYOND, SqlStore, number_of
from dateline.store.tables import Row, Table, Value
from dateline.store.words import Phrase, Search

try:
    import psycopg
    from psycopg import errors as pg
except ImportError as missing:
    raise StoreError(
        f'a store in PostgreSQL needs psycopg ({missing}); install it: pip install "dateline[postgres]"'
    ) from missing

__all__ = ["PostgresStore"]

_LOOK_UP = 4
"""How many rows that match are gathered in the time of looking one row up, about."""
SCHEMA = "dateline"
LOCK = 0x64746C6E
"""The advisory lock that writers take, of the database they are in."""


class PostgresStore(SqlStore):
    """A store in a PostgreSQL database."""

    engine = Engine.POSTGRES

    def __init__(self, url: str, *, create: bool = False, wait: float = WAIT) -> None:
        super().__init__(re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", re.sub(r"password=[^&]*", "password=***", url)))
        self._wait = wait
        try:
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=max(2, int(wait)),
                application_name="dateline",
                client_encoding="utf8",
            )
        except psycopg.Error as error:
            raise StoreError(
                f"{self._name}: cannot connect: {' '.join(str(error).split())}; "
                "check host, database, user and password, and that the server runs"
            ) from error
        try:
            self._prepare(create)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, create: bool) -> None:
        encoding = str(self.execute("SHOW server_encoding")[0][0])
        if encoding != "UTF8":
            raise StoreError(
                f"{self._name}: the database is encoded in {encoding}; make one with ENCODING 'UTF8' TEMPLATE template0"
            )
        # A prefix of its own first, so that no other table of these names is ever taken for ours.
        self.execute(f"SET search_path = {SCHEMA}")
        self.execute(f"SET lock_timeout = {int(self._wait * 1000)}")
        version = self.check_version()
        if version == LATEST:
            return
        if not version and not create:
            raise MissingStore(f"{self._name}: there is no store in this database; make one: dateline ingest")
        self.migrate()

    def _version(self) -> int:
        # not to_regclass(): that would look along the search path of whoever asks
        found = self.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'",
            (SCHEMA,),
        )
        if not found:
            return 0
        if ("store",) not in found:
            raise NotAStore(f"{self._name}: the schema {SCHEMA} of this database is another program's; give another")
        return number_of(self.execute(f"SELECT version FROM {SCHEMA}.store")[0][0])

    def _set_version(self, version: int) -> None:
        self.execute(f"UPDATE {SCHEMA}.store SET version = ?", (version,))

    def migrate(self, to: int = LATEST) -> None:
        """Make the tables, or bring them to a version."""
        with self.writing():
            if self._version() == 0:
                self.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                self.execute(f"CREATE TABLE {SCHEMA}.store (version BIGINT NOT NULL)")
                self.execute(f"INSERT INTO {SCHEMA}.store VALUES (0)")
            self._steps(to)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        try:
            given = [_storable(value) for value in parameters]
            cursor = self._connection.execute(sql.replace("?", "%s").encode(), given or None)
            return cursor.fetchall() if cursor.description is not None else []
        except psycopg.Error as error:
            self._refuse(error)

    def insert(self, table: Table, found: Sequence[Row]) -> None:
        """Add rows in the order of the table's columns."""
        columns = ", ".join(table.columns)
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN".encode()) as copy,
            ):
                for row in found:
                    copy.write_row(row)
        except psycopg.Error as error:
            self._refuse(error)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write as the only one."""
        with self._transaction():
            self.execute("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            yield

    @contextmanager
    def reading_alone(self) -> Iterator[None]:
        """Read from the store as it is now."""
        with self._transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with self._connection.transaction():
                yield
        except psycopg.Error as error:
            self._refuse(error)

    def indexed(self, found: list[str]) -> str:
        """Write words with their places; they hold letters and digits alone, so that nothing in them can be syntax."""
        return " ".join(f"'{word}':{place}" for place, word in enumerate(found, 1))

    def matching(
        self, table: str, searches: Sequence[tuple[str, Search]], key: str, limit: int | None
    ) -> tuple[str, list[Value]]:
        """Ask the index of words (GIN).

        Few that match are gathered first: the server's planner, which only guesses how many there are, would rather
        walk through all rows in the order asked for.
        """
        conditions = " AND ".join(f"{column} @@ CAST(? AS TSQUERY)" for column, _ in searches)
        asked: list[Value] = [_expression(search) for _, search in searches]
        found = f"SELECT rowid FROM {table} WHERE {conditions}"
        if limit is not None:
            owner = table.removesuffix("_words") + "s"
            rows = number_of(self.execute(f"SELECT coalesce(max(seq), 0) FROM {owner} WHERE seq < {BEYOND}")[0][0])
            many = 1 + math.isqrt(_LOOK_UP * limit * rows)
            if number_of(self.execute(f"SELECT count(*) FROM ({found} LIMIT {many}) AS few", asked)[0][0]) < many:
                found = f"WITH found AS MATERIALIZED ({found}) SELECT rowid FROM found"
        return f"{key} IN ({found})", asked

    def _refuse(self, error: psycopg.Error) -> NoReturn:
        """Raise what is wrong, with the remedy."""
        name = self._name
        if isinstance(error, pg.LockNotAvailable):
            raise LockedStore(
                f"{name}: another process has been writing to this store for {self._wait:g} s; try again later"
            ) from error
        if isinstance(error, pg.DiskFull):
            raise FullStore(
                f"{name}: the server's disk is full; make room and run it again, what was reported as stored is kept"
            ) from error
        if isinstance(error, pg.ReadOnlySqlTransaction | pg.InsufficientPrivilege):
            raise ReadOnlyStore(
                f"{name}: this user may not write to this store: {_line(error)}; ask for the right"
            ) from error
        if isinstance(error, pg.InvalidTableDefinition | pg.UndefinedTable | pg.UndefinedColumn):
            raise NotAStore(
                f"{name}: tables of the store are missing ({_line(error)}); restore it from a backup"
            ) from error
        if self._connection.closed:
            raise StoreError(
                f"{name}: the connection to the server was lost ({_line(error)}); "
                "run it again, what was reported as stored is kept"
            ) from error
        raise StoreError(f"{name}: {_line(error)}") from error


def _storable(value: Value) -> Value:
    """Return a parameter as columns hold it: PostgreSQL has no U+0000 in a text."""
    return value.replace("\x00", "\ufffd") if isinstance(value, str) else value


def _line(error: psycopg.Error) -> str:
    return " ".join(str(error).split()[:40])


def _expression(search: Search) -> str:
    """Write a search for tsquery."""
    must = [f"({' | '.join(map(_phrase, any_of))})" for any_of in search.must]
    return " & ".join([*must, *(f"!({_phrase(one)})" for one in search.must_not)])


def _phrase(one: Phrase) -> str:
    quoted = [f"'{word}'" for word in one.words]
    return f"({' <-> '.join([*quoted[:-1], quoted[-1] + (':*' if one.open else '')])})"
