"""Nouns that stand for actors, weapons and facilities, and the small word lists that go with them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.lexicon.actors import SECTORS
from dateline.lexicon.form import Key, words

FILE = "roles.toml"

_KEYS = {
    "role": frozenset({"id", "kind", "sector", "defers", "armed", "presides", "lemmas", "source"}),
    "modifier": frozenset({"id", "sector", "armed", "lemmas"}),
    "affiliation": frozenset({"id", "sector", "lemmas"}),
    "thing": frozenset({"id", "kind", "lemmas", "source"}),
    "class": frozenset({"id", "lemmas"}),
}
_LISTS = {
    "title": frozenset({"lemmas"}),
    "gender": frozenset({"male", "female"}),
    "rooted": frozenset({"lemmas"}),
    "state": frozenset({"lemmas"}),
    "vague": frozenset({"lemmas"}),
    "locative": frozenset({"lemmas"}),
    "direction": frozenset({"lemmas"}),
    "quantifier": frozenset({"lemmas"}),
    "anaphor": frozenset({"group", "armed", "alliance", "other", "weather"}),
    "metonymy": frozenset({"never", "speech", "person"}),
}
_KINDS = {"role": ("person", "group", "organization"), "thing": ("weapon", "facility")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An entry of one of the tables. ``kind`` and ``sector`` are None where the table or the word has none."""

    id: str
    kind: str | None
    sector: str | None
    defers: bool
    armed: bool
    presides: bool = False


class Phrases:
    """Phrases of lemmas with what they mean, found by how they end or by how they begin."""

    def __init__(self, entries: Mapping[Key, Word]) -> None:
        self._entries = dict(entries)
        self._longest: dict[str, int] = {}
        for key in entries:
            self._longest[key[-1]] = max(self._longest.get(key[-1], 0), len(key))

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, lemma: str) -> Word | None:
        """Return the entry of a whole phrase, or None."""
        return self._entries.get(words(lemma))

    def ending(self, lemmas: Sequence[str]) -> tuple[int, Word] | None:
        """Return the longest phrase that a sequence ends with, as its length and entry; None where there is none."""
        if not lemmas:
            return None
        for size in range(min(self._longest.get(lemmas[-1], 0), len(lemmas)), 0, -1):
            if entry := self._entries.get(tuple(lemmas[-size:])):
                return size, entry
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The tables of ``roles.toml``; lists are sets of lower-case lemmas."""

    roles: Phrases
    modifiers: Phrases
    affiliations: Phrases
    things: Phrases
    classes: Phrases
    titles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    rooted: frozenset[str]
    state: frozenset[str]
    vague: frozenset[str]
    locatives: frozenset[str]
    directions: frozenset[str]
    quantifiers: frozenset[str]
    anaphor_group: frozenset[str]
    anaphor_armed: frozenset[str]
    anaphor_alliance: frozenset[str]
    anaphor_other: frozenset[str]
    anaphor_weather: frozenset[str]
    never_metonym: frozenset[str]
    speech: frozenset[str]
    person_verbs: frozenset[str]


@cache
def load() -> Roles:
    """Load the words that dateline ships.

    Raises:
        LexiconError: an entry of ``data/roles.toml`` is wrong; the message names the line.
    """
    return read(resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str = FILE) -> Roles:
    """Read and check the tables from TOML text. Raises LexiconError as :func:`load` does."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: {error}") from error
    for name in (*data, *_KEYS, *_LISTS):
        if name not in data or (name not in _KEYS and name not in _LISTS):
            fault = "missing" if name not in data else "unknown"
            raise LexiconError(f"{file}: table {name!r} is {fault}; the tables are {', '.join((*_KEYS, *_LISTS))}")
    titled = {name: f"{file}:{_line(text, f'[{name}]')}" for name in _LISTS}
    tables = {name: _table(name, data[name], text, file) for name in _KEYS}
    lists = {
        f"{name}.{key}": _lemmas(data[name].get(key), titled[name], key)
        for name, keys in _LISTS.items()
        for key in keys
    }
    return Roles(
        roles=tables["role"],
        modifiers=tables["modifier"],
        affiliations=tables["affiliation"],
        things=tables["thing"],
        classes=tables["class"],
        titles=lists["title.lemmas"],
        male=lists["gender.male"],
        female=lists["gender.female"],
        rooted=lists["rooted.lemmas"],
        state=lists["state.lemmas"],
        vague=lists["vague.lemmas"],
        locatives=lists["locative.lemmas"],
        directions=lists["direction.lemmas"],
        quantifiers=lists["quantifier.lemmas"],
        anaphor_group=lists["anaphor.group"],
        anaphor_armed=lists["anaphor.armed"],
        anaphor_alliance=lists["anaphor.alliance"],
        anaphor_other=lists["anaphor.other"],
        anaphor_weather=lists["anaphor.weather"],
        never_metonym=lists["metonymy.never"],
        speech=lists["metonymy.speech"],
        person_verbs=lists["metonymy.person"],
    )


