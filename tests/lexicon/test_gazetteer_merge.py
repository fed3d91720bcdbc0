"""What a user adds over a gazetteer: what wins, what is new, what stays. All places are invented."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import numpy as np
import pytest

from dateline.lexicon.gazetteer import Columns, Gazetteer, Level, read_columns
from dateline.lexicon.gazetteer_merge import Counts, digest, merge
from dateline.lexicon.gazetteer_rows import Added, Row, Source, Tally, pack
from lexicon.gazetteers import THERE
from training.gazetteer import write


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    folder = tmp_path_factory.mktemp("base")
    write(THERE, folder)
    return read_columns(folder)


def row(
    id: str,
    *names: str,
    level: Level = Level.TOWN,
    point: tuple[float, float] | None = None,
    feature: str = "",
    country: str = "MLI",
    region: str = "",
    number: int = 0,
    population: int = 0,
) -> Row:
    return Row(
        line=1,
        id=id,
        names=names,
        level=level,
        feature=feature or {Level.REGION: "region", Level.COUNTY: "county"}.get(level, "town"),
        country=country,
        point=point,
        region=region,
        key=region if level is Level.REGION else "",
        number=number,
        population=population,
    )


def source(*rows: Row) -> Source:
    columns = pack(rows, at="f", tally=Tally())
    added = Added(
        name="f", file="f", format="f", places=len(rows), countries=(), date="", sha256="", digest="", order=1
    )
    return Source(added, columns)


def over(base: Columns, *sources: Source) -> tuple[Gazetteer, list[Counts]]:
    columns, counts = merge(base, list(sources))
    return Gazetteer(columns=columns), counts


def found(places: Gazetteer, name: str) -> set[str]:
    """Return id, region and point of the places of a name."""
    out = set()
    for at in places.find(name).rows:
        one = places.entry(int(at))
        point = "-" if one.latitude is None else f"{one.latitude:g},{one.longitude:g}"
        out.add(f"{one.id} {one.region or '-'} {point}")
    return out


HARN, COUNTY = "geonames:901 Dorgan Region 14.1,-5.1", "geonames-adm2:ML.01:Harn District Dorgan Region 14.1,-5.1"
# What is added -> a name, the places of that name from then on.
TABLE = [
    # the same town: its own name is a name of the other's, and it is not 5 km away
    ([row("wof:1", "Harn", point=(14.12, -5.12))], "Harn", {"wof:1 Dorgan Region 14.12,-5.12", COUNTY}),
    ([row("wof:1", "Hārna", point=(14.12, -5.12))], "Harn", {"wof:1 Dorgan Region 14.12,-5.12", COUNTY}),
    ([row("wof:1", "Harn", point=(14.12, -5.12))], "Hārna", {"wof:1 Dorgan Region 14.12,-5.12"}),
    ([row("wof:1", "Harn Kalay", "Harn", point=(14.12, -5.12))], "Harn Kalay", {"wof:1 Dorgan Region 14.12,-5.12"}),
    # another: too far, of another name, another country, no town
    (
        [row("wof:1", "Harn", point=(14.3, -5.12))],
        "Harn",
        {HARN, COUNTY, "wof:1 - 14.3,-5.12"},
    ),
    ([row("wof:1", "Torvald", point=(14.1, -5.1))], "Torvald", {"wof:1 - 14.1,-5.1"}),
    ([row("wof:1", "Torvald", point=(14.1, -5.1))], "Harn", {HARN, COUNTY}),
    (
        [row("wof:1", "Harn", point=(14.1, -5.1), country="BFA")],
        "Harn",
        {HARN, COUNTY, "wof:1 - 14.1,-5.1"},
    ),
    (
        [row("wof:1", "Harn", point=(14.1, -5.1), feature="airport")],
        "Harn",
        {HARN, COUNTY, "wof:1 - 14.1,-5.1"},
    ),
    # the GeoNames id tells it under any name, if it is not far off
    ([row("wof:1", "Torvald", point=(14.3, -5.1), number=901)], "Harn", {"wof:1 Dorgan Region 14.3,-5.1", COUNTY}),
    ([row("wof:1", "Torvald", point=(16.3, -5.1), number=901)], "Torvald", {"wof:1 - 16.3,-5.1"}),
    # of two of a name the near one
    (
        [row("wof:1", "Osk", point=(14.51, -5.5))],
        "Osk",
        {"wof:1 Dorgan Region 14.51,-5.5", "geonames:902 Velt Region 18.1,-1.1"},
    ),
    # one takes the place of one: the nearer
    (
        [row("wof:1", "Osk", point=(14.52, -5.5)), row("wof:2", "Osk", point=(14.51, -5.5))],
        "Osk",
        {"wof:2 Dorgan Region 14.51,-5.5", "wof:1 - 14.52,-5.5", "geonames:902 Velt Region 18.1,-1.1"},
    ),
    # regions, by name; what says that it is in them is
    (
        [
            row("wof:9", "Dorgan", level=Level.REGION, point=(14.2, -5.2), region="9"),
            row("wof:1", "Torvald", point=(14, -5), region="9"),
        ],
        "Torvald",
        {"wof:1 Dorgan Region 14,-5"},
    ),
    (
        [row("wof:9", "Dorgan", level=Level.REGION, point=(14.2, -5.2), region="9")],
        "Dorgan",
        {"wof:9 - 14.2,-5.2"},
    ),
    ([row("geonames:1", "Torvald", point=(14, -5), region="ML.02")], "Torvald", {"geonames:1 Velt Region 14,-5"}),
    (
        [
            row("wof:9", "Newland", level=Level.REGION, point=(20, -3), region="9"),
            row("wof:1", "Torvald", point=(20, -3), region="9"),
        ],
        "Torvald",
        {"wof:1 Newland 20,-3"},
    ),
    # a table without points gives ids, and takes no point away and makes none up
    (
        [
            row("pcode:ML77", "Dorgan", level=Level.REGION, region="ML77"),
            row("pcode:ML7701", "Harn", level=Level.COUNTY, region="ML77"),
        ],
        "Harn",
        {HARN, "pcode:ML7701 Dorgan Region 14.1,-5.1"},
    ),
    (
        [
            row("pcode:ML77", "Dorgan", level=Level.REGION, region="ML77"),
            row("pcode:ML7702", "Osk", level=Level.COUNTY, region="ML77"),
        ],
        "Osk",
        {"pcode:ML7702 Dorgan Region -", "geonames:902 Velt Region 18.1,-1.1", "geonames:903 Dorgan Region 14.5,-5.5"},
    ),
    (
        [
            row("pcode:ML88", "Velt", level=Level.REGION, region="ML88"),
            row("pcode:ML8801", "Harn", level=Level.COUNTY, region="ML88"),
        ],
        "Harn",
        {HARN, COUNTY, "pcode:ML8801 Velt Region -"},
    ),
]


@pytest.mark.parametrize(("rows", "name", "places"), TABLE)
def test_what_is_added_wins_where_it_is_the_same_place(
    base: Columns, rows: list[Row], name: str, places: set[str]
) -> None:
    merged, _ = over(base, source(*rows))
    assert found(merged, name) == places


def test_what_came_of_a_source_is_counted(base: Columns) -> None:
    rows = [row("wof:1", "Harn", point=(14.1, -5.1)), row("wof:2", "Torvald", point=(14, -5))]
    rows.append(row("pcode:ML77", "Newland", level=Level.REGION, region="ML77"))
    _, counts = over(base, source(*rows))
    assert counts == [Counts(replaced=1, new=2, pointless=1)]


def test_a_replaced_place_keeps_its_row_names_and_the_greater_population(base: Columns) -> None:
    before = Gazetteer(columns=base)
    merged, _ = over(base, source(row("wof:1", "Harn", point=(14.12, -5.12), population=10)))
    at = int(next(r for r in merged.find("Harn").rows if merged.level[r] == Level.TOWN))
    assert at == 5
    assert merged.weight[at] == before.weight[at]
    assert len(merged) == len(before)
    assert found(merged, "Osk") == found(before, "Osk")


def test_the_later_source_wins_and_a_point_is_kept_by_one_without(base: Columns) -> None:
    points = source(
        row("wof:9", "Dorgan", level=Level.REGION, point=(14.2, -5.2), region="9"),
        row("wof:3", "Torvald", level=Level.COUNTY, point=(14.4, -5.4), region="9"),
    )
    codes = source(
        row("pcode:ML77", "Dorgan", level=Level.REGION, region="ML77"),
        row("pcode:ML7703", "Torvald", level=Level.COUNTY, region="ML77"),
    )
    wanted = {"pcode:ML7703 Dorgan Region 14.4,-5.4"}
    assert found(over(base, points, codes)[0], "Torvald") == wanted
    assert found(over(base, codes, points)[0], "Torvald") == {"wof:3 Dorgan Region 14.4,-5.4"}
    once = merge(merge(base, [points])[0], [codes])[0]
    assert found(Gazetteer(columns=once), "Torvald") == wanted


def test_the_same_sources_give_the_same_columns_and_the_order_of_rows_does_not_matter_to_places(base: Columns) -> None:
    rows = [row(f"wof:{i}", f"Osk {i % 7}", "Osk", point=(14 + i / 100, -5 - i % 3 / 50)) for i in range(1, 60)]
    one, other = merge(base, [source(*rows)])[0], merge(base, [source(*rows)])[0]
    assert digest(one) == digest(other)
    turned, _ = over(base, source(*reversed(rows)))
    assert found(turned, "Osk") == found(Gazetteer(columns=one), "Osk")


def test_other_gazetteers_travel_to_other_processes(base: Columns, tmp_path: Path) -> None:
    merged, _ = over(base, source(row("wof:1", "Torvald", point=(14, -5))))
    again = pickle.loads(pickle.dumps(merged))
    assert found(again, "Torvald") == {"wof:1 - 14,-5"}
    for name, column in merged.columns.items():
        np.save(tmp_path / f"{name}.npy", column)
    mapped = Gazetteer(tmp_path)
    assert len(pickle.dumps(mapped)) < 1000
    assert found(pickle.loads(pickle.dumps(mapped)), "Torvald") == {"wof:1 - 14,-5"}


def test_many_places_of_one_name_take_no_time_that_grows_with_their_square(base: Columns) -> None:
    def taken(count: int) -> float:
        rows = [row(f"wof:{i}", "Osk", point=(14 + i % 97 / 1000, -5 - i % 89 / 1000)) for i in range(1, count + 1)]
        many = source(*rows)
        there, _ = merge(base, [many])
        began = time.process_time()
        merge(there, [many])
        return time.process_time() - began

    few = max(taken(1000), 0.02)
    assert taken(8000) < 24 * few  # 64 times where it were quadratic
