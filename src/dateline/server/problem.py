"""What went wrong: as the API tells it, ``application/problem+json`` (RFC 9457), and as a page of the desk."""

from __future__ import annotations

import json
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from dateline import web
from dateline.api import StoreError

__all__ = ["MEDIA", "problem", "show_problems"]

MEDIA = "application/problem+json"


def problem(status: int, detail: str, **more: object) -> Response:
    """Return the answer that says what is wrong; a message of ours has the remedy after its last semicolon."""
    what, _, remedy = detail.rpartition("; ")
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": what or detail,
        **({"remedy": remedy} if what else {}),
        **more,
    }
    text = json.dumps(told, ensure_ascii=True, allow_nan=False)
    return Response(text, status_code=status, media_type=MEDIA)


def show_problems(app: FastAPI) -> None:
    """Show what goes wrong with a page as a page."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(StoreError, _failed)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.method != "GET" or request.headers.get("HX-Request") == "true" or request.state.person is None:
        return await http_exception_handler(request, error)
    return _page(request, error.status_code, str(error.detail))


async def _failed(request: Request, error: Exception) -> Response:
    return _page(request, 503, str(error))


def _page(request: Request, status: int, detail: str) -> Response:
    state = request.state
    if state.person is None:
        return Response(f"{detail}\n", status_code=status, media_type="text/plain")
    title = HTTPStatus(status).phrase
    shown = {"person": state.person, "path": request.url.path, "csrf": state.csrf, "title": title, "detail": detail}
    return HTMLResponse(web.render("problem.html", **shown), status_code=status)
