"""The base map: outlines of countries, first-level regions and disputed borders (Natural Earth, public domain)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError

__all__ = ["Outline", "outlines", "topojson"]

FILE = "basemap.json.gz"

Point = tuple[float, float]
"""Longitude and latitude, WGS84 degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Rings of a country or region, its outer ones and holes alike; ``iso3`` is its country."""

    name: str
    iso3: str | None
    rings: tuple[tuple[Point, ...], ...]


def topojson() -> bytes:
    """Return the whole map as TopoJSON, with the objects ``countries``, ``regions`` and ``disputed``."""
    return gzip.decompress(resources.files("dateline.lexicon").joinpath("data", FILE).read_bytes())


@cache
def outlines(layer: str = "countries") -> tuple[Outline, ...]:
    """Return the outlines of a layer, ``countries`` or ``regions``.

    Raises:
        LexiconError: there is no such layer.
    """
    data = json.loads(topojson())
    if layer not in data["objects"]:
        raise LexiconError(f"{FILE}: there is no layer {layer!r}; use one of: {', '.join(data['objects'])}")
    (kx, ky), (x0, y0) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for arc in data["arcs"]:
        x = y = 0
        line: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + x0, y * ky + y0))
        arcs.append(line)
    out = []
    for each in data["objects"][layer]["geometries"]:
        rings = tuple(_ring(ring, arcs) for ring in _rings(each))
        told = each["properties"]
        out.append(Outline(name=str(told["name"]), iso3=told.get("iso"), rings=rings))
    return tuple(out)


def _rings(geometry: dict[str, object]) -> Iterator[list[int]]:
    arcs = geometry.get("arcs")
    if geometry["type"] == "Polygon" and isinstance(arcs, list):
        yield from arcs
    elif geometry["type"] == "MultiPolygon" and isinstance(arcs, list):
        for part in arcs:
            yield from part


def _ring(numbers: list[int], arcs: list[list[Point]]) -> tuple[Point, ...]:
    out: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        out += line if not out else line[1:]
    return tuple(out)
