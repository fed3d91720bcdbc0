"""Accounts by the command line, logging in and out, sessions, roles, and the log that only grows."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline import cli, people
from dateline.errors import InputError, StoreError
from dateline.store import open_store
from dateline.store.sql import SqlStore

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from dateline.server import Settings, run
from dateline.server.app import create_app
from dateline.server.rates import Backoff, Bucket, network

REAL = people._hasher
ME = people.Deed(name="root", address=people.TERMINAL, what="")
WORD = "correct horse battery"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _cheap() -> Iterator[None]:
    """Hash with little work: these tests do it often."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_hasher", lambda: cheap)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "a.db"
    open_store(path, create=True).close()
    for name, role in (("rita", "reader"), ("cora", "coder"), ("lena", "lead")):
        people.add(str(path), name, role, WORD, by=ME)
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> str:
    """Return a store of one's own with three people."""
    copy = tmp_path / "b.db"
    with sqlite3.connect(made) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    return str(copy)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    app = create_app(Settings(db=db, login=True))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


def log_in(client: TestClient, name: str = "cora", word: str = WORD, **more: str) -> int:
    page = client.get("/login").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf is not None
    return client.post("/login", data={"name": name, "password": word, "csrf": csrf[1], **more}).status_code


def command(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, arguments, input=given)
    return result.exit_code, result.stdout, result.stderr


# The command line


def test_an_account_is_made_listed_and_removed(db: str) -> None:
    status, _, said = command("user", "add", "Ana", "--role", "reader", "--db", db, "--password-stdin", given=WORD)
    assert status == 0
    assert "ana may come in as reader" in said
    listed = [json.loads(line) for line in command("user", "list", "--db", db, "--json")[1].splitlines()]
    assert [one["name"] for one in listed] == ["ana", "cora", "lena", "rita"]
    assert command("user", "role", "ANA", "coder", "--db", db)[0] == 0
    assert command("user", "role", "ana", "king", "--db", db)[0] == 2
    assert command("user", "role", "nobody", "lead", "--db", db)[0] == 2
    lines = command("user", "list", "--db", db, "--json")[1].splitlines()
    assert json.loads(lines[0])["role"] == "coder"
    assert "role set" in command("audit", "--db", db)[1].splitlines()[-1]
    assert command("user", "remove", "ANA", "--db", db)[0] == 0
    assert "ana" not in command("user", "list", "--db", db)[1]


@pytest.mark.parametrize(
    ("name", "role", "word", "wrong"),
    [
        ("cora", "coder", WORD, "there is an account of this name"),
        ("CORA", "coder", WORD, "there is an account of this name"),
        ("ana", "admin", WORD, "use one of: reader, coder, lead"),
        ("ana", "coder", "eleven char", "12 to 1024 characters"),
        ("ana", "coder", "a" * 1025, "12 to 1024 characters"),
        ("ana", "coder", "aaaaaaaaaaaaaa", "guessed at once"),
        ("annika", "coder", "annika-annika", "guessed at once"),
        ("desk", "coder", WORD, "cannot be the name"),
        ("a b", "coder", WORD, "cannot be the name"),
        ("a" * 65, "coder", WORD, "cannot be the name"),
        ("-ana", "coder", WORD, "no such option|No such option|cannot be the name"),
    ],
)
def test_an_account_that_will_not_do_is_refused(db: str, name: str, role: str, word: str, wrong: str) -> None:
    arguments = ("user", "add", "--role", role, "--db", db, "--password-stdin", "--", name)
    status, _, said = command(*arguments, given=word + "\n")
    assert status == 2
    assert re.search(wrong, said)
    assert len(people.users(db)) == 3


def test_nobody_unknown_can_be_changed(db: str) -> None:
    for arguments in (("remove", "nobody"), ("token", "nobody"), ("token", "nobody", "--revoke")):
        status, _, said = command("user", *arguments, "--db", db)
        assert (status, "there is no account of this name" in said) == (2, True)


