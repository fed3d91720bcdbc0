"""People killed, injured, held, taken, released, missing or displaced: by event, with the figure of each account.

A part is an event, else a claim. A number that a demand or an offer counts is no count of what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.event import Event
from dateline.ledger import CasualtyRow, Figure, LedgerKind
from dateline.lexicon import ledgers
from dateline.lexicon.form import words
from dateline.records import Claim, ClaimQuantity, ClaimType, Participant, Status
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import parties
from dateline.resolve.ledger.told import REAL, Beside, Told, span
from dateline.resolve.party import counted

__all__ = ["keys", "rows"]

_EVENT, _CLAIM = "casualties:event:", "casualties:claim:"
ROLES = {
    "killed": "killed",
    "injured": "injured",
    "casualties": "casualties",
    "detained": "detained",
    "abducted": "captured",
    "released": "released",
    "missing": "missing",
    "displaced": "displaced",
}
"""What a row calls the people whom a quantity of a role counts."""
_UNITS = frozenset({"percent", "day", "month", "year", "hour", "week"})


def keys(told: Told) -> tuple[str, ...]:
    """Return the part of an account that counts people."""
    if not told.real or not any(_counts(told, quantity) for quantity in told.claim.quantities):
        return ()
    return ((_EVENT + told.event) if told.event else (_CLAIM + told.claim.id),)


def _counts(told: Told, quantity: ClaimQuantity) -> bool:
    if quantity.role not in ROLES or quantity.unit in _UNITS or quantity.low <= 0 or _is_part(told.claim, quantity):
        return False
    return told.claim.status is Status.ONGOING or (quantity.start, quantity.end) not in told.beside.once(_unreal)


def _unreal(beside: Beside) -> frozenset[tuple[int, int]]:
    """Return where numbers stand that a demand, offer or plan of the report counts."""
    return frozenset(
        (each.start, each.end)
        for other in beside.values()
        if other.claim.status not in REAL
        for each in other.claim.quantities
    )


def _is_part(claim: Claim, quantity: ClaimQuantity) -> bool:
    """Say whether a number counts a part of another beside it: "12 wounded, four of them badly"."""
    lists, text, base = ledgers.load(), claim.evidence.text, claim.evidence.start
    if len(claim.quantities) < 2 or not base <= quantity.start <= quantity.end <= claim.evidence.end:
        return False
    before = words(text[: quantity.start - base])[-1:]
    behind = words(text[quantity.end - base :])[:2]
    return bool(lists.part_before.intersection(before)) or (
        len(behind) == 2 and behind[0] == "of" and behind[1] in lists.part_behind
    )


def _what(told: Told, quantity: ClaimQuantity) -> str:
    if quantity.role == "detained" and told.claim.status is Status.ONGOING and told.claim.type is ClaimType.COERCE:
        return "held"
    return ROLES[quantity.role]


def rows(part: str, told: Sequence[Told], origins: Origins, events: Mapping[str, Event]) -> Iterable[CasualtyRow]:
    """Make the rows of a part: one a role and sort of people."""
    event = next((events[each.event] for each in told if each.event is not None and each.event in events), None)
    groups: dict[tuple[str, str], list[tuple[Told, ClaimQuantity, str | None]]] = {}
    for each in told:
        if part not in keys(each):
            continue
        own: dict[tuple[str, str], list[tuple[ClaimQuantity, str | None]]] = {}
        for quantity in each.claim.quantities:
            if _counts(each, quantity):
                one = counted(each.claim, quantity)
                sort = (one.sector or "") if one else ""
                own.setdefault((_what(each, quantity), sort), []).append((quantity, _sort(quantity, one)))
        for key, numbers in own.items():
            groups.setdefault(key, []).append((each, *_sum(numbers)))
    # "14 dead" and "14 civilians dead" of one event are one row, unless two sorts are counted side by side.
    for what in sorted({what for what, _ in groups}):
        sorts = sorted(sort for role, sort in groups if role == what)
        named = [sort for sort in sorts if sort not in {"", "CVL"}]
        plain = [item for sort in sorts if sort in {"", "CVL"} for item in groups[what, sort]]
        if len(named) == 1 and plain and not _side_by_side(groups[what, named[0]], plain):
            yield _row(part, what, named[0], [*groups[what, named[0]], *plain], origins, event)
            continue
        if plain:
            yield _row(part, what, "", plain, origins, event)
        for sort in named:
            yield _row(part, what, sort, groups[what, sort], origins, event)


def _side_by_side(
    ones: Sequence[tuple[Told, ClaimQuantity, str | None]], others: Sequence[tuple[Told, ClaimQuantity, str | None]]
) -> bool:
    """Say whether an account counts two sorts of people beside each other."""
    return not {each.claim.id for each, _, _ in ones}.isdisjoint(each.claim.id for each, _, _ in others)


def _sum(numbers: Sequence[tuple[ClaimQuantity, str | None]]) -> tuple[ClaimQuantity, str | None]:
    """Add up what one account counts side by side: "a lieutenant and four soldiers" are five."""
    first = numbers[0][0]
    spans = {(quantity.start, quantity.end): quantity for quantity, _ in numbers}
    highs = [quantity.high for quantity in spans.values()]
    whole = replace(
        first,
        low=sum(quantity.low for quantity in spans.values()),
        high=None if None in highs else sum(high for high in highs if high is not None),
    )
    names = list(dict.fromkeys(whom for _, whom in numbers if whom))
    return whole, " and ".join(names) or None


def _sort(quantity: ClaimQuantity, one: Participant | None) -> str | None:
    if one is None:
        return None
    number = set(words(quantity.text))
    kept = [word for word in one.name.split() if not set(words(word)) <= number]
    whom = " ".join(kept)
    return whom if whom and not {whom.lower()} & ledgers.load().nobody else None


def _row(
    part: str,
    what: str,
    sort: str,
    found: Sequence[tuple[Told, ClaimQuantity, str | None]],
    origins: Origins,
    event: Event | None,
) -> CasualtyRow:
    held = sorted(found, key=lambda item: (item[0].order, item[1].start))
    told = [each for each, _, _ in held]
    figures = tuple(
        Figure(
            low=quantity.low,
            high=quantity.high,
            said_by=each.said_by,
            claim=each.claim.id,
            report=each.account.report,
        )
        for each, quantity, _ in held
    )
    top = max(figure.high if figure.high is not None else figure.low for figure in figures)
    open_top = any(figure.high is None and figure.low >= top for figure in figures)
    date = min((each.when[0] for each in told if each.when[0]), key=lambda day: (span(day)[0] or "", day), default=None)
    by = parties(actor for each in told for actor in each.actors)
    names: dict[str, int] = {}
    for _, _, whom in held:
        if whom:
            names[whom] = names.get(whom, 0) + 1
    whom = max(names, key=lambda name: (names[name], len(name), name), default=None)
    site = next((each.site for each in told if each.site is not None), None)
    if event is not None:
        date = date or event.date.value
    base = ground(
        LedgerKind.CASUALTIES,
        part,
        [what, sort],
        told,
        origins,
        site=site,
        parties=[*(party.name for party in by), *([whom] if whom else [])],
        days=[date],
    )
    if site is None and event is not None and event.place is not None:
        base["place"], base["location"] = event.place.name, event.place
    return CasualtyRow(
        **base,
        what=what,
        whom=whom,
        by=by,
        low=min(figure.low for figure in figures),
        high=None if open_top else top,
        date=date,
        figures=figures,
        event=told[0].event,
    )
