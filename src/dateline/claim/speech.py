"""Speeches, and the chain of speakers that a stretch of text comes through."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.records import UNNAMED, Attribution, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """An attribution with what the claim room needs of it.

    ``sentence`` and ``cue`` name the cue's token, ``source_head`` the head of the source in the same sentence;
    both are None where the text has no such word. ``strength`` is one of ``speech.toml``. ``speaker`` is None
    where the source does not vouch for the content (wants, denies, plans it).
    """

    attribution: Attribution
    sentence: int
    cue: int | None
    source_head: int | None
    strength: str
    rule: str
    speaker: Speaker | None


class SpeechIndex:
    """Look up who says a stretch of text; each look-up takes time in the logarithm of their number."""

    def __init__(self, speeches: Sequence[Speech]) -> None:
        spans = sorted((c.start, c.end, i) for i, s in enumerate(speeches) for c in s.attribution.content)
        self._speeches = tuple(speeches)
        self._starts = [a for a, _, _ in spans]
        self._owners = [i for _, _, i in spans]
        self._size = 1
        while self._size < len(spans):
            self._size *= 2
        # A tree of maxima over the ends, leaf by leaf in order of the starts.
        self._ends = [0] * (2 * self._size)
        for at, (_, end, _) in enumerate(spans):
            self._ends[self._size + at] = end
        for at in range(self._size - 1, 0, -1):
            self._ends[at] = max(self._ends[2 * at], self._ends[2 * at + 1])

    def covering(self, start: int, end: int) -> list[Speech]:
        """Return the speeches with a content span over ``[start, end)``, smallest content span first."""
        limit = bisect_right(self._starts, start)
        found: dict[int, int] = {}
        todo = [(1, 0, self._size)]
        while todo:
            node, low, high = todo.pop()
            if low >= limit or self._ends[node] < end:
                continue
            if high - low == 1:
                owner, width = self._owners[low], self._ends[node] - self._starts[low]
                found[owner] = min(width, found.get(owner, width))
                continue
            middle = (low + high) // 2
            todo += [(2 * node, low, middle), (2 * node + 1, middle, high)]
        # who is cited stands nearer than who cites
        return [
            self._speeches[i] for i in sorted(found, key=lambda i: (found[i], self._speeches[i].strength != "cite", i))
        ]

    def chain(self, start: int, end: int) -> tuple[Speaker, ...]:
        """Return who says ``[start, end)``, innermost first; () where it is the outlet's own voice."""
        return joined(self.covering(start, end))


def joined(speeches: Sequence[Speech]) -> tuple[Speaker, ...]:
    """Return the speakers of speeches in order, each voice once in a row; what nobody vouches for has none."""
    out: list[Speaker] = []
    for speech in speeches:
        speaker = speech.speaker
        if speaker is None or (out and _same(out[-1], speaker)):
            continue
        out.append(speaker)
    return tuple(out)


def _same(one: Speaker, other: Speaker) -> bool:
    """Say whether two links of a chain are one voice ("he said he believed")."""
    if one.entity is not None and one.entity == other.entity:
        return True
    return (one.start, one.end) == (other.start, other.end) or (one.name == other.name and one.name != UNNAMED)


def chain(speeches: Sequence[Speech], start: int, end: int) -> tuple[Speaker, ...]:
    """Return who says ``[start, end)``, innermost first. For many look-ups make one :class:`SpeechIndex`."""
    return SpeechIndex(speeches).chain(start, end)
