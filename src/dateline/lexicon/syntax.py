"""The grammar words that steer how arguments are read: control verbs, partitives, verbs of mere occurrence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from dateline.errors import LexiconError


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """Lists of lemmas, as ``data/syntax.toml`` describes them. Particles are joined: ``break_out``."""

    subject_control: frozenset[str]
    oblique_control: Mapping[str, frozenset[str]]
    object_markers: frozenset[str]
    results: frozenset[str]
    obligation: frozenset[str]
    making: frozenset[str]
    occurrence: frozenset[str]
    undergo: frozenset[str]
    observe: frozenset[str]
    engaged: frozenset[str]
    occurrence_object: Mapping[str, frozenset[str]]
    partitive: frozenset[str]
    collective: frozenset[str]
    losses: frozenset[str]
    exchange: frozenset[str]
    exchange_nouns: frozenset[str]
    said: frozenset[str]
    papers: frozenset[str]


def _words(table: Mapping[str, object], section: str, key: str) -> frozenset[str]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"syntax.toml: [{section}] {key} must be a list of strings; got {value!r}")
    return frozenset(cast("list[str]", value))


def _table(table: Mapping[str, object], section: str, key: str) -> Mapping[str, object]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise LexiconError(f"syntax.toml: [{section}] {key} must be a table; got {value!r}")
    return cast("dict[str, object]", value)


@cache
def load() -> Syntax:
    """Load and check ``data/syntax.toml``.

    Raises:
        LexiconError: a list is missing or holds something that is not a word.
    """
    data = tomllib.loads((files("dateline.lexicon") / "data" / "syntax.toml").read_text(encoding="utf-8"))
    control, clause, nominal = (_table(data, "top", name) for name in ("control", "clause", "nominal"))
    denial = _table(data, "top", "denial")
    oblique = _table(control, "control", "oblique")
    objects = _table(nominal, "nominal", "occurrence_object")
    return Syntax(
        subject_control=_words(control, "control", "subject"),
        oblique_control={verb: _words(oblique, "control.oblique", verb) for verb in oblique},
        object_markers=_words(clause, "clause", "object_markers"),
        results=_words(clause, "clause", "results"),
        obligation=_words(clause, "clause", "obligation"),
        making=_words(clause, "clause", "making"),
        occurrence=_words(nominal, "nominal", "occurrence") | _words(nominal, "nominal", "occurrence_particle"),
        undergo=_words(nominal, "nominal", "undergo"),
        observe=_words(nominal, "nominal", "observe"),
        engaged=_words(nominal, "nominal", "engaged"),
        occurrence_object={verb: _words(objects, "nominal.occurrence_object", verb) for verb in objects},
        partitive=_words(nominal, "nominal", "partitive"),
        losses=_words(nominal, "nominal", "losses"),
        collective=_words(nominal, "nominal", "collective"),
        exchange=_words(nominal, "nominal", "exchange"),
        exchange_nouns=_words(nominal, "nominal", "exchange_nouns"),
        said=_words(denial, "denial", "said"),
        papers=_words(denial, "denial", "papers"),
    )
