"""Events: a list with facets, more on demand, searches to keep, and an export of exactly what is asked for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from dateline import api
from dateline.api import EventStatus, InputError
from dateline.server.asked import Asked
from dateline.server.desk import Desk
from dateline.server.timeline import timeline

__all__ = ["router"]

router = APIRouter()
SHOWN = 50
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
}


@router.get("/events", response_class=HTMLResponse)
def events(desk: Desk, after: str | None = None) -> HTMLResponse:
    """Show the events that are asked for, or those that come after."""
    asked = Asked.of(desk.request.query_params.multi_items())
    wrong, page, facets = None, api.desk.EventPage(events=(), after=None), None
    try:
        query = asked.query()
        page = api.desk.event_page(desk.store, query, size=SHOWN, after=after)
        if after is None:
            facets = api.desk.event_facets(desk.store, query)
    except InputError as error:
        wrong = str(error)
    if desk.partial and after is not None:
        return desk.page("events_rows.html", page=page, asked=asked, wrong=wrong)
    template = "events_found.html" if desk.partial else "events.html"
    return desk.page(
        template,
        page=page,
        facets=facets,
        timeline=None if facets is None else timeline(facets.days, asked),
        asked=asked,
        wrong=wrong,
        after=after,
        statuses=list(EventStatus),
        formats=api.EXPORT_FORMATS,
        searches=api.desk.saved_searches(desk.store, desk.person.name),
    )


@router.get("/events/export")
def export(desk: Desk, format: str = "csv") -> Response:
    """Send all events that are asked for, in a format of others."""
    asked = Asked.of(desk.request.query_params.multi_items())
    out: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it is sent
    try:
        done = api.export(desk.store, format, out, asked.query())
    except api.DatelineError as error:
        out.close()
        return desk.page("wrong.html", status=400, title="This cannot be exported", wrong=str(error))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    ending = api.EXPORT_FORMATS[format].ending
    day = re.sub(r"\D", "", api.service.instant()[:10])
    return StreamingResponse(
        _sent(out),
        media_type=_TYPES.get(ending, "application/octet-stream"),
        headers={
            "Content-Disposition": f'attachment; filename="dateline-{format}-{day}{ending}"',
            "X-Dateline-Rows": str(done.rows),
            "X-Dateline-Left-Out": str(sum(done.left_out.values())),
        },
    )


@router.post("/search", response_class=HTMLResponse)
def save(desk: Desk, name: str = Form(""), query: str = Form("")) -> Response:
    """Keep a search under a name."""
    asked = Asked.of(parse_qsl(query, keep_blank_values=True))
    wrong = None
    try:
        api.desk.save_search(desk.store, desk.person.name, name, asked.address, api.service.instant())
    except api.DatelineError as error:
        wrong = str(error)
    return _searches(desk, asked, wrong)


@router.post("/search/forget", response_class=HTMLResponse)
def forget(desk: Desk, name: str = Form(""), query: str = Form("")) -> Response:
    """Remove a search."""
    wrong = None
    try:
        api.desk.forget_search(desk.store, desk.person.name, name)
    except api.DatelineError as error:
        wrong = str(error)
    return _searches(desk, Asked.of(parse_qsl(query, keep_blank_values=True)), wrong)


def _searches(desk: Desk, asked: Asked, wrong: str | None) -> Response:
    if not desk.partial and wrong is None:
        return RedirectResponse(f"/events?{asked.address}", status_code=303)
    searches = api.desk.saved_searches(desk.store, desk.person.name)
    template = "searches.html" if desk.partial else "wrong.html"
    return desk.page(template, title="This search cannot be kept", searches=searches, asked=asked, wrong=wrong)


def _sent(out: BinaryIO) -> Iterator[bytes]:
    with out:
        while found := out.read(65_536):
            yield found
