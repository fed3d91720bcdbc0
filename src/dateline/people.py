"""People of a store: accounts with passwords, sessions, tokens, and the log of what they did.

A password is kept as its Argon2id hash (argon2-cffi with the parameters of RFC 9106 for little memory), a session's id
and a token, 256 random bits each, as their SHA-256. Names are compared without regard to case.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from dateline import store as _store
from dateline.calendar import instant
from dateline.errors import InputError, ReadOnlyStore, StoreError
from dateline.store import Store
from dateline.store.people import Account, Deed, Note, People, Session

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "SHORTEST",
    "TERMINAL",
    "Deed",
    "Note",
    "Role",
    "Somebody",
    "User",
    "add",
    "anybody",
    "audit",
    "begin",
    "by_session",
    "by_token",
    "csrf_of",
    "end",
    "key_of",
    "make_token",
    "note",
    "remove",
    "revoke",
    "set_password",
    "set_role",
    "users",
]

Db: TypeAlias = Store | str | os.PathLike[str]

SHORTEST, LONGEST = 12, 1024
"""Characters of a password; more than the most are refused, for hashing them takes time."""
IDLE = timedelta(hours=2)
"""A session ends when nothing was asked for so long."""
ABSOLUTE = timedelta(hours=12)
"""A session ends so long after it began."""
TERMINAL = "terminal"
"""The address of what is done by the command line."""
_TOUCHED = timedelta(minutes=1)
"""A session's last use is noted so exactly."""
_NAME = re.compile(r"[^\W_][\w.@-]{0,63}")
_RESERVED = frozenset({"desk"})
"""Who works at a desk without accounts."""


class Role(StrEnum):
    """What a person may do; each may do what those before it may."""

    READER = "reader"
    """Reads, searches, exports what is shown."""
    CODER = "coder"
    """Reviews: corrects, merges, judges."""
    LEAD = "lead"
    """Manages: settles what coders disagree on, and takes whole archives."""

    def covers(self, other: Role) -> bool:
        """Say whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account as it is shown: when it was made, when its password was set, and how many tokens it has."""

    name: str
    role: Role
    created: str
    changed: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Who was told by a session or token."""

    name: str
    role: Role


# Accounts


def add(db: Db, name: str, role: str, password: str, *, by: Deed, now: datetime | None = None) -> User:
    """Make an account.

    Raises:
        InputError: there is one of that name, or name, role or password will not do.
        StoreError: the store cannot be opened or written to.
    """
    key, kind, at = _new_name(name), _role(role), instant(now)
    _check(password, key)
    hashed = _hasher().hash(_normal(password))
    with _store.opened(db) as store:
        account = Account(name=key, role=kind.value, password=hashed, created=at, changed=at)
        if not People(store).add(account, at, _of(by, "user added", key, kind.value)):
            raise InputError(f"{key}: there is an account of this name; see dateline user list")
    return User(name=key, role=kind, created=at, changed=at, tokens=0)


def users(db: Db) -> list[User]:
    """Return all accounts, by name."""
    with _store.opened(db) as store:
        people = People(store)
        tokens = people.tokens()
        return [
            User(
                name=one.name,
                role=Role(one.role),
                created=one.created,
                changed=one.changed,
                tokens=tokens.get(one.name, 0),
            )
            for one in people.accounts()
        ]


def anybody(db: Db) -> bool:
    """Say whether there is an account."""
    with _store.opened(db) as store:
        return bool(People(store).accounts())


def set_password(db: Db, name: str, password: str, *, by: Deed, now: datetime | None = None) -> None:
    """Set the password of an account; all its sessions end. Raises as :func:`add`."""
    key = key_of(name)
    _check(password, key)
    hashed = _hasher().hash(_normal(password))
    with _store.opened(db) as store:
        if not People(store).set_password(key, hashed, instant(now), _of(by, "password set", key)):
            raise _unknown(name)


def set_role(db: Db, name: str, role: str, *, by: Deed, now: datetime | None = None) -> None:
    """Give an account another role; its sessions end, and its tokens may what the role may. Raises as :func:`add`."""
    key, kind = key_of(name), _role(role)
    with _store.opened(db) as store:
        if not People(store).set_role(key, kind.value, instant(now), _of(by, "role set", key, kind.value)):
            raise _unknown(name)


def remove(db: Db, name: str, *, by: Deed, now: datetime | None = None) -> None:
    """Take an account away, with its sessions and tokens; what the person did stays. Raises as :func:`add`."""
    key = key_of(name)
    with _store.opened(db) as store:
        if not People(store).remove(key, instant(now), _of(by, "user removed", key)):
            raise _unknown(name)


# Tokens


def make_token(db: Db, name: str, *, by: Deed, now: datetime | None = None) -> str:
    """Make a token for programs of a person and return it; it cannot be had again. Raises as :func:`add`."""
    key, token = key_of(name), f"dateline_{secrets.token_urlsafe(32)}"
    with _store.opened(db) as store:
        if not People(store).add_token(key, _digest(token), instant(now), _of(by, "token made", key)):
            raise _unknown(name)
    return token


def revoke(db: Db, name: str, *, by: Deed, now: datetime | None = None) -> int:
    """Take all tokens of a person away and return how many there were. Raises as :func:`add`."""
    key = key_of(name)
    with _store.opened(db) as store:
        count = People(store).revoke(key, instant(now), _of(by, "tokens revoked", key))
        if count is None:
            raise _unknown(name)
        return count


def by_token(db: Db, token: str) -> Somebody | None:
    """Return whose a token is; None where it is nobody's."""
    with _store.opened(db) as store:
        found = People(store).token(_digest(token))
        return Somebody(name=found[0], role=Role(found[1])) if found else None


