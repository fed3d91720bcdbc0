"""Cut text into the words of English Universal Dependencies (EWT's conventions), with their offsets.

Hyphenated words are split except after an affix ("anti-government"), clitics are words of their own ("n't", "'s"),
abbreviations keep their stop. One pass, no look-behind over more than a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from dateline.lexicon.words import load

APOSTROPHES = "'’ʼ`´"  # noqa: RUF001
_A = f"[{APOSTROPHES}]"
LONGEST = 120
"""A run of characters without white space is cut after this many, so that no word is unbounded."""

_STRETCH, _AHEAD = 4_096, 16
"""Characters that are looked at for a word, and how far behind its end is looked at the most."""
_WORD = re.compile(
    rf"""
    (?P<url>(?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]}}'’] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | (?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|info|int|mil)(?:/[^\s<>"“”.,;)]*)?(?![\w]) )
  | (?P<tag>[@\#]\w+)
  | (?P<number>\d{4}-\d\d-\d\d(?![\w-])
        | \d+(?:[.,:]\d+)*(?=(?:bn|mn?|tn|k|km|mm|cm|kg|am|pm)(?!\w)) | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?(?![\w]))
  | (?P<abbreviation>(?:[^\W\d_]\.){{2,}}(?![^\W\d_]) )
  | (?P<word>[\w&]+(?:{_A}[^\W\d_]+)*(?:\.(?=[^\W\d_]\w)[\w]+)*)
  | (?P<dots>\.{{2,}}|…+)
  | (?P<marks>[!?]+)
  | (?P<dashes>-{{2,}}|—+|–+|_{{2,}}|\*{{2,}}|={{2,}})
  | (?P<decade>{_A}\d\ds\b)
  | (?P<quotes>``|''|’’|‘‘)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(rf"(?<=\w)(?:n{_A}t|{_A}(?:s|m|d|re|ve|ll|em))$", re.IGNORECASE)
_HYPHENS = "-‐‑"  # noqa: RUF001


def words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ``(start, end)`` offsets of the words of ``text[start:end]``, in order."""
    lexicon = load()
    out: list[tuple[int, int]] = []
    at = start
    while at < end:
        match = _found(text, at, end)
        if match is None:
            break
        first, last = match.span()
        kind = match.lastgroup
        if last < end and text[last] >= "\u0300":
            last = _marks(text, last, end)
        if last - first > LONGEST:
            last = first + LONGEST
            out.append((first, last))
            at = last
            continue
        if kind == "word":
            last = _stop(text, first, last, end, lexicon.abbreviations)
            last = _affix(text, first, last, end, lexicon.affixes)
            _split(text, first, last, out, lexicon.contractions)
        elif kind == "number":
            out.append((first, last))
        else:
            out.append((first, last))
        at = last
    return out


def _found(text: str, at: int, end: int) -> re.Match[str] | None:
    """Find the next word; what has no end is looked at for a stretch only, since it is cut anyway."""
    while at < end:
        stop = min(end, at + _STRETCH)
        match = _WORD.search(text, at, stop)
        if match is None:
            at = stop
        elif stop == end or match.end() < stop - _AHEAD or match.start() == at:
            return match
        else:
            at = match.start()
    return None


def _marks(text: str, at: int, end: int) -> int:
    """Take in the combining marks and joiners that belong to what stands before them."""
    while at < end and (unicodedata.category(text[at])[0] == "M" or text[at] in "\u200c\u200d"):
        at += 1
    return at


def _stop(text: str, first: int, last: int, end: int, abbreviations: frozenset[str]) -> int:
    """Take the stop into an abbreviation or an initial."""
    if last >= end or text[last] != ".":
        return last
    word = text[first:last]
    if len(word) == 1 and word.isupper() and _follows(text, last + 1, end):
        return last + 1
    if word.lower() in ("no", "nos"):  # "No. 5", but not the answer "No."
        return last + 1 if text[last + 1 : last + 3].strip()[:1].isdigit() else last
    return last + 1 if word.lower() in abbreviations and not text.startswith("..", last) else last


def _follows(text: str, at: int, end: int) -> bool:
    """Say whether a letter or another initial follows an initial's stop."""
    while at < end and text[at] == " ":
        at += 1
    return at < end and text[at].isalpha()


def _affix(text: str, first: int, last: int, end: int, affixes: frozenset[str]) -> int:
    """Keep an affix and its hyphen with the word: "anti-government", "co-operate"."""
    if last + 1 < end and text[last] in _HYPHENS and text[last + 1].isalnum() and text[first:last].lower() in affixes:
        match = _WORD.match(text, last + 1, end)
        if match is not None and match.lastgroup in ("word", "number"):
            return match.end()
    return last


def _split(text: str, first: int, last: int, out: list[tuple[int, int]], contractions: dict[str, int]) -> None:
    """Split clitics and fused words off a word."""
    word = text[first:last]
    at = contractions.get(word.lower())
    if at is not None:
        out.extend(((first, first + at), (first + at, last)))
        return
    tail: list[tuple[int, int]] = []
    while (match := _CLITIC.search(text[first:last])) is not None and match.start() > 0:
        tail.append((first + match.start(), last))
        last = first + match.start()
    out.append((first, last))
    out.extend(reversed(tail))


@cache
def is_final(word: str) -> bool:
    """Say whether a word can end a sentence."""
    return bool(word) and all(c in ".?!…" for c in word)


@cache
def is_closer(word: str) -> bool:
    """Say whether a word can follow a sentence's final mark within it."""
    return word in ")]}\"”’'»" or word in ("''", "’’")


@cache
def is_clitic(word: str) -> bool:
    """Say whether a word is written onto the one before it and forms one orthographic word with it."""
    return _CLITIC.fullmatch("x" + word, 1) is not None or word in APOSTROPHES


__all__ = ["is_clitic", "is_closer", "is_final", "words"]
