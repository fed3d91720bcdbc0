"""Claims that people added, among those of a store: they are resolved like the coder's, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.resolve.review import added, standing
from dateline.store import Added, Addition, Store

__all__ = ["due", "enter"]


def enter(store: Store, reports: Sequence[str] | None = None) -> None:
    """Have among the claims of a store what people added to reports (ids; all without), and not what they took back.

    It is for who has begun to write.
    """
    there = Added(store)
    there.put(_found(there, reports))


def due(store: Store) -> bool:
    """Say whether :func:`enter` would change anything; it only looks."""
    there = Added(store)
    return there.differs(_found(there, None))


def _found(there: Added, reports: Sequence[str] | None) -> list[Addition]:
    """Return what people added, the first first, and whether it stands."""
    reviews = sorted(there.reviews(reports), key=lambda one: (one.at, one.id))
    kept = {one.id for one in standing(reviews)}
    found = [(one, claim) for one in reviews for claim in added(one.target, [one])]
    last = {claim.id: one.id for one, claim in found if one.id in kept}
    return [Addition(review=one, claim=claim, stands=last.get(claim.id) == one.id) for one, claim in found]
