"""What people and the machine judge of stored claims and reports: judgements are edges, reviews are corrections.

Both are only ever added. What is taken back is judged again: the later of one author stands, and a person's outranks
the machine's for ever. Instants are ISO 8601 in UTC, to the second or finer, and end in ``Z``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Author", "Judgement", "JudgementKind", "Reason", "Review", "ReviewAction", "Verdict"]


class JudgementKind(StrEnum):
    """What two things are judged for."""

    EVENT = "event"
    """Two claims: do they speak of the same event?"""
    ORIGIN = "origin"
    """Two reports: do they come from the same witness?"""
    ACTOR = "actor"
    """Two actors: are they the same?"""


class Verdict(StrEnum):
    """What was judged."""

    SAME = "same"
    DIFFERENT = "different"
    PART = "part"
    """The one is a part of the other: an item of a summary, an excerpt of a story."""
    OPEN = "open"
    """Not decided; it takes back what the same author judged before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who judged: a person, by the name they go by, or a component of dateline with its version."""

    name: str
    person: bool
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A part of a score: the feature, its value as words, and what it added to the score."""

    feature: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An edge between two claims, reports or actors: who judged what of them, when, how surely and why.

    ``one`` and ``other`` are ids; they stand in order but for ``part``, where ``one`` is the part. ``score`` is in
    0..1, None where a person gave none. ``id`` is a digest of all else.
    """

    id: str
    kind: JudgementKind
    one: str
    other: str
    verdict: Verdict
    score: float | None = None
    by: Author
    at: str
    why: tuple[Reason, ...] = ()
    remark: str | None = None


class ReviewAction(StrEnum):
    """What a review does with a claim."""

    ACCEPT = "accept"
    REJECT = "reject"
    FIX = "fix"
    ADD = "add"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person did with a claim; the machine's reading stays beneath.

    ``target`` is the id of a claim, of a report where a claim is added, of a review where one is undone. ``field`` with
    ``old`` and ``new`` (JSON of the values) is set where a field was fixed, ``new`` alone where a claim was added.
    ``id`` is a digest of all else.
    """

    id: str
    target: str
    action: ReviewAction
    by: Author
    at: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
