"""How events become ACLED's: its types by PLOVER type and mode, and who an actor is to it by PLOVER sector."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import LexiconError
from dateline.lexicon.actors import SECTORS
from dateline.lexicon.ontology import load as _ontology
from dateline.records import ClaimType

__all__ = ["ANY", "Acled", "Kind", "load"]

FILE = Path(__file__).parent / "data" / "acled.toml"
_FORCE = {"armed", "civilians", "regained", "overtaken"}
ANY = "*"
"""Stands for any mode, and for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of ACLED's with its sub-type."""

    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acled:
    """The tables. ``kinds`` are by PLOVER type and mode; ``force`` tells other force apart by who is acted on, and
    by who took a place with it; ``stormed`` are beginnings of words by which a place is taken by force."""

    disorder: Mapping[str, str]
    kinds: Mapping[tuple[ClaimType, str], Kind]
    force: Mapping[str, Kind]
    inter: Mapping[str, str]
    crowd: Mapping[str, str]
    stormed: tuple[str, ...]


@cache
def load() -> Acled:
    """Load and check the tables.

    Raises:
        LexiconError: the file is not TOML, or names a type, mode or sector that there is not.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    disorder, inter, crowd = (data.pop(name) for name in ("disorder", "inter", "crowd"))
    stormed = tuple(str(data.pop("stormed")).split())
    force = {name: _kind(value, disorder, name) for name, value in data.pop("force").items()}
    if set(force) != _FORCE:
        raise LexiconError(f"{FILE.name}: force has {', '.join(sorted(force))}; give it {', '.join(sorted(_FORCE))}")
    if odd := sorted(inter.keys() - SECTORS):
        raise LexiconError(
            f"{FILE.name}: inter has {odd[0]!r}, which is no sector; use one of {' '.join(sorted(SECTORS))}"
        )
    kinds: dict[tuple[ClaimType, str], Kind] = {}
    for name, modes in data.items():
        if name not in set(ClaimType):
            raise LexiconError(f"{FILE.name}: {name!r} is no type; use one of {', '.join(ClaimType)}")
        for mode, value in modes.items():
            if mode != ANY and mode not in _ontology().modes[ClaimType(name)]:
                allowed = ", ".join(_ontology().modes[ClaimType(name)])
                raise LexiconError(f"{FILE.name}: {name} has no mode {mode!r}; use one of {allowed}, or {ANY}")
            kinds[ClaimType(name), mode] = _kind(value, disorder, f"{name}.{mode}")
    return Acled(disorder=disorder, kinds=kinds, force=force, inter=inter, crowd=crowd, stormed=stormed)


def _kind(value: object, disorder: Mapping[str, str], at: str) -> Kind:
    if not (isinstance(value, list) and len(value) == 2 and value[0] in disorder):
        raise LexiconError(f"{FILE.name}: {at} is {value!r}; give a type of [disorder] and a sub-type")
    return Kind(event_type=str(value[0]), sub_event_type=str(value[1]))
