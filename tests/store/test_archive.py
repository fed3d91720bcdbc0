"""A store to an archive and back: on whichever engine, nothing is lost and nothing is made up."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import exporting, inquiry, resolution
from dateline.errors import InputError
from dateline.judgement import Author
from dateline.store import ClaimQuery, Coder, Entry, EventQuery, ReportQuery, Store, open_store
from dateline.store.archive import archive, restore

CODER = Coder(version="1", model="m")
LATER = Coder(version="2", model="m")
AT = "2031-01-01T00:00:00Z"


def fill(store: Store) -> None:
    for version in (0, 1):
        found = [
            reading(n, claims=2, story=n // 3, url=f"https://a.example/{n}", version=version if n % 4 == 0 else 0)
            for n in range(12)
        ]
        store.add([Entry(reading=each, raw=each.report.text.encode()) for each in found], CODER)
    store.add([Entry(reading=reading(3, claims=2, story=1, url="https://a.example/3"), raw=None)], LATER)
    resolution.resolve(store)
    one, two = list(inquiry.events(store, EventQuery(limit=2)))
    inquiry.merge(store, one.id, two.id, by=Author(name="Anna", person=True), at=AT)


def contents(store: Store) -> list[object]:
    return [
        store.fingerprint(),
        store.counts(),
        list(store.reports(ReportQuery(superseded=True))),
        list(store.claims(ClaimQuery(superseded=True))),
        list(store.judgements()),
        list(inquiry.events(store)),
        [claim.claim.id for claim in store.claims(ClaimQuery(text="people", limit=5))],
    ]


@pytest.fixture
def filled(db: str) -> str:
    with open_store(db, create=True) as store:
        fill(store)
    return db


def test_from_one_engine_to_the_other_and_back_it_is_the_same(tmp_path: Path, new_database: Callable[[], str]) -> None:
    first = str(tmp_path / "first.db")
    with open_store(first, create=True) as store:
        fill(store)
        before = contents(store)
    for number, target in enumerate((new_database(), str(tmp_path / "last.db"))):
        path = tmp_path / f"{number}.zip"
        with open_store(first) as store:
            done = archive(store, path, created=AT)
        with open_store(target, create=True) as store:
            assert restore(path, store) == done
            assert store.check() == ()
            resolution.resolve(store)
            assert contents(store) == before
        first = target


def test_what_is_stored_afterwards_goes_on_where_it_was(filled: str, tmp_path: Path) -> None:
    with open_store(filled) as store:
        archive(store, tmp_path / "a.zip", created=AT)
    with open_store(tmp_path / "b.db", create=True) as store:
        restore(tmp_path / "a.zip", store)
        before = store.counts()
        store.add([Entry(reading=reading(99, url="https://a.example/5"), raw=b"x")], CODER)
        assert store.check() == ()
        assert store.counts().documents == before.documents
        assert store.counts().reports == before.reports + 1


def test_the_same_store_gives_the_same_tables(filled: str, tmp_path: Path) -> None:
    with open_store(filled) as store:
        archive(store, tmp_path / "a.zip", created=AT)
        archive(store, tmp_path / "b.zip", created=AT)
    with zipfile.ZipFile(tmp_path / "a.zip") as one, zipfile.ZipFile(tmp_path / "b.zip") as other:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_a_file_that_is_there_is_left_alone(filled: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("mine")
    with open_store(filled) as store, pytest.raises(InputError, match="there already"):
        archive(store, tmp_path / "a.zip", created=AT)
    assert (tmp_path / "a.zip").read_text() == "mine"
    with open_store(filled) as store, pytest.raises(InputError, match="cannot be written"):
        archive(store, tmp_path / "no" / "a.zip", created=AT)


def test_only_an_empty_store_is_restored_into(filled: str, tmp_path: Path) -> None:
    with open_store(filled) as store:
        archive(store, tmp_path / "a.zip", created=AT)
        with pytest.raises(InputError, match="not empty"):
            restore(tmp_path / "a.zip", store)


def changed(path: Path, name: str, data: bytes | None) -> Path:
    """Write the archive again with another file in the place of one, or without it."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            content = data if each == name else old.read(each)
            if content is not None:
                new.writestr(each, content)
    return target


def test_what_is_damaged_is_refused_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with open_store(tmp_path / "a.db", create=True) as store:
        fill(store)
        archive(store, path, created=AT)
    with zipfile.ZipFile(path) as held:
        manifest = json.loads(held.read("manifest.json"))
        readings = held.read("readings.jsonl")
        some = next(name for name in held.namelist() if name.startswith("inputs/"))
    wrong: list[tuple[str, bytes | None, str]] = [
        ("manifest.json", None, "manifest is missing"),
        ("manifest.json", b"{}", "manifest is missing or wrong"),
        ("manifest.json", json.dumps({**manifest, "format": 99}).encode(), "later form"),
        ("manifest.json", json.dumps({**manifest, "fingerprint": "0" * 64}).encode(), "not what was archived"),
        ("readings.jsonl", readings.splitlines(keepends=True)[0], "readings.jsonl is not what was archived"),
        ("readings.jsonl", b'{"seq":1}\n', "readings.jsonl:1: this is no row"),
        ("readings.jsonl", b"[" * 100_000, "this is no row"),
        (some, b"other", "is not what was archived"),
    ]
    for number, (name, data, message) in enumerate(wrong):
        with open_store(tmp_path / f"{number}.db", create=True) as store, pytest.raises(InputError, match=message):
            restore(changed(path, name, data), store)
        with open_store(tmp_path / f"{number}.db") as store:
            assert store.counts().reports == 0
        with pytest.raises(InputError, match=message):
            exporting.restore(changed(path, name, data), tmp_path / "new.db")
        assert not list(tmp_path.glob("new.db*"))
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-500])
    (tmp_path / "text.zip").write_text("no archive")
    for name in ("cut.zip", "text.zip", "nowhere.zip"):
        with open_store(tmp_path / f"{name}.db", create=True) as store, pytest.raises(InputError, match=name):
            restore(tmp_path / name, store)
