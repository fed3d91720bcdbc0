"""Tell which sentences are of an accident, a fire or a flood, and which tell of weapons or of somebody who attacks."""

from __future__ import annotations

from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates
from dateline.records import ClaimType
from dateline.tree import Tree

_ARMS = frozenset({"firearm", "bomb", "artillery", "airstrike", "drone", "attack", "armed", "weapon"})
_ARMED = frozenset({"armed", "police", "firearm", "bomb", "artillery"})
_SURE = 0.75
"""Weight of a sense of violence from which on its word alone tells of violence."""
_DURING = frozenset({"in", "by", "during", "after", "of"})


def tells(tree: Tree, lexicon: Predicates) -> bool:
    """Say whether a sentence tells of an accident and of no weapon: "a lorry hit two cycles", "a blaze broke out"."""
    found = any(names(tree, i, lexicon) or is_crash(tree, i) for i in range(len(tree)))
    return found and not is_armed(tree, lexicon)


def is_armed(tree: Tree, lexicon: Predicates) -> bool:
    """Say whether a sentence has a weapon, an attack or an armed side, or a verb of violence that says how.

    Words that say only that somebody is dead or hurt do not: "killed", "injured".
    """
    words = syntax.load()
    for i, word in enumerate(tree.tokens):
        lemma = tree.lemmas[i]
        if lemma in words.gunfire or lemma in words.wilful:
            return True
        noun = word.upos == "NOUN" and lemma not in words.ambiguous_arms | words.unarmed
        if noun and lexicon.classes.get(lemma, frozenset()) & _ARMS:
            return True
        if word.upos == "VERB" and lemma not in words.harms | words.bumps | words.mishaps:
            senses = lexicon.lookup(lemma, "verb")
            sure = any(s.weight >= _SURE and not s.aftermath for s in senses)
            if sure and all(s.type is ClaimType.ASSAULT for s in senses):
                return True
    return False


def titles(title: str, lexicon: Predicates) -> bool:
    """Say whether a title tells of an accident and of no weapon: "Nine die in bus crash"."""
    words = syntax.load()
    bare = [word.strip(".,:;!?'\"’‘“”") for word in title.lower().split()]
    told = {*bare, *(word.removesuffix("s") for word in bare)}
    if told & words.wilful or any(lexicon.classes.get(w, frozenset()) & _ARMS for w in told - words.blasts):
        return False
    return bool(told & (words.disasters - words.open_disasters | {"crash", "blaze"}))


def names(tree: Tree, i: int, lexicon: Predicates) -> bool:
    """Say whether a word names an accident; "fire" and "storm" do where nobody opens, sets or shoots them."""
    words, word, lemma = syntax.load(), tree.tokens[i], tree.lemmas[i]
    if word.upos == "VERB":
        return lemma in words.mishaps and tree.has_lemma(i, "crash", "capsize", "derail", "overturn", "collide", "skid")
    if word.upos != "NOUN" or lemma not in words.disasters | words.blasts:
        return False
    beside = tree.kids(i, "compound", "nmod", "amod")
    if lemma in words.blasts:
        return any(tree.has_lemma(k, *words.unarmed) for k in beside)
    if lemma not in words.open_disasters:
        return True
    if any(lexicon.classes.get(tree.lemmas[k], frozenset()) & _ARMED for k in beside):
        return False  # "army fire", "fire from the post"
    if tree.is_rel(i, "nsubj"):
        return True
    marked = tree.kid(i, "det", "amod", "compound", "nummod") is not None
    return marked and tree.is_rel(i, "obl", "nmod", "root") and tree.case(i) in _DURING | {""}


def is_crash(tree: Tree, i: int) -> bool:
    """Say whether a vehicle hits another or somebody on the road: "a bus hit a cyclist", "run over by a tram"."""
    words = syntax.load()
    if tree.tokens[i].upos != "VERB" or tree.lemmas[i] not in words.bumps:
        return False
    into = tree.kids(i, "obj", "obl", "nsubj:pass")
    if any(tree.has_lemma(k, *words.rammed) for k in into):
        return False
    by = [k for k in tree.kids(i, "obl") if tree.case(k) == "by"]
    return any(tree.has_lemma(k, *words.traffic) for k in (*tree.kids(i, "nsubj"), *by))
