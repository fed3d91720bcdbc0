"""Pronouns that grammar alone resolves: "who" and "which" after a noun, "I" in the words of a named speaker."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.lexicon import roles
from dateline.tree import Tree

_FIRST = frozenset({"i", "me", "my", "mine", "myself"})


def relative(tree: Tree, i: int) -> int | None:
    """Return the head of what a relative pronoun's clause modifies, or None."""
    at = i
    for above in (i, *tree.up(i)):
        at = above
        if tree.is_rel(above, "acl:relcl"):
            return tree.tokens[above].head
        if tree.is_rel(above, "ccomp", "advcl", "csubj"):
            return None
    return tree.tokens[at].head if at != i and tree.is_rel(at, "acl:relcl") else None


class Speakers:
    """Who says what stands between quotation marks, where the sentence of the quote tells it."""

    def __init__(self, trees: Sequence[Tree], quoted: Sequence[Sequence[bool]]) -> None:
        self._trees = trees
        self._quoted = quoted
        self._entity: dict[int, int] = {}
        self._heads = [self._speaker(tree) for tree in trees]

    def _speaker(self, tree: Tree) -> int | None:
        """Return the one subject of a verb of speech that stands outside the quotation marks of a sentence with any."""
        flags = self._quoted[tree.index]
        if not any(flags):
            return None
        speech = roles.load().speech
        found = [
            i
            for i, token in enumerate(tree.tokens)
            if not flags[i]
            and tree.is_rel(i, "nsubj")
            and token.head >= 0
            and not flags[token.head]
            and tree.tokens[token.head].lemma.lower() in speech
        ]
        return found[0] if len(found) == 1 else None

    def first_persons(self, sentence: int) -> list[int]:
        """Return the tokens of a sentence that are "I", "me" or "my" inside a quote."""
        flags = self._quoted[sentence]
        tokens = self._trees[sentence].tokens
        return [
            i for i, token in enumerate(tokens) if flags[i] and token.text.lower() in _FIRST and token.upos == "PRON"
        ]

    def speaker(self, sentence: int) -> int | None:
        """Return the token of the speaker of what a sentence quotes, or None where it does not tell."""
        return self._heads[sentence]

    def said(self, sentence: int, entity: int) -> None:
        """Note which entity the speaker of a sentence is."""
        self._entity[sentence] = entity

    def voice(self, sentence: int) -> int | None:
        """Return the entity that speaks what a sentence quotes, or None."""
        if self._heads[sentence] is not None:
            return self._entity.get(sentence)
        # a quote that runs on from the sentence before has its speaker
        if sentence and self._runs_on(sentence):
            entity = self._entity.get(sentence - 1)
            if entity is not None:
                self._entity[sentence] = entity
            return entity
        return None

    def _runs_on(self, sentence: int) -> bool:
        before, here = self._quoted[sentence - 1], self._quoted[sentence]
        if self._trees[sentence - 1].sentence.passage != self._trees[sentence].sentence.passage:
            return False
        # one quote that goes on, or a sentence that is all quote right after one
        return any(before) and bool(here) and here[0] and (before[-1] or all(here[:-2]))
