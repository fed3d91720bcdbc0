"""Measure dateline against the gold of our own (``tests/gold``): claims, stance, chains, links, quote speakers.

A claim is found where its trigger overlaps ours, one to one, and typed where the type is right too. Polarity, status
and chain are judged on claims found and typed. A link is right where both its ends are found and the gold has it; a
link to or from what the gold leaves optional counts neither way. ``python -m bench.gold errors dev`` lists what is
wrong, and ``python -m bench.gold agreement`` compares the annotations under ``second/`` with the first.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bench.gold_align import Aligned, Told, Wordings, align, from_gold, from_reading, same, same_chain
from bench.gold_format import FOLDER, UNNAMED, GoldError, GoldQuote, GoldReport, load, part
from bench.score import Score, accuracy, f1
from dateline import api
from dateline.records import Actor, Attribution, Quoting, Reading

PARTS = ("dev", "test")
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_Triple = tuple[int, int, int]
_Pair = tuple[int, int]
_T = TypeVar("_T")


@dataclass(slots=True)
class Counts:
    """Counts of one report: triples are (right, guessed, gold), pairs (right, all)."""

    found: _Triple = (0, 0, 0)
    typed: _Triple = (0, 0, 0)
    stance: _Pair = (0, 0)
    polarity: _Pair = (0, 0)
    status: _Pair = (0, 0)
    chain: _Pair = (0, 0)
    voiced: _Pair = (0, 0)
    participants: _Triple = (0, 0, 0)
    quantities: _Triple = (0, 0, 0)
    content: _Triple = (0, 0, 0)
    denials: _Triple = (0, 0, 0)
    supports: _Triple = (0, 0, 0)
    quotes: _Pair = (0, 0)
    errors: list[tuple[str, str]] = field(default_factory=list)
    """Group, and what it is."""


FIGURES: dict[str, tuple[str, bool]] = {
    "claim found and typed F1": ("typed", True),
    "claim found F1": ("found", True),
    "polarity and status right of found": ("stance", False),
    "polarity right of found": ("polarity", False),
    "status right of found": ("status", False),
    "chain exactly right of found": ("chain", False),
    "chain right where somebody says so": ("voiced", False),
    "content links F1": ("content", True),
    "denial links F1": ("denials", True),
    "supports F1": ("supports", True),
    "quote speakers right": ("quotes", False),
    "participants of found F1": ("participants", True),
    "quantities of found F1": ("quantities", True),
}
"""Name, the count behind it, and whether it is an F1."""


def count(gold: GoldReport, ours: Sequence[Told]) -> Counts:
    """Count one report, all but its quotes."""
    a = align(from_gold(gold), ours)
    out = Counts()
    guessed, wanted = len(a.ours) - len(a.free_ours), len(a.gold) - len(a.free_gold)
    out.typed = (len(a.typed), guessed, wanted)
    out.found = (len(a.typed) + len(a.untyped), guessed, wanted)
    pairs = [(a.gold[g], a.ours[o]) for g, o in a.typed]
    right = [(g.polarity == o.polarity, bool({*g.statuses} & {*o.statuses})) for g, o in pairs]
    out.polarity = (sum(p for p, _ in right), len(pairs))
    out.status = (sum(s for _, s in right), len(pairs))
    out.stance = (sum(p and s for p, s in right), len(pairs))
    chains = [(same_chain(g.chain, o.chain), bool(g.chain)) for g, o in pairs]
    out.chain = (sum(ok for ok, _ in chains), len(pairs))
    out.voiced = (sum(ok for ok, voiced in chains if voiced), sum(voiced for _, voiced in chains))
    out.participants = _sum(_participants(g, o) for g, o in pairs)
    out.quantities = _sum(_triple([*g.quantities], [*o.quantities], lambda x, y: x == y) for g, o in pairs)
    out.content = links(a, lambda t: (t.content_of,) if t.content_of else (), lambda t: ())
    out.denials = links(a, lambda t: t.denies, lambda t: t.may_deny)
    out.supports = links(a, lambda t: t.supports, lambda t: t.may_support)
    out.errors = list(_errors(gold, a))
    return out


def _sum(triples: Iterable[_Triple]) -> _Triple:
    rows = [*triples]
    return sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows)


def _triple(gold: list[_T], ours: list[_T], equal: Callable[[_T, _T], bool]) -> _Triple:
    left, right = list(ours), 0
    for g in gold:
        hit = next((i for i, o in enumerate(left) if equal(g, o)), None)
        if hit is not None:
            right += 1
            del left[hit]
    return right, len(ours), len(gold)


def _participants(gold: Told, ours: Told) -> _Triple:
    """Count actors and recipients, as one list where an act is mutual."""
    if gold.types[0] in _MUTUAL:
        return _triple([*gold.actors, *gold.recipients], [*ours.actors, *ours.recipients], same)
    return _sum(
        (_triple([*gold.actors], [*ours.actors], same), _triple([*gold.recipients], [*ours.recipients], same)),
    )


def links(a: Aligned, required: Callable[[Told], Sequence[str]], allowed: Callable[[Told], Sequence[str]]) -> _Triple:
    """Count the links of one kind: (right, guessed, gold)."""
    gold_at = {t.id: i for i, t in enumerate(a.gold)}
    ours_at = {t.id: i for i, t in enumerate(a.ours)}
    to_gold = {o: g for g, o in (*a.typed, *a.untyped)}
    every = {(i, gold_at[x]) for i, t in enumerate(a.gold) for x in required(t)}
    free = {(i, gold_at[x]) for i, t in enumerate(a.gold) for x in allowed(t)}
    wanted = {(g, x) for g, x in every if g not in a.free_gold and x not in a.free_gold}
    right: set[tuple[int, int]] = set()
    guessed = 0
    for o, t in enumerate(a.ours):
        for x in (ours_at[x] for x in required(t) if x in ours_at):
            if o in a.free_ours or x in a.free_ours:
                continue
            link = (to_gold.get(o, -1), to_gold.get(x, -1))
            if link in free or (link[0] >= 0 and any(g == link[0] and y in a.free_gold for g, y in every)):
                continue
            guessed += 1
            if link in wanted:
                right.add(link)
    return len(right), guessed, len(wanted)


def speaker_right(quote: GoldQuote, reading: Reading) -> bool:
    """Say whether dateline gives a quote to its speaker: by the narrowest attribution over its first words.

    What is quoted goes before what is only reported: words inside a quote may report what another said.
    """
    over = [
        (x.quoted is Quoting.INDIRECT, max(c.end - c.start for c in x.content), i)
        for i, x in enumerate(reading.attributions)
        if _covers(x, quote)
    ]
    if not over:
        return quote.speaker == UNNAMED
    found = reading.attributions[min(over)[2]]
    return same(tuple(w.strip() for w in quote.speaker.split("|")), source_wordings(found, reading))


def _covers(attribution: Attribution, quote: GoldQuote) -> bool:
    return any(c.start <= quote.start < c.end for c in attribution.content)


def source_wordings(attribution: Attribution, reading: Reading) -> Wordings:
    """Return all that dateline knows the source by: words, name, and what else the report calls the same thing."""
    source = attribution.source
    if source is None:
        return (UNNAMED,)
    mention = next((m for m in reading.mentions if m.id == source.mention), None)
    if mention is None:
        return (source.text,)
    chain = [m for m in reading.mentions if mention.chain is not None and m.chain == mention.chain]
    named = [m.resolved.name for m in (mention, *chain) if isinstance(m.resolved, Actor)]
    return (source.text, *named, *(m.text for m in chain))


def read(gold: GoldReport) -> Reading:
    """Read the text of a gold report as any user would."""
    return api.read_text(gold.text, published=gold.published, outlet=gold.outlet, title=gold.title, source_id=gold.name)


def score(gold: GoldReport) -> Counts:
    """Read and count one report."""
    reading = read(gold)
    out = count(gold, from_reading(reading))
    judged = [(q, speaker_right(q, reading)) for q in gold.quotes if not q.optional]
    out.quotes = (sum(ok for _, ok in judged), len(judged))
    for q, ok in judged:
        if not ok:
            over = [x for x in reading.attributions if _covers(x, q)]
            group = "quote: no attribution" if not over else "quote: other speaker"
            if over and not any(x.quoted is not Quoting.INDIRECT for x in over):
                group = "quote: taken for indirect"
            out.errors.append((group, f"“{gold.text[q.start : q.end]}…” {q.speaker}"))
    return out


def figures(name: str, counts: Sequence[Counts]) -> dict[str, Score]:
    """Return the figures of a part, each with its interval over reports; the precision of denials beside."""
    out: dict[str, Score] = {}
    for label, (count_of, is_f1) in FIGURES.items():
        values = [getattr(c, count_of) for c in counts]
        out[f"{name}: {label}"] = f1(values) if is_f1 else accuracy(values)
        if count_of == "denials":
            out[f"{name}: denial links precision"] = accuracy([(r, guessed) for r, guessed, _ in values])
    return out


def run(data: Path) -> dict[str, Score]:
    """Return the figures of both parts; ``data`` is not needed, the gold lies with the tests."""
    out: dict[str, Score] = {}
    for name in PARTS:
        reports = part(name)
        if reports:
            out |= figures(name, [score(report) for report in reports])
    return out


def _errors(gold: GoldReport, a: Aligned) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a report, by group."""

    def show(t: Told) -> str:
        low, high = max(0, t.start - 50), min(len(gold.text), t.end + 50)
        return f"…{gold.text[low : t.start]}[{gold.text[t.start : t.end]}]{gold.text[t.end : high]}…".replace("\n", " ")

    paired_gold = {g for g, _ in (*a.typed, *a.untyped)}
    paired_ours = {o for _, o in (*a.typed, *a.untyped)}
    for i, t in enumerate(a.gold):
        if i not in paired_gold | a.free_gold:
            yield f"missed {t.types[0]}", show(t)
    for i, t in enumerate(a.ours):
        if i not in paired_ours | a.free_ours:
            yield f"not in gold {t.types[0]}", show(t)
    for i, j in a.untyped:
        yield f"type {a.gold[i].types[0]} as {a.ours[j].types[0]}", show(a.gold[i])
    for g, o in ((a.gold[x], a.ours[y]) for x, y in a.typed):
        if g.polarity != o.polarity:
            yield f"polarity {g.polarity} as {o.polarity}", show(g)
        if not {*g.statuses} & {*o.statuses}:
            yield f"status {g.statuses[0]} as {o.statuses[0]}", show(g)
        if not same_chain(g.chain, o.chain):
            kind = "lost" if not o.chain else "added" if not g.chain else "other"
            kind = kind if kind != "other" or len(g.chain) == len(o.chain) else "length"
            yield f"chain {kind}", f"{[w[0] for w in g.chain]} as {[w[0] for w in o.chain]}: {show(g)}"
    yield from _link_errors(a, show)


