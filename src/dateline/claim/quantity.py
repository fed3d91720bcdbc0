"""Which numbers of a sentence belong to a claim, and in which role."""

from __future__ import annotations

import re

from dateline.claim.cast import Cast, heads_below, parts
from dateline.claim.clause import is_number
from dateline.claim.frame import Frame
from dateline.claim.role import Roles
from dateline.lexicon import tolls
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimQuantity, Mention, MentionKind, Quantity, Time
from dateline.tree import Tree

_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)([YMWD])|T(\d+(?:\.\d+)?)([HMS]))$")
_LASTING = frozenset({"ceasefire", "curfew"})
"""Modes whose length is told whatever the sense."""
_PEOPLE = frozenset(
    {"killed", "injured", "casualties", "detained", "abducted", "released", "rescued", "evacuated", "displaced"}
)
"""Roles whose number is of people."""
_HURT = frozenset({"killed", "injured", "abducted"})
_PERSONS = frozenset(
    {"person", "civilian", "armed", "police", "official", "leader", "diplomat", "worker", "journalist"}
)
"""Classes of which a noun in the singular is one person."""
_PART = frozenset({"including", "include", "among", "like"})
"""Before those who are counted already: "17 fighters, including a commander"."""
_OUT_OF = frozenset({"of", "out of"})
_NOT_COUNTED = frozenset({"obl"})
"""Below what stands before a noun: "men *aged between 16 and 21*" are not sixteen."""
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_SMALL_UNITS = {"H": "hour", "M": "minute", "S": "second"}


def read(tree: Tree, frame: Frame, sense: Sense, roles: Roles, cast: Cast) -> tuple[ClaimQuantity, ...]:
    """Return the quantities of a claim in the role that its sense gives them; empty if it has none."""
    role = sense.quantity or ("duration" if sense.mode in _LASTING else None)
    if role is None:
        return ()
    slot = sense.quantity_slot or roles.recipient_slot or next((s for s in sense.recipient if frame.slots.get(s)), None)
    if role == "duration":
        found = _durations(tree, frame, cast)
    elif slot is None:
        found = []
    else:
        heads = tuple(h for h in frame.slots.get(slot, ()) if tree.case(h) not in _PART)
        found = [q for head in heads for q in counts(tree, head, role, cast)]
        if not found and heads and tree.has_lemma(heads[0], *tolls.load().of):
            # "claimed the lives of 17 students"
            found = [q for head in frame.slots.get("of", ()) for q in counts(tree, head, role, cast)]
        if not found and role in _PEOPLE and slot == "obj":
            found = [q for head in heads for q in _listed(tree, head, role, cast)]
        if found and role in _PEOPLE:
            found += [one for head in heads if (one := _single(tree, head, role, cast)) is not None]
            found.sort(key=lambda q: q.start)
        if not found and role in _HURT:
            found = [
                one for head in heads if _is_new(tree, head) and (one := _single(tree, head, role, cast)) is not None
            ]
    return tuple({(q.start, q.end): q for q in found}.values())


