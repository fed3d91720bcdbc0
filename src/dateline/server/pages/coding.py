"""Coding by two people who do not see each other: sets of reports, a page to code one, agreement, adjudication."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, Field

from dateline import api
from dateline.api import ClaimType, InputError, Polarity, ReportQuery, Status, reviewing
from dateline.server.desk import Desk, Served, require
from dateline.server.pages.review import NewClaim, by, made

__all__ = ["router"]

router = APIRouter()
coding = reviewing.coding
MOST = 500
"""Reports of a set, at most."""


class NewSet(BaseModel):
    """A set that a lead makes: reports by what is asked of them."""

    name: str = Field(default="", max_length=200)
    one: str = Field(default="", max_length=200)
    other: str = Field(default="", max_length=200)
    text: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    most: str = "20"


class Coded(NewClaim):
    """What a coder does: ``add`` a claim, ``drop`` one of their own, or ``complete``: there are no more."""

    claim: str = ""


class Judged(BaseModel):
    """The claims that stand, by their ids."""

    chosen: list[str] = Field(default=[], max_length=5_000)


@router.get("/coding", response_class=HTMLResponse)
def sets(desk: Desk) -> HTMLResponse:
    """Show the sets."""
    found = [(each, coding.progress(desk.store, each)) for each in coding.sets(desk.store)]
    return desk.page("coding.html", sets=found, lead=desk.person.may("lead"), me=desk.person.name)


@router.post("/coding", dependencies=[require("lead")])
def make(desk: Desk, asked: NewSet) -> Response:
    """Make a set."""
    try:
        most = int(asked.most) if asked.most.strip().isdecimal() else 0
        if not 1 <= most <= MOST:
            raise InputError(f"how many: a number from 1 to {MOST}")
        query = ReportQuery(
            text=asked.text or None,
            outlet=asked.outlet or None,
            since=asked.since or None,
            until=asked.until or None,
            limit=most,
        )
        reports = [each.report.id for each in api.reports(desk.store, query)]
        new = coding.make(
            desk.store,
            asked.name,
            (asked.one, asked.other),
            reports,
            by=desk.person.name,
            at=api.service.instant(exact=True),
        )
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    desk.note("coding set", new.id, new.name)
    return JSONResponse({"go": f"/coding/{new.id}", "said": f"Made, with {len(new.reports)} reports"})


@router.get("/coding/{name}", response_class=HTMLResponse)
def shown(desk: Desk, name: str) -> HTMLResponse:
    """Show a set: how far it is, and how far the two agree where they are done."""
    try:
        found = coding.one(desk.store, name)
    except InputError as error:
        return _missing(desk, error)
    progress = coding.progress(desk.store, found)
    me = desk.person.name
    agreed, wrong = None, None
    try:
        agreed = coding.agreement(desk.store, found) if desk.person.may("lead") else None
    except InputError as error:
        wrong = str(error)
    return desk.page(
        "coding_set.html",
        set=found,
        progress=progress,
        me=me,
        mine=next((each.report for each in progress if me in found.coders and me not in each.done), None),
        lead=desk.person.may("lead"),
        agreed=agreed,
        wrong=wrong,
    )


@router.get("/coding/{name}/{report}", response_class=HTMLResponse)
def report(desk: Desk, name: str, report: str, start: int = 0) -> HTMLResponse:
    """Show a report to be coded: its words, and what this person has coded; nothing of the other or the machine."""
    try:
        found = coding.one(desk.store, name)
        if desk.person.name not in found.coders or report not in found.reports:
            raise InputError(f"this is for {' and '.join(found.coders)} to code")
        page = reviewing.page(desk.store, report, start=start)
    except InputError as error:
        return _missing(desk, error)
    mine = coding.coded(desk.store, found, report, desk.person.name)
    marks = [(each.trigger.start, each.trigger.end, "added") for each in mine]
    text = page.reading.report.text
    low, high = page.pieces[0].start if page.pieces else 0, page.pieces[-1].end if page.pieces else 0
    return desk.page(
        "coding_report.html",
        set=found,
        report=page.reading.report,
        pieces=tuple(reviewing.pieces(text, low, high, marks)),
        earlier=page.earlier,
        later=page.later,
        mine=mine,
        done=coding.done(desk.store, found, report, desk.person.name),
        types=list(ClaimType),
        statuses=list(Status),
        polarities=list(Polarity),
        modes=reviewing.modes(),
        roles=reviewing.ROLES,
    )


@router.post("/coding/{name}/{report}", dependencies=[require("coder")])
def code(desk: Desk, name: str, report: str, asked: Coded) -> Response:
    """Code a claim, take one back, or be done."""
    store, me, at = desk.store, desk.person.name, api.service.instant(exact=True)
    go = f"/coding/{name}/{report}"
    try:
        found = coding.one(store, name)
        if asked.action == "complete":
            coding.finish(store, found, report, me, at=at)
            said, go = "Done", f"/coding/{name}"
        elif asked.action == "drop":
            coding.drop(store, found, report, me, asked.claim, at=at)
            said = "Taken back"
        else:
            new = made(desk, report, asked, at)
            coding.code(store, found, report, me, new, at=at)
            said = f"Coded: {new.type.value} “{new.trigger.text}”"
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    desk.note("coding", report, asked.action)
    return JSONResponse({"go": go, "said": said})


@router.get("/coding/{name}/{report}/adjudicate", response_class=HTMLResponse, dependencies=[require("lead")])
def side_by_side(desk: Desk, name: str, report: str) -> HTMLResponse:
    """Show what the two coded, side by side, once both are done."""
    try:
        found = coding.one(desk.store, name)
        state = next((each for each in coding.progress(desk.store, found) if each.report == report), None)
        if state is None or not set(found.coders) <= set(state.done):
            raise InputError(f"{' and '.join(found.coders)} must both be done with this report first")
    except InputError as error:
        return _missing(desk, error)
    mine, theirs = (coding.coded(desk.store, found, report, each) for each in found.coders)
    return desk.page(
        "coding_adjudicate.html",
        set=found,
        state=state,
        pairs=coding.pairs(mine, theirs),
        post=f"/coding/{name}/{report}/adjudicate",
    )


@router.post("/coding/{name}/{report}/adjudicate", dependencies=[require("lead")])
def adjudicate(desk: Desk, name: str, report: str, asked: Judged) -> Response:
    """Write what stands."""
    try:
        found = coding.one(desk.store, name)
        done = coding.adjudicate(
            desk.store, found, report, asked.chosen, by=by(desk), at=api.service.instant(exact=True)
        )
    except InputError as error:
        return PlainTextResponse(str(error), status_code=422)
    desk.note("adjudication", report, found.name)
    return JSONResponse({"go": f"/coding/{name}", "said": f"Adjudicated: {len(done)} reviews written"})


def _missing(desk: Served, error: InputError) -> HTMLResponse:
    return desk.page("review_missing.html", status=404, text=str(error))
