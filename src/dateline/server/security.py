"""What every request goes through: the name it calls, who sends it, how often, a token against forgery, and headers."""

from __future__ import annotations

import asyncio
import logging
import secrets
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.api import StoreError, people
from dateline.server.desk import Person
from dateline.server.problem import problem
from dateline.server.rates import Backoff, Bucket, longest, network
from dateline.server.settings import Settings

__all__ = ["HEADERS", "READERS_MAY", "Gate", "guard_requests", "session_cookie"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, browsers send forms with the origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
READERS_MAY = ("/login", "/logout", "/api/v1/read", "/search", "/seen")
"""Where a request that changes something, or seems to, needs no more than the role of a reader, and what is below it.

Everywhere else it needs that of a coder, so that a page that forgets to ask for it is shut and not open.
"""
_COOKIE = "dateline_csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BROUGHT = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"})
"""What a proxy says of a request that it brings in."""
_SLOW = 30.0
"""Seconds in which the body of a request must be there."""
_FORM = "application/x-www-form-urlencoded"
_LOG = logging.getLogger("dateline.server")


class Gate:
    """What is remembered between requests, in this process: how often who has tried."""

    def __init__(self, settings: Settings) -> None:
        self.writes = Bucket(settings.writes)
        self.names = Backoff(free=5)
        self.addresses = Backoff(free=20)


def session_cookie(request: Request) -> str:
    """Return the name of the cookie that holds a session; over TLS browsers keep one of that prefix to this host."""
    return "__Host-dateline_session" if request.url.scheme == "https" else "dateline_session"


def guard_requests(app: FastAPI, settings: Settings) -> None:
    """Add to an application what every request goes through."""
    app.state.gate = gate = Gate(settings)
    app.add_middleware(_Guard, settings=settings, gate=gate)


