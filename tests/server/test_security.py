"""What is refused: forged and foreign requests, what ended or was revoked, who has not the right, what is too much."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, people, resolution
from dateline.store import Coder, Entry, open_store

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from dateline.server import Settings
from dateline.server.app import create_app
from dateline.server.security import HEADERS, READERS_MAY

ME = people.Deed(name="root", address=people.TERMINAL, what="")
WORD = "correct horse battery"
ADDRESS = "http://127.0.0.1"


@pytest.fixture(scope="module", autouse=True)
def _cheap() -> Iterator[None]:
    """Hash with little work: these tests do it often."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_hasher", lambda: cheap)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("security") / "a.db"
    with open_store(path, create=True) as store:
        found = [reading(n, claims=2, story=n // 3) for n in range(6)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
        for name, role in (("rita", "reader"), ("cora", "coder"), ("lena", "lead")):
            people.add(store, name, role, WORD, by=ME)
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> str:
    copy = tmp_path / "b.db"
    source, target = sqlite3.connect(made), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return str(copy)


def desk(db: str, **settings: object) -> TestClient:
    app = create_app(Settings(db=db, **settings))  # type: ignore[arg-type]
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with desk(db, login=True) as found:
        yield found


@pytest.fixture
def alone(db: str) -> Iterator[TestClient]:
    """Return a desk on loopback, without accounts."""
    with desk(db) as found:
        yield found


def come_in(client: TestClient, db: str, name: str) -> dict[str, str]:
    """Log in, and return the header that a page of the desk sends."""
    session = people.begin(db, name, WORD, address="192.0.2.1")
    assert session is not None
    client.cookies.set("dateline_session", session)
    return {"X-CSRF-Token": people.csrf_of(session)}


CLAIM = {"action": "accept", "target": "a" * 16}
"""What a coder may ask for, of a claim that is not there: 422."""


# Forged requests


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"Origin": ADDRESS}, 422),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:3000"}, 403),  # another program of this machine
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[bad"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"X-CSRF-Token": ""}, 403),
        ({"X-CSRF-Token": "wrong"}, 403),
        ({"X-CSRF-Token": "w\xf6rong".encode("latin-1")}, 403),
    ],
)
@pytest.mark.parametrize("login", [True, False])
def test_a_forged_request_is_refused(db: str, login: bool, headers: dict[str, str], status: int) -> None:
    with desk(db, login=login) as client:
        if login:
            own = come_in(client, db, "cora")
        else:
            client.get("/events")
            own = {"X-CSRF-Token": client.cookies["dateline_csrf"]}
        assert client.post("/api/v1/reviews", json=CLAIM, headers={**own, **headers}).status_code == status


def test_a_token_against_forgery_is_of_one_session(client: TestClient, db: str) -> None:
    other = come_in(client, db, "lena")
    own = come_in(client, db, "cora")
    assert client.post("/api/v1/reviews", json=CLAIM, headers=other).status_code == 403
    client.cookies.set("dateline_csrf", "planted")
    assert client.post("/api/v1/reviews", json=CLAIM, headers={"X-CSRF-Token": "planted"}).status_code == 403
    assert client.post("/api/v1/reviews", json=CLAIM, headers=own).status_code == 422


def test_a_form_may_carry_the_token(client: TestClient, db: str) -> None:
    own = come_in(client, db, "cora")["X-CSRF-Token"]
    assert client.post("/logout", data={"csrf": "wrong"}).status_code == 403
    assert client.post("/logout", data={"other": "x"}).status_code == 403
    assert client.post("/logout", content="&" * 5000, headers={"Content-Type": _FORM}).status_code == 403
    assert client.post("/logout", data={"csrf": own}).status_code == 303


_FORM = "application/x-www-form-urlencoded"


def test_without_a_page_there_is_no_token(alone: TestClient) -> None:
    assert alone.post("/api/v1/reviews", json=CLAIM).status_code == 403
    assert alone.post("/api/v1/reviews", json=CLAIM, headers={"X-CSRF-Token": ""}).status_code == 403


def test_logging_in_cannot_be_forged(client: TestClient) -> None:
    given = {"name": "cora", "password": WORD}
    assert client.post("/login", data=given).status_code in (401, 403)
    assert "dateline_session" not in client.cookies


# What ended


