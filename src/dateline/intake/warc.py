"""WARC files (ISO 28500), plain or gzipped, such as those of Common Crawl News: the pages in them, record by record.

A file of many gigabytes is read in the memory of one page. Only responses of 200 with HTML are read; the other
records, and pages without an article, are what such files are full of: they are passed over.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import EmptyInput, InputError, MissingInput, TooLarge
from dateline.intake import charset, day, html
from dateline.intake.budget import RATIO
from dateline.intake.draft import CONTAINER, Document, Row, missing
from dateline.intake.plain import past_limit

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_CHUNK = 1 << 16


def read(document: Document) -> Iterator[Row | InputError]:
    """Read the pages of a WARC file; one that cannot be read comes out as its error, one without an article does not.

    Its bytes are the whole record, which can be read again as a file of its own.

    Raises:
        InputError: dateline[documents] is not installed; the file is damaged, or holds no page with an article.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise missing(document.name, "WARC files", "documents") from error
    counted = _Counted(document.stream)
    records = pages = rows = 0
    try:
        for record in ArchiveIterator(counted, no_record_parse=True):
            records += 1
            if record.rec_type != "response" or not _is_http(record):
                continue
            place = f"{document.name}:{records}"
            try:
                raw = _raw(record, replace(document, name=place), counted)
                found = _page(raw, replace(document, name=place), records)
                pages += 1
                if found is not None:
                    rows += 1
                    yield found
            except EmptyInput:
                continue
            except _Bomb as error:
                raise TooLarge(str(error)) from error
            except InputError as error:
                yield error
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:
        what = " ".join(str(error).split())[:200]
        raise InputError(
            f"{document.name}: this WARC file is damaged behind record {records} ({what}); what is before it was read"
        ) from error
    if not rows:
        raise MissingInput(
            f"{document.name}: no page with an article in it; {records} records, {pages} of them web responses"
        )


class _Bomb(TooLarge):
    """What comes out of the file is far larger than what goes in."""


@dataclass(slots=True)
class _Counted(io.RawIOBase):
    """A stream that knows how much was read from it."""

    stream: BinaryIO
    size: int = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self.stream.read(size)
        self.size += len(data)
        return data

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size


def _is_http(record: ArcWarcRecord) -> bool:
    return str(record.rec_headers.get_header("WARC-Target-URI", "")).lower().startswith(("http://", "https://"))


def _raw(record: ArcWarcRecord, document: Document, counted: _Counted) -> bytes:
    """Return the whole record, its headers first."""
    limit = document.options.max_bytes * CONTAINER
    head = record.rec_headers.to_ascii_bytes()
    parts: list[bytes] = [bytes(head)]
    size = 0
    while data := record.raw_stream.read(_CHUNK):
        size += len(data)
        if size <= limit:
            parts.append(data)
        elif size > RATIO * max(counted.size, _CHUNK):
            raise _Bomb(
                f"{document.name}: unpacks to more than {RATIO} times its size, as archives do that are made to fill"
                " memory; what is behind it is not read"
            )
    if size > limit:
        raise TooLarge(past_limit(document.name, size, document.options, times=CONTAINER))
    return b"".join(parts) + b"\r\n\r\n"


def _page(raw: bytes, document: Document, line: int) -> Row | None:
    """Read the page of a response; None where it is none."""
    from warcio.archiveiterator import ArchiveIterator

    record = next(iter(ArchiveIterator(io.BytesIO(raw))))
    headers = record.http_headers
    if headers is None or not str(headers.get_statuscode()).startswith("200"):
        return None
    kind, _, rest = str(headers.get_header("Content-Type", "text/html")).partition(";")
    if kind.strip().lower() not in _PAGES:
        return None
    limit = document.options.max_bytes
    data = record.content_stream().read(limit + 1)
    if len(data) > limit:
        raise TooLarge(past_limit(document.name, len(data), document.options))
    declared = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    text, issues = charset.read(data, declared=declared)
    captured = day.read(str(record.rec_headers.get_header("WARC-Date", "")))
    # A page may be captured years after it was published; this is told, and anchors nothing.
    hint = f"the page does not say when it was published; it was captured on {captured}" if captured else None
    url = str(record.rec_headers.get_header("WARC-Target-URI"))
    inside = replace(document, source_id=None, url=url, hint=hint)
    return replace(html.page(text, inside, raw=raw, issues=issues), line=line)
