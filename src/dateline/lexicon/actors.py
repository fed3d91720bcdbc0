"""The registry of organizations and armed groups: what they are called, whose they are and what they are."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

from dateline.errors import LexiconError
from dateline.lexicon.form import Index, Key, needs_capitals, words

FILE = "actors.toml"

_CODES = (
    "GOV MIL COP JUD LEG SPY REB INS OPP PTY AGR BUS MNC CVL EDU ELI HLH LAB MED REF IGO NGO NGM UAF CRM RAD ETH REL"
    " SET DEV ENV HRI SOC IMG MOD"
)
SECTORS = frozenset(_CODES.split())
"""PLOVER and CAMEO sector codes. Source: PLOVER codebook, table of actor sectors; CAMEO 0.9b, chapter 3."""

ARMED = frozenset({"REB", "INS", "UAF", "RAD"})
"""Sectors of armed groups that are no state's."""

KINDS = frozenset({"organization", "group", "person"})
LISTS = ("forms", "ambiguous", "weak", "near", "listed")
"""The keys of an entry that hold several strings."""

KEYS = ("id", "name", *LISTS, "country", "sector", "kind", "parent", "from", "until", "changes", "wikidata", "source")
_KEY_SET = frozenset(KEYS)
_ONE = frozenset(KEYS) - {*LISTS, "changes"}
_NEEDED = ("id", "name", "sector", "kind", "source")
_NEEDED_OF_USERS = ("id", "name", "kind")
_ID = re.compile(r"(org\.[a-z0-9]+|state\.[A-Z]{3}\.[a-z]+)(-[a-z0-9]+)*")
_ID_OF_USERS = re.compile(r"[a-z][a-z0-9]*[.:][A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_CHANGE = re.compile(r'\{ from = ("[^"]*"), sector = ("[^"]*") \}')
_HEADER = re.compile(r"""^[ \t]*\[\[[ \t]*["']?actor["']?[ \t]*\]\]""", re.MULTILINE)

Row: TypeAlias = tuple[Mapping[str, object], str]
"""What is written of an entry, by key, and where it stands: ``file:line``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organization, group or person. ``changes`` are later sectors by their first day; None: not known or none.

    ``near`` are the countries whose mention supports an ambiguous form; ``listed`` are the numbers that a list of
    sanctions gives it. ``weak`` forms count only in a report that names it by a safe form too.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    ambiguous: tuple[str, ...]
    weak: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None
    sector: str | None
    kind: str
    parent: str | None
    since: str | None
    until: str | None
    changes: tuple[tuple[str, str], ...]
    source: str

    def safe_forms(self) -> list[str]:
        """Return the name and forms that alone tell who is meant."""
        return [form for form in (self.name, *self.forms) if form not in self.ambiguous and form not in self.weak]

    def sector_on(self, date: str | None) -> str | None:
        """Return the sector on an ISO 8601 date; without one, the sector that the entry begins with."""
        sector = self.sector
        if date is not None:
            for day, later in self.changes:
                if day <= date:
                    sector = later
        return sector

    def lives_with(self, other: Entry) -> bool:
        """Say whether there was a day on which both existed."""
        return not (_is_over(self.until, other.since) or _is_over(other.until, self.since))

    def lives_on(self, date: str | None) -> bool:
        """Say whether it was there on an ISO 8601 date; True where the date is not known."""
        if date is None:
            return True
        return not (_is_over(self.until, date) or _is_over(date, self.since))


def _is_over(end: str | None, day: str | None) -> bool:
    """Say whether a day is after an end, going by the coarser of the two: 2013-02 is not after 2013."""
    return end is not None and day is not None and day[: len(end)] > end[: len(day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorForm:
    """A form of an entry. An ambiguous one counts only with support, a weak one only with a safe one."""

    form: str
    entry: Entry
    ambiguous: bool
    weak: bool
    exact: bool
    """Whether it needs its capitals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All entries, by id and by form."""

    by_id: Mapping[str, Entry]
    index: Index[ActorForm]


@cache
def load() -> Registry:
    """Load the registry that dateline ships.

    Raises:
        LexiconError: an entry of ``data/actors.toml`` is wrong; the message names the line.
    """
    return read(resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str = FILE, *, countries: Iterable[str] | None = None) -> Registry:
    """Read and check a registry from TOML text; ``countries`` are the codes allowed, None for any.

    Raises:
        LexiconError: as :func:`load` does.
    """
    entries, places = parse(text, file, countries=countries)
    for entry in entries:
        if entry.parent is not None and entry.parent not in places:
            raise LexiconError(f"{places[entry.id]}: parent {entry.parent!r} is no entry; add it or drop the parent")
    return of(entries)


def parse(
    text: str, file: str, *, countries: Iterable[str] | None = None, users: bool = False
) -> tuple[list[Entry], dict[str, str]]:
    """Read and check entries from TOML text; with them, where each stands (``file:line``), by id.

    A user's entries (``users``) need no source or sector, and their ids may begin with another word than ``org``.
    Raises LexiconError as :func:`load` does.
    """
    rows = _plain_rows(text, file)
    if rows is None:
        rows = _rows(text, file)
    return check(rows, countries=countries, users=users)


def _plain_rows(text: str, file: str) -> list[Row] | None:
    """Read rows that are written a line a key, with strings as JSON has them: ten times as fast as all of TOML.

    None where anything is written otherwise.
    """
    parts = _HEADER.split(text)
    if any(line.strip() and not line.startswith("#") for line in parts[0].splitlines()):
        return None
    written: list[str] = []
    places: list[str] = []
    keys = 0
    line = parts[0].count("\n") + 1
    for part in parts[1:]:
        pairs: list[str] = []
        for said in part.splitlines():
            if not said.strip() or said.startswith("#"):
                continue
            key, parted, value = said.partition(" = ")
            if not (parted and key.isalpha() and key.islower()):
                return None
            if key == "changes":
                value = _CHANGE.sub(r'{"from": \1, "sector": \2}', value)
            pairs.append(f'"{key}": {value}')
        keys += len(pairs)
        written.append(f"{{{', '.join(pairs)}}}")
        places.append(f"{file}:{line}")
        line += part.count("\n")
    try:
        rows: list[dict[str, object]] = json.loads(f"[{', '.join(written)}]")
    except ValueError:
        return None
    if len(rows) != len(places) or sum(map(len, rows)) != keys:  # a key is there twice, or braces in a value
        return None
    return list(zip(rows, places, strict=True))


def _rows(text: str, file: str) -> list[Row]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = line[1] if line else len(text.splitlines())  # it tells no line at the end
        raise LexiconError(f"{file}:{at}: {error}; see https://toml.io") from error
    if set(data) - {"actor"}:
        raise LexiconError(f"{file}: table {min(set(data) - {'actor'})!r} is unknown; use [[actor]]")
    rows = data.get("actor", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LexiconError(f"{file}: actor is no list of tables; head each entry with [[actor]]")
    lines = [text.count("\n", 0, match.end()) + 1 for match in _HEADER.finditer(text)]
    if len(lines) != len(rows):  # written in a way of TOML's that has no headers
        lines = [1] * len(rows)
    return [(row, f"{file}:{line}") for row, line in zip(rows, lines, strict=True)]


def check(
    rows: Iterable[Row], *, countries: Iterable[str] | None = None, users: bool = False
) -> tuple[list[Entry], dict[str, str]]:
    """Check rows, each with where it stands, as :func:`parse` does those of a TOML text."""
    allowed = None if countries is None else frozenset(countries)
    by_id: dict[str, Entry] = {}
    places: dict[str, str] = {}
    for row, at in rows:
        entry = _entry(row, at, allowed, users=users)
        if entry.id in by_id:
            raise LexiconError(f"{at}: id {entry.id!r} is there twice; merge the entries or rename one")
        by_id[entry.id] = entry
        places[entry.id] = at
    _refuse_clashes(by_id.values(), places)
    return list(by_id.values()), places


def of(entries: Iterable[Entry], *, taken: Mapping[str, frozenset[Key]] | None = None) -> Registry:
    """Return the registry of entries; ``taken`` are the forms, as words, that an entry by its id has lost."""
    by_id = {entry.id: entry for entry in entries}
    lost = taken or {}
    return Registry(
        by_id=by_id,
        index=Index(
            (
                form,
                ActorForm(
                    form=form,
                    entry=entry,
                    ambiguous=form in entry.ambiguous,
                    weak=form in entry.weak,
                    exact=needs_capitals(form),
                ),
            )
            for entry in by_id.values()
            for form in (entry.name, *entry.forms)
            if entry.id not in lost or words(form) not in lost[entry.id]
        ),
    )


def _refuse_clashes(entries: Iterable[Entry], places: Mapping[str, str]) -> None:
    """Refuse a form that two entries claim at one time, unless both call it ambiguous."""
    claimed: dict[tuple[str, ...], list[tuple[Entry, str]]] = {}
    for entry in entries:
        for form in (entry.name, *entry.forms):
            for other, others in claimed.setdefault(words(form), []):
                safe = not (_gives_way(entry, form) and _gives_way(other, others))
                if other is not entry and safe and entry.lives_with(other):
                    raise LexiconError(
                        f"{places[entry.id]}: form {form!r} is also claimed by {other.id}; put it under ambiguous in "
                        "both, or give from and until that do not overlap"
                    )
            claimed[words(form)].append((entry, form))


def _gives_way(entry: Entry, form: str) -> bool:
    return form in entry.ambiguous or form in entry.weak


def _entry(row: Mapping[str, object], at: str, countries: frozenset[str] | None, *, users: bool) -> Entry:
    if odd := sorted(row.keys() - _KEY_SET):
        raise LexiconError(f"{at}: key {odd[0]!r} is unknown; use one of: {', '.join(sorted(KEYS))}")
    for key in _NEEDED_OF_USERS if users else _NEEDED:
        if not row.get(key):
            needed = ", ".join(_NEEDED_OF_USERS if users else _NEEDED)
            raise LexiconError(f"{at}: {key} is missing; every actor has {needed}")
    given = {key: _text(row[key], key, at) for key in row if key in _ONE}
    if users and not _ID_OF_USERS.fullmatch(given["id"]):
        raise LexiconError(f'{at}: id {given["id"]!r} is not well formed; use one as "my.northern-front"')
    if not users and not _ID.fullmatch(given["id"]):
        raise LexiconError(f"{at}: id {given['id']!r} is not well formed; use org. and lower-case words with hyphens")
    if "sector" in given:
        _one_of(given["sector"], SECTORS, "sector", at)
    _one_of(given["kind"], KINDS, "kind", at)
    country = given.get("country")
    near = _texts(row.get("near", []), "near", at)
    for code in near if country is None else (country, *near):
        if not (re.fullmatch("[A-Z]{3}", code) and (countries is None or code in countries)):
            raise LexiconError(f"{at}: country {code!r} is no code; use ISO 3166-1 alpha-3")
    for key in ("from", "until"):
        if key in given and not _DAY.fullmatch(given[key]):
            raise LexiconError(f"{at}: {key} {given[key]!r} is no date; use YYYY, YYYY-MM or YYYY-MM-DD")
    if "wikidata" in given and not _WIKIDATA.fullmatch(given["wikidata"]):
        raise LexiconError(f"{at}: wikidata {given['wikidata']!r} is no item; use Q and a number")
    forms = _texts(row.get("forms", []), "forms", at)
    if not all(words(form) for form in (given["name"], *forms)):
        raise LexiconError(f"{at}: a form has no letters; drop it")
    ambiguous, weak = _texts(row.get("ambiguous", []), "ambiguous", at), _texts(row.get("weak", []), "weak", at)
    for key, some in (("ambiguous", ambiguous), ("weak", weak)):
        for form in some:
            if form != given["name"] and form not in forms:
                raise LexiconError(f"{at}: {key} {form!r} is not among the forms; add it there too")
    return Entry(
        id=given["id"],
        name=given["name"],
        forms=forms,
        ambiguous=ambiguous,
        weak=weak,
        near=near or (() if country is None else (country,)),
        listed=_texts(row.get("listed", []), "listed", at),
        wikidata=given.get("wikidata"),
        country=country,
        sector=given.get("sector"),
        kind=given["kind"],
        parent=given.get("parent"),
        since=given.get("from"),
        until=given.get("until"),
        changes=_changes(row.get("changes", []), at),
        source=given.get("source", at),
    )


def _changes(value: object, at: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise LexiconError(f"{at}: changes {value!r} is no list; use [{{ from = date, sector = code }}]")
    out: list[tuple[str, str]] = []
    for change in value:
        if not isinstance(change, dict) or set(change) != {"from", "sector"}:
            raise LexiconError(f"{at}: change {change!r} is not well formed; use {{ from = date, sector = code }}")
        day, sector = _text(change["from"], "from", at), _text(change["sector"], "sector", at)
        _one_of(sector, SECTORS, "sector", at)
        if not _DAY.fullmatch(day) or (out and day <= out[-1][0]):
            raise LexiconError(f"{at}: change from {day!r} is no later date; use ISO 8601 dates in order")
        out.append((day, sector))
    return tuple(out)


def _one_of(value: str, allowed: frozenset[str], key: str, at: str) -> None:
    if value not in allowed:
        raise LexiconError(f"{at}: {key} {value!r} is unknown; use one of: {', '.join(sorted(allowed))}")


def _text(value: object, key: str, at: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LexiconError(f"{at}: {key} {value!r} is no text; use a string in quotes")
    return value


def _texts(value: object, key: str, at: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise LexiconError(f"{at}: {key} {value!r} is no list; use a list of strings")
    return tuple([_text(item, key, at) for item in value]) if value else ()
