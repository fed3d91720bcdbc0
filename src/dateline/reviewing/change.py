"""What a person changes: reviews and judgements that are only ever added, and never over what they have not seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline import inquiry, resolution
from dateline.codec import digest, from_dict, to_dict
from dateline.errors import InputError, RecordError
from dateline.judgement import Author, Judgement, Review, ReviewAction, Verdict
from dateline.lexicon import ontology
from dateline.records import STATES, Claim, ClaimKind, ClaimType, MadeBy, Polarity, Reading, Span, Status
from dateline.resolve.review import effective, standing
from dateline.reviewing.fields import Value, Written, located, value_of
from dateline.reviewing.look import Scope, scope
from dateline.reviewing.queue import reviewed_claims
from dateline.store import ClaimQuery, Store
from dateline.store.reviewed import Change, Reviewed, seen_of
from dateline.version import __version__

__all__ = [
    "Fix",
    "Overtaken",
    "Seen",
    "Undone",
    "accept",
    "add",
    "claim_of",
    "complete",
    "fix",
    "fixed",
    "json_of",
    "merge",
    "reject",
    "review_of",
    "split",
    "undo",
]

_BACK = 500
"""So many reviews, and so many judgements, of a person are looked through for the last that stands."""
_REASON = 2_000
"""Characters of a reason, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """Somebody did something since it was looked at: what, and the digest of all that is done by now.

    Nothing was added.
    """

    changes: tuple[Change, ...]
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back, and the claim, or report, that it was about."""

    changes: tuple[Change, ...]
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What a field of a claim is to be: the rows of its form, see :mod:`dateline.reviewing.fields`."""

    field: str
    rows: tuple[Written, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a person looked at: the digest of its scope, and the claims that this was about where the event had others.

    An event may have lost claims since, by what somebody else did with them.
    """

    digest: str
    about: tuple[str, ...] = ()


def accept(store: Store, claim: str, *, by: Author, at: str, seen: Seen | None = None) -> Overtaken | None:
    """Hold a claim for right; ``at`` is an instant, ``seen`` what was looked at.

    Raises:
        InputError: there is no such claim.
    """
    _claim(store, claim)
    return _add(store, [review_of(claim, ReviewAction.ACCEPT, by=by, at=at)], scope(store, claim), seen)


def reject(store: Store, claim: str, reason: str, *, by: Author, at: str, seen: Seen | None = None) -> Overtaken | None:
    """Hold a claim for wrong, and say why.

    Raises:
        InputError: there is no such claim, or no reason.
    """
    _claim(store, claim)
    made = review_of(claim, ReviewAction.REJECT, by=by, at=at, reason=_reason(reason, needed=True))
    return _add(store, [made], scope(store, claim), seen)


def fix(
    store: Store,
    claim: str,
    fixes: Sequence[Fix],
    *,
    by: Author,
    at: str,
    reason: str | None = None,
    seen: Seen | None = None,
) -> Overtaken | None:
    """Correct fields of a claim. A field that is as it was is passed over.

    Raises:
        InputError: there is no such claim, a field cannot hold that, or nothing is changed.
    """
    machine, reading = _claim(store, claim)
    around = scope(store, claim)
    reviews = [one for one in around.changes if isinstance(one, Review)]
    now = effective(machine, reviews) or machine
    made: list[Review] = []
    for one in fixes:
        new = value_of(one.field, one.rows, now, reading)
        old = getattr(now, one.field)
        if new == old:
            continue
        made.append(fixed(claim, one.field, old, new, by, at, reason))
        if one.field == "type":  # a mode that somebody fixed is of the old type
            modes = ontology.load().modes[ClaimType(str(new))]
            if now.mode is not None and now.mode not in modes:
                made.append(fixed(claim, "mode", now.mode, None, by, at, reason))
    if not made:
        raise InputError("that is what it says already; nothing is changed")
    try:
        effective(machine, [*reviews, *made])
    except RecordError as error:
        raise InputError(str(error)) from error
    return _add(store, made, around, seen)


def add(
    store: Store,
    report: str,
    claim: Claim,
    *,
    by: Author,
    at: str,
    reason: str | None = None,
    seen: Seen | None = None,
) -> Overtaken | None:
    """Add a claim that the coder missed, made by :func:`claim_of`.

    Raises:
        InputError: there is no such report.
    """
    made = review_of(report, ReviewAction.ADD, by=by, at=at, new=json_of(claim), reason=_reason(reason))
    return _add(store, [made], _report_scope(store, report), seen)


def complete(store: Store, report: str, *, by: Author, at: str, seen: Seen | None = None) -> Overtaken | None:
    """Say that all that a report claims is reviewed or added: from then on it counts as gold.

    Raises:
        InputError: there is no such report, or claims of it are not reviewed.
    """
    reading = store.reading(report)
    if reading is None:
        raise InputError(f"{report}: there is no report of this id in {store.name}")
    names = [claim.id for claim in reading.claims]
    left = len(names) - len(reviewed_claims(store, names))
    if left:
        raise InputError(f"{left} of its {len(names)} claims are not reviewed yet; accept, fix or reject them first")
    return _add(store, [review_of(report, ReviewAction.ACCEPT, by=by, at=at)], _report_scope(store, report), seen)


def merge(
    store: Store, claim: str, other: str, *, by: Author, at: str, reason: str | None = None, seen: Seen | None = None
) -> Overtaken | None:
    """Judge the event of a claim, and another by its id, to be one.

    Raises:
        InputError: there is no such event, or the claim is in none.
    """
    around = scope(store, claim)
    if around.event is None:
        raise InputError("this claim is in no event")
    made = inquiry.merging(store, around.event.id, other, by=by, at=at, remark=_reason(reason))
    return _add(store, made, around, seen)


def split(
    store: Store, claim: str, *, by: Author, at: str, reason: str | None = None, seen: Seen | None = None
) -> Overtaken | None:
    """Judge a claim to tell of another event than the rest of its event.

    Raises:
        InputError: the claim is in no event, or alone in its.
    """
    around = scope(store, claim)
    if around.event is None or len(around.about) < 2:
        raise InputError("this claim is alone in its event; there is nothing to split it off from")
    made = inquiry.splitting(store, around.event.id, [claim], by=by, at=at, remark=_reason(reason))
    return _add(store, made, around, seen)


def undo(store: Store, *, by: Author, at: str) -> Undone | None:
    """Take back what a person did last, all of it that was done at once; None where there is nothing left."""
    reviewed = Reviewed(store)
    done = reviewed.of_author(by.name, _BACK)
    back: dict[tuple[str, str], int] = {}
    for number, one in enumerate(done):
        if isinstance(one, Judgement):
            pair = (one.one, one.other)
            if one.remark == _UNDO:
                back[pair] = back.get(pair, 0) + 1
            elif back.get(pair):
                back[pair] -= 1
            elif one.verdict is not Verdict.OPEN:
                group = [each for each in done if isinstance(each, Judgement) and each.at == one.at]
                return _take_back(store, group, done[number:], by, at)
        elif one.action is not ReviewAction.UNDO:
            kept = {each.id for each in _standing(reviewed, one.target)}
            if one.id in kept:
                group_of = [each for each in done if isinstance(each, Review) and each.at == one.at and each.id in kept]
                made = [review_of(each.id, ReviewAction.UNDO, by=by, at=at) for each in group_of]
                reviewed.add(made, about=(), seen=None)
                resolution.touch(store, sorted({each.target for each in group_of}))
                return Undone(changes=tuple(group_of), target=one.target)
    return None


_UNDO = "undo"


def _take_back(store: Store, group: Sequence[Judgement], done: Sequence[Change], by: Author, at: str) -> Undone:
    """Judge pairs again as the person had judged them before, or leave them open."""
    made: list[Judgement] = []
    for one in group:
        before = next(
            (
                each.verdict
                for each in done
                if isinstance(each, Judgement) and (each.one, each.other) == (one.one, one.other) and each.at < one.at
            ),
            Verdict.OPEN,
        )
        name = digest("judgement", one.kind, one.one, one.other, before, by, at, _UNDO)
        made.append(
            Judgement(id=name, kind=one.kind, one=one.one, other=one.other, verdict=before, by=by, at=at, remark=_UNDO)
        )
    Reviewed(store).add(made, about=(), seen=None)
    resolution.touch(store, sorted({name for each in made for name in (each.one, each.other)}))
    return Undone(changes=tuple(group), target=group[-1].other)


def claim_of(
    reading: Reading,
    *,
    type: ClaimType,
    trigger: Written,
    fixes: Iterable[Fix] = (),
    mode: str | None = None,
    polarity: Polarity = Polarity.POSITIVE,
    status: Status = Status.HAPPENED,
    by: Author,
    at: str,
) -> Claim:
    """Make a claim of words that a person picked.

    Raises:
        InputError: the words are not in the report, or a field cannot hold what was given.
    """
    span = located(trigger, 0, reading)
    claim = Claim(
        id=digest("claim", reading.report.id, span.start, span.end, type, by, at),
        kind=ClaimKind.STATE if type in STATES else ClaimKind.EVENT,
        type=type,
        polarity=polarity,
        status=status,
        trigger=span,
        evidence=_sentence(reading, span),
        confidence=1.0,
        made_by=MadeBy(component="person", version=__version__, rule=by.name),
    )
    data = to_dict(claim)
    given = [*fixes] if mode is None else [*fixes, Fix(field="mode", rows=({"value": mode},))]
    for one in given:
        data[one.field] = json.loads(json_of(value_of(one.field, one.rows, claim, reading)))
    return from_dict(Claim, data)


def review_of(
    target: str,
    action: ReviewAction,
    *,
    by: Author,
    at: str,
    field: str | None = None,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
) -> Review:
    """Make a review; its id is a digest of all else."""
    return Review(
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


def _add(store: Store, made: Sequence[Change], around: Scope, seen: Seen | None) -> Overtaken | None:
    inquiry.keep_blind(store, [one for one in made if isinstance(one, Review)])
    about = (seen.about if seen is not None else ()) or around.about
    there = Reviewed(store).add(made, about=about, seen=None if seen is None else seen.digest)
    if there is not None:
        return Overtaken(changes=there, seen=seen_of(there))
    touched = {name for one in made for name in _ends(one)}
    resolution.touch(store, sorted(touched))
    return None


def _ends(one: Change) -> tuple[str, ...]:
    return (one.target,) if isinstance(one, Review) else (one.one, one.other)


def _claim(store: Store, name: str) -> tuple[Claim, Reading]:
    found = next(store.claims(ClaimQuery(ids=(name,), superseded=True)), None)
    reading = store.reading(found.report) if found is not None else None
    if found is None or reading is None:
        raise InputError(f"{name}: there is no claim of this id in {store.name}")
    return found.claim, reading


def _report_scope(store: Store, report: str) -> Scope:
    """Return what adding to a report is about: the report, and its claims."""
    reading = store.reading(report)
    if reading is None:
        raise InputError(f"{report}: there is no report of this id in {store.name}")
    about = (report, *(claim.id for claim in reading.claims))
    changes = Reviewed(store).history(about)
    return Scope(event=None, about=about, changes=changes, seen=seen_of(changes))


def _standing(reviewed: Reviewed, target: str) -> tuple[Review, ...]:
    return standing(one for one in reviewed.history([target]) if isinstance(one, Review))


def fixed(claim: str, field: str, old: Value, new: Value, by: Author, at: str, reason: str | None) -> Review:
    """Make the review that fixes a field."""
    return review_of(
        claim,
        ReviewAction.FIX,
        by=by,
        at=at,
        field=field,
        old=json_of(old),
        new=json_of(new),
        reason=_reason(reason),
    )


def json_of(value: Value | Claim) -> str:
    """Return a value of a field, or a claim, as JSON."""
    data: object = value
    if isinstance(value, tuple):
        data = [to_dict(each) for each in value]
    elif isinstance(value, Claim):
        data = to_dict(value)
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _reason(written: str | None, *, needed: bool = False) -> str | None:
    words = (written or "").strip()
    if needed and not words:
        raise InputError("say why, in a few words")
    if len(words) > _REASON:
        raise InputError(f"a reason has {_REASON:,} characters at most")
    return words or None


def _sentence(reading: Reading, span: Span) -> Span:
    """Return the sentence that words stand in, or the words where none does."""
    text = reading.report.text
    for one in reading.sentences:
        if one.start <= span.start and span.end <= one.end:
            return Span(text=text[one.start : one.end], start=one.start, end=one.end)
    return span
