"""A web server on 127.0.0.1 for tests, whose answers and whose clock the test says; nothing goes further than that."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Page", "Request", "Site", "serving"]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer. ``drip`` sends the body byte by byte, so many seconds apart; ``length`` is told for its length."""

    body: bytes = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    drip: float = 0.0
    length: int | None = None
    forever: bytes = b""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was made: to which host, for what, and when by the test's clock."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass(slots=True)
class Site:
    """What the server says: ``answer`` is asked first, then ``pages``; what is in neither is not there (404)."""

    pages: dict[str, Page] = field(default_factory=dict)
    answer: Callable[[Request], Page | None] = lambda request: None
    clock: Callable[[], float] = time.monotonic
    seen: list[Request] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return what was asked for, without the rules for robots."""
        return [each.path for each in self.seen if each.path != "/robots.txt"]


@contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve until the end of the block, over TLS where its context is given."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            request = Request(host, self.path, dict(self.headers.items()), site.clock())
            site.seen.append(request)
            page = site.answer(request) or site.pages.get(self.path) or Page(b"nothing here", 404)
            with suppress(OSError):
                self.send(page)

        def send(self, page: Page) -> None:
            self.send_response(page.status)
            if page.type is not None:
                self.send_header("Content-Type", page.type)
            for name, value in page.headers:
                self.send_header(name, value)
            if not page.forever:
                self.send_header("Content-Length", str(len(page.body) if page.length is None else page.length))
            self.send_header("Connection", "close")
            self.close_connection = True
            self.end_headers()
            if page.drip:
                for byte in page.body:
                    if over.wait(page.drip):
                        return
                    self.wfile.write(bytes([byte]))
            elif page.status != 304:
                self.wfile.write(page.body)
            while page.forever and not over.is_set():
                self.wfile.write(page.forever)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of clients that hang up."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
