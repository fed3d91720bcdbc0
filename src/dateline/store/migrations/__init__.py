"""How a store of an older version becomes one of this version: an ordered list, a module a step.

A step is SQL that never changes once it is released; ``{names in braces}`` are types that the engines call otherwise.
All steps that are due run in one transaction, so that a store is never between two versions. To change the tables,
add a module, append it here, and bring ``dateline.store.tables`` to the same state; a test holds the two together.

Why not a library: these steps are a few statements each, run when a file is opened, and there are no branches to
merge; Alembic with SQLAlchemy would weigh 35 MB of the 200 MB that an installation may have, of which 10 are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dateline.store.migrations import (
    m001_reports,
    m002_judgements,
    m003_derived,
    m004_resolution,
    m005_origins,
    m006_feeds,
    m007_desk,
    m008_people,
    m009_coding,
    m010_corrections,
)

__all__ = ["LATEST", "Engine", "steps"]


class Engine(StrEnum):
    """The databases that a store may be in."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Types:
    text: str
    integer: str
    real: str
    blob: str


_TYPES = {
    Engine.SQLITE: _Types(text="TEXT", integer="INTEGER", real="REAL", blob="BLOB"),
    # The order of ids and days must not hang on the language of the server.
    Engine.POSTGRES: _Types(text='TEXT COLLATE "C"', integer="BIGINT", real="DOUBLE PRECISION", blob="BYTEA"),
}
_STEPS = (
    m001_reports,
    m002_judgements,
    m003_derived,
    m004_resolution,
    m005_origins,
    m006_feeds,
    m007_desk,
    m008_people,
    m009_coding,
    m010_corrections,
)

LATEST = len(_STEPS)
"""The version of the tables that this dateline works with."""


def steps(engine: Engine, version: int) -> tuple[tuple[str, ...], ...]:
    """Return the statements of each step that leads from ``version`` (0 is nothing) to :data:`LATEST`."""
    types = _TYPES[engine]
    found = []
    for step in _STEPS[version:]:
        own = step.SQLITE if engine is Engine.SQLITE else step.POSTGRES
        found.append(
            tuple(
                sql.format(text=types.text, integer=types.integer, real=types.real, blob=types.blob)
                for sql in (*step.BOTH, *own)
            )
        )
    return tuple(found)
