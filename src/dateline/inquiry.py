"""What analysts ask of a store beyond its claims and reports: events, ledgers, and how each came about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

from dateline import origination, resolution
from dateline import store as _store
from dateline.codec import digest, from_dict
from dateline.errors import InputError, RecordError
from dateline.event import Account, Event, EventPlace, Toll
from dateline.judgement import Author, Judgement, JudgementKind, Review, ReviewAction, Verdict
from dateline.ledger import ROW_OF, LedgerKind, OutlookRow, Row
from dateline.records import Speaker
from dateline.resolution import Resolved
from dateline.resolve import effective
from dateline.resolve.ledger import is_overdue
from dateline.store import ClaimQuery, Derived, Edge, EventQuery, LedgerQuery, Store, StoredClaim
from dateline.store.added import moment
from dateline.store.coding import Coding

__all__ = [
    "Db",
    "derivation",
    "event",
    "events",
    "judge",
    "keep_blind",
    "ledger",
    "merge",
    "merging",
    "pending",
    "resolve",
    "review",
    "settle",
    "split",
    "splitting",
]

Db: TypeAlias = Store | str | os.PathLike[str]
"""A store, or where one is."""


class _Spanned(Protocol):
    """Characters of a report."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def resolve(
    db: Db,
    *,
    again: bool = False,
    told: Callable[[Resolved], None] = lambda done: None,
    most: int | None = None,
    ledgers: bool = True,
) -> Resolved:
    """Make events, origins and ledgers of what is new in a store; :func:`dateline.api.ingest` leaves that to it.

    ``again`` makes all of them anew, to the same result. ``most`` is a number of reports after which it stops. ``told``
    is called with how far it is. Stopped at any moment, it may be called again. Without ``ledgers`` their rows are left
    for :func:`settle`.

    Raises:
        StoreError: the store cannot be opened or written to.
    """
    with _store.opened(db) as store:
        return resolution.resolve(store, again=again, told=told, most=most, ledgers=ledgers)


def settle(db: Db, ledger: str | None = None) -> int:
    """Make the rows of ledgers, or of one, that :func:`resolve` has left; return how many parts there were.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: there is no such ledger.
    """
    kind = None if ledger is None else _kind(ledger)
    with _store.opened(db) as store:
        return resolution.settle(store, kind)


def pending(db: Db, *, again: bool = False) -> int:
    """Count the reports that :func:`resolve` has still to do, or has to do ``again``."""
    with _store.opened(db) as store:
        return store.counts().readings if again else resolution.pending(store)


def events(db: Db, query: EventQuery | None = None) -> Iterator[Event]:
    """Yield events, the latest first; without a query all.

    Raises:
        StoreError: the store cannot be opened.
        InputError: the query is wrong.
    """
    asked = query or EventQuery()
    return _store.asked(db, lambda store: _store.events(store, asked))


def event(db: Db, name: str) -> Event | None:
    """Return an event by its id, or by an id that it once had; None where there is none."""
    with _store.opened(db) as store:
        return _store.event_of(store, name)


def ledger(db: Db, query: LedgerQuery, *, today: str | None = None) -> Iterator[Row]:
    """Yield the rows of a ledger, the latest first. ``today`` (YYYY-MM-DD) tells what of the outlook is overdue.

    Raises:
        StoreError: the store cannot be opened.
        InputError: the query is wrong, or there is no such ledger.
    """
    kind = _kind(query.ledger)
    found = _store.asked(db, lambda store: _store.ledger(store, query))
    return (_as_of(from_dict(ROW_OF[kind], data), today) for data in found)


def _as_of(row: Row, today: str | None) -> Row:
    if today is None or not isinstance(row, OutlookRow):
        return row
    return replace(row, overdue=is_overdue(row, today))


def _kind(name: str) -> LedgerKind:
    try:
        return LedgerKind(name)
    except ValueError:
        raise InputError(f'"{name}" is no ledger; use one of: {", ".join(LedgerKind)}') from None


