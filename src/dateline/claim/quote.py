"""Find the quoted stretches of a report: nested, unclosed, and running over paragraphs.

Marks read: “ ”, " ", ‘ ’, ' ', « », „ “. Printers use ’ for the apostrophe and for the closing single mark,
and " for both ends; which one it is, is told by its neighbours and by what is open. A paragraph ends every
quote; where the next one opens with the same mark, the quote goes on (the printers' rule of an opening mark
on each paragraph).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARKS = re.compile("[“”\"‘’'«»„‟`]|''")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_ELISION = re.compile(r"(?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|bout\b|round\b|n\b)", re.IGNORECASE)
_SINGLE = frozenset("‘’'`")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-…”\"»’' \n\t\u00a0")
_BEFORE_OPEN = frozenset(" \n\t\u00a0([{—–-…“\"‘'«/")
_CLOSED_BY = {"“": "”", "‘": "’", "„": "“”", "«": "»", "»": "«"}
_OPENERS = frozenset('“‘«"')
_LIMIT = 8
"""Marks open at once; a deeper one is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quoted stretch: ``start``/``end`` inside the marks, ``opened``/``closed`` with them.

    ``depth`` is 0 for an outermost quote. ``ended`` says whether the closing mark is there; ``carries`` that
    the quote goes on from the one before it (same speaker, next paragraph).
    """

    start: int
    end: int
    opened: int
    closed: int
    depth: int
    ended: bool
    carries: bool = False


def paragraphs(text: str, passages: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return the paragraphs of ``text``: its passages, split further where lines are not merely wrapped.

    A passage with blank lines is split at those only; one without is split at each line break that follows
    the end of a sentence.
    """
    out: list[tuple[int, int]] = []
    for start, end in passages or ((0, len(text)),):
        pattern = _BLANK if _BLANK.search(text, start, end) else _PARAGRAPH
        at = start
        for found in pattern.finditer(text, start, end):
            if pattern is _PARAGRAPH and not (
                _ends(text, at, found.start()) or text[found.end() : found.end() + 1] in _OPENERS
            ):
                continue
            out.append((at, found.start()))
            at = found.end()
        out.append((at, end))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _ends(text: str, start: int, end: int) -> bool:
    line = text[start:end].rstrip()
    return not line or line[-1] in '.!?:”"’»…)'


def find_quotes(text: str, passages: Sequence[tuple[int, int]] = ()) -> tuple[Quote, ...]:
    """Return every quote of ``text`` in order of its opening mark; nested ones follow the one they are in."""
    out: list[Quote] = []
    dangling: str | None = None
    for start, end in paragraphs(text, passages):
        found = list(_paragraph(text, start, end))
        if found and dangling is not None:
            first = found[0]
            if not text[start : first.opened].strip() and _kind(text[first.opened]) == dangling:
                found[0] = _carried(first)
        out.extend(found)
        tops = [q for q in found if q.depth == 0]
        # A new paragraph without any mark does not carry on a quote: the mark was left out.
        dangling = _kind(text[tops[-1].opened]) if tops and not tops[-1].ended else None
    return tuple(out)


def _carried(quote: Quote) -> Quote:
    return Quote(
        start=quote.start, end=quote.end, opened=quote.opened, closed=quote.closed,
        depth=quote.depth, ended=quote.ended, carries=True,
    )  # fmt: skip


def _kind(mark: str) -> str:
    return "single" if mark in _SINGLE else "angle" if mark in "«»" else "double"


def _role(text: str, at: int, width: int, start: int, end: int, open_: str | None) -> str:
    """Tell what a mark does: ``open``, ``close`` or ``none`` (an apostrophe, a foot or inch sign)."""
    mark = text[at]
    before = text[at - 1] if at > start else "\n"
    after = text[at + width] if at + width < end else "\n"
    if mark in "“„«‟":
        return "close" if mark == "“" and open_ == "„" else "open"
    if mark == "»":
        return "close"
    if mark == "”":
        # A closing mark at the start of a paragraph or word is a printer's slip for an opening one.
        return "open" if open_ is None and before in _BEFORE_OPEN and after.isalnum() else "close"
    opens = before in _BEFORE_OPEN and not after.isspace()
    closes = after in _AFTER_CLOSE and not before.isspace()
    if mark in "‘`":
        return "none" if before.isalnum() and after.isalnum() else "open"
    if _kind(mark) == "double" or width == 2:
        if opens and not closes:
            return "open"
        if closes and not opens:
            return "none" if before.isdigit() and open_ is None else "close"
        return "close" if open_ == '"' else "open"
    if before.isalnum() and after.isalnum():
        return "none"
    if opens and (mark == "'" or open_ is None) and not (mark == "’" or _ELISION.match(text, at + 1)):
        return "open"
    if not closes or open_ not in {"‘", "'", "`"}:
        return "none"
    # After a letter it may be a plural possessive ("the workers’ union"): so if a word follows, and a mark that
    # closes beyond doubt comes later in the paragraph.
    if before in "sSzx" and after == " " and text[at + 2 : at + 3].islower() and _closes_later(text, at + 1, end):
        return "none"
    return "close"


