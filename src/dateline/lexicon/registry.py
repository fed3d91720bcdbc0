"""Registries of users, as TOML or CSV, merged over the one that dateline ships."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dateline.errors import LexiconError
from dateline.lexicon import actors, countries
from dateline.lexicon.actors import KEYS, LISTS, Entry, Registry, Row
from dateline.lexicon.form import Key, needs_capitals, words

SEPARATOR = "|"
"""What parts the values of a CSV cell that holds several."""


def load(files: Iterable[Path]) -> Registry:
    """Load the registry that dateline ships with the files of users merged over it, one after the other.

    Raises:
        LexiconError: a file cannot be read or an entry is wrong; the message names file and line.
    """
    registry = actors.load()
    for file in files:
        entries, places = read(file)
        registry = merge(registry, entries, places)
    return registry


def read(file: Path) -> tuple[list[Entry], dict[str, str]]:
    """Read and check one file of a user: TOML as ``actors.toml``, or CSV where its name ends in ``.csv``.

    Gives the entries, and where each stands by its id. Raises LexiconError as :func:`load` does.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes().count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{file}:{line}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read: {error.strerror}; check the path") from error
    known = countries.load().by_iso3
    if file.suffix.lower() == ".csv":
        return actors.check(_rows(text, str(file)), countries=known, users=True)
    return actors.parse(text.replace("\r\n", "\n"), str(file), countries=known, users=True)


def _rows(text: str, file: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for column in header:
            if column not in KEYS or header.count(column) > 1:
                fault = "unknown" if column not in KEYS else "there twice"
                raise LexiconError(f"{file}:1: column {column!r} is {fault}; the columns are {','.join(KEYS)}")
        while True:
            line = reader.line_num + 1  # a cell may run over several lines
            cells = next(reader, None)
            if cells is None:
                return rows
            if not any(cells):
                continue
            if len(cells) != len(header):
                raise LexiconError(f"{file}:{line}: {len(cells)} cells; the header has {len(header)}")
            given = {key: cell.strip() for key, cell in zip(header, cells, strict=True) if cell.strip()}
            rows.append(({key: _value(key, cell) for key, cell in given.items()}, f"{file}:{line}"))
    except csv.Error as error:
        raise LexiconError(f"{file}:{reader.line_num}: {error}; quote a cell that holds commas or quotes") from error


def _value(key: str, cell: str) -> object:
    """Return a cell as TOML would have it. A change is written ``2021-08-15=GOV``."""
    if key not in (*LISTS, "changes"):
        return cell
    parts = [part.strip() for part in cell.split(SEPARATOR) if part.strip()]
    if key == "changes":
        return [dict(zip(("from", "sector"), part.partition("=")[::2], strict=True)) for part in parts]
    return parts


def merge(base: Registry, entries: Sequence[Entry], places: Mapping[str, str]) -> Registry:
    """Return ``base`` with a user's entries over it; ``places`` tell where each stands, for messages.

    An entry with the id of another takes its place. A form that a user's entry claims is its own from then on.
    An entry of a list (``listed``) that has a name in common with one that is there is the same: that one stays, and
    bears the number of the list. Names in common are the first of the list's and any of that one's; else any of the
    list's that is safe, or is the first of that one's.
    """
    by_id = dict(base.by_id)
    own: list[Entry] = []
    for entry, same in _listed(base, entries):
        for other in same:
            by_id[other] = _flag(by_id[other], entry, alone=len(same) == 1, base=base)
        if not same:
            own.append(entry)
    by_id.update((entry.id, entry) for entry in own)
    for entry in own:
        if entry.parent is not None and entry.parent not in by_id:
            raise LexiconError(f"{places[entry.id]}: parent {entry.parent!r} is no entry; add it or drop the parent")
    mine = {entry.id for entry in own}
    claimed = frozenset(words(form) for entry in own if not entry.listed for form in entry.safe_forms())
    theirs = frozenset(words(form) for other in by_id.values() if other.id not in mine for form in _forms(other))
    taken: dict[str, frozenset[Key]] = {}
    for entry in by_id.values():
        if entry.id not in mine:
            taken[entry.id] = claimed
        elif entry.listed:
            taken[entry.id] = theirs
    return actors.of(by_id.values(), taken=taken)


def _forms(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *entry.forms)


def _listed(base: Registry, entries: Sequence[Entry]) -> list[tuple[Entry, list[str]]]:
    """Return each entry with the ids of those in ``base`` that are the same; only those of a list have any."""
    named: dict[str, set[str]] = {}
    for entry in entries:
        if entry.listed and entry.name in entry.safe_forms():
            named[entry.id] = _same(base, entry, [entry.name])
    taken = {other for same in named.values() for other in same}
    found: list[tuple[Entry, list[str]]] = []
    for entry in entries:
        same = set(named.get(entry.id, ()))
        if entry.listed:
            heads = [
                form for form in _forms(entry) if any(words(form) == words(o.entry.name) for o in base.index.get(form))
            ]
            same |= _same(base, entry, {*entry.safe_forms(), *heads}) - taken
        found.append((entry, sorted(same)))
    return found


def _same(base: Registry, entry: Entry, forms: Iterable[str]) -> set[str]:
    """Return the ids of those that claim a form for sure. Capitals alone say too little: ISI is two bodies."""
    same: set[str] = set()
    for form in forms:
        if needs_capitals(form):
            continue
        for other in base.index.get(form):
            persons = (entry.kind == "person") == (other.entry.kind == "person")
            home = None in (entry.country, other.entry.country) or entry.country == other.entry.country
            if persons and home and not other.ambiguous and not other.weak:
                same.add(other.entry.id)
    return same


def _flag(entry: Entry, listing: Entry, *, alone: bool, base: Registry) -> Entry:
    """Return an entry with the numbers of a listing, and its forms where the listing is of this entry alone."""
    more = [form for form in _forms(listing) if alone and not base.index.get(form) and form not in entry.forms]
    return replace(
        entry,
        listed=tuple(dict.fromkeys((*entry.listed, *listing.listed))),
        forms=(*entry.forms, *more),
        ambiguous=(*entry.ambiguous, *(form for form in more if form in listing.ambiguous)),
        weak=(*entry.weak, *(form for form in more if form in listing.weak)),
        near=tuple(dict.fromkeys((*entry.near, *listing.near))),
    )
