"""Parts of office files (.docx, .xlsx): XML in a zip, parsed a chunk at a time; a document type is refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

__all__ = ["DAMAGED", "Attributes", "parse"]

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, RuntimeError, NotImplementedError)
"""What is raised of a file that is damaged or locked."""
Attributes = dict[str, str]
_CHUNK = 1 << 16


def parse(
    archive: zipfile.ZipFile,
    part: str,
    *,
    start: Callable[[str, Attributes], object] = lambda tag, given: None,
    end: Callable[[str], object] = lambda tag: None,
    text: Callable[[str], None] = lambda data: None,
    typed: Callable[[], NoReturn],
    grown: Callable[[int, int], None],
) -> Iterator[None]:
    """Parse a part of the file, a step a chunk; tags come without their namespace.

    ``typed`` raises for a document type, whose entities could grow. ``grown`` is told the bytes of each chunk and of
    all so far, unpacked, and raises where they are too many.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = lambda *_: typed()
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    size = 0
    with archive.open(part) as stream:
        while data := stream.read(_CHUNK):
            size += len(data)
            grown(len(data), size)
            parser.Parse(data, False)
            yield
    parser.Parse(b"", True)
    yield
