"""Load the words by which a claim answers another: denials, and what bears a claim out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.records import ClaimType

_FILE = "answers.toml"
_LISTS = (
    "said", "blame", "part", "figures", "papers", "confirming", "showing", "confirms", "also", "but", "however",
    "insisting", "researchers", "research", "polities", "harm", "light", "vague",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Lists of lemmas, as ``data/answers.toml`` describes them.

    ``families`` holds each pair of kindred types; ``parties`` and ``things`` give words their kind.
    """

    said: frozenset[str]
    blame: frozenset[str]
    part: frozenset[str]
    figures: frozenset[str]
    papers: frozenset[str]
    confirming: frozenset[str]
    showing: frozenset[str]
    confirms: frozenset[str]
    also: frozenset[str]
    but: frozenset[str]
    however: frozenset[str]
    insisting: frozenset[str]
    researchers: frozenset[str]
    research: frozenset[str]
    polities: frozenset[str]
    harm: frozenset[str]
    light: frozenset[str]
    vague: frozenset[str]
    families: frozenset[frozenset[ClaimType]]
    parties: Mapping[str, str]
    things: Mapping[str, str]


def _words(data: Mapping[str, object], key: str) -> frozenset[str]:
    value = data.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"{_FILE}: {key} must be a list of strings; got {value!r}")
    return frozenset(value)


def _kinds(data: Mapping[str, object], key: str) -> Mapping[str, str]:
    table = data.get(key)
    if not isinstance(table, dict):
        raise LexiconError(f"{_FILE}: {key} must be a table of lists; got {table!r}")
    return {word: kind for kind in table for word in _words(table, kind)}


def _kind(word: str) -> ClaimType:
    if word not in set(ClaimType):
        raise LexiconError(f"{_FILE}: type {word!r} in families is unknown; use one of {', '.join(ClaimType)}")
    return ClaimType(word)


def parse(text: str) -> Answers:
    """Read the lists from TOML.

    Raises:
        LexiconError: a list is missing, or holds what it must not; the message names it.
    """
    data = tomllib.loads(text)
    families = data.get("families")
    if not isinstance(families, dict):
        raise LexiconError(f"{_FILE}: families must be a table of types; got {families!r}")
    pairs = frozenset(frozenset({_kind(a), _kind(b)}) for a in families for b in _words(families, a))
    lists = {key: _words(data, key) for key in _LISTS}
    return Answers(**lists, families=pairs, parties=_kinds(data, "parties"), things=_kinds(data, "things"))


@cache
def load() -> Answers:
    """Load the shipped lists."""
    return parse((files("dateline.lexicon") / "data" / _FILE).read_text(encoding="utf-8"))