# Sessions


def begin(db: Db, name: str, password: str, *, address: str, now: datetime | None = None) -> str | None:
    """Begin a session with name and password and return its id; None where they are wrong, which is noted.

    It takes as long for a name that is not there.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher, nobody, key, moment = _hasher(), _nobody(), key_of(name), now or datetime.now(UTC)
    at = instant(moment)
    with _store.opened(db) as store:
        people = People(store)
        account = people.account(key) if len(password) <= LONGEST else None
        hashed = account.password if account is not None else nobody
        try:
            right = bool(hasher.verify(hashed, _normal(password[:LONGEST])))
        except (VerificationError, InvalidHashError):
            right = False
        if account is None or not right:
            people.note(at, Deed(name=key[:80], address=address, what="login refused"))
            return None
        if hasher.check_needs_rehash(hashed):
            hashed = hasher.hash(_normal(password))
            people.set_password(key, hashed, at, None)
        made = secrets.token_urlsafe(32)
        session = Session(digest=_digest(made), name=key, address=address, created=at, seen=at)
        deed = Deed(name=key, address=address, what="login")
        begun = people.begin(session, hashed, instant(moment - IDLE), instant(moment - ABSOLUTE), deed)
        return made if begun else None


def by_session(db: Db, session: str, *, now: datetime | None = None) -> Somebody | None:
    """Return whose a session is, and note that it is in use; None where there is none, or it timed out."""
    moment = now or datetime.now(UTC)
    with _store.opened(db) as store:
        people = People(store)
        found = people.session(_digest(session))
        if found is None:
            return None
        one, role = found
        seen = datetime.fromisoformat(one.seen)
        if moment - seen >= IDLE or moment - datetime.fromisoformat(one.created) >= ABSOLUTE:
            return None
        if moment - seen >= _TOUCHED:
            with suppress(ReadOnlyStore):
                people.touch(one.digest, instant(moment))
        return Somebody(name=one.name, role=Role(role))


def end(db: Db, session: str, *, by: Deed, now: datetime | None = None) -> None:
    """End a session."""
    with _store.opened(db) as store:
        People(store).end(_digest(session), instant(now), by)


def csrf_of(session: str) -> str:
    """Return the token against forgery of a session: of it alone, and it cannot be told from it."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()


# The audit log


def note(db: Db, deed: Deed, *, now: datetime | None = None) -> None:
    """Add to the audit log."""
    with _store.opened(db) as store:
        People(store).note(instant(now), deed)


def audit(db: Db) -> Iterator[Note]:
    """Yield the audit log from its begin.

    Raises:
        StoreError: the store cannot be opened.
    """
    return _store.asked(db, lambda store: People(store).audit())


# In short


def _of(by: Deed, what: str, target: str, detail: str = "") -> Deed:
    return Deed(name=by.name, address=by.address, what=what, target=target, detail=detail)


def key_of(name: str) -> str:
    """Return a name as accounts are told apart by it."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _new_name(name: str) -> str:
    key = key_of(name)
    if not _NAME.fullmatch(key) or key in _RESERVED:
        raise InputError(
            f'"{name[:80]}" cannot be the name of an account; take letters, digits, ".", "-", "_" or "@", at most 64, '
            f"a letter or digit first, and not {', '.join(_RESERVED)}"
        )
    return key


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise InputError(f'"{name[:40]}" is no role; use one of: {", ".join(Role)}') from None


def _check(password: str, name: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters, and this one {len(password)}")
    if len(set(password)) < 4 or (len(name) > 3 and name in password.casefold()):
        raise InputError("this password is guessed at once: it is one sign again and again, or holds the name")


def _normal(password: str) -> bytes:
    """Return a password as it is hashed: the same however the keyboard writes its letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _unknown(name: str) -> InputError:
    return InputError(f"{name[:80]}: there is no account of this name; see dateline user list")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
        from argon2.profiles import RFC_9106_LOW_MEMORY
    except ImportError as missing:
        raise StoreError(f'accounts need {missing.name}; install it: pip install "dateline[desk]"') from missing
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody knows."""
    return _hasher().hash(secrets.token_bytes(32))
