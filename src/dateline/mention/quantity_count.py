"""Tell what a number counts, from the tree."""

from __future__ import annotations

from dateline.lexicon import numbers
from dateline.tree import Tree

NOUNS = frozenset({"NOUN", "PROPN"})
MEASURES = ("number", "total", "amount")
"""Nouns that stand before what is counted ("brought to nine the number of dead")."""


def has_tree(tree: Tree) -> bool:
    """Say whether the words hang together: a tree has one root, so two words without heads have none."""
    return not all(t.head < 0 for t in tree.tokens[:2])


def counted(tree: Tree, first: int, last: int, head: int, *, of_only: bool = False) -> str | None:
    """Return the lemma of what the number in tokens ``first`` to ``last`` counts; None where no noun is named.

    The noun that the number modifies ("12 prisoners"), or that hangs on it by "of" ("dozens of fighters", "80 per
    cent of voters"); with ``of_only``, as sums of money want it, only the latter. Where the sentence has no tree, the
    last of the nouns that follow.
    """
    noun = _of(tree, first, last) if of_only else counted_noun(tree, first, last, head)
    if noun is not None and tree.has_lemma(noun, *MEASURES):
        of = next((k for k in tree.kids(noun, "nmod") if tree.case(k) == "of"), None)
        noun = of if of is not None else noun
    if noun is None:
        return None
    lemma = tree.tokens[noun].lemma.lower()
    return numbers.load().counted.get(lemma, lemma) or None


def counted_noun(tree: Tree, first: int, last: int, head: int) -> int | None:
    """Return the token of what is counted (see :func:`counted`)."""
    tokens = tree.tokens
    if not has_tree(tree):
        return _following(tree, last)
    if tokens[head].xpos == "LS" and _next_is_noun(tree, last):
        return _following(tree, last)  # a number at the start of a headline, taken for that of a list
    above = tokens[head].head
    after = range(last + 1, len(tokens))
    if (
        above in after
        and tokens[above].upos in NOUNS | {"SYM"}
        and tree.is_rel(head, "nummod", "compound", "nmod", "amod", "det")
        and not any(tokens[k].text in (":", ";") for k in range(last + 1, above))
    ):
        return above
    of = _of(tree, first, last)
    if of is not None:
        return of
    if (
        above >= 0
        and first <= head <= last
        and _next_is_noun(tree, last)
        and tree.is_rel(head, "nummod", "compound", "advmod")
    ):
        return _following(tree, last)
    plural = last + 1 < len(tokens) and tokens[last + 1].xpos == "NNS"
    if plural and tree.is_rel(head, "flat", "conj", "dep", "discourse", "appos"):
        return _following(tree, last)  # right before a plural, whatever the parser made of it
    return _inner(tree, first, last)


def _of(tree: Tree, first: int, last: int) -> int | None:
    """Return the noun that hangs on the span by "of" ("dozens of fighters")."""
    for i in range(first, last + 1):
        for kid in tree.kids(i, "nmod"):
            if kid > last and tree.case(kid) in ("of", "out of", "among") and tree.tokens[kid].upos in NOUNS:
                return kid
    return None


def _inner(tree: Tree, first: int, last: int) -> int | None:
    """Look for a noun after the span that a number inside it modifies ("between 30 and 40 men")."""
    for i in range(first, last + 1):
        above = tree.tokens[i].head
        if tree.is_rel(i, "nummod") and above > last and tree.tokens[above].upos in NOUNS:
            return above
    return None


def _next_is_noun(tree: Tree, last: int) -> bool:
    return last + 1 < len(tree) and tree.tokens[last + 1].upos in NOUNS | {"ADJ"}


def _following(tree: Tree, last: int) -> int | None:
    """Return the last of the run of adjectives and nouns right after the span, "of" skipped."""
    tokens = tree.tokens
    i = last + 1
    if i < len(tokens) and tokens[i].text.lower() == "of":
        i += 1
        while i < len(tokens) and tokens[i].upos in ("DET", "PRON"):
            i += 1
    noun = None
    while i < len(tokens) and tokens[i].upos in ("ADJ", "NOUN", "PROPN"):
        if tokens[i].upos != "ADJ":
            noun = i
        i += 1
    return noun
