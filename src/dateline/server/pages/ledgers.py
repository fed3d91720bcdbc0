"""Ledgers: what stands, by kind, each row with the events, claims and reports that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import api
from dateline.api import InputError, LedgerKind, LedgerQuery, Row, StoreError
from dateline.server.desk import Desk
from dateline.server.pages.event import missing

__all__ = ["router"]

router = APIRouter()
_LISTED, _MOST_LISTED = 50, 1_000
_SOON = 20
"""Parts of a ledger that are made anew before it is shown; where more are due it is shown as it was."""


@router.get("/ledgers")
def first() -> Response:
    """Go to the first ledger."""
    return RedirectResponse("/ledgers/control", status_code=303)


@router.get("/ledgers/{kind}", response_class=HTMLResponse)
def ledger(
    desk: Desk,
    kind: str,
    place: str = "",
    actor: str = "",
    text: str = "",
    since: str = "",
    until: str = "",
    shown: int = _LISTED,
) -> HTMLResponse:
    """Show rows of a ledger, the latest first."""
    if kind not in {each.value for each in LedgerKind}:
        return missing(desk, "ledger", kind)
    shown = max(1, min(shown, _MOST_LISTED))
    due = api.desk.ledger_due(desk.store, LedgerKind(kind), _SOON + 1)
    if 0 < due <= _SOON:
        with suppress(StoreError):  # a store that cannot be written to is read as it is
            api.settle(desk.store, kind)
        due = 0
    wrong, rows = None, []
    try:
        query = LedgerQuery(
            ledger=kind,
            place=place or None,
            actor=actor or None,
            text=text or None,
            since=since or None,
            until=until or None,
            limit=shown + 1,
        )
        rows = list(api.ledger(desk.store, query))
    except InputError as error:
        wrong = str(error)
    more = min(shown + _LISTED, _MOST_LISTED) if len(rows) > shown and shown < _MOST_LISTED else None
    rows = rows[:shown]
    asked = {"place": place, "actor": actor, "text": text, "since": since, "until": until}
    return desk.page(
        "ledger_found.html" if desk.partial else "ledger.html",
        kind=kind,
        kinds=[each.value for each in LedgerKind],
        rows=rows,
        events=_events(desk.store, rows),
        reports=api.desk.titles(desk.store, sorted({report for row in rows for report in row.reports[:6]})),
        asked=asked,
        wrong=wrong,
        due=due > 0,
        more=more,
    )


def _events(store: api.Store, rows: Iterable[Row]) -> dict[str, list[tuple[str, str]]]:
    """Return ids and titles of the events that the claims of rows are of, by the ids of the rows."""
    first = {row.id: row.claims[:30] for row in rows}
    of = api.desk.events_of_claims(store, sorted({claim for claims in first.values() for claim in claims}))
    return {
        row: list(dict.fromkeys((of[claim].id, of[claim].title) for claim in claims if claim in of))
        for row, claims in first.items()
    }
