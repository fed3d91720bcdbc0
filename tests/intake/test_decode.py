"""Bytes to clean text."""

from __future__ import annotations

import codecs

import pytest

from dateline.errors import BinaryInput, EmptyInput, InputError, TooLarge
from dateline.intake import decode, plain
from dateline.intake.options import Options, iso_date, iso_day


def text_of(data: bytes | str) -> str:
    return decode.read(data, name="x").text


def codes(data: bytes | str) -> list[str]:
    return [issue.code for issue in decode.read(data, name="x").issues]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Rebels left.\r\nTroops came.", "Rebels left.\nTroops came."),
        (b"one\rtwo\r\nthree\n", "one\ntwo\nthree\n"),
        ("one\u2028two\u2029three\x85four".encode(), "one\ntwo\nthree\nfour"),
        (codecs.BOM_UTF8 + "café".encode(), "café"),
        (codecs.BOM_UTF16_LE + "Kabul “fell”".encode("utf-16-le"), "Kabul “fell”"),
        (codecs.BOM_UTF16_BE + "Kabul “fell”".encode("utf-16-be"), "Kabul “fell”"),
        (codecs.BOM_UTF32_LE + "Kabul".encode("utf-32-le"), "Kabul"),
        ("\u202eabc\u202c \U0001f6a8 مرحبا".encode(), "\u202eabc\u202c \U0001f6a8 مرحبا"),
        (b"tab\tstays", "tab\tstays"),
        ("in\ufeffside".encode(), "in\ufeffside"),
    ],
)
def test_text_is_decoded_and_its_line_ends_made_one_kind_without_an_issue(data: bytes, text: str) -> None:
    assert text_of(data) == text
    assert codes(data) == []


def test_old_windows_text_is_read_and_said_to_be() -> None:
    clean = decode.read("The “council” met – twice – in the café".encode("cp1252"), name="x")
    assert clean.text == "The “council” met – twice – in the café"
    [issue] = clean.issues
    assert issue.code == "intake.encoding"
    assert "Windows-1252" in issue.message
    assert "5 bytes" in issue.message


def test_damaged_utf8_keeps_its_good_characters() -> None:
    clean = decode.read("café über naïve ".encode() + b"\xe2\x80 end", name="x")
    assert clean.text == "café über naïve \ufffd\ufffd end"
    assert "2 bytes" in clean.issues[0].message


def test_control_characters_become_spaces_and_are_counted() -> None:
    clean = decode.read("a\x07b\x0bc\x9bd" + "e" * 2000 + "\x00", name="x")
    assert clean.text == "a b c d" + "e" * 2000 + " "
    [issue] = clean.issues
    assert issue.code == "intake.control"
    assert issue.message.startswith("4 control characters")
    assert (issue.start, issue.end) == (1, 2)


def test_lone_surrogates_are_replaced() -> None:
    assert text_of("a\ud800b") == "a\ufffdb"
    assert codes("a\ud800b") == ["intake.encoding"]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", codecs.BOM_UTF8, "\u200b\u2060\n".encode(), "", "\u3000"])
def test_nothing_to_read_is_empty_input(data: bytes | str) -> None:
    with pytest.raises(EmptyInput, match="there is no text"):
        decode.read(data, name="x")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 stuff", "pdftotext"),
        (b"PK\x03\x04rest", "office document"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\x1f\x8b\x08\x00", "gunzip"),
        (b"BZh91AY&SY", "bunzip2"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1 Rebels", "plain text"),
        (b"abc\x00def\x00", "NUL"),
        ("Rebels took the town".encode("utf-16-le"), "byte-order mark"),
        (bytes(range(1, 32)) * 20, "control bytes"),
    ],
)
def test_what_is_not_text_is_binary_input_with_advice(data: bytes, words: str) -> None:
    with pytest.raises(BinaryInput, match=words):
        decode.read(data, name="x")


@pytest.mark.parametrize("text", ["PKK fighters left.", "BZhoop is a name.", "RIFF raff came.", "GIF89 is old."])
def test_words_that_look_like_signatures_are_text(text: str) -> None:
    assert text_of(text.encode()) == text


def test_one_stray_nul_in_a_long_text_is_no_binary() -> None:
    data = b"Rebels took the town. " * 100 + b"\x00" + b"Troops left. "
    assert "intake.control" in codes(data)


def test_size_limit_is_in_bytes_and_names_the_remedy() -> None:
    with pytest.raises(TooLarge, match="raise max_bytes"):
        plain.read("éé", options=Options(max_bytes=3))
    assert plain.read("éé!", options=Options(max_bytes=5))[0].text == "éé!"


@pytest.mark.parametrize("value", ["2021-07-16", "2024-02-29"])
def test_a_day_is_a_date(value: str) -> None:
    assert iso_date(value) == value
    assert Options(published=value).published == value


@pytest.mark.parametrize(
    "value",
    [
        "2021-7-16",
        "16.07.2021",
        "2021-02-30",
        "20210716",
        "2021-W28-5",
        "2021-07",
        "",
        "yesterday",
        "\uff12\uff10\uff12\uff11-07-16",
    ],
)
def test_what_is_no_day_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        Options(published=value)
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        iso_day(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-07-16T23:30:00+04:30", "2021-07-16"),
        ("2021-07-16T23:30:00Z", "2021-07-16"),
        ("2021-07-16 01:00:00-08:00", "2021-07-16"),
        ("2021-07-16T08:15", "2021-07-16"),
        (" 2021-07-16 ", "2021-07-16"),
    ],
)
def test_a_date_and_time_gives_the_day_in_its_own_offset(value: str, day: str) -> None:
    assert iso_day(value) == day


@pytest.mark.parametrize("value", ["2021-07-16T25:00", "2021-13-01T00:00:00Z", "2021-07-16Tnoon"])
def test_a_wrong_time_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        iso_day(value)
