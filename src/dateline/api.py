"""What doors and libraries use: read reports, parse them, describe the record."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeAlias

from dateline import atlas, claim, desk, evaluation, people, pipeline, reviewing, service
from dateline import ingest as _ingest
from dateline import store as _store
from dateline.claim import Outcome
from dateline.codec import dumps, schema
from dateline.errors import DatelineError, FullStore, InputError, LexiconError, MissingInput, ReadOnlyStore, StoreError
from dateline.event import Event, EventStatus, Toll
from dateline.export import EVENT_COLUMNS, LEDGER_COLUMNS, event_cells, ledger_cells, table
from dateline.export import FORMATS as EXPORT_FORMATS
from dateline.exporting import CLAIM_COLUMNS, Archived, Exported, archive, claim_cells, export, gone, restore
from dateline.ingest import LOCAL, Files, Ingested, Over, coding, lexicons_of, spread, workers_for
from dateline.inquiry import derivation, event, events, judge, ledger, merge, pending, resolve, review, settle, split
from dateline.intake import plain, source
from dateline.intake.options import Options
from dateline.intake.source import Failure, Item
from dateline.judgement import Judgement, Review
from dateline.language import conllu as _conllu
from dateline.ledger import LedgerKind, Row
from dateline.lexicon import codebook as _codebook
from dateline.lexicon import gazetteer_shelf as _shelf
from dateline.lexicon import un_list as _un_list
from dateline.lexicon.codebook import Book
from dateline.lexicon.gazetteer_merge import Counts
from dateline.lexicon.gazetteer_rows import Added
from dateline.lexicon.gazetteer_shelf import Broken
from dateline.measuring import Cost, measure
from dateline.origination import Evidence, StoredOrigin, origins
from dateline.parts import PARQUET, Parts
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
from dateline.resolution import Resolved
from dateline.store import (
    ClaimQuery,
    Coder,
    EventQuery,
    Keeper,
    LedgerQuery,
    Near,
    OriginQuery,
    OriginReport,
    Progress,
    ReportQuery,
    Store,
    StoredClaim,
    StoredReport,
)
from dateline.store.fetches import Health
from dateline.trial import check_codebook
from dateline.watch import Happening, Watched, feeds, watch

__all__ = [
    "CLAIM_COLUMNS",
    "EVENT_COLUMNS",
    "EXPORT_FORMATS",
    "GAZETTEER_FORMATS",
    "LEDGER_COLUMNS",
    "MAX_BYTES",
    "PARQUET",
    "Added",
    "Archived",
    "Attribution",
    "Book",
    "Broken",
    "Claim",
    "ClaimPlace",
    "ClaimQuantity",
    "ClaimQuery",
    "ClaimTime",
    "ClaimType",
    "Coder",
    "Cost",
    "Counts",
    "DatelineError",
    "Event",
    "EventQuery",
    "EventStatus",
    "Evidence",
    "Exported",
    "Failure",
    "FullStore",
    "Happening",
    "Health",
    "Ingested",
    "InputError",
    "Issue",
    "Item",
    "Judgement",
    "LedgerKind",
    "LedgerQuery",
    "LexiconError",
    "Near",
    "OriginQuery",
    "OriginReport",
    "Outcome",
    "Over",
    "Participant",
    "Polarity",
    "Progress",
    "ReadOnlyStore",
    "Reading",
    "Report",
    "ReportQuery",
    "Resolved",
    "Review",
    "Row",
    "Source",
    "Speaker",
    "Status",
    "Store",
    "StoreError",
    "StoredClaim",
    "StoredOrigin",
    "StoredReport",
    "Toll",
    "Watched",
    "add_gazetteer",
    "archive",
    "atlas",
    "check_codebook",
    "claim_cells",
    "claims",
    "conllu",
    "derivation",
    "desk",
    "dumps",
    "evaluation",
    "event",
    "event_cells",
    "events",
    "explain",
    "export",
    "feeds",
    "find",
    "gazetteers",
    "gone",
    "import_un",
    "ingest",
    "judge",
    "ledger",
    "ledger_cells",
    "measure",
    "merge",
    "noun_classes",
    "open",
    "origins",
    "parse",
    "pending",
    "people",
    "read",
    "read_text",
    "remove_gazetteer",
    "reports",
    "resolve",
    "restore",
    "review",
    "reviewing",
    "schema",
    "service",
    "settle",
    "split",
    "table",
    "watch",
    "workers_for",
]

MAX_BYTES = 10_000_000
"""Default size limit of one report, in bytes: 10 MB, some 1.6 million words. The longest news report is far below."""

GAZETTEER_FORMATS = tuple(_shelf.FORMATS)
"""What a gazetteer of a user's may be: the names that ``format`` of :func:`add_gazetteer` takes."""

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
    actors: Files = (),
    codebooks: Files = (),
    gazetteers: Files = (),
    columns: Mapping[str, str] | None = None,
    failures: list[Failure] | None = None,
    workers: int = 1,
    over: Over = LOCAL,
) -> Iterator[Reading]:
    """Read reports as claims, one at a time, in order.

    A source is a file, a folder or zip archive (all the way down), ``-`` for the standard input, or the bytes of a
    file; give one or several. docs/formats-in.md tells what formats are read, and what is kept of each.
    ``published`` (YYYY-MM-DD, the day in the outlet's place) anchors "on Wednesday" and "last month"; it and
    ``outlet`` hold for all reports that do not say so themselves.
    ``max_bytes`` limits one report. ``threads`` are those of the language model, ``workers`` how many processes
    read side by side (:func:`workers_for` says how many suit), on this machine or
    ``over`` a Ray cluster; none changes a result.
    ``actors`` are registries of your own, TOML or CSV, that go over the one that dateline ships; the later wins.
    ``codebooks`` are TOML files with types, words and corrections of your own (docs/codebook-of-your-own.md).
    ``gazetteers`` are places of your own, for this time, over those that :func:`add_gazetteer` added.
    ``columns`` tells which column of CSV or Excel holds which field (``{"text": "body"}``), where names do not tell.

    What cannot be read or coded raises, unless ``failures`` is a list: then it is added there and the rest is read.
    A report in another language than English comes out with its text, no claims, and an issue that says so.

    Raises:
        InputError: at once where an option is wrong; while reading, where a source is missing, empty, too large, no
            text, or a row of it is wrong.
        LexiconError: at once where a registry, codebook or gazetteer cannot be read or an entry of it is wrong.
    """
    named = tuple((columns or {}).items())
    options = Options(published=published, outlet=outlet, max_bytes=max_bytes, columns=named)
    code = coding(lexicons_of(actors, codebooks, gazetteers), threads)
    return spread(code, workers, failures, over)(_intake(sources, options, failures))


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
    actors: Files = (),
    codebooks: Files = (),
    gazetteers: Files = (),
) -> Reading:
    """Read one report from a string. Offsets point into ``reading.report.text``, the cleaned text.

    Raises:
        InputError: ``published`` is no date, or the text is empty, no text, or past :data:`MAX_BYTES`.
        LexiconError: a file of ``actors``, ``codebooks`` or ``gazetteers`` (see :func:`read`) is wrong.
    """
    options = Options(published=published, outlet=outlet, max_bytes=MAX_BYTES)
    report, issues = plain.read(text, source_id=source_id, title=title, url=url, options=options)
    lexicons = lexicons_of(actors, codebooks, gazetteers)
    found = pipeline.read(
        [Reading(report=report, issues=issues)],
        registry=lexicons.registry,
        lexicon=lexicons.predicates,
        places=lexicons.places,
    )
    return next(found)


