"""Excel workbooks (.xlsx) to reports, a row a report: each sheet that has a column with a text.

Dates are told by the format of their cells, and read in the workbook's own calendar.
"""

from __future__ import annotations

import json
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dateline.errors import EmptyInput, InputError, RowError, TooLarge
from dateline.intake import cells, office
from dateline.intake.draft import Document, Row

BOOK = "xl/workbook.xml"
_STRINGS, _STYLES, _RELATIONS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
"""Of Excel; of what is taken here."""
_CELL = re.compile(r"([A-Z]{1,3})\d+")
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
        if BOOK not in archive.namelist():
            raise InputError(f"{document.name}: this is no Excel workbook: {BOOK} is missing; save it anew as .xlsx")
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


@dataclass(slots=True)
class _Sheet:
    """The row that is being read, and those that are done."""

    book: _Book
    at: str
    done: list[tuple[int, list[str]]] = field(default_factory=list)
    row: int = 0
    column: int = 0
    cells: list[str] = field(default_factory=list)
    kind: str = ""
    style: int = 0
    parts: list[str] = field(default_factory=list)
    inside: str = ""

    def start(self, tag: str, given: office.Attributes) -> None:
        self.inside = tag
        if tag == "row":
            said = given.get("r", "")
            self.row = int(said) if said.isdigit() and len(said) < 8 else self.row + 1
            if self.row > MOST_ROWS:
                raise TooLarge(f"{self.at}:{self.row}: Excel has {MOST_ROWS:,} rows; save the sheet anew")
            self.column = 0
            self.cells = []
        elif tag == "c":
            match = _CELL.fullmatch(given.get("r", ""))
            self.column = _number(match[1]) if match else self.column + 1
            if self.column > MOST_COLUMNS:
                raise TooLarge(f"{self.at}:{self.row}: more than {MOST_COLUMNS:,} columns; drop some")
            self.kind = given.get("t", "n")
            style = given.get("s", "0")
            self.style = int(style) if style.isdigit() and len(style) < 6 else 0
            self.parts.clear()

    def text(self, data: str) -> None:
        if self.inside in ("v", "t"):
            self.parts.append(data)

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag == "c":
            value = self.book.value("".join(self.parts), self.kind, self.style, f"{self.at}:{self.row}")
            if value:
                self.cells += [""] * (self.column - len(self.cells))
                self.cells[self.column - 1] = value
        elif tag == "row" and self.cells:
            self.done.append((self.row, self.cells))


def _rows(archive: zipfile.ZipFile, part: str, book: _Book, document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of the rows that have something in them."""
    sheet = _Sheet(book=book, at=document.name)
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
        self._most = document.options.max_bytes * 20
        names = set(archive.namelist())
        self._read_sheets(archive, names, document)
        if _STYLES in names:
            self._read_styles(archive, document)
        if _STRINGS in names:
            self._read_texts(archive, document)

    def value(self, said: str, kind: str, style: int, place: str) -> str:
        """Return what stands in a cell as text: a date in ISO 8601, "" for an error."""
        if kind == "s":
            if not said.isdigit() or len(said) > 9 or int(said) >= len(self._texts):
                raise InputError(f"{place}: names a text that is not there; save the workbook anew")
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

    def _read_sheets(self, archive: zipfile.ZipFile, parts: set[str], document: Document) -> None:
        named: list[tuple[str, str]] = []
        targets: dict[str, str] = {}

        def sheet(tag: str, given: office.Attributes) -> None:
            if tag == "sheet":
                named.append((given.get("name", ""), next((v for k, v in given.items() if k.endswith(" id")), "")))
            elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
                self._first = datetime(1904, 1, 1)

        def relation(tag: str, given: office.Attributes) -> None:
            if tag == "Relationship":
                targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]

        for part, start in ((BOOK, sheet), (_RELATIONS, relation)):
            if part in parts:
                for _ in office.parse(archive, part, document, start=start):
                    pass
        self.sheets = [(name, targets[id_]) for name, id_ in named if targets.get(id_) in parts]

    def _read_styles(self, archive: zipfile.ZipFile, document: Document) -> None:
        custom: dict[str, str] = {}
        formats: list[str] = []
        inside: list[str] = []

        def start(tag: str, given: office.Attributes) -> None:
            inside.append(tag)
            if tag == "numFmt":
                custom[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside[:3]:
                formats.append(given.get("numFmtId", "0"))

        for _ in office.parse(archive, _STYLES, document, start=start, end=lambda tag: inside.pop()):
            pass
        for n, name in enumerate(formats):
            code = _NOT_DATE.sub("", custom.get(name, "")).lower()
            if (name.isdigit() and int(name) in _DATES) or "yy" in code or ("d" in code and "m" in code):
                self._dates.add(n)

    def _read_texts(self, archive: zipfile.ZipFile, document: Document) -> None:
        parts: list[str] = []
        inside: list[str] = []
        size = 0

        def start(tag: str, given: office.Attributes) -> None:
            inside.append(tag)
            if tag == "si":
                parts.clear()

        def end(tag: str) -> None:
            inside.pop()
            if tag == "si":
                self._texts.append("".join(parts))

        def text(data: str) -> None:
            nonlocal size
            if inside[-1] == "t" and "rPh" not in inside:  # how to say it is not what it says
                size += len(data)
                if size > self._most:
                    raise TooLarge(
                        f"{document.name}: over {self._most:,} characters of text; split it, or raise max_bytes"
                    )
                parts.append(data)

        for _ in office.parse(archive, _STRINGS, document, start=start, end=end, text=text, most=self._most * 4):
            pass


def _number(letters: str) -> int:
    """Return the number of a column: "A" is 1, "AB" 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
