"""Which things a claim tells of: what was bombed, seized or burnt, at what it happened, and with which weapons.

A thing is told by the class of its noun (``classes.toml``) or by a mention of a facility or weapon. It never stands
for somebody: who owns or works in it may be the recipient beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.claim.cast import Cast, phrase
from dateline.claim.clause import surface_subject
from dateline.claim.frame import Frame
from dateline.claim.listing import spread
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimThing, ClaimType, MentionKind
from dateline.tree import Tree

_TYPES = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.THREATEN})
"""Types of force, which is used on things, at things and with things."""
_WEAPONS = ("bomb", "artillery", "firearm", "blade", "drone", "chemical", "airstrike", "weapon")
_TARGETS = ("aircraft", "ship", "vehicle", "infrastructure", "building", "service", "fixture", "premises")
"""Classes of things, the narrower before the wider: the first that a noun has is its kind."""
_ABOUT = frozenset(
    {
        *(ClaimType.ACCUSE, ClaimType.REJECT, ClaimType.SUPPORT, ClaimType.SANCTION),
        *(ClaimType.AID, ClaimType.CONCEDE, ClaimType.RETREAT, ClaimType.MOBILIZE),
        *(ClaimType.REQUEST, ClaimType.AGREE, ClaimType.CONSULT, ClaimType.COOPERATE),
    }
)
"""Types that are done to things, or are about things, without force on them."""
_SAID = frozenset({ClaimType.REQUEST, ClaimType.AGREE})
"""Types of which what is asked or promised is the content, a claim of its own."""
_NO_MATTER = frozenset({"xcomp", "ccomp", "poss", "comp", "subj", "lsubj", "iobj", "liobj"})
_PERSONS = (MentionKind.PERSON, MentionKind.GROUP, MentionKind.NATIONALITY)
_BESIDE = (
    *("at", "in", "inside", "outside", "near", "beside", "under", "beneath", "on", "against", "next to", "close to"),
    *("in front of", "within", "by", "behind", "opposite", "across from", "through", "aboard", "between"),
)
"""Prepositions of what an explosion or an attack is at."""
_MEANS = ("with", "subj", "obj", "lobj", "by", "from", "comp", "using", "of", "lsubj", "in")
_USED_ON = frozenset({ClaimType.ASSAULT, ClaimType.THREATEN})
"""Types of which a weapon that is the object is the means; who seizes a weapon does not use it."""
_DEEPEST = 4


def read(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> tuple[ClaimThing, ...]:
    """Return the things of a claim in the order targets, sites, instruments; empty where its type uses no force."""
    if sense.type not in _TYPES:
        return _matter(tree, frame, sense, cast) if sense.type in _ABOUT else ()
    found: dict[int, ClaimThing] = {}
    acted = (*sense.recipient, *(("obj", "lobj") if sense.pos != "adj" else ()))
    for role, heads in (
        ("target", _heads(tree, frame, acted)),
        ("site", _heads(tree, frame, (*sense.place, *_BESIDE))),
        ("instrument", _means(tree, frame, sense, cast)),
    ):
        for head in heads:
            kind = _weapon(tree, head, cast) if role == "instrument" else _target(tree, head, sense, cast)
            if kind is not None and head not in found:
                found[head] = _thing(tree, head, role, kind, cast)
    if not found and sense.type is ClaimType.PROTEST:
        return _matter(tree, frame, sense, cast)
    return tuple({(t.start, t.end): t for t in found.values()}.values())


def _matter(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> tuple[ClaimThing, ...]:
    """Return what is condemned, rejected, praised, given, returned or lifted, where it is a thing and nobody."""
    # "launched an inquiry *into the fire*": an object that belongs to the predicate is not what it is about
    own = any(slot == "obj" and all(c[0] == "=" for c in classes) for slot, classes in sense.needs)
    for slot in dict.fromkeys((*sense.recipient, "obj") if own else ("obj", *sense.recipient)):
        if slot in _NO_MATTER or slot in frame.loose or (sense.type in _SAID and slot in sense.content_slots):
            continue
        heads = [
            h
            for h in frame.slots.get(slot, ())
            if tree.tokens[h].upos in {"NOUN", "PROPN"}
            and not tree.tokens[h].entity.endswith("TIME")
            and cast.participant(tree, h) is None
        ]
        if heads:
            return tuple(_thing(tree, h, "target", _kind(tree, h, cast), cast) for h in heads)
    return ()


def _kind(tree: Tree, head: int, cast: Cast) -> str:
    """Return the first class of a noun in the order of the alphabet; ``other`` where it has none."""
    return min((c for c in cast.classes(tree, head, own=True) if c[0] not in "=@"), default="other")


def _heads(tree: Tree, frame: Frame, slots: tuple[str, ...]) -> Iterator[int]:
    """Yield the heads in the slots, past words for a side or a part of a thing: "the front of the bank"."""
    for slot in dict.fromkeys(slots):
        for head in frame.slots.get(slot, ()):
            yield _whole(tree, head)


def _whole(tree: Tree, head: int) -> int:
    words = syntax.load()
    for _ in range(_DEEPEST):
        if not tree.has_lemma(head, *words.sides, *words.partitive):
            break
        below = next((k for k in tree.kids(head, "nmod") if tree.case(k) == "of"), None)
        if below is None:
            break
        head = below
    return head


def _target(tree: Tree, head: int, sense: Sense, cast: Cast) -> str | None:
    """Return the kind of a thing that can be attacked; None for people, weapons in use, towns and ideas."""
    if tree.tokens[head].upos not in {"NOUN", "PROPN"} or cast.at(tree, head, *_PERSONS) is not None:
        return None
    classes = cast.classes(tree, head, own=True)
    if "@PER" in classes or (sense.type in _USED_ON and _weapon(tree, head, cast) is not None):
        return None
    kind = next((name for name in _TARGETS if name in classes), None)
    if sense.type not in _USED_ON:
        kind = _weapon(tree, head, cast) or kind  # "seized rifles and two trucks"
    facility = cast.at(tree, head, MentionKind.FACILITY)
    return kind or ("building" if facility is not None else None)


def _weapon(tree: Tree, head: int, cast: Cast) -> str | None:
    """Return the kind of a weapon; None where the noun tells of its use ("shelling") or of no weapon."""
    word = tree.tokens[head]
    if word.upos not in {"NOUN", "PROPN", "ADJ"} or cast.at(tree, head, *_PERSONS) is not None:
        return None
    classes = cast.classes(tree, head, own=True)
    if "device" not in classes:
        return None
    return next((name for name in _WEAPONS if name in classes), "weapon")


def _means(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> Iterator[int]:
    """Yield where the means may stand: slots, what is used or fired in a clause of the trigger, what somebody bears."""
    used = syntax.load().using
    for slot in _MEANS:
        if slot in {"obj", "lobj", "of"} and sense.type not in _USED_ON:
            continue
        for head in frame.slots.get(slot, ()):
            head = _whole(tree, head)
            yield head
            if _weapon(tree, head, cast) is None and _target(tree, head, sense, cast) is None:
                yield from tree.kids(head, "compound", "amod")  # "in a bomb explosion", "by rifle fire"
            for k in tree.kids(head, "nmod"):
                if tree.case(k) in {"of", "with"}:
                    yield from spread(tree, [k])  # "the explosion of a device", "men with rifles"
    verb = frame.trigger if frame.light is None else frame.light
    clauses = [*tree.kids(verb, "advcl", "xcomp", "conj", "acl"), *tree.kids(frame.trigger, "acl")]
    bearers = surface_subject(tree, verb).heads if frame.pos == "verb" else ()
    people = [h for slot in ("subj", "lsubj") for h in frame.slots.get(slot, ())] or list(bearers)
    clauses += [k for h in people for k in tree.kids(h, "acl", "amod")]  # "men armed with rifles"
    for k in clauses:
        if tree.has_lemma(k, *used):
            for j in (*tree.kids(k, "obj"), *tree.kids(k, "obl")):
                yield from spread(tree, [_whole(tree, j)])


def _thing(tree: Tree, head: int, role: str, kind: str, cast: Cast) -> ClaimThing:
    mention = cast.at(tree, head)
    if mention is not None:
        return ClaimThing(
            mention=mention.id, text=mention.text, start=mention.start, end=mention.end, role=role, kind=kind
        )
    first, last = phrase(tree, head)
    span = tree.span(first, last, cast.text)
    return ClaimThing(mention=None, text=span.text, start=span.start, end=span.end, role=role, kind=kind)
