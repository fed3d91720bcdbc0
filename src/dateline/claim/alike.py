"""How much two claims tell of one happening, by what is told of each: who, what, where, how many."""

from __future__ import annotations

from dateline.claim.told import Told
from dateline.lexicon import answers
from dateline.records import ClaimType

FLAT = 5
"""Sentences back to which a flat "nobody was beaten" answers that some were."""
WORD = 4
"""Letters of a word from which on it tells two claims to be of one deed."""


def likeness(a: Told, b: Told) -> float:
    """Return how much two claims tell of one thing, in 0..1; 0 where their types never do::

    0.40 one type, 0.25 kindred types
    + 0.20 one word, or the word of one among the nouns of the other, + 0.05 one mode
    + 0.15 actors shared, + 0.05 kindred ones, - 0.25 both told and neither, - 0.10 where one is only somebody's
           ("his men"); the same of recipients, but no loss where another noun is shared or as many were hit
    + 0.10 places shared, - 0.10 both told, and neither in the country that the other is
    + 0.20 a number shared, + 0.10 other nouns shared, + 0.20 two or more
    """
    one, other = a.claim, b.claim
    words = answers.load()
    if one.type is other.type:
        score = 0.4
    elif frozenset({one.type, other.type}) in words.families:
        score = 0.25
    else:
        return 0.0
    score += 0.05 * (one.mode is not None and one.mode == other.mode)
    nouns = (a.nouns | a.things) & (b.nouns | b.things)
    shared = nouns | ({a.stem} & ({b.stem} | b.nouns)) | ({b.stem} & a.nouns)
    numbers = {(q.role, q.low) for q in one.quantities} & {(q.role, q.low) for q in other.quantities}
    same = (a.word.startswith(b.word) or b.word.startswith(a.word)) and (nouns or a.stem not in words.light)
    score += 0.2 * bool(same or _tells(a, b) or _tells(b, a))
    score += _shared(a.actors, b.actors, a.actor_kin & b.actor_kin, 0.1 if a.of_somebody or b.of_somebody else 0.25)
    score += _shared(a.recipients, b.recipients, a.recipient_kin & b.recipient_kin, 0.0 if nouns or numbers else 0.35)
    if a.places & b.places:
        score += 0.1
    elif a.places and b.places and not (a.lands & b.within or b.lands & a.within):
        score -= 0.1
    score += 0.2 * bool(numbers) + 0.1 * min(2, len(shared))
    return round(min(1.0, max(0.0, score)), 2)


def _tells(a: Told, b: Told) -> bool:
    """Say whether the word of one is a noun of the other: "*bombed* the town", "no *bombs* had been dropped"."""
    return len(a.stem) >= WORD and a.stem in b.nouns and a.stem not in answers.load().light


def _shared(a: frozenset[str], b: frozenset[str], kin: frozenset[str], loss: float) -> float:
    if not a or not b:
        return 0.0
    return 0.15 if a & b else 0.05 if kin else -loss


def is_kindred(a: ClaimType, b: ClaimType) -> bool:
    """Say whether two types may tell of one happening."""
    return a is b or frozenset({a, b}) in answers.load().families


def is_flat(a: Told, b: Told) -> bool:
    """Say whether one says of nobody in particular that it was not so, of the very deed that another tells nearby."""
    words = answers.load()
    bare = not (a.actors or a.recipients or a.places) and 0 <= a.sentence - b.sentence <= FLAT
    harmed = {a.stem, b.stem} <= words.harm  # "nobody was hit", of three who were wounded
    return bare and (harmed or (a.word == b.word and a.stem not in words.light))


def meet(a: Told, b: Told) -> bool:
    """Say whether two claims name somebody, something or somewhere in common."""
    nouns = [t.nouns | t.things | ({t.stem} if t.named or len(t.stem) >= WORD else frozenset()) for t in (a, b)]
    common = (nouns[0] & nouns[1]) - ({a.stem} if not (a.named or b.named) else frozenset())
    return bool(a.actors & b.actors or a.recipients & b.recipients or a.places & b.places or common)
