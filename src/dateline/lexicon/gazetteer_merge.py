"""Bring a user's source over a gazetteer: what it has finer takes the place of what was there, the rest is added.

A place of the source and one that was there are the same where they are of one level and country and

- both tell the same GeoNames id, at most :data:`SURE_KM` apart; or
- the own name of one is a name of the other, and they are at most :data:`NEAR_KM` of their level apart; or
- the own name of one is a name of the other, one of them has no point, and both are in one first-level region.

Each is the same as one other at most, the nearest first. The one that was there keeps its row and its names, so that
all that is in it stays in it; id, point, feature and region are the source's from then on. What has no point
of its own keeps the one that was there, or has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from dateline.lexicon.gazetteer import MAIN, Columns, Level
from dateline.lexicon.gazetteer_rows import Source

NEAR_KM = {Level.TOWN: 5.0, Level.COUNTY: 50.0, Level.REGION: 300.0}
"""Kilometres within which two places of one name are the same. A town's is the doubt about its point."""
SURE_KM = {Level.TOWN: 50.0, Level.COUNTY: 100.0, Level.REGION: 600.0}
"""The same for two that tell the same GeoNames id: farther apart, one of them tells a wrong one."""
SHAPE = 1
"""Version of what comes out, with :data:`dateline.lexicon.gazetteer_rows.SHAPE` of what goes in."""
_CELL = {Level.TOWN: 0.5, Level.COUNTY: 2.0}  # degrees; not below NEAR_KM as far as 79° and 77° from the equator
_MOST = 50  # of one name, level and cell, no more are compared
_MERGED = frozenset({b"town", b"county"})  # an airport is not the town that it is called after

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What came of a source: places in the place of others, new ones, and of both those without a point."""

    replaced: int
    new: int
    pointless: int


@dataclass(slots=True, eq=False)
class _State:
    """A gazetteer that is being made: its columns at full length, ids b"" where a row has none of its own."""

    latitude: Ints
    longitude: Ints
    number: Ints
    country: Ints
    region: Ints
    level: Ints
    weight: Ints
    ids: NDArray[np.bytes_]
    features: NDArray[np.bytes_]
    radius: Ints
    pointed: Bools
    hashes: Hashes  # rising
    rows: Ints
    main: Bools
    states: list[bytes]
    names: list[NDArray[np.generic]]
    sizes: list[NDArray[np.generic]]
    wide: int

    @classmethod
    def of(cls, columns: Columns) -> _State:
        """Unpack columns."""
        size, wide = len(columns["latitude"]), len(columns["radius"])
        bucket = columns["bucket"].astype(np.int64)
        own = columns["own_row"].astype(np.int64) if "own_row" in columns else np.zeros(0, np.int64)
        ids = np.zeros(size, columns["own_id"].dtype if len(own) else "S1")
        level = columns["level"].astype(np.int64)
        features = np.where(level == Level.TOWN, b"town", np.where(level == Level.COUNTY, b"county", b""))
        features = features.astype(f"S{max(32, columns['feature'].dtype.itemsize)}")
        features[:wide] = columns["feature"]
        radius, pointed = np.zeros(size, np.int64), np.ones(size, np.bool_)
        radius[:wide] = columns["radius"]
        if len(own):
            ids[own], features[own] = columns["own_id"], columns["own_feature"]
            radius[own], pointed[own] = columns["own_radius"], columns["own_pointed"]
        rows = columns["row"].astype(np.int64)
        hashes = np.repeat(np.arange(len(bucket) - 1, dtype=np.uint64), np.diff(bucket)) << np.uint64(32)
        whole = {name: columns[name].astype(np.int64) for name in ("latitude", "longitude", "number", "country")}
        return cls(
            **whole,
            region=columns["region"].astype(np.int64),
            level=level,
            weight=columns["weight"].astype(np.int64),
            ids=ids,
            features=features,
            radius=radius,
            pointed=pointed,
            hashes=hashes | columns["key"].astype(np.uint64),
            rows=rows & (MAIN - 1),
            main=rows >= MAIN,
            states=columns["countries"].tolist(),
            names=[columns["names"]],
            sizes=[columns["name_size"]],
            wide=wide,
        )

    def columns(self, base: Columns) -> Columns:
        """Pack the state; ``base`` gives the columns that stay as they are."""
        weight = self.weight[self.rows]
        order = np.lexsort((self.rows + MAIN * self.main, -weight, self.hashes))
        hashes, rows, main = self.hashes[order], self.rows[order], self.main[order]
        own = np.flatnonzero(self.ids != b"")
        starts = np.searchsorted(hashes, np.arange(65537, dtype=np.uint64) << np.uint64(32))
        return {
            "latitude": self.latitude.astype(np.int32),
            "longitude": self.longitude.astype(np.int32),
            "number": self.number.astype(np.uint32),
            "country": self.country.astype(np.uint8),
            "region": self.region.astype(np.uint32),
            "level": self.level.astype(np.uint8),
            "weight": self.weight.astype(np.uint8),
            "name_size": np.concatenate(self.sizes),
            "names": np.concatenate(self.names),
            "radius": base["radius"],
            "code": base["code"],
            "feature": base["feature"],
            "countries": np.array(self.states),
            "bucket": starts.astype(np.uint32),
            "key": (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32),
            "row": (rows + MAIN * main).astype(np.uint32),
            "own_row": own.astype(np.uint32),
            "own_id": self.ids[own],
            "own_feature": self.features[own],
            "own_radius": self.radius[own].astype(np.uint16),
            "own_pointed": self.pointed[own],
        }


def merge(base: Columns, sources: list[Source]) -> tuple[Columns, list[Counts]]:
    """Return the columns of a gazetteer with sources over it, one after the other, and what came of each."""
    state = _State.of(base)
    codes = {code.decode(): row for row, code in enumerate(base["code"].tolist()) if b"." in code}
    counts = [_add(state, source.columns, codes) for source in sources]
    return state.columns(base), counts


def digest(columns: Columns) -> str:
    """Return the SHA-256 of a gazetteer's columns."""
    made = sha256(str(SHAPE).encode())
    for name in sorted(columns):
        made.update(f"{name} {columns[name].dtype.str}\n".encode())
        made.update(np.ascontiguousarray(columns[name]).view(np.uint8).data)
    return made.hexdigest()


