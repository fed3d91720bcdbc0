"""Sheets of Excel files (.xlsx) as tables of text, without a library: such a file is XML in a zip.

A row of a sheet becomes a line of CSV with the same number, so that messages name it as Excel does.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat

from dateline.errors import LexiconError
from dateline.lexicon.gazetteer_file import LARGEST, Table

BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 1_000  # of Excel; of what dateline takes
_MOST_TEXT = 200_000_000  # characters that all cells of text may have
_CHUNK = 1 << 16
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_Attributes = dict[str, str]


def is_one(path: Path) -> bool:
    """Say whether a file is an Excel file; False for one that is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return BOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, EOFError):
        return False


def sheets(path: Path) -> list[Table]:
    """Return the sheets of an Excel file, in order. Raises LexiconError where it is damaged."""
    with _opened(path, path.name) as archive:
        names: list[tuple[str, str]] = []
        targets: dict[str, str] = {}

        def sheet(tag: str, given: _Attributes) -> None:
            if tag == "sheet":
                names.append((given.get("name", ""), next((v for k, v in given.items() if k.endswith("id")), "")))

        def relation(tag: str, given: _Attributes) -> None:
            if tag == "Relationship":
                targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]

        for member, start in ((BOOK, sheet), ("xl/_rels/workbook.xml.rels", relation)):
            if member in archive.namelist():
                for _ in _parse(archive, member, str(path), start=start):
                    pass
        held = [(name, targets[id_]) for name, id_ in names if targets.get(id_) in archive.namelist()]
    return [Table(name=f"{path}/{name}", opened=_opener(path, name, member)) for name, member in held]


def _opener(path: Path, name: str, member: str) -> Callable[[], IO[bytes]]:
    return lambda: io.BufferedReader(_Stream(_lines(path, name, member)), _CHUNK)


class _Stream(io.RawIOBase):
    """Bytes that are made as they are read."""

    def __init__(self, parts: Generator[bytes, None, None]) -> None:
        self._parts = parts
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            self._left = next(self._parts, b"")
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def close(self) -> None:
        self._parts.close()
        super().close()


@contextmanager
def _opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """Open an Excel file; what is wrong with it becomes a LexiconError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, RuntimeError, NotImplementedError) as error:
        raise LexiconError(
            f"{path}: the Excel file is damaged or locked ({name}: {error}); save it anew, or as “CSV UTF-8”"
        ) from error


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    file: str,
    *,
    start: Callable[[str, _Attributes], None] = lambda tag, given: None,
    end: Callable[[str], None] = lambda tag: None,
    text: Callable[[str], None] = lambda data: None,
) -> Iterator[None]:
    """Parse a part of the file, a step a chunk, tags without their namespace. A document type is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> NoReturn:
        raise LexiconError(f"{file}: its XML has a document type, as no Excel file has; save it as “CSV UTF-8”")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    size = 0
    with archive.open(member) as stream:
        while data := stream.read(_CHUNK):
            size += len(data)
            if size > LARGEST:
                raise LexiconError(f"{file}: {member} has over {LARGEST:,} bytes; split the file")
            parser.Parse(data, False)
            yield
    parser.Parse(b"", True)
    yield


def _strings(archive: zipfile.ZipFile, file: str) -> list[str]:
    """Return the texts that cells share."""
    out: list[str] = []
    parts: list[str] = []
    inside: list[str] = []
    size = 0

    def start(tag: str, given: _Attributes) -> None:
        inside.append(tag)
        if tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            out.append("".join(parts))

    def text(data: str) -> None:
        nonlocal size
        size += len(data)
        if size > _MOST_TEXT:
            raise LexiconError(f"{file}: over {_MOST_TEXT:,} characters of text; split the file")
        if inside[-1] == "t" and "rPh" not in inside:  # how to say it is not what it says
            parts.append(data)

    if _STRINGS in archive.namelist():
        for _ in _parse(archive, _STRINGS, file, start=start, end=end, text=text):
            pass
    return out


def _lines(path: Path, name: str, member: str) -> Generator[bytes, None, None]:
    """Yield the rows of a sheet as CSV, a line a row."""
    at = f"{path}/{name}"
    with _opened(path, name) as archive:
        strings = _strings(archive, at)
        sheet = _Sheet(at, strings)
        for _ in _parse(archive, member, at, start=sheet.start, end=sheet.end, text=sheet.text):
            if done := "".join(sheet.lines).encode():  # nothing would be taken for the end
                yield done
            sheet.lines.clear()


class _Sheet:
    """The state of reading a sheet: the row and cell that it is in, and the lines that are done."""

    def __init__(self, at: str, strings: list[str]) -> None:
        self.at = at
        self.strings = strings
        self.lines: list[str] = []
        self.row = self.width = 0
        self.cells: list[str] = []
        self.column = 0
        self.kind = ""
        self.parts: list[str] = []
        self.inside = ""

    def start(self, tag: str, given: _Attributes) -> None:
        self.inside = tag
        if tag == "row":
            said = given.get("r", "")
            row = int(said) if said.isdigit() and len(said) < 8 else self.row + 1
            if not self.row < row <= _MOST_ROWS:
                raise LexiconError(f"{self.at}:{self.row + 1}: row {row} follows; save the sheet as “CSV UTF-8”")
            self.lines.append("\n" * (row - self.row - 1))
            self.row, self.column = row, 0
            self.cells.clear()
        elif tag == "c":
            match = _CELL.fullmatch(given.get("r", ""))
            self.column = _number(match[1]) if match else self.column + 1
            if self.column > _MOST_COLUMNS:
                raise LexiconError(f"{self.at}:{self.row}: more than {_MOST_COLUMNS:,} columns; drop some")
            self.kind = given.get("t", "n")
            self.parts.clear()

    def text(self, data: str) -> None:
        if self.inside in ("v", "t"):
            self.parts.append(data)

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag == "c":
            self.cells += [""] * (self.column - len(self.cells))
            self.cells[self.column - 1] = " ".join(self._value().split())
        elif tag == "row":
            self.lines.append(self._line())

    def _line(self) -> str:
        """Return the row that is done, as wide as the first: Excel leaves out what is empty at the end."""
        while self.cells and not self.cells[-1]:
            self.cells.pop()
        if not self.cells:
            return "\n"
        self.width = self.width or len(self.cells)
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([*self.cells, *[""] * (self.width - len(self.cells))])
        return line.getvalue()

    def _value(self) -> str:
        said = "".join(self.parts)
        if self.kind == "s":
            if not said.isdigit() or int(said) >= len(self.strings):
                raise LexiconError(f"{self.at}:{self.row}: names a text that is not there; save the file anew")
            return self.strings[int(said)]
        return "" if self.kind == "e" else said  # "#N/A"


def _number(letters: str) -> int:
    """Return the number of a column: "A" is 1, "AB" 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
