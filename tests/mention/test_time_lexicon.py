"""The data files of times and numbers are checked when they are read."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import numbers, times


def data(name: str) -> dict[str, object]:
    text = resources.files("dateline.lexicon").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_an_unknown_section_of_times_names_the_known_ones() -> None:
    with pytest.raises(LexiconError, match=r"times.toml: section \[weekdys\] is unknown; the sections are: .*weekday"):
        times.read(data("times.toml") | {"weekdys": {"monday": 0}})


def test_a_missing_section_of_times_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"section \[month\] is missing"):
        times.read({name: table for name, table in data("times.toml").items() if name != "month"})


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"two words": 1}, "is several words"),
        ({"Monday": 1}, "not lower case"),
        ({"monday": 1.5}, "use a string or a whole number"),
        ({"monday": True}, "use a string or a whole number"),
        ({"june": 1}, "stands in two sections"),
        ({}, "is not a table"),
    ],
)
def test_a_bad_line_of_times_is_refused(table: dict[str, object], fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        times.read(data("times.toml") | {"weekday": table})


@pytest.mark.parametrize(
    ("section", "table", "fault"),
    [
        ("cardinal", {"one": "1"}, "a number from 0 up"),
        ("cardinal", {"one": -1}, "a number from 0 up"),
        ("measure", {"km": 3}, "the code or name of the unit"),
        ("percent", {"forms": ["Percent"]}, "not a lower-case string"),
        ("percent", {"words": []}, "has no forms"),
        (
            "bound",
            [{"id": "b", "effect": "lower", "forms": ["at least"]}],
            "effect 'lower' is unknown; use one of: low",
        ),
        ("bound", {"id": "b"}, "is not a list"),
    ],
)
def test_a_bad_line_of_numbers_is_refused(section: str, table: object, fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        numbers.read(data("numbers.toml") | {section: table})


def test_an_unknown_section_of_numbers_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"section \[numbres\] is unknown"):
        numbers.read(data("numbers.toml") | {"numbres": {}})
