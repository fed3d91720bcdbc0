"""Nouns by class: what the conditions of the predicate lexicon are written in.

The data are ``data/classes.toml``: a table a class, with its nouns (lemmas, ``_`` for a space is not used: the head
noun decides), the classes that it takes in, the contexts that it adds, and the ASSAULT mode that it gives as an
instrument.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import LexiconError
from dateline.lexicon import ontology
from dateline.records import ClaimType

FILE = Path(__file__).parent / "data" / "classes.toml"
_KEYS = frozenset({"nouns", "takes", "contexts", "mode"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """Classes of nouns. A noun may be in several; ``by_noun`` is keyed by lower-case lemma."""

    names: tuple[str, ...]
    by_noun: Mapping[str, frozenset[str]]
    contexts: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, str]


@cache
def load() -> Classes:
    """Load and check the shipped classes.

    Raises:
        LexiconError: the file is wrong; the message names the class.
    """
    return build(FILE)


def build(path: Path) -> Classes:
    """Build classes from a file; a class that takes in others has their nouns too.

    Raises:
        LexiconError: the file is wrong; the message names the class.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path.name}: {error}") from error
    codebook = ontology.load()
    for name, entry in data.items():
        if odd := set(entry) - _KEYS:
            raise LexiconError(f"{path.name}: class {name}: unknown key {min(odd)!r}; use {', '.join(sorted(_KEYS))}")
        for word, allowed, what in (
            *((taken, tuple(data), "class") for taken in entry.get("takes", "").split()),
            *((context, codebook.contexts, "context") for context in entry.get("contexts", "").split()),
            *((mode, codebook.modes[ClaimType.ASSAULT], "mode of ASSAULT") for mode in entry.get("mode", "").split()),
        ):
            if word not in allowed:
                known = ", ".join(allowed)
                raise LexiconError(f"{path.name}: class {name}: {what} {word!r} is unknown; use one of {known}")
    by_noun: dict[str, set[str]] = {}
    for name in data:
        for member in _members(name, data, path, ()):
            by_noun.setdefault(member, set()).add(name)
    return Classes(
        names=tuple(data),
        by_noun={noun: frozenset(names) for noun, names in by_noun.items()},
        contexts={name: tuple(entry["contexts"].split()) for name, entry in data.items() if "contexts" in entry},
        modes={name: entry["mode"] for name, entry in data.items() if "mode" in entry},
    )


def _members(name: str, data: Mapping[str, Mapping[str, str]], path: Path, above: tuple[str, ...]) -> set[str]:
    """Return the nouns of a class and of all that it takes in."""
    if name in above:
        raise LexiconError(f"{path.name}: class {name} takes in itself, by way of {' > '.join(above)}")
    nouns = set(data[name].get("nouns", "").split())
    for taken in data[name].get("takes", "").split():
        nouns |= _members(taken, data, path, (*above, name))
    return nouns
