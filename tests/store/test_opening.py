"""Opening a store: what is there, which version, who may write; and what is said of each."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bench.generated import reading
from dateline.errors import (
    FullStore,
    LockedStore,
    MissingStore,
    NewerStore,
    NotAStore,
    ReadOnlyStore,
    StoreError,
)
from dateline.store import ClaimQuery, Coder, Entry, ReportQuery, Store, open_store
from dateline.store.migrations import LATEST, Engine, steps
from dateline.store.rows import draft
from dateline.store.sql import SqlStore
from dateline.store.sqlite import SqliteStore
from dateline.store.tables import TABLES

CODER = Coder(version="1")


def entries(*numbers: int) -> list[Entry]:
    return [Entry(reading=reading(n), raw=b"raw") for n in numbers]


def sql_of(store: Store) -> SqlStore:
    assert isinstance(store, SqlStore)
    return store


# Versions


def older(db: str, version: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a store as a dateline made it that knew tables up to a version, with two reports; give its fingerprint."""
    with monkeypatch.context() as past:
        past.setattr("dateline.store.sql.LATEST", version)
        past.setattr("dateline.store.sqlite.LATEST", version)
        postgres = pytest.importorskip("dateline.store.postgres")
        past.setattr(postgres, "LATEST", version)
        past.setattr(SqlStore.migrate, "__defaults__", (version,))
        past.setattr(postgres.PostgresStore.migrate, "__defaults__", (version,))
        with open_store(db, create=True) as store:
            assert store.version == version
            store.add(entries(1, 2), CODER)
            return contents(store)


def contents(store: Store) -> str:
    return repr([(sorted(c.claim.id for c in store.claims(ClaimQuery())), store.reading(reading(1).report.id))])


@pytest.mark.parametrize("version", range(1, LATEST))
def test_an_older_store_is_brought_to_this_version(db: str, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = older(db, version, monkeypatch)
    with open_store(db) as store:
        assert store.version == LATEST
        assert contents(store) == before
        store.clear_derived()
        store.add(entries(3), CODER)
        assert store.counts().reports == 3
        assert store.check() == ()


def test_a_migration_that_fails_leaves_the_store_as_it_was(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = older(db, 1, monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(
            "dateline.store.sql.steps", lambda engine, version: (*steps(engine, version)[:1], ("CREATE NONSENSE",))
        )
        with pytest.raises(StoreError):
            open_store(db)
    with open_store(db) as store:
        assert store.version == LATEST
        assert contents(store) == before


def test_a_newer_store_is_refused(db: str) -> None:
    with open_store(db, create=True) as store, sql_of(store).writing():
        sql_of(store)._set_version(LATEST + 1)
    for create in (False, True):
        with pytest.raises(NewerStore, match=f"version {LATEST + 1}.*later one"):
            open_store(db, create=create)


def test_the_steps_lead_to_the_tables(db: str) -> None:
    with open_store(db, create=True) as store:
        for table in TABLES:
            key = "rowid" if table.searched else table.columns[0]
            sql_of(store).execute(f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {key} IS NULL")
        if sql_of(store).engine is Engine.POSTGRES:
            found = sql_of(store).execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'dateline'"
            )
        else:
            found = sql_of(store).execute(
                "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'"
            )
    there = {(str(name), str(column)) for name, column in found}
    told = {(table.name, column) for table in TABLES for column in table.columns if column != "rowid"}
    own = {name for name, _ in told}
    assert {each for each in there if each[0] in own and each[1] != "rowid"} == told


# What is there


def test_what_is_not_there_is_not_made_by_asking(db: str) -> None:
    with pytest.raises(MissingStore, match="dateline ingest"):
        open_store(db)
    with pytest.raises(MissingStore):
        open_store(db)


NOT_STORES: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("Reports of the day, in plain text"),
    "folder": lambda path: path.mkdir(),
    "another program": lambda path: sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close(),
    "cut short": lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\x10\x00\x01\x01" + b"\x00" * 70),
}


@pytest.mark.parametrize("kind", NOT_STORES)
@pytest.mark.parametrize("create", [False, True])
def test_what_is_no_store_is_refused_and_left_as_it_is(kind: str, create: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    NOT_STORES[kind](path)
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(NotAStore, match=r"name a file|another name|another file|backup"):
        open_store(path, create=create)
    assert path.is_dir() if before is None else path.read_bytes() == before


@pytest.mark.parametrize(
    ("db", "told"), [("mysql://x/y", "postgresql://"), ("", "give a file"), ("no/such/a.db", "folder")]
)
def test_a_place_where_no_store_can_be_is_refused(db: str, told: str) -> None:
    with pytest.raises(MissingStore, match=told):
        open_store(db, create=True)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with pytest.raises(MissingStore):
        open_store(path)
    with open_store(path, create=True) as store:
        assert store.version == LATEST


def test_a_name_with_signs_in_it_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory&x=%41#b.db"
    with open_store(path, create=True) as store:
        store.add(entries(1), CODER)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def read_all(path: Path) -> None:
    with open_store(path) as store:
        list(store.claims(ClaimQuery()))
        list(store.reports(ReportQuery()))
        store.fingerprint()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(path, create=True) as store:
        store.add(entries(*range(20)), CODER)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 40] = b"\xaa" * (4096 * 37)
    path.write_bytes(data)
    with pytest.raises(NotAStore, match=r"damaged.*backup"):
        read_all(path)


# Who may write


@contextmanager
def as_nobody() -> Iterator[Path]:
    """Give a folder, and be a user who owns nothing: root may write anywhere."""
    folder = Path(tempfile.mkdtemp(prefix="dl-ro-"))
    try:
        yield folder
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def drop_rights() -> None:
    if os.getuid() == 0:
        os.seteuid(65534)


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_file_that_may_not_be_written_to_can_be_asked(folder_too: bool) -> None:
    with as_nobody() as folder:
        path = folder / "a.db"
        with open_store(path, create=True) as store:
            store.add(entries(1), CODER)
        path.chmod(0o444)
        folder.chmod(0o555 if folder_too else 0o777)
        drop_rights()
        with open_store(path) as store:
            assert len(list(store.claims(ClaimQuery()))) == 5
            with pytest.raises(ReadOnlyStore, match="permissions"):
                store.add(entries(2), CODER)
        with pytest.raises(ReadOnlyStore, match="permissions"):
            open_store(path, create=True)


def test_a_folder_that_may_not_be_written_to_is_told() -> None:
    with as_nobody() as folder:
        folder.chmod(0o555)
        drop_rights()
        with pytest.raises(StoreError, match=r"folder|permissions"):
            open_store(folder / "a.db", create=True)


def test_a_user_without_the_right_is_told(emptied: Callable[[], str]) -> None:
    url = emptied()
    with open_store(url, create=True) as store:
        store.add(entries(1), CODER)
        sql_of(store).execute("DROP ROLE IF EXISTS reader")
        sql_of(store).execute("CREATE ROLE reader LOGIN")
        sql_of(store).execute("GRANT USAGE ON SCHEMA dateline TO reader")
        sql_of(store).execute("GRANT SELECT ON ALL TABLES IN SCHEMA dateline TO reader")
    with open_store(url.replace("postgres@", "reader@")) as store:
        assert len(list(store.claims(ClaimQuery()))) == 5
        with pytest.raises(ReadOnlyStore, match="ask for the right"):
            store.add(entries(2), CODER)
    with open_store(url) as store:
        sql_of(store).execute("DROP OWNED BY reader")
        sql_of(store).execute("DROP ROLE reader")


def test_a_schema_of_another_program_is_refused(emptied: Callable[[], str]) -> None:
    import psycopg

    url = emptied()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA dateline; CREATE TABLE dateline.reports (x int)")
    with pytest.raises(NotAStore, match="another"):
        open_store(url, create=True)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="cannot connect") as told:
        open_store("postgresql://me:secret@/x?host=/nonexistent-socket", wait=1)
    assert "secret" not in str(told.value)


def test_without_psycopg_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "dateline.store.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install .dateline\[postgres\]"):
        open_store("postgresql://localhost/x")


