"""Tell deaths by mishap from deaths by attack: who dies when a bus plunges was not attacked."""

from __future__ import annotations

from dateline.claim.frame import Frame
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimType
from dateline.tree import Tree

_HURT = frozenset({"killed", "injured", "casualties"})
_SINCE = frozenset({"when", "as", "after"})


def is_mishap(tree: Tree, frame: Frame, sense: Sense) -> bool:
    """Say whether somebody is hurt by an accident that the clause above or below tells, and by nobody.

    "A plane crashed, killing three", "nine died when the boat capsized"; not "killed when rebels shot the plane
    down", where somebody does it, and not where the accident has a cause among arms ("crashed after a missile hit it").
    """
    if sense.type is not ClaimType.ASSAULT or sense.pos != "verb" or sense.quantity not in _HURT:
        return False
    words = syntax.load().mishaps
    verb = frame.trigger
    around = [k for k in tree.kids(verb, "advcl") if any(tree.has_lemma(m, *_SINCE) for m in _marks(tree, k))]
    head = tree.tokens[verb].head
    if head >= 0 and tree.is_rel(verb, "advcl", "conj", "xcomp", "parataxis"):
        around.append(head)
    if any(tree.has_lemma(k, *words) and tree.kid(k, "obj") is None for k in around):
        return True
    # "the last big fire was in May, *when* nine were killed", "a landslide in which nine were killed"
    nouns = [head, *tree.kids(head, "nsubj")] if head >= 0 and tree.is_rel(verb, "advcl", "acl:relcl") else []
    timed = any(tree.has_lemma(m, "when", "which", "where", "that") for k in tree.under(verb) for m in (k,))
    return timed and any(tree.has_lemma(k, *syntax.load().disasters) for k in nouns)


def _marks(tree: Tree, clause: int) -> list[int]:
    return tree.kids(clause, "mark", "advmod")
