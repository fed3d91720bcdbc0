"""Find what a denial speaks against elsewhere in the report: claims about the denier, or papers in the denier's name.

A denial with content of its own ("denied attacking the town") is tied to that content by ``content``. One that only
points back ("denied the allegations", "denied making any such statement") is tied to earlier claims:

- score 0.8: the claim comes from, or is said by, a paper that names the denier, and the denial is of a paper;
- score 0.6: the denier is the actor of the claim, others say so, and the denial is of what was said.

At most :data:`REACH` claims before the denial are looked at, so that the cost stays linear in the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.lexicon import syntax
from dateline.records import Participant, Polarity, Speaker

REACH = 40
FLOOR = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a denial is matched on. ``keys`` name the actors, ``papers`` those in whose name a paper said it."""

    keys: frozenset[str]
    speakers: frozenset[str]
    papers: frozenset[str]
    denies: bool
    lemmas: frozenset[str]
    """Lemmas of what a denial is of; empty for other claims."""
    polarity: Polarity
    parent: bool
    """It is itself the content of another claim."""


def name_key(part: Participant | Speaker) -> str:
    """Return the key under which an actor is compared: the registry id, or the name."""
    return part.entity or part.name.casefold()


def targets(said: Sequence[Said], i: int) -> tuple[tuple[int, float], ...]:
    """Return indexes and scores of the earlier claims that claim ``i``, a denial, speaks against; empty if none."""
    denial = said[i]
    words = syntax.load()
    of_paper, of_said = denial.lemmas & words.papers, denial.lemmas & words.said
    if not denial.keys or not (of_paper or of_said):
        return ()
    out: list[tuple[int, float]] = []
    for j in range(max(0, i - REACH), i):
        other = said[j]
        if other.denies or other.polarity is not Polarity.POSITIVE:
            continue
        if of_paper and other.papers & denial.keys:
            out.append((j, 0.8))
        elif of_said and other.keys & denial.keys and other.speakers and not other.speakers & denial.keys:
            out.append((j, 0.6))
    best = max((score for _, score in out), default=0.0)
    return tuple((j, score) for j, score in out if score == best and score >= FLOOR)
