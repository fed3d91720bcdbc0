"""Country dumps of GeoNames (https://download.geonames.org/export/dump/): tab separated, 19 columns, no header."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.lexicon.gazetteer import Level
from dateline.lexicon.gazetteer_file import Table, check_cells, count, country_of, point, shown
from dateline.lexicon.gazetteer_rows import Row, Tally

FORMAT = "geonames"
FILE = "gazetteer_features.toml"
COLUMNS = 19
_STATES = frozenset({"PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS"})


def is_one(line: str) -> bool:
    """Say whether the first line of a file is that of a dump."""
    cells = line.split("\t")
    return len(cells) == COLUMNS and cells[0].isdigit()


def read(table: Table, *, country: str | None, tally: Tally) -> Iterator[Row]:
    """Yield the places of a dump. ``country`` (ISO 3166-1 alpha-3) leaves out those of other countries.

    Raises LexiconError, with file and line, where a row is wrong.
    """
    features = load()
    for line, text in table.lines():
        if not text.strip():
            continue
        cells = text.split("\t")
        check_cells(table, line, cells, COLUMNS)
        code, iso2 = cells[7], cells[8]
        if code in _STATES:
            tally.skip("countries, which dateline has", line)
            continue
        known = features.get(code)
        if known is None:
            tally.skip(f"feature class {cells[6]}, other codes than are read", line)
            continue
        level, feature = known
        iso3 = country_of(iso2) if len(iso2) == 2 else None
        if iso3 is None:
            table.fail(line, f"country code {shown(iso2)} is none; use ISO 3166-1 alpha-2")
        if country not in (None, iso3):
            tally.skip("other countries than --country", line)
            continue
        place = point(table, line, cells[4], cells[5])
        if place is None:
            tally.skip("no point (0, 0)", line)
            continue
        number = count(table, line, "geonameid", cells[0], 2**32 - 1)
        region = f"{iso2}.{cells[10]}" if cells[10] not in ("", "00") else ""
        yield Row(
            line=line,
            id=f"geonames:{number}",
            names=(cells[1] or cells[2], cells[2], *cells[3].split(",")),
            level=level,
            feature=feature,
            country=iso3,
            point=place,
            region=region,
            key=region if level is Level.REGION else "",
            number=number,
            population=count(table, line, "population", cells[14], 10**11),
        )


@cache
def load() -> Mapping[str, tuple[Level, str]]:
    """Return level and feature word by feature code. Raises LexiconError where the file is wrong."""
    text = resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8")
    levels = {level.name.lower(): level for level in Level}
    out: dict[str, tuple[Level, str]] = {}
    for name, words in tomllib.loads(text).items():
        for feature, codes in words.items():
            for code in codes:
                if name not in levels or code in out:
                    raise LexiconError(f"{FILE}: {name}.{feature}: {code!r} is there twice, or the level is none")
                out[code] = (levels[name], feature)
    return out
