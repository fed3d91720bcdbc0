"""Quad classes as numbers: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""

from __future__ import annotations

from dateline.lexicon import ontology
from dateline.records import ClaimType

__all__ = ["QUADS", "quad_class"]

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def quad_class(type: ClaimType) -> int | None:
    """Return the quad class of an event type; None for a state."""
    name = ontology.load().quad.get(type)
    return None if name is None else QUADS.index(name) + 1
