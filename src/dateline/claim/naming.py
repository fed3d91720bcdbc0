"""Give claims the codes of users' codebooks: names for claims of shipped types whose parts meet conditions.

A condition is looked up at the heads of the phrases that stand in a place of the claim: ``actor``, ``recipient``,
``target`` (what it is done to, somebody or something), ``affiliation`` (what the recipient is of), ``place``,
``instrument``, ``any``, or a slot of the lexicon. A part of a thing counts as the thing (the roof *of a school*, a
*hospital* ward); who is of a school is no school.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.claim.cast import PEOPLE, Cast
from dateline.claim.draft import Draft
from dateline.claim.scene import LOCATIVES
from dateline.lexicon.predicates import Code, When
from dateline.records import Claim, ClaimPlace, ClaimThing, Participant
from dateline.tree import Tree

_UNDERGONE = ("obj", "lobj", "undergoer")
_MEANS = ("with", "using", "by", "subj", "lsubj", "comp", "in", "from")
_DEEDS = frozenset({"attack", "airstrike", "artillery", "bomb"})
"""Classes of deeds and weapons whose own target is that of what they do: "a *school* bombing killed nine"."""
_AIMED = frozenset({"", "of", "on", "against", "at"})
_STAFF = frozenset({"", "of", "from", "with", "for", "at", "'s", "’s"})
"""Prepositions of what somebody belongs to: "nurses *at* the clinic", "a *Red Cross* driver"."""
_WHOLE = frozenset({"of", "to", "at", "in", "inside"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Whether a code was given to a claim, and why, or why not."""

    code: Code
    given: bool
    reason: str


