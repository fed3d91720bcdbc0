"""Organs of a state by pattern: "the Malian army", "Mali's government"; and presidents of what is no state's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.lexicon import countries, offices, roles
from dateline.lexicon.offices import Office
from dateline.mention.draft import Name
from dateline.mention.nominal import STATE, Known, Phrases

_MANY = frozenset({"force", "forces", "service", "services", "police"})
_SMALL = frozenset({"of", "the", "s"})
_HYPHENS = frozenset({"-", "–", "‐", "\u2011"})


def of_nominal(phrases: Phrases, head: int, known: Known) -> Office | None:
    """Return the organ of the one country that a common noun stands for; None where the phrase says more or less."""
    tree = phrases.tree
    token = tree.tokens[head]
    if known.country is None or known.entity is not None or known.word is None or known.word.kind == "person":
        return None
    if token.xpos in ("NNS", "NNPS") and token.lemma.lower() not in _MANY and token.text.lower() not in _MANY:
        return None
    if head + 1 < len(tree) and tree.tokens[head + 1].text in _HYPHENS:
        return None
    if any(not _is_country(phrases, kid) for kid in tree.kids(head, "nmod", "acl") if kid > head):
        return None
    first, _ = phrases.front(head)
    skip = phrases.backing(first, head)  # "the US-backed Syrian government" is the Syrian one
    spelt = [
        word for i in range(first, head + 1) if i not in phrases.at and i not in skip for word in phrases.lemmas(i, i)
    ]
    if any(name.country is None for i in range(first, head + 1) if (name := phrases.at.get(i)) is not None):
        return None
    return _whole(spelt)


def _is_country(phrases: Phrases, i: int) -> bool:
    return i in phrases.at and phrases.at[i].country is not None


def of_name(phrases: Phrases, name: Name, country: str | None) -> Office | None:
    """Return the organ of a country that an organization's name spells; None where it says more or less."""
    if country is None:
        return None
    lemmas = phrases.lemmas(name.first, name.last)
    found = _split(lemmas)
    if found is None:
        return None
    office, rest = found
    told = [word for word in rest if word not in _SMALL and word not in offices.load().plain]
    if told and all(form.iso3 != country for form in countries.load().index.get(" ".join(told))):
        return None
    return office


def presiding(phrases: Phrases, head: int, known: Known) -> Known:
    """Return what is known of a president, who is of the state only where the body led is: not "of the party"."""
    if known.word is None or not known.word.presides:
        return known
    tree = phrases.tree
    behind = [k for k in tree.kids(head, "nmod") if k > head and tree.case(k) in ("of", "for")]
    own = phrases.word(head)
    first = head - (own[0] if own else 1) + 1  # "vice president"
    before = [k for k in tree.kids(head, "nmod:poss", "compound", "nmod:desc", "nmod:unmarked") if k < first]
    called = [k for k in before if tree.tokens[k].upos == "NOUN" and tree.is_rel(k, "compound")]
    return _of_body(phrases, known, (*behind[:1], *before), sure=frozenset([*behind, *called]))


def presiding_in_run(phrases: Phrases, first: int, last: int, known: Known) -> Known:
    """Return the same of a run of words before a name: "Coffee Federation president Pedro Ruiz"."""
    if known.word is None or not known.word.presides:
        return known
    heads = [i for i in range(first, last) if i not in phrases.at or phrases.at[i].head == i]
    return _of_body(phrases, known, reversed(heads), sure=frozenset())


def _of_body(phrases: Phrases, known: Known, heads: Iterable[int], *, sure: frozenset[int]) -> Known:
    """Return a president with the sector of the body at the first head that is one.

    A noun of which it is not known that it is a body leaves it open, if it is ``sure`` that it is what is led.
    """
    for head in heads:
        name = phrases.at.get(head)
        if name is not None:
            if name.country is not None or name.label not in ("ORG", "EVT"):
                continue
            body = phrases.of_name(name)
            words = set(phrases.lemmas(name.first, name.last))
            if body.sector in STATE or (words & roles.load().state and body.sector is None):
                return known
        elif phrases.tree.tokens[head].upos in ("NOUN", "PROPN"):
            body = phrases.known(head)
            led = body.word is not None and body.word.kind in ("organization", "group")
            if body.sector in STATE or not (led or head in sure):
                continue
            if phrases.tree.has_lemma(head, *roles.load().state):
                return known
        else:
            continue
        by = body.resolved_by if body.sector is not None else None
        return replace(known, country=body.country or known.country, sector=body.sector, entity=None, resolved_by=by)
    return known


def _whole(lemmas: Sequence[str]) -> Office | None:
    found = _split(lemmas)
    if found is None or any(word not in _SMALL and word not in offices.load().plain for word in found[1]):
        return None
    return found[0]


def _split(lemmas: Sequence[str]) -> tuple[Office, list[str]] | None:
    """Return the organ that lemmas end or begin with, and the rest."""
    known = offices.load()
    if (found := known.ending(lemmas)) is not None:
        return found[1], list(lemmas[: -found[0]])
    if (found := known.beginning(lemmas)) is not None:
        return found[1], list(lemmas[found[0] :])
    return None
