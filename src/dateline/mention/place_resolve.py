"""Toponym resolution: which place of the gazetteer a name is, and how sure that is.

All names of a report are weighed together. A place scores by its people, by what it is (a town, a region; a class
word in the text decides more), by what the text says it lies in ("Goma, in eastern Congo"), by the share that its
country and region have among the report's other names, and by how near those are. The weights were fitted on LGL and
GeoVirus (``bench/toponyms.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dateline.lexicon import countries, gazetteer, roles
from dateline.lexicon.countries import Use
from dateline.lexicon.form import needs_capitals, words
from dateline.lexicon.gazetteer import Entry, Found, Gazetteer, Level, fold
from dateline.lexicon.places import level_of
from dateline.lexicon.places import load as class_words
from dateline.mention.place import FACILITY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SURE = 0.4
"""Confidence below which a place gets no coordinates."""
BACKED_SHARE = 0.1
BACKED_NEAR = 0.4
"""A place is backed by its country's share in the report, or by another place near it (1 at 0 km, 1/e at 150 km)."""
SEATED_WEIGHT = 107
"""A facility is looked for at towns of 20,000 people or more (in the gazetteer's weights)."""
ROUNDS = 3
_SAMPLE, _CAPITALS = 4000, 3
"""A text with so many capitals near its beginning writes names with them: "the bush" is no town."""
SEAT = 25
"""A region's name is its town's where the town has a tenth of the people (in the gazetteer's weights)."""
SAME_KM = 60.0
"""Places of one name that lie so near each other are not told apart: what matters is where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each kind of evidence adds to a place's score, in natural logarithms of odds."""

    people: float = 1.14  # per power of ten
    main: float = 2.05
    country: float = 1.9
    region: float = 0.0
    county: float = -2.6
    area: float = 3.0
    hint: float = 2.0
    inside: float = 6.9
    nation: float = 4.2  # times the share of the country
    neighbour: float = 4.3  # times the share of the region
    near: float = 3.1


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A name to resolve, at ``text[start:end]``.

    ``hint`` is the class word that the text gives ("town"), ``country`` the country that it is said to be in, or that
    it is; each None where there is none.
    """

    form: str
    start: int
    end: int
    hint: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a name was resolved to. ``entry`` is None where nothing was; then ``reason`` says why.

    ``several`` says that it might be more than one place.
    """

    entry: Entry | None
    confidence: float
    reason: str | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """The names of a report that are one: same words, same class, same container."""

    form: str
    hint: str | None
    country: str | None
    inside: frozenset[int]


_DIRECTION = r"(?:(?:north|south|east|west|central|upper|lower)(?:-?(?:east|west))?(?:ern)?\s+)*"
_AFTER = re.compile(
    rf"(?:(,)\s+|,?\s+in\s+(?:the\s+)?{_DIRECTION}|\s*\()"
    r"((?:[A-Z][\w.’'-]*|de|of|and|the)(?:\s+(?:[A-Z][\w.’'-]*|de|of|and|the))*)"
)
_BEFORE = re.compile(rf"((?:[A-Z][\w.-]*\s+)*[A-Z][\w-]*)[’']s\s+{_DIRECTION}(?:\w+\s+){{0,2}}(?:of\s+)?$")
_PEOPLES = frozenset({Use.ADJECTIVE, Use.NATIONAL, Use.NATIONALS})
_POSTAL = re.compile(r"[A-Z]{2}")


def resolve(
    text: str,
    toponyms: Sequence[Toponym],
    nations: Mapping[str, int],
    weights: Weights = WEIGHTS,
    *,
    places: Gazetteer | None = None,
) -> list[Choice]:
    """Resolve the toponyms of a report together.

    ``nations`` counts the countries that the report names otherwise, by people or adjective (ISO3). ``places`` are
    those that are known, None for the gazetteer that dateline ships. Gives one choice a toponym, in their order.
    """
    places = places or gazetteer.load()
    groups = _grouped(places, text, toponyms)
    distinct = list(dict.fromkeys(groups))
    if not distinct:
        return []
    table = _Table.of(places, distinct, [groups.count(group) for group in distinct], weights)
    chosen = dict(zip(distinct, table.choose(nations, weights), strict=True))
    mixed = sum(c.isupper() for c in text[:_SAMPLE]) >= _CAPITALS
    common = [mixed and one.hint is None and one.form.isalpha() and one.form.islower() for one in toponyms]
    word = Choice(entry=None, confidence=0.0, reason="is written as a common word")
    return [word if plain else chosen[group] for group, plain in zip(groups, common, strict=True)]


