"""The map: events as points, by day; who holds which place; and what has no point, listed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dateline import api
from dateline.api import ClaimType, EventStatus, InputError
from dateline.server.asked import Asked
from dateline.server.desk import Desk, Served
from dateline.web.filters import FILTERS

__all__ = ["router"]

router = APIRouter()

MOST = 20_000
"""Events that are sent to a map at once, the latest."""
LISTED = 50
"""Events that the page lists before its script runs, or where none does."""
WIDE_KM = 100
"""A point that may be off by more is the middle of a country or region: it is listed, and not drawn."""

_visible = FILTERS["visible"]


@router.get("/map", response_class=HTMLResponse)
def page(desk: Desk) -> HTMLResponse:
    """Show the map, and the latest events as a table, which its script makes whole."""
    asked, (first, last) = _asked(desk)
    wrong: str | None = None
    found: tuple[api.atlas.EventPoint, ...] = ()
    try:
        found = api.atlas.points(desk.store, asked.query(limit=LISTED), first=first, last=last)
    except InputError as error:
        wrong = str(error)
    return desk.page(
        "map.html",
        asked=asked,
        wrong=wrong,
        events=found,
        types=list(ClaimType),
        statuses=list(EventStatus),
        basemap=_basemap()[0],
        wide=WIDE_KM,
    )


@router.get("/map/points.json")
def points(desk: Desk) -> Response:
    """Send events as columns, the latest first, and how many begin on which day.

    ``total`` counts all that are asked for, of any day; ``most`` is how many are sent at once. Days count from
    ``base``; null where none is known.
    """
    asked, (first, last) = _asked(desk)
    try:
        found = api.atlas.points(desk.store, asked.query(limit=MOST), first=first, last=last)
        days = api.atlas.days(desk.store, asked.query())
    except InputError as error:
        return _json(desk.request, {"wrong": str(error)}, status=400)
    base = min((each.day for each in days if each.day), default="1970-01-01")
    number = _days_after(base)
    types, statuses = list(ClaimType), list(EventStatus)
    type_of, status_of = ({name: i for i, name in enumerate(names)} for names in (types, statuses))
    places: dict[str, int] = {}
    return _json(
        desk.request,
        {
            "total": sum(each.events for each in days),
            "most": MOST,
            "base": base,
            "types": types,
            "statuses": statuses,
            "days": [number(each.day) for each in days],
            "counts": [each.events for each in days],
            "id": [each.id for each in found],
            "lat": [each.latitude for each in found],
            "lon": [each.longitude for each in found],
            "radius": [each.radius_km for each in found],
            "day": [number(each.day) for each in found],
            "last": [number(each.last_day) for each in found],
            "type": [type_of[each.type] for each in found],
            "status": [status_of[each.status] for each in found],
            "title": [_visible(each.title) for each in found],
            "place": [None if each.place is None else places.setdefault(each.place, len(places)) for each in found],
            "country": [each.country for each in found],
            "places": [_visible(name) for name in places],
        },
    )


@router.get("/map/control.json")
def control(desk: Desk, day: str) -> Response:
    """Send who is said to hold which place on a day."""
    try:
        found = api.atlas.control(desk.store, day)
    except InputError as error:
        return _json(desk.request, {"wrong": str(error)}, status=400)
    rows: list[dict[str, object]] = []
    for each in found:
        at = each.location
        rows.append(
            {
                "id": each.id,
                "place": _visible(each.place or (at.name if at else "")),
                "lat": at.latitude if at else None,
                "lon": at.longitude if at else None,
                "radius": at.radius_km if at else None,
                "holder": None if each.holder is None else _visible(each.holder.name),
                "key": None if each.holder is None else each.holder.entity or _visible(each.holder.name),
                "state": each.state,
                "since": each.since,
                "told": each.last_day,
                "low": each.low,
                "high": each.high,
                "denied": [_visible(name) for name in each.denied_by],
                "reports": len(each.reports),
            }
        )
    return _json(desk.request, {"day": day, "rows": rows})


@router.get("/basemap.json")
def basemap(request: Request) -> Response:
    """Send the base map. It changes with the version of dateline only, and pages ask for it by its digest."""
    digest, data, packed = _basemap()
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{digest}"',
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request):
        return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    return Response(data, media_type="application/json", headers=headers)


@cache
def _basemap() -> tuple[str, bytes, bytes]:
    data = api.atlas.basemap()
    return sha256(data).hexdigest()[:16], data, gzip.compress(data, 6, mtime=0)


def _asked(desk: Served) -> tuple[Asked, tuple[str | None, str | None]]:
    """Return what is asked for, as on the page of events, and the days that the slider leaves, None for all."""
    given = desk.request.query_params
    return Asked.of(given.multi_items()), (given.get("from") or None, given.get("to") or None)


def _days_after(base: str) -> Callable[[str], int | None]:
    first = date.fromisoformat(base).toordinal()
    return cache(lambda day: date.fromisoformat(day).toordinal() - first if day else None)


def _json(request: Request, data: Mapping[str, object], *, status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if not _takes_gzip(request):
        return Response(text, status, media_type="application/json")
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(gzip.compress(text, 1), status, media_type="application/json", headers=headers)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")
