"""One polite GET of text: to addresses that were checked, with an end to its time, its size and its redirects.

Why not a library: what urllib3, requests and httpx are for (pools, retries, redirects, proxies, looking names up) is
what has to be done by hand here, because each step is checked; what is left is ``http.client``, which they stand on.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urljoin

from dateline.errors import NoAnswer, RefusedAddress, UnfitAnswer
from dateline.intake.fetch_guard import Guard, Target, shown
from dateline.version import __version__

__all__ = ["FEEDS", "PAGES", "Answer", "Ask", "Breaker", "Limits", "agent", "get", "retry_after"]

PAGES: Mapping[str, str] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "feed",
    "application/json": "json",
    "text/plain": "plain",
    "text/markdown": "plain",
    "application/pdf": "pdf",
}
"""Media types that are taken, and what each may hold."""
FEEDS: Mapping[str, str] = {**PAGES, "application/octet-stream": "feed", "application/x-rss+xml": "feed"}
"""The same for feeds, of which some servers do not know what they are."""

_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
_ACCEPT += "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/plain;q=0.8,application/pdf;q=0.7"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_TOKEN = re.compile(r"[!-~]{1,1000}(?: [!-~]+)*", re.ASCII)
"""What of a header is sent back: visible ASCII on one line."""
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]{1,40})""", re.IGNORECASE | re.ASCII)
_LONGEST_WAIT = timedelta(days=7)
"""The longest Retry-After that is believed."""
_ADDRESSES = 4
"""Addresses of one host that are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much. Seconds; ``connect`` a connection, ``read`` each wait for more, ``total`` all of it.

    ``max_bytes`` is of the unpacked answer; past it an answer is refused, or, where ``cut``, only its beginning taken.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    max_bytes: int = 10_000_000
    redirects: int = 5
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask for. ``etag`` and ``modified`` are those of an answer that is known, as the server gave them.

    ``types`` are the media types that are taken, None for all; ``before`` is called with each address, that of a
    redirect too, before it is asked, and may raise.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    types: Mapping[str, str] | None = field(default_factory=lambda: PAGES)
    before: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. ``url`` is where the answer came from, after redirects.

    ``data`` is the unpacked body where ``status`` is 200, else None: 304 is "as you know it". ``kind`` is what
    :attr:`Ask.types` says of its media type, "" where it gave none. ``retry`` is Retry-After as it stands.
    """

    url: str
    status: int
    data: bytes | None = None
    kind: str = ""
    media: str | None = None
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry: str | None = None


def agent(contact: str | None = None) -> str:
    """Return what dateline calls itself to servers; ``contact`` is where whoever runs it can be reached."""
    return f"dateline/{__version__} (reads news feeds, text only{f'; {contact}' if contact else ''})"


def get(
    ask: Ask,
    *,
    guard: Guard,
    limits: Limits | None = None,
    name: str | None = None,
    breaker: Breaker | None = None,
) -> Answer:
    """Ask for one address, following redirects by hand; return what the server said, whatever its status.

    ``name`` is what to be called (see :func:`agent`). Nothing but 200 has a body. ``breaker`` can end it.

    Raises:
        RefusedAddress: the address, or one that it leads to, may not be asked; nothing was sent there.
        NoAnswer: no connection, none in time, or the answer broke off.
        UnfitAnswer: too many redirects, or one from https to http; a media type, packing or size that is not taken.
    """
    limits = limits or Limits()
    with _Clock(limits.total, breaker or Breaker()) as clock:
        target = guard.check(ask.url)
        for _ in range(limits.redirects + 1):
            if ask.before is not None:
                ask.before(target.url)
            found = _one(ask, target, limits, clock, name or agent())
            if isinstance(found, Answer):
                return found
            target = _next(target, found, guard)
    raise UnfitAnswer(f"{shown(ask.url)}: more than {limits.redirects} redirects, the last to {target.url}")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait, at most a week; None where it says nothing that is clear."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return min(timedelta(seconds=int(value)), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return min(max(at - now, timedelta()), _LONGEST_WAIT)