def _add(state: _State, source: Columns, codes: dict[str, int]) -> Counts:
    level = source["level"].astype(np.int64)
    country = _countries(state, source["countries"].tolist())[source["country"].astype(np.int64)]
    size, old = len(level), len(state.level)
    where = np.full(size, -1, np.int64)
    keys = [codes.get(key.decode(), 0) for key in source["keys"].tolist()]
    region_of_key = np.array(keys, np.int64)
    regions = np.flatnonzero(level == Level.REGION)
    _place_regions(state, source, country, regions, region_of_key, where)
    fresh = regions[where[regions] < 0]
    where[fresh] = old + np.arange(len(fresh))  # new regions come first of what is new
    own_key = source["own_key"].astype(np.int64)
    region_of_key[own_key[regions]] = where[regions]
    region_of_key[0] = 0
    region = region_of_key[source["region"].astype(np.int64)]
    region[regions] = where[regions]
    _place_others(state, source, country, region, where)
    rest = np.flatnonzero(where < 0)
    where[rest] = old + len(fresh) + np.arange(len(rest))
    new = np.concatenate([fresh, rest])
    _replace(state, source, region, where, np.flatnonzero(where < old))
    _append(state, source, country, region, new)
    _index(state, source, where)
    pointless = int((~state.pointed[where]).sum())
    return Counts(replaced=size - len(new), new=len(new), pointless=pointless)


def _countries(state: _State, codes: list[bytes]) -> Ints:
    """Return the index of each country of a source; one that the gazetteer has no place in is new."""
    for code in codes:
        if code not in state.states:
            state.states.append(code)
    return np.array([state.states.index(code) for code in codes], np.int64)


