"""Accounts of one report side by side: who is who in it, which claim is the content of which, where and when.

Ledgers are made of these. All that is read here hangs on one report alone, so that a row does not change when something
is added elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, cast

from dateline.event import Account, EventPlace
from dateline.lexicon import ledgers, roles
from dateline.lexicon.form import words
from dateline.records import UNNAMED, Claim, ClaimPlace, ClaimType, Polarity, Status
from dateline.resolve.ledger.party import PERSON, Cast, Party, bare, of_participant, sector_of, side_of

__all__ = ["Site", "Told", "read", "span"]

_Made = TypeVar("_Made")
REAL = frozenset({Status.HAPPENED, Status.ONGOING})
"""What is said to be so."""
FORESEEN = frozenset(
    {Status.PLANNED, Status.ORDERED, Status.PROMISED, Status.THREATENED, Status.PREDICTED, Status.FEARED}
)
"""What is said to come."""
WIDE = frozenset({"country", "continent", "region", "ocean", "sea", "county", "province", "state"})
"""Features too wide for "the town" to mean them."""
_IN_TOWN = frozenset({ClaimType.CONTROL, ClaimType.COERCE})
"""Types of which "the town" in the same sentence is the place."""
_NUMBER = re.compile(r"\s+(\d{1,3}[A-Za-z]?)\b(?![.,]?\d)")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place that a claim names. ``key`` tells places apart over reports; ``what`` is its kind, a common noun."""

    key: str
    name: str
    what: str | None
    place: ClaimPlace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """An account, read beside the others of its report.

    ``parent`` is the claim whose content this is, ``contents`` the claims that are its content. ``speakers``
    are those of them who can be told. ``site`` is where it is, ``left`` the place that somebody withdraws from,
    ``when`` the time it tells, ISO 8601 prefixes or None, and ``began`` whether words say that it holds since then.
    ``event`` is the id of its event, ``beside`` all accounts of the report by the ids of their claims.
    """

    account: Account
    speakers: tuple[Party, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    said_by: tuple[str, ...]
    site: Site | None
    left: Site | None
    when: tuple[str | None, str | None]
    began: bool
    event: str | None
    parent: Claim | None
    contents: tuple[Claim, ...]
    beside: Beside

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.account.claim

    @property
    def real(self) -> bool:
        """Whether it is said to be so, not only denied, demanded or foreseen."""
        return self.claim.status in REAL and self.claim.polarity is Polarity.POSITIVE and not self.refused

    @property
    def refused(self) -> bool:
        """Whether it is told only as what somebody denies."""
        return self.parent is not None and self.parent.type is ClaimType.REJECT

    @property
    def published(self) -> str | None:
        """The day of its report."""
        return self.account.published

    @property
    def order(self) -> tuple[int, str, str]:
        """What orders accounts, whatever the order in which they are given."""
        return (self.account.order, self.account.report, self.claim.id)

    def day(self) -> str | None:
        """Return the first day of the time it tells, else that of the report."""
        first = span(self.when[0])[0] if self.when[0] else None
        return first or self.published


class Beside(dict[str, Told]):
    """All accounts of a report by the ids of their claims, and what was read off them together."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[Callable[[Beside], object], object] = {}

    def once(self, make: Callable[[Beside], _Made]) -> _Made:
        """Return what a function makes of them; it is asked once, so that long reports stay quick."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(_Made, self._made[make])


def read(accounts: Iterable[Account], event_of: Mapping[str, str]) -> list[Told]:
    """Read accounts, whole reports, each beside those of its own report; in the order in which they came in."""
    reports: dict[str, list[Account]] = {}
    for account in accounts:
        reports.setdefault(account.report, []).append(account)
    out: list[Told] = []
    for held in reports.values():
        out += _report(held, event_of)
    return sorted(out, key=lambda told: told.order)


def _report(accounts: Sequence[Account], event_of: Mapping[str, str]) -> list[Told]:
    ordered = sorted(accounts, key=lambda account: (account.claim.trigger.start, account.claim.id))
    claims = {account.claim.id: account.claim for account in ordered}
    contents: dict[str, list[Claim]] = {}
    for claim in claims.values():
        if claim.content_of is not None:
            contents.setdefault(claim.content_of, []).append(claim)
    persons = frozenset(
        bare(one.name)
        for claim in claims.values()
        for one in (*claim.actors, *claim.recipients)
        if one.resolved_by in PERSON
    ) | frozenset(bare(one.name) for claim in claims.values() for one in claim.attribution if one.role is not None)
    places = frozenset(bare(place.name) for claim in claims.values() for place in claim.places if not _is_state(place))
    named = {
        claim.id: (
            [p for one in claim.actors if (p := of_participant(one, claim, places, persons)) is not None],
            [p for one in claim.recipients if (p := of_participant(one, claim, places, persons)) is not None],
        )
        for claim in claims.values()
    }
    who = Cast(party for pair in named.values() for side in pair for party in side)
    by_name = {bare(party.name): party for pair in named.values() for side in pair for party in side}
    sites = _sites(list(claims.values()))
    beside = Beside()
    for account in ordered:
        claim = account.claim
        time = claim.times[0] if claim.times else None
        beside[claim.id] = Told(
            account=account,
            speakers=tuple(who.resolve(party) for party in _speaking(claim, by_name)),
            actors=tuple(who.resolve(party) for party in named[claim.id][0]),
            recipients=tuple(who.resolve(party) for party in named[claim.id][1]),
            said_by=_said_by(account),
            site=sites.get(claim.id),
            left=_left(claim, claims.values()),
            when=(time.value, time.until) if time else (None, None),
            began=bool(time) and _before(claim, time.start if time else 0) in ledgers.load().since,
            event=event_of.get(claim.id),
            parent=claims.get(claim.content_of or ""),
            contents=tuple(contents.get(claim.id, ())),
            beside=beside,
        )
    return list(beside.values())


def _speaking(claim: Claim, named: Mapping[str, Party]) -> Iterable[Party]:
    """Find who the innermost speaker is: one of that name in the report, else what its last word tells."""
    for speaker in claim.attribution[:1]:
        name = bare(speaker.name)
        if name in named:
            yield named[name]
        elif (sector := sector_of(name)) is not None or speaker.entity is not None:
            yield Party(
                key=speaker.entity,
                name=speaker.name,
                entity=speaker.entity,
                country=None,
                sector=sector,
                side=side_of(sector, speaker.entity),
                claims=(claim.id,),
            )


def _left(claim: Claim, claims: Iterable[Claim]) -> Site | None:
    """Return the place that somebody withdraws from; None for one that he withdraws to."""
    if claim.type is not ClaimType.RETREAT or claim.mode != "withdraw":
        return None
    away = ledgers.load().away
    for place in claim.places:
        if _before(claim, place.start) in away and _named(place):
            return _site(place, claim)
    known = {bare(place.name): place for each in claims for place in each.places if _named(place)}
    for one in claim.recipients:
        if one.entity is None and one.sector is None and _before(claim, one.start) in away:
            place = known.get(bare(one.name)) or ClaimPlace(
                text=one.text, start=one.start, end=one.end, name=one.name, country=one.country
            )
            if _named(place):
                return _site(place, claim)
    return None


def _is_state(place: ClaimPlace) -> bool:
    return place.feature == "country"


def _said_by(account: Account) -> tuple[str, ...]:
    """Return who says it, the innermost; the outlet where it speaks itself."""
    if account.claim.attribution:
        name = account.claim.attribution[0].name
        by = account.outlet or account.source_id or account.report
        return (f"someone unnamed ({by})" if name == UNNAMED else name,)
    return (account.outlet,) if account.outlet else ()


def _before(claim: Claim, start: int) -> str:
    """Return the word before an offset in the sentence of a claim, in small letters; "" where there is none."""
    text = claim.evidence.text[: max(start - claim.evidence.start, 0)]
    found = _WORD.findall(text)
    while len(found) > 1 and found[-1].lower() in ledgers.load().articles:
        found.pop()
    return found[-1].lower() if found else ""


def _sites(claims: Sequence[Claim]) -> dict[str, Site]:
    """Find where each claim is: the place it names, one told before where it only points there, or none."""
    lists = ledgers.load()
    # Crossings, roads, markets told by their kind alone are those of a name with it, where there is one such.
    full: dict[str, dict[str, ClaimPlace]] = {}
    for claim in claims:
        for place in claim.places:
            if _named(place):
                full.setdefault(words(place.name)[-1] if words(place.name) else "", {})[key_of(place)] = place
    out: dict[str, Site] = {}
    last: ClaimPlace | None = None
    towns: dict[str, ClaimPlace] = {
        key_of(place): place for claim in claims for place in claim.places if _named(place) and _is_town(place)
    }
    for claim in claims:
        if not claim.places:
            if last is not None and _points(claim):
                out[claim.id] = _site(last, claim)
            continue
        place = claim.places[0]
        if _named(place):
            out[claim.id] = _site(place, claim)
            if _is_town(place):
                last = place
            continue
        what = bare(place.name)
        known = full.get(what.rsplit(" ", 1)[-1], {})
        if what.rsplit(" ", 1)[-1] in lists.settlement and last is not None:
            out[claim.id] = _site(last, claim)
        elif len(known) == 1:
            out[claim.id] = _site(next(iter(known.values())), claim)
        elif len(towns) == 1 and what.rsplit(" ", 1)[-1] not in lists.outside:
            town = next(iter(towns.values()))
            out[claim.id] = Site(key=f"{key_of(town)}/{what}", name=town.name, what=what, place=town)
    return out


def _site(place: ClaimPlace, claim: Claim) -> Site:
    """Make a site of a named place, with the number of a road that stands behind it."""
    name, key = place.name, key_of(place)
    if words(name) and words(name)[-1] in ledgers.load().numbered:
        at = place.end - claim.evidence.start
        if 0 <= at <= len(claim.evidence.text) and (match := _NUMBER.match(claim.evidence.text, at)):
            name, key = f"{name} {match[1]}", f"{key} {match[1].lower()}"
    what = place.feature if place.feature and words(place.feature) else None
    return Site(key=key, name=name, what=what, place=place)


def key_of(place: ClaimPlace) -> str:
    """Return what tells a place from others: its number in the gazetteer, else its name and country."""
    return place.gazetteer_id or f"{place.country or ''}:{' '.join(words(place.name))}"


def _named(place: ClaimPlace) -> bool:
    """Say whether a place has a name of its own; in a text of capitals, whether it is more than its kind."""
    if place.gazetteer_id is not None:
        return True
    if place.name.isupper():
        return roles.load().classes.get(bare(place.name).removesuffix("s")) is None
    return any(part[0].isupper() for part in place.name.split() if part)


def _is_town(place: ClaimPlace) -> bool:
    """Say whether "the town" may mean it: a place that is no building, road or crossing."""
    tail = words(place.name)[-1:] if words(place.name) else ()
    if place.feature in WIDE:
        return False
    return not (place.feature and tail == words(place.feature)[-1:]) and not set(tail) & ledgers.load().numbered


def _points(claim: Claim) -> bool:
    """Say whether its sentence has a word for a place told before: "control the whole town", "banned in the city"."""
    if claim.type not in _IN_TOWN:
        return False
    lists = ledgers.load()
    found = {word.lower() for word in _WORD.findall(claim.evidence.text)}
    return bool(lists.settlement & found) or (claim.type is ClaimType.CONTROL and bool(lists.pronoun & found))


def span(value: str | None) -> tuple[str | None, str | None]:
    """Return first and last day of an ISO 8601 prefix or week; (None, None) where there is none such."""
    if not value:
        return None, None
    try:
        if value[4:6] == "-W":
            monday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
            return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        day = value[:10]
        if len(day) == 10:
            date.fromisoformat(day)
            return day, day
        if len(day) == 7:
            year, month = int(day[:4]), int(day[5:7])
            date(year, month, 1)
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            return f"{day}-01", last.isoformat()
        if len(day) in (3, 4):
            first, final = day.ljust(4, "0"), day.ljust(4, "9")
            return f"{int(first):04d}-01-01", f"{int(final):04d}-12-31"
    except ValueError:
        pass
    return None, None


def location(site: Site | None, claims: Iterable[str]) -> EventPlace | None:
    """Make the place of a row."""
    if site is None:
        return None
    one = site.place
    return EventPlace(
        text=one.text,
        start=one.start,
        end=one.end,
        name=one.name,
        country=one.country,
        admin1=one.admin1,
        latitude=one.latitude,
        longitude=one.longitude,
        radius_km=one.radius_km,
        gazetteer_id=one.gazetteer_id,
        feature=one.feature,
        claims=tuple(claims),
    )
