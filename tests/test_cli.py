"""The command line: what is printed where, exit status, files that are written."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline import __version__, api, cli
from dateline.codec import from_dict
from dateline.records import Reading

REPORT = "Rebels seized the town of Dorgan on Monday, Colonel Ruta Sand said.\n"
ARABIC = "السلطات أعلنت يوم الثلاثاء أن المحادثات مع ممثلي الصيادين سوف تستمر الأسبوع المقبل في الميناء"


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments], input=stdin)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.output) == (0, f"dateline {__version__}\n")


def test_the_version_is_told_without_loading_what_is_slow() -> None:
    code = (
        "import sys; from dateline import cli\ntry: cli.app(['--version'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'onnxruntime', 'rich', 'py3langid', 'dateline.api'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"dateline {__version__}\n[]\n"


def test_the_limit_is_that_of_the_library() -> None:
    assert cli.MAX_BYTES == api.MAX_BYTES


def test_a_page_is_printed(report: Path) -> None:
    result = run("read", report, "--published", "2031-03-04", "--outlet", "Meridian News")
    assert result.exit_code == 0
    assert "report.txt\nMeridian News · published 2031-03-04\n1 sentence · " in result.stdout
    assert result.stderr == ""


def test_a_record_is_a_line_of_json(report: Path) -> None:
    result = run("read", report, "--json", "--published", "2031-03-04")
    assert result.stdout.count("\n") == 1
    reading = from_dict(Reading, json.loads(result.stdout))
    assert reading.report.text == REPORT.strip() or reading.report.text == REPORT
    assert reading.report.published == "2031-03-04"
    assert reading.sentences
    assert not reading.sentences[0].tokens


def test_standard_input_and_json_lines_are_read() -> None:
    rows = "".join(json.dumps({"id": n, "text": REPORT}) + "\n" for n in (1, 2))
    result = run("read", "-", "--json", stdin=rows)
    assert [json.loads(line)["report"]["source_id"] for line in result.stdout.splitlines()] == ["1", "2"]


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.png"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    result = run("read", tmp_path, "--json")
    assert [json.loads(line)["report"]["source_id"] for line in result.stdout.splitlines()] == ["a.txt", "b.txt"]


def nothing(folder: Path) -> Iterator[tuple[str, Path, str]]:
    yield "no file", folder / "no", "no such file or folder; check the path"
    (folder / "empty.txt").touch()
    yield "empty", folder / "empty.txt", "there is no text in it"
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    yield "PNG", folder / "picture.txt", "PNG image, not text"
    (folder / "none").mkdir()
    yield "folder", folder / "none", "there are no reports in this folder"
    yield "no name", Path(""), ""


@pytest.mark.parametrize("case", ["no file", "empty", "PNG", "folder"])
def test_where_nothing_is_read_the_status_is_1(case: str, tmp_path: Path) -> None:
    path, reason = next((path, reason) for name, path, reason in nothing(tmp_path) if name == case)
    result = run("read", path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("dateline: error: ")
    assert reason in result.stderr


def test_an_address_that_is_not_asked_is_no_missing_file() -> None:
    result = run("read", "gopher://reports.example/1.txt")
    assert result.exit_code == 1
    assert "only http:// and https:// are" in result.stderr


def test_an_empty_path_is_not_this_folder() -> None:
    result = run("read", "")
    assert result.exit_code == 1
    assert "an empty path" in result.stderr


def test_the_limit_is_named_as_the_option_is(report: Path) -> None:
    result = run("read", report, "--max-bytes", 10)
    assert result.exit_code == 1
    assert "raise --max-bytes" in result.stderr


def test_with_some_bad_the_good_are_read_and_the_bad_listed(report: Path, tmp_path: Path) -> None:
    result = run("read", tmp_path / "no1", report, tmp_path / "no2", "--json")
    assert result.exit_code == 3
    assert result.stdout.count("\n") == 1
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == [" not read", " not read"]


def test_a_bad_row_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Rebels left Harn."}\nnonsense\n', encoding="utf-8")
    result = run("read", path, "--json")
    assert result.exit_code == 3
    assert result.stdout.count("\n") == 1
    assert "rows.jsonl:2" in result.stderr


USAGE = [
    ("read",),
    ("nonsense",),
    ("read", "x.txt", "--nonsense"),
    ("read", "x.txt", "--published", "2021-13-01"),
    ("read", "x.txt", "--published", "yesterday"),
    ("read", "x.txt", "--max-bytes", "0"),
    ("read", "x.txt", "--threads", "0"),
    ("read", "x.txt", "--out", "no/such/folder/x"),
    ("read", "x.txt", "--out", "/"),
    ("parse",),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_is_2_and_writes_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(REPORT, encoding="utf-8")
    result = run(*(str(tmp_path / a) if a == "x.txt" else a for a in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


def test_wrong_threads_in_the_environment_are_wrong_usage(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_THREADS", "many")
    result = run("read", report)
    assert result.exit_code == 2
    assert "DATELINE_THREADS" in result.stderr


def test_out_is_written_whole(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    result = run("read", report, "--json", "--out", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "report.txt"]


def test_out_is_a_plain_page_without_json(report: Path, tmp_path: Path) -> None:
    run("read", report, "--out", tmp_path / "page")
    page = (tmp_path / "page").read_text(encoding="utf-8")
    assert "1 sentence · " in page
    assert "\x1b" not in page


def test_out_stays_as_it_was_where_nothing_is_read(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    assert run("read", tmp_path / "no", "--json", "--out", target).exit_code == 1
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_out_stays_as_it_was_where_writing_fails(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")

    def full(reading: Reading) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(api, "dumps", full)
    result = run("read", report, "--json", "--out", target)
    assert (result.exit_code, target.read_text(encoding="utf-8")) == (1, "old")
    assert result.stderr == "dateline: error: cannot write: No space left on device\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "report.txt"]


def test_out_is_not_read(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "old.jsonl"
    target.write_text('{"version": 1}\n', encoding="utf-8")
    assert run("read", tmp_path, "--json", "--out", target).exit_code == 0


def test_out_dash_is_standard_output(report: Path, tmp_path: Path) -> None:
    assert run("read", report, "--json", "--out", "-").stdout.startswith('{"version":1')


def test_ctrl_c_is_told_and_leaves_nothing(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(reading: Reading) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "dumps", stop)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    result = run("read", report, "--json", "--out", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (130, "dateline: stopped\n")
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


def test_another_language_is_stored_and_says_so() -> None:
    result = run("read", "-", stdin=ARABIC)
    assert result.exit_code == 0
    assert "No claim was coded in this report.\n\nLEFT OPEN\n  stored, not coded: language is ar" in result.stdout


def test_file_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    result = run("read", tmp_path / "\x1b[31mred\u202e")
    assert not {"\x1b", "\u202e"} & set(result.stderr)
    assert "<U+001B>[31mred<U+202E>" in result.stderr


def test_parse_prints_conllu(report: Path) -> None:
    result = run("parse", report)
    assert result.exit_code == 0
    assert "# text = Rebels seized the town of Dorgan on Monday, Colonel Ruta Sand said.\n1\tRebels\t" in result.stdout


def test_parse_says_what_it_does_not_parse() -> None:
    result = run("parse", "-", stdin=ARABIC)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "dateline: text: stored, not coded: language is ar\n"


def test_explain_tells_why_and_why_not(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Rebels seized the town of Dorgan. The mayor said nothing.\n", encoding="utf-8")
    result = run("explain", path, "--sentence", 1)
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == "1. Rebels seized the town of Dorgan."
    assert lines[1].startswith("seized: obj=town")
    assert lines[2].startswith("= ASSAULT.seize.v.ground ")
    assert lines[3].startswith("also CONTROL.seize.v ")
    assert any(line.startswith("not COERCE.seize.v.goods: needs obj to be one of ") for line in lines)
    assert not any(line.startswith("2.") for line in lines)


def test_explain_says_that_there_is_no_such_sentence(report: Path) -> None:
    result = run("explain", report, "--sentence", 9)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no sentence 9; the report has 1" in result.stderr


def test_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["title"] == "dateline record, version 1"


def test_a_bar_shows_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    items = [api.Item(name=f"{n}[red].txt", source_id=None, format="plain") for n in "ab"]  # type: ignore[arg-type]

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    with cli._progress(items, quiet=True) as ticking:
        assert list(ticking()) == items
    assert screen.getvalue() == ""
    with cli._progress(items, quiet=False) as ticking:
        assert list(ticking()) == items
    assert "[red].txt" in screen.getvalue()


def test_a_reader_that_has_enough_ends_it_quietly(report: Path) -> None:
    end, start = os.pipe()
    os.close(end)
    command = [sys.executable, "-m", "dateline", "read", str(report), "--json"]
    done = subprocess.run(command, stdout=start, stderr=subprocess.PIPE, text=True, check=False)
    os.close(start)
    assert (done.returncode, done.stderr) == (141, "")


UN_LIST = Path(__file__).parent / "lexicon" / "lists" / "un.xml"


def test_a_list_becomes_a_registry_that_flags(tmp_path: Path) -> None:
    made = tmp_path / "un.toml"
    result = run("actors", "import-un", UN_LIST, "-o", made)
    assert (result.exit_code, result.output) == (0, "")
    assert run("actors", "import-un", UN_LIST).stdout == made.read_text(encoding="utf-8")
    path = tmp_path / "report.txt"
    path.write_text("The Meridian Star Front attacked the town of Dorgan, the mayor said.", encoding="utf-8")
    flagged = run("read", path, "--json", "--actors", made)
    assert flagged.exit_code == 0
    (record,) = map(json.loads, flagged.stdout.splitlines())
    on_list = {"entity": "un:QDe.911", "resolved_by": "registry", "listed": ["un:QDe.911"]}
    mention = next(m for m in record["mentions"] if m["text"].endswith("Meridian Star Front"))
    attacker = next(actor for claim in record["claims"] if claim["type"] == "ASSAULT" for actor in claim["actors"])
    assert {key: mention[key] for key in on_list} == {key: attacker[key] for key in on_list} == on_list
    assert "un:QDe.911" not in run("read", path, "--json").stdout


def test_a_wrong_registry_or_list_is_told_with_its_line(report: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[actor]]\nid = "my.a"\nname = "A"\nkind = "club"\n', encoding="utf-8")
    result = run("read", report, "--actors", wrong)
    assert result.exit_code == 2
    assert "wrong.toml:1: kind 'club' is unknown; use one of: group, organization, person" in result.stderr
    refused = run("actors", "import-un", wrong, "-o", tmp_path / "x.toml")
    assert refused.exit_code == 1
    assert "no XML" in refused.stderr
    assert not (tmp_path / "x.toml").exists()