def judge(db: Db, *judgements: Judgement) -> int:
    """Add judgements of people on claims, and make their events anew; return how many were not there.

    Raises:
        StoreError: the store cannot be opened or written to.
    """
    with _store.opened(db) as store:
        added = store.judge(judgements)
        resolution.touch(store, sorted({name for one in judgements for name in (one.one, one.other)}))
        return added


def merge(db: Db, one: str, other: str, *, by: Author, at: str, remark: str | None = None) -> int:
    """Judge two events, by their ids, to be one; return how many judgements were added.

    ``at`` is an instant, ISO 8601 in UTC. It is taken back by :func:`split`, or by judging claims one by one.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: there is no event of that id, or it is twice the same.
    """
    with _store.opened(db) as store:
        return judge(store, *merging(store, one, other, by=by, at=at, remark=remark))


def merging(
    store: Store, one: str, other: str, *, by: Author, at: str, remark: str | None = None
) -> tuple[Judgement, ...]:
    """Return the judgements that :func:`merge` adds. Raises InputError as it does."""
    claims = [claim for name in (one, other) for claim in _known(store, name).claims]
    if len(set(claims)) < len(claims):
        raise InputError(f"{one} and {other} are one event already")
    return tuple(_held(claims[0], each, Verdict.SAME, by, at, remark) for each in claims[1:])


def split(db: Db, name: str, claims: Sequence[str], *, by: Author, at: str, remark: str | None = None) -> int:
    """Judge claims of an event to be of another; return how many judgements were added.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: there is no event of that id, it has no such claims, or nothing would be left of it.
    """
    with _store.opened(db) as store:
        return judge(store, *splitting(store, name, claims, by=by, at=at, remark=remark))


def splitting(
    store: Store, name: str, claims: Sequence[str], *, by: Author, at: str, remark: str | None = None
) -> tuple[Judgement, ...]:
    """Return the judgements that :func:`split` adds. Raises InputError as it does."""
    whole = _known(store, name).claims
    odd = [each for each in claims if each not in whole]
    rest = [each for each in whole if each not in claims]
    if odd or not claims or not rest:
        raise InputError(
            f"{name}: {odd[0]} is no claim of it" if odd else f"{name}: name some of its {len(whole)} claims, not all"
        )
    own = [each for each in whole if each in claims]
    found = [_held(own[0], each, Verdict.SAME, by, at, remark) for each in own[1:]]
    found += [_held(rest[0], each, Verdict.SAME, by, at, remark) for each in rest[1:]]
    return (*found, _held(rest[0], own[0], Verdict.DIFFERENT, by, at, remark))


def _known(store: Store, name: str) -> Event:
    found = _store.event_of(store, name)
    if found is None:
        raise InputError(f"{name}: there is no event of this id in {store.name}; see dateline events")
    return found


def _held(one: str, other: str, verdict: Verdict, by: Author, at: str, remark: str | None) -> Judgement:
    one, other = min(one, other), max(one, other)
    return Judgement(
        id=digest("judgement", JudgementKind.EVENT, one, other, verdict, by, at, remark),
        kind=JudgementKind.EVENT,
        one=one,
        other=other,
        verdict=verdict,
        by=by,
        at=at,
        remark=remark,
    )


def review(db: Db, *reviews: Review) -> int:
    """Add reviews of people on claims, and make their events anew; return how many were not there.

    Raises:
        StoreError: the store cannot be opened or written to.
        InputError: a correction is of a claim that is not there, or gives a field what it cannot hold.
    """
    with _store.opened(db) as store:
        _check(store, reviews)
        added = store.review(reviews)
        targets = {one.target for one in reviews}
        undoing = any(one.action is ReviewAction.UNDO for one in reviews)
        known = {one.id: one.target for one in store.reviews()} if undoing else {}
        while beyond := {known[name] for name in targets if name in known} - targets:
            targets |= beyond
        resolution.touch(store, sorted(targets))
        return added


