"""Steps of negotiations: what an account is of one, whose it is, and what its terms are.

Who negotiates is a bloc: all bodies of a state are one, each armed group is one, so is an organization of states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.ledger import StepKind, Term
from dateline.lexicon import ledgers
from dateline.lexicon.form import words
from dateline.records import Claim, ClaimType, Polarity, Status
from dateline.resolve.ledger.party import Party, Side, parties, sector_of, side_of
from dateline.resolve.ledger.told import FORESEEN, REAL, Beside, Told

__all__ = ["Move", "bloc_of", "mediating", "movers", "moves", "stepping", "terms_of"]

Pair = tuple[str, str]

_GIVING = frozenset({ClaimType.RETREAT, ClaimType.CONCEDE, ClaimType.AID, ClaimType.COOPERATE})
_OPEN = frozenset({StepKind.MEETING, StepKind.AGREEMENT, StepKind.TERM, StepKind.CARRIED_OUT})
"""Steps that are told without a party: "the truce began"."""
_DONE = frozenset({"release", "ceasefire", "withdraw", "disarm"})
_STRANGERS = 3
"""Blocs that a report names, the two and one who mediates, more than which "the talks" may be those of others."""
_TO_COME = frozenset({Status.PLANNED, Status.PROMISED, Status.PREDICTED, Status.ORDERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An account as a step: of what kind, by which blocs, and between which two."""

    kind: StepKind
    told: Told
    by: frozenset[str]
    pair: Pair
    accepted: bool | None = None
    breaks: bool = False


def bloc_of(party: Party) -> str | None:
    """Return the bloc for which a party negotiates; None for one that is nobody's."""
    if party.side is Side.STATE:
        return f"state:{party.country or ''}"
    if party.side is Side.ARMED or party.sector in ledgers.load().negotiators:
        return party.key
    return None


def moves(told: Told) -> tuple[Move, ...]:
    """Return the steps that an account is, none or one, between the two blocs that it or its report names."""
    found = _kind(told)
    if found is None:
        return ()
    kind, accepted, breaks = found
    by = _blocs(_movers(told, kind))
    pair = _pair(told, kind)
    if pair is None or (_movers(told, kind) and not by & set(pair) and kind not in _OPEN):
        return ()  # what a third party asks of two is no step between them
    joint = kind in {StepKind.MEETING, StepKind.AGREEMENT, StepKind.TERM}
    return (
        Move(
            kind=kind,
            told=told,
            by=frozenset(pair) if joint or not by else by,
            pair=pair,
            accepted=accepted,
            breaks=breaks,
        ),
    )


def _movers(told: Told, kind: StepKind) -> tuple[Party, ...]:
    """Return whose step it is: of a demand or offer that is told by what it asks alone, its speaker's."""
    if kind in {StepKind.DEMAND, StepKind.OFFER, StepKind.THREAT} and told.claim.status not in REAL:
        return told.speakers if told.claim.status is Status.DEMANDED else (told.actors or told.speakers)
    return told.actors


def movers(move: Move) -> tuple[Party, ...]:
    """Return who takes a step, by its account."""
    return _movers(move.told, move.kind)


def _blocs(found: Iterable[Party]) -> frozenset[str]:
    return frozenset(bloc for party in found if (bloc := bloc_of(party)) is not None)


def _mediates(told: Told) -> bool:
    return told.claim.type is ClaimType.CONSULT and told.claim.mode == "third-party"


def mediating(beside: Beside) -> tuple[Party, ...]:
    """Return who mediates, by a report: he is no party."""
    return tuple(party for other in beside.values() if _mediates(other) and other.real for party in other.actors[:1])


def _kind(told: Told) -> tuple[StepKind, bool | None, bool] | None:
    """Return the kind of step, whether an answer accepts, and whether it breaks off; None for no step."""
    claim, lists = told.claim, ledgers.load()
    kind, status = claim.type, claim.status
    if claim.polarity is Polarity.NEGATIVE or told.refused:
        return None
    things = {word for thing in claim.things if thing.role == "target" for word in words(thing.text)}
    if told.parent is not None and told.parent.type in {ClaimType.REQUEST, ClaimType.AGREE, ClaimType.THREATEN}:
        return None  # a term of the step that its parent is
    if (
        kind is ClaimType.CONSULT
        and claim.mode not in {"visit", "third-party"}
        and (status in REAL or status in _TO_COME)
    ):
        return StepKind.MEETING, None, False
    if status is Status.DEMANDED and kind in _GIVING:
        return StepKind.DEMAND, None, False
    if status is Status.OFFERED and kind in _GIVING:
        return StepKind.OFFER, None, False
    if status is Status.THREATENED:
        return StepKind.THREAT, None, False
    if status is Status.PROMISED and kind in _GIVING:
        both = len(_blocs(told.actors) | _blocs(told.recipients)) > 1
        return (StepKind.AGREEMENT if both else StepKind.TERM), None, False
    if status in FORESEEN and kind is ClaimType.RETREAT and claim.mode in _DONE:
        return StepKind.TERM, None, False
    if status not in REAL:
        return None
    return _real(told, things, lists)


