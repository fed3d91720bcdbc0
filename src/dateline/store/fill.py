"""Filling a store from a stream of reports: what is there is passed over, the rest is coded and stored batch by batch.

It can be stopped at any moment and begun again: what was told as stored stays, and what was not is done then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from dateline.records import Reading
from dateline.store.base import Coder, Entry, Outcome, Stored

__all__ = ["Arrival", "Keeper", "Progress", "fill"]

_LOOKED_UP = 64
"""Reports that are looked up in one go: enough to pass quickly over what is there, few enough to hold in memory."""
PAUSE = 1.0
"""Seconds after which what is coded is stored, so that little is lost when it is stopped."""
MOST = 256
"""Reports that are stored in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A report that has come in, not coded yet, with the bytes it was made of; None where there are none to keep."""

    reading: Reading
    raw: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is. All that ``stored`` counts is on the disk.

    ``seen`` counts reports that came in: ``stored`` = ``new`` + ``revisions`` + ``reread``, and ``known`` were there
    already. ``coded_bytes`` of ``seen_bytes`` were not, and took most of ``seconds``. ``uncoded`` of those stored are
    in a language that is not coded.
    """

    seen: int = 0
    new: int = 0
    revisions: int = 0
    reread: int = 0
    known: int = 0
    uncoded: int = 0
    claims: int = 0
    seen_bytes: int = 0
    coded_bytes: int = 0
    seconds: float = 0.0

    @property
    def stored(self) -> int:
        """Return how many were stored."""
        return self.new + self.revisions + self.reread


class Keeper(Protocol):
    """What filling asks of a store."""

    @property
    def name(self) -> str:
        """Return how it is called in messages."""
        ...

    def known(self, reports: Sequence[str], coder: Coder) -> AbstractSet[str]:
        """Return those of the reports that the coder has read."""
        ...

    def add(self, entries: Sequence[Entry], coder: Coder) -> Sequence[Stored]:
        """Add readings, all or none; return what became of each."""
        ...


def fill(
    store: Keeper,
    arrivals: Iterable[Arrival],
    *,
    code: Callable[[Iterable[Reading]], Iterator[Reading]],
    coder: Coder,
    pause: float = PAUSE,
    most: int = MOST,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Code and store what has come in; return what came of it.

    ``code`` takes readings to coded ones, in order, as ``coder`` says; it may draw some ahead, and leave some out,
    which are not stored then. ``told`` is called with what is stored so far: after each batch that is on the disk, and
    after each that was there already.

    When it is interrupted (KeyboardInterrupt), what is coded by then is stored first.

    Raises:
        StoreError: the store cannot be written to. What was told as stored is.
    """
    filling = _Filling(store, coder, most, told)
    raws: dict[str, bytes | None] = {}  # of what is being coded
    try:
        for reading in code(_fresh(iter(arrivals), filling, raws)):
            filling.take(Entry(reading=reading, raw=raws.pop(reading.report.id, None)))
            if time.monotonic() - filling.last >= pause:
                filling.store()
    except KeyboardInterrupt:
        filling.store()
        raise
    filling.store()
    return filling.progress


def _fresh(stream: Iterator[Arrival], filling: _Filling, raws: dict[str, bytes | None]) -> Iterator[Reading]:
    """Yield what is to be coded, each once, with its bytes put by."""
    while found := list(islice(stream, _LOOKED_UP)):
        for each in filling.look_up(found):
            raws[each.reading.report.id] = each.raw
            yield each.reading


class _Filling:
    """What is coded and not stored yet, and the count of all."""

    def __init__(self, store: Keeper, coder: Coder, most: int, told: Callable[[Progress], None]) -> None:
        self._store, self._coder, self._most, self._told = store, coder, most, told
        self._entries: list[Entry] = []
        self._waiting: set[str] = set()
        self._began = self.last = time.monotonic()
        self.progress = Progress()

    def look_up(self, arrivals: list[Arrival]) -> list[Arrival]:
        """Return those that are to be coded, each once."""
        known = self._store.known([each.reading.report.id for each in arrivals], self._coder)
        fresh = []
        seen = coded = 0
        for each in arrivals:
            name = each.reading.report.id
            size = len(each.raw or b"")
            seen += size
            if name in known or name in self._waiting:
                continue
            self._waiting.add(name)
            coded += size
            fresh.append(each)
        done = self.progress
        self.progress = replace(
            done,
            seen=done.seen + len(arrivals),
            known=done.known + len(arrivals) - len(fresh),
            seen_bytes=done.seen_bytes + seen - coded,
        )
        if len(fresh) < len(arrivals):
            self._tell()
        return fresh

    def take(self, entry: Entry) -> None:
        """Add a coded one."""
        self._entries.append(entry)
        if len(self._entries) >= self._most:
            self.store()

    def store(self) -> None:
        """Store what is coded, and tell of it."""
        entries = list(self._entries)
        if entries:
            outcomes = self._store.add(entries, self._coder)
            # Not before they are on the disk: who interrupts it between finds them again, and they are known then.
            del self._entries[: len(entries)]
            self._waiting -= {entry.reading.report.id for entry in entries}
            found = [each.outcome for each in outcomes]
            done, size = self.progress, sum(len(entry.raw or b"") for entry in entries)
            self.progress = replace(
                done,
                new=done.new + found.count(Outcome.NEW),
                revisions=done.revisions + found.count(Outcome.REVISION),
                reread=done.reread + found.count(Outcome.REREAD),
                known=done.known + found.count(Outcome.KNOWN),
                uncoded=done.uncoded
                + sum(
                    entry.reading.report.language != "en" and each.outcome is not Outcome.KNOWN
                    for entry, each in zip(entries, outcomes, strict=True)
                ),
                claims=done.claims + sum(each.claims for each in outcomes),
                seen_bytes=done.seen_bytes + size,
                coded_bytes=done.coded_bytes + size,
            )
            self._tell()
        self.last = time.monotonic()

    def _tell(self) -> None:
        self.progress = replace(self.progress, seconds=time.monotonic() - self._began)
        self._told(self.progress)
