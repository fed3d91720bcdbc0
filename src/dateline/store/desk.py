"""What the desk keeps for each person: when they last looked, and the searches they saved. No reading hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.errors import InputError
from dateline.store import tables
from dateline.store.base import Store
from dateline.store.event_query import sql_of
from dateline.store.sql import text_of

__all__ = ["SavedSearch", "forget_search", "last_visit", "save_search", "saved_searches", "visit"]

_LONGEST, _LONGEST_QUERY, _MOST = 80, 2_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name: its query as in the address of a page of events, and when it was saved."""

    name: str
    query: str
    at: str


def last_visit(store: Store, person: str) -> str | None:
    """Return the instant up to which a person has seen what is new; None where they never said so."""
    found = sql_of(store).execute("SELECT at FROM desk_visits WHERE person = ?", (person,))
    return text_of(found[0][0]) if found else None


def visit(store: Store, person: str, at: str) -> None:
    """Note that a person has seen what is new up to an instant (UTC)."""
    sql = sql_of(store)
    with sql.writing():
        sql.execute("DELETE FROM desk_visits WHERE person = ?", (person,))
        sql.insert(tables.DESK_VISITS, [(person, at)])


def saved_searches(store: Store, person: str) -> tuple[SavedSearch, ...]:
    """Return the searches of a person, by name."""
    found = sql_of(store).execute("SELECT name, query, at FROM desk_searches WHERE person = ? ORDER BY name", (person,))
    return tuple(SavedSearch(name=text_of(row[0]), query=text_of(row[1]), at=text_of(row[2])) for row in found)


def save_search(store: Store, person: str, name: str, query: str, at: str) -> None:
    """Save a search; one of that name is replaced. Raises InputError where the name or the query will not do."""
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > _LONGEST:
        raise InputError(f"a search needs a name of 1 to {_LONGEST} characters")
    if len(query) > _LONGEST_QUERY or "\x00" in query:
        raise InputError(f"this search is longer than {_LONGEST_QUERY} characters; ask for less")
    sql = sql_of(store)
    with sql.writing():
        sql.execute("DELETE FROM desk_searches WHERE person = ? AND name = ?", (person, name))
        if len(saved_searches(store, person)) >= _MOST:
            raise InputError(f"you have {_MOST} saved searches; remove one first")
        sql.insert(tables.DESK_SEARCHES, [(person, name, query, at)])


def forget_search(store: Store, person: str, name: str) -> None:
    """Remove a search; nothing where there is none of that name."""
    sql = sql_of(store)
    with sql.writing():
        sql.execute("DELETE FROM desk_searches WHERE person = ? AND name = ?", (person, name))
