"""A dependency tree over one sentence, with the look-ups that mentions and claims are read off."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

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
        self.lemmas: list[str] = [t.lemma.lower() for t in self.tokens]
        """The lemma of each token in lower case."""
        kids: list[list[int]] = [[] for _ in self.tokens]
        below: list[set[str]] = [set() for _ in self.tokens]
        rels: list[tuple[str, str]] = []
        for i, token in enumerate(self.tokens):
            rel = _parts(token.deprel)
            rels.append(rel)
            if token.head >= 0:
                kids[token.head].append(i)
                below[token.head].update(rel)
        self._kids = kids
        self._below = below  # most questions have no answer, and one look into a set tells
        self._rels = rels
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
        if not rels:
            return self._kids[i]
        if self._below[i].isdisjoint(rels):
            return []
        known = self._rels
        return [k for k in self._kids[i] if known[k][0] in rels or known[k][1] in rels]

    def kid(self, i: int, *rels: str) -> int | None:
        """Return the first dependent of ``i`` that bears one of the relations, or None."""
        if self._below[i].isdisjoint(rels):
            return None
        known = self._rels
        for k in self._kids[i]:
            if known[k][0] in rels or known[k][1] in rels:
                return k
        return None

    def bears(self, i: int, rel: str) -> bool:
        """Say whether ``i`` has a dependent by the relation, or one of its subtypes."""
        return rel in self._below[i]

    def up(self, i: int) -> Iterator[int]:
        """Walk from the head of ``i`` to the root."""
        i = self.tokens[i].head
        while i >= 0:
            yield i
            i = self.tokens[i].head

    def under(self, i: int, *, skip: frozenset[str] = frozenset()) -> list[int]:
        """Return ``i`` and all below it in order, leaving out subtrees that hang by a relation in ``skip``."""
        kids, known = self._kids, self._rels
        if not kids[i]:
            return [i]
        out = [i]
        for j in out:  # it grows meanwhile
            if skip and not self._below[j].isdisjoint(skip):
                out.extend(k for k in kids[j] if known[k][0] not in skip and known[k][1] not in skip)
            else:
                out += kids[j]
        out.sort()
        return out

    def case(self, i: int) -> str:
        """Return the preposition(s) that mark ``i``, lower-case lemmas joined by a space; "" if none."""
        known = self._cases.get(i)
        if known is None:
            words: list[str] = []
            for k in self.kids(i, "case"):
                words.append(self.lemmas[k])
                words.extend(self.lemmas[f] for f in self.kids(k, "fixed"))
            known = self._cases[i] = " ".join(words)
        return known

    def has_lemma(self, i: int, *lemmas: str) -> bool:
        """Say whether the lemma of ``i``, lower-cased, is one of those given."""
        return self.lemmas[i] in lemmas

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


@cache
def _parts(deprel: str) -> tuple[str, str]:
    """Return a relation whole, and without its subtype."""
    return deprel, deprel.partition(":")[0]
