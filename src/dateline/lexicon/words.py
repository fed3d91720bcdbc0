"""Abbreviations, affixes and fused words that the tokenizer knows (``data/words.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``contractions`` maps a fused word to the length of its first part."""

    abbreviations: frozenset[str]
    affixes: frozenset[str]
    contractions: dict[str, int]
    titles: frozenset[str]
    links: frozenset[str]


@cache
def load() -> Words:
    """Load and check the word lists; raise LexiconError where an entry is not lower case or does not split."""
    data = tomllib.loads(files("dateline.lexicon").joinpath("data/words.toml").read_text(encoding="utf-8"))
    abbreviations, affixes = frozenset(data["abbreviations"].split()), frozenset(data["affixes"].split())
    for word in abbreviations | affixes:
        if word != word.lower():
            raise LexiconError(f'words.toml: "{word}" must be in lower case')
    contractions = {}
    for parts in data["contractions"].split():
        first, bar, rest = parts.partition("|")
        if not bar or not first or not rest:
            raise LexiconError(f'words.toml: contraction "{parts}" must be written first|rest')
        contractions[first + rest] = len(first)
    return Words(
        abbreviations=abbreviations,
        affixes=affixes,
        contractions=contractions,
        titles=frozenset(data["titles"].split()),
        links=frozenset(data["links"].split()),
    )
