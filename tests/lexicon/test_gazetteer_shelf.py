"""What is kept of a user's gazetteers: where, whole or not at all, and what is done with what is damaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import gazetteer
from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.gazetteer_rows import Added
from lexicon.gazetteers import THERE, dump
from training.gazetteer import write

HARN, OSK = dump(71, "Harn Dorgan"), dump(72, "Osk Dorgan", iso2="PK")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("small")
    write(THERE, folder)
    return Gazetteer(folder)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, small: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty home over a small gazetteer, and forget it afterwards."""
    monkeypatch.setenv(shelf.HOME, str(tmp_path / "home"))
    monkeypatch.setattr(gazetteer, "load", lambda: small)
    shelf._base_digest.cache_clear()
    yield tmp_path / "home"
    shelf._loaded.cache_clear()
    shelf._base_digest.cache_clear()


def put(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def ids(name: str) -> list[str]:
    places = shelf.load()
    return [places.entry(int(at)).id for at in places.find(name).rows]


def names() -> list[str]:
    return [one.name for one in shelf.added()]


def test_without_anything_added_the_shipped_gazetteer_is_used_and_nothing_is_written(home: Path) -> None:
    assert shelf.load() is gazetteer.load()
    assert shelf.added() == []
    assert not home.exists()


def test_what_is_added_is_found_listed_and_removed(tmp_path: Path) -> None:
    added, counts = shelf.add(put(tmp_path, "AF.txt", HARN))
    assert (added.name, added.format, added.places, added.countries) == ("af", "geonames", 1, ("AFG",))
    assert counts.new == 1
    assert ids("Harn Dorgan") == ["geonames:71"]
    assert shelf.added() == [added]
    shelf.remove("af")
    assert shelf.added() == []
    assert ids("Harn Dorgan") == []


def test_the_file_itself_is_not_needed_afterwards(tmp_path: Path) -> None:
    file = put(tmp_path, "AF.txt", HARN)
    shelf.add(file)
    file.unlink()
    shelf._loaded.cache_clear()
    assert ids("Harn Dorgan") == ["geonames:71"]


def test_what_was_merged_is_mapped_and_made_anew_where_it_is_damaged_or_gone(
    tmp_path: Path, home: Path, small: Gazetteer
) -> None:
    shelf.add(put(tmp_path, "AF.txt", HARN))
    (merged,) = (home / "gazetteer" / "merged").iterdir()
    before = {path.name: path.read_bytes() for path in merged.iterdir()}
    for damage in ("cut", "short", "gone"):
        shelf._loaded.cache_clear()
        if damage == "cut":
            (merged / "names.npy").write_bytes(before["names.npy"][:150])
        elif damage == "short":
            (merged / "level.npy").write_bytes((small.folder / "level.npy").read_bytes())
        else:
            shutil.rmtree(merged)
        assert ids("Harn Dorgan") == ["geonames:71"], damage
        if damage != "short":
            assert {path.name: path.read_bytes() for path in merged.iterdir()} == before
        else:
            (merged / "level.npy").write_bytes(before["level.npy"])


def test_a_damaged_source_stops_reading_is_listed_and_can_be_removed(tmp_path: Path, home: Path) -> None:
    shelf.add(put(tmp_path, "AF.txt", HARN))
    shelf.add(put(tmp_path, "PK.txt", OSK))
    path = home / "gazetteer" / "sources" / "af.npz"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(LexiconError, match=r"af\.npz: is damaged .* dateline gazetteer remove af"):
        shelf.load()
    assert names() == ["pk", "af"]
    assert isinstance(shelf.added()[0], Added)
    assert isinstance(shelf.added()[1], shelf.Broken)
    shelf.remove("af")
    assert ids("Osk Dorgan") == ["geonames:72"]


def test_a_source_whose_columns_are_damaged_is_refused(tmp_path: Path, home: Path) -> None:
    shelf.add(put(tmp_path, "AF.txt", HARN))
    shutil.rmtree(home / "gazetteer" / "merged")
    shelf._loaded.cache_clear()
    path = home / "gazetteer" / "sources" / "af.npz"
    path.write_bytes(path.read_bytes().replace(b"geonames:71", b"geonames:99"))
    with pytest.raises(LexiconError, match=r"af\.npz: is damaged"):
        shelf.load()


def test_a_name_is_taken_once_and_nothing_is_changed_by_a_refusal(tmp_path: Path) -> None:
    shelf.add(put(tmp_path, "AF.txt", HARN))
    with pytest.raises(LexiconError, match="'af' is there already; give another --name"):
        shelf.add(put(tmp_path, "AF.txt", OSK))
    with pytest.raises(LexiconError, match="2 columns; there must be 19"):
        shelf.add(put(tmp_path, "AL.txt", OSK + "1\t2\n"))
    assert names() == ["af"]
    assert ids("Harn Dorgan") == ["geonames:71"]
    shelf.add(put(tmp_path, "AF.txt", OSK), name="other")
    assert names() == ["af", "other"]


def test_what_was_not_added_cannot_be_removed() -> None:
    with pytest.raises(LexiconError, match=r"no gazetteer '\.\./x' was added; nothing was added"):
        shelf.remove("../x")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, home: Path) -> None:
    home.write_text("a file")
    with pytest.raises(LexiconError, match="set DATELINE_HOME"):
        shelf.add(put(tmp_path, "AF.txt", HARN))


def test_a_file_for_one_time_goes_over_what_is_kept_and_is_not_kept(tmp_path: Path) -> None:
    shelf.add(put(tmp_path, "AF.txt", HARN))
    places = shelf.load([put(tmp_path, "more.txt", OSK + dump(73, "Harn Dorgan", lat="33.11"))])
    assert [places.entry(int(at)).id for at in places.find("Harn Dorgan").rows] == ["geonames:73"]
    assert len(places.find("Osk Dorgan").rows) == 1
    assert ids("Osk Dorgan") == []
    assert ids("Harn Dorgan") == ["geonames:71"]


def test_the_order_of_adding_decides_and_the_day_does_not(tmp_path: Path, home: Path) -> None:
    one, other = put(tmp_path, "one.txt", HARN), put(tmp_path, "other.txt", dump(73, "Harn Dorgan", lat="33.11"))
    shelf.add(one)
    shelf.add(other)
    assert ids("Harn Dorgan") == ["geonames:73"]
    (first,) = (home / "gazetteer" / "merged").iterdir()
    shelf.remove("one")
    shelf.remove("other")
    shelf.add(other)
    shelf.add(one)
    assert ids("Harn Dorgan") == ["geonames:71"]
    (second,) = (home / "gazetteer" / "merged").iterdir()
    assert first.name != second.name


HOMES = [
    ("linux", {"DATELINE_HOME": "/data/dl"}, "/data/dl"),
    ("linux", {"XDG_DATA_HOME": "/data/x"}, "/data/x/dateline"),
    ("linux", {"XDG_DATA_HOME": "relative"}, "HOME/.local/share/dateline"),  # as the specification says
    ("linux", {}, "HOME/.local/share/dateline"),
    ("darwin", {}, "HOME/Library/Application Support/dateline"),
    ("win32", {"LOCALAPPDATA": "/local"}, "/local/dateline"),
    ("win32", {}, "HOME/AppData/Local/dateline"),
]


@pytest.mark.parametrize(("system", "variables", "folder"), HOMES)
def test_home_is_where_the_system_keeps_data(
    system: str, variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (shelf.HOME, "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", system)
    assert shelf.home() == Path(folder.replace("HOME", str(Path.home())))
