"""Decide between the senses of a trigger: the one place where competing types are weighed.

A sense is possible if all its conditions hold. Among possible senses those of a user's codebook go before those that
dateline ships, and the best score wins, ties by the order of the lexicon::

    score = weight + 0.10 for each need that holds (0.15 if it holds by something more than "*")
                   + 0.05 for each of actor, recipient and content that is filled by its own phrase
                   + 0.20 if the sense asks for a preposition of its own and has it

The additions are small beside the spread of weights, so that a sense with more satisfied conditions beats a
general one of like weight. They were set by hand on sentences of our own; every step is kept as a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.claim import trigger, verbal
from dateline.claim.cast import Cast
from dateline.claim.frame import Frame
from dateline.claim.stance import judge
from dateline.claim.trigger import Trigger
from dateline.lexicon.predicates import BENT, PARTIES, Sense
from dateline.lexicon.stance import stance_lexicon
from dateline.records import ClaimType, Polarity
from dateline.tree import Tree

_FRIENDLY = frozenset(
    {
        ClaimType.AGREE,
        ClaimType.CONSULT,
        ClaimType.SUPPORT,
        ClaimType.CONCEDE,
        ClaimType.COOPERATE,
        ClaimType.AID,
        ClaimType.RETREAT,
    }
)
_HOSTILE = frozenset(
    {
        ClaimType.THREATEN,
        ClaimType.PROTEST,
        ClaimType.SANCTION,
        ClaimType.MOBILIZE,
        ClaimType.COERCE,
        ClaimType.ASSAULT,
    }
)
_DEEDS = frozenset(
    {
        ClaimType.RETREAT,
        ClaimType.ASSAULT,
        ClaimType.COERCE,
        ClaimType.MOBILIZE,
        ClaimType.SANCTION,
        ClaimType.PROTEST,
    }
)
"""Types of which a pronoun that was not resolved may be the doer."""
_OWN = frozenset({"it", "he", "she", "they", "we", "i"})
_STAND_IN = 0.6
"""Weight of a sense from which on a pronoun for a thing may fill its needs."""
_NEED, _NARROW_NEED, _SLOT, _CASE = 0.10, 0.15, 0.05, 0.20


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A sense with its score and the reasons for it; ``refused`` says why it cannot be, None if it can."""

    sense: Sense
    score: float
    reasons: tuple[str, ...]
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was decided for a trigger: the best sense, those coded beside it, and all that were weighed."""

    best: Weighed | None
    beside: tuple[Weighed, ...]
    weighed: tuple[Weighed, ...]


def choose(tree: Tree, trigger: Trigger, cast: Cast) -> Choice:
    """Weigh the senses of a trigger; ``best`` is None where none is possible."""
    weighed = tuple(weigh(tree, trigger.read_as(sense), sense, cast) for sense in trigger.senses)
    possible = [w for w in weighed if w.refused is None]
    rivals = [w for w in possible if not w.sense.also]
    best = max(rivals, key=lambda w: (w.sense.own, w.score), default=None)  # max keeps the first of equals
    beside: dict[str, Weighed] = {}
    for w in possible:
        if not w.sense.also or (best is not None and w.sense.type is best.sense.type):
            continue
        known = beside.get(w.sense.type)
        if known is None or w.score > known.score:
            beside[w.sense.type] = w
    return Choice(best=best, beside=tuple(beside.values()), weighed=weighed)


def weigh(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> Weighed:
    """Check a sense's conditions against a frame and score it."""
    score, reasons = sense.weight, [f"weight {sense.weight:g}"]
    himself = [h for h in frame.slots.get("obj", ()) if tree.tokens[h].lemma.lower().endswith(("self", "selves"))]
    only = len(himself) == len(frame.slots.get("obj", ())) > 0  # a bomber may kill himself and eight others
    if only and not any(f"={tree.tokens[himself[0]].lemma.lower()}" in classes for _, classes in sense.needs):
        return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused="done to oneself")
    if sense.aftermath and not cast.before.violence(tree.index):
        return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused="no violence is told before")
    if sense.affirmed and verbal.negation(tree, frame.trigger, stance_lexicon()):
        return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused="it is negated")
    if sense.under:
        status = judge(tree, frame.trigger, noun=sense.pos == "noun").status
        if status not in sense.under:
            return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused=f"told as {status}")
        reasons.append(f"told as {status}")
    if sense.negated and not sense.denies and sense.pos == "verb":
        if judge(tree, frame.trigger).polarity is Polarity.POSITIVE:
            return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused="nothing negates it")
        reasons.append("negated")
    for slot, classes in sense.needs:
        heads = _heads(frame, sense, slot)
        if not heads and slot == "subj" and _is_agentless(frame, sense) and cast.before.violence(tree.index):
            reasons.append("done by nobody told, where violence is")
            continue
        if not heads:
            return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused=f"needs {slot}, which is empty")
        held = _held(tree, heads, classes, cast)
        stand_in = slot == "obj" or (slot == "subj" and sense.type in _DEEDS)
        told = any(other == "xcomp" for other, _ in sense.needs)  # "ordered it *to leave*"
        open_ = sense.type is not ClaimType.REQUEST and sense.weight >= _STAND_IN
        if held is None and stand_in and (open_ or (told and slot == "obj")):
            held = _stands_for(tree, heads, classes, cast, who=slot == "subj")
        if held is None:
            return Weighed(
                sense=sense, score=0.0, reasons=tuple(reasons), refused=f"needs {slot} to be one of {' '.join(classes)}"
            )
        score += _NEED if held == "*" else _NARROW_NEED
        reasons.append(f"{slot} is {held}")
    for slot, classes in sense.bars:
        heads = _heads(frame, sense, slot)
        held = _held(tree, heads[:1], classes, cast, own=True) if heads else None
        if held is not None:
            return Weighed(sense=sense, score=0.0, reasons=tuple(reasons), refused=f"barred: {slot} is {held}")
    for name, slots in (("actor", sense.actor), ("recipient", sense.recipient), ("content", sense.content_slots)):
        filled = next((slot for slot in slots if frame.slots.get(slot)), None)
        if filled is not None and filled not in frame.loose:
            score += _SLOT
            reasons.append(f"{name} in {filled}")
    if sense.own:
        reasons.append("a word of your own")
    if sense.case is not None:
        score += _CASE
        reasons.append(f"marked by {sense.case}")
    return Weighed(sense=sense, score=score, reasons=tuple(reasons))


