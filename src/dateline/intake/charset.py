"""Bytes of a page or a mail to text, where the character set that is declared may be wrong."""

from __future__ import annotations

import codecs
import re

from dateline.intake import decode
from dateline.records import Issue

_DECLARED = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:script|style)\b[^<]*|<[^<>]*>", re.IGNORECASE)
_ASCII = bytes(range(128))
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_SAMPLE = 200_000
_FOREIGN = 0.3
"""Share of bytes above ASCII among letters from which text in a one-byte set is of no Latin script: French has 0.06."""
# What browsers read when these are declared: https://encoding.spec.whatwg.org/#names-and-labels
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_LATIN = frozenset({"cp1252", "cp1254", "cp1250", "iso8859-15", "iso8859-2"})
_GUESSED = """cp1251 koi8_r cp866 iso8859_5 cp1256 cp1253 cp1255 cp1254 cp1250 cp874 gb18030 big5 shift_jis euc_jp
euc_kr""".split()


def read(data: bytes, *, declared: str | None = None) -> tuple[str, list[Issue]]:
    """Decode a page: its byte-order mark, UTF-8 where it is that, then what is declared, then what fits.

    ``declared`` is what came with it, a header; what the page declares itself counts where there is none. That
    something else was read than what is declared leaves an issue.
    """
    issues: list[Issue] = []
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode.line(data, issues), issues
    head = data[:4096]
    match = _XML.match(head) or _DECLARED.search(head)
    label = declared or (match[1].decode("ascii") if match else None)
    name = _known(label)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if name not in (None, "utf-8") and not data.isascii() and name not in ("utf-16", "utf-16-le", "utf-16-be"):
            issues.append(_issue(f"declared as {label}, read as UTF-8, which it is"))
        return text, issues
    if name not in (None, "utf-8") and not (name in _LATIN and _is_foreign(data)):
        try:
            return data.decode(str(name)), issues
        except (UnicodeDecodeError, LookupError):
            pass
    if _is_foreign(data) and (guess := _guess(data)):
        what = f"declared as {label}, which it is not: " if label else ""
        issues.append(_issue(f"{what}read as {guess}, which fits its letters"))
        return data.decode(guess, "replace"), issues
    if label and name != "utf-8":
        issues.append(_issue(f"declared as {label}, which it is not"))
    return decode.line(data, issues), issues


def _known(label: str | None) -> str | None:
    if label is None:
        return None
    try:
        name = codecs.lookup(label.strip().lower()).name
    except LookupError:
        return None
    return _READ_AS.get(name, name)


def _is_foreign(data: bytes) -> bool:
    text = _MARKUP.sub(b" ", data[:_SAMPLE])
    return len(text.translate(None, _ASCII)) > _FOREIGN * len(text.translate(None, _NO_LETTERS))


def _guess(data: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    best = from_bytes(_MARKUP.sub(b" ", data[:_SAMPLE]), cp_isolation=list(_GUESSED)).best()
    return None if best is None else str(best.encoding)


def _issue(message: str) -> Issue:
    return Issue(stage=decode.STAGE, code="intake.encoding", message=message)
