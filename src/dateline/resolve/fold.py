"""Make an event of the accounts that were judged to speak of one happening.

A pure function of its arguments: neither the order in which accounts are given nor anything outside of them matters.
What it does with each field is told in ``docs/events.md``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dateline.codec import digest
from dateline.event import Account, Event, EventParty, EventReport, EventStatus
from dateline.lexicon import event_words, ontology
from dateline.records import UNNAMED, ClaimType, Status
from dateline.resolve.headline import headline
from dateline.resolve.party import Party, name_key, parties
from dateline.resolve.standing import Denial, actor_disputed, against, denials, status, tellings
from dateline.resolve.testimony import PRESENT, Bearing, Testimony, best, hear
from dateline.resolve.toll_range import find_tolls
from dateline.resolve.when import find_date
from dateline.resolve.where import find_place

__all__ = ["event_id", "fold", "former"]

_NOBODY = "someone unnamed"

_DAMAGE = "destroy"


def fold(
    accounts: Sequence[Account], *, origins: Mapping[str, Sequence[str]], answers: Sequence[Account] = ()
) -> Event:
    """Return the event that accounts speak of; ``parts`` and ``redirects`` are left empty.

    ``accounts``: one cluster, in any order, at least one. ``origins``: report id to the ids of its origins; two for a
    report that is mixed of two, and a report that is missing is its own. ``answers``: accounts outside the cluster that
    deny or support a claim of it.

    Raises:
        ValueError: there are no accounts.
    """
    if not accounts:
        raise ValueError("an event needs an account")
    told = hear(accounts, origins, answers)
    here = {t.claim.id for t in told}
    outside = [a for a in answers if a.claim.id not in here]
    beside = [t for t in hear(outside, origins) if not here.isdisjoint((*t.claim.denies, *t.claim.supports))]
    main = best(told)
    kind = _type(main)
    actors = parties(tellings(main, recipients=False), stand_in=True)
    recipients = parties(tellings(main, recipients=True))
    everybody = actors, recipients
    if len(main) < len(told):
        everybody = (
            parties(tellings(told, recipients=False), stand_in=True),
            parties(tellings(told, recipients=True)),
        )
    denying = denials(told, beside, everybody=everybody, main=(actors, recipients), type=kind)
    date, date_disputed = find_date(told)
    place, place_disputed = find_place(told)
    tolls, contested = find_tolls(
        told,
        date=date.value,
        interested=_interested(told, everybody),
        denied=frozenset().union(*(d.figures for d in denying)),
    )
    disagreed = {
        "actor": any(d.of_it and d.by_party and d.only_who for d in denying)
        or actor_disputed(told, everybody[0], kind),
        "date": date_disputed,
        "place": place_disputed,
        "happened": any(d.of_it and not d.by_party for d in denying) or _on_whether(told),
    }
    disputed = (*(name for name, holds in disagreed.items() if holds), *contested)
    standing = status(
        told,
        date=date.value,
        found=denying,
        disputed=disputed,
        confirming=[t for t in beside if not here.isdisjoint(t.claim.supports)],
    )
    denied_by = _deniers(denying)
    mode = _mode(main, kind)
    doing = {key for party in actors for key in party.keys}
    others = [party for party in recipients if party.keys.isdisjoint(doing)]
    known = event_words.load()
    actor_records, recipient_records = _records(actors), _records(recipients)
    return Event(
        id=event_id(told[0].claim.id),
        type=kind,
        mode=mode,
        codes=tuple(dict.fromkeys(code for t in told for code in t.claim.codes)),
        contexts=_contexts(main),
        title=headline(
            type=kind,
            mode=mode,
            date=date,
            place=place,
            actors=_records(_leading(actors, known.nobody)),
            recipients=_records(_leading(others, known.nobody | known.everybody)),
            tolls=tolls,
            status=standing,
            disputed=disputed,
            denied_by=denied_by,
            foretold=_foretold(told),
            happened=any(t.bearing is Bearing.HAPPENED for t in told),
            refused=standing is EventStatus.NOT_HAPPENED and not any(t.bearing is Bearing.NOT for t in told),
            source=_source(told, standing),
        ),
        date=date,
        place=place,
        actors=actor_records,
        recipients=recipient_records,
        tolls=tolls,
        status=standing,
        disputed=disputed,
        denied_by=denied_by,
        reports=_reports(told),
        origins=_origins(told),
        claims=tuple(t.claim.id for t in told),
    )


def event_id(claim_id: str) -> str:
    """Return the id of an event, by the claim of it that came in first."""
    return digest("event", claim_id)


def former(accounts: Iterable[Account], edges: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the ids of events that claims of this one had made up before they were joined with it.

    ``edges`` are pairs of claims that the machine judged the same as they came in. A claim that had such an edge to an
    earlier one never was an event of its own; the first still gives the event its id.
    """
    ordered = sorted(accounts, key=lambda account: (account.order, account.claim.id))
    place = {account.claim.id: at for at, account in enumerate(ordered)}
    joined = set()
    for one, other in edges:
        if one != other and one in place and other in place:
            joined.add(one if place[one] > place[other] else other)
    return tuple(event_id(a.claim.id) for a in ordered[1:] if a.claim.id not in joined)


