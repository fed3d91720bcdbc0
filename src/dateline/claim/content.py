"""Tie the claims of a sentence together: what is demanded, offered or denied is content of the demand or denial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from dateline.claim import terms
from dateline.claim.draft import Draft
from dateline.claim.governor import marks_of
from dateline.claim.listing import joined, spread
from dateline.claim.role import BLAMES, HARMS, Roles
from dateline.claim.stance import judge
from dateline.lexicon import answers, syntax
from dateline.lexicon.stance import stance_lexicon
from dateline.records import ClaimType, Polarity, Status
from dateline.tree import Tree

_AWAY = frozenset({"acl:relcl", "appos", "parataxis", "advcl", "advcl:relcl"})
"""Clauses that say more about a word and are no part of what is demanded, offered or denied."""
_OF_ACTOR = frozenset({Status.OFFERED, Status.PROMISED, Status.THREATENED, Status.PLANNED})
_OF_RECIPIENT = frozenset({Status.DEMANDED, Status.ORDERED})
_ACTS = frozenset({ClaimType.REQUEST, ClaimType.AGREE, ClaimType.THREATEN, ClaimType.REJECT})
"""Types whose claims have content: asking, offering, threatening, refusing."""
_SHORT = 3
"""Letters of words that are in too many phrases to tell of an exchange: "in", "for"."""
_UNTIL = frozenset({"until", "till", "once"})
_OTHER_SIDE = {Status.DEMANDED: Status.OFFERED, Status.OFFERED: Status.DEMANDED}


def share(drafts: list[Draft]) -> list[Draft]:
    """Let a verb and the event noun that it is made of share who takes part: "signed an *agreement with the union*".

    Only where the noun is no content of the verb: who demands a release does not release.
    """
    out = list(drafts)
    nouns = {d.token: i for i, d in enumerate(drafts) if d.sense.pos == "noun"}
    for i, draft in enumerate(drafts):
        if draft.sense.pos != "verb" or "obj" in draft.sense.content_slots:
            continue
        if not any(slot == "obj" and "*" not in classes for slot, classes in draft.sense.needs):
            continue
        for j in (nouns[h] for h in draft.frame.slots.get("obj", ()) if h in nouns):
            verb, noun = out[i].roles, out[j].roles
            taken = {(p.start, p.end) for p in (*verb.actors, *verb.recipients)}
            found = tuple(p for p in noun.recipients if (p.start, p.end) not in taken)
            if not verb.recipients and found:
                out[i] = replace(out[i], roles=replace(verb, recipients=found, recipient_slot="obj's"))
            theirs = {(p.start, p.end) for p in noun.recipients}
            makers = tuple(p for p in verb.actors if (p.start, p.end) not in theirs)
            if draft.sense.type is ClaimType.RETREAT and draft.polarity is Polarity.NEGATIVE:
                makers = ()  # "did not stop the attack": it may be another's
            if not noun.actors and makers and "actor" not in noun.barred:
                out[j] = replace(out[j], roles=replace(noun, actors=makers, actor_slot="lsubj"))
    return out


def link(drafts: list[Draft]) -> list[Draft]:
    """Give the drafts of one sentence their parents, and the status that a parent gives to its content.

    The terms of an exchange ("X in return for Y") are both content: what a demand is exchanged for is offered. So are
    the conditions of a threat, an offer or a refusal ("unless ...").
    """
    if not drafts:
        return drafts
    out = list(drafts)
    tree = drafts[0].tree
    at: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        at.setdefault(draft.token, []).append(i)
    told = {token: [i for i in some if _is_deed(drafts[i])] for token, some in at.items()}
    told = {token: some for token, some in told.items() if some}
    exchanged = _exchanged(tree)
    for i, draft in enumerate(drafts):
        sense = draft.sense
        if not sense.content_slots:
            continue
        heads = [h for slot in sense.content_slots for h in draft.frame.slots.get(slot, ())]
        given = _terms(tree, draft.token) if exchanged else []
        aside = {t for g in given for t in tree.under(g)}
        # "rejected accusations that troops had looted": the bare noun is passed over, what it tells of is denied
        reach = told if sense.denies else at
        for token in _triggers(tree, heads, reach, draft.token, aside):
            for j in reach[token]:
                _adopt(out, i, j, sense.content)
        if sense.content is None:
            continue
        for token in _triggers(tree, given, at, draft.token, frozenset()):
            for j in at[token]:
                _adopt(out, i, j, _OTHER_SIDE.get(sense.content, sense.content))
    _governed(out, at)
    _set_out(out, at)
    for i, draft in enumerate(drafts):
        if draft.sense.type in _ACTS and not draft.sense.denies:
            for token in _triggers(tree, _conditions(tree, draft), at, draft.token, frozenset()):
                for j in at[token]:
                    _adopt(out, i, j, None)
    return _open_terms(out, tree) if exchanged else out


def _governed(drafts: list[Draft], at: dict[int, list[int]]) -> None:
    """Tie what stands under a word of asking, offering or threatening to it, wherever the parser hung it."""
    for j, draft in enumerate(drafts):
        token = draft.stance.governor
        if draft.parent is not None or token is None or draft.status is not draft.stance.status:
            continue
        above = [i for i in at.get(token, ()) if drafts[i].sense.type in _ACTS and not drafts[i].sense.denies]
        if above and draft.status in _OF_ACTOR | _OF_RECIPIENT:
            _adopt(drafts, above[0], j, draft.status)


def _conditions(tree: Tree, draft: Draft) -> list[int]:
    """Return the heads of what a threat, an offer or a refusal hangs on: "would strike *unless patrols withdraw*"."""
    words = stance_lexicon().marks["condition"] | _UNTIL
    heads = [h for slot in draft.sense.content_slots for h in draft.frame.slots.get(slot, ())]
    out: list[int] = []
    for h in dict.fromkeys((draft.token, *heads, *(k for n in heads for k in tree.kids(n, "xcomp", "conj")))):
        out.extend(k for k in tree.kids(h, "advcl") if marks_of(tree, k) & words)
    return out


def _set_out(drafts: list[Draft], at: dict[int, list[int]]) -> None:
    """Tie what a deal sets out to the word of the deal: "a truce *under which they would free ten men*"."""
    tree = drafts[0].tree
    for clause, noun in terms.clauses(tree):
        parent = None if noun is None else terms.deal_at(tree, noun, at, drafts)
        if parent is None:
            continue
        parent = _line(drafts, parent)[-1]  # "proposed a truce under which": the proposal
        for token in _triggers(tree, [clause, *tree.kids(clause, "conj")], at, drafts[parent].token, frozenset()):
            for j in at[token]:
                _adopt(drafts, parent, j, terms.status_of(drafts[parent]))


def _is_deed(draft: Draft) -> bool:
    """Say whether a denial may be of a draft: one that tells something, or that there was such a thing at all."""
    return (not draft.bare or _is_existence(draft)) and not _is_word(draft)


def _is_word(draft: Draft) -> bool:
    """Say whether a noun names what was said, of which a denial is ("rejected the *allegation* that ...")."""
    words = answers.load()
    return draft.sense.pos == "noun" and draft.tree.has_lemma(draft.token, *words.said, *words.blame)


def _exchanged(tree: Tree) -> bool:
    """Say whether a sentence may tell of an exchange: most do not, and are not searched for its terms."""
    telling = _telling()
    return any(t.lemma.lower() in telling for t in tree.tokens)


@cache
def _telling() -> frozenset[str]:
    """Return the words without which no exchange is told."""
    words = syntax.load()
    return words.exchange_nouns | {w for case in words.exchange for w in case.split() if len(w) > _SHORT}


def _open_terms(drafts: list[Draft], tree: Tree) -> list[Draft]:
    """Keep what something is to be exchanged for from having happened, where no demand or offer was read above it."""
    if tree.root is None:
        return drafts
    given = set(_terms(tree, tree.root))
    out: list[Draft] = []
    for draft in drafts:
        open_ = draft.parent is None and draft.status in (Status.HAPPENED, Status.ONGOING) and draft.token in given
        # "freed the envoy in exchange for the release of two pilots"
        if open_ and not any(tree.tokens[i].xpos == "VBD" for i in tree.up(draft.token)):
            draft = replace(draft, status=Status.HYPOTHETICAL, bare=False)
        out.append(draft)
    return out


def _line(drafts: list[Draft], i: int) -> list[int]:
    """Return a draft, its parent, and so on to the one that is nothing's content; :func:`_adopt` closes no circle."""
    out = [i]
    while (above := drafts[out[-1]].parent) is not None:
        out.append(above)
    return out


