"""Say whether a word that tells of an event tells enough where nobody is named who does or undergoes it.

"The curfew was lifted", "many had been beaten", "a firefight on Monday": it is told that it came about, though not
by whom. Left out is what may be of any time ("protests are useless"), what points back ("the attack") and what only
names a crime in a list ("charged with murder, arson and theft").
"""

from __future__ import annotations

from dateline.claim import verbal
from dateline.claim.frame import Frame
from dateline.claim.stance import Stance
from dateline.lexicon import answers
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimType, Polarity, Status
from dateline.tree import Tree

_DEEDS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.RETREAT, ClaimType.CONCEDE})
"""Types whose words tell of a deed wherever they stand; those of the others are of private life and trade as often."""
_FORCES = frozenset({ClaimType.SANCTION, ClaimType.MOBILIZE, ClaimType.ACCESS})
"""Types whose verbs do."""
_BACK = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your", "such"})
_ONE = frozenset({"a", "an", "another", "one", "no", "both"})
_NAMING = frozenset({"for", "of", "with"})
_OPEN = frozenset({"PRON", "DET", "NUM", "ADJ"})
"""Words for somebody of whom no more is told: "many", "both", "the two"."""
_LISTED = 2
"""Other nouns beside a noun from which on it is one of a list."""
_SURE = 0.6
"""Weight of a sense from which on its word alone tells that it is meant."""
_TALKS = frozenset({"talk", "talks", "negotiation", "summit", "ceasefire"})


def tells(tree: Tree, frame: Frame, sense: Sense, stance: Stance, *, timed: bool, placed: bool) -> bool:
    """Say whether a trigger without parties is a claim all the same; ``timed``, ``placed``: it has a time, a place."""
    token = frame.trigger
    if tree.is_rel(token, "amod", "compound") or sense.weight < _SURE:
        return False
    if sense.pos == "verb" and sense.type is ClaimType.ACCUSE:
        # "each side accused the other": two that were named before
        return any(tree.has_lemma(h, "other") for h in frame.slots.get("obj", ()))
    if sense.pos == "verb":
        return sense.type in _DEEDS | _FORCES and _is_told(tree, frame, sense, stance)
    if sense.pos != "noun" or not (sense.type in _DEEDS or tree.has_lemma(token, *_TALKS)):
        return False
    if len(tree.kids(token, "conj")) >= _LISTED or tree.is_rel(token, "conj"):
        return False
    before = {tree.tokens[k].text.lower() for k in tree.kids(token, "det", "nmod:poss")}
    if not before and tree.case(token) in _NAMING and tree.tokens[token].xpos == "NN":
        return False  # "charged with *murder*": the name of a crime
    if before & _BACK or tree.kid(token, "nmod:poss") is not None:
        return (timed and _dated(tree, token)) or _is_confirmed(tree, token)
    return _in_a_past(tree, token) and (timed or placed or bool(before & _ONE))


def _is_confirmed(tree: Tree, noun: int) -> bool:
    """Say whether somebody says of what was told before that it was so: "a resident confirmed the *abduction*"."""
    verb = tree.tokens[noun].head
    return verb >= 0 and tree.is_rel(noun, "obj") and tree.has_lemma(verb, *answers.load().confirms)


def _is_told(tree: Tree, frame: Frame, sense: Sense, stance: Stance) -> bool:
    """Say whether a verb tells of one happening and of something that it needs: "the measures would be lifted".

    A plain present tells of what is always so ("the fruit is banned there", "hate kills").
    """
    token = tree.tokens[frame.trigger]
    narrow = any("*" not in classes for slot, classes in sense.needs)
    whom = frame.slots.get("obj") or frame.slots.get("subj") or ()
    if not narrow and not any(tree.tokens[h].upos in _OPEN for h in whom):
        return False  # "hopes killed hopes": a noun that is nobody, and nothing that such a verb asks for
    if sense.type is ClaimType.CONCEDE and not narrow:
        return False  # everybody complies, forgives, gives way
    if token.xpos == "VB" and (stance.status is Status.POSSIBLE or not _governed(tree, frame.trigger, stance)):
        return False
    if token.xpos in {"VBZ", "VBP"}:
        return stance.status not in (Status.HAPPENED, Status.ONGOING) or stance.polarity is Polarity.NEGATIVE
    return token.xpos != "VBG" or bool(verbal.auxiliaries(tree, frame.trigger)) or narrow


def _governed(tree: Tree, verb: int, stance: Stance) -> bool:
    """Say whether an infinitive has a modal, or a word over it that says how it stands."""
    return bool(verbal.auxiliaries(tree, verb)) or stance.governor is not None


def _dated(tree: Tree, noun: int) -> bool:
    """Say whether a noun has a time of its own: "the protests of 2020"."""
    return any(tree.tokens[k].entity.endswith("TIME") for k in tree.kids(noun, "nmod", "nmod:unmarked", "compound"))


def _in_a_past(tree: Tree, noun: int) -> bool:
    """Say whether the verb over a noun, or that of a headline, tells of what came about or will."""
    above = [j for j in tree.up(noun) if tree.tokens[j].upos in {"VERB", "AUX"}]
    if not above:
        return True
    words = {tree.tokens[k].xpos for k in (above[0], *tree.kids(above[0], "aux", "cop", "aux:pass"))}
    return bool(words & {"VBD", "MD", "VBN"}) or not words & {"VBZ", "VBP", "VB"}
