"""One polite GET: against a server on 127.0.0.1 that does what servers do, and what they should not."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.errors import InputError, NoAnswer, RefusedAddress, UnfitAnswer
from dateline.intake.fetch import Answer, Ask, Breaker, Limits, agent, get, retry_after
from dateline.intake.fetch_guard import Guard
from dateline.version import __version__
from loopback import Page, Site, serving

TEXT = b"<p>The ferries stood still on Tuesday.</p>" * 50
QUICK = Limits(connect=1.0, read=0.4, total=0.6, max_bytes=100_000)
HERE = Guard.allowing(["127.0.0.1"])


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve."""
    with serving(Site()) as found:
        yield found


def ask(site: Site, path: str = "/", **given: str) -> Answer:
    return get(Ask(url=site.url(path), **given), guard=HERE, limits=QUICK)


def test_a_page_is_given_with_what_the_server_says_of_it(site: Site) -> None:
    headers = (("ETag", '"a1"'), ("Last-Modified", "Tue, 04 Mar 2031 10:00:00 GMT"))
    site.pages["/a?b=c"] = Page(TEXT, type="text/html; charset=ISO-8859-1", headers=headers)
    found = ask(site, "/a?b=c#part")
    assert (found.status, found.data, found.kind, found.media) == (200, TEXT, "html", "text/html")
    assert (found.charset, found.etag, found.modified) == ("iso-8859-1", '"a1"', "Tue, 04 Mar 2031 10:00:00 GMT")
    assert found.url == site.url("/a?b=c")


def test_what_is_asked_is_polite(site: Site) -> None:
    site.pages["/"] = Page(TEXT)
    get(Ask(url=site.url()), guard=HERE, limits=QUICK, name=agent("desk@ngo.example"))
    [request] = site.seen
    assert request.headers["User-Agent"] == f"dateline/{__version__} (reads news feeds, text only; desk@ngo.example)"
    assert request.headers["Accept-Encoding"] == "gzip, deflate"
    assert request.headers["Host"] == f"127.0.0.1:{site.port}"
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(request.headers)


def test_what_is_known_is_asked_for_as_such(site: Site) -> None:
    site.pages["/"] = Page(status=304, headers=(("ETag", '"a1"'),))
    found = ask(site, etag='"a1"', modified="Tue, 04 Mar 2031 10:00:00 GMT")
    assert (found.status, found.data, found.etag) == (304, None, '"a1"')
    assert site.seen[0].headers["If-None-Match"] == '"a1"'
    assert site.seen[0].headers["If-Modified-Since"] == "Tue, 04 Mar 2031 10:00:00 GMT"


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 429, 451, 500, 502, 503])
def test_a_status_that_is_not_200_has_no_body(site: Site, status: int) -> None:
    site.pages["/"] = Page(TEXT if status != 204 else b"", status, headers=(("Retry-After", "120"),))
    found = ask(site)
    assert (found.status, found.data, found.retry) == (status, None, "120")


# Packing


def packed(data: bytes, packing: str) -> bytes:
    if packing == "raw":
        packer = zlib.compressobj(wbits=-15)
        return packer.compress(data) + packer.flush()
    return gzip.compress(data) if packing == "gzip" else zlib.compress(data)


@pytest.mark.parametrize(
    ("packing", "said"), [("gzip", "gzip"), ("gzip", "X-Gzip"), ("zlib", "deflate"), ("raw", "deflate")]
)
def test_what_is_packed_is_unpacked(site: Site, packing: str, said: str) -> None:
    site.pages["/"] = Page(packed(TEXT, packing), headers=(("Content-Encoding", said),))
    assert ask(site).data == TEXT


def test_several_packed_one_behind_the_other_are_one(site: Site) -> None:
    two = gzip.compress(TEXT) + gzip.compress(TEXT) + b"\x00" * 8
    site.pages["/"] = Page(two, headers=(("Content-Encoding", "gzip"),))
    assert ask(site).data == TEXT * 2


def test_a_bomb_is_refused_before_it_fills_memory(site: Site) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 60_000_000, 9), 9)
    inner = gzip.decompress(bomb)
    site.pages["/"] = Page(inner, headers=(("Content-Encoding", "gzip"),))
    tracemalloc.start()
    try:
        with pytest.raises(UnfitAnswer, match="longer than 100000 bytes"):
            ask(site)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


