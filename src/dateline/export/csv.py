"""Events as CSV in the columns of :mod:`dateline.export.flat`, with a row of HXL hashtags where asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from dateline.event import Event
from dateline.export.base import Lookup, Made, Stamp
from dateline.export.flat import EVENT_COLUMNS, Cell, event_cells
from dateline.export.table import write_rows

__all__ = ["HXL", "write", "write_hxl"]

HXL = {
    "event": "#event+code",
    "date": "#date+occurred",
    "until": "#date+end",
    "type": "#event+type",
    "mode": "#event+type+sub",
    "title": "#description",
    "status": "#status",
    "actors": "#group+name+first",
    "recipients": "#group+name+second",
    "country": "#country+code",
    "admin1": "#adm1+name",
    "place": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "gazetteer_id": "#loc+code",
    "killed_low": "#affected+killed+min",
    "killed_best": "#affected+killed",
    "killed_high": "#affected+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_best": "#affected+injured",
    "injured_high": "#affected+injured+max",
    "displaced_best": "#affected+displaced",
    "outlets": "#meta+source",
}
"""Hashtags of the Humanitarian Exchange Language 1.1 by column; the others have none."""


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write a row an event."""
    return _write(map(event_cells, events), out)


def write_hxl(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write a row an event, below a row of hashtags."""

    def rows() -> Iterator[Sequence[Cell]]:
        yield [HXL.get(name) for name in EVENT_COLUMNS]
        yield from map(event_cells, events)

    made = _write(rows(), out)
    made.rows -= 1
    return made


def _write(rows: Iterable[Sequence[Cell]], out: BinaryIO) -> Made:
    made = Made()
    made.rows = write_rows(EVENT_COLUMNS, rows, out)
    return made
