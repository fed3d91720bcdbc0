"""The API: what the pages show, as JSON under ``/api/v1``; answers are the records' own JSON."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import IO, Annotated, TypeVar, cast

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from dateline import __version__, api
from dateline.api import DatelineError, InputError, LedgerKind, ReportQuery, StoreError, service
from dateline.server.api_v1_asked import (
    ClaimsAsked,
    EventsAsked,
    EventsPage,
    Id,
    JudgementGiven,
    LedgerAsked,
    OfAsked,
    OriginsAsked,
    ReportsAsked,
    ReviewGiven,
    TextGiven,
)
from dateline.server.api_v1_form import REFUSED, SECURITY, components, found, listed
from dateline.server.api_v1_read import read_within
from dateline.server.desk import Desk, require
from dateline.server.problem import problem
from dateline.server.settings import Settings

__all__ = ["PREFIX", "create_api"]

T = TypeVar("T")

PREFIX = "/api/v1"
router = APIRouter(default_response_class=Response)
_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".geojson": "application/geo+json",
    ".jsonl": "application/x-ndjson",
    ".html": "text/html; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".arrow": "application/vnd.apache.arrow.file",
}
_CHUNK = 65_536
_MEMORY = 8_000_000
"""Bytes of an export that are held in memory; more of it waits in a file."""


def create_api(settings: Settings) -> FastAPI:
    """Make the application that is mounted at :data:`PREFIX`."""
    app = FastAPI(title="dateline", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.settings = settings
    app.include_router(router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DatelineError, _failed)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


# Events


@router.get("/events", responses=listed("Event"))
def events(desk: Desk, asked: Annotated[EventsPage, Query()]) -> Response:
    """Events, the latest first; filters as of ``dateline events``."""
    page = api.desk.event_page(desk.store, asked.query(), size=asked.limit, after=asked.cursor)
    return _page(desk.request, page.events, page.after, service.changed(desk.store))


@router.get(
    "/events/{name}",
    responses={**found("Event", "The event"), 308: {"description": "It is part of another event now"}},
)
def event(desk: Desk, name: Id) -> Response:
    """An event; one that became part of another leads there."""
    one = api.event(desk.store, name)
    if one is None:
        raise HTTPException(404, f"{name}: there is no event of this id; ask for {PREFIX}/events")
    if one.id != name:
        return Response(status_code=308, headers={"Location": f"{PREFIX}/events/{one.id}"})
    return _answer(desk.request, api.dumps(one), service.changed(desk.store, name))


@router.get("/derivation/{name}", responses=REFUSED)
def derivation(desk: Desk, name: Id) -> Response:
    """How an event or a claim came about, in lines, down to the characters."""
    try:
        lines = list(api.derivation(desk.store, name))
    except InputError as error:
        raise HTTPException(404, f"{name}: there is no event and no claim of this id") from error
    return _answer(desk.request, json.dumps({"id": name, "lines": lines}, ensure_ascii=False))


@router.get("/export/{format}", responses={**REFUSED, 200: {"description": "The file", "content": {"*/*": {}}}})
def export(desk: Desk, format: str, asked: Annotated[EventsAsked, Query()]) -> Response:
    """Events in a format of others, as of ``dateline export``; its formats are those of ``/stats``."""
    if format not in api.EXPORT_FORMATS:
        raise HTTPException(404, f"there is no such format; use one of: {', '.join(api.EXPORT_FORMATS)}")
    ending = api.EXPORT_FORMATS[format].ending
    file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 it is closed when it is sent
    try:
        api.export(desk.store, format, cast(IO[bytes], file), asked.query())  # type: ignore[arg-type]
    except BaseException:
        file.close()
        raise
    desk.note("export", format, str(desk.request.url.query)[:500])
    file.seek(0)
    named = {"Content-Disposition": f'attachment; filename="dateline-{format}{ending}"'}
    return StreamingResponse(_sent(file), media_type=_MEDIA.get(ending, "application/octet-stream"), headers=named)


@router.get(
    "/archive",
    responses={**REFUSED, 200: {"description": "The zip file", "content": {"application/zip": {}}}},
    dependencies=[require("lead")],
)
def archive(desk: Desk) -> Response:
    """The whole store as one zip file, as of ``dateline archive``; role lead."""
    folder = tempfile.TemporaryDirectory(prefix="dateline-")
    path = Path(folder.name) / "archive.zip"
    try:
        api.archive(desk.store, path)
        file = path.open("rb")
    finally:
        folder.cleanup()  # what is open stays until it is sent
    desk.note("archive")
    named = {"Content-Disposition": 'attachment; filename="dateline.zip"'}
    return StreamingResponse(_sent(file), media_type="application/zip", headers=named)


# Claims, reports, origins


@router.get("/claims", responses=listed("StoredClaim"))
def claims(desk: Desk, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """Claims, the latest first by the time they tell; filters as of ``dateline claims``."""
    return _some(desk.request, api.claims(desk.store, asked.query()), asked.limit, lambda one: one.claim.id)


@router.get("/reports", responses=listed("StoredReport"))
def reports(desk: Desk, asked: Annotated[ReportsAsked, Query()]) -> Response:
    """Reports with their texts, last published first; filters as of ``dateline reports``."""
    return _some(desk.request, api.reports(desk.store, asked.query()), asked.limit, lambda one: one.report.id)


@router.get("/reports/{name}", responses=found("StoredReport", "The report"))
def report(desk: Desk, name: Id) -> Response:
    """A report with its text."""
    one = next(iter(api.reports(desk.store, ReportQuery(ids=(name,), superseded=True))), None)
    if one is None:
        raise HTTPException(404, f"{name}: there is no report of this id; ask for {PREFIX}/reports")
    return _answer(desk.request, api.dumps(one), one.stored)


@router.get("/reports/{name}/reading", responses=found("Reading", "Its last reading"))
def reading(desk: Desk, name: Id) -> Response:
    """All that was read of a report, as ``dateline read --json`` prints it."""
    desk.blind(name)
    one = service.reading(desk.store, name)
    if one is None:
        raise HTTPException(404, f"{name}: there is no report of this id; ask for {PREFIX}/reports")
    return _answer(desk.request, api.dumps(one))


@router.get("/origins", responses=listed("StoredOrigin"))
def origins(desk: Desk, asked: Annotated[OriginsAsked, Query()]) -> Response:
    """Groups of reports with one story; with ``report``, what that one shares with others."""
    rows = api.origins(desk.store, asked.query(), stale=lambda count: None)
    return _some(desk.request, rows, asked.limit, lambda one: one.id)


# Ledgers


@router.get("/ledgers/{name}", responses=listed(*(each.__name__ for each in service.ROW_OF.values())))
def ledger(desk: Desk, name: LedgerKind, asked: Annotated[LedgerAsked, Query()]) -> Response:
    """The rows of a ledger, the latest first."""
    return _rows(desk, name, asked)


@router.get("/actors", responses=listed(service.ROW_OF[LedgerKind.ACTORS].__name__))
def actors(desk: Desk, asked: Annotated[LedgerAsked, Query()]) -> Response:
    """What each actor did, said and wants, by month: the ledger of actors."""
    return _rows(desk, LedgerKind.ACTORS, asked)


@router.get("/stats", responses=REFUSED)
def stats(desk: Desk) -> Response:
    """How much there is, what is still to be resolved, and what may be asked for."""
    told = {
        "version": __version__,
        "store_version": desk.store.version,
        "counts": json.loads(api.dumps(desk.store.counts())),
        "pending": api.pending(desk.store),
        "changed": service.changed(desk.store),
        "formats": {name: each.what for name, each in api.EXPORT_FORMATS.items()},
        "ledgers": [each.value for each in LedgerKind],
        "person": {"name": desk.person.name, "role": desk.person.role},
    }
    return _answer(desk.request, json.dumps(told, ensure_ascii=False))


# What is judged and reviewed


@router.get("/judgements", responses=listed("Judgement"))
def judgements(desk: Desk, asked: Annotated[OfAsked, Query()]) -> Response:
    """The judgements on claims or reports, by their ids, in order of time."""
    return _page(desk.request, desk.store.judgements(asked.of), None)


@router.get("/reviews", responses=listed("Review"))
def reviews(desk: Desk, asked: Annotated[OfAsked, Query()]) -> Response:
    """The reviews of claims, reports or reviews, by their ids, in order of time."""
    return _page(desk.request, desk.store.reviews(asked.of), None)


@router.post(
    "/judgements",
    status_code=201,
    responses=found("Judgement", "It was added", 201),
    dependencies=[require("coder")],
)
def judge(desk: Desk, given: JudgementGiven) -> Response:
    """Judge two claims to be of one event or not, or two reports to be of one origin or not."""
    by = service.Author(name=desk.person.name, person=True)
    made = service.judged(
        desk.store,
        given.kind,
        given.one,
        given.other,
        given.verdict,
        by=by,
        at=service.instant(exact=True),
        remark=given.remark,
    )
    desk.note("judgement", f"{made.one} {made.other}", f"{made.kind.value} {made.verdict.value}")
    return Response(api.dumps(made), status_code=201, media_type="application/json")


@router.post(
    "/reviews",
    status_code=201,
    responses=found("Review", "It was added", 201),
    dependencies=[require("coder")],
)
def review(desk: Desk, given: ReviewGiven) -> Response:
    """Accept, reject or fix a claim, or take a review of one's own back."""
    by = service.Author(name=desk.person.name, person=True)
    made = service.reviewed(
        desk.store,
        given.action,
        given.target,
        by=by,
        at=service.instant(exact=True),
        field=given.field,
        old=given.old,
        new=given.new,
        reason=given.reason,
    )
    desk.note(f"review {made.action.value}", made.target, made.field or "")
    return Response(api.dumps(made), status_code=201, media_type="application/json")


