"""Sources: outlets and how much each gave, feeds and their health, and stories that went through several papers."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from dateline import api
from dateline.api import InputError, OriginQuery
from dateline.server.desk import Desk

__all__ = ["router"]

router = APIRouter()
_LISTED, _MOST_LISTED = 100, 5_000
_ORIGINS, _MOST_ORIGINS = 20, 500


@router.get("/sources", response_class=HTMLResponse)
def sources(desk: Desk, shown: int = _LISTED) -> HTMLResponse:
    """Show outlets and feeds; stories come on their own, since they are looked for among all reports."""
    shown = max(1, min(shown, _MOST_LISTED))
    found = api.desk.outlets(desk.store)
    return desk.page(
        "sources.html",
        outlets=found[:shown],
        total=len(found),
        more=min(shown + 4 * _LISTED, _MOST_LISTED) if len(found) > shown else None,
        feeds=api.feeds(desk.store),
        counts=desk.store.counts(),
    )


@router.get("/sources/stories", response_class=HTMLResponse)
def stories(desk: Desk, shown: int = _ORIGINS, outlet: str = "") -> HTMLResponse:
    """Show origins with more than one report, that with the latest report first."""
    shown = max(1, min(shown, _MOST_ORIGINS))
    wrong: str | None = None
    found: tuple[api.desk.Story, ...] = ()
    try:
        found = api.desk.stories(desk.store, OriginQuery(least=2, outlet=outlet or None, limit=shown + 1))
    except InputError as error:
        wrong = str(error)
    return desk.page(
        "stories_found.html" if desk.partial else "stories.html",
        origins=found[:shown],
        more=min(shown + 3 * _ORIGINS, _MOST_ORIGINS) if len(found) > shown else None,
        outlet=outlet,
        left=api.desk.stories_due(desk.store),
        wrong=wrong,
    )
