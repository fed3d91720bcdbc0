"""An event: every account of it side by side, who says how many, what is disputed, and why they are one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import api
from dateline.api import Claim, Event, EventQuery, Polarity, StoredClaim, Toll
from dateline.server.desk import Desk, Served
from dateline.server.layers import LAYERS, claim_marks
from dateline.web.filters import days, span, words
from dateline.web.marking import Mark, Piece, pieces

__all__ = ["router"]

router = APIRouter()
_FIRST = 40
"""Reports whose accounts are shown at first."""
ROLES = ("killed", "injured", "detained", "released", "displaced", "participants")
_ALSO = {"detained": ("detained", "abducted")}
"""Roles of numbers that a toll counts beside its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence that tells of an event: the claims that it makes, and the sentence in pieces."""

    claims: tuple[Claim, ...]
    pieces: list[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one report says of an event, and to which reports of its origin it is a copy or like."""

    report: str
    outlet: str | None
    published: str | None
    title: str | None
    accounts: tuple[Told, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of the things that are said of something, and who says so."""

    value: str
    said: tuple[StoredClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A toll, and each number that is told for it."""

    role: str
    toll: Toll
    figures: tuple[Version, ...]


@router.get("/events/{name}", response_class=HTMLResponse)
def event(desk: Desk, name: str, was: str | None = None, all: bool = False) -> Response:
    """Show an event; an id that it once had leads to it."""
    found = api.event(desk.store, name)
    if found is None:
        return missing(desk, "event", name)
    if found.id != name:
        return RedirectResponse(f"/events/{found.id}?was={name}", status_code=303)
    blind = api.reviewing.coding.blind(desk.store, desk.person.name)
    accounts = [one for one in api.desk.accounts(desk.store, found.claims) if one.report not in blind]
    cards = _cards(found, accounts, None if all else _FIRST)
    reports = [each.id for each in found.reports]
    whole = {each.event: each for each in found.parts}
    parts = {each.id: each for each in api.events(desk.store, EventQuery(ids=tuple(whole)))} if whole else {}
    return desk.page(
        "event.html",
        event=found,
        was=was if was in found.redirects else None,
        origins=cards,
        left=0 if all else max(0, len(reports) - _FIRST),
        tolls=_tolls(found, accounts),
        disputes=[(field, _versions(found, field, accounts)) for field in found.disputed],
        copies=api.desk.copies(desk.store, reports[:200]),
        outlets={each.id: each.outlet or each.source_id or each.id for each in found.reports},
        parts=[(each, parts[each.event]) for each in found.parts if each.event in parts],
        judgements=[one for one in desk.store.judgements(found.claims) if one.by.person],
        reviews=list(desk.store.reviews(found.claims)),
        denials=[
            (party, [_card(one.report, [one], ()) for one in api.desk.accounts(desk.store, party.claims)])
            for party in found.denied_by
        ],
        within={one.claim.id: one.claim for one in api.desk.accounts(desk.store, _within(accounts))},
        blind=sum(each.id in blind for each in found.reports),
        layers=LAYERS,
    )


@router.get("/events/{name}/why", response_class=HTMLResponse)
def why(desk: Desk, name: str) -> HTMLResponse:
    """Show how an event came about, down to the characters."""
    if api.event(desk.store, name) is None:
        return missing(desk, "event", name)
    lines = list(api.derivation(desk.store, name))
    template = "why_lines.html" if desk.partial else "why.html"
    return desk.page(template, lines=lines, title="Why these are one event", back=f"/events/{name}")


def missing(desk: Served, what: str, name: str) -> HTMLResponse:
    """Say that there is no such thing here."""
    wrong = f"There is no {what} {name[:80]} in this store; it may be of another store, or was never stored."
    return desk.page("wrong.html", status=404, title=f"No such {what}", wrong=wrong)


def _within(accounts: Iterable[StoredClaim]) -> list[str]:
    """Return the claims that accounts are the content of: who denies that it was so does not tell that it was."""
    return list(dict.fromkeys(one.claim.content_of for one in accounts if one.claim.content_of is not None))


def _cards(event: Event, accounts: Iterable[StoredClaim], most: int | None) -> list[list[Card]]:
    """Return the reports of each origin with their accounts; a report of several stands with the first."""
    of: dict[str, list[StoredClaim]] = {}
    for one in accounts:
        of.setdefault(one.report, []).append(one)
    numbers: dict[str, list[int]] = {}
    for number, origin in enumerate(event.origins, 1):
        for report in origin:
            numbers.setdefault(report, []).append(number)
    out: list[list[Card]] = []
    shown: set[str] = set()
    groups = [*event.origins, tuple(report for report in of if report not in numbers)]
    for number, origin in enumerate(groups, 1):
        cards: list[Card] = []
        for report in origin:
            if report in shown or report not in of or (most is not None and len(shown) >= most):
                continue
            shown.add(report)
            also = tuple(f"origin {each}" for each in numbers.get(report, ()) if each != number)
            cards.append(_card(report, of[report], also))
        out.append(cards)
    return out


def _card(report: str, accounts: Sequence[StoredClaim], also: tuple[str, ...]) -> Card:
    """Return a card; claims of one sentence stand together."""
    sentences: dict[tuple[int, int], list[Claim]] = {}
    for one in accounts:
        sentences.setdefault((one.claim.evidence.start, one.claim.evidence.end), []).append(one.claim)
    told = [
        Told(claims=tuple(claims), pieces=_pieces(claims[0], [mark for one in claims for mark in claim_marks(one)]))
        for claims in sentences.values()
    ]
    first = accounts[0]
    return Card(
        report=report,
        outlet=first.outlet,
        published=first.published,
        title=first.title or first.source_id,
        accounts=tuple(told),
        also=also,
    )


def _pieces(claim: Claim, marks: Iterable[Mark]) -> list[Piece]:
    """Cut the evidence of a claim; its offsets are those of the report."""
    start = claim.evidence.start
    moved = [Mark(start=each.start - start, end=each.end - start, layer=each.layer, claim=each.claim) for each in marks]
    return pieces(claim.evidence.text, moved)


def _tolls(event: Event, accounts: Sequence[StoredClaim]) -> list[Counted]:
    out = []
    for role in ROLES:
        toll: Toll | None = getattr(event.tolls, role)
        if toll is not None:
            counts = [one for one in accounts if one.claim.id in toll.claims]
            out.append(Counted(role=role, toll=toll, figures=_figures(role, counts)))
    return out


def _figures(role: str, accounts: Iterable[StoredClaim]) -> tuple[Version, ...]:
    found: dict[tuple[float, float], list[StoredClaim]] = {}
    for one in accounts:
        for each in one.claim.quantities:
            if each.role in _ALSO.get(role, (role,)):
                high = float("inf") if each.high is None else each.high
                found.setdefault((each.low, high), []).append(one)
    return tuple(
        Version(value=span(low, None if high == float("inf") else high), said=tuple(dict.fromkeys(found[low, high])))
        for low, high in sorted(found)
    )


def _versions(event: Event, field: str, accounts: Sequence[StoredClaim]) -> tuple[Version, ...]:
    """Return what accounts say of something that is disputed."""
    if field in ROLES:
        return _figures(field, accounts)
    if field == "actor":
        by_id = {one.claim.id: one for one in accounts}
        return tuple(
            Version(value=party.name, said=tuple(by_id[each] for each in party.claims if each in by_id))
            for party in event.actors
        )
    found: dict[str, list[StoredClaim]] = {}
    for one in accounts:
        for value in _values(field, one.claim):
            found.setdefault(value, []).append(one)
    return tuple(Version(value=value, said=tuple(said)) for value, said in found.items())


def _values(field: str, claim: Claim) -> list[str]:
    if field == "place":
        return list(dict.fromkeys(each.name for each in claim.places))
    if field == "date":
        return list(dict.fromkeys(days(each.value, each.until) for each in claim.times if each.value))
    if field == "happened":
        return ["did not happen" if claim.polarity is Polarity.NEGATIVE else words(claim.status.value)]
    return []
