"""Who a participant is, over reports: a key by which one is told from another, and the side on which it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from dateline.event import EventParty
from dateline.lexicon import countries, ledgers, roles
from dateline.lexicon.countries import Use
from dateline.lexicon.form import words
from dateline.records import Claim, Participant

__all__ = ["PERSON", "Cast", "Party", "Side", "bare", "of_participant", "parties", "sector_of", "side_of"]

PERSON = frozenset({"title", "apposition", "office"})


class Side(StrEnum):
    """Of a state, of an armed group that is none's, or of neither."""

    STATE = "state"
    ARMED = "armed"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone who takes part.

    ``key`` is None for nobody in particular ("rebels", "residents"), who cannot be told from others of the sort in
    another report. ``person`` says that a title or office told who it is. ``claims`` are ids of those that name it.
    """

    key: str | None
    name: str
    entity: str | None
    country: str | None
    sector: str | None
    side: Side
    person: bool = False
    claims: tuple[str, ...] = ()

    @property
    def bloc(self) -> str | None:
        """What it answers to: one bloc for all bodies of a state, one for each armed group; None if neither."""
        if self.side is Side.STATE:
            return f"state:{self.country or ''}"
        return self.key if self.side is Side.ARMED or (self.key and not self.person) else None


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """Return a name without articles and possessives before it, in small letters."""
    lists, found = ledgers.load(), list(words(name))
    while found and (found[0] in lists.articles or found[0].isdigit()):
        found.pop(0)
    while found and found[-1] == "'s":
        found.pop()
    return " ".join(found)


def side_of(sector: str | None, entity: str | None = None, country: str | None = None) -> Side:
    """Tell the side by the sector, and that of a country named for its government."""
    lists = ledgers.load()
    if sector in lists.state:
        return Side.STATE
    if sector in lists.armed:
        return Side.ARMED
    if sector is None and country is not None and (entity or "").startswith(("geonames:", "state.")):
        return Side.STATE
    return Side.OTHER


@cache
def _country_names(iso3: str | None) -> frozenset[str]:
    """Return the names of a country, bare; none where there is no such country."""
    country = countries.load().by_iso3.get(iso3 or "")
    names = [form.form for form in country.forms() if form.use is Use.NAME] if country else []
    return frozenset(bare(name) for name in names)


def sector_of(name: str) -> str | None:
    """Return the sector that the last words of a name tell of ("the interior ministry"); None where they tell none."""
    found = _role(name)
    return found[1].sector if found else None


@lru_cache(maxsize=16384)
def _role(name: str) -> tuple[int, roles.Word] | None:
    """Return the role that a bare name ends in, singular or plural, and of how many words."""
    lemmas, known = name.split(), roles.load().roles
    found = known.ending(lemmas)
    if found is None and lemmas and lemmas[-1].endswith("s"):
        found = known.ending([*lemmas[:-1], lemmas[-1][:-1]])
    return found


def of_participant(
    one: Participant, claim: Claim, places: frozenset[str] = frozenset(), persons: frozenset[str] = frozenset()
) -> Party | None:
    """Read a participant; None for a pronoun, or a noun that names nobody at all, or a place that is no country.

    ``places`` and ``persons`` are bare names of places, and of people with a title, in its report.
    """
    lists, name = ledgers.load(), bare(one.name)
    if not name:
        return None
    last = name.rsplit(" ", 1)[-1]
    if one.entity is None and one.sector is None and name in places:
        return None
    side = side_of(one.sector, one.entity, one.country)
    if one.entity is None and side is Side.OTHER and {last, name.split(" ", 1)[0]} & lists.nobody:
        return None
    if one.entity is not None:
        key: str | None = one.entity
        if one.entity.startswith("geonames"):
            # A country that acts is its government; a town that is hit is not.
            key = f"state.{one.country}.government" if name in _country_names(one.country) else None
            side = Side.STATE if key else Side.OTHER
    elif one.sector is None and one.resolved_by == "country":
        key = None  # "Norlanders"
    elif one.resolved_by == "role" or not _is_name(one, claim):
        # One body alone is called so: "Turkey's trade ministry", "the Karsh command"; not "Norland soldiers".
        single = len(name.split()) <= 4 and (not last.endswith("s") or last in lists.bodies)
        told = (one.country and side is Side.STATE) or (
            one.sector is not None and _is_owned(one, claim) and not _is_person(name)
        )
        key = f"{one.country or ''}:{name}" if single and told else None
    else:
        key = f"{one.country or ''}:{name}"
    return Party(
        key=key,
        name=one.name,
        entity=one.entity,
        country=one.country,
        sector=one.sector,
        side=side,
        person=one.resolved_by in PERSON or name in persons,
        claims=(claim.id,),
    )


def _is_person(name: str) -> bool:
    """Say whether a role is one person's: of leaders and officers there are many."""
    found = _role(name)
    return found is not None and found[1].kind == "person"


