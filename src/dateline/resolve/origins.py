"""Which reports have one story from one place: links between reports that come and go, and the origins they make.

The origins are a function of the set of reports and of what people hold of them: neither the order in which they were
added nor what was asked in between changes them. Two reports are compared if they share a fingerprint and stand side by
side, in the order of time, among those that have it, or share three and stand near. So a standing phrase that thousands
have costs each newcomer two comparisons, and of thousands of copies each is held against those of the same day. Where
newcomers push two apart their link goes, and where one between two is taken out they are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.judgement import Judgement, JudgementKind, Verdict
from dateline.records import Claim, Report
from dateline.resolve.groups import Origin, group
from dateline.resolve.link import Link, LinkKind, Tie, compare
from dateline.resolve.shelf import CLOSE, NEAR, Key, Memory, Pair, Shelf, Window, key_of, place_of
from dateline.resolve.shingle import Text, read
from dateline.resolve.verdict import standing

__all__ = ["Origin", "Origins", "OriginsOver", "find_origins", "speakers"]

_ENOUGH = 3
"""Marks of two that are compared: one fingerprint where they stand close, three where they stand near."""
_FIRST = 4
"""Fingerprints of a pair that are looked up first, to see whether they still stand near."""
_VERDICTS = {Verdict.SAME: LinkKind.SAME, Verdict.DIFFERENT: LinkKind.DIFFERENT, Verdict.PART: LinkKind.PART}


class OriginsOver:
    """Origins over a shelf: adding a report looks at those alone that share something with it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._verdicts: Mapping[Pair, Judgement] = {}
        self._judged: dict[str, set[str]] = {}

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Go by these judgements of origins, and by no others."""
        self._verdicts = standing(judgements, JudgementKind.ORIGIN)
        self._judged = {}
        for one, other in self._verdicts:
            self._judged.setdefault(one, set()).add(other)
            self._judged.setdefault(other, set()).add(one)

    def enter(self, texts: Sequence[Text]) -> set[str]:
        """Add texts that are not there; return the ids of reports with links that came or went, and of these."""
        shelf = self._shelf
        shelf.put(texts)
        windows = shelf.around(texts)
        near = _near(windows)
        # One that is only looked at because its outlet is named is linked only if it is what is named.
        links = [
            link
            for link in self._compared(near | shelf.naming(texts))
            if link.named is not None or (link.one, link.other) in near
        ]
        shelf.tie(links)
        gone = self._pushed_apart({text.report.id: key_of(text) for text in texts}, windows)
        shelf.untie(gone)
        return {text.report.id for text in texts} | {name for link in links for name in _ends(link)} | _both(gone)

    def remove(self, report: str) -> set[str]:
        """Take out a report; return the ids of others with links that came or went."""
        shelf = self._shelf
        text = shelf.texts([report])[report]
        touched = set(shelf.ties([report])[report])
        shelf.drop(report)
        pairs: set[Pair] = set()
        for each in shelf.around([text]).get(report, ()):
            # Those that have now come as near as NEAR or CLOSE; who stood nearer was compared before.
            for i, (_, one) in enumerate(reversed(each.before)):
                now = (each.after[at][1] for at in (NEAR - i - 1, CLOSE - i - 1) if 0 <= at < len(each.after))
                pairs.update(_pair(one, other) for other in now)
        linked = shelf.ties({name for pair in pairs for name in pair}) if pairs else {}
        links = self._compared(self._stand_near({pair for pair in pairs if pair[1] not in linked.get(pair[0], {})}))
        shelf.tie(links)
        return touched | {name for link in links for name in _ends(link)}

    def links(self, report: str) -> tuple[Link, ...]:
        """Return all that a report shares with others, and what people hold of them, by their ids."""
        found = self._held([report])[report]
        return tuple(link for name in sorted(found) if isinstance(link := found[name], Link))

    def of(self, report: str) -> tuple[Origin, ...]:
        """Return the origins of a report, more than one if it is mixed; looks only at what hangs together with it."""
        return tuple(origin for origin in self.group(self.together([report])) if report in origin.reports)

    def together(self, reports: Iterable[str]) -> set[str]:
        """Return the ids of reports and of all that hang together with them, through however many."""
        near, todo = set(reports), set(reports)
        while todo:
            todo = {other for found in self.joined(todo, whole=False).values() for other in found} - near
            near |= todo
        return near

    def group(self, reports: Iterable[str], *, whole: bool = True) -> tuple[Origin, ...]:
        """Group reports; ``reports`` holds, with each, all that hang together with it.

        The links of origins are :meth:`Shelf.links` where they are ``whole``, else :meth:`Shelf.ties`.
        """
        joined = self.joined(reports, whole=whole)
        apart = {
            (name, other)
            for name in self._judged.keys() & joined.keys()
            for other in self._judged[name]
            if name < other and other in joined and self._verdicts[name, other].verdict is Verdict.DIFFERENT
        }
        return group(joined, self._shelf.texts(joined) if joined else {}, apart)

    def _compared(self, pairs: Iterable[Pair]) -> list[Link]:
        wanted = sorted(pairs)
        texts = self._shelf.texts({name for pair in wanted for name in pair}) if wanted else {}
        found = (compare(texts[one], texts[other]) for one, other in wanted)
        return [link for link in found if link is not None]

    def _pushed_apart(self, new: Mapping[str, Key], windows: Mapping[str, Sequence[Window]]) -> set[Pair]:
        """Return the linked pairs that newcomers have come between, so that they are not near each other any more."""
        shelf = self._shelf
        lines: dict[int, set[Key]] = {}
        for name, found in windows.items():
            for each in found:
                if len(each.before) + len(each.after) > CLOSE:
                    lines.setdefault(each.shingle, set()).update(each.before, each.after, (new[name],))
        pairs: set[Pair] = set()
        for shingle in lines:
            line = sorted(lines[shingle])
            pairs |= _far(line, new, CLOSE) | _far(line, new, NEAR)
        pairs = shelf.tied(pairs) if pairs else set()
        return pairs - self._stand_near(pairs)

    def _stand_near(self, pairs: set[Pair]) -> set[Pair]:
        """Return those of the pairs that are to be compared, by all fingerprints that they share."""
        shelf = self._shelf
        texts = shelf.texts({name for pair in pairs for name in pair}) if pairs else {}
        shared = {
            pair: sorted(set(texts[pair[0]].prints).intersection(texts[pair[1]].prints)) for pair in sorted(pairs)
        }
        marks = dict.fromkeys(shared, 0)
        # Most are told by a few fingerprints; the rest are asked for only where those do not tell.
        for part in (slice(0, _FIRST), slice(_FIRST, None)):
            asked: list[tuple[int, int, int]] = []
            owner: list[Pair] = []
            for pair, prints in shared.items():
                if marks[pair] < _ENOUGH:
                    first, last = sorted((place_of(texts[pair[0]]), place_of(texts[pair[1]])))
                    asked += [(shingle, first, last) for shingle in prints[part]]
                    owner += [pair] * len(prints[part])
            for pair, between in zip(owner, shelf.between(asked), strict=True):
                marks[pair] += _mark(between + 1)
        return {pair for pair, mark in marks.items() if mark >= _ENOUGH}

    def _held(self, reports: Iterable[str], *, whole: bool = True) -> dict[str, dict[str, Tie]]:
        """Return the links of reports as people hold them, where they do."""
        there = (self._shelf.links if whole else self._shelf.ties)(reports)
        found: dict[str, dict[str, Tie]] = {name: dict(links) for name, links in there.items()}
        judged = self._judged.keys() & found.keys()
        texts = self._shelf.texts({name for one in judged for name in (one, *self._judged[one])}) if judged else {}
        for name in judged:
            for other in self._judged[name]:
                if name in texts and other in texts:
                    one, two = _pair(name, other)
                    judgement = self._verdicts[one, two]
                    link = found[name].get(other) or compare(texts[one], texts[two]) or _bare(one, two)
                    found[name][other] = replace(link, kind=_VERDICTS[judgement.verdict], judged=judgement.id)
        return found

    def joined(self, reports: Iterable[str], *, whole: bool = True) -> dict[str, dict[str, Tie]]:
        """Return the links of reports that make them one origin with others, by the ids of those."""
        return {
            name: {other: link for other, link in links.items() if link.joins}
            for name, links in self._held(reports, whole=whole).items()
        }


class Origins(OriginsOver):
    """Reports in memory, and how they hang together."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._memory = Memory()
        super().__init__(self._memory)
        self.judge(judgements)

    def __len__(self) -> int:
        return len(self._memory)

    def add(self, report: Report, claims: Sequence[Claim] = ()) -> tuple[Link, ...]:
        """Add a report and return what it shares with those already there; one that is there already adds nothing.

        ``claims`` are those coded in it: who they give as their source counts as named.
        """
        if report.id not in self._memory.texts([report.id]):
            self.enter([read(report, speakers(claims))])
        return self.links(report.id)

    def all(self) -> tuple[Origin, ...]:
        """Return all origins, by id; a report that shares nothing is an origin of its own."""
        return self.group(list(self._memory.all()))