def test_a_token_that_was_revoked_is_refused(client: TestClient, db: str) -> None:
    token = people.make_token(db, "cora", by=ME)
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/events", headers=headers).status_code == 200
    assert client.post("/api/v1/reviews", json=CLAIM, headers=headers).status_code == 422  # without a page's token
    people.revoke(db, "cora", by=ME)
    answer = client.get("/api/v1/events", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="dateline"')
    assert [note.what for note in people.audit(db)][-1] == "token refused"


def test_a_token_ends_with_the_account(client: TestClient, db: str) -> None:
    headers = {"Authorization": f"Bearer {people.make_token(db, 'cora', by=ME)}"}
    people.remove(db, "cora", by=ME)
    assert client.get("/api/v1/events", headers=headers).status_code == 401
    people.add(db, "cora", "lead", WORD, by=ME)  # another of that name
    assert client.get("/api/v1/events", headers=headers).status_code == 401


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer x", "Basic Y29yYTp4", "x", "bearer \xff"])
def test_what_is_no_token_is_refused(client: TestClient, alone: TestClient, given: str) -> None:
    headers = {"Authorization": given.encode("latin-1")}
    assert client.get("/api/v1/events", headers=headers).status_code == 401  # type: ignore[arg-type]
    assert alone.get("/api/v1/events", headers=headers).status_code == 401  # type: ignore[arg-type]


def test_a_token_is_for_programs_alone(client: TestClient, db: str) -> None:
    headers = {"Authorization": f"Bearer {people.make_token(db, 'lena', by=ME)}"}
    assert client.get("/events", headers=headers).status_code == 303


def test_guessing_tokens_is_slowed_down(client: TestClient) -> None:
    headers = {"Authorization": "Bearer wrong"}
    answers = [client.get("/api/v1/events", headers=headers).status_code for _ in range(24)]
    assert answers[:20] == [401] * 20
    assert 429 in answers[20:]


def test_a_session_that_ended_is_refused(client: TestClient, db: str) -> None:
    own = come_in(client, db, "cora")
    assert client.post("/api/v1/reviews", json=CLAIM, headers=own).status_code == 422
    people.set_password(db, "cora", "another horse battery", by=ME)
    assert client.post("/api/v1/reviews", json=CLAIM, headers=own).status_code == 401
    assert client.get("/api/v1/events").status_code == 401


# Roles


def writing_routes(client: TestClient) -> list[tuple[str, str]]:
    """Return method and path of all that changes something."""
    found: list[tuple[str, str]] = []
    routes = [("", route) for route in client.app.routes]  # type: ignore[attr-defined]
    while routes:
        prefix, route = routes.pop()
        path = prefix + getattr(route, "path", "")
        if isinstance(route, APIRoute):
            found += [(each, path) for each in sorted(route.methods - {"GET", "HEAD"})]
        routes += [(path, each) for each in getattr(route, "routes", None) or ()]
        if hasattr(route, "original_router"):
            routes += [(prefix, each) for each in route.original_router.routes]
    return sorted(set(found))


def test_a_reader_may_change_nothing(client: TestClient, db: str) -> None:
    own = come_in(client, db, "rita")
    routes = writing_routes(client)
    assert ("POST", "/api/v1/reviews") in routes
    assert ("POST", "/logout") in routes
    for method, path in routes:
        if any(path == each or path.startswith(each + "/") for each in READERS_MAY):
            continue
        answer = client.request(method, re.sub(r"\{[^}]*\}", "a" * 16, path), json={}, headers=own)
        assert answer.status_code == 403, path
        assert "coder" in answer.text
    last = list(people.audit(db))[-1]
    assert (last.name, last.what.partition(":")[0]) == ("rita", "refused")


@pytest.mark.parametrize(("name", "status"), [("rita", 403), ("cora", 422), ("lena", 422)])
def test_a_token_has_the_role_of_its_person(client: TestClient, db: str, name: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {people.make_token(db, name, by=ME)}"}
    assert client.get("/api/v1/events", headers=headers).status_code == 200
    assert client.post("/api/v1/reviews", json=CLAIM, headers=headers).status_code == status


def test_an_archive_is_for_leads(client: TestClient, db: str, tmp_path: Path) -> None:
    for name, status in (("rita", 403), ("cora", 403), ("lena", 200)):
        headers = {"Authorization": f"Bearer {people.make_token(db, name, by=ME)}"}
        answer = client.get("/api/v1/archive", headers=headers)
        assert answer.status_code == status
    file = tmp_path / "a.zip"
    file.write_bytes(answer.content)
    assert api.restore(file, str(tmp_path / "c.db")).rows["reports"] == 6
    assert list(people.audit(db))[-1].what == "archive"
    assert not people.users(str(tmp_path / "c.db"))


@pytest.mark.parametrize("path", ["/events", "/api/v1/events", "/api/v1/openapi.json", "/login/../events", "//events"])
def test_who_is_not_known_sees_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (303, 401)
    assert client.post(path).status_code == 401


# Names, sizes, headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8440", 200),
        ("LOCALHOST:8440", 200),
        ("[::1]:8440", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example:8440", 421),
        ("127.0.0.1@evil.example", 421),
        ("[bad", 421),
        ("", 421),
    ],
)
def test_only_its_names_are_answered(alone: TestClient, host: str, status: int) -> None:
    answer = alone.get("/static/desk.css", headers={"Host": host})
    assert answer.status_code == status
    assert alone.get("/api/v1/events", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "x-real-ip"])
