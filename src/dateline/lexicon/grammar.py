"""Closed-class words that entries of the predicate lexicon may name. The data are ``data/grammar.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import LexiconError

FILE = Path(__file__).parent / "data" / "grammar.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """``prepositions`` as a tree gives them ("out of"); ``light_verbs`` with a particle as "carry_out"."""

    prepositions: frozenset[str]
    light_verbs: frozenset[str]


@cache
def load() -> Grammar:
    """Load the closed classes.

    Raises:
        LexiconError: the file is not TOML or lacks a list.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    if lacking := {"prepositions", "light_verbs"} - set(data):
        raise LexiconError(f"{FILE.name}: lacks {', '.join(sorted(lacking))}")
    return Grammar(
        prepositions=frozenset(word.replace("_", " ") for word in data["prepositions"].split()),
        light_verbs=frozenset(data["light_verbs"].split()),
    )
