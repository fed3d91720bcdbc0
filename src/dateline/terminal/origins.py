"""The command ``dateline origins``: which reports of a store have one story, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import NOTHING_READ, guard, output, say
from dateline.terminal.store import SHOWN, Csv, Db, Json, Limit, Since, Until, Words, usage

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.api import Evidence, OriginReport, StoredOrigin

__all__ = ["COLUMNS", "origins"]

COLUMNS = tuple(
    "origin reports outlets report source_id outlet url published title kind covered other_covered passages quotes "
    "agencies same_wire named judged_by".split()
)
_OUTLETS = 6
"""Outlets that are named below an origin."""


def origins(
    db: Db,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="ID", help="The origins of this report, with what they share.", show_default=False
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    text: Words = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="With a report of it.", show_default=False)] = None,
    least: Annotated[int, typer.Option("--least", min=1, metavar="N", help="Of so many reports or more.")] = 1,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print groups of reports with one story, the latest first: a table, or all with --json or --csv."""
    with guard():
        from dateline import api
        from dateline.terminal import listing

        def stale(count: int) -> None:
            say(
                f"{count:,} reports of this store are in no origin yet, and it may not be written to, or its disk is "
                "full: they are left out"
            )

        with usage():
            found = api.origins(
                db,
                api.OriginQuery(
                    report=report,
                    since=since,
                    until=until,
                    text=text,
                    outlet=outlet,
                    least=least,
                    limit=limit if limit or json or csv or report else SHOWN + 1,
                ),
                stale=stale,
            )
        first = list(islice(found, 1))
        if report is not None and not first:
            say(f"error: {report}: there is no such report among the current ones; see dateline reports --json")
            raise typer.Exit(NOTHING_READ)
        with output(None) as stream:
            rows = _chained(first, found)
            if json:
                listing.write_json(rows, stream)
            elif csv:
                listing.write_csv(COLUMNS, (cells for each in rows for cells in _cells(each)), stream)
            elif report is not None:
                _show_one(report, rows, stream)
            else:
                _show(rows, stream, None if limit else SHOWN)


def _chained(first: list[StoredOrigin], rest: Iterator[StoredOrigin]) -> Iterator[StoredOrigin]:
    yield from first
    yield from rest


def _cells(origin: StoredOrigin) -> Iterator[tuple[object, ...]]:
    """Yield a row for each report of an origin, in the order of COLUMNS."""
    why = {each.other: each for each in origin.evidence}
    for report in origin.reports:
        told = why.get(report.id)
        yield (
            origin.id,
            len(origin.reports),
            len(origin.outlets),
            report.id,
            report.source_id,
            report.outlet,
            report.url,
            report.published,
            report.title,
            *(_evidence_cells(told) if told else (None,) * 9),
        )


def _evidence_cells(told: Evidence) -> tuple[object, ...]:
    return (
        told.kind.value,
        told.covered,
        told.other_covered,
        len(told.passages),
        sum(each.quoted for each in told.passages),
        "; ".join(told.agencies),
        "yes" if told.same_wire else "no",
        told.named,
        told.judged_by,
    )


def _show(found: Iterator[StoredOrigin], stream: IO[str], most: int | None) -> None:
    """Print a table of origins, at most so many; the outlets of one with several reports below it."""
    from rich.padding import Padding
    from rich.text import Text

    from dateline.terminal import listing, page
    from dateline.visible import visible

    out = page.console(stream)
    columns = listing.columns_of(out, "published 10 reports 7 outlets 7 first_report 16 title 50")
    count = 0
    for count, origin in enumerate(islice(found, most), 1):
        first = origin.reports[0]
        if count == 1:
            listing.line(out, columns, [name for name, _ in columns], "bold")
        cells = (str(len(origin.reports)), str(len(origin.outlets)), first.id, _title(first))
        listing.line(out, columns, (origin.published or "?", *cells))
        if len(origin.reports) > 1:
            told = ", ".join(origin.outlets[:_OUTLETS]) or "outlets unknown"
            more = f" and {len(origin.outlets) - _OUTLETS} more" if len(origin.outlets) > _OUTLETS else ""
            out.print(Padding(Text(visible(told + more), "dim"), (0, 0, 0, 4), expand=False))
    listing.count_of(out, count, most is not None and next(found, None) is not None, "origins")


def _show_one(report: str, found: Iterator[StoredOrigin], stream: IO[str]) -> None:
    """Print the origins of a report with all their reports, and what it shares with each of them."""
    from rich.text import Text

    from dateline.terminal import listing, page

    out = page.console(stream)
    columns = listing.columns_of(out, "published 10 report 16 outlet 20 title 50")
    origins = list(found)
    for number, origin in enumerate(origins):
        told = f"origin {origin.id}: {len(origin.reports)} reports, {len(origin.outlets)} outlets"
        out.print(Text(("\n" if number else "") + told, "bold"), soft_wrap=True)
        why = {each.other: each for each in origin.evidence}
        for each in origin.reports:
            listing.line(out, columns, (each.published or "?", each.id, each.outlet or "?", _title(each)))
            if each.id == report:
                out.print(Text("    the report that is asked for", "dim"), soft_wrap=True)
            elif each.id in why:
                _show_why(out, why[each.id])
    beyond = [each for each in origins[0].beyond if not any(each in origin.evidence for origin in origins)]
    if beyond:
        out.print(Text("\nshares something with reports of other origins", "bold"), soft_wrap=True)
        for one in beyond:
            out.print(Text(one.other), soft_wrap=True)
            _show_why(out, one)


def _show_why(out: Console, told: Evidence) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from dateline.visible import visible

    notes = [f"{told.kind.value}: {told.covered:.0%} of it, {told.other_covered:.0%} of the other"]
    if told.judged_by is not None:
        notes.append(f"judged by {told.judged_by}")
    if told.named is not None:
        notes.append(f"names {told.named}")
    if told.agencies:
        notes.append(f"both credit {', '.join(told.agencies)}")
    if told.same_wire:
        notes.append("same place, agency and day")
    out.print(Padding(Text(visible(" · ".join(notes)), "dim"), (0, 0, 0, 4), expand=False))
    for each in told.passages:
        where = f"{each.start}–{each.end} = {each.other_start}–{each.other_end}"
        line = f"{where}{' quote' if each.quoted else ''}: {' '.join(each.text.split())}"
        out.print(Padding(Text(visible(line), "dim"), (0, 0, 0, 6), expand=False))


def _title(report: OriginReport) -> str:
    return report.title or report.source_id or report.url or "?"
