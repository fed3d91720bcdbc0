"""Version 7: what the desk keeps for each person, and an index from which events are counted without their records."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    "CREATE TABLE desk_visits (person {text} PRIMARY KEY, at {text} NOT NULL)",
    """CREATE TABLE desk_searches (
        person {text} NOT NULL, name {text} NOT NULL, query {text} NOT NULL, at {text} NOT NULL,
        PRIMARY KEY (person, name))""",
    "CREATE INDEX events_counted ON events (day, seq, type, status, country, disputed, origins, last_day)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
