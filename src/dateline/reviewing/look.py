"""A claim as it is looked at: what the coder read, what people made of it, its words, its event, the other accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.errors import InputError
from dateline.event import Event
from dateline.judgement import Review
from dateline.records import Claim, Reading
from dateline.resolve.review import added, effective
from dateline.reviewing.queue import reviewed_claims
from dateline.store import ClaimQuery, Derived, Store, StoredClaim
from dateline.store.reviewed import Change, Reviewed, seen_of

__all__ = ["LAYERS", "Account", "Look", "Page", "Piece", "Scope", "look", "page", "pieces", "scope"]

LAYERS = ("trigger", "actor", "recipient", "place", "time", "number", "speaker", "evidence")
"""What is marked in the text of a claim."""
AROUND = 1_500
"""Characters that are shown on each side of a claim, at most; a paragraph is mostly less."""
ACCOUNTS = 12
"""Other accounts that are shown, at most."""
SHOWN = 40_000
"""Characters of a report that are shown at once."""
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_LONGEST = 200
"""Characters of one word; longer ones are shown as several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word of a report or what stands between two, with the layers that cover it."""

    text: str
    start: int
    end: int
    layers: tuple[str, ...]
    word: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a change of a claim is about: all claims of its event, what people did with them, and the digest of that."""

    event: Event | None
    about: tuple[str, ...]
    changes: tuple[Change, ...]
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A claim of an event as people left it; ``claim`` is None where it was rejected."""

    stored: StoredClaim
    claim: Claim | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A claim as it is looked at. ``stored`` is the machine's reading, ``now`` what stands, None where it is rejected.

    ``others`` are the first other accounts of its event, and ``other_count`` how many there are.
    """

    stored: StoredClaim
    now: Claim | None
    reading: Reading
    paragraph: tuple[Piece, ...]
    scope: Scope
    others: tuple[Account, ...]
    other_count: int

    @property
    def shown(self) -> Claim:
        """Return what stands, or what the machine read where it is rejected."""
        return self.now or self.stored.claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report whose words can be picked: a stretch of it, what was coded in it, and what people did with that.

    ``earlier`` and ``later`` are offsets from which the stretches before and after are shown; None: there are none.
    """

    reading: Reading
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    added: tuple[Claim, ...]
    reviewed: frozenset[str]
    complete: bool
    changes: tuple[Change, ...]
    seen: str
    earlier: int | None
    later: int | None


def look(store: Store, name: str) -> Look:
    """Look at a claim.

    Raises:
        InputError: there is no claim of that id.
    """
    asked = ClaimQuery(ids=(name,))
    stored = next(store.claims(asked), None) or next(store.claims(replace(asked, superseded=True)), None)
    if stored is None:
        raise InputError(f"{name}: there is no claim of this id in {store.name}")
    around = scope(store, name)
    reviews = [one for one in around.changes if isinstance(one, Review)]
    reading = store.reading(stored.report)
    assert reading is not None
    others = [each for each in around.about if each != name]
    found = {one.claim.id: one for one in store.claims(ClaimQuery(ids=tuple(others[:ACCOUNTS])))} if others else {}
    now = effective(stored.claim, reviews)
    return Look(
        stored=stored,
        now=now,
        reading=reading,
        paragraph=tuple(_paragraph(reading, now or stored.claim)),
        scope=around,
        others=tuple(
            Account(stored=found[each], claim=effective(found[each].claim, reviews))
            for each in others[:ACCOUNTS]
            if each in found
        ),
        other_count=len(others),
    )


def scope(store: Store, name: str) -> Scope:
    """Return what a change of a claim is about."""
    derived = Derived(store)
    numbers = derived.numbers([name])
    events = list(derived.events(list(derived.events_of(list(numbers.values())).values())).values())
    event = events[0] if events else None
    about = event.claims if event is not None else (name,)
    changes = Reviewed(store).history(about)
    return Scope(event=event, about=about, changes=changes, seen=seen_of(changes))


def page(store: Store, report: str, *, start: int = 0) -> Page:
    """Return a report with what was coded in it, from an offset on.

    Raises:
        InputError: there is no report of that id.
    """
    reading = store.reading(report)
    if reading is None:
        raise InputError(f"{report}: there is no report of this id in {store.name}")
    changes = Reviewed(store).history([report, *(claim.id for claim in reading.claims)])
    reviews = [one for one in changes if isinstance(one, Review)]
    extra = tuple(found for one in added(report, reviews) if (found := effective(one, reviews)) is not None)
    now = [(claim, effective(claim, reviews)) for claim in reading.claims]
    standing_claims = tuple(found for _, found in now if found is not None)
    length = len(reading.report.text)
    start = max(0, min(start, length - 1)) if length else 0
    end = min(length, start + SHOWN)
    marks = [(claim.trigger.start, claim.trigger.end, "trigger") for claim in standing_claims]
    marks += [(claim.trigger.start, claim.trigger.end, "added") for claim in extra]
    done = reviewed_claims(store, [report, *(claim.id for claim in reading.claims)])
    return Page(
        reading=reading,
        pieces=tuple(pieces(reading.report.text, start, end, marks)),
        claims=standing_claims,
        rejected=tuple(claim for claim, found in now if found is None),
        added=extra,
        reviewed=done - {report},
        complete=report in done,
        changes=changes,
        seen=seen_of(changes),
        earlier=max(0, start - SHOWN) if start else None,
        later=end if end < length else None,
    )


def _paragraph(reading: Reading, claim: Claim) -> Iterator[Piece]:
    """Yield the words of the passage that a claim stands in, with its layers."""
    text, at = reading.report.text, claim.trigger.start
    inside = [p for p in reading.report.passages if p.start <= at < p.end]
    low, high = (inside[0].start, inside[0].end) if inside else (0, len(text))
    low, high = min(low, claim.evidence.start), max(high, claim.evidence.end)
    low, high = max(low, at - AROUND), min(high, at + AROUND)
    return pieces(text, low, high, marks_of(claim))


def marks_of(claim: Claim) -> list[tuple[int, int, str]]:
    """Return the stretches of a claim, each with its layer."""
    found = [
        (claim.trigger.start, claim.trigger.end, "trigger"),
        (claim.evidence.start, claim.evidence.end, "evidence"),
    ]
    found += [(each.start, each.end, "actor") for each in claim.actors]
    found += [(each.start, each.end, "recipient") for each in claim.recipients]
    found += [(each.start, each.end, "place") for each in claim.places]
    found += [(each.start, each.end, "time") for each in claim.times]
    found += [(each.start, each.end, "number") for each in claim.quantities]
    found += [(each.start, each.end, "speaker") for each in claim.attribution]
    return found


def pieces(text: str, low: int, high: int, marks: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """Yield the words of a stretch of a text, and what stands between them, with the layers that cover them."""
    edges = sorted(marks)
    live: list[tuple[int, int, str]] = []
    next_mark = 0
    for start, end, word in _words(text, low, high):
        while next_mark < len(edges) and edges[next_mark][0] < end:
            live.append(edges[next_mark])
            next_mark += 1
        live = [mark for mark in live if mark[1] > start]
        layers = tuple(dict.fromkeys(layer for _, _, layer in live))
        yield Piece(text=text[start:end], start=start, end=end, layers=layers, word=word)


def _words(text: str, low: int, high: int) -> Iterable[tuple[int, int, bool]]:
    at = low
    for found in _WORD.finditer(text, low, high):
        if found.start() > at:
            yield at, found.start(), False
        for start in range(found.start(), found.end(), _LONGEST):
            yield start, min(start + _LONGEST, found.end()), True
        at = found.end()
    if at < high:
        yield at, high, False
