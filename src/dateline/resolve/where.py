"""The place of an event: the most precise one that most origins agree on. No coordinates are made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.event import EventPlace
from dateline.lexicon import event_words
from dateline.lexicon.form import words
from dateline.records import ClaimPlace
from dateline.resolve.testimony import Testimony, tiers
from dateline.sphere import great_circle

__all__ = ["contains", "disjoint", "find_place"]

NEAR_KM = 30.0
"""Two places whose edges lie so near may both be told of what happened between them."""
_MOST, _ALL = 24, 200
"""Different places that are weighed, and those that they are held against: what most origins tell."""
_FINE, _SETTLEMENT = 4, 3

Key = tuple[str, ...]


@dataclass(slots=True)
class _Told:
    """A place, who tells it, and which others are told with it in one claim."""

    key: Key
    place: ClaimPlace
    first: tuple[int, int]
    origins: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    beside: set[Key] = field(default_factory=set)


def find_place(told: Sequence[Testimony]) -> tuple[EventPlace | None, bool]:
    """Return the place, and whether origins contradict each other on it.

    An origin agrees with a place that lies in the one it tells. A toponym goes before a description ("the market").
    """
    found = next((found for group in tiers(told) if (found := _gather(group))), [])
    places = sorted(found, key=lambda p: (not named(p.place), -len(p.origins), -len(p.claims), p.first))[:_ALL]
    if not places:
        return None, False
    weighed = places[:_MOST]
    agreeing = {p.key: _agreeing(p, places) for p in weighed}
    chosen = min(
        weighed,
        key=lambda p: (not named(p.place), -len(agreeing[p.key]), -len(p.origins), -len(p.claims), p.first),
    )
    finer = [p for p in weighed if named(p.place) and _inside(p, chosen) and agreeing[p.key] >= chosen.origins]
    if finer:
        chosen = max(finer, key=lambda p: (rank(p.place), len(p.origins), (-p.first[0], -p.first[1])))
    near = [p for p in places if p is chosen or _meet(p, chosen)]
    agreed = set[str]().union(*(p.origins for p in near))
    disputed = any(p.origins - agreed for p in places if disjoint(p.place, chosen.place) and not _meet(p, chosen))
    fit = set[str]().union(*(p.claims for p in near if p is chosen or _inside(p, chosen) or _inside(chosen, p)))
    claims = tuple(t.claim.id for t in told if t.claim.id in fit)
    place = chosen.place
    return (
        EventPlace(
            text=place.text,
            start=place.start,
            end=place.end,
            name=place.name,
            country=place.country,
            admin1=place.admin1,
            latitude=place.latitude,
            longitude=place.longitude,
            radius_km=place.radius_km,
            gazetteer_id=place.gazetteer_id,
            feature=place.feature,
            claims=claims,
        ),
        disputed,
    )


def named(place: ClaimPlace) -> bool:
    """Say whether a place has a name of its own: "Karsh", and not "the market"."""
    return place.gazetteer_id is not None or any(letter.isupper() for letter in place.name)


@lru_cache(maxsize=4096)
def _rank(feature: str) -> int:
    known = event_words.load()
    head = feature.casefold().split()[-1] if feature.split() else ""
    for level, among in enumerate((known.country, known.region, known.county, known.settlement)):
        if head in among:
            return level
    return _FINE


def rank(place: ClaimPlace) -> int:
    """Return how fine a place is: 0 a country, 1 a region, 2 a county, 3 a town or what is not told, 4 a spot in it."""
    if place.feature is None:
        return _SETTLEMENT
    return _rank(place.feature)


def contains(one: ClaimPlace, other: ClaimPlace) -> bool:
    """Say whether it is known that the other place lies in the one."""
    if rank(one) >= rank(other) or (one.country and other.country and one.country != other.country):
        return False
    if rank(one) == 0:
        return one.country is not None and one.country == other.country
    if rank(one) == 1 and other.admin1 and words(one.name)[: len(words(other.admin1))] == words(other.admin1):
        return one.country == other.country
    apart = kilometres(one, other)
    return apart is not None and one.radius_km is not None and apart <= one.radius_km


def disjoint(one: ClaimPlace, other: ClaimPlace) -> bool:
    """Say whether it is known that two places are apart, so that one event is not at both."""
    if contains(one, other) or contains(other, one):
        return False
    if one.gazetteer_id is not None and one.gazetteer_id == other.gazetteer_id:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    apart = kilometres(one, other)
    if apart is not None:
        return apart > (one.radius_km or 0.0) + (other.radius_km or 0.0) + NEAR_KM
    towns = {place.feature is not None and rank(place) == _SETTLEMENT for place in (one, other)}
    # Of two towns that no gazetteer knows, only that they have other names is known.
    return towns == {True} and named(one) and named(other) and not set(words(one.name)) & set(words(other.name))


def kilometres(one: ClaimPlace, other: ClaimPlace) -> float | None:
    """Return the distance between two points along a great circle; None where one has none."""
    here, there = _point(one), _point(other)
    return None if here is None or there is None else great_circle(*here, *there)


def _point(place: ClaimPlace) -> tuple[float, float] | None:
    """Return latitude and longitude; None where it has none, or none on the globe."""
    if place.latitude is None or place.longitude is None:
        return None
    if abs(place.latitude) > 90 or abs(place.longitude) > 180:
        return None
    return place.latitude, place.longitude


def _gather(told: Iterable[Testimony]) -> list[_Told]:
    """Return the different places that claims tell; a name that is one located place elsewhere is that place."""
    found: dict[Key, _Told] = {}
    for t in told:
        keys = [_key(place) for place in t.claim.places]
        for at, (key, place) in enumerate(zip(keys, t.claim.places, strict=True)):
            first = (t.account.order, at)
            one = found.setdefault(key, _Told(key, place, first))
            one.origins.update(t.origins)
            one.claims.add(t.claim.id)
            one.beside.update(keys)
            if _known(place) > _known(one.place):
                one.place = place
    located: dict[Key, list[_Told]] = {}
    for one in found.values():
        if one.place.gazetteer_id is not None:
            located.setdefault(words(one.place.name), []).append(one)
    for key in [key for key, one in found.items() if one.place.gazetteer_id is None]:
        if len(same := located.get(key, [])) == 1:
            one = found.pop(key)
            same[0].origins |= one.origins
            same[0].claims |= one.claims
            same[0].beside |= one.beside
            same[0].first = min(same[0].first, one.first)
    return list(found.values())


def _key(place: ClaimPlace) -> Key:
    return (f"#{place.gazetteer_id}",) if place.gazetteer_id is not None else words(place.name)


def _known(place: ClaimPlace) -> tuple[bool, bool]:
    return place.latitude is not None, place.feature is not None


def _agreeing(one: _Told, places: Iterable[_Told]) -> set[str]:
    return set[str]().union(one.origins, *(p.origins for p in places if _inside(one, p)))


def _inside(one: _Told, other: _Told) -> bool:
    """Say whether the one is known, or told in one breath, to be in the other and finer."""
    if one is other or rank(one.place) < rank(other.place):
        return False
    if contains(other.place, one.place):
        return True
    short, long = words(other.place.name), words(one.place.name)
    if named(one.place) and len(short) < len(long) and long[: len(short)] == short:
        return True  # "Arkun crossing" is at Arkun
    return other.key in one.beside and rank(one.place) > rank(other.place) and not disjoint(one.place, other.place)


def _meet(one: _Told, other: _Told) -> bool:
    return other.key in one.beside or _inside(one, other) or _inside(other, one)
