"""Load the cues of attribution: verbs, nouns, adjectives, adverbs and phrases that carry a source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError
from dateline.lexicon import inflection

_FILE = "speech.toml"
_POS = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
_TAKES = frozenset({"that", "quote", "to", "whom", "whom-to", "object", "as", "name", "passive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a cue lemma may take, all its entries together.

    ``strength`` maps what is taken (``that``, ``quote``, ``+for`` ...) to the strength that the cue then has;
    ``rule`` maps the same to the lexicon entry's id. ``default`` is the first entry's strength.
    """

    lemma: str
    pos: str
    default: str
    strength: Mapping[str, str]
    rule: Mapping[str, str]

    def takes(self, frame: str) -> bool:
        """Say whether the cue takes this frame."""
        return frame in self.strength


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechLexicon:
    """All cues, by part of speech and lemma; phrases, channels and media."""

    cues: Mapping[tuple[str, str], Cue]
    phrasal: frozenset[str]
    """First words of phrasal cues ("point out" -> "point")."""
    voices: frozenset[str]
    """Strengths whose source vouches for the content."""
    phrases: Mapping[str, str]
    """Phrase (lower case) -> strength."""
    own: frozenset[str]
    """Nouns of "in X's words"."""
    channels: Mapping[str, frozenset[str]]
    """Preposition -> channel nouns."""
    outlets: frozenset[str]
    outlet_endings: frozenset[str]
    outlet_nouns: frozenset[str]

    messages: frozenset[str]
    """Nouns for what somebody says or writes: "the general's *reply*"."""
    putting_out: frozenset[str]
    """Verbs whose agent is who says such a noun: "reports *spread* by the radio"."""
    told_object: frozenset[str]
    """Strengths of which a gerund or infinitive tells what is said: "denied *killing*"."""
    told_to: frozenset[str]
    """The same of an infinitive: "claims *to hold*"."""
    told_of: frozenset[str]
    """The same after a preposition: "accused *of killing*"."""
    headline: frozenset[str]
    """Nouns that are a source at the edge of a headline."""
    bases: Mapping[tuple[str, str], str]
    """Part of speech and form -> lemma, for the words of the cues."""

    def base(self, pos: str, form: str, lemma: str) -> str:
        """Return the lemma of a word: by its form where the lexicon has it, else the lemma given."""
        return self.bases.get((pos, form.lower()), lemma.lower())

    def cue(self, pos: str, lemma: str) -> Cue | None:
        """Return the cue for a lemma (lower case) of a part of speech, or None."""
        return self.cues.get((pos, lemma))

    def verb(self, form: str, lemma: str) -> Cue | None:
        """Return the cue for a verb as it stands in a text, or None."""
        return self.cue("VERB", self.base("VERB", form, lemma))


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


def _rows(value: object, where: str) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise LexiconError(f"{_FILE}: {where} is {value!r}; give [[{where}]] tables")
    return [_table(v, where) for v in value]


