"""Version 9: sets of reports that two people code blind, and what they did; and claims by how sure the coder was."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    """CREATE TABLE coding_sets (
        id {text} PRIMARY KEY, name {text} NOT NULL UNIQUE, one {text} NOT NULL, other {text} NOT NULL,
        made_by {text} NOT NULL, at {text} NOT NULL)""",
    """CREATE TABLE coding_reports (
        coding {text} NOT NULL REFERENCES coding_sets (id), report {text} NOT NULL, place {integer} NOT NULL,
        PRIMARY KEY (coding, report))""",
    # What coders did is only added to: what is taken back is a row of its own.
    """CREATE TABLE coding_marks (
        seq {integer} PRIMARY KEY, coding {text} NOT NULL REFERENCES coding_sets (id), report {text} NOT NULL,
        coder {text} NOT NULL, kind {text} NOT NULL, at {text} NOT NULL, dropped {text}, record {text})""",
    "CREATE INDEX coding_marks_coding ON coding_marks (coding, report, coder, seq)",
    "CREATE INDEX claims_confidence ON claims (confidence, seq)",
    "CREATE INDEX reviews_author ON reviews (author, at, id)",
    "CREATE INDEX judgements_author ON judgements (author, at, id)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
