"""Claims that people added, where claims are found: each has a reading of its own beside that of its report.

What people added lies in their reviews; the rows here are made from those, and can be made again: they are no part of
an archive or of a fingerprint. Numbers of these readings are negative, so that no reading of a coder is taken for one,
and numbers of their claims lie beyond all others: an event that a coder's claim is in keeps its id. Both come of the
instant and the id of the review, and so are the same in each store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.codec import to_dict
from dateline.errors import StoreError
from dateline.judgement import Review, ReviewAction
from dateline.records import Claim
from dateline.store import rows, tables
from dateline.store.base import Store
from dateline.store.derived import Derived
from dateline.store.query import marks
from dateline.store.sql import BEYOND, SqlStore, number_of, text_of
from dateline.store.tables import Row

__all__ = ["Added", "Addition", "moment"]

_IN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A claim that a person added by a review; it ``stands`` unless that was taken back or done anew."""

    review: Review
    claim: Claim
    stands: bool


class Added:
    """What people added to the claims of a store. Nothing here begins to write: that is for who calls."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no reviews")
        self._store = store

    def reviews(self, targets: Sequence[str] | None = None) -> list[Review]:
        """Return the reviews that add claims, all or those to reports, and those that undo them, and so on."""
        if targets is None:
            found = self._store.execute("SELECT DISTINCT target FROM reviews WHERE action = 'add'")
            targets = [text_of(row[0]) for row in found]
        out = [one for one in self._store.reviews(targets) if one.action is ReviewAction.ADD]
        todo = [one.id for one in out]
        while todo:
            back = list(self._store.reviews(todo))
            out += back
            todo = [one.id for one in back]
        return out

    def put(self, found: Sequence[Addition]) -> None:
        """Have those that stand among the claims, where their report has no later revision, and no others."""
        by_review = {each.review.id: each for each in found}
        there = self._readings(list(by_review))
        new = [each for name, each in by_review.items() if name not in there and each.stands]
        for each in sorted(new, key=lambda one: (one.review.at, one.review.id)):
            if (home := self._home(each)) is not None:
                there[each.review.id] = (self._insert(each, home), False)
        for seq, stands in self._turned(by_review, there):
            if stands:  # done again: it is to be resolved once more
                Derived(self._store).forget([BEYOND - seq])
                for table in ("superseded", "resolved"):
                    self._store.execute(f"DELETE FROM {table} WHERE reading = ?", (seq,))
            else:
                self._store.insert(tables.SUPERSEDED, [(seq,)])

    def differs(self, found: Sequence[Addition]) -> bool:
        """Say whether :meth:`put` would change anything."""
        by_review = {each.review.id: each for each in found}
        there = self._readings(list(by_review))
        new = (each for name, each in by_review.items() if name not in there and each.stands)
        return any(self._home(each) for each in new) or any(True for _ in self._turned(by_review, there))

    def _turned(
        self, by_review: Mapping[str, Addition], there: Mapping[str, tuple[int, bool]]
    ) -> Iterator[tuple[int, bool]]:
        """Yield the readings that are out though they stand, and the reverse; and whether they stand."""
        current = self._current([seq for seq, _ in there.values()])
        for name, (seq, out) in sorted(there.items()):
            stands = by_review[name].stands and seq in current
            if stands == out:
                yield seq, stands

    def _readings(self, names: Sequence[str]) -> dict[str, tuple[int, bool]]:
        """Return the numbers of readings by the reviews that they come of, and whether they are superseded."""
        out: dict[str, tuple[int, bool]] = {}
        for start in range(0, len(names), _IN):
            part = tuple(names[start : start + _IN])
            sql = f"""SELECT d.id, d.seq, EXISTS (SELECT 1 FROM superseded s WHERE s.reading = d.seq)
                FROM readings d WHERE d.id IN ({marks(len(part))})"""
            for row in self._store.execute(sql, part):
                out[text_of(row[0])] = (number_of(row[1]), bool(row[2]))
        return out

    def _current(self, readings: Sequence[int]) -> set[int]:
        """Return those readings whose report has no later revision."""
        out: set[int] = set()
        for start in range(0, len(readings), _IN):
            part = tuple(readings[start : start + _IN])
            sql = f"""SELECT d.seq FROM readings d JOIN reports r ON r.seq = d.report
                WHERE d.seq IN ({marks(len(part))})
                AND NOT EXISTS (SELECT 1 FROM reports n WHERE n.document = r.document AND n.revision > r.revision)"""
            out.update(number_of(row[0]) for row in self._store.execute(sql, part))
        return out

    def _home(self, one: Addition) -> Row | None:
        """Return report, day and coder of what a claim was added to; None where that is not there."""
        found = self._store.execute(
            """SELECT r.seq, r.published, d.coder FROM reports r JOIN readings d ON d.report = r.seq
            WHERE r.id = ? AND d.seq > 0 ORDER BY d.seq DESC LIMIT 1""",
            (one.review.target,),
        )
        return found[0] if found else None

    def _insert(self, one: Addition, home: Row) -> int:
        """Add a claim and its reading; return the number of the reading."""
        report, published, coder = number_of(home[0]), text_of(home[1]), home[2]
        place = _place(one.review)
        while self._store.execute("SELECT 1 FROM readings WHERE seq = ?", (-place,)):
            place += 1
        claims = rows.pack([to_dict(one.claim)])
        self._store.insert(
            tables.READINGS, [(-place, one.review.id, report, coder, one.review.at, 1, claims, rows.pack({}))]
        )
        self._store.insert(
            tables.CLAIMS,
            list(rows.claim_rows((one.claim,), published, first=BEYOND + place, reading_seq=-place, report_seq=report)),
        )
        words = tuple(map(self._store.indexed, rows.claim_words(one.claim)))
        self._store.insert(tables.CLAIM_WORDS, [(BEYOND + place, *words)])
        return -place


def _place(one: Review) -> int:
    """Return a number in the order of time: microseconds, and ten bits of the id, for what was added at once."""
    micros = max(1, round((moment(one) - datetime.fromtimestamp(0, UTC)).total_seconds() * 1_000_000))
    own = int.from_bytes(hashlib.blake2b(one.id.encode(), digest_size=2).digest(), "big")
    return (min(micros, (1 << 51) - 1) << 10) + own % 1024


def moment(one: Review) -> datetime:
    """Return when a claim was added.

    Raises:
        StoreError: that is no instant, and the claim would stop all that comes after.
    """
    try:
        at = datetime.fromisoformat(one.at)
    except ValueError as error:
        raise StoreError(f'review {one.id}: "{one.at[:40]}" is no instant; its claim cannot be entered') from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
