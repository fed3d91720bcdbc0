"""Sheets of Excel files (.xlsx) as tables of text, without a library: such a file is XML in a zip.

A row of a sheet becomes a line of CSV with the same number, so that messages name it as Excel does.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

from dateline import office_xml, workbook
from dateline.errors import LexiconError
from dateline.lexicon.gazetteer_file import LARGEST, Table
from dateline.office_xml import Attributes

_MOST_TEXT = 200_000_000  # characters that all cells of text may have
_CHUNK = 1 << 16


def is_one(path: Path) -> bool:
    """Say whether a file is an Excel file; False for one that is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return workbook.BOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, EOFError):
        return False


def sheets(path: Path) -> list[Table]:
    """Return the sheets of an Excel file, in order. Raises LexiconError where it is damaged."""
    with _opened(path, path.name) as archive:
        held = workbook.sheets(set(archive.namelist()), partial(_parse, archive, str(path)))
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
    except office_xml.DAMAGED as error:
        raise LexiconError(
            f"{path}: the Excel file is damaged or locked ({name}: {error}); save it anew, or as “CSV UTF-8”"
        ) from error


def _parse(
    archive: zipfile.ZipFile,
    file: str,
    member: str,
    /,
    *,
    start: Callable[[str, Attributes], object] = lambda tag, given: None,
    end: Callable[[str], object] = lambda tag: None,
    text: Callable[[str], None] = lambda data: None,
) -> Iterator[None]:
    """Parse a part of the file; see :func:`dateline.office_xml.parse`."""

    def typed() -> NoReturn:
        raise LexiconError(f"{file}: its XML has a document type, as no Excel file has; save it as “CSV UTF-8”")

    def grown(size: int, all: int) -> None:
        if all > LARGEST:
            raise LexiconError(f"{file}: {member} has over {LARGEST:,} bytes; split the file")

    return office_xml.parse(archive, member, start=start, end=end, text=text, typed=typed, grown=grown)


def _lines(path: Path, name: str, member: str) -> Generator[bytes, None, None]:
    """Yield the rows of a sheet as CSV, a line a row, as wide as the first: Excel leaves out empty ends."""
    at = f"{path}/{name}"

    def too_long() -> NoReturn:
        raise LexiconError(f"{at}: over {_MOST_TEXT:,} characters of text; split the file")

    def wrong(row: int, what: str) -> NoReturn:
        raise LexiconError(f"{at}:{row}: {what}")

    def value(said: str, kind: str, style: int, row: int) -> str:
        if kind == "s":
            if not said.isdigit() or int(said) >= len(texts):
                wrong(row, "names a text that is not there; save the file anew")
            said = texts[int(said)]
        return "" if kind == "e" else " ".join(said.split())  # "#N/A"

    with _opened(path, name) as archive:
        parse = partial(_parse, archive, at)
        texts: list[str] = []
        if workbook.STRINGS in archive.namelist():
            texts = workbook.texts(parse, most=_MOST_TEXT, too_long=too_long)
        sheet = workbook.Cells(value, wrong)
        last = width = 0
        for _ in parse(member, start=sheet.start, end=sheet.end, text=sheet.text):
            out = io.StringIO()
            for row, cells in sheet.done:
                out.write("\n" * (row - last - 1))
                last, width = row, width or len(cells)
                csv.writer(out, lineterminator="\n").writerow([*cells, *[""] * (width - len(cells))])
            sheet.done.clear()
            if done := out.getvalue().encode():  # nothing would be taken for the end
                yield done
