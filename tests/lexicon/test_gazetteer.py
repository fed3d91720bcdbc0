"""The gazetteer: what names it knows, how they are folded, what it gives."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import gazetteer, places
from dateline.lexicon.gazetteer import FOLDER, Gazetteer, Level, fold, loosen

FOLDS = [
    ("Spīn Bōldak", "spin boldak"),
    ("Spin-Boldak", "spin boldak"),
    ("‘Ayn al ‘Arab", "ayn al arab"),
    ("N'Djamena", "ndjamena"),
    ("Łódź", "lodz"),
    ("Tromsø", "tromso"),
    ("U.S.", "u s"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "folded"), FOLDS)
def test_a_name_is_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


LOOSE = [
    ("ayn al arab", "aynarab"),
    ("deir ez zor", "deirzor"),
    ("al hillah", "hilah"),
    ("el", "el"),
]


@pytest.mark.parametrize(("folded", "loose"), LOOSE)
def test_a_folded_name_is_loosened(folded: str, loose: str) -> None:
    assert loosen(folded) == loose


# name, country, level, latitude and longitude to a degree
KNOWN = [
    ("Spin Boldak", "AFG", Level.TOWN, 31, 66),
    ("Spīn Bōldak", "AFG", Level.TOWN, 31, 66),
    ("Spinboldak", "AFG", Level.TOWN, 31, 66),
    ("Kobani", "SYR", Level.TOWN, 37, 38),
    ("Ayn al-Arab", "SYR", Level.TOWN, 37, 38),
    ("Goma", "COD", Level.TOWN, -2, 29),
    ("Gorlovka", "UKR", Level.TOWN, 48, 38),
    ("Helmand", "AFG", Level.REGION, 31, 64),
    ("Kharkov", "UKR", Level.TOWN, 50, 36),
    ("North Kivu", "COD", Level.REGION, -1, 29),
    ("Fla.", "USA", Level.REGION, 28, -83),
    ("Harris County", "USA", Level.COUNTY, 30, -95),
    ("Red Sea", None, Level.AREA, 20, 38),
    ("Bab al-Mandab", None, Level.AREA, 13, 43),
    ("Kenya", "KEN", Level.COUNTRY, 1, 38),
]


@pytest.mark.parametrize(("name", "country", "level", "latitude", "longitude"), KNOWN, ids=[row[0] for row in KNOWN])
def test_a_place_is_known(name: str, country: str | None, level: Level, latitude: float, longitude: float) -> None:
    known = gazetteer.load()
    entries = [known.entry(int(row)) for row in known.find(name).rows]
    assert any(
        entry.country == country
        and entry.level is level
        and abs(entry.latitude - latitude) <= 1.0
        and abs(entry.longitude - longitude) <= 1.0
        for entry in entries
    ), entries


@pytest.mark.parametrize("name", ["Balkara", "Dorgan Heights", "", "...", "L.A."])
def test_a_place_that_is_not_there_is_not_found(name: str) -> None:
    assert not len(gazetteer.load().find(name).rows)


def test_an_entry_says_what_it_is() -> None:
    known = gazetteer.load()
    goma = known.entry(int(known.find("Goma").rows[0]))
    assert (goma.id, goma.name, goma.feature, goma.region) == ("geonames:216281", "Goma", "town", "Nord Kivu")
    assert (goma.latitude, goma.longitude, goma.radius_km) == (-1.67409, 29.22845, gazetteer.TOWN_RADIUS)


def test_every_row_is_on_the_globe_and_wide_rows_have_a_radius() -> None:
    known = gazetteer.load()
    assert abs(known.latitude).max() <= 90 * 10**5
    assert abs(known.longitude).max() <= 180 * 10**5
    assert (known.columns["radius"][1:] > 0).all()
    ids = [known.entry(row).id for row in range(1, known.wide)]
    assert len(set(ids)) == len(ids)


def test_it_is_small_and_loads_at_once() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 14e6
    began = time.process_time()
    Gazetteer()
    assert time.process_time() - began < 0.3  # about 0.01 on an idle machine


def test_a_missing_or_wrong_column_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"latitude.*training\.gazetteer"):
        Gazetteer(tmp_path)
    for path in FOLDER.glob("*.npy"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "latitude.npy").unlink()
    (tmp_path / "latitude.npy").symlink_to(FOLDER / "names.npy")
    with pytest.raises(LexiconError, match=r"uint8 is not int32"):
        Gazetteer(tmp_path)


def test_class_words_ask_for_a_level() -> None:
    assert places.level_of("province") is Level.REGION
    assert places.level_of("village") is Level.TOWN
    assert places.level_of("sea") is Level.AREA
    assert places.level_of("airport") is Level.TOWN
    assert places.level_of("street") is None
    assert places.level_of(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[levels]\nplanet = ['earth']", "level 'planet' is unknown; use one of area, country"),
        ("[levels]\ntown = ['town', 'town']", "'town' is there twice"),
        ("[planets]", "table 'planets' is unknown"),
        ("levels", "places.toml"),
    ],
)
def test_a_wrong_class_word_is_an_error(text: str, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        places.read(text)
