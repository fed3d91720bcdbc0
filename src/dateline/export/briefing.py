"""A briefing: one HTML file to mail and to read without a network. It holds no script, and fetches nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import BinaryIO

from dateline.event import Account, Event, EventStatus, Toll
from dateline.export.base import Lookup, Made, Stamp, in_pages
from dateline.export.briefing_map import draw, is_located
from dateline.export.briefing_style import STYLE
from dateline.export.markup import text as _text

__all__ = ["MOST", "write"]

MOST = 1_000
"""Events that a briefing holds, the latest; a file of more is none that a person reads."""
_ACCOUNTS = 8
"""Accounts of an event that are quoted."""
_ROLES = ("killed", "injured", "detained", "released", "displaced", "participants")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DOUBTFUL = frozenset({EventStatus.DISPUTED, EventStatus.DENIED})
_DIFFER = {"happened": "whether it happened", "actor": "who did it", "date": "when", "place": "where"} | {
    role: f"number of {role}" for role in _ROLES
}


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write the page: map, timeline, what is disputed, all events with their accounts, sources."""
    made = Made()
    stream = iter(events)
    found = list(islice(stream, MOST))
    for _ in stream:
        made.leave_out(f"a briefing holds the latest {MOST:,}")
    numbers = {event.id: number for number, event in enumerate(found, 1)}
    for part in _page(found, numbers, lookup, stamp, made):
        out.write(part.encode("utf-8", "backslashreplace"))
    made.rows = len(found)
    return made


def _page(found: list[Event], numbers: dict[str, int], lookup: Lookup, stamp: Stamp, made: Made) -> Iterator[str]:
    filters = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in stamp.filters.items()) or "none"
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>Briefing, {_text(stamp.made[:10])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )
    span = _span(found)
    yield f"<header><h1>Briefing</h1><p>{_text(span)}</p>\n"
    yield (
        f'<p class="quiet">Made {_text(stamp.made)} by dateline {_text(stamp.version)} of {_text(stamp.store)}. '
        f"Filters: {_text(filters)}. What stands here is what reports say; each event names who.</p></header>\n<main>\n"
    )
    yield _numbers(found, made)
    located = [(numbers[event.id], event) for event in found]
    yield f"<section><h2>Map</h2>\n{draw(located)}\n{_unlocated(found, numbers)}</section>\n"
    yield f"<section><h2>Timeline</h2>\n{_timeline(found)}</section>\n"
    doubtful = [event for event in found if event.status in _DOUBTFUL or event.disputed]
    if doubtful:
        yield "<section><h2>Disputed and denied</h2>\n<ul>\n"
        for event in doubtful:
            yield f'<li><a href="#e{numbers[event.id]}">{_title(event)}</a>: {_doubt(event)}</li>\n'
        yield "</ul></section>\n"
    yield "<section><h2>Events</h2>\n"
    for page in in_pages(found, 50):
        accounts = lookup.accounts([claim for event in page for claim in event.claims])
        for event in page:
            told = [accounts[claim] for claim in event.claims if claim in accounts]
            yield _event(event, numbers[event.id], told)
    yield "</section>\n"
    yield _sources(found, lookup)
    yield "</main>\n</body>\n</html>\n"


def _title(event: Event) -> str:
    return _text(event.title)


def _span(found: Sequence[Event]) -> str:
    days = sorted(day for event in found if (day := _day(event)) is not None)
    if not days:
        return "No event has a day."
    return days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def _numbers(found: Sequence[Event], made: Made) -> str:
    reports = {report.id for event in found for report in event.reports}
    told = [
        (len(found), "events"),
        (len(reports), "reports"),
        (sum(event.status is EventStatus.CORROBORATED for event in found), "corroborated"),
        (sum(event.status in _DOUBTFUL for event in found), "disputed or denied"),
        (sum(event.status is EventStatus.PLANNED for event in found), "planned, threatened or feared"),
    ]
    cells = "".join(f"<li><b>{count:,}</b> {what}</li>" for count, what in told)
    more = "".join(
        f'<p class="quiet">{count:,} more events are left out: {_text(why)}.</p>'
        for why, count in made.left_out.items()
    )
    return f'<ul class="numbers">{cells}</ul>{more}\n'


def _unlocated(found: Sequence[Event], numbers: dict[str, int]) -> str:
    lost = [event for event in found if not is_located(event)]
    if not lost:
        return ""
    items = ", ".join(_linked(first, last) for first, last in _runs(sorted(numbers[event.id] for event in lost)))
    return f'<p class="quiet">No point nearer than 100 km, {len(lost)} of {len(found)}: {items}</p>\n'


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours among numbers that rise."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _linked(first: int, last: int) -> str:
    ends = [first] if first == last else [first, last]
    return "–".join(f'<a href="#e{number}">{number}</a>' for number in ends)


