"""Pair the claims of two annotations of one report, and tell whether two wordings name one source.

Both sides come as :class:`Told`, be they gold, a second annotator's, or what dateline coded; so the gate and the
agreement between annotators are counted by the same code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.gold_format import UNNAMED, GoldReport
from dateline.records import Claim, Participant, Reading, Speaker

Wordings = tuple[str, ...]
"""Ways to name one thing; any of them will do."""

Chain = tuple[Wordings, ...]
"""A chain of attribution, innermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim as one side has it. ``types`` and ``statuses`` begin with the side's own; the others are as right."""

    id: str
    start: int
    end: int
    types: tuple[str, ...]
    also: tuple[str, ...] = ()
    polarity: str = "positive"
    statuses: tuple[str, ...] = ("happened",)
    chain: Chain = ()
    actors: tuple[Wordings, ...] = ()
    recipients: tuple[Wordings, ...] = ()
    quantities: tuple[tuple[str, float], ...] = ()
    content_of: str | None = None
    denies: tuple[str, ...] = ()
    may_deny: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    may_support: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """What belongs together. ``typed`` and ``untyped`` are pairs of indexes (gold, ours) whose triggers overlap."""

    gold: tuple[Told, ...]
    ours: tuple[Told, ...]
    typed: tuple[tuple[int, int], ...]
    untyped: tuple[tuple[int, int], ...]
    free_gold: frozenset[int]
    """Indexes that count neither way: optional, or a type that may stand beside another."""
    free_ours: frozenset[int]


def _wordings(value: str) -> Wordings:
    return tuple(w.strip() for w in value.split("|"))


def from_gold(report: GoldReport) -> tuple[Told, ...]:
    """Return the claims of an annotation."""
    return tuple(
        Told(
            id=c.id,
            start=c.start,
            end=c.end,
            types=c.types,
            also=c.also,
            polarity=str(c.polarity),
            statuses=c.statuses,
            chain=tuple(_wordings(b) for b in c.by),
            actors=tuple(_wordings(p) for p in c.actors),
            recipients=tuple(_wordings(p) for p in c.recipients),
            quantities=tuple((q.role, q.low) for q in c.quantities),
            content_of=c.content_of,
            denies=c.denies,
            may_deny=c.may_deny,
            supports=c.supports,
            may_support=c.may_support,
            optional=c.optional,
        )
        for c in report.claims
    )


def from_reading(reading: Reading) -> tuple[Told, ...]:
    """Return the claims that dateline coded."""
    return tuple(_from_claim(c) for c in reading.claims)


def _from_claim(c: Claim) -> Told:
    def named(parts: Iterable[Participant | Speaker]) -> tuple[Wordings, ...]:
        return tuple((p.name, p.text) for p in parts)

    return Told(
        id=c.id,
        start=c.trigger.start,
        end=c.trigger.end,
        types=(str(c.type),),
        polarity=str(c.polarity),
        statuses=(str(c.status),),
        chain=named(c.attribution),
        actors=named(c.actors),
        recipients=named(c.recipients),
        quantities=tuple((q.role, q.low) for q in c.quantities),
        content_of=c.content_of,
        denies=c.denies,
        supports=c.supports,
    )


def align(gold: Sequence[Told], ours: Sequence[Told]) -> Aligned:
    """Pair claims whose triggers overlap, one to one: those of one type first, the required before the optional.

    What is of one type with an optional claim, or of a type that may stand beside a claim, counts neither way. The rest
    is then paired without regard to type.
    """
    everyone = range(len(ours))
    required = [g for g in range(len(gold)) if not gold[g].optional]
    optional = [g for g in range(len(gold)) if gold[g].optional]
    typed = _match(gold, ours, required, everyone, typed=True)
    rest = [o for o in everyone if o not in {b for _, b in typed}]
    loose = _match(gold, ours, optional, rest, typed=True)
    free_ours = {o for _, o in loose} | _beside(ours, rest, gold) | {o for o in everyone if ours[o].optional}
    free_gold = {*optional} | _beside(gold, [g for g in required if g not in {a for a, _ in typed}], ours)
    for g, o in typed:  # a second annotator's optional claim frees the first one's
        if ours[o].optional:
            free_gold.add(g)
    typed = [(g, o) for g, o in typed if g not in free_gold and o not in free_ours]
    used = {o for _, o in typed} | free_ours
    left = [g for g in required if g not in {a for a, _ in typed} | free_gold]
    untyped = _match(gold, ours, left, [o for o in everyone if o not in used], typed=False)
    return Aligned(
        gold=tuple(gold),
        ours=tuple(ours),
        typed=tuple(typed),
        untyped=tuple(untyped),
        free_gold=frozenset(free_gold),
        free_ours=frozenset(free_ours),
    )


