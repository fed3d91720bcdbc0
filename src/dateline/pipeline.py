"""THE MAIN PATH: the stages that a report goes through, in order. A newcomer starts here.

A stage takes readings and gives readings, one by one, and each adds what it found: sentences, then mentions, then
attributions and claims. Nothing leaves in silence: a report that is not coded passes through with an issue that says
why. Stages are top-level functions without state, so that one list of them runs here or in other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from dateline import claim, language, mention
from dateline.lexicon.actors import Registry
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.predicates import Predicates
from dateline.records import Reading

__all__ = ["STAGES", "Stage", "parse", "patience", "publish", "read", "stages", "unpublished"]

Stage: TypeAlias = Callable[[Iterable[Reading]], Iterator[Reading]]


def publish(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Take the words out of the sentences: a published record tells claims, not trees."""
    for reading in readings:
        yield replace(reading, sentences=tuple(replace(sentence, tokens=()) for sentence in reading.sentences))


STAGES: tuple[Stage, ...] = (
    language.parse,  # sentences, words, trees and names, by the shipped model
    mention.find,  # actors, places, times, quantities
    claim.code,  # who says what; what is claimed
    publish,
)
"""What is done to every report after intake, in this order."""


def stages(
    registry: Registry | None = None, lexicon: Predicates | None = None, places: Gazetteer | None = None
) -> tuple[Stage, ...]:
    """Return the stages with actors, words or places other than those shipped; they can be pickled with them."""
    own: dict[Stage, Stage] = {}
    if registry is not None or places is not None:
        own[mention.find] = partial(mention.find, registry=registry, places=places)
    if lexicon is not None:
        own[claim.code] = partial(claim.code, lexicon=lexicon)
    return tuple(own.get(stage, stage) for stage in STAGES)


def read(
    readings: Iterable[Reading],
    *,
    threads: int | None = None,
    registry: Registry | None = None,
    lexicon: Predicates | None = None,
    places: Gazetteer | None = None,
) -> Iterator[Reading]:
    """Take readings with nothing but their report through all stages, one at a time, in order.

    ``threads`` is the number of threads inside the language model; the result is the same for any. None leaves it to
    ``DATELINE_THREADS``, else 1. ``registry`` holds the actors that are known, ``lexicon`` the words that tell of
    events, with codebooks of users, ``places`` the places with what users added; None those that dateline ships.
    """
    return publish(unpublished(readings, threads=threads, registry=registry, lexicon=lexicon, places=places))


def unpublished(
    readings: Iterable[Reading],
    *,
    threads: int | None = None,
    registry: Registry | None = None,
    lexicon: Predicates | None = None,
    places: Gazetteer | None = None,
) -> Iterator[Reading]:
    """Take readings through all stages but the last, so that their sentences keep their words; see :func:`read`."""
    flow = parse(readings, threads=threads)
    for stage in stages(registry, lexicon, places)[1:-1]:
        flow = stage(flow)
    return flow


def patience(reading: Reading) -> float:
    """Return after how many seconds a report is given up where processes are watched: 100 times what it should take."""
    return 60 + len(reading.report.text) / 200


def parse(readings: Iterable[Reading], *, threads: int | None = None) -> Iterator[Reading]:
    """Take readings through the first stage alone: sentences with their words, tags and trees."""
    return language.parse(readings, threads=threads)