# What fails on the way


def fails(store: Store) -> None:
    """Let the disk of a store be full, for real as far as the engine can tell."""
    if isinstance(store, SqliteStore):
        store.execute(f"PRAGMA max_page_count = {sql_of(store).execute('PRAGMA page_count')[0][0]}")
    else:
        sql_of(store).execute(
            "CREATE FUNCTION dateline.full() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"
        )
        sql_of(store).execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON dateline.claim_words EXECUTE FUNCTION dateline.full()"
        )


def test_a_full_disk_is_told_and_loses_nothing(db: str) -> None:
    with open_store(db, create=True) as store:
        store.add(entries(1, 2), CODER)
        before = store.fingerprint()
        fails(store)
        with pytest.raises(FullStore, match="make room"):
            store.add(entries(*range(3, 60)), CODER)
        assert store.fingerprint() == before
        assert store.counts().reports == 2
    with open_store(db) as store:
        assert store.fingerprint() == before
        assert store.check() == ()


def test_a_store_that_another_writes_to_is_waited_for_then_told(db: str) -> None:
    with open_store(db, create=True) as one, sql_of(one).writing(), open_store(db, wait=0.2) as other:
        assert other.counts().reports == 0  # reading goes on
        with pytest.raises(LockedStore, match=r"another process.*try again"):
            other.add(entries(1), CODER)
    with open_store(db, wait=0.2) as other:
        other.add(entries(1), CODER)


def test_what_is_no_record_is_refused_and_nothing_of_its_batch_is_stored(db: str) -> None:
    from dataclasses import replace

    from dateline.errors import RecordError

    bad = replace(reading(2), report=replace(reading(2).report, text="lone \ud800"))
    with open_store(db, create=True) as store:
        with pytest.raises(RecordError):
            store.add([*entries(1), Entry(reading=bad)], CODER)
        assert store.counts().reports == 0


def test_what_is_being_written_is_not_seen_by_others(db: str) -> None:
    with open_store(db, create=True) as one, open_store(db) as other:
        with sql_of(one).writing():
            sql_of(one)._add([draft(each) for each in entries(1)], CODER)
            assert one.counts().reports == 1
            assert other.counts().reports == 0
        assert other.counts().reports == 1


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(path, create=True).close()
    assert path.read_bytes()[68:72] == b"dtln"
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