def keep_blind(store: Store, reviews: Sequence[Review]) -> None:
    """Refuse what people say of reports that they code blind: the other of the two would see it.

    Raises:
        InputError: a report of these reviews is being coded by who reviews it.
    """
    for name in sorted({one.by.name for one in reviews if one.by.person}):
        blind = Coding(store).blind(name)
        if blind:
            targets = tuple(one.target for one in reviews if one.by.name == name)
            reports = {found.report for found in store.claims(ClaimQuery(ids=targets, superseded=True))}
            if not blind.isdisjoint({*targets, *reports}):
                raise InputError(
                    f"{name} codes this report blind; it can be reviewed when both coders are done with it (see Coding)"
                )


def _check(store: Store, reviews: Sequence[Review]) -> None:
    """Refuse a correction that cannot be made: it would stop all that comes after."""
    keep_blind(store, reviews)
    for one in reviews:
        if one.action is ReviewAction.ADD:
            moment(one)
        if one.action is ReviewAction.FIX:
            claims = [found.claim for found in store.claims(ClaimQuery(ids=(one.target,), superseded=True))]
            if not claims:
                raise InputError(f"{one.target}: there is no claim of this id in {store.name}")
            try:
                effective(claims[0], [one])
            except RecordError as error:
                raise InputError(f"{one.field}: {error}") from error


def derivation(db: Db, name: str) -> Iterator[str]:
    """Yield lines that tell the whole derivation of an event or a claim, down to the characters.

    Raises:
        InputError: there is no event and no claim of that id.
    """
    return _store.asked(db, lambda store: _derivation(store, name))


def _derivation(store: Store, name: str) -> Iterator[str]:
    found = _store.event_of(store, name)
    if found is not None:
        if found.id != name:
            yield f"{name} is part of {found.id} now"
        return (yield from _of_event(store, found))
    claims = list(store.claims(ClaimQuery(ids=(name,), superseded=True)))
    if not claims:
        raise InputError(f"{name}: there is no event and no claim of this id in {store.name}; see dateline events")
    yield from _of_claim(claims[0], "")
    numbers = Derived(store).numbers([name])
    events = Derived(store).events(list(Derived(store).events_of(list(numbers.values())).values()))
    for each in events.values():
        yield f"it is of the event {each.id}: {each.title}"
    for review in store.reviews([name]):
        yield f"{review.at} {review.by.name}: {review.action.value} {review.field or ''} {review.reason or ''}".rstrip()
    return None


def _of_event(store: Store, event: Event) -> Iterator[str]:
    derived = Derived(store)
    yield f"{event.id}  {event.type.value}{f' {event.mode}' if event.mode else ''}  {event.title}"
    yield f"status: {event.status.value}" + (f", disputed: {', '.join(event.disputed)}" if event.disputed else "")
    for party in event.denied_by:
        yield f"  denied by {party.name}, in {', '.join(party.claims)}"
    when = event.date.value or "nobody tells"
    yield f"when: {when}{f' to {event.date.until}' if event.date.until else ''}{_by(event.date.claims)}"
    place = event.place
    yield "where: " + ("nobody tells" if place is None else f"{place.name}{_point(place)}{_by(place.claims)}")
    for what, parties in (("who", event.actors), ("whom", event.recipients)):
        for party in parties:
            codes = " ".join(each for each in (party.entity, party.country, party.sector) if each)
            yield f"{what}: {party.name}{f' [{codes}]' if codes else ''}{_by(party.claims)}"
    for role in ("killed", "injured", "detained", "released", "displaced", "participants"):
        toll = getattr(event.tolls, role)
        if toll is not None:
            yield f"{role}: {_range(toll)}{_by(toll.claims)}"
    yield f"reports: {len(event.reports)}, of {len(event.origins)} origin{'s'[: len(event.origins) != 1]}"
    yield from _origins(store, event)
    numbers = derived.numbers(event.claims)
    held = derived.held(sorted(numbers.values()))
    yield "claims:"
    for seq in sorted(held):
        yield from _account(held[seq].account, "  ")
    edges = [one for one in derived.edges(sorted(held)) if one.one in held and one.other in held]
    if edges:
        yield "held together by:"
    for edge in edges:
        yield from _edge(edge)
    for one in store.judgements(list(event.claims)):
        if one.by.person:
            yield f"{one.at} {one.by.name} judged {one.one} and {one.other}: {one.verdict.value}"
    for part in event.parts:
        yield f"{'part of' if part.whole else 'sums up'} {part.event}, {part.score:.2f}"


