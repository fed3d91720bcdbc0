"""Filling a store: what intake finds, through the main path, into a store. It joins the three."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path

from dateline import pipeline
from dateline.errors import InputError, LexiconError, ModelError
from dateline.intake import plain, source
from dateline.intake.options import Options
from dateline.intake.source import Failure, Item
from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon.actors import Registry
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.gazetteer_rows import Added
from dateline.lexicon.predicates import Predicates
from dateline.records import Reading
from dateline.store import Arrival, Coder, Progress, Store, fill
from dateline.version import __version__

__all__ = ["Ingested", "Lexicons", "ingest"]


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
    store: Store,
    sources: Iterable[Item | Failure | bytes],
    *,
    options: Options,
    lexicons: Lexicons,
    threads: int | None,
    failures: list[Failure],
    told: Callable[[Progress], None],
) -> Ingested:
    """Code what is not in the store yet, and store it. See :func:`dateline.api.ingest`."""
    progress = fill(
        store,
        _arrivals(sources, options, failures),
        code=partial(
            pipeline.read,
            threads=threads,
            registry=lexicons.registry,
            lexicon=lexicons.predicates,
            places=lexicons.places,
        ),
        coder=coder_of(lexicons),
        told=told,
    )
    return Ingested(store=store.name, progress=progress, failures=tuple(failures))


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


def _arrivals(
    sources: Iterable[Item | Failure | bytes], options: Options, failures: list[Failure]
) -> Iterator[Arrival]:
    for each in sources:
        if isinstance(each, Failure):
            failures.append(each)
        elif isinstance(each, bytes):
            try:
                report, issues = plain.read(each, options=options)
            except InputError as error:
                failures.append(Failure(name="bytes", error=error))
            else:
                yield Arrival(reading=Reading(report=report, issues=issues), raw=each)
        else:
            for found in source.read_with_bytes(each, options=options):
                if isinstance(found, Failure):
                    failures.append(found)
                else:
                    yield Arrival(reading=found.reading, raw=found.raw)
