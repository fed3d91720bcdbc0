"""Pages: their article, what they say of themselves, and how they are dated."""

from __future__ import annotations

import builtins
import json
from types import ModuleType

import pytest

from dateline.intake import source
from dateline.records import PassageKind
from documents import BODY, TITLE, found, mail, one, page, refused, told

URL = "https://www.velt.example/2031/03/02/harn"
OPEN_GRAPH = (
    '<meta property="og:site_name" content="Velt Courier"><meta property="article:published_time"'
    ' content="2031-03-04T22:00:00-05:00"><meta name="author" content="Amara Okoro">'
)


def linked(**said: object) -> str:
    """Return JSON-LD of an article."""
    about = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"}, said]}
    return f'<script type="application/ld+json">{json.dumps(about)}</script>'


# Shaped as sites make them: Open Graph and canonical address; JSON-LD; an old table page; a wire's bare page.
def test_a_page_with_open_graph() -> None:
    read = one(page(head=OPEN_GRAPH + f'<link rel="canonical" href="{URL}">'), "page.html")
    report = read.reading.report
    assert (report.title, report.outlet, report.url) == (TITLE, "Velt Courier", URL)
    assert (report.published, report.byline) == ("2031-03-04", "Amara Okoro")
    assert told(read, "intake.date") == (
        "published 2031-03-04, by the page's article:published_time; its address says 2031-03-02"
    )
    assert [passage.kind for passage in report.passages] == [PassageKind.TITLE, *[PassageKind.BODY] * 3]
    assert "soups" not in report.text
    assert "Copyright" not in report.text
    assert read.raw == page(head=OPEN_GRAPH + f'<link rel="canonical" href="{URL}">')


def test_a_page_with_json_ld() -> None:
    head = linked(**{"@type": "NewsArticle", "datePublished": "2031-03-04T09:00:00Z", "headline": TITLE})
    read = one(page(head=head), "page.html")
    assert read.reading.report.published == "2031-03-04"
    assert "JSON-LD" in (told(read, "intake.date") or "")


def test_an_old_page_of_tables_in_an_old_character_set() -> None:
    rows = "".join(
        f"<p><font face=Arial>{each}</font></p>" for each in (*BODY, "The café owner fled to Dorgan, he said.")
    )
    old = (
        f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><TABLE><TR><TD><H1>{TITLE}</H1>{rows}</TD></TR></TABLE></BODY>"
    )
    read = one(old.encode("cp1252"), "OLD.HTM")
    assert "café" in read.reading.report.text
    assert "Windows-1252" in (told(read, "intake.encoding") or "")


def test_headings_lists_and_captions_are_kept_as_such() -> None:
    body = (*BODY, "</p><h2>What is next</h2><ul><li>Talks open in Dorgan on Friday, both sides said.</li></ul><p>")
    report = one(page(body=body), "page.html").reading.report
    kinds = {report.text[p.start : p.end]: p.kind for p in report.passages}
    assert kinds["What is next"] is PassageKind.HEADING
    assert "- Talks open in Dorgan on Friday, both sides said." in kinds


DATED = [
    (OPEN_GRAPH, "", "2031-03-04", "article:published_time"),
    ('<meta itemprop="datePublished" content="4 March 2031">', "", "2031-03-04", "datepublished"),
    ("", '<time itemprop="datePublished" datetime="2031-03-04">', "2031-03-04", "<time>"),
    (f'<link rel="canonical" href="{URL}">', "", "2031-03-02", "its address"),
    ("", '<div class="post-date">March 4, 2031</div>', "2031-03-04", "htmldate"),
    ('<meta name="date" content="04/03/2031">', "", None, "does not say"),
    ("", '<div class="post-date">04/03/2031</div>', None, "does not say"),
    ("", "", None, "does not say"),
]


@pytest.mark.parametrize(("head", "around", "published", "how"), DATED)
def test_a_page_is_dated_and_says_how(head: str, around: str, published: str | None, how: str) -> None:
    read = one(page(head=head, around=around), "page.html")
    assert read.reading.report.published == published
    assert how in (told(read, "intake.date") or "")


def test_a_day_that_the_story_tells_is_not_when_it_was_published() -> None:
    body = (*BODY, "A truce that was signed on 2030-11-05 had kept the town out of the fighting until now, he said.")
    assert one(page(body=body), "page.html").reading.report.published is None


def test_what_the_caller_says_goes_before_what_is_not_sure() -> None:
    unsure = page(around='<div class="post-date">March 4, 2031</div>')
    assert one(unsure, "page.html", published="2031-03-09").reading.report.published == "2031-03-09"
    assert one(page(head=OPEN_GRAPH), "page.html", published="2031-03-09").reading.report.published == "2031-03-04"


def test_a_page_that_was_fetched_is_under_its_own_address_and_not_under_any_that_it_names() -> None:
    for canonical, url in ((URL, URL), ("https://other.example/harn", "https://www.velt.example/a?x=1")):
        data = page(head=f'<link rel="canonical" href="{canonical}">')
        (read,) = source.read_bytes(data, name="x", url="https://www.velt.example/a?x=1")
        assert isinstance(read, source.Input)
        assert read.reading.report.url == url
        assert read.reading.report.outlet == "velt.example"


def test_a_page_that_a_browser_saved_knows_where_it_is_from() -> None:
    data = page().replace(b"<html", b"<!-- saved from url=(0026)https://velt.example/harn -->\n<html", 1)
    assert one(data, "page.html").reading.report.url == "https://velt.example/harn"


def test_a_page_saved_as_one_file_is_a_page() -> None:
    more = f"Snapshot-Content-Location: {URL}\r\n"
    read = one(mail(page(head=OPEN_GRAPH).decode(), kind="text/html", more=more), "page.mhtml")
    assert (read.reading.report.url, read.reading.report.outlet) == (URL, "Velt Courier")
    assert "soups" not in read.reading.report.text


def test_a_page_without_an_article_is_refused() -> None:
    assert "no article" in refused(b"<html><head><title>Velt</title></head><body></body></html>", "page.html")


HOSTILE = [
    ("<div>" * 50_000 + f"<p>{BODY[0]}</p>", "nested"),
    ("<a href='/x'>link</a> " * 31_000 + f"<p>{BODY[0]}</p>", "elements"),
    ("<b>" * 5_000 + f"<p>{BODY[0]}</p>", "nested"),
    (f"<div {' '.join(f'a{n}=1' for n in range(50_000))}><p>{BODY[0]}</p>", "attributes"),
]


@pytest.mark.parametrize(("body", "words"), HOSTILE)
def test_a_page_that_is_made_to_hurt_is_read_whole_and_says_so(body: str, words: str) -> None:
    read = one(f"<html><body>{body}</body></html>".encode(), "page.html")
    assert "killed four people" in read.reading.report.text
    assert words in (told(read, "intake.whole-page") or "")


def test_entities_of_a_page_are_its_own_business() -> None:
    head = "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&a;&a;'>]>"
    report = one(f"{head}<html><body><article><p>{BODY[0]} &a;&b;</p></article></body></html>".encode(), "a.html")
    assert "root:" not in report.reading.report.text


def test_a_page_that_is_too_large_is_refused() -> None:
    assert "raise max_bytes" in refused(page(), "page.html", max_bytes=200)


def test_what_needs_an_extra_names_it_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> ModuleType:
        if name.partition(".")[0] == "trafilatura":
            raise ModuleNotFoundError(name=name)
        return load(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert refused(page(), "page.html").endswith("pip install 'dateline[web]'")
    assert found(mail(), "a.eml")[0]
