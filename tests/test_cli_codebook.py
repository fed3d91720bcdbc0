"""The command line of codebooks: what is printed where, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import cli
from dateline.codec import from_dict
from dateline.records import Reading

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "attacks-on-education.toml"
WAVE = """[[cue]]
type = "AID"
verbs = ["wave"]
examples = ["Rebels waved."]
"""


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments], input=stdin)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.toml"
    path.write_text(WAVE, encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.toml"
    path.write_text(WAVE.replace("AID", "ADI"), encoding="utf-8")
    return path


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    path = tmp_path / "failing.toml"
    path.write_text(WAVE + 'counterexamples = [\n  "Rebels marched.",\n  "Rebels waved."\n]\n', encoding="utf-8")
    return path


def test_a_good_codebook_is_told_in_a_table(good: Path) -> None:
    result = run("codebook", "check", good)
    assert (result.exit_code, result.stderr) == (0, "")
    head, columns, row, last = result.stdout.splitlines()
    assert head.startswith(f"{good}: codebook good, digest ")
    assert columns.split() == ["line", "sort", "name", "what", "examples"]
    assert row.split() == ["1", "cue", "wave", "AID", "1", "of", "1"]
    assert last == "1 of 1 examples came out as said"


def test_a_wrong_codebook_is_refused_with_its_line(wrong: Path) -> None:
    result = run("codebook", "check", wrong)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"dateline: error: {wrong}:2: type 'ADI' is unknown; did you mean 'AID'?")


def test_an_example_that_does_not_come_out_fails_with_its_line(failing: Path) -> None:
    result = run("codebook", "check", failing)
    assert result.exit_code == 1
    assert "2 of 3 examples came out as said" in result.stdout
    assert result.stderr.startswith(f"dateline: error: {failing}:7: a claim of this counterexample is made by wave")
    assert result.stderr.count("\n") == 1


def test_with_some_good_and_some_wrong_the_status_is_3(good: Path, wrong: Path, failing: Path) -> None:
    assert run("codebook", "check", good, wrong).exit_code == 3
    assert run("codebook", "check", wrong, failing).exit_code == 1
    assert run("codebook", "check", good, EXAMPLE).exit_code == 0


def test_no_file_is_wrong_usage() -> None:
    assert run("codebook", "check").exit_code == 2


def test_a_codebook_without_examples_says_so(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text("\n".join(WAVE.splitlines()[:3]), encoding="utf-8")
    result = run("codebook", "check", path)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("no examples")


def test_a_codebook_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "steer.toml"
    path.write_text('[class.x]\nnouns = ["a\\u001b[31mb"]\n' + WAVE.replace("AID", "\\u202eAID"), encoding="utf-8")
    result = run("codebook", "check", path)
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_classes_are_told() -> None:
    every, one = run("codebook", "classes"), run("codebook", "classes", "crossing")
    assert every.exit_code == one.exit_code == 0
    assert len(every.stdout.splitlines()) > 50
    assert "checkpoint" in one.stdout
    assert one.stdout.startswith("crossing: ")
    unknown = run("codebook", "classes", "crosing")
    assert unknown.exit_code == 1
    assert "did you mean 'crossing'?" in unknown.stderr


def test_read_codes_by_a_codebook_and_names_it() -> None:
    result = run("read", "-", "--json", "--codebook", EXAMPLE, stdin="Masked men torched a clinic.")
    reading = from_dict(Reading, json.loads(result.stdout))
    (book,) = reading.codebooks
    assert book.name == "attacks-on-education"
    assert f"digest {book.digest}\n" in run("codebook", "check", EXAMPLE).stdout
    assert [claim.codes for claim in reading.claims] == [("attack-on-health-care",)]


def test_the_page_shows_codes(good: Path) -> None:
    result = run("read", "-", "--codebook", EXAMPLE, "--codebook", good, stdin="Masked men torched a clinic.")
    assert "ASSAULT destroy #attack-on-health-care" in result.stdout


@pytest.mark.parametrize("command", ["read", "explain"])
def test_a_wrong_codebook_stops_before_anything_is_read(command: str, wrong: Path) -> None:
    result = run(command, "-", "--codebook", wrong, stdin="Rebels waved.")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "wrong.toml:2: type 'ADI'" in result.stderr


def test_explain_knows_the_codebook(good: Path) -> None:
    result = run("explain", "-", "--codebook", good, stdin="Rebels waved.")
    assert "= good/wave.v" in result.stdout