@router.post("/read", responses=found("Reading", "What the text claims", 200))
def read(given: TextGiven) -> Response:
    """Read a text, and answer its record; nothing is stored. One at a time."""
    made = read_within(given.text, published=given.published, outlet=given.outlet, title=given.title, url=given.url)
    return Response(api.dumps(made), media_type="application/json")


# How it is answered


def _rows(desk: Desk, name: LedgerKind, asked: LedgerAsked) -> Response:
    rows = api.ledger(desk.store, asked.query(name.value))
    return _some(desk.request, rows, asked.limit, lambda one: one.id)


def _some(request: Request, rows: Iterable[T], limit: int, name: Callable[[T], str]) -> Response:
    """Answer a page of records, of which one more was asked for to know whether there is a next page."""
    items = list(rows)
    return _page(request, items[:limit], name(items[limit - 1]) if len(items) > limit else None)


def _page(request: Request, items: Iterable[object], after: str | None, changed: str | None = None) -> Response:
    """Answer a page of records; ``after`` is the cursor of the next one."""
    text = f'{{"items":[{",".join(map(api.dumps, items))}],"next":{json.dumps(after)}}}'
    return _answer(request, text, changed)


def _answer(request: Request, text: str, changed: str | None = None) -> Response:
    """Answer JSON with its ETag, or that it is as who asks has it."""
    body = text.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(datetime.fromisoformat(changed).astimezone(UTC), usegmt=True)
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


# What goes wrong


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": ".".join(map(str, each["loc"])), "what": str(each["msg"])} for each in error.errors()[:20]]
    said = f"{wrong[0]['where']}: {wrong[0]['what']}" if wrong else "what is asked is wrong"
    return problem(422, f"{said}; see {PREFIX}/openapi.json for what is allowed", errors=wrong)


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, service.ReadOnlyStore):
        return problem(409, str(error))
    if isinstance(error, StoreError):
        answer = problem(503, "the store cannot be asked now; try again later")
        answer.headers["Retry-After"] = "5"
        return answer
    if isinstance(error, InputError | service.RecordError):
        return problem(422, str(error))
    return problem(501, str(error))  # a package that is not installed


def _openapi(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        told = get_openapi(
            title="dateline",
            version=__version__,
            summary="What the desk shows, as JSON",
            routes=app.routes,
            servers=[{"url": PREFIX}],
        )
        told["components"]["schemas"] |= components()
        told["components"]["securitySchemes"] = SECURITY
        told["security"] = [{"token": []}, {"session": []}]
        app.openapi_schema = told
    return app.openapi_schema
