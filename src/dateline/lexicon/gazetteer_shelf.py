"""What a user added to the gazetteer, kept in a folder of their own.

::

    DATELINE_HOME/gazetteer/        else ~/.local/share/dateline/gazetteer, or what the system has for that
      sources/NAME.npz              a source, packed: all that is needed, whatever becomes of the file it came from
      merged/DIGEST/*.npy           the shipped gazetteer with the sources over it, memory-mapped; made anew if missing

A source appears under its name when it is whole, and nothing else tells what there is: two commands at once cannot lose
one. What is merged is named by the digests of all that went in, so that it cannot be out of date.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import numpy as np

from dateline.errors import InputError, LexiconError
from dateline.lexicon import (
    gazetteer,
    gazetteer_geonames,
    gazetteer_merge,
    gazetteer_pcode,
    gazetteer_whosonfirst,
    gazetteer_xlsx,
)
from dateline.lexicon import gazetteer_rows as rows
from dateline.lexicon.gazetteer import Columns, Gazetteer, Level, read_columns
from dateline.lexicon.gazetteer_file import Table, country_of, digest_of, first_line, open_table, shown
from dateline.lexicon.gazetteer_merge import Counts
from dateline.lexicon.gazetteer_rows import Added, Source, Tally
from dateline.new_file import new_file

HOME = "DATELINE_HOME"
FORMATS: Mapping[str, ModuleType] = {
    reader.FORMAT: reader for reader in (gazetteer_geonames, gazetteer_whosonfirst, gazetteer_pcode)
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_FAR_KM = 2000.0
"""Kilometres from its country's point and radius beyond which a place cannot be, but on an island far away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A source that is there and cannot be read, and why."""

    name: str
    error: LexiconError


def home() -> Path:
    """Return the folder for what a user adds: ``DATELINE_HOME``, else where the system keeps data of programs."""
    if told := os.environ.get(HOME):
        return Path(os.path.expanduser(told))
    user = Path(os.path.expanduser("~"))  # stays "~", a folder that is not there, where a user has no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "dateline"
    if sys.platform == "darwin":
        return user / "Library" / "Application Support" / "dateline"
    told = os.environ.get("XDG_DATA_HOME", "")
    return (Path(told) if os.path.isabs(told) else user / ".local" / "share") / "dateline"


def read(file: Path, *, format: str | None = None, country: str | None = None, name: str | None = None) -> Source:
    """Read and pack a user's file.

    ``format`` is one of :data:`FORMATS`, None to tell it from the content; ``country`` is an ISO 3166-1 code for what
    the file does not tell the country of; ``name`` is the file's own by default.

    Raises:
        LexiconError: an option or the file is wrong; the message names file and line.
    """
    iso3 = None
    if country is not None and (iso3 := country_of(country)) is None:
        raise LexiconError(f"country {shown(country)} is none; use ISO 3166-1 alpha-3, such as YEM")
    called = _name_of(file) if name is None else name
    if not _NAME.fullmatch(called):
        raise LexiconError(f"name {shown(called)} cannot be used; use a-z, 0-9, - and _, 64 at most (--name)")
    table = _open(file)
    known = _format(table, format)
    tally = Tally()
    columns = rows.pack(FORMATS[known].read(table, country=iso3, tally=tally), at=table.name, tally=tally)
    _check_points(columns, table.name)
    added = Added(
        name=called,
        file=file.name,
        format=known,
        places=len(columns["id"]),
        countries=tuple(sorted(code.decode() for code in columns["countries"].tolist())),
        date=date.today().isoformat(),
        sha256=digest_of(file),
        digest=rows.digest(columns),
        order=0,
        passed=tuple((reason, count, line) for reason, (count, line) in tally.passed.items()),
    )
    return Source(added, columns)


def add(
    file: Path, *, format: str | None = None, country: str | None = None, name: str | None = None
) -> tuple[Added, Counts]:
    """Add a file to what is kept, for all that is read from now on; see :func:`read` for the options.

    Gives what was added and what came of it. What is added over others wins.

    Raises:
        LexiconError: as :func:`read` does; or there is one of that name; or the folder cannot be written.
    """
    source = read(file, format=format, country=country, name=name)
    kept = _kept()
    path = _sources() / f"{source.added.name}.npz"
    if path.exists():
        raise LexiconError(
            f"{source.added.name!r} is there already; give another --name, "
            f"or run: dateline gazetteer remove {source.added.name}"
        )
    source = Source(replace(source.added, order=1 + max((one.order for one in kept), default=0)), source.columns)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path) as stream:
            rows.save(source, stream)
    except InputError as error:
        raise LexiconError(str(error)) from error
    except OSError as error:
        raise _unwritten(error) from error
    columns, counts = gazetteer_merge.merge(_base(), [rows.load(_path(one.name)) for one in kept] + [source])
    _keep(columns, _key([*kept, source.added]))
    return source.added, counts[-1]


