"""Made-up events of a store, as many as one likes, without reports: for what shows or counts very many."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from dateline.codec import digest
from dateline.event import Event, EventDate, EventParty, EventPlace, EventReport, EventStatus
from dateline.records import ClaimType
from dateline.store import Derived, open_store
from dateline.store.sql import SqlStore

__all__ = ["FIRST_DAY", "fill", "made"]

FIRST_DAY = date(2030, 1, 1)
_FIRST, _MADE = 1_000_000, 500


def made(number: int) -> Event:
    """Make an event. Of each ten one has no place, one only a country, one no day; the others are up to 60 km off."""
    rng = random.Random(number)
    claims = (digest("claim", number),)
    kind, day = number % 10, str(FIRST_DAY + timedelta(days=number % 400))
    name = f"Place {number % 997}"
    place = EventPlace(
        text=name,
        start=0,
        end=len(name),
        name=name,
        country="UKR",
        latitude=round(rng.uniform(-50, 65), 4),
        longitude=round(rng.uniform(-160, 170), 4),
        radius_km=400.0 if kind == 1 else rng.choice((1.0, 5.0, 25.0, 60.0)),
        claims=claims,
    )
    report = EventReport(id=digest("report", number), outlet="Meridian Wire")
    return Event(
        id=digest("event", number),
        type=list(ClaimType)[number % len(ClaimType)],
        title=f'Party {number % 50} "met" Party {number % 49} in {name}',
        date=EventDate(value=None if kind == 2 else day, claims=claims),
        place=None if kind == 0 else place,
        actors=(EventParty(name=f"Party {number % 50}", claims=claims),),
        status=list(EventStatus)[number % len(EventStatus)],
        reports=(report,),
        origins=((report.id,),),
        claims=claims,
    )


def fill(path: Path, count: int) -> None:
    """Add so many events to a store, which is made where there is none: :func:`made` from 1, at most 500 of them.

    Where there are to be more they are added again and again, with other ids and points and the same records.
    """
    first = min(count, _MADE)
    events = {_FIRST + number: made(number) for number in range(1, first + 1)}
    with open_store(path, create=True) as store:
        assert isinstance(store, SqlStore)
        derived = Derived(store)
        with derived.writing():
            derived.put(
                events,
                changed=dict.fromkeys(events, "2032-01-01T00:00:00Z"),
                members=dict.fromkeys(events, ()),
                aliases=dict.fromkeys(events, ()),
            )
            for turn in range(1, -(-count // _MADE)):
                store.execute(
                    """INSERT INTO events SELECT seq + ?, substr(id, 1, 12) || ?, type, mode, status, reports, origins,
                    disputed, day, last_day, country, latitude + ?, longitude + ?, changed, record
                    FROM events WHERE seq > ? AND seq <= ?""",
                    (
                        turn * _MADE,
                        f"{turn:04}",
                        (turn % 19 - 9) * 0.37,
                        (turn % 17 - 8) * 0.71,
                        _FIRST,
                        _FIRST + min(_MADE, count - turn * _MADE),
                    ),
                )
