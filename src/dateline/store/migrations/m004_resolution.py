"""Version 4: what resolving needs to go on where it was, and events that can be asked for.

All of it is made from reports, claims, judgements and reviews. The tables of version 3 were never filled.
"""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    "DROP TABLE ledger_entries",
    "DROP TABLE event_redirects",
    "DROP TABLE event_claims",
    "DROP TABLE events",
    # Readings that were resolved, by what, and whether events count them as current. Blocks and edges keep those that
    # were superseded, so that it does not matter when that was. A block is a digest of what claims of one event share.
    "CREATE TABLE resolved (reading {integer} PRIMARY KEY, version {text} NOT NULL, current {integer} NOT NULL)",
    "CREATE TABLE blocks (block {integer} NOT NULL, claim {integer} NOT NULL, PRIMARY KEY (block, claim))",
    "CREATE INDEX blocks_claim ON blocks (claim)",
    """CREATE TABLE edges (
        one {integer} NOT NULL, other {integer} NOT NULL, verdict {text} NOT NULL, score {real} NOT NULL,
        record {text} NOT NULL, PRIMARY KEY (one, other))""",
    "CREATE INDEX edges_other ON edges (other)",
    # An event is numbered as the claim that came in first.
    """CREATE TABLE events (
        seq {integer} PRIMARY KEY, id {text} NOT NULL UNIQUE, type {text} NOT NULL, mode {text}, status {text} NOT NULL,
        reports {integer} NOT NULL, origins {integer} NOT NULL, disputed {integer} NOT NULL, day {text} NOT NULL,
        last_day {text} NOT NULL, country {text}, latitude {real}, longitude {real}, changed {text} NOT NULL,
        record {blob} NOT NULL)""",
    "CREATE INDEX events_day ON events (day, seq)",
    "CREATE INDEX events_type ON events (type, day, seq)",
    "CREATE INDEX events_status ON events (status, day, seq)",
    "CREATE INDEX events_latitude ON events (latitude, longitude)",
    "CREATE INDEX events_changed ON events (changed, seq)",
    "CREATE TABLE event_claims (claim {integer} PRIMARY KEY, event {integer} NOT NULL)",
    "CREATE INDEX event_claims_event ON event_claims (event)",
    "CREATE TABLE event_redirects (old {text} PRIMARY KEY, event {integer} NOT NULL)",
    "CREATE INDEX event_redirects_event ON event_redirects (event)",
    # A part of a ledger is made anew from all its claims whenever one of them changes.
    """CREATE TABLE ledger_claims (part {text} NOT NULL, claim {integer} NOT NULL, PRIMARY KEY (part, claim))""",
    "CREATE INDEX ledger_claims_claim ON ledger_claims (claim)",
    "CREATE TABLE ledger_due (part {text} PRIMARY KEY)",
    """CREATE TABLE ledger_rows (
        ledger {text} NOT NULL, id {text} NOT NULL, part {text} NOT NULL, day {text} NOT NULL, last_day {text} NOT NULL,
        weight {integer} NOT NULL, places {text} NOT NULL, parties {text} NOT NULL, words {text} NOT NULL,
        record {blob} NOT NULL, PRIMARY KEY (ledger, id))""",
    "CREATE INDEX ledger_rows_part ON ledger_rows (part)",
    "CREATE INDEX ledger_rows_day ON ledger_rows (ledger, day, id)",
    "CREATE INDEX ledger_rows_weight ON ledger_rows (ledger, weight, id)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
