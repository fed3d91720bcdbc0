"""Pages of the desk, without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.generated import reading
from dateline import resolution
from dateline.store import Coder, Entry, open_store

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server import Settings
from dateline.server.app import create_app


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("desk") / "a.db"
    with open_store(path, create=True) as store:
        found = [reading(n, claims=2, story=n // 3) for n in range(12)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
    return str(path)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        yield found


def test_events_are_listed(client: TestClient) -> None:
    answer = client.get("/events")
    assert answer.status_code == 200
    assert answer.text.count('<span class="type">') == 8
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_part_of_the_page_is_for_htmx(client: TestClient) -> None:
    assert "<html" not in client.get("/events", headers={"HX-Request": "true"}).text


def test_a_wrong_question_is_told(client: TestClient) -> None:
    answer = client.get("/events", params={"since": "<script>alert(1)</script>"})
    assert "is not a date" in answer.text
    assert "<script>alert" not in answer.text


def test_another_name_is_refused(client: TestClient) -> None:
    assert client.get("/events", headers={"Host": "evil.example"}).status_code == 421


def test_a_request_without_the_token_is_refused(client: TestClient) -> None:
    assert client.post("/events").status_code == 403


def test_what_is_shipped_is_served(client: TestClient) -> None:
    assert client.get("/static/desk.css").status_code == 200
    assert client.get("/static/../app.py").status_code in (404, 421)
