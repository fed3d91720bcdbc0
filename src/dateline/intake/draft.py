"""What a reader takes out of a document, on its way to a report: text, what is known beside it, and how it is dated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import BinaryIO

from dateline.errors import EmptyInput, InputError, TooLarge
from dateline.intake import decode, plain
from dateline.intake.budget import Budget
from dateline.intake.options import Options
from dateline.records import Issue, PassageKind, Report

CONTAINER = 10
"""How many times ``max_bytes`` a file may have that holds more than its text: pictures, markup, attachments."""

_BAD = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something to read: bytes that flow, and what is known of them beforehand.

    ``name`` stands in messages, ``source_id`` is its own name (see :class:`~dateline.records.Report`). ``url`` and
    ``charset`` are what a server said. ``dated`` is when what holds it was published, a mail or a capture. ``budget``
    limits what comes out of an archive, ``depth`` is in how many archives and mails it lies. ``told`` is for the
    issues of how it was recognised, ``hint`` is what to say where nothing dates it.
    """

    name: str
    source_id: str | None
    stream: BinaryIO
    options: Options
    size: int | None = None
    url: str | None = None
    charset: str | None = None
    dated: Dated | None = None
    budget: Budget | None = None
    depth: int = 0
    told: tuple[Issue, ...] = ()
    hint: str | None = None

    def all(self, times: int = 1) -> bytes:
        """Read all bytes. Raises TooLarge past ``times`` the limit of a report."""
        limit = self.options.max_bytes * times
        data = self.stream.read(limit + 1) if self.size is None or self.size <= limit else b""
        if len(data) > limit or (self.size or 0) > limit:
            raise TooLarge(plain.past_limit(self.name, max(self.size or 0, len(data)), self.options, times=times))
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day of publication (ISO 8601) and ``how`` it was found, for readers.

    One that is not ``sure``, such as the day on which a file was made, gives way to that of the options.
    """

    value: str
    how: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph on one line; ``kind`` is None where the layout is to tell what it is."""

    text: str
    kind: PassageKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report to be. ``kinds`` are the starts of those paragraphs of ``text`` of which the document tells the kind.

    ``outlet`` is what the document says, ``host`` what its address shows, for want of anything better.
    ``hint`` is what to say where it is not dated.
    """

    text: str
    kinds: tuple[tuple[int, PassageKind], ...] = ()
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    outlet: str | None = None
    host: str | None = None
    dated: Dated | None = None
    hint: str | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as read, with its issues and the bytes that it was made of; ``line`` is its place in its file."""

    line: int = 1
    report: Report
    issues: tuple[Issue, ...]
    raw: bytes


def row(draft: Draft, document: Document, raw: bytes, *, line: int = 1, source_id: str | None = None) -> Row:
    """Make the report of a draft, with what the document and the options say where the draft says nothing.

    How it was dated is told by an issue of code ``intake.date``, unless the options did it.

    Raises:
        InputError: there is no text in it.
    """
    options = document.options
    if len(draft.text) > options.max_bytes:
        raise TooLarge(plain.past_limit(document.name, len(draft.text), options))
    dated, issues = date(draft, document)
    clean = decode.clean(draft.text, name=document.name, issues=[*document.told, *draft.issues, *issues])
    report, told = plain.from_clean(
        clean,
        source_id=source_id or document.source_id,
        title=line_of(draft.title),
        url=line_of(draft.url or document.url),
        byline=line_of(draft.byline),
        # What cleaning took away at the front moves all that is behind it, so that no start is to be relied on.
        kinds=dict(draft.kinds) if clean.text == draft.text else {},
        options=replace(options, published=dated, outlet=line_of(draft.outlet) or options.outlet or draft.host),
    )
    return Row(line=line, report=report, issues=told, raw=raw)


def date(draft: Draft, document: Document) -> tuple[str | None, list[Issue]]:
    """Choose the day of publication: what is sure, what the caller says, what is not sure; and the issue of it."""
    own = draft.dated or document.dated
    given = document.options.published
    if own is not None and (own.sure or given is None):
        return own.value, [date_issue(f"published {own.value}, by {own.how}")]
    if given is not None:
        return given, []
    return None, [date_issue(draft.hint or "it does not say when it was published; give the date with it")]


def date_issue(message: str) -> Issue:
    """Return the issue that tells how a report was dated, or why it was not."""
    return Issue(stage=decode.STAGE, code="intake.date", message=message)


def joined(parts: Iterable[Part], *, name: str) -> tuple[str, tuple[tuple[int, PassageKind], ...]]:
    """Return the paragraphs as one text with blank lines between, and where those begin whose kind is told.

    Raises:
        EmptyInput: there is no word in them.
    """
    texts: list[str] = []
    kinds: list[tuple[int, PassageKind]] = []
    at = 0
    for part in parts:
        text = tidy(part.text)
        if not text:
            continue
        if part.kind is not None:
            kinds.append((at, part.kind))
        texts.append(text)
        at += len(text) + 2
    text = "\n\n".join(texts)
    if not _WORD.search(text):
        raise EmptyInput(f"{name}: there is no text in it; give a file with a report")
    return text, tuple(kinds)


def tidy(text: str) -> str:
    """Return ``text`` on one line, without characters that no report may have."""
    return " ".join(_SURROGATE.sub("\ufffd", _BAD.sub(" ", text)).replace("\ufeff", "").split())


def line_of(value: str | None) -> str | None:
    """Return a value beside the text as it is stored: on one line, None where there is nothing in it."""
    return tidy(value) or None if value else None


def missing(name: str, what: str, extra: str) -> InputError:
    """Return the error for what cannot be read because an extra is not installed."""
    return InputError(f"{name}: reading {what} needs more than the core of dateline: pip install 'dateline[{extra}]'")
