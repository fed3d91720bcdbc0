"""Outlets of a store: how much each has given, and when."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.store.base import Store
from dateline.store.event_query import sql_of
from dateline.store.sql import number_of, text_of

__all__ = ["Outlet", "last_published", "outlets"]

_COUNTED = 60_000
"""Claims up to which events are counted for each outlet: that looks at all of them, some 100,000 a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet, "" for reports that name none: its reports, older revisions too, and on which days they came out.

    ``events`` is how many events they speak of; None where the store is too large to count it at once.
    """

    name: str
    reports: int
    first: str | None
    last: str | None
    events: int | None


def outlets(store: Store) -> tuple[Outlet, ...]:
    """Return the outlets, those with most reports first."""
    sql = sql_of(store)
    found = sql.execute(
        """SELECT k.outlet_key, (SELECT max(n.outlet) FROM reports n WHERE n.seq = k.seq), k.count, k.first, k.last
        FROM (SELECT outlet_key, max(seq) AS seq, count(*) AS count,
            min(CASE WHEN published > '' THEN published END) AS first, max(published) AS last
            FROM reports GROUP BY outlet_key) AS k ORDER BY k.count DESC, k.outlet_key"""
    )
    few = f"SELECT count(*) FROM (SELECT 1 FROM event_claims LIMIT {_COUNTED + 1}) AS some"
    events: dict[str, int] | None = None
    if number_of(sql.execute(few)[0][0]) <= _COUNTED:
        counted = sql.execute(
            """SELECT r.outlet_key, count(DISTINCT m.event) FROM event_claims m JOIN claims c ON c.seq = m.claim
            JOIN reports r ON r.seq = c.report GROUP BY r.outlet_key"""
        )
        events = {text_of(row[0] or ""): number_of(row[1]) for row in counted}
    return tuple(
        Outlet(
            name=str(row[1] or ""),
            reports=number_of(row[2]),
            first=str(row[3]) if row[3] else None,
            last=str(row[4]) if row[4] else None,
            events=None if events is None else events.get(str(row[0] or ""), 0),
        )
        for row in found
    )


def last_published(store: Store) -> str | None:
    """Return the day of the latest report; None where no report has one."""
    found = sql_of(store).execute("SELECT max(published) FROM reports")
    return str(found[0][0]) if found[0][0] else None
