"""Leave out private life: friends who meet, families that share a meal, somebody who travels."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.claim.frame import Frame
from dateline.claim.role import Roles
from dateline.claim.stem import stems
from dateline.lexicon.predicates import Predicates, Sense
from dateline.records import ClaimType, Participant
from dateline.tree import Tree

_TYPES = frozenset({ClaimType.CONSULT, ClaimType.COOPERATE, ClaimType.AID, ClaimType.CONCEDE})
"""Types that are told of everybody's life in the same words as of public life."""
_PUBLIC = frozenset(
    "official leader country armed police group institution diplomat side business aid-group media prisoner hostage "
    "migrant activist protester peacekeeper journalist".split()
)
"""Classes of common nouns for those who take part in public life, or to whom public care goes."""
_CROWDS = frozenset({"side", "group", "business"})
_PRONOUNS = frozenset(
    "i me my he him his she her hers we us our you your they them their who whom somebody one".split()
)


def is_private(tree: Tree, frame: Frame, sense: Sense, roles: Roles, lexicon: Predicates, *, placed: bool) -> bool:
    """Say whether all who take part are nobody in public: an open pronoun, a friend, a family; codebooks may want them.

    Somebody by name, a body or a nation is public, and so is who is hurt or in need (a crowd, the displaced). A
    visit to a named place is told as well of a pronoun, but not of "I" and "we".
    """
    if sense.type not in _TYPES or sense.own:
        return False
    parties = (*roles.actors, *roles.recipients)
    met = sense.type is ClaimType.CONSULT
    if any(_is_public(p, lexicon, met=met) for p in parties):
        return False
    me = any(tree.tokens[h].text.lower() in {"i", "we"} for h in frame.slots.get("subj", ()))
    if met and sense.pos == "verb" and not parties and not placed:
        return True  # "was met with bullets": nobody met anybody
    open_ = bool(parties) or bool(roles.issues) or me
    return open_ and (me or not placed)


def _is_public(party: Participant, lexicon: Predicates, *, met: bool) -> bool:
    """Say whether a party is somebody in public; ``met``, of meetings: people as such, whom all meet, are not."""
    told = party.sector is not None and not (met and party.sector == "CVL")
    if party.entity or party.country or told or party.name != party.text:
        return True
    words = party.text.split()
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return False
    known = list(_classes(words[-1].lower(), lexicon))
    nouns = frozenset[str]().union(*known)
    return not nouns or bool(nouns & (_PUBLIC - _CROWDS if met else _PUBLIC))


def _classes(word: str, lexicon: Predicates) -> Iterable[frozenset[str]]:
    return (lexicon.classes[w] for w in (word, *stems(word)) if w in lexicon.classes)
