"""Feeds: what stands in them, and feeds that are broken or made to do harm."""

from __future__ import annotations

import json
import socket
import time

import pytest

from dateline.errors import InputError
from dateline.intake import feed
from dateline.intake.draft import Row
from dateline.intake.options import Options
from dateline.records import PassageKind

LONG = "<p>" + "The ferry crews stopped work again on Tuesday, their union said. " * 20 + "</p>"

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Gazette</title><link>https://gazette.example/</link>
<item><title>Ferry crews strike &amp; talk</title><link>/strike?a=1&amp;b=2</link><guid isPermaLink="false">g-1</guid>
<pubDate>Tue, 04 Mar 2031 23:30:00 -0500</pubDate><dc:creator>Ada Quill</dc:creator>
<description>&lt;p&gt;Crews of the &lt;b&gt;night ferry&lt;/b&gt; stopped work.&lt;/p&gt;</description></item>
<item><title>Pier closed</title><link>https://gazette.example/pier</link>
<content:encoded><![CDATA[{LONG}<p>A second paragraph.</p>]]></content:encoded></item>
<item><title>Without a link</title><guid>https://gazette.example/by-guid</guid><description>Words.</description></item>
<item><description>Only words, on two lines.

And a second paragraph.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Ports &amp;amp; Tides</title>
<entry><title type="html">&lt;i&gt;Lock&lt;/i&gt; opens</title><id>tag:tides.example,2031:1</id>
<link rel="alternate" href="https://tides.example/1"/><updated>2031-03-05T01:00:00+03:00</updated>
<published>2031-03-04T09:00:00Z</published><summary>It opened.</summary><author><name>Bo Reed</name></author></entry>
<entry><title>Changed only</title><id>tag:tides.example,2031:2</id><link href="https://tides.example/2"/>
<updated>2031-03-05T01:00:00+03:00</updated></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay Notes",
        "items": [
            {
                "id": 7,
                "url": "/a",
                "title": "Crane falls",
                "content_html": LONG,
                "date_published": "2031-03-04T10:00:00Z",
            },
            {
                "id": "b",
                "external_url": "https://other.example/b",
                "summary": "Short.",
                "authors": [{"name": "Al"}, {}],
            },
            "not an item",
        ],
    }
)


def entries(data: str | bytes, url: str | None = "https://gazette.example/rss") -> tuple[feed.Entry, ...]:
    return feed.parse(data.encode() if isinstance(data, str) else data, name="feed", url=url).entries


def rows(data: str) -> list[Row]:
    found = list(feed.read(data.encode(), name="feed", source_id="a.rss", options=Options(outlet=None)))
    assert all(isinstance(each, Row) for each in found)
    return [each for each in found if isinstance(each, Row)]


def test_rss() -> None:
    one, two, three, four = entries(RSS)
    assert (one.id, one.link) == ("g-1", "https://gazette.example/strike?a=1&b=2")
    assert (one.title, one.byline, one.published) == ("Ferry crews strike & talk", "Ada Quill", "2031-03-04")
    assert (one.full, two.full) == (False, True)
    assert two.published is None
    assert three.link == "https://gazette.example/by-guid"
    assert (four.id, four.link, four.title) == (None, None, None)


def test_atom() -> None:
    one, two = entries(ATOM)
    assert (one.id, one.link, one.title) == ("tag:tides.example,2031:1", "https://tides.example/1", "Lock opens")
    assert (one.published, one.updated, one.byline) == ("2031-03-04", "2031-03-05", "Bo Reed")
    assert (two.published, two.updated, two.html) == (None, "2031-03-05", "")


def test_json_feed() -> None:
    one, two = entries(JSON, "https://quay.example/feed.json")
    assert (one.id, one.link, one.full, one.published) == ("7", "https://quay.example/a", True, "2031-03-04")
    assert (two.link, two.byline, two.html) == ("https://other.example/b", "Al", "Short.")


