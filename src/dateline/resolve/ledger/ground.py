"""What every row of a ledger has, from the accounts it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from dateline.codec import digest
from dateline.event import EventPlace
from dateline.ledger import LedgerKind
from dateline.resolve.ledger.told import Site, Told, location, span

__all__ = ["Ground", "ground", "speakers"]

Origins = Mapping[str, Sequence[str]]


class Ground(TypedDict):
    """The fields of :class:`dateline.ledger.LedgerRow`."""

    id: str
    part: str
    place: str | None
    location: EventPlace | None
    parties: tuple[str, ...]
    first_day: str | None
    last_day: str | None
    said_by: tuple[str, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]


def ground(
    kind: LedgerKind,
    part: str,
    what: Sequence[str | None],
    told: Iterable[Told],
    origins: Origins,
    *,
    site: Site | None = None,
    parties: Iterable[str] = (),
    days: Iterable[str | None] = (),
) -> Ground:
    """Make them. ``what`` tells the row from others of its part; ``days`` are times it tells, else reports count."""
    held = sorted({each.claim.id: each for each in told}.values(), key=lambda each: each.order)
    reports = tuple(dict.fromkeys(each.account.report for each in held))
    spans = [pair for day in days if day for pair in [span(day)] if pair[0]]
    if not spans:
        spans = [span(each.published) for each in held if each.published]
    firsts = [first for first, _ in spans if first]
    lasts = [last for _, last in spans if last]
    placed = [each.claim.id for each in held if site and each.site and each.site.key == site.key]
    return Ground(
        id=digest("ledger", str(kind), part, *what),
        part=part,
        place=site.name if site else None,
        location=location(site, placed),
        parties=tuple(sorted(set(parties))),
        first_day=min(firsts, default=None),
        last_day=max(lasts, default=None),
        said_by=speakers(held),
        claims=tuple(each.claim.id for each in held),
        reports=reports,
        origins=_witnesses(reports, origins),
    )


def speakers(told: Iterable[Told]) -> tuple[str, ...]:
    """Return by whose word, in order, each once."""
    return tuple(dict.fromkeys(name for each in sorted(told, key=lambda t: t.order) for name in each.said_by))


def _witnesses(reports: Sequence[str], origins: Origins) -> tuple[tuple[str, ...], ...]:
    """Return the reports by origin; one that is known of none stands alone."""
    groups: dict[str, list[str]] = {}
    for report in reports:
        for origin in origins.get(report) or (f"report:{report}",):
            groups.setdefault(origin, []).append(report)
    return tuple(sorted(tuple(group) for group in groups.values()))
