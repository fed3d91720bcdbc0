"""Countries and capitals that stand for their governments: "Islamabad said", "talks with Iran"."""

from __future__ import annotations

from dateline.lexicon import countries, offices, roles
from dateline.lexicon.countries import Use
from dateline.mention.draft import Draft, Name
from dateline.records import Actor, MentionKind
from dateline.tree import Tree

_SIDES = frozenset({"with", "against"})
_SPEAKERS = frozenset({"NOUN", "VERB"})


def metonym(tree: Tree, name: Name) -> Draft | None:
    """Return a government for a country or capital that acts, speaks or is spoken to; None where it is a place."""
    if name.country is None or name.label != "LOC":
        return None
    if not _acts(tree, name.head, capital=name.country.use is Use.CAPITAL):
        return None
    state = countries.load().by_iso3[name.country.iso3]
    return Draft(
        kind=MentionKind.ORGANIZATION,
        sentence=tree.index,
        first=name.first,
        last=name.last,
        head=name.head,
        resolved=Actor(
            name=state.name,
            entity=offices.load().government.entity(state.iso3),
            country=state.iso3,
            sector="GOV",
            resolved_by="metonymy",
        ),
        named=True,
        link=f"state {state.iso3}",
    )


def _acts(tree: Tree, head: int, *, capital: bool) -> bool:
    """Say whether the word at ``head`` stands where an actor does. A coordinated name stands where the first does."""
    known = roles.load()
    while tree.is_rel(head, "conj") and tree.tokens[tree.tokens[head].head].upos == "PROPN":
        head = tree.tokens[head].head
    above = tree.tokens[head].head
    if above < 0:
        return False
    verb = tree.tokens[above]
    lemma = verb.lemma.lower()
    if tree.is_rel(head, "nsubj", "csubj"):
        if verb.upos != "VERB" or tree.is_rel(head, "nsubj:pass", "nsubj:outer"):
            return False
        return lemma in known.speech if capital else lemma not in known.never_metonym
    if tree.is_rel(head, "obj", "iobj"):
        return verb.upos == "VERB" and lemma in known.person_verbs
    if tree.is_rel(head, "obl:agent"):
        return verb.upos == "VERB"
    if tree.is_rel(head, "obl", "nmod"):
        case = tree.case(head)
        if case == "by":
            return verb.upos == "VERB" and tree.kid(above, "nsubj:pass", "aux:pass") is not None
        return case in _SIDES and verb.upos in _SPEAKERS
    return False
