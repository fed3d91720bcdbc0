"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

MAX_BYTES = 10_000_000

Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders of .txt .md .text .jsonl .ndjson, or - for stdin.",
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
