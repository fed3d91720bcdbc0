"""The base map of the desk and of briefings: outlines of countries, first-level regions, disputed borders.

Source: Natural Earth (public domain), as QGIS ships it in ``world_map.gpkg`` (``apt-get download qgis-common``).
``python -m training.basemap world_map.gpkg OUT`` writes GeoJSON; mapshaper (npm) simplifies it with borders shared::

    npx mapshaper -i OUT/countries.json OUT/regions.json OUT/disputed.json combine-files \\
      -simplify target=* weighted 8% keep-shapes -o OUT/basemap.json format=topojson quantization=30000
    gzip -9n OUT/basemap.json
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
from pathlib import Path

_ENVELOPE = (0, 32, 48, 48, 64)
"""Bytes of the envelope of a GeoPackage geometry, by its kind."""


def geometry(blob: bytes) -> tuple[str, list[object]]:
    """Return type and coordinates of a GeoPackage geometry (WKB behind a header)."""
    start = 8 + _ENVELOPE[(blob[3] >> 1) & 7]
    found, _ = _wkb(blob, start)
    return found


def _wkb(blob: bytes, at: int) -> tuple[tuple[str, list[object]], int]:
    order = "<" if blob[at] else ">"
    (kind,) = struct.unpack_from(order + "I", blob, at + 1)
    at += 5
    kind %= 1000
    if kind == 2:
        line, at = _points(blob, at, order)
        return ("LineString", line), at
    if kind == 3:
        (count,) = struct.unpack_from(order + "I", blob, at)
        at += 4
        rings: list[object] = []
        for _ in range(count):
            ring, at = _points(blob, at, order)
            rings.append(ring)
        return ("Polygon", rings), at
    if kind in (5, 6):
        (count,) = struct.unpack_from(order + "I", blob, at)
        at += 4
        parts: list[object] = []
        for _ in range(count):
            (_, part), at = _wkb(blob, at)
            parts.append(part)
        return ("MultiLineString" if kind == 5 else "MultiPolygon", parts), at
    raise ValueError(f"geometry of kind {kind}")


def _points(blob: bytes, at: int, order: str) -> tuple[list[object], int]:
    (count,) = struct.unpack_from(order + "I", blob, at)
    flat = struct.unpack_from(f"{order}{2 * count}d", blob, at + 4)
    return [[round(x, 5), round(y, 5)] for x, y in zip(flat[::2], flat[1::2], strict=True)], at + 4 + 16 * count


def main(source: str, out: str) -> None:
    """Write the three layers as GeoJSON."""
    connection = sqlite3.connect(source)
    Path(out).mkdir(parents=True, exist_ok=True)
    for table, name, columns in (
        ("countries", "countries", {"iso": "ISO_A3", "name": "NAME"}),
        ("states_provinces", "regions", {"iso": "adm0_a3", "name": "name"}),
        ("disputed_borders", "disputed", {"name": "name"}),
    ):
        features = []
        for blob, *values in connection.execute(f"SELECT geom, {', '.join(columns.values())} FROM {table}"):
            kind, coordinates = geometry(blob)
            features.append(
                {
                    "type": "Feature",
                    "properties": dict(zip(columns, values, strict=True)),
                    "geometry": {"type": kind, "coordinates": coordinates},
                }
            )
        data = {"type": "FeatureCollection", "features": features}
        (Path(out) / f"{name}.json").write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        print(f"{name}: {len(features)} features")


if __name__ == "__main__":
    main(*sys.argv[1:])
