"""Events and ledgers of a store: what is new is held against what is there, a batch of readings a transaction.

What comes out is a function of the store's claims, judgements and reviews, in the order in which claims were stored: it
does not matter in how many batches, or whether it is made again from nothing. Killed at any moment, what was resolved
stays, and the rest is done next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline import additions, origination
from dateline.event import Account, Event, Part
from dateline.judgement import Judgement, JudgementKind, Review, Verdict
from dateline.kept_rows import rows_of
from dateline.ledger import LedgerKind
from dateline.resolve import Told, about, block_keys, clusters, judge, prepare
from dateline.resolve.fold import event_id, fold, former
from dateline.resolve.ledger import ledgers, report_keys
from dateline.resolve.review import effective
from dateline.store import Derived, Edge, Held, Pending, Store
from dateline.version import __version__

__all__ = ["BATCH", "VERSION", "Resolved", "pending", "resolve", "settle", "touch"]

VERSION = f"{__version__}/5"
"""By what events are made: raise the number behind the stroke with every change of how, and stores are made anew."""
BATCH = 64
"""Readings that are resolved in one transaction."""
BLOCK = 200
"""Of the claims in a block, so many that came in last are held against a new one."""
PARTS = 500
"""Parts of ledgers that are made anew in one transaction."""
_DUE = 50_000
"""Parts of ledgers that are looked up at once, to make those after each other that are of the same reports."""
_KEPT = 12_000
"""Claims that are held in memory, so as not to read them again: those of some days of a large store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What came of resolving: readings and claims that were new to it, events made or made anew, and those left.

    ``parts`` are those of ledgers that were made anew.
    """

    readings: int = 0
    claims: int = 0
    events: int = 0
    left: int = 0
    parts: int = 0


def pending(store: Store) -> int:
    """Count the readings that are not resolved yet, all where it was done by another version."""
    derived = Derived(store)
    if derived.version() not in (None, VERSION):
        return store.counts().readings
    return derived.count_pending()


def resolve(
    store: Store,
    *,
    again: bool = False,
    told: Callable[[Resolved], None] = lambda done: None,
    most: int | None = None,
    ledgers: bool = True,
) -> Resolved:
    """Resolve what is new in a store, at most so many readings; ``again`` makes everything anew.

    Without ``ledgers`` theirs is left for :func:`settle`: of a report more, that is the greater part of the work.

    Raises:
        StoreError: the store cannot be written to. What was told as resolved is.
    """
    derived = Derived(store)
    if again or derived.version() not in (None, VERSION):
        store.clear_derived()
    if derived.reviewed() and additions.due(store):
        with derived.writing():
            additions.enter(store)
    work = _Work(store, derived)
    done = Resolved()
    while most is None or done.readings < most:
        wanted = BATCH if most is None else min(BATCH, most - done.readings)
        with derived.writing():
            found = work.batch(wanted)
        if found is None:
            break
        done = replace(
            done,
            readings=done.readings + found.readings,
            claims=done.claims + found.claims,
            events=done.events + found.events,
        )
        told(done)
    for parts in work.settling() if ledgers else ():
        done = replace(done, parts=done.parts + parts)
        told(done)
    return replace(done, left=derived.count_pending())


def settle(store: Store, ledger: LedgerKind | None = None) -> int:
    """Make those parts of ledgers, or of one, anew that are due; return how many there were."""
    return sum(_Work(store, Derived(store)).settling(ledger))


def touch(store: Store, claims: Sequence[str]) -> None:
    """Make the events of claims anew, after a judgement or review of them, or a judgement of origins.

    Of ledgers the parts that this changes are made anew; what else is due stays so (see :func:`settle`).
    """
    derived = Derived(store)
    work = _Work(store, derived)
    with derived.writing():
        additions.enter(store, claims)
        work.again(sorted(derived.numbers(claims).values()))
        work.added()
        work.regroup(origination.enter(store))
    work.settle_own()


class _Work:
    """A run over a store, with the claims that it has at hand."""

    def __init__(self, store: Store, derived: Derived) -> None:
        self._store, self._derived = store, derived
        self._held: dict[int, Held | None] = {}
        self._told: dict[int, Told] = {}
        self._about: dict[str, tuple[str, ...]] = {}
        self._reviewed = derived.reviewed()
        self._own: set[str] = set()

    # A batch

    def batch(self, most: int) -> Resolved | None:
        """Resolve the next readings; None where there is nothing to do."""
        self._make_room()
        todo, gone = self._derived.pending(most), self._derived.gone()
        return self._batch(todo, gone) if todo or gone else None

    def _make_room(self) -> None:
        """Let go of claims where very many are at hand."""
        if len(self._held) > _KEPT:
            self._held.clear()
            self._told.clear()
            self._about.clear()

    def added(self) -> None:
        """Resolve what people added, and took back."""
        while (todo := self._derived.pending_added(BATCH)) or self._derived.gone():
            self._batch(todo, self._derived.gone())

    def _batch(self, todo: Sequence[Pending], gone: Sequence[int]) -> Resolved:
        derived = self._derived
        due: set[int] = set()
        if gone:
            derived.retire(gone)
            due.update(derived.claims_of(gone))
        new = derived.claims_of([each.reading for each in todo])
        self._load(new)
        due.update(seq for seq in new if self._held[seq] is not None)
        self._enter(new)
        moved = origination.enter(self._store, [each.report for each in todo if each.reading > 0])
        if moved:
            due.update(derived.events_of(derived.claims_of_reports(sorted(moved))))
        derived.mark(todo, VERSION)
        events = self._remake(due)
        return Resolved(readings=len(todo), claims=len(new), events=events)

    def regroup(self, reports: set[str]) -> None:
        """Make the events anew that reports of other origins than before tell of."""
        if reports:
            self._remake(set(self._derived.events_of(self._derived.claims_of_reports(sorted(reports)))))

    def again(self, claims: Sequence[int]) -> None:
        """Hold claims against all others again, and make their events anew."""
        self._derived.forget(claims)
        for seq in claims:
            self._held.pop(seq, None)
            self._told.pop(seq, None)
        self._load(claims)
        self._enter(claims)
        self._remake(set(claims))

    def _load(self, claims: Iterable[int]) -> None:
        """Have claims at hand, as people's reviews leave them: None for one that was rejected."""
        missing = sorted(set(claims) - self._held.keys())
        if not missing:
            return
        found = self._derived.held(missing)
        reviews = self._reviews([held.account.claim.id for held in found.values()]) if self._reviewed else {}
        for seq, held in found.items():
            said = reviews.get(held.account.claim.id)
            self._held[seq] = _reviewed(held, said) if said else held

    def _reviews(self, claims: Sequence[str]) -> dict[str, list[Review]]:
        """Return the reviews of claims by their ids, and among them those that undo one."""
        out: dict[str, list[Review]] = {}
        of = dict(zip(claims, claims, strict=True))
        while of:
            found = list(self._store.reviews(list(of)))
            for review in found:
                out.setdefault(of[review.target], []).append(review)
            of = {review.id: of[review.target] for review in found}
        return out

    def _prepare(self, claims: Iterable[int]) -> None:
        """Have claims that are at hand ready to be compared."""
        self._load(claims := set(claims))
        held = [one for seq in claims if seq not in self._told and (one := self._held[seq]) is not None]
        unread = sorted({one.account.report for one in held} - self._about.keys())
        for name, report in self._derived.reports(unread).items():
            self._about[name] = about(report.text)
        for one in held:
            self._told[one.seq] = prepare(one.account, about=self._about[one.account.report])

    def _enter(self, claims: Sequence[int]) -> None:
        """Hold claims against those that came before them in their blocks, and enter them."""
        self._prepare(claims)
        keys = {seq: [_number(key) for key in block_keys(self._told[seq])] for seq in claims if self._held[seq]}
        there = self._derived.blocks(sorted({key for found in keys.values() for key in found}), BLOCK)
        rivals: dict[int, set[int]] = {}
        for seq in sorted(keys):
            near: set[int] = set()
            for key in keys[seq]:
                block = there.setdefault(key, [])
                near.update(other for other in block[:BLOCK] if other != seq)
                block.insert(0, seq)
            rivals[seq] = near
        self._prepare({other for near in rivals.values() for other in near})
        edges: dict[tuple[int, int], Edge] = {}
        for seq in sorted(rivals):
            held = self._held[seq]
            assert held is not None
            for other in sorted(rivals[seq]):
                against = self._held.get(other)
                if against is None:
                    continue
                pair = (min(seq, other), max(seq, other))
                if pair in edges:
                    continue
                at = max(held.stored, against.stored)
                found = judge(self._told[pair[0]], self._told[pair[1]], at=at)
                if found is not None:
                    edges[pair] = Edge(one=pair[0], other=pair[1], judgement=found)
        self._derived.enter((key, seq) for seq, found_keys in keys.items() for key in found_keys)
        self._derived.join(edges[pair] for pair in sorted(edges))

    # Events

    def _remake(self, due: set[int]) -> int:
        """Make anew the events of claims, of all that hang together with them, and no others."""
        derived = self._derived
        near, edges, persons = self._gather(due)
        old = sorted(set(derived.events_of(sorted(near)).values()))
        live = self._live(sorted(near))
        number = {self._account(seq).claim.id: seq for seq in live}
        members = set(live)
        judgements = [
            edge.judgement
            for edge in edges
            if edge.judgement.verdict is Verdict.SAME and {edge.one, edge.other} <= members
        ]
        self._prepare(live)
        groups = clusters([self._told[seq] for seq in live], [*judgements, *persons])
        grouped = [sorted(number[name] for name in group) for group in groups]
        event_at = {seq: group[0] for group in grouped for seq in group}
        derived.remove(old)
        self._put(grouped, event_at, edges, persons)
        self._link(edges, event_at)
        self._ledgers_due(near)
        return len(grouped)

    def _gather(self, due: set[int]) -> tuple[set[int], list[Edge], list[Judgement]]:
        """Return the claims that hang together with those, the edges at them, and people's judgements of them."""
        derived = self._derived
        near: set[int] = set()
        edges: dict[tuple[int, int], Edge] = {}
        persons: dict[str, Judgement] = {}
        todo = set(due)
        while todo:
            near |= todo
            self._load(todo)
            beyond: set[int] = set()
            for edge in derived.edges(sorted(todo), why=False):
                edges[edge.one, edge.other] = edge
                if edge.judgement.verdict is Verdict.SAME:
                    beyond |= {edge.one, edge.other}
            names = [held.account.claim.id for seq in sorted(todo) if (held := self._held.get(seq)) is not None]
            others: list[str] = []
            for judgement in self._store.judgements(names):
                if judgement.by.person and judgement.kind is JudgementKind.EVENT:
                    persons[judgement.id] = judgement
                    if judgement.verdict is Verdict.SAME:
                        others += [judgement.one, judgement.other]
            beyond.update(derived.numbers(others).values())
            events = sorted(set(derived.events_of(sorted(todo)).values()))
            beyond.update(derived.members(events))
            todo = beyond - near
        found = sorted(persons.values(), key=lambda one: (one.at, one.id))
        return near, [edges[pair] for pair in sorted(edges)], found

    def _put(
        self, groups: list[list[int]], event_at: Mapping[int, int], edges: list[Edge], persons: list[Judgement]
    ) -> None:
        reports = sorted({self._account(seq).report for group in groups for seq in group})
        origins = origination.origin_ids(self._store, reports)
        answers = self._answers(reports)
        joined: dict[int, list[tuple[str, str]]] = {}
        for edge in edges:
            if edge.judgement.verdict is Verdict.SAME and edge.one in event_at and edge.other in event_at:
                joined.setdefault(event_at[edge.one], []).append((edge.judgement.one, edge.judgement.other))
        at = {name: one.at for one in persons for name in (one.one, one.other)}
        parts = self._parts(edges, event_at)
        events: dict[int, Event] = {}
        changed: dict[int, str] = {}
        aliases: dict[int, list[str]] = {}
        for group in groups:
            accounts = [self._account(seq) for seq in group]
            names = [account.claim.id for account in accounts]
            inside = set(names)
            told = {one.claim.id: one for name in names for one in answers.get(name, ()) if one.claim.id not in inside}
            event = fold(accounts, origins=origins, answers=tuple(told[name] for name in sorted(told)))
            events[group[0]] = replace(
                event, redirects=former(accounts, joined.get(group[0], ())), parts=parts.get(group[0], ())
            )
            changed[group[0]] = max([self._stored(seq) for seq in group] + [at[name] for name in names if name in at])
            aliases[group[0]] = [event_id(name) for name in names[1:]]
        self._derived.put(events, changed=changed, members={group[0]: group for group in groups}, aliases=aliases)

    def _answers(self, reports: list[str]) -> dict[str, list[Account]]:
        """Return, by the claim that they speak against or for, the claims of reports that do."""
        claims = self._derived.claims_of_reports(reports)
        self._load(claims)
        out: dict[str, list[Account]] = {}
        for seq in claims:
            held = self._held.get(seq)
            if held is not None:
                for name in {*held.account.claim.denies, *held.account.claim.supports}:
                    out.setdefault(name, []).append(held.account)
        return out

    def _link(self, edges: list[Edge], event_at: Mapping[int, int]) -> None:
        """Tell the events beyond, which sum up these or are summed up by them, what they are linked with now."""
        ends = {seq for edge in edges if edge.judgement.verdict is Verdict.PART for seq in (edge.one, edge.other)}
        events = sorted(set(self._derived.events_of(sorted(ends - event_at.keys())).values()))
        if not events:
            return
        found = self._derived.events(events)
        inside = self._derived.events_of(self._derived.members(events))
        members: dict[int, list[int]] = {}
        for seq, event in sorted(inside.items()):
            members.setdefault(event, []).append(seq)
        parts = self._parts(self._derived.edges(sorted(inside), why=False), inside)
        self._load(inside)
        self._derived.remove(events)
        self._derived.put(
            {event: replace(found[event], parts=parts.get(event, ())) for event in events},
            changed={event: max(self._stored(seq) for seq in members[event]) for event in events},
            members=members,
            aliases={event: [event_id(self._account(seq).claim.id) for seq in members[event][1:]] for event in events},
        )

    def _parts(self, edges: list[Edge], event_at: Mapping[int, int]) -> dict[int, tuple[Part, ...]]:
        """Return what events sum up, or are summed up by; ``event_at`` tells of claims within, the store of others."""
        linked = [edge for edge in edges if edge.judgement.verdict is Verdict.PART]
        ends = {seq for edge in linked for seq in (edge.one, edge.other)}
        whole_at = {**self._derived.events_of(sorted(ends - event_at.keys())), **event_at}
        self._load({*ends, *(event for seq in ends if (event := whole_at.get(seq)) is not None)})
        best: dict[tuple[int, int, bool], float] = {}
        for edge in linked:
            ours, theirs = whole_at.get(edge.one), whole_at.get(edge.other)
            first = self._held.get(edge.one)
            if ours is None or theirs is None or ours == theirs or first is None:
                continue
            is_part = edge.judgement.one == first.account.claim.id
            score = edge.judgement.score or 0.0
            for key in ((ours, theirs, is_part), (theirs, ours, not is_part)):
                best[key] = max(score, best.get(key, 0.0))
        out: dict[int, list[Part]] = {}
        for (event, other, whole), score in sorted(best.items()):
            part = Part(event=event_id(self._account(other).claim.id), whole=whole, score=score)
            out.setdefault(event, []).append(part)
        return {event: tuple(sorted(found, key=lambda part: part.event)) for event, found in out.items()}

    # Ledgers

    def _ledgers_due(self, near: set[int]) -> None:
        """Note the parts of ledgers that the reports of claims are and were in as to be made anew."""
        derived = self._derived
        self._load(near)
        reports = sorted({held.account.report for seq in near if (held := self._held.get(seq)) is not None})
        claims = sorted(near | set(derived.claims_of_reports(reports)))
        due = set(derived.parts_of(claims))
        derived.leave_ledgers(claims)
        live = self._live(claims)
        keys = report_keys([self._account(seq) for seq in live], event_of=self._event_of(live))
        found = [(key, seq) for seq in live for key in keys.get(self._account(seq).claim.id, ())]
        derived.enter_ledgers(found)
        due.update(key for key, _ in found)
        derived.due(due)
        self._own |= due

    def _event_of(self, claims: Sequence[int]) -> dict[str, str]:
        """Return the ids of the events of claims, by the claims' ids."""
        event_at = self._derived.events_of(claims)
        names = self._derived.event_ids(sorted(set(event_at.values())))
        return {self._account(seq).claim.id: names[event] for seq, event in event_at.items() if self._held.get(seq)}

    def _live(self, claims: Sequence[int]) -> list[int]:
        """Return those claims that count: of current readings, and not rejected."""
        self._load(claims)
        current = self._derived.current(claims)
        return [seq for seq in sorted(claims) if seq in current and self._held.get(seq) is not None]

    def settling(self, ledger: LedgerKind | None = None) -> Iterator[int]:
        """Make the parts of ledgers, or of one, anew that are due; yield how many each transaction made."""
        while due := self._derived.parts_due(_DUE, ledger):
            for start in range(0, len(due), PARTS):
                with self._derived.writing():
                    self._settle(parts := due[start : start + PARTS])
                yield len(parts)

    def settle_own(self) -> None:
        """Make the parts of ledgers anew that this run has changed."""
        own = sorted(self._own)
        for start in range(0, len(own), PARTS):
            with self._derived.writing():
                self._settle(own[start : start + PARTS])
        self._own.clear()

    def _settle(self, parts: Sequence[str]) -> None:
        derived = self._derived
        self._make_room()
        inside = self._live(derived.claims_of_parts(parts))
        reports = sorted({self._account(seq).report for seq in inside})
        claims = self._live(derived.claims_of_reports(reports))
        made = ledgers(
            [self._account(seq) for seq in claims],
            events={},
            event_of=self._event_of(claims),
            origins=origination.origin_ids(self._store, reports),
            parts=frozenset(parts),
        )
        derived.put_ledgers(parts, rows_of(made))

    # In short

    def _account(self, seq: int) -> Account:
        held = self._held[seq]
        assert held is not None
        return held.account

    def _stored(self, seq: int) -> str:
        held = self._held[seq]
        assert held is not None
        return held.stored


def _number(key: str) -> int:
    """Return the number of a block: 63 bits of its key's digest; two that fall together cost a comparison."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _reviewed(held: Held, reviews: list[Review]) -> Held | None:
    """Return a claim as people's reviews leave it; None where it was rejected."""
    claim = effective(held.account.claim, reviews)
    return None if claim is None else replace(held, account=replace(held.account, claim=claim))
