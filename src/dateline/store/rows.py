"""Records to what rows hold, and back: packed JSON that gives the very record again, and columns to find it by.

Columns are for finding only. They hold U+FFFD for U+0000, which PostgreSQL cannot store; the packed record holds all.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from dateline.codec import digest, from_dict, to_dict
from dateline.errors import InputError, NotAStore, RecordError
from dateline.judgement import Judgement, Review
from dateline.records import Claim, Reading, Report
from dateline.store import address
from dateline.store.base import Entry
from dateline.store.tables import Row, Value
from dateline.store.words import words, words_of

__all__ = [
    "Draft",
    "asked_span",
    "canonical",
    "claim_rows",
    "claim_words",
    "draft",
    "judgement_row",
    "outlet_key",
    "pack",
    "pack_bytes",
    "plain",
    "read_claims",
    "read_reading",
    "read_report",
    "reading_id",
    "report_row",
    "report_words",
    "review_row",
    "span",
    "unpack",
]

Record = TypeVar("Record")

_LEVEL = 1
"""Of zlib: a fifth of the size at a fraction of the time that higher levels take."""
_PART = re.compile(r"(\d{4})-([WQH])(\d{1,2})", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry made ready: all that takes time is done before the store is locked."""

    entry: Entry
    document: str
    raw_digest: str | None
    raw: bytes | None
    report: bytes
    claims: bytes
    rest: bytes


def draft(entry: Entry) -> Draft:
    """Make an entry ready for storing.

    Raises:
        RecordError: it is no record that can be written.
    """
    data = to_dict(entry.reading)
    report, claims = data.pop("report"), data.pop("claims")
    raw = entry.raw
    return Draft(
        entry=entry,
        document=address.document(entry.reading.report),
        raw_digest=None if raw is None else hashlib.sha256(raw).hexdigest(),
        raw=None if raw is None else pack_bytes(raw),
        report=pack(report),
        claims=pack(claims),
        rest=pack(data),
    )


def pack(data: object) -> bytes:
    """Write plain data as canonical JSON, packed."""
    return zlib.compress(canonical(data).encode(), _LEVEL)


def canonical(data: object) -> str:
    """Write plain data as canonical JSON; U+0000, which PostgreSQL cannot store, is escaped in it."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def review_row(one: Review) -> Row:
    """Return the row of a review."""
    return (one.id, one.target, one.action.value, one.by.name, one.at, canonical(to_dict(one)))


def judgement_row(one: Judgement) -> Row:
    """Return the row of a judgement."""
    return (
        one.id,
        one.kind.value,
        one.one,
        one.other,
        one.verdict.value,
        one.score,
        one.by.name,
        int(one.by.person),
        one.at,
        canonical(to_dict(one)),
    )


def pack_bytes(data: bytes) -> bytes:
    """Pack the bytes of an input."""
    return zlib.compress(data, _LEVEL)


def unpack(data: Value) -> bytes:
    """Undo the packing. Raises NotAStore where the bytes are damaged."""
    try:
        return zlib.decompress(data if isinstance(data, bytes) else b"")
    except zlib.error as error:
        raise NotAStore(f"a row of the store is damaged ({error}); restore it from a backup") from error


def plain(data: Value) -> object:
    """Return the plain data that :func:`pack` packed."""
    found: object = json.loads(unpack(data))
    return found


def read_report(data: Value) -> Report:
    """Return the report of a packed record."""
    return _record(Report, plain(data))


def read_claims(data: Value, positions: Iterable[int] | None = None) -> dict[int, Claim]:
    """Return the claims of a packed list by their positions; all, or those asked for."""
    found = plain(data)
    if not isinstance(found, list):
        raise NotAStore("a row of the store holds no claims; restore it from a backup")
    return {i: _record(Claim, found[i]) for i in (range(len(found)) if positions is None else positions)}


def read_reading(report: Value, claims: Value, rest: Value) -> Reading:
    """Put a reading together again."""
    data = plain(rest)
    assert isinstance(data, dict)
    return _record(Reading, {**data, "report": plain(report), "claims": plain(claims)})


def _record(cls: type[Record], data: object) -> Record:
    try:
        return from_dict(cls, data)
    except RecordError as error:
        raise NotAStore(f"a row of the store is not of this record version: {error}") from error


def report_row(one: Draft, *, seq: int, revision: int, stored: str) -> Row:
    """Return the row of a report, in the order of its columns."""
    report = one.entry.reading.report
    return (
        seq,
        report.id,
        one.document,
        revision,
        stored,
        one.raw_digest,
        _column(report.source_id),
        _column(report.title),
        _column(report.outlet),
        outlet_key(report.outlet),
        _column(report.url),
        _column(report.language),
        _column(report.published) or "",
        one.report,
    )


def outlet_key(outlet: str | None) -> str | None:
    """Return an outlet as it is compared: its words."""
    return None if outlet is None else " ".join(words(outlet))


def reading_id(report: str, coder: str) -> str:
    """Return the name of what one coder read in a report."""
    return digest("reading", report, coder)


def claim_rows(
    claims: Iterable[Claim], published: str | None, *, first: int, reading_seq: int, report_seq: int
) -> Iterator[Row]:
    """Yield the rows of a reading's claims, numbered from ``first``; ``published`` is when its report was."""
    for i, claim in enumerate(claims):
        day, last_day = window(claim, published)
        yield (
            first + i,
            _column(claim.id),
            reading_seq,
            report_seq,
            i,
            claim.kind.value,
            claim.type.value,
            _column(claim.mode),
            claim.status.value,
            claim.polarity.value,
            claim.confidence,
            day,
            last_day,
        )


