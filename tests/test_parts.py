"""Coded reports as Parquet tables: what is there is not read again, and input from addresses that fsspec knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import api
from dateline.errors import InputError, StoreError
from dateline.intake.source import Failure, Item
from dateline.parts import READING_COLUMNS, Parts
from dateline.store import Coder, Entry

fsspec = pytest.importorskip("fsspec", reason='needs pip install "dateline[ray]"')
parquet = pytest.importorskip("pyarrow.parquet", reason='needs pip install "dateline[parquet]"')

CODER = Coder(version="1")
TEXTS = {"a": "Rebels seized the town of Harn on Monday.", "b": "Police arrested nine men in Goma.", "c": "It rained."}


@pytest.fixture
def memory() -> str:
    """Put the reports at an address in memory, below a folder of the test's own."""
    files = fsspec.filesystem("memory")
    files.rm("/", recursive=True) if files.exists("/") else None
    for name, text in TEXTS.items():
        files.pipe_file(f"/wire/{name}.txt", text.encode())
    files.pipe_file("/wire/.hidden/d.txt", b"Nothing.")
    return "memory://wire"


def test_reports_are_found_at_an_address(memory: str) -> None:
    found = list(api.find([memory]))
    assert [(each.name, each.source_id, each.size) for each in found if isinstance(each, Item)] == [
        (f"memory:///wire/{name}.txt", f"{name}.txt", len(text)) for name, text in TEXTS.items()
    ]
    texts = [each.report.text for each in api.read(found, published="2031-03-04")]
    assert texts == list(TEXTS.values())
    assert [each.report.text for each in api.read(f"{memory}/[ab].txt")] == [TEXTS["a"], TEXTS["b"]]


def test_a_hidden_folder_that_is_named_has_reports(memory: str) -> None:
    assert [each.name for each in api.find([f"{memory}/.hidden"])] == ["memory:///wire/.hidden/d.txt"]


def test_a_pattern_is_of_files(memory: str) -> None:
    fsspec.filesystem("memory").pipe_file("/wire/deep/e.txt", b"Nothing.")
    assert [each.name for each in api.find([f"{memory}/[a-z]*"])] == [f"memory:///wire/{name}.txt" for name in TEXTS]
    (found,) = api.find([f"{memory}/deep*"])
    assert isinstance(found, Failure)


@pytest.mark.parametrize(
    ("address", "said"),
    [("memory://none", "there are no reports at this address"), ("nosuch://x/y", "only http:// and https:// are")],
)
def test_what_is_not_at_an_address_is_told(address: str, said: str, memory: str) -> None:
    (found,) = api.find([address])
    assert isinstance(found, Failure)
    assert isinstance(found.error, InputError)
    assert said in str(found.error)


def test_a_run_goes_on_where_it_was(memory: str, tmp_path: Path) -> None:
    db = f"parquet:{tmp_path / 'out'}"
    first = api.ingest([f"{memory}/a.txt"], db, published="2031-03-04").progress
    assert (first.new, first.known) == (1, 0)
    assert first.claims >= 1
    again = api.ingest([memory], db, published="2031-03-04").progress
    assert (again.new, again.known) == (2, 1)
    third = api.ingest([memory], db, published="2031-03-04").progress
    assert (third.new, third.known) == (0, 3)
    tables = [parquet.read_table(path) for path in sorted((tmp_path / "out/readings").rglob("*.parquet"))]
    assert len(tables) == 2
    assert all(table.column_names == [*READING_COLUMNS] for table in tables)
    records = [json.loads(row) for table in tables for row in table["record"].to_pylist()]
    assert sorted(each["report"]["text"] for each in records) == sorted(TEXTS.values())
    claims = parquet.read_table(tmp_path / "out/claims").to_pylist()
    assert {(each["type"], each["source_id"]) for each in claims} >= {("CONTROL", "a.txt"), ("COERCE", "b.txt")}


def test_the_tables_are_at_an_address_as_well(memory: str) -> None:
    db = "parquet:memory://out"
    assert api.ingest([memory], db).progress.new == 3
    assert len(fsspec.filesystem("memory").glob("/out/readings/*/*.parquet")) == 1
    assert api.ingest([memory], db).progress.known == 3


def test_another_coder_reads_them_anew(tmp_path: Path) -> None:
    readings = [api.read_text(text) for text in TEXTS.values()]
    parts = Parts(f"parquet:{tmp_path}")
    entries = [Entry(reading=each) for each in readings]
    assert [each.outcome for each in parts.add([*entries, entries[0]], CODER)] == ["new", "new", "new", "known"]
    ids = [each.report.id for each in readings]
    assert Parts(f"parquet:{tmp_path}").known(ids, CODER) == set(ids)
    assert Parts(f"parquet:{tmp_path}").known(ids, Coder(version="2")) == set()


def test_a_part_that_was_not_finished_is_written_again(tmp_path: Path) -> None:
    reading = api.read_text(TEXTS["a"])
    parts = Parts(f"parquet:{tmp_path}")
    parts.add([Entry(reading=reading)], CODER)
    (path,) = (tmp_path / "readings").rglob("*.parquet")
    path.rename(path.with_suffix(".new"))
    again = Parts(f"parquet:{tmp_path}")
    assert again.known([reading.report.id], CODER) == set()
    assert [each.outcome for each in again.add([Entry(reading=reading)], CODER)] == ["new"]
    assert path.exists()


def test_a_broken_part_is_told(tmp_path: Path) -> None:
    parts = Parts(f"parquet:{tmp_path}")
    parts.add([Entry(reading=api.read_text(TEXTS["a"]))], CODER)
    (path,) = (tmp_path / "readings").rglob("*.parquet")
    path.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match="cannot be read"):
        Parts(f"parquet:{tmp_path}").known(["x"], CODER)
