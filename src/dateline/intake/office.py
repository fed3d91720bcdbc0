"""Office files (.docx, .xlsx) without a library: XML in a zip, read part by part in bounded memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from dateline import office_xml
from dateline.errors import InputError, TooLarge
from dateline.intake import day
from dateline.intake.draft import CONTAINER, Dated, Document
from dateline.office_xml import Attributes

_CORE = "docProps/core.xml"


@contextmanager
def opened(document: Document) -> Iterator[zipfile.ZipFile]:
    """Open an office file; what is wrong with it becomes an InputError that names it."""
    if not document.stream.seekable():
        raise InputError(f"{document.name}: an office file cannot be read from a pipe; save it to a file first")
    if (document.size or 0) > document.options.max_bytes * CONTAINER:
        document.all(CONTAINER)  # which says that it is too large
    try:
        with zipfile.ZipFile(document.stream) as archive:
            if document.budget is None and len(archive.infolist()) > 50_000:
                raise TooLarge(f"{document.name}: has {len(archive.infolist()):,} parts, as no document has")
            yield archive
    except office_xml.DAMAGED as error:
        raise InputError(
            f"{document.name}: this office file is damaged, or locked with a password ({error}); save it anew without"
        ) from error


def parse(
    archive: zipfile.ZipFile,
    part: str,
    document: Document,
    *,
    start: Callable[[str, Attributes], object] = lambda tag, given: None,
    end: Callable[[str], object] = lambda tag: None,
    text: Callable[[str], None] = lambda data: None,
    most: int | None = None,
) -> Iterator[None]:
    """Parse a part of the file, a step a chunk; tags come without their namespace. Document types are refused.

    ``most`` is how many bytes it may have; 20 times the limit of a report by default, since mark-up is long.
    """
    most = most or document.options.max_bytes * 20

    def typed() -> NoReturn:
        raise InputError(
            f"{document.name}: {part} has a document type, as no office file has; it could hold entities that grow"
        )

    def grown(size: int, all: int) -> None:
        if document.budget is not None:
            document.budget.spend(size)
        if all > most:
            raise TooLarge(f"{document.name}: {part} unpacks to more than {most:,} bytes; split it, or raise max_bytes")

    return office_xml.parse(archive, part, start=start, end=end, text=text, typed=typed, grown=grown)


def properties(archive: zipfile.ZipFile, document: Document) -> dict[str, str]:
    """Return what the file says of itself, by the name of the property; empty where it does not."""
    out: dict[str, str] = {}
    inside: list[str] = []

    def text(data: str) -> None:
        if len(inside) == 2:
            out[inside[-1]] = out.get(inside[-1], "") + data

    if _CORE in archive.namelist():
        for _ in parse(
            archive,
            _CORE,
            document,
            start=lambda tag, given: inside.append(tag),
            end=lambda tag: inside.pop(),
            text=text,
            most=1_000_000,
        ):
            pass
    return out


def made(said: dict[str, str]) -> Dated | None:
    """Return the day on which a file was made, which may be that of its publication."""
    value = day.read(said.get("created", ""))
    return Dated(value=value, how="the day on which the file was made", sure=False) if value else None
