"""Reviewing: which claims are due, how one is looked at, and what people change, which is only ever added.

``queue`` says what is next, ``look`` shows a claim and ``page`` a report; ``accept``, ``reject``, ``fix``, ``add``,
``complete``, ``merge``, ``split`` and ``undo`` change. Whoever changes gives back the digest of what they saw; where
somebody else was faster nothing is added and an :class:`Overtaken` tells what they did.
"""

from __future__ import annotations

from dateline.judgement import Author, Review, ReviewAction, Verdict
from dateline.lexicon import ontology
from dateline.reviewing import coding
from dateline.reviewing.change import (
    Fix,
    Overtaken,
    Seen,
    Undone,
    accept,
    add,
    claim_of,
    complete,
    fix,
    merge,
    reject,
    split,
    undo,
)
from dateline.reviewing.fields import INPUTS, ROLES
from dateline.reviewing.look import LAYERS, Account, Look, Page, Piece, Scope, look, page, pieces
from dateline.reviewing.queue import REASONS, Doubt, Due, queue, reviewed_claims
from dateline.store.reviewed import Change, seen_of

__all__ = [
    "INPUTS",
    "LAYERS",
    "REASONS",
    "ROLES",
    "Account",
    "Author",
    "Change",
    "Doubt",
    "Due",
    "Fix",
    "Look",
    "Overtaken",
    "Page",
    "Piece",
    "Review",
    "ReviewAction",
    "Scope",
    "Seen",
    "Undone",
    "Verdict",
    "accept",
    "add",
    "claim_of",
    "coding",
    "complete",
    "fix",
    "look",
    "merge",
    "modes",
    "page",
    "pieces",
    "queue",
    "reject",
    "reviewed_claims",
    "seen_of",
    "split",
    "undo",
]


def modes() -> dict[str, tuple[str, ...]]:
    """Return the modes of each type."""
    return {name.value: found for name, found in ontology.load().modes.items()}
