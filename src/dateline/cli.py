"""The command line: ``dateline read``, ``parse``, ``explain``, ``schema``, ``actors import-un``.

Exit status: 0 all was read, 1 nothing was, 2 wrong usage, 3 some was read and some was not, 130 stopped by Ctrl-C.
What needs time to load is imported where it is used: ``dateline --version`` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn, TypeAlias

import typer

from dateline import __version__

if TYPE_CHECKING:
    from dateline.api import Failure, Item, Reading

NOTHING_READ, WRONG_USAGE, SOME_FAILED, STOPPED = 1, 2, 3, 130
_BROKEN_PIPE = 141  # as if by SIGPIPE, which a shell ignores before "head"
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
    help="Registries of actors of your own, for dateline read --actors.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(actors_app, name="actors")

Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders of .txt .md .text .jsonl .ndjson, or - for stdin.",
        show_default=False,
    ),
]
Out: TypeAlias = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help="Write to FILE; it appears when all is done.", show_default=False),
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
MAX_BYTES = 10_000_000


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
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Publication date, YYYY-MM-DD, of reports that give none; it anchors “on Wednesday”.",
            show_default=False,
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet of reports that give none.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON record a line, one line a report.")] = False,
    out: Out = None,
    max_bytes: MaxBytes = MAX_BYTES,
    threads: Threads = None,
    actors: Actors = None,
) -> None:
    """Read reports and print what they claim: a page each, or records with --json."""
    with _guard():
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
                    failures=failures,
                )
            except (api.InputError, api.LexiconError) as error:
                _fail(str(error), WRONG_USAGE)
            with _output(out) as stream:
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
    with _guard():
        from dateline import api

        items, failures = _found(path, out)
        with _progress(items, quiet=_is_screen(out)) as ticking, _output(out) as stream:
            count = 0
            for reading in api.parse(ticking(), max_bytes=max_bytes, threads=threads, failures=failures):
                count += 1
                stream.write(api.conllu(reading))
                if not reading.sentences:
                    for issue in reading.issues:
                        _say(f"{reading.report.source_id or 'text'}: {issue.message}")
            _nothing_read(count, failures)
    _end(failures)


@app.command()
def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A report, or - for stdin.", show_default=False)],
    sentence: Annotated[
        int | None,
        typer.Option("--sentence", min=1, metavar="N", help="Only the Nth sentence of it.", show_default=False),
    ] = None,
    max_bytes: MaxBytes = MAX_BYTES,
) -> None:
    """Print why each word of a report was coded as it was, and not as the next best."""
    with _guard():
        from dateline import api
        from dateline.terminal.visible import visible

        with _output(None) as stream:
            for line in api.explain(path, sentence=sentence, max_bytes=max_bytes):
                indent = len(line) - len(line.lstrip())
                stream.write(" " * indent + visible(line[indent:]) + "\n")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    with _guard():
        from json import dumps

        from dateline import schema as describe

        with _output(None) as stream:
            stream.write(dumps(describe(), indent=2, ensure_ascii=False) + "\n")


@actors_app.command("import-un")
def import_un(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The list as the UN publishes it, XML.")],
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write to FILE; standard output else.", show_default=False),
    ] = None,
) -> None:
    """Turn the UN Security Council consolidated list into a registry for --actors."""
    with _guard():
        from dateline import api

        text = api.import_un(file)
        with _output(out) as stream:
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
def _output(out: str | None) -> Iterator[IO[str]]:
    """Open what is written to: standard output, or a new file that takes its name when all went well."""
    if out in (None, "-"):
        binary = getattr(sys.stdout, "buffer", None)
        if binary is not None and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    path = Path(os.path.realpath(str(out)))
    if path.exists() and not path.is_file():
        if path.is_dir():
            _fail(f"--out {out}: this is a folder; name a file in it", WRONG_USAGE)
        with path.open("w", encoding="utf-8", newline="\n") as device:
            yield device
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        _fail(f"--out {out}: cannot be written: {error.strerror}; name a file in a folder that is there", WRONG_USAGE)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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

    from dateline.terminal.visible import visible

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


@contextmanager
def _guard() -> Iterator[None]:
    """Turn what can go wrong outside this program into a line on standard error and an exit status."""
    from dateline import DatelineError

    try:
        yield
    except DatelineError as error:
        _fail(str(error), NOTHING_READ)
    except BrokenPipeError:
        # Whoever read the output has enough; nothing may be written at the interpreter's end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from None
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _say("stopped")
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        _fail(f"cannot write: {error.strerror or error}", NOTHING_READ)


def _nothing_read(count: int, failures: list[Failure]) -> None:
    """Exit, before the output takes its name, where nothing was read."""
    if count == 0:
        for failure in failures:
            _say(f"error: {_reason(failure)}")
        if not failures:
            _say("error: nothing to read; name files or folders that hold reports")
        raise typer.Exit(NOTHING_READ)


def _end(failures: list[Failure]) -> None:
    """List what was not read."""
    for failure in failures:
        _say(f"not read: {_reason(failure)}")
    if failures:
        raise typer.Exit(SOME_FAILED)


def _reason(failure: Failure) -> str:
    """Return why it was not read, the option called by its name on the command line."""
    message, raise_, rest = str(failure.error).rpartition("raise max_bytes")
    return f"{message}raise --max-bytes{rest}" if raise_ else rest


def _fail(message: str, status: int) -> NoReturn:
    _say(f"error: {message}")
    raise typer.Exit(status)


def _say(message: str) -> None:
    from dateline.terminal.visible import visible

    typer.echo(f"dateline: {visible(message)}", err=True)


if __name__ == "__main__":
    main()
