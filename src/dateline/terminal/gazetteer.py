"""The commands of places of one's own: ``dateline gazetteer add``, ``list`` and ``remove``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Annotated, TypeAlias

import typer

from dateline.terminal.ending import NOTHING_READ, guard, output, say

if TYPE_CHECKING:
    from dateline.api import Added

gazetteer_app = typer.Typer(
    help="Places of your own, that all reports are read with.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Gazetteers: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Places of your own for this run alone, as gazetteer add takes them; may be given several times.",
        show_default=False,
    ),
]


@gazetteer_app.command()
def add(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A GeoNames country dump (or its zip), a Who's On First CSV, or a table of P-codes.",
            show_default=False,
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call it; the file's own name else.", show_default=False),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="geonames, whosonfirst or pcode; told from the content else.", show_default=False
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="ISO 3166-1 code of the country, where the file does not tell it.", show_default=False
        ),
    ] = None,
) -> None:
    """Add places to those that reports are read with; they win where they are finer."""
    with guard():
        from dateline import api

        added, counts = api.add_gazetteer(file, name=name, format=format, country=country)
        with output(None) as stream:
            stream.write(
                f"{added.name}: {added.places:,} places of {', '.join(added.countries)} ({added.format}); "
                f"{counts.replaced:,} in the place of others, {counts.new:,} new"
                f"{f', {counts.pointless:,} without a point' if counts.pointless else ''}\n"
            )
            _write_passed(added, stream)


@gazetteer_app.command("list")
def list_() -> None:
    """Print what was added, in order; the later wins."""
    with guard():
        from dateline import api
        from dateline.visible import visible

        broken = 0
        with output(None) as stream:
            for one in api.gazetteers():
                if isinstance(one, api.Broken):
                    broken += 1
                    say(f"error: {one.error}")
                    continue
                stream.write(
                    f"{one.name}: {one.places:,} places of {', '.join(one.countries)}, {one.format}, "
                    f"added {one.date} from {visible(one.file)}, SHA-256 {one.sha256}\n"
                )
        if broken:
            raise typer.Exit(NOTHING_READ)


@gazetteer_app.command()
def remove(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name, as gazetteer list prints it.", show_default=False)
    ],
) -> None:
    """Take away what was added under a name."""
    with guard():
        from dateline import api

        api.remove_gazetteer(name)
        with output(None) as stream:
            stream.write(f"{name}: removed\n")


def _write_passed(added: Added, stream: IO[str]) -> None:
    for reason, count, line in added.passed:
        stream.write(f"  passed over {count:,}: {reason} (first in line {line})\n")
