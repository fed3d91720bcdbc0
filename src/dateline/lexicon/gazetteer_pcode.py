"""P-code tables of OCHA (https://data.humdata.org, "COD-AB"), CSV or Excel: a unit a row, and what units it is in.

Columns are known by what is left of their names without case and signs: ``ADM1_EN``, ``admin1Name_en`` and
``adm1_name`` are one. A row of tags of the Humanitarian Exchange Language (``#adm1+code``) is passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.errors import LexiconError
from dateline.lexicon.gazetteer import Level
from dateline.lexicon.gazetteer_file import Header, Table, check_cells, country_of, header, point, shown
from dateline.lexicon.gazetteer_name import is_latin
from dateline.lexicon.gazetteer_rows import MOST_ROWS, Row, Tally

FORMAT = "pcode"
PLACE = 9
"""The depth of settlements, below all administrative levels."""
_CODE = re.compile(r"adm(?:in)?([0-5])p?code")
_NAME = re.compile(r"adm(?:in)?([0-5])((?:alt|ref)?\d?(?:name)?\d?)((?!id)[a-z]{2})?\d?")
_PLACES = ("settlement", "village", "popplace", "feature", "place", "loc", "")
_LATITUDES = ("centerlat", "latitude", "lat", "centroidlat", "pointy", "latdd", "y")
_LONGITUDES = ("centerlon", "longitude", "lon", "long", "centroidlon", "pointx", "londd", "x")
_LANGUAGES = ("en", "", "fr", "es", "pt")
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,23}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which cell holds what: codes by depth (1 for regions, :data:`PLACE`), names by depth, English first."""

    size: int
    delimiter: str
    codes: Mapping[int, int]
    names: Mapping[int, tuple[int, ...]]
    country: tuple[int, ...]
    latitude: int | None
    longitude: int | None
    area: int | None

    @classmethod
    def of(cls, found: Header) -> Columns:
        """Tell the columns from their names."""
        at = {re.sub(r"[^a-z0-9]", "", name.lower()): i for i, name in reversed(list(enumerate(found.columns)))}
        codes: dict[int, int] = {}
        names: dict[int, list[tuple[int, int]]] = {}
        for name, i in at.items():
            if match := _CODE.fullmatch(name):
                codes[int(match[1])] = i
            elif (match := _NAME.fullmatch(name)) and (match[2] or match[3]):
                language = match[3] or ""
                rank = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
                names.setdefault(int(match[1]), []).append((rank + 10 * ("name" != match[2] != ""), i))
        for kind in _PLACES:
            if f"{kind}pcode" in at and f"{kind}name" in at:
                codes.setdefault(PLACE, at[f"{kind}pcode"])
                names.setdefault(PLACE, [(0, at[f"{kind}name"])])
        said = [codes.pop(0, None), at.get("iso3"), at.get("iso2"), *(i for _, i in sorted(names.pop(0, [])))]
        return cls(
            size=len(found.columns),
            delimiter=found.delimiter,
            codes={depth: codes[depth] for depth in sorted(codes) if depth in names},
            names={depth: tuple(i for _, i in sorted(some)) for depth, some in names.items()},
            country=tuple(i for i in said if i is not None),
            latitude=next((at[name] for name in _LATITUDES if name in at), None),
            longitude=next((at[name] for name in _LONGITUDES if name in at), None),
            area=at.get("areasqkm"),
        )


def is_one(line: str) -> bool:
    """Say whether the first line of a file is the header of such a table."""
    return bool(Columns.of(header(line)).codes)


def read(table: Table, *, country: str | None, tally: Tally) -> Iterator[Row]:
    """Yield the units of a table, each once, also those that it names only as what others are in.

    ``country`` is that of all where the table gives none. A point is that of the smallest unit of its row; the others
    have none. Raises LexiconError, with file and line, where a row is wrong or nothing tells the country.
    """
    found: dict[str, Row] = {}
    for each in (table, *table.more):
        _read(each, country, tally, found)
    yield from sorted(found.values(), key=lambda unit: (unit.level, len(unit.id), unit.id))


def _read(table: Table, country: str | None, tally: Tally, found: dict[str, Row]) -> None:
    """Add the units of a table to those that were found before."""
    columns = _columns(table)
    rows = table.rows(columns.delimiter)
    next(rows, None)
    for line, cells in rows:
        if all(cell.lstrip().startswith("#") for cell in cells if cell.strip()):
            continue
        check_cells(table, line, cells, columns.size)
        units = list(_units(table, line, cells, columns, country))
        if not units:
            tally.skip("no P-code and name", line)
            continue
        for unit in units:
            before = found.get(unit.id)
            if before is None or (before.point is None and unit.point is not None):
                found[unit.id] = unit
            elif before.names[0] != unit.names[0]:
                tally.skip("a P-code with another name than before, which stays", line)
            elif unit is units[-1] and unit.point is not None and unit.point != before.point:
                tally.skip("a P-code with another point than before, which stays", line)
        if len(found) > MOST_ROWS:
            table.fail(line, f"more than {MOST_ROWS:,} places; split the file by country")


def _columns(table: Table) -> Columns:
    for _, text in table.lines():
        if text.strip():
            columns = Columns.of(header(text))
            if columns.codes:
                return columns
            break
    raise LexiconError(
        f"{table.name}:1: no column of P-codes with its names; there must be some, such as ADM1_PCODE and ADM1_EN"
    )


def _units(table: Table, line: int, cells: Sequence[str], columns: Columns, country: str | None) -> Iterator[Row]:
    """Yield the units that a row names, the widest first; the last has the row's point."""
    told = [cells[i].strip() for i in columns.country if cells[i].strip()]
    home = next((iso3 for said in told if (iso3 := country_of(said)) is not None), country)
    if home is None:
        said = f"country {shown(told[0])} is none" if told else "the file does not tell the country"
        table.fail(line, f"{said}; give it as --country, such as --country YEM")
    units: list[Row] = []
    region = ""
    for depth, i in columns.codes.items():
        code = cells[i].strip()
        names = [cells[j].strip() for j in columns.names[depth] if cells[j].strip()]
        names.sort(key=lambda name: not is_latin(name))
        if not code or not names:
            continue
        if not _SHAPE.fullmatch(code):
            table.fail(line, f"P-code {shown(code)} is none; use letters and digits, 24 at most")
        level = Level.REGION if depth == 1 else Level.TOWN if depth == PLACE else Level.COUNTY
        region = code if depth == 1 else region
        units.append(
            Row(
                line=line,
                id=f"pcode:{code}",
                names=tuple(names),
                level=level,
                feature={Level.REGION: "region", Level.TOWN: "town"}.get(level, "county"),
                country=home,
                point=None,
                region=region,
                key=region if depth == 1 else "",
            )
        )
    if units and columns.latitude is not None and columns.longitude is not None:
        place = point(table, line, cells[columns.latitude], cells[columns.longitude])
        area = _area(table, line, cells[columns.area]) if columns.area is not None else None
        units[-1] = replace(units[-1], point=place, radius=math.sqrt(area / math.pi) if area else None)
    yield from units


def _area(table: Table, line: int, cell: str) -> float | None:
    """Return an area in square kilometres, None where it is not told."""
    if not cell.strip():
        return None
    try:
        area = float(cell)
    except ValueError:
        area = math.nan
    if not 0 <= area < 2e7:
        table.fail(line, f"area {shown(cell)} is none; use square kilometres, with a point")
    return area or None