def explain(
    source: Source,
    *,
    sentence: int | None = None,
    published: str | None = None,
    max_bytes: int = MAX_BYTES,
    actors: Files = (),
    codebooks: Files = (),
    gazetteers: Files = (),
) -> Iterator[str]:
    """Yield lines that tell why each word of a report was coded as it was, and not as the next best.

    ``sentence`` counts from 1 over the report; None is all of it. The other options are those of :func:`read`.

    Raises:
        InputError: as :func:`read`; or the report has no such sentence.
        LexiconError: a file of ``actors``, ``codebooks`` or ``gazetteers`` is wrong.
    """
    options = Options(published=published, max_bytes=max_bytes)
    lexicons = lexicons_of(actors, codebooks, gazetteers)
    for reading in pipeline.unpublished(
        _intake(source, options, None),
        registry=lexicons.registry,
        lexicon=lexicons.predicates,
        places=lexicons.places,
    ):
        count = len(reading.sentences)
        if sentence is not None and not 1 <= sentence <= count:
            name = reading.report.source_id or "text"
            raise InputError(f"{name}: there is no sentence {sentence}; the report has {count}")
        yield from claim.grounds(reading, sentence, lexicon=lexicons.predicates)


def conllu(reading: Reading) -> str:
    """Return the sentences of a reading from :func:`parse` as CoNLL-U; "" where there are none."""
    return _conllu.document(reading)


def import_un(path: str | os.PathLike[str]) -> str:
    """Return a registry for ``actors``, as TOML, of those on the UN Security Council consolidated list (its XML).

    Raises:
        LexiconError: the file cannot be read, is not that list, or holds a document type or entities.
    """
    return _un_list.convert(Path(path))


