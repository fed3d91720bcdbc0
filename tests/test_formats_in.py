"""Reports of every format from the command line and from Python to claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import api, cli
from dateline.records import Issue, Reading, Report
from dateline.terminal import outline
from dateline.terminal.options import columns_of
from documents import BODY, TITLE, docx, mail, packed, page, paragraph, pdf

TEXT = BODY[0].removeprefix("HARN, March 4 – ")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(each) for each in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    head = '<meta property="article:published_time" content="2031-03-04T09:00:00Z">'
    (tmp_path / "page.html").write_bytes(page(head=head))
    (tmp_path / "report.pdf").write_bytes(pdf([BODY]))
    (tmp_path / "mail.eml").write_bytes(mail())
    (tmp_path / "rows.csv").write_text(f'When,Said\n2031-03-04,"{TEXT}"\n,\n', encoding="utf-8")
    return tmp_path


def test_a_page_a_pdf_and_a_mail_give_the_same_claims(folder: Path) -> None:
    result = run("read", folder / "page.html", folder / "report.pdf", folder / "mail.eml")
    assert result.exit_code == 0
    assert result.stdout.count("2031-03-03 “Monday”") >= 3
    for how in ("the page's article:published_time", "the day on which the PDF was made", "the mail's Date"):
        assert f"published 2031-03-04, by {how}" in " ".join(result.stdout.split())


def test_a_folder_of_formats_is_read_and_what_is_wrong_is_told(folder: Path) -> None:
    (folder / "scan.pdf").write_bytes(pdf([[]]))
    result = run("read", folder, "--json", "--columns", "text=Said, published=When")
    assert result.exit_code == cli.SOME_FAILED
    assert [json.loads(line)["report"]["source_id"] for line in result.stdout.splitlines()] == [
        "mail.eml",
        "page.html",
        "report.pdf",
        "rows.csv:2",
    ]
    assert "rows.csv" not in result.stderr  # a row with nothing in it is none
    assert "scan.pdf: this PDF has no text layer" in result.stderr


def test_a_column_that_is_not_there_is_told(folder: Path) -> None:
    result = run("read", folder / "rows.csv", "--columns", "text=Nowhere")
    assert result.exit_code == cli.NOTHING_READ
    assert 'there is no column "Nowhere"; the columns are "When", "Said"' in result.stderr
    assert run("read", folder / "rows.csv", "--columns", "words=Said").exit_code == cli.WRONG_USAGE


def test_a_store_keeps_the_bytes_of_what_was_in_an_archive(tmp_path: Path) -> None:
    memo = docx("".join(map(paragraph, BODY)))
    with api.open(tmp_path / "a.db", create=True) as store:
        done = api.ingest([packed({"a/memo.docx": memo, "b.txt": TEXT})], store)
        assert (done.progress.new, done.failures) == (2, ())
        stored = {each.report.source_id: each.report.id for each in store.reports(api.ReportQuery())}
        assert store.raw(stored["memo.docx"]) == memo
        assert store.raw(stored["b.txt"]) == TEXT.encode()


def test_bytes_of_any_format_are_read() -> None:
    (reading,) = api.read(page(), published="2031-03-04")
    assert reading.report.title == TITLE
    assert reading.claims


def test_columns_are_read_as_they_are_written() -> None:
    assert columns_of("text=What was said, published=When") == {"text": "What was said", "published": "When"}
    assert columns_of("text=a=b") == {"text": "a=b"}
    assert columns_of("text") == {"text": ""}
    assert columns_of(None) == {}


@pytest.mark.parametrize("published", ["2031-03-04", None])
def test_how_a_report_was_dated_is_beside_its_date_and_what_was_not_is_left_open(published: str | None) -> None:
    issue = Issue(stage="intake", code="intake.date", message="told")
    reading = Reading(report=Report(id="1", text=TEXT, published=published), issues=(issue,))
    assert outline.dated(reading) == ("told" if published else None)
    assert len(outline.unresolved(reading)) == (0 if published else 1)
