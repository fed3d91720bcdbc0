"""CSV and its kin."""

from __future__ import annotations

import csv
import io

import pytest

from dateline.errors import InputError
from dateline.intake import table
from dateline.intake.budget import MOST_EMPTY
from dateline.intake.draft import Document
from dateline.intake.options import Options
from documents import BODY, TITLE, found, one, refused, told


def written(rows: list[list[str]], **form: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, **form).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


NEWS = [["id", "Headline", "Body", "Date Published", "Source", "Link", "Author"]]
NEWS += [["7", TITLE, BODY[0], "2031-03-04", "Velt Courier", "https://velt.example/7", "Amara Okoro"]]
NEWS += [["8", "Talks", f"{BODY[1]}\n\n{BODY[2]}", "4 March 2031", "Velt Courier", "https://velt.example/8", ""]]


def test_an_export_of_a_news_data_base() -> None:
    reports, errors = found(written(NEWS), "news.csv")
    assert not errors
    report = reports[0].reading.report
    assert (report.source_id, report.title, report.text, report.outlet) == ("7", TITLE, BODY[0], "Velt Courier")
    assert (report.url, report.byline, report.published) == ("https://velt.example/7", "Amara Okoro", "2031-03-04")
    assert told(reports[0], "intake.date") == 'published 2031-03-04, by the column "Date Published"'
    assert reports[1].reading.report.text == f"{BODY[1]}\n\n{BODY[2]}"
    assert b"".join(each.raw for each in reports) == written(NEWS).split(b"\r\n", 1)[1]


def test_an_incident_list_with_semicolons_and_columns_of_its_own() -> None:
    rows = [["Ref", "When", "What was reported"], ["A1", "2031-03-04", BODY[0]]]
    data = written(rows, delimiter=";")
    assert "no column with the text" in refused(data, "incidents.csv")
    read = one(data, "incidents.csv", columns=(("text", "what was reported"), ("published", "When"), ("id", "Ref")))
    assert (read.reading.report.source_id, read.reading.report.published) == ("A1", "2031-03-04")


def test_what_excel_saves_as_unicode_text() -> None:
    data = written(NEWS, delimiter="\t").decode().encode("utf-16")
    assert [each.reading.report.source_id for each in found(data, "news.txt.csv")[0]] == ["7", "8"]
    assert [each.reading.report.source_id for each in found(data, "news.tsv")[0]] == ["7", "8"]


def test_an_old_encoding_and_a_byte_order_mark() -> None:
    rows = written([["text"], ["The café in Harn was hit."]])
    assert "café" in one(rows.decode().encode("cp1252"), "a.csv").reading.report.text
    assert "café" in one(b"\xef\xbb\xbf" + rows, "a.csv").reading.report.text


def test_html_in_a_cell_is_text() -> None:
    rows = [["content"], [f"<p>{BODY[0]}</p><p>{BODY[1]}</p>"]]
    assert one(written(rows), "a.csv").reading.report.text == f"{BODY[0]}\n\n{BODY[1]}"


def test_a_date_that_may_be_two_is_none_whatever_the_caller_says() -> None:
    read = one(written([["text", "date"], [BODY[0], "04/03/2031"]]), "a.csv", published="2031-04-04")
    assert read.reading.report.published is None
    assert "04/03/2031" in (told(read, "intake.date") or "")
    assert one(written([["text"], [BODY[0]]]), "a.csv", published="2031-04-04").reading.report.published == "2031-04-04"


BAD = [
    ([BODY[0], "x", "y", "z"], "4 cells, where the header has 3"),
    (["", "x", "2031-03-04"], "no text in it, in column 1"),
    (["  ", "", "y"], "no text in it"),
    (["\u200b", "x", "y"], "there is no text"),
]


@pytest.mark.parametrize(("row", "words"), BAD)
def test_a_bad_row_is_named_by_its_line_and_the_good_ones_are_read(row: list[str], words: str) -> None:
    rows = [["text", "title", "date"], [BODY[0], "a", ""], row, [BODY[1], "b", ""]]
    reports, errors = found(written(rows), "a.csv")
    assert [each.reading.report.source_id for each in reports] == ["a.csv:2", "a.csv:4"]
    assert errors[0].startswith("a.csv:3: ")
    assert words in errors[0]


REFUSED = [
    (b"", "no row"),
    (b"text\r\n", "no row"),
    (b"a,b,c\r\n1,2,3\r\n", 'the columns are "a", "b", "c"'),
    (b'text,date\n"' + f"{BODY[0]}\n".encode() * 2_000, "quote"),
    (b"text\n" + b"\n" * (MOST_EMPTY + 2), "million empty"),
    (b"text\n" + bytes(5_000), "not text"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids="empty header foreign unclosed blank binary".split())
def test_what_is_no_table_or_made_to_hurt_is_refused(data: bytes, words: str) -> None:
    assert words in refused(data, "a.csv", max_bytes=50_000)


@pytest.mark.parametrize("columns", [(("body", "x"),), (("text", " "),)])
def test_a_field_that_no_report_has_is_refused_at_once(columns: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(InputError, match="write field=column with one of id, text"):
        Options(columns=columns)


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert '"Headline"' in refused(written(NEWS), "a.csv", columns=(("text", "nowhere"),))


def test_rows_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            row = b"text\n" + f"{BODY[1]}\n".encode() * 500
            size = min(len(buffer), len(row))
            buffer[:size] = row[:size]
            return size

    stream = io.BufferedReader(Endless())
    rows = table.read(Document(name="a.csv", source_id="a.csv", stream=stream, options=Options()))
    assert "Velt River Front" in next(rows).report.text  # type: ignore[union-attr]
