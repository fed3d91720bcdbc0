"""Markdown: marks taken out, structure kept."""

from __future__ import annotations

import time

import pytest

from dateline.records import PassageKind
from documents import BODY, TITLE, one, refused, told

FRONT = (
    f'---\ntitle: "{TITLE}"\ndate: 2031-03-04\nauthor: [Amara Okoro]\nurl: https://velt.example/harn\ntags: x\n---\n'
)


def test_a_post_with_front_matter() -> None:
    read = one(f"{FRONT}\n## What happened\n\n{BODY[0]}\n".encode(), "post.md")
    report = read.reading.report
    assert (report.title, report.published, report.byline) == (TITLE, "2031-03-04", "Amara Okoro")
    assert (report.url, report.text) == ("https://velt.example/harn", f"What happened\n\n{BODY[0]}")
    assert [p.kind for p in report.passages] == [PassageKind.HEADING, PassageKind.BODY]
    assert told(read, "intake.date") == "published 2031-03-04, by the date in its front matter"


def test_a_note_whose_title_is_its_first_heading() -> None:
    report = one(f"# {TITLE}\n\n{BODY[0]}\n\n{BODY[1]}".encode(), "note.md").reading.report
    assert (report.title, report.passages[0].kind) == (TITLE, PassageKind.TITLE)
    assert report.text == f"{TITLE}\n\n{BODY[0]}\n\n{BODY[1]}"


def test_a_page_written_with_all_marks() -> None:
    source = (
        f"{TITLE}\n=====\n\n*Shells* struck **the [market](https://x.example/a_(b)) of Harn**,\nthe `mayor` said.\n\n"
        "> Rebels _denied_ it.\n> All of it.\n\n- one ![map](m.png) fell\n- [x] two fell\n  with it\n1. three\n\n"
        "| Town | Killed |\n|---|---|\n| Harn | 4 |\n\n---\n\n```\ncode = 1\n```\n\n"
        "snake_case_word stays, 5 * 3 * 2 too."
        "\n\n[1]: https://x.example\n<b>Bold</b> &amp; \\*free\\*"
    )
    read = one(source.encode(), "page.markdown")
    assert read.reading.report.text.split("\n\n") == [
        TITLE,
        "Shells struck the market of Harn, the mayor said.",
        "Rebels denied it. All of it.",
        "- one fell",
        "- two fell with it",
        "- three",
        "Town | Killed",
        "Harn | 4",
        "snake_case_word stays, 5 * 3 * 2 too.",
        "Bold & *free*",
    ]
    assert told(read, "intake.left-out") == "3 lines of code left out"


def test_front_matter_that_does_not_tell_a_day_for_sure() -> None:
    read = one(f"---\ndate: 04/03/2031\n---\n{BODY[0]}".encode(), "post.md")
    assert read.reading.report.published is None
    assert "04/03/2031" in (told(read, "intake.date") or "")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert one(f"---\n\n{BODY[0]}\n\n---\n".encode(), "post.md").reading.report.text == BODY[0]


def test_a_number_that_begins_a_line_of_a_paragraph_is_no_item() -> None:
    text = "The war that began in\n2029. It ended in 2031."
    assert one(text.encode(), "a.md").reading.report.text == text.replace("\n", " ")


@pytest.mark.parametrize("data", [b"", b"```\ncode\n```", b"---\ntitle: x\n---\n", b"***\n"])
def test_what_has_no_text_is_refused(data: bytes) -> None:
    assert "no text" in refused(data, "a.md")


@pytest.mark.parametrize("piece", ["[", "*a ", "**", "_a", "`", "![", "<a", "> ", "- ", "[x](", "~~a", "#", "|", "\\"])
def test_time_is_linear_in_the_size(piece: str) -> None:
    began = time.process_time()
    for between in ("", "\n"):
        one((f"{BODY[0]}\n\n" + (piece + between) * 20_000).encode(), "a.md")
    assert time.process_time() - began < 5
