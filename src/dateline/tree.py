"""A dependency tree over one sentence, with the look-ups that mentions and claims are read off."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dateline.records import Sentence, Span, Token


class Tree:
    """Index a sentence's Universal Dependencies tree.

    Tokens are named by their index in ``sentence.tokens``. A relation asked for without a subtype matches
    every subtype of it: ``nsubj`` matches ``nsubj:pass``; ask for ``nsubj:pass`` to get that alone.
    """

    def __init__(self, sentence: Sentence, index: int = 0) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.index = index
        """Index of the sentence in the reading."""
        kids: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head >= 0:
                kids[token.head].append(i)
        self._kids = kids
        self._rels = [(t.deprel, t.deprel.partition(":")[0]) for t in self.tokens]
        self._lemmas = [t.lemma.lower() for t in self.tokens]
        self._cases: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def root(self) -> int | None:
        """Index of the root; None for an empty sentence."""
        return next((i for i, t in enumerate(self.tokens) if t.head < 0), None)

    def is_rel(self, i: int, *rels: str) -> bool:
        """Say whether token ``i`` bears one of the relations."""
        full, base = self._rels[i]
        return full in rels or base in rels

    def kids(self, i: int, *rels: str) -> list[int]:
        """Return the dependents of ``i`` in order; with ``rels``, those that bear one of them."""
        found = self._kids[i]
        if not (found and rels):
            return found
        known = self._rels
        return [k for k in found if known[k][0] in rels or known[k][1] in rels]

    def kid(self, i: int, *rels: str) -> int | None:
        """Return the first dependent of ``i`` that bears one of the relations, or None."""
        known = self._rels
        for k in self._kids[i]:
            if known[k][0] in rels or known[k][1] in rels:
                return k
        return None

    def up(self, i: int) -> Iterator[int]:
        """Walk from the head of ``i`` to the root."""
        i = self.tokens[i].head
        while i >= 0:
            yield i
            i = self.tokens[i].head

    def under(self, i: int, *, skip: frozenset[str] = frozenset()) -> list[int]:
        """Return ``i`` and all below it in order, leaving out subtrees that hang by a relation in ``skip``."""
        out, todo = [], [i]
        while todo:
            j = todo.pop()
            out.append(j)
            todo.extend(k for k in self._kids[j] if not (skip and self.is_rel(k, *skip)))
        return sorted(out)

    def case(self, i: int) -> str:
        """Return the preposition(s) that mark ``i``, lower-case lemmas joined by a space; "" if none."""
        known = self._cases.get(i)
        if known is None:
            words: list[str] = []
            for k in self.kids(i, "case"):
                words.append(self._lemmas[k])
                words.extend(self._lemmas[f] for f in self.kids(k, "fixed"))
            known = self._cases[i] = " ".join(words)
        return known

    def has_lemma(self, i: int, *lemmas: str) -> bool:
        """Say whether the lemma of ``i``, lower-cased, is one of those given."""
        return self._lemmas[i] in lemmas

    def run(self, i: int, among: list[int]) -> tuple[int, int]:
        """Return the widest unbroken ``[first, last]`` of token indexes in ``among`` around ``i``."""
        have = set(among)
        first = last = i
        while first - 1 in have:
            first -= 1
        while last + 1 in have:
            last += 1
        return first, last

    def span(self, first: int, last: int, text: str) -> Span:
        """Return the characters from token ``first`` through token ``last`` of the report's ``text``."""
        start, end = self.tokens[first].start, self.tokens[last].end
        return Span(text=text[start:end], start=start, end=end)
