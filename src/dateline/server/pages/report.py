"""A report: its whole text in layers, its claims beside, and for each claim its record and why it was made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from dateline import api
from dateline.api import Claim, ClaimQuery, InputError, OriginQuery, Reading, ReportQuery, StoredClaim
from dateline.server.desk import Desk, Served
from dateline.server.layers import LAYERS, claim_marks, reading_marks
from dateline.server.pages.event import missing
from dateline.web.marking import Mark, Piece, pieces

__all__ = ["router"]

router = APIRouter()
_WINDOW = 100_000
"""Characters of a text that are shown on one page: some 17,000 words."""
_LISTED, _MOST_LISTED = 50, 1_000
_GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage, or what lies between two, in pieces."""

    kind: str
    pieces: list[Piece]
    repeats: bool


@router.get("/reports", response_class=HTMLResponse)
def reports(
    desk: Desk, text: str = "", outlet: str = "", since: str = "", until: str = "", shown: int = _LISTED
) -> HTMLResponse:
    """List reports, last published first."""
    shown = max(1, min(shown, _MOST_LISTED))
    wrong, found = None, []
    try:
        query = ReportQuery(
            text=text or None, outlet=outlet or None, since=since or None, until=until or None, limit=shown + 1
        )
        found = list(api.reports(desk.store, query))
    except InputError as error:
        wrong = str(error)
    asked = {"text": text, "outlet": outlet, "since": since, "until": until}
    more = min(shown + _LISTED, _MOST_LISTED) if len(found) > shown and shown < _MOST_LISTED else None
    template = "reports_found.html" if desk.partial else "reports.html"
    return desk.page(template, reports=found[:shown], asked=asked, wrong=wrong, more=more)


@router.get("/reports/{name}", response_class=HTMLResponse)
def report(desk: Desk, name: str, claim: str | None = None, at: int | None = None) -> HTMLResponse:
    """Show a report, with one of its claims where that is asked for."""
    stored = next(api.reports(desk.store, ReportQuery(ids=(name,), superseded=True)), None)
    reading = desk.store.reading(name)
    if stored is None or reading is None:
        return missing(desk, "report", name)
    desk.blind(name)
    own = {one.id for one in reading.claims}
    extra = [one.claim for one in api.claims(desk.store, ClaimQuery(reports=(name,))) if one.claim.id not in own]
    reading = replace(reading, claims=tuple(sorted((*reading.claims, *extra), key=lambda one: one.trigger.start)))
    chosen = next((one for one in reading.claims if one.id == claim), None)
    start = _start(reading, chosen, at)
    ids = [one.id for one in reading.claims]
    reviews: dict[str, str] = {}
    for one in desk.store.reviews(ids):
        reviews[one.target] = one.action.value
    return desk.page(
        "report.html",
        stored=stored,
        report=reading.report,
        reading=reading,
        blocks=_blocks(reading, start, chosen),
        start=start,
        end=min(len(reading.report.text), start + _WINDOW),
        before=max(0, start - _WINDOW) if start else None,
        window=_WINDOW,
        chosen=chosen,
        shown=None if chosen is None else _claim_values(desk, chosen.id),
        events=api.desk.events_of_claims(desk.store, ids),
        reviews=reviews,
        origins=(origins := _origins(desk, name)),
        copies={
            each.other if each.one == name else each.one: each
            for each in api.desk.copies(desk.store, [one.id for story in origins for one in story.reports][:50])
            if name in (each.one, each.other)
        },
        within={one.id: one for one in reading.claims},
        layers=LAYERS,
    )


@router.get("/claims/{name}", response_class=HTMLResponse)
def claim(desk: Desk, name: str) -> HTMLResponse:
    """Show a claim: its record, and why it was made."""
    values = _claim_values(desk, name)
    if values is None:
        return missing(desk, "claim", name)
    return desk.page("claim_part.html" if desk.partial else "claim.html", shown=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A claim with all that is shown of it."""

    one: StoredClaim
    pieces: list[Piece]
    event: api.Event | None
    reviews: Sequence[api.Review]
    lines: Sequence[str]


def _claim_values(desk: Served, name: str) -> Shown | None:
    one = next(api.claims(desk.store, ClaimQuery(ids=(name,), superseded=True)), None)
    if one is None:
        return None
    desk.blind(one.report)
    start = one.claim.evidence.start
    marks = [
        Mark(start=each.start - start, end=each.end - start, layer=each.layer, claim=each.claim)
        for each in claim_marks(one.claim)
    ]
    return Shown(
        one=one,
        pieces=pieces(one.claim.evidence.text, marks),
        event=api.desk.events_of_claims(desk.store, [name]).get(name),
        reviews=tuple(desk.store.reviews([name])),
        lines=tuple(api.derivation(desk.store, name)),
    )


def _start(reading: Reading, chosen: Claim | None, at: int | None) -> int:
    """Return where the shown part of a text begins: at its head, where it is asked for, or so that a claim is in it."""
    length = len(reading.report.text)
    if at is not None:
        return max(0, min(at, max(0, length - 1)))
    if chosen is not None and chosen.trigger.start >= _WINDOW:
        return max(0, chosen.evidence.start - _WINDOW // 10)
    return 0


def _blocks(reading: Reading, start: int, chosen: Claim | None) -> list[Block]:
    """Cut the shown part of a text into passages and what lies between, each in pieces."""
    text = reading.report.text
    end = min(len(text), start + _WINDOW)
    bounds: list[tuple[int, int, str, bool]] = []
    at = start
    for passage in sorted(reading.report.passages, key=lambda one: one.start):
        first, last = max(passage.start, at), min(passage.end, end)
        if first >= last:
            continue
        if text[at:first].strip():
            bounds.append((at, first, _GAP, False))
        bounds.append((first, last, passage.kind.value, passage.repeats is not None))
        at = last
    if text[at:end].strip():
        bounds.append((at, end, _GAP, False))
    starts = [one[0] for one in bounds]
    marks: list[list[Mark]] = [[] for _ in bounds]
    every = list(reading_marks(reading))
    if chosen is not None:
        every.append(Mark(start=chosen.evidence.start, end=chosen.evidence.end, layer="of-chosen"))
    for mark in every:
        place = max(0, bisect_right(starts, mark.start) - 1)
        while place < len(bounds) and bounds[place][0] < mark.end:
            marks[place].append(mark)
            place += 1
    return [
        Block(kind=kind, pieces=pieces(text, found, start=first, end=last), repeats=repeats)
        for (first, last, kind, repeats), found in zip(bounds, marks, strict=True)
    ]


def _origins(desk: Served, name: str) -> tuple[api.desk.Story, ...]:
    try:
        return api.desk.stories(desk.store, OriginQuery(report=name))
    except InputError:  # it is in none yet
        return ()
