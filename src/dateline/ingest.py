"""Filling a store: what intake finds, through the main path, into a store. It joins the three."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TypeAlias

from dateline import engine, pipeline
from dateline.errors import InputError, LexiconError, ModelError, Uncodable
from dateline.intake import source, web
from dateline.intake.fetch_guard import Guard
from dateline.intake.options import Options
from dateline.intake.source import Failure, Input, Item
from dateline.lexicon import codebook, registry
from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon.actors import Registry
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.gazetteer_rows import Added
from dateline.lexicon.predicates import Predicates
from dateline.parts import Parts
from dateline.records import Reading
from dateline.store import Arrival, Coder, Keeper, Progress, fill
from dateline.store.fill import MOST, PAUSE
from dateline.version import __version__

__all__ = [
    "LOCAL",
    "Files",
    "Ingested",
    "Lexicons",
    "Over",
    "coder_of",
    "coding",
    "ingest",
    "lexicons_of",
    "spread",
    "workers_for",
]

Files: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A file of the user's, or several, laid over what dateline ships one after the other."""

_LONG = 300_000
"""Bytes of sources from which several processes pay: some ten seconds of work, where one takes a second to start."""
_MANY = 200
"""Sources from which they do, whatever is known of their size."""


RAY = "ray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """What reports are read over: the processes of this machine, or a Ray cluster with its head at an address."""

    engine: str = "local"
    address: str | None = None

    def __post_init__(self) -> None:
        if self.engine not in ("local", RAY):
            raise InputError(f'engine "{self.engine}" is unknown; use local or ray')
        if self.address is not None and self.engine != RAY:
            raise InputError(f"address {self.address}: only engine ray has one")


LOCAL = Over()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicons:
    """What reports are read with over what dateline ships, None for that alone; and the files that it came from."""

    registry: Registry | None = None
    predicates: Predicates | None = None
    places: Gazetteer | None = None
    registry_files: tuple[Path, ...] = ()
    gazetteer_files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What came of ingesting: into which store, how much, and what could not be read and why."""

    store: str
    progress: Progress
    failures: tuple[Failure, ...]


def ingest(
    store: Keeper,
    sources: Iterable[Item | Failure | bytes],
    *,
    options: Options,
    lexicons: Lexicons,
    threads: int | None,
    failures: list[Failure],
    told: Callable[[Progress], None],
    allow_hosts: Iterable[str] = (),
    workers: int = 1,
    over: Over = LOCAL,
) -> Ingested:
    """Code what is not in the store yet, and store it. See :func:`dateline.api.ingest`."""
    # Parts are files, best not too small: of what is coded a minute's work may be lost.
    pause, most = (60.0, 1_000) if isinstance(store, Parts) else (PAUSE, MOST)
    progress = fill(
        store,
        _arrivals(sources, options, failures, Guard.allowing([*allow_hosts])),
        code=spread(coding(lexicons, threads), workers, failures, over),
        coder=coder_of(lexicons),
        told=told,
        pause=pause,
        most=most,
    )
    return Ingested(store=store.name, progress=progress, failures=tuple(failures))


def lexicons_of(actors: Files = (), codebooks: Files = (), gazetteers: Files = ()) -> Lexicons:
    """Load what reports are read with: registries, codebooks and gazetteers of the user's over what dateline ships.

    Raises:
        LexiconError: one of them cannot be read, or an entry of it is wrong.
    """
    registries, books, places = (_paths(files) for files in (actors, codebooks, gazetteers))
    return Lexicons(
        registry=registry.load(registries) if registries else None,
        predicates=codebook.load(books) if books else None,
        places=shelf.load(places),
        registry_files=tuple(registries),
        gazetteer_files=tuple(places),
    )


def coding(lexicons: Lexicons, threads: int | None = None) -> Callable[[Iterable[Reading]], Iterator[Reading]]:
    """Return what takes readings to coded ones."""
    return partial(
        pipeline.read,
        threads=threads,
        registry=lexicons.registry,
        lexicon=lexicons.predicates,
        places=lexicons.places,
    )


def spread(
    code: Callable[[Iterable[Reading]], Iterator[Reading]],
    workers: int,
    failures: list[Failure] | None,
    over: Over,
) -> Callable[[Iterable[Reading]], Iterator[Reading]]:
    """Return what does the same in so many processes here or over a cluster, and puts what fails into ``failures``.

    None for that raises it instead.
    """

    def set_aside(reading: Reading, reason: str) -> None:
        name = reading.report.source_id or reading.report.title or reading.report.id
        error = Uncodable(
            f"{name}: could not be coded: {reason}; it is left out. Please report it, with the text if you may"
        )
        if failures is None:
            raise error
        failures.append(Failure(name=name, error=error))

    if over.engine == RAY:
        return partial(
            engine.spread_over,
            stage=code,
            workers=workers,
            seconds=pipeline.patience,
            set_aside=set_aside,
            address=over.address,
        )
    if workers == 1 and failures is None:
        return code  # what fails then fails as it is
    return partial(engine.spread, stage=code, workers=workers, seconds=pipeline.patience, set_aside=set_aside)


def workers_for(sources: Iterable[Item | Failure], threads: int | None = None) -> int:
    """Return how many processes suit what is to be read: one a core, or one alone where starting more would not pay.

    ``threads`` are those of the language model in each.
    """
    sizes = [each.size for each in sources if isinstance(each, Item)]
    known = sum(size for size in sizes if size is not None)
    if known < _LONG and len(sizes) < _MANY:
        return 1
    return max(engine.cores() // (threads or 1), 1)


def coder_of(lexicons: Lexicons) -> Coder:
    """Tell by what reports are read: version, model, and the files of the user's."""
    kept = tuple(one.sha256 for one in shelf.added() if isinstance(one, Added))
    return Coder(
        version=__version__,
        model=_model(),
        codebooks=lexicons.predicates.codebooks if lexicons.predicates else (),
        registries=_digests(lexicons.registry_files),
        gazetteers=(*kept, *_digests(lexicons.gazetteer_files)),
    )


@cache
def _model() -> str:
    """Return the digest of the language model's weights, without loading them."""
    file = resources.files("dateline.language").joinpath("weights", "model.json")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["digest"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{file}: the language model cannot be read ({error}); reinstall dateline") from error
    return str(found)


def _digests(files: Sequence[Path]) -> tuple[str, ...]:
    try:
        return tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    except OSError as error:
        raise LexiconError(f"{error.filename}: cannot be read: {error.strerror}; check the path") from error


def _paths(files: Files) -> list[Path]:
    return [Path(file) for file in ((files,) if isinstance(files, str | os.PathLike) else files)]


def _arrivals(
    sources: Iterable[Item | Failure | bytes], options: Options, failures: list[Failure], guard: Guard
) -> Iterator[Arrival]:
    for each in sources:
        if isinstance(each, Failure):
            failures.append(each)
        else:
            for found in _inputs(each, options, guard):
                if isinstance(found, Failure):
                    failures.append(found)
                else:
                    yield Arrival(reading=found.reading, raw=found.raw)


def _inputs(each: Item | bytes, options: Options, guard: Guard) -> Iterator[Input | Failure]:
    if isinstance(each, Item) and web.is_link(each):
        return web.visit(each, guard=guard, options=options)
    return source.read_with_bytes(each, options=options)
