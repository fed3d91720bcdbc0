"""What each actor did, bore, said, wants and denies, and how it stands to others.

A part is an actor in one month of publication. Only who can be told from others over reports has rows: an entry of a
registry, a body of a known country, or a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.ledger import ActorRow, Deed, LedgerKind, Tie
from dateline.records import STATES, ClaimType
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import Party, parties
from dateline.resolve.ledger.told import Told, span

__all__ = ["keys", "rows"]

_PREFIX = "actors:"
_FRIENDLY = frozenset({ClaimType.AGREE, ClaimType.COOPERATE, ClaimType.SUPPORT, ClaimType.AID, ClaimType.CONCEDE})
_HOSTILE = frozenset(
    {
        ClaimType.ASSAULT,
        ClaimType.ACCUSE,
        ClaimType.COERCE,
        ClaimType.SANCTION,
        ClaimType.THREATEN,
        ClaimType.PROTEST,
        ClaimType.MOBILIZE,
    }
)
_ALIGNED = {"backs": True, "ally": True, "rival": False}


def keys(told: Told) -> tuple[str, ...]:
    """Return the parts of an account: its actors and recipients who are somebody, in the month of the report."""
    if told.refused:
        return ()
    month = (span(told.published)[0] or "")[:7]
    found = {party.key for party in (*told.actors, *told.recipients) if party.key is not None}
    return tuple(f"{_PREFIX}{key}:{month}" for key in sorted(found))


def rows(part: str, told: Sequence[Told], origins: Origins) -> Iterable[ActorRow]:
    """Make the row of a part."""
    key, _, month = part.removeprefix(_PREFIX).rpartition(":")
    held = [each for each in told if part in keys(each)]
    if not held:
        return
    own = [party for each in held for party in (*each.actors, *each.recipients) if party.key == key]
    wants = [each for each in held if each.claim.type is ClaimType.REQUEST and each.real and _is(each.actors, key)]
    denies = [each for each in held if each.claim.denies and each.real and _is(each.actors, key)]
    said = [each for each in held if any(name in {party.name for party in own} for name in each.said_by)]
    actor = parties(own)[0]
    did = _deeds(each for each in held if _is(each.actors, key))
    bore = _deeds(each for each in held if _is(each.recipients, key) and not _is(each.actors, key))
    ties = _ties(key, held)
    if not (did or bore or ties or said or wants or denies):
        return
    yield ActorRow(
        **ground(LedgerKind.ACTORS, part, [key], held, origins, parties=[actor.name]),
        actor=actor,
        month=month or None,
        did=did,
        bore=bore,
        said=len(said),
        wants=tuple(claim.id for each in wants for claim in (each.contents or (each.claim,))),
        denies=tuple(dict.fromkeys(claim for each in denies for claim in each.claim.denies)),
        ties=ties,
    )


def _is(found: Iterable[Party], key: str) -> bool:
    return any(party.key == key for party in found)


def _event(told: Told) -> str:
    return told.event or told.claim.id


def _deeds(told: Iterable[Told]) -> tuple[Deed, ...]:
    events: dict[ClaimType, dict[str, None]] = {}
    for each in told:
        if each.real and each.claim.type not in STATES:
            events.setdefault(each.claim.type, {})[_event(each)] = None
    return tuple(Deed(type=kind, count=len(found), events=tuple(found)) for kind, found in sorted(events.items()))


def _ties(key: str, told: Sequence[Told]) -> tuple[Tie, ...]:
    friends: dict[str, dict[str, None]] = {}
    foes: dict[str, dict[str, None]] = {}
    others: dict[str, list[Party]] = {}
    for each in told:
        if not each.real:
            continue
        kind = each.claim.type
        friendly = _ALIGNED.get(each.claim.mode or "") if kind is ClaimType.ALIGNMENT else kind in _FRIENDLY
        if friendly is None or (not friendly and kind not in _HOSTILE and kind is not ClaimType.ALIGNMENT):
            continue
        sides = (each.actors, each.recipients)
        across = [p for own, other in (sides, sides[::-1]) if _is(own, key) for p in other]
        if kind in {ClaimType.AGREE, ClaimType.COOPERATE} and _is(each.actors, key):
            across += each.actors
        for party in across:
            if party.key is not None and party.key != key:
                others.setdefault(party.key, []).append(party)
                (friends if friendly else foes).setdefault(party.key, {})[_event(each)] = None
    return tuple(
        Tie(
            other=parties(found)[0],
            friendly=len(friends.get(other, {})),
            hostile=len(foes.get(other, {})),
            events=tuple({**friends.get(other, {}), **foes.get(other, {})}),
        )
        for other, found in sorted(others.items())
    )
