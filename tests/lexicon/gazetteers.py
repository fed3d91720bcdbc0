"""A small gazetteer of invented places, and rows of dumps, for the tests of what users add."""

from __future__ import annotations

from dateline.lexicon.gazetteer import Level
from training.gazetteer import Row

# What is there: a country with two regions, a county and three towns.
THERE = [
    Row(Level.AREA, [""], 0, 0),
    Row(Level.COUNTRY, ["Mali"], 17, -4, "MLI", number=900, radius=600, code="MLI", feature="country"),
    Row(Level.REGION, ["Dorgan Region", "Dorgan"], 14, -5, "MLI", 2, 0, 9000, 120, "ML.01", "region"),
    Row(Level.REGION, ["Velt Region", "Velt"], 18, -1, "MLI", 3, 0, 5000, 200, "ML.02", "region"),
    Row(Level.COUNTY, ["Harn District", "Harn"], 14.1, -5.1, "MLI", 2, population=4000),
    Row(Level.TOWN, ["Harn", "Hārna"], 14.1, -5.1, "MLI", 2, 901, 3000),
    Row(Level.TOWN, ["Osk"], 18.1, -1.1, "MLI", 3, 902, 800),
    Row(Level.TOWN, ["Osk"], 14.5, -5.5, "MLI", 2, 903, 700),
]
"""Rows as the recipe writes them."""


def dump(number: int, name: str, code: str = "PPL", **other: str) -> str:
    """Return a row of a GeoNames dump."""
    cell = {"also": "", "lat": "33.1", "lon": "65.2", "iso2": "AF", "adm1": "23", "people": "0"} | other
    kind = "P" if code.startswith("PPL") else "A"
    cells = [
        str(number),
        name,
        name,
        cell["also"],
        cell["lat"],
        cell["lon"],
        kind,
        code,
        cell["iso2"],
        "",
        cell["adm1"],
    ]
    return "\t".join([*cells, "", "", "", cell["people"], "", "", "", "2030-01-01"]) + "\n"
