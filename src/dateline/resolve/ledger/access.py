"""What is open or closed: crossings, roads, camps, services. A part is a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.ledger import AccessRow, AccessState, LedgerKind
from dateline.lexicon import ledgers
from dateline.records import ClaimType, Polarity, Status
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import parties
from dateline.resolve.ledger.told import Told, span

__all__ = ["keys", "rows"]

_PREFIX = "access:"
_ANNOUNCED = frozenset({Status.PLANNED, Status.PREDICTED, Status.ORDERED, Status.PROMISED})
_TAIL = re.compile(r"[^.;:\n]*")


@dataclass(slots=True, kw_only=True)
class _Spell:
    state: AccessState
    told: list[Told]
    start: str
    until: str | None = None


def keys(told: Told) -> tuple[str, ...]:
    """Return the part of an account: the place that it says is open or closed."""
    if told.claim.type is not ClaimType.ACCESS or told.site is None or told.refused:
        return ()
    if told.claim.status not in {Status.HAPPENED, Status.ONGOING, *_ANNOUNCED} or _state(told) is None:
        return ()
    return (_PREFIX + told.site.key,)


def _state(told: Told) -> AccessState | None:
    """Return what the account says; "is not open" is closed, "will not be closed" says nothing of what is."""
    said = {"open": AccessState.OPEN, "closed": AccessState.CLOSED}.get(told.claim.mode or "")
    if said is None or told.claim.polarity is Polarity.POSITIVE:
        return said
    if told.claim.status is not Status.ONGOING:
        return None
    return AccessState.CLOSED if said is AccessState.OPEN else AccessState.OPEN


def rows(part: str, told: Sequence[Told], origins: Origins) -> Iterable[AccessRow]:
    """Make the rows of a part."""
    held = [each for each in told if part in keys(each)]
    said = [each for each in held if each.claim.status not in _ANNOUNCED]
    coming = [each for each in held if each.claim.status in _ANNOUNCED]
    spells: list[_Spell] = []
    for each in sorted(said, key=lambda each: (_at(each), each.order)):
        state = _state(each)
        if state is None:
            continue
        if spells and spells[-1].state is state:
            spells[-1].told.append(each)
            continue
        if spells:
            spells[-1].until = _at(each)
        spells.append(_Spell(state=state, told=[each], start=_at(each)))
    for each in coming:
        _add(each, spells)
    for spell in spells:
        yield _row(part, spell, origins, announced=False)
    alone = [each for each in coming if not any(each in spell.told for spell in spells)]
    for state in AccessState:
        those = [each for each in alone if _state(each) is state]
        if those:
            yield _row(part, _Spell(state=state, told=those, start=""), origins, announced=True)


def _at(told: Told) -> str:
    """Return the day from which the account says that it is so."""
    return (span(told.when[0])[0] if told.when[0] else None) or told.published or ""


def _add(told: Told, spells: Sequence[_Spell]) -> None:
    """Add what is said to come to the time in which it was said, where that is the same: "will stay closed"."""
    for spell in spells:
        day = told.published or ""
        if spell.state is _state(told) and spell.start <= day and (spell.until is None or day <= spell.until):
            spell.told.append(told)
            return


def _row(part: str, spell: _Spell, origins: Origins, *, announced: bool) -> AccessRow:
    told = sorted(spell.told, key=lambda each: each.order)
    site = min((each.site for each in told if each.site), key=lambda site: (-len(site.name), site.name))
    since = min(
        (each.when[0] for each in told if each.when[0] and (announced or each.claim.status not in _ANNOUNCED)),
        key=lambda day: (span(day)[0] or "", day),
        default=None,
    )
    by = parties(actor for each in told for actor in each.actors)
    limits = next((words for each in told if spell.state is AccessState.OPEN and (words := _limits(each))), None)
    what = site.what or site.name
    return AccessRow(
        **ground(
            LedgerKind.ACCESS,
            part,
            [spell.state, told[0].claim.id],
            told,
            origins,
            site=site,
            parties=[party.name for party in by],
            days=[since, spell.until] if since else [],
        ),
        what=what,
        state=spell.state,
        since=since,
        until=spell.until,
        by=by,
        limits=limits,
        announced=announced,
    )


def _limits(told: Told) -> str | None:
    """Return the words behind "open" that set limits to it: "by day only"; None where there are none."""
    claim = told.claim
    match = _TAIL.match(claim.evidence.text, max(claim.trigger.end - claim.evidence.start, 0))
    words = match[0].strip(" ,”\"'") if match else ""
    head = re.split(r",|\band\b|\bbut\b", words)[0].strip()
    found = ledgers.load().limits.intersection(head.lower().split())
    return head if found and len(head.split()) <= 8 else None
