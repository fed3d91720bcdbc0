"""What people have done with claims, and adding to it only where nobody else has in between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dateline.codec import digest, from_dict
from dateline.errors import StoreError
from dateline.judgement import Judgement, JudgementKind, Review
from dateline.store import rows, tables
from dateline.store.base import Store
from dateline.store.query import marks
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row

__all__ = ["Change", "ClaimRow", "Reviewed", "seen_of"]

Change: TypeAlias = Review | Judgement
"""What a person did: a review of a claim, or a judgement of two."""
_IN = 500
_CURRENT = "NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = c.reading)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """What the table of claims holds of a current claim, without unpacking it; ``event`` is the number of its event."""

    id: str
    report: str
    confidence: float
    event: int | None


def seen_of(changes: Sequence[Change]) -> str:
    """Return a digest of what was done: whoever gives it back has seen that, and no more."""
    return digest("seen", *(one.id for one in changes))


class Reviewed:
    """The reviews and judgements of people in a store."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no reviews")
        self._store = store

    def history(self, about: Sequence[str]) -> tuple[Change, ...]:
        """Return what people did with claims (or reports, where they added claims), in order of time."""
        found: dict[str, Change] = {}
        todo = sorted(set(about))
        while todo:
            new = [one for one in self._store.reviews(todo) if one.id not in found]
            found.update((one.id, one) for one in new)
            todo = [one.id for one in new]
        for one in self._store.judgements(sorted(set(about))):
            if one.by.person and one.kind is JudgementKind.EVENT:
                found[one.id] = one
        return tuple(sorted(found.values(), key=lambda one: (one.at, one.id)))

    def add(self, changes: Sequence[Change], *, about: Sequence[str], seen: str | None) -> tuple[Change, ...] | None:
        """Add what a person did, all of it, and return None.

        Where ``seen`` is not the digest of what was done with ``about`` by now, nothing is added, and all that was
        done is returned. Between looking and adding nobody else can write.
        """
        with self._store.writing():
            if seen is not None:
                there = self.history(about)
                if seen_of(there) != seen:
                    return there
            reviews = [rows.review_row(one) for one in changes if isinstance(one, Review)]
            judgements = [rows.judgement_row(one) for one in changes if isinstance(one, Judgement)]
            for table, found in ((tables.REVIEWS, reviews), (tables.JUDGEMENTS, judgements)):
                if found:
                    self._store.insert(table, found)
        return None

    def of_author(self, name: str, most: int) -> tuple[Change, ...]:
        """Return what a person did last, at most so many reviews and so many judgements, the last first."""
        reviews = self._store.execute(
            "SELECT record FROM reviews WHERE author = ? ORDER BY at DESC, id DESC LIMIT ?", (name, most)
        )
        judgements = self._store.execute(
            """SELECT record FROM judgements WHERE author = ? AND person = 1 AND kind = ?
            ORDER BY at DESC, id DESC LIMIT ?""",
            (name, JudgementKind.EVENT.value, most),
        )
        found: list[Change] = [from_dict(Review, json.loads(text_of(row[0]))) for row in reviews]
        found = [one for one in found if one.by.person]
        found += [from_dict(Judgement, json.loads(text_of(row[0]))) for row in judgements]
        return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))

    def targets(self) -> tuple[str, ...]:
        """Return the ids of all that was ever reviewed."""
        return tuple(text_of(row[0]) for row in self._store.execute("SELECT DISTINCT target FROM reviews"))

    def least_sure(self, most: int) -> list[ClaimRow]:
        """Return the current claims of the least confidence."""
        sql = f"""SELECT c.id, r.id, c.confidence, e.event FROM claims c JOIN reports r ON r.seq = c.report
            LEFT JOIN event_claims e ON e.claim = c.seq WHERE {_CURRENT} ORDER BY c.confidence, c.seq LIMIT ?"""
        return [_claim_row(row) for row in self._store.execute(sql, (most,))]

    def claims_of_events(self, events: Sequence[str]) -> list[ClaimRow]:
        """Return the current claims of events, by the events' ids."""
        found: list[ClaimRow] = []
        for start in range(0, len(events), _IN):
            part = tuple(events[start : start + _IN])
            # Joined in this order: an engine that begins with the claims reads all of them.
            sql = f"""SELECT c.id, r.id, c.confidence, e.event
                FROM events v CROSS JOIN event_claims e CROSS JOIN claims c CROSS JOIN reports r
                WHERE v.id IN ({marks(len(part))}) AND e.event = v.seq AND c.seq = e.claim AND r.seq = c.report
                AND {_CURRENT} ORDER BY c.seq"""
            found += [_claim_row(row) for row in self._store.execute(sql, part)]
        return found

    def event_numbers(self, events: Sequence[str]) -> dict[str, int]:
        """Return the numbers of events by their ids."""
        found: dict[str, int] = {}
        for start in range(0, len(events), _IN):
            part = tuple(events[start : start + _IN])
            for row in self._store.execute(f"SELECT id, seq FROM events WHERE id IN ({marks(len(part))})", part):
                found[text_of(row[0])] = number_of(row[1])
        return found


def _claim_row(row: Row) -> ClaimRow:
    sure = row[2]
    return ClaimRow(
        id=text_of(row[0]),
        report=text_of(row[1]),
        confidence=float(sure) if isinstance(sure, int | float) else 0.0,
        event=None if row[3] is None else number_of(row[3]),
    )
