"""The codebook as data: PLOVER 2.0 types, modes, contexts and quad classes, and the three states."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import LexiconError
from dateline.records import STATES, ClaimType

FILE = Path(__file__).parent / "data" / "ontology.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Event types and states.

    ``modes`` has every :class:`ClaimType`, with an empty tuple where it has no modes; ``quad`` only event types.
    """

    modes: Mapping[ClaimType, tuple[str, ...]]
    quad: Mapping[ClaimType, str]
    definitions: Mapping[ClaimType, str]
    contexts: tuple[str, ...]


@cache
def load() -> Ontology:
    """Load and check the codebook.

    Raises:
        LexiconError: the file is not TOML, or its types are not those of :class:`ClaimType`.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    types = data["type"]
    if set(types) != set(ClaimType):
        odd = ", ".join(sorted(set(types) ^ set(ClaimType)))
        raise LexiconError(f"{FILE.name}: types differ from ClaimType in {odd}; give each exactly one table")
    if {name for name, entry in types.items() if entry.get("state")} != STATES:
        raise LexiconError(f"{FILE.name}: 'state = true' must stand on {', '.join(sorted(STATES))} and no other type")
    return Ontology(
        modes={ClaimType(name): tuple(entry["modes"].split()) for name, entry in types.items()},
        quad={ClaimType(name): entry["quad"] for name, entry in types.items() if "quad" in entry},
        definitions={ClaimType(name): entry["definition"] for name, entry in types.items()},
        contexts=tuple(data["contexts"].split()),
    )
