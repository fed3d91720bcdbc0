"""Accounts, sessions and tokens, and the audit log, in a store.

What a browser or a program shows to come in is kept as its SHA-256 alone. Rows of the audit log are only ever added:
the engine refuses all else, and each row's ``chain`` is a digest of it and of the chain before, so that what somebody
changed or took away beneath the engine shows. Instants are ISO 8601 in UTC, to the second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from dateline.errors import StoreError
from dateline.store import tables
from dateline.store.base import Store
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row

__all__ = ["Account", "Deed", "Note", "People", "Session"]

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account. ``password`` is its Argon2 hash, ``changed`` when it was last set."""

    name: str
    role: str
    password: str
    created: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is logged in: whose it is, since when, from where, and when it last asked for something."""

    digest: str
    name: str
    address: str
    created: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be noted: who did what, from where, on what, and what more there is to say."""

    name: str
    address: str
    what: str
    target: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A row of the audit log. ``sound`` says that it and all before it are as they were written."""

    seq: int
    at: str
    name: str
    address: str
    what: str
    target: str
    detail: str
    sound: bool


class People:
    """The tables of people."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no accounts")
        self._store = store

    # Accounts

    def accounts(self) -> list[Account]:
        """Return all accounts, by name."""
        found = self._store.execute("SELECT name, role, password, created, changed FROM users ORDER BY name")
        return [_account(row) for row in found]

    def account(self, name: str) -> Account | None:
        """Return an account."""
        found = self._store.execute(
            "SELECT name, role, password, created, changed FROM users WHERE name = ?", (_text(name),)
        )
        return _account(found[0]) if found else None

    def add(self, account: Account, at: str, deed: Deed) -> bool:
        """Add an account; say whether there was none of that name."""
        with self._store.writing():
            if self.account(account.name) is not None:
                return False
            self._store.insert(tables.USERS, [astuple(account)])
            self._note(at, deed)
            return True

    def set_password(self, name: str, password: str, at: str, deed: Deed | None) -> bool:
        """Set a password's hash and, but for one that is only hashed anew (no ``deed``), end all sessions."""
        with self._store.writing():
            if self.account(name) is None:
                return False
            if deed is None:
                self._store.execute("UPDATE users SET password = ? WHERE name = ?", (password, name))
                return True
            self._store.execute("UPDATE users SET password = ?, changed = ? WHERE name = ?", (password, at, name))
            self._store.execute("DELETE FROM sessions WHERE name = ?", (name,))
            self._note(at, deed)
            return True

    def set_role(self, name: str, role: str, at: str, deed: Deed) -> bool:
        """Give an account another role, and end all its sessions; say whether there is one."""
        with self._store.writing():
            if self.account(name) is None:
                return False
            self._store.execute("UPDATE users SET role = ? WHERE name = ?", (role, name))
            self._store.execute("DELETE FROM sessions WHERE name = ?", (name,))
            self._note(at, deed)
            return True

    def remove(self, name: str, at: str, deed: Deed) -> bool:
        """Take an account away, with its sessions and tokens; say whether there was one."""
        with self._store.writing():
            if self.account(name) is None:
                return False
            for table, column in (("sessions", "name"), ("tokens", "name"), ("users", "name")):
                self._store.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))
            self._note(at, deed)
            return True

    # Sessions

    def begin(self, session: Session, password: str, idle_since: str, begun_since: str, deed: Deed) -> bool:
        """Add a session where the account still has that password's hash; take away those that timed out."""
        with self._store.writing():
            account = self.account(session.name)
            if account is None or account.password != password:
                return False
            self._store.execute("DELETE FROM sessions WHERE seen < ? OR created < ?", (idle_since, begun_since))
            self._store.insert(tables.SESSIONS, [astuple(session)])
            self._note(session.created, deed)
            return True

    def session(self, digest: str) -> tuple[Session, str] | None:
        """Return a session with the role of whose it is."""
        found = self._store.execute(
            """SELECT s.digest, s.name, s.address, s.created, s.seen, u.role FROM sessions s
            JOIN users u ON u.name = s.name WHERE s.digest = ?""",
            (digest,),
        )
        if not found:
            return None
        one, name, address, created, seen, role = map(text_of, found[0])
        return Session(digest=one, name=name, address=address, created=created, seen=seen), role

    def touch(self, digest: str, at: str) -> None:
        """Note when a session last asked for something."""
        self._store.execute("UPDATE sessions SET seen = ? WHERE digest = ?", (at, digest))

    def end(self, digest: str, at: str, deed: Deed) -> None:
        """Take a session away."""
        with self._store.writing():
            self._store.execute("DELETE FROM sessions WHERE digest = ?", (digest,))
            self._note(at, deed)

    # Tokens

    def add_token(self, name: str, digest: str, at: str, deed: Deed) -> bool:
        """Add a token of an account; say whether there is one of that name."""
        with self._store.writing():
            if self.account(name) is None:
                return False
            self._store.insert(tables.TOKENS, [(digest, name, at)])
            self._note(at, deed)
            return True

    def revoke(self, name: str, at: str, deed: Deed) -> int | None:
        """Take all tokens of an account away; return how many there were, None where there is no such account."""
        with self._store.writing():
            if self.account(name) is None:
                return None
            count = self.tokens().get(name, 0)
            self._store.execute("DELETE FROM tokens WHERE name = ?", (name,))
            self._note(at, deed)
            return count

    def token(self, digest: str) -> tuple[str, str] | None:
        """Return name and role of whose a token is."""
        found = self._store.execute(
            "SELECT u.name, u.role FROM tokens t JOIN users u ON u.name = t.name WHERE t.digest = ?", (digest,)
        )
        return (text_of(found[0][0]), text_of(found[0][1])) if found else None

    def tokens(self) -> dict[str, int]:
        """Count the tokens of each account that has any."""
        found = self._store.execute("SELECT name, count(*) FROM tokens GROUP BY name")
        return {text_of(name): number_of(count) for name, count in found}

    # The audit log

    def note(self, at: str, deed: Deed) -> None:
        """Add a row to the audit log."""
        with self._store.writing():
            self._note(at, deed)

    def _note(self, at: str, deed: Deed) -> None:
        last = self._store.execute("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1")
        seq, chain = (number_of(last[0][0]) + 1, text_of(last[0][1])) if last else (1, "")
        row = (at, *map(_text, (deed.name, deed.address, deed.what, deed.target, deed.detail)))
        self._store.insert(tables.AUDIT, [(seq, *row, _chained(chain, seq, row))])

    def audit(self) -> Iterator[Note]:
        """Yield the audit log from its begin, held against its chain."""
        after, chain, sound = 0, "", True
        sql = f"""SELECT seq, at, name, address, what, target, detail, chain FROM audit WHERE seq > ?
            ORDER BY seq LIMIT {_PAGE}"""
        while page := self._store.execute(sql, (after,)):
            for number, *texts, told in page:
                seq, row = number_of(number), tuple(map(text_of, texts))
                chain = _chained(chain, seq, row)
                sound = sound and seq == after + 1 and chain == told
                at, name, address, what, target, detail = row
                yield Note(
                    seq=seq, at=at, name=name, address=address, what=what, target=target, detail=detail, sound=sound
                )
                after = seq


def _chained(chain: str, seq: int, row: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps([chain, seq, *row], ensure_ascii=False).encode()).hexdigest()


def _text(value: str) -> str:
    """Return text as every engine keeps it."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _account(row: Row) -> Account:
    name, role, password, created, changed = map(text_of, row)
    return Account(name=name, role=role, password=password, created=created, changed=changed)