_SURE_CLOSE = re.compile(r"[.,!?;…]['’](?!\w)|\w['’](?=[.,;:!?)])")


def _closes_later(text: str, at: int, end: int) -> bool:
    # Bounded, so that a long paragraph of apostrophes costs no more than its length.
    return _SURE_CLOSE.search(text, at, min(end, at + 400)) is not None


def _paragraph(text: str, start: int, end: int) -> Iterator[Quote]:
    stack: list[tuple[str, int, int]] = []
    done: list[Quote] = []
    for found in _MARKS.finditer(text, start, end):
        at, width = found.start(), len(found.group())
        inner = stack[-1][0] if stack else None
        role = _role(text, at, width, start, end, inner)
        if role == "open" and len(stack) < _LIMIT:
            if stack and inner == text[at] and not _inside(text, at, start):
                # The same mark opens again where no word leads into it: the first was never closed.
                stack.pop()
            stack.append((text[at], at, at + width))
        elif role == "close":
            down = range(len(stack) - 1, -1, -1)
            match = next((i for i in down if _exact(stack[i][0], text[at])), None)
            if match is None:
                match = next((i for i in down if _pairs(stack[i][0], text[at])), None)
            if match is None:
                continue
            _, opened, inside = stack[match]
            del stack[match:]
            done.append(Quote(start=inside, end=at, opened=opened, closed=at + width, depth=len(stack), ended=True))
    for depth, (mark, opened, inside) in enumerate(stack):
        if depth == 0 and _plausible(text, mark, opened, end):
            stop = inside + len(text[inside:end].rstrip())
            done.append(Quote(start=inside, end=stop, opened=opened, closed=stop, depth=0, ended=False))
    yield from _levelled(q for q in sorted(done, key=lambda q: (q.opened, -q.closed)) if q.end > q.start)


def _levelled(quotes: Iterator[Quote]) -> Iterator[Quote]:
    """Give each quote its depth among those that are left."""
    ends: list[int] = []
    for q in quotes:
        while ends and ends[-1] <= q.opened:
            ends.pop()
        if q.depth == len(ends):
            yield q
        else:
            yield Quote(start=q.start, end=q.end, opened=q.opened, closed=q.closed, depth=len(ends), ended=q.ended)
        ends.append(q.closed)


def _inside(text: str, at: int, start: int) -> bool:
    """Say whether the mark at ``at`` stands within a sentence: a word, not punctuation, comes before it."""
    return at - 1 > start and text[at - 1] == " " and (text[at - 2].isalnum())


def _exact(opened: str, mark: str) -> bool:
    return mark in _CLOSED_BY.get(opened, opened)


def _pairs(opened: str, mark: str) -> bool:
    if opened in "«»":
        return mark in "«»"
    return _kind(opened) == _kind(mark)


def _plausible(text: str, mark: str, opened: int, end: int) -> bool:
    """Say whether an unclosed mark opens a quote: a curly or angle one does, a straight one at a paragraph's start."""
    if mark in "“«„":
        return True
    return mark == '"' and (opened == 0 or text[opened - 1] == "\n") and end > opened + 1


class QuoteIndex:
    """Look up quotes by where they are; each look-up takes time in the logarithm of their number."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self.quotes = tuple(quotes)
        self.tops = tuple(q for q in quotes if q.depth == 0)
        self._levels: dict[int, tuple[Quote, ...]] = {}
        for depth in {q.depth for q in quotes}:
            self._levels[depth] = tuple(q for q in quotes if q.depth == depth)
        self._starts = {depth: [q.opened for q in level] for depth, level in self._levels.items()}

    def depth_at(self, at: int) -> int:
        """Return how many quotes the character at ``at`` is in."""
        depth = 0
        while (q := self._at(depth, at)) is not None and q.start <= at < q.end:
            depth += 1
        return depth

    def _at(self, depth: int, at: int) -> Quote | None:
        level = self._levels.get(depth, ())
        i = bisect_right(self._starts.get(depth, []), at) - 1
        return level[i] if i >= 0 else None

    def over(self, start: int, end: int, depth: int = 0) -> list[Quote]:
        """Return the quotes of a depth that share a character with ``[start, end)``, in order."""
        level, starts = self._levels.get(depth, ()), self._starts.get(depth, [])
        i = max(0, bisect_right(starts, start) - 1)
        out: list[Quote] = []
        while i < len(level) and level[i].opened < end:
            if level[i].closed > start:
                out.append(level[i])
            i += 1
        return out

    def before(self, at: int, depth: int = 0) -> Quote | None:
        """Return the last quote of a depth that is closed at or before ``at``, or None."""
        level, starts = self._levels.get(depth, ()), self._starts.get(depth, [])
        i = bisect_right(starts, at) - 1
        while i >= 0 and level[i].closed > at:
            i -= 1
        return level[i] if i >= 0 else None

    def after(self, at: int, depth: int = 0) -> Quote | None:
        """Return the first quote of a depth that opens at or after ``at``, or None."""
        level, starts = self._levels.get(depth, ()), self._starts.get(depth, [])
        i = bisect_right(starts, at - 1)
        return level[i] if i < len(level) else None
