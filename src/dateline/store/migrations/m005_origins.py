"""Version 5: what origins of reports are found by, and the origins: all of it is made from reports and judgements."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    # Reports that origins are found in: by which reading, and their content words, packed.
    "CREATE TABLE origin_texts (report {integer} PRIMARY KEY, reading {integer} NOT NULL, packed {blob} NOT NULL)",
    "CREATE UNIQUE INDEX origin_texts_reading ON origin_texts (reading)",
    # Those of a known day: hashes of the outlet and of the names in them.
    """CREATE TABLE origin_days (
        report {integer} PRIMARY KEY, day {integer} NOT NULL, outlet {integer}, names {blob} NOT NULL)""",
    "CREATE INDEX origin_days_day ON origin_days (day)",
    "CREATE INDEX origin_days_outlet ON origin_days (outlet, day)",
    # Links between reports, by the order of their ids; "named" where one names the other's outlet. What groups are made
    # by has columns of its own: a story that hundreds print has tens of thousands of links.
    """CREATE TABLE origin_links (
        one {integer} NOT NULL, other {integer} NOT NULL, named {integer} NOT NULL, kind {text} NOT NULL,
        covered {real} NOT NULL, other_covered {real} NOT NULL, spans {blob} NOT NULL, record {blob} NOT NULL,
        PRIMARY KEY (one, other))""",
    "CREATE INDEX origin_links_other ON origin_links (other, one)",
    """CREATE TABLE origins (
        id {text} PRIMARY KEY, published {text} NOT NULL, last_published {text} NOT NULL, reports {integer} NOT NULL,
        outlets {integer} NOT NULL)""",
    "CREATE INDEX origins_published ON origins (published, id)",
    "CREATE INDEX origins_reports ON origins (reports, published, id)",
    "CREATE TABLE origin_reports (origin {text} NOT NULL, report {integer} NOT NULL, PRIMARY KEY (report, origin))",
    "CREATE INDEX origin_reports_origin ON origin_reports (origin, report)",
    # Judgements that are seen to, and reports whose origins changed since somebody last asked.
    "CREATE TABLE origin_judgements (judgement {text} PRIMARY KEY)",
    "CREATE TABLE origin_moved (report {integer} PRIMARY KEY)",
    "CREATE INDEX judgements_kind ON judgements (kind, at, id)",
)
# Fingerprints in the order of time: the key is all there is of a row.
SQLITE: tuple[str, ...] = (
    """CREATE TABLE origin_prints (
        print INTEGER NOT NULL, place INTEGER NOT NULL, report INTEGER NOT NULL,
        PRIMARY KEY (print, place, report)) WITHOUT ROWID""",
)
POSTGRES: tuple[str, ...] = (
    """CREATE TABLE origin_prints (
        print BIGINT NOT NULL, place BIGINT NOT NULL, report BIGINT NOT NULL, PRIMARY KEY (print, place, report))""",
)
