"""What every page of the desk has at hand: the store, who is asking, and how a page is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException, Request
from fastapi.params import Depends as Requirement
from fastapi.responses import HTMLResponse

from dateline import api, web
from dateline.api import Store, people
from dateline.server.settings import Settings

__all__ = ["Desk", "Person", "Served", "desk", "require"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is asking. On loopback there is one, who may do everything."""

    name: str
    role: str
    """``reader``, ``coder`` or ``lead``: each may do what those before it may."""
    account: bool = False
    """Whether this person has logged in, and can log out."""

    def may(self, role: str) -> bool:
        """Say whether this person may do what that role may."""
        return people.Role(self.role).covers(people.Role(role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A request with its store, which is closed when it is answered."""

    request: Request
    settings: Settings
    store: Store
    person: Person

    def page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Write a page; ``values`` are what its template shows, all of it escaped."""
        shown = {"person": self.person, "path": self.request.url.path, "csrf": self.request.state.csrf, **values}
        return HTMLResponse(web.render(template, **shown), status_code=status)

    def blind(self, report: str) -> None:
        """Refuse to show a report to who codes it blind."""
        if report in api.reviewing.coding.blind(self.store, self.person.name):
            raise HTTPException(
                403,
                "You code this report blind: what others and the coder made of it is shown to you when both are done. "
                "Go on at Coding.",
            )

    def note(self, what: str, target: str = "", detail: str = "") -> None:
        """Add to the audit log what the person did, and on what; in place of the line that says which page did it."""
        deed = people.Deed(
            name=self.person.name, address=self.request.state.address, what=what, target=target, detail=detail
        )
        with suppress(api.ReadOnlyStore):  # which is read as it is, and nothing in it is changed
            people.note(self.store, deed)
        self.request.state.noted = True

    @property
    def partial(self) -> bool:
        """Say whether htmx asks for a part of the page only."""
        headers = self.request.headers
        return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _served(request: Request) -> Iterator[Served]:
    settings: Settings = request.app.state.settings
    with api.open(settings.db) as store:
        yield Served(request=request, settings=settings, store=store, person=request.state.person)


Desk: TypeAlias = Annotated[Served, Depends(_served)]
"""What a page's function takes: ``def events(desk: Desk, ...) -> HTMLResponse``."""
desk = _served


class _Require:
    """Refuse who does not have a role."""

    def __init__(self, role: str) -> None:
        self._role = people.Role(role)

    def __call__(self, request: Request) -> None:
        person: Person = request.state.person
        if not person.may(self._role):
            raise HTTPException(403, f"this needs the role {self._role.value}, and {person.name} is {person.role}")


def require(role: str) -> Requirement:
    """Return a dependency that refuses who does not have a role: ``dependencies=[require("coder")]``."""
    return Requirement(_Require(role))
