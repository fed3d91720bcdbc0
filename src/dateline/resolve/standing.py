"""How an event stands among its accounts: who denies it, on what they do not agree, and its status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from dateline.event import EventStatus
from dateline.lexicon import answers as answers_lexicon
from dateline.lexicon.form import Key, words
from dateline.records import AnswerKind, Claim, ClaimType, Participant, Polarity, Speaker
from dateline.resolve.party import Party, Told, family, opposed, parties, sector_of
from dateline.resolve.span_of_days import Days, days
from dateline.resolve.testimony import Bearing, Testimony, corroborated

__all__ = ["Denial", "actor_disputed", "against", "came_to_pass", "denials", "status", "tellings"]

_ONE_DOES_IT = frozenset(
    {ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.THREATEN, ClaimType.SANCTION, ClaimType.MOBILIZE, ClaimType.CONTROL}
) | {ClaimType.PROTEST}
"""Types that have a doer: two accounts with two of them do not agree. At talks or in a deal both sides are doers."""
_NEAR = 5
"""Words after a denial in which what is denied is named."""
_LIKELY = 0.8
"""A claim counts as denied if its score is at least so much of the best one of the denial."""
_WEEK = 7
_MOST = 40
"""Different doers that are held against each other."""


Sides: TypeAlias = tuple[Sequence[Party], Sequence[Party]]
"""Actors and recipients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Who denies an event.

    ``by_party``: a party to it, or who answers for one. ``only_who``: not that it happened, but that it was them, for
    others tell it without them. ``figures``: only how many; the claims whose numbers are meant, else none.
    """

    told: tuple[Told, ...]
    by_party: bool
    only_who: bool
    figures: frozenset[str] = frozenset()

    @property
    def of_it(self) -> bool:
        """It is denied that it happened, or that it was them."""
        return not self.figures


def tellings(told: Iterable[Testimony], *, recipients: bool) -> list[Told]:
    """Return the actors of accounts, or the recipients, as they were told."""
    return [
        Told(participant=p, claim=t.claim.id, sentence=t.claim.evidence, origins=t.origins, voices=t.voices)
        for t in told
        for p in (t.claim.recipients if recipients else t.claim.actors)
    ]


def denials(
    told: Sequence[Testimony],
    answers: Sequence[Testimony],
    *,
    everybody: Sides,
    main: Sides,
    type: ClaimType,
) -> list[Denial]:
    """Return the denials of an event: claims that deny one of its claims, and parties that say it was not so.

    ``everybody`` are the actors and recipients of all accounts, ``main`` those of what happened.
    """
    by_id = {t.claim.id for t in told}
    found = []
    for answer in (*answers, *(t for t in told if t.claim.denies)):
        if denied := by_id & _denied(answer.claim):
            denial = _denial(answer, _deniers(answer.claim), told, everybody, denied if type in _ONE_DOES_IT else set())
            counted = {t.claim.id for t in told if t.claim.id in denied and t.claim.quantities}
            found.append(replace(denial, figures=frozenset(counted)) if _of_figures(answer.claim) else denial)
    for t in against(told):
        if not t.claim.denies and t.claim.attribution:
            denial = _denial(t, _speakers(t.claim.attribution[:1]), told, main, set())
            if denial.by_party:
                found.append(denial)
    return found


def against(told: Sequence[Testimony]) -> list[Testimony]:
    """Return those that say that what others tell did not happen.

    "Nobody was hurt" does not: it has no doer, and another word than those by which others tell the deed.
    """
    deeds = {_word(t) for t in told if t.bearing is Bearing.HAPPENED}
    return [t for t in told if deeds and t.bearing is Bearing.NOT and (t.claim.actors or _word(t) in deeds)]


def _word(t: Testimony) -> str:
    """Return the first letters of the word that tells of it, by which "shelled" and "shelling" are one."""
    return t.claim.trigger.text[:5].casefold()


def actor_disputed(told: Sequence[Testimony], actors: Sequence[Party], type: ClaimType) -> bool:
    """Say whether two voices name two doers that cannot be one.

    Each is told to have done it in the same way (a mode or word). Not where the one is told to have done it to the
    side of the other: a fight has two sides.
    """
    if type not in _ONE_DOES_IT:
        return False
    done_to: dict[str, set[str | None]] = {}
    ways: dict[str, set[str]] = {}
    for t in told:
        ways[t.claim.id] = {_word(t), *([t.claim.mode] if t.claim.mode else [])}
        for p in t.claim.recipients:
            done_to.setdefault(t.claim.id, set()).add(family(sector_of(p)))
    sided = [party for party in actors if party.sector or party.country][:_MOST]
    for at, one in enumerate(sided):
        for other in sided[at + 1 :]:
            if not opposed(one, other) or not _apart(one, other) or _fight(one, other, done_to):
                continue
            first, second = (set[str]().union(*(ways[name] for name in party.claims)) for party in (one, other))
            if first & second:
                return True
    return False


def came_to_pass(told: Sequence[Testimony], date: str | None) -> bool:
    """Say whether a report told it beforehand and another, later, that it happened.

    Beforehand is before its day, or where that is not known before the first report that it happened. Nothing is known
    to be so of a report without a day.
    """
    after = [t for t in told if t.bearing is Bearing.HAPPENED]
    reported = [span[0] for t in after if (span := _published(t)) is not None]
    span = days(date) if date else None
    if span is not None and span[1] - span[0] < _WEEK:
        bound = span[0]
        # a day of grace: what is Monday there may be Sunday here
        reported = [day for day in reported if day >= bound - 1]
    else:
        bound = min(reported, default=0)
    told_after = {t.account.report for t in after}
    return bool(reported) and any(
        t.bearing is Bearing.FORETOLD
        and t.account.report not in told_after
        and (made := _published(t)) is not None
        and made[1] < bound
        for t in told
    )


def _published(t: Testimony) -> Days | None:
    return days(t.account.published) if t.account.published else None


def status(
    told: Sequence[Testimony],
    *,
    date: str | None,
    found: Collection[Denial],
    disputed: Collection[str],
    confirming: Sequence[Testimony] = (),
) -> EventStatus:
    """Return the first status that holds, from the top of :class:`EventStatus`."""
    happened = [t for t in told if t.bearing is Bearing.HAPPENED]
    if came_to_pass(told, date):
        return EventStatus.CAME_TO_PASS
    if any(denial.of_it and denial.by_party and not denial.only_who for denial in found):
        return EventStatus.DENIED
    if disputed:
        return EventStatus.DISPUTED
    if not happened:
        bearings = {t.bearing for t in told}
        if Bearing.NOT in bearings:
            return EventStatus.NOT_HAPPENED
        if bearings & {Bearing.FORETOLD, Bearing.POSSIBLE}:
            return EventStatus.PLANNED
        return EventStatus.NOT_HAPPENED if Bearing.NOT_TO in bearings else EventStatus.DENIED
    return EventStatus.CORROBORATED if corroborated([*happened, *confirming]) else EventStatus.SINGLE_ORIGIN


def _denied(claim: Claim) -> set[str]:
    """Return the claims that a claim denies; of those that it only seems to mean, the likeliest."""
    scores = {answer.claim: answer.score for answer in claim.answers if answer.kind is AnswerKind.DENIES}
    top = max(scores.values(), default=0.0)
    return {name for name in claim.denies if scores.get(name, top) >= _LIKELY * top}


def _of_figures(claim: Claim) -> bool:
    """Say whether a denial is of a number: "rejected the rebels' *figure*"."""
    figures = answers_lexicon.load().figures
    if any(not figures.isdisjoint(words(thing.text)) for thing in claim.things):
        return True
    start = claim.trigger.end - claim.evidence.start
    after = words(claim.evidence.text[max(start, 0) :])[:_NEAR] if start > 0 else ()
    return "that" not in after and not figures.isdisjoint(after)


def _deniers(claim: Claim) -> tuple[Participant, ...]:
    """Return who denies: the actors of a REJECT, the speakers of another claim that contradicts."""
    if claim.type is ClaimType.REJECT and claim.actors:
        return claim.actors
    return _speakers(claim.attribution[:1])


def _speakers(chain: Iterable[Speaker]) -> tuple[Participant, ...]:
    return tuple(
        Participant(mention=None, text=s.text, start=s.start, end=s.end, name=s.name, entity=s.entity) for s in chain
    )


def _denial(
    answer: Testimony,
    who: Sequence[Participant],
    told: Sequence[Testimony],
    among: Sides,
    denied: Collection[str],
) -> Denial:
    """Make a denial; ``denied`` are the claims that blame somebody, if only that may be meant."""
    actors, recipients = among
    tellers = tuple(
        Told(participant=p, claim=answer.claim.id, sentence=answer.claim.evidence, origins=answer.origins, voices=())
        for p in who
    )
    sides = parties(tellers)
    doers = [party for party in actors if any(_answers_for(side, party) for side in sides)]
    blaming = {name for party in doers for name in party.claims}
    others = [party for party in recipients if any(_answers_for(side, party) for side in sides)]
    return Denial(
        told=tellers,
        by_party=bool(doers or others) or any(_fights(side, actors, recipients) for side in sides),
        only_who=bool(blaming.intersection(denied)) and _told_without(told, blaming),
    )


def _answers_for(speaker: Party, party: Party) -> bool:
    """Say whether a speaker is the party or answers for it: a ministry for the army of its state."""
    if speaker.entity is not None and speaker.entity == party.entity:
        return True
    if any(_ends(one, other) for short in speaker.keys for long in party.keys for one, other in _both(short, long)):
        return True
    kind = family(speaker.sector)
    if kind != family(party.sector) or kind not in ("state", "armed"):
        return False
    if kind == "armed":
        return speaker.entity is None or party.entity is None
    return speaker.country is None or party.country is None or speaker.country == party.country


def _ends(short: Key, long: Key) -> bool:
    return long[-len(short) :] == short


def _both(one: Key, other: Key) -> tuple[tuple[Key, Key], tuple[Key, Key]]:
    return (one, other), (other, one)


def _fights(speaker: Party, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
    """Say whether a speaker is on the other side of a fight that it is told of: a state against an armed group."""
    kind = family(speaker.sector)
    foes = {"state": "armed", "armed": "state"}.get(kind or "")
    sides = [*actors, *recipients]
    if foes is None or not any(family(party.sector) == foes for party in sides):
        return False
    own = {party.country for party in sides if family(party.sector) == kind and party.country}
    return speaker.country is None or not own or speaker.country in own


def _told_without(told: Iterable[Testimony], theirs: Collection[str]) -> bool:
    """Say whether an origin tells that it happened and nowhere says that it was them."""
    happened: set[str] = set()
    blaming: set[str] = set()
    for t in told:
        if t.claim.id in theirs:
            blaming.update(t.origins)
        elif t.bearing is Bearing.HAPPENED and t.claim.polarity is Polarity.POSITIVE:
            happened.update(t.origins)
    return bool(happened - blaming)


def _apart(one: Party, other: Party) -> bool:
    """Say whether some voice names the one and not the other, and another the other and not the one."""
    return bool(one.voices - other.voices) and bool(other.voices - one.voices)


def _fight(one: Party, other: Party, done_to: dict[str, set[str | None]]) -> bool:
    """Say whether the one is told to have done it to the side of the other: then both are in it."""
    return any(
        family(foe.sector) in done_to.get(claim, ())
        for party, foe in ((one, other), (other, one))
        for claim in party.claims
    )
