"""What a report has told before a sentence: whether violence was told, and what a pronoun for a thing may stand for.

"Nine people died" tells of an attack where the sentences before it do, and of none after a landslide. "It was lifted"
tells that a curfew was where one is the nearest thing told of that can be lifted.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.claim import accident
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates
from dateline.records import ClaimType
from dateline.tree import Tree

_POS = {"VERB": "verb", "NOUN": "noun"}
_SURE = 0.75
"""Weight of a sense of violence from which on its word alone tells of violence."""
_BACK = 3
"""Sentences back to which dead and injured may point."""
_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "root", "conj", "appos")
_COMPANIONS = ("obl", "nmod", "iobj")
_SINGULAR, _PLURAL = frozenset({"it"}), frozenset({"they", "them", "both"})
_OPEN = frozenset({"fire", "storm", "crash", "blaze"})
"""Disasters that are as often set, opened or figures of speech."""
_CANDIDATES = 3


class Before:
    """What is told before each sentence of one reading."""

    def __init__(self, trees: Sequence[Tree], lexicon: Predicates, title: str = "") -> None:
        self._trees = trees
        self._violent = {tree.index for tree in trees if _is_violent(tree, lexicon)}
        self._armed = {tree.index for tree in trees if accident.is_armed(tree, lexicon)}
        self._accident = {tree.index for tree in trees if accident.tells(tree, lexicon)}
        self._titled = accident.titles(title, lexicon)
        words = syntax.load()
        mishaps = (words.mishaps | words.disasters) - _OPEN
        self._mishap = {t.index for t in trees if any(w.lemma.lower() in mishaps for w in t.tokens)}

    def violence(self, sentence: int) -> bool:
        """Say whether a sentence or one of the three before it tells of violence, and none of them of an accident."""
        near = set(range(max(0, sentence - _BACK), sentence + 1))
        return bool(near & self._violent) and not near & self._mishap

    def accident(self, sentence: int) -> bool:
        """Say whether a sentence, one beside it, the first or the title tells of an accident, and none of weapons."""
        near = {sentence - 1, sentence, sentence + 1}
        if near & self._armed:
            return sentence in self._accident
        return self._titled or bool((near | {0}) & self._accident)

    def things(self, tree: Tree, pronoun: int, *, who: bool = False) -> list[tuple[Tree, int]]:
        """Return the nouns that "it", "they" or "them" may stand for, nearest first; empty for any other word.

        ``who`` adds names, and those with or of whom something is told.
        """
        word = tree.tokens[pronoun]
        lemma = word.text.lower()
        if lemma not in _SINGULAR | _PLURAL or word.upos not in {"PRON", "DET"} or tree.is_rel(pronoun, "expl"):
            return []
        tags = {"NN", "NNP"} if lemma in _SINGULAR else {"NNS", "NNPS", "NN"}
        out: list[tuple[Tree, int]] = []
        clause = {tree.tokens[pronoun].head}
        for other in (tree, *(self._trees[i] for i in (tree.index - 1,) if i >= 0)):
            last = pronoun if other is tree else len(other)
            for k in range(last - 1, -1, -1):
                if other is tree and tree.tokens[k].head in clause:
                    continue  # the other arguments of its own verb are others
                noun = other.tokens[k]
                common = noun.upos == "NOUN" or (noun.upos == "PROPN" and (who or noun.entity == "O"))
                if common and noun.xpos in tags and other.is_rel(k, *_ARGUMENTS, *(_COMPANIONS if who else ())):
                    out.append((other, k))
        return out[:_CANDIDATES]


def _is_violent(tree: Tree, lexicon: Predicates) -> bool:
    """Say whether a word tells of violence whatever stands beside it, or has no other meaning in the lexicon."""
    words = syntax.load().gunfire
    if any(word.lemma.lower() in words for word in tree.tokens):
        return True
    for word in tree.tokens:
        senses = lexicon.lookup(word.lemma.lower(), _POS[word.upos]) if word.upos in _POS else ()
        harms = [s for s in senses if s.type is ClaimType.ASSAULT and s.weight >= _SURE and not s.aftermath]
        told = harms and all(s.type is ClaimType.ASSAULT and not s.aftermath for s in senses)
        if told or any(not s.needs for s in harms):
            return True
    return False
