"""The commands of what is derived: ``dateline events``, ``resolve``, and one for each ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from dateline.terminal.ending import WRONG_USAGE, fail, guard, output, say
from dateline.terminal.store import (
    SHOWN,
    Csv,
    Db,
    Json,
    Limit,
    MaybeDb,
    Since,
    Until,
    Words,
    one_of,
    told_place,
    usage,
)

if TYPE_CHECKING:
    from dateline.api import ClaimType, EventQuery, EventStatus
    from dateline.api import Near as Circle

Place: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--place", metavar="NAME", help="A place, its region or its country (name or ISO code).", show_default=False
    ),
]
Party: TypeAlias = Annotated[
    str | None,
    typer.Option("--actor", metavar="NAME", help="Who takes part: name, id, country, sector.", show_default=False),
]


Near: TypeAlias = Annotated[
    str | None,
    typer.Option("--near", metavar="LAT,LON,KM", help="Within so many km of a point, in degrees.", show_default=False),
]
Types: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="ASSAULT, CONTROL ...; may be repeated.", show_default=False),
]
Statuses: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="corroborated, disputed ...; may be repeated.", show_default=False),
]
Reports: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="ID", help="Told by this report; may be repeated.", show_default=False),
]
Origins: TypeAlias = Annotated[
    int | None,
    typer.Option("--min-origins", min=1, metavar="N", help="Of so many origins at least.", show_default=False),
]
Disputed: TypeAlias = Annotated[bool, typer.Option("--disputed", help="Only where something is disputed.")]
ChangedSince: TypeAlias = Annotated[
    str | None,
    typer.Option("--changed-since", metavar="INSTANT", help="Something was added since then, UTC.", show_default=False),
]


def resolve(
    db: Db,
    again: Annotated[
        bool, typer.Option("--again", help="Make all events and ledgers anew, to the same result.")
    ] = False,
) -> None:
    """Make events, origins and ledgers of what is new in a store; what asks for them does so by itself."""
    with guard():
        from dateline.terminal import tally

        done = tally.resolve(db, again=again)
        typer.echo(
            f"{done.readings:,} reports resolved, {done.claims:,} claims; {done.events:,} events made or made anew"
        )


def events(
    db: Db,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    near: Near = None,
    type: Types = None,
    actor: Party = None,
    status: Statuses = None,
    text: Words = None,
    report: Reports = None,
    origins: Origins = None,
    disputed: Disputed = False,
    changed_since: ChangedSince = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print events of a store, the latest first: a table, or all with --json or --csv."""
    with guard():
        from dateline import api
        from dateline.terminal import event_table, listing

        asked = events_asked(
            since=since,
            until=until,
            place=place,
            near=near,
            types=type,
            actor=actor,
            statuses=status,
            text=text,
            reports=report,
            origins=origins,
            disputed=disputed,
            changed_since=changed_since,
            limit=limit if limit or json or csv else SHOWN + 1,
        )
        fresh(db)
        with usage():
            found = api.events(db, asked)
            found = told_place(found, place, lambda: api.events(db, api.EventQuery(place=place, limit=1)))
        with output(None) as stream:
            if json:
                listing.write_json(found, stream)
            elif csv:
                listing.write_csv(api.EVENT_COLUMNS, map(api.event_cells, found), stream)
            else:
                event_table.show_events(found, stream, None if limit else SHOWN)


def ledger_command(name: str, what: str) -> Callable[..., None]:
    """Make the command of a ledger; ``what`` is its help."""

    def command(
        db: Db,
        since: Since = None,
        until: Until = None,
        place: Place = None,
        actor: Party = None,
        text: Words = None,
        limit: Limit = None,
        json: Json = False,
        csv: Csv = False,
    ) -> None:
        _ledger(name, db, (since, until, place, actor, text), limit, json, csv)

    command.__name__, command.__doc__ = name, what
    return command


LEDGERS = {
    name: ledger_command(name, what)
    for name, what in (
        ("control", "Print who is said to hold which place, since when and by whose word."),
        ("access", "Print which crossings, roads, camps and services are open or closed."),
        ("negotiations", "Print what parties demand of each other, offer, answer and agree."),
        ("rules", "Print which rules were imposed, by whom and on whom."),
        ("outlook", "Print what is planned, threatened, promised or predicted, for when, and what became of it."),
        ("casualties", "Print who was killed, injured, held, captured or released, by event, with who says how many."),
    )
}
"""The commands of ledgers; that of actors has others below it."""


