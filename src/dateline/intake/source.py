"""Where reports come from: files, folders and the standard input."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError, MissingInput, TooLarge
from dateline.intake import jsonl, plain
from dateline.intake.options import Options
from dateline.records import Reading

STDIN = "-"
PLAIN = frozenset({".txt", ".md", ".text"})
ROWS = frozenset({".jsonl", ".ndjson"})


class Format(StrEnum):
    """How a source is to be read."""

    PLAIN = "plain"
    JSONL = "jsonl"
    UNKNOWN = "unknown"
    """By its first line: JSON Lines if that is an object with a text, else plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to read. ``name`` stands in messages; ``source_id`` is the file's own name, None for stdin.

    ``size`` in bytes is None where it is not known beforehand. One of ``path`` and ``stream`` is set.
    """

    name: str
    source_id: str | None
    format: Format
    size: int | None = None
    path: Path | None = None
    stream: BinaryIO | None = None

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the bytes; the standard input stays open afterwards. Raises OSError."""
        if self.path is not None:
            return self.path.open("rb")
        return nullcontext(self.stream or io.BytesIO())


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A report as it came in: what intake made of it, and the bytes that it made it of."""

    reading: Reading
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that could not be read, and why; the rest is read all the same."""

    name: str
    error: InputError


def find(paths: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Item | Failure]:
    """Find what is to be read under ``paths``, in their order, folders sorted by name and all the way down.

    In a folder, files ending in .txt .md .text .jsonl .ndjson; a file that is named itself is taken whatever its
    ending. Names that begin with a dot are passed over. A folder or file reached a second time, through a link or a
    path given twice, is not read again. ``-`` is ``stdin``.
    """
    seen: set[str] = set()
    for name in paths:
        if name == STDIN:
            if stdin is None:
                yield Failure(name=name, error=InputError("-: there is no standard input here; give a path"))
            else:
                yield Item(name="stdin", source_id=None, format=Format.UNKNOWN, stream=stdin)
            continue
        try:
            yield from _walk(name, seen)
        except ValueError as error:  # a NUL in the name
            yield Failure(name=name, error=MissingInput(f"{name!r}: no such file or folder ({error})"))


def read(item: Item, *, options: Options | None = None) -> Iterator[Reading | Failure]:
    """Read what ``item`` holds: one report, or one a row; what cannot be read comes out as a failure.

    Memory holds one report at a time.
    """
    for found in read_with_bytes(item, options=options):
        yield found.reading if isinstance(found, Input) else found


def read_with_bytes(item: Item, *, options: Options | None = None) -> Iterator[Input | Failure]:
    """Read what ``item`` holds as :func:`read` does, each report with the bytes of its file or row."""
    options = options or Options()
    try:
        with item.open() as stream:
            yield from _readings(item, stream, options)
    except InputError as error:
        yield Failure(name=item.name, error=error)
    except OSError as error:
        yield Failure(name=item.name, error=InputError(f"{item.name}: cannot be read: {error.strerror or error}"))


def _readings(item: Item, stream: BinaryIO, options: Options) -> Iterator[Input | Failure]:
    first = b""
    rows = item.format is Format.JSONL
    if item.format is Format.UNKNOWN:
        first = stream.readline(options.max_bytes + 1)
        rows = jsonl.looks_like(first)
        if not rows and item.name.lower().endswith(".json"):
            raise InputError(f"{item.name}: this is JSON but not JSON Lines; write one object with a text a line")
    if rows:
        for row in jsonl.read(_Again(first, stream), name=item.name, source_id=item.source_id, options=options):
            if isinstance(row, InputError):
                yield Failure(name=item.name, error=row)
            else:
                yield Input(reading=Reading(report=row.report, issues=row.issues), raw=row.raw)
        return
    if item.size is not None and item.size > options.max_bytes:
        raise TooLarge(plain.past_limit(item.name, item.size, options))
    data = first + stream.read(max(0, options.max_bytes + 1 - len(first)))
    report, issues = plain.read(data, name=item.name, source_id=item.source_id, options=options)
    yield Input(reading=Reading(report=report, issues=issues), raw=data)


class _Again:
    """A stream whose first line, already read, is read again."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    def readline(self, size: int, /) -> bytes:
        if self._first:
            first, self._first = self._first, b""
            return first
        return self._rest.readline(size)


def _walk(name: str, seen: set[str]) -> Iterator[Item | Failure]:
    path = Path(name)
    if not path.is_dir():
        yield from _file(path, name, seen, by_name=True)
        return
    real = os.path.realpath(path)
    if real in seen:
        return
    seen.add(real)
    found = False
    for item in _folder(path, seen):
        found = True
        yield item
    if not found:
        endings = " ".join(sorted(PLAIN | ROWS))
        message = f"{name}: there are no reports in this folder; reports are files that end in {endings}"
        yield Failure(name=name, error=MissingInput(message))


def _folder(folder: Path, seen: set[str]) -> Iterator[Item | Failure]:
    # A stack, not recursion: folders may lie deeper than Python's calls may.
    stack = [folder]
    while stack:
        path = stack.pop()
        if path.is_dir():
            if path is not folder:
                real = os.path.realpath(path)
                if real in seen:
                    continue
                seen.add(real)
            try:
                inside = sorted(path.iterdir(), key=lambda p: p.name, reverse=True)
            except OSError as error:
                message = f"{path}: this folder cannot be read: {error.strerror or error}"
                yield Failure(name=str(path), error=InputError(message))
                continue
            stack += [p for p in inside if not p.name.startswith(".")]
        elif path.suffix.lower() in PLAIN | ROWS:
            yield from _file(path, str(path), seen, by_name=False)


def _file(path: Path, name: str, seen: set[str], *, by_name: bool) -> Iterator[Item | Failure]:
    try:
        status = path.stat()
    except FileNotFoundError:
        what = "the link points nowhere" if path.is_symlink() else "no such file or folder"
        yield Failure(name=name, error=MissingInput(f"{name}: {what}; check the path"))
        return
    except OSError as error:
        yield Failure(name=name, error=InputError(f"{name}: cannot be read: {error.strerror or error}"))
        return
    regular = stat.S_ISREG(status.st_mode)
    if not regular and not by_name:
        return  # a pipe or a device in a folder would be waited for, for ever
    if regular:
        real = os.path.realpath(path)
        if real in seen:
            return
        seen.add(real)
    ending = path.suffix.lower()
    kind = Format.JSONL if ending in ROWS else Format.PLAIN if ending in PLAIN else Format.UNKNOWN
    size = status.st_size if regular else None
    yield Item(name=name, source_id=_printable(path.name), format=kind, size=size, path=path)


def _printable(name: str) -> str:
    """Return a file name with the bytes that are no text, which a name may hold, shown as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