def _grouped(places: Gazetteer, text: str, toponyms: Sequence[Toponym]) -> list[_Group]:
    """Return the group of each toponym; one without a container has that of its namesakes where they have but one."""
    groups = [_Group(one.form, one.hint, one.country, frozenset(_containers(places, text, one))) for one in toponyms]
    said: dict[str, set[frozenset[int]]] = {}
    hints: dict[str, set[str]] = {}
    nations: dict[str, set[str]] = {}
    for group in groups:
        key = fold(group.form)
        if group.inside:
            said.setdefault(key, set()).add(group.inside)
        if group.hint:
            hints.setdefault(key, set()).add(group.hint)
        if group.country:
            nations.setdefault(key, set()).add(group.country)
    out = []
    for group in groups:
        key = fold(group.form)
        if not group.inside and len(only := said.get(key, set())) == 1:
            group = replace(group, inside=next(iter(only)))
        if not group.hint and len(words_ := hints.get(key, set())) == 1:
            group = replace(group, hint=next(iter(words_)))
        if not group.country and len(codes := nations.get(key, set())) == 1:
            group = replace(group, country=next(iter(codes)))
        out.append(group)
    return out


def _containers(places: Gazetteer, text: str, one: Toponym) -> list[int]:
    """Return the rows of countries and regions that the words around a name say it is in."""
    out: list[int] = []
    if match := _AFTER.match(text, one.end):
        comma, after = match.groups()
        listed = comma and re.match(r",?\s+(?:and|or)\b", text[match.end() :])
        if not listed:
            out += _wide(places, after)
    if match := _BEFORE.search(text, max(0, one.start - 60), one.start):
        out += _wide(places, match[1], ending=True)
    return out


def _wide(places: Gazetteer, said: str, *, ending: bool = False) -> list[int]:
    """Return the countries and regions that some words begin (or end) with, by the longest name that is known."""
    parts = said.split()[:5] if not ending else said.split()[-5:]
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[-size:] if ending else parts[:size])
        code = name.rstrip(".")
        if _POSTAL.fullmatch(code) and (row := places.region_of_code(f"US.{code}")) is not None:
            return [row]
        found = places.find(name)
        if found.loose:
            continue
        wide = [int(row) for row in found.rows if places.level[row] in (Level.COUNTRY, Level.REGION)]
        if wide:
            return wide
        if len(found.rows):
            return []
    return []


def candidates(places: Gazetteer, form: str, hint: str | None) -> tuple[Found, str | None]:
    """Return the places that a form may be, and its class word: the form as it is, then without its class words."""
    known = roles.load()
    bare = form[4:] if form.lower().startswith("the ") else form
    parts, lemmas = bare.split(), list(words(bare))
    if all(part.lower() in known.directions for part in parts):
        return _NOTHING, hint  # "the West"
    found = places.find(bare)
    if needs_capitals(bare):  # no town is called EU
        found = _only(found, places.level[found.rows] <= Level.REGION)
    ending = known.classes.ending(lemmas) if len(lemmas) > 1 else None
    if ending and len(parts) > ending[0]:
        said = " ".join(lemmas[-ending[0] :])
        if len(found.rows) and not found.loose:
            return found, said
        return _stripped(places, " ".join(parts[: -ending[0]]), said), said
    if len(found.rows) and not (_is_small(places, found) and _is_people(bare)):
        return found, hint
    if len(parts) > 1 and parts[0].lower() in known.directions:
        return places.find(" ".join(parts[1:])), hint
    if len(codes := {one.iso3 for one in countries.load().index.get(bare)}) == 1:
        return places.find(countries.load().by_iso3[codes.pop()].name), hint  # a people stands for its country
    return found, hint


def _is_small(places: Gazetteer, found: Found) -> bool:
    """Say whether all of some places are towns or counties without many people."""
    small = (places.level[found.rows] > Level.REGION) & (places.weight[found.rows] < SEATED_WEIGHT)
    return bool(small.all())


def _is_people(form: str) -> bool:
    """Say whether a form is that of a people alone: a village may be called "Iraqi", but a report means Iraq."""
    return bool(uses := {one.use for one in countries.load().index.get(form)}) and uses <= _PEOPLES


def _stripped(places: Gazetteer, name: str, said: str) -> Found:
    """Return what a name may be that stood before a class word: no town for a river, a town of size for an airport."""
    found = places.find(name)
    word = roles.load().classes.get(said)
    if word is not None and word.id == FACILITY:
        if said not in class_words().seated:
            return _NOTHING
        return _only(found, places.weight[found.rows] >= SEATED_WEIGHT)
    if level_of(said) is Level.AREA:
        return _only(found, places.level[found.rows] == Level.AREA)
    return found


