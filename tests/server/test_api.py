"""The API: what it answers, how it pages, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bench.generated import reading
from dateline import api, people, resolution
from dateline.codec import from_dict
from dateline.event import Event
from dateline.judgement import Judgement, Review
from dateline.records import Reading
from dateline.store import Coder, Entry, open_store
from dateline.store.sql import SqlStore

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server import Settings, api_v1_read
from dateline.server.app import create_app

ME = people.Deed(name="root", address=people.TERMINAL, what="")
MEDIA = "application/problem+json"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("api") / "a.db"
    with open_store(path, create=True) as store:
        found = [reading(n, claims=2, story=n // 3) for n in range(12)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
        people.add(store, "cora", "coder", "correct horse battery", by=ME)
    return str(path)


@pytest.fixture(scope="module")
def client(db: str) -> Iterator[TestClient]:
    token = people.make_token(db, "cora", by=ME)
    app = create_app(Settings(db=db, login=True))
    headers = {"Authorization": f"Bearer {token}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers, follow_redirects=False) as found:
        yield found


def ask(client: TestClient, path: str, **params: object) -> dict[str, object]:
    answer = client.get(f"/api/v1{path}", params=params)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    data = answer.json()
    assert isinstance(data, dict)
    return data


def test_events_are_the_records_of_the_store(client: TestClient, db: str) -> None:
    data = ask(client, "/events")
    assert [from_dict(Event, each) for each in data["items"]] == list(api.events(db))  # type: ignore[attr-defined]
    assert data["next"] is None


@pytest.mark.parametrize("path", ["/events", "/claims", "/reports", "/origins", "/ledgers/casualties", "/actors"])
def test_pages_follow_on_each_other(client: TestClient, path: str) -> None:
    whole = ask(client, path, limit=500)["items"]
    assert isinstance(whole, list)
    seen: list[object] = []
    page = ask(client, path, limit=3)
    seen += page["items"]  # type: ignore[arg-type]
    while page["next"] is not None:
        page = ask(client, path, limit=3, cursor=page["next"])
        assert page["items"]
        seen += page["items"]  # type: ignore[arg-type]
    assert seen == whole
    assert len(whole) > 3 or path in ("/ledgers/casualties", "/actors")


def test_filters_are_those_of_the_command_line(client: TestClient, db: str) -> None:
    every = list(api.events(db))
    kind = every[0].type.value
    shown = ask(client, "/events", type=[kind])["items"]
    assert len(shown) == sum(each.type.value == kind for each in every)  # type: ignore[arg-type]
    assert ask(client, "/events", since="2999")["items"] == []
    assert ask(client, "/events", min_origins=1000)["items"] == []
    assert ask(client, "/events", near="0,0,1")["items"] == []
    assert ask(client, "/claims", text="nosuchword")["items"] == []


def test_an_event_by_its_id_and_by_one_it_had(client: TestClient, db: str) -> None:
    one = next(api.events(db))
    answer = client.get(f"/api/v1/events/{one.id}")
    assert from_dict(Event, answer.json()) == one
    assert answer.headers["Last-Modified"].endswith("GMT")
    with open_store(db) as store:
        assert isinstance(store, SqlStore)
        with store.writing():
            store.execute("DELETE FROM event_redirects WHERE old = 'aaaaaaaaaaaaaaaa'")
            store.execute(
                "INSERT INTO event_redirects (old, event) SELECT 'aaaaaaaaaaaaaaaa', seq FROM events WHERE id = ?",
                (one.id,),
            )
    led = client.get("/api/v1/events/aaaaaaaaaaaaaaaa")
    assert (led.status_code, led.headers["Location"]) == (308, f"/api/v1/events/{one.id}")


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/events")
    again = client.get("/api/v1/events", headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/api/v1/events?limit=1").headers["ETag"] != first.headers["ETag"]
    assert client.get("/api/v1/events", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_report_and_its_reading(client: TestClient, db: str) -> None:
    one = next(api.reports(db))
    assert ask(client, f"/reports/{one.report.id}")["report"]["text"] == one.report.text  # type: ignore[index]
    assert from_dict(Reading, ask(client, f"/reports/{one.report.id}/reading")).report == one.report


def test_how_an_event_came_about(client: TestClient, db: str) -> None:
    one = next(api.events(db))
    assert ask(client, f"/derivation/{one.id}")["lines"] == list(api.derivation(db, one.id))


@pytest.mark.parametrize("format", sorted(api.EXPORT_FORMATS))
def test_every_format_is_exported(client: TestClient, format: str) -> None:
    answer = client.get(f"/api/v1/export/{format}", params={"since": "2000"})
    assert answer.status_code == 200, answer.text
    assert answer.content
    assert f'filename="dateline-{format}.' in answer.headers["Content-Disposition"]


def test_how_much_there_is(client: TestClient, db: str) -> None:
    told = ask(client, "/stats")
    with open_store(db) as store:
        assert told["counts"]["reports"] == store.counts().reports  # type: ignore[index]
    assert told["person"] == {"name": "cora", "role": "coder"}


# What is written


def test_claims_are_judged(client: TestClient, db: str) -> None:
    one, other = [each.claim.id for each in api.claims(db)][:2]
    given = {"kind": "event", "one": one, "other": other, "verdict": "different", "remark": "other towns"}
    answer = client.post("/api/v1/judgements", json=given)
    assert answer.status_code == 201, answer.text
    made = from_dict(Judgement, answer.json())
    assert (made.by.name, made.by.person, made.remark) == ("cora", True, "other towns")
    assert answer.json() in ask(client, "/judgements", of=[one])["items"]  # type: ignore[operator]
    assert [note.what for note in people.audit(db)][-1] == "judgement"


def test_a_claim_is_reviewed_and_the_review_undone(client: TestClient, db: str) -> None:
    name = [each.claim.id for each in api.claims(db)][5]
    answer = client.post("/api/v1/reviews", json={"action": "reject", "target": name, "reason": "not in the text"})
    assert answer.status_code == 201, answer.text
    made = from_dict(Review, answer.json())
    assert client.post("/api/v1/reviews", json={"action": "undo", "target": made.id}).status_code == 201
    assert [each["action"] for each in ask(client, "/reviews", of=[name])["items"]] == ["reject"]  # type: ignore
    assert [each["action"] for each in ask(client, "/reviews", of=[made.id])["items"]] == ["undo"]  # type: ignore
    with open_store(db) as store:
        assert name in {claim for event in api.events(store) for claim in event.claims}


@pytest.mark.parametrize(
    ("path", "given", "wrong"),
    [
        ("judgements", {"kind": "event", "one": "a" * 16, "other": "b" * 16, "verdict": "same"}, "no claim of this id"),
        ("judgements", {"kind": "origin", "one": "a" * 16, "other": "b" * 16, "verdict": "same"}, "no report of this"),
        ("judgements", {"kind": "event", "one": "a" * 16, "other": "a" * 16, "verdict": "same"}, "twice the same"),
        ("judgements", {"kind": "actor", "one": "a" * 16, "other": "b" * 16, "verdict": "same"}, "events or origins"),
        ("judgements", {"kind": "event", "one": "a" * 16, "other": "b" * 16, "verdict": "yes"}, "verdict"),
        ("judgements", {"kind": "event", "one": "x", "other": "b" * 16, "verdict": "same"}, "one"),
        ("reviews", {"action": "accept", "target": "a" * 16}, "no claim of this id"),
        ("reviews", {"action": "undo", "target": "a" * 16}, "no review of this id"),
        ("reviews", {"action": "add", "target": "a" * 16}, "cannot be added here"),
        ("reviews", {"action": "accept", "target": "a" * 16, "by": "lena"}, "by"),
        ("read", {"text": ""}, "text"),
        ("read", {"text": "x" * 200_001}, "200000"),
        ("read", {"text": "Rain fell.", "published": "yesterday"}, "published"),
        ("read", {"text": " \n "}, "there is no text in it"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_remedy(
    client: TestClient, path: str, given: dict[str, str], wrong: str
) -> None:
    answer = client.post(f"/api/v1/{path}", json=given)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == MEDIA
    told = answer.json()
    assert set(told) >= {"type", "title", "status", "detail"}
    assert any(part in answer.text for part in wrong.split("|"))


@pytest.mark.parametrize(
    ("new", "status"), [('"NOSUCH"', 422), ("{", 422), (None, 422), ('"PROTEST"', 201), ('"\\ud800"', 422)]
)
def test_a_field_takes_what_it_can_hold(client: TestClient, db: str, new: str | None, status: int) -> None:
    name = [each.claim.id for each in api.claims(db)][7]
    given = {"action": "fix", "target": name, "field": "type", "new": new}
    assert client.post("/api/v1/reviews", json=given).status_code == status
    assert client.get("/api/v1/events").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/events?limit=0",
        "/events?limit=501",
        "/events?limit=many",
        "/events?cursor=nowhere",
        "/events?cursor=2031-01-01.99999999999999999999",
        "/events?type=NOSUCH",
        "/events?since=yesterday",
        "/events?since=2031-02-31",
        "/events?since=2031&until=2030",
        "/events?near=1,2",
        "/events?near=99,0,1",
        "/events?changed_since=0001-01-01T00:00:00%2B23:59",
        "/events?min_origins=0",
        "/events?nosuch=1",
        "/events?text=",
        "/events?report=1",
        "/events/1",
        "/events/%00",
        "/claims?cursor=aaaaaaaaaaaaaaaa",
        "/reports?cursor=aaaaaaaaaaaaaaaa",
        "/origins?cursor=aaaaaaaaaaaaaaaa",
        "/ledgers/control?cursor=aaaaaaaaaaaaaaaa",
        "/ledgers/nosuch",
        "/reviews",
    ],
)
def test_a_wrong_parameter_is_told(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == MEDIA
    assert answer.json()["status"] == 422


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/events/aaaaaaaaaaaaaaaa", 404),
        ("GET", "/reports/aaaaaaaaaaaaaaaa", 404),
        ("GET", "/derivation/aaaaaaaaaaaaaaaa", 404),
        ("GET", "/export/nosuch", 404),
        ("GET", "/nosuch", 404),
        ("DELETE", "/events", 405),
        ("PUT", "/reviews", 405),
    ],
)
def test_what_is_not_there_is_told(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, f"/api/v1{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA)


# Reading


def test_a_text_is_read(client: TestClient) -> None:
    given = {"text": "Rebels shelled the town of Goma on Monday, the army said.", "published": "2031-03-05"}
    answer = client.post("/api/v1/read", json=given)
    assert answer.status_code == 200, answer.text
    made = from_dict(Reading, answer.json())
    assert made.report.published == "2031-03-05"
    assert made.claims


def test_one_text_at_a_time(client: TestClient) -> None:
    with api_v1_read._BUSY:
        answer = client.post("/api/v1/read", json={"text": "Rain fell."})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")


def test_a_text_may_not_take_for_ever(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    ended = threading.Event()
    monkeypatch.setattr(api, "read_text", lambda text, **more: ended.wait(20))
    monkeypatch.setattr(api_v1_read, "LONGEST", 0.1)
    try:
        assert client.post("/api/v1/read", json={"text": "Rain fell."}).status_code == 422
        assert client.post("/api/v1/read", json={"text": "Rain fell."}).status_code == 429  # it goes on
    finally:
        ended.set()


# The document


def test_the_document_describes_what_is_answered(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    refs = {part.split('"')[0] for part in json.dumps(told).split('"#/components/schemas/')[1:]}
    assert refs <= set(told["components"]["schemas"])
    assert {"Event", "StoredClaim", "Reading", "Problem", "ControlRow"} <= refs
    assert len(told["paths"]) >= 14


def test_every_answer_is_as_the_document_says(db: str) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.specs.openapi.checks import response_schema_conformance

    token = people.make_token(db, "cora", by=ME)
    app = create_app(Settings(db=db, zone="testserver,localhost", login=True))
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=headers)
    event, report = next(api.events(db)), next(api.reports(db)).report
    asked: list[tuple[str, dict[str, str], dict[str, object]]] = [
        ("/events", {}, {}),
        ("/events/{name}", {"name": event.id}, {}),
        ("/claims", {}, {}),
        ("/reports", {}, {}),
        ("/reports/{name}", {"name": report.id}, {}),
        ("/reports/{name}/reading", {"name": report.id}, {}),
        ("/origins", {}, {"report": report.id}),
        ("/actors", {}, {}),
        *(("/ledgers/{name}", {"name": each.value}, {}) for each in api.LedgerKind),
        ("/judgements", {}, {"of": list(event.claims[:50])}),
        ("/reviews", {}, {"of": list(event.claims[:50])}),
        ("/stats", {}, {}),
        ("/derivation/{name}", {"name": event.id}, {}),
    ]
    for path, names, query in asked:
        case = schema[path]["GET"].Case(path_parameters=names, query=query)
        answer = case.call(headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        case.validate_response(answer, checks=[response_schema_conformance])


def test_nothing_it_does_not_expect_breaks_it(db: str) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.specs.openapi import checks as told

    token = people.make_token(db, "cora", by=ME)
    app = create_app(Settings(db=db, zone="testserver,localhost", login=True, writes=1_000_000))
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=headers)
    statuses: dict[str, set[int]] = {}

    checks = [
        schemathesis.checks.not_a_server_error,
        told.status_code_conformance,
        told.content_type_conformance,
        told.response_schema_conformance,
    ]
    few = settings(
        max_examples=8, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    for result in schema.get_all_operations():
        operation = result.ok()
        answers = statuses.setdefault(operation.label, set())

        @seed(20310304)
        @few
        @given(case=operation.as_strategy())
        def attack(case: schemathesis.Case) -> None:
            if case.operation.label == "POST /read" and isinstance(case.body, dict):
                case.body["text"] = str(case.body.get("text"))[:80]
            answer = case.call(headers=headers)
            answers.add(answer.status_code)  # noqa: B023 it is called in this round alone
            case.validate_response(answer, checks=checks)

        attack()
    assert len(statuses) >= 16
    assert not [one for one in statuses.items() if any(status >= 500 for status in one[1])]
    assert all(status != 401 for each in statuses.values() for status in each)
    assert 200 in statuses["GET /events"]
