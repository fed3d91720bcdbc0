"""What Excel workbooks (.xlsx) are made of: sheets, texts that cells share, rows of cells (ECMA-376, part 1, 18).

Who reads one says how its parts are parsed (:func:`dateline.office_xml.parse`) and what is raised where one is wrong.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from typing import NoReturn, Protocol

from dateline.office_xml import Attributes

__all__ = ["BOOK", "MOST_COLUMNS", "STRINGS", "Cells", "Parse", "sheets", "texts"]

BOOK, STRINGS, _RELATIONS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
"""Of Excel; of what is taken here."""
_CELL = re.compile(r"([A-Z]{1,3})\d+")


class Parse(Protocol):
    """Parses a part of a workbook, a step a chunk."""

    def __call__(
        self,
        part: str,
        /,
        *,
        start: Callable[[str, Attributes], object] = ...,
        end: Callable[[str], object] = ...,
        text: Callable[[str], None] = ...,
    ) -> Iterator[None]: ...


def sheets(
    parts: Collection[str], parse: Parse, *, properties: Callable[[Attributes], object] = lambda given: None
) -> list[tuple[str, str]]:
    """Return name and part of each sheet, in order; ``properties`` is told those of the workbook."""
    named: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, given: Attributes) -> None:
        if tag == "sheet":
            named.append((given.get("name", ""), next((v for k, v in given.items() if k.endswith("id")), "")))
        elif tag == "workbookPr":
            properties(given)

    def relation(tag: str, given: Attributes) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]

    for part, start in ((BOOK, sheet), (_RELATIONS, relation)):
        if part in parts:
            for _ in parse(part, start=start):
                pass
    return [(name, targets[id_]) for name, id_ in named if targets.get(id_) in parts]


def texts(parse: Parse, *, most: int, too_long: Callable[[], NoReturn]) -> list[str]:
    """Return the texts that cells share; ``too_long`` raises where they have more than ``most`` characters."""
    found: list[str] = []
    parts: list[str] = []
    inside: list[str] = []
    size = 0

    def start(tag: str, given: Attributes) -> None:
        inside.append(tag)
        if tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            found.append("".join(parts))

    def text(data: str) -> None:
        nonlocal size
        if inside[-1] == "t" and "rPh" not in inside:  # how to say it is not what it says
            size += len(data)
            if size > most:
                too_long()
            parts.append(data)

    for _ in parse(STRINGS, start=start, end=end, text=text):
        pass
    return found


class Cells:
    """Takes the rows of a sheet as it is parsed: ``done`` holds number and cells of those that are whole.

    ``value`` returns what stands in a cell, of its text, type and style, and the row; ``wrong`` raises of a message.
    """

    def __init__(self, value: Callable[[str, str, int, int], str], wrong: Callable[[int, str], NoReturn]) -> None:
        self.done: list[tuple[int, list[str]]] = []
        self._value, self._wrong = value, wrong
        self._row = self._column = self._style = 0
        self._cells: list[str] = []
        self._kind = self._inside = ""
        self._parts: list[str] = []

    def start(self, tag: str, given: Attributes) -> None:
        """Take the start of an element."""
        self._inside = tag
        if tag == "row":
            said = given.get("r", "")
            row = int(said) if said.isdigit() and len(said) < 8 else self._row + 1
            if not self._row < row <= MOST_ROWS:
                self._wrong(self._row + 1, f"row {row} follows; Excel has {MOST_ROWS:,} rows; save the sheet anew")
            self._row, self._column, self._cells = row, 0, []
        elif tag == "c":
            match = _CELL.fullmatch(given.get("r", ""))
            self._column = _number(match[1]) if match else self._column + 1
            if self._column > MOST_COLUMNS:
                self._wrong(self._row, f"more than {MOST_COLUMNS:,} columns; drop some")
            self._kind = given.get("t", "n")
            style = given.get("s", "0")
            self._style = int(style) if style.isdigit() and len(style) < 6 else 0
            self._parts.clear()

    def text(self, data: str) -> None:
        """Take a text."""
        if self._inside in ("v", "t"):
            self._parts.append(data)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._inside = ""
        if tag == "c":
            value = self._value("".join(self._parts), self._kind, self._style, self._row)
            if value:
                self._cells += [""] * (self._column - len(self._cells))
                self._cells[self._column - 1] = value
        elif tag == "row" and self._cells:
            self.done.append((self._row, self._cells))


def _number(letters: str) -> int:
    """Return the number of a column: "A" is 1, "AB" 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
