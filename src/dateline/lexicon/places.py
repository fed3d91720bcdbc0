"""What class words say of a place: "province" that it is a region, "airport" that it is at the town of its name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.lexicon.gazetteer import Level

FILE = "places.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWords:
    """Class words by lemma: the level that each asks for, and the facilities that bear the name of their town."""

    levels: Mapping[str, Level]
    seated: frozenset[str]


@cache
def load() -> ClassWords:
    """Load the class words that dateline ships. Raises LexiconError where the file is wrong."""
    return read(resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8"))


def read(text: str, file: str = FILE) -> ClassWords:
    """Read and check class words from TOML text. Raises LexiconError as :func:`load` does."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: {error}") from error
    if odd := sorted(set(data) - {"levels", "seated"}):
        raise LexiconError(f"{file}: table {odd[0]!r} is unknown; the tables are levels, seated")
    allowed = {level.name.lower(): level for level in Level}
    levels: dict[str, Level] = {}
    for name, lemmas in data.get("levels", {}).items():
        if name not in allowed:
            raise LexiconError(f"{file}: level {name!r} is unknown; use one of {', '.join(allowed)}")
        for lemma in lemmas:
            if lemma in levels:
                raise LexiconError(f"{file}: {lemma!r} is there twice; drop one")
            levels[lemma] = allowed[name]
    return ClassWords(levels=levels, seated=frozenset(data.get("seated", {}).get("lemmas", ())))


def level_of(word: str | None) -> Level | None:
    """Return the level that a class word asks for; None for no word, or one that asks for none."""
    if word is None:
        return None
    known = load()
    return Level.TOWN if word in known.seated else known.levels.get(word)
