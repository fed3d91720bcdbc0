"""Events in the 49 columns of UCDP GED. Ids and codes that are UCDP's own are left empty; see docs/exporting.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from dateline.event import Event, EventParty
from dateline.export.base import STATE_SECTORS, Lookup, Made, Stamp, in_pages, opponents, told
from dateline.export.flat import Cell, joined
from dateline.export.table import write_rows
from dateline.lexicon import countries
from dateline.lexicon.actors import ARMED
from dateline.records import ClaimType

__all__ = ["COLUMNS", "write"]

COLUMNS = (
    *"id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name".split(),
    *"dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a".split(),
    *"side_b_dset_id side_b_new_id side_b".split(),
    *"number_of_sources source_article source_office source_date source_headline source_original".split(),
    *"where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid".split(),
    *"country country_id region event_clarity date_prec date_start date_end".split(),
    *"deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob".split(),
)
_CIVILIANS = frozenset({"CVL", "REF", "REL", "EDU", "HLH", "MED", "NGO", "NGM", "HRI", "LAB", "AGR", "BUS", "SOC"})
_ATTACKED = "Civilians"
"""What UCDP calls the other side of one-sided violence."""


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write CSV: uses of force in which somebody is said to have been killed; the rest is left out."""
    made = Made()
    made.rows = write_rows(COLUMNS, _rows(events, lookup, made), out)
    return made


def _rows(events: Iterable[Event], lookup: Lookup, made: Made) -> Iterator[Sequence[Cell]]:
    for page in in_pages(events):
        kept = []
        for event in page:
            why = told(event)
            if why is None and event.type is not ClaimType.ASSAULT:
                why = f"{event.type.value} is no organized violence"
            if why is None and (event.tolls.killed is None or (event.tolls.killed.high or 1) < 1):
                why = "nobody is said to have been killed"
            if why is None:
                kept.append(event)
            else:
                made.leave_out(why)
        reports = lookup.reports([event.reports[0].id for event in kept if event.reports])
        for event in kept:
            first = reports.get(event.reports[0].id) if event.reports else None
            yield _row(event, first.title if first else None)


def _row(event: Event, headline: str | None) -> tuple[Cell, ...]:
    place, toll = event.place, event.tolls.killed
    assert toll is not None
    country = countries.load().by_iso3.get(place.country) if place is not None and place.country else None
    point = place is not None and place.latitude is not None and place.longitude is not None
    day = event.date.value or ""
    start, end, precision = _dates(event)
    first = event.reports[0] if event.reports else None
    violence = _violence(event)
    side_a, side_b = _side(event.actors), _ATTACKED if violence == 3 else _side(opponents(event))
    return (
        event.id,
        None,
        day[:4] or None,
        None,
        None,
        violence,
        None,
        None,
        None,
        None,
        None,
        f"{side_a} - {side_b}" if side_a and side_b else None,
        None,
        None,
        side_a,
        None,
        None,
        side_b,
        len(event.origins),
        joined(dict.fromkeys(each.outlet or each.source_id for each in event.reports)),
        first.outlet if first else None,
        first.published if first else None,
        headline,
        None,
        _where(place.radius_km if place is not None and point else None),
        place.name if place else None,
        place.text if place else None,
        place.admin1 if place else None,
        None,
        place.latitude if place else None,
        place.longitude if place else None,
        f"POINT ({place.longitude:.6f} {place.latitude:.6f})" if place is not None and point else None,
        None,
        country.name if country else None,
        None,
        None,
        2 if len(event.claims) > 1 and event.date.until and event.date.until != day else 1,
        precision,
        start,
        end,
        None,
        None,
        None,
        toll.best,
        toll.best,
        toll.high,
        toll.low,
        None,
        None,
    )


def _violence(event: Event) -> int | None:
    """Return UCDP's type: 1 state-based, 2 non-state, 3 one-sided; None where a side is not known well enough."""
    against = opponents(event)
    if not event.actors or not against:
        return None
    a, b = _kinds(event.actors), _kinds(against)
    if b and b <= {"civilians"} and a and a <= {"state", "armed"}:
        return 3
    if a <= {"state", "armed"} and b <= {"state", "armed"} and a and b:
        return 1 if "state" in a | b else 2
    return None


def _side(parties: tuple[EventParty, ...]) -> str | None:
    """Return the sides that parties name: states and armed groups. Who was only hit is none, as UCDP has it."""
    return joined(each.name for each in parties if _kind(each) in ("state", "armed"))


def _kinds(parties: tuple[EventParty, ...]) -> set[str]:
    return {_kind(party) for party in parties}


def _kind(party: EventParty) -> str:
    sector = party.sector or ""
    if sector in STATE_SECTORS:
        return "state"
    if sector in ARMED:
        return "armed"
    return "civilians" if sector in _CIVILIANS else "?"


def _where(radius: float | None) -> int | None:
    """Return UCDP's precision: 1 the place, 2 within some 25 km, 4 a region, 6 a country; None without a point."""
    return None if radius is None else 1 if radius <= 10 else 2 if radius <= 25 else 4 if radius <= 200 else 6


def _dates(event: Event) -> tuple[str | None, str | None, int | None]:
    """Return first and last day, and UCDP's precision: 1 the day, 2 up to 6 days, 4 the month, 5 the year."""
    value, until = event.date.value, event.date.until
    if value is None:
        return None, None, None
    if len(value) >= 10:
        return value[:10], (until or value)[:10], 1 if until is None or until[:10] == value[:10] else 2
    if len(value) == 7 and value[5:].isdigit():
        return None, None, 4
    return None, None, 5 if len(value) == 4 else None
