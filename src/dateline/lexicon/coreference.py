"""Given names that tell "he" or "she", and the learnt weights by which what a pronoun stands for is chosen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError

KINDS = ("he", "she", "it", "they", "noun", "bare")
"""The kinds of anaphor that have weights and a threshold of their own."""

NAMES = "given_names.toml"
WEIGHTS = "coreference.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreference:
    """``male`` and ``female`` are given names in lower case; ``weights`` and ``thresholds`` are by kind of anaphor."""

    male: frozenset[str]
    female: frozenset[str]
    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, float]


@cache
def load() -> Coreference:
    """Load what dateline ships.

    Raises:
        LexiconError: a name is under both genders, or a kind of anaphor has no weights; the message names the file.
    """
    data = resources.files("dateline.lexicon").joinpath("data")
    return read(*(data.joinpath(file).read_text(encoding="utf-8") for file in (NAMES, WEIGHTS)))


def read(names: str, weights: str) -> Coreference:
    """Read and check names and weights from TOML text. Raises LexiconError as :func:`load` does."""
    known, learnt = _toml(names, NAMES), _toml(weights, WEIGHTS)
    male, female = (frozenset(str(known.get(gender, "")).casefold().split()) for gender in ("male", "female"))
    if not male or not female:
        raise LexiconError(f"{NAMES}: male or female is missing; both are lists of names with white space between")
    if both := male & female:
        raise LexiconError(f"{NAMES}: {min(both)!r} is both male and female; drop it from both")
    tables: dict[str, dict[str, float]] = {}
    thresholds: dict[str, float] = {}
    for kind in KINDS:
        table = learnt.get(kind)
        if not isinstance(table, dict) or not isinstance(table.get("threshold"), float):
            raise LexiconError(f"{WEIGHTS}: [{kind}] with its threshold is missing; run training.coreference")
        rows = table.get("weights")
        if not isinstance(rows, dict) or not all(isinstance(value, float) for value in rows.values()):
            raise LexiconError(f"{WEIGHTS}: [{kind}.weights] is no table of numbers; run training.coreference")
        tables[kind], thresholds[kind] = dict(rows), table["threshold"]
    return Coreference(male=male, female=female, weights=tables, thresholds=thresholds)


def _toml(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: {error}") from error
