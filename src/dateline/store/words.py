"""Text to the words that are searched, and what a user asks for to a condition over them, the same for every engine.

Words are runs of letters and digits, without case and accents; that is all that an engine's index sees, so that no
engine splits or stems in a way of its own. There is no stemming: ``shell*`` finds *shells* and *shelling*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.errors import InputError

__all__ = ["GAP", "Phrase", "Search", "literal", "parse", "phrase", "words", "words_of"]

GAP = "\u00a6"
"""Stands between two names, so that no phrase reaches over; it is no letter, so that nobody can ask for it."""

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(?P<no>-?)(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))')
_MOST_WORDS = 16_000
"""PostgreSQL keeps positions up to 16,383; a report has some 500 words, and one of more is searched up to here."""
_MOST_BYTES = 500_000
"""PostgreSQL's index of one text may have 1 MB."""
_LONGEST = 60
"""Characters of a word that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that follow each other. ``open`` says that the last may go on."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What must be there, any phrase of each tuple, and what must not."""

    must: tuple[tuple[Phrase, ...], ...]
    must_not: tuple[Phrase, ...] = ()


def words(text: str) -> list[str]:
    """Return the words of a text that are searched, in order."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    found = _WORD.findall(text.casefold())
    if len(found) > _MOST_WORDS or len(text) > 100_000 or any(len(word) > _LONGEST for word in found):
        return _within(found)
    return found


def _within(found: list[str]) -> list[str]:
    kept, room = [], _MOST_BYTES
    for word in found[:_MOST_WORDS]:
        word = word[:_LONGEST]
        room -= len(word.encode()) + 8
        if room < 0:
            break
        kept.append(word)
    return kept


def words_of(names: Iterable[str | None]) -> list[str]:
    """Return the words of names with a gap between one and the next; None is passed over."""
    found: list[str] = []
    for name in names:
        if name:
            more = words(name)
            found += [GAP, *more] if found else more
    return found[:_MOST_WORDS]


def phrase(text: str, what: str) -> Phrase:
    """Return what a user asks for as one phrase; a star at its end leaves the last word open.

    Raises:
        InputError: there is no word in it.
    """
    found = tuple(words(text))
    if not found:
        raise InputError(f'{what} "{text[:40]}" has no word in it; give letters or digits')
    return Phrase(words=found, open=text.rstrip().endswith("*"))


def parse(text: str) -> Search:
    """Return what a user asks for: words that must be there, ``"a phrase"``, ``begin*``, ``-not``, ``this OR that``.

    Raises:
        InputError: there is nothing in it that must be there, or a phrase that does not end.
    """
    if text.count('"') % 2:
        raise InputError(f"text '{text[:40]}' has a quotation mark that is not closed; close it, or leave it out")
    must: list[tuple[Phrase, ...]] = []
    must_not: list[Phrase] = []
    either = False
    for term in _TERM.finditer(text):
        if term["plain"] == "OR":
            either = bool(must)
            continue
        said = term["quoted"] if term["quoted"] is not None else term["plain"]
        found = tuple(words(said))
        if not found:
            continue
        one = Phrase(words=found, open=term["quoted"] is None and said.endswith("*"))
        if term["no"]:
            must_not.append(one)
        elif either:
            must[-1] = (*must[-1], one)
        else:
            must.append((one,))
        either = False
    if not must:
        raise InputError(f'text "{text[:40]}" asks for no word; give at least one that must be there')
    return Search(must=tuple(must), must_not=tuple(must_not))


def literal(found: list[str]) -> str:
    """Write words as the index takes them where it splits at spaces."""
    return " ".join(found)
