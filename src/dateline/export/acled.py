"""Events in the 31 columns of ACLED. What our record does not know is left empty; see docs/exporting.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from dateline.event import Event, EventParty, EventReport
from dateline.export.base import Lookup, Made, Stamp, in_pages, opponents, told
from dateline.export.flat import Cell, joined
from dateline.export.table import write_rows
from dateline.lexicon import acled, countries
from dateline.lexicon.acled import ANY, Kind
from dateline.records import ClaimType

__all__ = ["COLUMNS", "kind_of", "write"]

COLUMNS = (
    *"event_id_cnty event_date year time_precision disorder_type event_type sub_event_type".split(),
    *"actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting".split(),
    *"iso region country admin1 admin2 admin3 location latitude longitude geo_precision".split(),
    *"source source_scale notes fatalities tags timestamp".split(),
)
_STATE, _REBELS, _CIVILIANS, _EXTERNAL = "State forces", "Rebel groups", "Civilians", "External/Other forces"
_ARMED = frozenset({_STATE, _REBELS, "Political militias", "Identity militias", _EXTERNAL})
_TOLD_WITH = "a place that was taken, told with the battle"
_NOT_ACLED = "is no type of event that ACLED has"
_NEAR_KM, _PART_KM = 10.0, 50.0


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write CSV. Events that did not happen, and those of types that ACLED does not have, are left out and counted."""
    made = Made()
    made.rows = write_rows(COLUMNS, _rows(events, lookup, made), out)
    return made


def _rows(events: Iterable[Event], lookup: Lookup, made: Made) -> Iterator[Sequence[Cell]]:
    for page in in_pages(events):
        taken, told_with = _taken(page, lookup)
        for event in page:
            kind = taken.get(event.id) or kind_of(event)
            why = told(event) or (None if kind else _TOLD_WITH if event.id in told_with else _lacking(event))
            if why is not None or kind is None:
                made.leave_out(why or _NOT_ACLED)
            else:
                yield _row(event, kind)


def _taken(page: Sequence[Event], lookup: Lookup) -> tuple[dict[str, Kind], set[str]]:
    """Find the uses of force of a page by which a place was taken, and the events that tell of its being taken.

    Our coder reads a word like "captured" twice, as force and as control that was gained: one word makes the two one.
    Where it reads the gain alone, the word tells whether it was by force.
    """
    gains = [e for e in page if e.type is ClaimType.CONTROL and e.mode == "gain" and told(e) is None]
    force = [e for e in page if e.type is ClaimType.ASSAULT and told(e) is None] if gains else []
    accounts = lookup.accounts([claim for event in (*gains, *force) for claim in event.claims]) if gains else {}
    words: dict[tuple[str, int], Event] = {}
    for event in gains:
        for claim in event.claims:
            if claim in accounts:
                words[accounts[claim].report, accounts[claim].claim.trigger.start] = event
    kinds: dict[str, Kind] = {}
    beside: set[str] = set()
    for event in force:
        at = ((each.report, each.claim.trigger.start) for claim in event.claims if (each := accounts.get(claim)))
        gain = next((words[one] for one in at if one in words), None)
        kind = _gain(gain) if gain is not None else None
        if gain is not None and kind is not None:
            kinds[event.id] = kind
            beside.add(gain.id)
    for event in gains:
        triggers = [accounts[claim].claim.trigger.text.casefold() for claim in event.claims if claim in accounts]
        by_force = any(word.startswith(acled.load().stormed) for word in triggers)
        if event.id not in beside and by_force and (kind := _gain(event)) is not None:
            kinds[event.id] = kind
    return kinds, beside


def _gain(event: Event) -> Kind | None:
    """Return the kind of a battle in which a place was taken, by who took it; None where that is not known."""
    sides = {_inter(party, event) for party in event.actors} & _ARMED
    if len(sides) != 1:
        return None
    return acled.load().force["regained" if sides == {_STATE} else "overtaken"]


def _lacking(event: Event) -> str:
    """Say why an event has no type of ACLED's."""
    if event.type is ClaimType.CONTROL and event.mode == "gain":
        return "control that changed, and it is not known whether by force"
    if event.type is ClaimType.ASSAULT:
        return "force, and it is not known whether on an armed side or on civilians"
    return f"{event.type.value} {event.mode or ''}".strip() + f" {_NOT_ACLED}"