def test_no_secret_is_in_the_store(db: str) -> None:
    token = people.make_token(db, "cora", by=ME)
    session = people.begin(db, "cora", WORD, address="192.0.2.1")
    assert session is not None
    with sqlite3.connect(db) as store:
        tables = ("users", "sessions", "tokens", "audit")
        kept = str([store.execute(f"SELECT * FROM {one}").fetchall() for one in tables])
    store.close()
    assert not [secret for secret in (WORD, token, token.removeprefix("dateline_"), session) if secret in kept]
    assert kept.count("$argon2id$") == 3


def test_a_hash_takes_what_rfc_9106_asks_for() -> None:
    assert REAL().hash(b"x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_of_less_work_is_made_anew_at_login(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_hasher", REAL)
    assert people.begin(db, "cora", WORD, address="192.0.2.1")
    with sqlite3.connect(db) as store:
        kept = store.execute("SELECT password FROM users WHERE name = 'cora'").fetchone()[0]
    store.close()
    assert "m=65536,t=3,p=4" in kept
    assert people.begin(db, "cora", WORD, address="192.0.2.1")


def test_without_a_terminal_a_password_is_not_asked_for(db: str) -> None:
    status, _, said = command("user", "password", "cora", "--db", db)
    assert status == 2
    assert "--password-stdin" in said


