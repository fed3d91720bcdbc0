"""Rules imposed: who forbids or orders what, where, since when, and whether it was lifted.

A part is the place of the rule, else who imposed it. What lifts a rule belongs to both, so that it finds the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.ledger import LedgerKind, RuleRow
from dateline.lexicon import ledgers
from dateline.lexicon.form import words
from dateline.records import Claim, ClaimType
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import parties
from dateline.resolve.ledger.told import FORESEEN, REAL, Told, span

__all__ = ["keys", "rows"]

_PLACE, _PARTY = "rules:place:", "rules:party:"
_ALWAYS = frozenset({"curfew", "martial-law"})
_WITH_CONDUCT = frozenset({"restrict", "censor"})
_HELD_UP = frozenset({"vehicle", "aircraft", "ship", "person"})
_SAME = 0.5
"""Least part of the shorter one's words that two wordings of one conduct share."""


@dataclass(slots=True, kw_only=True)
class _Rule:
    told: list[Told]
    mode: str
    lifted_by: list[Told]


def keys(told: Told) -> tuple[str, ...]:
    """Return the parts of an account that imposes a rule, or lifts one."""
    if _imposes(told):
        if told.site is not None:
            return (_PLACE + told.site.key,)
        return tuple(_PARTY + key for key in sorted(_imposers(told))[:1])
    if _lifts(told):
        place = [_PLACE + told.site.key] if told.site is not None else []
        return (*place, *(_PARTY + key for key in sorted(_imposers(told))))
    return ()


def _imposers(told: Told) -> set[str]:
    """Return the keys of those who impose."""
    return {party.key for party in told.actors if party.key}


def _imposes(told: Told) -> bool:
    claim = told.claim
    if claim.type is not ClaimType.COERCE or claim.mode is None or told.refused:
        return False
    if claim.polarity != "positive" or not (claim.status in REAL or claim.status in FORESEEN - {"feared", "possible"}):
        return False
    return claim.mode in _ALWAYS or (claim.mode in _WITH_CONDUCT and claim.conduct is not None and not _is_deed(claim))


def _is_deed(claim: Claim) -> bool:
    """Say whether what looks like a conduct is a thing that was held up: "soldiers stopped cars"."""
    if claim.trigger.text.lower() in ledgers.load().forcing:
        return True
    held = [thing for thing in claim.things if thing.role == "target" and thing.kind in _HELD_UP]
    return claim.conduct is not None and any(thing.start == claim.conduct.start for thing in held)


def _lifts(told: Told) -> bool:
    claim = told.claim
    return (
        claim.type in {ClaimType.CONCEDE, ClaimType.RETREAT}
        and told.real
        and any(thing.kind == "restriction" and thing.role == "target" for thing in claim.things)
    )


def rows(part: str, told: Sequence[Told], origins: Origins) -> Iterable[RuleRow]:
    """Make the rows of a part."""
    held = [each for each in told if part in keys(each)]
    rules: list[_Rule] = []
    for each in held:
        if not _imposes(each):
            continue
        home = next((rule for rule in rules if _same(rule, each)), None)
        if home is None:
            rules.append(_Rule(told=[each], mode=each.claim.mode or "", lifted_by=[]))
        else:
            home.told.append(each)
    for each in held:
        if _lifts(each) and (rule := _lifted(each, rules)) is not None:
            rule.lifted_by.append(each)
    for rule in rules:
        yield _row(part, rule, origins)


def _conduct(told: Told) -> frozenset[str]:
    return frozenset(words(told.claim.conduct.text)) if told.claim.conduct else frozenset()


def _same(rule: _Rule, told: Told) -> bool:
    if rule.mode != told.claim.mode:
        return False
    if rule.mode in _ALWAYS:
        return True
    new = _conduct(told)
    had = [_conduct(each) for each in rule.told]
    return any(len(new & one) >= _SAME * min(len(new), len(one)) for one in had if one and new)


def _lifted(told: Told, rules: Sequence[_Rule]) -> _Rule | None:
    """Return the rule that an account lifts: told by then, of its kind where it tells one; None if it may be two."""
    day = told.day() or ""
    nouns = {word for thing in told.claim.things for word in words(thing.text)} & ledgers.load().rule_nouns
    known = [rule for rule in rules if min((each.published or "" for each in rule.told), default="") <= day]
    if "curfew" in nouns:
        known = [rule for rule in known if rule.mode == "curfew"]
    elif len(known) > 1:
        known = [rule for rule in known if rule.mode != "curfew"]
    return known[0] if len(known) == 1 else None


def _row(part: str, rule: _Rule, origins: Origins) -> RuleRow:
    told = rule.told
    first = min(told, key=lambda each: each.order)
    imposed = [each for each in told if each.claim.conduct is not None] or told
    by = parties(actor for each in told for actor in each.actors)
    on = parties(one for each in told for one in each.recipients if each.claim.conduct is not None)
    since = min(
        (each.when[0] for each in told if each.when[0]), key=lambda day: (span(day)[0] or "", day), default=None
    )
    until = min((each.day() or "" for each in rule.lifted_by), default=None) or None
    conduct = max(
        (each.claim.conduct.text for each in imposed if each.claim.conduct), key=lambda t: (len(t), t), default=None
    )
    site = next((each.site for each in told if each.site is not None), None)
    return RuleRow(
        **ground(
            LedgerKind.RULES,
            part,
            [first.claim.id],
            [*told, *rule.lifted_by],
            origins,
            site=site,
            parties=[party.name for party in (*by, *on)],
            days=[since, until] if since else [],
        ),
        mode=rule.mode,
        imposed_by=by,
        on=on,
        conduct=conduct,
        since=since,
        until=until,
        announced=not any(each.claim.status in REAL for each in told),
        lifted=bool(rule.lifted_by),
    )
