"""Load the words by which ledgers tell what accounts do not say in fields of their own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.lexicon.actors import SECTORS

_FILE = "ledgers.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerWords:
    """Lists of lower-case words, and three of sectors, as ``data/ledgers.toml`` describes them."""

    since: frozenset[str]
    away: frozenset[str]
    settlement: frozenset[str]
    pronoun: frozenset[str]
    numbered: frozenset[str]
    outside: frozenset[str]
    articles: frozenset[str]
    nobody: frozenset[str]
    bodies: frozenset[str]
    presence: frozenset[str]
    between: frozenset[str]
    limits: frozenset[str]
    rule_nouns: frozenset[str]
    part_before: frozenset[str]
    part_behind: frozenset[str]
    forcing: frozenset[str]
    ahead: frozenset[str]
    deals: frozenset[str]
    talks: frozenset[str]
    proposals: frozenset[str]
    negotiators: frozenset[str]
    state: frozenset[str]
    armed: frozenset[str]


def parse(text: str) -> LedgerWords:
    """Read the lists from TOML.

    Raises:
        LexiconError: a list is missing, unknown or holds what it must not; the message names it.
    """
    data = tomllib.loads(text)
    known = {field.name for field in fields(LedgerWords)}
    for name in sorted(known ^ set(data)):
        raise LexiconError(f"{_FILE}: list {name!r} is {'unknown' if name in data else 'missing'}")
    lists: dict[str, frozenset[str]] = {}
    for name, value in data.items():
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise LexiconError(f"{_FILE}: {name} must be a list of strings; got {value!r}")
        lists[name] = frozenset(value)
    for name in ("state", "armed", "negotiators"):
        for odd in sorted(lists[name] - SECTORS):
            raise LexiconError(
                f"{_FILE}: {name} holds {odd!r}, which is no sector; use some of {' '.join(sorted(SECTORS))}"
            )
    return LedgerWords(**lists)


@cache
def load() -> LedgerWords:
    """Load the shipped lists."""
    return parse((files("dateline.lexicon") / "data" / _FILE).read_text(encoding="utf-8"))
