"""What is derived from claims of many reports: accounts, and the events that they speak of.

Nothing here is stored for good: events are a function of reports, claims, judgements and reviews, and can be made again
from them. Their JSON form is the contract of ``dateline events --json`` (``docs/data-model.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dateline.records import Claim, ClaimType

__all__ = [
    "Account",
    "Event",
    "EventDate",
    "EventParty",
    "EventPlace",
    "EventReport",
    "EventStatus",
    "Part",
    "Toll",
    "Tolls",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A claim as one of many: with what must be known of its report to hold it against claims of other reports.

    ``order`` counts the accounts of a store as they came in, and never changes; ``published`` is an ISO 8601 date or
    None.
    """

    claim: Claim
    report: str
    source_id: str | None = None
    outlet: str | None = None
    published: str | None = None
    order: int = 0


class EventStatus(StrEnum):
    """How an event stands among its accounts. The first of these that holds, from the top."""

    CAME_TO_PASS = "came-to-pass"
    """Some accounts told it beforehand (planned, threatened, predicted ...) and others that it happened."""
    DENIED = "denied"
    """A party to it, or who answers for one, says that it did not happen."""
    DISPUTED = "disputed"
    """Accounts of different origins do not agree: on what, says :attr:`Event.disputed`."""
    PLANNED = "planned"
    """Nobody says that it happened: it is planned, ordered, promised, threatened, predicted, feared or possible."""
    CORROBORATED = "corroborated"
    """Two origins or more tell of it."""
    SINGLE_ORIGIN = "single-origin"
    """All accounts go back to one origin."""
    NOT_HAPPENED = "not-happened"
    """All accounts say that it did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When: ISO 8601 prefixes as in :class:`dateline.records.Time`; both None where no account tells it.

    ``claims`` are the ids of those that tell so.
    """

    value: str | None = None
    until: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Where, the most precise place that accounts agree on: the fields of a claim's place, and which claim has it.

    ``start`` and ``end`` are offsets into the text of that claim's report.
    """

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    gazetteer_id: str | None = None
    feature: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParty:
    """An actor or recipient of an event, and the ids of the claims that name it."""

    name: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many, by all accounts. ``high`` is None where the highest account is open ("at least 12").

    ``best`` is what most origins tell, of equals the latest published; ``claims`` are all that tell a number.
    """

    low: float
    best: float
    high: float | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolls:
    """The tolls of an event; None where no account tells one."""

    killed: Toll | None = None
    injured: Toll | None = None
    detained: Toll | None = None
    released: Toll | None = None
    displaced: Toll | None = None
    participants: Toll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """A report that speaks of an event."""

    id: str
    source_id: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Another event that this one sums up, or that sums this one up ("at least 40 attacks this month").

    ``whole`` says that the other is the summary; ``score`` in 0..1.
    """

    event: str
    whole: bool
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What claims from one or more reports say of one happening.

    ``id`` is a digest of the account that came in first, so that it stays while accounts are added; ``redirects`` are
    ids that an event had which has become part of this one. ``title`` is a plain line of who did what to whom, where
    and when. ``disputed`` names what accounts of different origins do not agree on (``killed``, ``injured``, ``place``,
    ``date``, ``actor`` ...), ``denied_by`` who denies it. ``reports`` counts papers; ``origins`` counts witnesses: one
    tuple of report ids for each origin. ``claims`` stand in the order in which they came in.
    """

    id: str
    type: ClaimType
    mode: str | None = None
    codes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    title: str
    date: EventDate
    place: EventPlace | None = None
    actors: tuple[EventParty, ...] = ()
    recipients: tuple[EventParty, ...] = ()
    tolls: Tolls = Tolls()
    status: EventStatus
    disputed: tuple[str, ...] = ()
    denied_by: tuple[EventParty, ...] = ()
    reports: tuple[EventReport, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()
    claims: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    redirects: tuple[str, ...] = ()
