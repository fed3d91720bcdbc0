"""Cut a sentence into the small pieces that numbers and times are written in, and read numerals.

The pieces do not depend on the language model's words, so that "1,500", "10:35", "1990s", "a.m." and "23rd" are one
piece each and "two-month" is three, however the model splits them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dateline.lexicon import numbers

_PIECE = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d(?!\d)(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?)"
    r"|(?P<slash>\d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))"
    r"|(?P<decade>\d{2,4}['’]?s(?!\w))"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w))"
    r"|(?P<num>\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d+)?|\d{1,2}(?:,\d\d){1,3},\d{3}(?!\d)|\d+\.\d+)"
    r"|(?P<int>\d+)"
    r"|(?P<word>(?:[^\W\d_]\.)+[^\W\d_]\b\.?|[oO]['’](?:clock|CLOCK)|[^\W\d_]+)"
    r"|(?P<punct>\S)"
)


LONGEST = 20
"""Characters of the longest number in digits: what is longer is a code."""

LARGEST = 1e15
"""No number grows by a multiplier past this: news has none, and a float is exact up to here."""


class Lexeme(NamedTuple):
    """A piece of text; ``text`` is lower case, offsets count from the start of the text that was cut."""

    text: str
    start: int
    end: int
    kind: str
    """iso, slash, clock, decade, ordinal, num (with comma or decimal point), int, word or punct."""


class Numeral(NamedTuple):
    """A number as written: pieces ``first`` up to but not including ``stop``.

    ``open`` says that it names a lowest number only ("dozens"); ``words`` that no digits were used; ``share`` that
    the value is a percentage read from a fraction ("half", "two thirds").
    """

    first: int
    stop: int
    value: float
    open: bool = False
    words: bool = False
    share: bool = False


@lru_cache(maxsize=16)  # times and numbers are read from the same sentence, one after the other
def cut(text: str) -> tuple[Lexeme, ...]:
    """Cut ``text`` into pieces; white space falls out."""
    return tuple(
        Lexeme(m.group().lower(), *m.span(), m.lastgroup if m.lastgroup != "sep" else "slash")  # type: ignore[arg-type]
        for m in _PIECE.finditer(text)
    )


def numeral(pieces: Sequence[Lexeme], i: int) -> Numeral | None:
    """Read the number that starts at piece ``i``; None where none does.

    Digits with multipliers ("2.5 million", "2bn", "10k"), digits with a fraction ("5 1/2"), words ("seven
    thousand", "one hundred and twenty", "twenty-two"), "a hundred", "half a million", "two dozen", and vague plurals
    ("dozens", "tens of thousands"). Ordinals, dates and clock times are no numerals.
    """
    lexicon = numbers.load()
    piece = pieces[i]
    if piece.kind in ("int", "num"):
        return _digits(pieces, i) if len(piece.text) <= LONGEST else None
    if piece.kind != "word" or piece.text not in lexicon.opens:
        return None
    if piece.text in lexicon.vague:
        return _vague(pieces, i)
    if piece.text == "half":
        return _half(pieces, i)
    if piece.text in ("a", "an"):
        return _article(pieces, i)
    if piece.text in lexicon.crowds:
        return _crowd(pieces, i, i)
    if piece.text in lexicon.cardinals or (piece.text in lexicon.multipliers and _bare(pieces, i)):
        return _words(pieces, i)
    return None


def _text(pieces: Sequence[Lexeme], i: int) -> str:
    return pieces[i].text if 0 <= i < len(pieces) else ""


def _bare(pieces: Sequence[Lexeme], i: int) -> bool:
    """Say whether a multiplier stands without a number before it ("hundred people"), as headlines write."""
    return _text(pieces, i) in ("hundred", "thousand") and _text(pieces, i - 1) not in ("a", "one")


def _digits(pieces: Sequence[Lexeme], i: int) -> Numeral:
    lexicon = numbers.load()
    value = float(pieces[i].text.replace(",", ""))
    j = i + 1
    if _text(pieces, j + 1) == "/" and _kind(pieces, j) == _kind(pieces, j + 2) == "int":
        over = float(pieces[j + 2].text)
        if 0 < float(pieces[j].text) < over <= 16:
            value += float(pieces[j].text) / over
            j += 3
    elif _text(pieces, j) == "/" and _kind(pieces, j + 1) == "int" and pieces[i].kind == "int":
        over = float(pieces[j + 1].text)
        if 0 < value < over <= 16 and pieces[j].start == pieces[i].end:
            return Numeral(i, j + 2, round(100 * value / over, 2), share=True)
    if j < len(pieces) and pieces[j].start == pieces[i].end and pieces[j].text in lexicon.short:
        return Numeral(i, j + 1, round(value * lexicon.short[pieces[j].text], 6))
    if _text(pieces, j) == "-" and _text(pieces, j + 1) in lexicon.multipliers:
        j += 1
    while _text(pieces, j) in lexicon.multipliers and value < LARGEST:
        value *= lexicon.multipliers[pieces[j].text]
        j += 1
    return Numeral(i, j, round(value, 6))


def _kind(pieces: Sequence[Lexeme], i: int) -> str:
    return pieces[i].kind if 0 <= i < len(pieces) else ""


def _vague(pieces: Sequence[Lexeme], i: int) -> Numeral | None:
    vague = numbers.load().vague
    value, j = vague[pieces[i].text], i + 1
    while _text(pieces, j) == "of" and _text(pieces, j + 1) in vague and value < LARGEST:
        # "tens of thousands": at least twice ten, of a thousand each
        value *= vague[pieces[j + 1].text] / 2
        j += 2
    if pieces[i].text == "tens" and j == i + 1:
        return None
    return Numeral(i, j, value, open=True, words=True)


def _half(pieces: Sequence[Lexeme], i: int) -> Numeral | None:
    lexicon = numbers.load()
    j = i + 1
    if _text(pieces, j) in ("a", "-"):
        j += 1
    if _text(pieces, j) in lexicon.multipliers:
        return Numeral(i, j + 1, lexicon.multipliers[pieces[j].text] / 2, words=True)
    return None


def _article(pieces: Sequence[Lexeme], i: int) -> Numeral | None:
    lexicon = numbers.load()
    j = i + 1
    if _text(pieces, j) in lexicon.crowds:
        return _crowd(pieces, i, j)
    if _text(pieces, j) == "half" and _text(pieces, j + 1) in ("-", *lexicon.multipliers):
        got = _half(pieces, j)
        return got._replace(first=i) if got else None
    if _text(pieces, j) not in lexicon.multipliers:
        return None
    return _words(pieces, j)._replace(first=i)


def _crowd(pieces: Sequence[Lexeme], i: int, j: int) -> Numeral | None:
    """Read "several hundred", "a few thousand", "a couple of dozen": at least twice the multiplier."""
    multipliers = numbers.load().multipliers
    k = j + 2 if _text(pieces, j + 1) == "of" else j + 1
    if _text(pieces, k) not in multipliers:
        return None
    return Numeral(i, k + 1, 2 * multipliers[pieces[k].text], open=True, words=True)


def _words(pieces: Sequence[Lexeme], i: int) -> Numeral:
    """Read a number in words by the grammar of English numerals, left to right."""
    lexicon = numbers.load()
    total = current = 0.0
    last = 0.0  # the value of the word before, which says what may follow
    j = i
    while j < len(pieces) and total + current < LARGEST:
        k = j
        if j > i and (pieces[j].text == "-" or (pieces[j].text == "and" and last >= 100)):
            k += 1
        word = _text(pieces, k)
        if word in lexicon.multipliers and not (k > j and pieces[j].text == "and"):
            factor = lexicon.multipliers[word]
            if factor == 12 and current == 0 and total == 0 and j > i:
                break
            if factor >= 1000:
                total += (current or 1.0) * factor if last < 1000 or not total else 0.0
                if last >= 1000:
                    total *= factor
                current = 0.0
            else:
                current = (current or 1.0) * factor
            last = factor
        elif word in lexicon.cardinals:
            value = lexicon.cardinals[word]
            if j > i and not (last >= 100 or (20 <= last <= 90 and 0 < value < 10)):
                break
            current += value
            last = value or 1.0
        else:
            break
        j = k + 1
    if _text(pieces, j) == "and" and _text(pieces, j + 1) == "a" and _text(pieces, j + 2) == "half":
        whole = _text(pieces, j + 3)
        if whole in lexicon.multipliers:  # "two and a half million"
            return Numeral(i, j + 4, (total + current + 0.5) * lexicon.multipliers[whole], words=True)
    return Numeral(i, j, total + current, words=True)
