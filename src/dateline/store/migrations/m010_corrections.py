"""Version 10: what a feed said of an entry, so that a correction under a known link is seen."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    # A changed entry is a row of its own; first is the item that was found first under its link, "" for that itself.
    "ALTER TABLE feed_items ADD COLUMN first {text} NOT NULL DEFAULT ''",
    # A digest of what the feed said; "" where it was not kept yet: of such an entry no change can be told.
    "ALTER TABLE feed_items ADD COLUMN said {text} NOT NULL DEFAULT ''",
    "CREATE INDEX feed_items_first ON feed_items (first)",
)
SQLITE: tuple[str, ...] = ()
POSTGRES: tuple[str, ...] = ()
