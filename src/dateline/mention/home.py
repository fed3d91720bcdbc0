"""Homes of people that only a place tells: "residents of Mopti", "a government official in Chaman"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.lexicon import roles
from dateline.records import Actor, Mention, MentionKind, Place
from dateline.tree import Tree

_PEOPLE = frozenset({MentionKind.PERSON, MentionKind.GROUP, MentionKind.ORGANIZATION})
_OF = frozenset({"of", "from"})
_LONGEST = 3


def settle(trees: Sequence[Tree], mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions with the country of the place that a person, body or group without one is of.

    "Of" and "from" tell it of any, "in" of those who are of where they are (``[rooted]`` of ``roles.toml``). Only a
    place that the gazetteer resolved counts. Who is the same by chain has it too, unless the chain has a country.
    """
    at = {(m.sentence, m.head): m.resolved.country for m in mentions if isinstance(m.resolved, Place) and _is_found(m)}
    known: dict[str, set[str]] = {}
    for m in mentions:
        if m.chain is not None and isinstance(m.resolved, Actor) and m.resolved.country is not None:
            known.setdefault(m.chain, set()).add(m.resolved.country)
    told: dict[str, set[str]] = {}
    for m in mentions:
        if m.kind not in _PEOPLE or not isinstance(m.resolved, Actor) or m.resolved.country is not None:
            continue
        key = m.chain or m.id
        if key in known:
            continue
        of = _OF if m.resolved.sector != "MIL" else _OF - {"from"}  # troops from a town are not its own
        country = _home(trees[m.sentence], m.head, {i: c for (s, i), c in at.items() if s == m.sentence}, of)
        if country is not None:
            told.setdefault(key, set()).add(country)
    return [_with(m, told.get(m.chain or m.id, set())) for m in mentions]


def _is_found(mention: Mention) -> bool:
    place = mention.resolved
    return mention.kind is MentionKind.PLACE and isinstance(place, Place) and place.latitude is not None


def _home(tree: Tree, head: int, places: Mapping[int, str | None], of: frozenset[str]) -> str | None:
    """Return the country of the one place that a phrase is of, or in; None where there is none or another's."""
    if tree.tokens[head].upos != "NOUN":
        return None
    found: set[str] = set()
    for kid in tree.kids(head, "nmod"):
        country = places.get(kid)
        case = tree.case(kid)
        if kid > head and country is not None and (case in of or (case == "in" and _is_rooted(tree, head))):
            found.add(country)
            found |= {c for k in tree.kids(kid, "conj") if (c := places.get(k)) is not None}  # "of Peru and Chile"
    return next(iter(found)) if len(found) == 1 else None


def _is_rooted(tree: Tree, head: int) -> bool:
    lemmas = [token.lemma.lower() for token in tree.tokens[max(head - _LONGEST + 1, 0) : head + 1]]
    rooted = roles.load().rooted
    return any(" ".join(lemmas[-size:]) in rooted for size in range(1, len(lemmas) + 1))


def _with(mention: Mention, countries: set[str]) -> Mention:
    actor = mention.resolved
    if len(countries) != 1 or not isinstance(actor, Actor) or actor.country is not None:
        return mention
    return replace(mention, resolved=replace(actor, country=min(countries), resolved_by=actor.resolved_by or "country"))
