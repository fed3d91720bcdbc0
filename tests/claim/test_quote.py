"""Quotes: what stands between which marks, and which mark is none."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.claim.quote import QuoteIndex, find_quotes, paragraphs

ROWS: list[tuple[str, list[str]]] = [
    ("“It is over,” he said.", ["It is over,"]),
    ('"It is over," he said. "Go home."', ["It is over,", "Go home."]),
    ("‘It is over,’ he said.", ["It is over,"]),
    ("'It is over,' he said.", ["It is over,"]),
    ("«It is over», he said.", ["It is over"]),
    ("„It is over“, he said.", ["It is over"]),
    ("''It is over,'' he said.", ["It is over,"]),
    # apostrophes
    ("It’s the soldiers’ camp and the generals’ war.", []),
    ("It's the soldiers' camp and the generals' war.", []),
    ("‘It’s the soldiers’ fault,’ she said.", ["It’s the soldiers’ fault,"]),
    ("'It's the soldiers' fault,' she said.", ["It's the soldiers' fault,"]),
    ("‘Don’t shoot,’ he cried, ‘we’re students.’", ["Don’t shoot,", "we’re students."]),
    ("In the ’90s the port was busy.", []),
    ("The '90s war left rock 'n' roll behind.", []),
    ("A 6' fence and a 5\" pipe.", []),
    # nested
    ("“He told me ‘run’ and I ran,” she said.", ["He told me ‘run’ and I ran,", "run"]),
    ("‘He told me “run” and I ran,’ she said.", ["He told me “run” and I ran,", "run"]),
    # partial and scare quotes
    ("They called the vote “a farce” and left.", ["a farce"]),
    ("The so-called 'buffer zone' is empty.", ["buffer zone"]),
    # unclosed
    ("“Nobody came to help us, she said.", ["Nobody came to help us, she said."]),
    ('He stood up. "Nobody', []),
    # slips
    ("”We are ready to talk,” he said.", ["We are ready to talk,"]),
    ("no quote here”, he said.", []),
    ("", []),
    ("“”", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_quotes_of(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotes(text)] == expected


def test_a_quote_left_open_goes_on_where_the_next_paragraph_opens() -> None:
    text = "“First part.\n\n“Second part.\n\n“Third part,” she said."
    quotes = find_quotes(text)
    assert [(q.carries, q.ended) for q in quotes] == [(False, False), (True, False), (True, True)]


def test_a_quote_left_open_does_not_go_on_over_a_paragraph_without_a_mark() -> None:
    text = "“First part.\n\nThe crowd cheered.\n\n“Another voice,” she said."
    assert [q.carries for q in find_quotes(text)] == [False, False]


def test_nested_quotes_have_their_depth() -> None:
    assert [q.depth for q in find_quotes("“A ‘b’ c” and “d”")] == [0, 1, 0]


def test_wrapped_lines_are_one_paragraph_and_blank_lines_part_them() -> None:
    text = "one two\nthree four.\n\nfive six\nseven."
    assert [text[a:b] for a, b in paragraphs(text)] == ["one two\nthree four.", "five six\nseven."]


def test_the_index_finds_what_is_before_after_and_over() -> None:
    text = "“A b,” he said, “c d.”"
    index = QuoteIndex(find_quotes(text))
    said = text.index("said")
    before, after = index.before(said), index.after(said)
    assert before is not None
    assert after is not None
    assert (text[before.start : before.end], text[after.start : after.end]) == ("A b,", "c d.")
    assert index.depth_at(said) == 0
    assert index.depth_at(2) == 1
    assert len(index.over(0, len(text))) == 2


@given(st.text(alphabet="ab. ,\n“”‘’'\"«»", max_size=120))
def test_quotes_lie_in_the_text_nested_or_apart(text: str) -> None:
    quotes = find_quotes(text)
    for q in quotes:
        assert 0 <= q.opened < q.start <= q.end <= q.closed <= len(text)
    tops = [q for q in quotes if q.depth == 0]
    assert all(a.closed <= b.opened for a, b in pairwise(tops))
    for level in range(1, 3):
        for q in (q for q in quotes if q.depth == level):
            assert any(p.opened < q.opened and q.closed <= p.closed for p in quotes if p.depth == level - 1)


@pytest.mark.parametrize("unit", ["“a ", "' ", "x's 's ", '"a" ', "‘b’ s’ ", "”", "“a.\n\n"])
def test_time_grows_with_length_not_with_its_square(unit: str) -> None:
    def seconds(n: int) -> float:
        text = unit * n
        start = time.process_time()
        find_quotes(text)
        return time.process_time() - start

    seconds(100)
    small, large = min(seconds(2000) for _ in range(3)), min(seconds(16000) for _ in range(2))
    # Eight times the text: a quadratic pass would take sixty-four times as long.
    assert large < 30 * small + 0.05
