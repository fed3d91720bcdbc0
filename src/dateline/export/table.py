"""Rows as CSV and TSV: what all tables of exports have in common."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from dateline.export.flat import Cell

__all__ = ["text_of", "write_rows"]

_FORMULA = re.compile(r"[=+@\t\r-]")
"""What a spreadsheet takes for a formula at the start of a cell."""
_SPACE = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: BinaryIO, *, tabs: bool = False) -> int:
    """Write rows under a line of names, UTF-8; return how many.

    CSV is that of RFC 4180 but for its line ends, which are line feeds. With ``tabs`` there is no quoting: whatever
    ends a cell or line is a space. Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    count = 0
    try:
        if tabs:
            text.write("\t".join(columns) + "\n")
            for row in rows:
                text.write("\t".join(_SPACE.sub(" ", text_of(cell)) for cell in row) + "\n")
                count += 1
        else:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([text_of(cell) for cell in row])
                count += 1
        text.flush()
    finally:
        text.detach()
    return count


def text_of(cell: Cell) -> str:
    """Write a cell: nothing for None, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        cell = cell.replace("\x00", "\ufffd")
        return f"'{cell}" if _FORMULA.match(cell) else cell
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