def test_an_entry_is_a_report() -> None:
    one, two, three, four = rows(RSS)
    assert one.report.text == "Ferry crews strike & talk\n\nCrews of the night ferry stopped work."
    assert one.report.passages[0].kind is PassageKind.TITLE
    assert (one.report.title, one.report.byline) == ("Ferry crews strike & talk", "Ada Quill")
    assert (one.report.published, one.report.outlet) == ("2031-03-04", "The Harbour Gazette")
    assert (one.report.source_id, one.report.url) == ("g-1", None)  # a link that leads nowhere without the feed's own
    assert (two.report.source_id, two.report.url) == ("https://gazette.example/pier",) * 2
    assert (three.report.url, four.report.source_id) == ("https://gazette.example/by-guid", "a.rss:4")
    assert four.report.text == "Only words, on two lines.\n\nAnd a second paragraph."
    assert {each.raw for each in (one, two, three, four)} == {RSS.encode()}


def test_it_is_said_where_an_entry_is_not_the_article() -> None:
    codes = [[issue.code for issue in row.issues] for row in rows(RSS)]
    assert ["intake.summary-only" in each for each in codes] == [True, False, True, True]


def test_an_entry_with_nothing_in_it_is_an_error_and_the_rest_is_read() -> None:
    two = '<rss version="2.0"><channel><item/><item><title>Quay reopens</title></item></channel></rss>'
    empty, whole = feed.read(two.encode(), name="feed")
    assert isinstance(empty, InputError)
    assert isinstance(whole, Row)


@pytest.mark.parametrize(("ending", "full"), [("", True), ("…", False), (" [...]", False), (" Read more", False)])
def test_what_is_cut_is_not_the_article(ending: str, full: bool) -> None:
    html = LONG.replace("</p>", f"{ending}</p>")
    [one] = entries(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"content_html": html}]}))
    assert one.full == full


LINKS = [
    ("javascript:alert(1)", None),
    ("file:///etc/passwd", None),
    ("ftp://a.example/", None),
    ("mailto:a@a.example", None),
    ("https://me:secret@a.example/", None),
    ("http://[broken/", None),
    ("  https://a.example/x  ", "https://a.example/x"),
    ("//a.example/x", "https://a.example/x"),
    ("x", "https://gazette.example/x"),
    ("/a b", "https://gazette.example/a%20b"),
]


@pytest.mark.parametrize(("link", "found"), LINKS)
def test_only_links_to_the_web_are_links(link: str, found: str | None) -> None:
    one = {"title": "T", "url": link}
    assert entries(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [one]}))[0].link == found
    rss = f'<rss version="2.0"><channel><item><title>T</title><link>{link}</link></item></channel></rss>'
    assert entries(rss)[0].link == found


def test_credentials_in_an_id_are_not_kept() -> None:
    rss = "<rss version='2.0'><channel><item><title>T</title><guid>https://me:secret@a.example/1</guid></item></channel></rss>"
    [one] = entries(rss)
    assert (one.id, one.link) == ("https://a.example/1", None)


# Charsets

WORDS = "Crews in Kraków and Łódź struck"


@pytest.mark.parametrize(
    ("declared", "written", "told"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-2", "iso-8859-2", None),
        ("utf-8", "utf-8", "iso-8859-1"),  # the server lies
        ("utf-8", "utf-8", "nonsense-99"),
        (None, "iso-8859-2", "iso-8859-2"),  # only the server knows
        (None, "utf-16", None),
    ],
)
def test_charsets(declared: str | None, written: str, told: str | None) -> None:
    head = f' encoding="{declared}"' if declared else ""
    text = f'<?xml version="1.0"{head}?><rss version="2.0"><channel><item><title>{WORDS}</title></item></channel></rss>'
    [one] = feed.parse(text.encode(written), name="feed", charset=told).entries
    assert one.title == WORDS


# Broken and hostile


def test_what_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    broken = feed.parse(RSS.replace("strike &amp; talk", "strike & talk").encode(), name="feed")
    assert len(broken.entries) == 4
    assert broken.broken
    assert any(issue.code == "intake.feed" for issue in rows(RSS.replace("strike &amp;", "strike &"))[0].issues)


def test_the_last_entry_of_a_feed_that_was_cut_off_is_left_for_the_next_time() -> None:
    whole = feed.parse(RSS.encode(), name="feed").entries
    cut = feed.parse(RSS[: RSS.index("<description>Only words") + 20].encode(), name="feed")
    assert [each.title for each in cut.entries] == [each.title for each in whole[:3]]


