"""Which numbers of a sentence belong to a claim, and in which role."""

from __future__ import annotations

import re

from dateline.claim.cast import Cast, heads_below, parts
from dateline.claim.frame import Frame
from dateline.claim.role import Roles
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimQuantity, Mention, MentionKind, Quantity, Time
from dateline.tree import Tree

_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)([YMWD])|T(\d+(?:\.\d+)?)([HMS]))$")
_LASTING = frozenset({"ceasefire", "curfew"})
"""Modes whose length is told whatever the sense."""
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
        found = [q for head in frame.slots.get(slot, ()) for q in _counts(tree, head, role, cast)]
    return tuple({(q.start, q.end): q for q in found}.values())


def _counts(tree: Tree, head: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return the numbers on a noun phrase: "7,000 prisoners", "hundreds of people", "80 percent of the town", "12"."""
    inside: set[int] = set()
    for part in parts(tree, head):
        inside.add(part)
        inside.update(
            j
            for k in tree.kids(part, "nummod", "amod", "det", "advmod", "compound", "nmod:unmarked")
            for j in tree.under(k)
        )
    own = set(heads_below(tree, head)) & inside
    before = min(own, default=head) - 1
    if before >= 0 and tree.tokens[before].upos == "NUM" and min(own, default=head) <= head:
        own.add(before)  # a number right before the phrase counts it, whatever the parser made of it
    return [
        ClaimQuantity(
            text=m.text,
            start=m.start,
            end=m.end,
            role=role,
            low=m.resolved.low,
            high=m.resolved.high,
            unit=m.resolved.unit,
        )
        for m in cast.mentions(tree.index)
        if m.kind in {MentionKind.QUANTITY, MentionKind.MONEY} and m.head in own and isinstance(m.resolved, Quantity)
        if role == "share" or m.resolved.unit is None or m.kind is MentionKind.MONEY
    ]


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
