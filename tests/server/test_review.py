"""Review at the desk, without a browser: what is due, what people change, and two at once."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.api import ClaimQuery, EventQuery, InputError, reviewing
from dateline.event import Event, EventDate, EventStatus, Toll, Tolls
from dateline.judgement import Author, Review
from dateline.records import ClaimType
from dateline.reviewing.queue import doubts_of
from dateline.store import Coder, Entry, open_store

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server import Settings
from dateline.server.app import create_app
from dateline.server.pages import review

AT = "2031-01-01T00:00:00Z"
ANN, BEN = Author(name="Ann", person=True), Author(name="Ben", person=True)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def made(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        path = str(tmp_path_factory.mktemp("review") / "a.db")
    else:
        path = request.getfixturevalue("new_database")()
    with open_store(path, create=True) as store:
        found = [reading(n, claims=2, story=n // 3, extra=" <script>alert(1)</script>") for n in range(9)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
    return path


@pytest.fixture
def db(made: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if made.startswith("postgresql:"):
        copy: str = request.getfixturevalue("new_database")(made)
        return copy
    return str(shutil.copy(made, tmp_path / "a.db"))


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        found.headers["X-CSRF-Token"] = re.search(r'name="csrf" content="([^"]+)"', found.get("/review").text)[1]
        yield found


class Shown:
    """A page of a claim, as a reviewer has it."""

    def __init__(self, client: TestClient, path: str = "/review") -> None:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        self.text, self.client = answer.text, client
        self.claim = self._data("claim")
        self.seen, self.next, self.about = self._data("seen"), self._data("next"), self._data("about").split()

    def _data(self, name: str) -> str:
        return re.search(rf'data-{name}="([^"]*)"', self.text)[1]

    def post(self, action: str, **asked: object) -> tuple[int, str]:
        answer = self.client.post(
            f"/review/claims/{self.claim}",
            json={"action": action, "seen": self.seen, "about": self.about, "next": self.next, **asked},
        )
        return answer.status_code, answer.text

    def fix(self, field: str, *rows: dict[str, str]) -> tuple[int, str]:
        return self.post("fix", fixes=[{"field": field, "rows": list(rows)}])

    def again(self) -> Shown:
        return Shown(self.client, f"/review/claims/{self.claim}")


def event_of(db: str, claim: str) -> Event | None:
    return next((one for one in api.events(db, EventQuery()) if claim in one.claims), None)


def event(**fields: object) -> Event:
    given = {"date": EventDate(), "status": EventStatus.SINGLE_ORIGIN, "origins": (("a",),), **fields}
    return Event(id="e", type=ClaimType.ASSAULT, title="t", **given)


KILLED = Toll(low=9, best=9, high=9, claims=())


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (event(), {}),
        (event(status=EventStatus.DENIED), {"denied": 2.0}),
        (event(status=EventStatus.DISPUTED, disputed=("killed",)), {"disputed": 2.0}),
        (event(status=EventStatus.PLANNED, date=EventDate(value="2031-05-01")), {"due": 1.5}),
        (event(status=EventStatus.PLANNED, date=EventDate(value="2031-05")), {"due": 1.5}),
        (event(status=EventStatus.PLANNED, date=EventDate(value="2031-05-03")), {}),
        (event(status=EventStatus.PLANNED), {}),
        (event(tolls=Tolls(killed=KILLED)), {"toll": 1.0}),
        (event(tolls=Tolls(killed=KILLED), origins=(("a",), ("b",))), {"weight": 0.25}),
        (event(tolls=Tolls(injured=KILLED)), {"toll": 0.45}),
    ],
)
def test_an_event_adds_doubt_and_weight(asked: Event, reasons: dict[str, float]) -> None:
    assert {each.reason: each.weight for each in doubts_of(asked, "2031-05-02")} == reasons


def test_the_queue_is_in_order_and_an_event_does_not_fill_it(db: str) -> None:
    with api.open(db) as store:
        found = reviewing.queue(store, today="2040-01-01")
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) == 18
    first = [one.event for one in found[: len({each.event for each in found})]]
    assert len(set(first)) > 1


def test_accepting_goes_on(client: TestClient) -> None:
    first = Shown(client)
    assert "18 left" in first.text
    status, text = first.post("accept")
    assert status == 200
    assert f"/review/claims/{first.next}" in text
    assert "17 left" in Shown(client).text
    assert "Reviewed." in first.again().text


def test_a_rejection_needs_a_reason_and_takes_the_claim_out(client: TestClient, db: str) -> None:
    first = Shown(client)
    assert event_of(db, first.claim) is not None
    assert first.post("reject", reason="  ")[0] == 422
    assert first.post("reject", reason="a figure of speech")[0] == 200
    assert event_of(db, first.claim) is None
    again = first.again()
    assert "Rejected." in again.text
    assert "a figure of speech" in again.text


def test_a_fix_keeps_what_the_machine_read(client: TestClient, db: str) -> None:
    first = Shown(client)
    claim = next(api.claims(db, ClaimQuery(ids=(first.claim,)))).claim
    row = {"of": "0", "text": claim.actors[0].text, "name": "Ministry of Tides", "country": "ken", "sector": "GOV"}
    assert first.fix("actors", row)[0] == 200
    again = first.again()
    assert "Ministry of Tides" in again.text
    assert f"the machine read: {claim.actors[0].name} [MIL]" in again.text
    with api.open(db) as store:
        now = reviewing.look(store, first.claim)
    assert now.shown.actors[0].country == "KEN"
    assert now.stored.claim == claim
    fixed = [one for one in now.scope.changes if isinstance(one, Review)]
    assert [(one.field, one.by.name) for one in fixed] == [("actors", "desk")]
    assert claim.actors[0].name in (fixed[0].old or "")
    assert "Ministry of Tides" in {party.name for party in event_of(db, first.claim).actors}


def test_a_place_is_moved(client: TestClient, db: str) -> None:
    first = Shown(client)
    text = next(api.claims(db, ClaimQuery(ids=(first.claim,)))).claim.places[0].text
    row = {"of": "0", "text": text, "latitude": "-1.5", "longitude": "36,5", "radius_km": "2"}
    assert first.fix("places", row)[0] == 200
    with api.open(db) as store:
        place = reviewing.look(store, first.claim).shown.places[0]
    assert (place.latitude, place.longitude, place.radius_km, place.country) == (-1.5, 36.5, 2.0, place.country)
    assert place.gazetteer_id is None


@pytest.mark.parametrize(
    ("field", "row", "told"),
    [
        ("actors", {"text": "Nobody of that name"}, "not in the report"),
        ("places", {"of": "0", "latitude": "91", "longitude": "0"}, "no number from -90 to 90"),
        ("places", {"of": "0", "latitude": "nan", "longitude": "0"}, "no number"),
        ("places", {"of": "0", "latitude": "4", "longitude": ""}, "needs latitude and longitude"),
        ("times", {"of": "0", "value": "2031-13"}, "is no date"),
        ("quantities", {"of": "0", "role": "killed", "low": "9", "high": "3"}, "less than low"),
        ("quantities", {"of": "0", "role": "eaten", "low": "9"}, "no role"),
        ("actors", {"of": "0", "country": "Kenya"}, "alpha-3"),
        ("type", {"value": "WAR"}, "is no type"),
        ("mode", {"value": "hum"}, "is no mode"),
        ("trigger", {"value": "x"}, "no field that can be fixed"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(made: str, field: str, row: dict[str, str], told: str) -> None:
    with api.open(made) as store:
        claim = next(store.claims(ClaimQuery(limit=1))).claim
        if "of" in row:
            row = {"text": getattr(claim, field)[0].text, **row}
        with pytest.raises(InputError, match=re.escape(told)):
            reviewing.fix(store, claim.id, [reviewing.Fix(field=field, rows=(row,))], by=ANN, at="2031-01-01T00:00:00Z")
        assert store.counts().reviews == 0


def test_stance_is_fixed_and_undone_in_one(client: TestClient, db: str) -> None:
    first = Shown(client)
    fixes = [
        {"field": "status", "rows": [{"value": "feared"}]},
        {"field": "polarity", "rows": [{"value": "negative"}]},
    ]
    assert first.post("fix", fixes=fixes)[0] == 200
    assert "feared, negative" in first.again().text
    answer = client.post("/review/undo", json={})
    assert answer.json()["go"] == f"/review/claims/{first.claim}"
    with api.open(db) as store:
        look = reviewing.look(store, first.claim)
        assert look.shown == look.stored.claim
        assert len(look.scope.changes) == 4
    assert client.post("/review/undo", json={}).status_code == 422


def test_a_fixed_type_takes_its_mode_along(db: str) -> None:
    with api.open(db) as store:
        claim = next(one.claim for one in store.claims(ClaimQuery(types=(ClaimType.ASSAULT,))))

        def fix(field: str, value: str, at: str) -> None:
            row = {"value": value}
            reviewing.fix(store, claim.id, [reviewing.Fix(field=field, rows=(row,))], by=ANN, at=at)

        fix("mode", reviewing.modes()["ASSAULT"][0], "2031-01-01T00:00:01Z")
        fix("type", "AID", "2031-01-01T00:00:02Z")
        now = reviewing.look(store, claim.id).now
    assert now is not None
    assert (now.type, now.mode) == (ClaimType.AID, None)


def test_of_two_reviewers_the_second_is_told(client: TestClient, db: str) -> None:
    mine = Shown(client)
    with api.open(db) as store:
        other = next(each for each in reviewing.look(store, mine.claim).scope.about if each != mine.claim)
        seen = reviewing.Seen(digest=reviewing.look(store, other).scope.seen)
        assert reviewing.reject(store, other, "of another day", by=BEN, at="2031-01-01T00:00:00Z", seen=seen) is None
    status, text = mine.post("accept")
    assert status == 409
    assert "Ben" in text
    assert "of another day" in text
    with api.open(db) as store:
        assert store.counts().reviews == 1
    mine.seen = re.search(r'data-still="(\w+)"', text)[1]
    assert mine.post("accept")[0] == 200
    with api.open(db) as store:
        assert {one.by.name: one.action.value for one in store.reviews()} == {"Ben": "reject", "desk": "accept"}


def test_of_two_who_review_at_the_same_moment_nothing_is_lost(db: str) -> None:
    """Both have looked, both send at once: one is done, the other is told, and sends again."""
    with api.open(db) as store:
        event = max(api.events(store), key=lambda one: len(one.claims))
        seen = reviewing.Seen(digest=reviewing.look(store, event.claims[0]).scope.seen, about=event.claims)
    start, done = threading.Barrier(2), dict[str, object]()

    def work(author: Author, claim: str) -> None:
        with api.open(db) as own:
            start.wait()
            done[author.name] = reviewing.reject(own, claim, f"not so, says {author.name}", by=author, at=AT, seen=seen)

    both = [(ANN, event.claims[0]), (BEN, event.claims[1])]
    threads = [threading.Thread(target=work, args=each) for each in both]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert [done[each.name] for each in (ANN, BEN)].count(None) == 1
    (late,) = [(author, claim) for author, claim in both if done[author.name] is not None]
    told = done[late[0].name]
    assert isinstance(told, reviewing.Overtaken)
    assert [one.by.name for one in told.changes] == [({ANN, BEN} - {late[0]}).pop().name]
    with api.open(db) as store:
        again = reviewing.Seen(digest=told.seen, about=event.claims)
        assert reviewing.reject(store, late[1], "not so", by=late[0], at=AT, seen=again) is None
        assert {one.by.name for one in store.reviews(event.claims)} == {"Ann", "Ben"}
        assert not [one for one in api.events(store) if set(one.claims) & set(event.claims[:2])]


def test_an_event_is_split_and_undone(client: TestClient, db: str) -> None:
    mine = Shown(client)
    before = event_of(db, mine.claim)
    assert len(before.claims) > 1
    assert mine.post("split", reason="another street")[0] == 200
    assert event_of(db, mine.claim).claims == (mine.claim,)
    assert mine.again().post("split")[0] == 422
    assert client.post("/review/undo", json={}).status_code == 200
    assert event_of(db, mine.claim).claims == before.claims


def test_events_are_merged_and_undone(client: TestClient, db: str) -> None:
    mine = Shown(client)
    before = event_of(db, mine.claim)
    other = next(one for one in api.events(db) if one.id != before.id)
    found = client.get(f"/review/claims/{mine.claim}/events", params={"text": other.actors[0].name})
    assert other.id in found.text
    assert mine.post("merge", other=other.id)[0] == 200
    assert set(event_of(db, mine.claim).claims) == {*before.claims, *other.claims}
    assert mine.post("merge", other="nosuchevent")[0] == 422
    assert client.post("/review/undo", json={}).status_code == 200
    assert event_of(db, mine.claim).claims == before.claims


def test_a_missed_claim_is_added_and_a_report_completed(client: TestClient, db: str) -> None:
    report = next(api.reports(db)).report
    path = f"/review/reports/{report.id}"
    page = client.get(path).text
    word = re.search(r'data-s="(\d+)" data-e="(\d+)">hurt<', page)
    asked = {"type": "ASSAULT", "status": "feared", "trigger": {"start": word[1], "end": word[2], "text": "hurt"}}
    assert client.post(path, json={**asked, "type": ""}).status_code == 422
    assert client.post(path, json={**asked, "trigger": {"text": "no such words"}}).status_code == 422
    assert client.post(path, json=asked).status_code == 200
    with api.open(db) as store:
        shown = reviewing.page(store, report.id)
    (added,) = shown.added
    assert (added.trigger.text, added.status.value, added.made_by.component) == ("hurt", "feared", "person")
    assert added.trigger.text == report.text[added.trigger.start : added.trigger.end]
    event = event_of(db, added.id)
    assert event is not None
    assert f"/review/claims/{added.id}" in client.get(path).text
    assert added.trigger.text in client.get(f"/events/{event.id}").text
    assert f"claim={added.id}" in client.get(f"/reports/{report.id}").text
    assert added.id in client.get("/api/v1/claims", params={"report": report.id}).text
    assert event.id in client.get("/events/export?format=csv").text
    assert client.post(path, json={"action": "complete"}).status_code == 422
    for claim in shown.claims:
        Shown(client, f"/review/claims/{claim.id}").post("accept")
    assert client.post(path, json={"action": "complete"}).status_code == 200
    assert "counts as gold" in client.get(path).text
    assert client.post("/review/undo", json={}).json()["go"] == path
    assert "counts as gold" not in client.get(path).text


def test_a_text_is_shown_harmlessly(client: TestClient, db: str) -> None:
    report = next(api.reports(db)).report
    page = client.get(f"/review/reports/{report.id}").text
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_what_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/review/claims/nosuch").status_code == 404
    assert client.get("/review/reports/nosuch").status_code == 404
    assert client.post("/review/claims/nosuch", json={"action": "accept"}).status_code == 422


def test_every_change_needs_a_coder() -> None:
    posts = [route for route in review.router.routes if "POST" in route.methods]
    assert len(posts) == 3
    assert all(route.dependencies for route in posts)
