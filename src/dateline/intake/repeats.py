"""Paragraphs that say another one, or one of its sentences, again: captions, pull quotes, summary bullets.

Every paragraph's words go, as runs of four, into an index that keeps a few places for each run; a paragraph is then
compared with the stretch of text where most of its runs stand. All of it takes time linear in the text.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from dateline.intake.blocks import stopped
from dateline.lexicon import intake as lexicon

SIMILAR = 0.8
"""Least Jaccard similarity of two sentences' sets of words for one to be the other again."""
_LEAST = 6
"""Fewest words of a repeat with small edits; a shorter one says too little to tell."""
_LEAST_EXACT = 5
_LEAST_PART = 9
"""Fewest words of a line that is taken, word for word, from the middle of a sentence (a pull quote)."""
_MOST = 150
"""Most words of a paragraph that is looked for; longer ones are no captions."""
_RUN = 4
_PLACES = 4
_INDEX = 500_000
"""Most runs that the index is to hold; of a longer text only some runs go in, chosen by their first word."""

_TOKEN = re.compile(r"\w+(?:[.,]\d+)*")
_TRAILING = re.compile(r"\s*[(\[][^()\[\]]{0,300}[)\]][\s.]*\Z")
_OPENS = re.compile(r"(?:\A|[\n.!?…:;“‘\"'«(\[–—-])[\s“‘\"'«(\[*_•·-]*\Z")
_CLOSES = re.compile(r"[\s\"'’”»)\]*_]*(?:[.!?…;:()\[\]–—\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as this module sees it.

    ``index`` is its own number among the passages, ``rank`` its claim to be the original: a piece may only repeat one
    of a lower ``(rank, index)``. ``asks`` says whether it may be a repeat, ``answers`` whether it may be repeated.
    """

    index: int
    start: int
    end: int
    rank: int
    asks: bool
    answers: bool


class _Folded(dict[str, str]):
    """Words as written to words in small letters: each is folded once, and kept once, however often it is said."""

    def __missing__(self, word: str) -> str:
        folded = word.casefold()
        self[word] = folded = self.setdefault(folded, folded)
        return folded


class _Words:
    """The words of the paragraphs, by passage index; where each begins is found when it is first asked for."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        self.folded = _Folded()
        self.of = {p.index: self.between(p.start, p.end) for p in pieces}
        self._starts: dict[int, array[int]] = {}

    def between(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(map(self.folded.__getitem__, _TOKEN.findall(self._text, start, end)))

    def starts(self, piece: Piece) -> array[int]:
        found = self._starts.get(piece.index)
        if found is None:
            found = array("Q", (m.start() for m in _TOKEN.finditer(self._text, piece.start, piece.end)))
            self._starts[piece.index] = found
        return found


@dataclass(frozen=True, slots=True)
class _Paragraph:
    words: tuple[str, ...]
    starts: array[int]


def find(text: str, pieces: Sequence[Piece]) -> dict[int, int]:
    """Return, by passage index, the index of the passage that each repeat says again; never itself a repeat."""
    words = _Words(text, pieces)
    order = sorted(pieces, key=lambda p: (p.rank, p.index))
    index = _index(words, order)
    exact: dict[tuple[str, ...], Piece] = {}
    at = {p.index: p for p in pieces}
    out: dict[int, int] = {}
    for piece in order:
        end = _core_end(text, piece)
        asked = words.of[piece.index] if end == piece.end else words.between(piece.start, end)
        found = None
        if piece.asks and len(asked) >= _LEAST_EXACT:
            found = exact.get(asked)
            if found is None and _LEAST <= len(asked) <= _MOST:
                found = _like(text, piece, asked, words, index, at)
        if found is not None:
            out[piece.index] = out.get(found.index, found.index)
        elif piece.answers:
            exact.setdefault(asked, piece)
    return out


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(_RUN)), strict=False)


def _core_end(text: str, piece: Piece) -> int:
    """Return where the paragraph ends without a bracket at its end, which is about the picture."""
    tail = max(piece.start, piece.end - 320)
    match = _TRAILING.search(text[tail : piece.end])
    return tail + match.start() if match and tail + match.start() > piece.start else piece.end


