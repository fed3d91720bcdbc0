"""JSON Lines: a report a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from dateline.errors import EmptyInput, InputError, RowError
from dateline.intake import decode, plain
from dateline.intake.budget import MOST_EMPTY
from dateline.intake.draft import Row
from dateline.intake.options import Options, iso_day
from dateline.records import Issue, Report

__all__ = ["KEYS", "Lines", "Row", "looks_like", "read"]

KEYS = ("id", "text", "title", "published", "outlet", "url", "byline")
"""The keys that a row may have; ``text`` it must have."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Lines(Protocol):
    """What rows are read from: an open binary file, or what reads like one."""

    def readline(self, size: int, /) -> bytes:
        """Return the next line with its end, or its next ``size`` bytes if it is longer; nothing at the end."""
        ...


def read(
    stream: Lines, *, name: str, source_id: str | None = None, options: Options | None = None
) -> Iterator[Row | RowError]:
    """Read the rows of ``stream`` one by one; a bad row comes out as a RowError that names file, line and remedy.

    A row is an object with the keys of :data:`KEYS`; values are strings or null, ``id`` may be a whole number, and
    ``published`` an ISO 8601 date or date and time. ``name`` stands in messages; a row without ``id`` and ``url`` gets
    the id ``source_id:line``. A row without ``published`` or ``outlet`` takes that of ``options``.
    Blank lines are passed over; unknown keys leave an issue. Memory holds one row at a time.

    Raises:
        InputError: BinaryInput, or EmptyInput where there is no row at all.
    """
    options = options or Options()
    rows = empty = 0
    for number, data, whole in _lines(stream, options.max_bytes):
        if number == 1:
            decode.check(data[:65_536], name=name)
            data = data.removeprefix(b"\xef\xbb\xbf")
        if not data.strip():
            empty += 1
            if empty > MOST_EMPTY:
                raise InputError(f"{name}:{number}: a million empty lines; take them out. Nothing behind them is read")
            continue
        rows += 1
        place = f"{name}:{number}"
        if not whole:
            yield RowError(f"{place}: the row is longer than {options.max_bytes} bytes; split it, or raise max_bytes")
            continue
        try:
            own = f"{source_id}:{number}" if source_id else None
            report, issues = _row(data, place=place, source_id=own, options=options)
        except RowError as error:
            yield error
        except InputError as error:
            message = str(error)
            yield RowError(message if message.startswith(place) else f"{place}: {message}")
        else:
            yield Row(line=number, report=report, issues=issues, raw=data)
    if not rows:
        raise EmptyInput(f"{name}: there is no row in it; give a file with one JSON object a line")


def looks_like(line: bytes) -> bool:
    """Say whether a file that begins with ``line`` is JSON Lines of reports: an object with a ``text``."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "text" in value


def _lines(stream: Lines, limit: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield number, bytes and whether that is all of the line; of one past the limit only the start is kept."""
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        whole = len(data) <= limit or data.endswith(b"\n")
        if not whole:
            while (more := stream.readline(1 << 20)) and not more.endswith(b"\n"):
                pass
        yield number, data, whole


def _row(data: bytes, *, place: str, source_id: str | None, options: Options) -> tuple[Report, tuple[Issue, ...]]:
    issues: list[Issue] = []
    try:
        value = json.loads(decode.line(data, issues))
    except json.JSONDecodeError as error:
        raise RowError(f"{place}: not JSON: {error.msg} at column {error.colno}; write one object a line") from error
    except (ValueError, RecursionError) as error:
        raise RowError(f"{place}: not JSON that can be read: {error}; write one object a line") from error
    if not isinstance(value, dict):
        raise RowError(f'{place}: the row is {_kind(value)}, not an object; write {{"text": …}}')
    unknown = [key for key in value if key not in KEYS]
    given = {key: _field(value.get(key), key, place) for key in KEYS}
    text = given["text"]
    if text is None:
        raise RowError(f'{place}: no "text"; every row needs one (keys: {", ".join(KEYS)})')
    published = options.published
    if given["published"] is not None:
        published = iso_day(given["published"])
    if unknown:
        listed = ", ".join(json.dumps(key) for key in unknown[:10]) + (" …" if len(unknown) > 10 else "")
        issues.append(
            Issue(
                stage=decode.STAGE,
                code="intake.unknown-key",
                message=f"{_SURROGATE.sub(chr(0xFFFD), listed)} not read; keys are {', '.join(KEYS)}",
            )
        )
    report, more = plain.from_clean(
        decode.clean(text, name=place, issues=issues),
        source_id=given["id"] if given["id"] is not None or given["url"] else source_id,
        title=given["title"],
        url=given["url"],
        byline=given["byline"],
        options=replace(options, published=published, outlet=given["outlet"] or options.outlet),
    )
    return report, more


def _field(value: object, key: str, place: str) -> str | None:
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise RowError(f'{place}: "{key}" is {_kind(value)}; give a string or null')
    # The text is cleaned as a whole; beside it a lone surrogate or a control character is worth no issue.
    return value if key == "text" else " ".join(_SURROGATE.sub("\ufffd", value).replace("\x00", " ").split()) or None


def _kind(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
    }
    return names.get(type(value), "null")
