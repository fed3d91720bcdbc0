"""Version 6: what was asked of servers and what they said, the entries of feeds, and the rules of sites for robots."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    # item is "" where the feed itself was asked for. due is when it may be asked for again, hold when its host may.
    """CREATE TABLE fetches (
        seq {integer} PRIMARY KEY, feed {text} NOT NULL, item {text} NOT NULL, url {text} NOT NULL,
        host {text} NOT NULL, at {text} NOT NULL, outcome {text} NOT NULL, status {integer}, reason {text},
        size {integer}, sha256 {text}, etag {text}, modified {text}, due {text} NOT NULL, failures {integer} NOT NULL,
        strikes {integer} NOT NULL, hold {text})""",
    "CREATE INDEX fetches_feed ON fetches (feed, item, outcome, seq)",
    "CREATE INDEX fetches_item ON fetches (item, seq)",
    "CREATE INDEX fetches_host ON fetches (host, seq)",
    """CREATE TABLE feed_items (
        seq {integer} PRIMARY KEY, item {text} NOT NULL UNIQUE, feed {text} NOT NULL, url {text}, title {text},
        published {text}, seen {text} NOT NULL, summary {text})""",
    "CREATE INDEX feed_items_feed ON feed_items (feed, seq)",
    """CREATE TABLE feed_ends (
        item {text} PRIMARY KEY REFERENCES feed_items (item), feed {text} NOT NULL, at {text} NOT NULL,
        outcome {text} NOT NULL, report {text}, reason {text})""",
    "CREATE INDEX feed_ends_feed ON feed_ends (feed, outcome)",
    "CREATE TABLE feed_robots (origin {text} PRIMARY KEY, at {text} NOT NULL, rules {text} NOT NULL)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
