"""Where what origins are found by is kept: texts, fingerprints in the order of time, outlets and who names them, links.

:class:`Shelf` is all that finding origins asks for; :class:`Memory` keeps it in this process. A store keeps it in its
tables (``dateline.origination``).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from dateline.resolve.link import NEAR_DAYS, Link, Tie
from dateline.resolve.shingle import Text

__all__ = ["CLOSE", "NEAR", "Key", "Memory", "Pair", "Shelf", "Window", "key_of", "place_of"]

NEAR = 12
"""Of those that share a fingerprint, so many before and so many after a report in time stand near it."""
CLOSE = 1
"""So many stand close: they are compared for one fingerprint, and those that are only near for three."""
_SPREAD = 41
"""Bits of a place in time that order the reports of one day: with the day's they fill a signed whole number."""

Key: TypeAlias = tuple[int, str]
"""Where a report stands in time, and its id."""
Pair: TypeAlias = tuple[str, str]
"""Two ids of reports, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Who else has a fingerprint: the last that stand before a report in time, and the first after it, in order."""

    shingle: int
    before: Sequence[Key]
    after: Sequence[Key]


class Shelf(Protocol):
    """What finding origins asks for; reports are named by their ids."""

    def put(self, texts: Sequence[Text]) -> None:
        """Add texts that are not there."""
        ...

    def drop(self, report: str) -> None:
        """Take out a report with all its links."""
        ...

    def texts(self, reports: Iterable[str]) -> Mapping[str, Text]:
        """Return the texts of those of the reports that are there, and maybe of others."""
        ...

    def around(self, texts: Sequence[Text]) -> Mapping[str, Sequence[Window]]:
        """Return, for each text, who else has its fingerprints, NEAR on each side; nothing where nobody has."""
        ...

    def between(self, asked: Sequence[tuple[int, int, int]]) -> Sequence[int]:
        """Count for fingerprints, and two places in time of reports that have them, who lies between, to NEAR at most.

        The first place is the earlier.
        """
        ...

    def naming(self, texts: Sequence[Text]) -> set[Pair]:
        """Return pairs of each of the texts and a report whose outlet it names, or that names its, day and all."""
        ...

    def tied(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return those of the pairs that have a link because they share a fingerprint, not because one names one."""
        ...

    def links(self, reports: Iterable[str]) -> Mapping[str, Mapping[str, Link]]:
        """Return all links of reports, by the ids of those at the other end."""
        ...

    def ties(self, reports: Iterable[str]) -> Mapping[str, Mapping[str, Tie]]:
        """Return what groups are made by of the same."""
        ...

    def tie(self, links: Sequence[Link]) -> None:
        """Add links that are not there."""
        ...

    def untie(self, pairs: Iterable[Pair]) -> None:
        """Take out links."""
        ...


def place_of(text: Text) -> int:
    """Return where a report stands in time: its day, and within it an order that no source or outlet chooses."""
    spread = int.from_bytes(hashlib.sha256(text.report.id.encode("utf-8", "surrogatepass")).digest()[:8])
    return ((text.day or 0) << _SPREAD) + (spread >> (64 - _SPREAD))


def key_of(text: Text) -> Key:
    """Return place in time and id of a text's report."""
    return (place_of(text), text.report.id)


class Memory:
    """A shelf in this process."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}
        self._postings: dict[int, Key | list[Key]] = {}
        self._outlets: dict[int, set[str]] = {}
        self._citing: dict[int, set[str]] = {}
        self._links: dict[str, dict[str, Link]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def all(self) -> Iterable[str]:
        """Return the ids of all reports."""
        return self._texts.keys()

    def put(self, texts: Sequence[Text]) -> None:
        """Add texts that are not there."""
        for text in texts:
            key = key_of(text)
            self._texts[text.report.id] = text
            for shingle in text.prints:
                posting = self._postings.get(shingle)
                if posting is None:
                    self._postings[shingle] = key  # most fingerprints are had by one report: no list for those
                elif isinstance(posting, tuple):
                    self._postings[shingle] = sorted((posting, key))
                else:
                    insort(posting, key)
            for table, name in _on(text):
                (self._citing if table else self._outlets).setdefault(name, set()).add(text.report.id)

    def drop(self, report: str) -> None:
        """Take out a report with all its links."""
        text = self._texts.pop(report)
        key = key_of(text)
        for shingle in text.prints:
            posting = self._postings[shingle]
            if isinstance(posting, tuple) or len(posting) == 1:
                del self._postings[shingle]
            else:
                posting.remove(key)
        for table, name in _on(text):
            (self._citing if table else self._outlets)[name].discard(report)
        for other in self._links.pop(report, {}):
            del self._links[other][report]

    def texts(self, reports: Iterable[str]) -> Mapping[str, Text]:
        """Return all texts."""
        return self._texts

    def around(self, texts: Sequence[Text]) -> Mapping[str, Sequence[Window]]:
        """Return, for each text, who else has its fingerprints."""
        found: dict[str, list[Window]] = {}
        for text in texts:
            key, mine = key_of(text), found.setdefault(text.report.id, [])
            for shingle in text.prints:
                posting = self._postings.get(shingle, ())
                if isinstance(posting, tuple):
                    posting = [posting] if posting and posting != key else []
                at, end = bisect_left(posting, key), bisect_right(posting, key)
                before, after = posting[max(at - NEAR, 0) : at], posting[end : end + NEAR]
                if before or after:
                    mine.append(Window(shingle=shingle, before=before, after=after))
        return found

    def between(self, asked: Sequence[tuple[int, int, int]]) -> Sequence[int]:
        """Count who lies between two places in time."""
        out = []
        for shingle, one, other in asked:
            posting = self._postings[shingle]
            if isinstance(posting, tuple):
                out.append(0)
            else:
                found = bisect_left(posting, (other, "")) - bisect_left(posting, (one + 1, ""))
                out.append(min(found, NEAR))
        return out

    def naming(self, texts: Sequence[Text]) -> set[Pair]:
        """Return pairs of which one names the outlet of the other."""
        out: set[Pair] = set()
        for text in texts:
            if text.day is None:
                continue
            found: set[str] = set()
            for said in text.names:
                for day in range(text.day - NEAR_DAYS, text.day + 1):
                    found |= self._outlets.get(_name(said, day), set())
            if text.outlet is not None:
                for day in range(text.day, text.day + NEAR_DAYS + 1):
                    found |= self._citing.get(_name(text.outlet, day), set())
            mine = text.report.id
            out |= {(mine, other) if mine < other else (other, mine) for other in found if other != mine}
        return out

    def tied(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return those that are linked by what they share."""
        found = ((pair, self._links.get(pair[0], {}).get(pair[1])) for pair in pairs)
        return {pair for pair, link in found if link is not None and not link.named}

    def links(self, reports: Iterable[str]) -> Mapping[str, Mapping[str, Link]]:
        """Return all links of reports."""
        return {name: self._links.get(name, {}) for name in reports}

    ties = links

    def tie(self, links: Sequence[Link]) -> None:
        """Add links."""
        for link in links:
            self._links.setdefault(link.one, {})[link.other] = link
            self._links.setdefault(link.other, {})[link.one] = link

    def untie(self, pairs: Iterable[Pair]) -> None:
        """Take out links."""
        for one, other in pairs:
            del self._links[one][other]
            del self._links[other][one]


def _on(text: Text) -> list[tuple[bool, int]]:
    """Return under which keys a text stands: those that it names (True), and its outlet (False)."""
    if text.day is None:
        return []
    out = [(True, _name(said, text.day)) for said in text.names]
    return out if text.outlet is None else [*out, (False, _name(text.outlet, text.day))]


def _name(name: int, day: int) -> int:
    """Return the key of a name on a day."""
    return name * 4_000_000 + day
