"""Read a file of senses with the lines that its entries stand on, quicker than a reader of all TOML does.

Nearly all of such a file are rows of one form, ``{ verb = "kill", needs = { obj = "armed" }, weight = 0.9 },``. Rows
of that form are read here, everything else by ``tomllib``: it is given the file with a number in the place of each row
that was read, so that order, and what is no TOML, is for the one reader that knows all of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from dateline.errors import LexiconError

Value: TypeAlias = str | float | bool | dict[str, str]
Fields: TypeAlias = Mapping[str, Value]

_TEXT: Final = r'"[^"\\\x00-\x08\x0a-\x1f\x7f]*"'
_TABLE: Final = rf"\{{ [a-z_]+ = {_TEXT}(?:, [a-z_]+ = {_TEXT})* \}}"
_VALUE: Final = rf"(?:{_TEXT}|{_TABLE}|[0-9]\.[0-9]+|true|false)"
_ROW: Final = re.compile(rf"[ \t]*\{{ ([a-z]+ = {_VALUE}(?:, [a-z]+ = {_VALUE})*) \}}(,?)[ \t]*")
_PAIR: Final = re.compile(r'([a-z]+) = (?:"([^"]*)"|(\{)([^}]*)\}|([0-9.]+)|(true|false))(?:, |$)')
_INNER: Final = re.compile(r'([a-z_]+) = "([^"]*)"')
_ENTRY: Final = re.compile(r"(?:^|[{,\s])(?:verb|noun|adj)\s*=\s*[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A ``[[group]]`` of a file: the line of its head, what its senses share, and each sense with its line."""

    line: int
    shared: Fields
    senses: tuple[tuple[int, Fields], ...]


def read(text: str, name: str) -> tuple[Fields, tuple[Group, ...]]:
    """Return what stands over the groups of a file, and its groups.

    Raises:
        LexiconError: the text is not TOML; the message names file and line.
    """
    lines = text.split("\n")
    rows = {} if '"""' in text or "'''" in text else _rows(lines)
    rest = [rows[n][0] if n in rows else line for n, line in enumerate(lines, 1)]
    try:
        data = tomllib.loads("\n".join(rest))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise LexiconError(f"{name}:{at[1] if at else 1}: not TOML: {error}") from error
    others = [(n, line.strip()) for n, line in enumerate(rest, 1) if n not in rows]
    heads = iter([n for n, line in others if line == "[[group]]"])
    odd = iter([n for n, line in others if not line.startswith("#") and _ENTRY.search(line)])
    groups: list[Group] = []
    for group in data.pop("group", ()):
        head = next(heads, 1)
        senses: list[tuple[int, Fields]] = []
        for entry in group.pop("senses", ()):
            known = rows.get(entry) if isinstance(entry, int) else None
            senses.append((entry, known[1]) if known is not None else (next(odd, head), entry))
        groups.append(Group(line=head, shared=group, senses=tuple(senses)))
    return data, tuple(groups)


def _rows(lines: list[str]) -> dict[int, tuple[str, Fields]]:
    """Return the rows of the one form by their line, with what stands for them: the line's number."""
    found: dict[int, tuple[str, Fields]] = {}
    for n, line in enumerate(lines, 1):
        row = _ROW.fullmatch(line)
        if row is None:
            continue
        fields: dict[str, Value] = {}
        pairs = _PAIR.findall(row[1])
        once = True
        for key, words, table, inner, number, flag in pairs:
            if table:
                within = _INNER.findall(inner)
                conditions = dict(within)
                once = once and len(conditions) == len(within)
                fields[key] = conditions
            else:
                fields[key] = float(number) if number else flag == "true" if flag else words
        if once and len(fields) == len(pairs):  # a key that is there twice is no TOML: tomllib tells so
            found[n] = (f"{n}{row[2]}", fields)
    return found