def _place_regions(
    state: _State, source: Columns, country: Ints, regions: Ints, region_of_key: Ints, where: Ints
) -> None:
    """Find the row of each first-level region that is there: by code, by GeoNames id, by name."""
    there = np.flatnonzero(state.level == Level.REGION)
    by_number = {int(state.number[row]): int(row) for row in there if state.number[row]}
    entries = np.flatnonzero(state.level[state.rows] == Level.REGION)
    by_name: dict[int, list[tuple[int, bool]]] = {}
    for entry in entries.tolist():
        by_name.setdefault(int(state.hashes[entry]), []).append((int(state.rows[entry]), bool(state.main[entry])))
    forms: dict[int, list[tuple[int, bool]]] = {int(row): [] for row in regions}
    for entry in np.flatnonzero(np.isin(source["hash_row"], regions)).tolist():
        row = int(source["hash_row"][entry])
        forms[row].append((int(source["hash"][entry]), bool(source["hash_main"][entry])))
    pairs = []
    for row in regions.tolist():
        code = int(region_of_key[int(source["own_key"][row])])
        number = by_number.get(int(source["number"][row]), 0)
        found = {code: 0, number: 1}
        for form, main in forms[row]:
            for other, own in by_name.get(form, ()):
                if main or own:
                    found[other] = min(found.get(other, 9), 2 + (not (main and own)))
        for other, rank in found.items():
            if not other or state.country[other] != country[row]:
                continue
            near = bool(source["pointed"][row]) and bool(state.pointed[other])
            km = float(_km(state, source, np.array([row]), np.array([other]))[0]) if near else 0.0
            most = SURE_KM if rank < 2 else NEAR_KM
            if km <= most[Level.REGION]:
                pairs.append((rank, km, row, other))
    taken: set[int] = set()
    for _, _, row, other in sorted(pairs):
        if where[row] < 0 and other not in taken:
            where[row] = other
            taken.add(other)


def _place_others(state: _State, source: Columns, country: Ints, region: Ints, where: Ints) -> None:
    """Find the row of each county and town that is there."""
    level = source["level"].astype(np.int64)
    mine = (level > Level.REGION) & np.isin(source["feature"], list(_MERGED))
    pairs = _same_number(state, source, mine)
    pairs += _same_name(state, source, country, region, mine)
    ours, theirs, rank, km = (np.concatenate(part) for part in zip(*pairs, strict=True))
    keep = (level[ours] == state.level[theirs]) & (country[ours] == state.country[theirs])
    keep &= np.isin(state.features[theirs], list(_MERGED))
    ours, theirs, rank, km = ours[keep], theirs[keep], rank[keep], km[keep]
    taken: set[int] = set()
    for i in np.lexsort((theirs, ours, km, rank)).tolist():
        row, other = int(ours[i]), int(theirs[i])
        if where[row] < 0 and other not in taken:
            where[row] = other
            taken.add(other)


_Pairs = tuple[Ints, Ints, Ints, Floats]


def _same_number(state: _State, source: Columns, mine: Bools) -> list[_Pairs]:
    """Return the pairs that tell the same GeoNames id."""
    order = np.argsort(state.number, kind="stable")
    number = source["number"].astype(np.int64)
    ours = np.flatnonzero(mine & (number > 0))
    at, theirs = _join(number[ours], state.number[order])
    ours, theirs = ours[at], order[theirs]
    km = _apart(state, source, ours, theirs)
    keep = km <= _limit(source, ours, SURE_KM)
    return [(ours[keep], theirs[keep], np.zeros(int(keep.sum()), np.int64), km[keep])]


