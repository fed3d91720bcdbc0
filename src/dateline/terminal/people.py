"""The commands of people: ``dateline user`` and ``dateline audit``."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from dateline.terminal.ending import SOME_FAILED, WRONG_USAGE, fail, guard, output, say
from dateline.terminal.store import Db, Json

if TYPE_CHECKING:
    from dateline.api import people

user_app = typer.Typer(
    name="user",
    help="Accounts of the desk: who may come in from other machines, and do what.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Name: TypeAlias = Annotated[
    str, typer.Argument(metavar="NAME", help="The name that the person goes by.", show_default=False)
]
Stdin: TypeAlias = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input; it is asked for else.")
]


@user_app.command("add")
def add(
    name: Name,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="reader, coder (reviews) or lead (manages).", show_default=False)
    ],
    db: Db,
    password_stdin: Stdin = False,
) -> None:
    """Make an account, with a password of 12 characters or more."""
    with _usage():
        from dateline import api

        with api.open(db) as store:
            made = api.people.add(store, name, role, _password(password_stdin), by=_me())
        say(f"{made.name} may come in as {made.role.value}")


@user_app.command("list")
def users(db: Db, json: Json = False) -> None:
    """Print the accounts: name, role, since when, when the password was set, and how many tokens there are."""
    with guard(), output(None) as stream:
        from dateline import api
        from dateline.visible import visible

        found = api.people.users(db)
        if json:
            for one in found:
                stream.write(api.dumps(one) + "\n")
            return
        if not found:
            say("there are no accounts; dateline user add makes one")
            return
        for one in found:
            line = (
                f"{one.name:20} {one.role.value:8} since {one.created}, password of {one.changed}, {one.tokens} tokens"
            )
            stream.write(visible(line) + "\n")


@user_app.command("remove")
def remove(name: Name, db: Db) -> None:
    """Take an account away, with its sessions and tokens; what the person judged and reviewed stays."""
    with _usage():
        from dateline import api

        api.people.remove(db, name, by=_me())
        say(f"{name} cannot come in any more")


@user_app.command("password")
def password(name: Name, db: Db, password_stdin: Stdin = False) -> None:
    """Set a password anew; whoever is logged in by that name is logged out."""
    with _usage():
        from dateline import api

        with api.open(db) as store:
            api.people.set_password(store, name, _password(password_stdin), by=_me())
        say(f"the password of {name} is set, and all sessions of that name have ended")


@user_app.command("role")
def role(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, coder or lead.", show_default=False)],
    db: Db,
) -> None:
    """Give an account another role; whoever is logged in by that name is logged out."""
    with _usage():
        from dateline import api

        api.people.set_role(db, name, role, by=_me())
        say(f"{name} is {role} now, and all sessions of that name have ended")


@user_app.command("token")
def token(
    name: Name,
    db: Db,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take all tokens of that name away instead.")] = False,
) -> None:
    """Make a token by which programs of a person use the API, and print it this once."""
    with _usage(), output(None) as stream:
        from dateline import api

        if revoke:
            say(f"{api.people.revoke(db, name, by=_me()):,} tokens of {name} were revoked")
            return
        stream.write(api.people.make_token(db, name, by=_me()) + "\n")
        say(f"this token is shown once; with it, programs do what {name} may")


def audit(db: Db, json: Json = False) -> None:
    """Print who came in, was refused, or changed what, from where and when; exit status 3 where it was changed."""
    with guard():
        from dateline import api
        from dateline.visible import visible

        sound, broken = True, 0
        with output(None) as stream:
            for one in api.people.audit(db):
                if sound and not one.sound:
                    sound, broken = False, one.seq
                if json:
                    stream.write(api.dumps(one) + "\n")
                else:
                    said = "  ".join(each for each in (one.what, one.target, one.detail) if each)
                    stream.write(visible(f"{one.at}  {one.name:16} {one.address:15}  {said}") + "\n")
        if not sound:
            say(f"error: from row {broken} on, the log is not as it was written: somebody changed it beneath dateline")
            raise typer.Exit(SOME_FAILED)


@contextmanager
def _usage() -> Iterator[None]:
    """As ``guard``; what is wrong with what was given is wrong usage."""
    with guard():
        from dateline import api

        try:
            yield
        except api.InputError as error:
            fail(str(error), WRONG_USAGE)


def _me() -> people.Deed:
    """Return who sits at the terminal, as the audit log names them."""
    from dateline.api import people

    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "?"
    return people.Deed(name=name, address=people.TERMINAL, what="")


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline(5000).rstrip("\r\n")
    if not sys.stdin.isatty():
        fail("there is no terminal to ask for the password at; use --password-stdin", WRONG_USAGE)
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        fail("the two are not the same; nothing was changed", WRONG_USAGE)
    return first
