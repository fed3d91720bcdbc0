"""Which reports have one story from one place: links between reports that come and go, and the origins they make.

The origins are a function of the set of reports and of what people hold of them: neither the order in which they were
added nor what was asked in between changes them. Two reports are compared if they share a fingerprint and stand near
each other, in the order of time, among those that have it. So a footer that thousands share costs each newcomer a
bounded number of comparisons, and of thousands of copies each is held against those of the same day. Where newcomers
push two apart their link goes, and where one between two is taken out they are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.judgement import Judgement, JudgementKind, Verdict
from dateline.records import Claim, Report
from dateline.resolve.groups import Origin, group
from dateline.resolve.link import Link, LinkKind, compare
from dateline.resolve.shelf import NEAR, Key, Memory, Pair, Shelf, Window, key_of, place_of
from dateline.resolve.shingle import Text, read
from dateline.resolve.verdict import standing

__all__ = ["Origin", "Origins", "OriginsOver", "find_origins", "speakers"]

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
        near = {_pair(name, other) for name, found in windows.items() for each in found for other in _names(each)}
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
        touched = set(shelf.links([report], whole=False)[report])
        shelf.drop(report)
        pairs: set[Pair] = set()
        for each in shelf.around([text]).get(report, ()):
            # Those that have now come as near as NEAR; who stood nearer was compared before.
            for i, (_, one) in enumerate(reversed(each.before)):
                if NEAR - i - 1 < len(each.after):
                    pairs.add(_pair(one, each.after[NEAR - i - 1][1]))
        near = shelf.links({name for pair in pairs for name in pair}, whole=False) if pairs else {}
        links = self._compared({pair for pair in pairs if pair[1] not in near.get(pair[0], {})})
        shelf.tie(links)
        return touched | {name for link in links for name in _ends(link)}

    def links(self, report: str) -> tuple[Link, ...]:
        """Return all that a report shares with others, and what people hold of them, by their ids."""
        found = self._held([report])[report]
        return tuple(found[name] for name in sorted(found))

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

        The links of origins are :meth:`Shelf.links` as ``whole`` says.
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
        """Return the linked pairs that newcomers have come between, so that too many stand there by now."""
        shelf = self._shelf
        lines: dict[int, set[Key]] = {}
        for name, found in windows.items():
            for each in found:
                if len(each.before) + len(each.after) > NEAR:
                    lines.setdefault(each.shingle, set()).update(each.before, each.after, (new[name],))
        pairs: set[Pair] = set()
        for shingle in lines:
            pairs |= _far(sorted(lines[shingle]), new)
        pairs = shelf.tied(pairs) if pairs else set()
        if not pairs:
            return pairs
        texts = shelf.texts({name for pair in pairs for name in pair})
        asked: list[tuple[int, int, int]] = []
        owner: list[Pair] = []
        for pair in sorted(pairs):
            first, last = sorted((place_of(texts[pair[0]]), place_of(texts[pair[1]])))
            for shingle in sorted(set(texts[pair[0]].prints).intersection(texts[pair[1]].prints)):
                asked.append((shingle, first, last))
                owner.append(pair)
        answers = zip(owner, shelf.within(asked), strict=True)
        return pairs - {pair for pair, near in answers if near}

    def _held(self, reports: Iterable[str], *, whole: bool = True) -> dict[str, dict[str, Link]]:
        """Return the links of reports as people hold them, where they do."""
        found = {name: dict(links) for name, links in self._shelf.links(reports, whole=whole).items()}
        judged = self._judged.keys() & found.keys()
        there = self._shelf.texts({name for one in judged for name in (one, *self._judged[one])}) if judged else {}
        for name in judged:
            for other in self._judged[name]:
                if name in there and other in there:
                    one, two = _pair(name, other)
                    judgement = self._verdicts[one, two]
                    link = found[name].get(other) or compare(there[one], there[two]) or _bare(one, two)
                    found[name][other] = replace(link, kind=_VERDICTS[judgement.verdict], judged=judgement.id)
        return found

    def joined(self, reports: Iterable[str], *, whole: bool = True) -> dict[str, dict[str, Link]]:
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


def _far(line: Sequence[Key], new: Mapping[str, Key]) -> set[Pair]:
    """Return the pairs that have come to stand more than NEAR apart by newcomers between them.

    ``line`` holds, in order, the newcomers with one fingerprint and NEAR others on each side of each.
    """
    places = [i for i, (_, name) in enumerate(line) if name in new]
    out: set[Pair] = set()
    for i, (_, one) in enumerate(line):
        if one in new:
            continue
        at = bisect_left(places, i)
        for j in range(i + NEAR + 1, len(line)):
            other = line[j][1]
            between = bisect_left(places, j) - at
            if j - i - between > NEAR:
                break
            if between and other not in new:
                out.add(_pair(one, other))
    return out


def _bare(one: str, other: str) -> Link:
    return Link(one=one, other=other, kind=LinkKind.SAME, covered=0.0, other_covered=0.0, like=0.0)


def _names(window: Window) -> Iterable[str]:
    return (name for _, name in (*window.before, *window.after))


def _ends(link: Link) -> tuple[str, str]:
    return link.one, link.other


def _both(pairs: Iterable[Pair]) -> set[str]:
    return {name for pair in pairs for name in pair}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
