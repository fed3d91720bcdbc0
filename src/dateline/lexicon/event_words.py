"""Load the words by which accounts of one event are laid side by side."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.lexicon.actors import SECTORS

__all__ = ["EventWords", "load", "read"]

FILE = "event_words.toml"
_KEYS = {
    "place": ("country", "region", "county", "settlement", "night"),
    "speaker": ("anybody",),
    "party": ("state", "armed", "nobody", "before", "after"),
    "toll": ("everybody",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Lists of lower-case words, as ``data/event_words.toml`` describes them; ``state`` and ``armed`` are sectors."""

    country: frozenset[str]
    region: frozenset[str]
    county: frozenset[str]
    settlement: frozenset[str]
    night: frozenset[str]
    anybody: frozenset[str]
    state: frozenset[str]
    armed: frozenset[str]
    nobody: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    everybody: frozenset[str]


@cache
def load() -> EventWords:
    """Load and check the shipped lists. Raises LexiconError as :func:`read` does."""
    return read((files("dateline.lexicon") / "data" / FILE).read_text(encoding="utf-8"))


def read(text: str) -> EventWords:
    """Read the lists from TOML.

    Raises:
        LexiconError: a section or list is missing or unknown, or holds what it must not; the message names it.
    """
    data = tomllib.loads(text)
    lists: dict[str, frozenset[str]] = {}
    for section in (*_KEYS, *data):
        table = data.get(section)
        if section not in _KEYS or not isinstance(table, dict):
            raise LexiconError(f"{FILE}: [{section}] is unknown or missing; the sections are {', '.join(_KEYS)}")
        if set(table) != set(_KEYS[section]):
            raise LexiconError(f"{FILE}: [{section}] has {', '.join(table)}; give it {', '.join(_KEYS[section])}")
        for key, words in table.items():
            if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
                raise LexiconError(f"{FILE}: {section}.{key} must be a list of words; got {words!r}")
            lists[key] = frozenset(words)
    for key in ("state", "armed"):
        if odd := lists[key] - SECTORS:
            raise LexiconError(f"{FILE}: party.{key} has {', '.join(sorted(odd))}; use PLOVER sectors")
    return EventWords(**lists)
