"""What doors and libraries use: read reports, parse them, describe the record."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from dateline import claim, pipeline
from dateline.codec import dumps, schema
from dateline.errors import DatelineError, InputError, LexiconError, MissingInput
from dateline.intake import plain, source
from dateline.intake.options import Options
from dateline.intake.source import Failure, Item
from dateline.language import conllu as _conllu
from dateline.lexicon import registry as _registry
from dateline.lexicon import un_list as _un_list
from dateline.lexicon.actors import Registry
from dateline.records import (
    Attribution,
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    ClaimType,
    Issue,
    Participant,
    Polarity,
    Reading,
    Report,
    Speaker,
    Status,
)

__all__ = [
    "MAX_BYTES",
    "Attribution",
    "Claim",
    "ClaimPlace",
    "ClaimQuantity",
    "ClaimTime",
    "ClaimType",
    "DatelineError",
    "Failure",
    "InputError",
    "Issue",
    "Item",
    "LexiconError",
    "Participant",
    "Polarity",
    "Reading",
    "Report",
    "Source",
    "Speaker",
    "Status",
    "conllu",
    "dumps",
    "explain",
    "find",
    "import_un",
    "parse",
    "read",
    "read_text",
    "schema",
]

MAX_BYTES = 10_000_000
"""Default size limit of one report, in bytes: 10 MB, some 1.6 million words. The longest news report is far below."""

Source: TypeAlias = str | os.PathLike[str] | bytes | Item | Failure
"""A path (``-`` is the standard input), the bytes of a report, or what :func:`find` found."""


def find(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Item | Failure]:
    """Find what is to be read under files and folders, without reading it (see :func:`read`).

    What is not there comes out as a :class:`Failure`.
    """
    names = [os.fspath(path) for path in paths]
    if "" in names:  # pathlib takes it for the current folder; it is more likely a variable that is not set
        yield Failure(name="", error=MissingInput('"": an empty path; name a file or folder, "." for this one'))
    yield from source.find(filter(None, names), stdin=getattr(sys.stdin, "buffer", None))


def read(
    sources: Source | Iterable[Source],
    *,
    published: str | None = None,
    outlet: str | None = None,
    max_bytes: int = MAX_BYTES,
    threads: int | None = None,
    actors: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    failures: list[Failure] | None = None,
) -> Iterator[Reading]:
    """Read reports as claims, one at a time, in order.

    A source is a file, a folder (its .txt .md .text .jsonl .ndjson files, all the way down), ``-`` for the standard
    input, or the bytes of a report; give one or several. ``published`` (YYYY-MM-DD, the day in the outlet's place)
    anchors "on Wednesday" and "last month"; it and ``outlet`` hold for all reports that do not say so themselves.
    ``max_bytes`` limits one report. ``threads`` are those of the language model, and never change a result.
    ``actors`` are registries of your own, TOML or CSV, that go over the one that dateline ships; the later wins.

    What cannot be read raises, unless ``failures`` is a list: then it is added there and the rest is read.
    A report in another language than English comes out with its text, no claims, and an issue that says so.

    Raises:
        InputError: at once where an option is wrong; while reading, where a source is missing, empty, too large, no
            text, or a row of it is wrong.
        LexiconError: at once where a registry cannot be read or an entry of it is wrong.
    """
    options = Options(published=published, outlet=outlet, max_bytes=max_bytes)
    return pipeline.read(_intake(sources, options, failures), threads=threads, registry=_registry_of(actors))


def parse(
    sources: Source | Iterable[Source],
    *,
    max_bytes: int = MAX_BYTES,
    threads: int | None = None,
    failures: list[Failure] | None = None,
) -> Iterator[Reading]:
    """Read reports as sentences with words, tags, trees and names alone, for :func:`conllu`; as :func:`read` else."""
    return pipeline.parse(_intake(sources, Options(max_bytes=max_bytes), failures), threads=threads)


def read_text(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    source_id: str | None = None,
    actors: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
) -> Reading:
    """Read one report from a string. Offsets point into ``reading.report.text``, the cleaned text.

    Raises:
        InputError: ``published`` is no date, or the text is empty, no text, or past :data:`MAX_BYTES`.
        LexiconError: a registry of ``actors`` (see :func:`read`) is wrong.
    """
    options = Options(published=published, outlet=outlet, max_bytes=MAX_BYTES)
    report, issues = plain.read(text, source_id=source_id, title=title, url=url, options=options)
    return next(pipeline.read([Reading(report=report, issues=issues)], registry=_registry_of(actors)))


def explain(
    source: Source,
    *,
    sentence: int | None = None,
    published: str | None = None,
    max_bytes: int = MAX_BYTES,
    actors: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
) -> Iterator[str]:
    """Yield lines that tell why each word of a report was coded as it was, and not as the next best.

    ``sentence`` counts from 1 over the report; None is all of it. The other options are those of :func:`read`.

    Raises:
        InputError: as :func:`read`; or the report has no such sentence.
        LexiconError: a registry of ``actors`` is wrong.
    """
    options = Options(published=published, max_bytes=max_bytes)
    for reading in pipeline.unpublished(_intake(source, options, None), registry=_registry_of(actors)):
        count = len(reading.sentences)
        if sentence is not None and not 1 <= sentence <= count:
            name = reading.report.source_id or "text"
            raise InputError(f"{name}: there is no sentence {sentence}; the report has {count}")
        yield from claim.grounds(reading, sentence)


def conllu(reading: Reading) -> str:
    """Return the sentences of a reading from :func:`parse` as CoNLL-U; "" where there are none."""
    return _conllu.document(reading)


def import_un(path: str | os.PathLike[str]) -> str:
    """Return a registry for ``actors``, as TOML, of those on the UN Security Council consolidated list (its XML).

    Raises:
        LexiconError: the file cannot be read, is not that list, or holds a document type or entities.
    """
    return _un_list.convert(Path(path))


def _registry_of(files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Registry | None:
    """Return the registry with the files over it; None for the one shipped, where there are none."""
    paths = [Path(file) for file in ((files,) if isinstance(files, str | os.PathLike) else files)]
    return _registry.load(paths) if paths else None


def _intake(sources: Source | Iterable[Source], options: Options, failures: list[Failure] | None) -> Iterator[Reading]:
    for found in _found(sources, options):
        if isinstance(found, Reading):
            yield found
        elif failures is None:
            raise found.error
        else:
            failures.append(found)


def _found(sources: Source | Iterable[Source], options: Options) -> Iterator[Reading | Failure]:
    if isinstance(sources, str | os.PathLike | bytes | Item | Failure):
        sources = (sources,)
    for each in sources:
        if isinstance(each, bytes):
            try:
                report, issues = plain.read(each, options=options)
            except InputError as error:
                yield Failure(name="bytes", error=error)
            else:
                yield Reading(report=report, issues=issues)
            continue
        for item in (each,) if isinstance(each, Item | Failure) else find([each]):
            if isinstance(item, Failure):
                yield item
            else:
                yield from source.read(item, options=options)
