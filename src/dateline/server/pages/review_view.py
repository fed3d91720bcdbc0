"""How a claim under review is told: its fields as lines, and what people did as sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.api import Claim, Judgement, Review, reviewing
from dateline.web.filters import days, span, visible

__all__ = ["FIELDS", "KEYS", "Deed", "Line", "deeds", "form_rows", "lines"]

FIELDS = (
    ("type", "t", "type"),
    ("mode", "m", "mode"),
    ("actors", "a", "who"),
    ("recipients", "r", "whom"),
    ("places", "p", "where"),
    ("times", "d", "when"),
    ("quantities", "n", "how many"),
    ("status", "s", "stance"),
    ("attribution", "k", "said by"),
)
"""Fields that may be fixed: name, key, what it is called. Stance is status and polarity."""
KEYS = (
    ("a", "accept: it is right"),
    ("r", "reject: it is wrong, and say why"),
    ("f", "fix a field; then the key of the field"),
    ("m", "add a claim that was missed, in the report"),
    ("g", "this event and another are one"),
    ("s", "split this claim off its event"),
    ("u", "undo what I did last"),
    ("j", "next"),
    ("k", "previous"),
    ("w", "why the coder reads it so"),
    ("?", "these keys"),
    ("Esc", "close"),
)
"""The keys of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A field of a claim: what it says now, and what the machine read where that differs."""

    field: str
    key: str
    name: str
    now: tuple[str, ...]
    machine: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a person did: ``old`` and ``new`` where a field was fixed."""

    at: str
    who: str
    what: str
    old: str = ""
    new: str = ""
    reason: str = ""


def lines(machine: Claim, now: Claim) -> tuple[Line, ...]:
    """Return the fields of a claim."""
    found = []
    for field, key, name in FIELDS:
        mine, theirs = _told(now, field), _told(machine, field)
        found.append(Line(field=field, key=key, name=name, now=mine, machine=None if mine == theirs else theirs))
    return tuple(found)


def _told(claim: Claim, field: str) -> tuple[str, ...]:
    if field == "type":
        return (claim.type.value,)
    if field == "mode":
        return (claim.mode,) if claim.mode else ()
    if field == "status":
        return (f"{claim.status.value}, {claim.polarity.value}",)
    if field in ("actors", "recipients"):
        parties = claim.actors if field == "actors" else claim.recipients
        return tuple(_party(one.name, one.text, one.entity, one.country, one.sector) for one in parties)
    if field == "places":
        return tuple(_place(one.name, one.country, one.latitude, one.longitude, one.radius_km) for one in claim.places)
    if field == "times":
        return tuple(f"“{one.text}” {days(one.value, one.until)}" for one in claim.times)
    if field == "quantities":
        return tuple(
            f"{one.role} {span(one.low, one.high)}{f' {one.unit}' if one.unit else ''}" for one in claim.quantities
        )
    return tuple(f"{one.name}{f', {one.role}' if one.role else ''}" for one in claim.attribution)


def _party(name: str, text: str, *codes: str | None) -> str:
    code = " ".join(each for each in codes if each)
    return f"{name}{f' (“{text}”)' if text != name else ''}{f' [{code}]' if code else ''}"


def _place(name: str, country: str | None, latitude: float | None, longitude: float | None, km: float | None) -> str:
    point = "no point" if latitude is None or longitude is None else f"{latitude:.3f}, {longitude:.3f}"
    radius = f", ±{km:g} km" if km is not None and latitude is not None else ""
    return f"{name}{f', {country}' if country else ''} ({point}{radius})"


def form_rows(claim: Claim, field: str) -> list[dict[str, str]]:
    """Return the records of a field as the rows of its form."""
    found = []
    for number, one in enumerate(getattr(claim, field)):
        row = {name: _written(getattr(one, name)) for name in reviewing.INPUTS[field]}
        if field == "quantities":
            row["high"] = "open" if one.high is None else "" if one.high == one.low else _written(one.high)
        found.append({**row, "of": str(number)})
    return found


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and abs(value) >= 1e-4 and value == round(value) else str(value)


def deeds(changes: Iterable[reviewing.Change], names: dict[str, str] | None = None) -> list[Deed]:
    """Return what people did, the last first. ``names`` tells what claims are called."""
    known = list(changes)
    by_id = {one.id: one for one in known}
    called = names or {}
    return [_deed(one, by_id, called) for one in reversed(known)]


def _deed(one: reviewing.Change, by_id: dict[str, reviewing.Change], called: dict[str, str]) -> Deed:
    if isinstance(one, Judgement):
        what = {"same": "held two claims for one event", "different": "held two claims for two events"}
        if one.remark == "undo":
            return Deed(at=one.at, who=one.by.name, what="took back a judgement of events")
        told = what.get(one.verdict.value, "left it open")
        return Deed(at=one.at, who=one.by.name, what=told, reason=one.remark or "")
    about = called.get(one.target, "")
    told = {
        reviewing.ReviewAction.ACCEPT: "accepted",
        reviewing.ReviewAction.REJECT: "rejected",
        reviewing.ReviewAction.FIX: f"fixed {one.field}",
        reviewing.ReviewAction.ADD: "added a claim",
        reviewing.ReviewAction.UNDO: "took back",
    }[one.action]
    if one.action is reviewing.ReviewAction.UNDO:
        back = by_id.get(one.target)
        if isinstance(back, Review):
            told = f"took back: {back.action.value} {back.field or ''}".rstrip()
            about = called.get(back.target, "")
    return Deed(
        at=one.at,
        who=one.by.name,
        what=f"{told}{f' · {about}' if about else ''}",
        old=_short(one.old),
        new=_short(one.new) if one.action is reviewing.ReviewAction.FIX else "",
        reason=one.reason or "",
    )


def _short(value: str | None) -> str:
    """Return the JSON of a value in few words."""
    if value is None:
        return ""
    try:
        data = json.loads(value)
    except ValueError:
        return visible(value)[:80]
    if isinstance(data, list):
        return "; ".join(_record(each) for each in data) or "nothing"
    return "nothing" if data is None else str(data)


def _record(data: object) -> str:
    if not isinstance(data, dict):
        return str(data)
    words = [data.get("name") or data.get("text")]
    words += [data.get(key) for key in ("role", "country", "sector", "value", "low", "high", "latitude", "longitude")]
    return " ".join(f"{each:g}" if isinstance(each, float) else str(each) for each in words if each not in (None, ""))
