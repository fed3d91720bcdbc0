"""Places of the world by name: countries, their first- and second-level regions, towns, seas, rivers and areas.

The data are ``data/gazetteer/*.npy``, made by ``training/gazetteer.py`` from GeoNames (CC BY 4.0, see ``LICENSE.md``
beside them) and from our own tables. They are memory-mapped, so that to load them costs next to nothing: a name's
:func:`fold` is hashed, 16 bits of the hash choose a bucket, 32 more are looked for inside it.

What users add (``gazetteer_shelf.py``) is merged into columns of the same kind (``gazetteer_merge.py``), which tell
in five more, the ``OWN``, what the rows that a user's file brought or changed are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.errors import LexiconError

FOLDER = Path(__file__).parent / "data" / "gazetteer"
MEMBERS = {
    "latitude": np.int32,  # 1e-5 degrees, as GeoNames publishes them
    "longitude": np.int32,
    "number": np.uint32,  # the GeoNames id, 0 where the row has a code instead
    "country": np.uint8,  # index into `countries`, 0 for none
    "region": np.unsignedinteger,  # row of the first-level region, 0 for none
    "level": np.uint8,  # Level
    "weight": np.uint8,  # 25 times the decimal logarithm of population + 1
    "name_size": np.uint8,  # bytes of the row's name in `names`
    "names": np.uint8,  # UTF-8
    "radius": np.uint16,  # km, for the rows before the towns
    "code": np.bytes_,  # "AF.23", or the id of an area; for the same rows
    "feature": np.bytes_,
    "countries": np.bytes_,  # ISO 3166-1 alpha-3
    "bucket": np.uint32,  # where each bucket of the index begins
    "key": np.uint32,
    "row": np.uint32,
}
OWN = {
    "own_row": np.uint32,  # the rows that a user's file brought or changed, rising
    "own_id": np.bytes_,  # "wof:1344178223"
    "own_feature": np.bytes_,
    "own_radius": np.uint16,  # km
    "own_pointed": np.bool_,  # whether its point is known; else latitude and longitude are those of what it is in
}
TOWN_RADIUS = 5.0
"""Kilometres of doubt about the point of a town or village."""
COUNTY_RADIUS = 25.0
MAIN = 1 << 31
"""Bit of a row in the index that marks the name as its own, not one of its other names."""
MOST = 120
"""Of one name's places, no more are looked at; those with the most people come first."""

_APOSTROPHES = re.compile("['’‘`\u00b4\u02bb\u02bc\u02be\u02bf\u02b9\u02ba]")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ə": "a"}
)
ARTICLES = frozenset("al el ul ad ed ud ar er ur as es us ash esh ush at et ut az ez uz an en un".split())


