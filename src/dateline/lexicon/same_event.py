"""Load by what two claims are held to speak of one event: weights, words that are alike, and how common words are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.records import ClaimType

FILE = "same_event.toml"
WORDS = "same_event_words.csv"
_LISTS = (
    "small",
    "vague",
    "general",
    "harm",
    "counting",
    "several",
    "no_site",
    "offices",
    "another",
    "another_opens",
    "daily",
    "wars",
    "beginnings",
    "most",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """What ``data/same_event.toml`` and ``data/same_event_words.csv`` hold.

    ``alike`` maps a word to the classes of deeds that it tells of, ``kindred`` holds pairs of types, ``rarity`` the
    idf of each common stem; ``rarest`` is that of any other. ``learnt`` and ``house`` are weights by feature.
    """

    small: frozenset[str]
    vague: frozenset[str]
    general: frozenset[str]
    harm: frozenset[str]
    counting: frozenset[str]
    several: frozenset[str]
    no_site: frozenset[str]
    offices: frozenset[str]
    another: frozenset[str]
    another_opens: frozenset[str]
    daily: frozenset[str]
    wars: frozenset[str]
    beginnings: frozenset[str]
    most: frozenset[str]
    kindred: frozenset[frozenset[str]]
    spoken: frozenset[str]
    lasting_types: frozenset[str]
    lasting_modes: frozenset[str]
    alike: Mapping[str, frozenset[str]]
    learnt: Mapping[str, float]
    house: Mapping[str, float]
    bounds: Mapping[str, float]
    rarity: Mapping[str, float]
    rarest: float


@cache
def load() -> SameEvent:
    """Load what dateline ships.

    Raises:
        LexiconError: a list or table is missing, or holds what it must not; the message names the file and it.
    """
    data = resources.files("dateline.lexicon").joinpath("data")
    return read(*(data.joinpath(file).read_text(encoding="utf-8") for file in (FILE, WORDS)))


def read(text: str, words: str) -> SameEvent:
    """Read and check the TOML and the CSV. Raises LexiconError as :func:`load` does."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{FILE}: {error}") from error
    lists = {key: _words(data, key) for key in _LISTS}
    classes: dict[str, set[str]] = {}
    for name, row in _table(data, "alike").items():
        for word in str(row).split():
            classes.setdefault(word, set()).add(name)
    lasting = _table(data, "lasting")
    rarity = _rarity(words)
    return SameEvent(
        **lists,
        kindred=_kindred(_table(data, "kindred")),
        spoken=frozenset(_strings(_table(data, "spoken"), "types")),
        lasting_types=frozenset(_strings(lasting, "types")),
        lasting_modes=frozenset(_strings(lasting, "modes")),
        alike={word: frozenset(names) for word, names in classes.items()},
        learnt=_numbers(data, "learnt"),
        house=_numbers(data, "house"),
        bounds=_numbers(data, "bounds"),
        rarity=rarity,
        rarest=max(rarity.values()),
    )


def _words(data: Mapping[str, object], key: str) -> frozenset[str]:
    value = data.get(key)
    if not isinstance(value, str):
        raise LexiconError(f"{FILE}: {key} must be words with white space between; got {value!r}")
    return frozenset(value.split())


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise LexiconError(f"{FILE}: [{key}] must be a table; got {value!r}")
    return value


def _strings(data: Mapping[str, object], key: str) -> list[str]:
    value = data.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"{FILE}: {key} must be a list of strings; got {value!r}")
    return value


def _numbers(data: Mapping[str, object], key: str) -> dict[str, float]:
    table = _table(data, key)
    found: dict[str, float] = {}
    for name, value in table.items():
        if not isinstance(value, (int, float)):
            raise LexiconError(f"{FILE}: {name} in [{key}] must be a number; got {value!r}")
        found[name] = float(value)
    return found


def _kindred(table: Mapping[str, object]) -> frozenset[frozenset[str]]:
    pairs = set()
    for one in table:
        for other in _strings(table, one):
            for name in (one, other):
                if name not in set(ClaimType):
                    allowed = ", ".join(ClaimType)
                    raise LexiconError(f"{FILE}: type {name!r} in [kindred] is unknown; use one of {allowed}")
            pairs.add(frozenset((one, other)))
    return frozenset(pairs)


def _rarity(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for number, line in enumerate(text.splitlines()[1:], 2):
        word, _, value = line.partition(",")
        try:
            found[word] = float(value)
        except ValueError as error:
            raise LexiconError(f"{WORDS}:{number}: must be a stem, a comma and its idf; got {line!r}") from error
    if not found:
        raise LexiconError(f"{WORDS}: no stems; run training.same_event")
    return found
