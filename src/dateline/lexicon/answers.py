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
_LISTS = ("said", "blame", "part", "figures", "papers", "confirming", "showing", "also", "light", "vague")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Lists of lemmas, as ``data/answers.toml`` describes them; ``families`` holds each pair of kindred types."""

    said: frozenset[str]
    blame: frozenset[str]
    part: frozenset[str]
    figures: frozenset[str]
    papers: frozenset[str]
    confirming: frozenset[str]
    showing: frozenset[str]
    also: frozenset[str]
    light: frozenset[str]
    vague: frozenset[str]
    families: frozenset[frozenset[ClaimType]]


def _words(data: Mapping[str, object], key: str) -> frozenset[str]:
    value = data.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"{_FILE}: {key} must be a list of strings; got {value!r}")
    return frozenset(value)


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
    return Answers(**lists, families=pairs)


@cache
def load() -> Answers:
    """Load the shipped lists."""
    return parse((files("dateline.lexicon") / "data" / _FILE).read_text(encoding="utf-8"))
