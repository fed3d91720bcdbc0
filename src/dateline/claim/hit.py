"""A cue found in a tree, and what is looked at to find one."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.claim.source import ClauseExtent
from dateline.lexicon.speech import Cue
from dateline.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
WORDS = frozenset({"NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """A cue in a tree.

    ``cue`` is the token range of its words, ``source`` the head of the source or None, ``content`` token
    ranges (inclusive), empty where only a quote can be the content. ``quotes`` says that it may introduce
    direct speech, ``around`` that its content stands around it ("It is, he said, big").
    """

    token: int
    cue: tuple[int, int]
    strength: str
    rule: str
    source: int | None
    content: tuple[tuple[int, int], ...]
    quotes: bool = False
    around: bool = False
    quote_only: bool = False
    addressee: int | None = None


def take(extent: ClauseExtent, v: int, cue: Cue, frame: str, first: int, last: int) -> CueHit:
    return CueHit(
        token=v, cue=(v, v), strength=cue.strength[frame], rule=cue.rule[frame], source=None,
        content=extent.without(first, last, v), quote_only=frame == "quote",
    )  # fmt: skip


def opening_lemmas(tree: Tree, i: int) -> set[str]:
    """Return the lemmas of the markers and prepositions that open a clause or phrase."""
    return {tree.tokens[k].lemma.lower() for k in tree.kids(i, "mark", "case")}


def finite(tree: Tree, i: int) -> bool:
    return tree.tokens[i].xpos in FINITE or any(tree.tokens[k].xpos in FINITE for k in tree.kids(i, "aux", "cop"))


def preposition(tree: Tree, k: int, cue: Cue) -> str | None:
    for word in opening_lemmas(tree, k):
        if cue.takes(f"+{word}"):
            return word
    return None
