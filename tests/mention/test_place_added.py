"""Places with what a user added: what a report's names are then. The added places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon.gazetteer import Gazetteer
from dateline.mention import find
from dateline.mention.place_resolve import resolve
from dateline.records import Issue, MentionKind, Place
from mention.test_place_resolve import TABLE, marked
from trees import build

CSV = (
    "wof_id,name,placetype,region_id,lat,lon,population,alt_names\n"
    "1,Kandahar,region,1,31.1,65.6,0,\n"
    "2,Dorgan Kalay,locality,1,31.5,65.7,0,Durgan Kelai\n"
    "3,Iraqi,locality,1,31.4,65.6,0,\n"
    "4,Paris,locality,1,31.3,65.5,0,\n"
    "5,Velt,county,1,31.2,65.4,90000,\n"
    "6,Velt,locality,1,31.25,65.45,0,Welt\n"
    "7,Goma,locality,1,31.6,65.1,0,\n"
    "8,Torvald Airport,campus,1,31.7,65.2,0,\n"
)
PCODES = "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE\nKandahar,AF77,Osk Torval,AF7701\n"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("added")
    (folder / "places.csv").write_text(CSV, encoding="utf-8")
    (folder / "codes.csv").write_text(PCODES, encoding="utf-8")
    kept = [shelf.read(folder / name, country="AFG") for name in ("places.csv", "codes.csv")]
    from dateline.lexicon import gazetteer, gazetteer_merge

    return Gazetteer(columns=gazetteer_merge.merge(gazetteer.load().columns, kept)[0])


# Report, nations -> id of each place; "?" is none, "-" one of GeoNames.
ADDED = [
    ("They met in [Dorgan Kalay], Afghanistan.", {}, ["wof:2"]),
    ("They met in [Durgan Kelai] .", {"AFG": 2}, ["wof:2"]),
    ("They met in [Dorgan Kalay] and [Kandahar] .", {}, ["wof:2", "-"]),
    ("They met in [Kandahar province] .", {}, ["pcode:AF77"]),
    ("They met in [Velt], [Kandahar province] .", {}, ["wof:6", "pcode:AF77"]),
    ("They met in [Velt|district], [Kandahar province] .", {}, ["wof:5", "pcode:AF77"]),
    ("They met in [Welt], Afghanistan.", {}, ["wof:6"]),
    ("They met in [Osk Torval district], Afghanistan.", {}, ["pcode:AF7701"]),
    # a village does not take the name of a city, of a people, or of a town elsewhere
    ("A plane landed in [Paris] .", {}, ["-"]),
    ("They met in [Paris], [Lyon] and [Kabul] .", {}, ["-", "-", "-"]),
    ("An [Iraqi] was hurt in [Baghdad] .", {}, ["-", "-"]),
    ("Rebels entered [Goma], Congo.", {}, ["-"]),
    ("Rebels entered [Goma], Afghanistan.", {}, ["wof:7"]),
    ("They met in [Velt] .", {}, ["?"]),
]


@pytest.mark.parametrize(("report", "nations", "ids"), ADDED, ids=[row[0] for row in ADDED])
def test_a_name_is_an_added_place_where_the_report_speaks_of_it(
    report: str, nations: dict[str, int], ids: list[str], places: Gazetteer
) -> None:
    text, toponyms = marked(report)
    choices = resolve(text, toponyms, nations, places=places)
    found = [choice.entry.id if choice.entry else "?" for choice in choices]
    assert ["-" if id.startswith("geonames:") else id for id in found] == ids


@pytest.mark.parametrize(("report", "nations", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_what_a_report_speaks_of_otherwise_stays_where_it_was(
    report: str, nations: dict[str, int], expected: list[str], places: Gazetteer
) -> None:
    text, toponyms = marked(report)
    before = resolve(text, toponyms, nations)
    after = resolve(text, toponyms, nations, places=places)
    for one, other in zip(before, after, strict=True):
        assert (one.entry is None) == (other.entry is None)
        if one.entry is not None and other.entry is not None:
            assert (one.entry.country, one.entry.level) == (other.entry.country, other.entry.level)


def located(rows: str, places: Gazetteer) -> tuple[list[tuple[MentionKind, Place]], tuple[Issue, ...]]:
    reading = next(find([build(rows)], places=places))
    return [(one.kind, one.resolved) for one in reading.mentions if isinstance(one.resolved, Place)], reading.issues


def test_a_place_that_a_table_gives_no_point_for_has_its_code_and_no_coordinates(places: Gazetteer) -> None:
    rows = """