def codes(draft: Draft, claim: Claim, cast: Cast, known: Iterable[Code]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the codes of a claim and the entries that gave them: its own word's first, each name once."""
    found: dict[str, str] = {}
    if draft.sense.code is not None:
        found[draft.sense.code] = draft.sense.id
    for code in known:
        if any(not _fault(when, draft, claim, cast) for when in code.when):
            found.setdefault(code.name, code.id)
    return tuple(found), tuple(found.values())


def reasons(draft: Draft, claim: Claim, cast: Cast, known: Iterable[Code]) -> list[Given]:
    """Return, for each code that may be given to claims of this type, whether it was and why, for ``explain``."""
    out: list[Given] = []
    for code in known:
        faults = [_fault(when, draft, claim, cast) for when in code.when if claim.type in when.types]
        if draft.sense.code == code.name:
            out.append(Given(code=code, given=True, reason=f"its word has it, by {draft.sense.id}"))
        elif "" in faults:
            out.append(Given(code=code, given=True, reason=f"by {code.id}"))
        elif faults:
            out.append(Given(code=code, given=False, reason=" or ".join(dict.fromkeys(faults))))
    return out


def _fault(when: When, draft: Draft, claim: Claim, cast: Cast) -> str:
    """Say which condition a claim does not meet, "" if it meets all."""
    if when.types and claim.type not in when.types:
        return f"type is {claim.type}"
    if when.modes and claim.mode not in when.modes:
        return f"mode is {claim.mode or 'not told'}"
    if when.contexts and not when.contexts & set(claim.contexts):
        return f"needs a context of {' '.join(sorted(when.contexts))}"
    if when.statuses and claim.status not in when.statuses:
        return f"status is {claim.status}"
    if when.polarity is not None and claim.polarity is not when.polarity:
        return f"polarity is {claim.polarity}"
    for slot, words in when.needs:
        if not _meets(slot, words, draft, claim, cast):
            return f"needs {slot} to be one of {' '.join(words)}"
    for slot, words in when.bars:
        if _meets(slot, words, draft, claim, cast):
            return f"barred: {slot} is one of {' '.join(words)}"
    return ""


def _meets(slot: str, words: tuple[str, ...], draft: Draft, claim: Claim, cast: Cast) -> bool:
    parties = _parties(slot, claim)
    heads = _heads(slot, draft, claim, parties, cast)
    if "*" in words and (parties or heads):
        return True
    wanted = frozenset(words)
    if any(wanted & _resolved(party, cast) for party in parties):
        return True
    deep = slot not in {"actor", "recipient"}
    return any(wanted & _classes(draft.tree, head, cast, deep=deep) for head in heads)


def _parties(slot: str, claim: Claim) -> tuple[Participant | ClaimPlace, ...]:
    if slot == "actor":
        return claim.actors
    if slot in {"recipient", "target"}:
        return claim.recipients
    if slot == "place":
        return claim.places
    return (*claim.actors, *claim.recipients, *claim.places) if slot == "any" else ()


def _resolved(party: Participant | ClaimPlace, cast: Cast) -> set[str]:
    """Return what a party or place was resolved to, as conditions have it, and the classes of what it is called."""
    out = {f"country:{party.country}", *cast.named(party.name)}
    if isinstance(party, Participant):
        return out | {f"entity:{party.entity}", f"sector:{party.sector}"} | cast.called(party.mention)
    return out | {f"entity:{party.gazetteer_id}"}


def _heads(
    slot: str, draft: Draft, claim: Claim, parties: Iterable[Participant | ClaimPlace], cast: Cast
) -> tuple[int, ...]:
    tree, slots = draft.tree, draft.frame.slots
    heads = [h for party in parties if (h := _head(tree, party)) is not None]
    acting = {_head(tree, party) for party in claim.actors}
    if slot == "target":
        names = dict.fromkeys((*_UNDERGONE, *draft.sense.recipient, *draft.sense.place, "comp"))
        heads += [h for name in names for h in slots.get(name, ()) if h not in acting]
        deeds = [h for h in slots.get("subj", ()) if cast.classes(tree, h, own=True) & _DEEDS]
        heads += [k for h in deeds for k in tree.kids(h, "compound", "nmod") if tree.case(k) in _AIMED]
        heads += [h for thing in claim.things if thing.role == "target" and (h := _head(tree, thing)) is not None]
    elif slot == "place":
        found = [h for name, each in slots.items() if name in LOCATIVES or name in draft.sense.place for h in each]
        arguments = [h for name in ("obj", "subj", *draft.sense.recipient) for h in slots.get(name, ())]
        heads += [*found, *(k for h in arguments for k in tree.kids(h, "nmod") if tree.case(k) in LOCATIVES)]
        heads += [h for thing in claim.things if thing.role == "site" and (h := _head(tree, thing)) is not None]
    elif slot == "instrument":
        heads += [h for name in _MEANS for h in slots.get(name, ())]
        heads += [h for thing in claim.things if thing.role == "instrument" and (h := _head(tree, thing)) is not None]
    elif slot == "affiliation":
        people = {h for party in claim.recipients if (h := _head(tree, party)) is not None}
        heads += [k for h in people for k in tree.kids(h, "nmod", "compound", "amod") if tree.case(k) in _STAFF]
    elif slot == "any":
        heads += [h for each in slots.values() for h in each]
    else:
        heads += slots.get(slot, ())
    return tuple(dict.fromkeys(heads))


def _head(tree: Tree, span: Participant | ClaimPlace | ClaimThing) -> int | None:
    """Return the head of the words of a span; None where it stands in another sentence."""
    start, end = span.start, span.end
    inside = [i for i, token in enumerate(tree.tokens) if start <= token.start and token.end <= end]
    return next((i for i in inside if tree.tokens[i].head not in inside), None)


def _classes(tree: Tree, head: int, cast: Cast, *, deep: bool) -> frozenset[str]:
    """Return the classes of a head and, unless it is a person, of what it is a part of."""
    found = cast.classes(tree, head)
    for _ in range(2):
        if not deep or "@PER" in found or (found | cast.named(tree.tokens[head].lemma)) & PEOPLE:
            break
        whole = [k for k in tree.kids(head, "nmod") if tree.case(k) in _WHOLE or tree.is_rel(k, "nmod:poss")]
        whole += tree.kids(head, "compound")
        found = found.union(*(cast.classes(tree, k) for k in whole))
        head = whole[-1] if whole else head
    return found
