"""What holds for any text."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.intake import plain
from dateline.records import Report
from strategies import news

LINES = st.lists(
    st.sampled_from(
        [
            "Rebels seize Tal Asar",
            "Rebels of the Northern Front took the town on Monday, residents said.",
            "Rebels of the Northern Front took the town on Monday, residents said (Pictured: a bridge)",
            "rebels of the northern front took the town on Monday residents said",
            "- Rebels of the Northern Front took the town on Monday, residents said",
            "KABUL, July 16 (Reuters) - The army left. It had stayed for a year.",
            "By Amara Okoro",
            "– The army –",
            "Source: Read Full Article",
            "THE GOVERNOR SAID THAT THE ARMY WOULD STAY ON THE ROAD UNTIL THE END OF",
            "THE MONTH.  NOBODY WAS HURT.",
            "",
            "  indented words that go on",
            "***",
        ]
    ),
    min_size=1,
    max_size=14,
).map("\n".join)


def read(data: str | bytes) -> Report | None:
    try:
        return plain.read(data)[0]
    except InputError:
        return None


def check(report: Report) -> None:
    text, end = report.text, 0
    for passage in report.passages:
        assert end <= passage.start < passage.end <= len(text)
        assert not text[end : passage.start].strip()
        inside = text[passage.start : passage.end]
        assert inside == inside.strip() != ""
        end = passage.end
    assert not text[end:].strip()
    for passage in report.passages:
        if passage.repeats is not None:
            target = report.passages[passage.repeats]
            assert target.repeats is None
            assert target is not passage
            assert target.kind.value in ("body", "title")
    if report.dateline is not None:
        assert text[report.dateline.start : report.dateline.end] == report.dateline.text
    assert not set("\r\x85\u2028\u2029\x00\x0b\x0c") & set(text)


@given(st.one_of(st.text(max_size=400), news, LINES))
def test_passages_lie_in_order_and_cover_all_that_is_not_blank(text: str) -> None:
    report = read(text)
    if report is not None:
        check(report)


@given(
    st.one_of(
        st.binary(max_size=300),
        news.map(lambda t: t.encode("utf-16")),
        news.map(lambda t: t.encode("cp1252", "replace")),
    )
)
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    report = read(data)
    if report is not None:
        check(report)
        report.text.encode()


@given(st.one_of(news, LINES))
def test_reading_is_deterministic_and_cleaning_is_idempotent(text: str) -> None:
    one, two = read(text), read(text)
    assert one == two
    if one is not None:
        assert read(one.text) == one


@given(LINES)
def test_the_encoding_does_not_change_the_report(text: str) -> None:
    one = read(text)
    assert one == read(text.encode()) == read(text.encode("utf-16"))
    assert one == read(text.replace("\n", "\r\n").encode())


def seconds(text: str) -> float:
    start = time.process_time()
    report = read(text)
    spent = time.process_time() - start
    assert report is not None
    return spent


def test_five_megabytes_of_random_lines_take_less_than_five_seconds() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghij", k=chance.randint(2, 9))) for _ in range(20_000)]
    lines: list[str] = []
    size = 0
    while size < 5_000_000:
        line = " ".join(chance.choices(words, k=chance.randint(1, 40))).capitalize() + chance.choice(
            [".", ".", "", "?"]
        )
        lines.append(line)
        size += len(line) + 1
    assert seconds("\n".join(lines)) < 5


def test_hard_cases_for_patterns_take_no_longer() -> None:
    for text in (
        "x" + " " * 2_000_000 + "y",
        "word " * 400_000,
        "(" * 1_000_000,
        "Rebels took the town on Monday, residents of it said\n" * 10_000,
        "\n".join(['"' * 399] * 500 + ["By " + "A" * 150] * 500 + ["(a/" * 133] * 500 + ["A " * 190] * 500),
        "\n".join(" " * (i % 2000) + "word" for i in range(2000)),
    ):
        assert seconds(text) < 5