def find_origins(reports: Iterable[Report], judgements: Iterable[Judgement] = ()) -> tuple[Origin, ...]:
    """Group reports into origins, by id; every report is in one at least. Judgements outrank what is found."""
    index = Origins(judgements)
    for report in reports:
        index.add(report)
    return index.all()


def speakers(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the names to whom claims are given."""
    return frozenset(speaker.name for claim in claims for speaker in claim.attribution)


def _mark(gap: int) -> int:
    """Return what a fingerprint says for two to be compared who stand so many places apart among those that have it."""
    return _ENOUGH if gap <= CLOSE else int(gap <= NEAR)


def _near(windows: Mapping[str, Sequence[Window]]) -> set[Pair]:
    """Return the pairs of a newcomer and another that are to be compared; windows are those of all newcomers."""
    out: set[Pair] = set()
    for name, found in windows.items():
        marks: dict[str, int] = {}
        for each in found:
            for side in (reversed(each.before), each.after):
                for gap, (_, other) in enumerate(side, 1):
                    marks[other] = marks.get(other, 0) + _mark(gap)
        out.update(_pair(name, other) for other, mark in marks.items() if mark >= _ENOUGH)
    return out


def _far(line: Sequence[Key], new: Mapping[str, Key], most: int) -> set[Pair]:
    """Return the pairs that have come to stand more than ``most`` apart by newcomers between them.

    ``line`` holds, in order, the newcomers with one fingerprint and NEAR others on each side of each.
    """
    places = [i for i, (_, name) in enumerate(line) if name in new]
    out: set[Pair] = set()
    for i, (_, one) in enumerate(line):
        if one in new:
            continue
        at = bisect_left(places, i)
        for j in range(i + most + 1, len(line)):
            other = line[j][1]
            between = bisect_left(places, j) - at
            if j - i - between > most:
                break
            if between and other not in new:
                out.add(_pair(one, other))
    return out


def _bare(one: str, other: str) -> Link:
    return Link(one=one, other=other, kind=LinkKind.SAME, covered=0.0, other_covered=0.0, like=0.0)


def _ends(link: Link) -> tuple[str, str]:
    return link.one, link.other


def _both(pairs: Iterable[Pair]) -> set[str]:
    return {name for pair in pairs for name in pair}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
