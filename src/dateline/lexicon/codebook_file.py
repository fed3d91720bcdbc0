"""A codebook file as tables that know the lines they stand on, so that a refusal names the line and the remedy."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from dateline.errors import LexiconError

MAX_BYTES: Final = 1_000_000
"""Largest codebook that is read. One with a thousand words has some 50 kB."""

_HEAD: Final = re.compile(r"\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_STRINGS: Final = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*", re.DOTALL
)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'armed'?" for what comes nearest to a word, "" where nothing does."""
    lower = {each.lower(): str(each) for each in known}
    found = difflib.get_close_matches(word.lower(), lower, n=2, cutoff=0.65)
    return f"; did you mean {' or '.join(repr(lower[each]) for each in found)}?" if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the file. ``line`` is that of its head, ``lines`` those of its keys as far as they are known."""

    file: str
    name: str
    """What it is called in messages: ``[[code]]``."""
    line: int
    data: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    text: str = ""

    def at(self, key: str | None = None) -> int:
        """Return the line of a key, else of the table."""
        return self.lines.get(key or "", self.line)

    def refuse(self, key: str | None, message: str) -> NoReturn:
        """Raise the error that names file and line."""
        raise LexiconError(f"{self.file}:{self.at(key)}: {message}")

    def check(self, allowed: Collection[str]) -> None:
        """Refuse a key that is not allowed."""
        for key in self.data:
            if key not in allowed:
                near = nearest(key, allowed)
                self.refuse(key, f"unknown key {key!r} in {self.name}{near}; it has {', '.join(sorted(allowed))}")

    def string(self, key: str) -> str:
        """Return a string, "" where the key is not there."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            self.refuse(key, f'{key} must be a string, {key} = "…", not {_shown(value)}')
        return value.strip()

    def items(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; a string is the list of its words."""
        value = self.data.get(key, ())
        if isinstance(value, str):
            return tuple(value.split())
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
            self.refuse(key, f'{key} must be a list of strings, {key} = ["…", "…"], not {_shown(value)}')
        return tuple(" ".join(each.split()) for each in value)

    def phrases(self, key: str) -> tuple[str, ...]:
        """Return a list of words and phrases; a string is one word."""
        value = self.data.get(key)
        if isinstance(value, str) and len(value.split()) > 1:
            words = ", ".join(f'"{word}"' for word in value.split()[:3])
            self.refuse(key, f'{key} must be a list: {key} = ["{value}"] for one phrase, {key} = [{words}] for words')
        return self.items(key)

    def sentences(self, key: str) -> tuple[tuple[int, str], ...]:
        """Return a list of sentences, each with its line."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.refuse(key, f'{key} must be a list of sentences, {key} = ["…"], not {_shown(value)}')
        return tuple((self._line_of(each, self.at(key)), " ".join(each.split())) for each in value)

    def flag(self, key: str) -> bool:
        """Return true or false, False where the key is not there."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.refuse(key, f"{key} must be true or false, not {_shown(value)}")
        return value

    def below(self, key: str) -> dict[str, str]:
        """Return a table of strings, ``{ obj = "armed" }``; lists of words are joined."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f'{key} must be a table such as {key} = {{ obj = "armed" }}, not {_shown(value)}')
        out: dict[str, str] = {}
        for slot, words in value.items():
            if isinstance(words, list) and all(isinstance(each, str) for each in words):
                words = " ".join(words)
            if not isinstance(words, str):
                self.refuse(key, f"{slot} in {key} must be a string of classes, not {_shown(words)}")
            out[slot] = words
        return out

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of an array ``[[key]]`` in this one."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.refuse(key, f"write {key} as [[{key}]] tables, not as {_shown(value)}")
        return tuple(
            Table(file=self.file, name=f"[[{key}]]", line=self.at(key), data=each, lines=self.lines, text=self.text)
            for each in value
        )

    def _line_of(self, words: str, start: int) -> int:
        rows = self.text.split("\n")
        head = words.strip().split("\n")[0].strip()[:60].replace('"', '\\"')
        return next((n for n in range(start, len(rows) + 1) if head in rows[n - 1]), start)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A codebook file: its root table, and those below by their name."""

    path: Path
    text: str
    root: Table
    classes: tuple[tuple[str, Table], ...]
    codes: tuple[tuple[Table, tuple[Table, ...]], ...]
    """Each ``[[code]]`` with its ``[[code.when]]``."""
    cues: tuple[Table, ...]
    overrides: tuple[Table, ...]


def read(path: Path) -> File:
    """Read a file and find the lines of its tables and keys.

    Raises:
        LexiconError: it cannot be read, is too large, not UTF-8 or not TOML; the message names file and line.
    """
    root, spots = _root(path, "codebook")
    data, text, file = root.data, root.text, root.file
    cues, overrides = (_tables(root, spots, name, data.get(name, [])) for name in ("cue", "override"))
    codes = []
    whens = iter([spot for spot in spots if spot[0] == "code.when"])
    for code in _tables(root, spots, "code", data.get("code", [])):
        inner = code.tables("when")
        found = []
        for table in inner:
            _, line, lines = next(whens, ("", code.line, {}))
            found.append(Table(file=file, name="[[code.when]]", line=line, data=table.data, lines=lines, text=text))
        codes.append((code, tuple(found)))
    return File(
        path=path,
        text=text,
        root=root,
        classes=tuple(_classes(root, spots, data.get("class", {}))),
        codes=tuple(codes),
        cues=cues,
        overrides=overrides,
    )


def tables(path: Path, name: str, *, what: str) -> tuple[Table, tuple[Table, ...]]:
    """Read a file of another kind, ``what`` it is called in messages: its root, and its tables ``[[name]]``.

    Raises:
        LexiconError: as :func:`read`.
    """
    root, spots = _root(path, what)
    return root, _tables(root, spots, name, root.data.get(name, []))


def _root(path: Path, what: str) -> tuple[Table, list[tuple[str, int, dict[str, int]]]]:
    text = _text(path, what)
    file = str(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = at[1] if at else text.count("\n") + 1
        why = re.sub(r" \(at .*\)$", "", str(error)).replace("Cannot overwrite a value", "this key is there twice")
        raise LexiconError(f"{file}:{line}: not TOML: {why}{_hint(text, int(line))}") from error
    except RecursionError as error:
        raise LexiconError(f"{file}:1: not a {what}: brackets within brackets, too deep") from error
    except ValueError as error:
        raise LexiconError(f"{file}:1: not a {what}: a number of too many digits") from error
    spots = list(_spots(text))
    return Table(file=file, name="the file", line=1, data=data, lines=spots[0][2], text=text), spots


def _text(path: Path, what: str) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    if len(content) > MAX_BYTES:
        raise LexiconError(f"{path}: larger than {MAX_BYTES:,} bytes; is it a {what}? Split a long one into several")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error
    return text.replace("\r\n", "\n")


def _hint(text: str, line: int) -> str:
    """Say what is often behind a fault of TOML."""
    rows = text.split("\n")
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    if re.search("[“”]", row):
        return '; write straight quotes, "…", not “…”'
    if re.match(r"\s*[\w-]+\s*=\s*[A-Za-z]", row) and not re.search(r"=\s*(?:true|false)\b", row):
        return '; put text between quotes, key = "text"'
    return ""


def _spots(text: str) -> Iterator[tuple[str, int, dict[str, int]]]:
    """Yield the name of each table head, its line and the lines of its keys; "" is what stands before the first."""
    blank = _STRINGS.sub(lambda m: re.sub(r"[^\n]", "_", m[0]), text)
    name, start, lines = "", 1, dict[str, int]()
    depth = 0
    for n, (row, real) in enumerate(zip(blank.split("\n"), text.split("\n"), strict=True), 1):
        if depth == 0:
            if _HEAD.match(re.sub(r"_*$", "", row)):
                yield name, start, lines
                name, start, lines = ".".join(_parts(real.strip().strip("[] \t").split("#")[0])), n, {}
                continue
            key = _KEY.match(real)
            if key and "=" in row:  # and not in a string of several lines
                for part in _parts(key[1]):
                    lines.setdefault(part, n)
        depth += sum(row.count(c) for c in "[{") - sum(row.count(c) for c in "]}")
    yield name, start, lines


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'").rstrip("] ") for part in dotted.split(".")]


def _tables(root: Table, spots: list[tuple[str, int, dict[str, int]]], name: str, value: object) -> tuple[Table, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        line = next((line for head, line, _ in spots if head == name), root.at(name))
        raise LexiconError(f"{root.file}:{line}: write {name} with two brackets, [[{name}]], one table for each")
    places = iter([spot for spot in spots if spot[0] == name])
    out = []
    for each in value:
        _, line, lines = next(places, ("", root.at(name), {}))
        out.append(Table(file=root.file, name=f"[[{name}]]", line=line, data=each, lines=lines, text=root.text))
    return tuple(out)


def _classes(root: Table, spots: list[tuple[str, int, dict[str, int]]], value: object) -> Iterator[tuple[str, Table]]:
    if not isinstance(value, dict):
        root.refuse("class", "write a class as a table of its name, [class.school]")
    by_name = {spot[0]: spot for spot in spots}
    for name, each in value.items():
        _, line, lines = by_name.get(f"class.{name}") or ("", root.at("class"), {})
        if not isinstance(each, dict):
            raise LexiconError(f"{root.file}:{line}: write a class as a table of its name, [class.{name}]")
        yield name, Table(file=root.file, name=f"[class.{name}]", line=line, data=each, lines=lines, text=root.text)


def _shown(value: object) -> str:
    return repr(value) if len(repr(value)) < 60 else f"{repr(value)[:57]}…"
