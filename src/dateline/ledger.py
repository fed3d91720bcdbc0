"""The ledgers: what stands, rather than what happens, as views over accounts of many reports.

Who holds which place, what is open, who negotiates with whom, which rules are imposed, what is foreseen, what each
actor does, who is held and released. Each row names the claims it rests on. Like events, rows are never stored for
good: they are a function of accounts and events (``docs/ledgers.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from dateline.event import EventParty, EventPlace
from dateline.records import ClaimType, Status

__all__ = [
    "ROW_OF",
    "AccessRow",
    "AccessState",
    "ActorRow",
    "CasualtyRow",
    "ControlRow",
    "ControlState",
    "Deed",
    "Figure",
    "LedgerKind",
    "LedgerRow",
    "Ledgers",
    "NegotiationRow",
    "NegotiationState",
    "Outcome",
    "OutlookRow",
    "Row",
    "RuleRow",
    "Step",
    "StepKind",
    "Term",
    "Tie",
]


class LedgerKind(StrEnum):
    """The ledgers."""

    CONTROL = "control"
    ACCESS = "access"
    NEGOTIATIONS = "negotiations"
    RULES = "rules"
    OUTLOOK = "outlook"
    ACTORS = "actors"
    CASUALTIES = "casualties"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What every row has.

    ``id`` is a digest of the part of the ledger that the row lies in and what makes it a row of its own, and stays
    while evidence grows. ``part`` is that part: see :func:`dateline.resolve.ledger.ledger_keys`. ``place`` is a name,
    with ``location`` where a claim says more of it; ``parties`` are names of all who take part. ``first_day`` and
    ``last_day`` are ISO 8601 prefixes, the first and last day that the row tells of or, where it tells none, on which
    it was told. ``said_by`` are the speakers, and the outlets where they speak themselves; ``claims`` and ``reports``
    are ids in the order in which they came in, ``origins`` one tuple of report ids for each independent origin.
    """

    id: str
    part: str
    place: str | None = None
    location: EventPlace | None = None
    parties: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    said_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()


class ControlState(StrEnum):
    """How it stands with a place and who is said to hold it."""

    HELD = "held"
    """Held by the holder, and nobody says otherwise of the same days."""
    CONTESTED = "contested"
    """Others are said to hold it in the same days, or it is said to be fought over."""
    LOST = "lost"
    """Held before, and no longer."""
    SHARE = "share"
    """The holder has a part of it: ``low`` and ``high`` per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow(LedgerRow):
    """Who is said to hold a place.

    ``holder`` is None where a place is said to be contested and not between whom. ``since`` and ``until`` are ISO 8601
    prefixes, None where nobody tells. ``against`` are ids of rows of the same place that contradict this one,
    ``denied_by`` those who say that it is not so.
    """

    holder: EventParty | None
    state: ControlState
    since: str | None = None
    until: str | None = None
    low: float | None = None
    high: float | None = None
    against: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


class AccessState(StrEnum):
    """Whether one may pass."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow(LedgerRow):
    """A crossing, road, camp or service that is open or closed.

    ``what`` is its kind in the words of the report ("crossing", "market"). ``by`` are those who opened or closed it.
    ``limits`` are the words that say that it is open in part ("by day only"). ``announced`` says that nobody tells it
    as done, only as to come.
    """

    what: str
    state: AccessState
    since: str | None = None
    until: str | None = None
    by: tuple[EventParty, ...] = ()
    limits: str | None = None
    announced: bool = False


class StepKind(StrEnum):
    """What a party does in a negotiation."""

    MEETING = "meeting"
    DEMAND = "demand"
    OFFER = "offer"
    ANSWER = "answer"
    THREAT = "threat"
    AGREEMENT = "agreement"
    TERM = "term"
    CONCESSION = "concession"
    CARRIED_OUT = "carried-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What is demanded, offered or agreed: the content of a step. ``low`` and ``high`` count what ``role`` says.

    ``exchange`` says that it is to be given for another term of the same step.
    """

    type: ClaimType
    mode: str | None = None
    text: str
    by: tuple[EventParty, ...] = ()
    to: tuple[EventParty, ...] = ()
    place: str | None = None
    role: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    exchange: bool = False
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a negotiation. ``day`` is an ISO 8601 prefix: when it was done, else when it was first told.

    ``to_come`` says that it is only planned; ``accepted`` is False for an answer that refuses, True for one that
    accepts.
    """

    kind: StepKind
    day: str | None
    dated: bool
    by: tuple[EventParty, ...] = ()
    to: tuple[EventParty, ...] = ()
    place: str | None = None
    text: str
    terms: tuple[Term, ...] = ()
    to_come: bool = False
    accepted: bool | None = None
    event: str | None = None
    said_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