def kind_of(event: Event) -> Kind | None:
    """Return type and sub-type of ACLED's; None where it has none, or who is acted on is not known and would tell."""
    tables = acled.load()
    found = tables.kinds.get((event.type, event.mode or ANY)) or tables.kinds.get((event.type, ANY))
    if found is not None or event.type is not ClaimType.ASSAULT:
        return found
    sides = [_inter(party, event) for party in opponents(event)]
    if any(side in _ARMED for side in sides) and any(_inter(party, event) in _ARMED for party in event.actors):
        return tables.force["armed"]
    return tables.force["civilians"] if _CIVILIANS in sides else None


def _row(event: Event, kind: Kind) -> tuple[Cell, ...]:
    day, precision = _date(event)
    crowd = acled.load().crowd.get(kind.event_type)
    first = _side(event.actors, event, crowd)
    second = _side(opponents(event), event, crowd)
    place, toll = event.place, event.tolls.killed
    country = countries.load().by_iso3.get(place.country) if place is not None and place.country else None
    targeted = kind.event_type == "Violence against civilians" or (
        kind.event_type != "Battles" and second[2] == _CIVILIANS
    )
    return (
        f"{place.country}{event.id}" if place is not None and place.country else event.id,
        day,
        event.date.value[:4] if event.date.value else None,
        precision,
        acled.load().disorder[kind.event_type],
        kind.event_type,
        kind.sub_event_type,
        *first,
        *second,
        "-".join(each for each in (first[2], second[2]) if each) or None,
        "Civilian targeting" if targeted else None,
        country.numeric if country else None,
        None,  # ACLED's regions are its own
        country.name if country else None,
        place.admin1 if place else None,
        None,
        None,
        place.name if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        _geo_precision(place.radius_km if place and place.latitude is not None else None),
        joined(dict.fromkeys(_source(each) for each in event.reports)),
        None,
        _notes(event),
        toll.best if toll else None,
        _tags(event),
        None,
    )


def _date(event: Event) -> tuple[str | None, int | None]:
    """Return the day and ACLED's precision: 1 the day, 2 the week, 3 the month; no day is made up for a month."""
    value, until = event.date.value, event.date.until
    if value is None:
        return None, None
    if len(value) >= 10:
        return value[:10], 1 if until is None or until[:10] == value[:10] else 2
    return None, 3 if len(value) == 7 and value[5:].isdigit() else None


def _side(
    parties: tuple[EventParty, ...], event: Event, crowd: str | None
) -> tuple[str | None, str | None, str | None]:
    """Return the first party, the others, and who the first is to ACLED."""
    if not parties:
        return None, None, None
    inter = _inter(parties[0], event)
    if crowd is not None and inter == _CIVILIANS:
        inter = crowd
    return parties[0].name, joined(each.name for each in parties[1:]), inter


def _inter(party: EventParty, event: Event) -> str | None:
    found = acled.load().inter.get(party.sector or "")
    where = event.place.country if event.place is not None else None
    if found == _STATE and where is not None and party.country is not None and party.country != where:
        return _EXTERNAL
    return found


def _geo_precision(radius: float | None) -> int | None:
    """Return ACLED's precision: 1 the place, 2 a part of a region, 3 a region."""
    return None if radius is None else 1 if radius <= _NEAR_KM else 2 if radius <= _PART_KM else 3


def _source(report: EventReport) -> str | None:
    return report.outlet or report.source_id


def _notes(event: Event) -> str:
    origins = len(event.origins)
    notes = [f"{event.title}.", f"Status: {event.status.value}, {origins} independent origin{'s'[: origins != 1]}."]
    if event.disputed:
        notes.append(f"Disputed: {', '.join(event.disputed)}.")
    if event.denied_by:
        notes.append(f"Denied by {', '.join(each.name for each in event.denied_by)}.")
    toll = event.tolls.killed
    if toll is not None and toll.low != toll.high:
        notes.append(f"Killed: {toll.low:g} to {'?' if toll.high is None else f'{toll.high:g}'}.")
    return " ".join(notes)


def _tags(event: Event) -> str | None:
    size = event.tolls.participants
    return None if size is None else f"crowd size={size.best:g}"
