"""The commands of codebooks of one's own: ``dateline codebook check`` and ``classes``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import NOTHING_READ, SOME_FAILED, guard, output, say

if TYPE_CHECKING:
    from dateline.api import Book, Outcome

_WIDE = 44
"""Characters of a cell of the table."""

codebook_app = typer.Typer(
    help="Codebooks of your own, for dateline read --codebook.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@codebook_app.command()
def check(
    file: Annotated[list[str], typer.Argument(metavar="FILE...", help="Codebooks, TOML.", show_default=False)],
) -> None:
    """Check codebooks, run the examples in them, and print what they add."""
    with guard():
        from dateline import api

        wrong = 0
        with output(None) as stream:
            for each in file:
                try:
                    book, outcomes = api.check_codebook(each)
                except api.LexiconError as error:
                    say(f"error: {error}")
                    wrong += 1
                    continue
                stream.writelines(line + "\n" for line in _report(book, outcomes))
                stream.flush()
                failed = [outcome for outcome in outcomes if not outcome.passed]
                for outcome in failed:
                    say(f"error: {book.file}:{outcome.example.line}: {_fault(outcome)}")
                wrong += bool(failed)
        if wrong:
            raise typer.Exit(NOTHING_READ if wrong == len(file) else SOME_FAILED)


@codebook_app.command()
def classes(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only this class, with all its nouns.", show_default=False)
    ] = None,
) -> None:
    """Print the classes of nouns that are shipped, for the conditions of a codebook."""
    with guard():
        from dateline import api

        found = api.noun_classes(name)
        with output(None) as stream:
            for each, nouns in found.items():
                words = nouns if name is not None else nouns[:8]
                more = f" … ({len(nouns)})" if len(nouns) > len(words) else ""
                stream.write(f"{each}: {' '.join(words)}{more}\n")


def _report(book: Book, outcomes: Sequence[Outcome]) -> Iterator[str]:
    from dateline.visible import visible

    passed: dict[str, list[bool]] = {}
    for outcome in outcomes:
        passed.setdefault(outcome.example.entry, []).append(outcome.passed)
    head = ("line", "sort", "name", "what", "examples")
    rows = [head]
    for added in book.added:
        told = passed.get(added.name, []) if added.sort != "class" else []
        count = f"{sum(told)} of {len(told)}" if told else "-"
        rows.append((str(added.line), added.sort, _short(added.name), _short(added.what), count))
    yield f"{visible(book.file)}: codebook {book.record.name}, digest {book.record.digest}"
    yield from _table(rows)
    tried = f"{sum(outcome.passed for outcome in outcomes)} of {len(outcomes)} examples came out as said"
    yield tried if outcomes else "no examples; give some, so that this command can try what you wrote"


def _short(text: str) -> str:
    """Return what a cell of the table has room for."""
    from dateline.visible import visible

    text = visible(text)
    return text if len(text) <= _WIDE else text[: _WIDE - 1].rstrip() + "…"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows in columns; the last may be as wide as it likes."""
    all_ = list(rows)
    widths = [max(len(row[i]) for row in all_) for i in range(len(all_[0]))]
    for row in all_:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _fault(outcome: Outcome) -> str:
    example = outcome.example
    wanted = f"has the code {example.code}" if example.code else f"is made by {example.entry}"
    if example.types:
        wanted = f"is {' or '.join(dict.fromkeys(example.types))}"
    said = f"no claim of this example {wanted}" if example.holds else f"a claim of this counterexample {wanted}"
    return f"{said}: “{example.text}” came out as: {outcome.came}. Ask dateline explain --codebook FILE why"
