"""Review: claims in the order of doubt, one at a time, and what people change of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from dateline import api
from dateline.api import Claim, ClaimType, EventQuery, InputError, Polarity, Status, reviewing
from dateline.server.desk import Desk, Served, require
from dateline.server.pages.review_view import FIELDS, KEYS, deeds, form_rows, lines

__all__ = ["Asked", "NewClaim", "made", "router"]

router = APIRouter()
SIDE = 12
"""Entries of the queue that are shown beside a claim."""
KEPT = 20.0
"""Seconds that the order of the queue is kept."""
NEAR = timedelta(days=3)
MOST = 200
"""Rows of a form."""


class Row(BaseModel):
    """The form of a field."""

    field: str
    rows: list[dict[str, str]] = Field(default=[], max_length=MOST)

    @property
    def fix(self) -> reviewing.Fix:
        """Return it as reviewing takes it."""
        return reviewing.Fix(field=self.field, rows=tuple(self.rows))


class Asked(BaseModel):
    """What a person does with a claim; ``seen`` and ``about`` are what its page was given."""

    action: str
    seen: str | None = None
    about: list[str] = Field(default=[], max_length=100_000)
    reason: str = ""
    fixes: list[Row] = Field(default=[], max_length=20)
    other: str = ""
    next: str = Field(default="", pattern=r"^[\w-]{0,64}$")
    why: str = ""


class Back(BaseModel):
    """Undo: ``claim`` is the one that is looked at, where one is."""

    claim: str = Field(default="", pattern=r"^[\w-]{0,64}$")
    why: str = ""


class NewClaim(BaseModel):
    """A claim that a person adds to a report, or ``complete``: there are no more."""

    action: str = "add"
    seen: str | None = None
    reason: str = ""
    type: str = ""
    mode: str = ""
    polarity: str = "positive"
    status: str = "happened"
    trigger: dict[str, str] = {}
    fixes: list[Row] = Field(default=[], max_length=20)


@router.get("/review", response_class=HTMLResponse)
def review(desk: Desk, why: str = "", after: str = "") -> Response:
    """Show the claim that is next, or say that nothing is left."""
    found = _queue(desk, why)
    todo = [one for one in found if not one.done]
    if not todo:
        return desk.page("review_none.html", why=why, reasons=reviewing.REASONS, total=len(found))
    return RedirectResponse(f"/review/claims/{todo[0].claim}{_tail(why)}", status_code=303)


@router.get("/review/claims/{name}", response_class=HTMLResponse)
def claim(desk: Desk, name: str, why: str = "") -> HTMLResponse:
    """Show a claim with its words, its fields, its event and what people did with it."""
    try:
        seen = reviewing.look(desk.store, name)
    except InputError as error:
        return _missing(desk, error)
    desk.blind(seen.stored.report)
    found = _queue(desk, why)
    place = next((i for i, one in enumerate(found) if one.claim == name), None)
    shown = seen.shown
    mine = seen.scope.changes
    own = [one for one in mine if name in _ends(one, mine)]
    return desk.page(
        "review.html",
        look=seen,
        claim=shown,
        pieces=seen.paragraph,
        lines=lines(seen.stored.claim, shown),
        why_lines=list(api.derivation(desk.store, name)),
        due=None if place is None else found[place],
        left=sum(not one.done for one in found),
        total=len(found),
        place=place,
        ahead=[one for one in found[(place or 0) :] if not one.done and one.claim != name][:SIDE],
        next=_next(found, place, name),
        previous=found[place - 1].claim if place else None,
        why=why,
        tail=_tail(why),
        reasons=reviewing.REASONS,
        history=deeds(own),
        others_did=len(mine) - len(own),
        reviewed=bool(reviewing.reviewed_claims(desk.store, [name])),
        keys=KEYS,
        fields=FIELDS,
        may=desk.person.may("coder"),
    )


@router.get("/review/claims/{name}/fix/{field}", response_class=HTMLResponse)
def form(desk: Desk, name: str, field: str) -> HTMLResponse:
    """Show the form of a field."""
    try:
        seen = reviewing.look(desk.store, name)
    except InputError as error:
        return _missing(desk, error)
    desk.blind(seen.stored.report)
    called = {known: words for known, _, words in FIELDS}
    if field not in called:
        return desk.page("review_said.html", status=404, text=f"{field} is no field that can be fixed")
    now = seen.shown
    inputs = reviewing.INPUTS.get(field, ())
    choices: dict[str, Sequence[str]] = {
        "type": list(ClaimType),
        "mode": ["", *reviewing.modes()[now.type.value]],
        "status": list(Status),
        "polarity": list(Polarity),
        "role": reviewing.ROLES,
    }
    return desk.page(
        "review_fix.html",
        look=seen,
        claim=now,
        field=field,
        called=called[field],
        inputs=inputs,
        rows=form_rows(now, field) if inputs else [],
        choices=choices,
        current={"type": now.type, "mode": now.mode or "", "status": now.status, "polarity": now.polarity},
        pieces=seen.paragraph,
    )


@router.get("/review/claims/{name}/events", response_class=HTMLResponse)
def others(desk: Desk, name: str, text: str = "") -> HTMLResponse:
    """Show events that the event of a claim may be one with: those of the same days, or that have the words."""
    try:
        seen = reviewing.look(desk.store, name)
        found = [one for one in _near(desk, seen, text) if seen.scope.event is None or one.id != seen.scope.event.id]
    except InputError as error:
        return desk.page("review_said.html", text=str(error))
    return desk.page("review_events.html", events=found, text=text)


@router.post("/review/claims/{name}", dependencies=[require("coder")])
def change(desk: Desk, name: str, asked: Asked) -> Response:
    """Do something with a claim."""
    person, at, store = by(desk), api.service.instant(exact=True), desk.store
    seen = None if asked.seen is None else reviewing.Seen(digest=asked.seen, about=tuple(asked.about))
    go = f"/review/claims/{name}{_tail(asked.why)}"
    on = f"/review/claims/{asked.next}{_tail(asked.why)}" if asked.next else f"/review{_tail(asked.why)}"
    try:
        if asked.action == "accept":
            done, said = reviewing.accept(store, name, by=person, at=at, seen=seen), "Accepted"
            go = on
        elif asked.action == "reject":
            done = reviewing.reject(store, name, asked.reason, by=person, at=at, seen=seen)
            said, go = "Rejected", on
        elif asked.action == "fix":
            fixes = [each.fix for each in asked.fixes]
            done = reviewing.fix(store, name, fixes, by=person, at=at, reason=asked.reason, seen=seen)
            said = "Fixed"
        elif asked.action == "merge":
            done = reviewing.merge(store, name, asked.other, by=person, at=at, reason=asked.reason, seen=seen)
            said = "Merged"
        elif asked.action == "split":
            done = reviewing.split(store, name, by=person, at=at, reason=asked.reason, seen=seen)
            said = "Split off"
        else:
            return PlainTextResponse(f"{asked.action} is nothing that can be done with a claim\n", status_code=422)
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    return _answer(desk, done, asked.seen, name, said, go)


@router.post("/review/undo", dependencies=[require("coder")])
def undo(desk: Desk, asked: Back) -> Response:
    """Take back what the person did last."""
    done = reviewing.undo(desk.store, by=by(desk), at=api.service.instant(exact=True))
    if done is None:
        return PlainTextResponse("there is nothing of yours to undo", status_code=422)
    what = ", ".join(dict.fromkeys(each.what for each in deeds(done.changes)))
    near = {name for each in done.changes for name in _ends(each, done.changes)}
    target = asked.claim if asked.claim in near else done.target
    is_report = next(iter(api.reports(desk.store, api.ReportQuery(ids=(target,)))), None) is not None
    go = f"/review/{'reports' if is_report else 'claims'}/{target}{_tail(asked.why)}"
    desk.note("review undo", target, what)
    return JSONResponse({"go": go, "said": f"Taken back: {what}"})


@router.get("/review/reports/{name}", response_class=HTMLResponse)
def report(desk: Desk, name: str, start: Annotated[int, Query(ge=0)] = 0, claim: str = "") -> HTMLResponse:
    """Show a report whose words can be picked, to add what was missed."""
    desk.blind(name)
    try:
        shown = reviewing.page(desk.store, name, start=start)
    except InputError as error:
        return _missing(desk, error)
    return desk.page(
        "review_report.html",
        shown=shown,
        claim=claim,
        start=start,
        history=deeds(shown.changes, {each.id: each.trigger.text for each in (*shown.claims, *shown.rejected)}),
        types=list(ClaimType),
        statuses=list(Status),
        polarities=list(Polarity),
        modes=reviewing.modes(),
        roles=reviewing.ROLES,
        may=desk.person.may("coder"),
        post=f"/review/reports/{name}",
        pieces=shown.pieces,
    )


@router.post("/review/reports/{name}", dependencies=[require("coder")])
def add(desk: Desk, name: str, asked: NewClaim) -> Response:
    """Add a claim to a report, or say that there are no more."""
    person, at, store = by(desk), api.service.instant(exact=True), desk.store
    seen = None if asked.seen is None else reviewing.Seen(digest=asked.seen)
    try:
        if asked.action == "complete":
            done, said = reviewing.complete(store, name, by=person, at=at, seen=seen), "Complete"
        else:
            new = made(desk, name, asked, at)
            done = reviewing.add(store, name, new, by=person, at=at, reason=asked.reason, seen=seen)
            said = f"Added: {new.type.value} “{new.trigger.text}”"
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    return _answer(desk, done, asked.seen, name, said, f"/review/reports/{name}")


def made(desk: Served, name: str, asked: NewClaim, at: str) -> Claim:
    """Make the claim that a person asks to add.

    Raises:
        InputError: it cannot be made.
    """
    reading = desk.store.reading(name)
    if reading is None:
        raise InputError(f"{name}: there is no report of this id")
    if not asked.trigger:
        raise InputError("pick the word that tells it first")
    if asked.type not in set(ClaimType) or asked.status not in set(Status) or asked.polarity not in set(Polarity):
        raise InputError("choose type, status and polarity from those that are there")
    return reviewing.claim_of(
        reading,
        type=ClaimType(asked.type),
        trigger=asked.trigger,
        fixes=[each.fix for each in asked.fixes],
        mode=asked.mode or None,
        polarity=Polarity(asked.polarity),
        status=Status(asked.status),
        by=by(desk),
        at=at,
    )


def by(desk: Served) -> reviewing.Author:
    """Return who does it."""
    return reviewing.Author(name=desk.person.name, person=True)


def _answer(
    desk: Served, done: reviewing.Overtaken | None, seen: str | None, name: str, said: str, go: str
) -> Response:
    """Say that it is done and where to go, or what somebody else did meanwhile."""
    if done is None:
        desk.note("review", name, said)
        return JSONResponse({"go": go, "said": said})
    new = done.changes
    for count in range(len(done.changes) + 1):
        if reviewing.seen_of(done.changes[:count]) == seen:
            new = done.changes[count:]
    return desk.page("review_overtaken.html", status=409, deeds=deeds(new), seen=done.seen, go=go)


def _missing(desk: Served, error: InputError) -> HTMLResponse:
    return desk.page("review_missing.html", status=404, text=str(error))


def _queue(desk: Served, why: str) -> tuple[reviewing.Due, ...]:
    """Return the queue: its order may be some seconds old, what is done is as of now."""
    today = date.today().isoformat()
    kept: tuple[float, str, tuple[reviewing.Due, ...]] | None = getattr(desk.request.app.state, "review_queue", None)
    if kept is None or kept[1] != today or monotonic() - kept[0] > KEPT:
        found = reviewing.queue(desk.store, today=today)
        desk.request.app.state.review_queue = (monotonic(), today, found)
    else:
        done = reviewing.reviewed_claims(desk.store, [one.claim for one in kept[2]])
        found = tuple(replace(one, done=one.claim in done) for one in kept[2])
    if blind := reviewing.coding.blind(desk.store, desk.person.name):
        found = tuple(one for one in found if one.report not in blind)
    if why not in reviewing.REASONS:
        return found
    return tuple(one for one in found if any(each.reason == why for each in one.doubts))


def _tail(why: str) -> str:
    return f"?why={why}" if why in reviewing.REASONS else ""


def _next(found: Sequence[reviewing.Due], place: int | None, name: str) -> str:
    """Return the next claim that is not reviewed, from the top where none comes after it; "" where nothing is left."""
    after = [*found[place + 1 :], *found[:place]] if place is not None else list(found)
    return next((one.claim for one in after if not one.done and one.claim != name), "")


def _ends(one: reviewing.Change, known: Sequence[reviewing.Change]) -> tuple[str, ...]:
    """Return the claims that a change is about; of what undoes, those of what is undone."""
    if not isinstance(one, api.Review):
        return (one.one, one.other)
    back = next((each for each in known if each.id == one.target), None)
    return (one.target,) if back is None else _ends(back, known)


def _near(desk: Served, seen: reviewing.Look, text: str) -> list[api.Event]:
    event = seen.scope.event
    if text.strip():
        return list(api.events(desk.store, EventQuery(text=text, limit=SIDE)))
    day = event.date.value if event is not None else None
    query = EventQuery(limit=4 * SIDE)
    if day is not None and len(day) >= 10:
        middle = date.fromisoformat(day[:10])
        query = EventQuery(since=(middle - NEAR).isoformat(), until=(middle + NEAR).isoformat(), limit=4 * SIDE)
    found = list(api.events(desk.store, query))
    return sorted(found, key=lambda one: one.type is not seen.shown.type)[:SIDE]
