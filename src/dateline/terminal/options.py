"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

MAX_BYTES = 10_000_000

Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders and zip archives of reports (pages, PDF, mail, tables ...), or - for stdin.",
        show_default=False,
    ),
]
MaxBytes: TypeAlias = Annotated[int, typer.Option(min=1, metavar="N", help="Largest report that is read, in bytes.")]
Threads: TypeAlias = Annotated[
    int | None,
    typer.Option(
        min=1,
        envvar="DATELINE_THREADS",
        metavar="N",
        help="Threads of the language model, 1 by default; the result is the same for any.",
        show_default=False,
    ),
]
Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=256,
        envvar="DATELINE_WORKERS",
        metavar="N",
        help="Processes side by side; one a core by default, one for a little; the result is the same for any.",
        show_default=False,
    ),
]
Actors: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="Registry of actors, TOML or CSV, over the one shipped; may be given several times.",
        show_default=False,
    ),
]
Codebooks: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        help="Codebook of your own, TOML, over the one shipped; may be given several times.",
        show_default=False,
    ),
]
AllowHosts: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST",
        help="A host of a private network that may be asked; may be given several times.",
        show_default=False,
    ),
]
Columns: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN,...",
        help="Which columns of a CSV or Excel table hold what: text=body,published=date.",
        show_default=False,
    ),
]
Published: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Publication date, YYYY-MM-DD, of reports that give none; it anchors “on Wednesday”.",
        show_default=False,
    ),
]
Outlet: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="Outlet of reports that give none.", show_default=False)
]


def columns_of(given: str | None) -> dict[str, str]:
    """Return what ``--columns`` says, names of columns by field; a column's name may hold "=" but no comma."""
    out: dict[str, str] = {}
    for part in (given or "").split(","):
        if part.strip():
            field, _, name = part.partition("=")
            out[field.strip()] = name.strip()
    return out
