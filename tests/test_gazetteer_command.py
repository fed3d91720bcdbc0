"""The commands ``dateline gazetteer add``, ``list``, ``remove``, and ``dateline read --gazetteer``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import api, cli
from dateline.lexicon import gazetteer, gazetteer_shelf
from dateline.lexicon.gazetteer import Gazetteer
from lexicon.gazetteers import THERE
from training.gazetteer import write

CSV = "wof_id,name,placetype,lat,lon\n2,Dorgan Kalay,locality,14.3,-5.3\n3,هرن,locality,14.3,-5.3\n"
REPORT = "Gunmen killed four people in Dorgan Kalay, Mali, on Monday.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


@pytest.fixture(autouse=True)
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a small gazetteer in the place of the shipped one, which takes a second to merge with."""
    folder = tmp_path_factory.mktemp("small")
    write(THERE, folder)
    places = Gazetteer(folder)
    monkeypatch.setattr(gazetteer, "load", lambda: places)
    gazetteer_shelf._base_digest.cache_clear()
    yield
    gazetteer_shelf._base_digest.cache_clear()
    gazetteer_shelf._loaded.cache_clear()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    path = tmp_path / "Places.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def ids(result: Result) -> set[str | None]:
    assert result.exit_code == 0, result.stderr
    return {place["gazetteer_id"] for claim in json.loads(result.stdout)["claims"] for place in claim["places"]}


def test_what_is_added_is_read_with_until_it_is_removed(file: Path, report: Path) -> None:
    before = run("read", report, "--json").stdout
    added = run("gazetteer", "add", file, "--country", "MLI")
    assert added.exit_code == 0, added.stderr
    assert added.stdout == (
        "places: 1 places of MLI (whosonfirst); 0 in the place of others, 1 new\n"
        "  passed over 1: no name in Latin letters (first in line 3)\n"
    )
    result = run("read", report, "--json")
    assert "wof:2" in ids(result)
    assert run("read", report, "--json").stdout == result.stdout
    listed = run("gazetteer", "list")
    assert listed.stdout.startswith("places: 1 places of MLI, whosonfirst, added 2")
    assert "from Places.csv, SHA-256 " in listed.stdout
    assert run("gazetteer", "remove", "places").stdout == "places: removed\n"
    assert run("gazetteer", "list").stdout == ""
    assert run("read", report, "--json").stdout == before


def test_a_file_is_read_with_for_one_run(file: Path, report: Path, tmp_path: Path) -> None:
    plain = run("read", report, "--json")
    more = tmp_path / "more.csv"
    more.write_text("ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE\nML,Dorgan,ML77,Dorgan Kalay,ML7701\n")
    assert "pcode:ML7701" in ids(run("read", report, "--json", "--gazetteer", more))
    assert run("read", report, "--json").stdout == plain.stdout
    assert not (tmp_path / "home").exists()


def test_a_wrong_file_is_refused_and_nothing_is_kept(file: Path, tmp_path: Path, report: Path) -> None:
    file.write_text(CSV + "4,Harn,locality,99,-5\n", encoding="utf-8")
    result = run("gazetteer", "add", file, "--country", "MLI")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Places.csv:4: latitude '99' is none; use degrees from -90 to 90" in result.stderr
    assert run("gazetteer", "list").stdout == ""
    assert run("read", report, "--gazetteer", file).exit_code == 2


def test_a_damaged_one_is_listed_with_the_remedy(file: Path, tmp_path: Path, report: Path) -> None:
    run("gazetteer", "add", file, "--country", "MLI")
    (tmp_path / "home" / "gazetteer" / "sources" / "places.npz").write_bytes(b"PK")
    listed = run("gazetteer", "list")
    assert listed.exit_code == 1
    assert "places.npz: is damaged" in listed.stderr
    assert "run: dateline gazetteer remove places" in listed.stderr
    assert run("read", report).exit_code == 2
    assert run("gazetteer", "remove", "places").exit_code == 0
    assert run("read", report).exit_code == 0


def test_a_file_name_with_control_characters_does_not_reach_the_terminal(file: Path) -> None:
    hostile = file.with_name("Pla\x1b[31m\u202eces.csv")
    file.rename(hostile)
    assert run("gazetteer", "add", hostile, "--country", "MLI").exit_code == 0
    listed = run("gazetteer", "list").stdout
    assert "\x1b" not in listed
    assert "\u202e" not in listed
    assert listed.startswith("pla-31m-ces: ")


def test_the_library_does_what_the_command_does(file: Path) -> None:
    added, counts = api.add_gazetteer(file, name="mine", country="MLI")
    assert (added.name, counts.new) == ("mine", 1)
    assert api.gazetteers() == [added]
    reading = api.read_text(REPORT)
    assert "wof:2" in {place.gazetteer_id for claim in reading.claims for place in claim.places}
    api.remove_gazetteer("mine")
    assert api.gazetteers() == []
    assert "wof:2" in {
        place.gazetteer_id
        for claim in api.read_text(REPORT, gazetteers=_with_country(file)).claims
        for place in claim.places
    }


def _with_country(file: Path) -> Path:
    """Give a file for one run, which must tell its country itself."""
    file.write_text(CSV + "9,Mali,country,17,-4\n", encoding="utf-8")
    return file


def test_the_formats_that_help_names_are_those_that_are_read() -> None:
    told = run("gazetteer", "add", "--help").stdout
    assert all(name in told for name in api.GAZETTEER_FORMATS)
