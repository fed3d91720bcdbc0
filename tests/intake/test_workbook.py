"""Excel workbooks."""

from __future__ import annotations

import json
import time

import pytest

from documents import BODY, TITLE, found, one, packed, refused, told, xlsx

HEAD = ["id", "headline", "body", "date"]
DAY = 47911.75  # 4 March 2031, six in the evening


def test_a_list_of_reports_with_dates_as_excel_has_them() -> None:
    reports, errors = found(
        xlsx([HEAD, ["a", TITLE, BODY[0], DAY], ["b", "Talks", BODY[2], DAY + 1]], dates=[3]), "n.xlsx"
    )
    assert not errors
    assert [each.reading.report.source_id for each in reports] == ["a", "b"]
    assert [each.reading.report.published for each in reports] == ["2031-03-04", "2031-03-05"]
    assert reports[0].reading.report.title == TITLE
    assert told(reports[0], "intake.date") == 'published 2031-03-04, by the column "date"'
    assert json.loads(reports[0].raw) == {"id": "a", "headline": TITLE, "body": BODY[0], "date": "2031-03-04"}


def test_a_number_that_is_no_date_is_none() -> None:
    assert one(xlsx([["body", "date"], [BODY[0], DAY]]), "n.xlsx").reading.report.published is None


def test_columns_by_their_names() -> None:
    data = xlsx([["Ref", "What"], [7.0, BODY[0]]])
    assert one(data, "n.xlsx", columns=(("text", "what"), ("id", "ref"))).reading.report.source_id == "7.0"


def test_inline_text_and_errors_and_what_excel_leaves_out() -> None:
    more = f'<row r="9"><c r="B9" t="inlineStr"><is><t>{BODY[1]}</t></is></c><c r="C9" t="e"><v>#N/A</v></c></row>'
    reports, errors = found(xlsx([["id", "text", "title"], ["a", BODY[0], "x"]], more=more), "n.xlsx")
    assert not errors
    assert [each.reading.report.source_id for each in reports] == ["a", "n.xlsx:9"]
    assert reports[1].reading.report.title is None


def test_a_bad_row_is_named_and_the_good_ones_are_read() -> None:
    reports, errors = found(xlsx([HEAD, ["a", "x", "", DAY], ["b", "y", BODY[0], DAY]], dates=[3]), "n.xlsx")
    assert len(reports) == 1
    assert errors == ["n.xlsx:2: no text in it, in column 3"]


def test_a_million_empty_rows_are_passed_over_in_seconds() -> None:
    rows = "".join(f'<row r="{n}"/>' for n in range(3, 300_000))
    began = time.process_time()
    assert len(found(xlsx([["text"], [BODY[0]]], more=rows), "n.xlsx")[0]) == 1
    assert time.process_time() - began < 5


LAUGHS = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
BOOK = {"xl/workbook.xml": "<workbook/>"}
REFUSED = [
    (xlsx([HEAD, ["a", TITLE, BODY[0], DAY]])[:700], "damaged"),
    (xlsx([["a", "b"], ["x", "y"]]), "no column with the text"),
    (xlsx([["text"]]), "no row"),
    (packed({"x": "y"}), "no Excel workbook"),
    (packed({**BOOK, "xl/sharedStrings.xml": f"{LAUGHS}<sst><si><t>&b;</t></si></sst>"}), "document type"),
    (xlsx([["text"], [BODY[0]]], more='<row r="1048577"><c><v>1</v></c></row>'), "1,048,576 rows"),
    (xlsx([["text"], [BODY[0]]], more='<row r="3"><c r="ZZZ3"><v>1</v></c></row>'), "1,000 columns"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids="cut foreign header other entities rows columns".split())
def test_what_is_no_workbook_or_made_to_hurt_is_refused(data: bytes, words: str) -> None:
    assert any(words in error for error in found(data, "n.xlsx")[1])


def test_texts_past_the_limit_are_refused() -> None:
    data = xlsx([["text"], ["a " * 500_000]])
    assert "raise max_bytes" in refused(data, "n.xlsx", max_bytes=10_000)