class Level(IntEnum):
    """What a row is, from the widest to the narrowest."""

    AREA = 0
    COUNTRY = 1
    REGION = 2
    COUNTY = 3
    TOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place of the gazetteer, to read. ``country`` and ``region`` are None for what lies in none or in several.

    ``latitude``, ``longitude`` and ``radius_km`` are None where a user's table names a place and gives no point.
    """

    id: str
    name: str
    level: Level
    feature: str
    country: str | None
    region: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """The rows of a name: ``main`` marks those whose own name it is; ``loose`` that none bears it as it is written."""

    rows: NDArray[np.int64]
    main: NDArray[np.bool_]
    loose: bool


def fold(name: str) -> str:
    """Return a name as it is compared: words joined by a space, without case, accents, apostrophes or hyphens.

    Letters that no accent makes are written out (``ł`` as ``l``, ``æ`` as ``ae``).
    """
    bare = _APOSTROPHES.sub("", name.strip())
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare.casefold())
        bare = "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(_WORD.findall(bare.lower()))


def loosen(folded: str) -> str:
    """Return what a folded name shares with its other romanizations: no spaces, no Arabic article, no double letters.

    "ayn al arab", "ain el arab" -> "aynarab", "ainarab". The last word always stays.
    """
    words = folded.split()
    kept = [word for word in words[:-1] if word not in ARTICLES] + words[-1:]
    return re.sub(r"([^\W\d])\1", r"\1", "".join(kept))


def key_of(folded: str) -> tuple[int, int]:
    """Return bucket and key of a folded name."""
    number = int.from_bytes(blake2b(folded.encode(), digest_size=6).digest(), "big")
    return number >> 32, number & 0xFFFFFFFF


Columns: TypeAlias = dict[str, NDArray[np.generic]]


def read_columns(folder: Path) -> Columns:
    """Map the columns in a folder, the ``OWN`` where they are there.

    Raises LexiconError where one is missing or not what it should be.
    """
    columns: Columns = {}
    own = OWN if (folder / "own_row.npy").exists() else {}
    for name, kind in (MEMBERS | own).items():
        path = folder / f"{name}.npy"
        try:
            column: NDArray[np.generic] = np.load(path, mmap_mode="r")
        except (OSError, ValueError, EOFError) as error:
            raise LexiconError(f"{path}: {error}; run python -m training.gazetteer, or install anew") from error
        if not np.issubdtype(column.dtype, kind) or column.ndim != 1:
            raise LexiconError(f"{path}: {column.dtype} is not {kind.__name__}; run python -m training.gazetteer")
        columns[name] = column
    return columns


class Gazetteer:
    """Places as columns, by row. Rows are ordered by level: areas, countries, regions, counties, towns.

    Rows that a user added stand behind them, in any order.
    """

    def __init__(self, folder: Path = FOLDER, *, columns: Columns | None = None) -> None:
        """Map the columns of a folder, or take ``columns`` as they are. Raises LexiconError as read_columns does."""
        self.folder = folder if columns is None else None
        columns = read_columns(folder) if columns is None else columns
        self.columns = columns
        self.latitude: NDArray[np.int32] = columns["latitude"].view(np.int32)
        self.longitude: NDArray[np.int32] = columns["longitude"].view(np.int32)
        self.country: NDArray[np.uint8] = columns["country"].view(np.uint8)
        region = columns["region"]
        self.region: NDArray[np.unsignedinteger] = region.view(region.dtype)
        self.level: NDArray[np.uint8] = columns["level"].view(np.uint8)
        self.weight: NDArray[np.uint8] = columns["weight"].view(np.uint8)
        self.iso3 = [code.decode() for code in columns["countries"].tolist()]
        self.wide = len(columns["radius"])
        self._ends = np.cumsum(columns["name_size"], dtype=np.uint32)
        self._bucket: NDArray[np.uint32] = columns["bucket"].view(np.uint32)
        self._key: NDArray[np.uint32] = columns["key"].view(np.uint32)
        self._row: NDArray[np.uint32] = columns["row"].view(np.uint32)
        self._own: NDArray[np.uint32] = columns["own_row"].view(np.uint32) if "own_row" in columns else _NO_ROWS

    def __reduce__(self) -> tuple[object, ...]:
        """Send to another process where the columns lie, not what is in them."""
        return (_open, (self.folder, None if self.folder is not None else self.columns))

    def __len__(self) -> int:
        return len(self.latitude)

    def find(self, name: str) -> Found:
        """Find the places that bear a name, the most populous first; by looser romanization where none does."""
        folded = fold(name)
        found = self._look(folded) if folded else np.zeros(0, np.int64)
        loose = len(max(folded.split(), key=len, default="")) > 1 and not len(found)  # "L.A." is not "La."
        if loose:
            found = self._look(loosen(folded))
        return Found(rows=found & (MAIN - 1), main=found >= MAIN, loose=loose)

    def _look(self, folded: str) -> NDArray[np.int64]:
        bucket, key = key_of(folded)
        start, end = int(self._bucket[bucket]), int(self._bucket[bucket + 1])
        at = start + np.flatnonzero(self._key[start:end] == key)
        return self._row[at[:MOST]].astype(np.int64)

    def entry(self, row: int) -> Entry:
        """Return a row to read."""
        own = int(np.searchsorted(self._own, row))
        if own < len(self._own) and self._own[own] == row:
            return self._own_entry(row, own)
        level = Level(int(self.level[row]))
        number = int(self.columns["number"][row])
        country = self.iso3[int(self.country[row])]
        region = int(self.region[row])
        wide = row < self.wide
        code = self.columns["code"][row].decode() if wide else ""
        kind = {Level.REGION: "geonames-adm1", Level.COUNTY: "geonames-adm2"}.get(level, "dateline")
        named = {Level.TOWN: "town", Level.COUNTY: "county"}
        return Entry(
            id=f"geonames:{number}" if number else f"{kind}:{code or self._county(row)}",
            name=self.name(row),
            level=level,
            feature=self.columns["feature"][row].decode() if wide else named[level],
            country=country or None,
            region=self.name(region) if region and region != row else None,
            latitude=int(self.latitude[row]) / 1e5,
            longitude=int(self.longitude[row]) / 1e5,
            radius_km=float(self.columns["radius"][row]) if wide else self._radius(level),
        )

    def _own_entry(self, row: int, own: int) -> Entry:
        """Return a row of a user's file; what it gave no point for has none."""
        region, columns = int(self.region[row]), self.columns
        pointed = bool(columns["own_pointed"][own])
        return Entry(
            id=columns["own_id"][own].decode(),
            name=self.name(row),
            level=Level(int(self.level[row])),
            feature=columns["own_feature"][own].decode(),
            country=self.iso3[int(self.country[row])] or None,
            region=self.name(region) if region and region != row else None,
            latitude=int(self.latitude[row]) / 1e5 if pointed else None,
            longitude=int(self.longitude[row]) / 1e5 if pointed else None,
            radius_km=float(columns["own_radius"][own]) if pointed else None,
        )

    def name(self, row: int) -> str:
        """Return the name of a row."""
        end = int(self._ends[row])
        return self.columns["names"][end - int(self.columns["name_size"][row]) : end].tobytes().decode()

    def region_of_code(self, code: str) -> int | None:
        """Return the row of a first-level region by country and code ("US.LA"), or None."""
        return self._codes.get(code)

    @property
    def _codes(self) -> dict[str, int]:
        return _codes(self)

    def _county(self, row: int) -> str:
        region = int(self.region[row])
        return f"{self.columns['code'][region].decode()}:{self.name(row)}" if region else self.name(row)

    @staticmethod
    def _radius(level: Level) -> float:
        return TOWN_RADIUS if level is Level.TOWN else COUNTY_RADIUS


_NO_ROWS: NDArray[np.uint32] = np.zeros(0, np.uint32)


def _open(folder: Path | None, columns: Columns | None) -> Gazetteer:
    return Gazetteer(columns=columns) if folder is None else Gazetteer(folder)


@cache
def _codes(gazetteer: Gazetteer) -> dict[str, int]:
    codes = gazetteer.columns["code"].tolist()
    return {code.decode(): row for row, code in enumerate(codes)}


@cache
def load() -> Gazetteer:
    """Load the gazetteer that dateline ships. Raises LexiconError where it is missing or damaged."""
    return Gazetteer()
