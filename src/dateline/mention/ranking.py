"""Choose what a pronoun or a definite noun phrase stands for: features of each candidate, weighed by a learnt table.

A log-linear mention ranker (Denis and Baldridge 2008) with "nothing" as a candidate; the weights come from
``training/coreference.py``. Where the best candidate is less likely than the threshold of its kind, nothing is chosen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    named: bool = False

    def add(self, noun: Noun, tree: Tree, draft: Draft | None) -> None:
        """Take in one mention."""
        self.size += 1
        self.sorts.add(noun.sort)
        self.named |= noun.named
        if noun.gender:
            self.genders.add(noun.gender)
        self.words.update(token.lemma.lower() for token in tree.tokens[noun.first : noun.last + 1])
        if draft is not None:
            if isinstance(draft.resolved, Actor) and draft.resolved.role:
                self.roles.update(word.lower() for word in draft.resolved.role.split())
            if feature := feature_of(draft):
                self.features.add(feature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A token that may stand for something before it; ``noun`` is its phrase where it is none of the pronouns."""

    kind: str
    sentence: int
    token: int
    form: str
    role: str
    quoted: bool
    noun: Noun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The nearest mention of an entity before an anaphor; ``order`` counts candidates back from the anaphor."""

    noun: Noun
    entity: int
    order: int


def choose(anaphor: Anaphor, candidates: Sequence[Candidate], rows: Sequence[Sequence[str]]) -> Candidate | None:
    """Return the candidate that is likeliest, if it is likely enough."""
    if not candidates:
        return None
    known = coreference.load()
    weights = known.weights[anaphor.kind]
    scores = [sum(weights.get(name, 0.0) for name in row) for row in rows]
    top = max(scores)
    mass = math.exp(-top) + sum(math.exp(score - top) for score in scores)
    at = scores.index(top)
    return candidates[at] if 1 / mass >= known.thresholds[anaphor.kind] else None


def features(
    anaphor: Anaphor, candidate: Candidate, trees: Sequence[Tree], entity: Entity, drafts: Sequence[Draft]
) -> list[str]:
    """Return the names of what holds of a candidate."""
    noun = candidate.noun
    back = anaphor.sentence - noun.sentence
    sort = sort_of(noun, entity)
    out = ["bias", f"sort {sort}", f"role {noun.role}", f"sort {sort} role {noun.role}"]
    out.append(f"size {min(entity.size, 4)}")
    out.append(f"number {'many' if noun.plural else 'one'} {sort}")
    if anaphor.noun is None:
        out.append(f"back {min(back, 4)}")
        out.append(f"order {candidate.order if candidate.order < 3 else 3 if candidate.order < 6 else 6}")
        out += _pronoun_features(anaphor, noun, trees, entity, back)
    else:
        out.append(f"back {back if back < 3 else 3 if back < 6 else 6 if back < 15 else 15}")
        out += _noun_features(anaphor.noun, noun, trees, entity, drafts)
    return out


def is_class(lemma: str) -> bool:
    """Say whether a noun is a word for actors or places, which may stand for one that is named otherwise."""
    known = roles.load()
    return known.roles.get(lemma) is not None or known.classes.get(lemma) is not None


def sort_of(noun: Noun, entity: Entity) -> str:
    """Return what sort of thing a candidate is, as the weights know it."""
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
    return out


def _leads(tree: Tree, noun: Noun) -> bool:
    """Say whether a subject is that of the main clause."""
    above = tree.tokens[noun.head].head
    return above >= 0 and tree.tokens[above].head < 0


def _noun_features(
    anaphor: Noun, noun: Noun, trees: Sequence[Tree], entity: Entity, drafts: Sequence[Draft]
) -> list[str]:
    tree = trees[anaphor.sentence]
    same = noun.lemma == anaphor.lemma
    lemma = "head same" if same else "head in words" if anaphor.lemma in entity.words else "head new"
    if not same and anaphor.lemma in entity.roles:
        lemma = "head in role"
    if not same and anaphor.lemma in entity.features:
        lemma = "head in class"
    ours = {
        token.lemma.lower() for token in tree.tokens[anaphor.first : anaphor.head] if token.upos not in ("DET", "PUNCT")
    }
    extra = "none" if not ours else "known" if ours <= entity.words else "new"
    theirs = trees[noun.sentence].tokens[noun.first : noun.head]
    more = any(token.upos in ("ADJ", "NOUN", "PROPN", "NUM") for token in theirs) and not noun.named
    number = "same" if anaphor.plural == noun.plural else "other"
    after = tree.kid(anaphor.head, "nmod", "acl", "appos", "conj") is not None
    word = roles.load().roles.get(anaphor.lemma)
    place = roles.load().classes.get(anaphor.lemma)
    kind = f"place {place.id}" if place is not None else f"role {word.kind}" if word is not None else "none"
    sort = sort_of(noun, entity)
    out = [
        lemma,
        f"{lemma} {anaphor.article}",
        f"{lemma} mods {extra}",
        f"{lemma} more {more}",
        f"{lemma} after {after}",
        f"{lemma} number {number}",
        f"{lemma} {noun.article}",
        f"{lemma} named {entity.named}",
        f"{lemma} {noun.role}",
        f"kind {kind} of {sort}",
        f"{lemma} kind {kind}",
        f"{lemma} size {min(entity.size, 3)}",
    ]
    if anaphor.lemma in ("country", "nation", "state") and "country" in entity.features:
        out.append("country")
    if anaphor.lemma in ("city", "town", "capital", "village") and entity.features & {
        "capital",
        "city",
        "town",
        "village",
    }:
        out.append("settlement")
    if lemma == "head new":
        out.append(f"new {anaphor.lemma}" if kind != "none" else "new other")
    if anaphor.gender and entity.genders and anaphor.gender not in entity.genders:
        out.append("gender other")
    return out
