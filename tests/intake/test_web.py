"""What servers send, to reports."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

import pytest

from dateline.errors import UnfitAnswer
from dateline.intake import web
from dateline.intake.fetch import Answer
from dateline.intake.fetch_guard import Guard
from dateline.intake.options import Options
from dateline.intake.source import Failure, Input, Item, find
from loopback import Page, Site, serving

URL = "https://gazette.example/story"
WORDS = "The night ferry to Łódź and Kraków did not sail on Tuesday, because its crew had stopped work, its union said."
HTML = f"<html><head><title>Night ferry</title>%s</head><body><nav>Menu</nav><article><p>{WORDS}</p><p>{WORDS[10:]}</p>"
RSS = f"<rss version='2.0'><channel><title>T</title><item><title>One</title><description>{WORDS}</description></item>%s"


def read(data: bytes, kind: str = "html", charset: str | None = None, **more: str) -> list[Input | Failure]:
    answer = Answer(url=URL, status=200, data=data, kind=kind, charset=charset)
    return list(web.read(answer, options=Options(published="2031-03-04"), **more))


def one(data: bytes, kind: str = "html", charset: str | None = None, **more: str) -> Input:
    [found] = read(data, kind, charset, **more)
    assert isinstance(found, Input)
    return found


@pytest.mark.parametrize("kind", ["html", "xml", ""])
def test_a_page(kind: str) -> None:
    data = (HTML % "").encode()
    found = one(data, kind, outlet="The Gazette")
    assert WORDS in found.reading.report.text
    assert "Menu" not in found.reading.report.text
    assert (found.reading.report.url, found.reading.report.outlet) == (URL, "The Gazette")
    assert found.reading.report.published == "2031-03-04"
    assert found.raw == data


# what it is encoded in, what the page declares, and what the server does
CHARSETS = [
    ("utf-8", "", None),
    ("utf-8", "", "utf-8"),
    ("utf-8", "", "iso-8859-1"),  # the server lies
    ("utf-8", "<meta charset='windows-1251'>", "iso-8859-2"),  # both do
    ("iso-8859-2", "", "iso-8859-2"),
    ("iso-8859-2", "<meta charset='iso-8859-2'>", None),
    ("utf-16", "", None),
]


@pytest.mark.parametrize(("written", "declared", "told"), CHARSETS)
def test_the_charset_of_a_page(written: str, declared: str, told: str | None) -> None:
    assert WORDS in one((HTML % declared).encode(written), charset=told).reading.report.text


@pytest.mark.parametrize(
    ("written", "told"),
    [("utf-8", None), ("utf-8", "us-ascii"), ("iso-8859-2", "iso-8859-2"), ("utf-8", "nonsense"), ("utf-16", "utf-16")],
)
def test_the_charset_of_plain_text(written: str, told: str | None) -> None:
    data = WORDS.encode(written)
    found = one(data, "plain", told)
    assert found.reading.report.text == WORDS
    assert found.raw == data  # as it came, whatever it was read as


@pytest.mark.parametrize("kind", ["feed", "xml", "plain", ""])
def test_a_feed_in_the_place_of_a_page_is_read_as_one(kind: str) -> None:
    found = one((RSS % "</channel></rss>").encode(), kind)
    assert found.reading.report.title == "One"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", WORDS)
    return out.getvalue()


@pytest.mark.parametrize("data", [zipped(), gzip.compress(WORDS.encode()), b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"])
@pytest.mark.parametrize("kind", ["html", "plain", "pdf", "json", ""])
def test_an_archive_is_not_opened_whatever_it_is_called(data: bytes, kind: str) -> None:
    with pytest.raises(UnfitAnswer, match="no page, feed, text or PDF"):
        read(data, kind)


@pytest.mark.parametrize(("data", "kind"), [(b"", "html"), (b"  \n", "plain"), (b"%PDF-1.4 broken", "pdf")])
def test_what_holds_no_report_is_a_failure_that_names_the_address(data: bytes, kind: str) -> None:
    [found] = read(data, kind)
    assert isinstance(found, Failure)
    assert URL in str(found.error)


@pytest.mark.parametrize("data", [b"{}", b'{"text": "words"}', b"[1, 2]"])
def test_json_that_is_no_feed_is_no_report(data: bytes) -> None:
    with pytest.raises(UnfitAnswer, match="this is JSON, but"):
        read(data, "json")


def test_a_json_feed_is_one() -> None:
    data = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "One", "content_text": "Words."}]}'
    assert one(data, "json").reading.report.text == "One\n\nWords."


# Addresses that are given


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/a": Page(WORDS.encode(), type="text/plain")})) as found:
        yield found


def test_an_address_is_found_and_not_asked_until_it_is_read(site: Site) -> None:
    [item] = find([site.url("/a")])
    assert isinstance(item, Item)
    assert web.is_link(item)
    assert site.seen == []
    [found] = web.visit(item, guard=Guard.allowing(["127.0.0.1"]))
    assert isinstance(found, Input)
    assert (found.reading.report.text, found.reading.report.url) == (WORDS, site.url("/a"))


def test_credentials_are_not_in_the_name_of_what_is_found() -> None:
    [item] = find(["https://me:secret@gazette.example/a"])
    assert isinstance(item, Item)
    assert "secret" not in item.name
    [found] = web.visit(item, guard=Guard())
    assert isinstance(found, Failure)
    assert "secret" not in found.name + str(found.error)


def test_what_has_bytes_already_is_no_link() -> None:
    [item] = find(["-"], stdin=io.BytesIO(WORDS.encode()))
    assert isinstance(item, Item)
    assert not web.is_link(item)
