"""Put claims together that speak of one event: edges from the likeliest on, and no cluster that contradicts itself.

A pure function of the set of claims and judgements: their order says nothing. Only what an edge joins is looked at;
where two clusters are to be joined, no two members may contradict each other, and of the pairs across them at most
:data:`LOOK` are scored.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from dateline.judgement import Judgement, JudgementKind, Verdict
from dateline.lexicon import same_event
from dateline.resolve.decide import likelihood
from dateline.resolve.pair import apart, features
from dateline.resolve.told import Told, is_state
from dateline.resolve.verdict import standing

LOOK = 36
"""Pairs across two clusters that are scored before they are joined, of larger ones those closest in order."""


def clusters(
    accounts: Sequence[Told], judgements: Iterable[Judgement], *, house: bool = True
) -> tuple[tuple[str, ...], ...]:
    """Return the claim ids of each event, in the order in which they came in, events by their first.

    A person's ``same`` joins and ``different`` keeps apart whatever the machine says; where persons contradict each
    other, the later stands. Judgements of claims that are not among ``accounts`` are left out.
    """
    told = sorted(accounts, key=lambda one: (one.order, one.id))
    at = {one.id: i for i, one in enumerate(told)}
    groups = _Groups(told, house=house)
    held = [
        (at[pair[0]], at[pair[1]], one)
        for pair, one in standing(judgements, JudgementKind.EVENT).items()
        if pair[0] in at and pair[1] in at
    ]
    for i, j, one in sorted(held, key=lambda each: (each[2].at, each[2].id), reverse=True):
        if one.by.person and one.verdict is Verdict.SAME:
            groups.force(i, j)
        elif one.by.person or one.verdict is not Verdict.SAME:
            groups.part(i, j, firm=one.by.person)
    edges = [
        (-(one.score or 0.0), min(i, j), max(i, j))
        for i, j, one in held
        if not one.by.person and one.verdict is Verdict.SAME
    ]
    for _, i, j in sorted(edges):
        groups.join(i, j)
    return tuple(tuple(told[i].id for i in members) for members in groups.all())


class _Groups:
    """Clusters that grow: members by root, and which roots must stay apart."""

    def __init__(self, told: Sequence[Told], *, house: bool) -> None:
        self._told, self._house = told, house
        self._root = list(range(len(told)))
        self._members = {i: [i] for i in range(len(told))}
        first: dict[tuple[object, ...], int] = {}
        self._kinds = {i: {first.setdefault(_kind(one), i)} for i, one in enumerate(told)}
        self._placed = {i: {one.report: [i]} for i, one in enumerate(told) if one.spots}
        self._firm: dict[int, set[int]] = {}
        self._loose: dict[int, set[int]] = {}
        self._forced: set[int] = set()
        self._likely: dict[tuple[int, int], float] = {}
        self._clashes: dict[tuple[int, int], bool] = {}
        self._refused: set[tuple[int, int, int, int]] = set()

    def all(self) -> list[list[int]]:
        return sorted(sorted(members) for members in self._members.values())

    def find(self, i: int) -> int:
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i

    def force(self, i: int, j: int) -> None:
        """Join what a person holds for one, unless a later judgement keeps them apart."""
        a, b = self.find(i), self.find(j)
        if a != b and not self._kept(a, b, self._firm):
            self._forced.add(self._merge(a, b))

    def part(self, i: int, j: int, *, firm: bool) -> None:
        """Keep two apart: ``firm`` for good, else unless a person joins them."""
        for one, other in ((i, j), (j, i)):
            (self._firm if firm else self._loose).setdefault(one, set()).add(other)

    def join(self, i: int, j: int) -> None:
        """Join the clusters of two, unless they are kept apart, contradict each other or are too little alike."""
        a, b = self.find(i), self.find(j)
        if a == b:
            return
        a, b = min(a, b), max(a, b)
        now = (a, len(self._members[a]), b, len(self._members[b]))
        if now in self._refused:
            return
        if self._kept(a, b, self._firm) or self._kept(a, b, self._loose) or not self._alike(a, b):
            self._refused.add(now)
            return
        self._merge(a, b)

    def _kept(self, a: int, b: int, apart_from: dict[int, set[int]]) -> bool:
        if len(self._members[a]) > len(self._members[b]):
            a, b = b, a
        return any(self.find(k) == b for i in self._members[a] for k in apart_from.get(i, ()))

    def _alike(self, a: int, b: int) -> bool:
        kinds = [(i, j) for i in self._kinds[a] for j in self._kinds[b]]
        clashes = sum(self._clash(*pair) for pair in kinds)
        # What a person joined may contradict itself; who comes later need not agree with all of it.
        clashing = clashes > 0 or self._told_apart(a, b)
        if clashes == len(kinds) or (clashing and not {a, b} & self._forced):
            return False
        pairs = self._across(*sorted((self._members[a], self._members[b]), key=len))
        likely = sum(self._score(*pair) for pair in pairs) / len(pairs)
        if not self._house:
            return likely >= same_event.load().bounds["link, learnt alone"]
        # A story of several reports hangs together by more than one of them tells.
        alone = len({self._told[i].report for pair in pairs for i in pair}) == 1
        return likely >= same_event.load().bounds["link, one report" if alone else "link"]

    def _told_apart(self, a: int, b: int) -> bool:
        """Say whether a report sets one of the one cluster apart from one of the other by where they were."""
        few, many = sorted((self._placed.get(a, {}), self._placed.get(b, {})), key=len)
        return any(self._clash(i, j) for report in few if report in many for i in few[report] for j in many[report])

    def _across(self, few: list[int], many: list[int]) -> list[tuple[int, int]]:
        """Return all pairs of two clusters; of larger ones some, each with what is closest to it in order."""
        if len(few) * len(many) <= LOOK:
            return [(i, j) if i < j else (j, i) for i in few for j in many]
        found: dict[tuple[int, int], None] = {}
        step = max(1, len(few) * 2 // LOOK)
        for i in few[::step]:
            at = bisect(many, i)
            for j in many[max(0, at - max(1, LOOK // (2 * len(few)))) : at + max(1, LOOK // (2 * len(few)))]:
                found[(i, j) if i < j else (j, i)] = None
        return list(found)[:LOOK]

    def _clash(self, i: int, j: int) -> bool:
        """Say whether two cannot be one event, nor any two others of their kinds."""
        pair = (i, j) if i < j else (j, i)
        if pair not in self._clashes:
            one, other = self._told[i], self._told[j]
            self._clashes[pair] = apart(one, other) is not None or one.summary != other.summary
        return self._clashes[pair]

    def _score(self, i: int, j: int) -> float:
        if (i, j) not in self._likely:
            self._likely[i, j] = likelihood(features(self._told[i], self._told[j]), house=self._house)
        return self._likely[i, j]

    def _merge(self, a: int, b: int) -> int:
        a, b = min(a, b), max(a, b)
        self._root[b] = a
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        self._kinds[a] |= self._kinds.pop(b)
        for report, placed in self._placed.pop(b, {}).items():
            self._placed.setdefault(a, {}).setdefault(report, []).extend(placed)
        if b in self._forced:
            self._forced.add(a)
        return a


def _kind(told: Told) -> tuple[object, ...]:
    """Return all that may keep a claim apart from another of another report (see ``pair.apart``)."""
    own = (told.report, told.sites, told.actors, told.recipients) if is_state(told) else ()
    days = (told.around, told.first, told.last, told.lasting, told.published, told.status, told.negative)
    return (told.type, told.mode, told.summary, told.spots, *days, *own)
