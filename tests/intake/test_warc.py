"""WARC files: their pages, one record at a time."""

from __future__ import annotations

import builtins
import gzip
import io
from types import ModuleType

import pytest

from dateline.intake import source
from dateline.intake.source import Format, Input, Item
from documents import BODY, TITLE, found, one, page, refused, told, warc

HEAD = (
    '<meta property="article:published_time" content="2031-03-04T10:00:00Z">'
    '<meta property="og:site_name" content="Velt Courier">'
)
URL = "https://www.velt.example/harn"
FOREIGN = "<p>Жители сообщили, что обстрел рынка в городе Харн привел к гибели четырех человек в понедельник.</p>" * 3


def answer(status: str = "200 OK", head: str = "Content-Type: text/html", body: bytes = b"") -> bytes:
    """Return a WARC of one response."""
    whole = warc([(URL, b"")])
    start = whole.rindex(b"WARC/1.0")
    block = f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body
    lines = [line for line in whole[start:].split(b"\r\n\r\n")[0].split(b"\r\n") if b"Content-Length" not in line]
    return (
        whole[:start] + b"\r\n".join([*lines, b"Content-Length: %d" % len(block)]) + b"\r\n\r\n" + block + b"\r\n\r\n"
    )


@pytest.mark.parametrize("zipped", [False, True])
def test_the_pages_of_a_crawl_are_read(zipped: bool) -> None:
    pages = [(URL, page(head=HEAD)), ("https://www.velt.example/dorgan", page(title="Talks in Dorgan"))]
    reports, errors = found(warc(pages, zipped=zipped), "CC-NEWS.warc.gz" if zipped else "CC-NEWS.warc")
    assert not errors
    first, second = (each.reading.report for each in reports)
    assert (first.title, first.url, first.outlet, first.published) == (TITLE, URL, "Velt Courier", "2031-03-04")
    assert (second.url, second.outlet, second.published) == ("https://www.velt.example/dorgan", "velt.example", None)
    assert told(reports[1], "intake.date") == (
        "the page does not say when it was published; it was captured on 2031-03-06"
    )


def test_the_bytes_that_are_kept_are_the_record_and_can_be_read_again() -> None:
    (read,) = found(warc([(URL, page(head=HEAD))], zipped=True), "a.warc.gz")[0]
    assert read.raw.startswith(b"WARC/1.0\r\n")
    assert one(read.raw, "a.warc").reading.report == read.reading.report


def test_a_page_that_its_server_packed_is_unpacked_and_one_in_pieces_is_joined() -> None:
    body = gzip.compress(page(head=HEAD))
    assert one(
        answer(head="Content-Type: text/html\r\nContent-Encoding: gzip", body=body), "a.warc"
    ).reading.report.title
    chunked = b"%x\r\n" % len(page()) + page() + b"\r\n0\r\n\r\n"
    assert one(answer(head="Content-Type: text/html\r\nTransfer-Encoding: chunked", body=chunked), "a.warc")


def test_what_the_server_says_of_the_character_set_is_believed_where_it_can_be() -> None:
    body = f"<html><body><article>{FOREIGN}</article></body></html>".encode("cp1251")
    for kind in ("text/html; charset=windows-1251", "text/html; charset=utf-8"):
        assert one(warc([(URL, body)], kind=kind), "a.warc").reading.report.language == "ru"


PASSED_OVER = [
    answer("404 Not Found", body=page()),
    answer(head="Content-Type: image/png", body=b"\x89PNG"),
    answer(body=b"<html><body></body></html>"),
]


@pytest.mark.parametrize("more", PASSED_OVER, ids="missing picture empty".split())
def test_what_is_no_page_with_an_article_is_passed_over(more: bytes) -> None:
    reports, errors = found(warc([(URL, page())]) + more, "a.warc")
    assert (len(reports), errors) == (1, [])
    assert "no page with an article" in refused(more, "a.warc")


def test_a_page_that_is_too_large_is_told_and_the_rest_is_read() -> None:
    data = warc([(URL, page(body=[BODY[0] + "!" * 90_000])), (URL, page())])
    reports, errors = found(data, "a.warc", max_bytes=50_000)
    assert len(reports) == 1
    assert errors == ["a.warc:3: 50001 bytes are past the limit of 50000; split it, or raise max_bytes"]


def test_a_file_cut_short_gives_what_is_before_the_cut() -> None:
    data = warc([(URL, page(head=HEAD)), (URL, page())], zipped=True)
    reports, errors = found(data[:-300], "a.warc.gz")
    assert len(reports) == 1
    assert len(errors) <= 1


def test_rubbish_between_records_ends_the_reading_with_a_reason() -> None:
    reports, errors = found(warc([(URL, page())]) + b"rubbish\r\nmore\r\n\r\n" * 5, "a.warc")
    assert len(reports) == 1
    assert "damaged behind record" in errors[0]


def test_a_bomb_ends_the_reading() -> None:
    record = answer(body=b"<html>" + b"a" * 80_000_000)
    record = record[record.rindex(b"WARC/1.0") :]
    assert "unpacks to more than" in refused(gzip.compress(record, 9), "a.warc.gz", max_bytes=100_000)


def test_a_file_that_is_packed_as_a_whole_is_refused_with_what_to_do() -> None:
    errors = found(gzip.compress(warc([(URL, page())])), "a.warc.gz")[1]
    assert "non-chunked gzip" in errors[-1]


def test_a_page_that_its_server_packed_a_thousandfold_is_refused() -> None:
    body = gzip.compress(b"<html>" + b"a" * 20_000_000, 9)
    data = answer(head="Content-Type: text/html\r\nContent-Encoding: gzip", body=body)
    assert "past the limit" in found(data, "a.warc", max_bytes=1_000_000)[1][0]


def test_records_are_read_one_by_one() -> None:
    record = warc([(URL, page())], zipped=True)
    stream = io.BytesIO(record * 2_000)
    item = Item(name="a.warc.gz", source_id=None, format=Format.WARC, stream=stream)
    assert isinstance(next(source.read_with_bytes(item)), Input)
    assert stream.tell() < 200_000


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> ModuleType:
        if name.partition(".")[0] == "warcio":
            raise ModuleNotFoundError(name=name)
        return load(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert refused(warc([(URL, page())]), "a.warc").endswith("pip install 'dateline[documents]'")