def _word(row: Mapping[str, object], key: str, allowed: frozenset[str], where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or (allowed and value not in allowed):
        raise LexiconError(
            f"{_FILE}: {where}.{key} is {value!r}; use one of: {', '.join(sorted(allowed)) or 'any string'}"
        )
    return value


def _known(value: object, known: frozenset[str], where: str) -> frozenset[str]:
    out = frozenset(_strings(value, where))
    if out - known:
        raise LexiconError(f"{_FILE}: {where} has {', '.join(sorted(out - known))}; use names of [strength]")
    return out


def parse(text: str) -> SpeechLexicon:
    """Read the lexicon from TOML.

    Raises:
        LexiconError: an entry is not as the file's head describes; the message names it.
    """
    data = tomllib.loads(text)
    strengths = _table(data.get("strength"), "strength")
    known = frozenset(strengths)
    voices = frozenset(k for k, v in strengths.items() if _table(v, f"strength.{k}").get("voice") is True)
    ids: set[str] = set()
    strength: dict[tuple[str, str], dict[str, str]] = {}
    rule: dict[tuple[str, str], dict[str, str]] = {}
    default: dict[tuple[str, str], str] = {}
    for row in _rows(data.get("cue"), "cue"):
        name = _word(row, "id", frozenset(), "cue")
        if name in ids:
            raise LexiconError(f"{_FILE}: cue {name} is given twice; give each entry its own id")
        ids.add(name)
        pos = _word(row, "pos", _POS, name)
        force = _word(row, "strength", known, name)
        takes = _strings(row.get("takes"), f"{name}.takes")
        for frame in takes:
            if frame not in _TAKES and not frame.startswith("+"):
                raise LexiconError(f"{_FILE}: {name} takes {frame!r}; use {', '.join(sorted(_TAKES))} or +preposition")
        for form in _strings(row.get("forms"), f"{name}.forms"):
            key = (pos, form)
            default.setdefault(key, force)
            for frame in takes:
                strength.setdefault(key, {}).setdefault(frame, force)
                rule.setdefault(key, {}).setdefault(frame, name)
    cues = {
        key: Cue(lemma=key[1], pos=key[0], default=force, strength=strength.get(key, {}), rule=rule.get(key, {}))
        for key, force in default.items()
    }
    phrases: dict[str, str] = {}
    own: frozenset[str] = frozenset()
    for row in _rows(data.get("phrase"), "phrase"):
        name = _word(row, "id", frozenset(), "phrase")
        forms = _strings(row.get("forms"), f"{name}.forms")
        if name == "speech.phrase.own":
            own = frozenset(forms)
        else:
            phrases.update(dict.fromkeys(forms, _word(row, "strength", known, name)))
    channels = {k: frozenset(_strings(v, f"channel.{k}")) for k, v in _table(data.get("channel"), "channel").items()}
    irregular = _table(data.get("irregular", {}), "irregular")
    outlets = _table(data.get("outlets"), "outlets")
    messages = _table(data.get("messages", {}), "messages")
    told = {k: _known(v, known, f"told.{k}") for k, v in _table(data.get("told", {}), "told").items()}
    return SpeechLexicon(
        cues=cues,
        phrasal=frozenset(lemma.partition(" ")[0] for _, lemma in cues if " " in lemma),
        voices=voices,
        phrases=phrases,
        own=own,
        channels=channels,
        outlets=frozenset(_strings(outlets.get("names"), "outlets.names")),
        outlet_endings=frozenset(_strings(outlets.get("endings"), "outlets.endings")),
        outlet_nouns=frozenset(_strings(outlets.get("nouns"), "outlets.nouns")),
        messages=frozenset(_strings(messages.get("nouns", []), "messages.nouns")),
        putting_out=frozenset(_strings(messages.get("putting_out", []), "messages.putting_out")),
        told_object=told.get("object", frozenset()),
        told_to=told.get("to", frozenset()),
        told_of=told.get("of", frozenset()),
        headline=frozenset(_strings(_table(data.get("headline"), "headline").get("sources"), "headline.sources")),
        bases=_bases(cues, {k: _strings(v, f"irregular.{k}") for k, v in irregular.items()}),
    )


def _bases(cues: Mapping[tuple[str, str], Cue], irregular: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for pos, lemma in cues:
        word = lemma.partition(" ")[0]
        if pos == "NOUN":
            out.update({(pos, form): word for form in inflection.forms(word, "noun")})
        elif pos == "VERB":
            found = inflection.forms(word, "verb") | set(irregular.get(word, ()))
            out.update({(pos, form): word for form in found if (pos, form) not in out})
    # A lemma is its own base, whatever else has that form.
    out.update({(pos, lemma): lemma for pos, lemma in cues if pos in {"NOUN", "VERB"} and " " not in lemma})
    return out


@cache
def speech_lexicon() -> SpeechLexicon:
    """Load the shipped cues.

    Raises:
        LexiconError: the data file is wrong.
    """
    return parse((files("dateline.lexicon") / "data" / _FILE).read_text(encoding="utf-8"))
