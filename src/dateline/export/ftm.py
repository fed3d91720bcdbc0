"""Events as FollowTheMoney entities, JSON Lines: Event, its parties, and the Article of each report.

FollowTheMoney has nothing for claims, tolls or who says so: the title, status and numbers stand in ``description``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from dateline.codec import digest
from dateline.event import Event, EventParty
from dateline.export.base import Lookup, Made, Stamp, dumps, events_told, in_pages
from dateline.lexicon import countries
from dateline.records import Report

__all__ = ["write"]

_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
_BODIES = frozenset({"REB", "INS", "RAD", "UAF", "PTY", "IGO", "NGO", "NGM", "MNC", "BUS", "MED"})


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write entities, a line each; a party or report is written once. States and what did not happen are left out."""
    made = Made()
    seen: set[str] = set()
    for page in in_pages(events):
        kept = events_told(page, made)
        reports = lookup.reports(sorted({each.id for event in kept for each in event.reports}))
        for event in kept:
            found = [_party(each) for each in (*event.actors, *event.recipients)]
            articles = [_article(reports[each.id]) for each in event.reports if each.id in reports]
            own = _event(event, [str(one["id"]) for one in found], [str(one["id"]) for one in articles], reports)
            for entity in (*found, *articles, own):
                name = str(entity["id"])
                if name not in seen:
                    seen.add(name)
                    out.write(dumps(entity) + b"\n")
                    made.rows += 1
    return made


def _entity(id: str, schema: str, **properties: Iterable[str | None]) -> dict[str, object]:
    found = {name: list(dict.fromkeys(each for each in values if each)) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in found.items() if values}}


def _event(event: Event, parties: list[str], articles: list[str], reports: Mapping[str, Report]) -> dict[str, object]:
    place, date = event.place, event.date
    notes = [f"Status: {event.status.value}; {len(event.reports)} reports of {len(event.origins)} independent origins."]
    for name in ("killed", "injured", "detained", "released", "displaced"):
        toll = getattr(event.tolls, name)
        if toll is not None:
            notes.append(
                f"{name}: {toll.low:g} to {'?' if toll.high is None else f'{toll.high:g}'}, best {toll.best:g}."
            )
    if event.disputed:
        notes.append(f"Disputed: {', '.join(event.disputed)}.")
    return _entity(
        f"dateline-event-{event.id}",
        "Event",
        name=[event.title],
        date=[date.value] if date.until is None else [],
        startDate=[date.value] if date.until else [],
        endDate=[date.until],
        country=[_country(place.country)] if place is not None else [],
        location=[place.name] if place is not None else [],
        involved=parties,
        proof=articles,
        sourceUrl=[
            reports[each.id].url for each in event.reports if each.id in reports and _is_link(reports[each.id].url)
        ],
        summary=[" ".join(notes)],
        keywords=[event.type.value, event.mode, *event.contexts],
        recordId=[event.id],
    )


def _party(party: EventParty) -> dict[str, object]:
    schema = "PublicBody" if party.sector in _PUBLIC else "Organization" if party.sector in _BODIES else "LegalEntity"
    key = party.entity or digest("party", party.name, party.country, party.sector)
    return _entity(
        f"dateline-party-{digest('party', key)}",
        schema,
        name=[party.name],
        country=[_country(party.country)],
        keywords=[party.sector],
    )


def _article(report: Report) -> dict[str, object]:
    return _entity(
        f"dateline-report-{report.id}",
        "Article",
        title=[report.title],
        fileName=[report.source_id],
        publisher=[report.outlet],
        author=[report.byline],
        publishedAt=[report.published],
        sourceUrl=[report.url] if _is_link(report.url) else [],
        language=["eng"] if report.language == "en" else [],
    )


def _is_link(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


def _country(iso3: str | None) -> str | None:
    country = countries.load().by_iso3.get(iso3 or "")
    return country.iso2.lower() if country is not None and country.valid_until is None else None
