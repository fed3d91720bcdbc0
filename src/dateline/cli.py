"""The command line: ``dateline read``, ``parse``, ``explain``, ``schema``, ``actors import-un``; more under terminal/.

Exit status: 0 all was read, 1 nothing was, 2 wrong usage, 3 some was read and some was not, 130 stopped by Ctrl-C.
What needs time to load is imported where it is used: ``dateline --version`` answers at once.
"""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import IO, TYPE_CHECKING, Annotated, TypeAlias

import typer

from dateline import __version__
from dateline.terminal.bench import bench
from dateline.terminal.codebook import codebook_app
from dateline.terminal.ending import (
    NOTHING_READ,
    SOME_FAILED,
    STOPPED,
    WRONG_USAGE,
    fail,
    guard,
    named_options,
    output,
    say,
)
from dateline.terminal.evaluate import evaluate, gold_app
from dateline.terminal.events import LEDGERS, actors, events, explain_stored, resolve
from dateline.terminal.export import archive, export, restore
from dateline.terminal.gazetteer import Gazetteers, gazetteer_app
from dateline.terminal.options import (
    MAX_BYTES,
    Actors,
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
from dateline.terminal.origins import origins
from dateline.terminal.people import audit, user_app
from dateline.terminal.store import Db, claims, ingest, reports
from dateline.terminal.watch import feeds, watch

__all__ = ["MAX_BYTES", "NOTHING_READ", "SOME_FAILED", "STOPPED", "WRONG_USAGE", "app", "main"]

if TYPE_CHECKING:
    from dateline.api import Failure, Item, Reading
    from dateline.server import Settings

_LONG = 300_000
"""Bytes from which one report is long work: some ten seconds."""

app = typer.Typer(
    name="dateline",
    help="Read news as claims: who says that who did what to whom, where and when, each tied to its words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

actors_app = typer.Typer(
    invoke_without_command=True,
    callback=actors,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(actors_app, name="actors")
app.add_typer(codebook_app, name="codebook")
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(gold_app, name="gold")
app.add_typer(user_app, name="user")

Out: TypeAlias = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help="Write to FILE; it appears when all is done.", show_default=False),
]


def main() -> None:
    """Run the command line."""
    # A report holds any character; a terminal of an old encoding shows what it can.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    app(prog_name="dateline")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def read(
    path: Paths,
    published: Published = None,
    outlet: Outlet = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON record a line, one line a report.")] = False,
    out: Out = None,
    max_bytes: MaxBytes = MAX_BYTES,
    threads: Threads = None,
    actors: Actors = None,
    codebook: Codebooks = None,
    gazetteer: Gazetteers = None,
    columns: Columns = None,
    workers: Workers = None,
) -> None:
    """Read reports and print what they claim: a page each, or records with --json."""
    with guard():
        from dateline import api

        items, failures = _found(path, out)
        with _progress(items, quiet=_is_screen(out)) as ticking:
            try:
                readings = api.read(
                    ticking(),
                    published=published,
                    outlet=outlet,
                    max_bytes=max_bytes,
                    threads=threads,
                    actors=actors or (),
                    codebooks=codebook or (),
                    gazetteers=gazetteer or (),
                    columns=columns_of(columns),
                    failures=failures,
                    workers=workers or api.workers_for(items, threads),
                )
            except (api.InputError, api.LexiconError) as error:
                fail(str(error), WRONG_USAGE)
            with output(out) as stream:
                count = _write_records(readings, stream) if json else _write_pages(readings, stream, out)
                _nothing_read(count, failures)
    _end(failures)


@app.command()
def parse(
    path: Paths,
    out: Out = None,
    max_bytes: MaxBytes = MAX_BYTES,
    threads: Threads = None,
) -> None:
    """Print sentences, words, tags, trees and names as CoNLL-U."""
    with guard():
        from dateline import api

        items, failures = _found(path, out)
        with _progress(items, quiet=_is_screen(out)) as ticking, output(out) as stream:
            count = 0
            for reading in api.parse(ticking(), max_bytes=max_bytes, threads=threads, failures=failures):
                count += 1
                stream.write(api.conllu(reading))
                if not reading.sentences:
                    for issue in reading.issues:
                        say(f"{reading.report.source_id or 'text'}: {issue.message}")
            _nothing_read(count, failures)
    _end(failures)


