"""Find the words of a sentence that may tell of an event or state: those that the predicate lexicon knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from dateline.claim import frame
from dateline.claim.clause import counted_after, is_number
from dateline.claim.frame import Frame
from dateline.claim.stem import stems
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates, Sense
from dateline.tree import Tree

_POS = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word with the senses that it may have here (particle and case agree) and its frame.

    ``cased`` is the frame of those senses of a noun that ask for the preposition before it ("under siege"), and of
    those of a verb with a particle that the parser took for a preposition ("sealed *off* the road").
    """

    token: int
    senses: tuple[Sense, ...]
    frame: Frame
    cased: Frame | None = None

    def read_as(self, sense: Sense) -> Frame:
        """Return the frame as a sense reads it."""
        own = sense.case is not None or sense.particle is not None
        return self.cased if own and self.cased is not None else self.frame


def find(tree: Tree, lexicon: Predicates) -> list[Trigger]:
    """Return the triggers of a sentence in order."""
    out = []
    for i in range(len(tree)):
        trigger = at(tree, i, lexicon)
        if trigger is not None:
            out.append(trigger)
    return out


def at(tree: Tree, i: int, lexicon: Predicates) -> Trigger | None:
    """Return the trigger that a word is; None where the lexicon knows no sense of it here."""
    word = tree.tokens[i]
    pos = _POS.get(word.upos)
    if pos is None or (word.upos == "PROPN" and word.entity != "O"):
        return None
    if pos == "noun" and tree.is_rel(i, "compound", "flat", "goeswith"):
        return None  # "peace deal": the head noun tells what happens
    senses: tuple[Sense, ...] = ()
    particle = frame.misread_particle(tree, i)
    if particle is not None:
        senses = tuple(s for s in lexicon.lookup(word.lemma.lower(), "verb") if s.particle == particle)
        return Trigger(token=i, senses=senses, frame=frame.read_misread(tree, i, particle)) if senses else None
    if word.xpos == "VBG" and tree.kid(i, "nmod:poss", "det") is not None:
        senses = lexicon.lookup(word.text.lower(), "noun")  # "the killing of"
        pos = "noun" if senses else pos
    if pos == "noun" and _is_verb(tree, i):
        senses = _lookup(tree, i, "verb", lexicon)
        pos = "verb" if senses else pos
    senses = senses or _lookup(tree, i, pos, lexicon)
    if word.upos == "VERB" and pos == "verb":
        senses = (*senses, *_rule(tree, i, lexicon))
    if not senses:
        return None
    light = lexicon.light_verbs.union(*(sense.light for sense in senses)) if pos == "noun" else lexicon.light_verbs
    read = frame.read(tree, i, senses[0].pos, light)
    particle = frame.taken_particle(tree, i) if pos == "verb" else None
    if particle is not None and "obj" not in read.slots and any(s.particle == particle for s in senses):
        slots = {slot: heads for slot, heads in read.slots.items() if slot != particle}
        moved = {**slots, "obj": read.slots[particle]} if particle in read.slots else slots
        return Trigger(token=i, senses=senses, frame=read, cased=replace(read, slots=moved))
    cased = frame.read(tree, i, "noun", light, cased=True) if any(s.case is not None for s in senses) else None
    return Trigger(token=i, senses=senses, frame=read, cased=cased)


def _rule(tree: Tree, verb: int, lexicon: Predicates) -> tuple[Sense, ...]:
    """Return the senses of an auxiliary by which a verb tells a rule: "drivers *may* not stop here"."""
    words = syntax.load()
    aux = tree.kids(verb, "aux")
    if len(aux) == 1 and tree.tokens[aux[0]].text.lower() == "can" and tree.has_lemma(verb, *words.rule_passing):
        return lexicon.lookup("can", "verb")  # "residents *can* return"
    if len(aux) != 1 or not tree.has_lemma(aux[0], *words.rule_modals) or tree.has_lemma(verb, *words.rule_states):
        return ()
    senses = lexicon.lookup(tree.tokens[aux[0]].lemma.lower(), "verb")
    return (*senses, *lexicon.lookup("can", "verb")) if tree.has_lemma(verb, *words.rule_passing) else senses