def _timeline(found: Sequence[Event]) -> str:
    days = Counter(day for event in found if (day := _day(event)) is not None)
    if not days:
        return "<p>No event has a day.</p>\n"
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    step = max(1, ((last - first).days + 1 + 119) // 120)
    bars: Counter[int] = Counter()
    for day, count in days.items():
        bars[(date.fromisoformat(day) - first).days // step] += count
    top, wide = max(bars.values()), (last - first).days // step + 1
    width, by = 900 / wide, "day" if step == 1 else f"{step} days"
    out = [f'<svg class="timeline" viewBox="0 0 920 150" role="img" aria-label="Events by {by}">']
    for place, count in sorted(bars.items()):
        high = 100 * count / top
        out.append(
            f'<rect x="{10 + place * width:.1f}" y="{115 - high:.1f}" width="{max(1.0, width - 1):.1f}" '
            f'height="{high:.1f}"><title>{first + timedelta(days=place * step)}: {count}</title></rect>'
        )
    out.append(f'<text x="10" y="135">{first}</text><text x="910" y="135" text-anchor="end">{last}</text>')
    out.append(f'<text x="10" y="12">most: {top}</text></svg>\n')
    undated = len(found) - sum(days.values())
    if undated:
        out.append(f'<p class="quiet">Without a day: {undated} of {len(found)}.</p>\n')
    return "".join(out)


def _day(event: Event) -> str | None:
    """Return the day of an event, None where it is not told to the day."""
    value = (event.date.value or "")[:10]
    return value if _DAY.fullmatch(value) else None


def _doubt(event: Event) -> str:
    told = []
    if event.disputed:
        told.append(f"accounts differ on {_text(', '.join(_DIFFER.get(each, each) for each in event.disputed))}")
    if event.denied_by:
        told.append(f"denied by {_text(', '.join(party.name for party in event.denied_by))}")
    for role in _ROLES:
        toll = getattr(event.tolls, role)
        if role in event.disputed and toll is not None:
            told.append(f"{role} {_range(toll)}")
    return "; ".join(told) or _text(event.status.value)


def _event(event: Event, number: int, told: Sequence[Account]) -> str:
    place = event.place
    where = (
        "no place"
        if place is None
        else _text(", ".join(each for each in (place.name, place.admin1, place.country) if each))
    )
    tolls = "; ".join(f"{role} {_range(toll)}" for role in _ROLES if (toll := getattr(event.tolls, role)) is not None)
    kind = f"{event.type.value} {event.mode or ''}".strip()
    facts = [
        _text(kind),
        _text(event.date.value or "no date") + (f" to {_text(event.date.until)}" if event.date.until else ""),
        where,
    ]
    if tolls:
        facts.append(_text(tolls))
    standing = f"{_count(len(event.origins), 'independent origin')}, {_count(len(event.reports), 'report')}"
    out = [
        f'<article id="e{number}"><h3><span class="number">{number}</span> {_title(event)}</h3>\n',
        f'<p><b class="{event.status.value}">{event.status.value}</b> · {" · ".join(facts)} · {standing}</p>\n',
    ]
    if event.status in _DOUBTFUL or event.disputed:
        out.append(f"<p>{_doubt(event)}</p>\n")
    out.append("<ul>\n")
    for account in told[:_ACCOUNTS]:
        claim = account.claim
        says = ", as told by ".join(speaker.name for speaker in claim.attribution)
        by = f"{_text(account.outlet or account.source_id or account.report)}, {_text(account.published or 'no day')}"
        out.append(f"<li>{by}{f'; {_text(says)}' if says else ''}: <q>{_text(claim.evidence.text)}</q></li>\n")
    if len(told) > _ACCOUNTS:
        out.append(f'<li class="quiet">and {len(told) - _ACCOUNTS} more accounts</li>\n')
    out.append(f'</ul><p class="quiet">{_text(event.id)}</p></article>\n')
    return "".join(out)


def _sources(found: Sequence[Event], lookup: Lookup) -> str:
    reports = {report.id: report for event in found for report in event.reports}
    events = Counter(report.id for event in found for report in event.reports)
    out = [
        "<section><h2>Sources</h2>\n<table><tr><th>published</th><th>outlet</th><th>report</th><th>events</th></tr>\n"
    ]
    names = sorted(reports, key=lambda name: (reports[name].published or "", reports[name].outlet or "", name))
    for start in range(0, len(names), 200):
        held = lookup.reports(names[start : start + 200])
        for name in names[start : start + 200]:
            report = held.get(name)
            title = (report.title if report else None) or reports[name].source_id or name
            url = report.url if report and report.url and report.url.startswith(("http://", "https://")) else None
            link = f'<a href="{_text(url)}" rel="noreferrer">{_text(title)}</a>' if url else _text(title)
            out.append(
                f"<tr><td>{_text(reports[name].published or '?')}</td><td>{_text(reports[name].outlet or '?')}</td>"
                f"<td>{link}</td><td>{events[name]}</td></tr>\n"
            )
    out.append("</table></section>\n")
    return "".join(out)


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _range(toll: Toll) -> str:
    if toll.high is None:
        return f"{toll.low:g} or more"
    return f"{toll.low:g}" if toll.low == toll.high else f"{toll.low:g}–{toll.high:g} (best {toll.best:g})"
