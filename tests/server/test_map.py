"""The map, without a browser: its page, what its script is sent, and the base map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import atlas, resolution
from dateline.errors import InputError
from dateline.event import Event, EventStatus
from dateline.records import ClaimType
from dateline.store import Coder, Entry, EventQuery, Near, open_store

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server import Settings
from dateline.server.app import create_app
from dateline.server.pages import map as page
from server.made_events import fill, made

MADE = 60


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("map") / "a.db"
    with open_store(path, create=True) as store:
        store.add([Entry(reading=reading(n, story=n // 3), raw=b"x") for n in range(12)], Coder(version="1"))
        resolution.resolve(store)
    return str(path)


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("map") / "b.db"
    fill(path, MADE)
    return str(path)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        yield found


@pytest.fixture
def far(scattered: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=scattered)), base_url="http://127.0.0.1") as found:
        yield found


# What the store tells


def test_points_are_the_events(scattered: str) -> None:
    with open_store(scattered) as store:
        found = {point.id: point for point in atlas.points(store, EventQuery())}
    wanted: dict[str, Event] = {event.id: event for event in map(made, range(1, MADE + 1))}
    assert found.keys() == wanted.keys()
    for name, event in wanted.items():
        point, place = found[name], event.place
        assert (point.title, point.type, point.status) == (event.title, event.type, event.status)
        assert point.day == (event.date.value or "")
        assert point.place == (place.name if place else None)
        assert point.radius_km == (place.radius_km if place else None)
        assert (point.latitude, point.longitude) == ((place.latitude, place.longitude) if place else (None, None))


ASKED = [
    (EventQuery(types=(ClaimType.AID,)), lambda event: event.type is ClaimType.AID),
    (EventQuery(statuses=(EventStatus.DENIED,)), lambda event: event.status is EventStatus.DENIED),
    (EventQuery(since="2030-02-01"), lambda event: (event.date.value or "") >= "2030-02-01"),
    (EventQuery(until="2030-01-09"), lambda event: "" < (event.date.value or "") <= "2030-01-09"),
]


@pytest.mark.parametrize(("query", "holds"), ASKED)
def test_points_are_those_that_are_asked_for(scattered: str, query: EventQuery, holds: object) -> None:
    assert callable(holds)
    wanted = {event.id for event in map(made, range(1, MADE + 1)) if holds(event)}
    with open_store(scattered) as store:
        assert {point.id for point in atlas.points(store, query)} == wanted
        assert sum(day.events for day in atlas.days(store, query)) == len(wanted)
    assert wanted


def test_a_limit_keeps_the_latest(scattered: str) -> None:
    with open_store(scattered) as store:
        days = [point.day for point in atlas.points(store, EventQuery())]
        assert [point.day for point in atlas.points(store, EventQuery(limit=7))] == days[:7]
    assert days == sorted(days, reverse=True)


def test_days_that_are_left_keep_those_of_no_day(scattered: str) -> None:
    with open_store(scattered) as store:
        found = atlas.points(store, EventQuery(), first="2030-01-12", last="2030-01-14")
    assert {point.day for point in found} == {"", "2030-01-12", "2030-01-14"}  # what would be of the 13th has none


def test_near_is_a_circle(scattered: str) -> None:
    centre = next(point for number in range(1, MADE) if (point := made(number).place) is not None)
    assert centre.latitude is not None
    assert centre.longitude is not None
    with open_store(scattered) as store:
        near = Near(latitude=centre.latitude, longitude=centre.longitude, km=3000)
        found = atlas.points(store, EventQuery(near=near))
    assert centre.name in {point.place for point in found}
    assert all(near.distance(point.latitude or 0, point.longitude or 0) <= 3000 for point in found)


def test_control_is_as_of_a_day(db: str) -> None:
    with open_store(db) as store:
        assert atlas.control(store, "2029-12-31") == ()
        found = atlas.control(store, "2033-01-01")
        assert {row.location.latitude for row in found if row.location} == {34.5}
        with pytest.raises(InputError, match="is no day"):
            atlas.control(store, "2030")


# What is sent


def test_the_page_lists_the_latest(far: TestClient) -> None:
    answer = far.get("/map")
    assert answer.status_code == 200
    assert answer.text.count('<td><a href="/events/') == page.LISTED
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_the_page_keeps_what_is_asked(client: TestClient) -> None:
    text = client.get("/map", params={"text": '"><script>x', "type": ["AID", "ASSAULT"], "status": "disputed"}).text
    assert "<script>x" not in text
    assert text.count(" checked> ") == 6  # three of what is asked for, and three that are on from the start


def test_points_are_sent_as_columns(far: TestClient) -> None:
    data = far.get("/map/points.json").json()
    columns = ("id", "lat", "lon", "radius", "day", "last", "type", "status", "title", "place", "country")
    assert {len(data[name]) for name in columns} == {MADE}
    assert data["total"] == sum(data["counts"]) == MADE
    at = data["id"].index(made(13).id)
    assert data["types"][data["type"][at]] == made(13).type
    assert data["statuses"][data["status"][at]] == made(13).status
    assert data["places"][data["place"][at]] == "Place 13"
    assert data["days"][0] is None  # those of no day come first


def test_points_are_told_how_many_more_there_are(far: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST", 5)
    data = far.get("/map/points.json").json()
    assert (len(data["id"]), data["total"], data["most"]) == (5, MADE, 5)


@pytest.mark.parametrize("asked", ["since=yesterday", "from=%00", "type=BOIL", "origins=-1", "text=%22"])
def test_a_wrong_question_is_told(far: TestClient, asked: str) -> None:
    answer = far.get(f"/map/points.json?{asked}")
    assert answer.status_code == 400
    assert answer.json()["wrong"]
    assert 'role="alert"></p>' not in far.get(f"/map?{asked}").text


def test_what_could_turn_text_round_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.db"
    point = atlas.EventPoint(
        id="e", type=ClaimType.AID, status=EventStatus.PLANNED, title="a\u202eb", day="", last_day="", latitude=None,
        longitude=None, radius_km=None, place="c\u2066d", country=None,
    )  # fmt: skip
    monkeypatch.setattr(atlas, "points", lambda *args, **named: (point,))
    with open_store(path, create=True):
        pass
    with TestClient(create_app(Settings(db=str(path))), base_url="http://127.0.0.1") as client:
        data = client.get("/map/points.json").json()
    assert (data["title"], data["places"]) == (["a<U+202E>b"], ["c<U+2066>d"])


def test_control_is_sent(client: TestClient) -> None:
    rows = client.get("/map/control.json", params={"day": "2033-01-01"}).json()["rows"]
    assert rows
    assert {(row["lat"], row["lon"], row["radius"]) for row in rows} == {(34.5, 69.25, 5.0)}
    assert {row["state"] for row in rows} <= {"held", "contested", "share"}
    assert client.get("/map/control.json", params={"day": "soon"}).status_code == 400
    assert client.get("/map/control.json").status_code == 422


def test_the_base_map_is_sent_once(client: TestClient) -> None:
    answer = client.get("/basemap.json")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert set(answer.json()["objects"]) == {"countries", "regions", "disputed"}
    again = client.get("/basemap.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["ETag"].strip('"') in client.get("/map").text


def test_who_takes_no_gzip_gets_none(client: TestClient) -> None:
    plain = client.get("/map/points.json", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.json() == client.get("/map/points.json").json()
