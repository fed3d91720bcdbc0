"""The commands of what is derived, as a user types them, on the example fortnight."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner, Result

from dateline.api import EVENT_COLUMNS, EXPORT_FORMATS, LEDGER_COLUMNS, LedgerKind
from dateline.cli import app
from dateline.errors import FullStore
from dateline.store.sqlite import SqliteStore
from dateline.terminal import tally

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("events") / "f.db"
    result = run("ingest", str(ROOT / "examples" / "fortnight"), "--db", str(path))
    assert result.exit_code == 0, result.output
    assert "60 of 60 reports stored" in result.stdout
    assert "events made or added to" in result.stdout
    return path


@pytest.fixture
def db(made: Path, tmp_path: Path) -> str:
    return str(shutil.copy(made, tmp_path / "f.db"))


def events(db: str, *options: str) -> list[dict[str, object]]:
    result = run("events", "--db", db, "--json", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", [("export", "csv"), ("export", "acled"), ("export", "claims"), ("archive",)])
def test_a_store_is_never_written_over(command: tuple[str, ...], db: str) -> None:
    before = Path(db).read_bytes()
    result = run(*command, "--db", db, "-o", db)
    assert result.exit_code != 0
    assert Path(db).read_bytes() == before
    assert "give another name" in result.stderr


def test_a_table_of_events_has_a_line_of_what_happened(db: str) -> None:
    result = run("events", "--db", db, "--place", "Karsh", "--type", "ASSAULT", "--min-origins", "3")
    assert result.exit_code == 0
    assert "disputed: " in result.stdout
    assert "denied by Ministry of Defence" in result.stdout
    assert "origins" in result.stdout


def test_an_event_without_a_day_shows_that_of_its_first_report_in_brackets(db: str) -> None:
    undated = next(event for event in events(db) if event["date"]["value"] is None)  # type: ignore[index]
    first = min(report["published"] for report in undated["reports"])  # type: ignore[attr-defined]
    result = run("events", "--db", db, "--report", undated["reports"][0]["id"])  # type: ignore[index]
    assert any(line.startswith(f"({first[:10]})") for line in result.stdout.splitlines())


def test_one_of_something_is_told_in_the_singular(db: str) -> None:
    assert run("control", "--db", db, "--limit", "1").stdout.splitlines()[-1] == "1 row"
    assert run("events", "--db", db, "--limit", "1").stdout.splitlines()[-1] == "1 event"


def test_filters_are_those_of_the_event(db: str) -> None:
    everything = events(db)
    assert len(everything) > 100
    assert {event["status"] for event in events(db, "--status", "planned")} == {"planned"}
    assert all(len(event["origins"]) >= 2 for event in events(db, "--min-origins", "2"))  # type: ignore[arg-type]
    assert all(event["disputed"] for event in events(db, "--disputed"))
    assert len(events(db, "--limit", "3")) == 3
    assert events(db, "--changed-since", "2999-01-01") == []
    muscat = events(db, "--near", "23.6,58.4,60")
    assert muscat
    assert {event["place"]["country"] for event in muscat} == {"OMN"}  # type: ignore[index]


def test_csv_has_its_columns(db: str) -> None:
    rows = list(csv.reader(io.StringIO(run("events", "--db", db, "--csv", "--limit", "5").stdout)))
    assert tuple(rows[0]) == EVENT_COLUMNS
    assert {len(row) for row in rows} == {len(EVENT_COLUMNS)}


@pytest.mark.parametrize("ledger", LedgerKind)
def test_every_ledger_prints_a_table_csv_and_json(db: str, ledger: LedgerKind) -> None:
    table = run(ledger.value, "--db", db)
    assert table.exit_code == 0, table.output
    rows = list(csv.reader(io.StringIO(run(ledger.value, "--db", db, "--csv").stdout)))
    assert tuple(rows[0]) == LEDGER_COLUMNS[ledger]
    assert len(rows) > 1
    lines = run(ledger.value, "--db", db, "--json").stdout.splitlines()
    assert len(lines) == len(rows) - 1
    assert all(json.loads(line)["claims"] for line in lines)


@pytest.mark.parametrize("command", ["events", "control", "outlook", "claims", "reports", "origins"])
@pytest.mark.parametrize("both", [("--json", "--csv"), ("--csv", "--json")])
def test_two_formats_at_once_are_refused(db: str, command: str, both: tuple[str, str]) -> None:
    result = run(command, "--db", db, *both)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "two formats" in result.stderr


@pytest.mark.parametrize("command", ["events", "control", "claims"])
def test_a_place_in_which_nothing_is_gets_a_word(db: str, command: str) -> None:
    assert 'nothing here is in a place "Karshwold"' in run(command, "--db", db, "--place", "Karshwold").stderr
    found = run(command, "--db", db, "--place", "Karsh", "--since", "2050")  # the place is there, nothing in that time
    assert "nothing here" not in found.stderr


def test_a_table_of_a_ledger_has_ids_that_explain_takes(db: str) -> None:
    for ledger in ("control", "outlook", "negotiations"):
        table = run(ledger, "--db", db, "--limit", "2").stdout.splitlines()
        names = [word for line in table[1:] for word in line.split() if re.fullmatch(r"[0-9a-f]{16}", word)]
        assert names, ledger
        assert run("explain", names[0], "--db", db).exit_code == 0


def test_a_ledger_is_asked_by_place_and_party(db: str) -> None:
    lines = run("control", "--db", db, "--place", "Ostova", "--json").stdout.splitlines()
    assert {json.loads(line)["place"] for line in lines} == {"Ostova"}
    assert run("control", "--db", db, "--actor", "Nobody Anywhere", "--json").stdout == ""


def test_explain_leads_from_an_event_to_its_words(db: str) -> None:
    [event] = events(db, "--place", "Karsh", "--type", "ASSAULT", "--min-origins", "5")
    result = run("explain", str(event["id"]), "--db", db)
    assert result.exit_code == 0
    for claim in event["claims"]:  # type: ignore[attr-defined]
        assert claim in result.stdout
    assert "origin 1: " in result.stdout
    assert "held together by:" in result.stdout
    assert not re.search(r"(\d+) to \1, best", result.stdout)
    assert run("explain", "0" * 16, "--db", db).exit_code == 2


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_every_format_is_written_with_its_stamp(db: str, format: str, tmp_path: Path) -> None:
    if "parquet" in format:
        pytest.importorskip("pyarrow")
    target = tmp_path / f"out{EXPORT_FORMATS[format].ending}"
    result = run("export", format, "--db", db, "-o", str(target), "--since", "2031-09")
    assert result.exit_code == 0, result.output
    assert "rows written" in result.stderr
    stamp = json.loads((tmp_path / f"{target.name}.meta.json").read_text(encoding="utf-8"))
    assert stamp["filters"] == {"since": "2031-09"}
    assert stamp["format"] == format
    assert stamp["rows"] > 0
    assert target.stat().st_size > 0


def test_an_export_tells_the_commonest_reasons_alone(db: str, tmp_path: Path) -> None:
    result = run("export", "acled", "--db", db, "-o", str(tmp_path / "a.csv"))
    told = [line for line in result.stderr.splitlines() if "left out" in line]
    assert len(told) == 8
    left = json.loads((tmp_path / "a.csv.meta.json").read_text(encoding="utf-8"))["left_out"]
    assert f"left out for {len(left) - 7} other reasons; {tmp_path / 'a.csv'}.meta.json" in told[-1]
    assert sum(int(line.split()[1].replace(",", "")) for line in told) == sum(left.values())


def test_formats_are_listed_and_deleted_needs_an_instant(db: str) -> None:
    listed = run("export", "formats").stdout
    assert all(name in listed for name in (*EXPORT_FORMATS, "deleted"))
    assert run("export", "deleted", "--db", db).exit_code == 2
    gone = run("export", "deleted", "--db", db, "--changed-since", "2000-01-01")
    assert gone.stdout.splitlines()[0] == "event,now,changed"
    now = {event["id"] for event in events(db)}
    for line in gone.stdout.splitlines()[1:]:
        old, new, _ = line.split(",")
        assert old not in now
        assert new in now | {""}


def test_an_archive_is_restored_to_the_same_events(db: str, tmp_path: Path) -> None:
    target, other = tmp_path / "all.zip", str(tmp_path / "other.db")
    assert run("archive", "--db", db, "-o", str(target)).exit_code == 0
    assert run("restore", str(target), "--db", other).exit_code == 0
    assert events(other) == events(db)
    assert run("restore", str(target), "--db", other).exit_code == 2


def test_events_can_be_left_for_later(tmp_path: Path) -> None:
    db = str(tmp_path / "later.db")
    report = str(ROOT / "examples" / "border-ceasefire.txt")
    result = run("ingest", report, "--db", db, "--published", "2031-03-04", "--no-resolve")
    assert "events" not in result.stdout
    done = run("resolve", "--db", db)
    assert "1 reports resolved" in done.stdout
    assert "0 reports resolved" in run("resolve", "--db", db).stdout
    before = events(db)
    assert "1 reports resolved" in run("resolve", "--db", db, "--again").stdout
    assert events(db) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("events", "--near", "here"), "is not LAT,LON,KM"),
        (("events", "--near", "95,0,5"), "is no place"),
        (("events", "--type", "WAR"), "type WAR is unknown"),
        (("events", "--status", "true"), "status true is unknown"),
        (("events", "--changed-since", "yesterday"), "no instant"),
        (("control", "--since", "soon"), "is not a date"),
        (("export", "word"), "word is no format"),
    ],
)
def test_a_wrong_question_is_wrong_usage(db: str, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, "--db", db)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_store_that_may_only_be_read_is_read(db: str, tmp_path: Path) -> None:
    Path(db).chmod(0o444)
    assert run("events", "--db", db, "--limit", "1").exit_code == 0


def test_a_full_disk_is_told_and_what_is_resolved_is_shown(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: run(name, "--db", db, "--json").stdout for name in ("events", "control")}
    (tmp_path / "later.txt").write_text("Soldiers killed four farmers in Kabul on Tuesday, a spokesman said.")
    assert run("ingest", str(tmp_path / "later.txt"), "--db", db, "--no-resolve").exit_code == 0

    def full(self: SqliteStore) -> NoReturn:
        raise FullStore("the disk is full")

    monkeypatch.setattr(SqliteStore, "writing", full)
    for name, expected in before.items():
        result = run(name, "--db", db, "--json")
        assert (result.exit_code, result.stdout) == (0, expected)
        assert "1 reports of this store are in no event yet, and its disk is full: they are left out" in result.stderr
    result = run("resolve", "--db", db)
    assert result.exit_code == 1
    assert "the disk is full" in result.stderr


def test_resolving_tells_how_far_it_is(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "EVERY", 0.0)
    result = run("resolve", "--db", db, "--again")
    assert result.exit_code == 0
    told = result.stderr.splitlines()
    assert re.fullmatch(r"dateline: 60 of 60 reports resolved; [\d.,]+ reports/s; [\d.]+ s left", told[0])
    assert re.fullmatch(r"dateline: 60 of 60 reports resolved; [\d,]+ parts of ledgers made", told[-1])
