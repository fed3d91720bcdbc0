"""Events as GeoJSON (RFC 7946): longitude before latitude, WGS84; ``geometry`` is null where there is no point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from dateline.event import Event
from dateline.export.base import Lookup, Made, Stamp, dumps
from dateline.export.flat import EVENT_COLUMNS, event_cells

__all__ = ["write"]


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write a FeatureCollection, a feature a line; the stamp is its member ``metadata``."""
    made = Made()
    out.write(b'{"type":"FeatureCollection","metadata":' + dumps(stamp.data()) + b',"features":[\n')
    for event in events:
        out.write((b",\n" if made.rows else b"") + dumps(feature(event)))
        made.rows += 1
    out.write(b"\n]}\n")
    return made


def feature(event: Event) -> dict[str, object]:
    """Return an event as a feature; its properties are the columns of an event, those that are known."""
    place = event.place
    point = None
    if place is not None and place.latitude is not None and place.longitude is not None:
        point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    cells = zip(EVENT_COLUMNS, event_cells(event), strict=True)
    properties = {name: cell for name, cell in cells if name not in ("latitude", "longitude") and cell is not None}
    return {"type": "Feature", "id": event.id, "geometry": point, "properties": properties}
