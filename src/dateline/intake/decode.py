"""Bytes to clean text: signatures, encodings, line ends, control characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from dateline.errors import BinaryInput, EmptyInput
from dateline.lexicon import intake as lexicon
from dateline.records import Issue

STAGE = "intake"

# The five bytes that Windows-1252 leaves open become U+FFFD.
_CP1252 = {0xDC00 + b: bytes([b]).decode("cp1252", "replace") for b in range(0x80, 0x100)}
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_MAX_NUL = 0.001
"""Share of NUL bytes from which a file counts as binary; text with a stray one is cleaned instead."""
_MAX_CONTROL = 0.05
"""Share of other control bytes from which a file counts as binary; random bytes have 0.1."""
_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f\v\x1b")

_ESCAPED = re.compile("[\udc80-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Not one visible character: white space, and marks that only steer how others are shown.
_VISIBLE = re.compile("[^\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """Text as it is stored, which all offsets point into, and what was changed to get it."""

    text: str
    issues: tuple[Issue, ...] = ()


def read(data: bytes | str, *, name: str) -> Clean:
    """Decode and clean one text; ``name`` stands in messages.

    UTF-8, or UTF-16 and UTF-32 with a byte-order mark. Bytes that are not UTF-8 are replaced by U+FFFD where most
    characters outside ASCII are well formed (a damaged file), else read as Windows-1252 (an old one). All line ends
    become ``\\n``, other control characters but the tab a space; each such change leaves an issue with the count.

    Raises:
        BinaryInput: it is not text.
        EmptyInput: there is no visible character in it.
    """
    issues: list[Issue] = []
    if isinstance(data, bytes):
        check(data, name=name)
        text = _decode(data, issues)
    else:
        text = data
    return clean(text, name=name, issues=issues)


def check(data: bytes, *, name: str) -> None:
    """Raise BinaryInput where ``data`` is not text, with what it is and what to do."""
    for magic in lexicon.magic():
        if magic.matches(data):
            raise BinaryInput(f"{name}: this is {magic.name}, not text; {magic.remedy}")
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        return
    nuls = data.count(0)
    if nuls > len(data) * _MAX_NUL:
        head = data[:_SAMPLE]
        if min(head[0::2].count(0), head[1::2].count(0)) * 8 < max(head[0::2].count(0), head[1::2].count(0)) and (
            nuls > len(data) / 4
        ):
            raise BinaryInput(
                f"{name}: this looks like UTF-16 or UTF-32 text without a byte-order mark; save it as UTF-8"
            )
        raise BinaryInput(f"{name}: this is not text ({nuls} NUL bytes in {len(data)}); give a text file")
    head = data[:_SAMPLE]
    control = len(head) - len(head.translate(None, _CONTROL_BYTES))
    if control > len(head) * _MAX_CONTROL:
        raise BinaryInput(
            f"{name}: this is not text ({control} control bytes in the first {len(head)}); give a text file"
        )


def clean(text: str, *, name: str, issues: list[Issue] | None = None) -> Clean:
    """Clean decoded text (see :func:`read`); ``issues`` are those of the decoding."""
    found = list(issues or ())
    text = text.removeprefix("\ufeff")
    text, surrogates = _SURROGATE.subn("\ufffd", text)
    if surrogates:
        found.append(_issue("intake.encoding", f"{_count(surrogates, 'lone surrogate')} replaced by U+FFFD"))
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    if first := _CONTROL.search(text):
        text, n = _CONTROL.subn(" ", text)
        found.append(
            Issue(
                stage=STAGE,
                code="intake.control",
                message=f"{_count(n, 'control character')} replaced by a space, the first at {first.start()}",
                start=first.start(),
                end=first.end(),
            )
        )
    if not _VISIBLE.search(text):
        raise EmptyInput(f"{name}: there is no text in it; give a file with a report")
    return Clean(text=text, issues=tuple(found))


def line(data: bytes, issues: list[Issue]) -> str:
    """Decode one line of a larger file as :func:`read` does, adding to ``issues``; control characters stay."""
    return _decode(data, issues)


def _decode(data: bytes, issues: list[Issue]) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            # What the text itself holds as U+FFFD is few; counting it as replaced too does no harm.
            if bad := text.count("\ufffd"):
                issues.append(
                    _issue(
                        "intake.encoding",
                        f"not valid {encoding.removesuffix('-sig').upper()}: {bad} places replaced by U+FFFD",
                    )
                )
            return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    bad = sum(len(m.group()) for m in _ESCAPED.finditer(text))
    if sum(1 for _ in _WIDE.finditer(text)) >= bad:
        issues.append(_issue("intake.encoding", f"{_count(bad, 'byte')} not valid UTF-8, replaced by U+FFFD"))
        return _ESCAPED.sub(lambda m: "\ufffd" * len(m.group()), text)
    issues.append(_issue("intake.encoding", f"not UTF-8: read as Windows-1252, {_count(bad, 'byte')} replaced"))
    return _ESCAPED.sub(lambda m: m.group().translate(_CP1252), text)


def _issue(code: str, message: str) -> Issue:
    return Issue(stage=STAGE, code=code, message=message)


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
