"""Events and ledgers as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO

from rich.padding import Padding
from rich.text import Text

from dateline import api
from dateline.api import Event, LedgerKind, Row, Toll
from dateline.terminal import listing, page
from dateline.visible import visible

__all__ = ["show_events", "show_ledger"]

_LAYOUT = {
    LedgerKind.CONTROL: "since place holder state share_low said_by origins:10,20,24,9,9,30,7",
    LedgerKind.ACCESS: "since place what state by said_by:10,20,18,10,24,30",
    LedgerKind.NEGOTIATIONS: "last_day sides mediators state:10,50,30,12",
    LedgerKind.RULES: "since place imposed_by on conduct mode:10,16,24,20,40,12",
    LedgerKind.OUTLOOK: "due kind text by outcome:10,10,50,30,14",
    LedgerKind.ACTORS: "month actor did bore ties:8,30,36,36,40",
    LedgerKind.CASUALTIES: "date place what whom low high said_by:10,20,9,18,6,6,30",
}


def show_events(found: Iterator[Event], stream: IO[str], most: int | None) -> None:
    """Print a table of events, at most so many; a plain line of what happened below each."""
    out = page.console(stream)
    columns = listing.columns_of(out, "when 12 what 22 where 20 status 15 tolls 20 reports 7 origins 7 id 16")
    count = 0
    for count, event in enumerate(islice(found, most), 1):
        place = event.place
        where = "?" if place is None else f"{place.name}{f' ({place.country})' if place.country else ''}"
        if count == 1:
            listing.line(out, columns, [name for name, _ in columns], "bold")
        listing.line(
            out,
            columns,
            (
                event.date.value or _told(event),
                f"{event.type.value} {event.mode or ''}".strip(),
                where,
                event.status.value,
                _tolls(event),
                str(len(event.reports)),
                str(len(event.origins)),
                event.id,
            ),
        )
        notes = [event.title]
        if event.disputed:
            notes.append(f"disputed: {', '.join(event.disputed)}")
        if event.denied_by:
            notes.append(f"denied by {', '.join(each.name for each in event.denied_by)}")
        out.print(Padding(Text(visible(" · ".join(notes)), "dim"), (0, 0, 0, 4), expand=False))
    listing.count_of(out, count, most is not None and next(found, None) is not None, "events")


def show_ledger(kind: LedgerKind, found: Iterator[Row], stream: IO[str], most: int | None) -> None:
    """Print a table of the rows of a ledger, at most so many."""
    out = page.console(stream)
    named, widths = _LAYOUT[kind].split(":")
    names = named.split()
    told = " ".join(f"{name} {width}" for name, width in zip(names, widths.split(","), strict=True))
    columns = listing.columns_of(out, f"{told} explain 16")
    places = [api.LEDGER_COLUMNS[kind].index(name) for name in names]
    count = 0
    for count, row in enumerate(islice(found, most), 1):
        cells = api.ledger_cells(row)
        if count == 1:
            listing.line(out, columns, [name for name, _ in columns], "bold")
        listing.line(out, columns, [*(_shown(cells[place]) for place in places), _explained(row)])
        steps = getattr(row, "steps", ())
        for step in steps:
            by = ", ".join(each.name for each in step.by) or "?"
            text = f"{step.day or '?'}  {step.kind.value}, {by}: {step.text}"
            out.print(Padding(Text(visible(text), "dim"), (0, 0, 0, 4), expand=False))
    listing.count_of(out, count, most is not None and next(found, None) is not None, "rows")


def _explained(row: Row) -> str:
    """Return what ``dateline explain`` takes to tell how a row came about: its event, else its first claim."""
    event: str | None = getattr(row, "event", None)
    return event or row.claims[0]


def _told(event: Event) -> str:
    """Return the day of the first report in brackets, for an event whose own day nobody tells."""
    first = min((report.published[:10] for report in event.reports if report.published), default=None)
    return "?" if first is None else f"({first})"


def _shown(cell: str | float | int | None) -> str:
    return "?" if cell is None else cell if isinstance(cell, str) else f"{cell:g}"


def _tolls(event: Event) -> str:
    return ", ".join(
        f"{name} {_range(toll)}"
        for name, toll in (
            ("killed", event.tolls.killed),
            ("injured", event.tolls.injured),
            ("detained", event.tolls.detained),
            ("released", event.tolls.released),
            ("displaced", event.tolls.displaced),
        )
        if toll is not None
    )


def _range(toll: Toll) -> str:
    if toll.high is None:
        return f"{toll.low:g}+"
    return f"{toll.low:g}" if toll.low == toll.high else f"{toll.low:g}-{toll.high:g}"
