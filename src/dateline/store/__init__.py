"""Where reports, claims, judgements and reviews are kept: one contract, an engine a file.

A store is a file (SQLite) or a PostgreSQL database. ``dateline.store.base`` holds the contract.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import TypeVar

from dateline.errors import MissingStore
from dateline.store.added import Added, Addition
from dateline.store.base import (
    WAIT,
    ClaimQuery,
    Coder,
    Counts,
    Entry,
    Outcome,
    ReportQuery,
    Store,
    Stored,
    StoredClaim,
    StoredReport,
)
from dateline.store.derived import Derived, Edge, Held, KeptRow, Pending
from dateline.store.event_query import (
    EventQuery,
    Gone,
    LedgerQuery,
    Near,
    event_of,
    events,
    gone,
    ledger,
    ledger_words,
)
from dateline.store.fill import Arrival, Keeper, Progress, fill
from dateline.store.origins import Arrived, OriginQuery, OriginReport, OriginRow, OriginTables

__all__ = [
    "WAIT",
    "Added",
    "Addition",
    "Arrival",
    "Arrived",
    "ClaimQuery",
    "Coder",
    "Counts",
    "Derived",
    "Edge",
    "Entry",
    "EventQuery",
    "Gone",
    "Held",
    "Keeper",
    "KeptRow",
    "LedgerQuery",
    "Near",
    "OriginQuery",
    "OriginReport",
    "OriginRow",
    "OriginTables",
    "Outcome",
    "Pending",
    "Progress",
    "ReportQuery",
    "Store",
    "Stored",
    "StoredClaim",
    "StoredReport",
    "asked",
    "event_of",
    "events",
    "fill",
    "gone",
    "ledger",
    "ledger_words",
    "open_store",
    "opened",
]

Answer = TypeVar("Answer")

_POSTGRES = ("postgresql://", "postgres://")


def open_store(db: str | os.PathLike[str], *, create: bool = False, wait: float = WAIT) -> Store:
    """Open a store, and bring it to the version of this dateline where it is older.

    ``db`` is a file, or a URL that begins with ``postgresql://``. ``create`` makes it where there is none. ``wait`` is
    for how many seconds other writers are waited for.

    Raises:
        MissingStore: there is none, and ``create`` is not set.
        StoreError: it cannot be opened; see there for what may be wrong.
    """
    name = os.fspath(db)
    if name.startswith(_POSTGRES):
        from dateline.store.postgres import PostgresStore

        return PostgresStore(name, create=create, wait=wait)
    if "://" in name:
        scheme = name.partition("://")[0]
        raise MissingStore(f'there are no stores at "{scheme}://"; give a file or postgresql://USER@HOST/DATABASE')
    if not name:
        raise MissingStore('"" is no store; give a file or postgresql://USER@HOST/DATABASE')
    from dateline.store.sqlite import SqliteStore

    return SqliteStore(name, create=create, wait=wait)


@contextmanager
def made(db: str | os.PathLike[str]) -> Iterator[Store]:
    """Open a store as :func:`open_store` does, made where there is none.

    A file that was made for it is taken away again where nothing is stored in it in the end.
    """
    name = os.fspath(db)
    files = [] if "://" in name or os.path.exists(name) else [name + end for end in ("", "-wal", "-shm")]
    empty = True
    try:
        with open_store(db, create=True) as store:
            try:
                yield store
            finally:
                empty = bool(files) and not store.counts().reports
    finally:
        for file in files if empty else ():
            with suppress(FileNotFoundError):
                os.unlink(file)


def opened(db: Store | str | os.PathLike[str]) -> AbstractContextManager[Store]:
    """Open a store for a while; one that is open already stays so."""
    return open_store(db) if isinstance(db, str | os.PathLike) else nullcontext(db)


def asked(db: Store | str | os.PathLike[str], ask: Callable[[Store], Iterator[Answer]]) -> Iterator[Answer]:
    """Ask a store; one that is only named is opened for it at once, and closed when the answer is at its end."""
    if not isinstance(db, str | os.PathLike):
        return ask(db)
    store = open_store(db)
    try:
        return _until_done(store, ask(store))
    except BaseException:
        store.close()
        raise


def _until_done(store: Store, answer: Iterator[Answer]) -> Iterator[Answer]:
    with store:
        yield from answer