def _beside(some: Sequence[Told], which: Iterable[int], others: Sequence[Told]) -> set[int]:
    """Return those whose type may stand beside a claim of the other side on the same trigger."""
    return {i for i in which if any(_overlap(some[i], o) and some[i].types[0] in o.also for o in others)}


def _overlap(a: Told, b: Told) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _match(
    gold: Sequence[Told], ours: Sequence[Told], left: Iterable[int], right: Iterable[int], *, typed: bool
) -> list[tuple[int, int]]:
    """Return a largest set of pairs, one to one, that overlap (and share a type); of several, the nearest first."""
    right = tuple(right)
    edges: dict[int, list[int]] = {}
    for g in left:
        fit = [o for o in right if _overlap(gold[g], ours[o])]
        if typed:
            fit = [o for o in fit if {*gold[g].types} & {*ours[o].types}]
        edges[g] = sorted(fit, key=lambda o: (-_overlap(gold[g], ours[o]), abs(gold[g].start - ours[o].start), o))
    taken: dict[int, int] = {}

    def place(g: int, tried: set[int]) -> bool:
        for o in edges[g]:
            if o not in tried:
                tried.add(o)
                if o not in taken or place(taken[o], tried):
                    taken[o] = g
                    return True
        return False

    for g in edges:
        place(g, set())
    return sorted((g, o) for o, g in taken.items())


_NOISE = frozenset(
    """a an the this that these those its his her their our my some several many few other another both all one two
    three four five six seven eight nine ten eleven twelve mr mrs ms miss dr sir lady and s""".split()
)
_PREPOSITIONS = frozenset("of for in at from on near with to under by inside outside along about among".split())
_PARTICIPLE = re.compile(r"[a-z]+(?:ed|en)|known|sent|held|made|read")
_CLAUSES = frozenset("who whom whose which that where when speaking based citing familiar close briefed".split())


def same(a: Wordings, b: Wordings) -> bool:
    """Say whether two sources are one: a wording of each has the same head, and modifiers that do not contradict.

    "the army's spokesman", "army spokesman" and "spokesman" are one; "police spokesman" is another, and so is
    "the army". "Elin Marsh" is "Marsh" and "Ms Marsh", and is not "Tom Marsh".
    """
    return any(_one(_parts(x), _parts(y)) for x in a for y in b)


def _one(a: tuple[str, frozenset[str]], b: tuple[str, frozenset[str]]) -> bool:
    if UNNAMED in (a[0], b[0]):
        return a[0] == b[0]
    if not a[0] or not b[0]:
        return False
    if {a[0], *a[1]} == {b[0], *b[1]}:
        return True
    return a[0] == b[0] and (not a[1] or not b[1] or bool(a[1] & b[1]))


def _parts(words: str) -> tuple[str, frozenset[str]]:
    """Return the head word and the modifiers, in small letters; "" for what holds no word of weight."""
    phrase = re.split(r"[,;(–—]", words, maxsplit=1)[0]
    tokens = re.findall(r"\w+(?:[-.]\w+)*", phrase.replace("’", "'").replace("'s ", " ").removesuffix("'s"))
    clause = next((i for i, t in enumerate(tokens) if i and t.casefold() in _CLAUSES), len(tokens))
    tokens = tokens[:clause]
    cut = next((i for i, t in enumerate(tokens) if i and t.casefold() in _PREPOSITIONS), len(tokens))
    front, back = ([t for t in side if t.casefold() not in _NOISE and not t.isdigit()] for side in _sides(tokens, cut))
    if len(front) > 1 and cut < len(tokens) and _PARTICIPLE.fullmatch(front[-1]):  # a draft seen by a newspaper
        back.append(front.pop())
    if not front:
        return "", frozenset()
    return front[-1].casefold(), frozenset(t.casefold() for t in (*front[:-1], *back))


def _sides(tokens: Sequence[str], cut: int) -> tuple[Sequence[str], list[str]]:
    """Return what stands before the first preposition, and what after it without prepositions."""
    return tokens[:cut], [t for t in tokens[cut:] if t.casefold() not in _PREPOSITIONS]


def same_chain(a: Chain, b: Chain) -> bool:
    """Say whether two chains have the same sources in the same order."""
    return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
