"""Find which other claims of a report a claim answers: what a denial speaks against, what a confirmation bears out.

A denial with content of its own ("denied attacking the town") is tied to that content by ``content``; here it is tied
to the telling that it answers, and one that only points back ("denied the allegations", "that is a lie") to what it
points to. Claims are compared by :func:`likeness`; a score under the floor is no answer. At most :data:`REACH` claims
on each side are looked at, so that the cost stays linear in the report. Weights and floors were set by hand on
reports of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.claim.stem import stems
from dateline.claim.told import Told
from dateline.lexicon import answers
from dateline.records import STATES, Answer, AnswerKind, ClaimType, Polarity, Span, Status

REACH = 40
"""Claims looked at on each side of an answer."""
NEAR = 4
"""Sentences back to which "that" and "the report" may point."""
FLAT = 5
"""Sentences back to which a flat "nobody was beaten" answers that some were."""
LIKE = 0.55
"""Likeness from which on two claims of a denial and its target are of one happening."""
BORNE = 0.5
"""The same, where words say that it is borne out."""
AGAINST = 0.65
"""The same, where nothing but a negation shows that one source speaks against another."""

_SAME = frozenset({"it", "this", "that"})
_WORD = 4
"""Letters of a word from which on it tells two claims to be of one deed."""
_TOLD = frozenset({Status.HAPPENED, Status.ONGOING, Status.POSSIBLE, Status.PLANNED})
_WORDS = frozenset({ClaimType.REQUEST, ClaimType.ACCUSE, ClaimType.REJECT})
"""Types that are words themselves: what they are about is denied, not that they were said."""
_FORCE = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.CONTROL, ClaimType.SANCTION, ClaimType.AID})


def likeness(a: Told, b: Told) -> float:
    """Return how much two claims tell of one thing, in 0..1; 0 where their types never do::

    0.40 one type, 0.25 kindred types
    + 0.20 one word, + 0.05 one mode
    + 0.15 actors shared, - 0.25 both told and none shared; the same of recipients, if no other noun is shared
    + 0.10 places shared, - 0.10 both told and none shared
    + 0.20 a number shared, + 0.10 other nouns shared
    """
    one, other = a.claim, b.claim
    if one.type is other.type:
        score = 0.4
    elif frozenset({one.type, other.type}) in answers.load().families:
        score = 0.25
    else:
        return 0.0
    score += 0.05 * (one.mode is not None and one.mode == other.mode)
    word = a.word.startswith(b.word) or b.word.startswith(a.word)
    things = bool((a.nouns | {a.stem}) & (b.nouns | {b.stem}))
    score += 0.2 * (word and (things or a.stem not in answers.load().light))
    score += _shared(a.actors, b.actors, 0.15, 0.25)
    score += _shared(a.recipients, b.recipients, 0.15, 0.0 if things else 0.25)
    score += _shared(a.places, b.places, 0.1, 0.1)
    numbers = {(q.role, q.low) for q in one.quantities} & {(q.role, q.low) for q in other.quantities}
    score += 0.2 * bool(numbers) + 0.1 * things
    return round(min(1.0, max(0.0, score)), 2)


def _shared(a: frozenset[str], b: frozenset[str], gain: float, loss: float) -> float:
    if not a or not b:
        return 0.0
    return gain if a & b else -loss


def find(told: Sequence[Told]) -> tuple[tuple[Answer, ...], ...]:
    """Return the answers that each claim gives, in the order of ``told``; what ``content`` tied is among them."""
    at = {t.claim.id: i for i, t in enumerate(told)}
    return tuple(tuple(_answers(told, i, at)) for i in range(len(told)))


def _answers(told: Sequence[Told], i: int, at: dict[str, int]) -> Iterable[Answer]:
    one = told[i]
    if one.denies and one.claim.polarity is Polarity.POSITIVE:
        own = [at[c] for c in one.claim.denies if c in at]
        yield from (_answer(AnswerKind.DENIES, 1.0, told[j], one.claim.trigger) for j in own)
        for j, score in _retold(told, i, own) if own else _pointed(told, i) or _again(told, i, at) or _named(told, i):
            yield _answer(AnswerKind.DENIES, score, told[j], one.claim.trigger)
    elif one.content or not one.speakers:
        return
    elif one.claim.polarity is Polarity.NEGATIVE:
        if one.claim.status in {Status.HAPPENED, Status.ONGOING}:
            best = _best(told, i, [i], AGAINST, other=True)
            yield from (_answer(AnswerKind.DENIES, s, told[j], one.claim.trigger) for j, s in best)
    elif one.shown is not None:
        best = _best(told, i, [i], BORNE, other=False)
        yield from (_answer(AnswerKind.SUPPORTS, s, told[j], one.shown) for j, s in best)


def _answer(kind: AnswerKind, score: float, target: Told, words: Span) -> Answer:
    return Answer(kind=kind, claim=target.claim.id, score=score, words=words)


def _around(told: Sequence[Told], i: int) -> range:
    return range(max(0, i - REACH), min(len(told), i + REACH + 1))


def _free(t: Told) -> bool:
    """Say whether a claim is one that somebody may speak against or bear out."""
    return not t.denies and t.claim.polarity is Polarity.POSITIVE and t.claim.status in _TOLD


def _nearness(told: Sequence[Told], i: int, j: int) -> float:
    """Return what a claim gains by standing close before an answer."""
    return {0: 0.15, 1: 0.15, 2: 0.1, 3: 0.05}.get(told[i].sentence - told[j].sentence, 0.0)


def _best(told: Sequence[Told], i: int, alike: Sequence[int], floor: float, *, other: bool) -> list[tuple[int, float]]:
    """Return the claim of another source that is most like one of ``alike``, the fullest of equals, if any is enough.

    ``other``: somebody must say it; else it may be the outlet's own, and must stand before.
    """
    one, found = told[i], []
    for j in _around(told, i):
        t = told[j]
        mine = bool(t.speakers & (one.speakers | one.teller))
        if j in alike or j == i or not _free(t) or mine or (j > i and not (other and t.speakers)):
            continue
        score = max(likeness(told[a], t) for a in alike)
        flat = alike == [i] and other and _is_flat(one, t)
        if alike == [i] and other and not (flat or _meet(one, t)):
            continue  # "nobody was hurt" here says nothing of who was hurt elsewhere
        if other and not t.speakers:
            if alike == [i]:
                continue  # what one source says is not so answers another's words, not the outlet's
            score -= 0.05
        if flat:
            score += 0.1
        if score > 0:
            found.append((round(min(0.99, score + _nearness(told, i, j)), 2), t.fullness, -abs(i - j), j))
    score, _, _, j = max(found, default=(0.0, 0, 0, -1))
    return [(j, score)] if score >= floor else []


def _is_flat(a: Told, b: Told) -> bool:
    """Say whether one says of nobody in particular that it was not so, of the very deed that another tells nearby."""
    bare = not (a.actors or a.recipients or a.places)
    return bare and a.word == b.word and a.stem not in answers.load().light and 0 <= a.sentence - b.sentence <= FLAT


def _meet(a: Told, b: Told) -> bool:
    """Say whether two claims name somebody, something or somewhere in common."""
    nouns = [t.nouns | ({t.stem} if t.named else frozenset()) for t in (a, b)]
    return bool(a.actors & b.actors or a.recipients & b.recipients or a.places & b.places or nouns[0] & nouns[1])


def _retold(told: Sequence[Told], i: int, own: Sequence[int]) -> list[tuple[int, float]]:
    """Return the telling that a denial with content of its own answers."""
    return _best(told, i, own, LIKE, other=True)


def _again(told: Sequence[Told], i: int, at: dict[str, int]) -> list[tuple[int, float]]:
    """Return what the denial just before is of, where this is one of the same: "the army denies it too"."""
    one = told[i]
    if not one.lemmas & _SAME:
        return []
    before = [t for t in told[max(0, i - NEAR) : i] if t.denies and one.sentence - t.sentence <= 1 and t.claim.denies]
    return [(at[c], 0.8) for c in before[-1].claim.denies if c in at] if before else []


def _named(told: Sequence[Told], i: int) -> list[tuple[int, float]]:
    """Return the telling that uses the very word that is denied: "denied any *firing*", of "police opened *fire*"."""
    one = told[i]
    words = {s for w in one.lemmas for s in (w, *stems(w)) if len(s) >= _WORD}
    found = [
        (0.85 - 0.05 * (one.sentence - t.sentence), -j)
        for j, t in ((j, told[j]) for j in range(max(0, i - REACH), i))
        if one.sentence - t.sentence <= NEAR and _free(t) and not t.speakers & one.teller
        if t.speakers and words & {t.stem, *t.nouns}
    ]
    score, j = max(found, default=(0.0, 0))
    return [(-j, round(score, 2))] if found else []


def _pointed(told: Sequence[Told], i: int) -> list[tuple[int, float]]:
    """Return what a denial without content points back to::

    0.8 it comes from a paper that names the denier, and the denial is of a paper
    0.9 in this or the last sentence, 0.75 in the one before: somebody else says it, and it is blamed on the
        denier, or the denial is of what was said, or of figures and it has one
    0.6 the denier is the actor, others say so, however far back, and the denial is of what was said
    """
    one, words = told[i], answers.load()
    of = one.lemmas
    blame, said, figures = bool(of & words.blame), bool(of & words.said), bool(of & words.figures)
    if not (blame or said or figures or of & words.papers):
        return []
    found: list[tuple[float, int]] = []
    for j in range(max(0, i - REACH), i):
        t = told[j]
        if (
            not _free(t)
            or t.claim.status is Status.PLANNED
            or (t.speakers & one.teller)
            or (t.claim.type in _WORDS and not t.papers)
        ):
            continue
        if of & words.papers and t.papers & one.teller:
            found.append((0.8, j))
            continue
        back = one.sentence - t.sentence
        near = {0: 0.9, 1: 0.9, 2: 0.75}.get(back, 0.0)
        theirs = bool(t.actors & one.teller)
        if figures:
            if t.claim.quantities and t.speakers and back <= NEAR:
                found.append((max(near, 0.6), j))
        elif blame and theirs and (t.speakers or back <= 1):
            found.append((max(near, 0.6), j))
        elif of & words.part and t.claim.type in _FORCE and (theirs or not t.actors or t.speakers) and not t.aside:
            found.append((max(near - 0.1, 0.6), j))
        elif blame and t.content and back <= 1 and t.claim.type in _FORCE:
            found.append((near - 0.1, j))
        elif said and t.speakers and (near or theirs):
            found.append((max(near, 0.6), j))
        elif said and theirs and back <= 1 and t.claim.type not in STATES:
            found.append((near - 0.2, j))
    best = max((score for score, _ in found), default=0.0)
    top = [j for score, j in found if score == best]
    if not top or best < 0.6:
        return []
    if of & words.papers and told[top[0]].papers & one.teller:
        return [(j, best) for j in top]
    # of what one source said in a breath, the fullest telling
    return [
        (
            max(top, key=lambda j: (not told[j].aside, told[j].claim.type in _FORCE, told[j].fullness, -j)),
            round(best, 2),
        )
    ]
