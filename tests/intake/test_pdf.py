"""PDF with a text layer, and what is none."""

from __future__ import annotations

import importlib.util
import time
import zlib

import pytest

from dateline.intake import pdf as reader
from dateline.records import PassageKind
from documents import BODY, TITLE, one, pdf, refused, told

WRAPPED = [
    "Velt Relief Desk",
    TITLE,
    "",
    "Shells struck the market town of Harn on Monday and killed four",
    "people, the mayor said. Two more were pulled from the rubble of a",
    "school that stood beside the market.",
    "",
    "Rebels of the Velt River Front denied that they had fired on the",
    "town. The army said that it would send engineers to the bridge.",
]


def test_a_report_of_one_page() -> None:
    read = one(pdf([BODY]), "report.pdf")
    report = read.reading.report
    assert report.text == "\n".join(BODY)
    assert (report.title, report.published) == ("Situation report 7", "2031-03-04")
    assert told(read, "intake.date") == "published 2031-03-04, by the day on which the PDF was made"
    assert read.raw == pdf([BODY])


def test_wrapped_lines_are_paragraphs_again() -> None:
    report = one(pdf([WRAPPED], about="/Title (report_final.docx)"), "report.pdf").reading.report
    assert report.title != "report_final.docx"
    bodies = [report.text[p.start : p.end] for p in report.passages if p.kind is PassageKind.BODY]
    assert [body.split()[-1] for body in bodies[-2:]] == ["market.", "bridge."]
    assert report.published is None


def test_running_heads_and_page_numbers_are_left_out() -> None:
    towns = ("Harn", "Dorgan", "Tal Asar", "Merzu")
    story = [
        (f"Shells struck the town of {town} and", "killed four people there, the mayor", f"of {town} said.")
        for town in towns
    ]
    pages = [["Velt Relief Desk - Bulletin 7", *lines, f"Page {n} of 4"] for n, lines in enumerate(story, 1)]
    read = one(pdf(pages), "report.pdf")
    text = read.reading.report.text
    assert "Bulletin 7" not in text
    assert "Page 2" not in text
    assert "8 lines" in (told(read, "intake.left-out") or "")
    assert text.count("killed four people there, the mayor\nof ") == 4


def test_a_sentence_goes_on_overleaf() -> None:
    read = one(
        pdf([["Shells struck the market town of Harn and"], ["killed four people, the mayor said."]]), "report.pdf"
    )
    assert len(read.reading.report.passages) == 1


def test_a_word_that_is_parted_at_the_end_of_a_line_is_one_again() -> None:
    assert reader._SPLIT.sub("", "the govern\x02\nment") == "the government"
    assert reader._SPLIT.sub("", "the well-\nknown") == "the well-\nknown"


def test_the_callers_date_goes_before_the_day_on_which_the_file_was_made() -> None:
    read = one(pdf([BODY]), "report.pdf", published="2031-03-02")
    assert read.reading.report.published == "2031-03-02"
    assert told(read, "intake.date") is None


def test_a_bad_table_of_references_is_mended() -> None:
    assert "killed four people" in one(pdf([BODY], xref=99_999_999), "report.pdf").reading.report.text


REFUSED = [
    (pdf([[], []]), "ocrmypdf"),
    (pdf([BODY])[:400], "damaged"),
    (b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    (
        pdf([BODY], encrypt=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >>"),
        "password",
    ),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids=["scanned", "cut", "random", "locked"])
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, words: str) -> None:
    assert words in refused(data, "report.pdf")


def test_pages_without_text_are_told() -> None:
    assert (
        told(one(pdf([BODY, [], BODY]), "report.pdf"), "intake.left-out") == "page 2 without text: pictures, or scanned"
    )


def test_pages_past_the_limit_are_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 3)
    read = one(pdf([[f"{n}: {BODY[0]}"] for n in range(5)]), "report.pdf")
    assert "pages 4 to 5 left out" in (told(read, "intake.left-out") or "")
    assert "3: HARN" not in read.reading.report.text


def test_a_file_that_unpacks_to_fill_memory_is_refused_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MEMORY", 200_000_000)
    # Three hundred megabytes of one letter; packed they are one.
    packer = zlib.compressobj(1)
    content = packer.compress(b"BT /F1 11 Tf (") + b"".join(packer.compress(b"A" * 1_000_000) for _ in range(300))
    content += packer.compress(b") Tj ET") + packer.flush()
    bare = pdf([["x"]])
    start, end = bare.index(b"6 0 obj"), bare.index(b"endobj", bare.index(b"6 0 obj"))
    head = b"6 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content)
    began = time.monotonic()
    assert refused(bare[:start] + head + content + b"\nendstream\n" + bare[end:], "report.pdf")
    assert time.monotonic() - began < 20


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.01)
    assert "more than 0.01 s" in refused(pdf([BODY]), "report.pdf")


def test_text_past_the_limit_is_refused() -> None:
    assert "raise max_bytes" in refused(pdf([BODY] * 20), "report.pdf", max_bytes=1_000)


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert refused(pdf([BODY]), "report.pdf").endswith("pip install 'dateline[documents]'")
