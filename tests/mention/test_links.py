"""Short reports through the shipped model: which mentions are of one chain, and which are left apart.

The table is ``tables/links.txt``; a line that begins with "!" is an expectation that is not met yet.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dateline import language, mention
from dateline.records import Mention, MentionKind, Passage, PassageKind, Reading, Report

TABLE = Path(__file__).parent / "tables" / "links.txt"
COUNTED = (MentionKind.TIME, MentionKind.QUANTITY, MentionKind.MONEY)
ROWS = {
    name: (text, tuple(lines))
    for name, text, *lines in (
        block.strip().split("\n") for block in TABLE.read_text(encoding="utf-8").split("\n== ")[1:]
    )
}


@cache
def read(text: str) -> Reading:
    passage = Passage(kind=PassageKind.BODY, start=0, end=len(text))
    report = Report(id="report", text=text, language="en", passages=(passage,))
    return next(mention.find(language.parse([Reading(report=report)])))


def span(text: str, words: str) -> tuple[int, int]:
    """Return where words occur, the n-th time with "#n"."""
    words, _, number = words.partition("#")
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return found[int(number or 1) - 1]


def mention_at(reading: Reading, words: str) -> Mention | None:
    """Return the mention of just those words, else the one with its head among them."""
    start, end = span(reading.report.text, words)

    def head(one: Mention) -> int:
        return reading.sentences[one.sentence].tokens[one.head].start

    near = [one for one in reading.mentions if one.kind not in COUNTED and start <= head(one) < end]
    return min(near, key=lambda one: abs(one.start - start) + abs(one.end - end), default=None)


def holds(text: str, line: str) -> bool:
    """Say whether an expectation is met."""
    reading = read(text)
    later, _, earlier = (part.strip() for part in line[2:].partition(" : "))
    one = mention_at(reading, later)
    chain = one.chain if one is not None else None
    if line[0] == "?":
        start = span(text, later)[0]
        return chain is None or all(other.chain != chain for other in reading.mentions if other.start < start)
    other = mention_at(reading, earlier)
    same = chain is not None and other is not None and other.chain == chain
    return same == (line[0] == "=")


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, (_, lines) in ROWS.items() for line in lines if line[0] in "=/?"]
)
def test_chains_are_as_the_table_has_them(name: str, line: str) -> None:
    assert holds(ROWS[name][0], line)


@pytest.mark.parametrize(
    ("name", "line"), [(name, line[2:]) for name, (_, lines) in ROWS.items() for line in lines if line[0] == "!"]
)
def test_what_is_not_reached_yet_is_still_marked_so(name: str, line: str) -> None:
    assert not holds(ROWS[name][0], line)


def test_every_line_of_the_table_is_read() -> None:
    assert len(ROWS) > 60
    assert {line[:2] for _, lines in ROWS.values() for line in lines} <= {"= ", "/ ", "? ", "! "}