def _link_errors(a: Aligned, show: Callable[[Told], str]) -> Iterator[tuple[str, str]]:
    to_ours = dict((*a.typed, *a.untyped))
    by_id = {t.id: i for i, t in enumerate(a.gold)}
    kinds: dict[str, Callable[[Told], Sequence[str]]] = {
        "content": lambda t: (t.content_of,) if t.content_of else (),
        "denies": lambda t: t.denies,
        "supports": lambda t: t.supports,
    }
    for kind, of in kinds.items():
        for g, t in enumerate(a.gold):
            for target in of(t):
                x = by_id[target]
                if {g, x} & a.free_gold:
                    continue
                if g not in to_ours or x not in to_ours:
                    yield f"link {kind}: an end is missed", f"to {target}: {show(t)}"
                elif a.ours[to_ours[x]].id not in of(a.ours[to_ours[g]]):
                    yield f"link {kind}: not tied", f"to {target}: {show(t)}"


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two annotators' labels; 1 where both always use the one label.

    Cohen (1960), A coefficient of agreement for nominal scales.
    """
    if not pairs:
        return float("nan")
    n = len(pairs)
    seen = sum(x == y for x, y in pairs) / n
    left, right = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(left[k] * right[k] for k in left) / n**2
    return 1.0 if chance == 1 else (seen - chance) / (1 - chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two annotators agree: F1 in per cent, kappa on claims that both have, shares in per cent."""

    reports: int
    found: Score
    typed: Score
    type_kappa: float
    status_kappa: float
    chain: Score
    content: Score
    denials: Score


