"""Organs of a state by pattern: "the Malian army", "Mali's government", "Ministry of Defence of Mali"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.lexicon import countries, offices
from dateline.lexicon.offices import Office
from dateline.mention.draft import Name
from dateline.mention.nominal import Known, Phrases

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