def noun_classes(name: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the classes of nouns that conditions of a codebook may name, with their nouns in order; or one of them.

    Raises:
        LexiconError: there is no class of that name.
    """
    return _codebook.classes(name)


def open(db: str | os.PathLike[str], *, create: bool = False, wait: float = _store.WAIT) -> Store:
    """Open a store: a file, or a PostgreSQL database (``postgresql://USER@HOST/DATABASE``). Close it, or use ``with``.

    One of an older version is brought to this one. ``create`` makes a store where there is none. ``wait`` is for how
    many seconds other writers are waited for.

    Raises:
        StoreError: there is none, it is of a later version, damaged, no store, or cannot be reached.
    """
    return _store.open_store(db, create=create, wait=wait)


def ingest(
    sources: Source | Iterable[Source],
    db: Store | str | os.PathLike[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    max_bytes: int = MAX_BYTES,
    threads: int | None = None,
    actors: Files = (),
    codebooks: Files = (),
    gazetteers: Files = (),
    columns: Mapping[str, str] | None = None,
    allow_hosts: Iterable[str] = (),
    failures: list[Failure] | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
    workers: int = 1,
    over: Over = LOCAL,
) -> Ingested:
    """Read reports as :func:`read` does, addresses on the web (``https://…``) too, and store them.

    A page is asked for once; hosts of private networks are refused but for those named in ``allow_hosts``.

    What is in the store already, read by the same version with the same files, is not read again. ``db`` is a store,
    or where one is or is to be made. What cannot be read is listed in the result, and in ``failures`` as it happens.
    ``told`` is called with how far it is, whenever something was stored or passed over. Stopped at any moment, it may
    be called again: what was told as stored is stored. A ``db`` of ``parquet:FOLDER``, or ``parquet:`` and an address
    that fsspec knows, is a folder of Parquet tables (:mod:`dateline.parts`).

    Raises:
        InputError, LexiconError: as :func:`read`, at once.
        StoreError: as :func:`open`; or the store cannot be written to.
    """
    named = tuple((columns or {}).items())
    options = Options(published=published, outlet=outlet, max_bytes=max_bytes, columns=named)
    lexicons = lexicons_of(actors, codebooks, gazetteers)
    with _keeper(db) as store:
        return _ingest.ingest(
            store,
            _items(sources),
            options=options,
            lexicons=lexicons,
            threads=threads,
            failures=[] if failures is None else failures,
            told=told,
            allow_hosts=allow_hosts,
            workers=workers,
            over=over,
        )


def _keeper(db: Store | str | os.PathLike[str]) -> AbstractContextManager[Keeper]:
    if isinstance(db, str) and db.startswith(PARQUET):
        return nullcontext(Parts(db))
    return _store.made(db) if isinstance(db, str | os.PathLike) else nullcontext(db)


def claims(db: Store | str | os.PathLike[str], query: ClaimQuery | None = None) -> Iterator[StoredClaim]:
    """Yield claims of a store, latest first by the time they tell; without a query all that are current.

    Raises:
        StoreError: as :func:`open`.
        InputError: the query is wrong.
    """
    asked = query or ClaimQuery()
    return _store.asked(db, lambda store: store.claims(asked))


def reports(db: Store | str | os.PathLike[str], query: ReportQuery | None = None) -> Iterator[StoredReport]:
    """Yield reports of a store, last published first; without a query all but older revisions.

    Raises as :func:`claims`.
    """
    asked = query or ReportQuery()
    return _store.asked(db, lambda store: store.reports(asked))


def add_gazetteer(
    file: str | os.PathLike[str], *, name: str | None = None, format: str | None = None, country: str | None = None
) -> tuple[Added, Counts]:
    """Add places of your own to those that all reports are read with from now on; what is added later wins.

    A file is a GeoNames country dump, a Who's On First CSV or a table of P-codes (docs/adding-a-gazetteer.md).
    ``format`` is one of :data:`GAZETTEER_FORMATS`, None to tell it from the content; ``country`` is ISO 3166-1
    alpha-3, for a file that does not tell it; ``name`` is the file's own by default. Gives what was added, and what
    came of it.

    Raises:
        LexiconError: an option or the file is wrong (the message names file, line and remedy), there is one of that
            name, or the folder of the user's data cannot be written. Nothing is changed then.
    """
    return _shelf.add(Path(file), name=name, format=format, country=country)


def gazetteers() -> list[Added | Broken]:
    """Return what :func:`add_gazetteer` added, in order; then what is there and cannot be read, and why."""
    return _shelf.added()


def remove_gazetteer(name: str) -> None:
    """Take away what was added under a name.

    Raises:
        LexiconError: there is none of that name, or it cannot be removed.
    """
    _shelf.remove(name)


def _items(sources: Source | Iterable[Source]) -> Iterator[Item | Failure | bytes]:
    if isinstance(sources, str | os.PathLike | bytes | Item | Failure):
        sources = (sources,)
    for each in sources:
        if isinstance(each, bytes | Item | Failure):
            yield each
        else:
            yield from find([each])


def _intake(sources: Source | Iterable[Source], options: Options, failures: list[Failure] | None) -> Iterator[Reading]:
    for found in _found(sources, options):
        if isinstance(found, Reading):
            yield found
        elif failures is None:
            raise found.error
        else:
            failures.append(found)


def _found(sources: Source | Iterable[Source], options: Options) -> Iterator[Reading | Failure]:
    for each in _items(sources):
        if isinstance(each, Failure):
            yield each
        elif isinstance(each, bytes):
            for found in source.read_bytes(each, options=options):
                yield found if isinstance(found, Failure) else found.reading
        else:
            yield from source.read(each, options=options)