They they PRON PRP 2 nsubj
met meet VERB VBD 0 root
in in ADP IN 5 case
Osk Osk PROPN NNP 5 compound B-LOC
Torval Torval PROPN NNP 2 obl I-LOC
, , PUNCT , 7 punct
Afghanistan Afghanistan PROPN NNP 5 appos B-LOC
. . PUNCT . 2 punct
"""
    found, issues = located(rows, places)
    _, place = found[0]
    assert (place.gazetteer_id, place.country, place.admin1) == ("pcode:AF7701", "AFG", "Kandahar")
    assert (place.latitude, place.longitude, place.radius_km) == (None, None, None)
    assert [issue.code for issue in issues] == ["place.pointless"]
    assert "pcode:AF7701" in issues[0].message


def test_a_record_tells_the_source_of_a_place_by_its_id(places: Gazetteer) -> None:
    rows = """
They they PRON PRP 2 nsubj
met meet VERB VBD 0 root
in in ADP IN 5 case
Dorgan Dorgan PROPN NNP 5 compound B-LOC
Kalay Kalay PROPN NNP 2 obl I-LOC
. . PUNCT . 2 punct
"""
    found, issues = located(rows, places)
    _, place = found[0]
    assert (place.gazetteer_id, place.latitude, place.longitude) == ("wof:2", 31.5, 65.7)
    assert (place.country, place.admin1, place.radius_km) == ("AFG", "Kandahar", 5.0)
    assert issues == ()


ARD = (
    "wof_id,name,placetype,lat,lon\n"
    "1,Ard Harn at Torval,locality,31.5,65.7\n"
    "2,Torval,locality,31.6,65.1\n"
    "3,Afghanistan,country,33,66\n"
)


@pytest.mark.parametrize(("article", "ids"), [("at", ["wof:1"]), ("in", [None, "wof:2"])])
def test_two_names_are_one_where_an_article_makes_a_known_name_of_both(
    article: str, ids: list[str | None], tmp_path: Path
) -> None:
    (tmp_path / "ard.csv").write_text(ARD, encoding="utf-8")
    rows = f"""
They they PRON PRP 2 nsubj
met meet VERB VBD 0 root
in in ADP IN 5 case
Ard Ard PROPN NNP 5 compound B-LOC
Harn Harn PROPN NNP 2 obl I-LOC
{article} {article} ADP IN 7 case
Torval Torval PROPN NNP 5 nmod B-LOC
, , PUNCT , 9 punct
Afghanistan Afghanistan PROPN NNP 7 appos B-LOC
. . PUNCT . 2 punct
"""
    found, _ = located(rows, shelf.load([tmp_path / "ard.csv"]))
    assert [place.gazetteer_id for _, place in found][:-1] == ids


@pytest.mark.parametrize(("word", "count"), [("village", 1), ("office", 0)])
def test_what_the_text_calls_a_village_is_a_place(word: str, count: int) -> None:
    rows = f"""
They they PRON PRP 2 nsubj
left leave VERB VBD 0 root
the the DET DT 4 det
{word} {word} NOUN NN 2 obj
of of ADP IN 7 case
Abu Abu PROPN NNP 7 compound B-ORG
Harnal Harnal PROPN NNP 4 nmod I-ORG
. . PUNCT . 2 punct
"""
    reading = next(find([build(rows)]))
    assert (
        len([one for one in reading.mentions if isinstance(one.resolved, Place) and one.text == "Abu Harnal"]) == count
    )
