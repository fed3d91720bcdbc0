"""Events as points and days, on both engines."""

from __future__ import annotations

import pytest

from bench.generated import reading
from dateline import resolution
from dateline.errors import InputError
from dateline.records import ClaimType
from dateline.store import Coder, Entry, EventQuery, Store, events
from dateline.store.event_points import event_days, event_points


@pytest.fixture
def resolved(store: Store) -> Store:
    store.add([Entry(reading=reading(n, story=n // 3), raw=b"x") for n in range(9)], Coder(version="1"))
    resolution.resolve(store)
    return store


def test_points_say_what_events_say(resolved: Store) -> None:
    found = list(events(resolved, EventQuery()))
    points = event_points(resolved, EventQuery())
    assert [(one.id, one.title, one.type, one.status) for one in points] == [
        (one.id, one.title, one.type, one.status) for one in found
    ]
    assert [(one.place, one.latitude, one.longitude, one.radius_km, one.country) for one in points] == [
        (one.place.name, one.place.latitude, one.place.longitude, one.place.radius_km, one.place.country)
        if one.place
        else (None,) * 5
        for one in found
    ]
    assert [one.day for one in points] == [one.date.value for one in found]
    assert points


@pytest.mark.parametrize("query", [EventQuery(), EventQuery(types=(ClaimType.AID,)), EventQuery(text="people")])
def test_days_count_the_points(resolved: Store, query: EventQuery) -> None:
    points = event_points(resolved, query)
    counted = {one.day: one.events for one in event_days(resolved, query)}
    assert counted == {day: sum(one.day == day for one in points) for day in {one.day for one in points}}


def test_days_narrow(resolved: Store) -> None:
    found = event_points(resolved, EventQuery(), first="2030-01-02", last="2030-01-02")
    assert {one.day for one in found} == {"2030-01-02"}
    with pytest.raises(InputError, match="is not a date"):
        event_points(resolved, EventQuery(), first="soon")
