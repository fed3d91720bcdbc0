"""The contract of a store, and the records that go in and come out; an engine a file keeps it.

Reports, readings, claims, judgements and reviews are only ever added, and are named by digests. What is derived from
them, events and ledgers, may be cleared and made again at any time.

A store is for one thread: open another for another. Any number may be open at once, here and in other processes. One
writes at a time, and the others wait; who reads is never kept waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol

from dateline.judgement import Judgement, Review
from dateline.records import Claim, ClaimType, Codebook, Reading, Report, Status

__all__ = [
    "WAIT",
    "ClaimQuery",
    "Coder",
    "Counts",
    "Entry",
    "Outcome",
    "ReportQuery",
    "Store",
    "Stored",
    "StoredClaim",
    "StoredReport",
]

WAIT = 30.0
"""Seconds that are waited for another writer before a store says that it is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """By what a report was read: what a reading hangs on beside the report itself.

    ``version`` is dateline's, ``model`` the digest of the language model's weights; ``registries`` and ``gazetteers``
    are digests of files of the user's, in order.
    """

    version: str
    model: str | None = None
    codebooks: tuple[Codebook, ...] = ()
    registries: tuple[str, ...] = ()
    gazetteers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A reading to be stored, with the bytes that its report was made of; None where there are none to keep."""

    reading: Reading
    raw: bytes | None = None


class Outcome(StrEnum):
    """What storing an entry came to."""

    NEW = "new"
    """A report that was not there."""
    REVISION = "revision"
    """Another version of a report whose URL is known."""
    REREAD = "reread"
    """A report that was there, read by another coder."""
    KNOWN = "known"
    """Report and reading were there; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of an entry: the report's id, what storing it came to, and how many claims were added."""

    report: str
    outcome: Outcome
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report as it is stored.

    ``document`` names what its revisions have in common, ``revision`` counts them from 1, ``stored`` is the instant
    (UTC) it was stored, ``raw`` the SHA-256 of the bytes it came from, ``claims`` how many its reading has.
    ``superseded`` says that there is a later revision.
    """

    report: Report
    document: str
    revision: int
    superseded: bool
    stored: str
    raw: str | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaim:
    """A claim with what an analyst wants to know of its report."""

    claim: Claim
    report: str
    source_id: str | None
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """Which reports; what is not given does not count. All that is given must hold.

    ``since`` and ``until`` are days of publication, ISO 8601 prefixes: until ``2021-06`` is until the end of June.
    ``text`` is looked for in title and text, see :mod:`dateline.store.words`. ``superseded`` asks for older revisions
    too. ``after`` is the id of the report after which to begin.
    """

    since: str | None = None
    until: str | None = None
    text: str | None = None
    outlet: str | None = None
    url: str | None = None
    ids: tuple[str, ...] = ()
    superseded: bool = False
    after: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims; what is not given does not count. All that is given must hold, one of each tuple.

    ``since`` and ``until`` are held against the time that the claim tells, and where it tells none that can be
    anchored, against the day its report was published. ``actor`` is a name, registry id, sector or country of an actor
    or recipient, ``speaker`` of who says so, ``place`` of a place or its country or region. ``text`` is looked for in
    the evidence. ``superseded`` asks for claims of older revisions and readings too. ``after`` is the id of the claim
    after which to begin.
    """

    types: tuple[ClaimType, ...] = ()
    modes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    since: str | None = None
    until: str | None = None
    actor: str | None = None
    speaker: str | None = None
    place: str | None = None
    text: str | None = None
    reports: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    superseded: bool = False
    after: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is in a store. ``documents`` counts the revisions of one URL as one; ``claims`` are the current ones."""

    reports: int
    documents: int
    readings: int
    claims: int
    superseded_claims: int
    judgements: int
    reviews: int


class Store(Protocol):
    """What every engine can do. All methods raise :class:`dateline.errors.StoreError`."""

    @property
    def name(self) -> str:
        """What to call it in messages: the file, or the URL without its password."""
        ...

    @property
    def version(self) -> int:
        """Return the version of its tables."""
        ...

    def close(self) -> None:
        """Close it; it cannot be used afterwards."""
        ...

    def __enter__(self) -> Store: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def known(self, reports: Sequence[str], coder: Coder) -> frozenset[str]:
        """Return those of the ids whose report is there and was read by this coder."""
        ...

    def add(self, entries: Sequence[Entry], coder: Coder) -> tuple[Stored, ...]:
        """Store entries, all of them or, where it fails, none; what is there already is not changed.

        When it returns they are on the disk.
        """
        ...

    def reading(self, report: str, coder: Coder | None = None) -> Reading | None:
        """Return the last reading of a report, or the one by a coder; None where there is none."""
        ...

    def raw(self, report: str) -> bytes | None:
        """Return the bytes that a report was made of; None where it is not there or came without."""
        ...

    def reports(self, query: ReportQuery) -> Iterator[StoredReport]:
        """Yield reports, last published first. Raises InputError where the query is wrong."""
        ...

    def claims(self, query: ClaimQuery) -> Iterator[StoredClaim]:
        """Yield claims, latest first by the time they tell. Raises InputError where the query is wrong."""
        ...

    def judge(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements; return how many were not there."""
        ...

    def judgements(self, of: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield judgements in order of time, all, or those on any of the ids."""
        ...

    def review(self, reviews: Iterable[Review]) -> int:
        """Add reviews; return how many were not there."""
        ...

    def reviews(self, of: Sequence[str] | None = None) -> Iterator[Review]:
        """Yield reviews in order of time, all, or those of any of the targets."""
        ...

    def clear_derived(self) -> None:
        """Take away events and ledgers, which can be made again from all else."""
        ...

    def counts(self) -> Counts:
        """Count what is in it."""
        ...

    def fingerprint(self) -> str:
        """Return a digest of all that was added, whatever the engine, the order and the time it was added."""
        ...

    def check(self) -> tuple[str, ...]:
        """Return what is wrong inside it, nothing where all is well."""
        ...
