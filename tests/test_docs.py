"""The documentation is true: commands run, options and fields are told, links lead somewhere, files are there."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from typer.core import TyperCommand
from typer.main import get_command
from typer.testing import CliRunner

from dateline import cli, records

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def blocks(kind: str) -> list[tuple[str, str]]:
    """Return page and content of all fenced blocks of a kind."""
    return [
        (page.name, match[2])
        for page in PAGES
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        if match[1] == kind
    ]


def commands() -> Iterator[tuple[str, str, str]]:
    """Yield page, command and the output that is shown for it, "" for none."""
    for page, block in blocks("console"):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            yield page, command, output


SHOWN = list(commands())
RUN = [each for each in SHOWN if not each[1].startswith(("make ", "pip "))]


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of a page of docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    *before, last = heading.split()
    several = rf"{' '.join(map(re.escape, before))} ?(?:\w+, )*{re.escape(last)}\b"  # ## dateline control, access
    found = re.search(rf"^## {several.strip()}[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page} has no section {heading}"
    return found[1]


def test_there_is_something_to_check() -> None:
    assert len(RUN) >= 6
    assert blocks("python")


@pytest.mark.parametrize(("page", "command", "output"), RUN, ids=[c for _, c, _ in RUN])
def test_a_command_runs_and_prints_what_is_shown(
    page: str, command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    given = None
    if command.startswith("echo "):
        echo, _, command = command.partition(" | ")
        given = shlex.split(echo)[1] + "\n"
    name, *arguments = shlex.split(command)
    assert name == "dateline"
    result = CliRunner().invoke(cli.app, arguments, input=given)
    assert result.exit_code == 0, result.output
    if output.strip():
        assert result.stdout.strip() == output.strip()


@pytest.mark.parametrize("target", sorted({c.split()[1] for _, c, _ in SHOWN if c.startswith("make ")}))
def test_a_target_of_make_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("page", "code"), blocks("python"))
def test_python_runs(page: str, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, page, "exec"), {})
    assert capsys.readouterr().out


def test_toml_is_toml() -> None:
    assert all(tomllib.loads(block) for _, block in blocks("toml"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in _LINK.findall(text):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, link


def leaves(name: str, command: TyperCommand) -> Iterator[tuple[str, TyperCommand]]:
    """Yield full name and command of each command below one, or of itself if it is no group."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    for each, one in (below or {}).items():
        yield from leaves(f"{name} {each}", one)


def test_every_command_and_option_is_in_the_reference() -> None:
    group = get_command(cli.app)
    root = section("reference.md", "dateline")
    told = [(root, option) for param in group.params for option in param.opts]
    for name, command in leaves("dateline", group):
        text = section("reference.md", name)
        told += [(text, option) for param in command.params for option in param.opts if option.startswith("-")]
    assert len(told) > 10
    assert not [option for text, option in told if f"`{option}" not in text]


def test_every_field_of_the_record_is_told() -> None:
    missing = [
        f"{cls.__name__}.{field.name}"
        for cls in vars(records).values()
        if isinstance(cls, type) and is_dataclass(cls)
        for field in fields(cls)
        if f"`{field.name}`" not in section("data-model.md", cls.__name__)
    ]
    assert not missing


def test_every_kind_status_and_type_is_told() -> None:
    text = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    enums = (records.PassageKind, records.MentionKind, records.Status, records.Quoting, records.ClaimType)
    assert not [value for enum in enums for value in enum if not re.search(rf"\b{value}\b", text)]


def test_every_exit_status_is_told() -> None:
    text = section("reference.md", "Exit status")
    for status in (0, cli.NOTHING_READ, cli.WRONG_USAGE, cli.SOME_FAILED, cli.STOPPED):
        assert f"| {status} |" in text


def test_files_that_the_lexicon_page_names_are_there() -> None:
    text = (ROOT / "docs" / "adding-a-lexicon-entry.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w*/]+\.(?:toml|csv))`", text))
    data = ROOT / "src" / "dateline" / "lexicon" / "data"
    assert len(named) > 8
    assert not [name for name in named if not list(data.glob(name))]


def test_modules_that_the_architecture_names_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = next(match[2] for match in re.finditer(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    package = re.findall(r"^  ([\w]+(?:\.py|/))", tree, re.MULTILINE)
    assert len(package) > 10
    assert not [name for name in package if not (ROOT / "src" / "dateline" / name).exists()]
    built = {path.name + "/" * path.is_dir() for path in (ROOT / "src" / "dateline").iterdir() if path.name[0] != "_"}
    assert built - {"py.typed"} <= set(package)
