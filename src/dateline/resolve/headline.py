"""The title of an event: who did what to whom, where and when, in a plain line of its own values and nothing more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.event import EventDate, EventParty, EventPlace, EventStatus, Tolls
from dateline.lexicon import event_titles
from dateline.lexicon.event_titles import Phrase
from dateline.records import ClaimType, Status
from dateline.resolve.span_of_days import days

__all__ = ["day_in_words", "headline"]

_MOST = 2
"""Parties that are named; of the others it says that there are some."""
_PLACE_IS_OBJECT = frozenset({ClaimType.CONTROL, ClaimType.ACCESS})
_OPTIONAL = re.compile(r"\s*\(([^)]*)\)")


def headline(
    *,
    type: ClaimType,
    mode: str | None,
    date: EventDate,
    place: EventPlace | None,
    actors: Sequence[EventParty],
    recipients: Sequence[EventParty],
    tolls: Tolls,
    status: EventStatus,
    disputed: Sequence[str] = (),
    denied_by: Sequence[EventParty] = (),
    foretold: Status | None = None,
    happened: bool = True,
    refused: bool = False,
    source: str | None = None,
) -> str:
    """Write the title of an event.

    ``foretold`` is how it is told where nobody says that it happened, ``refused`` that it is only said not to be
    planned or promised, ``source`` the one voice on whose word alone it is told. Where it is disputed who did it, the
    title names nobody for it. Text is not escaped: doors do that.
    """
    words = event_titles.load()
    phrase = words.phrase(type, mode)
    object_is_place = type in _PLACE_IS_OBJECT
    whom = (place.name if place else "") if object_is_place else _names(recipients)
    who = "" if "actor" in disputed else _names(actors)
    ahead = not happened and foretold is not None
    line = _deed(phrase, who, whom, ahead=ahead, noun=status is EventStatus.NOT_HAPPENED)
    parts = [line[:1].upper() + line[1:]]
    if place is not None and not object_is_place and place.name != whom:
        parts.append(place.name)
    if when := day_in_words(date):
        parts.append(when)
    if happened:
        parts.extend(_tolls(tolls))
    title = ", ".join(parts)
    if disputed:
        title += f" (disputed: {', '.join(words.disputed.get(name, name) for name in disputed)})"
    if status is EventStatus.NOT_HAPPENED:
        title = f"{words.lead['refused' if refused else 'not-happened']}: {title}"
    elif ahead and foretold is not None:
        title = f"{words.lead[foretold]}: {title}"
    if status is EventStatus.DENIED:
        by = _names(denied_by)
        title = f"{words.lead['denied']}{' by ' + by if by else ''}: {title}"
    # A name may run over two lines of its report.
    return " ".join((f"{title}, according to {source}" if source else title).split())


def day_in_words(date: EventDate) -> str:
    """Write a date in words, at its precision: "2 September 2031"; empty where there is none."""
    if date.value is None:
        return ""
    start = _day(date.value)
    end = _day(date.until) if date.until else ""
    if not end or end == start:
        return start
    return f"{start} to {end}"


def _day(value: str) -> str:
    months = event_titles.load().months
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", value) and days(value) is not None:
        return f"{int(value[8:10])} {months[int(value[5:7]) - 1]} {value[:4]}"
    if re.fullmatch(r"\d{4}-\d\d", value) and days(value) is not None:
        return f"{months[int(value[5:7]) - 1]} {value[:4]}"
    if re.fullmatch(r"\d{4}-W\d\d", value):
        return f"week {int(value[6:])} of {value[:4]}"
    if re.fullmatch(r"\d{3}", value):
        return f"the {value}0s"
    if re.fullmatch(r"\d{2}", value):
        return f"the {value}00s"
    return value


def _deed(phrase: Phrase, who: str, whom: str, *, ahead: bool, noun: bool) -> str:
    verb = phrase.base if ahead else phrase.past
    if who and not noun and (whom or "_" not in _OPTIONAL.sub("", verb)):
        return f"{who} {'to ' if ahead else ''}{_filled(verb, whom)}"
    line = _filled(phrase.noun, whom)
    return f"{line} by {who}" if who else line


def _filled(pattern: str, whom: str) -> str:
    """Put whom into a phrase; without one, leave out what stands in brackets."""
    if not whom:
        return _OPTIONAL.sub("", pattern)
    # Not by re.sub with the name as a template: a name may hold anything.
    opened = _OPTIONAL.sub(lambda match: " " + match[1], pattern)
    before, mark, after = opened.partition("_")
    return before + whom + after if mark else opened


def _names(parties: Sequence[EventParty]) -> str:
    names = [party.name for party in parties]
    if len(names) > _MOST:
        return f"{', '.join(names[:_MOST])} and others"
    return " and ".join(names)


def _tolls(tolls: Tolls) -> list[str]:
    """Write each toll: the figure that goes for it, and in brackets from what to what it is told."""
    out = []
    for role, word in event_titles.load().toll.items():
        toll = getattr(tolls, role)
        if toll is None:
            continue
        line = f"{_number(toll.best)} {word}"
        if toll.high is None and toll.low == toll.best:
            line = f"at least {line}"
        elif toll.high is None or toll.low != toll.high:
            line += f" ({_number(toll.low)} {'or more' if toll.high is None else 'to ' + _number(toll.high)})"
        out.append(line)
    return out


def _number(value: float) -> str:
    return f"{int(value):,}" if value.is_integer() else f"{value:g}"