def test_what_a_proxy_brings_in_needs_a_login(alone: TestClient, client: TestClient, name: str) -> None:
    answer = alone.get("/events", headers={name: "192.0.2.1"})
    assert (answer.status_code, "--login" in answer.text) == (403, True)
    assert client.get("/events", headers={name: "192.0.2.1"}).status_code == 303


def test_a_name_that_is_given_is_answered(db: str) -> None:
    with desk(db, zone="desk.example.org") as client:
        assert client.get("/login", headers={"Host": "Desk.Example.Org"}).status_code == 200
        assert client.get("/login", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("size", [1_000_001, 50_000_000])
def test_a_body_that_is_too_large_is_refused(alone: TestClient, size: int) -> None:
    alone.get("/events")
    headers = {"X-CSRF-Token": alone.cookies["dateline_csrf"]}
    answer = alone.post("/api/v1/read", headers={**headers, "Content-Length": str(size)}, content=b"{}")
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_of_no_told_size_is_refused_where_it_is_too_large(alone: TestClient) -> None:
    alone.get("/events")
    sent = []

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            sent.append(1)
            yield b"x" * 100_000

    headers = {"X-CSRF-Token": alone.cookies["dateline_csrf"]}
    assert alone.post("/api/v1/read", headers=headers, content=parts()).status_code == 413


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣", "9" * 400])
def test_a_wrong_length_is_refused(alone: TestClient, length: str) -> None:
    headers = {"Content-Length": length.encode()}
    answer = alone.post("/api/v1/read", headers=headers, content=b"{}")  # type: ignore[arg-type]
    assert answer.status_code in (400, 413)


def test_deep_json_does_no_harm(alone: TestClient) -> None:
    alone.get("/events")
    headers = {"X-CSRF-Token": alone.cookies["dateline_csrf"], "Content-Type": "application/json"}
    for body in (b"[" * 200_000, b'{"text":' * 100_000, b"\xff\xfe", b'{"text": "\\ud800"}', b"NaN", b"9" * 5000):
        assert alone.post("/api/v1/read", headers=headers, content=body).status_code in (400, 422)


def test_who_changes_too_much_has_to_wait(db: str) -> None:
    with desk(db, writes=5) as client:
        client.get("/events")
        headers = {"X-CSRF-Token": client.cookies["dateline_csrf"]}
        answers = [client.post("/api/v1/reviews", json=CLAIM, headers=headers) for _ in range(7)]
        assert [each.status_code for each in answers] == [422] * 5 + [429] * 2
        assert int(answers[-1].headers["Retry-After"]) >= 1
        assert client.get("/events").status_code == 200


@pytest.mark.parametrize(
    "path", ["/events", "/login", "/nosuch", "/api/v1/events", "/api/v1/nosuch", "/static/desk.css"]
)
def test_every_answer_has_its_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name in HEADERS:
        assert name in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"  # with none, browsers send forms with the origin "null"
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert "server" not in answer.headers


def test_a_header_cannot_be_put_into_an_answer(client: TestClient) -> None:
    answer = client.get("/events?text=a%0d%0aSet-Cookie:%20x=1")
    assert "x" not in client.cookies
    assert "\n" not in answer.headers["Location"]


def test_two_at_once_are_both_noted(db: str) -> None:
    with desk(db) as client:
        client.get("/events")
        headers = {"X-CSRF-Token": client.cookies["dateline_csrf"]}
        send = [
            threading.Thread(target=lambda: client.post("/api/v1/reviews", json=CLAIM, headers=headers))
            for _ in range(6)
        ]
        for each in send:
            each.start()
        for each in send:
            each.join()
    noted = list(people.audit(db))
    assert sum(each.what == "refused: POST /api/v1/reviews" for each in noted) == 6
    assert all(each.sound for each in noted)


def test_what_goes_wrong_is_shown_as_a_page(alone: TestClient, db: str) -> None:
    answer = alone.get("/nosuch<script>")
    assert (answer.status_code, "<h1>Not Found</h1>" in answer.text) == (404, True)
    Path(db).write_bytes(b"this is no store any more")
    answer = alone.get("/events")
    assert (answer.status_code, "is no store of dateline" in answer.text) == (503, True)
    assert alone.get("/api/v1/events").status_code == 503