def _is_agentless(frame: Frame, sense: Sense) -> bool:
    """Say whether a passive leaves out who does it, and its object has to be of a class: "nine men were picked up"."""
    narrow = any(slot == "obj" and "*" not in classes for slot, classes in sense.needs)
    force = sense.type is ClaimType.ASSAULT or sense.mode == "arrest"
    return frame.passive and narrow and force and sense.weight >= _STAND_IN and sense.pos == "verb"


def _heads(frame: Frame, sense: Sense, slot: str) -> tuple[int, ...]:
    """Return what fills a slot, or any slot of the actor or recipient."""
    if slot not in PARTIES:
        return frame.slots.get(slot, ())
    slots = sense.actor if slot == "actor" else sense.recipient
    return tuple(h for s in slots for h in frame.slots.get(s, ()))


def _held(tree: Tree, heads: tuple[int, ...], classes: tuple[str, ...], cast: Cast, *, own: bool = False) -> str | None:
    """Return the first condition that one of the heads meets; None if there is none."""
    if "*" in classes and heads:
        return "*"
    for head in heads:
        found = cast.classes(tree, head, own=own)
        if BENT.intersection(classes):
            found = found | _bent(tree, head, cast)
        for condition in classes:
            if condition in found:
                return condition
    return None


def _bent(tree: Tree, verb: int, cast: Cast) -> frozenset[str]:
    """Say whether a clause tells of a friendly or a hostile deed, and whether it is one's own: "vowed *to shell it*".

    A deed that is not to be done counts for the other side: "promised not to shoot".
    """
    words = (verb, *tree.kids(verb, "obj"))
    found = (trigger.at(tree, k, cast.lexicon) for k in words if k == verb or tree.tokens[k].upos == "NOUN")
    best = next((c.best for t in found if t is not None and (c := choose(tree, t, cast)).best is not None), None)
    if best is None or best.sense.type not in _FRIENDLY | _HOSTILE:
        return frozenset()
    friendly = (best.sense.type in _FRIENDLY) is not bool(verbal.negation(tree, verb, stance_lexicon()))
    if friendly:
        return frozenset({"@FRIENDLY"})
    own = any(
        tree.tokens[k].text.lower() in _OWN or any(tree.tokens[o].upos == "PRON" for o in tree.kids(k, "nmod:poss"))
        for k in tree.kids(verb, "nsubj")
    )
    return frozenset({"@HOSTILE", "@OWN"} if own else {"@HOSTILE"})


def _stands_for(tree: Tree, heads: tuple[int, ...], classes: tuple[str, ...], cast: Cast, *, who: bool) -> str | None:
    """Return the condition that what a pronoun may stand for meets: "it was lifted", told of a curfew.

    ``who`` asks for those who act as well, by name too: "until *they* pull out", told of rebels.
    """
    for head in heads:
        for other, noun in cast.before.things(tree, head, who=who):
            held = _held(other, (noun,), classes, cast)
            if held is not None:
                return held
    return None