def _bounds(tree: Tree, particle: int) -> bool:
    """Say whether a particle is part of a number: "killing *up* to 19"."""
    after = particle + 2
    return after < len(tree) and tree.has_lemma(after - 1, "to") and is_number(tree, after)


def _is_verb(tree: Tree, i: int) -> bool:
    """Say whether a word tagged as a noun is a headline's verb: it has an object ("police *arrest* 17"), or a number
    right after it and a verb before it ("kills eight and *wounds* 33").
    """
    if tree.kid(i, "obj") is not None:
        return tree.kid(i, "nsubj") is not None and tree.kid(i, "det", "amod") is None
    if tree.tokens[i].xpos == "VBG" and tree.kid(i, "nsubj") is not None:
        return tree.kid(i, "det", "amod", "nmod:poss") is None  # "one killed in Kesra, police *firing* in Varn"
    if not tree.is_rel(i, "conj", "appos"):
        return False
    finite = any(tree.tokens[k].xpos == "VBZ" for k in islice(tree.up(i), 2))
    clause = tree.kid(i, "ccomp", "xcomp") is not None and tree.kid(i, "det", "amod", "nmod:poss", "case") is None
    if tree.is_rel(i, "conj") and clause and finite and tree.tokens[i].xpos == "NNS":
        return True  # "thanks the mission and *requests* that it stay"
    return finite and counted_after(tree, i) is not None


def _lookup(tree: Tree, i: int, pos: str, lexicon: Predicates) -> tuple[Sense, ...]:
    """Return the senses of a word whose particle (of a verb) and case (of a noun) are as they must be."""
    word = tree.tokens[i]
    lemma = tree.lemmas[i]
    found: tuple[Sense, ...] = ()
    for form in _forms(tree, i, lemma, word.text.lower() if pos != "adj" else lemma):
        found = lexicon.lookup(form, pos)
        if found:
            break
    if not found:
        return ()
    particle = next((k for k in tree.kids(i, "compound:prt") if not _bounds(tree, k)), None)
    particle_lemma = None if particle is None else tree.tokens[particle].lemma.lower()
    if pos == "verb":
        agreeing = tuple(s for s in found if s.particle == particle_lemma)
        if particle_lemma is None:
            taken = frame.taken_particle(tree, i)
            # "cracked down" whose particle the parser took for an adverb
            after = {i + 1, *(o + 1 for o in tree.kids(i, "obj") if o > i)}  # "handed nine men *over* to the army"
            adverbs = {tree.tokens[k].lemma.lower() for k in tree.kids(i, "advmod", "case", "obl") if k in after}
            loose = tuple(s for s in found if s.particle in adverbs)
            plain = {tree.tokens[k].lemma.lower() for k in tree.kids(i, "advmod") if k in after}
            beside = tuple(s for s in loose if s.own or s.particle in plain) if agreeing else ()
            agreeing = (agreeing or loose) + beside + tuple(s for s in found if taken and s.particle == taken)
        return agreeing
    case = tree.case(i)
    return tuple(s for s in found if s.case is None or s.case == case)


def _forms(tree: Tree, i: int, lemma: str, word: str) -> list[str]:
    """Return the word with what stands before it, longest first: "cease-fire" of three tokens, "hunger strike"."""
    out = []
    if i >= 2 and tree.tokens[i - 1].text in {"-", "‐", "–"} and tree.tokens[i - 1].start == tree.tokens[i - 2].end:
        first = tree.tokens[i - 2].text.lower()
        out += [f"{first}-{lemma}", f"{first}{lemma}"]
    if i >= 1 and tree.tokens[i - 1].head == i and tree.is_rel(i - 1, "compound", "amod"):
        out.append(f"{tree.tokens[i - 1].lemma.lower()} {lemma}")
    return [*out, lemma, *stems(word)]
