"""Files of gazetteers as users have them: plain or in a zip, read line by line so that a large one needs no memory."""

from __future__ import annotations

import csv
import io
import math
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import IO, NoReturn

from dateline.errors import LexiconError
from dateline.lexicon import countries
from dateline.lexicon.gazetteer import fold

LARGEST = 2_000_000_000
"""Bytes of the largest file, unpacked: the dump of all countries has 1.7 billion, and too many places."""
LONGEST_LINE = 1_000_000
"""Bytes of the longest line; a place of GeoNames has some 10,000 at most."""
SHOWN = 60
"""Characters of a wrong value that a message shows."""
CODES = "gazetteer_countries.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file of lines. ``name`` is what messages call it; ``opened`` opens its bytes from the start.

    ``more`` are the other tables of the file, as of a workbook with several sheets.
    """

    name: str
    opened: Callable[[], IO[bytes]]
    more: tuple[Table, ...] = ()

    def fail(self, line: int, message: str) -> NoReturn:
        """Raise LexiconError with file and line."""
        raise LexiconError(f"{self.name}:{line}: {message}")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of each line, without its end; a byte order mark is dropped.

        Raises LexiconError where it is not UTF-8, a line is too long, the zip is damaged, or all of it too large.
        """
        number = size = 0
        try:
            with self.opened() as stream:
                while data := stream.readline(LONGEST_LINE + 1):
                    number += 1
                    size += len(data)
                    if len(data) > LONGEST_LINE:
                        self.fail(number, f"a line of over {LONGEST_LINE:,} bytes; give a table, a place a line")
                    if size > LARGEST:
                        self.fail(number, f"over {LARGEST:,} bytes; split the file by country")
                    yield number, self._text(data, number)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            self.fail(number + 1, f"the zip is damaged here ({error}); download it again")
        except (RuntimeError, NotImplementedError) as error:
            self.fail(number + 1, f"the zip cannot be unpacked ({error}); unpack it and give what was in it")
        except OSError as error:
            raise LexiconError(f"{self.name}: cannot be read: {error.strerror or error}; check the path") from error

    def _text(self, data: bytes, number: int) -> str:
        try:
            text = data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            self.fail(number, f"not UTF-8 ({shown(data[:SHOWN].decode('latin-1'))}); save the file as UTF-8")
        if "\0" in text:
            self.fail(number, "holds a NUL; this is no text, or not UTF-8; save the file as UTF-8")
        return text

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row of CSV; a cell may run over several lines."""
        at = 0

        def lines() -> Iterator[str]:
            nonlocal at
            for at, text in self.lines():  # noqa: B007
                yield text + "\n"

        reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        while True:
            first = at + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self.fail(at, f"{error}; quote a cell that holds commas or quotes, and double the quotes in it")
            if cells is None:
                return
            if any(cells):
                yield first, cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first row of a CSV: what parts its cells, and its columns."""

    delimiter: str
    columns: tuple[str, ...]


def shown(value: str) -> str:
    """Return a wrong value as a message shows it: quoted, its unseen characters escaped, not too long."""
    return ascii(value) if not value.isprintable() else repr(value[:SHOWN] + ("…" if len(value) > SHOWN else ""))


def header(line: str) -> Header:
    """Return the header of a CSV, parted by what gives the most columns."""
    best: list[str] = []
    parted = ","
    for delimiter in (",", ";", "\t"):
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(cells) > len(best):
            best, parted = cells, delimiter
    return Header(delimiter=parted, columns=tuple(cell.strip() for cell in best))


