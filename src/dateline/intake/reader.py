"""The registry: which reader reads which format. A format is one module with ``read(document)``, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from dateline.errors import InputError
from dateline.intake import archive, docx, eml, feed, html, jsonl, markdown, ninjs, pdf, plain, table, warc, workbook
from dateline.intake.budget import again
from dateline.intake.draft import CONTAINER, Document, Draft, Row, date
from dateline.intake.recognize import HEAD, Format, settle
from dateline.records import Issue

Found: TypeAlias = Iterator[Row | InputError]
Reader: TypeAlias = Callable[[Document], Found]


def read(document: Document, named: Format) -> Found:
    """Read what a document holds: one report, or several; what is wrong with one of several comes out as its error.

    ``named`` is what it is by its name or by what a server says of it; its first bytes are believed before.

    Raises:
        InputError: it cannot be read at all.
    """
    first = document.stream.read(HEAD)
    stream = document.stream
    if stream.seekable():
        stream.seek(0)
    else:
        stream = again(first, stream)
    found = settle(named, first, name=document.name)
    told = document.told
    if named not in (found, Format.UNKNOWN) and found not in _BY_THEIR_NATURE:
        message = f"named as {named}, read as {found}, which it is"
        told = (*told, Issue(stage="intake", code="intake.format", message=message))
    yield from _READERS[found](replace(document, stream=stream, told=told))


def _text(document: Document) -> Found:
    data = document.all()
    published, told = date(Draft(text=""), document)
    report, issues = plain.read(
        data,
        name=document.name,
        source_id=document.source_id,
        url=document.url,
        options=replace(document.options, published=published),
    )
    # That a text does not say when it was published goes without saying.
    yield Row(report=report, issues=(*document.told, *issues, *(told if published else ())), raw=data)


def _lines(document: Document) -> Found:
    rows = jsonl.read(document.stream, name=document.name, source_id=document.source_id, options=document.options)
    yield from _with_told(document, rows)


def _unknown(document: Document) -> Found:
    """Read JSON Lines if the first line is an object with a text, else plain text."""
    first = document.stream.readline(document.options.max_bytes + 1)
    rows = jsonl.looks_like(first)
    if not rows and document.name.lower().endswith(".json"):
        raise InputError(
            f"{document.name}: this is JSON but neither ninjs nor JSON Lines; write one object with a text a line"
        )
    stream = again(first, document.stream)
    yield from (_lines if rows else _text)(replace(document, stream=stream))


def _zip(document: Document) -> Found:
    """Read what kind of zip it is: an office document is one too."""
    kind = archive.kind(document)
    yield from {Format.DOCX: docx.read, Format.WORKBOOK: workbook.read}.get(kind, _members)(document)


def _members(document: Document) -> Found:
    yield from archive.read(document, inner=read)


def _gzip(document: Document) -> Found:
    yield from archive.read_gzip(document, inner=read)


def _mail(document: Document) -> Found:
    yield from eml.read(document, inner=read)


def _feed(document: Document) -> Found:
    rows = feed.read(
        document.all(CONTAINER),
        name=document.name,
        options=document.options,
        source_id=document.source_id,
        url=document.url,
        charset=document.charset,
    )
    yield from _with_told(document, rows)


def _with_told(document: Document, rows: Iterable[Row | InputError]) -> Found:
    for each in rows:
        yield replace(each, issues=(*document.told, *each.issues)) if isinstance(each, Row) else each


_READERS: dict[Format, Reader] = {
    Format.PLAIN: _text,
    Format.UNKNOWN: _unknown,
    Format.MARKDOWN: markdown.read,
    Format.JSONL: _lines,
    Format.HTML: html.read,
    Format.FEED: _feed,
    Format.PDF: pdf.read,
    Format.DOCX: docx.read,
    Format.MAIL: _mail,
    Format.TABLE: table.read,
    Format.WORKBOOK: workbook.read,
    Format.NINJS: ninjs.read,
    Format.WARC: warc.read,
    Format.ZIP: _zip,
    Format.GZIP: _gzip,
}
_BY_THEIR_NATURE = frozenset({Format.UNKNOWN, Format.ZIP, Format.GZIP, Format.WARC})
"""Formats of which it goes without saying that a file holds something else than its name tells."""
