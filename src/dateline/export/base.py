"""What every export is given and gives: events with a way to what lies beneath them, and a stamp of how it was made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, TypeAlias

from dateline.event import Account, Event, EventParty, EventStatus
from dateline.records import STATES, Report

__all__ = [
    "HAPPENED",
    "STATE_SECTORS",
    "Lookup",
    "Made",
    "Stamp",
    "Writer",
    "events_told",
    "in_pages",
    "opponents",
    "told",
]

_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """How an export was made: by which version, when (UTC), of which store, by which filters, as they were given."""

    version: str
    made: str
    store: str
    filters: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "generator": f"dateline {self.version}",
            "created": self.made,
            "store": self.store,
            "filters": dict(self.filters),
        }


class Lookup(Protocol):
    """What lies beneath events."""

    def accounts(self, claims: Sequence[str]) -> Mapping[str, Account]:
        """Return accounts by the ids of their claims; what is not there is left out."""
        ...

    def reports(self, ids: Sequence[str]) -> Mapping[str, Report]:
        """Return reports by their ids; what is not there is left out."""
        ...


@dataclass(slots=True)
class Made:
    """What came of an export: how many rows were written, and how many events were left out, by the reason why."""

    rows: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, why: str) -> None:
        """Count an event that is not written."""
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def data(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"rows": self.rows, "left_out": dict(sorted(self.left_out.items()))}


Writer: TypeAlias = Callable[[Iterable[Event], Lookup, Stamp, BinaryIO], Made]
"""Writes events to an open binary file."""

HAPPENED = frozenset(EventStatus) - {EventStatus.PLANNED, EventStatus.NOT_HAPPENED}
"""What data sets of what happened may hold: somebody says that it did. ``denied`` and ``disputed`` are among them."""


STATE_SECTORS = frozenset({"GOV", "MIL", "COP"})
"""Sectors of the bodies of a state that may be a side of a fight."""


def told(event: Event) -> str | None:
    """Return why an event has no place in a data set of what happened; None where it has one."""
    return None if event.status in HAPPENED else f"status is {event.status.value}"


def opponents(event: Event) -> tuple[EventParty, ...]:
    """Return the recipients but those of the first actor's own side: an army that fights does not fight its soldiers.

    Its own are who has its id, and bodies of its sector and state. Armed groups without an id are held for several.
    """
    if not event.actors:
        return event.recipients
    return tuple(each for each in event.recipients if not _is_own(event.actors[0], each, event))


def _is_own(doer: EventParty, other: EventParty, event: Event) -> bool:
    if doer.entity is not None and doer.entity == other.entity:
        return True
    home = event.place.country if event.place is not None else None
    of_one_state = (doer.country or home) == (other.country or home)
    return doer.sector in STATE_SECTORS and doer.sector == other.sector and of_one_state


def events_told(page: Iterable[Event], made: Made) -> list[Event]:
    """Return the events of a page that happened, by somebody's word; states and all else are counted as left out."""
    kept = []
    for event in page:
        why = told(event) or ("is a state, not an event" if event.type in STATES else None)
        if why is None:
            kept.append(event)
        else:
            made.leave_out(why)
    return kept


def in_pages(events: Iterable[Event], size: int = _PAGE) -> Iterable[list[Event]]:
    """Yield events so many at a time, that what lies beneath them be looked up together."""
    page: list[Event] = []
    for event in events:
        page.append(event)
        if len(page) >= size:
            yield page
            page = []
    if page:
        yield page


def dumps(data: object) -> bytes:
    """Write plain data as JSON, on one line, UTF-8; line ends of other kinds are escaped, that a line stay one."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
