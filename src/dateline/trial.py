"""A codebook of a user's tried on the examples in it."""

from __future__ import annotations

import os
from pathlib import Path

from dateline import claim, pipeline
from dateline.claim import Outcome
from dateline.errors import InputError, LexiconError
from dateline.intake import plain
from dateline.intake.options import Options
from dateline.lexicon import codebook, predicates
from dateline.lexicon.codebook import Book
from dateline.records import Reading

__all__ = ["check_codebook"]

_MAX_BYTES = 10_000_000


def check_codebook(file: str | os.PathLike[str]) -> tuple[Book, tuple[Outcome, ...]]:
    """Check a codebook and try it on its examples; return what it adds, and what came of each example.

    Raises:
        LexiconError: it cannot be read or an entry is wrong; the message names file, line and remedy.
    """
    lexicon, book = codebook.lay(predicates.load(), Path(file))
    readings: list[Reading] = []
    for each in book.examples:
        try:
            report, issues = plain.read(each.text, options=Options(max_bytes=_MAX_BYTES))
        except InputError as error:
            raise LexiconError(f"{book.file}:{each.line}: this example cannot be read: {error}") from error
        readings.append(Reading(report=report, issues=issues))
    found = pipeline.read(readings, lexicon=lexicon)
    return book, tuple(claim.judge(example, each) for example, each in zip(book.examples, found, strict=True))
