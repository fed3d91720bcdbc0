"""Where reports come from: files, folders and the standard input."""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError, MissingInput, TooLarge
from dateline.intake import reader, recognize, remote
from dateline.intake.budget import again
from dateline.intake.draft import CONTAINER, Document
from dateline.intake.fetch_guard import is_web, shown
from dateline.intake.options import Options
from dateline.intake.recognize import Format, sniff
from dateline.records import Reading

__all__ = ["STDIN", "Failure", "Format", "Input", "Item", "find", "read", "read_bytes", "read_with_bytes"]

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to read. ``name`` stands in messages; ``source_id`` is the file's own name, None for stdin.

    ``format`` is what its name says; what its first bytes say goes before. ``size`` in bytes is None where it is not
    known beforehand. One of ``path``, ``stream`` and ``opens`` is set; the last opens it in its turn. ``url`` and
    ``charset`` are what a server said of it.
    """

    name: str
    source_id: str | None
    format: Format
    size: int | None = None
    path: Path | None = None
    stream: BinaryIO | None = None
    opens: Callable[[], BinaryIO] | None = None
    url: str | None = None
    charset: str | None = None

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the bytes; the standard input stays open afterwards. Raises OSError."""
        if self.path is not None:
            return self.path.open("rb")
        if self.opens is not None:
            return self.opens()
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

    In a folder, files with an ending of :data:`~dateline.intake.recognize.ENDINGS`, and .json and .xml files that are
    ninjs or feeds; a file that is named itself is taken whatever its ending. Names that begin with a dot are passed
    over, and so is what a browser saves beside a page ("Page_files" beside "Page.html"). A folder or file reached a
    second time, through a link or a path given twice, is not read again. ``-`` is ``stdin``. An address
    on the web is not asked for yet: its item has a ``url`` alone. Other addresses (``s3://…``) are fsspec's.
    """
    seen: set[str] = set()
    for name in paths:
        if name == STDIN:
            if stdin is None:
                yield Failure(name=name, error=InputError("-: there is no standard input here; give a path"))
            else:
                yield Item(name="stdin", source_id=None, format=Format.UNKNOWN, stream=stdin)
            continue
        if is_web(name):
            yield Item(name=shown(name), source_id=None, format=Format.UNKNOWN, url=name)  # asked when it is its turn
            continue
        if remote.is_address(name):
            yield from _elsewhere(name)
            continue
        try:
            yield from _walk(name, seen)
        except ValueError as error:  # a NUL in the name
            yield Failure(name=name, error=MissingInput(f"{name!r}: no such file or folder ({error})"))


def read(item: Item, *, options: Options | None = None) -> Iterator[Reading | Failure]:
    """Read what ``item`` holds: one report, or several; what cannot be read comes out as a failure.

    Memory holds one report at a time, or the one file of a feed, a mail or ninjs.
    """
    for found in read_with_bytes(item, options=options):
        yield found.reading if isinstance(found, Input) else found


def read_with_bytes(item: Item | bytes, *, options: Options | None = None) -> Iterator[Input | Failure]:
    """Read what ``item`` holds as :func:`read` does, each report with the bytes of its file, row, member or record."""
    options = options or Options()
    if isinstance(item, bytes):
        item = Item(name="bytes", source_id=None, format=Format.UNKNOWN, size=len(item), stream=io.BytesIO(item))
    if item.path is None and item.stream is None and item.opens is None and item.url is not None:
        wrong = f"{item.name}: this is an address on the web; dateline ingest asks for it and reads it"
        yield Failure(name=item.name, error=InputError(wrong))
        return
    try:
        with item.open() as stream, _seekable(item, stream, options) as seekable:
            yield from _readings(item, seekable, options)
    except InputError as error:
        yield Failure(name=item.name, error=error)
    except OSError as error:
        yield Failure(name=item.name, error=InputError(f"{item.name}: cannot be read: {error.strerror or error}"))


def read_bytes(
    data: bytes,
    *,
    name: str = "bytes",
    named: Format = Format.UNKNOWN,
    url: str | None = None,
    charset: str | None = None,
    options: Options | None = None,
) -> Iterator[Input | Failure]:
    """Read bytes that are no file: given by a caller, or fetched.

    ``named`` is what a server says that they are; what they are goes before. ``url`` is where they came from, and
    ``charset`` what the server says of that.
    """
    item = Item(
        name=name, source_id=None, format=named, size=len(data), stream=io.BytesIO(data), url=url, charset=charset
    )
    return read_with_bytes(item, options=options)


def _readings(item: Item, stream: BinaryIO, options: Options) -> Iterator[Input | Failure]:
    document = Document(
        name=item.name,
        source_id=item.source_id,
        stream=stream,
        options=options,
        size=item.size,
        url=item.url,
        charset=item.charset,
    )
    for found in reader.read(document, item.format):
        if isinstance(found, InputError):
            yield Failure(name=item.name, error=found)
        else:
            yield Input(reading=Reading(report=found.report, issues=found.issues), raw=found.raw)


@contextmanager
def _seekable(item: Item, stream: BinaryIO, options: Options) -> Iterator[BinaryIO]:
    """Give what flows once as it is, but a zip, which is read back and forth, as a file that is gone afterwards."""
    if stream.seekable():
        yield stream
        return
    first = stream.read(4)
    flow = again(first, stream)
    if sniff(first) is not Format.ZIP:
        yield flow
        return
    limit = options.max_bytes * CONTAINER
    with tempfile.TemporaryFile() as kept:
        while data := flow.read(1 << 20):
            kept.write(data)
            if kept.tell() > limit:
                raise TooLarge(f"{item.name}: a zip archive of more than {limit} bytes; give it as a file")
        kept.seek(0)
        yield kept


def _elsewhere(name: str) -> Iterator[Item | Failure]:
    try:
        for each in remote.find(name):
            format_ = recognize.declared(each.own)
            yield Item(name=each.name, source_id=each.own, format=format_, size=each.size, opens=each.opens)
    except InputError as error:
        yield Failure(name=name, error=error)


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
        endings = " ".join(sorted(recognize.ENDINGS))
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
            names = {p.name for p in inside}
            stack += [p for p in inside if not p.name.startswith(".") and not _is_beside_page(p, names)]
        elif _is_wanted(path):
            yield from _file(path, str(path), seen, by_name=False)


def _is_beside_page(path: Path, names: set[str]) -> bool:
    """Say whether it is the folder in which a browser saved the pictures and frames of a page."""
    stem, files, _ = path.name.rpartition("_files")
    return files != "" and path.name.endswith("_files") and bool({f"{stem}.html", f"{stem}.htm"} & names)


def _is_wanted(path: Path) -> bool:
    def look() -> bytes:
        try:
            # A pipe would be waited for, for ever.
            if not path.is_file():
                return b""
            with path.open("rb") as stream:
                return stream.read(recognize.HEAD)
        except OSError:
            return b""

    return recognize.wanted(path.name, look)


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
    size = status.st_size if regular else None
    yield Item(name=name, source_id=_printable(path.name), format=recognize.declared(path.name), size=size, path=path)


def _printable(name: str) -> str:
    """Return a file name with the bytes that are no text, which a name may hold, shown as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
