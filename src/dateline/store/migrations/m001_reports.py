"""Version 1: reports with the bytes they came from, their readings and claims, and the words they are found by."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    "CREATE TABLE inputs (sha256 {text} PRIMARY KEY, size {integer} NOT NULL, bytes {blob} NOT NULL)",
    "CREATE TABLE coders (id {text} PRIMARY KEY, record {text} NOT NULL)",
    """CREATE TABLE reports (
        seq {integer} PRIMARY KEY, id {text} NOT NULL UNIQUE, document {text} NOT NULL, revision {integer} NOT NULL,
        stored {text} NOT NULL, raw {text} REFERENCES inputs (sha256), source_id {text}, title {text}, outlet {text},
        outlet_key {text}, url {text}, language {text}, published {text} NOT NULL, record {blob} NOT NULL,
        UNIQUE (document, revision))""",
    "CREATE INDEX reports_published ON reports (published, seq)",
    "CREATE INDEX reports_outlet ON reports (outlet_key, published, seq)",
    """CREATE TABLE readings (
        seq {integer} PRIMARY KEY, id {text} NOT NULL UNIQUE, report {integer} NOT NULL REFERENCES reports (seq),
        coder {text} NOT NULL REFERENCES coders (id), stored {text} NOT NULL, claim_count {integer} NOT NULL,
        claims {blob} NOT NULL, rest {blob} NOT NULL)""",
    "CREATE INDEX readings_report ON readings (report, seq)",
    "CREATE TABLE superseded (reading {integer} PRIMARY KEY REFERENCES readings (seq))",
    """CREATE TABLE claims (
        seq {integer} PRIMARY KEY, id {text} NOT NULL, reading {integer} NOT NULL REFERENCES readings (seq),
        report {integer} NOT NULL REFERENCES reports (seq), position {integer} NOT NULL, kind {text} NOT NULL,
        type {text} NOT NULL, mode {text}, status {text} NOT NULL, polarity {text} NOT NULL, confidence {real} NOT NULL,
        day {text} NOT NULL, last_day {text} NOT NULL)""",
    "CREATE INDEX claims_id ON claims (id)",
    "CREATE INDEX claims_reading ON claims (reading)",
    "CREATE INDEX claims_report ON claims (report)",
    "CREATE INDEX claims_day ON claims (day, seq)",
    "CREATE INDEX claims_type ON claims (type, day, seq)",
    "CREATE INDEX claims_status ON claims (status, day, seq)",
)
# The words are cut before they come here (dateline.store.words), so that the tokenizer has only to split at spaces.
SQLITE: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE report_words USING fts5(words, content='', columnsize=0, tokenize='ascii')",
    """CREATE VIRTUAL TABLE claim_words
        USING fts5(evidence, actors, speakers, places, content='', columnsize=0, tokenize='ascii')""",
)
POSTGRES: tuple[str, ...] = (
    "CREATE TABLE report_words (rowid {integer} PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX report_words_words ON report_words USING GIN (words)",
    """CREATE TABLE claim_words (
        rowid {integer} PRIMARY KEY, evidence TSVECTOR NOT NULL, actors TSVECTOR NOT NULL, speakers TSVECTOR NOT NULL,
        places TSVECTOR NOT NULL)""",
    "CREATE INDEX claim_words_words ON claim_words USING GIN (evidence, actors, speakers, places)",
)
