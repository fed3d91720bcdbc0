"""Nouns that only the context resolves: "the group", "the insurgents", where one organization is in play."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.lexicon import actors, roles
from dateline.lexicon.actors import ARMED, Registry
from dateline.mention.draft import Draft
from dateline.mention.nominal import Phrases
from dateline.records import Actor, MentionKind

WINDOW = 5
"""Sentences back in which an organization is still in play."""

_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "IGO", "MED", "BUS", "MNC", "EDU", "HLH"})
_BODIES = frozenset({"IGO"})
_THE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Player:
    sentence: int
    first: int
    key: str
    actor: Actor
    armed: bool


def key_of(actor: Actor) -> str:
    """Return the key that links all mentions of one organization."""
    return f"entity {actor.entity}" if actor.entity else f"organization {actor.name.casefold()}"


def _is_armed(actor: Actor, registry: Registry) -> bool:
    """Say whether an organization is an armed group, or began as one and now governs."""
    entry = registry.by_id.get(actor.entity) if actor.entity is not None else None
    return actor.sector in ARMED or (entry is not None and entry.sector in ARMED)


class Play:
    """The organizations, and unnamed armed groups, of the last sentences of one report.

    ``registry`` tells what an organization began as; None is the one that dateline ships.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry or actors.load()
        self._players: deque[_Player] = deque()
        self._bodies: deque[_Player] = deque()
        self._nouns: dict[str, int] = {}

    def enter(self, drafts: Iterable[Draft]) -> None:
        """Take in the named organizations of a sentence."""
        for draft in drafts:
            actor = draft.resolved
            if draft.kind in (MentionKind.ORGANIZATION, MentionKind.GROUP) and isinstance(actor, Actor) and draft.named:
                if actor.resolved_by == "metonymy":
                    continue
                player = _Player(
                    sentence=draft.sentence,
                    first=draft.first,
                    key=key_of(actor),
                    actor=actor,
                    armed=_is_armed(actor, self._registry),
                )
                if actor.sector not in _STATE or player.armed:
                    self._players.append(player)
                elif actor.sector in _BODIES:
                    self._bodies.append(player)

    def enter_nouns(self, phrases: Phrases, drafts: Iterable[Draft]) -> None:
        """Take in unnamed groups ("insurgents"), which then compete for "the insurgents"."""
        for draft in drafts:
            if not draft.named and draft.link is None and draft.kind in (MentionKind.GROUP, MentionKind.ORGANIZATION):
                self._nouns[phrases.tree.tokens[draft.head].lemma.lower()] = draft.sentence

    def resolve(self, phrases: Phrases) -> dict[int, _Player]:
        """Return the nouns of a sentence that stand for the one organization in play, by token."""
        now = phrases.tree.index
        while self._players and self._players[0].sentence < now - WINDOW:
            self._players.popleft()
        while self._bodies and self._bodies[0].sentence < now - WINDOW:
            self._bodies.popleft()
        found: dict[int, _Player] = {}
        if not self._players and not self._bodies:
            return found
        known = roles.load()
        for i, token in enumerate(phrases.tree.tokens):
            lemma = token.lemma.lower()
            if lemma in known.anaphor_alliance and (body := self._body(phrases, i, now)) is not None:
                found[i] = body
                continue
            armed = lemma in known.anaphor_armed
            if not (armed or lemma in known.anaphor_group) or not phrases.is_nominal(i) or not _is_definite(phrases, i):
                continue
            if (armed and token.xpos not in ("NNS", "NNPS")) or self._nouns.get(lemma, -WINDOW - 1) >= now - WINDOW:
                continue
            armed = armed or _has_armed_word(phrases, i)
            before = [player for player in self._players if (player.sentence, player.first) < (now, i)]
            fitting = [player for player in before if player.armed]
            if not armed and (not fitting or before[-1].key != fitting[-1].key):
                fitting = before  # "the group" may be a charity or a party, too
            if len({player.key for player in fitting}) == 1:
                found[i] = fitting[-1]
        return found

    def _body(self, phrases: Phrases, i: int, now: int) -> _Player | None:
        """Return the one body of many states in play for "the alliance" or "the organization" at token ``i``."""
        if not phrases.is_nominal(i) or not _is_definite(phrases, i) or phrases.tree.tokens[i].xpos != "NN":
            return None
        others = self._players if phrases.tree.tokens[i].lemma.lower() in roles.load().anaphor_group else ()
        before = [body for body in (*others, *self._bodies) if (body.sentence, body.first) < (now, i)]
        keys = {body.key for body in before}
        return before[-1] if len(keys) == 1 and before[-1].actor.sector in _BODIES else None


def _is_definite(phrases: Phrases, head: int) -> bool:
    """Say whether a phrase is "the" or "this" with nothing that tells which, but words for being armed."""
    tree = phrases.tree
    first, _ = phrases.front(head)
    if tree.tokens[first].lemma.lower() not in _THE:
        return False
    if tree.kid(head, "nmod", "acl", "appos", "nummod", "conj") is not None:
        return False
    if tree.is_rel(head, "compound", "amod", "conj"):
        return False
    return all(_is_armed_word(phrases, i) for i in range(first + 1, head))


def _has_armed_word(phrases: Phrases, head: int) -> bool:
    first, _ = phrases.front(head)
    return any(_is_armed_word(phrases, i) for i in range(first, head))


def _is_armed_word(phrases: Phrases, i: int) -> bool:
    known = roles.load()
    lemma = phrases.tree.tokens[i].lemma.lower()
    word = known.modifiers.get(lemma)
    if word is not None:
        return word.armed
    affiliation = known.affiliations.get(lemma)
    return affiliation is not None and affiliation.id == "affiliation.rad"