def _only(found: Found, keep: Bools) -> Found:
    return replace(found, rows=found.rows[keep], main=found.main[keep])


_NOTHING = Found(rows=np.zeros(0, np.int64), main=np.zeros(0, np.bool_), loose=False)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """All candidates of all groups, in columns; ``owner`` is the group of each."""

    places: Gazetteer
    owner: Ints
    rows: Ints
    base: Floats
    latitude: Floats
    longitude: Floats
    country: Ints
    region: Ints
    loose: Bools
    held: Bools
    main: Bools
    counts: Floats
    asked: tuple[Level | None, ...]

    @classmethod
    def of(cls, places: Gazetteer, groups: Sequence[_Group], counts: Sequence[int], weights: Weights) -> _Table:
        """Gather the candidates and what can be said of each alone."""
        owner, rows, main, loose, held, bonus, wanted = [], [], [], [], [], [], []
        code = {iso3: i for i, iso3 in enumerate(places.iso3)}
        for i, group in enumerate(groups):
            found, hint = candidates(places, group.form, group.hint)
            size = len(found.rows)
            owner.append(np.full(size, i))
            rows.append(found.rows)
            main.append(found.main)
            loose.append(np.full(size, found.loose))
            level = places.level[found.rows].astype(int)
            country = places.country[found.rows].astype(int)
            region = places.region[found.rows].astype(int)
            extra = np.zeros(size)
            if (asked := level_of(hint)) is not None:
                extra += weights.hint * (level == asked)
                if asked == Level.COUNTY:
                    extra += (weights.hint - weights.county) * (level == Level.COUNTY)
            inside = np.zeros(size, bool)
            for row in group.inside:
                if places.level[row] == Level.COUNTRY:
                    inside |= (country == int(places.country[row])) & (level > Level.COUNTRY)
                else:
                    inside |= (region == row) & (level > Level.REGION)
            if group.country is not None and not inside.any():
                inside |= country == code.get(group.country, -1)
                if hint == "capital":  # the biggest of them
                    towns = np.flatnonzero(inside & (level == Level.TOWN))
                    inside &= np.arange(size) == (towns[0] if len(towns) else -1)
            extra += weights.inside * inside
            held.append(inside)
            wanted.append(asked)
            bonus.append(extra)
        every = np.concatenate(rows).astype(np.int64)
        level = places.level[every].astype(int)
        kinds = np.array([weights.area, weights.country, weights.region, weights.county, 0.0])
        base = weights.people * places.weight[every] / 25.0 + kinds[level] + weights.main * np.concatenate(main)
        return cls(
            places,
            np.concatenate(owner).astype(np.int64),
            every,
            base + np.concatenate(bonus),
            np.radians(places.latitude[every] / 1e5),
            np.radians(places.longitude[every] / 1e5),
            places.country[every].astype(np.int64),
            places.region[every].astype(np.int64),
            np.concatenate(loose),
            np.concatenate(held),
            np.concatenate(main),
            1 + np.log(np.array(counts, float)),
            tuple(wanted),
        )

    def choose(self, nations: Mapping[str, int], weights: Weights) -> list[Choice]:
        """Weigh the groups against each other some rounds, then give one choice a group."""
        size = len(self.counts)
        given = np.zeros(256)
        for i, iso3 in enumerate(self.places.iso3):
            if iso3 in nations:
                given[i] = 1 + np.log(nations[iso3])
        given[0] = 0
        score = self.base
        share = near = np.zeros(len(score))
        for _ in range(ROUNDS):
            odds = self._odds(score)
            votes = odds * self.counts[self.owner]
            share, local = self._shares(votes, given)
            near = self._near(odds)
            score = self.base + weights.nation * share + weights.neighbour * local + weights.near * near
        odds = self._odds(score)
        backed = self.held | (share > BACKED_SHARE) | (near > BACKED_NEAR)
        return [self._choice(i, self.asked[i], odds, backed) for i in range(size)]

    def _odds(self, score: Floats) -> Floats:
        """Return the softmax of the scores in each group."""
        top = np.full(len(self.counts), -np.inf)
        np.maximum.at(top, self.owner, score)
        raised = np.exp(score - top[self.owner])
        total = np.bincount(self.owner, raised, minlength=len(self.counts))
        odds: Floats = raised / total[self.owner]
        return odds

    def _shares(self, votes: Floats, given: Floats) -> tuple[Floats, Floats]:
        """Return for each candidate the shares of its country and of its region in the votes of other groups."""
        size = len(self.counts)
        own = np.zeros((size, 256))
        np.add.at(own, (self.owner, self.country), votes)
        own[:, 0] = 0
        total = own.sum(0) + given
        others = total[None, :] - own
        share = others / (others.sum(1, keepdims=True) + 1.0)
        areas, at = np.unique(self.region, return_inverse=True)
        mine = np.zeros((size, len(areas)))
        np.add.at(mine, (self.owner, at), votes)
        mine[:, areas == 0] = 0
        rest = mine.sum(0)[None, :] - mine
        local = rest / (rest.sum(1, keepdims=True) + 1.0)
        return share[self.owner, self.country], local[self.owner, at]

    def _near(self, odds: Floats) -> Floats:
        """Return how near each candidate is to the best place of some other group, from 0 to 1."""
        size = len(self.counts)
        best = np.full(size, -1)
        order = np.argsort(odds, kind="stable")
        best[self.owner[order]] = order
        best = best[best >= 0]
        best = best[self.places.level[self.rows[best]] >= Level.REGION]
        if not len(best):
            return np.zeros(len(odds))
        away = self._km(slice(None), best)
        closeness = np.exp(-away / 150.0) * odds[best]
        closeness[self.owner[:, None] == self.owner[best][None, :]] = 0
        nearest: Floats = closeness.max(1)
        return nearest

    def _km(self, one: slice | Ints, two: Ints) -> Floats:
        lat1, lon1 = self.latitude[one, None], self.longitude[one, None]
        lat2, lon2 = self.latitude[two][None], self.longitude[two][None]
        h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
        km: Floats = 12742 * np.arcsin(np.minimum(1.0, np.sqrt(h)))
        return km

    def _trust(self, best: int, size: int) -> float:
        """Return how far to trust a place that nothing else speaks for: a big town, or the only one of its name."""
        row = int(self.rows[best])
        if self.places.level[row] < Level.COUNTY:
            return 1.0
        if self.loose[best]:
            return 0.0
        people = float(np.clip((self.places.weight[row] / 25.0 - 3.0) / 2.0, 0.0, 1.0))
        alone = 0.6 if size == 1 and self.main[best] and " " in fold(self.places.name(row)) else 0.0
        return max(people, alone)

    def _seat(self, best: int, mine: Ints, asked: Level | None) -> int:
        """Return the row of a candidate, or of the town of its name.

        A region's is the town where that is much of its people. A district's always is: how many people live in a
        town is not known of most that users add.
        """
        row = int(self.rows[best])
        level = int(self.places.level[row])
        if level == asked or level not in (Level.REGION, Level.COUNTY):
            return row
        towns = self.rows[mine]
        fit = self.places.level[towns] == Level.TOWN
        if level == Level.REGION:
            fit &= (self.region[mine] == row) & self.main[mine]
            fit &= self.places.weight[towns] >= int(self.places.weight[row]) - SEAT
        else:
            fit &= (self.region[mine] == self.region[best]) & (self._km(mine, np.array([best]))[:, 0] < SAME_KM)
        return int(towns[np.argmax(fit)]) if fit.any() else row

    def _choice(self, group: int, asked: Level | None, odds: Floats, backed: Bools) -> Choice:
        """Return the best place of a group, or why there is none."""
        mine = np.flatnonzero(self.owner == group)
        if not len(mine):
            return Choice(entry=None, confidence=0.0, reason="is in no gazetteer")
        best = mine[np.argmax(odds[mine])]
        together = mine[self._km(mine, np.array([best]))[:, 0] < SAME_KM]
        trust = self._trust(best, len(mine)) if not backed[best] else 1.0
        confidence = float(odds[together].sum()) * trust
        entry = self.places.entry(self._seat(best, mine, asked))
        if confidence >= SURE:
            return Choice(entry=entry, confidence=round(confidence, 3))
        if trust < SURE:
            where = f"{entry.name}, {entry.country}" if entry.country else entry.name
            return Choice(entry=None, confidence=confidence, reason=f"nothing else speaks for {where}")
        rivals = [self.places.entry(int(self.rows[i])) for i in mine[np.argsort(-odds[mine])][:3]]
        named = "; ".join(", ".join(filter(None, (r.name, r.region, r.country))) for r in rivals)
        return Choice(entry=None, confidence=confidence, reason=f"may be {named}", several=True)
