"""Two reports laid side by side: the passages they share, and whether one has its story from the other.

All here is a function of the two reports and nothing else: it does not matter what else is known, or since when.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dateline.resolve.shingle import RUN, Text

WINDOW = 30
"""Days within which a report is copied; where a day is not known nothing is held against it."""
COVERED = 0.50
"""Least part of the shorter one's content words in shared passages, calibrated on bench/origins.py."""
COVERED_SIGNED = 0.25
"""The same where both credit one agency from one place on one day, or the one names the other as its source."""
COVERED_OWN = 0.60
"""The same between two reports of one outlet, which says again what it said of another day, and in the same way."""
LIKE_QUOTED = 0.50
"""Least likeness of the words outside shared quotes (Dice) for a retelling that keeps a long quote."""
LIKE_NAMED = 0.45
"""Least part of the shorter one's different words that the other has, where the one names the other as its source."""
NEARLY_ALL = 0.8
"""Covered part from which one is a copy or excerpt of the other, quotes and all."""
COVERED_LONG = 0.33
"""The same where a passage outside quotes is of LONG_PASSAGE content words: two people do not write that alike."""
LONG_PASSAGE = 20
LEAST = 8
"""Fewest content words in shared passages."""
LEAST_REWRITE = 16
"""Fewest outside quotes, where less than nearly all of one is in the other: two who tell one thing chance on a few."""
LONGEST = 11
"""Least content words of the longest passage outside quotes, for the same reason."""
LONG_QUOTE = 5
"""Content words of a long quote."""
_PASSAGE = 5
"""Fewest content words of a shared passage; fewer are a name or a set phrase."""
_GAP = 6
_PLACES = 4
_SLIPS = (0, 1, -1, 2, -2)
NEAR_DAYS = 2
"""Days within which a report is named as a source."""


