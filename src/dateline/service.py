"""What programs ask of a store through the API beyond what all ask: by ids, and with the forms of the answers."""

from __future__ import annotations

import os
from typing import TypeAlias

from dateline import inquiry
from dateline import store as _store
from dateline.calendar import instant
from dateline.codec import definitions, digest
from dateline.errors import FullStore, InputError, LockedStore, ReadOnlyStore, RecordError
from dateline.event import Event
from dateline.judgement import Author, Judgement, JudgementKind, Review, ReviewAction, Verdict
from dateline.ledger import ROW_OF, LedgerKind
from dateline.records import Reading
from dateline.store import ClaimQuery, Counts, ReportQuery, Store, StoredClaim, StoredReport
from dateline.store.event_query import changed as _changed

__all__ = [
    "ROW_OF",
    "Author",
    "Counts",
    "Event",
    "FullStore",
    "JudgementKind",
    "LedgerKind",
    "LockedStore",
    "ReadOnlyStore",
    "RecordError",
    "ReviewAction",
    "StoredClaim",
    "StoredReport",
    "Verdict",
    "changed",
    "definitions",
    "instant",
    "judged",
    "reading",
    "reviewed",
]

Db: TypeAlias = Store | str | os.PathLike[str]


def changed(db: Db, event: str | None = None) -> str | None:
    """Return the instant at which something was last added to an event, or to any; None where there is none."""
    with _store.opened(db) as store:
        return _changed(store, event)


def reading(db: Db, report: str) -> Reading | None:
    """Return the last reading of a report; None where there is none."""
    with _store.opened(db) as store:
        return store.reading(report)


def judged(
    db: Db,
    kind: JudgementKind,
    one: str,
    other: str,
    verdict: Verdict,
    *,
    by: Author,
    at: str,
    remark: str | None = None,
) -> Judgement:
    """Judge two claims, or two reports, by their ids, and return the judgement that was added.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: there is no such claim or report, it is twice the same, or the kind is of neither.
    """
    if one == other:
        raise InputError(f"{one} is twice the same; give two")
    with _store.opened(db) as store:
        if kind is JudgementKind.EVENT:
            there = {each.claim.id for each in store.claims(ClaimQuery(ids=(one, other), superseded=True))}
        elif kind is JudgementKind.ORIGIN:
            there = {each.report.id for each in store.reports(ReportQuery(ids=(one, other), superseded=True))}
        else:
            raise InputError(f"a judgement of kind {kind.value} cannot be given here; give one of events or origins")
        for name in (one, other):
            if name not in there:
                what = "claim" if kind is JudgementKind.EVENT else "report"
                raise InputError(f"{name}: there is no {what} of this id in {store.name}; see dateline {what}s --json")
        if verdict is not Verdict.PART:
            one, other = min(one, other), max(one, other)
        found = Judgement(
            id=digest("judgement", kind, one, other, verdict, by, at, remark),
            kind=kind,
            one=one,
            other=other,
            verdict=verdict,
            by=by,
            at=at,
            remark=remark,
        )
        inquiry.judge(store, found)
        return found


def reviewed(
    db: Db,
    action: ReviewAction,
    target: str,
    *,
    by: Author,
    at: str,
    field: str | None = None,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
) -> Review:
    """Accept, reject or fix a claim, or undo a review of one's own, and return the review that was added.

    ``old`` and ``new`` are JSON of what the field is and is to be.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: there is no such claim or review, or the field cannot hold that.
    """
    with _store.opened(db) as store:
        if action is ReviewAction.UNDO:
            if not any(each.id == target and each.by.name == by.name for each in store.reviews()):
                raise InputError(f"{target}: there is no review of this id by {by.name}; undo what is one's own")
        elif action is ReviewAction.ADD:
            raise InputError("a claim cannot be added here; add it at the desk, by marking its words")
        elif not list(store.claims(ClaimQuery(ids=(target,), superseded=True))):
            raise InputError(f"{target}: there is no claim of this id in {store.name}; see dateline claims --json")
        if (action is ReviewAction.FIX) != (field is not None and new is not None):
            raise InputError("field and new belong to fix, and fix needs both; give them with it alone")
        found = Review(
            id=digest("review", target, action, by, at, field, old, new, reason),
            target=target,
            action=action,
            by=by,
            at=at,
            field=field,
            old=old,
            new=new,
            reason=reason,
        )
        inquiry.review(store, found)
        return found