def remove(name: str) -> None:
    """Take away what was added under a name, also where it is damaged.

    Raises:
        LexiconError: there is none of that name, or it cannot be removed.
    """
    names = [path.stem for path in _files()]
    if name not in names:
        told = f"there are {', '.join(names)}" if names else "nothing was added"
        raise LexiconError(f"no gazetteer {shown(name)} was added; {told}")
    try:
        _path(name).unlink()
    except OSError as error:
        raise _unwritten(error) from error
    _sweep(None)


def added() -> list[Added | Broken]:
    """Return what was added, in order; then what is there and cannot be read."""
    good, bad = _told()
    return [*good, *bad]


def load(files: Iterable[Path] = ()) -> Gazetteer:
    """Load the gazetteer with what was added, and for this time with ``files`` over it.

    Raises:
        LexiconError: what was added, or a file, cannot be read.
    """
    kept = tuple(_kept())
    more = []
    for file in files:
        try:
            stat = file.stat()
        except OSError as error:
            raise LexiconError(f"{file}: cannot be read: {error.strerror or error}; check the path") from error
        more.append((file, stat.st_size, stat.st_mtime_ns))
    if not kept and not more:
        return gazetteer.load()
    return _loaded(_merged_folder(), kept, tuple(more))


@lru_cache(maxsize=4)
def _loaded(folder: Path, kept: tuple[Added, ...], files: tuple[tuple[Path, int, int], ...]) -> Gazetteer:
    base = _base()
    if kept:
        path = folder / _key(kept)
        try:
            found = read_columns(path)
        except LexiconError:  # it is not there, or damaged: it is made of what is
            found, _ = gazetteer_merge.merge(base, [rows.load(_path(one.name)) for one in kept])
            _keep(found, path.name)
        else:
            if not files and _is_whole(found):
                return Gazetteer(path)
            if not _is_whole(found):
                found, _ = gazetteer_merge.merge(base, [rows.load(_path(one.name)) for one in kept])
        base = found
    if files:
        base, _ = gazetteer_merge.merge(base, [read(file, name="file") for file, _, _ in files])
    return Gazetteer(columns=base)


def _is_whole(columns: Columns) -> bool:
    """Say whether the columns fit each other, as those of a file that was written by half do not."""
    size, own = len(columns["latitude"]), len(columns["own_row"])
    rows_ = all(len(columns[name]) == size for name in ("longitude", "number", "country", "region", "level", "weight"))
    owned = all(len(columns[name]) == own for name in ("own_id", "own_feature", "own_radius", "own_pointed"))
    index = len(columns["key"]) == len(columns["row"]) == int(columns["bucket"].astype(np.int64)[-1])
    return rows_ and owned and index and len(columns["name_size"]) == size


def _open(file: Path) -> Table:
    """Return the table in a file; of an Excel file the sheets that hold P-codes."""
    if not gazetteer_xlsx.is_one(file):
        return open_table(file)
    sheets = gazetteer_xlsx.sheets(file)
    held = []
    for sheet in sheets:
        line = next((text for _, text in sheet.lines() if text.strip()), "")
        if gazetteer_pcode.is_one(line):
            held.append(sheet)
    if not held:
        told = ", ".join(shown(sheet.name.rpartition("/")[2]) for sheet in sheets[:8]) or "none"
        raise LexiconError(
            f"{file}: no sheet begins with columns of P-codes, such as ADM1_PCODE and ADM1_EN; it has {told}"
        )
    return replace(held[0], more=tuple(held[1:]))


def _format(table: Table, said: str | None) -> str:
    """Return the format of a table. Raises LexiconError where it is none of those that are read."""
    if said is not None:
        if said not in FORMATS:
            raise LexiconError(f"format {shown(said)} is unknown; use one of {', '.join(FORMATS)}")
        return said
    line = first_line(table)
    for name, reader in FORMATS.items():
        if reader.is_one(line):
            return name
    columns = len(line.split("\t"))
    told = f"; its first line has {columns} cells parted by tabs, a GeoNames dump 19" if columns > 1 else ""
    raise LexiconError(
        f"{table.name}:1: {shown(line)} begins none of the formats that are read{told}; give a GeoNames country dump, "
        f"a Who's On First CSV (columns {', '.join(gazetteer_whosonfirst.NEEDED)}) or a P-code table "
        "(columns such as ADM1_PCODE and ADM1_EN)"
    )


