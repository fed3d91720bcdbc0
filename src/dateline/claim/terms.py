"""Tie the terms of a deal to it: "signed an accord under which ...", "Under the text, the rebels must ...".

What a deal, an offer or a plan sets out is content of the word that tells of it, in its own sentence or before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.claim import verbal
from dateline.claim.draft import Draft
from dateline.lexicon import syntax
from dateline.records import Claim, ClaimType, Status
from dateline.tree import Tree

_CASES = frozenset({"under", "as part of", "according to", "in"})
_BEFORE = frozenset({"under", "as part of"})
"""Prepositions by which a sentence tells the terms of what was told before it."""
_TOLD_BEFORE = frozenset({"it", "this", "that", "them", "which"})
"""Pronouns for a deal that was told before: "under *it*"."""
_OPEN = frozenset({Status.PREDICTED, Status.PLANNED, Status.DEMANDED, Status.HYPOTHETICAL, Status.POSSIBLE})
"""How a term stands by its own words: "will", "is to", "must", "would"."""
_KIND = frozenset(
    {ClaimType.RETREAT, ClaimType.AID, ClaimType.CONCEDE, ClaimType.COOPERATE, ClaimType.ACCESS, ClaimType.CONSULT}
)
_DEALS = frozenset({ClaimType.AGREE, ClaimType.SUPPORT, ClaimType.RETREAT, ClaimType.REQUEST})
_BACK = 4
"""Sentences back to which "under the text" may point."""


def clauses(tree: Tree) -> list[tuple[int, int | None]]:
    """Return the verbs of clauses that set out terms, each with the noun of the deal; None where it was told before."""
    words = syntax.load().deals
    out: list[tuple[int, int | None]] = []
    for k in range(len(tree)):
        if not _is_set(tree, k):
            continue
        for o in tree.kids(k, "obl"):
            case, pronoun = tree.case(o), tree.tokens[o].text.lower()
            if tree.is_rel(k, "acl:relcl") and tree.tokens[o].xpos == "WDT" and case in _CASES:
                out.append((k, tree.tokens[k].head))
            elif case in _BEFORE and (tree.has_lemma(o, *words) or pronoun in _TOLD_BEFORE):
                out.append((k, None))
    return out


def _is_set(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what is to be done: "will free", "must free", "is to free", "are required to free"."""
    modal = any(tree.tokens[a].xpos == "MD" for a in tree.kids(verb, "aux"))
    return modal or (verbal.to_of(tree, verb) is not None and tree.kid(verb, "cop", "aux") is not None)


def deal_at(tree: Tree, noun: int, at: dict[int, list[int]], drafts: Sequence[Draft]) -> int | None:
    """Return the draft that tells of a deal: of the verb above the noun ("signed an accord"), or the noun's own."""
    verb = tree.tokens[noun].head
    for token in (verb, noun):
        for i in at.get(token, ()):
            if drafts[i].sense.type in _DEALS:
                return i
    return None


def status_of(deal: Draft) -> Status:
    """Return how the terms stand: what is proposed is asked for, what is agreed is promised."""
    proposed = deal.sense.type is ClaimType.REQUEST or "propose" in deal.sense.lemmas
    return Status.DEMANDED if proposed else Status.PROMISED


def mark(tree: Tree, drafts: list[Draft], before: bool) -> list[Draft]:
    """Mark what a sentence sets out of a deal that was told before it; ``before``: the sentence before set out terms.

    The next sentence goes on with them where it tells a friendly deed that is to be done.
    """
    told = {k for k, noun in clauses(tree) if noun is None}
    if not told and before and tree.root is not None and _is_set(tree, tree.root):
        told = {tree.root}
    if not told:
        return drafts
    out: list[Draft] = []
    for draft in drafts:
        verb = draft.token
        while tree.is_rel(verb, "conj", "xcomp") and verb not in told:
            verb = tree.tokens[verb].head
        term = verb in told and draft.parent is None and draft.status in _OPEN and draft.sense.type in _KIND
        out.append(replace(draft, term=True, status=Status.PROMISED) if term else draft)
    return out


def deal_before(before: Iterable[tuple[int, Claim]], sentence: int) -> Claim | None:
    """Return the claim of the deal whose terms a sentence sets out, the nearest before it; None if there is none.

    ``before`` are claims with the indexes of their sentences, the last first; no more of them are drawn than needed.
    """
    for told, claim in before:
        if told < sentence - _BACK:
            return None
        truce = claim.type is ClaimType.RETREAT and claim.mode == "ceasefire"
        if told < sentence and claim.content_of is None and (truce or claim.type in _DEALS - {ClaimType.RETREAT}):
            return claim
    return None
