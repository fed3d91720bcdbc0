"""Gazetteers of users: what each format is read as, and what is said of a file that is wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import gazetteer_file, gazetteer_geonames, gazetteer_name
from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon.gazetteer import Level
from dateline.lexicon.gazetteer_rows import Source
from lexicon.gazetteers import dump


def told(source: Source) -> list[str]:
    """Return id, name, level, country, point, population weight and region key of each place, for comparison."""
    c = source.columns
    keys, states = c["keys"].tolist(), c["countries"].tolist()
    out, at = [], 0
    for i, size in enumerate(c["name_size"].tolist()):
        name = c["names"][at : at + size].tobytes().decode()
        at += size
        point = f"{c['latitude'][i] / 1e5:g},{c['longitude'][i] / 1e5:g}" if c["pointed"][i] else "-"
        parts = (
            c["id"][i].decode(),
            name,
            f"{Level(int(c['level'][i])).name.lower()}/{c['feature'][i].decode()}",
            states[c["country"][i]].decode(),
            point,
            keys[c["region"][i]].decode() or "-",
        )
        out.append(" | ".join(parts))
    return out


GEONAMES = (
    dump(71, "Harn", also="Hārn,هرن,HRN", people="1200")
    + dump(72, "Dorgan Province", "ADM1")
    + dump(73, "Velt District", "ADM2")
    + dump(74, "Harn Airport", "AIRP")
    + dump(75, "Harn Stream", "STM")
    + dump(76, "Old Harn", "PPLH")
    + dump(77, "Afghanistan", "PCLI")
    + dump(78, "Zero", lat="0", lon="0")
    + dump(79, "هرن")
)
WOF = (
    "wof_id,name,placetype,parent_id,region_id,county_id,lat,lon,population,gn_id,wd_id,src_geom,alt_names\n"
    "5,Dorgan,region,9,5,,33,65,10,0,,x,Durgan|دورگان\n"
    '6,"Harn, Upper",locality,5,5,,33.1,65.2,,71,,x,Hārn\n'
    "7,Velt,county,5,5,,33.2,65.3,0,,,x,\n"
    "8,Old Town,neighbourhood,6,5,,33.2,65.3,0,,,x,\n"
    "9,Afghanistan,country,,,,33,65,0,,,x,\n"
    "10,Somewhere,ocean,,,,33,65,0,,,x,\n"
)
PCODE = (
    "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_FR,ADM1_PCODE,ADM2_EN,ADM2_PCODE,center_lat,center_lon,AREA_SQKM\n"
    "#country,#country+code,#adm1+name,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#geo+lat,#geo+lon,#area\n"
    "Mali,ML,Dorgan,Dorgane,ML77,Velt,ML7701,14.5,-5.1,1200\n"
    "Mali,ML,Dorgan,Dorgane,ML77,Harn,ML7702,,,\n"
)
# Format, options, text -> places.
READ = [
    (
        "geonames",
        {},
        GEONAMES,
        [
            "geonames:71 | Harn | town/town | AFG | 33.1,65.2 | AF.23",
            "geonames:72 | Dorgan Province | region/region | AFG | 33.1,65.2 | AF.23",
            "geonames:73 | Velt District | county/county | AFG | 33.1,65.2 | AF.23",
            "geonames:74 | Harn Airport | town/airport | AFG | 33.1,65.2 | AF.23",
        ],
    ),
    (
        "whosonfirst",
        {},
        WOF,
        [
            "wof:5 | Dorgan | region/region | AFG | 33,65 | 5",
            "wof:6 | Harn, Upper | town/town | AFG | 33.1,65.2 | 5",
            "wof:7 | Velt | county/county | AFG | 33.2,65.3 | 5",
            "wof:8 | Old Town | town/neighbourhood | AFG | 33.2,65.3 | 5",
        ],
    ),
    (
        "whosonfirst",
        {"country": "YEM"},
        "wof_id,name,placetype,lat,lon\n6,Harn,locality,15,44\n",
        ["wof:6 | Harn | town/town | YEM | 15,44 | -"],
    ),
    (
        "pcode",
        {},
        PCODE,
        [
            "pcode:ML77 | Dorgan | region/region | MLI | - | ML77",
            "pcode:ML7701 | Velt | county/county | MLI | 14.5,-5.1 | ML77",
            "pcode:ML7702 | Harn | county/county | MLI | - | ML77",
        ],
    ),
    (
        "pcode",
        {"country": "ml"},
        "admin1Name_en;admin1Pcode;admin1RefName\nDorgan;ML77;DORGAN\n",
        ["pcode:ML77 | Dorgan | region/region | MLI | - | ML77"],
    ),
    (
        "pcode",
        {},
        "iso3\tadm1_name\tadm1_pcode\tadm2_name\tadm2_pcode\tvillage_name\tvillage_pcode\tLATITUDE\tLONGITUDE\n"
        "MLI\tDorgan\tML77\tVelt\tML7701\tHarn\tML7701-003\t14.25\t-5.5\n",
        [
            "pcode:ML77 | Dorgan | region/region | MLI | - | ML77",
            "pcode:ML7701 | Velt | county/county | MLI | - | ML77",
            "pcode:ML7701-003 | Harn | town/town | MLI | 14.25,-5.5 | ML77",
        ],
    ),
    (
        "pcode",
        {},
        "ADM0_PCODE,ADM1_AR,ADM1_EN,ADM1_PCODE\nSY,حلب,,SY99\nSY,,Dorgan,SY98\n",
        ["pcode:SY98 | Dorgan | region/region | SYR | - | SY98"],
    ),
]


@pytest.mark.parametrize(("format", "options", "text", "places"), READ)
def test_a_file_is_read(format: str, options: dict[str, str], text: str, places: list[str], tmp_path: Path) -> None:
    file = tmp_path / "Places of mine.csv"
    file.write_text(text, encoding="utf-8")
    source = shelf.read(file, **options)
    assert source.added.format == format
    assert source.added.name == "places-of-mine"
    assert told(source) == places
    assert shelf.read(file, format=format, **options).added.digest == source.added.digest


def test_what_is_passed_over_is_told_with_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "AF.txt"
    file.write_text(GEONAMES, encoding="utf-8")
    passed = {reason: (count, line) for reason, count, line in shelf.read(file).added.passed}
    assert passed == {
        "feature class A, other codes than are read": (1, 5),
        "feature class P, other codes than are read": (1, 6),
        "countries, which dateline has": (1, 7),
        "no point (0, 0)": (1, 8),
        "no name in Latin letters": (1, 9),
    }


def test_a_zip_with_a_readme_is_read_as_the_table_in_it(tmp_path: Path) -> None:
    plain, packed = tmp_path / "AF.txt", tmp_path / "AF.zip"
    plain.write_text(GEONAMES, encoding="utf-8")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "what it is")
        archive.write(plain, "AF.txt")
    assert told(shelf.read(packed)) == told(shelf.read(plain))
    assert shelf.read(packed).added.digest == shelf.read(plain).added.digest


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_bytes(PCODE.encode())
    other.write_bytes(b"\xef\xbb\xbf" + PCODE.replace("\n", "\r\n").encode())
    assert shelf.read(one).added.digest == shelf.read(other).added.digest


HEAD = b"wof_id,name,placetype,lat,lon\n"
ROW = b"6,Harn,locality,15,44\n"
# What is in the file, options -> what is said.
WRONG = [
    (b"", {}, r"f\.csv: the file is empty"),
    (b"\n \n", {}, r"f\.csv: the file is empty"),
    (b"name,lat,lon\nHarn,1,2\n", {}, r"f\.csv:1: 'name,lat,lon' begins none of the formats .* give a GeoNames"),
    (b"a\tb\tc\n", {}, r"3 cells parted by tabs, a GeoNames dump 19"),
    (b'{"type": "FeatureCollection"}', {}, r"this is GeoJSON; dateline reads points, not polygons"),
    (b"[1, 2]", {}, r"this is JSON"),
    (b"<html>", {}, r"this is HTML or XML; a download may have failed"),
    (b"\x1f\x8b\x08", {}, r"compressed, and no zip; unpack it"),
    (b"\xd0\xcf\x11\xe0", {}, r"old Excel file"),
    (b"\xff\xfea\x00", {}, r"UTF-16; save the file as UTF-8"),
    (HEAD + b"6,H\xe9rn,locality,15,44\n", {"country": "YEM"}, r"f\.csv:2: not UTF-8 .*; save the file as UTF-8"),
    (HEAD + b"6,H\0rn,locality,15,44\n", {"country": "YEM"}, r"f\.csv:2: holds a NUL"),
    (HEAD + ROW, {}, r"f\.csv:2: the file does not tell the country; give it as --country"),
    (HEAD + ROW, {"country": "Atlantis"}, r"country 'Atlantis' is none; use ISO 3166-1"),
    (HEAD + ROW, {"format": "kml"}, r"format 'kml' is unknown; use one of geonames, whosonfirst, pcode"),
    (HEAD + ROW, {"format": "pcode"}, r"f\.csv:1: no column of P-codes"),
    (HEAD + ROW, {"name": "../x", "country": "YEM"}, r"name '\.\./x' cannot be used"),
    (
        HEAD + b"6,Harn,locality,95,44\n",
        {"country": "YEM"},
        r"f\.csv:2: latitude '95' is none; use degrees from -90 to 90",
    ),
    (HEAD + b"6,Harn,locality,15,nan\n", {"country": "YEM"}, r"f\.csv:2: longitude 'nan' is none"),
    (HEAD + b'6,Harn,locality,"15,5",44\n', {"country": "YEM"}, r"f\.csv:2: latitude '15,5' is none; .* with a point"),
    (HEAD + b"6,Harn,locality,15\n", {"country": "YEM"}, r"f\.csv:2: 4 columns; there must be 5"),
    (HEAD + b'6,"Harn,locality,15,44\n', {"country": "YEM"}, r"f\.csv:2: .*quote a cell"),
    (HEAD + b"x6,Harn,locality,15,44\n", {"country": "YEM"}, r"f\.csv:2: wof_id 'x6' is none; use digits alone"),
    (HEAD + ROW + ROW, {"country": "YEM"}, r"f\.csv:3: 'wof:6' is there twice, first in line 2"),
    (HEAD + b"6,Harn,locality,44,15\n", {"country": "IDN"}, r"1 of 1 points lie far from their country"),
    (HEAD + b"6,H\x1b[31m,locality,15,44\n", {"country": "YEM"}, r"no place in it can be used \(1 rows: .*control"),
    (HEAD + b"6," + b"Ha" * 90 + b",locality,15,44\n", {"country": "YEM"}, r"1 rows: has a name of over 120"),
    (HEAD + b"7,Harn,ocean,15,44\n", {"country": "YEM"}, r"1 rows: placetypes that are not read"),
    (HEAD + b"6," + b"x" * 1_000_001, {"country": "YEM"}, r"f\.csv:2: a line of over 1,000,000 bytes"),
    (dump(1, "Harn").encode() + b"2\tVelt\n", {}, r"f\.csv:2: 2 columns; there must be 19"),
    (dump(1, "Harn", iso2="XX").encode(), {}, r"f\.csv:1: country code 'XX' is none"),
    (dump(1, "Harn", people="-3").encode(), {}, r"f\.csv:1: population '-3' is none; use digits alone"),
    (dump(1, "Harn", lat="\u202e33").encode(), {}, r"f\.csv:1: latitude '\\u202e33' is none"),
    (b"ADM1_EN,ADM1_PCODE\nDorgan,ML77\n", {}, r"f\.csv:2: the file does not tell the country"),
    (
        b"ADM1_EN,ADM1_PCODE\nDorgan,M L\n",
        {"country": "MLI"},
        r"f\.csv:2: P-code 'M L' is none; use letters and digits",
    ),
    (b"ADM1_EN,ADM1_PCODE,AREA_SQKM\nD,ML1,x\n", {"country": "MLI"}, None),
    (b"ADM1_EN,ADM1_PCODE,LAT,LON,AREA_SQKM\nD,ML1,14,-5,x\n", {"country": "MLI"}, r"f\.csv:2: area 'x' is none"),
]


@pytest.mark.parametrize(("data", "options", "said"), WRONG)
def test_a_wrong_file_is_refused_with_the_place_and_the_remedy(
    data: bytes, options: dict[str, str], said: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(data)
    if said is None:
        assert shelf.read(file, **options).added.places == 1
        return
    with pytest.raises(LexiconError, match=said) as caught:
        shelf.read(file, **options)
    assert all(char.isprintable() for char in str(caught.value))


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "AF.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("AF.txt", "".join(dump(i, f"Harn {i * 7919 % 1000}") for i in range(1, 2000)))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LexiconError, match=r"AF\.zip: the zip is damaged .* download it again"):
        shelf.read(file)
    file.write_bytes(whole.replace(b"Harn", b"Barn", 1))
    with pytest.raises(LexiconError, match=r"AF\.zip/AF\.txt:\d+: the zip is damaged here"):
        shelf.read(file)


def test_a_zip_must_hold_one_table(tmp_path: Path) -> None:
    file = tmp_path / "two.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("AF.txt", "")
        archive.writestr("AL.txt", "")
    with pytest.raises(LexiconError, match=r"must hold one \.txt or \.csv .* it holds 'AF\.txt', 'AL\.txt'"):
        shelf.read(file)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read: No such file"):
        shelf.read(tmp_path / "no.csv")
    with pytest.raises(LexiconError, match="this is a folder"):
        shelf.read(tmp_path)


def test_too_many_places_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.lexicon.gazetteer_rows.MOST_ROWS", 3)
    file = tmp_path / "AF.txt"
    file.write_text("".join(dump(i, "Harn") for i in range(1, 5)), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"AF\.txt:4: more than 3 places; split the file"):
        shelf.read(file)


def test_a_file_that_is_too_large_is_refused_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.lexicon.gazetteer_file.LARGEST", 300)
    file = tmp_path / "AF.txt"
    file.write_text("".join(dump(i, "Harn") for i in range(1, 9)), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"AF\.txt:\d: over 300 bytes; split the file by country"):
        shelf.read(file)


COUNTRIES = [
    ("AF", "AFG"),
    ("yem", "YEM"),
    ("Yemen", "YEM"),
    ("Côte d'Ivoire", "CIV"),
    ("XX", None),
    ("", None),
]


@pytest.mark.parametrize(("said", "iso3"), COUNTRIES)
def test_a_country_is_known_by_code_or_name(said: str, iso3: str | None) -> None:
    assert gazetteer_file.country_of(said) == iso3


NAMES = [
    ("Harn", None),
    ("Hārn ‘Alī", None),
    ("Harn\u202e", "has a name with control or direction characters"),
    ("Harn\x07", "has a name with control or direction characters"),
    ("H" * 121, "has a name of over 120 characters"),
]


@pytest.mark.parametrize(("name", "fault"), NAMES)
def test_a_name_that_could_steer_a_terminal_or_fill_it_is_none(name: str, fault: str | None) -> None:
    assert gazetteer_name.fault(name) == fault


def test_a_feature_code_is_of_one_level() -> None:
    known = gazetteer_geonames.load()
    assert known["ADM1"] == (Level.REGION, "region")
    assert known["PPL"] == (Level.TOWN, "town")
    assert not {"STM", "MT", "PPLH"} & set(known)