def _type(told: Sequence[Testimony]) -> ClaimType:
    """Return the type that most origins give it, of equals most claims, then the first."""
    return ClaimType(_most((str(t.claim.type), t) for t in told) or told[0].claim.type)


def _mode(told: Sequence[Testimony], kind: ClaimType) -> str | None:
    """Return the mode that most origins give it, if a third of them do; one that gives none does not count.

    That something was destroyed is what it was all about only if most claims say so: an attack that burned a house
    killed people, too.
    """
    of_kind = [t for t in told if t.claim.type is kind]
    partly = {_DAMAGE} if 2 * sum(t.claim.mode == _DAMAGE for t in of_kind) <= len(of_kind) else set()
    mode = _most((t.claim.mode, t) for t in of_kind if t.claim.mode not in partly)
    telling = {origin for t in of_kind for origin in t.origins}
    agreed = {origin for t in of_kind if t.claim.mode == mode for origin in t.origins}
    return mode if 3 * len(agreed) >= len(telling) else None


def _most(values: Iterable[tuple[str | None, Testimony]]) -> str | None:
    origins: dict[str, set[str]] = defaultdict(set)
    claims: Counter[str] = Counter()
    for value, t in values:
        if value is not None:
            origins[value].update(t.origins)
            claims[value] += 1
    # dictionaries keep the order of first telling, and max takes the first of equals
    return max(origins, key=lambda value: (len(origins[value]), claims[value])) if origins else None


def _contexts(told: Sequence[Testimony]) -> tuple[str, ...]:
    found = {context for t in told for context in t.claim.contexts}
    known = ontology.load().contexts
    return (*(c for c in known if c in found), *sorted(found - set(known)))


def _on_whether(told: Sequence[Testimony]) -> bool:
    """Say whether an origin says that it did not happen, and another that it did."""
    denying = {origin for t in against(told) for origin in t.origins}
    happened = {origin for t in told if t.bearing is Bearing.HAPPENED for origin in t.origins}
    return bool(denying - happened) and bool(happened - denying)


def _interested(told: Sequence[Testimony], everybody: tuple[Sequence[Party], Sequence[Party]]) -> frozenset[str]:
    """Return the claims whose speaker is a party to the event."""
    known = {key for group in everybody for party in group for key in (party.entity, *party.keys) if key}
    found = set()
    for t in told:
        for speaker in t.claim.attribution[:1]:
            if speaker.entity in known or name_key(speaker.name) in known:
                found.add(t.claim.id)
    return frozenset(found)


def _deniers(found: Iterable[Denial]) -> tuple[EventParty, ...]:
    return _records(parties(told for denial in found if denial.by_party for told in denial.told))


def _records(found: Iterable[Party]) -> tuple[EventParty, ...]:
    return tuple(party.record() for party in found)


def _leading(found: Sequence[Party], vague: frozenset[str]) -> list[Party]:
    """Return the parties as a title names them: those first that most origins tell, without those that name nobody."""
    ranked = sorted(found, key=lambda party: (-len(party.origins), not party.named, -len(party.claims)))
    return [p for p in ranked if not all({k[-1], k[-1].removesuffix("s")} & vague for k in p.keys)] or ranked


def _foretold(told: Sequence[Testimony]) -> Status | None:
    """Return how most origins tell it where nobody says that it happened."""
    ahead = [t for t in told if t.bearing in (Bearing.FORETOLD, Bearing.POSSIBLE)]
    value = _most((str(Status.PLANNED if t.claim.status in PRESENT else t.claim.status), t) for t in ahead)
    return Status(value) if value else None


def _source(told: Sequence[Testimony], standing: EventStatus) -> str | None:
    """Return who alone says that it happened, where no outlet says so itself."""
    happened = [t for t in told if t.bearing is Bearing.HAPPENED]
    if standing is not EventStatus.SINGLE_ORIGIN or not happened or not all(t.claim.attribution for t in happened):
        return None
    names = {_NOBODY if name == UNNAMED else name for name in (t.claim.attribution[0].name for t in happened)}
    doers = {p.name for t in happened for p in t.claim.actors}
    return names.pop() if len(names) == 1 and not names & doers else None


def _reports(told: Iterable[Testimony]) -> tuple[EventReport, ...]:
    found: dict[str, EventReport] = {}
    for t in told:
        a = t.account
        found.setdefault(
            a.report, EventReport(id=a.report, source_id=a.source_id, outlet=a.outlet, published=a.published)
        )
    return tuple(found.values())


def _origins(told: Iterable[Testimony]) -> tuple[tuple[str, ...], ...]:
    """Return the reports of each origin, in the order in which they came in."""
    found: dict[str, dict[str, None]] = {}
    for t in told:
        for origin in t.origins:
            found.setdefault(origin, {})[t.account.report] = None
    return tuple(dict.fromkeys(tuple(reports) for reports in found.values()))
