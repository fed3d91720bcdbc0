"""Events in the 40 columns of POLECAT, tabs between them. UTF-8; readers that take it for Latin-1 see accents wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from dateline.event import Account, Event, EventParty
from dateline.export.base import Lookup, Made, Stamp, events_told, in_pages
from dateline.export.flat import Cell
from dateline.export.quad import QUADS, quad_class
from dateline.export.table import write_rows
from dateline.lexicon import countries
from dateline.records import Report

__all__ = ["COLUMNS", "write"]

COLUMNS = tuple(
    """Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,
    Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,
    Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,
    Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,
    Publication Date,Story People,Story Organizations,Story Locations,Language,Version""".replace("\n    ", "").split(
        ","
    )
)


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write TSV. States are no events of POLECAT's, nor what did not happen: they are left out and counted."""
    made = Made()
    made.rows = write_rows(COLUMNS, _rows(events, lookup, stamp, made), out, tabs=True)
    return made


def _rows(events: Iterable[Event], lookup: Lookup, stamp: Stamp, made: Made) -> Iterator[Sequence[Cell]]:
    for page in in_pages(events):
        kept = events_told(page, made)
        accounts = lookup.accounts([event.claims[0] for event in kept])
        reports = lookup.reports([event.reports[0].id for event in kept if event.reports])
        for event in kept:
            yield _row(event, accounts.get(event.claims[0]), reports, stamp)


def _row(event: Event, account: Account | None, reports: Mapping[str, Report], stamp: Stamp) -> tuple[Cell, ...]:
    place = event.place
    first = event.reports[0] if event.reports else None
    report = reports.get(first.id) if first else None
    quad = quad_class(event.type)
    country = countries.load().by_iso3.get(place.country) if place is not None and place.country else None
    geonames = place.gazetteer_id if place is not None and (place.gazetteer_id or "").isdigit() else None
    claim = account.claim if account is not None else None
    return (
        event.id,
        event.date.value if event.date.value and len(event.date.value) >= 10 else None,
        event.type.value,
        event.mode,
        None,
        QUADS[quad - 1].upper() if quad else None,
        _many(event.contexts),
        *_party(event.actors, [each.text for each in claim.actors] if claim else []),
        *_party(event.recipients, [each.text for each in claim.recipients] if claim else []),
        place.name if place else None,
        place.name if place is not None and (place.feature or "").startswith("PPL") else None,
        None,
        place.admin1 if place else None,
        country.name if country else None,
        place.latitude if place else None,
        place.longitude if place else None,
        geonames,
        place.text if place else None,
        place.feature if place else None,
        first.outlet if first else None,
        first.published if first else None,
        None,
        None,
        None,
        report.language if report else None,
        f"dateline {stamp.version}",
    )


def _party(parties: tuple[EventParty, ...], raw: Sequence[str]) -> tuple[Cell, ...]:
    sectors = list(dict.fromkeys(each.sector for each in parties if each.sector))
    return (
        _many(each.name for each in parties),
        _many(dict.fromkeys(each.country for each in parties if each.country)),
        None,
        sectors[0] if sectors else None,
        _many(sectors),
        None,
        _many(raw),
        None,
    )


def _many(values: Iterable[str]) -> str | None:
    """Write several values in one cell, as POLECAT does."""
    return ";".join(value.replace(";", ",") for value in values) or None
