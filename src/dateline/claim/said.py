"""Tell which clauses of a cue are what is said, and where they end, against the parser where words tell better."""

from __future__ import annotations

from dateline.claim.hit import FINITE, opening_lemmas
from dateline.claim.source import ClauseExtent
from dateline.lexicon.speech import speech_lexicon
from dateline.tree import Tree

_APART = frozenset("so because although though unless before after while since until and but or yet whereas".split())
"""Words that open a clause beside a cue, which is no content of it."""


def clauses(tree: Tree, v: int) -> list[int]:
    """Return the heads of the clauses that a cue has, in order of how likely they are what is said."""
    found = [k for k in tree.kids(v, "ccomp") if k != v and not is_set_apart(tree, k)]
    subject = tree.kid(v, "nsubj")
    ahead = [k for k in found if k < v]
    if len(ahead) < len(found) and subject is not None:
        # "a teacher *reached by phone* said that ...": it only tells more of who speaks
        found = [k for k in found if not (subject < k < v and tree.kid(k, "nsubj") is None)]
    elif len(ahead) > 1 and any(t.text == ";" for t in tree.tokens[ahead[0] : ahead[-1]]):
        found = ahead[-1:]  # "they met; nothing came of it, residents said"
    return found


def is_set_apart(tree: Tree, clause: int) -> bool:
    """Say whether a clause is opened by a word that makes it no content: "nobody was charged, *so* they fled"."""
    opening = [k for k in tree.kids(clause, "cc", "advmod") if k < clause and tree.tokens[k + 1].head >= clause]
    marks = opening_lemmas(tree, clause) | {tree.tokens[k].lemma.lower() for k in opening}
    return bool(marks & _APART) and not marks & {"that", "whether", "if"}


def shifted(tree: Tree, v: int, last: int) -> list[int]:
    """Return what by its tense is said, though the parser took it for a deed of who speaks: "said ... *and had*"."""
    plain = not tree.kids(v, "aux") and tree.tokens[v].xpos == "VBD"
    second = [k for k in tree.kids(v, "conj") if k > last and tree.kid(k, "nsubj") is None]
    return [k for k in second if plain and any(tree.has_lemma(a, "have") for a in tree.kids(k, "aux"))]


def next_saying(tree: Tree, first: int, last: int) -> int | None:
    """Return the semicolon after which somebody else speaks: "police said they fled; *a farmer confirmed* that ..."."""
    stop = next((i for i in range(first + 1, last) if tree.tokens[i].text == ";"), None)
    if stop is None:
        return None
    lexicon = speech_lexicon()
    for k in (k for k in range(stop + 1, last + 1) if tree.tokens[k].xpos in FINITE):
        cue = lexicon.verb(tree.tokens[k].text, tree.tokens[k].lemma)
        subject = tree.kid(k, "nsubj")
        if cue is not None and cue.strength.get("that") in lexicon.voices and subject is not None and subject > stop:
            return stop
    return None


def without_source(
    tree: Tree, extent: ClauseExtent, content: tuple[tuple[int, int], ...], source: int, v: int
) -> tuple[tuple[int, int], ...]:
    """Return a cue's content without the phrase of its source that the parser took into it."""
    parts = tuple(p for a, b in content for p in extent.minus(a, b, extent.left[source], max(v - 1, source)))
    after = tuple((extent.left[k], extent.right[k]) for k in tree.kids(v, "ccomp") if k > v)
    return parts or after
