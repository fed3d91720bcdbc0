"""Put the places of a report on the map: coordinates from the gazetteer where it is sure enough, else a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from dateline.lexicon import countries, roles
from dateline.lexicon.form import words
from dateline.lexicon.gazetteer import Entry, Gazetteer
from dateline.mention.place import BOUNDARY, FACILITY
from dateline.mention.place_resolve import Choice, Toponym, resolve
from dateline.records import Actor, Issue, Mention, MentionKind, Place

FACILITY_KM = 20.0
"""Doubt about a facility that is known by its town alone ("Nairobi airport")."""
_STATES = frozenset({"country", "capital", "part"})


def locate(
    text: str, mentions: Sequence[Mention], named: Collection[str], places: Gazetteer | None = None
) -> tuple[list[Mention], list[Issue]]:
    """Resolve the named places among a report's mentions; ``named`` are the ids of the mentions that are names.

    ``places`` are those that are known, None for the gazetteer that dateline ships.

    Gives all mentions in their order, and one issue for each name that stays without coordinates:
    ``place.unresolved`` where the gazetteer has none that would fit, ``place.ambiguous`` where it has several,
    ``place.pointless`` where it is a place of a user's table that gives no point.
    """
    at = [i for i, one in enumerate(mentions) if isinstance(one.resolved, Place) and one.id in named]
    nations = Counter(
        one.resolved.country
        for one in mentions
        if isinstance(one.resolved, Actor) and one.id in named and one.resolved.country is not None
    )
    choices = resolve(text, [_toponym(mentions[i]) for i in at], nations, places=places)
    out = list(mentions)
    issues: dict[tuple[str, ...], Issue] = {}
    for i, choice in zip(at, choices, strict=True):
        mention = mentions[i]
        place = mention.resolved
        assert isinstance(place, Place)
        if choice.entry is not None and place.feature not in BOUNDARY:
            place = replace(place, confidence=choice.confidence)
            out[i] = replace(mention, resolved=_located(mention.kind, place, choice.entry))
            if choice.entry.latitude is None:
                issues.setdefault(words(place.name), _pointless(mention, place, choice.entry))
        elif place.feature not in _STATES or place.country is None:
            issues.setdefault(words(place.name), _issue(mention, place, choice))
    return _shared(out), list(issues.values())


def _shared(mentions: list[Mention]) -> list[Mention]:
    """Give what stands for a place ("the city") the point of the one place that its chain names."""
    known: dict[str, dict[str, Place]] = {}
    for mention in mentions:
        place = mention.resolved
        if mention.chain is not None and isinstance(place, Place) and place.gazetteer_id is not None:
            known.setdefault(mention.chain, {})[place.gazetteer_id] = place
    out = []
    for mention in mentions:
        place = mention.resolved
        if isinstance(place, Place) and place.latitude is None and len(some := known.get(mention.chain or "", {})) == 1:
            mention = replace(mention, resolved=replace(next(iter(some.values())), name=place.name))
        out.append(mention)
    return out


def _toponym(mention: Mention) -> Toponym:
    """Return what is to be resolved; a country goes by its own name, however the text calls it."""
    place = mention.resolved
    assert isinstance(place, Place)
    state = place.feature == "country" and place.country is not None
    form = countries.load().by_iso3[place.country].name if state and place.country else mention.text
    return Toponym(form=form, start=mention.start, end=mention.end, hint=place.feature, country=place.country)


def _located(kind: MentionKind, place: Place, entry: Entry) -> Place:
    """Return the place with what the gazetteer knows; a facility is somewhere about its town, and not the town.

    A user's gazetteer may have the facility itself.
    """
    known = roles.load().classes.get(entry.feature)
    facility = kind is MentionKind.FACILITY and (known is None or known.id != FACILITY)
    radius = entry.radius_km
    return replace(
        place,
        country=entry.country,
        admin1=entry.region,
        latitude=entry.latitude,
        longitude=entry.longitude,
        radius_km=max(radius, FACILITY_KM) if facility and radius is not None else radius,
        gazetteer_id=None if facility else entry.id,
        feature=place.feature or entry.feature,
    )


def _pointless(mention: Mention, place: Place, entry: Entry) -> Issue:
    return Issue(
        stage="mention",
        code="place.pointless",
        message=f"{place.name!r} is {entry.id} of a table that gives no point; it has no coordinates",
        start=mention.start,
        end=mention.end,
    )


def _issue(mention: Mention, place: Place, choice: Choice) -> Issue:
    return Issue(
        stage="mention",
        code="place.ambiguous" if choice.several else "place.unresolved",
        message=f"{place.name!r} {choice.reason or 'is a line'}; it has no coordinates",
        start=mention.start,
        end=mention.end,
    )
