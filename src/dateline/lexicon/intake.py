"""What intake knows by heart: agencies, boilerplate, caption cues, datelines, signatures (``data/intake_*.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from dateline.errors import LexiconError


class Where(StrEnum):
    """Where in a paragraph a caption cue is looked for."""

    START = "start"
    END = "end"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A paragraph that ``form`` matches as a whole is boilerplate; ``id`` names the lexicon entry.

    Where ``needs`` is not empty, one of its words, in lower case, stands in all that ``form`` matches.
    """

    id: str
    form: re.Pattern[str]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that mark a caption. ``credit``: a picture credit only, trusted in a line without a full stop.

    Unless it is at the start, one of ``needs``, in lower case, stands in all that ``form`` matches.
    """

    id: str
    where: Where
    form: re.Pattern[str]
    needs: tuple[str, ...]
    credit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Datelines:
    """Words of datelines; ``labels`` and ``joins`` in lower case."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    no_dates: tuple[str, ...]
    joins: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class English:
    """Words, in lower case, that tell English, and words that make two like sentences say different things."""

    function_words: frozenset[str]
    anchors: frozenset[str]
    negations: frozenset[str]
    number_words: frozenset[str]
    small_words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Magic:
    """First bytes of a format that is not text: ``start``, and ``then`` after ``skip`` bytes more."""

    id: str
    start: bytes
    then: bytes
    skip: int
    name: str
    remedy: str

    def matches(self, data: bytes) -> bool:
        """Say whether ``data`` begins as this format does."""
        at = len(self.start) + self.skip
        return data.startswith(self.start) and data[at : at + len(self.then)] == self.then


@cache
def agencies() -> dict[str, str]:
    """Load the agencies: form, as written and in all capitals, to code."""
    out: dict[str, str] = {}
    for file, entry in _entries("intake_agencies.toml", "agency", {"code", "forms", "source"}):
        code = _string(file, entry, "code")
        for form in _strings(file, entry, "forms"):
            for written in (form, form.upper()):
                if out.setdefault(written, code) != code:
                    raise LexiconError(
                        f'{file}: "{entry["id"]}": form "{form}" belongs to {out[written]} already; drop it'
                    )
    return out


@cache
def boilerplate() -> tuple[Pattern, ...]:
    """Load the patterns of paragraphs that are no part of a report."""
    return tuple(
        Pattern(id=str(entry["id"]), form=_regex(file, entry), needs=_needs(file, entry))
        for file, entry in _entries("intake_boilerplate.toml", "pattern", {"form", "cased", "needs"})
    )


@cache
def captions() -> tuple[Cue, ...]:
    """Load the cues of captions and picture credits."""
    out = []
    for file, entry in _entries("intake_captions.toml", "cue", {"form", "where", "cased", "credit", "needs"}):
        if entry.get("where") not in set(Where):
            raise LexiconError(
                f'{file}: "{entry["id"]}": where = "{entry.get("where")}" is unknown; use one of: {", ".join(Where)}'
            )
        where = Where(str(entry["where"]))
        if where is not Where.START and "needs" not in entry:
            raise LexiconError(
                f'{file}: "{entry["id"]}": needs is missing; list words of which the form has always one'
            )
        tail = r"\Z" if where is Where.END else ""
        out.append(
            Cue(
                id=str(entry["id"]),
                where=where,
                form=_regex(file, entry, tail),
                needs=_needs(file, entry),
                credit=entry.get("credit") is True,
            )
        )
    return tuple(out)


@cache
def datelines() -> Datelines:
    """Load the words of datelines."""
    file = "intake_dateline.toml"
    table = _load(file)
    return Datelines(
        months=_strings(file, table, "months"),
        weekdays=_strings(file, table, "weekdays"),
        no_dates=_strings(file, table, "no_dates"),
        joins=_lower(file, table, "joins"),
        labels=_lower(file, table, "labels"),
    )


@cache
def summary_labels() -> frozenset[str]:
    """Load the labels that announce a summary, in lower case."""
    return _lower("intake_summary.toml", _load("intake_summary.toml"), "labels")


@cache
def english() -> English:
    """Load the function words and the words that turn a sentence round."""
    file = "intake_english.toml"
    table = _load(file)
    words, anchors = _lower(file, table, "function_words"), _lower(file, table, "anchors")
    if stray := anchors - words:
        raise LexiconError(f"{file}: anchors {sorted(stray)} are no function_words; add them there")
    return English(
        function_words=words,
        anchors=anchors,
        negations=_lower(file, table, "negations"),
        number_words=_lower(file, table, "number_words"),
        small_words=_lower(file, table, "small_words"),
    )


