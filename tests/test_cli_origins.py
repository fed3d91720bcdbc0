"""``dateline origins``, from files in to tables, JSON and CSV out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import api, cli
from dateline.records import Reading, Report
from dateline.store import Coder, Entry, open_store

STORY = (
    "Two fishing boats collided off the lighthouse of Brenn on Monday night and one of them sank within an hour. "
    "The crew of six swam to the rocks, where a keeper threw them a rope. “We counted heads four times before we "
    "believed that all of us had come ashore alive,” the skipper said. Insurance inspectors want to see the log."
)
OTHER = (
    "The price of barley fell for a third week as lorries from the south reached the market of Orm. "
    "Millers said that they had bought enough for the winter and would close their gates until spring."
)
REPORTS = (
    Report(
        id="a" * 16, title="Boats \x1b[31mcollide", text=STORY, outlet="=Brenn Post", published="2031-05-06",
        agencies=("Wire",),
    ),
    Report(
        id="b" * 16, title="All saved", text=STORY.partition(" Insurance")[0], outlet="Daily Wave",
        published="2031-05-07", agencies=("Wire",),
    ),
    Report(id="c" * 16, source_id="c.txt", text=OTHER, published="2031-05-08"),
    Report(
        id="d" * 16, outlet="Hill Radio", published="2031-05-09",
        text=f"{OTHER[:96]} {OTHER[:40]} “We counted heads four times before we believed that all of us had come "
        "ashore alive,” he recalled at the counter of an inn.",
    ),
)  # fmt: skip


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["origins", *arguments], env={"COLUMNS": "110"})


@pytest.fixture
def db(tmp_path: Path) -> str:
    name = str(tmp_path / "a.db")
    with open_store(name, create=True) as store:
        store.add([Entry(reading=Reading(report=report)) for report in REPORTS], Coder(version="1"))
    return name


def rows(db: str, *arguments: str) -> list[dict[str, object]]:
    result = run("--db", db, "--json", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def members(db: str, *arguments: str) -> list[str]:
    found = rows(db, *arguments)
    return ["".join(report["id"][0] for report in row["reports"]) for row in found]  # type: ignore[attr-defined]


def test_a_table_of_origins(db: str) -> None:
    result = run("--db", db)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["published", "reports", "outlets", "first", "report", "title"]
    assert lines[-1] == "3 origins"
    [told] = [i for i, line in enumerate(lines) if "a" * 16 in line]
    assert lines[told].split()[:3] == ["2031-05-06", "2", "2"]
    assert lines[told + 1].strip() == "=Brenn Post, Daily Wave"
    assert "\x1b[31m" not in result.stdout
    assert run("--db", db, "--limit", "1").stdout.splitlines()[-1] == "1 origin"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), ["d", "c", "ab"]),
        (("--least", "2"), ["ab"]),
        (("--since", "2031-05-07"), ["d", "c", "ab"]),
        (("--since", "2031-05-08"), ["d", "c"]),
        (("--until", "2031-05-07"), ["ab"]),
        (("--text", "barley"), ["d", "c"]),
        (("--outlet", "daily wave"), ["ab"]),
        (("--report", "b" * 16), ["ab"]),
        (("--limit", "1"), ["d"]),
    ],
)
def test_they_are_filtered(db: str, asked: tuple[str, ...], told: list[str]) -> None:
    assert members(db, *asked) == told


def test_one_report_is_shown_with_what_it_shares(db: str) -> None:
    result = run("--db", db, "--report", "b" * 16)
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    assert "2 reports, 2 outlets" in text
    assert "the report that is asked for" in text
    assert "copy: " in text
    assert "both credit Wire" in text
    assert "fishing boats collided off the lighthouse" in text
    assert "shares something with reports of other origins" in text
    assert "quote: " in text


def test_the_evidence_of_one_report_is_in_its_characters(db: str) -> None:
    [origin] = rows(db, "--report", "b" * 16)
    assert origin["outlets"] == ["=Brenn Post", "Daily Wave"]
    texts = {report.id: report.text for report in REPORTS}
    for part, other in (("evidence", "a"), ("beyond", "d")):
        [told] = origin[part]  # type: ignore[misc]
        assert (told["report"], told["other"]) == ("b" * 16, other * 16)
        assert told["passages"]
        for passage in told["passages"]:
            assert texts["b" * 16][passage["start"] : passage["end"]] == passage["text"]
            assert (
                texts[other * 16][passage["other_start"] : passage["other_end"]].split()[-1].strip(",”")
                in passage["text"]
            )
    [told] = origin["beyond"]  # type: ignore[misc]
    assert told["kind"] == "part"
    assert [passage["quoted"] for passage in told["passages"]] == [True]


def test_csv_has_a_row_for_each_report_and_no_formulas(db: str) -> None:
    found = list(csv.DictReader(io.StringIO(run("--db", db, "--csv", "--report", "a" * 16).stdout)))
    assert [(row["report"], row["outlet"], row["kind"]) for row in found] == [
        ("a" * 16, "'=Brenn Post", ""),
        ("b" * 16, "Daily Wave", "copy"),
    ]
    assert {row["origin"] for row in found} == {str(rows(db, "--least", "2")[0]["id"])}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("--since", "soon"), cli.WRONG_USAGE, "YYYY-MM-DD"),
        (("--report", "nothing"), cli.NOTHING_READ, "no such report"),
        (("--least", "0"), cli.WRONG_USAGE, "--least"),
    ],
)
def test_what_is_wrong_is_told(db: str, arguments: tuple[str, ...], status: int, told: str) -> None:
    result = run("--db", db, *arguments)
    assert result.exit_code == status
    assert told in result.output


def test_there_must_be_a_store(tmp_path: Path) -> None:
    result = run("--db", str(tmp_path / "none.db"))
    assert result.exit_code == cli.NOTHING_READ
    assert not (tmp_path / "none.db").exists()


def test_a_store_that_may_not_be_written_to_shows_what_is_there(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(db) as store:
        assert len(list(api.origins(store))) == 3
        later = Report(id="e" * 16, text=OTHER, published="2031-05-10")
        store.add([Entry(reading=Reading(report=later))], Coder(version="1"))

    def refuse(*_: object, **__: object) -> None:
        raise api.ReadOnlyStore("this store may not be written to")

    with monkeypatch.context() as locked:
        locked.setattr("dateline.origination.asking.bring_up_to_date", refuse)
        result = run("--db", db)
        assert result.exit_code == 0, result.output
        assert "1 reports of this store are in no origin yet" in result.stderr
        assert result.stdout.splitlines()[-1] == "3 origins"
        with pytest.raises(api.ReadOnlyStore):
            list(api.origins(db))
    assert members(db) == ["d", "ce", "ab"]