class LinkKind(StrEnum):
    """How two reports hang together."""

    COPY = "copy"
    """Each is nearly all in the other."""
    EXCERPT = "excerpt"
    """One is nearly all in the other, which has more."""
    REWRITE = "rewrite"
    """A good part of one is in the other, word for word or nearly."""
    HEARSAY = "hearsay"
    """The one says that it has its story from the other."""
    PART = "part"
    """They share a passage or quote, and each has a story of its own: no one origin."""
    SAME = "same"
    """A person holds them for one origin."""
    DIFFERENT = "different"
    """A person holds them for different origins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A passage that two reports share: its offsets in each, and its content words in the first."""

    start: int
    end: int
    other_start: int
    other_end: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What groups are made by of a link; ``one`` < ``other`` are report ids.

    ``covered`` and ``other_covered`` are the parts (0..1) of each one's content words in shared passages. ``judged`` is
    the id of the judgement where a person holds something of the two, which then is the kind.
    """

    one: str
    other: str
    kind: LinkKind
    covered: float
    other_covered: float
    judged: str | None = None

    def stretches(self) -> Iterable[tuple[int, int, int, int]]:
        """Return start and end of each shared passage in the one, and in the other."""
        return ()

    @property
    def score(self) -> float:
        """The larger of the covered parts."""
        return max(self.covered, self.other_covered)

    @property
    def close(self) -> bool:
        """Whether the one is copied from the other beyond doubt."""
        return self.kind in (LinkKind.COPY, LinkKind.EXCERPT, LinkKind.SAME)

    @property
    def joins(self) -> bool:
        """Whether the two are of one origin."""
        return self.kind not in (LinkKind.PART, LinkKind.DIFFERENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Tie):
    """Why two reports are, or are not, of one origin.

    ``like`` is the part of the different content words of the shorter that stand anywhere in the other; ``quotes`` are
    those of the shared ``passages`` that stand in quotation marks in one of them. ``agencies`` are credited in both;
    ``same_wire`` says that dateline, agency and day are the same; ``named`` is the outlet that the one names and the
    other is.
    """

    like: float
    passages: tuple[Shared, ...] = ()
    quotes: tuple[Shared, ...] = ()
    agencies: tuple[str, ...] = ()
    same_wire: bool = False
    named: str | None = None

    def stretches(self) -> Iterable[tuple[int, int, int, int]]:
        """Return start and end of each shared passage in the one, and in the other."""
        return ((each.start, each.end, each.other_start, each.other_end) for each in self.passages)


def compare(one: Text, other: Text) -> Link | None:
    """Say how two reports hang together; None where they do not."""
    if one.report.id > other.report.id:
        one, other = other, one
    apart = abs(one.day - other.day) if one.day is not None and other.day is not None else None
    if (apart or 0) > WINDOW or not one.words or not other.words:
        return None
    named = _named(one, other)
    common = _different(one).intersection(_different(other))
    if not named and len(common) < min(RUN, len(one.shingles), len(other.shingles)):
        return None
    if not named:
        most = _at_most(one, common, min(_PASSAGE, len(one.words), len(other.words)))
        few = most < 2 * LEAST and most < NEARLY_ALL * min(len(one.words), len(other.words))
        if not most or (few and not one.quotes and not other.quotes):
            return None  # a footer or standing phrases, as a rule
    bag, other_bag = set(one.words), set(other.words)
    like = len(bag & other_bag) / min(len(bag), len(other_bag))
    if not common and like < LIKE_NAMED / 2:
        return None  # an agency is named by many that have nothing of each of its stories
    passages = shared(one, other)
    quotes = tuple(
        passage
        for passage in passages
        if passage.words >= LONG_QUOTE
        and (
            _inside(passage.start, passage.end, one.quotes)
            or _inside(passage.other_start, passage.other_end, other.quotes)
        )
    )
    words, quoted = sum(p.words for p in passages), sum(p.words for p in quotes)
    covered, other_covered = words / len(one.words), words / len(other.words)
    # A quote may be had from one press conference: it does not make a copy of what stands around it.
    prose = (words - quoted) / max(min(len(one.words), len(other.words)) - quoted, 1)
    longest = max((passage.words for passage in passages if passage not in quotes), default=0)
    agencies = tuple(sorted(set(one.report.agencies) & set(other.report.agencies)))
    same_wire = bool(agencies) and apart == 0 and _dateline(one) is not None and _dateline(one) == _dateline(other)
    own = one.outlet is not None and one.outlet == other.outlet
    least = COVERED_SIGNED if same_wire or named else COVERED_OWN if own else COVERED
    if not own and longest >= LONG_PASSAGE:
        least = min(least, COVERED_LONG)
    high, low = max(covered, other_covered), min(covered, other_covered)
    enough = words >= LEAST or words == min(len(one.words), len(other.words))
    if low >= NEARLY_ALL and enough:
        kind = LinkKind.COPY
    elif high >= NEARLY_ALL and enough:
        kind = LinkKind.EXCERPT
    elif (prose >= least and words - quoted >= LEAST_REWRITE and longest >= LONGEST) or (
        quotes and _beside(one, other, quotes) >= LIKE_QUOTED
    ):
        kind = LinkKind.REWRITE
    elif named and like >= LIKE_NAMED:
        kind = LinkKind.HEARSAY
    elif quotes or words >= 2 * LEAST or (named and like >= LIKE_NAMED / 2):
        kind = LinkKind.PART
    else:
        return None
    return Link(
        one=one.report.id,
        other=other.report.id,
        kind=kind,
        covered=round(covered, 4),
        other_covered=round(other_covered, 4),
        like=round(like, 4),
        passages=passages,
        quotes=quotes,
        agencies=agencies,
        same_wire=same_wire,
        named=named,
    )


@lru_cache(maxsize=1024)
def _different(text: Text) -> frozenset[int]:
    return frozenset(text.shingles)


def _at_most(one: Text, common: Set[int], least: int) -> int:
    """Return how many words of a text its shared passages hold at most: those of shared shingles that lie together."""
    total = words = 0
    last = -_GAP - 1
    for i, shingle in enumerate(one.shingles):
        if shingle in common:
            if i - last > _GAP:
                total += words if words >= least else 0
                words = RUN
            else:
                words += min(RUN, i - last)
            last = i
    return total + (words if words >= least else 0)


def _beside(one: Text, other: Text, quotes: tuple[Shared, ...]) -> float:
    """Return how far the different words outside shared quotes are the same, as Dice's coefficient.

    Not as the part of the shorter one's: in a long report stand most words of any short one on the same matter.
    """
    quoted = {
        word
        for word, start in zip(one.words, one.starts, strict=True)
        if any(quote.start <= start < quote.end for quote in quotes)
    }
    bag, other_bag = set(one.words) - quoted, set(other.words) - quoted
    words = len(bag) + len(other_bag)
    return 2 * len(bag & other_bag) / words if words >= 4 * LEAST else 0.0


def shared(one: Text, other: Text) -> tuple[Shared, ...]:
    """Find the passages that two reports share, in the order of the first; none overlaps another in either."""
    used, other_used = bytearray(len(one.words)), bytearray(len(other.words))
    least = min(_PASSAGE, len(one.words), len(other.words))
    out: list[Shared] = []
    for run in sorted(_runs(one, other), key=lambda run: (-len(run), run)):
        for pairs in _free(run, used, other_used):
            if len(pairs) < least:
                continue
            (first, other_first), (last, other_last) = pairs[0], pairs[-1]
            # Changed words between are the passage's, so that none overlaps another, but are not counted.
            used[first : last + 1] = b"\1" * (last + 1 - first)
            other_used[other_first : other_last + 1] = b"\1" * (other_last + 1 - other_first)
            out.append(
                Shared(
                    start=one.starts[first],
                    end=one.ends[last],
                    other_start=other.starts[other_first],
                    other_end=other.ends[other_last],
                    words=len(pairs),
                )
            )
    return tuple(sorted(out, key=lambda passage: (passage.start, passage.other_start)))


def _free(run: list[tuple[int, int]], used: bytearray, other_used: bytearray) -> list[list[tuple[int, int]]]:
    """Return the pairs of words of a run, in stretches that no passage already holds a word of."""
    out: list[list[tuple[int, int]]] = []
    i_last, j_last, fresh = -1, -1, True
    for i, j in sorted({(i + k, j + k) for i, j in run for k in range(RUN)}):
        if i <= i_last or j <= j_last:
            continue
        if not fresh and (any(used[i_last + 1 : i + 1]) or any(other_used[j_last + 1 : j + 1])):
            fresh = True
        i_last, j_last = i, j
        if used[i] or other_used[j]:
            fresh = True
            continue
        if fresh:
            out.append([])
            fresh = False
        out[-1].append((i, j))
    return out


def _runs(one: Text, other: Text) -> list[list[tuple[int, int]]]:
    """Chain shared shingles that follow each other, with at most a few words changed between."""
    runs: list[list[tuple[int, int]]] = []
    open_at: dict[int, list[tuple[int, int]]] = {}
    places: dict[int, list[int]] = {}
    common = set(one.shingles).intersection(other.shingles)
    for j, shingle in enumerate(other.shingles):
        if shingle in common:
            had = places.setdefault(shingle, [])
            if len(had) < _PLACES:
                had.append(j)
    for i, shingle in enumerate(one.shingles):
        if shingle not in common:
            continue
        for j in places[shingle]:
            for slip in _SLIPS:
                run = open_at.get(j - i + slip)
                if run and run[-1][0] < i <= run[-1][0] + _GAP and run[-1][1] < j <= run[-1][1] + _GAP:
                    run.append((i, j))
                    break
            else:
                run = [(i, j)]
                runs.append(run)
            open_at[j - i] = run
    return runs


def _inside(start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> bool:
    """Say whether most of a passage stands in one of the quotes."""
    return any(2 * (min(end, b) - max(start, a)) >= end - start for a, b in quotes)


def _named(one: Text, other: Text) -> str | None:
    """Return the outlet that the one names and the other is; None where neither names the other.

    What is named was published on the same day or on one of the days before.
    """
    if one.outlet == other.outlet or one.day is None or other.day is None:
        return None
    for who, whom, days in ((one, other, one.day - other.day), (other, one, other.day - one.day)):
        if 0 <= days <= NEAR_DAYS and whom.outlet and whom.outlet in who.names:
            return whom.report.outlet
    return None


def _dateline(text: Text) -> str | None:
    """Return the place of the dateline, in small letters."""
    line = text.report.dateline
    return line.text.partition(",")[0].partition("(")[0].strip(" -–—").casefold() if line else None
