"""The commands of a store: ``dateline ingest``, ``claims`` and ``reports``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from dateline.terminal.ending import NOTHING_READ, SOME_FAILED, STOPPED, WRONG_USAGE, fail, guard, output, say
from dateline.terminal.gazetteer import Gazetteers
from dateline.terminal.options import (
    MAX_BYTES,
    Actors,
    AllowHosts,
    Codebooks,
    Columns,
    MaxBytes,
    Outlet,
    Paths,
    Published,
    Threads,
    Workers,
    columns_of,
)

if TYPE_CHECKING:
    from dateline.api import ClaimQuery, Failure, Progress

T = TypeVar("T")

SHOWN = 100
"""Rows of a table where no limit is given."""

_DB = typer.Option(
    "--db",
    envvar="DATELINE_DB",
    metavar="DB",
    help="The store: a file, or postgresql://USER@HOST/DATABASE.",
    show_default=False,
)
Db: TypeAlias = Annotated[str, _DB]
MaybeDb: TypeAlias = Annotated[str | None, _DB]
Since: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="From then on: YYYY, YYYY-MM or YYYY-MM-DD.", show_default=False)
]
Until: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="Until then, that day, month or year too.", show_default=False)
]
Words: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help='Words, "a phrase", begin*, -not, this OR that.', show_default=False),
]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="At most so many; a table shows 100 by default.", show_default=False),
]


def _one_format(context: typer.Context, value: bool) -> bool:
    """Refuse --json and --csv together; each is looked at when it is read, so the second of them finds the first."""
    if value and (context.params.get("json") or context.params.get("csv")):
        fail("--json and --csv are two formats; give one of them", WRONG_USAGE)
    return value


Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.", callback=_one_format)]
Csv: TypeAlias = Annotated[bool, typer.Option("--csv", help="Print CSV, with a line of names.", callback=_one_format)]
Old: TypeAlias = Annotated[
    bool, typer.Option("--superseded", help="What later revisions and readings have replaced, too.")
]


def ingest(
    path: Paths,
    db: Db,
    published: Published = None,
    outlet: Outlet = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    resolve: Annotated[
        bool, typer.Option("--resolve/--no-resolve", help="Make events of what was stored, or leave it for later.")
    ] = True,
    max_bytes: MaxBytes = MAX_BYTES,
    threads: Threads = None,
    actors: Actors = None,
    codebook: Codebooks = None,
    gazetteer: Gazetteers = None,
    columns: Columns = None,
    allow_host: AllowHosts = None,
    workers: Workers = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="local, or ray for the cluster at --address (dateline[ray]).")
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="The head of a Ray cluster; none starts one here.", show_default=False),
    ] = None,
) -> None:
    """Read reports and store what they claim; what is there already is passed over."""
    with guard():
        from dateline import api
        from dateline.terminal import tally

        items = list(api.find(path))
        failures: list[Failure] = []
        with tally.progress(items, failures) as told:
            last: list[Progress] = []

            def keep(progress: Progress) -> None:
                last[:] = [progress]
                told(progress)

            try:
                api.ingest(
                    items,
                    db,
                    published=published,
                    outlet=outlet,
                    max_bytes=max_bytes,
                    threads=threads,
                    actors=actors or (),
                    codebooks=codebook or (),
                    gazetteers=gazetteer or (),
                    columns=columns_of(columns),
                    allow_hosts=allow_host or (),
                    failures=failures,
                    told=keep,
                    workers=workers or (0 if engine == "ray" else api.workers_for(items, threads)),
                    over=api.Over(engine=engine, address=address),
                )
                ended = tally.DONE
            except KeyboardInterrupt:
                ended = tally.STOPPED
            except api.StoreError as error:
                say(f"error: {error}")
                ended = tally.FAILED
            except (api.InputError, api.LexiconError) as error:
                fail(str(error), WRONG_USAGE)
        progress = last[0] if last else api.Progress()
        with output(None) as stream:
            # Of a store that could not be opened the error tells all: running it again would not help.
            if json or ended != tally.FAILED or progress.seen or failures:
                stream.write(tally.summary(db, progress, failures, ended, json=json))
            if resolve and ended == tally.DONE and progress.seen and not db.startswith(api.PARQUET):
                stream.flush()
                done = tally.resolve(db)
                if not json and done.readings:
                    stream.write(f"{done.events:,} events made or added to; dateline events shows them\n")
        if ended == tally.FAILED:
            raise typer.Exit(NOTHING_READ if not progress.stored else SOME_FAILED)
        if ended == tally.STOPPED:
            raise typer.Exit(STOPPED)
        if not progress.seen:
            if not failures:
                say("error: nothing to read; name files or folders that hold reports")
            raise typer.Exit(NOTHING_READ)
        if failures:
            raise typer.Exit(SOME_FAILED)


def claims(
    db: Db,
    since: Since = None,
    until: Until = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A place, its region or its country (name or ISO code).", show_default=False),
    ] = None,
    type: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="ASSAULT, CONTROL ...; may be repeated.", show_default=False),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who acts or is acted on: name, id, country, sector.", show_default=False),
    ] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so.", show_default=False)] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="happened, planned ...; may be repeated.", show_default=False),
    ] = None,
    text: Words = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="ID", help="Of this report; may be repeated.", show_default=False),
    ] = None,
    superseded: Old = False,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print claims of a store, latest first by the time they tell: a table, or all with --json or --csv."""
    with guard():
        from dateline import api
        from dateline.terminal import listing

        def query() -> ClaimQuery:
            return api.ClaimQuery(
                types=tuple(one_of(api.ClaimType, each.upper(), "type") for each in type or ()),
                statuses=tuple(one_of(api.Status, each.lower(), "status") for each in status or ()),
                since=since,
                until=until,
                place=place,
                actor=actor,
                speaker=speaker,
                text=text,
                reports=tuple(report or ()),
                superseded=superseded,
                limit=limit if limit or json or csv else SHOWN + 1,
            )

        with usage():
            found = api.claims(db, query())
            found = told_place(found, place, lambda: api.claims(db, api.ClaimQuery(place=place, limit=1)))
        with output(None) as stream:
            if json:
                listing.write_json(found, stream)
            elif csv:
                listing.write_csv(api.CLAIM_COLUMNS, map(api.claim_cells, found), stream)
            else:
                listing.show_claims(found, stream, None if limit else SHOWN)


