"""The map of a briefing: the points of events over outlines of countries, as one SVG drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dateline.event import Event
from dateline.export.markup import text
from dateline.lexicon.basemap import outlines

__all__ = ["draw", "is_located"]

_WIDTH, _TALLEST = 920.0, 640.0
_LEAST = 2.0
"""Degrees that a map shows at least, so that one town does not stand in a void."""
_KM = 111.2
_FARTHEST = 100.0
"""Kilometres that a point may be off and still stand on the map."""
_LABELLED = 150
"""Points up to which each has its number beside it."""


def draw(events: Sequence[tuple[int, Event]]) -> str:
    """Return the drawing of numbered events that have a point; a circle shows how far the point may be off."""
    found = [
        (number, event, event.place.longitude, event.place.latitude, event.place.radius_km)
        for number, event in events
        if is_located(event)
        and event.place is not None
        and event.place.latitude is not None
        and event.place.longitude is not None
    ]
    if not found:
        return "<p>No event has a point.</p>"
    west, east = _wide([one[2] for one in found])
    south, north = _wide([one[3] for one in found])
    south, north = max(south, -89.0), min(north, 89.0)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    if (north - south) * scale > _TALLEST:
        scale = _TALLEST / (north - south)
        middle, half = (west + east) / 2, _WIDTH / scale / squeeze / 2
        west, east = middle - half, middle + half
    height = (north - south) * scale

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - west) * squeeze * scale, (north - latitude) * scale

    out = [f'<svg viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" aria-label="Where events are said to have been">']
    for outline in outlines():
        path = []
        for ring in outline.rings:
            if any(west - 5 <= x <= east + 5 for x, _ in ring) and any(south - 5 <= y <= north + 5 for _, y in ring):
                path.append(
                    "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned([at(*point) for point in ring])) + "Z"
                )
        if path:
            out.append(f'<path class="land" d="{"".join(path)}"><title>{text(outline.name)}</title></path>')
    for _, _, longitude, latitude, radius in found:
        x, y = at(longitude, latitude)
        if radius and (size := radius / _KM * scale) > 4:
            out.append(f'<circle class="reach" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>')
    spots: dict[tuple[int, int], list[tuple[int, Event]]] = {}
    for number, event, longitude, latitude, _ in found:
        x, y = at(longitude, latitude)
        spots.setdefault((round(x), round(y)), []).append((number, event))
    for (left, top), held in spots.items():
        number, event = held[0]
        told = ", ".join(str(each) for each, _ in held[:3]) + (" …" if len(held) > 3 else "")
        label = f'<text x="{left + 7}" y="{top - 4}">{told}</text>' if len(spots) <= _LABELLED else ""
        title = text("; ".join(f"{each}: {one.title}" for each, one in held[:10]))
        kind, size = (event.status.value, 4.5) if len(held) == 1 else ("several", 6.5)
        out.append(
            f'<a href="#e{number}"><circle class="point {kind}" cx="{left}" cy="{top}" r="{size}">'
            f"<title>{title}</title></circle>{label}</a>"
        )
    out.append(
        '</svg><p class="quiet">Outlines: Natural Earth, public domain. A circle shows how far a point may be off.</p>'
    )
    return "\n".join(out)


def is_located(event: Event) -> bool:
    """Say whether an event has a point that may stand on a map: the middle of a country is none."""
    place = event.place
    return (
        place is not None
        and place.latitude is not None
        and place.longitude is not None
        and (place.radius_km or 0.0) <= _FARTHEST
    )


def _wide(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    spare = max(_LEAST - (high - low), 0.2 * (high - low), 0.5) / 2
    return low - spare, high + spare


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out points that fall on the one before them."""
    out = points[:1]
    for x, y in points[1:]:
        if abs(x - out[-1][0]) + abs(y - out[-1][1]) >= 0.8:
            out.append((x, y))
    return out