def _index(words: _Words, order: Sequence[Piece]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    total = sum(map(len, words.of.values()))
    stride = 1 + total // _INDEX
    # Not hash(): it differs from run to run, and so would the result.
    left_out = {w for w in words.folded.values() if crc32(w.encode("utf-8")) % stride} if stride > 1 else set()
    index: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for piece in order:
        if not piece.answers:
            continue
        for i, run in enumerate(_runs(words.of[piece.index])):
            if run[0] in left_out:
                continue
            places = index.get(run)
            if places is None:
                index[run] = [(piece.index, i)]
            elif len(places) < _PLACES:
                places.append((piece.index, i))
    return index


def _like(
    text: str,
    piece: Piece,
    asked: tuple[str, ...],
    words: _Words,
    index: dict[tuple[str, ...], list[tuple[int, int]]],
    at: dict[int, Piece],
) -> Piece | None:
    shift: Counter[tuple[int, int]] = Counter()
    own = (piece.rank, piece.index)
    for i, run in enumerate(_runs(asked)):
        for passage, j in index.get(run, ()):
            if passage != piece.index and (at[passage].rank, passage) < own:
                # An edit of a word or two moves the rest by as much: count neighbours together.
                shift[passage, (j - i) // 4] += 1
    if not shift:
        return None
    asking = _Paragraph(asked, words.starts(piece))
    for (passage, by), _ in sorted(shift.items(), key=lambda item: (-item[1], at[item[0][0]].rank, item[0]))[:4]:
        target = at[passage]
        if _same(text, piece, asking, _Paragraph(words.of[passage], words.starts(target)), by * 4, target):
            return target
    return None


def _same(text: str, piece: Piece, asked: _Paragraph, other: _Paragraph, by: int, target: Piece) -> bool:
    """Say whether a stretch of ``other`` that begins some ``by`` words in says what ``asked`` says."""
    size, inside = len(asked.words), set(asked.words)
    best, first, last = 0.0, 0, 0
    for start in _starts(text, other, by, inside):
        for end in _ends(text, other, by + size, inside):
            stretch = set(other.words[start : end + 1])
            both = len(inside & stretch)
            likeness = both / (len(inside) + len(stretch) - both)
            if start < end and likeness > best:
                best, first, last = likeness, start, end
    if best < SIMILAR:
        return False
    close = other.starts[last] + len(_token_at(text, other.starts[last]))
    whole = (
        _OPENS.search(text[max(target.start, other.starts[first] - 8) : other.starts[first]]) is not None
        and _CLOSES.match(text[close : min(close + 12, target.end)]) is not None
    )
    stretch_words = other.words[first : last + 1]
    captionlike = not stopped(text[piece.start : piece.end]) or _core_end(text, piece) < piece.end
    if asked.words == stretch_words:
        return whole or (captionlike and size >= _LEAST_PART)
    differing = inside ^ set(stretch_words)
    english = lexicon.english()
    if differing & (english.negations | english.number_words) or any(any(map(str.isdigit, w)) for w in differing):
        return False
    # Two full sentences that differ in a name speak of two things.
    return whole and (
        captionlike or not (_names(text, asked, differing) or _names(text, _slice(other, first, last), differing))
    )


def _starts(text: str, other: _Paragraph, near: int, inside: set[str]) -> list[int]:
    """Return where the stretch may begin: where a sentence does, or at the first word that both have."""
    window = range(max(0, near - 6), min(len(other.words), near + 10))
    shared = next((j for j in window if other.words[j] in inside and j >= near), None)
    return [j for j in window if _boundary(text, other, j)] + ([shared] if shared is not None else [])


def _ends(text: str, other: _Paragraph, near: int, inside: set[str]) -> list[int]:
    """Return where the stretch may end: the last word of a sentence, or the last that both have."""
    window = range(max(0, near - 8), min(len(other.words), near + 8))
    shared = [j for j in window if other.words[j] in inside and j < near + 3][-1:]
    return [j for j in window if j + 1 == len(other.words) or _boundary(text, other, j + 1)] + shared


def _boundary(text: str, other: _Paragraph, j: int) -> bool:
    """Say whether a sentence seems to begin at word ``j``: a stop before it, and no initial or short title."""
    if j == 0:
        return True
    start = other.starts[j]
    before = _token_at(text, other.starts[j - 1])
    gap = text[other.starts[j - 1] + len(before) : start]
    return (
        any(c in gap for c in ".!?…\n")
        and not text[start].islower()
        and (len(before) > 2 or before.isdigit() or "." not in gap)
    )


def _token_at(text: str, start: int) -> str:
    match = _TOKEN.match(text, start)
    return match.group() if match else ""


def _slice(words: _Paragraph, first: int, last: int) -> _Paragraph:
    return _Paragraph(words.words[first : last + 1], words.starts[first : last + 1])


def _names(text: str, words: _Paragraph, differing: set[str]) -> bool:
    """Say whether one of the ``differing`` words, the first of the sentence aside, is written with a capital."""
    return any(w in differing and text[s].isupper() for w, s in zip(words.words[1:], words.starts[1:], strict=False))
