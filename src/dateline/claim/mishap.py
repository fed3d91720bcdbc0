"""Tell deaths by mishap from deaths by attack: who dies when a bus plunges was not attacked."""

from __future__ import annotations

from dateline.claim import accident
from dateline.claim.cast import Cast
from dateline.claim.frame import Frame
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimType
from dateline.tree import Tree

_HURT = frozenset({"killed", "injured", "casualties"})
_BODIES = ("body", "corpse")
_UNKNOWN = ("unidentified", "unknown", "unclaimed", "decomposed", "decomposing")
_SINCE = frozenset({"when", "as", "after"})


def is_mishap(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> bool:
    """Say whether somebody is hurt by an accident that the sentence, one beside it or the title tells, and by nobody.

    "A plane crashed, killing three", "nine died when the boat capsized"; not "killed when rebels shot the plane
    down", where somebody does it, and not where the accident has a cause among arms ("crashed after a missile hit it").
    """
    if sense.type is not ClaimType.ASSAULT or sense.own:
        return False
    if sense.pos == "verb" and accident.is_crash(tree, frame.trigger):
        return not accident.is_armed(tree, cast.lexicon)
    if not (sense.quantity in _HURT or sense.aftermath):
        return False
    if _is_unknown(tree, frame, cast):
        return True
    if sense.pos != "verb":
        return sense.aftermath and not _is_done(tree, frame, sense) and cast.before.accident(tree.index)
    return _is_within(tree, frame) or (not _is_done(tree, frame, sense) and cast.before.accident(tree.index))


def _is_done(tree: Tree, frame: Frame, sense: Sense) -> bool:
    """Say whether it is told who or what did it, and that is no vehicle and no accident."""
    words = syntax.load()
    if not tree.has_lemma(frame.trigger, *words.harms):
        return True
    who = list(frame.slots.get("by", ()))
    if "subj" in sense.actor and (frame.passive or frame.slots.get("obj")):
        who += frame.slots.get("subj", ())
    return any(not tree.has_lemma(h, *words.traffic, *words.disasters, *words.blasts) for h in who)


def _is_unknown(tree: Tree, frame: Frame, cast: Cast) -> bool:
    """Say whether a body is found of which it is told neither whose it is nor how they died."""
    bodies = [h for h in (*frame.slots.get("obj", ()), *frame.slots.get("subj", ())) if tree.has_lemma(h, *_BODIES)]
    named = [k for h in bodies for k in tree.kids(h, "amod") if tree.has_lemma(k, *_UNKNOWN)]
    return bool(named) and not accident.is_armed(tree, cast.lexicon)


def _is_within(tree: Tree, frame: Frame) -> bool:
    """Say whether the clause above or below tells of the accident."""
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