@app.command()
def explain(
    path: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A report, or - for stdin; with --db the id of an event or claim.", show_default=False
        ),
    ],
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="DB", help="The store that has the event or claim.", show_default=False),
    ] = None,
    sentence: Annotated[
        int | None,
        typer.Option("--sentence", min=1, metavar="N", help="Only the Nth sentence of it.", show_default=False),
    ] = None,
    max_bytes: MaxBytes = MAX_BYTES,
    codebook: Codebooks = None,
) -> None:
    """Print why each word of a report was coded as it was; with --db, what an event or claim of a store rests on."""
    with guard():
        from dateline import api
        from dateline.visible import visible

        with output(None) as stream:
            try:
                if db is None:
                    lines = api.explain(path, sentence=sentence, max_bytes=max_bytes, codebooks=codebook or ())
                else:
                    lines = explain_stored(db, path)
                for line in lines:
                    indent = len(line) - len(line.lstrip())
                    stream.write(" " * indent + visible(line[indent:]) + "\n")
            except api.LexiconError as error:
                fail(str(error), WRONG_USAGE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    with guard():
        from json import dumps

        from dateline import schema as describe

        with output(None) as stream:
            stream.write(dumps(describe(), indent=2, ensure_ascii=False) + "\n")


app.command()(bench)
app.command()(ingest)
app.command()(watch)
app.command()(feeds)
app.command()(claims)
app.command()(reports)
app.command()(origins)
app.command()(audit)
_STORED: tuple[Callable[..., None], ...] = (resolve, events, *LEDGERS.values(), export, archive, restore)
for command in _STORED:
    app.command()(command)
app.command()(evaluate)


@app.command()
def serve(
    db: Db,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to serve at; this machine alone by default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port to serve at.")] = 8440,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Names that others call it by, with commas.", show_default=False),
    ] = None,
    login: Annotated[
        bool, typer.Option("--login", help="Ask for accounts here too: where a proxy brings others in.")
    ] = False,
    certificate: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Certificate chain for TLS, PEM; with --key.", show_default=False),
    ] = None,
    key: Annotated[
        str | None, typer.Option(metavar="FILE", help="Key of the certificate, PEM.", show_default=False)
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Open it in the browser, too.")] = False,
) -> None:
    """Open the desk: events, map, ledgers and review in the browser. From other machines, people log in."""
    with guard():
        from dateline.server import Settings
        from dateline.server.run import serve as run

        settings = Settings(db=db, host=host, port=port, zone=name, login=login, certificate=certificate, key=key)
        run(settings, told=lambda: _served(settings, browser=open))


def _served(settings: Settings, *, browser: bool) -> None:
    """Say where the desk is, now that it answers there."""
    say(f"the desk is at {settings.url} ; Ctrl-C ends it")
    if browser:
        webbrowser.open(settings.url)


@actors_app.command("import-un")
def import_un(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The list as the UN publishes it, XML.")],
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write to FILE; standard output else.", show_default=False),
    ] = None,
) -> None:
    """Turn the UN Security Council consolidated list into a registry for --actors."""
    with guard():
        from dateline import api

        text = api.import_un(file)
        with output(out) as stream:
            stream.write(text)


def _found(paths: list[str], out: str | None) -> tuple[list[Item], list[Failure]]:
    """Find what is to be read, without the file that is to be written."""
    from dateline import api

    found = list(api.find(paths))
    target = None if out is None else os.path.realpath(out)
    items = [
        each
        for each in found
        if isinstance(each, api.Item) and (each.path is None or os.path.realpath(each.path) != target)
    ]
    return items, [each for each in found if isinstance(each, api.Failure)]


def _write_records(readings: Iterator[Reading], stream: IO[str]) -> int:
    from dateline import api

    count = 0
    for count, reading in enumerate(readings, 1):  # noqa: B007
        stream.write(api.dumps(reading) + "\n")
        stream.flush()
    return count


def _write_pages(readings: Iterator[Reading], stream: IO[str], out: str | None) -> int:
    from dateline.terminal import page

    console = page.console(stream, plain=out is not None)
    count = 0
    for count, reading in enumerate(readings, 1):
        if count == 1:
            page.show_legend(console)
        page.show(reading, console)
    return count


def _is_screen(out: str | None) -> bool:
    return out in (None, "-") and sys.stdout.isatty()


@contextmanager
def _progress(items: list[Item], *, quiet: bool) -> Iterator[Callable[[], Iterator[Item]]]:
    """Give what yields the items; on long work a bar on standard error says how far it is, if that is a terminal."""
    long = len(items) > 1 or any(item.size is None or item.size > _LONG for item in items)
    if quiet or not long or not sys.stderr.isatty():
        with nullcontext():
            yield lambda: iter(items)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from dateline.visible import visible

    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(items))

        def ticking() -> Iterator[Item]:
            for item in items:
                progress.update(task, description=visible(item.name))
                yield item
                progress.advance(task)

        yield ticking


def _nothing_read(count: int, failures: list[Failure]) -> None:
    """Exit, before the output takes its name, where nothing was read."""
    if count == 0:
        for failure in failures:
            say(f"error: {_reason(failure)}")
        if not failures:
            say("error: nothing to read; name files or folders that hold reports")
        raise typer.Exit(NOTHING_READ)


def _end(failures: list[Failure]) -> None:
    """List what was not read."""
    for failure in failures:
        say(f"not read: {_reason(failure)}")
    if failures:
        raise typer.Exit(SOME_FAILED)


def _reason(failure: Failure) -> str:
    """Return why it was not read, options called by their names on the command line."""
    return named_options(str(failure.error))


if __name__ == "__main__":
    main()
