"""Turn a sentence into items of time: pieces with the class that the grammar of times knows them by.

The grammar (:mod:`dateline.mention.time_grammar`) is regular expressions over the string of class letters, one letter
an item. Letters from the lexicon are those of :data:`dateline.lexicon.times.CLASSES`; those made here are::

    n number 1-31 in digits     N other number in digits    w number in words     Y year in four digits
    Q decade ("1990s")          I ISO date                  / date with slashes   : clock time
    ~ the s of 's               # money sign before a number        . , - ' ( themselves        _ anything else
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.lexicon import times
from dateline.mention.quantity_lexeme import Lexeme, cut, numeral

CAPITAL = "DJdMmH"
"""Classes of names: their first letter is a capital."""

YEARS = range(1000, 2100)
_KINDS = {"decade": "Q", "iso": "I", "slash": "/", "clock": ":"}
_MARKS = {",": ",", ".": ".", "-": "-", "–": "-", "—": "-", "'": "'", "’": "'", "‘": "'", "(": "(", "$": "#", "£": "#"}
_MARKS |= {"€": "#", "₹": "#", "/": "\\", "`": "'"}


class Item(NamedTuple):
    """A piece or a numeral. ``number`` is its value as a number, 0 where it has none; ``code`` the one in letters."""

    letter: str
    text: str
    start: int
    end: int
    number: float = 0
    code: str = ""


def items(text: str) -> list[Item]:
    """Cut ``text`` and class its pieces; numerals in words and digits become one item each."""
    words = times.load().words
    pieces = cut(text)
    out: list[Item] = []
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        found = words.get(piece.text)
        if found is not None and (found[0] not in CAPITAL or text[piece.start].isupper()):
            letter, value = found
            if letter in "aqb" and (number := _number(pieces, i)) is not None:
                out.append(number[0])
                i = number[1]
                continue
            named = isinstance(value, str)
            code, amount = (str(value), 0.0) if named else ("", float(value))
            out.append(Item(letter, piece.text, piece.start, piece.end, amount, code))
        elif piece.kind == "punct":
            out.append(Item(_MARKS.get(piece.text, "_"), piece.text, piece.start, piece.end))
        elif piece.kind == "ordinal":
            out.append(Item("o", piece.text, piece.start, piece.end, float(piece.text[:-2])))
        elif piece.kind in _KINDS:
            out.append(Item(_KINDS[piece.kind], piece.text, piece.start, piece.end))
        elif piece.text == "s" and out and out[-1].letter == "'":
            out.append(Item("~", piece.text, piece.start, piece.end))
        elif (number := _number(pieces, i)) is not None:
            out.append(number[0])
            i = number[1]
            continue
        else:
            out.append(Item("_", piece.text, piece.start, piece.end))
        i += 1
    return out


def _number(pieces: Sequence[Lexeme], i: int) -> tuple[Item, int] | None:
    """Return the numeral at piece ``i`` as an item, with the piece after it; None where there is none."""
    got = numeral(pieces, i)
    if got is None or got.share:
        return None
    stop, value = got.stop, got.value
    piece = pieces[i]
    letter = "w" if got.words else "N"
    if got.words and value in (17, 18, 19, 20) and stop < len(pieces):
        # "nineteen ninety-four"
        tail = numeral(pieces, stop)
        if tail is not None and tail.words and 10 <= tail.value <= 99 and pieces[stop].text != "a":
            letter, stop, value = "Y", tail.stop, 100 * value + tail.value
    elif got.open:
        letter = "q"
    elif piece.kind == "int" and stop == i + 1:
        if len(piece.text) == 4 and int(piece.text) in YEARS:
            letter = "Y"
        elif len(piece.text) <= 2 and 1 <= value <= 31:
            letter = "n"
    last = pieces[stop - 1]
    text = piece.text if stop == i + 1 else " ".join(p.text for p in pieces[i:stop])
    return Item(letter, text, piece.start, last.end, value), stop
