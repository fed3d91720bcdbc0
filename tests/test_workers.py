"""Reports read by several processes: the same bytes, the same store, and nothing stopped by one bad report."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline import api, cli, engine, ingest, pipeline
from dateline.errors import Uncodable
from dateline.intake.source import Failure, Item
from dateline.records import Reading, Report

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
FORTNIGHT = EXAMPLES / "fortnight" / "reports.jsonl"


def broken(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Fail on the second report."""
    for reading in readings:
        if reading.report.id == "1":
            raise RecursionError("too deep")
        yield replace(reading)


def reports(count: int) -> list[Reading]:
    return [
        Reading(report=Report(id=str(i), source_id=f"wire/{i}.txt", text="Rien.", language="fr")) for i in range(count)
    ]


def test_records_are_the_same_for_any_number_of_workers() -> None:
    files = [each for each in EXAMPLES.iterdir() if each.suffix in {".txt", ".jsonl"}]
    found = [
        [api.dumps(each) for each in api.read(files, published="2031-03-04", workers=workers, failures=[])]
        for workers in (1, 2)
    ]
    assert len(found[0]) == 6
    assert found[0] == found[1]


def test_a_report_that_cannot_be_coded_is_a_failure_and_the_rest_is_read() -> None:
    failures: list[Failure] = []
    done = list(ingest.spread(broken, 1, failures, ingest.LOCAL)(reports(3)))
    assert [each.report.id for each in done] == ["0", "2"]
    ((name, error),) = [(each.name, each.error) for each in failures]
    assert name == "wire/1.txt"
    assert isinstance(error, Uncodable)
    assert "wire/1.txt: could not be coded: RecursionError: too deep (" in str(error)


def test_without_a_list_of_failures_it_raises() -> None:
    with pytest.raises(RecursionError):
        list(ingest.spread(broken, 1, None, ingest.LOCAL)(reports(3)))


@pytest.mark.parametrize(("size", "sources", "several"), [(2_000, 1, False), (400_000, 1, True), (10, 300, True)])
def test_a_little_is_read_by_one_process(
    size: int, sources: int, several: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "cores", lambda: 8)
    item = next(each for each in api.find([EXAMPLES / "border-ceasefire.txt"]) if isinstance(each, Item))
    items = [replace(item, size=size)] * sources
    assert api.workers_for(items) == (8 if several else 1)
    assert api.workers_for(items, threads=3) == (2 if several else 1)


def test_a_report_has_longer_the_longer_it_is() -> None:
    short, long = (Reading(report=Report(id="r", text="x" * size, language="en")) for size in (10, 10_000_000))
    assert 60 <= pipeline.patience(short) < 61
    assert pipeline.patience(long) > 10_000_000 / 24_000 * 100


def test_workers_fill_a_store_as_one_does_and_go_on_after_kill(tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone.db", tmp_path / "beside.db"
    some = tmp_path / "some.jsonl"
    some.write_text("".join(FORTNIGHT.read_text(encoding="utf-8").splitlines(keepends=True)[:24]), encoding="utf-8")
    whole = ["ingest", str(some), "--no-resolve"]
    assert CliRunner().invoke(cli.app, [*whole, "--db", str(alone)]).exit_code == 0
    command = [
        sys.executable,
        "-m",
        "dateline",
        *whole,
        "--db",
        str(beside),
        "--workers",
        "2",
    ]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while time.monotonic() < end and first.poll() is None and not stored(beside):
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert stored(alone) == stored(beside)
    assert len(list(api.reports(beside))) == len(list(api.reports(alone))) == 24


def stored(db: Path) -> list[str]:
    """Return what is claimed in a store, and by which report."""
    if not db.exists():
        return []
    try:
        return sorted(f"{each.report} {each.claim}" for each in api.claims(db))
    except api.StoreError:
        return []
