"""Marks that overlap, cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("jinja2", reason="the desk is not installed (pip install dateline[desk])")
from dateline.web.filters import FILTERS
from dateline.web.marking import Mark, pieces

MARKS = st.lists(
    st.builds(
        lambda start, long, layer, claim: Mark(start=start, end=start + long, layer=layer, claim=claim),
        st.integers(0, 40),
        st.integers(0, 20),
        st.sampled_from(["people", "places", "trigger"]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=12,
)


@given(st.text(max_size=40), MARKS)
def test_pieces_are_the_text_and_say_what_lies_over_each_character(text: str, marks: list[Mark]) -> None:
    found = pieces(text, marks)
    assert "".join(each.text for each in found) == text
    for each in found:
        for at in range(each.start, each.start + len(each.text)):
            over = [mark for mark in marks if mark.start <= at < mark.end]
            assert set(each.layers) == {mark.layer for mark in over}
            assert set(each.claims) == {mark.claim for mark in over if mark.layer == "trigger" and mark.claim}


@given(st.text(max_size=40), MARKS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_text_is_cut_alike(text: str, marks: list[Mark], one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = pieces(text, marks, start=start, end=end)
    assert "".join(each.text for each in found) == text[start:end]
    whole = {each.start + i: each.layers for each in pieces(text, marks) for i in range(len(each.text))}
    assert {each.start + i: each.layers for each in found for i in range(len(each.text))} == {
        at: whole[at] for at in range(start, end)
    }


def test_offsets_are_code_points() -> None:
    assert [each.text for each in pieces("😀 Besk 😀", [Mark(start=2, end=6, layer="places")])] == [
        "😀 ",
        "Besk",
        " 😀",
    ]


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("visible", ("a\u202eb",), "a<U+202E>b"),
        ("visible", ("a\x00\x1bb\nc",), "a<U+0000><U+001B>b\nc"),
        ("span", (9, None), "9+"),
        ("span", (9, 12.5), "9–12.5"),
        ("number", (12000,), "12,000"),
        ("days", (None, None), "no date"),
        ("days", ("2031-09", "2031-10"), "2031-09 to 2031-10"),
        ("words", ("single-origin",), "single origin"),
        ("listed", (["a", "b", "c"], 2), "a, b and 1 more"),
        ("cut", ("abcdef", 4), "abc…"),
        ("instant", ("2031-09-01T10:11:12Z",), "2031-09-01 10:11"),
    ],
)
def test_values_are_shown_as(name: str, given: tuple[object, ...], shown: str) -> None:
    assert FILTERS[name](*given) == shown
