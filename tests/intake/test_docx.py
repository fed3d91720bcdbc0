"""Word documents."""

from __future__ import annotations

import pytest

from dateline.intake import docx as reader
from dateline.records import PassageKind
from documents import BODY, TITLE, docx, one, packed, paragraph, refused, told

PARAGRAPHS = "".join(map(paragraph, BODY))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TABLE = (
    "<w:tbl>"
    + "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("Town", "Killed"), ("Harn", "4"))
    )
    + "</w:tbl>"
)
CHANGED = (
    '<w:p><w:r><w:t>The army left </w:t></w:r><w:del w:id="1"><w:r><w:delText>Dorgan</w:delText></w:r></w:del>'
    '<w:ins w:id="2"><w:r><w:t>Harn</w:t></w:r></w:ins><w:r><w:t>.</w:t><w:tab/><w:t>Rebels came.</w:t></w:r></w:p>'
)


def test_a_memo_with_styles() -> None:
    data = docx(paragraph(TITLE, "Title") + paragraph("What happened", "Heading1") + PARAGRAPHS)
    read = one(data, "memo.docx")
    report = read.reading.report
    assert (report.title, report.byline, report.published) == (TITLE, "Amara Okoro", "2031-03-04")
    assert [p.kind for p in report.passages][:3] == [PassageKind.TITLE, PassageKind.HEADING, PassageKind.BODY]
    assert report.text.split("\n\n") == [TITLE, "What happened", *BODY]
    assert told(read, "intake.date") == "published 2031-03-04, by the day on which the file was made"
    assert read.raw == data


def test_tables_are_lines_and_what_was_deleted_is_not_there() -> None:
    text = one(docx(CHANGED + TABLE), "memo.docx").reading.report.text
    assert text.split("\n\n") == ["The army left Harn. Rebels came.", "Town | Killed", "Harn | 4"]


def test_without_properties_it_has_no_date() -> None:
    read = one(packed({"word/document.xml": f"<w:document {W}>{PARAGRAPHS}</w:document>"}), "memo.docx")
    assert (read.reading.report.published, read.reading.report.byline) == (None, None)
    assert "does not say" in (told(read, "intake.date") or "")


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = [
    (docx(PARAGRAPHS)[:300], "damaged"),
    (packed({"word/other.xml": "<x/>"}), "no Word document"),
    (packed({"word/document.xml": f"<w:document {W}><w:p>"}), "damaged"),
    (packed({"word/document.xml": f"{LAUGHS}<w:document {W}>{paragraph('&b;')}</w:document>"}), "document type"),
    (docx(PARAGRAPHS, core=f"{'</cp:coreProperties>'}{LAUGHS}"), "damaged"),
    (docx(paragraph(" ")), "no text"),
    (docx("<w:p><w:r><w:t>" + "a " * 1_000_000 + "</w:t></w:r></w:p>"), "characters of text"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids="cut other broken entities core empty bomb".split())
def test_what_is_no_document_or_made_to_hurt_is_refused(data: bytes, words: str) -> None:
    assert words in refused(data, "memo.docx", max_bytes=1_000_000)


def test_mark_up_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx("<w:p/>" * 500_000)
    assert "unpacks to more than" in refused(data, "memo.docx", max_bytes=100_000)
    monkeypatch.setattr(reader, "MOST_ELEMENTS", 10_000)
    assert "elements" in refused(data, "memo.docx")
