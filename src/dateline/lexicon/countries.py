"""The countries of ISO 3166-1, with Kosovo and some states of the past: names, peoples and seats of government."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.lexicon.form import Index, needs_capitals

FILE = "countries.csv"
COLUMNS = (
    "iso3",
    "name",
    "aliases",
    "adjectives",
    "nationals",
    "nationals_plural",
    "capitals",
    "parts",
    "region",
    "ambiguous",
    "valid_from",
    "valid_until",
    "numeric",
    "iso2",
)
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


class Use(StrEnum):
    """How a form stands for its country."""

    NAME = "name"
    PART = "part"
    CAPITAL = "capital"
    ADJECTIVE = "adjective"
    NATIONAL = "national"
    NATIONALS = "nationals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state or territory. ``iso3`` is ISO 3166-1 alpha-3; ``valid_until`` is set for states of the past.

    ``numeric`` is the three digits of ISO 3166-1, None for Kosovo, which has none; ``iso2`` its two letters, for Kosovo
    XK, which is in use though not assigned.
    """

    iso3: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    nationals: tuple[str, ...]
    nationals_plural: tuple[str, ...]
    capitals: tuple[str, ...]
    parts: tuple[str, ...]
    region: str
    ambiguous: tuple[str, ...]
    valid_from: str | None
    valid_until: str | None
    numeric: str | None
    iso2: str

    def forms(self) -> Iterator[CountryForm]:
        """Yield each form with its use."""
        for use, forms in (
            (Use.NAME, (self.name, *self.aliases)),
            (Use.PART, self.parts),
            (Use.CAPITAL, self.capitals),
            (Use.ADJECTIVE, self.adjectives),
            (Use.NATIONAL, self.nationals),
            (Use.NATIONALS, self.nationals_plural),
        ):
            for form in forms:
                yield CountryForm(
                    form=form,
                    iso3=self.iso3,
                    use=use,
                    ambiguous=form in self.ambiguous,
                    exact=needs_capitals(form),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryForm:
    """A form of a country. An ambiguous one counts only beside a safe one; an exact one needs its capitals."""

    form: str
    iso3: str
    use: Use
    ambiguous: bool
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """All countries, by code and by form."""

    by_iso3: Mapping[str, Country]
    index: Index[CountryForm]


@cache
def load() -> Countries:
    """Load the countries that dateline ships.

    Raises:
        LexiconError: a row of ``data/countries.csv`` is wrong; the message names the line.
    """
    return read(resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str = FILE) -> Countries:
    """Read and check countries from CSV text. Raises LexiconError as :func:`load` does."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise LexiconError(f"{file}:1: the columns are {','.join(header)}; use {','.join(COLUMNS)}")
    by_iso3: dict[str, Country] = {}
    owner: dict[tuple[str, str], str] = {}
    for row in reader:
        at = f"{file}:{reader.line_num}"
        country = _country(row, at)
        if country.iso3 in by_iso3:
            raise LexiconError(f"{at}: iso3 {country.iso3!r} is there twice; merge the rows")
        by_iso3[country.iso3] = country
        for form in country.forms():
            place = form.use in (Use.NAME, Use.PART, Use.CAPITAL)
            other = owner.setdefault((form.form.casefold(), "place" if place else "people"), country.iso3)
            if other != country.iso3 and not form.ambiguous:
                raise LexiconError(f"{at}: {form.form!r} is also a form of {other}; make it ambiguous or drop one")
    return Countries(
        by_iso3=by_iso3,
        index=Index((form.form, form) for country in by_iso3.values() for form in country.forms()),
    )


def _country(row: list[str], at: str) -> Country:
    if len(row) != len(COLUMNS):
        raise LexiconError(f"{at}: {len(row)} columns; use {len(COLUMNS)}: {','.join(COLUMNS)}")
    cell = dict(zip(COLUMNS, row, strict=True))
    if not re.fullmatch("[A-Z]{3}", cell["iso3"]):
        raise LexiconError(f"{at}: iso3 {cell['iso3']!r} is no code; use three capitals of ISO 3166-1 alpha-3")
    for column in ("name", "region"):
        if not cell[column]:
            raise LexiconError(f"{at}: {column} is empty; every country has one")
    for column in ("valid_from", "valid_until"):
        if cell[column] and not _DAY.fullmatch(cell[column]):
            raise LexiconError(f"{at}: {column} {cell[column]!r} is no date; use YYYY, YYYY-MM or YYYY-MM-DD")
    if not re.fullmatch(r"(\d{3})?", cell["numeric"]):
        raise LexiconError(f"{at}: numeric {cell['numeric']!r} is no code; use three digits of ISO 3166-1, or nothing")
    if not re.fullmatch("[A-Z]{2}", cell["iso2"]):
        raise LexiconError(f"{at}: iso2 {cell['iso2']!r} is no code; use two capitals of ISO 3166-1 alpha-2")
    many = {
        column: tuple(part for part in cell[column].split("|") if part)
        for column in ("aliases", "adjectives", "nationals", "nationals_plural", "capitals", "parts", "ambiguous")
    }
    country = Country(
        iso3=cell["iso3"],
        name=cell["name"],
        region=cell["region"],
        valid_from=cell["valid_from"] or None,
        valid_until=cell["valid_until"] or None,
        numeric=cell["numeric"] or None,
        iso2=cell["iso2"],
        **many,
    )
    known = {form.form for form in country.forms()}
    for form in country.ambiguous:
        if form not in known:
            raise LexiconError(f"{at}: ambiguous {form!r} is no form of {country.iso3}; add the form or drop it")
    return country
