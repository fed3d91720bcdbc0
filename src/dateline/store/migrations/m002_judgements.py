"""Version 2: judgements of people and of the machine, and reviews."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    """CREATE TABLE judgements (
        id {text} PRIMARY KEY, kind {text} NOT NULL, one {text} NOT NULL, other {text} NOT NULL,
        verdict {text} NOT NULL, score {real}, author {text} NOT NULL, person {integer} NOT NULL, at {text} NOT NULL,
        record {text} NOT NULL)""",
    "CREATE INDEX judgements_one ON judgements (one)",
    "CREATE INDEX judgements_other ON judgements (other)",
    "CREATE INDEX judgements_at ON judgements (at, id)",
    """CREATE TABLE reviews (
        id {text} PRIMARY KEY, target {text} NOT NULL, action {text} NOT NULL, author {text} NOT NULL,
        at {text} NOT NULL, record {text} NOT NULL)""",
    "CREATE INDEX reviews_target ON reviews (target)",
    "CREATE INDEX reviews_at ON reviews (at, id)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
