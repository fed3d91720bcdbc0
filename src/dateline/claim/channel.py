"""Channels: the medium that a source speaks through ("in a statement", "told AFP")."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.claim.hit import CueHit, opening_lemmas
from dateline.lexicon.speech import speech_lexicon
from dateline.tree import Tree


def channels(tree: Tree, hit: CueHit) -> Iterator[tuple[int, str]]:
    """Yield the channels of a cue: the token and how it is called ("television", "AFP")."""
    lexicon = speech_lexicon()
    for k in tree.kids(hit.token, "obl", "nmod", "advmod"):
        lemma = tree.tokens[k].lemma.lower()
        for word in opening_lemmas(tree, k):
            if lemma in lexicon.channels.get(word, frozenset()):
                yield k, tree.tokens[k].text if tree.tokens[k].upos == "PROPN" else lemma
    for k in [
        *([hit.addressee] if hit.addressee is not None else []),
        *(j for j in tree.kids(hit.token, "obl") if opening_lemmas(tree, j) & {"to", "with"}),
    ]:
        words = [
            j
            for j in tree.under(k, skip=frozenset({"acl", "appos", "case", "punct", "obl", "advcl", "nmod"}))
            if tree.tokens[j].upos not in {"DET", "PUNCT"}
        ]
        first, last = tree.run(k, words)
        name = " ".join(t.text for t in tree.tokens[first : last + 1])
        if name in lexicon.outlets or (
            tree.tokens[last].text in lexicon.outlet_endings and tree.tokens[last].upos == "PROPN"
        ):
            yield k, name
        elif tree.tokens[k].lemma.lower() in lexicon.outlet_nouns:
            yield k, tree.tokens[k].text
