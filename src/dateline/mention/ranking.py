"""Choose what a pronoun or a definite noun phrase stands for: features of each candidate, weighed by a learnt table.

A log-linear mention ranker (Denis and Baldridge 2008) with "nothing" as a candidate; the weights come from
``training/coreference.py``. Where the best candidate is less likely than the threshold of its kind, nothing is chosen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

from dateline.lexicon import coreference, roles
from dateline.mention.draft import Draft
from dateline.mention.noun import Noun, feature_of
from dateline.records import Actor
from dateline.tree import Tree

FORMS: Mapping[str, str] = {
    form: name
    for name, forms in {
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves",
    }.items()
    for form in forms.split()
}
"""The pronouns that are ranked, by form; the values are the kinds of the weights, beside ``noun`` ("the
    fighters") and ``bare`` ("fighters", where the word was there before)."""

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_GENDER = {"he": "m", "she": "f"}


@dataclass(slots=True)
class Entity:
    """What is known so far of one thing in the report."""

    size: int = 0
    genders: set[str] = field(default_factory=set)
    pronouns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    sorts: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    mods: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    sectors: set[str] = field(default_factory=set)
    named: bool = False
    subjects: int = 0

    def add(self, noun: Noun, tree: Tree, draft: Draft | None) -> None:
        """Take in one mention."""
        self.size += 1
        self.sorts.add(noun.sort)
        self.named |= noun.named
        self.subjects += noun.role == "subject"
        if noun.lemma and not noun.named and noun.article != "pronoun":
            self.heads.add(noun.lemma)
            self.mods |= noun.mods
            self.tails |= noun.tail
        if noun.named and noun.article != "pronoun":
            self.ends.add(tree.lemmas[noun.last])
        if noun.country:
            self.countries.add(noun.country)
        if noun.sector:
            self.sectors.add(noun.sector)
        if noun.gender:
            self.genders.add(noun.gender)
        self.words.update(tree.lemmas[noun.first : noun.last + 1])
        if draft is not None:
            if isinstance(draft.resolved, Actor) and draft.resolved.role:
                self.roles.update(word.lower() for word in draft.resolved.role.split())
            if feature := feature_of(draft):
                self.features.add(feature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A token that may stand for something before it; ``noun`` is its phrase where it is none of the pronouns.

    Of a phrase, ``others`` are the words that set it apart ("other", "49th"), ``after`` is the relation of what hangs
    behind it, ``sense`` what its word is for, ``tense`` that of its clause; :func:`of_noun` gives them.
    """

    kind: str
    sentence: int
    token: int
    form: str
    role: str
    quoted: bool
    noun: Noun | None = None
    others: tuple[str, ...] = ()
    after: str = "none"
    sense: str = "none"
    tense: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The nearest mention of an entity before an anaphor; ``order`` counts candidates back from the anaphor.

    ``rival`` says where another candidate with the head of the anaphor is: "here" in the same sentence, "near", or "".
    """

    noun: Noun
    entity: int
    order: int
    rival: str = ""


def choose(anaphor: Anaphor, candidates: Sequence[Candidate], rows: Sequence[Sequence[str]]) -> Candidate | None:
    """Return the candidate that is likeliest, if it is likely enough."""
    if not candidates:
        return None
    known = coreference.load()
    weights = known.weights[anaphor.kind]
    get, zero = weights.get, repeat(0.0)
    scores = [sum(map(get, row, zero)) for row in rows]
    top = max(scores)
    mass = math.exp(-top) + sum(math.exp(score - top) for score in scores)
    at = scores.index(top)
    return candidates[at] if 1 / mass >= known.thresholds[anaphor.kind] else None


def features(anaphor: Anaphor, candidate: Candidate, trees: Sequence[Tree], entity: Entity) -> list[str]:
    """Return the names of what holds of a candidate."""
    noun = candidate.noun
    back = anaphor.sentence - noun.sentence
    sort = sort_of(noun, entity)
    out = [*_of_any(sort, noun.role, min(entity.size, 4), noun.plural)]
    if anaphor.noun is None:
        out.append(f"back {min(back, 4)}")
        out.append(f"order {candidate.order if candidate.order < 3 else 3 if candidate.order < 6 else 6}")
        out += _pronoun_features(anaphor, noun, trees, entity, back)
    else:
        out.append(f"back {back if back < 3 else 3 if back < 6 else 6 if back < 15 else 15}")
        out += _noun_features(anaphor, anaphor.noun, candidate, sort, trees, entity)
    return out


# Candidates are many and differ in little: the names of their features are spelt once for what they have in common.
@lru_cache(maxsize=4096)
def _of_any(sort: str, role: str, size: int, plural: bool) -> tuple[str, ...]:
    number = f"number {'many' if plural else 'one'} {sort}"
    return "bias", f"sort {sort}", f"role {role}", f"sort {sort} role {role}", f"size {size}", number


@lru_cache(maxsize=4096)
def _of_phrase(lemma: str, article: str, after: str, kind: str) -> tuple[str, ...]:
    return lemma, f"{lemma} {article}", f"{lemma} after {after}", f"{lemma} kind {kind}"


@lru_cache(maxsize=4096)
def _of_words(lemma: str, extra: str, tail: str, number: str, sort: str, plural: bool) -> tuple[str, ...]:
    return (
        f"{lemma} mods {extra}",
        f"{lemma} tail {tail}",
        f"{lemma} number {number}",
        f"{sort} plural {plural} mods {extra} tail {tail}",
    )


@lru_cache(maxsize=4096)
def _of_candidate(lemma: str, more: bool, article: str, role: str, named: bool) -> tuple[str, ...]:
    return f"{lemma} more {more}", f"{lemma} {article}", f"{lemma} {role}", f"{lemma} named {named}"


@lru_cache(maxsize=4096)
def _of_entity(lemma: str, size: int, subjects: int, rival: str) -> tuple[str, ...]:
    return f"{lemma} size {size}", f"{lemma} subjects {subjects}", f"{lemma} rival {rival}"


@lru_cache(maxsize=4096)
def _of_sorts(number: str, sort: str, other: str, kind: str) -> tuple[str, ...]:
    return f"number {number} {sort} {other}", f"kind {kind} of {other}"


def is_class(lemma: str) -> bool:
    """Say whether a noun is a word for actors or places, which may stand for one that is named otherwise."""
    known = roles.load()
    return known.roles.get(lemma) is not None or known.classes.get(lemma) is not None


def sort_of(noun: Noun, entity: Entity) -> str:
    """Return what sort of thing a candidate is, as the weights know it."""
    if noun.sort == "pair":
        return "pair"
    if noun.sort == "thing" and noun.named:
        return "name"
    if noun.sort == "thing" and (noun.gender or entity.genders):
        return "human"
    if noun.sort == "thing" and noun.lemma.endswith(("er", "or", "ist", "man", "ian", "ee", "woman", "ant")):
        return "agent"
    return f"named {noun.sort}" if entity.named else noun.sort


def _pronoun_features(anaphor: Anaphor, noun: Noun, trees: Sequence[Tree], entity: Entity, back: int) -> list[str]:
    tree = trees[anaphor.sentence]
    out: list[str] = []
    gender = _GENDER.get(anaphor.kind)
    if gender is not None:
        told = entity.genders
        out.append("gender none" if not told else "gender same" if told == {gender} else "gender other")
    if anaphor.kind in entity.pronouns:
        out.append("pronoun same")
    elif entity.pronouns:
        out.append("pronoun other")
    own = "owner" if anaphor.role == "owner" else "plain"
    if noun.role == anaphor.role:
        out.append(f"parallel {anaphor.role}")
    if noun.quoted != anaphor.quoted:
        out.append("quote out" if anaphor.quoted else "quote in")
    out.append(f"back {min(back, 2)} role {noun.role}")
    out.append(f"article {noun.article}")
    if back == 0:
        out.append(f"here {own} {noun.role}")
        above = tree.tokens[noun.head].head
        if noun.role == "subject" and above in tree.up(anaphor.token):
            out.append(f"commands {own}")
            for up in tree.up(anaphor.token):
                if up == above:
                    break
                if tree.is_rel(up, "ccomp", "advcl", "acl", "xcomp"):
                    out.append(f"over {tree.tokens[up].deprel.partition(':')[0]}")
                    break
    elif noun.head < 3 or (noun.role == "subject" and tree.tokens[0].start >= 0 and _leads(trees[noun.sentence], noun)):
        out.append("leads")
    if anaphor.token < 2:
        out.append(f"first {noun.role} {min(back, 2)}")
    if anaphor.role != "subject":
        out.append(f"clause {own} {_of_clause(tree, anaphor, noun, back)}")
    return out


def _of_clause(tree: Tree, anaphor: Anaphor, noun: Noun, back: int) -> str:
    """Say whether the subject of a pronoun's own clause is the candidate, another, or not there."""
    for up in tree.up(anaphor.token):
        subject = tree.kid(up, "nsubj")
        if subject is not None:
            return "subject" if back == 0 and subject == noun.head else "other"
    return "none"


def _leads(tree: Tree, noun: Noun) -> bool:
    """Say whether a subject is that of the main clause."""
    above = tree.tokens[noun.head].head
    return above >= 0 and tree.tokens[above].head < 0


def of_noun(noun: Noun, tree: Tree) -> Anaphor:
    """Return the anaphor that a definite phrase, or one without an article, may be."""
    known = roles.load()
    kid = tree.kid(noun.head, "acl", "appos", "conj")
    place, word = known.classes.get(noun.lemma), known.roles.get(noun.lemma)
    return Anaphor(
        kind="noun" if noun.article else "bare",
        sentence=noun.sentence,
        token=noun.head,
        form=noun.lemma,
        role=noun.role,
        quoted=noun.quoted,
        noun=noun,
        others=tuple(word for word in noun.mods if word in known.anaphor_other or _ORDINAL.fullmatch(word)),
        after=tree.tokens[kid].deprel if kid is not None else "none",
        sense=f"place {place.id}" if place is not None else f"role {word.kind}" if word is not None else "none",
        tense=_tense(tree, noun.head) if not noun.article else "none",
    )


def _noun_features(
    told: Anaphor, anaphor: Noun, candidate: Candidate, sort: str, trees: Sequence[Tree], entity: Entity
) -> list[str]:
    noun = candidate.noun
    same = noun.lemma == anaphor.lemma
    lemma = "head same" if same else "head in words" if anaphor.lemma in entity.words else "head new"
    if not same and anaphor.lemma in entity.ends:
        lemma = "head in name"
    elif not same and anaphor.lemma in entity.heads:
        lemma = "head before"
    if not same and anaphor.lemma in entity.roles:
        lemma = "head in role"
    if not same and anaphor.lemma in entity.features:
        lemma = "head in class"
    extra = "none" if not anaphor.mods else "known" if anaphor.mods <= entity.words else "new"
    if anaphor.mods and anaphor.mods == noun.mods:
        extra = "same"
    if extra == "new" and entity.mods and not entity.mods <= anaphor.mods:
        extra = "clash"
    tail = "none" if not anaphor.tail else "known" if anaphor.tail & entity.words else "new"
    number = "same" if anaphor.plural == noun.plural else "other"
    kind = told.sense
    out = [
        *_of_phrase(lemma, anaphor.article, told.after, kind),
        *_of_words(lemma, extra, tail, number, anaphor.sort, anaphor.plural),
        *_of_candidate(lemma, bool(noun.mods), noun.article, noun.role, entity.named),
        *_of_entity(lemma, min(entity.size, 3), min(entity.subjects, 2), candidate.rival),
        *_of_sorts(number, anaphor.sort, sort, kind),
    ]
    if anaphor.counted or noun.counted:
        out.append(f"counted {anaphor.counted} {noun.counted}")
    if anaphor.country or anaphor.sector:
        out.append(f"country {_agree(anaphor.country, entity.countries)}")
        out.append(f"sector {_agree(anaphor.sector, entity.sectors)}")
    if anaphor.lemma in ("country", "nation", "state") and "country" in entity.features:
        out.append("country")
    if anaphor.lemma in ("city", "town", "capital", "village") and entity.features & {
        "capital",
        "city",
        "town",
        "village",
    }:
        out.append("settlement")
    if not anaphor.article:
        before = _tense(trees[noun.sentence], noun.head)
        out += [f"{lemma} {told.tense} {anaphor.sort}", f"{lemma} {told.tense} after {before}"]
        if same:
            out.append(f"same {anaphor.lemma}")
    if lemma == "head new":
        out.append(f"new {anaphor.lemma}" if kind != "none" else "new other")
    if anaphor.gender and entity.genders and anaphor.gender not in entity.genders:
        out.append("gender other")
    return out


def _tense(tree: Tree, head: int) -> str:
    """Say whether the clause of a phrase tells of what was or of what is: what is, is often so of all."""
    for up in tree.up(head):
        if tree.tokens[up].upos in ("VERB", "AUX"):
            tags = {tree.tokens[up].xpos, *(tree.tokens[k].xpos for k in tree.kids(up, "aux", "cop"))}
            return "was" if "VBD" in tags else "may" if "MD" in tags else "is" if tags & {"VBP", "VBZ"} else "none"
    return "none"


def _agree(told: str | None, known: set[str]) -> str:
    if told is None or not known:
        return "untold"
    return "same" if told in known else "other"