def _same_name(state: _State, source: Columns, country: Ints, region: Ints, mine: Bools) -> list[_Pairs]:
    """Return the pairs of one name that are near, or of which one has no point and both are in one region."""
    hashes, row, main = source["hash"].astype(np.uint64), source["hash_row"].astype(np.int64), source["hash_main"]
    known = np.flatnonzero(mine[row] & _among(hashes, state.hashes))
    hashes, row, main = hashes[known], row[known], main[known]
    candidates = np.flatnonzero(_among(state.hashes, np.unique(hashes)) & (state.level[state.rows] > Level.REGION))
    level = source["level"].astype(np.int64)[row]
    pointed = source["pointed"].astype(np.bool_)[row]
    out: list[_Pairs] = []
    for kind in (Level.COUNTY, Level.TOWN):
        some = candidates[state.level[state.rows[candidates]] == kind]
        for step in (None, *((y, x) for y in (-1, 0, 1) for x in (-1, 0, 1))):
            # in cells where both have a point; by region where one has none
            if step is None:
                used = np.flatnonzero((level == kind) & (region[row] > 0))
                theirs_at = some[state.region[state.rows[some]] > 0]
                own_place, place = region[row[used]], state.region[state.rows[theirs_at]]
            else:
                used = np.flatnonzero((level == kind) & pointed)
                theirs_at = some[state.pointed[state.rows[some]]]
                r = row[used]
                own_place = _cell(source["latitude"][r], source["longitude"][r], kind, step)
                t = state.rows[theirs_at]
                place = _cell(state.latitude[t], state.longitude[t], kind, (0, 0))
            key = _mixed(state.hashes[theirs_at], state.country[state.rows[theirs_at]], place)
            order = np.argsort(key, kind="stable")
            at, found = _join(_mixed(hashes[used], country[row[used]], own_place), key[order])
            ours, entry = used[at], theirs_at[order[found]]
            theirs = state.rows[entry]
            keep = main[ours].astype(np.bool_) | state.main[entry]
            rank = 2 - (main[ours].astype(np.bool_) & state.main[entry]).astype(np.int64)
            both = pointed[ours] & state.pointed[theirs]
            km = np.where(both, _apart(state, source, row[ours], theirs), 0.0)
            keep &= ~both if step is None else km <= NEAR_KM[kind]
            out.append((row[ours][keep], theirs[keep], rank[keep], km[keep]))
    return out


def _among(values: Hashes, known: Hashes) -> Bools:
    """Say which values are among those that are known, which are sorted."""
    if not len(known):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: Bools = known[at] == values
    return found