WRONGLY_PACKED = [
    (gzip.compress(TEXT)[:-20], "gzip", NoAnswer, "broke off"),
    (b"this is not packed at all", "gzip", UnfitAnswer, "cannot be unpacked"),
    (gzip.compress(TEXT)[:-8] + b"\xff" * 8, "gzip", UnfitAnswer, "cannot be unpacked"),
    (TEXT, "br", UnfitAnswer, "was not asked for"),
    (gzip.compress(gzip.compress(TEXT)), "gzip, gzip", UnfitAnswer, "was not asked for"),
]


@pytest.mark.parametrize(("body", "said", "error", "why"), WRONGLY_PACKED, ids=range(len(WRONGLY_PACKED)))
def test_what_is_packed_wrongly(site: Site, body: bytes, said: str, error: type[InputError], why: str) -> None:
    site.pages["/"] = Page(body, headers=(("Content-Encoding", said),))
    with pytest.raises(error, match=why):
        ask(site)


# Size, type and time


def test_what_is_too_long_is_refused(site: Site) -> None:
    site.pages["/"] = Page(b"x" * 100_000, type="text/plain")
    assert ask(site).data == b"x" * 100_000
    site.pages["/"] = Page(b"x" * 100_001, type="text/plain")
    with pytest.raises(UnfitAnswer, match="longer than 100000 bytes; raise max_bytes"):
        ask(site)


def test_what_never_ends_is_refused(site: Site) -> None:
    site.pages["/"] = Page(b"<rss>", type="application/rss+xml", forever=b"<item><title>More</title></item>" * 100)
    with pytest.raises(UnfitAnswer, match="longer than"):
        ask(site)


def test_of_what_may_be_cut_the_beginning_is_taken(site: Site) -> None:
    site.pages["/"] = Page(b"# rules\n", type="text/plain", forever=b"# more\n" * 1_000)
    limits = Limits(read=0.5, total=5.0, max_bytes=20_000, cut=True)
    data = get(Ask(url=site.url(), types=None), guard=HERE, limits=limits).data
    assert data is not None
    assert len(data) == 20_000


TYPES = [
    ("text/html", "html"),
    ("TEXT/HTML; charset=utf-8", "html"),
    ("application/xhtml+xml", "html"),
    ("text/xml", "xml"),
    ("application/rss+xml", "feed"),
    ("application/atom+xml;type=feed", "feed"),
    ("application/feed+json", "feed"),
    ("application/json", "json"),
    ("text/plain", "plain"),
    ("application/pdf", "pdf"),
    (None, ""),
    ("image/png", None),
    ("video/mp4", None),
    ("application/zip", None),
    ("application/octet-stream", None),
    ("application/x-msdownload", None),
    ("nonsense", None),
]


@pytest.mark.parametrize(("said", "kind"), TYPES)
def test_only_text_is_taken(site: Site, said: str | None, kind: str | None) -> None:
    site.pages["/"] = Page(TEXT, type=said)
    if kind is None:
        with pytest.raises(UnfitAnswer, match="is not read"):
            ask(site)
    else:
        assert ask(site).kind == kind


def test_a_body_that_drips_is_given_up(site: Site) -> None:
    site.pages["/"] = Page(TEXT, drip=0.05)
    start = time.monotonic()
    with pytest.raises(NoAnswer, match=r"not done after 0\.6 seconds"):
        ask(site)
    assert time.monotonic() - start < 2.0


def test_a_server_that_says_nothing_is_given_up() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        start = time.monotonic()
        with pytest.raises(NoAnswer, match="no answer within"):
            get(Ask(url=url), guard=HERE, limits=QUICK)
        assert time.monotonic() - start < 1.5


