"""Tie the claims of a sentence together: what is demanded, offered or denied is content of the demand or denial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.claim.clause import spread
from dateline.claim.draft import Draft
from dateline.claim.role import BLAMES, HARMS, Roles
from dateline.lexicon import syntax
from dateline.records import Polarity, Status
from dateline.tree import Tree

_AWAY = frozenset({"acl:relcl", "appos", "parataxis", "advcl", "advcl:relcl"})
"""Clauses that say more about a word and are no part of what is demanded, offered or denied."""
_OF_ACTOR = frozenset({Status.OFFERED, Status.PROMISED, Status.THREATENED, Status.PLANNED})
_OF_RECIPIENT = frozenset({Status.DEMANDED, Status.ORDERED})
_OTHER_SIDE = {Status.DEMANDED: Status.OFFERED, Status.OFFERED: Status.DEMANDED}


def link(drafts: list[Draft]) -> list[Draft]:
    """Give the drafts of one sentence their parents, and the status that a parent gives to its content.

    The terms of an exchange ("X in return for Y") are both content: what a demand is exchanged for is offered.
    """
    out = list(drafts)
    at: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        at.setdefault(draft.token, []).append(i)
    told = {token: [i for i in some if not drafts[i].bare] for token, some in at.items()}
    told = {token: some for token, some in told.items() if some}
    for i, draft in enumerate(drafts):
        sense = draft.sense
        if not sense.content_slots:
            continue
        heads = [h for slot in sense.content_slots for h in draft.frame.slots.get(slot, ())]
        terms = _terms(draft.tree, draft.token)
        aside = {t for t in terms for t in draft.tree.under(t)}
        # "rejected accusations that troops had looted": the bare noun is passed over, what it tells of is denied
        reach = told if sense.denies else at
        for token in _triggers(draft.tree, heads, reach, draft.token, aside):
            for j in reach[token]:
                _adopt(out, i, j, sense.content)
        if sense.content is None:
            continue
        for token in _triggers(draft.tree, terms, at, draft.token, frozenset()):
            for j in at[token]:
                _adopt(out, i, j, _OTHER_SIDE.get(sense.content, sense.content))
    return [_open_term(draft) for draft in out]


def _open_term(draft: Draft) -> Draft:
    """Keep what something is to be exchanged for from having happened, where no demand or offer was read above it."""
    tree, token = draft.tree, draft.token
    if draft.parent is not None or draft.status not in (Status.HAPPENED, Status.ONGOING) or tree.root is None:
        return draft
    words = syntax.load()
    if not any(t.lemma.lower() in words.exchange_nouns for t in tree.tokens) or token not in _terms(tree, tree.root):
        return draft
    above = [tree.tokens[i] for i in tree.up(token)]
    done = any(t.xpos == "VBD" for t in above)  # "freed the envoy in exchange for the release of two pilots"
    return draft if done else replace(draft, status=Status.HYPOTHETICAL)


def _adopt(drafts: list[Draft], parent: int, child: int, status: Status | None) -> None:
    """Make one draft the content of another; the nearest parent, found first, stays."""
    if drafts[child].parent is not None or child == parent or drafts[parent].parent == child:
        return
    above, below = drafts[parent], drafts[child]
    if above.sense.denies and below.bare:
        return  # "denied the allegations" points back to them, and makes no claim of its own
    if status not in _OF_RECIPIENT and not above.sense.denies:
        drafts[parent] = _lifted(above, below)
    polarity = Polarity.NEGATIVE if above.sense.negates and not above.sense.denies else below.polarity
    drafts[child] = replace(
        below,
        parent=parent,
        status=status or below.status,
        polarity=polarity,
        denied=above.sense.denies,
        roles=_inherited(above, below, status),
    )


def _lifted(above: Draft, below: Draft) -> Draft:
    """Give who promises, threatens or refuses something those to whom it would be done, if nobody else is told."""
    roles = above.roles
    if roles.recipients or not roles.actors or (len(roles.actors) > 1 and above.sense.reciprocal):
        return above
    if above.sense.type in BLAMES and below.sense.type in HARMS:
        return above  # "investigated the murder of the judge": the judge is not investigated
    taken = {(p.start, p.end) for p in roles.actors}
    found = tuple(p for p in below.roles.recipients if (p.start, p.end) not in taken)
    return replace(above, roles=replace(roles, recipients=found, recipient_slot="content")) if found else above


def _inherited(above: Draft, below: Draft, status: Status | None) -> Roles:
    """Give an event noun without an actor the one who offers, promises or threatens it, or of whom it is demanded."""
    roles = below.roles
    if roles.actor_slot == "lsubj" and below.frame.light == above.token and status in _OF_RECIPIENT:
        # "demanded the release": who demands it is not who is to do it.
        roles = replace(roles, actors=(), actor_slot=None, barred=frozenset())
    if roles.actors or below.sense.pos != "noun" or "actor" in roles.barred:
        return roles
    source = above.roles.actors if status in _OF_ACTOR else above.roles.recipients if status in _OF_RECIPIENT else ()
    if status is Status.ORDERED and not source:
        source = above.roles.actors  # who orders a release, without saying of whom, has it done
    taken = {(p.start, p.end) for p in roles.recipients}
    if not source or any((p.start, p.end) in taken for p in source):
        return roles
    return replace(roles, actors=source, actor_slot="content")


def _triggers(tree: Tree, heads: Iterable[int], at: dict[int, list[int]], own: int, aside: Iterable[int]) -> list[int]:
    """Return the uppermost coded triggers at or under the heads, in order."""
    out: list[int] = []
    todo = list(heads)
    seen = {own, *aside}
    while todo:
        j = todo.pop()
        if j in seen:
            continue
        seen.add(j)
        if j in at:
            out.append(j)
            todo.extend(k for k in tree.kids(j, "conj"))
        else:
            todo.extend(k for k in tree.kids(j) if not tree.is_rel(k, *_AWAY))
    return sorted(out)


def _terms(tree: Tree, token: int) -> list[int]:
    """Return the heads of what something is exchanged for: "in exchange for a truce", "in return for leaving"."""
    words = syntax.load().exchange_nouns
    out: list[int] = []
    for j in tree.under(token, skip=frozenset({"acl:relcl", "parataxis"})):
        if tree.has_lemma(j, *words) and tree.case(j).startswith("in"):
            for k in tree.kids(j, "nmod", "acl", "obl"):
                marks = {tree.tokens[m].lemma.lower() for m in tree.kids(k, "case", "mark")}
                if "for" in marks:
                    out.extend(spread(tree, [k]))
            if j + 1 < len(tree) and tree.has_lemma(j + 1, "for") and tree.tokens[j + 1].head > j:
                out.extend(spread(tree, [tree.tokens[j + 1].head]))  # wherever the parser hung what comes after "for"
        elif tree.case(j) in syntax.load().exchange:
            out.extend(spread(tree, [j]))
    return out
