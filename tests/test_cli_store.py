"""The commands of a store, with the whole path behind them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import api, cli
from dateline.terminal import tally

ONE = "Residents said rebels shelled a market in Dorgan on Sunday, killing six people."
TWO = "The army arrested 12 protesters in Velmar, the interior minister said."


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "reports"
    where.mkdir()
    (where / "one.txt").write_text(ONE, encoding="utf-8")
    row = {"text": TWO, "id": "two", "url": "https://a.example/2", "outlet": "=Coastal Wire", "published": "2031-03-05"}
    (where / "two.jsonl").write_text(json.dumps(row) + "\nnot json\n", encoding="utf-8")
    return where


@pytest.fixture
def db(folder: Path, tmp_path: Path) -> str:
    name = str(tmp_path / "a.db")
    result = run("ingest", str(folder), "--db", name, "--published", "2031-03-04", "--json")
    assert result.exit_code == cli.SOME_FAILED, result.output
    told = json.loads(result.stdout)
    assert (told["ended"], told["read"], told["new"], told["known"]) == ("done", 2, 2, 0)
    assert told["claims"] >= 2
    assert [each["name"].endswith("two.jsonl") for each in told["failed"]] == [True]
    assert "not JSON" in told["failed"][0]["reason"]
    return name


def test_ingesting_again_passes_over_what_is_there(db: str, folder: Path) -> None:
    (folder / "three.txt").write_text(ONE + " A truce was announced.", encoding="utf-8")
    result = run("ingest", str(folder), "--db", db, "--published", "2031-03-04")
    assert result.exit_code == cli.SOME_FAILED
    assert "1 of 3 reports stored" in result.stdout
    assert "2 were there already" in result.stdout
    assert "two.jsonl:2: not JSON" in result.stdout


def test_a_new_version_of_a_url_is_told_as_a_revision(db: str, tmp_path: Path) -> None:
    row = {"text": TWO + " They were later freed.", "url": "https://a.example/2?utm_source=feed"}
    path = tmp_path / "later.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    result = run("ingest", str(path), "--db", db)
    assert result.exit_code == 0, result.output
    assert "1 of them is a revision" in result.stdout
    kept = [json.loads(line) for line in run("reports", "--db", db, "--json").stdout.splitlines()]
    assert sorted(each["revision"] for each in kept) == [1, 2]
    assert len(run("reports", "--db", db, "--json", "--superseded").stdout.splitlines()) == 3


def test_claims_are_listed(db: str) -> None:
    result = run("claims", "--db", db)
    assert result.exit_code == 0, result.output
    assert "ASSAULT" in result.stdout
    assert "2031-03-02" in result.stdout
    assert ONE in " ".join(result.stdout.split())
    assert result.stdout.rstrip().endswith("claims")


def test_claims_are_filtered(db: str) -> None:
    every = [json.loads(line) for line in run("claims", "--db", db, "--json").stdout.splitlines()]

    def those(*options: str) -> list[dict[str, object]]:
        result = run("claims", "--db", db, "--json", *options)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    assert {each["claim"]["type"] for each in those("--type", "coerce")} == {"COERCE"}  # type: ignore[index]
    assert those("--type", "ASSAULT", "--type", "COERCE") == [
        each for each in every if each["claim"]["type"] in ("ASSAULT", "COERCE")
    ]
    assert {each["source_id"] for each in those("--place", "dorgan")} == {"one.txt"}
    assert {each["source_id"] for each in those("--actor", "army")} == {"two"}
    assert {each["source_id"] for each in those("--speaker", "residents")} == {"one.txt"}
    assert {each["source_id"] for each in those("--text", "shell* -protesters")} == {"one.txt"}
    assert {each["source_id"] for each in those("--until", "2031-03-04")} == {"one.txt"}
    assert {each["source_id"] for each in those("--since", "2031-03-05")} == {"two"}
    assert those("--status", "planned") == []
    assert len(those("--limit", "1")) == 1
    assert those("--report", str(every[0]["report"])) != []


def test_of_nothing_no_store_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("nosuch", "empty"):
        result = run("ingest", str(tmp_path / path), "--db", str(tmp_path / "x.db"))
        assert result.exit_code == 1
        assert "1 could not be read" in result.output
        assert not (tmp_path / "x.db").exists()


def test_a_claim_within_another_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The army denied that it had shelled the town of Karsh.", encoding="utf-8")
    db = str(tmp_path / "a.db")
    run("ingest", str(tmp_path / "a.txt"), "--db", db, "--published", "2031-03-04")
    told = run("claims", "--db", db, "--type", "ASSAULT").stdout
    assert "↳ ASSAULT" in told
    assert "within another claim, which denies it" in told
    rows = list(csv.DictReader(io.StringIO(run("claims", "--db", db, "--csv").stdout)))
    inner = next(row for row in rows if row["type"] == "ASSAULT")
    assert inner["content_of"] in {row["claim"] for row in rows if row["type"] == "REJECT"}


def test_csv_has_names_and_no_formulas(db: str) -> None:
    result = run("claims", "--db", db, "--csv", "--type", "COERCE")
    [row] = list(csv.DictReader(io.StringIO(result.stdout)))
    assert row["type"] == "COERCE"
    assert row["outlet"] == "'=Coastal Wire"
    assert row["evidence"] == TWO
    rows = list(csv.DictReader(io.StringIO(run("reports", "--db", db, "--csv").stdout)))
    assert {each["source_id"] for each in rows} == {"one.txt", "two"}
    assert all(len(each["sha256"]) == 64 for each in rows)


def test_reports_are_listed(db: str) -> None:
    result = run("reports", "--db", db, "--text", "protesters")
    assert "=Coasta" in result.stdout
    assert "\n1 report\n" in result.stdout


WRONG = [
    (("claims", "--type", "SHELLING"), "use one of: AGREE"),
    (("claims", "--status", "maybe"), "use one of: happened"),
    (("claims", "--since", "yesterday"), "YYYY-MM-DD"),
    (("claims", "--text", "-only"), "at least one"),
    (("reports", "--until", "32"), "YYYY-MM-DD"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_a_wrong_filter_is_refused(arguments: tuple[str, ...], told: str, db: str) -> None:
    result = run(*arguments, "--db", db)
    assert result.exit_code == cli.WRONG_USAGE
    assert told in result.stderr
    assert result.stdout == ""


def test_asking_where_there_is_no_store_makes_none(tmp_path: Path) -> None:
    result = run("claims", "--db", str(tmp_path / "no.db"))
    assert result.exit_code == cli.NOTHING_READ
    assert "there is no store here" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_ingest_is_told(tmp_path: Path) -> None:
    result = run("ingest", str(tmp_path / "none.txt"), "--db", str(tmp_path / "a.db"))
    assert result.exit_code == cli.NOTHING_READ
    assert "no such file" in result.stdout


def test_a_wrong_option_makes_no_store(tmp_path: Path) -> None:
    result = run("ingest", str(tmp_path), "--db", str(tmp_path / "a.db"), "--published", "today")
    assert result.exit_code == cli.WRONG_USAGE
    assert not (tmp_path / "a.db").exists()


def test_a_file_that_is_no_store_is_left_alone(folder: Path) -> None:
    result = run("ingest", str(folder), "--db", str(folder / "one.txt"))
    assert result.exit_code == cli.NOTHING_READ
    assert "no store" in result.stderr
    assert (folder / "one.txt").read_text(encoding="utf-8") == ONE


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), cli.STOPPED), (api.StoreError("disk"), 3)])
def test_an_end_on_the_way_tells_what_is_stored(
    error: BaseException, status: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ingest(*given: object, told: object, **options: object) -> None:
        assert callable(told)
        told(api.Progress(seen=9, new=7, known=1, claims=20, seconds=3.0))
        raise error

    monkeypatch.setattr(api, "ingest", ingest)
    result = run("ingest", str(folder), "--db", str(tmp_path / "a.db"))
    assert result.exit_code == status
    assert "7 reports stored before it" in result.stdout
    assert "run it again to go on" in result.stdout


def test_the_python_api_asks_and_ingests(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    failures: list[api.Failure] = []
    done = api.ingest([ONE.encode(), b"\x00\x01"], path, published="2031-03-04", failures=failures)
    assert (done.progress.new, len(done.failures), done.failures) == (1, 1, tuple(failures))
    with api.open(path) as store:
        [report] = api.reports(store)
        assert store.raw(report.report.id) == ONE.encode()
        assert [each.claim for each in api.claims(store)] == [each.claim for each in api.claims(path)]
        assert store.reading(report.report.id) == api.read_text(ONE, published="2031-03-04")
    with pytest.raises(api.InputError):
        api.claims(path, api.ClaimQuery(since="now"))


def test_the_time_left_is_counted_from_what_was_coded() -> None:
    done = api.Progress(seen=10, new=5, known=5, seen_bytes=600, coded_bytes=100, claims=10, seconds=10.0)
    assert tally.time_left(done, 1000) == pytest.approx(40)
    assert tally.time_left(done, None) is None
    assert tally.time_left(api.Progress(), 1000) is None
    told = tally.line(done, 1000, 2)
    assert told == "5 stored, 5 there already, 2 failed; 10 claims; 0.5 reports/s, 1 claims/s; 40 s left"


def test_a_file_that_is_no_store_is_told_and_no_count_of_nothing(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("a diary", encoding="utf-8")
    result = run("ingest", str(folder / "one.txt"), "--db", str(other))
    assert result.exit_code == cli.NOTHING_READ
    assert "no store of dateline" in result.stderr
    assert "run it again" not in result.stdout


def test_what_could_not_be_read_names_options_as_they_are_typed(folder: Path, tmp_path: Path) -> None:
    (folder / "odd.csv").write_text("foo,bar\n1,2\n", encoding="utf-8")
    result = run("ingest", str(folder), "--db", str(tmp_path / "b.db"), "--max-bytes", "40")
    assert "raise --max-bytes" in result.stdout
    assert "say which it is with --columns, for example text=" in result.stdout
