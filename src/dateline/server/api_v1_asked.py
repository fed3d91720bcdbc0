"""What may be asked of the API, checked at the door: parameters and bodies. What is not here is refused."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from dateline.api import ClaimQuery, ClaimType, EventQuery, EventStatus, LedgerQuery, Near, ReportQuery, service
from dateline.api import OriginQuery as _OriginQuery
from dateline.api import Status as ClaimStatus

__all__ = [
    "MOST",
    "ClaimsAsked",
    "EventsAsked",
    "EventsPage",
    "Id",
    "JudgementGiven",
    "LedgerAsked",
    "OfAsked",
    "OriginsAsked",
    "ReportsAsked",
    "ReviewGiven",
    "TextGiven",
]

MOST = 500
"""Items of a page, at most."""
LONGEST = 200_000
"""Characters of a text that is read at the door; some 30,000 words."""

_ID = r"^[0-9a-f]{16}$"
Id: TypeAlias = Annotated[str, Path(pattern=_ID, description="16 hexadecimal digits")]
_Ref: TypeAlias = Annotated[str, Field(pattern=_ID)]
_Date: TypeAlias = Annotated[
    str | None,
    Field(max_length=10, pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", description="YYYY, YYYY-MM or YYYY-MM-DD"),
]
_Words: TypeAlias = Annotated[str | None, Field(min_length=1, max_length=500)]
_Name: TypeAlias = Annotated[str | None, Field(min_length=1, max_length=200)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Page(_Asked):
    limit: int = Field(default=50, ge=1, le=MOST, description="how many at most")


class EventsAsked(_Asked):
    """The filters of ``dateline events``."""

    type: list[ClaimType] = Field(default=[], max_length=50)
    mode: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=50)
    status: list[EventStatus] = Field(default=[], max_length=20)
    since: _Date = None
    until: _Date = None
    place: _Name = None
    near: str | None = Field(
        default=None,
        max_length=60,
        pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,9})?,-?[0-9]{1,3}(\.[0-9]{1,9})?,[0-9]{1,5}(\.[0-9]{1,9})?$",
        description="LATITUDE,LONGITUDE,KM",
    )
    actor: _Name = None
    text: _Words = Field(default=None, description='words, "a phrase", begin*, -not, this OR that')
    report: list[_Ref] = Field(default=[], max_length=100)
    min_origins: int | None = Field(default=None, ge=1, le=100_000)
    disputed: bool = False
    changed_since: str | None = Field(default=None, max_length=40, description="an instant or day, UTC")

    def query(self) -> EventQuery:
        """Return what the store is asked. Raises InputError."""
        near = None
        if self.near is not None:
            latitude, longitude, km = map(float, self.near.split(","))
            near = Near(latitude=latitude, longitude=longitude, km=km)
        return EventQuery(
            types=tuple(self.type),
            modes=tuple(self.mode),
            statuses=tuple(self.status),
            since=self.since,
            until=self.until,
            place=self.place,
            near=near,
            actor=self.actor,
            text=self.text,
            reports=tuple(self.report),
            origins=self.min_origins,
            disputed=self.disputed,
            changed_since=self.changed_since,
        )


class EventsPage(EventsAsked, _Page):
    """A page of events."""

    cursor: str | None = Field(default=None, max_length=60, description="next of the page before")


class _After(_Page):
    cursor: str | None = Field(default=None, pattern=_ID, description="next of the page before")


class ClaimsAsked(_After):
    """The filters of ``dateline claims``."""

    type: list[ClaimType] = Field(default=[], max_length=50)
    mode: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=50)
    status: list[ClaimStatus] = Field(default=[], max_length=20)
    since: _Date = None
    until: _Date = None
    actor: _Name = None
    speaker: _Name = None
    place: _Name = None
    text: _Words = None
    report: list[_Ref] = Field(default=[], max_length=100)
    id: list[_Ref] = Field(default=[], max_length=100)
    superseded: bool = False

    def query(self) -> ClaimQuery:
        """Return what the store is asked."""
        return ClaimQuery(
            types=tuple(self.type),
            modes=tuple(self.mode),
            statuses=tuple(self.status),
            since=self.since,
            until=self.until,
            actor=self.actor,
            speaker=self.speaker,
            place=self.place,
            text=self.text,
            reports=tuple(self.report),
            ids=tuple(self.id),
            superseded=self.superseded,
            after=self.cursor,
            limit=self.limit + 1,
        )


class ReportsAsked(_After):
    """The filters of ``dateline reports``."""

    since: _Date = None
    until: _Date = None
    text: _Words = None
    outlet: _Name = None
    url: str | None = Field(default=None, max_length=2000)
    superseded: bool = False

    def query(self) -> ReportQuery:
        """Return what the store is asked."""
        return ReportQuery(
            since=self.since,
            until=self.until,
            text=self.text,
            outlet=self.outlet,
            url=self.url,
            superseded=self.superseded,
            after=self.cursor,
            limit=self.limit + 1,
        )


class LedgerAsked(_After):
    """The filters of ``dateline control`` and its like."""

    since: _Date = None
    until: _Date = None
    place: _Name = None
    actor: _Name = None
    text: _Words = None

    def query(self, ledger: str) -> LedgerQuery:
        """Return what the store is asked of a ledger."""
        return LedgerQuery(
            ledger=ledger,
            since=self.since,
            until=self.until,
            place=self.place,
            actor=self.actor,
            text=self.text,
            after=self.cursor,
            limit=self.limit + 1,
        )


class OriginsAsked(_After):
    """The filters of ``dateline origins``."""

    report: _Ref | None = None
    since: _Date = None
    until: _Date = None
    text: _Words = None
    outlet: _Name = None
    least: int = Field(default=1, ge=1, le=100_000)

    def query(self) -> _OriginQuery:
        """Return what the store is asked."""
        return _OriginQuery(
            report=self.report,
            since=self.since,
            until=self.until,
            text=self.text,
            outlet=self.outlet,
            least=self.least,
            after=self.cursor,
            limit=self.limit + 1,
        )


class OfAsked(_Asked):
    """Of what judgements or reviews are asked for."""

    of: list[_Ref] = Field(min_length=1, max_length=100)


class TextGiven(_Asked):
    """A text to be read."""

    text: str = Field(min_length=1, max_length=LONGEST)
    published: str | None = Field(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="YYYY-MM-DD")
    outlet: _Name = None
    title: str | None = Field(default=None, min_length=1, max_length=1000)
    url: str | None = Field(default=None, min_length=1, max_length=2000)


class JudgementGiven(_Asked):
    """Two claims (``event``) or two reports (``origin``), by their ids, and what is judged of them."""

    kind: service.JudgementKind
    one: _Ref
    other: _Ref
    verdict: service.Verdict
    remark: str | None = Field(default=None, max_length=2000)


class ReviewGiven(_Asked):
    """What is done with a claim: ``accept``, ``reject``, ``fix`` a field, or ``undo`` of a review of one's own."""

    action: service.ReviewAction
    target: _Ref
    field: str | None = Field(default=None, max_length=60)
    old: str | None = Field(default=None, max_length=100_000, description="JSON of what the field is")
    new: str | None = Field(default=None, max_length=100_000, description="JSON of what the field is to be")
    reason: str | None = Field(default=None, max_length=2000)
