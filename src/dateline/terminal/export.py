"""The commands ``dateline export``, ``archive`` and ``restore``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import WRONG_USAGE, fail, guard, output, say
from dateline.terminal.events import (
    ChangedSince,
    Disputed,
    Near,
    Origins,
    Party,
    Place,
    Reports,
    Statuses,
    Types,
    events_asked,
    fresh,
)
from dateline.terminal.store import Db, MaybeDb, Since, Until, Words, usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

_REASONS = 8
"""Reasons why events were left out that are told; the file beside the export has all."""
DELETED = "deleted"
"""The format that lists ids that are no events any more."""


def export(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv, geojson, acled ...; formats lists them.", show_default=False)
    ],
    db: MaybeDb = None,
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write to FILE; standard output else.", show_default=False),
    ] = None,
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
) -> None:
    """Write events of a store in a format of others; deleted lists ids that stand for no event any more."""
    with guard():
        from dateline import api

        if format == "formats":
            for name, each in api.EXPORT_FORMATS.items():
                typer.echo(f"{name:16}{each.ending:10}{each.what}")
            typer.echo(
                f"{DELETED:16}{'.csv':10}ids that became part of another event or of none (needs --changed-since)"
            )
            return
        if format != DELETED and format not in api.EXPORT_FORMATS:
            fail(f"{format} is no format; use one of: {', '.join((*api.EXPORT_FORMATS, DELETED))}", WRONG_USAGE)
        if db is None:
            fail("name the store: --db FILE, or DATELINE_DB", WRONG_USAGE)
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
        )
        fresh(db)
        if format == DELETED:
            if changed_since is None:
                fail("deleted needs --changed-since INSTANT", WRONG_USAGE)
            _write_deleted(db, changed_since, out)
            return
        with usage():
            if out in (None, "-"):
                with _bytes() as stream:
                    done = api.export(db, format, stream, asked)
            else:
                done = api.export(db, format, str(out), asked)
        say(f"{done.rows:,} rows written")
        for told in _left_out(done.left_out, out):
            say(told)


def _left_out(reasons: Mapping[str, int], out: str | None) -> Iterator[str]:
    """Tell how many events were left out and why: the commonest reasons, where there are many."""
    shown = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    most = len(shown) if len(shown) <= _REASONS else _REASONS - 1
    for why, count in shown[:most]:
        yield f"{count:,} event{'s'[: count != 1]} left out: {why}"
    if shown[most:]:
        where = "" if out in (None, "-") else f"; {out}.meta.json lists them"
        rest = sum(count for _, count in shown[most:])
        yield f"{rest:,} events left out for {len(shown) - most} other reasons{where}"


def archive(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--out", metavar="FILE", help="The zip file to make.", show_default=False)],
) -> None:
    """Write a whole store to a zip file: reports with their bytes, claims, judgements, reviews, and their history."""
    with guard():
        from dateline import api

        with usage():
            done = api.archive(db, out)
        say(f"{out}: {done.rows['reports']:,} reports, {done.rows['readings']:,} readings, {done.inputs:,} inputs")


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What dateline archive made.", show_default=False)],
    db: Db,
) -> None:
    """Read an archive into a new store, a file or a PostgreSQL database."""
    with guard():
        from dateline import api

        with usage():
            done = api.restore(file, db)
        say(f"{db}: {done.rows['reports']:,} reports, {done.rows['readings']:,} readings, {done.inputs:,} inputs")


def _write_deleted(db: str, since: str, out: str | None) -> None:
    from dateline import api
    from dateline.terminal import listing

    with usage():
        found = list(api.gone(db, since))
    with output(out) as stream:
        listing.write_csv(("event", "now", "changed"), ((each.id, each.now, each.changed) for each in found), stream)


@contextmanager
def _bytes() -> Iterator[BinaryIO]:
    import sys

    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