class NegotiationState(StrEnum):
    """How far a negotiation is: that of the latest step that tells."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    REFUSED = "refused"
    AGREED = "agreed"
    CARRIED_OUT = "carried-out"
    BROKEN_OFF = "broken-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiationRow(LedgerRow):
    """What two parties ask of each other, offer, answer and agree, in the order of time."""

    sides: tuple[EventParty, ...]
    mediators: tuple[EventParty, ...] = ()
    state: NegotiationState
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(LedgerRow):
    """A rule that is imposed. ``conduct`` is what it asks or forbids, in the words of a report; None where none tells.

    ``mode`` is that of the claim (restrict, curfew, censor, martial-law). ``announced`` says that it is only to come,
    ``lifted`` that it holds no more.
    """

    mode: str
    imposed_by: tuple[EventParty, ...] = ()
    on: tuple[EventParty, ...] = ()
    conduct: str | None = None
    since: str | None = None
    until: str | None = None
    announced: bool = False
    lifted: bool = False


class Outcome(StrEnum):
    """What became of what was foreseen."""

    BORNE_OUT = "borne-out"
    NOT_BORNE_OUT = "not-borne-out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookRow(LedgerRow):
    """What is planned, ordered, promised, threatened, predicted or feared.

    ``made`` is the first day on which a report told it, ``due`` the time it is for, None where nobody tells.
    ``shown_by`` are the claims that show ``outcome``, never empty where it is known. ``overdue`` says that the due day
    is past and no account tells what became of it.
    """

    kind: Status
    type: ClaimType
    mode: str | None = None
    text: str
    made: str | None = None
    due: str | None = None
    until: str | None = None
    by: tuple[EventParty, ...] = ()
    to: tuple[EventParty, ...] = ()
    outcome: Outcome = Outcome.UNKNOWN
    overdue: bool = False
    shown_by: tuple[str, ...] = ()
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Happenings of one type that an actor took part in: how many, and the events, in order."""

    type: ClaimType
    count: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How an actor stands to another: happenings for and against it, done by either, counted as events."""

    other: EventParty
    friendly: int
    hostile: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow(LedgerRow):
    """What an actor did, bore, said and wants, in one month of reports.

    ``month`` is the month of publication, an ISO 8601 prefix, None where reports have no day: so a part stays small
    however long a store runs. ``did`` and ``bore`` count events; ``said`` counts claims told in its name; ``wants`` and
    ``denies`` are ids of claims.
    """

    actor: EventParty
    month: str | None
    did: tuple[Deed, ...] = ()
    bore: tuple[Deed, ...] = ()
    said: int = 0
    wants: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that an account gives. ``high`` is None where it is open."""

    low: float
    high: float | None
    said_by: tuple[str, ...]
    claim: str
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyRow(LedgerRow):
    """People killed, injured, detained, held, released, captured, missing or displaced, of one sort, in one event.

    ``what`` is the role of the number. ``whom`` is the sort of people in the words of a report, None where none tells;
    ``by`` those who did it or hold them. ``low`` and ``high`` span all ``figures``; ``high`` is None where the highest
    is open. ``event`` is None where the claim is of no event.
    """

    what: str
    whom: str | None = None
    by: tuple[EventParty, ...] = ()
    low: float
    high: float | None
    date: str | None = None
    figures: tuple[Figure, ...] = ()
    event: str | None = None


Row: TypeAlias = ControlRow | AccessRow | NegotiationRow | RuleRow | OutlookRow | ActorRow | CasualtyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """All ledgers, each in the order of first day, then id."""

    control: tuple[ControlRow, ...] = ()
    access: tuple[AccessRow, ...] = ()
    negotiations: tuple[NegotiationRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    outlook: tuple[OutlookRow, ...] = ()
    actors: tuple[ActorRow, ...] = ()
    casualties: tuple[CasualtyRow, ...] = ()

    def of(self, kind: LedgerKind) -> tuple[Row, ...]:
        """Return the rows of a ledger."""
        rows: dict[LedgerKind, tuple[Row, ...]] = {
            LedgerKind.CONTROL: self.control,
            LedgerKind.ACCESS: self.access,
            LedgerKind.NEGOTIATIONS: self.negotiations,
            LedgerKind.RULES: self.rules,
            LedgerKind.OUTLOOK: self.outlook,
            LedgerKind.ACTORS: self.actors,
            LedgerKind.CASUALTIES: self.casualties,
        }
        return rows[kind]


ROW_OF: dict[LedgerKind, type[Row]] = {
    LedgerKind.CONTROL: ControlRow,
    LedgerKind.ACCESS: AccessRow,
    LedgerKind.NEGOTIATIONS: NegotiationRow,
    LedgerKind.RULES: RuleRow,
    LedgerKind.OUTLOOK: OutlookRow,
    LedgerKind.ACTORS: ActorRow,
    LedgerKind.CASUALTIES: CasualtyRow,
}
"""The record of each ledger's rows."""
