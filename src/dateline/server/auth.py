"""Logging in and out."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dateline import web
from dateline.api import people
from dateline.server.rates import longest, network
from dateline.server.security import Gate, session_cookie
from dateline.server.settings import Settings

__all__ = ["router"]

router = APIRouter()
_HASHING = threading.BoundedSemaphore(2)
"""Each password takes 64 MB while it is looked at."""


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request, next: str = "/") -> Response:
    """Show the page to log in."""
    settings: Settings = request.app.state.settings
    if not settings.accounts or request.state.person is not None:
        return RedirectResponse(_inside(next), status_code=303)
    return _page(request, next=next)


@router.post("/login", response_class=HTMLResponse)
def login(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=5000)] = "",
    next: Annotated[str, Form(max_length=5000)] = "/",
) -> Response:
    """Log in, into a new session; the one before it ends."""
    settings: Settings = request.app.state.settings
    gate: Gate = request.app.state.gate
    if not settings.accounts:
        return RedirectResponse("/", status_code=303)
    address = request.state.address
    who, where = people.key_of(name)[:80], network(address)
    waits = [gate.names.wait(who), gate.addresses.wait(where)]
    if any(waits):
        seconds = longest(waits)
        found = _page(request, next=next, name=name, status=429, wrong=f"Too many tries. Wait {seconds} s, then again.")
        found.headers["Retry-After"] = str(seconds)
        return found
    gate.names.count(who)
    gate.addresses.count(where)
    if not _HASHING.acquire(timeout=5):  # so that a flood of logins does not keep pages from being answered
        return _page(request, next=next, name=name, status=429, wrong="Too many log in at once. Try again.")
    try:
        session = people.begin(settings.db, name, password, address=address)
    finally:
        _HASHING.release()
    if session is None:
        return _page(request, next=next, name=name, status=401, wrong="Name or password is wrong.")
    gate.names.forget(who)
    cookie = session_cookie(request)
    old = request.cookies.get(cookie)
    if old:
        people.end(settings.db, old, by=people.Deed(name=who, address=address, what="session replaced"))
    answer = RedirectResponse(_inside(next), status_code=303)
    answer.set_cookie(cookie, session, httponly=True, secure=request.url.scheme == "https", samesite="strict", path="/")
    return answer


@router.post("/logout")
def logout(request: Request) -> Response:
    """Log out: the session ends here and now."""
    settings: Settings = request.app.state.settings
    session: str | None = getattr(request.state, "session", None)
    if session is not None:
        deed = people.Deed(name=request.state.person.name, address=request.state.address, what="logout")
        people.end(settings.db, session, by=deed)
        request.state.noted = True
    answer = RedirectResponse("/login" if settings.accounts else "/", status_code=303)
    https = request.url.scheme == "https"
    answer.delete_cookie(session_cookie(request), httponly=True, secure=https, samesite="strict", path="/")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _page(request: Request, *, next: str, name: str = "", status: int = 200, wrong: str | None = None) -> HTMLResponse:
    shown = web.render("login.html", csrf=request.state.csrf, next=_inside(next), name=name, wrong=wrong)
    return HTMLResponse(shown, status_code=status)


def _inside(path: str) -> str:
    """Return where to go on, which is a page of the desk and no other place."""
    odd = not path.startswith("/") or path.startswith(("//", "/login", "/logout")) or "\\" in path
    return "/" if odd or any(ord(each) < 0x21 or ord(each) == 0x7F for each in path) else path
