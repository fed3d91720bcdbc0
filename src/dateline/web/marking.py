"""A text cut up where marks begin and end, so that marks may overlap: each piece says what lies over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Mark", "Piece", "pieces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters ``[start, end)`` of a text in a layer; ``claim`` is the claim that they belong to."""

    start: int
    end: int
    layer: str
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters with the same marks over them all: the layers, in order, and the claims whose trigger they are in."""

    text: str
    start: int
    layers: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def pieces(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut the characters ``[start, end)`` of a text into pieces, in order; together they are the text.

    Offsets are Unicode code points. What of a mark lies beyond is left out. Claims are those of marks in the layer
    ``trigger``.
    """
    end = len(text) if end is None else end
    turns: list[tuple[int, int, Mark]] = []
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            turns += [(first, 1, mark), (last, 0, mark)]
    turns.sort(key=lambda one: one[:2])
    out: list[Piece] = []
    layers: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    at = start
    for place, begins, mark in turns:
        if place > at:
            out.append(_piece(text, at, place, layers, claims))
            at = place
        step = 1 if begins else -1
        layers[mark.layer] += step
        if mark.layer == "trigger" and mark.claim is not None:
            claims[mark.claim] += step
    if at < end:
        out.append(_piece(text, at, end, layers, claims))
    return out


def _piece(text: str, start: int, end: int, layers: Counter[str], claims: Counter[str]) -> Piece:
    return Piece(
        text=text[start:end],
        start=start,
        layers=tuple(sorted(name for name, count in layers.items() if count > 0)),
        claims=tuple(sorted(name for name, count in claims.items() if count > 0)),
    )
