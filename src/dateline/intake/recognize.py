"""What a file is: by its name, and by its first bytes, which are believed before the name."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from enum import StrEnum

from dateline.errors import InputError
from dateline.intake import decode
from dateline.intake.feed import is_json_feed

HEAD = 65_536
"""Bytes from the start of a file that are looked at."""


class Format(StrEnum):
    """How a source is to be read."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    JSONL = "JSON Lines"
    HTML = "HTML"
    FEED = "a feed"
    PDF = "PDF"
    DOCX = "DOCX"
    MAIL = "a mail"
    TABLE = "a table"
    WORKBOOK = "an Excel workbook"
    NINJS = "ninjs"
    WARC = "WARC"
    ZIP = "a zip archive"
    GZIP = "a gzip archive"
    UNKNOWN = "unknown"
    """By its first bytes and its first line alone."""


ENDINGS = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".mht": Format.MAIL,
    ".mhtml": Format.MAIL,
    ".eml": Format.MAIL,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".xlsx": Format.WORKBOOK,
    ".xlsm": Format.WORKBOOK,
    ".ninjs": Format.NINJS,
    ".warc": Format.WARC,
    ".zip": Format.ZIP,
}
"""What a file is read as by its name; in a folder files with other endings are passed over."""
LOOKED_INTO = frozenset({".json", ".xml"})
"""Endings of files that are passed over in a folder unless they begin as ninjs or a feed does."""

_BINARY = frozenset({Format.PDF, Format.DOCX, Format.WORKBOOK, Format.WARC, Format.ZIP})
"""What text cannot be, so that a file of that name with text in it is refused, or read as what it is."""
_TEXTUAL = frozenset({Format.PLAIN, Format.UNKNOWN, Format.FEED, Format.TABLE, Format.NINJS, *_BINARY})
"""What a file may be named that is found to be HTML or a feed."""

_SPACE = b" \t\r\n\f\xef\xbb\xbf"
# Possessive, so that what does not match is found out in one pass.
_PROLOGUE = rb"(?><!--.*?-->|<\?.*?\?>|\s)*+"
_HTML = re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    _PROLOGUE + rb"(?:<!DOCTYPE\b[^>]*>)?\s*(?><!--.*?-->|<\?.*?\?>|\s)*+<(?:rss|(?:\w{1,20}:)?feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"<\?xml\b|<[a-z]\w*:?\w*\s+xmlns", re.I)
_HEADER = re.compile(rb"(?:>?From .*|[A-Za-z][A-Za-z0-9-]{1,60}:[ \t].*|[ \t]+\S.*)\r?")
_MAIL = re.compile(rb"^(?:received|return-path|message-id|mime-version|delivered-to|from|date|subject):", re.I | re.M)
_NINJS = re.compile(
    rb'"(?:body_text|body_xhtml|body_html|bodies|headlines|versioncreated|versionCreated|firstcreated|firstCreated)"\s*:'
)


def declared(name: str) -> Format:
    """Return what a file is by its name; a name that ends in .gz is what the name before that is."""
    name = name.lower()
    ending = suffix(name)
    if ending == ".gz":
        inner = declared(name.removesuffix(".gz"))
        return inner if inner in (Format.UNKNOWN, Format.WARC) else Format.GZIP
    return ENDINGS.get(ending, Format.UNKNOWN)


def suffix(name: str) -> str:
    """Return the ending of a file's name, in lower case, with its dot; "" where there is none."""
    stem, dot, ending = name.rpartition("/")[2].lower().rpartition(".")
    return dot + ending if stem and dot else ""


def wanted(name: str, look: Callable[[], bytes]) -> bool:
    """Say whether a file in a folder or an archive is to be read; ``look`` gives its first bytes, if need be."""
    if suffix(name) in LOOKED_INTO:
        return sniff(look()) in (Format.FEED, Format.NINJS)
    return declared(name) is not Format.UNKNOWN


def sniff(head: bytes) -> Format | None:
    """Tell by the first bytes what a file surely is; None where it may be several things."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.ZIP
    if head.startswith(b"\x1f\x8b"):
        return Format.WARC if _gunzip(head).startswith(b"WARC/") else Format.GZIP
    if head.startswith(b"WARC/"):
        return Format.WARC
    start = _text(head).lstrip(_SPACE)
    if start.startswith(b"%PDF-"):
        return Format.PDF
    if _HTML.match(start):
        return Format.HTML
    if _FEED.match(start):
        return Format.FEED
    if is_json_feed(start):
        return Format.FEED
    if start.startswith((b"{", b"[")) and _NINJS.search(start) and not _is_row(start):
        return Format.NINJS
    return None


def settle(named: Format, head: bytes, *, name: str) -> Format:
    """Return how a file is to be read that is ``named`` so, by its first bytes where these are sure.

    Raises:
        InputError: it is not what its name says, nor anything else that can be read.
    """
    found = sniff(head)
    if found is Format.ZIP and named in (Format.DOCX, Format.WORKBOOK):
        return named  # which of them it is, its reader sees
    if found in (Format.PDF, Format.ZIP, Format.GZIP, Format.WARC):
        return found
    if found is Format.NINJS and named in (Format.JSONL, Format.UNKNOWN, Format.NINJS, Format.PLAIN):
        return found
    if found in (Format.HTML, Format.FEED) and (
        named in _TEXTUAL | {Format.JSONL} or {found, named} == {Format.HTML, Format.FEED}
    ):
        return found
    if named in _BINARY:
        if named is Format.PDF and b"%PDF-" in head[:1024]:
            return named  # some makers put a line of their own before it
        decode.check(head, name=name)
        what = "empty" if not head.strip() else "text of some other kind"
        raise InputError(f"{name}: this is not {named}, as its name says, but {what}; name it for what it is")
    if named is Format.HTML and b"<" not in _text(head):
        return Format.PLAIN
    if named is Format.UNKNOWN:
        if _is_mail(head):
            return Format.MAIL
        if _XML.match(_text(head).lstrip(_SPACE)):
            raise InputError(f"{name}: this is XML, but no RSS or Atom feed and no page; give its text, or JSON Lines")
    return named


def _gunzip(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 1024)
    except zlib.error:
        return b""


def _text(head: bytes) -> bytes:
    """Return the bytes as one-byte text, also where they are UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head


def _is_mail(head: bytes) -> bool:
    block = re.split(rb"\r?\n\r?\n", head[:16_384], maxsplit=1)[0]
    lines = block.split(b"\n")
    return (
        len(lines) > 2
        and all(_HEADER.fullmatch(line) for line in lines[:40])
        and len({match[0].lower() for match in _MAIL.finditer(block)}) >= 3
    )


def _is_row(start: bytes) -> bool:
    """Say whether a file begins with a row of our own, an object with a text on one line."""
    try:
        value = json.loads(start.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "text" in value
