"""Accounts, sessions, tokens and the audit log, on each engine."""

from __future__ import annotations

import threading

import pytest

from dateline.errors import StoreError
from dateline.store import Store, open_store
from dateline.store.people import Account, Deed, Note, People, Session
from dateline.store.sql import SqlStore

AT = "2031-03-04T12:00:00Z"
LATER = "2031-03-04T13:00:00Z"
ANA = Account(name="ana", role="coder", password="h1", created=AT, changed=AT)


def deed(what: str, target: str = "") -> Deed:
    return Deed(name="root", address="terminal", what=what, target=target)


def session(digest: str, at: str = AT) -> Session:
    return Session(digest=digest, name="ana", address="192.0.2.1", created=at, seen=at)


def test_an_account_is_kept_once(store: Store) -> None:
    people = People(store)
    assert people.add(ANA, AT, deed("user added"))
    assert not people.add(ANA, AT, deed("user added"))
    assert people.accounts() == [ANA]
    assert people.account("bob") is None
    assert people.account("a\x00na") is None
    assert len(list(people.audit())) == 1


def test_sessions_end_with_the_password_and_the_account(store: Store) -> None:
    people = People(store)
    people.add(ANA, AT, deed("user added"))
    assert people.begin(session("s1"), "h1", AT, AT, deed("login"))
    assert not people.begin(session("s2"), "another", AT, AT, deed("login"))  # set anew meanwhile
    found = people.session("s1")
    assert found == (session("s1"), "coder")
    assert people.set_password("ana", "h2", LATER, None)  # the same password, hashed anew
    assert people.session("s1") is not None
    assert people.set_password("ana", "h3", LATER, deed("password set"))
    assert people.session("s1") is None
    assert people.begin(session("s3"), "h3", AT, AT, deed("login"))
    assert people.add_token("ana", "t1", AT, deed("token made"))
    assert people.token("t1") == ("ana", "coder")
    assert people.remove("ana", LATER, deed("user removed"))
    assert (people.session("s3"), people.token("t1"), people.tokens()) == (None, None, {})
    assert not people.set_password("ana", "h4", LATER, deed("password set"))
    assert not people.add_token("ana", "t2", LATER, deed("token made"))
    assert people.revoke("ana", LATER, deed("tokens revoked")) is None


def test_sessions_that_timed_out_are_taken_away(store: Store) -> None:
    people = People(store)
    people.add(ANA, AT, deed("user added"))
    people.begin(session("old"), "h1", AT, AT, deed("login"))
    people.touch("old", LATER)
    people.begin(session("new", LATER), "h1", LATER, AT, deed("login"))
    assert people.session("old") is not None
    people.begin(session("newer", LATER), "h1", LATER, LATER, deed("login"))  # it began too long ago
    assert people.session("old") is None
    people.end("new", LATER, deed("logout"))
    assert people.session("new") is None


def test_the_log_is_chained(store: Store) -> None:
    people = People(store)
    for number in range(3):
        people.note(AT, Deed(name="a\x00\ud800", address="192.0.2.1", what=f"w{number}", target="x", detail="?%s"))
    found = list(people.audit())
    assert [one.seq for one in found] == [1, 2, 3]
    assert found[0] == Note(
        seq=1, at=AT, name="a\ufffd?", address="192.0.2.1", what="w0", target="x", detail="?%s", sound=True
    )
    assert all(one.sound for one in found)


@pytest.mark.parametrize(
    "sql", ["UPDATE audit SET name = 'x'", "DELETE FROM audit", "INSERT INTO audit SELECT * FROM audit"]
)
def test_the_engine_refuses_to_change_the_log(store: Store, sql: str) -> None:
    People(store).note(AT, deed("x"))
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreError, match=r"only grows|UNIQUE|unique"):
        store.execute(sql)
    assert [one.what for one in People(store).audit()] == ["x"]


def test_several_write_to_the_log_at_once(db: str) -> None:
    open_store(db, create=True).close()

    def write() -> None:
        with open_store(db) as store:
            for _ in range(5):
                People(store).note(AT, deed("x"))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    with open_store(db) as store:
        found = list(People(store).audit())
    assert [one.seq for one in found] == list(range(1, 21))
    assert all(one.sound for one in found)
