"""What people's reviews leave of a claim. The machine's reading stays beneath: nothing here is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from dateline.codec import from_dict, to_dict
from dateline.errors import RecordError
from dateline.judgement import Review, ReviewAction
from dateline.lexicon import ontology
from dateline.records import STATES, Claim, ClaimKind, Report

__all__ = ["FIELDS", "added", "effective", "standing"]

FIELDS = (
    "type", "mode", "actors", "recipients", "places", "times", "quantities", "polarity", "status", "attribution",
    "contexts",
)  # fmt: skip
"""Fields of a claim that a person may fix."""


def effective(claim: Claim, reviews: Iterable[Review]) -> Claim | None:
    """Return a claim as people's reviews leave it, with its id; None where it is rejected.

    Reviews of other claims may be among them. The later of one author stands, of two persons the later; a review that
    is undone counts for nothing. Whoever fixes a field of a claim after rejecting it takes the rejection back. Where a
    fixed type has not the claim's mode, and none was fixed, it has no mode.

    Raises:
        RecordError: a fix names a field that cannot be fixed, or its value is not one of that field.
    """
    mine = [r for r in standing(reviews) if r.target == claim.id]
    if not mine:
        return claim
    verdicts: dict[tuple[str, bool], Review] = {}
    fixes: dict[str, Review] = {}
    for review in mine:
        author = (review.by.name, review.by.person)
        if review.action in (ReviewAction.ACCEPT, ReviewAction.REJECT):
            verdicts[author] = review
        elif review.action is ReviewAction.FIX:
            fixes[review.field or ""] = review
            if author in verdicts:
                verdicts[author] = review
    if verdicts:
        last = max(verdicts.values(), key=lambda review: (review.at, review.id))
        if last.action is ReviewAction.REJECT:
            return None
    return _fixed(claim, fixes)


def added(report: str | Report, reviews: Iterable[Review]) -> tuple[Claim, ...]:
    """Return the claims that people added to a report, in order of adding; of one id the last stands.

    What was reviewed of an added claim is for :func:`effective`.

    Raises:
        RecordError: what was added is no claim.
    """
    name = report.id if isinstance(report, Report) else report
    found: dict[str, Claim] = {}
    for review in standing(reviews):
        if review.action is ReviewAction.ADD and review.target == name:
            claim = _read(review, Claim.__name__)
            found[claim.id] = claim
    return tuple(found.values())


def standing(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Return the reviews that are not undone, in order of time, without the undoing ones.

    What undoes can itself be undone; only a later review undoes an earlier.
    """
    ordered = sorted({review.id: review for review in reviews}.values(), key=lambda review: (review.at, review.id))
    gone: set[str] = set()
    for review in reversed(ordered):
        if review.action is ReviewAction.UNDO and review.id not in gone:
            gone.add(review.target)
    return tuple(r for r in ordered if r.id not in gone and r.action is not ReviewAction.UNDO)


def _fixed(claim: Claim, fixes: dict[str, Review]) -> Claim:
    if not fixes:
        return claim
    data = to_dict(claim)
    for name, review in fixes.items():
        if name not in FIELDS:
            raise RecordError(f"review {review.id}: field is {name!r}; a person may fix {', '.join(FIELDS)}")
        data[name] = _json(review)
        try:
            from_dict(Claim, data)
        except RecordError as error:
            raise RecordError(f"review {review.id}: {error}") from error
    fixed = from_dict(Claim, data)
    modes = ontology.load().modes[fixed.type]
    if fixed.mode is not None and fixed.mode not in modes:
        if "mode" in fixes:
            allowed = ", ".join(modes) or "none"
            raise RecordError(f"review {fixes['mode'].id}: mode is {fixed.mode!r}; modes of {fixed.type}: {allowed}")
        fixed = replace(fixed, mode=None)
    if "contexts" in fixes and (odd := set(fixed.contexts) - set(ontology.load().contexts)):
        raise RecordError(f"review {fixes['contexts'].id}: contexts are those of PLOVER; got {', '.join(sorted(odd))}")
    return replace(fixed, kind=ClaimKind.STATE if fixed.type in STATES else ClaimKind.EVENT)


def _read(review: Review, name: str) -> Claim:
    try:
        return from_dict(Claim, _json(review))
    except RecordError as error:
        raise RecordError(f"review {review.id}: {name}: {error}") from error


def _json(review: Review) -> object:
    if review.new is None:
        raise RecordError(f"review {review.id}: new is None; give the value as JSON")
    try:
        value: object = json.loads(review.new)
    except ValueError as error:
        raise RecordError(f"review {review.id}: new is no JSON: {error}") from error
    return value
