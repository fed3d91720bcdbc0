"""Mail: the message, what is attached to it, and what it quotes."""

from __future__ import annotations

import base64
import time

import pytest

from documents import BODY, TITLE, found, mail, one, packed, page, pdf, refused, told

HTML = "".join(f"<p>{each}</p>" for each in BODY)
TEXT = "\n\n".join(BODY)


def several(*parts: tuple[str, bytes], kind: str = "mixed") -> bytes:
    """Return a mail of several parts, each with its headers."""
    coded = "".join(
        f"--b\r\n{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(data).decode()}\r\n"
        for head, data in parts
    )
    head = f"From: desk@relief.example\r\nSubject: {TITLE}\r\nDate: Tue, 4 Mar 2031 10:00:00 +0000\r\n"
    head += "MIME-Version: 1.0\r\n"
    return f'{head}Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{coded}--b--\r\n'.encode()


def attached(name: str) -> str:
    return f'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"'


def test_a_plain_mail() -> None:
    read = one(mail(more="Archived-At: <https://lists.example/1>\r\n"), "a.eml")
    report = read.reading.report
    assert (report.title, report.byline, report.text) == (TITLE, "Velt Relief Desk", TEXT)
    # In the sender's own day, which is another in Greenwich.
    assert (report.published, report.url) == ("2031-03-04", "https://lists.example/1")
    assert told(read, "intake.date") == "published 2031-03-04, by the mail's Date"
    assert read.raw == mail(more="Archived-At: <https://lists.example/1>\r\n")


def test_a_mail_of_html_alone() -> None:
    data = mail(f"<html><style>p{{}}</style><body><div hidden>Preview</div>{HTML}</body></html>", kind="text/html")
    assert one(data, "a.eml").reading.report.text == TEXT


def test_of_two_forms_the_plain_one_is_read() -> None:
    data = several(
        ("Content-Type: text/html; charset=utf-8", HTML.encode()),
        ("Content-Type: text/plain; charset=utf-8", b"Rebels left Harn.\n"),
        kind="alternative",
    )
    assert one(data, "a.eml").reading.report.text.strip() == "Rebels left Harn."


def test_what_is_attached_is_read_after_the_mail_and_dated_by_it() -> None:
    data = several(
        ("Content-Type: text/plain", b"See the report attached. It tells of the shelling of Harn."),
        (attached("sitrep.pdf"), pdf([BODY], about="")),
        (attached("photo.jpg"), b"\xff\xd8\xff\xe0"),
        (attached("pages.zip"), packed({"a.txt": "Rebels left Harn."})),
    )
    reports, errors = found(data, "a.eml")
    assert not errors
    assert [each.reading.report.source_id for each in reports] == ["a.eml", "sitrep.pdf", "a.txt"]
    assert {each.reading.report.published for each in reports} == {"2031-03-04"}
    assert told(reports[1], "intake.date") == "published 2031-03-04, by the date of the mail that it was attached to"
    assert reports[1].raw == pdf([BODY], about="")


def test_what_is_attached_and_broken_is_told_and_the_rest_is_read() -> None:
    data = several(("Content-Type: text/plain", TEXT.encode()), (attached("sitrep.pdf"), b"%PDF-1.4 no more"))
    reports, errors = found(data, "a.eml")
    assert len(reports) == 1
    assert errors[0].startswith("a.eml/sitrep.pdf: this PDF is damaged")


QUOTES = [
    (f"{TEXT}\n\nOn Mon, 3 Mar 2031 Dorgan Desk wrote:\n> Is it true?\n>\n> Who shot?", 4),
    (f"{TEXT}\n\n-- \nVelt Relief Desk\nTel. 1", 3),
    (f"{TEXT}\n\n-----Original Message-----\n> Is it true?\n-- \nDesk", 4),
    (TEXT, 0),
]


@pytest.mark.parametrize(("body", "lines"), QUOTES)
def test_a_quoted_mail_and_a_signature_are_left_out_and_counted(body: str, lines: int) -> None:
    read = one(mail(body), "a.eml")
    assert read.reading.report.text == TEXT
    assert (told(read, "intake.left-out") or "0 ").split()[0] == str(lines)


def test_a_mail_that_is_all_quoted_is_what_was_sent_on() -> None:
    assert "four people" in one(mail("> " + BODY[0]), "a.eml").reading.report.text


def test_a_character_set_that_lies() -> None:
    data = mail("The café in Harn was hit, its owner said.").replace(b"charset=utf-8", b"charset=us-ascii")
    assert "café" in one(data, "a.eml").reading.report.text
    old = mail("The café in Harn was hit.", charset="cp1252").replace(b"charset=cp1252", b"charset=utf-8")
    assert "café" in one(old, "a.eml").reading.report.text


DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
REFUSED = [
    (b"", "no text|no mail"),
    (b"\r\n\r\nno headers at all", "no mail"),
    (mail(" "), "no text in this mail"),
    (b"Subject: x\r\nMIME-Version: 1.0\r\n" + DEEP, "damaged|no text"),
    (b"Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!", "no text"),
    (mail("a " * 2_000_000), "past the limit"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids="empty headless blank deep coded long".split())
def test_what_is_no_mail_or_made_to_hurt_is_refused(data: bytes, words: str) -> None:
    error = refused(data, "a.eml", max_bytes=1_000_000)
    assert any(each in error for each in words.split("|"))


def test_headers_that_are_broken_do_not_hurt() -> None:
    data = mail().replace(b"Date: Tue, 04 Mar 2031 23:30:00 -0500", b"Date: Blue, 99 Foo\x00 =?utf-8?q?=ff?=")
    read = one(data, "a.eml")
    assert read.reading.report.published is None
    assert "cannot be read" in (told(read, "intake.date") or "") or "no date" in (told(read, "intake.date") or "")


def test_headers_in_bare_bytes_or_coded_words_are_read() -> None:
    for coded in ("Café in Harn".encode(), b"=?iso-8859-1?q?Caf=E9_in_Harn?="):
        data = mail().replace(f"Subject: {TITLE}".encode(), b"Subject: " + coded)
        assert (one(data, "a.eml").reading.report.title or "").endswith(" in Harn")


HEADERS = [b"Date: " + b"(" * 200_000, b"From: " + b"a," * 50_000, b"Subject: " + b"=?utf-8?q?a?= " * 20_000]


@pytest.mark.parametrize("header", HEADERS, ids=["date", "from", "subject"])
def test_a_header_without_end_is_none(header: bytes) -> None:
    began = time.process_time()
    data = header + b"\r\n" + mail(more="").replace(header.split(b":")[0] + b":", b"X-Old:", 1)
    assert one(data, "a.eml").reading.report.text == TEXT
    assert time.process_time() - began < 3


def test_a_page_attached_is_read_as_one() -> None:
    data = several(("Content-Type: text/plain", b"See the page."), (attached("page.html"), page()))
    assert len(found(data, "a.eml")[0]) == 2