def _listed(tree: Tree, head: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return counts of who is named after one person and a comma: "kills commander, 5 fighters"."""
    if tree.tokens[head].xpos != "NN":
        return []
    return [q for k in tree.kids(head, "appos") if k > head for q in counts(tree, k, role, cast)]


def _is_new(tree: Tree, head: int) -> bool:
    """Say whether a noun is told for the first time, as one of its kind: "*a* guard was killed"."""
    return any(tree.tokens[k].text.lower() in {"a", "an", "another"} for k in tree.kids(head, "det"))


def _single(tree: Tree, head: int, role: str, cast: Cast) -> ClaimQuantity | None:
    """Return a count of one for a person beside those that are counted: "killed *a mother* and her two sons"."""
    word = tree.tokens[head]
    named = cast.at(tree, head, MentionKind.PERSON) is not None and word.upos == "PROPN"
    person = (
        word.upos == "NOUN"
        and word.xpos == "NN"
        and len(parts(tree, head)) == 1
        and bool(cast.classes(tree, head, own=True) & _PERSONS)
    )
    if not (named or person) or counts(tree, head, role, cast):
        return None
    return ClaimQuantity(text=word.text, start=word.start, end=word.end, role=role, low=1.0, high=1.0)


def counts(tree: Tree, head: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return the numbers on a noun phrase: "7,000 prisoners", "hundreds of people", "80 percent of the town", "12".

    Of "seven of the 20 hostages" it is the seven; of "a family of six", the six. "Including two children" is no part
    of the phrase. A share and an amount have a unit, and so have families and crews, who are more than their number.
    """
    named = [
        m
        for m in cast.mentions(tree.index)
        if m.kind in {MentionKind.QUANTITY, MentionKind.MONEY} and isinstance(m.resolved, Quantity)
    ]
    measures = tree.tokens[head].upos == "NUM" or len(parts(tree, head)) > 1
    found = [m for m in named if measures and m.head == head]
    if not found:
        own = _own(tree, head)
        found = [m for m in named if m.head in own]
    above = tree.tokens[head].head
    if not found and above >= 0 and tree.is_rel(head, "nmod") and tree.case(head) == "of":
        found = [m for m in named if m.head == above]  # "scores of rebels killed", said of the rebels
    if not found and tree.has_lemma(head, *tolls.load().wholes):
        return [q for k in tree.kids(head, "nmod") if tree.case(k) == "of" for q in counts(tree, k, role, cast)]
    if role == "share" and (part := _part(tree, head, found, named)) is not None:
        return [part]
    lemma = tree.tokens[head].lemma.lower()
    whole = lemma if lemma in tolls.load().wholes else None
    return [
        ClaimQuantity(
            text=m.text,
            start=m.start,
            end=m.end,
            role=role,
            low=m.resolved.low,
            high=m.resolved.high,
            unit=m.resolved.unit or whole,
        )
        for m in found
        if isinstance(m.resolved, Quantity)
        if _fits(role, m, m.resolved)
    ]


def _part(tree: Tree, head: int, found: list[Mention], named: list[Mention]) -> ClaimQuantity | None:
    """Return the share that a count of a count is, in percent: "six of the nine districts"."""
    inside = {j for k in tree.kids(head, "nmod") if tree.case(k) in _OUT_OF for j in (k, *tree.kids(k, "nummod"))}
    whole = next((m for m in named if m.head in inside and m.head != head), None)
    few, many = found[0].resolved if found else None, whole.resolved if whole is not None else None
    if whole is None or not isinstance(few, Quantity) or not isinstance(many, Quantity) or few.unit or many.unit:
        return None
    if many.high != many.low or few.high is None or not 0 < few.high <= many.low:
        return None
    low, high = (round(100 * n / many.low, 2) for n in (few.low, few.high))
    text = tree.sentence
    start, end = found[0].start, whole.end
    words = " ".join(t.text for t in text.tokens if start <= t.start and t.end <= end)
    return ClaimQuantity(text=words, start=start, end=end, role="share", low=low, high=high, unit="percent")


def _fits(role: str, mention: Mention, number: Quantity) -> bool:
    """Say whether a number may stand in a role: a share is in percent or of a whole, people are whole and no unit."""
    if role == "share":
        return number.unit == "percent" or " of " in mention.text
    if role in _PEOPLE and not float(number.low).is_integer():
        return False
    return role == "amount" or number.unit is None or mention.kind is MentionKind.MONEY


def _own(tree: Tree, head: int) -> set[int]:
    """Return the tokens of a noun phrase on which a number counts it."""
    inside: set[int] = set()
    for part in parts(tree, head):
        inside.add(part)
        inside.update(
            j
            for k in tree.kids(part, "nummod", "amod", "det", "advmod", "compound", "nmod:unmarked")
            for j in tree.under(k, skip=_NOT_COUNTED)
        )
    own = set(heads_below(tree, head)) & inside
    before = min(own, default=head) - 1
    if before >= 0 and is_number(tree, before) and min(own, default=head) <= head:
        own.add(before)  # a number right before the phrase counts it, whatever the parser made of it
    return own


def _durations(tree: Tree, frame: Frame, cast: Cast) -> list[ClaimQuantity]:
    """Return lengths of time on a trigger: "three-month ceasefire", "a truce lasting three months", "for two weeks"."""
    reach = set(tree.under(frame.trigger, skip=frozenset({"conj", "parataxis", "ccomp"})))
    for slot in ("for", "of"):
        for head in frame.slots.get(slot, ()):
            reach.update(heads_below(tree, head))
    return [q for m in cast.mentions(tree.index) if m.head in reach and (q := _duration(m)) is not None]


def _duration(mention: Mention) -> ClaimQuantity | None:
    if isinstance(mention.resolved, Time) and mention.resolved.duration is not None and mention.resolved.value is None:
        found = _DURATION.fullmatch(mention.resolved.duration)
        if found is None:
            return None
        amount = found[1] or found[3]
        unit = _UNITS[found[2]] if found[2] else _SMALL_UNITS[found[4]]
        low: float = float(amount)
    elif isinstance(mention.resolved, Quantity) and mention.resolved.unit in {*_UNITS.values(), *_SMALL_UNITS.values()}:
        low, unit = mention.resolved.low, mention.resolved.unit
    else:
        return None
    return ClaimQuantity(
        text=mention.text, start=mention.start, end=mention.end, role="duration", low=low, high=low, unit=unit
    )
