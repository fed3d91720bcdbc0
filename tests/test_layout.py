"""The law of imports, as ``docs/architecture.md`` tells it: who may import whom, and where a file may lie.

A file under ``src/dateline`` that has no place in the tables below fails: give it one, with the reason.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"
PACKAGE = SRC / "dateline"

# The floor: what each part of it may import of ours.
FLOOR = {
    "errors": set(),
    "version": set(),
    "records": {"errors"},
    "codec": {"records", "errors"},
    "tree": {"records", "errors"},
    "workbook": {"office_xml"},  # what .xlsx files are made of
    "office_xml": set(),  # XML in a zip: reports and gazetteers come so
    "new_file": {"errors"},  # files that take their name when all was written
    "sphere": set(),  # distances on the earth
    "visible": set(),  # text of others made safe to show
    "calendar": set(),  # ISO 8601 prefixes: mentions make them, claims compare them
    "judgement": set(),  # what resolve makes and store keeps
    "event": {"records"},  # what resolve derives, store keeps and export writes
    "ledger": {"records", "event"},  # the same, of what stands rather than happens
    "lexicon": {"records", "errors", "codec", "office_xml", "workbook", "new_file"},
}
# The rooms, in the order in which data flows: each the floor and itself.
ROOMS = ("intake", "language", "mention", "claim", "resolve", "store", "export", "engine")

FRONT = "dateline"
"""The package itself, its public names; ``from dateline import read``."""

LAW: dict[str, set[str]] = {
    **FLOOR,
    **{room: {*FLOOR} for room in ROOMS},
    "pipeline": {*FLOOR, *ROOMS},
    "parts": {*FLOOR, *ROOMS},  # coded reports as a folder of Parquet tables
    "ingest": {*FLOOR, *ROOMS, "parts", "pipeline"},  # the part of the hall that fills a store
    "origination": {*FLOOR, *ROOMS},  # origins into a store
    "additions": {*FLOOR, *ROOMS},  # claims that people added, among those of a store
    "kept_rows": {*FLOOR, *ROOMS},  # rows of ledgers as a store keeps them
    "resolution": {*FLOOR, *ROOMS, "additions", "kept_rows", "origination"},  # events and ledgers into a store
    "watch": {*FLOOR, *ROOMS, "pipeline", "ingest"},  # feeds into a store, over time
    "api": {
        *FLOOR,
        *ROOMS,
        "pipeline",
        "ingest",
        "origination",
        "resolution",
        "inquiry",
        "exporting",
        "measuring",
        "parts",
        "trial",
        "watch",
        "atlas",
        "people",
        "service",
        "reviewing",
        "evaluation",
        "desk",
    },
    "trial": {*FLOOR, *ROOMS, "pipeline"},  # a codebook on its examples
    "measuring": {*FLOOR, *ROOMS, "pipeline", "ingest"},  # what reading costs here
    "exporting": {*FLOOR, *ROOMS},  # a store into files of other formats
    "atlas": {*FLOOR, *ROOMS, "inquiry"},  # what a map of a store shows
    "inquiry": {*FLOOR, *ROOMS, "origination", "resolution"},  # what is asked of a store
    "service": {*FLOOR, *ROOMS, "inquiry"},  # what programs ask of a store through the API
    "people": {*FLOOR, *ROOMS},  # accounts of a store, and what people did
    "desk": {*FLOOR, *ROOMS, "origination"},  # what the pages of the desk ask of a store beyond that
    "reviewing": {*FLOOR, *ROOMS, "inquiry", "resolution", "version"},  # what people change of what was coded
    "evaluation": {*FLOOR, *ROOMS},  # what people corrected, as gold, and the coder held against it
    "cli": {FRONT, "api", "terminal", "server", "visible"},
    "terminal": {FRONT, "api", "visible", "new_file"},  # the page that cli prints
    "server": {FRONT, "api", "web"},
    "web": {FRONT, "api", "visible"},
    "__main__": {"cli"},
    FRONT: {"errors", "records", "codec", "version", "api"},
}
"""What each place may import of ours beside itself."""

DOORS = {"cli", "terminal", "server", "web", "__main__"}
ONLY_AT_DOORS = {"typer", "rich"}
EXTRAS = {
    "ray": "dateline.engine.cluster",
    "psycopg": "dateline.store.postgres",
    "feedparser": "dateline.intake.feed",
    "protego": "dateline.intake.robots",
    "trafilatura": "dateline.intake.html",
    "htmldate": "dateline.intake.html",
    "lxml": "dateline.intake.html",
    "charset_normalizer": "dateline.intake.charset",
    "pypdfium2": "dateline.intake.pdf_child",
    "warcio": "dateline.intake.warc",
    "fsspec": "dateline.intake.remote",
    "pyarrow": "dateline.export.arrow",
    "fastapi": "dateline.server",
    "starlette": "dateline.server",
    "pydantic": "dateline.server",  # comes with fastapi
    "uvicorn": "dateline.server",
    "argon2": "dateline.people",
    "jinja2": "dateline.web",
    "nltk": "dateline.reviewing.coding",
}
"""What only an extra installs, and the one module or room that may import it, and that says how to install it."""
DATA = ("lexicon/data/", "language/weights/", "web/", "py.typed")
"""Where files that are not Python may lie."""

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST = 500

MODULES = {
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def place_of(module: str) -> str:
    """Return the place of a module: ``dateline.claim.roles`` lies in ``claim``, ``dateline`` in the front."""
    return module.split(".")[1] if "." in module else FRONT


def imports(module: str, source: str, modules: frozenset[str], *, package: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and full name of what a module's source imports, those inside functions too.

    ``from dateline import x`` is the module ``dateline.x`` where there is one, else a public name of the front.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + package]
                base = ".".join([*parts, *([base] if base else [])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                yield node.lineno, name if name in modules else base


def breaches(module: str, source: str, modules: frozenset[str], *, package: bool = False) -> list[str]:
    """Return what the law forbids in a module's imports."""
    place, found = place_of(module), []
    for line, name in imports(module, source, modules, package=package):
        top = name.partition(".")[0]
        if top == "dateline":
            other = place_of(name)
            if other != place and other not in LAW.get(place, set()):
                found.append(f"{module}:{line}: {place} may not import {name}")
        elif top in ONLY_AT_DOORS and place not in DOORS:
            found.append(f"{module}:{line}: only doors print, so only they may import {top}")
        elif top in EXTRAS and (module == EXTRAS[top] or module.startswith(EXTRAS[top] + ".")):
            continue
        elif top not in sys.stdlib_module_names and top not in declared():
            found.append(f"{module}:{line}: {top} is no dependency of pyproject.toml")
    return found


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {requirement.split(">")[0].strip() for requirement in project["dependencies"]}


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Return a circle for each way back that a walk over the edges finds."""
    found: list[list[str]] = []
    done: set[str] = set()

    def walk(node: str, trail: list[str]) -> None:
        if node in trail:
            found.append([*trail[trail.index(node) :], node])
        elif node not in done:
            for other in sorted(edges.get(node, ())):
                walk(other, [*trail, node])
            done.add(node)

    for node in sorted(edges):
        walk(node, [])
    return found


def ours() -> list[Path]:
    """Return all Python files that the limits on names and size hold for."""
    return [path for folder in ("src", "bench", "training", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_every_module_has_a_place() -> None:
    lost = [name for name in MODULES if place_of(name) not in LAW]
    assert not lost, f"give these a place in tests/test_layout.py: {lost}"


def test_every_other_file_has_a_place() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
    names = [path.relative_to(PACKAGE).as_posix() for path in files]
    lost = [name for name in names if not name.startswith(DATA)]
    assert not lost, f"data lies in {', '.join(DATA)}: {lost}"


@pytest.mark.parametrize("module", MODULES)
def test_the_law_of_imports(module: str) -> None:
    path = MODULES[module]
    source = path.read_text(encoding="utf-8")
    assert not breaches(module, source, frozenset(MODULES), package=path.name == "__init__.py")


def test_there_are_no_circles() -> None:
    known = frozenset(MODULES)
    edges = {
        module: {
            name
            for _, name in imports(module, path.read_text(encoding="utf-8"), known, package=path.name == "__init__.py")
            if name in known
        }
        for module, path in MODULES.items()
    }
    assert not circles(edges)


def test_no_name_says_nothing() -> None:
    parts = {path: {*path.relative_to(ROOT).with_suffix("").parts} for path in ours()}
    assert not [str(path) for path, names in parts.items() if names & FORBIDDEN]


def test_no_module_is_too_long() -> None:
    sizes = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in ours()}
    assert not {name: lines for name, lines in sizes.items() if lines > LONGEST}


# The law itself can fail: module, what it writes, what is wrong with it.
CASES = [
    ("dateline.records", "import enum", None),
    ("dateline.records", "from dateline.codec import digest", "records may not import dateline.codec"),
    ("dateline.tree", "from dateline.records import Span", None),
    ("dateline.lexicon.actors", "from dateline.codec import digest", None),
    ("dateline.lexicon.actors", "from dateline.lexicon import data", None),
    ("dateline.lexicon.actors", "from dateline.tree import Tree", "lexicon may not import dateline.tree"),
    ("dateline.claim.roles", "from dateline.tree import Tree", None),
    ("dateline.claim.roles", "from dateline.claim.clause import clause", None),
    ("dateline.claim.roles", "from .clause import clause", None),
    ("dateline.claim.roles", "from ..mention import find", "claim may not import dateline.mention"),
    ("dateline.claim.roles", "from dateline.mention import find", "claim may not import dateline.mention"),
    ("dateline.claim.roles", "from dateline import mention", "claim may not import dateline.mention"),
    ("dateline.claim.roles", "import dateline.mention", "claim may not import dateline.mention"),
    ("dateline.claim.roles", "def f():\n    import dateline.api", "claim may not import dateline.api"),
    ("dateline.claim.roles", "from dateline import __version__", "claim may not import dateline"),
    ("dateline.claim.roles", "import numpy as np", None),
    ("dateline.language.runtime", "import torch", "torch is no dependency of pyproject.toml"),
    ("dateline.language.runtime", "import training.train", "training is no dependency of pyproject.toml"),
    ("dateline.claim.roles", "import rich", "only doors print, so only they may import rich"),
    ("dateline.pipeline", "from dateline import claim, mention", None),
    ("dateline.pipeline", "import dateline.api", "pipeline may not import dateline.api"),
    ("dateline.api", "import dateline.pipeline", None),
    ("dateline.cli", "import typer\nfrom dateline import DatelineError, api", None),
    ("dateline.cli", "from dateline.pipeline import run", "cli may not import dateline.pipeline"),
    ("dateline.api", "import dateline.cli", "api may not import dateline.cli"),
    ("dateline.store.postgres", "import psycopg", None),
    ("dateline.store.sqlite", "import psycopg", "psycopg is no dependency of pyproject.toml"),
    ("dateline.attic", "import dateline.records", "attic may not import dateline.records"),
]


@pytest.mark.parametrize(("module", "source", "wrong"), CASES)
def test_the_law_knows_right_from_wrong(module: str, source: str, wrong: str | None) -> None:
    known = frozenset({*MODULES, *(f"dateline.{place}" for place in LAW if place != FRONT)})
    found = breaches(module, source, known)
    assert [breach.split(": ", 1)[1] for breach in found] == ([wrong] if wrong else [])


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"d"}}) == [["b", "c", "b"], ["d", "d"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


# The front


def in_a_new_process(program: str) -> str:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_importing_dateline_loads_no_model_runtime() -> None:
    heavy = "{'numpy', 'onnxruntime', 'typer', 'rich', 'py3langid', 'dateline.api'}"
    assert in_a_new_process(f"import dateline, sys; print(sorted({heavy} & sys.modules.keys()))") == "[]"


def test_the_public_names_are_these() -> None:
    import dateline

    names = ["Claim", "DatelineError", "Reading", "Report", "__version__", "read", "schema"]
    assert sorted(dateline.__all__) == names
    assert set(names) <= set(dir(dateline))
    assert all(getattr(dateline, name) is not None for name in names)


def test_the_front_knows_no_other_name() -> None:
    import dateline

    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        _ = dateline.raed
