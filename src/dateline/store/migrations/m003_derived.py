"""Version 3: events and ledgers, which are made from all else and may be made again."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    """CREATE TABLE events (
        id {text} PRIMARY KEY, type {text} NOT NULL, status {text} NOT NULL, day {text} NOT NULL,
        last_day {text} NOT NULL, latitude {real}, longitude {real}, record {text} NOT NULL)""",
    "CREATE INDEX events_day ON events (day, id)",
    "CREATE INDEX events_type ON events (type, day, id)",
    "CREATE TABLE event_claims (event {text} NOT NULL, claim {text} NOT NULL, PRIMARY KEY (event, claim))",
    "CREATE INDEX event_claims_claim ON event_claims (claim)",
    "CREATE TABLE event_redirects (old {text} PRIMARY KEY, new {text} NOT NULL)",
    """CREATE TABLE ledger_entries (
        ledger {text} NOT NULL, id {text} NOT NULL, place {text}, actor {text}, day {text} NOT NULL,
        last_day {text} NOT NULL, record {text} NOT NULL, PRIMARY KEY (ledger, id))""",
    "CREATE INDEX ledger_entries_day ON ledger_entries (ledger, day, id)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