# what a server sends before it hangs up or goes on for ever; None for ever
RAW = [
    (b"", 0.0, "not HTTP|no connection"),
    (b"220 mail.example ESMTP\r\n", 0.0, "not HTTP"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nshort", 0.0, "broke off"),
    (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        0.0,
        "broke off",
    ),
    (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        0.0,
        "broke off|not HTTP",
    ),
    (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", 0.0, "not HTTP"),
    (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", 0.0, "not HTTP"),
    (b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1_000, 0.05, r"not done after 0\.6 seconds"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 1_000, 0.05, r"not done after 0\.6 seconds"),
]


@pytest.mark.parametrize(("sent", "pause", "why"), RAW, ids=range(len(RAW)))
def test_what_is_no_answer(sent: bytes, pause: float, why: str) -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10_000)
            try:
                for piece in [sent] if not pause else [sent[:40], *(sent[i : i + 1] for i in range(40, len(sent)))]:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                return

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        start = time.monotonic()
        with pytest.raises(NoAnswer, match=why):
            get(Ask(url=f"http://127.0.0.1:{server.getsockname()[1]}/"), guard=HERE, limits=QUICK)
        assert time.monotonic() - start < 2.0
        thread.join()


def test_no_connection_is_no_answer() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoAnswer, match="no connection"):
        get(Ask(url=f"http://127.0.0.1:{port}/"), guard=HERE, limits=QUICK)


def test_a_certificate_that_no_one_vouches_for_is_no_answer(site: Site) -> None:
    # A server that does not speak TLS at all: what is not TLS is never read in its place.
    site.pages["/"] = Page(TEXT)
    with pytest.raises(NoAnswer):
        get(Ask(url=f"https://127.0.0.1:{site.port}/"), guard=HERE, limits=QUICK)
    assert site.paths() == []


def test_a_request_can_be_ended_from_elsewhere(site: Site) -> None:
    site.pages["/"] = Page(TEXT, drip=0.05)
    breaker = Breaker()
    threading.Timer(0.2, breaker.trip).start()
    start = time.monotonic()
    with pytest.raises(NoAnswer, match="given up"):
        get(Ask(url=site.url()), guard=HERE, limits=Limits(total=30.0), breaker=breaker)
    with pytest.raises(NoAnswer, match="given up"):
        get(Ask(url=site.url()), guard=HERE, limits=Limits(total=30.0), breaker=breaker)
    assert time.monotonic() - start < 2.0
    assert len(site.seen) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a certificate for news.example that no one else vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: what is asked over TLS is not tested")
    folder = tmp_path_factory.mktemp("tls")
    key, found = folder / "key.pem", folder / "certificate.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    subprocess.run(
        [openssl, "req", "-x509", *kind, *name, "-keyout", str(key), "-out", str(found)],
        check=True,
        capture_output=True,
    )
    return key, found


# the host that is asked, whether its certificate is vouched for, and what is said where it is not good
TLS = [
    ("news.example", True, None),
    ("news.example", False, "certificate is not good"),
    ("other.example", True, "not good"),
]


@pytest.mark.parametrize(("host", "trusted", "why"), TLS)
def test_over_tls_the_certificate_counts(
    host: str,
    trusted: bool,
    why: str | None,
    certificate: tuple[Path, Path],
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, found = certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(found, key)
    if trusted:
        monkeypatch.setattr("dateline.intake.fetch._tls", lambda: ssl.create_default_context(cafile=found))
    site.pages["/"] = Page(TEXT)
    with serving(Site({"/": Page(TEXT)}), tls=server) as secure:
        ask = Ask(url=f"https://{host}:{secure.port}/")
        guard = Guard.allowing([host], lambda host, port: ["127.0.0.1"])
        if why is None:
            assert get(ask, guard=guard, limits=Limits()).data == TEXT
            assert secure.seen[0].headers["Host"] == f"{host}:{secure.port}"
        else:
            with pytest.raises(NoAnswer, match=why):
                get(ask, guard=guard, limits=Limits())
            assert secure.seen == []


# Redirects


def to(place: str, status: int = 302) -> Page:
    return Page(status=status, headers=(("Location", place),))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, status: int) -> None:
    site.pages |= {"/a/old": to("../new?x=1", status), "/new?x=1": Page(TEXT)}
    found = ask(site, "/a/old")
    assert (found.url, found.data) == (site.url("/new?x=1"), TEXT)


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    site.pages |= {f"/{n}": to(f"/{n + 1}") for n in range(6)} | {"/6": Page(TEXT)}
    assert ask(site, "/1").data == TEXT
    with pytest.raises(UnfitAnswer, match="more than 5 redirects"):
        ask(site, "/0")


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.pages |= {"/a": to("/b"), "/b": to("/a")}
    with pytest.raises(UnfitAnswer, match="more than 5 redirects"):
        ask(site, "/a")
    assert len(site.seen) == 6


