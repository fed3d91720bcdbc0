"""Forms of names: how they are compared, and an index that finds the longest one at a place in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

Value = TypeVar("Value")
Key = tuple[str, ...]

_WORD = re.compile(r"['’]s\b|[^\W_]+(?:[.'’\u02bc`‘](?!s\b)[^\W_]+)*\.?|[,(&]")
_DROP = re.compile(r"[.'’\u02bc`‘]")
_PLAIN = re.compile(r"[A-Za-z0-9 -]+")
EXACT_LETTERS = 4
"""A form of capitals alone with at most so many letters must be written in capitals: ``MIT``, ``WHO``, ``NATO``."""


@lru_cache(maxsize=65536)
def words(text: str) -> Key:
    """Return the words of a text as they are compared: no accents, case, dots or apostrophes.

    Hyphens, slashes and spaces part words alike, ``'s`` is a word of its own, and commas, opening brackets and
    ``&`` (as ``and``) are kept; other punctuation gives nothing.
    """
    if _PLAIN.fullmatch(text):  # most are, and it is five times as fast
        return tuple(text.lower().replace("-", " ").split())
    return tuple(_plain(match.group()) for match in _WORD.finditer(text))


def _plain(word: str) -> str:
    if word == "&":
        return "and"
    bare = _DROP.sub("", word)
    if bare.isascii():
        return bare.lower()
    apart = unicodedata.normalize("NFKD", bare)
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("\u0131", "i").casefold()


def needs_capitals(form: str) -> bool:
    """Say whether a form is so short that only its capitals tell it from a word."""
    if " " in form or form.upper() != form:
        return False
    return sum(c.isalpha() for c in form) <= EXACT_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Value]):
    """A form found: ``start`` and ``end`` count words, half open; ``values`` are all that claim it."""

    start: int
    end: int
    values: tuple[Value, ...]


class Index(Generic[Value]):
    """Find the longest known form that starts at a word. Look-ups cost the number of forms with that first word."""

    def __init__(self, forms: Iterable[tuple[str, Value]]) -> None:
        by_key: dict[Key, list[Value]] = {}
        for form, value in forms:
            if key := words(form):
                by_key.setdefault(key, []).append(value)
        self._by_key = {key: tuple(values) for key, values in by_key.items()}
        lengths: dict[str, set[int]] = {}
        for key in by_key:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}
        self.opens = frozenset(lengths)
        """The words that a form begins with."""

    def get(self, form: str) -> tuple[Value, ...]:
        """Return all that claim a form; empty where nothing does."""
        return self._by_key.get(words(form), ())

    def at(self, text: Sequence[str], start: int) -> list[Found[Value]]:
        """Return the forms that begin at word ``start`` of a text given as :func:`words`, the longest first."""
        found: list[Found[Value]] = []
        for size in self._lengths.get(text[start], ()):
            if start + size > len(text):
                continue
            values = self._by_key.get(tuple(text[start : start + size]))
            if values:
                found.append(Found(start=start, end=start + size, values=values))
        return found