def _real(told: Told, things: set[str], lists: ledgers.LedgerWords) -> tuple[StepKind, bool | None, bool] | None:
    claim = told.claim
    kind = claim.type
    statuses = {content.status for content in told.contents}
    if kind is ClaimType.REQUEST and claim.mode in {"yield", "change"}:
        return StepKind.DEMAND, None, False
    if kind is ClaimType.THREATEN and told.contents:
        return StepKind.THREAT, None, False
    if kind is ClaimType.AGREE:
        if Status.OFFERED in statuses:
            return StepKind.OFFER, None, False
        both = len(_blocs(told.actors) | _blocs(told.recipients)) > 1
        return (StepKind.AGREEMENT, None, False) if both or not told.actors else None
    if kind is ClaimType.SUPPORT and things & lists.deals:
        return StepKind.AGREEMENT, None, False
    if kind is ClaimType.REJECT and (things | _nouns(told)) & (lists.proposals | lists.talks):
        return StepKind.ANSWER, False, bool((things | _nouns(told)) & lists.talks)
    if kind is ClaimType.SANCTION and things & lists.talks:
        return StepKind.ANSWER, False, True
    if kind is ClaimType.CONCEDE and told.actors:
        return StepKind.CONCESSION, None, False
    if kind is ClaimType.RETREAT and claim.mode in _DONE:
        return StepKind.CARRIED_OUT, None, False
    return None


def _nouns(told: Told) -> set[str]:
    return {word for content in told.contents for word in words(content.trigger.text)}


def _own(told: Told) -> frozenset[str]:
    """Return the blocs that an account and what it contains name, mediators aside."""
    out = set(_blocs(told.actors) | _blocs(told.recipients))
    if told.claim.status in {Status.DEMANDED, Status.OFFERED}:
        out |= _blocs(told.speakers)
    for thing in told.claim.things:
        # "rejected the government's offer": whose offer it was is told by the thing alone
        if told.claim.type is ClaimType.REJECT and thing.role == "target":
            out |= _blocs(_inside(thing.text, told))
    for content in told.contents:
        inner = told.beside.get(content.id)
        if inner is not None:
            out |= _blocs(inner.actors) | _blocs(inner.recipients)
    return frozenset(out) - _blocs(told.beside.once(mediating))


def _inside(text: str, told: Told) -> Iterator[Party]:
    """Yield the bodies of a state, of no country told, that the words of a thing name."""
    for word in words(text):
        sector = sector_of(word)
        if side_of(sector) is Side.STATE:
            yield Party(
                key=None,
                name=word,
                entity=None,
                country=None,
                sector=sector,
                side=Side.STATE,
                claims=(told.claim.id,),
            )


def _pair(told: Told, kind: StepKind) -> Pair | None:
    """Return the two who negotiate: named in the account, else the only two that an account of its report names."""
    own = _own(told)
    if len(own) == 2:
        return _sorted(own) if _are_two(own) else None
    if len(own) > 2 or not _is_between(told) or (not own and kind not in _OPEN):
        return None
    if not own and told.claim.type is ClaimType.CONSULT and told.claim.mode == "multilateral":
        return None  # a summit is of many
    if not own and len(told.beside.once(_all_named)) > _STRANGERS:
        return None
    pairs = told.beside.once(_named_pairs)
    fits = {pair for pair in pairs if own <= set(pair)}
    return next(iter(fits)) if len(fits) == 1 and (own or len(pairs) == 1) else None


def _named_pairs(beside: Beside) -> frozenset[Pair]:
    """Return the pairs that accounts of a report name both of."""
    named = [_own(other) for other in beside.values() if _kind(other)]
    return frozenset(_sorted(blocs) for blocs in named if len(blocs) == 2 and _are_two(blocs))


def _all_named(beside: Beside) -> frozenset[str]:
    """Return all blocs that accounts of a report name, whatever of them they tell."""
    return frozenset().union(*(_blocs(other.actors) | _blocs(other.recipients) for other in beside.values()))


def stepping(beside: Beside) -> tuple[Party, ...]:
    """Return all who take part in steps, by a report."""
    return tuple(party for other in beside.values() if moves(other) for party in (*other.actors, *other.recipients))


def _are_two(blocs: frozenset[str]) -> bool:
    """Say whether two blocs are two: a state that is not named may be any state."""
    return not ("state:" in blocs and all(bloc.startswith("state:") for bloc in blocs))


def _is_between(told: Told) -> bool:
    """Say whether one who names one party, or none, may be taken to speak of the two of its report."""
    if told.actors and not _blocs(told.actors):
        return False
    if not told.actors and not all(ledgers.load().between.intersection(words(one.name)) for one in told.claim.actors):
        return False
    strangers = [party for party in told.recipients if bloc_of(party) is None and party.side is Side.OTHER]
    if strangers:
        return False
    if told.claim.type is ClaimType.REQUEST:
        return any(content.type in _GIVING for content in told.contents)
    return True


def _sorted(blocs: frozenset[str]) -> Pair:
    one, other = sorted(blocs)
    return one, other


def terms_of(told: Told) -> Iterator[Term]:
    """Yield what is asked, offered or agreed: the contents of an account, else what it tells itself."""
    inner = [told.beside[content.id] for content in told.contents if content.id in told.beside]
    given = [each for each in inner if each.claim.type in _GIVING]
    ties = len(given) > 1 or any(each.claim.status is Status.HYPOTHETICAL for each in given)
    for each in inner:
        yield _term(each, exchange=ties and each in given)
    if not inner and told.claim.type in _GIVING:
        yield _term(told, exchange=told.claim.trigger.text.lower().startswith(("exchange", "swap")))


def _term(told: Told, *, exchange: bool) -> Term:
    claim: Claim = told.claim
    quantity = claim.quantities[0] if claim.quantities else None
    return Term(
        type=claim.type,
        mode=claim.mode,
        text=claim.trigger.text,
        by=parties(told.actors),
        to=parties(told.recipients),
        place=told.site.name if told.site else None,
        role=quantity.role if quantity else None,
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        unit=quantity.unit if quantity else None,
        exchange=exchange,
        claim=claim.id,
    )
