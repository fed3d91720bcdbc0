"""Excel workbooks (.xlsx) to reports, a row a report: each sheet that has a column with a text.

Dates are told by the format of their cells, and read in the workbook's own calendar.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NoReturn

from dateline import workbook
from dateline.errors import EmptyInput, InputError, RowError, TooLarge
from dateline.intake import cells, office
from dateline.intake.draft import Document, Row
from dateline.office_xml import Attributes

_STYLES = "xl/styles.xml"
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
"""Number formats of Excel that are dates (ECMA-376, 18.8.30, with those of East Asian languages)."""
_NOT_DATE = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_LONGEST = 2_958_465
"""The last day of Excel's calendar: 9999-12-31."""


def read(document: Document) -> Iterator[Row | InputError]:
    """Read the rows of a workbook; the first row of a sheet with something in it names the columns.

    Sheets without a column with a text are passed over. A bad row comes out as a RowError with its sheet and row. The
    bytes of a report are its row as JSON, since those of the file are of all rows.

    Raises:
        InputError: it is no workbook, damaged, locked, holds entities, or has no sheet with a text.
    """
    with office.opened(document) as archive:
        if workbook.BOOK not in archive.namelist():
            raise InputError(
                f"{document.name}: this is no Excel workbook: {workbook.BOOK} is missing; save it anew as .xlsx"
            )
        book = _Book(archive, document)
        reasons: list[InputError] = []
        found = 0
        for name, part in book.sheets:
            inside = replace(document, name=f"{document.name}/{name}" if len(book.sheets) > 1 else document.name)
            columns: cells.Columns | None = None
            try:
                for number, values in _rows(archive, part, book, inside):
                    if columns is None:
                        columns = cells.find(values, inside)
                        continue
                    found += 1
                    named = dict(zip(columns.names, values, strict=False))
                    try:
                        raw = json.dumps(named, ensure_ascii=False).encode("utf-8", "replace")
                        yield cells.report(columns, values, inside, line=number, raw=raw)
                    except RowError as error:
                        yield error
            except TooLarge:
                raise
            except InputError as error:
                if columns is not None:
                    yield error
                reasons.append(error)
    if not found:
        raise (
            reasons[0]
            if reasons
            else EmptyInput(f"{document.name}: there is no row in it; give a line of names and rows")
        )


def _rows(archive: zipfile.ZipFile, part: str, book: _Book, document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of the rows that have something in them."""

    def wrong(row: int, what: str) -> NoReturn:
        raise TooLarge(f"{document.name}:{row}: {what}")

    sheet = workbook.Cells(partial(book.value, document.name), wrong)
    most = document.options.max_bytes * 1_000
    for _ in office.parse(archive, part, document, start=sheet.start, end=sheet.end, text=sheet.text, most=most):
        yield from sheet.done
        sheet.done.clear()


class _Book:
    """What the sheets of a workbook share: their names, the texts, which styles are dates, and the calendar."""

    def __init__(self, archive: zipfile.ZipFile, document: Document) -> None:
        self.sheets: list[tuple[str, str]] = []
        self._texts: list[str] = []
        self._dates: set[int] = set()
        self._first = datetime(1899, 12, 30)
        most = document.options.max_bytes * 20
        names = set(archive.namelist())
        self._parse = partial(_parse, archive, document)
        self.sheets = workbook.sheets(names, self._parse, properties=self._count_from)
        if _STYLES in names:
            self._read_styles()
        if workbook.STRINGS in names:

            def too_long() -> NoReturn:
                raise TooLarge(f"{document.name}: over {most:,} characters of text; split it, or raise max_bytes")

            self._texts = workbook.texts(partial(self._parse, most=most * 4), most=most, too_long=too_long)

    def value(self, name: str, said: str, kind: str, style: int, row: int) -> str:
        """Return what stands in a cell as text: a date in ISO 8601, "" for an error."""
        if kind == "s":
            if not said.isdigit() or len(said) > 9 or int(said) >= len(self._texts):
                raise InputError(f"{name}:{row}: names a text that is not there; save the workbook anew")
            return self._texts[int(said)]
        if kind == "e":
            return ""
        if kind == "n" and style in self._dates:
            try:
                number = float(said)
                if 1 <= number <= _LONGEST:
                    return (self._first + timedelta(days=int(number))).date().isoformat()
            except (ValueError, OverflowError):
                pass
        return said

    def _count_from(self, given: Attributes) -> None:
        if given.get("date1904") in ("1", "true"):
            self._first = datetime(1904, 1, 1)

    def _read_styles(self) -> None:
        custom: dict[str, str] = {}
        formats: list[str] = []
        inside: list[str] = []

        def start(tag: str, given: Attributes) -> None:
            inside.append(tag)
            if tag == "numFmt":
                custom[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside[:3]:
                formats.append(given.get("numFmtId", "0"))

        for _ in self._parse(_STYLES, start=start, end=lambda tag: inside.pop()):
            pass
        for n, name in enumerate(formats):
            code = _NOT_DATE.sub("", custom.get(name, "")).lower()
            if (name.isdigit() and int(name) in _DATES) or "yy" in code or ("d" in code and "m" in code):
                self._dates.add(n)


def _parse(
    archive: zipfile.ZipFile,
    document: Document,
    part: str,
    /,
    *,
    start: Callable[[str, Attributes], object] = lambda tag, given: None,
    end: Callable[[str], object] = lambda tag: None,
    text: Callable[[str], None] = lambda data: None,
    most: int | None = None,
) -> Iterator[None]:
    return office.parse(archive, part, document, start=start, end=end, text=text, most=most)
