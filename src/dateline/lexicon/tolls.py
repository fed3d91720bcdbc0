"""The words that make a number beside them the toll of an attack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError

FILE = "tolls.toml"
_SECTIONS = ("toll", "life", "count", "force", "whole")
_KINDS = ("adjectives", "nouns", "of", "verbs")


@dataclass(frozen=True, slots=True, kw_only=True)
class TollWords:
    """Lemmas, as ``data/tolls.toml`` describes them.

    ``adjectives``, ``nouns``, ``of``, ``verbs`` and ``people`` map a word to the role of its number. ``moves`` maps a
    verb to the slot in which the toll stands that is its subject.
    """

    adjectives: Mapping[str, str]
    nouns: Mapping[str, str]
    of: Mapping[str, str]
    verbs: Mapping[str, str]
    lose: frozenset[str]
    take: frozenset[str]
    counts: frozenset[str]
    numbers: frozenset[str]
    people: Mapping[str, str]
    moves: Mapping[str, str]
    forces: frozenset[str]
    wholes: frozenset[str]


@cache
def load() -> TollWords:
    """Load and check ``data/tolls.toml``.

    Raises:
        LexiconError: a section or key is missing or unknown, or a form is not a lower-case word.
    """
    return read(tomllib.loads((files("dateline.lexicon") / "data" / FILE).read_text(encoding="utf-8")))


def read(data: Mapping[str, object]) -> TollWords:
    """Check the tables of ``tolls.toml`` and build the look-ups. Raises LexiconError as :func:`load` does."""
    for name in (*_SECTIONS, *data):
        if name not in _SECTIONS or name not in data:
            fault = "unknown" if name not in _SECTIONS else "missing"
            raise LexiconError(f"{FILE}: section [{name}] is {fault}; the sections are: {', '.join(_SECTIONS)}")
    rows = data["toll"]
    if not isinstance(rows, list):
        raise LexiconError(f"{FILE}: toll is not a list; write [[toll]] with role and {', '.join(_KINDS)}")
    roles: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for row in rows:
        table = _table("toll", row)
        role = table.get("role")
        if not isinstance(role, str) or not role:
            raise LexiconError(f'{FILE}: [[toll]] role {role!r} is not a word; write role = "killed"')
        for kind in _KINDS:
            for word in _words(f"toll {role}", kind, table):
                if word in roles[kind]:
                    raise LexiconError(f"{FILE}: [[toll]] {kind}: {word!r} has two roles; keep one")
                roles[kind][word] = role
    life, count, force, whole = (_table(name, data[name]) for name in _SECTIONS[1:])
    return TollWords(
        adjectives=roles["adjectives"],
        nouns=roles["nouns"],
        of=roles["of"],
        verbs=roles["verbs"],
        lose=frozenset(_words("life", "lose", life)),
        take=frozenset(_words("life", "take", life)),
        counts=frozenset(_words("count", "nouns", count)),
        numbers=frozenset(_words("count", "numbers", count)),
        people=_pairs("people", count.get("people"), "the role of the number"),
        moves=_pairs("moves", count.get("moves"), 'a preposition, "obj" or "is"'),
        forces=frozenset(_words("force", "words", force)),
        wholes=frozenset(_words("whole", "nouns", whole)),
    )


def _pairs(key: str, table: object, wanted: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for verb, value in _table(f"count.{key}", table).items():
        if not isinstance(value, str) or not value:
            raise LexiconError(f"{FILE}: [count] {key}: {verb} = {value!r}; write {wanted}")
        out[verb] = value
    return out


def _table(name: str, table: object) -> dict[str, object]:
    if not isinstance(table, dict) or not table:
        raise LexiconError(f"{FILE}: [{name}] is not a table; write lines of key = value under it")
    return table


def _words(name: str, key: str, table: Mapping[str, object]) -> list[str]:
    words = table.get(key)
    if not isinstance(words, list) or not all(isinstance(w, str) and w == w.lower().strip() != "" for w in words):
        raise LexiconError(f"{FILE}: [{name}] {key} = {words!r}; use a list of lower-case words")
    return [str(word) for word in words]