def reports(
    db: Db,
    since: Since = None,
    until: Until = None,
    text: Words = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Of this outlet.", show_default=False)] = None,
    superseded: Old = False,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print reports of a store, last published first: a table, or all with --json or --csv."""
    with guard():
        from dateline import api
        from dateline.terminal import listing

        with usage():
            found = api.reports(
                db,
                api.ReportQuery(
                    since=since,
                    until=until,
                    text=text,
                    outlet=outlet,
                    superseded=superseded,
                    limit=limit if limit or json or csv else SHOWN + 1,
                ),
            )
        with output(None) as stream:
            if json:
                listing.write_json(found, stream)
            elif csv:
                listing.write_csv(listing.REPORT_COLUMNS, map(listing.report_cells, found), stream)
            else:
                listing.show_reports(found, stream, None if limit else SHOWN)


def told_place(found: Iterator[T], place: str | None, any_there: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Pass on what was found; where that is nothing, and nothing at all is in the place, say so."""
    first = next(found, None)
    if first is not None:
        return chain((first,), found)
    if place is not None and next(any_there(), None) is None:
        say(f'nothing here is in a place "{place[:60]}"; ask by its name, its region or its country (name or code)')
    return found


@contextmanager
def usage() -> Iterator[None]:
    """Turn a query that is wrong into wrong usage."""
    from dateline import api

    try:
        yield
    except api.InputError as error:
        fail(str(error), WRONG_USAGE)


def one_of(kind: Callable[[str], T], value: str, what: str) -> T:
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(str(each) for each in kind)  # type: ignore[attr-defined]
        fail(f"{what} {value} is unknown; use one of: {allowed}", WRONG_USAGE)