PLACES = [
    ("http://169.254.169.254/latest/meta-data/", RefusedAddress, "private address"),
    ("file:///etc/passwd", RefusedAddress, "only http and https"),
    ("gopher://127.0.0.1/", RefusedAddress, "only http and https"),
    ("http://127.0.0.2/", RefusedAddress, "private address"),
    ("http://10.0.0.1/", RefusedAddress, "private address"),
    ("//192.168.1.1/x", RefusedAddress, "private address"),
    ("http://[::1]/", RefusedAddress, "private address"),
    ("http://localhost/", RefusedAddress, "name of this machine"),
    ("http://2130706433/", RefusedAddress, "no host but a number"),
    ("http://me:secret@127.0.0.1/", RefusedAddress, "user name or password"),
    ("http://[broken/", UnfitAnswer, "no address"),
]


@pytest.mark.parametrize(("place", "error", "why"), PLACES)
def test_each_redirect_is_checked_again(site: Site, place: str, error: type[InputError], why: str) -> None:
    site.pages["/"] = to(place)
    with pytest.raises(error, match=why) as caught:
        ask(site)
    assert "secret" not in str(caught.value)
    assert len(site.seen) == 1


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    from dateline.intake import fetch

    guard = Guard(resolve=lambda host, port: ["93.184.215.14"])
    target = guard.check("https://news.example/a")
    with pytest.raises(UnfitAnswer, match=r"from https to http://news\.example/b"):
        fetch._next(target, "http://news.example/b", guard)
    assert fetch._next(target, "/b", guard).url == "https://news.example/b"


def test_each_address_is_told_before_it_is_asked(site: Site) -> None:
    site.pages |= {"/a": to("/b"), "/b": to("/c"), "/c": Page(TEXT)}
    told: list[str] = []

    def before(url: str) -> None:
        told.append(url)
        if url.endswith("/c"):
            raise RefusedAddress("closed")

    with pytest.raises(RefusedAddress, match="closed"):
        get(Ask(url=site.url("/a"), before=before), guard=HERE, limits=QUICK)
    assert told == [site.url("/a"), site.url("/b"), site.url("/c")]
    assert site.paths() == ["/a", "/b"]


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.9"]

    site.pages["/"] = Page(TEXT)
    guard = Guard.allowing(["news.example"], resolve)
    assert get(Ask(url=site.url(host="news.example")), guard=guard, limits=QUICK).data == TEXT
    assert asked == ["news.example"]
    assert site.seen[0].headers["Host"] == f"news.example:{site.port}"


def test_the_next_address_is_tried_where_one_is_dead(site: Site) -> None:
    site.pages["/"] = Page(TEXT)
    guard = Guard.allowing(["news.example"], lambda host, port: ["127.0.0.77", "127.0.0.1"])
    assert get(Ask(url=site.url(host="news.example")), guard=guard, limits=QUICK).data == TEXT


# Retry-After

NOW = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
WAITS = [
    (None, None),
    ("", None),
    ("120", timedelta(seconds=120)),
    (" 0 ", timedelta()),
    ("Tue, 04 Mar 2031 12:10:00 GMT", timedelta(minutes=10)),
    ("Tue, 04 Mar 2031 14:10:00 +0200", timedelta(minutes=10)),
    ("Mon, 03 Mar 2031 12:10:00 GMT", timedelta()),
    ("99999999", timedelta(days=7)),
    ("Tue, 04 Mar 2041 12:10:00 GMT", timedelta(days=7)),
    ("-5", None),
    ("soon", None),
    ("1e9", None),
    ("9" * 5_000, None),
]


@pytest.mark.parametrize(("value", "wait"), WAITS)
def test_how_long_a_server_asks_to_wait(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait
