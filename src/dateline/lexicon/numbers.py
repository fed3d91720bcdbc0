"""The words of number: numerals, multipliers, vague numbers, bounds, percent, currencies and measures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from dateline.errors import LexiconError

FILE = "numbers.toml"

Effect = Literal["low", "high", "about"]
Phrase = tuple[str, ...]

NUMBERS = ("cardinal", "multiplier", "multiplier_short", "vague", "fraction")
UNITS = ("currency_symbol", "currency_word", "measure")
FORMS = ("percent", "name", "age", "crowd")
LEMMAS = ("counted",)
BOUNDS = ("bound", "bound_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """The words of number, read once; forms are lower case but for currency symbols.

    ``cardinals`` (0 to 90), ``multipliers`` (dozen, hundred ...), ``short`` (bn, m ... after digits), ``vague``
    (dozens: the lowest number meant), ``fractions`` (share in percent). ``bounds`` and ``bounds_after`` map phrases to
    their effect. ``symbols`` map to ISO 4217 codes or, where several states share it, to the name of the money;
    ``units`` map phrases after a number to a unit, with those in ``moneys`` being currencies. ``names`` before a number
    make it part of a name, ``ages`` after it an age, ``crowds`` before a multiplier ("several hundred") a vague number.
    ``counted`` maps a lemma to the one under which it is kept as what is counted, "" if it names nothing.
    """

    cardinals: Mapping[str, float]
    multipliers: Mapping[str, float]
    short: Mapping[str, float]
    vague: Mapping[str, float]
    fractions: Mapping[str, float]
    bounds: Mapping[Phrase, Effect]
    bounds_after: Mapping[Phrase, Effect]
    symbols: Mapping[str, str]
    units: Mapping[Phrase, str]
    moneys: frozenset[Phrase]
    names: frozenset[str]
    ages: frozenset[str]
    crowds: frozenset[str]
    triggers: frozenset[str]
    opens: frozenset[str]
    counted: Mapping[str, str]


@cache
def load() -> NumberWords:
    """Load the words of number from ``data/numbers.toml``.

    Raises:
        LexiconError: a section is missing or unknown, or a form or value is not as the section wants it.
    """
    text = resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def read(data: Mapping[str, object]) -> NumberWords:
    """Check the tables of ``numbers.toml`` and build the look-ups. Raises LexiconError as :func:`load` does."""
    known = {*NUMBERS, *UNITS, *FORMS, *BOUNDS, *LEMMAS}
    for name in (*known, *data):
        if name not in known or name not in data:
            fault = "unknown" if name not in known else "missing"
            raise LexiconError(f"{FILE}: section [{name}] is {fault}; the sections are: {', '.join(sorted(known))}")
    cardinals, multipliers, short, vague, fractions = (_numbers(name, data[name]) for name in NUMBERS)
    symbols, words, measures = (_codes(name, data[name]) for name in UNITS)
    percent, names, ages, crowds = (_forms(name, data[name]) for name in FORMS)
    moneys = _phrases(words)
    return NumberWords(
        cardinals=cardinals,
        multipliers=multipliers,
        short=short,
        vague=vague,
        fractions=fractions,
        bounds=_bounds("bound", data["bound"]),
        bounds_after=_bounds("bound_after", data["bound_after"]),
        symbols=symbols,
        units={**_phrases(measures), **moneys, **_phrases(dict.fromkeys(percent, "percent"))},
        moneys=frozenset(moneys),
        names=frozenset(names),
        ages=frozenset(ages),
        crowds=frozenset(crowds),
        triggers=frozenset({*cardinals, *multipliers, *vague, *fractions}),
        opens=frozenset({*cardinals, *multipliers, *vague, *fractions, *crowds, "half", "a", "an", "one"}),
        counted=_lemmas("counted", data["counted"]),
    )


def _numbers(name: str, table: object) -> dict[str, float]:
    out: dict[str, float] = {}
    for form, value in _table(name, table).items():
        if form != form.lower() or isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise LexiconError(f"{FILE}: [{name}] {form} = {value!r}; use a lower-case form and a number from 0 up")
        out[form] = float(value)
    return out


def _codes(name: str, table: object) -> dict[str, str]:
    out: dict[str, str] = {}
    for form, value in _table(name, table).items():
        if not isinstance(value, str) or not value:
            raise LexiconError(f"{FILE}: [{name}] {form} = {value!r}; use the code or name of the unit, in quotes")
        out[form] = value
    return out


def _lemmas(name: str, table: object) -> dict[str, str]:
    out: dict[str, str] = {}
    for lemma, kept in _table(name, table).items():
        if not isinstance(kept, str) or lemma != lemma.lower():
            raise LexiconError(f'{FILE}: [{name}] {lemma} = {kept!r}; use lower-case lemmas, or "" for nothing')
        out[lemma] = kept
    return out


def _forms(name: str, table: object) -> list[str]:
    return _strings(name, _table(name, table).get("forms"))


def _bounds(name: str, rows: object) -> dict[Phrase, Effect]:
    if not isinstance(rows, list):
        raise LexiconError(f"{FILE}: {name} is not a list; write [[{name}]] with id, effect and forms")
    allowed: tuple[Effect, ...] = get_args(Effect)
    out: dict[Phrase, Effect] = {}
    for row in rows:
        table = _table(name, row)
        effect = next((effect for effect in allowed if effect == table.get("effect")), None)
        if effect is None:
            raise LexiconError(
                f"{FILE}: [[{name}]] {table.get('id')}: effect {table.get('effect')!r} is unknown; use one of: "
                + ", ".join(allowed)
            )
        for form in _strings(name, table.get("forms")):
            out[tuple(form.split())] = effect
    return out


def _table(name: str, table: object) -> dict[str, object]:
    if not isinstance(table, dict) or not table:
        raise LexiconError(f"{FILE}: [{name}] is not a table; write lines of form = value under it")
    return table


def _strings(name: str, forms: object) -> list[str]:
    if not isinstance(forms, list) or not forms:
        raise LexiconError(f'{FILE}: [{name}] has no forms; write forms = ["..."]')
    for form in forms:
        if not isinstance(form, str) or form != form.lower().strip():
            raise LexiconError(f"{FILE}: [{name}] form {form!r} is not a lower-case string")
    return [str(form) for form in forms]


def _phrases(codes: Mapping[str, str]) -> dict[Phrase, str]:
    return {tuple(form.replace("/", " / ").split()): code for form, code in codes.items()}