def actors(
    context: typer.Context,
    db: MaybeDb = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    actor: Party = None,
    text: Words = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Print what each actor did, said and wants, by month; or work on registries of actors of your own."""
    if context.invoked_subcommand is not None:
        return
    if db is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USAGE)
    _ledger("actors", db, (since, until, place, actor, text), limit, json, csv)


def _ledger(
    name: str,
    db: str,
    asked: tuple[str | None, str | None, str | None, str | None, str | None],
    limit: int | None,
    json: bool,
    csv: bool,
) -> None:
    with guard():
        from dateline import api
        from dateline.terminal import event_table, listing

        since, until, place, actor, text = asked

        fresh(db, name)
        with usage():
            asked_for = api.LedgerQuery(
                ledger=name,
                since=since,
                until=until,
                place=place,
                actor=actor,
                text=text,
                limit=limit if limit or json or csv else SHOWN + 1,
            )
            found = api.ledger(db, asked_for, today=date.today().isoformat())
            found = told_place(found, place, lambda: api.ledger(db, api.LedgerQuery(ledger=name, place=place, limit=1)))
        kind = api.LedgerKind(name)
        with output(None) as stream:
            if json:
                listing.write_json(found, stream)
            elif csv:
                listing.write_csv(api.LEDGER_COLUMNS[kind], map(api.ledger_cells, found), stream)
            else:
                event_table.show_ledger(kind, found, stream, None if limit else SHOWN)


def explain_stored(db: str, name: str) -> Iterator[str]:
    """Return the derivation of an event or claim, after what is new was resolved."""
    from dateline import api

    fresh(db)
    with usage():
        lines = list(api.derivation(db, name))
    return iter(lines)


def fresh(db: str, ledger: str | None = None) -> None:
    """Resolve what is new in a store, and of ledgers what is asked for.

    Where it cannot be written to, say what is left out: what was resolved before is shown.
    """
    from dateline import api
    from dateline.terminal import tally

    try:
        if api.pending(db):
            tally.resolve(db, ledgers=False)
        if ledger:
            api.settle(db, ledger)
    except (api.ReadOnlyStore, api.FullStore) as error:
        left = api.pending(db)
        why = "its disk is full" if isinstance(error, api.FullStore) else "it may not be written to"
        if left or not ledger:
            say(f"{left:,} reports of this store are in no event yet, and {why}: they are left out")
        else:
            say(f"the ledger {ledger} of this store is not up to date, and {why}: what is new is left out")


def events_asked(
    *,
    since: str | None,
    until: str | None,
    place: str | None,
    near: str | None,
    types: list[str] | None,
    actor: str | None,
    statuses: list[str] | None,
    text: str | None,
    reports: list[str] | None,
    origins: int | None,
    disputed: bool,
    changed_since: str | None,
    limit: int | None = None,
) -> EventQuery:
    """Return what the options ask for; exit where one is wrong."""
    from dateline import api

    with usage():
        return api.EventQuery(
            types=types_of(types),
            statuses=statuses_of(statuses),
            since=since,
            until=until,
            place=place,
            near=near_of(near),
            actor=actor,
            text=text,
            reports=tuple(reports or ()),
            origins=origins,
            disputed=disputed,
            changed_since=changed_since,
            limit=limit,
        )


def types_of(names: list[str] | None) -> tuple[ClaimType, ...]:
    """Return the types of these names; exit where there is none such."""
    from dateline import api

    return tuple(one_of(api.ClaimType, each.upper(), "type") for each in names or ())


def statuses_of(names: list[str] | None) -> tuple[EventStatus, ...]:
    """Return the statuses of these names; exit where there is none such."""
    from dateline import api

    return tuple(one_of(api.EventStatus, each.lower(), "status") for each in names or ())


def near_of(value: str | None) -> Circle | None:
    """Return the circle that LAT,LON,KM tells; exit where it tells none."""
    from dateline import api

    if value is None:
        return None
    try:
        latitude, longitude, km = (float(part) for part in value.split(","))
    except ValueError:
        fail(f'near "{value[:60]}" is not LAT,LON,KM; for example 34.53,69.17,50', WRONG_USAGE)
    return api.Near(latitude=latitude, longitude=longitude, km=km)