def _next(target: Target, location: str, guard: Guard) -> Target:
    try:
        url = urljoin(target.url, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise UnfitAnswer(f"{target.url}: leads to {shown(location)}, which is no address ({error})") from error
    try:
        found = guard.check(url)
    except RefusedAddress as error:
        raise RefusedAddress(f"{target.url}: leads to an address that may not be asked: {error}") from error
    if target.scheme == "https" and found.scheme == "http":
        raise UnfitAnswer(f"{target.url}: leads from https to {found.url}, which is open to all; it is not followed")
    return found


class Breaker:
    """What ends all requests that were made with it, and those that will be, from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clocks: set[_Clock] = set()
        self._tripped = False

    def trip(self) -> None:
        """End them."""
        with self._lock:
            self._tripped = True
            clocks = list(self._clocks)
        for clock in clocks:
            clock.end()

    def enter(self, clock: _Clock) -> None:
        """Take note of a request that begins."""
        with self._lock:
            self._clocks.add(clock)
            clock.over = self._tripped

    def leave(self, clock: _Clock) -> None:
        """Forget a request that is done."""
        with self._lock:
            self._clocks.discard(clock)


class _Clock:
    """An end to the time of a whole exchange, however slowly a server drips: what is open then is shut."""

    def __init__(self, total: float, breaker: Breaker) -> None:
        self._breaker = breaker
        self._timer = threading.Timer(total, self.end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._open: socket.socket | None = None
        self.over = False

    def __enter__(self) -> _Clock:
        self._breaker.enter(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._breaker.leave(self)
        self.release()

    def watch(self, sock: socket.socket) -> None:
        """Shut this connection when the time is over; TLS may wrap it, what is shut is beneath that."""
        with self._lock:
            self._open = sock.dup()
        if self.over:
            self.end()

    def release(self) -> None:
        """Forget the connection."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    def end(self) -> None:
        """Shut what is open."""
        self.over = True
        with self._lock:
            if self._open is not None:
                try:
                    self._open.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # it was closed already


class _Connection(http.client.HTTPConnection):
    """A connection to the addresses that were checked, whatever its host's name leads to by now."""

    def __init__(self, target: Target, limits: Limits, clock: _Clock) -> None:
        super().__init__(target.host, target.port, timeout=limits.read)
        self._target = target
        self._limits = limits
        self._clock = clock
        if target.scheme == "https":
            self.default_port = 443  # else the port stands in the header Host

    def connect(self) -> None:
        """Connect to the first address that answers."""
        last: OSError | None = None
        for address in self._target.addresses[:_ADDRESSES]:
            if self._clock.over:
                break
            try:
                sock = socket.create_connection((address, self._target.port), self._limits.connect)
                break
            except OSError as error:
                last = error
        else:
            raise last or OSError("no address")
        if self._clock.over:
            raise TimeoutError
        self._clock.watch(sock)
        sock.settimeout(self._limits.read)
        try:
            if self._target.scheme == "https":
                sock = _tls().wrap_socket(sock, server_hostname=self._target.host)
        except BaseException:
            sock.close()
            raise
        self.sock = sock


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _one(ask: Ask, target: Target, limits: Limits, clock: _Clock, name: str) -> Answer | str:
    """Ask one address; return the answer, or where it leads."""
    connection = _Connection(target, limits, clock)
    try:
        connection.request("GET", target.path, headers=_headers(ask, name))
        with connection.getresponse() as response:
            return _answer(ask, target, limits, clock, response)
    except (OSError, http.client.HTTPException) as error:
        if clock.over:
            raise NoAnswer(f"{target.url}: not done after {limits.total:g} seconds; it was given up") from error
        raise NoAnswer(f"{target.url}: {_why(error, limits)}") from error
    finally:
        connection.close()
        clock.release()


def _headers(ask: Ask, name: str) -> dict[str, str]:
    headers = {
        "User-Agent": name,
        "Accept": _ACCEPT if ask.types is not None else "text/plain,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en, *;q=0.5",
        "Connection": "close",
    }
    if ask.etag:
        headers["If-None-Match"] = ask.etag
    if ask.modified:
        headers["If-Modified-Since"] = ask.modified
    return headers


def _answer(
    ask: Ask, target: Target, limits: Limits, clock: _Clock, response: http.client.HTTPResponse
) -> Answer | str:
    status, location = response.status, response.headers.get("Location")
    if status in _REDIRECTS and location:
        return location
    if status != 200:
        if status == 206:
            raise UnfitAnswer(f"{target.url}: the server sent a part that was not asked for (206)")
        return Answer(
            url=target.url,
            status=status,
            etag=_kept(response, "ETag"),
            modified=_kept(response, "Last-Modified"),
            retry=response.headers.get("Retry-After"),
        )
    said = response.headers.get("Content-Type", "")
    media = said.partition(";")[0].strip().lower()
    kind = ""
    if media and ask.types is not None:
        if media not in ask.types:
            raise UnfitAnswer(
                f"{target.url}: this is {shown(media)}, which is not read; pages, feeds, plain text and PDF are"
            )
        kind = ask.types[media]
    charset = _CHARSET.search(said)
    data = b"".join(_body(target, limits, clock, response))
    if clock.over:
        raise TimeoutError  # what is shut looks like an end
    return Answer(
        url=target.url,
        status=status,
        data=data,
        kind=kind,
        media=media or None,
        charset=charset[1].lower() if charset else None,
        etag=_kept(response, "ETag"),
        modified=_kept(response, "Last-Modified"),
    )


def _body(target: Target, limits: Limits, clock: _Clock, response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the unpacked body, at most so much of it."""
    size = 0
    pieces = _unpacked(target, limits.max_bytes, _packed(clock, response), response.headers.get("Content-Encoding"))
    for piece in pieces:
        size += len(piece)
        if size > limits.max_bytes:
            if not limits.cut:
                raise UnfitAnswer(f"{target.url}: longer than {limits.max_bytes} bytes; raise max_bytes to take it")
            yield piece[: len(piece) - (size - limits.max_bytes)]
            return
        yield piece


def _packed(clock: _Clock, response: http.client.HTTPResponse) -> Iterator[bytes]:
    length = None if response.chunked else response.length
    got = 0
    # read1, not read: that would wait until it has all it was asked for, however slowly it comes.
    while not clock.over and got != length and (piece := response.read1(_CHUNK)):
        got += len(piece)
        yield piece
    if not clock.over and length is not None and got < length:
        raise http.client.IncompleteRead(b"", length - got)


def _unpacked(target: Target, limit: int, pieces: Iterator[bytes], said: str | None) -> Iterator[bytes]:
    packing = (said or "identity").strip().lower()
    if packing in ("", "identity"):
        yield from pieces
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise UnfitAnswer(f"{target.url}: packed as {shown(packing)}, which was not asked for")
    unpacker = None
    for piece in pieces:
        while piece:
            if unpacker is None:
                unpacker = _unpacker(packing, piece)
            try:
                # Never more at once than may come in all, whatever a few bytes would unpack to.
                out = unpacker.decompress(piece, min(limit + 1, 1 << 20))
            except zlib.error as error:
                raise UnfitAnswer(f"{target.url}: what the server packed cannot be unpacked ({error})") from error
            if out:
                yield out
            if unpacker.eof:
                piece, unpacker = unpacker.unused_data.lstrip(b"\x00"), None
                if piece and not piece.startswith(b"\x1f\x8b"):
                    return  # what comes behind the end is no text
            else:
                piece = unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise http.client.IncompleteRead(b"")


def _unpacker(packing: str, piece: bytes) -> zlib._Decompress:
    # Some servers send deflate without the header that it should have.
    bare = packing == "deflate" and not (piece[0] & 0x0F == 8 and int.from_bytes(piece[:2], "big") % 31 == 0)
    return zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)


def _kept(response: http.client.HTTPResponse, header: str) -> str | None:
    value = (response.headers.get(header) or "").strip()
    return value if len(value) <= 1000 and _TOKEN.fullmatch(value) else None


def _why(error: OSError | http.client.HTTPException, limits: Limits) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {limits.connect:g} seconds to connect and {limits.read:g} for each part"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good ({error.verify_message})"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off before its end"
    if isinstance(error, http.client.HTTPException):
        return f"the answer is not HTTP ({type(error).__name__})"
    return f"no connection ({error.strerror or type(error).__name__})"