class _Refused(Exception):
    """A request that goes no further."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class _Guard:
    def __init__(self, app: ASGIApp, settings: Settings, gate: Gate) -> None:
        self._app, self._settings, self._gate = app, settings, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1008})
        request, status = Request(scope), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(request, MutableHeaders(scope=message))
            await send(message)

        request.state.csrf = request.cookies.get(_COOKIE) or secrets.token_urlsafe(32)
        request.state.person = None
        try:
            receive = await self._let_in(request, receive)
        except _Refused as refused:
            await refused.response(scope, receive, sent)
        else:
            await self._app(scope, receive, sent)
        await self._noted(request, status)
        return None

    def _dress(self, request: Request, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        path, https = request.scope["path"], request.url.scheme == "https"
        if path.startswith("/static/"):
            headers["Cache-Control"] = "private, max-age=3600"
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if getattr(request.state, "session", None) is None and request.cookies.get(_COOKIE) != request.state.csrf:
            secure = "; Secure" if https else ""
            headers.append("Set-Cookie", f"{_COOKIE}={request.state.csrf}; HttpOnly; Path=/; SameSite=strict{secure}")

    # In order

    async def _let_in(self, request: Request, receive: Receive) -> Receive:
        headers = request.headers
        _called(headers, self._settings)
        request.state.address = request.client.host if request.client is not None else "?"
        if not self._settings.accounts and not _BROUGHT.isdisjoint(headers):
            raise _refused(request, 403, "a proxy brings this in, so others may come in too; run the desk with --login")
        await self._who(request)
        if request.method in _SAFE:
            return receive
        key = f"{getattr(request.state.person, 'name', '')}@{network(request.state.address)}"
        wait = self._gate.writes.take(key)
        if wait:
            raise _refused(request, 429, "too many requests that change something", longest([wait]))
        body = await self._body(request, receive)
        if not getattr(request.state, "token", False):
            _forged(request, body)
        person: Person | None = request.state.person
        if person is not None and not person.may("coder") and not _readers_may(request.scope["path"]):
            raise _refused(
                request, 403, f"this needs the role coder, and {person.name} is {person.role}; ask a lead for it"
            )
        return _again(body, receive)

    async def _who(self, request: Request) -> None:
        """Find out who is asking."""
        path, state = request.scope["path"], request.state
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            if path.startswith("/api/") and scheme:
                state.person = await run_in_threadpool(self._by_token, request, scheme, token.strip())
                state.token = True
            elif not self._settings.accounts:
                state.person = Person(name="desk", role="lead")
            elif not path.startswith("/static/"):
                session = request.cookies.get(session_cookie(request))
                found = await run_in_threadpool(people.by_session, self._settings.db, session) if session else None
                if found is not None and session is not None:
                    state.session, state.csrf = session, people.csrf_of(session)
                    state.person = Person(name=found.name, role=found.role.value, account=True)
        except StoreError as error:
            _LOG.warning("%s", error)
            raise _refused(request, 503, "the store cannot be asked now; try again later", 5) from error
        if state.person is None and path != "/login" and not path.startswith("/static/"):
            raise _Refused(_log_in(request))

    def _by_token(self, request: Request, scheme: str, token: str) -> Person:
        key = network(request.state.address)
        wait = self._gate.addresses.wait(key)
        if wait:
            raise _refused(request, 429, "too many wrong tokens or passwords from this address", longest([wait]))
        found = people.by_token(self._settings.db, token) if scheme.lower() == "bearer" and token else None
        if found is None:
            self._gate.addresses.count(key)
            deed = people.Deed(name="?", address=request.state.address, what="token refused")
            people.note(self._settings.db, deed)
            raise _refused(
                request, 401, "this token is not known, or was revoked; make one: dateline user token NAME --db DB"
            )
        return Person(name=found.name, role=found.role.value)

    async def _body(self, request: Request, receive: Receive) -> bytes:
        """Read the body, which must be small and come soon."""
        most = self._settings.body
        told = request.headers.get("Content-Length", "0")
        if not (told.isascii() and told.isdigit()):
            raise _refused(request, 400, "Content-Length is no number")
        parts, size = list[bytes](), 0
        if int(told[:20]) <= most:
            try:
                async with asyncio.timeout(_SLOW):
                    while size <= most:
                        message = await receive()
                        if message["type"] == "http.disconnect":
                            raise _refused(request, 400, "the request broke off")
                        parts.append(message.get("body", b""))
                        size += len(parts[-1])
                        if size <= most and not message.get("more_body", False):
                            return b"".join(parts)
            except TimeoutError:
                raise _refused(request, 408, f"the request did not come within {_SLOW:g} s; send it again") from None
        raise _refused(request, 413, f"the request is past {most:,} bytes; send less at once")

    async def _noted(self, request: Request, status: int) -> None:
        """Note in the audit log what changed something, or was refused to somebody who is known."""
        person: Person | None = request.state.person
        path = request.scope["path"]
        if request.method in _SAFE or person is None or path == "/login" or getattr(request.state, "noted", False):
            return
        what = f"{request.method} {path}" if status < 400 else f"refused: {request.method} {path}"
        deed = people.Deed(name=person.name, address=request.state.address, what=what[:200], detail=str(status))
        try:
            await run_in_threadpool(people.note, self._settings.db, deed)
        except StoreError as error:
            _LOG.warning("not noted in the audit log: %s: %s", what, error)


def _called(headers: Headers, settings: Settings) -> None:
    """Refuse a request that calls the desk by another name: a page of that name could use a browser against it."""
    given = headers.getlist("Host")
    try:
        name = urlsplit(f"//{given[0]}").hostname if len(given) == 1 else None
    except ValueError:
        name = None
    if name is None or name not in {each.strip("[]").lower() for each in settings.names}:
        raise _Refused(PlainTextResponse("this desk is not called by that name\n", status_code=421))


def _forged(request: Request, body: bytes) -> None:
    """Refuse a request that changes something and does not come from a page of the desk."""
    headers = request.headers
    origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
    try:
        foreign = origin is not None and urlsplit(origin).netloc.lower() != headers["Host"].lower()
    except ValueError:
        foreign = True
    given = headers.get("X-CSRF-Token")
    if given is None and headers.get("Content-Type", "").partition(";")[0].strip().lower() == _FORM:
        try:
            given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=1000).get("csrf", [""])[0]
        except ValueError:
            given = None
    # Without a cookie there is no page that it could come from.
    known = getattr(request.state, "session", None) is not None or _COOKIE in request.cookies
    right = known and secrets.compare_digest((given or "").encode(), request.state.csrf.encode())
    if foreign or site in ("cross-site", "same-site") or not right:
        raise _refused(request, 403, "this request does not come from a page of the desk; load the page again")


def _readers_may(path: str) -> bool:
    return any(path == each or path.startswith(each + "/") for each in READERS_MAY)


def _log_in(request: Request) -> Response:
    """Answer who is not known."""
    path = request.scope["path"]
    if path.startswith("/api/"):
        found = problem(401, "say who you are: Authorization: Bearer TOKEN, from dateline user token NAME --db DB")
        found.headers["WWW-Authenticate"] = 'Bearer realm="dateline"'
        return found
    if request.headers.get("HX-Request") == "true":
        return PlainTextResponse("log in again\n", status_code=401, headers={"HX-Redirect": "/login"})
    if request.method not in _SAFE:
        return PlainTextResponse("log in again\n", status_code=401)
    query = request.scope.get("query_string", b"").decode("latin-1")
    asked = path + (f"?{query}" if query else "")
    return RedirectResponse("/login" if asked == "/" else f"/login?next={quote(asked, safe='')}", status_code=303)


def _refused(request: Request, status: int, why: str, after: int | None = None) -> _Refused:
    """Return what ends a request here."""
    found: Response
    if request.scope["path"].startswith("/api/"):
        found = problem(status, why)
    else:
        found = PlainTextResponse(why + "\n", status_code=status)
    if after is not None:
        found.headers["Retry-After"] = str(after)
    if status == 401:
        found.headers["WWW-Authenticate"] = 'Bearer realm="dateline"'
    return _Refused(found)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read to who asks for it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
