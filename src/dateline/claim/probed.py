"""Whom a probe is of, where a clause tells it: "an inquiry into whether *the mayor* lied", "claims that *he* stole"."""

from __future__ import annotations

from dateline.claim.cast import Cast
from dateline.claim.frame import Frame, read
from dateline.lexicon import syntax
from dateline.records import Participant
from dateline.tree import Tree

_SLOTS = ("into", "of", "on", "obj", "about", "over")
_ASKING = frozenset({"whether", "if"})


def whom(tree: Tree, frame: Frame, cast: Cast) -> tuple[str | None, tuple[Participant, ...]]:
    """Return who is said, in what is looked into, to have done something; whom it was done to is not who is probed."""
    heads = [frame.trigger, *(() if frame.light is None else (frame.light,))]
    heads += [h for slot in _SLOTS for h in frame.slots.get(slot, ())]
    for head in heads:
        claimed = tree.has_lemma(head, *syntax.load().allegations)
        for clause in tree.kids(head, "advcl", "ccomp", "acl"):
            marks = [k for k in tree.kids(clause, "mark") if k < clause]
            asked = any(tree.has_lemma(k, *_ASKING) for k in marks)
            if not asked and not (claimed and any(tree.has_lemma(k, "that") for k in marks)):
                continue
            told = read(tree, clause, "verb")
            found = [p for h in told.slots.get("subj", ()) if isinstance(p := cast.participant(tree, h), Participant)]
            if found and not told.passive:
                return "whether", tuple({(p.start, p.end): p for p in found}.values())
    return None, ()
