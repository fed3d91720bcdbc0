"""Events as JSON Lines in the data fields of the PLOVER manual (its draft chapter): a line an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from dateline.event import Account, Event, EventParty
from dateline.export.base import Lookup, Made, Stamp, dumps, in_pages
from dateline.export.quad import quad_class
from dateline.records import STATES, Report

__all__ = ["FIELDS", "write"]

FIELDS = (
    *"id has_event date time enddate endtime actor recipient event event_loc event_text".split(),
    *"quad_code event_scale mode context link text text_info cite_info coder coded_date coded_time comment".split(),
)


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write a line an event. Left out: states (CONTROL ...), which PLOVER has not, and what has no date or no actor."""
    made = Made()
    for page in in_pages(events):
        kept = []
        for event in page:
            why = "is a state, not an event" if event.type in STATES else None
            why = why or ("has no date" if event.date.value is None else None)
            why = why or ("has no actor" if not event.actors else None)
            if why is None:
                kept.append(event)
            else:
                made.leave_out(why)
        accounts = lookup.accounts([event.claims[0] for event in kept])
        reports = lookup.reports([event.reports[0].id for event in kept if event.reports])
        for event in kept:
            out.write(dumps(_line(event, accounts, reports, stamp)) + b"\n")
            made.rows += 1
    return made


def _line(
    event: Event, accounts: Mapping[str, Account], reports: Mapping[str, Report], stamp: Stamp
) -> dict[str, object]:
    account = accounts.get(event.claims[0])
    report = reports.get(event.reports[0].id) if event.reports else None
    evidence = account.claim.evidence if account is not None else None
    place = event.place
    data: dict[str, object] = {
        "id": event.id,
        "has_event": True,
        "date": event.date.value,
        "enddate": event.date.until,
        "actor": [_entity(party) for party in event.actors],
        "recipient": [_entity(party) for party in event.recipients],
        "event": event.type.value,
        "event_loc": None
        if place is None
        else {
            "name": place.name,
            "country": place.country,
            "admin1": place.admin1,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "event_text": account.claim.trigger.text if account is not None else None,
        "quad_code": quad_class(event.type),
        "mode": event.mode,
        "context": list(event.contexts),
        "size": _size(event),
        "text": evidence.text if evidence is not None else None,
        "text_info": None if evidence is None else {"sequence": 1, "start": evidence.start, "end": evidence.end},
        "cite_info": None
        if report is None
        else {
            "corpus": report.outlet,
            "citation": report.source_id,
            "url": report.url,
            "title": report.title,
            "language": report.language,
        },
        "coder": f"dateline {stamp.version}",
        "coded_date": stamp.made[:10],
        "coded_time": stamp.made[11:19],
        "comment": f"status {event.status.value}; {len(event.origins)} origins; {event.title}",
    }
    return {name: value for name, value in data.items() if value not in (None, [], {})}


def _entity(party: EventParty) -> dict[str, object]:
    found = {
        "code": party.country,
        "sector": party.sector,
        "entity_text": party.name,
        "identifier_id": party.entity,
    }
    return {name: value for name, value in found.items() if value is not None}


def _size(event: Event) -> dict[str, object]:
    tolls = event.tolls
    found = {"dead": tolls.killed, "injured": tolls.injured, "arrested": tolls.detained}
    return {name: toll.best for name, toll in found.items() if toll is not None}
