"""Negotiations: who asks, offers, answers and agrees what, in the order of time, and how far they are.

A part is a pair of blocs (see :mod:`dateline.resolve.ledger.step`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dateline.event import EventParty
from dateline.ledger import LedgerKind, NegotiationRow, NegotiationState, Step, StepKind, Term
from dateline.records import ClaimType
from dateline.resolve.ledger.ground import Origins, ground, speakers
from dateline.resolve.ledger.party import parties
from dateline.resolve.ledger.step import Move, bloc_of, mediating, movers, moves, stepping, terms_of
from dateline.resolve.ledger.told import REAL, Told, span

__all__ = ["keys", "rows"]

_PREFIX = "negotiations:"
_APART = 30
"""Days within which a step with the same terms is the same, told again."""
_KINDS = list(StepKind)
_JOINT = frozenset({StepKind.MEETING, StepKind.AGREEMENT, StepKind.CARRIED_OUT, StepKind.TERM})
"""Steps that both take."""


def keys(told: Told) -> tuple[str, ...]:
    """Return the part of an account that is a step of a negotiation."""
    return tuple(f"{_PREFIX}{move.pair[0]}|{move.pair[1]}" for move in moves(told))


def rows(part: str, told: Sequence[Told], origins: Origins) -> Iterable[NegotiationRow]:
    """Make the row of a part; none where all that is told is that two met, or that one asked something."""
    found = [move for each in told for move in moves(each) if f"{_PREFIX}{move.pair[0]}|{move.pair[1]}" == part]
    groups: list[list[Move]] = []
    for move in sorted(found, key=lambda move: (_day(move.told) or "9", move.told.order)):
        home = next((group for group in groups if _same(group, move)), None)
        if home is None:
            groups.append([move])
        else:
            home.append(move)
    groups = _after_a_word(groups)
    if not _is_negotiation(groups):
        return
    steps = sorted(
        (_step(group) for group in groups), key=lambda s: (span(s.day)[0] or "9", _KINDS.index(s.kind), s.claims)
    )
    held = [move.told for group in groups for move in group]
    pair = found[0].pair
    sides = [_side(bloc, held) for bloc in pair]
    reports = {each.account.report: each.beside for each in held}.values()
    mediators = parties(party for beside in reports for party in beside.once(mediating) if bloc_of(party) not in pair)
    known = [side for side in sides if side]
    if len(known) < len(pair):
        return
    yield NegotiationRow(
        **ground(
            LedgerKind.NEGOTIATIONS,
            part,
            [],
            held,
            origins,
            parties=[party.name for side in known for party in side[:1]] + [party.name for party in mediators],
            days=[step.day for step in steps],
        ),
        sides=tuple(side[0] for side in known),
        mediators=mediators,
        state=_state(steps, groups),
        steps=tuple(steps),
    )


def _side(bloc: str, held: Sequence[Told]) -> tuple[EventParty, ...]:
    """Return who stands for a bloc, the one that most accounts name first."""
    # What is asked or told comes from the report, so that another party of it may stand there alone.
    reports = {each.account.report: each.beside for each in held}.values()
    found = [party for beside in reports for party in beside.once(stepping) if bloc_of(party) == bloc]
    for each in held:
        for content in each.contents:
            inner = each.beside.get(content.id)
            if inner is not None:
                found += [party for party in (*inner.actors, *inner.recipients) if bloc_of(party) == bloc]
    plain = [party for party in found if not party.person and not party.name[:1].isdigit()] or found
    made = parties(plain)
    return tuple(sorted(made, key=lambda p: (p.sector not in {"GOV", "REB"}, p.entity is None, -len(p.claims), p.name)))


def _day(told: Told) -> str | None:
    """Return when a step was done, or is to be: a demand on the day it was told, whenever what it asks is for.

    A day of an agreement that is past is that on which it was made, and one ahead is that of its terms.
    """
    first = span(told.when[0])[0] if told.when[0] else None
    if first is None or told.claim.type in {ClaimType.CONSULT, ClaimType.RETREAT}:
        return first or told.published
    made = told.claim.type in {ClaimType.AGREE, ClaimType.SUPPORT} and first <= (told.published or "")
    return first if made else told.published


def _told_day(told: Told) -> str | None:
    """Return the day of a step as it is told: of one in 2018 no day is known."""
    first = _day(told)
    return told.when[0] if told.when[0] and span(told.when[0])[0] == first else first


def _same(group: Sequence[Move], move: Move) -> bool:
    """Say whether a step was told before: of one kind by one party, on one day or with one and the same terms."""
    one = group[0]
    if one.kind is not move.kind or (one.by != move.by and move.kind not in _JOINT):
        return False
    asked = {_gist(term) for term in terms_of(move.told)}
    had = {_gist(term) for m in group for term in terms_of(m.told)}
    if any(m.told.event is not None and m.told.event == move.told.event for m in group):
        return bool(asked & had) or not (asked or had) or move.kind in _JOINT
    apart = min(_apart(m.told, move.told) for m in group)
    if move.kind in {StepKind.MEETING, StepKind.AGREEMENT}:
        return apart <= 1
    if move.kind is StepKind.CARRIED_OUT:
        return apart <= 1 and {mode for _, mode, _ in asked} == {mode for _, mode, _ in had}
    if asked and had:
        return bool(asked & had) and apart <= _APART
    return apart == 0 and not asked and not had


def _gist(term: Term) -> tuple[str, str | None, float | None]:
    return (term.type, term.mode, term.low)


def _apart(one: Told, other: Told) -> int:
    """Return the days between two steps; none between two of one report that tells no day."""
    first, second = _day(one), _day(other)
    if first is None and second is None and one.account.report == other.account.report:
        return 0
    try:
        return abs((date.fromisoformat(first or "") - date.fromisoformat(second or "")).days)
    except ValueError:
        return _APART + 1


def _after_a_word(groups: list[list[Move]]) -> list[list[Move]]:
    """Leave out what was given before anything was asked, offered or agreed: it carried out nothing."""
    firsts = [
        min(_day(move.told) or "9" for move in group)
        for group in groups
        if group[0].kind in {StepKind.DEMAND, StepKind.OFFER, StepKind.AGREEMENT, StepKind.TERM}
    ]
    first = min(firsts, default="~")
    given = {StepKind.CARRIED_OUT, StepKind.CONCESSION}
    return [g for g in groups if g[0].kind not in given or min(_day(m.told) or "9" for m in g) >= first]


def _is_negotiation(groups: Sequence[Sequence[Move]]) -> bool:
    kinds = {group[0].kind for group in groups}
    if StepKind.AGREEMENT in kinds or StepKind.OFFER in kinds:
        return True
    both = {bloc for group in groups for move in group for bloc in move.by}
    return (
        len(groups) > 1
        and len(both) > 1
        and kinds != {StepKind.MEETING}
        and bool(kinds & {StepKind.MEETING, StepKind.ANSWER})
    )


def _step(group: Sequence[Move]) -> Step:
    told = sorted((move.told for move in group), key=lambda each: each.order)
    first = min(group, key=lambda move: (not move.told.contents, move.told.order))
    days = [(span(each.when[0])[0] is not None and _day(each) != each.published, _told_day(each)) for each in told]
    dated = any(is_dated for is_dated, _ in days)
    known = sorted(
        (day for is_dated, day in days if day is not None and (is_dated or not dated)),
        key=lambda day: (span(day)[0] or "", -len(day)),
    )
    terms: dict[tuple[str, str | None, float | None], Term] = {}
    for each in told:
        for term in terms_of(each):
            terms.setdefault(_gist(term), term)
    return Step(
        kind=first.kind,
        day=known[0] if known else None,
        dated=dated,
        by=parties(party for move in group for party in movers(move)),
        to=parties(party for each in told for party in each.recipients),
        place=next((each.site.name for each in told if each.site is not None), None),
        text=first.told.claim.evidence.text,
        terms=tuple(terms.values()),
        to_come=not any(each.claim.status in REAL for each in told) and first.kind is StepKind.MEETING,
        accepted=first.accepted,
        event=told[0].event,
        said_by=speakers(told),
        claims=tuple(each.claim.id for each in told),
        reports=tuple(dict.fromkeys(each.account.report for each in told)),
    )


def _state(steps: Sequence[Step], groups: Sequence[Sequence[Move]]) -> NegotiationState:
    """Say how far it is, by the last step that tells."""
    broken = {move.told.claim.id for group in groups for move in group if move.breaks}
    agreed = False
    state = NegotiationState.PLANNED
    for step in steps:
        if step.kind is StepKind.AGREEMENT:
            agreed, state = True, NegotiationState.AGREED
        elif step.kind is StepKind.CARRIED_OUT and agreed:
            state = NegotiationState.CARRIED_OUT
        elif step.kind is StepKind.ANSWER and step.accepted is False:
            state = NegotiationState.BROKEN_OFF if broken & set(step.claims) else NegotiationState.REFUSED
        elif not agreed and not step.to_come:
            state = NegotiationState.UNDER_WAY
    return state