def _range(toll: Toll) -> str:
    if toll.low == toll.high:
        return f"{toll.best:g}"
    return f"{toll.low:g} {'or more' if toll.high is None else f'to {toll.high:g}'}, best {toll.best:g}"


def _origins(store: Store, event: Event) -> Iterator[str]:
    names = {each.id: each.source_id or each.outlet or each.id for each in event.reports}
    for number, origin in enumerate(event.origins, 1):
        yield f"  origin {number}: {', '.join(names.get(each, each) for each in origin)}"
    seen: set[tuple[str, str]] = set()
    for found in origination.origins_of(store, list(names)).values():
        for one in found:
            for link in one.links:
                pair = (link.one, link.other)
                if pair not in seen and link.one in names and link.other in names:
                    seen.add(pair)
                    yield (
                        f"    {names[link.one]} and {names[link.other]}: {link.kind.value}, "
                        f"{link.covered:.0%} and {link.other_covered:.0%} in shared passages"
                    )


def _edge(edge: Edge) -> Iterator[str]:
    one = edge.judgement
    what = "one event" if one.verdict is Verdict.SAME else one.verdict.value
    yield f"  {one.one} and {one.other}: {what}, {one.score or 0:.2f} ({one.by.name} {one.by.version or ''})"
    for reason in one.why:
        yield f"    {reason.weight:+.2f}  {reason.feature}: {reason.value}"


def _account(one: Account, indent: str) -> Iterator[str]:
    claim = one.claim
    names = tuple(each for each in (one.outlet, one.source_id) if each)
    yield f"{indent}{claim.id}  {one.published or '?'}  {', '.join(names or (one.report,))}"
    yield f"{indent}  {_said(claim.attribution)}{claim.polarity.value}, {claim.status.value}: {_span(claim.trigger)}"
    yield f"{indent}  {_span(claim.evidence)}"


def _of_claim(one: StoredClaim, indent: str) -> Iterator[str]:
    claim = one.claim
    yield f"{indent}{claim.id}  {claim.type.value}{f' {claim.mode}' if claim.mode else ''}, {claim.confidence:.2f}"
    name = one.title or one.source_id or ""
    yield f"{indent}report: {one.report}  {one.outlet or ''}  {one.published or '?'}  {name}".rstrip()
    yield f"{indent}made by: {claim.made_by.component} {claim.made_by.version}, rule {claim.made_by.rule or '-'}"
    yield f"{indent}{_said(claim.attribution)}{claim.polarity.value}, {claim.status.value}"
    yield f"{indent}trigger: {_span(claim.trigger)}"
    parts: tuple[tuple[str, Sequence[_Spanned]], ...] = (
        ("who", claim.actors),
        ("whom", claim.recipients),
        ("where", claim.places),
        ("when", claim.times),
        ("how many", claim.quantities),
        ("what", claim.things),
    )
    for what, spans in parts:
        for each in spans:
            yield f"{indent}{what}: {_span(each)}"
    for answer in claim.answers:
        yield f"{indent}{answer.kind.value} {answer.claim}, {answer.score:.2f}: {_span(answer.words)}"
    if claim.content_of is not None:
        yield f"{indent}content of {claim.content_of}"
    yield f"{indent}evidence: {_span(claim.evidence)}"


def _said(chain: Sequence[Speaker]) -> str:
    names = [each.name for each in chain]
    return f"said by {', as told by '.join(names)}; " if names else ""


def _span(one: _Spanned) -> str:
    return f'"{one.text}" [{one.start}, {one.end})'


def _by(claims: tuple[str, ...]) -> str:
    return (
        f"  ({len(claims)} of its claims: {', '.join(claims[:5])}{' …' if len(claims) > 5 else ''})" if claims else ""
    )


def _point(place: EventPlace) -> str:
    if place.latitude is None or place.longitude is None:
        return ", no point"
    radius = f" within {place.radius_km:g} km" if place.radius_km is not None else ""
    return f", {place.latitude:.4f} {place.longitude:.4f}{radius}"
