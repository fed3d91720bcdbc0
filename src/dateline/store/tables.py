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

EVENTS = _table("events", "id type status day last_day latitude longitude record")
EVENT_CLAIMS = _table("event_claims", "event claim")
EVENT_REDIRECTS = _table("event_redirects", "old new")
LEDGER_ENTRIES = _table("ledger_entries", "ledger id place actor day last_day record")

DERIVED = (EVENTS, EVENT_CLAIMS, EVENT_REDIRECTS, LEDGER_ENTRIES)
"""What can be cleared, and made again from the rest."""

TABLES = (
    INPUTS, CODERS, REPORTS, READINGS, SUPERSEDED, CLAIMS, REPORT_WORDS, CLAIM_WORDS, JUDGEMENTS, REVIEWS, *DERIVED
)  # fmt: skip
"""All tables."""