AGREED = {
    "found": "claim found F1",
    "typed": "claim found and typed F1",
    "type_kappa": "type, kappa",
    "status_kappa": "polarity and status, kappa",
    "chain": "chain the same",
    "content": "content links F1",
    "denials": "denial links F1",
}
"""Fields of :class:`Agreement`, in words."""


def agreement(pairs: Sequence[tuple[GoldReport, GoldReport]]) -> Agreement:
    """Compare annotations of the same reports; what either holds optional counts neither way.

    Where one leaves room for the other's type or status, they agree; polarity is part of the status.
    """
    counts: list[Counts] = []
    types: list[tuple[str, str]] = []
    statuses: list[tuple[str, str]] = []
    for first, second in pairs:
        if first.text != second.text:
            raise ValueError(f"{second.name}: its text is not that of {first.name}")
        a = align(from_gold(first), from_gold(second))
        counts.append(count(first, from_gold(second)))
        for g, o in (*a.typed, *a.untyped):
            x, y = a.gold[g], a.ours[o]
            types.append((x.types[0], x.types[0] if {*x.types} & {*y.types} else y.types[0]))
            shared = {*x.statuses} & {*y.statuses}
            other = x.statuses[0] if shared else y.statuses[0]
            statuses.append((f"{x.polarity} {x.statuses[0]}", f"{y.polarity} {other}"))
    return Agreement(
        reports=len(counts),
        found=f1([c.found for c in counts]),
        typed=f1([c.typed for c in counts]),
        type_kappa=kappa(types),
        status_kappa=kappa(statuses),
        chain=accuracy([c.chain for c in counts]),
        content=f1([c.content for c in counts]),
        denials=f1([c.denials for c in counts]),
    )