def _table(name: str, rows: Sequence[Mapping[str, object]], text: str, file: str) -> Phrases:
    entries: dict[Key, Word] = {}
    ids: set[str] = set()
    for row in rows:
        mark = f'id = "{row.get("id")}"'
        at = f"{file}:{_line(text, mark)}"
        if odd := sorted(set(row) - _KEYS[name]):
            raise LexiconError(f"{at}: key {odd[0]!r} is unknown; use one of: {', '.join(sorted(_KEYS[name]))}")
        word = _word(name, row, at)
        if word.id in ids:
            raise LexiconError(f"{at}: id {word.id!r} is there twice; rename one")
        ids.add(word.id)
        for lemma in sorted(_lemmas(row.get("lemmas"), at, "lemmas")):
            key = words(lemma)
            if key in entries:
                raise LexiconError(f"{at}: {lemma!r} is also under {entries[key].id}; drop one")
            entries[key] = word
    return Phrases(entries)


def _word(name: str, row: Mapping[str, object], at: str) -> Word:
    identity, kind, sector = row.get("id"), row.get("kind"), row.get("sector")
    defers, armed, presides = (row.get(key, False) for key in ("defers", "armed", "presides"))
    if not isinstance(identity, str) or not identity.startswith(f"{name}."):
        raise LexiconError(f"{at}: id {identity!r} is not well formed; use {name}. and a name")
    if name in _KINDS and kind not in _KINDS[name]:
        raise LexiconError(f"{at}: kind {kind!r} is unknown; use one of: {', '.join(_KINDS[name])}")
    if sector is not None and sector not in SECTORS:
        raise LexiconError(f"{at}: sector {sector!r} is unknown; use one of: {', '.join(sorted(SECTORS))}")
    if not isinstance(defers, bool) or not isinstance(armed, bool) or not isinstance(presides, bool):
        raise LexiconError(f"{at}: defers, armed and presides are true or false")
    return Word(
        id=identity,
        kind=None if kind is None else str(kind),
        sector=None if sector is None else str(sector),
        defers=defers,
        armed=armed,
        presides=presides,
    )


def _lemmas(value: object, at: str, key: str) -> frozenset[str]:
    if not isinstance(value, list) or not value:
        raise LexiconError(f'{at}: {key} {value!r} is no list of words; use ["..."]')
    seen: set[str] = set()
    for lemma in value:
        if not isinstance(lemma, str) or lemma != lemma.lower() or not words(lemma):
            raise LexiconError(f"{at}: {key} has {lemma!r}; use lower-case words")
        if lemma in seen:
            raise LexiconError(f"{at}: {key} has {lemma!r} twice; drop one")
        seen.add(lemma)
    return frozenset(seen)


def _line(text: str, mark: str) -> int:
    """Return the line where a mark first stands; 1 where it stands nowhere."""
    return text.count("\n", 0, max(text.find(mark), 0)) + 1
