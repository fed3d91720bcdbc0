"""Whatever the text, times and quantities are exact slices, apart from each other, and well formed."""

from __future__ import annotations

import math
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codec import to_dict
from dateline.lexicon import numbers, times
from dateline.mention.quantity import find_quantities
from dateline.mention.time import find_times
from dateline.records import Mention, Quantity, Report, Sentence, Time, Token

_WORD = re.compile(r"\w+|[^\w\s]")
VALUE = re.compile(r"\d{2,3}|\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?|-W\d\d)?")

FORMS = sorted(
    {*times.load().words, *numbers.load().triggers, *(" ".join(p) for p in times.load().modifiers)}
    | {
        "Monday",
        "Thursday",
        "May",
        "March",
        "June",
        "Aug.",
        "$",
        "%",
        "-",
        "–",
        ",",
        ".",
        "'s",
        "2021",
        "1990s",
        "23rd",
    }
    | {"7", "31", "10:35", "7/16/2021", "2021-07-16", "2021-99-99", "1,500", "2.5", "99999999999999999999", "(", "the"}
)
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(FORMS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(FORMS), max_size=14).map("".join),
    st.lists(st.sampled_from(FORMS), max_size=14).map(lambda forms: " ".join(forms).upper()),
)


def read(text: str, published: str | None) -> tuple[Report, list[Mention]]:
    tokens = tuple(
        Token(text=m.group(), start=m.start(), end=m.end(), lemma=m.group(), upos="X", xpos="X", head=-1, deprel="dep")
        for m in _WORD.finditer(text)
    )
    report = Report(id="r", text=text, published=published)
    sentence = Sentence(start=0, end=len(text), passage=0, tokens=tokens)
    found = find_times(sentence, 0, report)
    return report, sorted([*found, *find_quantities(sentence, 0, report, found)], key=lambda m: m.start)


@given(
    text=texts, published=st.sampled_from([None, "2021-07-16", "2020-02-29", "1999-12-31", "0001-01-01", "nonsense"])
)
def test_mentions_are_exact_slices_and_well_formed(text: str, published: str | None) -> None:
    report, found = read(text, published)
    stop = 0
    for mention in found:
        assert stop <= mention.start < mention.end
        assert report.text[mention.start : mention.end] == mention.text
        stop = mention.end
        match mention.resolved:
            case Time(value=value, until=until):
                assert value is None or VALUE.fullmatch(value)
                assert until is None or (VALUE.fullmatch(until) and value is not None and value <= until)
            case Quantity(low=low, high=high):
                assert math.isfinite(low)
                assert high is None or low <= high
            case other:
                raise AssertionError(other)
        to_dict(mention)


@pytest.mark.parametrize(
    "piece", ["a.", "1,111", "thousand ", "1 ", "of the ", "early ", "million ", "two and ", "May ", "-", "last ", "9/"]
)
def test_long_lines_are_read_in_linear_time(piece: str) -> None:
    read(piece * 20, "2021-07-16")
    start = time.process_time()
    read("in May " + piece * 5000, "2021-07-16")
    assert time.process_time() - start < 5
