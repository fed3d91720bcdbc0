"""Load what words make of the happening that they govern: planned, demanded, denied, averted ..."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.lexicon import inflection
from dateline.records import Status

_FILE = "stance.toml"
_POS = frozenset({"VERB", "NOUN", "ADJ"})
_ON = frozenset({"to", "that", "that-do", "ing", "noun", "object-to", "compound"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """What a governing word makes of its complement.

    ``status`` None leaves it as it is; ``negative`` turns polarity; ``stop`` shuts out all that stands above;
    ``dropped`` makes it no claim; ``unless`` is the status that holds only where the governor is negated;
    ``weak`` gives way to any other status.
    """

    id: str
    on: frozenset[str]
    status: Status | None = None
    unless: Status | None = None
    negative: bool = False
    stop: bool = False
    dropped: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceLexicon:
    """Governors by part of speech, lemma and place of the complement; modifiers, adverbs, modals and marks."""

    governors: Mapping[tuple[str, str], tuple[Governor, ...]]
    particles: frozenset[str]
    """Governors of two words ("call off")."""
    modifiers: Mapping[str, Governor]
    adverbs: Mapping[str, frozenset[str]]
    modals: Mapping[str, Status]
    marks: Mapping[str, frozenset[str]]
    light: frozenset[str]
    happens: frozenset[str]
    """Verbs, some with a second word, whose negation says that their subject did not come about."""
    states: frozenset[str]
    """Verbs that with an adjective say what became of their subject ("go unpunished"), not that it came about."""
    presupposes: frozenset[str]
    bases: Mapping[tuple[str, str], str]

    def base(self, pos: str, form: str, lemma: str) -> str:
        """Return the lemma of a word: by its form where the lexicon has it, else the lemma given."""
        return self.bases.get((pos, form.lower()), lemma.lower())

    def governor(self, pos: str, lemma: str, places: Iterable[str]) -> Governor | None:
        """Return the entry of a lemma for the first of the places that any of its entries has."""
        entries = self.governors.get((pos, lemma), ())
        for place in places:
            for entry in entries:
                if place in entry.on:
                    return entry
        return None


def _strings(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, list):
        items = tuple(v for v in value if isinstance(v, str))
        if len(items) == len(value):
            return items
    raise LexiconError(f"{_FILE}: {where} is {value!r}; give a list of strings")


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise LexiconError(f"{_FILE}: {where} is {value!r}; give a table")
    return value


def _status(value: object, where: str) -> Status | None:
    if value is None:
        return None
    if isinstance(value, str) and value in {s.value for s in Status}:
        return Status(value)
    raise LexiconError(f"{_FILE}: {where} is {value!r}; use one of: {', '.join(s.value for s in Status)}")


def _governor(row: Mapping[str, object], on: frozenset[str]) -> Governor:
    name = row.get("id")
    if not isinstance(name, str):
        raise LexiconError(f"{_FILE}: an entry has no id: {row!r}; give it one")
    for place in on:
        if place not in _ON and not place.startswith("+"):
            raise LexiconError(f"{_FILE}: {name}.on has {place!r}; use {', '.join(sorted(_ON))} or +preposition")
    return Governor(
        id=name, on=on, status=_status(row.get("status"), f"{name}.status"),
        unless=_status(row.get("unless"), f"{name}.unless"), negative=row.get("negative") is True,
        stop=row.get("stop") is True, dropped=row.get("dropped") is True, weak=row.get("weak") is True,
    )  # fmt: skip


def _rows(value: object, where: str) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise LexiconError(f"{_FILE}: {where} is {value!r}; give [[{where}]] tables")
    return [_table(v, where) for v in value]


def parse(text: str) -> StanceLexicon:
    """Read the lexicon from TOML.

    Raises:
        LexiconError: an entry is not as the file's head describes; the message names it.
    """
    data = tomllib.loads(text)
    governors: dict[tuple[str, str], list[Governor]] = {}
    ids: set[str] = set()
    for row in _rows(data.get("governor"), "governor"):
        entry = _governor(row, frozenset(_strings(row.get("on"), "governor.on")))
        if entry.id in ids:
            raise LexiconError(f"{_FILE}: governor {entry.id} is given twice; give each entry its own id")
        ids.add(entry.id)
        for pos in _strings(row.get("pos"), f"{entry.id}.pos"):
            if pos not in _POS:
                raise LexiconError(f"{_FILE}: {entry.id}.pos is {pos!r}; use one of: {', '.join(sorted(_POS))}")
            for form in _strings(row.get("forms"), f"{entry.id}.forms"):
                governors.setdefault((pos, form), []).append(entry)
    modifiers: dict[str, Governor] = {}
    for row in _rows(data.get("modifier"), "modifier"):
        entry = _governor(row, frozenset())
        modifiers.update(dict.fromkeys(_strings(row.get("forms"), f"{entry.id}.forms"), entry))
    modals: dict[str, Status] = {}
    for word, value in _table(data.get("modal"), "modal").items():
        status = _status(value, f"modal.{word}")
        if status is not None:
            modals[word] = status
    light = _table(data.get("light"), "light")
    own = _table(data.get("irregular", {}), "irregular")
    irregular = {k: _strings(v, f"irregular.{k}") for k, v in own.items()}
    return StanceLexicon(
        governors={k: tuple(v) for k, v in governors.items()},
        particles=frozenset(form for _, form in governors if " " in form),
        modifiers=modifiers,
        adverbs={k: frozenset(_strings(v, f"adverb.{k}")) for k, v in _table(data.get("adverb"), "adverb").items()},
        modals=modals,
        marks={k: frozenset(_strings(v, f"marks.{k}")) for k, v in _table(data.get("marks"), "marks").items()},
        light=frozenset(_strings(light.get("subject"), "light.subject")),
        happens=frozenset(_strings(light.get("happens"), "light.happens")),
        states=frozenset(_strings(light.get("states"), "light.states")),
        presupposes=frozenset(_strings(light.get("presupposes"), "light.presupposes")),
        bases=_bases(governors, irregular),
    )


def _bases(
    governors: Iterable[tuple[str, str]], irregular: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    keys = sorted({(pos, form.partition(" ")[0]) for pos, form in governors})
    for pos, lemma in keys:
        if pos == "VERB":
            found = inflection.forms(lemma, "verb") | set(irregular.get(lemma, ()))
            out.update({(pos, f): lemma for f in found if (pos, f) not in out})
        elif pos == "NOUN":
            out.update({(pos, f): lemma for f in inflection.forms(lemma, "noun")})
    out.update({(pos, lemma): lemma for pos, lemma in keys})
    return out


@cache
def stance_lexicon() -> StanceLexicon:
    """Load the shipped lexicon.

    Raises:
        LexiconError: the data file is wrong.
    """
    return parse((files("dateline.lexicon") / "data" / _FILE).read_text(encoding="utf-8"))
