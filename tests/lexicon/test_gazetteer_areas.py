"""Our own tables of areas and country points, held against the places of the shipped gazetteer.

What is out at sea or on islands far apart has no town beside it; the limits say how far is too far.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from dateline.lexicon import gazetteer
from dateline.lexicon.gazetteer import Level

DATA = gazetteer.FOLDER.parent
WATER = {"sea", "ocean", "gulf", "lake", "channel"}
EMPTY = {"ATA", "BVT", "HMD", "UMI"}
"""Countries without a town in the gazetteer."""


@dataclass(frozen=True, slots=True)
class Point:
    """A row of one of the tables. ``country`` is "" for none or several."""

    id: str
    feature: str
    country: str
    latitude: float
    longitude: float
    radius: float


def areas() -> list[Point]:
    with (DATA / "areas.csv").open(encoding="utf-8") as file:
        return [
            Point(
                r["id"],
                r["feature"],
                r["countries"],
                float(r["latitude"]),
                float(r["longitude"]),
                float(r["radius_km"]),
            )
            for r in csv.DictReader(file)
        ]


def countries() -> list[Point]:
    known = gazetteer.load()
    rows = {known.iso3[int(known.country[r])]: int(r) for r in np.flatnonzero(known.level == Level.COUNTRY)}
    with (DATA / "country_points.csv").open(encoding="utf-8") as file:
        points = list(csv.DictReader(file))
    assert {r["iso3"] for r in points} == set(rows)
    return [
        Point(
            r["iso3"],
            "country",
            r["iso3"],
            float(r["latitude"]),
            float(r["longitude"]),
            float(known.columns["radius"].astype(float)[rows[r["iso3"]]]),
        )
        for r in points
    ]


def away(point: Point) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the kilometres to each town, and whether it is of the point's country."""
    known = gazetteer.load()
    directions, of = towns()
    cosine = directions @ unit(point.latitude, point.longitude)
    code = known.iso3.index(point.country) if point.country else -1
    return 6371 * np.arccos(np.minimum(1.0, cosine)), of == code


def unit(latitude: float | NDArray[np.float64], longitude: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit vectors from the middle of the globe."""
    a, b = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=-1)


@cache
def towns() -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return direction and country of each town."""
    known = gazetteer.load()
    at = known.level == Level.TOWN
    return unit(known.latitude[at] / 1e5, known.longitude[at] / 1e5), known.country[at]


AREAS, COUNTRIES = areas(), countries()
OWNED = [area for area in AREAS if area.country]


def test_the_tables_are_of_the_size_that_is_tested() -> None:
    assert len(COUNTRIES) == 250
    assert len(AREAS) == 327
    assert len(OWNED) > 100


@pytest.mark.parametrize("point", [p for p in COUNTRIES if p.id not in EMPTY], ids=lambda p: p.id)
def test_a_country_point_is_by_its_towns_and_its_radius_holds_them(point: Point) -> None:
    km, own = away(point)
    assert km[own].min() <= (110.0 if own.sum() <= 2 else max(50.0, 0.65 * point.radius))
    assert np.mean(km[own] <= point.radius + 1) >= 0.9 - 1 / own.sum()  # of a few, nine in ten may be none too many


@pytest.mark.parametrize("point", [p for p in COUNTRIES if p.id not in EMPTY], ids=lambda p: p.id)
def test_the_town_nearest_to_a_country_point_is_its_own(point: Point) -> None:
    km, own = away(point)
    assert km[own].min() <= km[~own].min()


@pytest.mark.parametrize("point", OWNED, ids=lambda p: p.id)
def test_an_area_of_a_country_is_in_it(point: Point) -> None:
    km, own = away(point)
    assert km[own].min() <= max(60.0, 0.9 * point.radius)
    assert np.mean(own[km <= 1.5 * point.radius + 50]) >= 0.05  # borders are near, and neighbours thickly settled


@pytest.mark.parametrize("point", [a for a in AREAS if a.feature in WATER], ids=lambda p: p.id)
def test_a_water_has_its_point_off_the_towns_and_its_radius_reaches_a_coast(point: Point) -> None:
    km, _ = away(point)
    assert km.min() >= min(50.0, 0.04 * point.radius)
    assert km.min() <= 1.6 * point.radius + 10


REGION_NAMES = [area for area in OWNED if area.feature == "region"]


@pytest.mark.parametrize("point", REGION_NAMES, ids=lambda p: p.id)
def test_an_area_that_is_a_region_too_lies_in_it(point: Point) -> None:
    known = gazetteer.load()
    with (DATA / "areas.csv").open(encoding="utf-8") as file:
        row = next(r for r in csv.DictReader(file) if r["id"] == point.id)
    entries = [
        known.entry(int(at)) for name in (row["name"], *row["aliases"].split("|")) for at in known.find(name).rows
    ]
    same = [e for e in entries if e.level is Level.REGION and e.country == point.country]
    for entry in same:
        assert entry.latitude is not None
        assert entry.longitude is not None
        assert entry.radius_km is not None
        north = (entry.latitude - point.latitude) * 111.2
        east = (entry.longitude - point.longitude) * 111.2 * np.cos(np.radians(point.latitude))
        assert np.hypot(north, east) <= 0.8 * max(entry.radius_km, point.radius)
        assert 0.3 <= entry.radius_km / point.radius <= 3.0