def first_line(table: Table) -> str:
    """Return the first line that is not empty. Raises LexiconError where there is none."""
    for number, text in table.lines():
        if text.strip():
            return text
        if number > 100:
            break
    raise LexiconError(f"{table.name}: the file is empty; give a table, a place a line")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises LexiconError where it cannot be read."""
    made = sha256()
    try:
        with path.open("rb") as stream:
            while data := stream.read(1 << 20):
                made.update(data)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}; check the path") from error
    return made.hexdigest()


def open_table(path: Path) -> Table:
    """Return the table in a file, or in a zip that holds it.

    Raises LexiconError where the file is missing, empty, or of a kind that is not read (with what to do).
    """
    try:
        if path.is_dir():
            raise LexiconError(f"{path}: this is a folder; name a file in it")
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}; check the path") from error
    if not head.strip():
        raise LexiconError(f"{path}: the file is empty; give a table, a place a line")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    kind = _unread(head)
    if kind is not None:
        raise LexiconError(f"{path}: {kind}")
    return Table(name=str(path), opened=lambda: path.open("rb"))


def _unread(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        if b'"Feature' in head or b'"type"' in head:
            return (
                "this is GeoJSON; dateline reads points, not polygons: give the table of places that goes with it "
                "(Who's On First: the CSV; OCHA: the P-code table)"
            )
        return "this is JSON; give a GeoNames dump, a Who's On First CSV or a P-code table"
    if start.startswith(b"<"):
        return "this is HTML or XML; a download may have failed: open it and look, then download the table again"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "this is an old Excel file (.xls); save the sheet as “CSV UTF-8” and give that"
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")):
        return "this is compressed, and no zip; unpack it and give what was in it"
    if head.startswith((b"SQLite format 3", b"%PDF")):
        return "this is no table of text; give a GeoNames dump, a Who's On First CSV or a P-code table"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is UTF-16; save the file as UTF-8 (in Excel: “CSV UTF-8”)"
    return None


def _zipped(path: Path) -> Table:
    """Return the one table in a zip, beside a readme."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise LexiconError(f"{path}: the zip is damaged ({error}); download it again") from error
    held = [
        name
        for name in names
        if name.lower().endswith((".txt", ".csv", ".tsv")) and "readme" not in name.lower() and "__MACOSX" not in name
    ]
    if len(held) != 1:
        told = ", ".join(shown(name) for name in held[:5]) or "none"
        raise LexiconError(f"{path}: the zip must hold one .txt or .csv beside a readme; it holds {told}; unpack it")

    def opened() -> IO[bytes]:
        with zipfile.ZipFile(path) as archive:
            return archive.open(held[0])  # which keeps the archive open as long as it is

    return Table(name=f"{path}/{held[0]}", opened=opened)


def point(table: Table, line: int, latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return a point in degrees, None where both cells are empty or zero, as is written for what is not known.

    Raises LexiconError where it is none on the globe.
    """
    cells = (latitude.strip(), longitude.strip())
    if cells == ("", ""):
        return None
    out = []
    for name, cell, most in zip(("latitude", "longitude"), cells, (90.0, 180.0), strict=True):
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not -most <= value <= most:  # NaN is no number between them
            table.fail(line, f"{name} {shown(cell)} is none; use degrees from -{most:.0f} to {most:.0f}, with a point")
        out.append(value)
    return None if out == [0.0, 0.0] else (out[0], out[1])


def count(table: Table, line: int, name: str, cell: str, most: int) -> int:
    """Return a whole number of zero or more, 0 for an empty cell. Raises LexiconError where it is none."""
    text = cell.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= most):
        table.fail(line, f"{name} {shown(cell)} is none; use digits alone, up to {most}, or nothing")
    return int(text)


def check_cells(table: Table, line: int, cells: Sequence[str], wanted: int) -> None:
    """Raise LexiconError where a row has not as many cells as it should."""
    if len(cells) != wanted:
        table.fail(line, f"{len(cells)} columns; there must be {wanted}, as in the other rows")


@cache
def iso3_of() -> Mapping[str, str]:
    """Return ISO 3166-1 alpha-3 by what files call a country: either code, or its name folded."""
    text = resources.files("dateline.lexicon").joinpath("data", CODES).read_text(encoding="utf-8")
    out = {row["iso2"]: row["iso3"] for row in csv.DictReader(io.StringIO(text))}
    for country in countries.load().by_iso3.values():
        out[country.iso3] = country.iso3
        for name in (country.name, *country.aliases):
            if name not in country.ambiguous:
                out.setdefault(fold(name), country.iso3)
    return out


def country_of(said: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a code or name; None where there is no such country."""
    known = iso3_of()
    return known.get(said.strip().upper()) or known.get(fold(said))