def _name_of(file: Path) -> str:
    """Return a name from that of a file: "AF.txt" -> "af"."""
    return re.sub(r"[^a-z0-9_]+", "-", file.stem.lower()).strip("-_")[:64] or "gazetteer"


def _check_points(columns: Columns, at: str) -> None:
    """Raise LexiconError where most places lie far from their country, as they do with the degrees exchanged."""
    shipped = gazetteer.load()
    states = np.flatnonzero(shipped.level[: shipped.wide] == Level.COUNTRY)
    centre = {shipped.iso3[int(shipped.country[row])]: int(row) for row in states}
    pointed = np.flatnonzero(columns["pointed"])
    country = columns["country"].astype(np.int64)[pointed]
    far = np.zeros(len(pointed), np.bool_)
    for i, code in enumerate(columns["countries"].tolist()):
        row = centre.get(code.decode())
        if row is None:
            continue
        mine = country == i
        at_ = pointed[mine]
        lat1, lat2 = np.radians(columns["latitude"].astype(float)[at_] / 1e5), np.radians(shipped.latitude[row] / 1e5)
        lon = np.radians((columns["longitude"].astype(float)[at_] - int(shipped.longitude[row])) / 1e5)
        h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(lon / 2) ** 2
        most = _FAR_KM + 2 * float(shipped.columns["radius"].astype(float)[row])
        far[mine] = 12742 * np.arcsin(np.minimum(1.0, np.sqrt(h))) > most
    if len(far) and far.mean() > 0.5:
        raise LexiconError(
            f"{at}: {int(far.sum())} of {len(far)} points lie far from their country; "
            "look whether latitude and longitude are exchanged, or the country is another"
        )


def _sources() -> Path:
    return home() / "gazetteer" / "sources"


def _merged_folder() -> Path:
    return home() / "gazetteer" / "merged"


def _path(name: str) -> Path:
    return _sources() / f"{name}.npz"


def _files() -> list[Path]:
    try:
        return sorted(path for path in _sources().iterdir() if path.suffix == ".npz" and path.name[0] != ".")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise LexiconError(f"{_sources()}: cannot be read: {error.strerror or error}; set {HOME}") from error


def _told() -> tuple[list[Added], list[Broken]]:
    good: list[Added] = []
    bad: list[Broken] = []
    for path in _files():
        try:
            good.append(replace(_about(path), name=path.stem))
        except LexiconError as error:
            bad.append(Broken(name=path.stem, error=error))
    return sorted(good, key=lambda one: (one.order, one.name)), bad


def _about(path: Path) -> Added:
    stat = path.stat()
    return _about_at(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _about_at(path: Path, size: int, changed: int) -> Added:
    return rows.about(path)


def _kept() -> list[Added]:
    """Return the sources that are kept. Raises LexiconError where one is damaged: without it places would be others."""
    good, bad = _told()
    if bad:
        raise bad[0].error
    return good


def _key(kept: Iterable[Added]) -> str:
    parts = [str(gazetteer_merge.SHAPE), str(rows.SHAPE), _base_digest(), *(one.digest for one in kept)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _base() -> Columns:
    return gazetteer.load().columns


@cache
def _base_digest() -> str:
    return gazetteer_merge.digest(_base())


def _keep(columns: Columns, key: str) -> None:
    """Write what was merged, whole or not at all; what cannot be written is made anew each time."""
    folder = _merged_folder()
    part: str | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = tempfile.mkdtemp(dir=folder, prefix=".part-")
        for name, column in columns.items():
            np.save(Path(part) / f"{name}.npy", np.asarray(column), allow_pickle=False)
        if (folder / key).exists():  # damaged, or another command was faster
            shutil.rmtree(folder / key, ignore_errors=True)
        os.replace(part, folder / key)
    except OSError:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    else:
        _sweep(key)


def _sweep(key: str | None) -> None:
    """Remove what was merged before; a reader that still maps it keeps it, where the system lets it."""
    folder = _merged_folder()
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name != key:
                shutil.rmtree(path, ignore_errors=True)


def _unwritten(error: OSError) -> LexiconError:
    return LexiconError(
        f"{home()}: cannot be written: {error.strerror or error}; set {HOME} to a folder that can, or make room"
    )