def _join(left: NDArray[np.generic], right: NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Return the positions of equal values in ``left`` and in ``right``, which is sorted; at most _MOST of one."""
    first = np.searchsorted(right, left, "left")
    many = np.minimum(np.searchsorted(right, left, "right") - first, _MOST)
    at = np.repeat(np.arange(len(left)), many)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    return at.astype(np.int64), (np.repeat(first, many) + offset).astype(np.int64)


def _mixed(hashes: Hashes, country: Ints, place: Ints) -> Hashes:
    """Return one number for name, country and place; that two share it by chance does not happen in 10^12 pairs."""
    mixed = hashes * np.uint64(0x9E3779B97F4A7C15) + country.astype(np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9) + place.astype(np.uint64)
    out: Hashes = mixed ^ (mixed >> np.uint64(32))
    return out


def _cell(latitude: NDArray[np.generic], longitude: NDArray[np.generic], kind: Level, step: tuple[int, int]) -> Ints:
    size = round(_CELL[kind] * 1e5)
    around = 360 * 100_000 // size
    y = latitude.astype(np.int64) // size + step[0] + 1000
    x = (longitude.astype(np.int64) // size + step[1]) % around
    return y * 10_000 + x


def _limit(source: Columns, rows: Ints, most: dict[Level, float]) -> Floats:
    table = np.array([most.get(level, 0.0) for level in Level])
    limits: Floats = table[source["level"].astype(np.int64)[rows]]
    return limits


def _apart(state: _State, source: Columns, ours: Ints, theirs: Ints) -> Floats:
    """Return the kilometres between pairs, 0 where one has no point."""
    both = source["pointed"].astype(np.bool_)[ours] & state.pointed[theirs]
    return np.where(both, _km(state, source, ours, theirs), 0.0)


def _km(state: _State, source: Columns, ours: Ints, theirs: Ints) -> Floats:
    lat1 = np.radians(source["latitude"].astype(np.float64)[ours] / 1e5)
    lon1 = np.radians(source["longitude"].astype(np.float64)[ours] / 1e5)
    lat2, lon2 = np.radians(state.latitude[theirs] / 1e5), np.radians(state.longitude[theirs] / 1e5)
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    km: Floats = 12742 * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return km


def _replace(state: _State, source: Columns, region: Ints, where: Ints, mine: Ints) -> None:
    """Give rows that were there what the source has finer."""
    rows = where[mine]
    state.ids = _wider(state.ids, source["id"])
    state.ids[rows] = source["id"][mine]
    state.features = _wider(state.features, source["feature"])
    state.features[rows] = source["feature"][mine]
    pointed = source["pointed"].astype(np.bool_)[mine]
    # a region's radius holds its towns, which a point alone does not tell
    default = np.where(state.radius[rows] > 0, state.radius[rows], source["radius"].astype(np.int64)[mine])
    state.radius[rows] = np.where(source["level"][mine] == Level.REGION, default, source["radius"][mine])
    moved, to = mine[pointed], rows[pointed]
    state.latitude[to], state.longitude[to] = source["latitude"][moved], source["longitude"][moved]
    state.pointed[to] = True
    told = region[mine] > 0
    state.region[rows[told]] = region[mine][told]
    state.weight[rows] = np.maximum(state.weight[rows], source["weight"].astype(np.int64)[mine])


def _append(state: _State, source: Columns, country: Ints, region: Ints, new: Ints) -> None:
    """Add the rows that are new; those without a point stand, for weighing alone, where their region or country is."""
    old = len(state.level)
    pointed = source["pointed"].astype(np.bool_)[new]
    state.level = np.concatenate([state.level, source["level"].astype(np.int64)[new]])
    state.country = np.concatenate([state.country, country[new]])
    state.region = np.concatenate([state.region, region[new]])
    state.number = np.concatenate([state.number, source["number"].astype(np.int64)[new]])
    state.weight = np.concatenate([state.weight, source["weight"].astype(np.int64)[new]])
    state.radius = np.concatenate([state.radius, source["radius"].astype(np.int64)[new]])
    state.pointed = np.concatenate([state.pointed, pointed])
    state.ids = np.concatenate([state.ids, source["id"][new]])
    state.features = np.concatenate([state.features, source["feature"][new]])
    state.latitude = np.concatenate([state.latitude, source["latitude"].astype(np.int64)[new]])
    state.longitude = np.concatenate([state.longitude, source["longitude"].astype(np.int64)[new]])
    states = {int(state.country[row]): int(row) for row in np.flatnonzero(state.level[:old] == Level.COUNTRY)}
    for row in (old + np.flatnonzero(~pointed)).tolist():
        inside = int(state.region[row]) if state.region[row] != row else states.get(int(state.country[row]), 0)
        state.latitude[row], state.longitude[row] = state.latitude[inside], state.longitude[inside]
    ends = np.cumsum(source["name_size"].astype(np.int64))
    sizes = source["name_size"].astype(np.int64)[new]
    starts = ends[new] - sizes
    at = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    state.names.append(source["names"][at])
    state.sizes.append(source["name_size"][new])


def _index(state: _State, source: Columns, where: Ints) -> None:
    """Add the source's names to the index; a pair that was there stays once, as own name where it is one of both."""
    hashes = np.concatenate([state.hashes, source["hash"].astype(np.uint64)])
    rows = np.concatenate([state.rows, where[source["hash_row"].astype(np.int64)]])
    main = np.concatenate([state.main, source["hash_main"].astype(np.bool_)])
    order = np.lexsort((~main, rows, hashes))
    hashes, rows, main = hashes[order], rows[order], main[order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (hashes[1:] != hashes[:-1]) | (rows[1:] != rows[:-1])
    state.hashes, state.rows, state.main = hashes[first], rows[first], main[first]


def _wider(column: NDArray[np.bytes_], other: NDArray[np.generic]) -> NDArray[np.bytes_]:
    """Return a column of bytes that holds the values of another too."""
    size = max(column.dtype.itemsize, other.dtype.itemsize)
    return column.astype(f"S{size}")
