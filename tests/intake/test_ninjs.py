"""ninjs, of the versions in use."""

from __future__ import annotations

import json

import pytest

from documents import BODY, TITLE, found, one, refused, told

HTML = "".join(f"<p>{each}</p>" for each in BODY)
TEXT = "\n\n".join(BODY)
ONE = {
    "uri": "https://velt.example/urn/1",
    "type": "text",
    "versioncreated": "2031-03-04T23:00:00-05:00",
    "firstcreated": "2031-03-03T10:00:00Z",
    "headline": TITLE,
    "byline": "By Amara Okoro",
    "body_xhtml": HTML,
    "body_text": "not this",
    "infosource": [{"name": "Velt News Agency", "rel": "provider"}],
}
THREE = {
    "uri": "tag:velt.example,2031:2",
    "url": "https://velt.example/2",
    "contentCreated": "2031-03-04",
    "versionCreated": "2031-03-04T10:00:00Z",
    "headlines": [{"role": "sub", "value": "Four dead"}, {"role": "main", "value": f"<b>{TITLE}</b>"}],
    "bodies": [
        {"role": "summary", "contentType": "text/plain", "value": "Four dead."},
        {"role": "main", "contentType": "text/plain", "value": TEXT},
        {"role": "main", "contentType": "text/html", "value": HTML},
    ],
    "by": "Amara Okoro",
    "infoSources": [{"name": "Velt News Agency", "role": "provider"}],
}
LEAST = {"uri": "x:3", "headline": TITLE, "body_text": "\r\n".join(BODY)}


def data(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(("item", "url", "own"), [(ONE, ONE["uri"], ONE["uri"]), (THREE, THREE["url"], THREE["uri"])])
def test_an_item_is_read(item: dict[str, object], url: str, own: str) -> None:
    read = one(data(item), "item.json")
    report = read.reading.report
    assert (report.title, report.text, report.outlet) == (TITLE, TEXT, "Velt News Agency")
    assert (report.url, report.source_id, report.published) == (url, own, "2031-03-04")
    assert "Amara Okoro" in (report.byline or "")
    assert "versioncreated" in (told(read, "intake.date") or "").lower()
    assert read.raw == data(item)


def test_an_item_with_the_least_has_no_date() -> None:
    read = one(data(LEAST), "item.ninjs")
    assert (read.reading.report.text, read.reading.report.published) == (TEXT, None)
    assert "does not say" in (told(read, "intake.date") or "")


@pytest.mark.parametrize(
    "form", [data([ONE, LEAST]), data({"items": [ONE, LEAST]}), data(ONE) + b"\n" + data(LEAST) + b"\n"]
)
def test_several_items_in_a_list_or_a_line_each(form: bytes) -> None:
    reports, errors = found(form, "items.ninjs")
    assert not errors
    assert [each.reading.report.source_id for each in reports] == [ONE["uri"], "x:3"]
    assert json.loads(reports[1].raw) == LEAST


BAD = [
    ({"uri": "x", "headline": TITLE}, "no body"),
    ({"uri": "x", "body_text": "  "}, "no body"),
    ({"uri": "x", "body_xhtml": "<p> </p>"}, "no body|no text"),
    (7, "no object"),
    ({"bodies": {"a": 1}, "headlines": 3, "body_html": None}, "no body"),
]


@pytest.mark.parametrize(("item", "words"), BAD)
def test_a_bad_item_is_named_and_the_good_ones_are_read(item: object, words: str) -> None:
    reports, errors = found(data([ONE, item, LEAST]), "items.ninjs")
    assert len(reports) == 2
    assert errors[0].startswith("items.ninjs:2: ")
    assert any(each in errors[0] for each in words.split("|"))


REFUSED = [
    (data(ONE)[:-20], "not JSON"),
    (b'{"uri": "x", "headline": "h", "body_xhtml": ' + b"[" * 200_000, "not JSON"),
    (b"[]", "no item"),
    (data({**ONE, "body_xhtml": "<p>" + "a " * 600_000}), "past the limit"),
]


@pytest.mark.parametrize(("form", "words"), REFUSED, ids="cut deep none long".split())
def test_what_is_not_ninjs_or_made_to_hurt_is_refused(form: bytes, words: str) -> None:
    assert words in refused(form, "item.ninjs", max_bytes=1_000_000)