def _adopt(drafts: list[Draft], parent: int, child: int, status: Status | None) -> None:
    """Make one draft the content of another; the nearest parent, found first, stays."""
    if drafts[child].parent is not None or child in _line(drafts, parent):
        return
    above, below = drafts[parent], drafts[child]
    if above.sense.denies and below.bare and not _is_existence(below):
        return  # "denied the allegations" points back to them, and makes no claim of its own
    if status in _OF_RECIPIENT:
        drafts[parent] = _asked(above, below)
    elif status is not None and not above.sense.denies:
        drafts[parent] = _lifted(above, below)
    if above.sense.denies and below.tree is above.tree:
        # a denial says nothing of how its content would stand: as if it were true
        bare = judge(below.tree, below.token, noun=below.sense.pos == "noun", within=above.token)
        below = replace(below, stance=bare, polarity=bare.polarity)
        status = bare.status if bare.status is not Status.HAPPENED else status
    turned = above.sense.negates and not above.sense.denies and status is not None  # not a condition of the refusal
    polarity = Polarity.NEGATIVE if turned else below.polarity
    drafts[child] = replace(
        below,
        parent=parent,
        bare=below.bare and not above.sense.denies,
        status=status or below.status,
        polarity=polarity,
        denied=above.sense.denies,
        roles=_inherited(above, below, status),
    )


