"""How a command ends, whichever door it is in: where its output goes, what is said of what went wrong, exit status."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NoReturn

import typer

from dateline.new_file import new_file

NOTHING_READ, WRONG_USAGE, SOME_FAILED, STOPPED = 1, 2, 3, 130
BROKEN_PIPE = 141  # as if by SIGPIPE, which a shell ignores before "head"


@contextmanager
def output(out: str | None) -> Iterator[IO[str]]:
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
            fail(f"--out {out}: this is a folder; name a file in it", WRONG_USAGE)
        with path.open("w", encoding="utf-8", newline="\n") as device:
            yield device
        return
    from dateline.api import InputError

    with ExitStack() as stack:
        try:
            stream = stack.enter_context(new_file(path))
        except InputError as error:
            fail(f"--out {error}", WRONG_USAGE)
        text = TextIOWrapper(stream, encoding="utf-8", newline="\n")
        yield text
        text.detach()


@contextmanager
def guard() -> Iterator[None]:
    """Turn what can go wrong outside this program into a line on standard error and an exit status."""
    from dateline import DatelineError

    try:
        yield
    except DatelineError as error:
        fail(str(error), NOTHING_READ)
    except BrokenPipeError:
        # Whoever read the output has enough; nothing may be written at the interpreter's end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say("stopped")
        raise typer.Exit(STOPPED) from None
    except OSError as error:
        fail(f"cannot write: {error.strerror or error}", NOTHING_READ)


def named_options(message: str) -> str:
    """Return a message with the options that it tells of as they are called on the command line."""
    message = re.sub(r"\braise max_bytes\b(?!.*\braise max_bytes\b)", "raise --max-bytes", message)
    return message.replace("say which it is with columns, for example", "say which it is with --columns, for example")


def fail(message: str, status: int) -> NoReturn:
    """Say what went wrong, and exit."""
    say(f"error: {message}")
    raise typer.Exit(status)


def say(message: str) -> None:
    """Write a line to standard error."""
    from dateline.visible import visible

    typer.echo(f"dateline: {visible(message)}", err=True)