def window(claim: Claim, published: str | None) -> tuple[str, str]:
    """Return the first and last day of a claim's time, else of its report; "" and "" where neither is known."""
    days = [found for time in claim.times if (found := span(time.value)) is not None]
    ends = [found for time in claim.times if time.value and (found := span(time.until)) is not None]
    if not days and (told := span(published)) is not None:
        days = [told]
    if not days:
        return "", ""
    return min(first for first, _ in days), max(last for _, last in (*days, *ends))


def span(value: str | None) -> tuple[str, str] | None:
    """Return first and last day of an ISO 8601 prefix; None where it tells no year."""
    if value and (part := _PART.fullmatch(value)):
        return _part(int(part[1]), part[2], int(part[3]))
    found = _DAY.match(value) if value else None
    if found is None:
        return None
    year, month, day = found[1], found[2], found[3]
    if month is None or not 1 <= int(month) <= 12 or year == "0000":
        return f"{year}-01-01", f"{year}-12-31"
    last = calendar.monthrange(int(year), int(month))[1]
    if day is None or not 1 <= int(day) <= last:
        return f"{year}-{month}-01", f"{year}-{month}-{last:02d}"
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


def _part(year: int, unit: str, number: int) -> tuple[str, str]:
    """Return first and last day of a week, a quarter or a half of a year; of the year where there is no such one."""
    try:
        if unit == "W":
            monday = date.fromisocalendar(year, number, 1)
            return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        months = {"Q": 3, "H": 6}[unit]
        last = date(year, number * months, 1)
    except ValueError:
        return f"{year:04d}-01-01", f"{year:04d}-12-31"
    first = f"{year:04d}-{last.month - months + 1:02d}-01"
    return first, f"{last.isoformat()[:8]}{calendar.monthrange(year, last.month)[1]}"


def asked_span(value: str, what: str) -> tuple[str, str]:
    """Return first and last day of what a user asks for. Raises InputError where it is no date."""
    found = span(value)
    if found is None or not any(value in (day, day[:7], day[:4]) for day in found):
        raise InputError(f'{what} "{value[:40]}" is not a date; write YYYY, YYYY-MM or YYYY-MM-DD')
    return found


def report_words(report: Report) -> list[str]:
    """Return the words that a report is found by."""
    title = report.title
    if title is None or title in report.text[: len(title) + 200]:
        return words(report.text)
    return words_of((title, report.text))


def claim_words(claim: Claim) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the words that a claim is found by: evidence, actors and recipients, speakers, places."""
    actors = (
        name
        for who in (*claim.actors, *claim.recipients)
        for name in (
            who.name,
            who.text if who.text != who.name else None,
            who.entity,
            who.country,
            who.sector,
            *who.listed,
        )
    )
    speakers = (name for who in claim.attribution for name in (who.name, who.entity, who.role))
    places = (name for place in claim.places for name in (place.name, place.country, place.admin1, place.gazetteer_id))
    return words(claim.evidence.text), words_of(actors), words_of(speakers), words_of(places)


def _column(value: str | None) -> str | None:
    return value.replace("\x00", "\ufffd") if value else value
