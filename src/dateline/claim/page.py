"""A report as attribution looks at it: quotes, sentences and paragraphs by offset, and the attributions being made."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.claim.hit import CueHit
from dateline.claim.quote import Quote, QuoteIndex, find_quotes, paragraphs
from dateline.records import Reading
from dateline.tree import Tree

_TRIM_LEFT = ' \t\n\u00a0,;:—–-”"»’)]'
_TRIM_RIGHT = ' \t\n\u00a0,;:—–-“"«‘(['
_LETTER = re.compile(r"\w")


@dataclass(slots=True)
class Draft:
    sentence: int
    hit: CueHit | None
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    spans: list[tuple[int, int]]
    direct: bool = False
    partial: bool = False
    depth: int = 0
    strength: str = "say"
    rule: str = "speech.quote"
    follows: list[tuple[int, int]] = field(default_factory=list)


class Page:
    """A report's quotes, sentences and paragraphs, looked up by offset."""

    def __init__(self, reading: Reading, trees: Sequence[Tree]) -> None:
        self.text = reading.report.text
        self.trees = trees
        passages = [(p.start, p.end) for p in reading.report.passages]
        self.paragraphs = paragraphs(self.text, passages)
        self.quotes = QuoteIndex(find_quotes(self.text, passages))
        self.sentences = [(s.start, s.end) for s in reading.sentences]
        self._starts = [s.start for s in reading.sentences]
        self._paragraph_starts = [a for a, _ in self.paragraphs]

    def sentence_at(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def paragraph_at(self, at: int) -> int:
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in _TRIM_LEFT and self.text[start : start + 2] not in {"’s", "'s"}:
            start += 1
        while end > start and self.text[end - 1] in _TRIM_RIGHT:
            end -= 1
        return start, end

    def bare(self, start: int, end: int) -> bool:
        """Say whether there is no letter or digit in ``[start, end)``."""
        return end <= start or _LETTER.search(self.text, start, end) is None


def before_comma(page: Page, a: int, b: int) -> int:
    """Leave out the comma that belongs to the sentence around a quote."""
    while b > a and page.text[b - 1] in ", \n\t":
        b -= 1
    return b


def assign(page: Page, draft: Draft, quote: Quote, claimed: dict[int, Draft]) -> None:
    claimed[quote.opened] = draft
    draft.direct = True
    draft.spans.append((quote.start, before_comma(page, quote.start, quote.end)))


def sentence_like(page: Page, q: Quote) -> bool:
    """Say whether a quote starts where a sentence starts and is more than a word or two."""
    start = page.sentences[page.sentence_at(q.start)][0] if page.sentences else 0
    opens = (
        page.text[max(0, q.opened - 1) : q.opened] in {"", "\n"} or page.bare(start, q.start)
        if start <= q.start
        else page.bare(q.start, start)
    )
    return (
        opens
        and page.text.count(" ", q.start, q.end) >= 1
        and (q.carries or page.text[q.start : q.start + 1].isupper() or not q.ended)
    )
