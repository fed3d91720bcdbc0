"""The words of time: classes of words, phrases before an expression, and what each does.

Source of the classes: TimeML 1.2.1 (TIMEX3), https://timeml.github.io/site/publications/timeMLdocs/timeml_1.2.1.html
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError

FILE = "times.toml"

CLASSES = {
    "weekday": "D",
    "weekday_plural": "J",
    "weekday_weak": "d",
    "month": "M",
    "month_weak": "m",
    "unit": "U",
    "units": "V",
    "daypart": "P",
    "dayparts": "W",
    "clockword": "c",
    "meridiem": "X",
    "zone": "Z",
    "season": "S",
    "season_weak": "s",
    "seasons": "z",
    "relative_day": "R",
    "vague": "K",
    "vague_noun": "k",
    "frequency": "F",
    "every": "j",
    "last": "l",
    "past": "p",
    "next": "x",
    "coming": "C",
    "this": "t",
    "that": "h",
    "current": "v",
    "ago": "A",
    "earlier": "E",
    "later": "e",
    "before": "<",
    "after": ">",
    "new": "@",
    "oclock": "G",
    "phase": "B",
    "edge": "b",
    "few": "q",
    "fiscal": "f",
    "article": "a",
    "definite": "T",
    "preposition": "i",
    "until": "u",
    "from": "r",
    "and": "&",
    "of": "O",
    "more": "g",
    "old": "!",
    "ordinal": "o",
    "decade_word": "y",
    "holiday": "H",
}
"""Section of the data file -> the letter that stands for the class in the patterns of the grammar."""

TRIGGERS = "DJdMmUVPcSszRKkFypHlXG@"
"""Classes without one of which (and without digits) a sentence holds no time expression."""

CENTURIES = frozenset({"eighteen", "nineteen", "twenty"})
"""Words that a year in words starts with: "nineteen eighty-nine"."""

PHRASES = ("modifier", "vague_phrase", "relation", "ahead")

Value = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The words of time, read once.

    ``words`` maps a lower-case form to the letter of its class and its value there; ``triggers`` are forms
    without which a sentence needs no look. ``modifiers``, ``vague`` and ``relations`` map phrases, as tuples of
    lower-case words, to what they give. ``ahead`` are lemmas that put a time in the future.
    """

    words: Mapping[str, tuple[str, Value]]
    triggers: frozenset[str]
    modifiers: Mapping[tuple[str, ...], str]
    vague: Mapping[tuple[str, ...], str]
    relations: Mapping[tuple[str, ...], str]
    ahead: frozenset[str]


@cache
def load() -> TimeWords:
    """Load the words of time from ``data/times.toml``.

    Raises:
        LexiconError: a section is unknown or missing, a form is not one lower-case word, or a value is not a
            string or a whole number.
    """
    text = resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def read(data: Mapping[str, object]) -> TimeWords:
    """Check the tables of ``times.toml`` and build the look-ups. Raises LexiconError as :func:`load` does."""
    known = {*CLASSES, *PHRASES}
    for name in (*known, *data):
        if name not in known or name not in data:
            fault = "unknown" if name not in known else "missing"
            raise LexiconError(f"{FILE}: section [{name}] is {fault}; the sections are: {', '.join(sorted(known))}")
    tables = {name: _table(name, data[name]) for name in data}
    words: dict[str, tuple[str, Value]] = {}
    for section, letter in CLASSES.items():
        for form, value in tables[section].items():
            if " " in form:
                raise LexiconError(f"{FILE}: [{section}] {form!r} is several words; a form of a class is one word")
            if form in words:
                raise LexiconError(f"{FILE}: [{section}] {form!r} stands in two sections; keep one")
            words[form] = (letter, value)
    return TimeWords(
        words=words,
        triggers=frozenset(form.rstrip(".") for form, (letter, _) in words.items() if letter in TRIGGERS) | CENTURIES,
        modifiers=_phrases(tables["modifier"]),
        vague=_phrases(tables["vague_phrase"]),
        relations=_phrases(tables["relation"]),
        ahead=frozenset(tables["ahead"]),
    )


def _table(name: str, table: object) -> dict[str, Value]:
    if not isinstance(table, dict) or not table:
        raise LexiconError(f"{FILE}: [{name}] is not a table of form = value; write one line a form")
    out: dict[str, Value] = {}
    for form, value in table.items():
        if form != form.lower() or form != form.strip():
            raise LexiconError(f"{FILE}: [{name}] {form!r} is not lower case; write {form.lower().strip()!r}")
        if not isinstance(value, int | str) or isinstance(value, bool):
            raise LexiconError(f"{FILE}: [{name}] {form} = {value!r}; use a string or a whole number")
        out[form] = value
    return out


def _phrases(table: Mapping[str, Value]) -> dict[tuple[str, ...], str]:
    return {tuple(form.split()): str(value) for form, value in table.items()}