@cache
def macrolanguages() -> dict[str, str]:
    """Load the codes of languages that are stored under their macrolanguage's code."""
    file = "intake_languages.toml"
    table = _load(file).get("macro")
    if not isinstance(table, dict):
        raise LexiconError(f"{file}: the table [macro] is missing")
    return {code: _string(file, table, code) for code in table}


@cache
def page_dates() -> tuple[str, ...]:
    """Load the names of a page's <meta> that hold its day of publication, the best first, in lower case."""
    file = "intake_page.toml"
    table = _load(file)
    _lower(file, table, "dates")
    return _strings(file, table, "dates")


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """Load what columns of tables are called: names, the best first and in lower case, by field of a report."""
    file = "intake_columns.toml"
    table = _load(file)
    out = {key: _strings(file, table, key) for key in table}
    named = [name for names in out.values() for name in names]
    if twice := sorted({name for name in named if named.count(name) > 1 or name != name.lower()}):
        raise LexiconError(f"{file}: {twice} stand twice, or not in lower case; correct them")
    return out


@cache
def magic() -> tuple[Magic, ...]:
    """Load the signatures of files that are not text."""
    out = []
    for file, entry in _entries("intake_magic.toml", "magic", {"bytes", "then", "skip", "name", "remedy"}):
        skip = entry.get("skip", 0)
        if not isinstance(skip, int):
            raise LexiconError(f'{file}: "{entry["id"]}": skip = {skip!r} is not a whole number of bytes')
        try:
            start, then = bytes.fromhex(_string(file, entry, "bytes")), bytes.fromhex(str(entry.get("then", "")))
        except ValueError as error:
            raise LexiconError(f'{file}: "{entry["id"]}": bytes are to be hexadecimal digits: {error}') from error
        out.append(
            Magic(
                id=str(entry["id"]),
                start=start,
                then=then,
                skip=skip,
                name=_string(file, entry, "name"),
                remedy=_string(file, entry, "remedy"),
            )
        )
    return tuple(out)


def _load(file: str) -> dict[str, object]:
    try:
        return tomllib.loads(files("dateline.lexicon").joinpath("data", file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: not TOML: {error}") from error


def _entries(file: str, name: str, allowed: set[str]) -> Iterator[tuple[str, dict[str, object]]]:
    table = _load(file)
    if stray := set(table) - {name}:
        raise LexiconError(f"{file}: tables {sorted(stray)} are unknown; use [[{name}]]")
    entries = table.get(name)
    seen: set[object] = set()
    for n, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
        key = entry.get("id")
        if not isinstance(key, str) or not key:
            raise LexiconError(f"{file}: [[{name}]] number {n} has no id; give it one")
        if key in seen:
            raise LexiconError(f'{file}: id "{key}" stands twice; rename one')
        seen.add(key)
        if stray := set(entry) - allowed - {"id"}:
            raise LexiconError(
                f'{file}: "{key}": keys {sorted(stray)} are unknown; use one of: {", ".join(sorted(allowed))}'
            )
        yield file, entry


def _string(file: str, entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise LexiconError(f'{file}: "{entry.get("id", key)}": {key} = {value!r} is to be a string that is not empty')
    return value


def _strings(file: str, entry: dict[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
        raise LexiconError(f'{file}: "{entry.get("id", key)}": {key} is to be a list of strings that is not empty')
    return tuple(value)


def _needs(file: str, entry: dict[str, object]) -> tuple[str, ...]:
    return tuple(sorted(_lower(file, entry, "needs"))) if "needs" in entry else ()


def _lower(file: str, entry: dict[str, object], key: str) -> frozenset[str]:
    words = _strings(file, entry, key)
    for word in words:
        if word != word.lower():
            raise LexiconError(f'{file}: {key}: "{word}" is to be in lower case')
    return frozenset(words)


def _regex(file: str, entry: dict[str, object], tail: str = "") -> re.Pattern[str]:
    form = _string(file, entry, "form")
    try:
        return re.compile(form + tail, 0 if entry.get("cased") is True else re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f'{file}: "{entry["id"]}": form is no regular expression: {error}; correct it') from error