def _is_existence(noun: Draft) -> bool:
    """Say whether a deed is told to be or not to be at all: "denied that *there* was a strike", "denied *any* raid"."""
    tree, above = noun.tree, noun.tree.tokens[noun.token].head
    there = above >= 0 and tree.is_rel(noun.token, "nsubj") and tree.kid(above, "expl") is not None
    return noun.sense.pos == "noun" and (there or any(tree.has_lemma(k, "any") for k in tree.kids(noun.token, "det")))


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


def _asked(above: Draft, below: Draft) -> Draft:
    """Let a demand that names nobody be put to whoever is to do what is demanded: "demanded the army's withdrawal"."""
    roles = above.roles
    taken = {(p.start, p.end) for p in roles.actors}
    found = tuple(p for p in below.roles.actors if (p.start, p.end) not in taken)
    if roles.recipients or not roles.actors or not found:
        return above
    return replace(above, roles=replace(roles, recipients=found, recipient_slot="content"))


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
    word = below.tree.tokens[below.token]
    # "the *rallies* were banned": what is banned does not do itself
    source = tuple(p for p in source if not p.start <= word.start < p.end)
    return replace(roles, actors=source, actor_slot="content") if source else roles


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
            # "a pardon, *the release* of ten men, and talks": the second of a list taken for an apposition
            todo.extend(k for k in tree.kids(j, "conj") if joined(tree, k) == j)
            todo.extend(k for k in tree.kids(j, "appos") if k in at)
            # "the release of 40 men and a pardon": the second noun hung from within the first one's phrase
            inner = [k for m in tree.kids(j, "nmod") for k in tree.kids(m, "conj")]
            todo.extend(k for k in inner if k in at and tree.tokens[j].upos == "NOUN")
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
