"""What a person writes into the form of a field, as a value that it can hold; words are looked up in the report."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

from dateline.errors import InputError
from dateline.lexicon import ontology
from dateline.records import (
    Actor,
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    ClaimType,
    Mention,
    Participant,
    Place,
    Polarity,
    Reading,
    Span,
    Speaker,
    Status,
    Time,
)

__all__ = ["INPUTS", "ROLES", "Value", "Written", "located", "value_of"]

Written: TypeAlias = Mapping[str, str]
"""A row of a form: by names in :data:`INPUTS`; ``of`` is the number of the record that it was, ``start`` and ``end``
are offsets where its words were picked in the report."""
Value: TypeAlias = (
    str
    | tuple[Participant, ...]
    | tuple[ClaimPlace, ...]
    | tuple[ClaimTime, ...]
    | tuple[ClaimQuantity, ...]
    | tuple[Speaker, ...]
    | None
)
R = TypeVar("R", Participant, ClaimPlace, ClaimTime, ClaimQuantity, Speaker)

INPUTS: dict[str, tuple[str, ...]] = {
    "actors": ("text", "name", "entity", "country", "sector"),
    "recipients": ("text", "name", "entity", "country", "sector"),
    "places": ("text", "name", "country", "admin1", "latitude", "longitude", "radius_km"),
    "times": ("text", "value", "until"),
    "quantities": ("text", "role", "low", "high", "unit"),
    "attribution": ("text", "name", "role"),
}
"""Fields that are lists, and what the form asks of each of their records."""
ROLES = ("killed", "injured", "detained", "released", "displaced", "abducted", "participants", "share", "duration",
         "amount", "missing", "other")  # fmt: skip
"""Roles of quantities."""
_COUNTRY = re.compile("[A-Z]{3}")
_CODE = re.compile(r"[\w.:-]{1,64}")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_LONGEST = 2_000


def value_of(field: str, rows: Sequence[Written], claim: Claim, reading: Reading) -> Value:
    """Return what a field is to be.

    Of a field that is no list the first row's ``value`` counts. ``mode`` may be empty, which is None.

    Raises:
        InputError: it cannot hold that, or the words are not in the report.
    """
    if field in INPUTS:
        return _list(field, [row for row in rows if row.get("text", "").strip()], claim, reading)
    written = rows[0].get("value", "").strip() if rows else ""
    if field == "mode":
        modes = ontology.load().modes[claim.type]
        if written and written not in modes:
            raise InputError(f'"{written}" is no mode of {claim.type}; use one of: {", ".join(modes) or "none"}')
        return written or None
    allowed = {"type": ClaimType, "polarity": Polarity, "status": Status}.get(field)
    if allowed is None:
        raise InputError(f'"{field}" is no field that can be fixed')
    if written not in set(allowed):
        raise InputError(f'"{written}" is no {field}; use one of: {", ".join(allowed)}')
    return written


def _list(field: str, rows: Sequence[Written], claim: Claim, reading: Reading) -> Value:
    if field == "actors":
        return tuple(_participant(row, claim.actors, claim, reading) for row in rows)
    if field == "recipients":
        return tuple(_participant(row, claim.recipients, claim, reading) for row in rows)
    if field == "places":
        return tuple(_place(row, claim, reading) for row in rows)
    if field == "times":
        return tuple(_time(row, claim, reading) for row in rows)
    if field == "quantities":
        return tuple(_quantity(row, claim, reading) for row in rows)
    return tuple(_speaker(row, claim, reading) for row in rows)


def located(row: Written, near: int, reading: Reading) -> Span:
    """Return where the words of a row stand: as picked, else the place nearest to an offset.

    Raises:
        InputError: they are not in the report.
    """
    text, words = reading.report.text, row.get("text", "").strip()
    try:
        start, end = int(row.get("start") or -1), int(row.get("end") or -1)
    except ValueError:
        raise InputError("start and end are offsets, whole numbers") from None
    if 0 <= start < end <= len(text) and (not words or text[start:end] == words):
        return Span(text=text[start:end], start=start, end=end)
    if not words or len(words) > _LONGEST:
        raise InputError("give the words of the report")
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    if not places:
        raise InputError(f'"{words[:80]}" is not in the report; use its own words')
    start = min(places, key=lambda at: abs(at - near))
    return Span(text=words, start=start, end=start + len(words))


def _old(row: Written, records: Sequence[R], reading: Reading, near: int) -> tuple[R | None, Span]:
    """Return the record that a row was, where its words are as they were, and where the words stand."""
    number = row.get("of", "")
    if number.isdecimal() and int(number) < len(records):
        old = records[int(number)]
        if old.text == row.get("text", "").strip():
            return old, Span(text=old.text, start=old.start, end=old.end)
    return None, located(row, near, reading)


def _mention(span: Span, reading: Reading, kind: type[Actor | Place | Time]) -> Mention | None:
    """Return the mention that words are, or the longest in them."""
    inside = [
        one
        for one in reading.mentions
        if isinstance(one.resolved, kind) and span.start <= one.start and one.end <= span.end
    ]
    return max(inside, key=lambda one: one.end - one.start, default=None)


def _participant(row: Written, records: tuple[Participant, ...], claim: Claim, reading: Reading) -> Participant:
    old, span = _old(row, records, reading, claim.trigger.start)
    if old is None:
        mention = _mention(span, reading, Actor)
        known = mention.resolved if mention is not None and isinstance(mention.resolved, Actor) else None
        old = Participant(
            mention=mention.id if mention else None,
            text=span.text,
            start=span.start,
            end=span.end,
            name=known.name if known else span.text,
            entity=known.entity if known else None,
            country=known.country if known else None,
            sector=known.sector if known else None,
            resolved_by=known.resolved_by if known else None,
            listed=known.listed if known else (),
        )
    new = replace(
        old,
        name=_given(row, "name", old.name) or old.text,
        entity=_given(row, "entity", old.entity, _code("entity")),
        country=_given(row, "country", old.country, _country),
        sector=_given(row, "sector", old.sector, _code("sector")),
    )
    same = (new.entity, new.country, new.sector) == (old.entity, old.country, old.sector)
    return new if same else replace(new, resolved_by=None, listed=())


def _place(row: Written, claim: Claim, reading: Reading) -> ClaimPlace:
    old, span = _old(row, claim.places, reading, claim.trigger.start)
    if old is None:
        mention = _mention(span, reading, Place)
        known = mention.resolved if mention is not None and isinstance(mention.resolved, Place) else None
        old = ClaimPlace(
            text=span.text,
            start=span.start,
            end=span.end,
            name=known.name if known else span.text,
            country=known.country if known else None,
            admin1=known.admin1 if known else None,
            latitude=known.latitude if known else None,
            longitude=known.longitude if known else None,
            radius_km=known.radius_km if known else None,
            gazetteer_id=known.gazetteer_id if known else None,
            feature=known.feature if known else None,
        )
    new = replace(
        old,
        name=_given(row, "name", old.name) or old.text,
        country=_given(row, "country", old.country, _country),
        admin1=_given(row, "admin1", old.admin1),
        latitude=_number_given(row, "latitude", old.latitude, -90, 90),
        longitude=_number_given(row, "longitude", old.longitude, -180, 180),
        radius_km=_number_given(row, "radius_km", old.radius_km, 0, 20_040),
    )
    if (new.latitude is None) != (new.longitude is None):
        raise InputError("a point needs latitude and longitude, or neither")
    moved = (new.name, new.country, new.latitude, new.longitude) != (old.name, old.country, old.latitude, old.longitude)
    return replace(new, gazetteer_id=None, feature=None) if moved else new


def _time(row: Written, claim: Claim, reading: Reading) -> ClaimTime:
    old, span = _old(row, claim.times, reading, claim.trigger.start)
    if old is None:
        mention = _mention(span, reading, Time)
        known = mention.resolved if mention is not None and isinstance(mention.resolved, Time) else Time()
        old = ClaimTime(
            text=span.text,
            start=span.start,
            end=span.end,
            value=known.value,
            until=known.until,
            relative=known.relative,
        )
    value, until = _given(row, "value", old.value, _day), _given(row, "until", old.until, _day)
    if until is not None and (value is None or until < value[: len(until)]):
        raise InputError(f"until {until} is before {value or 'any day'}; give the first day as value")
    return replace(old, value=value, until=until)


def _quantity(row: Written, claim: Claim, reading: Reading) -> ClaimQuantity:
    old, span = _old(row, claim.quantities, reading, claim.trigger.start)
    role = row.get("role", "").strip() or (old.role if old else "")
    if role not in ROLES:
        raise InputError(f'"{role}" is no role of a number; use one of: {", ".join(ROLES)}')
    low = _number(row.get("low", ""), "low", 0, 1e15)
    if low is None:
        raise InputError("low: give a number")
    open_end = row.get("high", "").strip().casefold() in ("open", "+")
    high = None if open_end else _number(row.get("high", ""), "high", 0, 1e15)
    if high is None and not open_end:
        high = low
    if high is not None and high < low:
        raise InputError(f"high: {high:g} is less than low, {low:g}")
    unit = row.get("unit", "").strip() or None
    if old is not None:
        return replace(old, role=role, low=low, high=high, unit=unit)
    return ClaimQuantity(text=span.text, start=span.start, end=span.end, role=role, low=low, high=high, unit=unit)


def _speaker(row: Written, claim: Claim, reading: Reading) -> Speaker:
    old, span = _old(row, claim.attribution, reading, claim.trigger.start)
    if old is None:
        mention = _mention(span, reading, Actor)
        known = mention.resolved if mention is not None and isinstance(mention.resolved, Actor) else None
        old = Speaker(
            text=span.text,
            start=span.start,
            end=span.end,
            name=known.name if known else span.text,
            entity=known.entity if known else None,
            role=known.role if known else None,
        )
    return replace(old, name=_given(row, "name", old.name) or old.text, role=_given(row, "role", old.role))


def _given(
    row: Written, name: str, old: str | None, check: Callable[[str], str] = lambda written: written
) -> str | None:
    """Return what was written; what it was where the form did not ask; None where it was emptied."""
    if name not in row:
        return old
    written = row[name].strip()
    if len(written) > _LONGEST:
        raise InputError(f"{name}: too long")
    return check(written) if written else None


def _number_given(row: Written, name: str, old: float | None, low: float, high: float) -> float | None:
    return old if name not in row else _number(row[name], name, low, high)


def _number(written: str, name: str, low: float, high: float) -> float | None:
    if not written.strip():
        return None
    try:
        found = float(written.strip().replace(",", "."))
    except ValueError:
        found = math.nan
    if not low <= found <= high:
        raise InputError(f'{name}: "{written[:40]}" is no number from {low:g} to {high:g}')
    return found


def _country(written: str) -> str:
    if not _COUNTRY.fullmatch(written.upper()):
        raise InputError(f'country: "{written[:40]}" is no ISO 3166-1 alpha-3 code such as KEN')
    return written.upper()


def _code(name: str) -> Callable[[str], str]:
    def check(written: str) -> str:
        if not _CODE.fullmatch(written):
            raise InputError(f'{name}: "{written[:40]}" is no code; letters, digits and . : - _')
        return written

    return check


def _day(written: str) -> str:
    try:
        if not _DAY.fullmatch(written):
            raise ValueError
        date.fromisoformat(written + "-01-01"[len(written) - 10 :] if len(written) < 10 else written)
    except ValueError:
        raise InputError(f'"{written[:40]}" is no date; write YYYY, YYYY-MM or YYYY-MM-DD') from None
    return written
