"""Claims and reports of a store as tables, CSV and lines of JSON."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dateline import api
from dateline.api import Claim, Polarity, StoredClaim, StoredReport
from dateline.terminal import page
from dateline.visible import visible

__all__ = [
    "REPORT_COLUMNS",
    "columns_of",
    "count_of",
    "line",
    "report_cells",
    "show_claims",
    "show_reports",
    "write_csv",
    "write_json",
]

REPORT_COLUMNS = tuple(
    "report source_id title outlet url byline published language revision superseded stored claims sha256".split()
)
_WITHIN = "↳"
_FORMULA = re.compile(r"[=+@\t\r-]")
"""What a spreadsheet takes for a formula at the start of a cell."""


def write_json(found: Iterable[object], stream: IO[str]) -> None:
    """Write a line of JSON for each."""
    for each in found:
        stream.write(api.dumps(each) + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], stream: IO[str]) -> None:
    """Write CSV; text that a spreadsheet would take for a formula has an apostrophe before it."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_cell(value) for value in row)


def _cell(value: object) -> object:
    if isinstance(value, str):
        value = value.replace("\x00", "\ufffd")
        return f"'{value}" if _FORMULA.match(value) else value
    return value


def report_cells(one: StoredReport) -> tuple[object, ...]:
    """Return the cells of a report, in the order of REPORT_COLUMNS."""
    report = one.report
    return (
        report.id,
        report.source_id,
        report.title,
        report.outlet,
        report.url,
        report.byline,
        report.published,
        report.language,
        one.revision,
        "yes" if one.superseded else "no",
        one.stored,
        one.claims,
        one.raw,
    )


def show_claims(found: Iterator[StoredClaim], stream: IO[str], most: int | None) -> None:
    """Print a table of claims, at most so many; the words that carry one below it."""
    out = page.console(stream)
    columns = columns_of(out, "when 12 what 24 who_→_whom 36 where 18 says 18")
    count, within = 0, False
    for count, one in enumerate(islice(found, most), 1):
        claim = one.claim
        time = next((each.value for each in claim.times if each.value), None)
        what = f"{claim.type.value} {claim.mode or ''}".strip()
        if claim.polarity is Polarity.NEGATIVE:
            what = f"NOT {what}"
        if claim.status.value != "happened":
            what = f"{what} ({claim.status.value})"
        if claim.content_of:
            what, within = f"{_WITHIN} {what}", True
        who = " → ".join(_joined(each.name for each in them) or "?" for them in (claim.actors, claim.recipients))
        says = _joined(each.name for each in claim.attribution) or one.outlet or one.source_id or one.report
        if count == 1:
            line(out, columns, [name for name, _ in columns], "bold")
        told = "?" if one.published is None else f"({one.published[:10]})"
        line(out, columns, (time or told, what, who, _where(claim), says))
        out.print(Padding(Text(visible(claim.evidence.text), "dim"), (0, 0, 0, 4), expand=False))
    count_of(out, count, most is not None and next(found, None) is not None, "claims")
    if within:
        out.print(f"{_WITHIN} stands within another claim, which denies it, asks for it, announces it ...", style="dim")


def show_reports(found: Iterator[StoredReport], stream: IO[str], most: int | None) -> None:
    """Print a table of reports, at most so many."""
    out = page.console(stream)
    columns = columns_of(out, "published 10 id 16 claims 6 outlet 18 title 40 revision 12")
    count = 0
    for count, one in enumerate(islice(found, most), 1):
        report = one.report
        title = report.title or report.source_id or report.text[:60]
        number = f"{one.revision}{' old' if one.superseded else ''}"
        if count == 1:
            line(out, columns, [name for name, _ in columns], "bold")
        line(out, columns, (report.published or "?", report.id, str(one.claims), report.outlet or "?", title, number))
    count_of(out, count, most is not None and next(found, None) is not None, "reports")


def columns_of(out: Console, told: str) -> list[tuple[str, int]]:
    """Return names and widths; where there is less room the wide ones give way, where there is more they gain."""
    parts = told.split()
    columns = [(name.replace("_", " "), int(width)) for name, width in zip(parts[::2], parts[1::2], strict=True)]
    wide = sum(width for _, width in columns if width > 16)
    room = out.width - 2 * (len(columns) - 1) - sum(width for _, width in columns if width <= 16)
    return [(name, width if width <= 16 else max(8, width * room // wide)) for name, width in columns]


def line(out: Console, columns: Sequence[tuple[str, int]], cells: Sequence[str], style: str = "") -> None:
    """Print a line of a table."""
    told = []
    for (_, width), cell in zip(columns, cells, strict=True):
        cell = visible(cell)
        told.append(set_cell_size(cell if cell_len(cell) <= width else set_cell_size(cell, width - 1) + "…", width))
    out.print(Text("  ".join(told).rstrip(), style), soft_wrap=True)


def count_of(out: Console, count: int, more: bool, what: str) -> None:
    """Print how many there were; what is a plural that ends with an s."""
    told = f"{count:,} {what[:-1] if count == 1 else what}"
    if more:
        told = f"the first {count:,} {what}; --limit N, --json or --csv for more"
    out.print(Text(told, "dim"), soft_wrap=True)


def _where(claim: Claim) -> str:
    place = next(iter(claim.places), None)
    return "?" if place is None else f"{place.name}{f' ({place.country})' if place.country else ''}"


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(value for value in values if value)
