"""Places of Who's On First (https://whosonfirst.org) as CSV: one header, a place a row, other names parted by ``|``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.errors import LexiconError
from dateline.lexicon.gazetteer import Level
from dateline.lexicon.gazetteer_file import Table, check_cells, count, country_of, header, point, shown
from dateline.lexicon.gazetteer_rows import Row, Tally

FORMAT = "whosonfirst"
NEEDED = ("wof_id", "name", "placetype", "lat", "lon")
_OTHER = {
    "id": "wof_id",
    "geom_latitude": "lat",
    "latitude": "lat",
    "geom_longitude": "lon",
    "longitude": "lon",
    "gn:id": "gn_id",
    "iso_country": "country",
    "wof_country": "country",
}
"""What the columns are called in the project's own bundles."""
LEVELS = {
    "region": (Level.REGION, "region"),
    "county": (Level.COUNTY, "county"),
    "macrocounty": (Level.COUNTY, "county"),
    "localadmin": (Level.COUNTY, "county"),
    "locality": (Level.TOWN, "town"),
    "borough": (Level.TOWN, "neighbourhood"),
    "neighbourhood": (Level.TOWN, "neighbourhood"),
    "campus": (Level.TOWN, "campus"),
}
"""Level and feature by placetype; what is of another is passed over."""


def is_one(line: str) -> bool:
    """Say whether the first line of a file is the header of such a CSV."""
    return set(NEEDED) <= set(_columns(header(line).columns))


def _columns(given: tuple[str, ...]) -> list[str]:
    names = [name.lower() for name in given]
    return [name if (new := _OTHER.get(name)) is None or new in names else new for name in names]


def read(table: Table, *, country: str | None, tally: Tally) -> Iterator[Row]:
    """Yield the places of a CSV. ``country`` is the one of all that the file gives none for.

    Raises LexiconError, with file and line, where a row is wrong or nothing tells the country.
    """
    states = _states(table)
    at = "".join(states.values()) if len(states) == 1 else country
    if country is not None and len(states) == 1 and at != country:
        raise LexiconError(f"{table.name}: holds {at}, not {country}; drop --country")
    seats = {place: states[parent] for place, parent in _parents(table).items() if parent in states}
    for line, cell in _rows(table):
        kind = cell["placetype"].strip()
        known = LEVELS.get(kind)
        if known is None:
            reason = "countries, which dateline has" if kind == "country" else "placetypes that are not read"
            tally.skip(reason, line)
            continue
        region, parent = cell.get("region_id", "").strip(), cell.get("parent_id", "").strip()
        told = cell.get("country", "").strip()
        home = country_of(told) if told else seats.get(region) or states.get(parent) or at
        if home is None:
            said = f"country {shown(told)} is none" if told else "the file does not tell the country"
            table.fail(line, f"{said}; give it as --country, such as --country YEM")
        place = point(table, line, cell["lat"], cell["lon"])
        if place is None:
            tally.skip("no point (0, 0)", line)
            continue
        number = cell["wof_id"].strip()
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            table.fail(line, f"wof_id {shown(number)} is none; use digits alone")
        level, feature = known
        yield Row(
            line=line,
            id=f"wof:{number}",
            names=(cell["name"].strip(), *(name.strip() for name in cell.get("alt_names", "").split("|"))),
            level=level,
            feature=feature,
            country=home,
            point=place,
            region=region,
            key=number if level is Level.REGION else "",
            number=count(table, line, "gn_id", cell.get("gn_id", ""), 2**32 - 1),
            population=count(table, line, "population", cell.get("population", ""), 10**11),
        )


def _rows(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield line and cells by column."""
    columns: list[str] = []
    parted = ","
    for _, text in table.lines():
        if text.strip():
            found = header(text)
            parted, columns = found.delimiter, _columns(found.columns)
            break
    if missing := [name for name in NEEDED if name not in columns]:
        raise LexiconError(f"{table.name}:1: column {missing[0]!r} is missing; it must have {', '.join(NEEDED)}")
    rows = table.rows(parted)
    next(rows, None)
    for line, cells in rows:
        check_cells(table, line, cells, len(columns))
        yield line, dict(zip(columns, cells, strict=True))


def _states(table: Table) -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 by the id of each country's row."""
    out = {}
    for line, cell in _rows(table):
        if cell["placetype"].strip() == "country":
            iso3 = country_of(cell["name"])
            if iso3 is None:
                table.fail(line, f"country {shown(cell['name'])} is none that dateline knows; name it in English")
            out[cell["wof_id"].strip()] = iso3
    return out


def _parents(table: Table) -> dict[str, str]:
    """Return the parent of each region."""
    return {
        cell["wof_id"].strip(): cell.get("parent_id", "").strip()
        for _, cell in _rows(table)
        if cell["placetype"].strip() == "region"
    }
