"""What is planned, ordered, promised, threatened, predicted or feared, and what became of it.

A part is an event, else a claim; what is foreseen of a place, who will hold it or whether it will be open, is parted by
the place, for there others tell what became of it. An outcome is only what an account says: that a day went by in
silence shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from dateline.ledger import LedgerKind, Outcome, OutlookRow
from dateline.lexicon import ledgers
from dateline.records import STATES, ClaimType, Polarity, Status
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import Party, Side, bare, parties
from dateline.resolve.ledger.told import FORESEEN, REAL, Beside, Site, Told, span

__all__ = ["is_overdue", "keys", "rows"]

_PLEDGED = frozenset({Status.PROMISED, Status.THREATENED, Status.FEARED})
_WORD = re.compile(r"[’']?\w+")
_FRESH = 7
"""Days for which a promise is news."""
_LEAD = 8
"""Words before a trigger among which one says that it is to come."""

_EVENT, _CLAIM, _PLACE = "outlook:event:", "outlook:claim:", "outlook:place:"
_OF_PLACES = frozenset({ClaimType.CONTROL, ClaimType.ACCESS})
_WORDS = frozenset({ClaimType.ACCUSE, ClaimType.REJECT, ClaimType.REQUEST, ClaimType.THREATEN, ClaimType.AGREE})
"""Types of words rather than deeds: foreseen of somebody they say little, and are mostly what a deed is for."""


def keys(told: Told) -> tuple[str, ...]:
    """Return the parts of an account that foresees something, or tells what became of it."""
    claim = told.claim
    foreseen = _foreseen(told)
    if not foreseen and (claim.status not in REAL or told.refused):
        return ()
    if claim.type in _OF_PLACES:
        return (_PLACE + told.site.key,) if told.site is not None and "/" not in told.site.key else ()
    if told.event is not None:
        return (_EVENT + told.event,)
    return (_CLAIM + claim.id,) if foreseen else ()


def _foreseen(told: Told) -> bool:
    claim = told.claim
    if claim.status not in FORESEEN or claim.polarity is not Polarity.POSITIVE or told.refused or claim.type in _WORDS:
        return False
    if told.parent is not None and told.parent.type is ClaimType.REQUEST:
        return False
    if claim.type not in STATES and claim.trigger.start in told.beside.once(_states):
        return False  # told once, as what is foreseen of the place
    if told.when[0] and not _ahead(told) and not _said_now(told):
        return False  # "gathered on Tuesday to protest": a purpose, not a plan; "agreed last year": long past
    if claim.type in _OF_PLACES and _goes_on(told):
        return False
    if claim.type is ClaimType.CONTROL and not any(p.side is not Side.OTHER and not p.person for p in told.actors):
        return False
    if _due(told)[0] and told.published is not None:
        return True
    if claim.status is Status.ORDERED:
        return False  # what became of the order is mostly told, as a deed, beside it
    # With no day it is for, it must be said to come, and of somebody.
    return _is_to_come(told) and any(
        party.key is not None or party.side is not Side.OTHER for party in (*told.actors, *told.recipients)
    )


def _is_to_come(told: Told) -> bool:
    """Say whether words before the trigger tell that it is to come: a purpose ("to help workers") is no outlook."""
    claim = told.claim
    if claim.status in _PLEDGED:
        return True
    lead = claim.evidence.text[: max(claim.trigger.start - claim.evidence.start, 0)]
    return bool(ledgers.load().ahead.intersection(_WORD.findall(lead.lower())[-_LEAD:]))


def _states(beside: Beside) -> frozenset[int]:
    """Return where the triggers of what the report says of places stand."""
    return frozenset(
        other.claim.trigger.start
        for other in beside.values()
        if other.claim.type in _OF_PLACES and other.site is not None
    )


def _goes_on(told: Told) -> bool:
    """Say whether its report tells that it is so already: "closed the crossing, which will stay closed"."""
    return told.site is not None and any(
        other.real
        and other.claim.type is told.claim.type
        and other.claim.mode == told.claim.mode
        and other.site is not None
        and other.site.key == told.site.key
        for other in told.beside.values()
    )


def _ahead(told: Told) -> bool:
    last = span(told.when[1] or told.when[0])[1]
    return last is None or told.published is None or last > told.published


def _said_now(told: Told) -> bool:
    """Say whether a time that is past is that of the promise or threat itself, made in these days."""
    last, day = span(told.when[1] or told.when[0])[1], told.published
    if told.claim.status is Status.PLANNED or last is None or day is None:
        return False
    today = span(day)[0]
    return today is not None and (date.fromisoformat(today) - date.fromisoformat(last)).days <= _FRESH


def _due(told: Told) -> tuple[str | None, str | None]:
    """Return when it is for: the time it tells, else that of the condition beside it; never a day already past."""
    # "agreed on Wednesday to free them": the day of a promise made today is that of the promise.
    today = span(told.when[0])[1] == told.published and told.claim.status is not Status.PROMISED
    if told.when[0] and (_ahead(told) or today):
        return told.when
    if told.when[0]:
        return None, None
    for other in told.beside.values():
        same = other.claim.evidence == told.claim.evidence
        if same and other.claim.status is Status.HYPOTHETICAL and other.when[0] and _ahead(other):
            return other.when
    return None, None


def rows(part: str, told: Sequence[Told], origins: Origins, today: str | None) -> Iterable[OutlookRow]:
    """Make the rows of a part."""
    held = [each for each in told if part in keys(each)]
    groups: dict[tuple[str, str, str], list[Told]] = {}
    for each in held:
        if _foreseen(each):
            bloc = _bloc(each) if each.claim.type is ClaimType.CONTROL else ""
            mode = (each.claim.mode or "") if each.claim.type in _OF_PLACES else ""
            kind = str(each.claim.type) if part.startswith(_PLACE) else ""
            groups.setdefault((kind, mode, bloc), []).append(each)
    for key, found in sorted(groups.items()):
        yield _row(part, key, found, held, origins, today)


def _bloc(told: Told) -> str:
    return next((_of(party) for party in told.actors), "")


def _of(party: Party) -> str:
    """Return the bloc of a party; one of no name stands for its side."""
    if party.side is Side.ARMED and party.key is None:
        return "armed:"
    return party.bloc or bare(party.name)


def _row(
    part: str,
    key: tuple[str, str, str],
    found: Sequence[Told],
    held: Sequence[Told],
    origins: Origins,
    today: str | None,
) -> OutlookRow:
    first = min(found, key=lambda each: (each.published or "9", each.order))
    made = first.published
    dues = sorted(
        {_due(each) for each in found if _due(each)[0]}, key=lambda due: (span(due[0])[0] or "", due[1] or "")
    )
    due, until = dues[0] if dues else (None, None)
    outcome, shown = _outcome(key, found, held, made, span(until or due)[1])
    kinds = [each.claim.status for each in found]
    kind = max(kinds, key=lambda status: (kinds.count(status), -kinds.index(status)))
    by = parties(actor for each in found for actor in each.actors)
    to = parties(one for each in found for one in each.recipients)
    site: Site | None = next((each.site for each in found if each.site is not None), None)
    return OutlookRow(
        **ground(
            LedgerKind.OUTLOOK,
            part,
            [*key, min(found, key=lambda each: each.order).claim.id],
            found,
            origins,
            site=site,
            parties=[party.name for party in (*by, *to)],
            days=[made, due, until],
        ),
        kind=kind,
        type=first.claim.type,
        mode=first.claim.mode,
        text=first.claim.evidence.text,
        made=made,
        due=due,
        until=until,
        by=by,
        to=to,
        outcome=outcome,
        overdue=outcome is Outcome.UNKNOWN and _past(until or due, today),
        shown_by=tuple(each.claim.id for each in shown),
        event=first.event,
    )


def is_overdue(row: OutlookRow, today: str) -> bool:
    """Say whether what a row foresees was due before a day (YYYY-MM-DD), and no account tells what became of it."""
    return row.outcome is Outcome.UNKNOWN and _past(row.until or row.due, today)


def _past(due: str | None, today: str | None) -> bool:
    last = span(due)[1]
    return last is not None and today is not None and last < today


def _outcome(
    key: tuple[str, str, str], found: Sequence[Told], held: Sequence[Told], made: str | None, last: str | None
) -> tuple[Outcome, list[Told]]:
    """Say what accounts show: those told on or after the day it was made, of that day or a later one."""
    later = [
        each
        for each in held
        if each.claim.status in REAL
        and not each.refused
        and made is not None
        and each.published is not None
        and each.published >= made
        and (each.day() or "") >= made
    ]
    kind, mode, bloc = key
    if kind == "CONTROL":
        came = [t for t in later if t.real and t.claim.mode == "gain" and _meets(bloc, _bloc(t)) and _within(t, last)]
        failed = [
            t
            for t in later
            if t.real and last and t.claim.mode == "hold" and not _meets(bloc, _bloc(t)) and (t.published or "") >= last
        ]
    elif kind == "ACCESS":
        came = [t for t in later if t.real and t.claim.mode == mode and _within(t, last)]
        failed = [t for t in later if t.real and last and t.claim.mode != mode and (t.day() or "") >= last]
        failed = failed if not came else []
    else:
        foretold_in = {each.account.report for each in found}
        later = [t for t in later if _is_news(t, made or "", foretold_in)]
        came = [t for t in later if t.claim.polarity is Polarity.POSITIVE]
        failed = [t for t in later if t.claim.polarity is Polarity.NEGATIVE]
    if came and failed:
        # What was told last stands; of one day, nothing is known.
        newest = max(t.published or "" for t in (*came, *failed))
        came = [t for t in came if t.published == newest]
        failed = [t for t in failed if t.published == newest]
    if came and not failed:
        return Outcome.BORNE_OUT, came
    if failed and not came:
        return Outcome.NOT_BORNE_OUT, failed
    return Outcome.UNKNOWN, []


def _is_news(told: Told, made: str, foretold_in: Collection[str]) -> bool:
    """Say whether an account tells what came after: one of a later day, or of another report that tells the day."""
    if (told.published or "") > made:
        return True
    return told.account.report not in foretold_in and (span(told.when[0])[0] or "") >= made


def _within(told: Told, last: str | None) -> bool:
    return last is None or (told.day() or "") <= last


def _meets(one: str, other: str) -> bool:
    """Say whether two blocs may be one: of one name, or both of no name on one side."""
    if one == other:
        return bool(one)
    return (
        {one, other} == {"armed:", ""}
        or (one == "armed:" and not other.startswith("state:"))
        or (other == "armed:" and not one.startswith("state:"))
    )
