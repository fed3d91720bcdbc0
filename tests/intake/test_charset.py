"""Character sets that are declared, and those that are not what they say."""

from __future__ import annotations

import pytest

from dateline.intake import charset

CAFE = "<p>The café owner Renée saw soldiers leave, she said.</p>"
HARN = "<p>Жители сообщили, что в понедельник обстрел рынка в городе Харн привел к гибели четырех человек.</p>" * 3

PAGES = [
    (CAFE, "utf-8", None, None),
    (CAFE, "utf-8", "iso-8859-1", "read as UTF-8"),
    (CAFE, "cp1252", "iso-8859-1", None),
    (CAFE, "cp1252", "utf-8", "Windows-1252"),
    (CAFE, "cp1252", None, "Windows-1252"),
    (CAFE, "utf-16", None, None),
    (HARN, "cp1251", "windows-1251", None),
    (HARN, "cp1251", "utf-8", "read as cp1251"),
    (HARN, "cp1251", "iso-8859-1", "read as cp1251"),
    (HARN, "cp1251", None, "read as cp1251"),
    (HARN, "koi8-r", "koi8-r", None),
    (CAFE, "cp1252", "no-such-set", "Windows-1252"),
]


@pytest.mark.parametrize(("text", "encoding", "declared", "issue"), PAGES)
def test_a_page_is_read_in_what_it_is_written_in(
    text: str, encoding: str, declared: str | None, issue: str | None
) -> None:
    head = f'<html><head><meta charset="{declared}"></head>' if declared else "<html>"
    read, issues = charset.read((head + text).encode(encoding))
    assert read == head + text
    assert any(issue in each.message for each in issues) if issue else not issues


def test_what_a_server_says_goes_before_what_the_page_says() -> None:
    data = b'<meta charset="utf-8">' + "Жители".encode("koi8-r")
    assert charset.read(data, declared="koi8-r")[0].endswith("Жители")
