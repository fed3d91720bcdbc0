"""Today: what is new since one last looked, what is disputed first, by place or by type, and what is due soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import api
from dateline.api import Event, EventQuery, EventStatus, InputError, LedgerQuery
from dateline.server.desk import Desk, Served

__all__ = ["router"]

router = APIRouter()
_NEW, _PRESSING, _IN_GROUP = 200, 40, 8
"""Events that are grouped at most, those disputed, and those shown of each group."""
_AHEAD, _OVERDUE = 14, 7
"""Days ahead and behind within which something foreseen is due soon, or was due of late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Events of one place or type; ``address`` is the page that shows all of them, None where there is none."""

    name: str
    events: tuple[Event, ...]
    count: int
    address: tuple[tuple[str, str], ...] | None


@router.get("/", response_class=HTMLResponse)
def today(desk: Desk, since: str = "", by: str = "place") -> HTMLResponse:
    """Show what is new."""
    seen = api.desk.last_visit(desk.store, desk.person.name)
    asked = since.strip() or seen
    wrong, total, pressing, found = None, 0, [], []
    try:
        query = EventQuery(changed_since=asked)
        total = api.desk.event_count(desk.store, query)
        found = list(api.events(desk.store, EventQuery(changed_since=asked, limit=_NEW)))
        pressing = _pressing(desk, asked)
    except InputError as error:
        wrong = str(error)
    named = {one.id for one in pressing}
    rest = [one for one in found if one.id not in named]
    return desk.page(
        "today.html",
        since=asked,
        seen=seen,
        asked=since.strip(),
        now=api.service.instant(),
        by="type" if by == "type" else "place",
        total=total,
        shown=len(found),
        pressing=pressing,
        groups=_by_type(rest) if by == "type" else _by_place(rest),
        day=(day := _day(desk)),
        due=_due(desk, day),
        reports=desk.store.counts().reports,
        wrong=wrong,
    )


@router.post("/seen")
def seen(desk: Desk, at: str = Form("")) -> Response:
    """Note up to when a person has seen what is new."""
    try:
        api.desk.visit(desk.store, desk.person.name, _instant(at))
    except api.DatelineError as error:
        return desk.page("wrong.html", status=400, title="This cannot be noted", wrong=str(error))
    if desk.partial:
        return Response(status_code=204, headers={"HX-Redirect": "/"})
    return RedirectResponse("/", status_code=303)


def _instant(at: str) -> str:
    """Return an instant as it came with the page, which may not lie ahead."""
    this = api.service.instant()
    if len(at) != len(this) or not at.isascii() or at > this:
        raise InputError("this page is not of this desk, or of a later time; load it again")
    return at


def _pressing(desk: Served, since: str | None) -> list[Event]:
    """Return what is denied or disputed, the latest first."""
    denied = EventQuery(
        statuses=(EventStatus.DENIED, EventStatus.DISPUTED, EventStatus.NOT_HAPPENED),
        changed_since=since,
        limit=_PRESSING,
    )
    disputed = EventQuery(disputed=True, changed_since=since, limit=_PRESSING)
    found = {one.id: one for query in (denied, disputed) for one in api.events(desk.store, query)}
    order = {EventStatus.DENIED: 0, EventStatus.DISPUTED: 0}
    return sorted(found.values(), key=lambda one: (order.get(one.status, 1), -len(one.origins), -len(one.reports)))


def _by_place(events: Iterable[Event]) -> list[Group]:
    groups: dict[str, list[Event]] = {}
    for one in events:
        groups.setdefault(one.place.name if one.place else "", []).append(one)
    ordered = sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))
    return [
        Group(
            name=name or "No place told",
            events=_first(found),
            count=len(found),
            address=(("place", name),) if name else None,
        )
        for name, found in ordered
    ]


def _by_type(events: Iterable[Event]) -> list[Group]:
    groups: dict[str, list[Event]] = {}
    for one in events:
        groups.setdefault(one.type.value, []).append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [
        Group(name=name, events=_first(found), count=len(found), address=(("type", name),)) for name, found in ordered
    ]


def _first(events: list[Event]) -> tuple[Event, ...]:
    """Return those of a group that are shown: what most witnesses tell of, then the latest."""
    return tuple(sorted(events, key=lambda one: -len(one.origins))[:_IN_GROUP])


def _day(desk: Served) -> date:
    """Return the day by which things are due: that of the latest report, today where none has one."""
    last = api.desk.last_published(desk.store)
    try:
        return date.fromisoformat(last or "")
    except ValueError:
        return date.today()


def _due(desk: Served, day: date) -> list[tuple[str, api.desk.OutlookRow]]:
    """Return what is foreseen for the days around one and has not come about, the next first, with its due day."""
    first, last = (day - timedelta(days=_OVERDUE)).isoformat(), (day + timedelta(days=_AHEAD)).isoformat()
    rows = api.ledger(desk.store, LedgerQuery(ledger="outlook", since=first, limit=500))
    found = [
        (row.due, row)
        for row in rows
        if isinstance(row, api.desk.OutlookRow)
        and row.due is not None
        and row.outcome.value == "unknown"
        and first <= row.due <= last
    ]
    return sorted(found, key=lambda one: (one[0] < day.isoformat(), one[0]))[:20]