def twice() -> list[tuple[GoldReport, GoldReport]]:
    """Return the reports that two have annotated: the first's, the second's."""
    seconds = part("second")
    return [(load(FOLDER / s.of), s) for s in seconds if s.of is not None]


def strict(report: GoldReport) -> GoldReport:
    """Return an annotation without its leeway: first labels alone, and what is optional a claim like any other."""
    claims = (
        replace(c, types=c.types[:1], also=(), statuses=c.statuses[:1], may_deny=(), may_support=(), optional=False)
        for c in report.claims
    )
    return replace(report, claims=tuple(claims))


def _print_agreement(pairs: Sequence[tuple[GoldReport, GoldReport]]) -> None:
    """Print the agreement as the gate counts, and without leeway."""
    loose, close = agreement(pairs), agreement([(strict(a), strict(b)) for a, b in pairs])
    print(
        f"{loose.reports} reports annotated twice: as the gate counts; then first labels alone, optional claims counted"
    )
    for name in ("found", "typed", "type_kappa", "status_kappa", "chain", "content", "denials"):
        for a, way in ((loose, "gate"), (close, "strict")):
            value = getattr(a, name)
            print(f"  {AGREED[name]:<28}{way:<8}{value if isinstance(value, Score) else f'{value:6.2f}'}")


def main(arguments: list[str]) -> int:
    """Print the agreement, or the errors of a part."""
    if arguments == ["agreement"]:
        pairs = twice()
        if pairs:
            _print_agreement(pairs)
        else:
            print(f"no report has a second annotation under {FOLDER / 'second'}")
        return 0
    if len(arguments) == 2 and arguments[0] == "errors" and arguments[1] == "dev":
        groups: dict[str, list[str]] = {}
        for report in part("dev"):
            for group, what in score(report).errors:
                groups.setdefault(group, []).append(f"{report.name}: {what}")
        for group, found in sorted(groups.items(), key=lambda item: -len(item[1])):
            print(f"{len(found):4} {group}", *(f"       {what}" for what in found), sep="\n")
        return 0
    print("usage: python -m bench.gold agreement | errors dev (the test part is not for looking at)", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except GoldError as error:
        sys.exit(str(error))
