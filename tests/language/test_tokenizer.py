"""Words of raw text, after EWT's conventions."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.tokenizer import LONGEST, words

ROWS = [
    ("The army said so.", "The|army|said|so|."),
    ("They didn't fire.", "They|did|n't|fire|."),
    ("They didn’t fire.", "They|did|n’t|fire|."),
    ("The group's leader", "The|group|'s|leader"),
    ("the prisoners’ release", "the|prisoners|’|release"),
    ("We cannot leave", "We|can|not|leave"),
    ("U.S. troops left the U.K. on Jan. 5.", "U.S.|troops|left|the|U.K.|on|Jan.|5|."),
    ("Gen. A. B. Okoro spoke", "Gen.|A.|B.|Okoro|spoke"),
    ("a Kabul-based group", "a|Kabul|-|based|group"),
    ("anti-government rebels co-operate", "anti-government|rebels|co-operate"),
    ("the mid-1990s", "the|mid-1990s"),
    ("a 10-year war, 30-40 dead", "a|10|-|year|war|,|30|-|40|dead"),
    ("$2bn and 1,500.5 euros", "$|2|bn|and|1,500.5|euros"),
    ("80% of it at 10:30am", "80|%|of|it|at|10:30|am"),
    ("“It is big,” he said…", "“|It|is|big|,|”|he|said|…"),
    ("‘They threw stones’", "‘|They|threw|stones|’"),
    ("see https://example.org/a?b=c.", "see|https://example.org/a?b=c|."),
    ("write to press@example.org now", "write|to|press@example.org|now"),
    ("and/or (see no. 5)", "and|/|or|(|see|no.|5|)"),
    ("No. They left.", "No|.|They|left|."),
    ("GOMA -- wait... what?!", "GOMA|--|wait|...|what|?!"),
    ("O'Brien of the AT&T", "O'Brien|of|the|AT&T"),
    ("DON'T SHOOT", "DO|N'T|SHOOT"),
    ("a cafe\u0301 in Goma\u0300.", "a|cafe\u0301|in|Goma\u0300|."),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_words(text: str, expected: str) -> None:
    assert [text[s:e] for s, e in words(text, 0, len(text))] == expected.split("|")


@given(st.text())
def test_words_are_ordered_and_leave_out_only_white_space(text: str) -> None:
    at = 0
    for start, end in words(text, 0, len(text)):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_a_run_without_white_space_is_cut() -> None:
    text = "x" * 1000
    assert max(e - s for s, e in words(text, 0, len(text))) <= LONGEST


def test_a_word_without_end_takes_time_by_its_length() -> None:
    """Held against shorter ones, since machines differ; a word of twice the length took four times as long once."""

    def seconds(length: int) -> float:
        text = "He said " + "a" * length + " and left."
        began = time.process_time()
        found = words(text, 0, len(text))
        assert found[-1] == (len(text) - 1, len(text))
        assert len(found) == 5 + -(-length // LONGEST)
        return time.process_time() - began

    assert min(seconds(400_000) for _ in range(2)) < 20 * max(0.01, min(seconds(50_000) for _ in range(3)))


@pytest.mark.parametrize("gap", [1, 4_000, 4_095, 4_096, 9_000])
def test_words_far_apart_are_found(gap: int) -> None:
    text = "one" + " " * gap + "U.S." + " " * gap + "end"
    assert [text[first:last] for first, last in words(text, 0, len(text))] == ["one", "U.S.", "end"]