# Starting


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Give what would have been served; no port is taken."""
    found: list[object] = []
    monkeypatch.setattr(run, "_bound", lambda settings: nullcontext())
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: found.append(server))
    return found


@pytest.mark.parametrize(
    "settings", [{"host": "0.0.0.0"}, {"host": "192.0.2.1"}, {"login": True}, {"zone": "desk.example.org"}]
)
def test_it_does_not_start_for_others_without_accounts(
    tmp_path: Path, settings: dict[str, str], started: list[object]
) -> None:
    empty = str(tmp_path / "empty.db")
    open_store(empty, create=True).close()
    with pytest.raises(InputError, match="dateline user add NAME --role lead"):
        run.serve(Settings(db=empty, **settings))
    assert not started
    people.add(empty, "ana", "lead", WORD, by=ME)
    run.serve(Settings(db=empty, **settings))
    assert started


def test_on_loopback_one_person_needs_no_account(tmp_path: Path, started: list[object]) -> None:
    empty = str(tmp_path / "empty.db")
    open_store(empty, create=True).close()
    run.serve(Settings(db=empty))
    assert started


# Logging in and out


def test_who_is_not_logged_in_is_led_to_the_login(client: TestClient) -> None:
    answer = client.get("/events?text=fire%20%26%20water")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=%2Fevents%3Ftext%3Dfire%2520%2526%2520water"
    assert client.get("/events", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/login"
    assert client.get("/static/desk.css").status_code == 200


def test_a_login_begins_a_session_and_a_logout_ends_it(client: TestClient) -> None:
    assert log_in(client, "Cora") == 303
    page = client.get("/events")
    assert page.status_code == 200
    assert ">cora<" in page.text
    session = client.cookies["dateline_session"]
    csrf = people.csrf_of(session)
    assert f'content="{csrf}"' in page.text
    assert client.post("/logout", data={"csrf": csrf}).headers["Location"] == "/login"
    client.cookies.set("dateline_session", session)  # replayed
    assert client.get("/events").status_code == 303


def test_the_cookie_is_for_the_desk_alone(client: TestClient, db: str) -> None:
    client.get("/login")
    csrf = client.cookies["dateline_csrf"]
    answer = client.post("/login", data={"name": "cora", "password": WORD, "csrf": csrf})
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert "Secure" not in cookie
    with TestClient(create_app(Settings(db=db, login=True)), base_url="https://127.0.0.1") as tls:
        assert "Secure" in tls.get("/login").headers["Set-Cookie"]
        given = {"name": "cora", "password": WORD, "csrf": tls.cookies["dateline_csrf"]}
        answer = tls.post("/login", data=given, follow_redirects=False)
        assert answer.headers["Set-Cookie"].startswith("__Host-dateline_session=")
        assert "Secure" in answer.headers["Set-Cookie"]


def test_a_session_given_before_is_not_taken_over(client: TestClient) -> None:
    client.cookies.set("dateline_session", "fixed-by-somebody-else")
    assert log_in(client) == 303
    sessions = {cookie.value for cookie in client.cookies.jar if cookie.name == "dateline_session"}
    assert "fixed-by-somebody-else" in sessions  # the test's own jar keeps it, for another domain
    assert len(sessions) == 2


def test_a_second_login_ends_the_first_session(client: TestClient, db: str) -> None:
    first = people.begin(db, "cora", WORD, address="192.0.2.1")
    assert first is not None
    csrf = people.csrf_of(first)
    client.cookies.set("dateline_session", first)
    answer = client.post("/login", data={"name": "lena", "password": WORD, "csrf": csrf})
    assert answer.status_code == 303
    assert people.by_session(db, first) is None


@pytest.mark.parametrize(
    ("next", "leads"),
    [
        ("/map?a=1", "/map?a=1"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\tevil", "/"),
        ("/login", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_login_leads_on_inside_the_desk_alone(client: TestClient, next: str, leads: str) -> None:
    client.get("/login")
    given = {"name": "rita", "password": WORD, "csrf": client.cookies["dateline_csrf"], "next": next}
    assert client.post("/login", data=given).headers["Location"] == leads


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: TestClient) -> None:
    client.get("/login")
    given = {"csrf": client.cookies["dateline_csrf"], "password": "wrong wrong wrong"}
    one = client.post("/login", data={**given, "name": "cora"})
    other = client.post("/login", data={**given, "name": "cory"})
    assert one.status_code == other.status_code == 401
    assert one.text.replace("cora", "cory") == other.text
    assert log_in(client, word=WORD + " ") == 401
    assert log_in(client, name="<script>") == 401


def test_an_unknown_name_costs_a_hash_too(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []
    real = people._hasher()

    class Watched:
        def verify(self, hashed: str, word: bytes) -> bool:
            looked.append(word)
            return real.verify(hashed, word)

    people._nobody()
    monkeypatch.setattr(people, "_hasher", Watched)
    assert people.begin(db, "nobody", "wrong wrong wrong", address="192.0.2.1") is None
    assert people.begin(db, "cora", "wrong wrong wrong", address="192.0.2.1") is None
    assert looked == [b"wrong wrong wrong"] * 2


def test_who_guesses_has_to_wait(client: TestClient) -> None:
    assert [log_in(client, word="wrong wrong wrong") for _ in range(7)] == [401] * 6 + [429]
    assert log_in(client) == 429  # the right one does not help
    assert log_in(client, "\uff23\uff2f\uff32\uff21") == 429  # nor does another way to write the name
    assert log_in(client, "rita") == 303  # another is not kept out


# Sessions and tokens


@pytest.mark.parametrize(
    ("used", "asked", "there"),
    [
        ((), timedelta(hours=1, minutes=59), True),
        ((), timedelta(hours=2), False),
        ((1.5, 3, 4.5), timedelta(hours=6), True),
        ((1.5, 3, 4.5, 6, 7.5, 9, 10.5, 11.5), timedelta(hours=11, minutes=59), True),
        ((1.5, 3, 4.5, 6, 7.5, 9, 10.5, 11.5), timedelta(hours=12), False),
    ],
)
def test_a_session_times_out(db: str, used: tuple[float, ...], asked: timedelta, there: bool) -> None:
    session = people.begin(db, "cora", WORD, address="192.0.2.1", now=NOON)
    assert session is not None
    for hours in used:
        assert people.by_session(db, session, now=NOON + timedelta(hours=hours))
    assert (people.by_session(db, session, now=NOON + asked) is not None) is there


@pytest.mark.parametrize(
    "change",
    [
        lambda db: people.set_password(db, "cora", "another horse battery", by=ME),
        lambda db: people.remove(db, "cora", by=ME),
    ],
)
def test_a_session_ends_with_its_password(client: TestClient, db: str, change: Callable[[str], None]) -> None:
    assert log_in(client) == 303
    assert client.get("/events").status_code == 200
    change(db)
    assert client.get("/events").status_code == 303
    assert log_in(client) == 401


def test_a_session_ends_with_its_role_and_tokens_follow_it(client: TestClient, db: str) -> None:
    token = people.make_token(db, "cora", by=ME)
    assert log_in(client) == 303
    people.set_role(db, "cora", "reader", by=ME)
    assert client.get("/events").status_code == 303
    assert people.by_token(db, token) == people.Somebody(name="cora", role=people.Role.READER)
    assert log_in(client) == 303


def test_a_role_can_be_told_from_a_token(db: str) -> None:
    token = people.make_token(db, "cora", by=ME)
    assert people.by_token(db, token) == people.Somebody(name="cora", role=people.Role.CODER)
    assert people.by_token(db, token + "x") is None
    assert people.revoke(db, "cora", by=ME) == 1
    assert people.by_token(db, token) is None


# The audit log


def test_the_log_tells_who_did_what_from_where(client: TestClient, db: str) -> None:
    log_in(client, word="wrong wrong wrong")
    log_in(client)
    client.post("/logout", data={"csrf": people.csrf_of(client.cookies["dateline_session"])})
    rows = [json.loads(line) for line in command("audit", "--db", db, "--json")[1].splitlines()]
    assert [(one["name"], one["what"], one["target"]) for one in rows] == [
        ("root", "user added", "rita"),
        ("root", "user added", "cora"),
        ("root", "user added", "lena"),
        ("cora", "login refused", ""),
        ("cora", "login", ""),
        ("cora", "logout", ""),
    ]
    assert {one["address"] for one in rows} == {"terminal", "testclient"}
    assert all(one["sound"] for one in rows)


@pytest.mark.parametrize("sql", ["UPDATE audit SET name = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2"])
def test_the_log_only_grows(db: str, sql: str) -> None:
    with open_store(db) as store:
        assert isinstance(store, SqlStore)
        with pytest.raises(StoreError, match="only grows"):
            store.execute(sql)
    assert len(list(people.audit(db))) == 3


@pytest.mark.parametrize("sql", ["UPDATE audit SET name = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"])
def test_a_change_beneath_the_engine_shows(db: str, sql: str) -> None:
    assert command("audit", "--db", db)[0] == 0
    raw = sqlite3.connect(db)
    raw.executescript(f"DROP TRIGGER audit_kept; DROP TRIGGER audit_unchanged; {sql}")
    raw.close()
    status, shown, said = command("audit", "--db", db)
    assert status == 3
    assert "not as it was written" in said
    assert "lena" in shown
    sound = [one.sound for one in people.audit(db)]
    assert (sound[0], sound[-1]) == (True, False)


def test_what_is_noted_cannot_forge_a_line(db: str) -> None:
    people.begin(db, "x\n2031-01-01T00:00:00Z  lena  login\x1b[2J", WORD, address="192.0.2.1")
    shown = command("audit", "--db", db)[1]
    assert len(shown.splitlines()) == 4
    assert "\x1b" not in shown


# Rates


def test_a_bucket_refills() -> None:
    now = [0.0]
    bucket = Bucket(60, lambda: now[0])
    assert [bucket.take("a") for _ in range(60)] == [0.0] * 60
    assert bucket.take("a") == pytest.approx(1.0)
    assert bucket.take("b") == 0.0
    now[0] = 1.0
    assert [bucket.take("a") == 0.0 for _ in range(2)] == [True, False]


def test_waits_double_and_are_forgotten() -> None:
    now = [0.0]
    backoff = Backoff(free=2, longest=20, forgotten=100, clock=lambda: now[0])
    waits = []
    for _ in range(8):
        backoff.count("a")
        waits.append(backoff.wait("a"))
        now[0] += backoff.wait("a")
    assert waits == [0, 0, 2, 4, 8, 16, 20, 20]
    assert backoff.wait("b") == 0
    now[0] += 101
    backoff.count("a")
    assert backoff.wait("a") == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_by_its_network(address: str, counted: str) -> None:
    assert network(address) == counted
