"""The tables as they are now, their columns in order: what the migrations lead to, and what rows are written by.

``seq`` numbers rows in the order they were stored; it is the store's own, never shown, and another in another store.
Digests name things everywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["DERIVED", "TABLES", "Row", "Table", "Value"]

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name, its columns, and which of them are indexes of words."""

    name: str
    columns: tuple[str, ...]
    searched: tuple[str, ...] = ()


def _table(name: str, columns: str, searched: str = "") -> Table:
    return Table(name=name, columns=tuple(columns.split()), searched=tuple(searched.split()))


INPUTS = _table("inputs", "sha256 size bytes")
CODERS = _table("coders", "id record")
REPORTS = _table(
    "reports",
    "seq id document revision stored raw source_id title outlet outlet_key url language published record",
)
READINGS = _table("readings", "seq id report coder stored claim_count claims rest")
SUPERSEDED = _table("superseded", "reading")
CLAIMS = _table("claims", "seq id reading report position kind type mode status polarity confidence day last_day")
REPORT_WORDS = _table("report_words", "rowid words", "words")
CLAIM_WORDS = _table("claim_words", "rowid evidence actors speakers places", "evidence actors speakers places")
JUDGEMENTS = _table("judgements", "id kind one other verdict score author person at record")
REVIEWS = _table("reviews", "id target action author at record")

FETCHES = _table(
    "fetches", "seq feed item url host at outcome status reason size sha256 etag modified due failures strikes hold"
)
FEED_ITEMS = _table("feed_items", "seq item feed url title published seen summary first said")
FEED_ENDS = _table("feed_ends", "item feed at outcome report reason")
FEED_ROBOTS = _table("feed_robots", "origin at rules")

USERS = _table("users", "name role password created changed")
SESSIONS = _table("sessions", "digest name address created seen")
TOKENS = _table("tokens", "digest name created")
AUDIT = _table("audit", "seq at name address what target detail chain")

DESK_VISITS = _table("desk_visits", "person at")
DESK_SEARCHES = _table("desk_searches", "person name query at")

CODING_SETS = _table("coding_sets", "id name one other made_by at")
CODING_REPORTS = _table("coding_reports", "coding report place")
CODING_MARKS = _table("coding_marks", "seq coding report coder kind at dropped record")

RESOLVED = _table("resolved", "reading version current")
BLOCKS = _table("blocks", "block claim")
EDGES = _table("edges", "one other verdict score record")
EVENTS = _table(
    "events",
    "seq id type mode status reports origins disputed day last_day country latitude longitude changed record",
)
EVENT_CLAIMS = _table("event_claims", "claim event")
EVENT_REDIRECTS = _table("event_redirects", "old event")
LEDGER_CLAIMS = _table("ledger_claims", "part claim")
LEDGER_DUE = _table("ledger_due", "part")
LEDGER_ROWS = _table("ledger_rows", "ledger id part day last_day weight places parties words record")

ORIGIN_TEXTS = _table("origin_texts", "report reading packed")
ORIGIN_DAYS = _table("origin_days", "report day outlet names")
ORIGIN_PRINTS = _table("origin_prints", "print place report")
ORIGIN_LINKS = _table("origin_links", "one other named kind covered other_covered spans record")
ORIGINS = _table("origins", "id published last_published reports outlets")
ORIGIN_REPORTS = _table("origin_reports", "origin report")
ORIGIN_JUDGEMENTS = _table("origin_judgements", "judgement")
ORIGIN_MOVED = _table("origin_moved", "report")

DERIVED = (
    RESOLVED,
    BLOCKS,
    EDGES,
    EVENTS,
    EVENT_CLAIMS,
    EVENT_REDIRECTS,
    LEDGER_CLAIMS,
    LEDGER_DUE,
    LEDGER_ROWS,
    ORIGIN_TEXTS,
    ORIGIN_DAYS,
    ORIGIN_PRINTS,
    ORIGIN_LINKS,
    ORIGINS,
    ORIGIN_REPORTS,
    ORIGIN_JUDGEMENTS,
    ORIGIN_MOVED,
)
"""What can be cleared, and made again from the rest."""

TABLES = (
    INPUTS, CODERS, REPORTS, READINGS, SUPERSEDED, CLAIMS, REPORT_WORDS, CLAIM_WORDS, JUDGEMENTS, REVIEWS,
    FETCHES, FEED_ITEMS, FEED_ENDS, FEED_ROBOTS, CODING_SETS, CODING_REPORTS, CODING_MARKS,
    USERS, SESSIONS, TOKENS, AUDIT, DESK_VISITS, DESK_SEARCHES,
    *DERIVED,
)  # fmt: skip
"""All tables."""
