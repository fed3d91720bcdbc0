"""Events and rows of ledgers as flat rows, for tables and CSV. Several values in one cell stand apart by "; "."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from dateline.event import Event, EventParty, Toll
from dateline.ledger import (
    AccessRow,
    ActorRow,
    CasualtyRow,
    ControlRow,
    Deed,
    LedgerKind,
    NegotiationRow,
    OutlookRow,
    Row,
    RuleRow,
    Step,
    Tie,
)

__all__ = ["EVENT_COLUMNS", "LEDGER_COLUMNS", "Cell", "event_cells", "joined", "ledger_cells", "names"]

Cell: TypeAlias = str | float | int | None

_ROLES = ("killed", "injured", "detained", "released", "displaced", "participants")
EVENT_COLUMNS: tuple[str, ...] = (
    *"event type mode contexts codes title status disputed denied_by date until".split(),
    *"place country admin1 latitude longitude radius_km gazetteer_id feature".split(),
    *"actors actor_ids actor_countries actor_sectors".split(),
    *"recipients recipient_ids recipient_countries recipient_sectors".split(),
    *(f"{role}_{what}" for role in _ROLES for what in ("low", "best", "high")),
    *"origins reports outlets first_published last_published claims part_of sums_up redirects".split(),
)
"""The columns of an event."""


def event_cells(event: Event) -> tuple[Cell, ...]:
    """Return the cells of an event, in the order of EVENT_COLUMNS; None where nothing is known."""
    place = event.place
    days = sorted(each.published for each in event.reports if each.published)
    return (
        event.id,
        event.type.value,
        event.mode,
        joined(event.contexts),
        joined(event.codes),
        event.title,
        event.status.value,
        joined(event.disputed),
        names(event.denied_by),
        event.date.value,
        event.date.until,
        *(
            (
                place.name,
                place.country,
                place.admin1,
                place.latitude,
                place.longitude,
                place.radius_km,
                place.gazetteer_id,
                place.feature,
            )
            if place
            else (None,) * 8
        ),
        *_parties(event.actors),
        *_parties(event.recipients),
        *(cell for role in _ROLES for cell in _toll(getattr(event.tolls, role))),
        len(event.origins),
        len(event.reports),
        joined(dict.fromkeys(each.outlet for each in event.reports if each.outlet)),
        days[0] if days else None,
        days[-1] if days else None,
        joined(event.claims),
        joined(part.event for part in event.parts if part.whole),
        joined(part.event for part in event.parts if not part.whole),
        joined(event.redirects),
    )


def _parties(found: tuple[EventParty, ...]) -> tuple[Cell, ...]:
    return (
        names(found),
        joined(each.entity for each in found),
        joined(dict.fromkeys(each.country for each in found)),
        joined(dict.fromkeys(each.sector for each in found)),
    )


def _toll(toll: Toll | None) -> tuple[Cell, ...]:
    return (None, None, None) if toll is None else (toll.low, toll.best, toll.high)


def names(found: Iterable[EventParty]) -> str | None:
    """Return the names of parties in one cell."""
    return joined(each.name for each in found)


def joined(values: Iterable[str | None]) -> str | None:
    """Return several values in one cell; None where there is none."""
    return "; ".join(value for value in values if value) or None


_FIRST = ("row", "place", "country", "latitude", "longitude")
_LAST = ("first_day", "last_day", "said_by", "origins", "reports", "claims")
_OWN = {
    LedgerKind.CONTROL: "holder holder_id state since until share_low share_high denied_by",
    LedgerKind.ACCESS: "what state since until by announced",
    LedgerKind.NEGOTIATIONS: "sides mediators state steps",
    LedgerKind.RULES: "mode imposed_by on conduct since until announced lifted",
    LedgerKind.OUTLOOK: "kind type mode text made due until by to outcome overdue event",
    LedgerKind.ACTORS: "actor actor_id actor_country actor_sector month did bore said wants denies ties",
    LedgerKind.CASUALTIES: "what whom by low high date event",
}
LEDGER_COLUMNS: dict[LedgerKind, tuple[str, ...]] = {
    kind: (*_FIRST, *own.split(), *_LAST) for kind, own in _OWN.items()
}
"""The columns of each ledger."""


def ledger_cells(row: Row) -> tuple[Cell, ...]:
    """Return the cells of a row of a ledger, in the order of its columns."""
    where = row.location
    return (
        row.id,
        row.place,
        where.country if where else None,
        where.latitude if where else None,
        where.longitude if where else None,
        *_own(row),
        row.first_day,
        row.last_day,
        joined(row.said_by),
        len(row.origins),
        joined(row.reports),
        joined(row.claims),
    )


def _own(row: Row) -> tuple[Cell, ...]:
    for kind, cells in _CELLS:
        if isinstance(row, kind):
            return cells(row)
    raise TypeError(f"{type(row).__name__} is no row of a ledger")


def _control(row: ControlRow) -> tuple[Cell, ...]:
    holder = row.holder
    name, entity = (holder.name, holder.entity) if holder else (None, None)
    return name, entity, row.state.value, row.since, row.until, row.low, row.high, joined(row.denied_by)


def _access(row: AccessRow) -> tuple[Cell, ...]:
    return row.what, row.state.value, row.since, row.until, names(row.by), _yes(row.announced)


def _negotiation(row: NegotiationRow) -> tuple[Cell, ...]:
    return names(row.sides), names(row.mediators), row.state.value, joined(map(_step, row.steps))


def _step(step: Step) -> str:
    by = names(step.by)
    return f"{step.day or '?'} {step.kind.value}{f' by {by}' if by else ''}: {step.text}"


def _rule(row: RuleRow) -> tuple[Cell, ...]:
    imposed, on = names(row.imposed_by), names(row.on)
    return row.mode, imposed, on, row.conduct, row.since, row.until, _yes(row.announced), _yes(row.lifted)


def _outlook(row: OutlookRow) -> tuple[Cell, ...]:
    return (
        row.kind.value,
        row.type.value,
        row.mode,
        row.text,
        row.made,
        row.due,
        row.until,
        names(row.by),
        names(row.to),
        row.outcome.value,
        _yes(row.overdue),
        row.event,
    )


def _actor(row: ActorRow) -> tuple[Cell, ...]:
    who = row.actor
    return (
        who.name,
        who.entity,
        who.country,
        who.sector,
        row.month,
        joined(map(_deed, row.did)),
        joined(map(_deed, row.bore)),
        row.said,
        joined(row.wants),
        joined(row.denies),
        joined(map(_tie, row.ties)),
    )


def _deed(deed: Deed) -> str:
    return f"{deed.type.value} {deed.count}"


def _tie(tie: Tie) -> str:
    return f"{tie.other.name} +{tie.friendly} -{tie.hostile}"


def _casualty(row: CasualtyRow) -> tuple[Cell, ...]:
    return row.what, row.whom, names(row.by), row.low, row.high, row.date, row.event


def _yes(value: bool) -> str:
    return "yes" if value else "no"


_CELLS: tuple[tuple[type, Callable[..., tuple[Cell, ...]]], ...] = (
    (ControlRow, _control),
    (AccessRow, _access),
    (NegotiationRow, _negotiation),
    (RuleRow, _rule),
    (OutlookRow, _outlook),
    (ActorRow, _actor),
    (CasualtyRow, _casualty),
)