@pytest.mark.parametrize(
    "wrong", ["&#xd83d;", "&#55357;", "&#x110000;", "&#99999999999999999999;", "&#xfffffffffffffff;"]
)
def test_a_reference_to_no_character_leaves_the_rest(wrong: str) -> None:
    found = entries(RSS.replace("Ferry crews", f"{wrong} &#8220;Ferry&#x201d; crews"))
    assert found[0].title == "\ufffd “Ferry” crews strike & talk"
    assert len(found) == 4
    assert len(entries(RSS.replace("Ferry crews", f"{wrong} & <crews"))) > 1  # where it is not well formed besides


def test_what_a_cache_writes_behind_the_end_does_not_cut_it_off() -> None:
    data = RSS.replace("strike &amp;", "strike &") + "\n<!-- served from a cache, 0.2 s -->\n"
    assert len(entries(data)) == 4


NO_FEEDS = [b"<html><body>Not a feed</body></html>", b"", b"plain words", b"%PDF-1.4", b'{"items": 1}', b"\x00\x01\x02"]


@pytest.mark.parametrize("data", NO_FEEDS)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no RSS, Atom or JSON feed"):
        feed.parse(data, name="feed")


@pytest.mark.parametrize(
    "data",
    ['{"version": "https://jsonfeed.org/version/1"', '{"version": "https://jsonfeed.org/version/1", "items": 3}'],
)
def test_a_json_feed_that_is_wrong_is_refused(data: str) -> None:
    with pytest.raises(InputError, match="this JSON feed"):
        feed.parse(data.encode(), name="feed")


ITEM = '<rss version="2.0"><channel><item><title>%s</title></item></channel></rss>'
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>{ITEM % "&l12;"}',
    "quadratic blow-up": f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>{ITEM % ("&a;" * 50_000)}',
    "an entity of a file": f'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>{ITEM % "x&f;"}',
    "a document type elsewhere": f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">{ITEM % "x"}',
    "open for ever": '<rss version="2.0"><channel><item>' + "<a>" * 20_000,
    "no end of brackets": '<rss version="2.0"><channel>' + "<" * 200_000,
    "no end of names": '<rss version="2.0">' + "".join(f'<n{n}:a xmlns:n{n}="urn:{n}">' for n in range(40_000)),
    "no end of ampersands": ITEM % ("&" * 100_000),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_do_harm_does_none(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a feed was fetched from")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    start = time.monotonic()
    try:
        found = feed.parse(data.encode(), name="feed")
    except InputError:
        found = feed.Feed()
    assert time.monotonic() - start < 5
    text = "".join(f"{each.title}{each.html}" for each in found.entries)
    assert "root:" not in text
    assert len(text) < 500_000


@pytest.mark.parametrize("codec", ["utf-16", "utf-7", "cp037"])
def test_tags_are_counted_in_any_encoding(codec: str) -> None:
    names = "".join(f'<n{n}:a xmlns:n{n}="urn:{n}">' for n in range(2_000))
    data = f'<?xml version="1.0" encoding="{codec}"?><rss version="2.0">{names}</rss>'.encode(codec)
    with pytest.raises(InputError, match=r"namespaces|encoding that feeds are not in|no RSS"):
        feed.parse(data, name="feed")


def test_a_feed_without_end_is_refused_before_it_is_read() -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match="more than 20,000 entries"):
        feed.parse(b'<rss version="2.0"><channel>' + b"<item><title>More</title></item>" * 50_000, name="feed")
    with pytest.raises(InputError, match="more than 100,000 tags"):
        feed.parse(b'<rss version="2.0"><channel><item>' + b"<b></b>" * 200_000, name="feed")
    assert time.monotonic() - start < 1


def test_bytes_are_never_taken_for_a_file_or_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: pytest.fail("looked up"))
    for data in (b"http://127.0.0.1:9/feed", b"/etc/passwd", b"file:///etc/passwd"):
        with pytest.raises(InputError):
            feed.parse(data, name="feed")
