"""The rows of a user's gazetteer, checked and packed: what every format is read into, and what is kept on disk.

A packed source knows nothing of the gazetteer that dateline ships; ``gazetteer_merge.py`` brings them together.
"""

from __future__ import annotations

import json
import math
import zipfile
from array import array
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from dateline.errors import LexiconError
from dateline.lexicon import countries
from dateline.lexicon.gazetteer import COUNTY_RADIUS, TOWN_RADIUS, Columns, Level, fold, key_of, loosen
from dateline.lexicon.gazetteer_name import bare, fault, is_code, is_latin

SHAPE = 1
"""Version of the packed columns; a file of another is refused."""
MOST_ROWS = 1_000_000
"""Places of one source: more than any country's dump has of the kinds that are read (the United States: 230,000)."""
MOST_FORMS = 200
"""Names of one place; the rest, of later languages, are left out."""
REGION_RADIUS = 100.0
"""Kilometres of doubt about the point of a first-level region whose area is not told."""
RADII = {Level.TOWN: TOWN_RADIUS, Level.COUNTY: COUNTY_RADIUS, Level.REGION: REGION_RADIUS}
_ROMANIZED = frozenset("ALB ARM AZE BGR BIH BLR CYP GEO GRC MDA MKD MNE RUS SRB UKR XKX".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place as a file tells it. ``names`` are all forms, the first its own.

    ``key`` is what other rows call this one by as their ``region``, "" for what is no region. ``point`` is None where
    the file gives none; ``radius`` is in km, None where it is not told. ``number`` is the place's GeoNames id, 0 for
    none. ``line`` is where it stands.
    """

    line: int
    id: str
    names: tuple[str, ...]
    level: Level
    feature: str
    country: str
    point: tuple[float, float] | None
    region: str = ""
    key: str = ""
    number: int = 0
    population: int = 0
    radius: float | None = None


@dataclass(slots=True)
class Tally:
    """What was passed over, by reason: how many, and the line of the first."""

    passed: dict[str, tuple[int, int]] = field(default_factory=dict)

    def skip(self, reason: str, line: int) -> None:
        """Count a row that is passed over."""
        count, first = self.passed.get(reason, (0, line))
        self.passed[reason] = (count + 1, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a user added. ``passed`` are the rows passed over: reason, how many, line of the first.

    ``sha256`` is the digest of the file as it was given, ``digest`` that of what was made of it; ``order`` counts what
    was added, from 1: the later wins. ``date`` is YYYY-MM-DD.
    """

    name: str
    file: str
    format: str
    places: int
    countries: tuple[str, ...]
    date: str
    sha256: str
    digest: str
    order: int
    passed: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A packed source: what it is, and its columns."""

    added: Added
    columns: Columns


def pack(rows: Iterable[Row], *, at: str, tally: Tally) -> Columns:
    """Check rows and pack them into columns; ``at`` names the file in messages.

    Raises LexiconError where an id is there twice, there are too many rows or none at all.
    """
    packer = _Packer(at)
    for row in rows:
        packer.add(row, tally)
    if not packer.ids:
        told = "; ".join(f"{count} rows: {reason}" for reason, (count, _) in tally.passed.items())
        raise LexiconError(f"{at}: no place in it can be used{f' ({told})' if told else ''}; check the file")
    return packer.columns()


class _Packer:
    """Columns that grow row by row."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.ids: list[bytes] = []
        self.lines: dict[bytes, int] = {}
        self.latitude, self.longitude, self.number = array("i"), array("i"), array("I")
        self.level, self.weight, self.country = array("B"), array("B"), array("B")
        self.pointed, self.radius = array("B"), array("H")
        self.features: list[bytes] = []
        self.names: list[bytes] = []
        self.key, self.region = array("i"), array("i")
        self.keys: dict[str, int] = {"": 0}
        self.states: dict[str, int] = {}
        self.hash, self.hash_row, self.hash_main = array("Q"), array("I"), array("B")
        asian = ("Asia", "Africa")
        self.loose = {c.iso3 for c in countries.load().by_iso3.values() if any(a in c.region for a in asian)}
        self.loose |= _ROMANIZED

    def add(self, row: Row, tally: Tally) -> None:
        """Add a place, or pass it over where it has no name that a report could use."""
        wrong = fault(row.names[0])
        if wrong is not None:
            tally.skip(wrong, row.line)
            return
        forms = [name for name in dict.fromkeys(row.names) if fault(name) is None and is_latin(name)]
        forms = [forms[0], *(form for form in forms[1:] if not is_code(form))] if forms else []
        if not forms or not fold(forms[0]):
            tally.skip("no name in Latin letters", row.line)
            return
        id_ = row.id.encode()
        if id_ in self.lines:
            first = self.lines[id_]
            raise LexiconError(f"{self.at}:{row.line}: {row.id!r} is there twice, first in line {first}; drop one")
        if len(self.ids) >= MOST_ROWS:
            raise LexiconError(f"{self.at}:{row.line}: more than {MOST_ROWS:,} places; split the file by country")
        self.lines[id_] = row.line
        self._names(forms[:MOST_FORMS], row.country)
        self.ids.append(id_)
        latitude, longitude = row.point or (0.0, 0.0)
        self.latitude.append(round(latitude * 1e5))
        self.longitude.append(round(longitude * 1e5))
        self.pointed.append(row.point is not None)
        self.number.append(row.number)
        self.level.append(row.level)
        self.weight.append(min(255, round(25 * math.log10(row.population + 1))))
        self.country.append(self.states.setdefault(row.country, len(self.states)))
        radius = RADII[row.level] if row.radius is None else row.radius
        self.radius.append(min(20_000, max(1, round(radius))))
        self.features.append(row.feature.encode())
        self.names.append(forms[0].encode())
        self.key.append(self.keys.setdefault(row.key, len(self.keys)))
        self.region.append(self.keys.setdefault(row.region, len(self.keys)))

    def _names(self, forms: list[str], country: str) -> None:
        folded = {fold(form) for form in forms} - {""}
        main = {fold(form) for form in bare(forms[0])}
        loose = {loosen(form) for form in folded} - folded if country in self.loose else set()
        for form in sorted(folded | loose):
            bucket, key = key_of(form)
            self.hash.append(bucket << 32 | key)
            self.hash_row.append(len(self.ids))
            self.hash_main.append(form in main)

    def columns(self) -> Columns:
        """Return the columns."""
        return {
            "latitude": np.array(self.latitude, np.int32),
            "longitude": np.array(self.longitude, np.int32),
            "pointed": np.array(self.pointed, np.bool_),
            "number": np.array(self.number, np.uint32),
            "level": np.array(self.level, np.uint8),
            "weight": np.array(self.weight, np.uint8),
            "country": np.array(self.country, np.uint8),
            "countries": np.array([code.encode() for code in self.states]),
            "radius": np.array(self.radius, np.uint16),
            "id": np.array(self.ids),
            "feature": np.array(self.features),
            "name_size": np.array([len(name) for name in self.names], np.uint8),
            "names": np.frombuffer(b"".join(self.names), np.uint8),
            "own_key": np.array(self.key, np.int32),
            "region": np.array(self.region, np.int32),
            "keys": np.array([key.encode() for key in self.keys]),
            "hash": np.array(self.hash, np.uint64),
            "hash_row": np.array(self.hash_row, np.uint32),
            "hash_main": np.array(self.hash_main, np.bool_),
        }


def digest(columns: Columns) -> str:
    """Return the SHA-256 of columns, shortened; the same rows give the same on every machine."""
    made = sha256(str(SHAPE).encode())
    for name in sorted(columns):
        column = columns[name]
        made.update(f"{name} {column.dtype.kind}{column.dtype.itemsize} {len(column)}\n".encode())
        made.update(np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<"), copy=False)).view(np.uint8).data)
    return made.hexdigest()[:16]


def save(source: Source, stream: IO[bytes]) -> None:
    """Write a packed source."""
    told = json.dumps({"shape": SHAPE, **asdict(source.added)}).encode()
    columns: dict[str, NDArray[np.generic]] = {"about": np.frombuffer(told, np.uint8), **source.columns}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:  # as numpy.savez, which takes names as options
        for name, column in columns.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asarray(column), allow_pickle=False)


def about(path: Path) -> Added:
    """Return what a packed source is, without reading its columns. Raises LexiconError where it is damaged."""
    return _load(path, whole=False).added


def load(path: Path) -> Source:
    """Read a packed source. Raises LexiconError where it is damaged or of another version."""
    return _load(path, whole=True)


def _load(path: Path, *, whole: bool) -> Source:
    remedy = f"run: dateline gazetteer remove {path.stem}, then add its file again"
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            told = json.loads(archive["about"].tobytes())
            if told.pop("shape") != SHAPE:
                raise LexiconError(f"{path}: was made by another version of dateline; {remedy}")
            told["countries"] = tuple(told["countries"])
            told["passed"] = tuple((reason, count, line) for reason, count, line in told["passed"])
            added = Added(**told)
            columns = {name: archive[name] for name in archive.files if name != "about"} if whole else {}
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise LexiconError(f"{path}: is damaged ({error}); {remedy}") from error
    if whole and digest(columns) != added.digest:
        raise LexiconError(f"{path}: is damaged (its digest is not {added.digest}); {remedy}")
    return Source(added, columns)
