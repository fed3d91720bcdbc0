"""Load the phrases by which events are named in one line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.lexicon import ontology
from dateline.records import ClaimType, Status

__all__ = ["ANY", "EventTitles", "Phrase", "load", "read"]

FILE = "event_titles.toml"
ANY = "any"
"""The key of the phrase for a type without a mode."""
_TABLES = ("lead", "disputed", "toll")
_TOLLS = ("killed", "injured", "detained", "released", "displaced", "participants")
_DISPUTED = ("actor", "date", "place", "happened", *_TOLLS)
_NOT_LEADING = (Status.HAPPENED, Status.ONGOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What was done, what is to be done, and the deed as a noun; ``_`` is whom, ``(...)`` is left out without."""

    past: str
    base: str
    noun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTitles:
    """``phrases`` by type and mode, :data:`ANY` for none; ``lead`` by status, and what is not said to have happened."""

    phrases: Mapping[tuple[ClaimType, str], Phrase]
    lead: Mapping[str, str]
    disputed: Mapping[str, str]
    toll: Mapping[str, str]
    months: tuple[str, ...]

    def phrase(self, type: ClaimType, mode: str | None) -> Phrase:
        """Return the phrase of a type and mode, that of the type where the mode has none."""
        return self.phrases.get((type, mode or ANY)) or self.phrases[type, ANY]


@cache
def load() -> EventTitles:
    """Load and check the shipped phrases. Raises LexiconError as :func:`read` does."""
    return read((files("dateline.lexicon") / "data" / FILE).read_text(encoding="utf-8"))


def read(text: str) -> EventTitles:
    """Read the phrases from TOML.

    Raises:
        LexiconError: a table or key is missing or unknown, or a phrase is not of three parts; the message names it.
    """
    data = tomllib.loads(text)
    months = data.pop("months", None)
    if not isinstance(months, list) or len(months) != 12 or not all(isinstance(month, str) for month in months):
        raise LexiconError(f"{FILE}: months must be the twelve names; got {months!r}")
    for name in (*_TABLES, *ClaimType, *data):
        if name not in data or (name not in _TABLES and name not in set(ClaimType)):
            raise LexiconError(f"{FILE}: [{name}] is missing or unknown; give one table to each type, and {_TABLES}")
    modes = ontology.load().modes
    phrases = {}
    for kind in ClaimType:
        for mode, words in _strings(kind, data[kind]).items():
            if mode != ANY and mode not in modes[kind]:
                raise LexiconError(f"{FILE}: [{kind}] {mode!r} is no mode of it; use {ANY}, {', '.join(modes[kind])}")
            phrases[kind, mode] = _phrase(f"[{kind}] {mode}", words)
        if (kind, ANY) not in phrases:
            raise LexiconError(f"{FILE}: [{kind}] has no phrase {ANY!r}")
    leads = {str(status) for status in Status if status not in _NOT_LEADING} | {"denied", "not-happened", "refused"}
    return EventTitles(
        phrases=phrases,
        lead=_exactly("lead", data["lead"], leads),
        disputed=_exactly("disputed", data["disputed"], set(_DISPUTED)),
        toll=_exactly("toll", data["toll"], set(_TOLLS)),
        months=tuple(months),
    )


def _phrase(name: str, text: str) -> Phrase:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 3 or not all(parts) or any(part.count("_") > 1 for part in parts) or "_" in _outside(parts[2]):
        raise LexiconError(f"{FILE}: {name} is {text!r}; write 'did (to _) | do (to _) | deed (to _)'")
    return Phrase(past=parts[0], base=parts[1], noun=parts[2])


def _outside(part: str) -> str:
    return part.partition("(")[0]


def _exactly(name: str, table: object, keys: set[str]) -> dict[str, str]:
    out = _strings(name, table)
    if out.keys() != keys:
        raise LexiconError(f"{FILE}: [{name}] has {', '.join(out)}; give it {', '.join(sorted(keys))}")
    return out


def _strings(name: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(word, str) and word for word in table.values()):
        raise LexiconError(f"{FILE}: [{name}] must hold words; got {table!r}")
    return dict(table)
