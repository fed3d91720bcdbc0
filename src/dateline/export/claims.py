"""Claims as flat rows: a row a claim, with its report and its event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from dateline.event import Account, Event
from dateline.export import arrow
from dateline.export.base import Lookup, Made, Stamp, in_pages
from dateline.export.flat import Cell, joined
from dateline.export.table import write_rows
from dateline.records import ClaimQuantity

__all__ = ["CLAIM_COLUMNS", "claim_cells", "write", "write_parquet"]

CLAIM_COLUMNS: tuple[str, ...] = tuple(
    "claim event report source_id outlet url published title kind type mode contexts codes status polarity actors "
    "recipients places countries latitude longitude time until quantities speakers evidence evidence_start "
    "evidence_end trigger trigger_start trigger_end content_of denies supports confidence rule".split()
)
"""The columns of a claim; offsets are code points into the text of its report."""


def claim_cells(
    account: Account, *, url: str | None = None, title: str | None = None, event: str | None = None
) -> tuple[Cell, ...]:
    """Return the cells of a claim, in the order of CLAIM_COLUMNS; ``url`` and ``title`` are its report's."""
    claim = account.claim
    time = next((each for each in claim.times if each.value), None)
    point = next((each for each in claim.places if each.latitude is not None), None)
    return (
        claim.id,
        event,
        account.report,
        account.source_id,
        account.outlet,
        url,
        account.published,
        title,
        claim.kind.value,
        claim.type.value,
        claim.mode,
        joined(claim.contexts),
        joined(claim.codes),
        claim.status.value,
        claim.polarity.value,
        joined(each.name for each in claim.actors),
        joined(each.name for each in claim.recipients),
        joined(each.name for each in claim.places),
        joined(dict.fromkeys(each.country for each in claim.places)),
        point.latitude if point else None,
        point.longitude if point else None,
        time.value if time else None,
        time.until if time else None,
        joined(quantity(each) for each in claim.quantities),
        joined(each.name for each in claim.attribution),
        claim.evidence.text,
        claim.evidence.start,
        claim.evidence.end,
        claim.trigger.text,
        claim.trigger.start,
        claim.trigger.end,
        claim.content_of,
        joined(claim.denies),
        joined(claim.supports),
        claim.confidence,
        claim.made_by.rule,
    )


def quantity(one: ClaimQuantity) -> str:
    """Write a number of a claim: its role, and its bounds."""
    high = "+" if one.high is None else "" if one.high == one.low else f"-{one.high:g}"
    return f"{one.role} {one.low:g}{high}{f' {one.unit}' if one.unit else ''}"


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write CSV, a row for each claim of the events."""
    made = Made()
    made.rows = write_rows(CLAIM_COLUMNS, _rows(events, lookup), out)
    return made


def write_parquet(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write Parquet, a row for each claim of the events; the stamp is in the file's metadata."""
    return arrow.write_rows(CLAIM_COLUMNS, _rows(events, lookup), stamp, out)


def _rows(events: Iterable[Event], lookup: Lookup) -> Iterator[Sequence[Cell]]:
    for page in in_pages(events, 50):
        accounts = lookup.accounts([claim for event in page for claim in event.claims])
        reports = lookup.reports(sorted({account.report for account in accounts.values()}))
        for event in page:
            for name in event.claims:
                if (account := accounts.get(name)) is not None:
                    report = reports.get(account.report)
                    url, title = (report.url, report.title) if report else (None, None)
                    yield claim_cells(account, url=url, title=title, event=event.id)