def _is_owned(one: Participant, claim: Claim) -> bool:
    """Say whether a role has a name in it, or is written as one: "the Karsh command", "the Security Office"."""
    if claim.evidence.text.isupper():
        return False
    inside = any(part[0].isupper() for part in one.name.split()[1:])
    starts = one.name[:1].isupper() and one.start + max(one.text.find(one.name), 0) > claim.evidence.start
    return inside or starts or one.name.split()[0].endswith(("'s", "’s"))


def _is_name(one: Participant, claim: Claim) -> bool:
    """Say whether the words are a name: all but small ones have capitals, and not as the first word of a sentence."""
    parts = [part for part in one.name.split() if part[0].isalpha() and (len(part) > 3 or part[0].isupper())]
    if not parts or not all(part[0].isupper() for part in parts):
        return False
    found = _role(bare(one.name))
    if found is not None and found[0] == len(bare(one.name).split()):
        return False  # "Guerrillas", "Interior Ministry": a role and no more
    if claim.evidence.text.isupper():
        return one.resolved_by is not None  # capitals tell nothing
    return len(parts) > 1 or one.start > claim.evidence.start or one.resolved_by is not None


class Cast:
    """Who is who in one report: short forms and stand-ins of those it names in full."""

    def __init__(self, named: Iterable[Party]) -> None:
        full = {party.key: party for party in sorted(named, key=_richness) if party.key is not None}
        self._short: dict[str, Party] = {}
        twice: set[str] = set()
        for party in full.values():
            for short in _shorts(party.name):
                if short in self._short and self._short[short].key != party.key:
                    twice.add(short)
                self._short[short] = party
        for short in twice:
            del self._short[short]
        armed = {
            p.key: p for p in full.values() if p.side is Side.ARMED and not p.person and bare(p.name) not in self._short
        }
        self._armed = next(iter(armed.values())) if len(armed) == 1 else None

    def resolve(self, party: Party) -> Party:
        """Return the one that a short form or a stand-in means, else the party itself."""
        if party.entity is None:
            known = self._short.get(bare(party.name))
            if known is None and party.key is None and party.side is Side.ARMED and self._armed is not None:
                fits = party.country is None or party.country == self._armed.country
                known = self._armed if fits and party.sector != "UAF" else None
            if known is not None and known.key != party.key:
                return Party(
                    key=known.key,
                    name=known.name,
                    entity=known.entity,
                    country=known.country,
                    sector=known.sector,
                    side=known.side,
                    person=known.person,
                    claims=party.claims,
                )
        return party


def _richness(party: Party) -> tuple[bool, int, str]:
    return (party.sector is not None, len(party.name), party.name)


def _shorts(name: str) -> list[str]:
    """Return the initials of a name of three words or more, and its last word where that is a common noun's capital."""
    parts = [part for part in name.split() if part[0].isupper()]
    if len(parts) < 3:
        return []
    return ["".join(part[0] for part in parts).lower(), parts[-1].lower()]


def parties(found: Iterable[Party]) -> tuple[EventParty, ...]:
    """Make the parties of a row: each once, with the claims of all, in order of name."""
    claims: dict[tuple[str, str | None], set[str]] = {}
    first: dict[tuple[str, str | None], Party] = {}
    for party in sorted(found, key=lambda p: (_order(p), p.claims)):
        at = (party.key or bare(party.name), party.country)
        first.setdefault(at, party)
        claims.setdefault(at, set()).update(party.claims)
    made = [
        EventParty(
            name=party.name,
            entity=party.entity,
            country=party.country,
            sector=party.sector,
            claims=tuple(sorted(claims[at])),
        )
        for at, party in first.items()
    ]
    return tuple(sorted(made, key=lambda p: (p.name, p.country or "", p.entity or "")))


def _order(party: Party) -> tuple[bool, bool, int, str]:
    """Order parties so that the best told of those with one key comes first."""
    return (party.entity is None, party.sector is None, -len(party.name), party.name)
