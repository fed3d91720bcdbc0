"""Leave out what only echoes another claim of its sentence: a bare noun, a light verb's noun, the aim of a march."""

from __future__ import annotations

from dataclasses import replace

from dateline.claim import verbal
from dateline.claim.draft import Draft
from dateline.records import STATES, ClaimType

WORDS = frozenset({ClaimType.AGREE, ClaimType.SUPPORT, ClaimType.COOPERATE, ClaimType.CONSULT})
"""Types whose nouns name a paper or a tie as often as an event: of nobody, they are no claim even as content."""


def leave_out(drafts: list[Draft]) -> list[tuple[int, Draft]]:
    """Return drafts with their index, without bare nouns that nothing is about and without a light verb's own echo.

    A light verb and its noun that tell of one type are one claim, the better scored ("signed an agreement").
    """
    dropped: set[int] = set()
    verbs = {(d.token, d.sense.type): i for i, d in enumerate(drafts)}
    parents = {d.parent for d in drafts}
    telling = [d for d in drafts if d.sense.pos == "verb" or d.sense.case is not None]
    agents = {(h, d.sense.type) for d in telling for h in d.frame.slots.get("subj", ())}
    for i, draft in enumerate(drafts):
        if (draft.token, draft.sense.type) in agents and not draft.roles.recipients:
            dropped.add(i)  # "air strikes killed nine": one happening, told by the verb
        joint = draft.sense.type is ClaimType.COOPERATE and draft.parent is not None  # "proposed a joint survey"
        aside = draft.sense.type in WORDS and draft.sense.pos != "verb" and not joint
        if draft.bare and (aside or (i not in parents and draft.parent is None)):
            dropped.add(i)
        if _is_aim(draft, verbs):
            dropped.add(i)  # "marched to protest", "met to discuss": one happening
        if draft.sense.under and draft.sense.pos == "noun" and _is_told(draft, drafts):
            dropped.add(i)  # "extend *sanctions*": told by the verb
        told = verbs.get((draft.tree.tokens[draft.token].head, draft.sense.type))
        idle = draft.sense.pos == "noun" and draft.sense.type in STATES and not draft.roles.actors
        if (draft.sense.case is not None or idle) and told is not None and drafts[told].sense.pos == "verb":
            dropped.add(i)  # "fell *under the control* of X": told by the verb, and the noun says whose
            if not drafts[told].roles.actors:
                drafts[told] = replace(drafts[told], roles=replace(drafts[told].roles, actors=draft.roles.actors))
        light = draft.frame.light
        if light is None or i in dropped:
            continue
        rival = verbs.get((light, draft.sense.type))
        if rival is None and draft.parent is None:
            rival = next((j for j, d in enumerate(drafts) if d.token == light and _holds(d, draft.token)), None)
            if rival is not None and drafts[rival].sense.type in WORDS and draft.sense.type is ClaimType.RETREAT:
                drafts[i] = replace(draft, bare=False)  # "elders brokered *a truce*": a word, and a deed
            elif rival is not None:
                dropped.add(rival if draft.sense.own else i)
        elif rival is not None:
            dropped.add(i if _rank(drafts[rival]) > _rank(draft) else rival)
    return [(i, d) for i, d in enumerate(drafts) if i not in dropped]


def _is_told(noun: Draft, drafts: list[Draft]) -> bool:
    """Say whether a noun's deed is told by the verb that it hangs from, and that is no speech act: "grant access"."""
    above = noun.tree.tokens[noun.token].head
    for other in drafts:
        below = other.token == above and not other.sense.content_slots and other.sense.pos == "verb"
        if below and noun.tree.is_rel(noun.token, "obj", "nsubj:pass", "obl", "nmod"):
            return True
    return False


def _rank(draft: Draft) -> tuple[bool, float]:
    """Return by what drafts of one happening are ranked: a user's own word goes before those that are shipped."""
    return draft.sense.own, draft.weighed.score


def _is_aim(draft: Draft, verbs: dict[tuple[int, ClaimType], int]) -> bool:
    """Say whether a verb only tells the aim of another of its own type, and adds nobody to it."""
    tree, token = draft.tree, draft.token
    if draft.sense.pos != "verb" or draft.roles.recipients or not tree.is_rel(token, "advcl", "xcomp"):
        return False
    return verbal.to_of(tree, token) is not None and (tree.tokens[token].head, draft.sense.type) in verbs


def _holds(verb: Draft, noun: int) -> bool:
    """Say whether the sense of a verb is made of an event noun that is its object ("made a deal")."""
    return noun in verb.frame.slots.get("obj", ()) and any(slot == "obj" for slot, _ in verb.sense.needs)
