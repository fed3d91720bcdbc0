"""Find which other claims of a report a claim answers: what a denial speaks against, what a confirmation bears out.

A denial with content of its own ("denied attacking the town") is tied to that content by ``content``; here it is tied
to the telling that it answers, and one that only points back ("denied the allegations", "that is a lie") to what it
points to. Claims are compared by :func:`dateline.claim.alike.likeness`; a score under the floor is no answer. At most
:data:`REACH` claims on each side are looked at, so that the cost stays linear in the report. Weights and floors were
set by hand on reports of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.claim.alike import WORD, is_flat, is_kindred, likeness, meet
from dateline.claim.stem import stems
from dateline.claim.told import Told
from dateline.lexicon import answers
from dateline.records import Answer, AnswerKind, Claim, ClaimType, Issue, Polarity, Span, Status

REACH = 40
"""Claims looked at on each side of an answer."""
NEAR = 4
"""Sentences back to which "that" and "the report" may point."""
ON = 2
"""Sentences after a denial in which what is said not to be so goes on with it."""
LIKE = 0.55
"""Likeness from which on two claims of a denial and its target are of one happening."""
BORNE = 0.5
"""The same, where words say that it is borne out."""
AGAINST = 0.65
"""The same, where nothing but a negation shows that one source speaks against another."""

_SAME = frozenset({"it", "this", "that"})
_HIM = frozenset({"he", "she", "they"})
_TOLD = frozenset({Status.HAPPENED, Status.ONGOING, Status.POSSIBLE, Status.PLANNED, Status.PREDICTED})
_AHEAD = frozenset({Status.PLANNED, Status.PREDICTED})
_WORDS = frozenset({ClaimType.REQUEST, ClaimType.ACCUSE, ClaimType.REJECT})
"""Types that are words themselves: what they are about is denied, not that they were said."""
_DEEDS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.SANCTION, ClaimType.AID, ClaimType.MOBILIZE})
_TAKEN = frozenset({ClaimType.CONTROL, ClaimType.ACCESS})
"""States whose word tells of a deed as well: "*captured* the town"."""
_FORCE = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.CONTROL, ClaimType.SANCTION, ClaimType.AID})

_Found = list[tuple[int, float]]
"""Claims by their index, with the score of the answer."""


def tie(claims: Sequence[Claim], told: Sequence[Told], issues: list[Issue]) -> list[Claim]:
    """Return the claims of a report with what they answer; a denial that is tied to none goes to ``issues``.

    ``told`` is what is known of each claim, in the same order.
    """
    out: list[Claim] = []
    for claim, one, given in zip(claims, told, find(told), strict=True):
        denied = tuple(a.claim for a in given if a.kind is AnswerKind.DENIES)
        denies = tuple(dict.fromkeys((*claim.denies, *denied)))
        out.append(
            replace(
                claim,
                denies=denies,
                supports=tuple(a.claim for a in given if a.kind is AnswerKind.SUPPORTS),
                answers=given,
            )
            if given
            else claim
        )
        if one.denies and not denies and claim.polarity is Polarity.POSITIVE:
            issues.append(_untied(one))
    return out


def _untied(one: Told) -> Issue:
    """Return the issue of a denial that is tied to no claim, with the reason."""
    word, words = one.claim.trigger, answers.load()
    if one.clause:
        reason = "what it is of is told by words that make no claim"
    elif one.lemmas & (words.said | words.blame | words.figures | words.papers):
        reason = "no claim of another that it may point back to stands near enough"
    else:
        reason = "it is of something that no claim of the report tells"
    message = f"the denial {word.text!r} is tied to no claim: {reason}"
    return Issue(stage="claim", code="denial.untied", message=message, start=word.start, end=word.end)


def find(told: Sequence[Told]) -> list[tuple[Answer, ...]]:
    """Return the answers that each claim gives, in the order of ``told``; what ``content`` tied is among them."""
    at = {t.claim.id: i for i, t in enumerate(told)}
    tied: list[_Found] = []
    for i in range(len(told)):
        tied.append(_denied(told, i, at, tied))
    given: list[tuple[Answer, ...]] = []
    for i, one in enumerate(told):
        found = tied[i] or _ahead(told, i, tied)
        kind, words = AnswerKind.DENIES, one.claim.trigger
        if not found and not one.denies:
            kind = AnswerKind.SUPPORTS
            found, words = _borne(told, i, tied)
        given.append(tuple(_answer(kind, score, told[j], words) for j, score in _with_twins(told, i, found)))
    return given


def _answer(kind: AnswerKind, score: float, target: Told, words: Span) -> Answer:
    return Answer(kind=kind, claim=target.claim.id, score=score, words=words)


def _with_twins(told: Sequence[Told], i: int, found: _Found) -> Iterator[tuple[int, float]]:
    """Yield each answered claim once, and after it what else the same word tells ("*captured* the town": two types)."""
    seen: set[int] = set()
    for j, score in found:
        start = told[j].claim.trigger.start
        beside = (k for k in (j - 1, j + 1) if 0 <= k < len(told) and told[k].claim.trigger.start == start)
        for k in (j, *(k for k in beside if _TAKEN & {told[j].claim.type, told[k].claim.type})):
            if k not in seen and k != i and (k == j or _free(told[k])):
                seen.add(k)
                yield k, score


def _denied(told: Sequence[Told], i: int, at: dict[str, int], tied: Sequence[_Found]) -> _Found:
    """Return what a claim speaks against; ``tied`` is what those before it do."""
    one = told[i]
    if one.claim.polarity is Polarity.POSITIVE:
        if not one.denies:
            return []
        own = [at[c] for c in one.claim.denies if c in at]
        if own:
            return [*((j, 1.0) for j in own), *_best(told, i, own, LIKE, other=True)]
        return _pointed(told, i) or _again(told, i, tied) or _named(told, i) or _contradicted(told, i)
    if one.content or not one.speakers or one.claim.status not in {Status.HAPPENED, Status.ONGOING}:
        return []
    return _best(told, i, [i], AGAINST, other=True) or _on(told, i, tied)


def _borne(told: Sequence[Told], i: int, tied: Sequence[_Found]) -> tuple[_Found, Span]:
    """Return what a claim bears out, and the words that show it."""
    one = told[i]
    if one.content or not one.speakers or one.claim.polarity is Polarity.NEGATIVE:
        return [], one.claim.trigger
    if one.shown is not None:
        return _best(told, i, [i], BORNE, other=False), one.shown
    if one.counter is not None:
        return _restored(told, i, tied), one.counter
    return [], one.claim.trigger


def _around(told: Sequence[Told], i: int) -> range:
    return range(max(0, i - REACH), min(len(told), i + REACH + 1))


def _free(t: Told) -> bool:
    """Say whether a claim is one that somebody may speak against or bear out."""
    return not t.denies and t.claim.polarity is Polarity.POSITIVE and t.claim.status in _TOLD


def _nearness(told: Sequence[Told], i: int, j: int) -> float:
    """Return what a claim gains by standing close to an answer: before it, or a little by standing right after."""
    back = told[i].sentence - told[j].sentence
    return {-2: 0.03, -1: 0.05, 0: 0.15 if j < i else 0.05, 1: 0.15, 2: 0.1, 3: 0.05}.get(back, 0.0)


def _best(told: Sequence[Told], i: int, alike: Sequence[int], floor: float, *, other: bool) -> _Found:
    """Return the claim of another source that is most like one of ``alike``, the fullest of equals, if any is enough.

    ``other``: somebody must say it; else it may be the outlet's own, and must stand before.
    """
    one, found = told[i], []
    for j in _around(told, i):
        t = told[j]
        mine = bool(t.first & (one.speakers | one.teller))
        if j in alike or j == i or not _free(t) or mine or (j > i and not (other and t.speakers)):
            continue
        if j > i and (t.shown or t.counter) and t.sentence != one.sentence:
            continue  # who says later that it was so after all is not whom the denial answers
        score = max(likeness(told[a], t) for a in alike)
        flat = alike == [i] and other and is_flat(one, t)
        if alike == [i] and other and not (flat or meet(one, t)):
            continue  # "nobody was hurt" here says nothing of who was hurt elsewhere
        if other and not t.speakers:
            if alike == [i]:
                continue  # what one source says is not so answers another's words, not the outlet's
            score -= 0.05
        if flat:
            score += 0.1 if one.word == t.word else 0.3
        if score > 0:
            found.append((round(min(0.99, score + _nearness(told, i, j)), 2), t.fullness, -abs(i - j), j))
    enough = [f for f in found if f[0] >= floor]
    if not enough:
        return []
    # what is borne out is what others told, rather than what a denial says that it is of
    told_by_others = [f for f in enough if other or not told[f[-1]].denied]
    score, _, _, j = max(told_by_others or enough)
    return [(j, score)]


def _again(told: Sequence[Told], i: int, tied: Sequence[_Found]) -> _Found:
    """Return what the denial just before is of, where this is one of the same: "the army denies it too"."""
    one = told[i]
    if not one.lemmas & (_SAME | answers.load().said):
        return []
    before = [j for j in range(max(0, i - NEAR), i) if told[j].denies and one.sentence - told[j].sentence <= 1]
    if not before or not tied[before[-1]]:
        return []
    same = tied[before[-1]] if one.lemmas & _SAME else tied[before[-1]][:1]
    return [(j, 0.8) for j, _ in same]


def _on(told: Sequence[Told], i: int, tied: Sequence[_Found]) -> _Found:
    """Return what a denial just before is of, where this says of a like deed that it was not so.

    "The army denied the charge. “No raid was launched,” its spokesman said."
    """
    one = told[i]
    for j in range(i - 1, max(-1, i - REACH), -1):
        t = told[j]
        if one.sentence - t.sentence > ON:
            break
        if not t.denies or not tied[j]:
            continue
        others = [k for k, _ in tied[j] if not told[k].speakers & one.speakers]
        like = [k for k in others if is_kindred(told[k].claim.type, one.claim.type)]
        if like:  # rather as others told it than as the denial does
            return [(min(like, key=lambda k: (told[k].content, k)), 0.7)]
    return []


def _ahead(told: Sequence[Told], i: int, tied: Sequence[_Found]) -> _Found:
    """Return what a denial is of that is told only by what is said not to be so right after it.

    "He called the charge untrue. “No raid was launched,” he said", of a raid that others told of long before.
    """
    one = told[i]
    if not one.denies or one.clause or not one.lemmas & answers.load().said:
        return []
    for j in range(i + 1, min(len(told), i + REACH)):
        t = told[j]
        if t.sentence - one.sentence > 1 or t.denies:
            break
        if tied[j] and t.claim.polarity is Polarity.NEGATIVE:
            return [(tied[j][0][0], 0.65)]
    return []


def _restored(told: Sequence[Told], i: int, tied: Sequence[_Found]) -> _Found:
    """Return what others denied and this says again: "The army denied it. *But* residents said that shells fell"."""
    one = told[i]
    for j in range(i - 1, max(-1, i - REACH), -1):
        t = told[j]
        if one.sentence - t.sentence > NEAR:
            break
        if not tied[j] or t.teller & one.speakers or t.speakers & one.speakers:
            continue
        found = [
            (round(min(0.95, likeness(one, told[k]) + 0.15), 2), k)
            for k, _ in tied[j]
            if k < i and not told[k].speakers & one.speakers
        ]
        score, k = max(found, default=(0.0, -1))
        if score >= BORNE:
            return [(k, score)]
    return []


def _named(told: Sequence[Told], i: int) -> _Found:
    """Return the telling that uses the very word that is denied: "denied any *firing*", of "police opened *fire*"."""
    one = told[i]
    words = {s for w in one.lemmas for s in (w, *stems(w)) if len(s) >= WORD}
    found = [
        (0.85 - 0.05 * (one.sentence - t.sentence), -j)
        for j, t in ((j, told[j]) for j in range(max(0, i - REACH), i))
        if one.sentence - t.sentence <= NEAR and _free(t) and not t.first & one.teller
        if t.speakers and words & {t.stem, *t.nouns}
    ]
    score, j = max(found, default=(0.0, 0))
    return [(-j, round(score, 2))] if found else []


def _contradicted(told: Sequence[Told], i: int) -> _Found:
    """Return what somebody said whom another contradicts: the last of theirs, what they said not to be so first."""
    one = told[i]
    open_ = not one.recipients and one.lemmas <= _HIM and bool(one.lemmas)  # a pronoun: whoever spoke last
    found = [
        (t.claim.polarity is Polarity.NEGATIVE, j)
        for j, t in ((j, told[j]) for j in range(max(0, i - REACH), i))
        if one.sentence - t.sentence <= (ON if open_ else NEAR) and not t.denies and t.speakers
        if t.claim.status in {Status.HAPPENED, Status.ONGOING}
        if (open_ and not t.speakers & one.teller) or one.recipients & t.speakers
    ]
    return [(max(found)[1], 0.7)] if found else []


def _pointed(told: Sequence[Told], i: int) -> _Found:
    """Return what a denial without content points back to; see :func:`_points` for the scores."""
    one, words = told[i], answers.load()
    of = one.lemmas
    if not of & (words.blame | words.said | words.figures | words.papers):
        return []
    # what stands in the same sentence after it, in a clause of its own: "the reports, spread online, *that* ..."
    end = next((j for j in range(i + 1, len(told)) if told[j].sentence != one.sentence), len(told))
    after = [j for j in range(i + 1, min(end, i + REACH)) if told[j].below and not told[j].content]
    found = [(score, j) for j in (*range(max(0, i - REACH), i), *after) if (score := _points(told, i, j))]
    best = max((score for score, _ in found), default=0.0)
    top = [j for score, j in found if score == best]
    if not top or best < 0.6:
        return []
    if of & words.papers and told[top[0]].papers & one.teller:
        return [(j, best) for j in top]
    # of what was said in a breath, the fullest telling
    return [(max(top, key=lambda j: _weight(told[j])), best)]


def _weight(t: Told) -> tuple[bool, bool, int, int]:
    return (not t.aside, t.claim.type in _FORCE, t.fullness, -t.claim.trigger.start)


def _points(told: Sequence[Told], i: int, j: int) -> float:
    """Return how well a claim is what a denial without content points back to, 0 where it is not::

    0.95 it is said by the one whose words the denial is of
    0.85 it stands in a clause after it, in the same sentence
    0.8 it comes from a paper that names the denier, and the denial is of a paper
    0.9 in this or the last sentence, 0.75 in the one before: somebody else says it, and it is blamed on the
        denier, or the denial is of what was said, or of figures and it has one
    0.7 up to NEAR sentences before, where those who look into things say it and the denial is of what they found
    0.6 the denier is the actor, others say so, however far back, and the denial is of what was said
    - 0.1 what is still to come, if it is not what was said last
    """
    one, t, words = told[i], told[j], answers.load()
    of = one.lemmas
    if not _free(t) or t.denied or t.first & one.teller or (t.claim.type in _WORDS and not t.papers):
        return 0.0
    if of & words.papers and t.papers & one.teller:
        return 0.8
    if of & words.said and one.whose & t.first:
        return 0.95
    if j > i:
        return 0.85 if of & words.said else 0.0
    back = one.sentence - t.sentence
    near = {0: 0.9, 1: 0.9, 2: 0.75}.get(back, 0.0)
    near -= 0.1 * bool(near and t.claim.status in _AHEAD)
    theirs = bool(t.actors & one.teller)
    ahead = t.claim.status in _AHEAD
    scores = [0.0]
    if of & words.figures and not of & words.research - words.figures:
        return max(near, 0.6) if t.claim.quantities and t.speakers and back <= NEAR else 0.0
    if of & words.blame and not ahead:
        if theirs and (t.speakers or back <= 1):
            scores.append(max(near, 0.6))
        elif back <= 1 and t.claim.type in _FORCE and (t.content or _blamed(told, i, j)):
            scores.append(near - 0.1)
    if of & words.part and t.claim.type in _FORCE and (theirs or not t.actors or t.speakers) and not (t.aside or ahead):
        scores.append(max(near - 0.1, 0.6))
    if of & words.said and t.speakers and (near or theirs) and not (ahead and of & words.blame):
        scores.append(max(near, 0.6))
    elif of & words.said and theirs and back <= 1 and t.claim.type in _DEEDS:
        scores.append(near - 0.2)
    score = max(scores)
    if of & words.research and t.researched and back <= NEAR:
        score = max(score, 0.7) + 0.05
    return round(score, 2)


def _blamed(told: Sequence[Told], i: int, j: int) -> bool:
    """Say whether in the sentence of a claim somebody blames the denier: "fingered herders in both *attacks*"."""
    one, t = told[i], told[j]
    same: Iterable[Told] = (told[k] for k in range(max(0, j - NEAR), j) if told[k].sentence == t.sentence)
    return any(a.claim.type is ClaimType.ACCUSE and (a.recipients & (one.actors | one.teller)) for a in same)
