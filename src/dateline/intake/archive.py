"""Zip archives and gzip files: what is in them is read member by member, and nothing is written to the disk.

Names of members are words for messages and nothing else: no path is made of them.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import TypeAlias

from dateline.errors import EmptyInput, InputError, MissingInput, TooLarge
from dateline.intake import recognize
from dateline.intake.budget import Budget, metered
from dateline.intake.draft import CONTAINER, Document, Row
from dateline.intake.recognize import HEAD, Format

DEEPEST = 3
"""In how many archives and mails, one in the other, something may lie."""
MOST_MEMBERS = 1_000_000

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, BadGzipFile, OSError)
_OTHERS = {
    "xl/workbook.bin": "an Excel workbook in the binary format; save it as .xlsx",
    "ppt/presentation.xml": "a presentation; save it as PDF or text",
    "content.xml": "an OpenDocument file; save it as .docx or .xlsx",
    "META-INF/container.xml": "an e-book; save it as text",
}

Inner: TypeAlias = Callable[[Document, Format], Iterator[Row | InputError]]


def kind(document: Document) -> Format:
    """Tell whether a zip is an office document or an archive of reports.

    Raises:
        InputError: it is damaged, read from a pipe, or a document of a kind that is not read.
    """
    if not document.stream.seekable():
        raise InputError(f"{document.name}: a zip archive cannot be read from a pipe; save it to a file first")
    try:
        with zipfile.ZipFile(document.stream) as archive:
            names = set(archive.namelist())
    except _DAMAGED as error:
        raise _broken(document, error) from error
    document.stream.seek(0)
    for part, what in _OTHERS.items():
        if part in names and ("mimetype" in names or "[Content_Types].xml" in names):
            raise InputError(f"{document.name}: this is {what}")
    if "[Content_Types].xml" in names:
        return Format.WORKBOOK if "xl/workbook.xml" in names else Format.DOCX
    return Format.ZIP


def read(document: Document, *, inner: Inner) -> Iterator[Row | InputError]:
    """Read the members of a zip archive in order of name; what cannot be read comes out as its error.

    Members are taken as files of a folder are: by their ending, without those whose name begins with a dot.

    Raises:
        InputError: the archive is damaged, or has nothing in it to read; or more comes out of it than may.
    """
    if document.depth >= DEEPEST:
        raise InputError(f"{document.name}: lies in {DEEPEST} archives already; unpack the outer ones")
    budget = document.budget or _budget(document)
    try:
        with zipfile.ZipFile(document.stream) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename.split("/"))
            if len(members) > MOST_MEMBERS:
                raise TooLarge(f"{document.name}: has {len(members):,} members; split it")
            names = {member.filename for member in members}
            found = False
            for member in members:
                if not _is_file(member, names):
                    continue
                try:
                    if not recognize.wanted(member.filename, lambda: _look(archive, member)):  # noqa: B023
                        continue
                    found = True
                    yield from _member(archive, member, replace(document, budget=budget), inner)
                except TooLarge as error:
                    if budget.over:
                        raise
                    yield error
                except InputError as error:
                    yield error
                except _DAMAGED as error:
                    yield _broken(replace(document, name=_name(document, member.filename)), error)
            if not found:
                endings = " ".join(sorted(recognize.ENDINGS))
                message = (
                    f"{document.name}: there are no reports in this archive; reports are files that end in {endings}"
                )
                raise MissingInput(message)
    except _DAMAGED as error:
        raise _broken(document, error) from error


def read_gzip(document: Document, *, inner: Inner) -> Iterator[Row | InputError]:
    """Read the one file that a gzip file holds. Raises as :func:`read`."""
    if document.depth >= DEEPEST:
        raise InputError(f"{document.name}: lies in {DEEPEST} archives already; unpack the outer ones")
    name = document.name.removesuffix(".gz").removesuffix(".GZ")
    source = document.source_id and document.source_id.removesuffix(".gz").removesuffix(".GZ")
    try:
        with GzipFile(fileobj=document.stream) as stream:
            unpacked = metered(stream, document.budget or _budget(document))
            first = unpacked.peek(512)
            if first[257:262] == b"ustar":
                raise InputError(f"{document.name}: this is a tar archive; unpack it, or make a zip of it")
            if not first:
                raise EmptyInput(f"{document.name}: there is nothing in this gzip file")
            yield from inner(
                replace(document, name=name, source_id=source, stream=unpacked, size=None, depth=document.depth + 1),
                recognize.declared(name),
            )
    except _DAMAGED as error:
        raise _broken(document, error) from error


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, document: Document, inner: Inner
) -> Iterator[Row | InputError]:
    name = _name(document, member.filename)
    if member.flag_bits & 1:
        raise InputError(f"{name}: is locked with a password; unpack the archive and give the files")
    assert document.budget is not None
    with archive.open(member) as packed:
        stream = metered(packed, document.budget)
        inside = replace(
            document,
            name=name,
            source_id=tidy_name(member.filename.rpartition("/")[2]),
            stream=stream,
            size=None,
            depth=document.depth + 1,
        )
        format_ = recognize.declared(member.filename)
        if format_ in (Format.ZIP, Format.DOCX, Format.WORKBOOK):
            # These are read back and forth; a member of an archive only forth.
            data = inside.all(CONTAINER)
            inside = replace(inside, stream=BytesIO(data), size=len(data))
        yield from inner(inside, format_)


def _budget(document: Document) -> Budget:
    size = document.size
    if size is None:
        size = document.options.max_bytes
    return Budget(name=document.name, packed=size, free=document.options.max_bytes * CONTAINER)


def _is_file(member: zipfile.ZipInfo, names: set[str]) -> bool:
    parts = member.filename.split("/")
    if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16) or "__MACOSX" in parts:
        return False
    if any(part.startswith(".") and part not in (".", "..") for part in parts):
        return False
    # What a browser saves beside "Page.html" is not reports.
    return not any(
        part.endswith("_files") and {f"{'/'.join([*parts[:n], part[:-6]])}{end}" for end in (".html", ".htm")} & names
        for n, part in enumerate(parts[:-1])
    )


def _look(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return stream.read(HEAD)


def _name(document: Document, member: str) -> str:
    return f"{document.name}/{tidy_name(member)}"


def tidy_name(name: str) -> str:
    """Return the name of a member as it may stand in a message and a record."""
    return name.encode("utf-8", "replace").decode("utf-8")[:300]


def _broken(document: Document, error: Exception) -> InputError:
    what = str(error) or type(error).__name__
    if isinstance(error, RuntimeError) and "password" in what:
        what = "it is locked with a password"
    return InputError(f"{document.name}: this archive is damaged or cut short ({what}); get or pack it anew")
