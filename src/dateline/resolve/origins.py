"""Which reports have one story from one place: an index of reports, and the origins that it finds in them.

The origins are a function of the set of reports: neither the order in which they were added nor what was asked in
between changes them. Two reports are compared if they share a fingerprint and stand near each other, in the order of
time, among those that have it. So a footer that thousands share costs each newcomer a bounded number of comparisons,
and of thousands of copies each is held against those of the same day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from dateline.codec import digest
from dateline.records import Claim, Report
from dateline.resolve.link import NEAR_DAYS, Link, compare
from dateline.resolve.mixed import is_mixed
from dateline.resolve.shingle import Text, read
from dateline.resolve.star import stars

__all__ = ["Origin", "Origins", "find_origins"]

NEAR = 24
"""Of those that share a fingerprint, so many before and so many after a report in time are compared with it."""

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Reports with one story: their ids in order, and the links that hold them together, PART ones aside.

    A report that is mixed of two stories stands in both. ``id`` is a digest of the report that was published first, the
    mixed aside (of those of one day the least id), so that it stays while later copies come in.
    """

    id: str
    reports: tuple[str, ...]
    links: tuple[Link, ...]


class Origins:
    """Reports, and how they hang together; adding one looks at those alone that share something with it."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}
        self._keys: dict[str, Key] = {}
        self._postings: dict[int, Key | list[Key]] = {}
        self._outlets: dict[int, list[str]] = {}
        self._citing: dict[int, list[str]] = {}
        self._links: dict[str, dict[str, Link]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, report: Report, claims: Sequence[Claim] = ()) -> tuple[Link, ...]:
        """Add a report and return what it shares with those already there; one that is there already adds nothing.

        ``claims`` are those coded in it: who they give as their source counts as named.
        """
        if report.id in self._texts:
            return self.links(report.id)
        text = read(report, frozenset(speaker.name for claim in claims for speaker in claim.attribution))
        candidates = self._enter(text)
        self._texts[report.id] = text
        for name in sorted(candidates):
            link = compare(text, self._texts[name])
            if link is not None:
                self._links.setdefault(report.id, {})[name] = link
                self._links.setdefault(name, {})[report.id] = link
        return self.links(report.id)

    def links(self, report: str) -> tuple[Link, ...]:
        """Return all that a report shares with others, by their ids."""
        found = self._links.get(report, {})
        return tuple(found[name] for name in sorted(found) if self._stands(report, name))

    def of(self, report: str) -> tuple[Origin, ...]:
        """Return the origins of a report, more than one if it is mixed; looks only at what hangs together with it."""
        near, todo = {report}, [report]
        while todo:
            for name in self._joined(todo.pop()):
                if name not in near:
                    near.add(name)
                    todo.append(name)
        return tuple(origin for origin in self._group(near) if report in origin.reports)

    def all(self) -> tuple[Origin, ...]:
        """Return all origins, by id; a report that shares nothing is an origin of its own."""
        return self._group(self._texts.keys())

    def _enter(self, text: Text) -> set[str]:
        """Index a text and return the ids of those that are to be compared with it."""
        name = text.report.id
        key = self._keys[name] = (text.day or 0, crc32(name.encode("utf-8", "surrogatepass")), name)
        out: set[str] = set()
        for shingle in text.prints:
            posting = self._postings.get(shingle)
            if posting is None:
                self._postings[shingle] = key  # most fingerprints are had by one report: no list for those
                continue
            if isinstance(posting, tuple):
                posting = self._postings[shingle] = [posting]
            at = bisect_left(posting, key)
            out.update(other for _, _, other in posting[max(at - NEAR, 0) : at + NEAR])
            posting.insert(at, key)
        if text.day is not None:
            for said in text.names:
                for day in range(text.day - NEAR_DAYS, text.day + 1):
                    out.update(self._outlets.get(_on(said, day), ()))
                self._citing.setdefault(_on(said, text.day), []).append(name)
            if text.outlet is not None:
                for day in range(text.day, text.day + NEAR_DAYS + 1):
                    out.update(self._citing.get(_on(text.outlet, day), ()))
                self._outlets.setdefault(_on(text.outlet, text.day), []).append(name)
        return out

    def _stands(self, one: str, other: str) -> bool:
        """Say whether a link is still one that would be looked for, whatever came between the two."""
        if self._links[one][other].named:
            return True
        keys = sorted((self._keys[one], self._keys[other]))
        for shingle in set(self._texts[one].prints).intersection(self._texts[other].prints):
            posting = self._postings[shingle]
            if len(posting) <= NEAR or bisect_left(posting, keys[1]) - bisect_left(posting, keys[0]) <= NEAR:
                return True
        return False

    def _joined(self, report: str) -> list[str]:
        found = self._links.get(report, {})
        return [name for name in sorted(found) if found[name].joins and self._stands(report, name)]

    def _group(self, names: Iterable[str]) -> tuple[Origin, ...]:
        """Group reports; ``names`` holds, with each report, all that hang together with it."""
        near = {name: self._joined(name) for name in sorted(names)}
        links = {name: {other: self._links[name][other] for other in near[name]} for name in near}
        mixed = {name for name in near if len(near[name]) > 1 and is_mixed(self._texts[name], links, self._texts)}
        # One that has only other mixed ones beside it has nobody to belong to but them.
        mixed = {name for name in mixed if any(other not in mixed for other in near[name])}
        out: list[Origin] = []
        for whole in stars(
            {name: [other for other in near[name] if other not in mixed] for name in near if name not in mixed}, links
        ):
            first = min(whole, key=lambda one: (self._texts[one].report.published or "9999", one))
            members = whole | {other for one in whole for other in near[one] if other in mixed}
            reports = tuple(sorted(members))
            held = tuple(links[one][two] for one in reports for two in near[one] if one < two and two in members)
            out.append(Origin(id=digest("origin", first), reports=reports, links=held))
        return tuple(sorted(out, key=lambda origin: origin.id))


def _on(name: int, day: int) -> int:
    """Return the key of a name on a day; two names that fall together cost a comparison, and nothing else."""
    return name * 4_000_000 + day


def find_origins(reports: Iterable[Report]) -> tuple[Origin, ...]:
    """Group reports into origins, by id; every report is in one at least."""
    index = Origins()
    for report in reports:
        index.add(report)
    return index.all()
