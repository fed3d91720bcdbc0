"""What a file is: by its first bytes before its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.intake import source
from dateline.intake.source import Item
from documents import BODY, TITLE, docx, found, mail, one, packed, page, paragraph, pdf, refused, told, warc, xlsx

ROW = json.dumps({"text": BODY[0]}).encode()
NINJS = json.dumps({"uri": "https://velt.example/1", "headline": TITLE, "body_text": "\n".join(BODY)}).encode()
ATOM = b'<?xml version="1.0"?><!-- made by hand --><feed xmlns="http://www.w3.org/2005/Atom"><title>Velt</title>'
FEED = ATOM + f"<entry><title>{TITLE}</title><id>1</id><summary>{BODY[0]}</summary></entry></feed>".encode()

LIES = [
    ("page.txt", page(), "HTML"),
    ("page.pdf", page(), "HTML"),
    ("page.csv", page(), "HTML"),
    ("report.txt", pdf([BODY]), "PDF"),
    ("report.html", pdf([BODY]), "PDF"),
    ("feed.html", FEED, "a feed"),
    ("item.jsonl", NINJS, "ninjs"),
    ("text.html", "\n\n".join(BODY).encode(), "plain text"),
]


@pytest.mark.parametrize(("name", "data", "what"), LIES)
def test_a_file_whose_name_lies_is_read_for_what_it_is_and_says_so(name: str, data: bytes, what: str) -> None:
    read = one(data, name)
    assert "killed four people" in read.reading.report.text
    assert f"read as {what}" in (told(read, "intake.format") or "")


UNNAMED = [page(), pdf([BODY]), mail(), NINJS, FEED, ROW, docx(paragraph(BODY[0])), packed({"a.txt": BODY[0]})]


@pytest.mark.parametrize("data", [*UNNAMED, warc([("https://velt.example/a", page())]), xlsx([["text"], [BODY[0]]])])
def test_bytes_without_a_name_are_told_by_their_beginning(data: bytes) -> None:
    reports = [each for each in source.read_with_bytes(data) if isinstance(each, source.Input)]
    assert "killed four people" in reports[0].reading.report.text


REFUSED = [
    ("a.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
    ("a.docx", BODY[0].encode(), "not DOCX"),
    ("a.docx", b"", "empty"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), ".docx"),
    ("a.warc", b"not one", "not WARC"),
    ("a.zip", BODY[0].encode(), "not a zip archive"),
    ("a.xml", b'<?xml version="1.0"?><config xmlns="x"/>', "no RSS or Atom"),
    ("a.json", b'{"a": 1}', "neither ninjs nor JSON Lines"),
    ("a.zip", packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
    ("a.zip", packed({"[Content_Types].xml": "", "ppt/presentation.xml": "<x/>"}), "presentation"),
]


@pytest.mark.parametrize(("name", "data", "words"), REFUSED)
def test_what_cannot_be_read_is_refused_with_what_it_is(name: str, data: bytes, words: str) -> None:
    assert words in refused(data, name)


def test_text_is_never_taken_for_something_else() -> None:
    for text in (
        "%PDF is a format, he said.",
        "<3 the army left Harn.",
        "{rebels} came.",
        "From: Harn they fled.\nSo.",
    ):
        assert one(text.encode(), "a.txt").reading.report.text == text
        assert [each.reading.report.text for each in found(text.encode(), "a")[0]] == [text]


def test_in_a_folder_json_and_xml_are_read_only_where_they_are_reports(tmp_path: Path) -> None:
    files = {"a.json": NINJS, "b.json": b"{}", "c.xml": FEED, "d.xml": b"<config/>", "e.html": page(), "f.jpg": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    names = [Path(each.name).name for each in source.find([str(tmp_path)]) if isinstance(each, Item)]
    assert names == ["a.json", "c.xml", "e.html"]


def test_what_a_browser_saves_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    for name in ("Harn.html", "Harn_files/frame.html", "x_files/page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(page())
    names = [Path(each.name).name for each in source.find([str(tmp_path)]) if isinstance(each, Item)]
    assert names == ["Harn.html", "page.html"]
