"""Hypothesis strategies for records and texts, for the tests of every room.

``from strategies import news, readings, records`` (pytest puts this folder on the path).
"""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from functools import cache
from types import NoneType
from typing import TypeVar, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from dateline.codec import RESOLVED
from dateline.records import VERSION, Mention, MentionKind, Reading

Record = TypeVar("Record")

texts = st.text(max_size=20)
"""Any Unicode text without lone surrogates."""

_WORDS = (
    "Soldiers", "rebels", "fired", "closed", "the", "border", "on", "Thursday", "12", "U.S.", "said", "and", "who",
    "don't", "President", "Amara", "Okoro", "“we", "never", "did”", "—", "2,000", "$3.5bn", "(Pictured:", "north-east",
    "café", "\u0627\u0644\u064a\u0648\u0645", "\U0001f6a8", "e\u0301", "\u200f", "\ufeff", "\x07", "ALL", "CAPS",
)  # fmt: skip
_GAPS = (" ", " ", " ", ". ", ".\n", "\n\n", ", ", "\r\n", "\u00a0", "\t", " - ", "", "?! ", "…")

news = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_GAPS)), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
"""Text that looks like news at a distance: words, numbers, quotes, emoji, right-to-left script, mixed line ends."""


@cache
def _values(hint: object) -> st.SearchStrategy[object]:
    if hint is str:
        return texts
    if hint is int:
        return st.integers()
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if hint is bool:
        return st.booleans()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type):
        return records(hint)
    if get_origin(hint) is tuple:
        return st.lists(_values(get_args(hint)[0]), max_size=2).map(tuple)
    return st.one_of(*(st.none() if each is NoneType else _values(each) for each in get_args(hint)))


@cache
def records(cls: type[Record]) -> st.SearchStrategy[Record]:
    """Strategy for any record of class ``cls``, read off its fields; offsets and ids need not make sense."""
    if cls is Mention:
        return st.sampled_from(list(MentionKind)).flatmap(_mentions)  # type: ignore[return-value]
    hints = get_type_hints(cls)
    given = {field.name: _values(hints[field.name]) for field in fields(cls)}  # type: ignore[arg-type]
    if cls is Reading:
        given["version"] = st.just(VERSION)
    return st.builds(cls, **given)


@cache
def _mentions(kind: MentionKind) -> st.SearchStrategy[Mention]:
    hints = get_type_hints(Mention)
    given = {field.name: _values(hints[field.name]) for field in fields(Mention) if field.name != "resolved"}
    inner = RESOLVED.get(kind)
    resolved = st.none() | records(inner) if inner else st.none()
    return st.builds(Mention, **given | {"kind": st.just(kind), "resolved": resolved})


readings = records(Reading)
"""Any reading that the codec takes."""
