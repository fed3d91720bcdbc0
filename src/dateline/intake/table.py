"""CSV and its kin to reports, a row a report: streamed, separator and encoding told from the first lines."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, TextIOWrapper

from dateline.errors import EmptyInput, InputError, RowError
from dateline.intake import cells, decode
from dateline.intake.budget import MOST_EMPTY, again
from dateline.intake.draft import Document, Row
from dateline.intake.recognize import HEAD, suffix
from dateline.records import Issue

_SEPARATORS = (",", ";", "\t", "|")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(document: Document) -> Iterator[Row | RowError]:
    """Read the rows of a table whose first line names the columns (see :func:`~dateline.intake.cells.find`).

    A bad row comes out as a RowError with its line. The bytes of a report are those of its row.

    Raises:
        InputError: it is no text, has no column with a text, no row, or a quote that is never closed.
    """
    first = document.stream.read(HEAD)
    decode.check(first, name=document.name)
    stream = again(first, document.stream)
    lines = _Lines(stream, document)
    if first.startswith(_UTF_16):
        lines.wide = TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
    # It is one number for all of Python; it only ever grows.
    csv.field_size_limit(max(csv.field_size_limit(), document.options.max_bytes))
    rows = csv.reader(lines, delimiter=_separator(document.name, first))
    columns: cells.Columns | None = None
    found = empty = 0
    while True:
        line = lines.number + 1
        lines.begin()
        try:
            values = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            raise RowError(
                f"{document.name}:{line}: this row cannot be read ({error}); nothing behind it is"
            ) from error
        if not any(value.strip() for value in values):
            empty += 1
            if empty > MOST_EMPTY:
                raise InputError(f"{document.name}:{line}: a million empty rows; take them out. Nothing behind is read")
            continue
        if columns is None:
            columns = cells.find(values, document)
            continue
        found += 1
        told = (*document.told, *lines.issues)
        try:
            yield cells.report(columns, values, replace(document, told=told), line=line, raw=b"".join(lines.held))
        except RowError as error:
            yield error
    if not found:
        raise EmptyInput(
            f"{document.name}: there is no row in it; give a table with a line of names and a row a report"
        )


class _Lines:
    """Lines of a table as text, with the bytes of those of the row that is being read."""

    def __init__(self, stream: BufferedReader, document: Document) -> None:
        self._stream = stream
        self._document = document
        self.wide: TextIOWrapper | None = None
        self.number = 0
        self.held: list[bytes] = []
        self.issues: list[Issue] = []
        self._size = 0

    def begin(self) -> None:
        """Begin a row."""
        self.held.clear()
        self.issues.clear()
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        limit = self._document.options.max_bytes
        if self.wide is not None:
            text = self.wide.readline(limit + 1)
            data = text.encode("utf-8")
        else:
            data = self._stream.readline(limit + 1)
            text = decode.line(data, self.issues)
        if not data:
            raise StopIteration
        self.number += 1
        self._size += len(data)
        if self._size > limit:
            raise InputError(
                f"{self._document.name}:{self.number}: a row has more than {limit} bytes by here; a quote before it is"
                " not closed, or raise max_bytes. Nothing behind it is read"
            )
        self.held.append(data)
        return text.removeprefix("\ufeff") if self.number == 1 else text


def _separator(name: str, head: bytes) -> str:
    """Return what parts the columns: of the header's candidates the one that it has most of, outside quotes."""
    if suffix(name.removesuffix(".gz")) == ".tsv":
        return "\t"
    text = head.decode("utf-16" if head.startswith(_UTF_16) else "utf-8", "replace").lstrip("\ufeff\r\n ")
    line = text.splitlines()[0] if text else ""
    counts = {each: len(next(csv.reader([line], delimiter=each), [])) for each in _SEPARATORS}
    return max(counts, key=lambda each: counts[each])
