"""Codebooks of users: further types, words and corrections in a TOML file, laid over the shipped lexicon.

A file has a name, classes of nouns, codes, cues and overrides; ``docs/codebook-of-your-own.md`` leads through one:

- ``[class.NAME]``: nouns, for conditions. A class with the name of a shipped one adds to that;
- ``[[code]]``: a name for claims of shipped types that meet conditions, or that a cue tells of;
- ``[[cue]]``: verbs, nouns or adjectives with the type that they tell of and, if need be, their frame;
- ``[[override]]``: a shipped sense, by its id, that is changed or silenced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dateline.codec import digest
from dateline.errors import LexiconError
from dateline.lexicon import classes as shipped_classes
from dateline.lexicon import ontology, phrase_cue, predicates
from dateline.lexicon.codebook_file import File, Table, nearest, read
from dateline.lexicon.codebook_nouns import NAME, Nouns, few
from dateline.lexicon.predicates import SHARED, Code, Predicates, Sense, When, Wrong
from dateline.lexicon.rows import Value
from dateline.records import ClaimType, Codebook, Polarity, Status

_TOP: Final = frozenset({"name", "about", "class", "code", "cue", "override"})
_WHEN: Final = frozenset({"types", "modes", "contexts", "status", "polarity", "needs", "bars"})
_CODE: Final = _WHEN | {"name", "definition", "examples", "counterexamples", "when"}
_FRAME: Final = SHARED - {"source"}
_CUE: Final = _FRAME | {"type", "code", "verbs", "nouns", "adjectives", "as", "examples", "counterexamples"}
_OVERRIDE: Final = _FRAME | {"sense", "drop", "type", "code", "examples", "counterexamples"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of a codebook, and what must come of it, or must not.

    ``code`` is the code that a claim must have; ``rules`` the entries by one of which a claim must be made; ``types``
    those of which no claim may be. Empty ones ask nothing.
    """

    line: int
    entry: str
    text: str
    holds: bool
    code: str | None = None
    rules: tuple[str, ...] = ()
    types: tuple[ClaimType, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An entry of a codebook, for the table of what it adds: what sort, its name, and what it does in a line."""

    sort: str
    name: str
    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A codebook as read: what it adds, and the sentences by which it is tried."""

    file: str
    record: Codebook
    about: str
    added: tuple[Added, ...]
    examples: tuple[Example, ...]


def load(paths: Iterable[Path]) -> Predicates:
    """Load the shipped lexicon with codebooks laid over it, one after the other.

    Raises:
        LexiconError: a file is no codebook or an entry is wrong; the message names file, line and remedy.
    """
    lexicon = predicates.load()
    for path in paths:
        lexicon, _ = lay(lexicon, path)
    return lexicon


def lay(lexicon: Predicates, path: Path) -> tuple[Predicates, Book]:
    """Return a lexicon with one codebook laid over it, and what that adds; raises as :func:`load`."""
    return _Builder(lexicon, read(path)).build()


def classes(name: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the shipped classes with their nouns in order, or that of one name; LexiconError where there is none."""
    by_noun = shipped_classes.load().by_noun
    out: dict[str, tuple[str, ...]] = {}
    for each in sorted(shipped_classes.load().names):
        if name in (None, each):
            out[each] = tuple(sorted(noun for noun, found in by_noun.items() if each in found))
    if not out:
        known = shipped_classes.load().names
        raise LexiconError(f"class {name!r} is unknown{nearest(name or '', known)}; use one of {', '.join(known)}")
    return out


class _Builder:
    """What is needed while one file is read: the lexicon below, the file, and what was made of it so far."""

    def __init__(self, lexicon: Predicates, file: File) -> None:
        self.base = lexicon
        self.file = file
        self.name = self._named()
        self.words = Nouns(self.name, lexicon)
        self.added: list[Added] = []
        self.examples: list[Example] = []

    def build(self) -> tuple[Predicates, Book]:
        file = self.file
        file.root.check(_TOP)
        for name, line, what in self.words.read(file.classes):
            self.added.append(Added(sort="class", name=name, line=line, what=what))
        codes = tuple(self._codes())
        senses = {sense.id: sense for sense in self.base.senses}
        for table in file.overrides:
            self._override(table, senses, codes)
        for table in file.cues:
            for sense in self._cue(table, codes):
                if sense.id in senses:
                    table.refuse(None, f'id {sense.id} is taken; give the cue a tag of its own, as = "…"')
                senses[sense.id] = sense
        self._check_reach(codes, senses.values())
        if not self.added:
            file.root.refuse(None, "there is nothing in it; add a [[code]], a [[cue]] or an [[override]]")
        record = Codebook(name=self.name, digest=digest("codebook", file.text))
        lexicon = replace(
            predicates.indexed(senses.values(), self.base),
            classes=self.words.nouns,
            phrases=self.words.phrases,
            class_contexts=self.words.contexts,
            codes=(*self.base.codes, *codes),
            codebooks=(*self.base.codebooks, record),
        )
        book = Book(
            file=str(file.path),
            record=record,
            about=file.root.string("about"),
            added=tuple(sorted(self.added, key=lambda each: each.line)),
            examples=tuple(sorted(self.examples, key=lambda each: each.line)),
        )
        return lexicon, book

    def _named(self) -> str:
        root = self.file.root
        name = root.string("name") or self.file.path.stem
        if not NAME.fullmatch(name):
            remedy = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-codebook"
            root.refuse("name", f'name {name!r} must be of small letters, digits and hyphens; write name = "{remedy}"')
        if any(book.name == name for book in self.base.codebooks):
            root.refuse("name", f"a codebook named {name!r} is laid over already; give this one another name")
        return name

    # ---- codes

    def _codes(self) -> Iterator[Code]:
        lines: dict[str, int] = {}
        for table, inner in self.file.codes:
            table.check(_CODE)
            name = table.string("name")
            if not NAME.fullmatch(name):
                table.refuse("name", f"a code has a name of small letters, digits and hyphens, not {name!r}")
            if name in lines:
                table.refuse(
                    "name", f"code {name!r} is there already, in line {lines[name]}; add a [[code.when]] there"
                )
            lines[name] = table.at("name")
            if not table.string("definition"):
                table.refuse(None, f'code {name!r} has no definition; say in a sentence what it is, definition = "…"')
            when = [table] if any(key in table.data for key in _WHEN) else []
            for each in inner:
                each.check(_WHEN)
            code = Code(
                id=f"{self.name}/{name}",
                name=name,
                definition=table.string("definition"),
                when=tuple(self._when(each) for each in (*when, *inner)),
            )
            self._examples(table, name, code=name)
            types = sorted({kind for each in code.when for kind in each.types})
            self.added.append(
                Added(sort="code", name=name, line=table.line, what=few(types) or "what its cues tell of")
            )
            yield code

    def _when(self, table: Table) -> When:
        types = [self._type(table, "types", word) for word in table.items("types")]
        if not types:
            kinds = ", ".join(ClaimType)
            table.refuse(None, f'{table.name} has no parent types; add types = ["ASSAULT"], one or more of {kinds}')
        modes = {mode for kind in types for mode in ontology.load().modes[kind]}
        polarities = self._allowed(table, "polarity", [*Polarity])
        return When(
            types=frozenset(types),
            modes=self._allowed(table, "modes", modes),
            contexts=self._allowed(table, "contexts", ontology.load().contexts),
            statuses=frozenset(Status(each) for each in self._allowed(table, "status", [*Status])),
            polarity=Polarity(*polarities) if len(polarities) == 1 else None,
            needs=self.words.condition(table, "needs", claim=True),
            bars=self.words.condition(table, "bars", claim=True),
        )

    def _allowed(self, table: Table, key: str, allowed: Collection[str]) -> frozenset[str]:
        words = table.items(key)
        for word in words:
            if word not in allowed:
                these = ", ".join(sorted(allowed)) or "none: the types have no modes"
                table.refuse(key, f"{word!r} in {key} is unknown{nearest(word, allowed)}; use {these}")
        return frozenset(words)

    def _type(self, table: Table, key: str, word: str) -> ClaimType:
        if word not in set(ClaimType):
            table.refuse(key, f"type {word!r} is unknown{nearest(word, ClaimType)}; use one of {', '.join(ClaimType)}")
        return ClaimType(word)

    def _code_of(self, table: Table, codes: Iterable[Code]) -> str | None:
        name = table.string("code")
        known = [code.name for code in codes]
        if name and name not in known:
            table.refuse("code", f"code {name!r} has no [[code]]{nearest(name, known)}; add one with its definition")
        return name or None

    # ---- cues and overrides

    def _cue(self, table: Table, codes: Iterable[Code]) -> Iterator[Sense]:
        table.check(_CUE)
        kind = self._parent(table)
        code = self._code_of(table, codes)
        conditions = {key: self.words.condition(table, key, claim=False) for key in ("needs", "bars")}
        ids: list[str] = []
        words = [(pos, word) for pos, key in phrase_cue.LISTS for word in table.phrases(key)]
        if not words:
            table.refuse(None, 'a cue has words; add verbs = ["…"], nouns = ["…"] or adjectives = ["…"]')
        for pos, word in words:
            key = dict(phrase_cue.LISTS)[pos]
            try:
                entry = {**phrase_cue.entry(pos, word, roles=table.string("roles")), **self._frame(table)}
                own = {slot.replace(" ", "_"): " ".join(held) for slot, held in conditions["needs"]}
                given = entry.get("needs", {})
                assert isinstance(given, dict)
                if both := own.keys() & given.keys():
                    raise Wrong(
                        f"cue {word!r} has {given[min(both)]!r} in {min(both)} already; say of whom it is done to, "
                        'needs = { recipient = "…" }'
                    )
                entry["needs"] = {**given, **own}
                entry["bars"] = {slot.replace(" ", "_"): " ".join(held) for slot, held in conditions["bars"]}
                sense = self._sense(kind, entry)
            except Wrong as error:
                table.refuse(_key_of(table, str(error)) or key, str(error))
            ids.append(sense.id)
            yield replace(sense, code=code)
        what = f"{kind} {table.string('mode')}".rstrip() + (f" → {code}" if code else "")
        self._examples(table, few(w for _, w in words), code=code, rules=tuple(ids))
        self.added.append(Added(sort="cue", name=few(w for _, w in words), line=table.line, what=what))

    def _override(self, table: Table, senses: dict[str, Sense], codes: Iterable[Code]) -> None:
        table.check(_OVERRIDE)
        code = self._code_of(table, codes)
        drop = table.flag("drop")
        changes = table.data.keys() & ({*_FRAME, "type", "code"})
        if drop == bool(changes):
            table.refuse(None, "an override says what is changed (type, mode, needs …), or drop = true, and not both")
        if drop and table.data.get("examples"):
            table.refuse("examples", "a dropped sense codes nothing; give counterexamples, which must stay without it")
        known = {id_.rpartition("/")[2]: id_ for id_, sense in senses.items() if not sense.own} | {i: i for i in senses}
        made: list[str] = []
        types: list[ClaimType] = []
        names = table.items("sense")
        if not names:
            table.refuse("sense", 'an override has the ids of the senses that it changes, sense = ["ASSAULT.kill.v"]')
        for name in names:
            if name not in known:
                near = _near(name, known)
                table.refuse("sense", f"sense {name!r} does not exist{near}; dateline explain shows the ids")
            old = senses[known[name]]
            if old.id.startswith(f"{self.name}/"):
                table.refuse("sense", f"sense {name!r} is overridden already; say all that is changed in one override")
            types.append(old.type)
            if drop:
                senses.pop(known[name])
                continue
            senses[known[name]] = self._changed(table, old, code)
            made.append(f"{self.name}/{old.id}")
        title = ", ".join(names)
        if drop:
            self._examples(table, title, types=tuple(types))
            what = "dropped"
        else:
            self._examples(table, title, code=code, rules=tuple(made))
            what = ", ".join(f"{key} = {_toml(table.data[key])}" for key in table.data if key in changes)
        self.added.append(Added(sort="override", name=title, line=table.line, what=what))

    def _changed(self, table: Table, old: Sense, code: str | None) -> Sense:
        """Return a sense with the keys of an override; of needs and bars those slots that it names, "" for none."""
        kind = self._type(table, "type", table.string("type")) if "type" in table.data else old.type
        entry = predicates.fields_of(old)
        if kind is not old.type:
            entry["mode"] = ""
        for key, was in (("needs", old.needs), ("bars", old.bars)):
            merged = {slot.replace(" ", "_"): " ".join(words) for slot, words in was}
            changed = self.words.condition(table, key, claim=False)
            merged |= {slot.replace(" ", "_"): " ".join(words) for slot, words in changed}
            entry[key] = {slot: words for slot, words in merged.items() if words}
        try:
            sense = self._sense(kind, {**entry, **self._frame(table)})
        except Wrong as error:
            table.refuse(_key_of(table, str(error)), str(error))
        return replace(sense, id=f"{self.name}/{old.id}", own=old.own, code=code or old.code)

    def _parent(self, table: Table) -> ClaimType:
        word = table.string("type")
        if not word:
            kinds = ", ".join(ClaimType)
            table.refuse(None, f'a cue has a parent type, type = "ASSAULT"; use one of {kinds}')
        return self._type(table, "type", word)

    def _frame(self, table: Table) -> dict[str, Value]:
        """Return what a cue or override says of mode, frame and the like, as an entry of the lexicon has it."""
        out: dict[str, Value] = {}
        for key in table.data.keys() & ((_FRAME | {"as"}) - {"needs", "bars"}):
            value = table.data[key]
            if isinstance(value, bool):
                out[key] = table.flag(key)
            elif isinstance(value, int | float):
                out[key] = float(value)
            elif isinstance(value, list):
                out[key] = " ".join(word.replace(" ", "_") for word in table.items(key))
            else:
                out[key] = table.string(key)
        for key in out.keys() & predicates.FLAGS:
            table.flag(key)
        return out

    def _sense(self, kind: ClaimType, entry: Mapping[str, Value]) -> Sense:
        return predicates.sense_of(kind, {}, entry, self.words.names, book=self.name)

    def _examples(
        self,
        table: Table,
        entry: str,
        *,
        code: str | None = None,
        rules: tuple[str, ...] = (),
        types: tuple[ClaimType, ...] = (),
    ) -> None:
        for key, holds in (("examples", True), ("counterexamples", False)):
            for line, text in table.sentences(key):
                self.examples.append(
                    Example(line=line, entry=entry, text=text, holds=holds, code=code, rules=rules, types=types)
                )

    def _check_reach(self, codes: Iterable[Code], senses: Iterable[Sense]) -> None:
        given = {sense.code for sense in senses}
        for table, _ in self.file.codes:
            name = table.string("name")
            if name not in given and not next(code for code in codes if code.name == name).when:
                table.refuse(
                    None, f'nothing gives code {name!r}; add types and needs, or a [[cue]] with code = "{name}"'
                )


def _key_of(table: Table, fault: str) -> str | None:
    """Return the key that a fault of an entry is about: the one that it begins with, or that holds what it quotes."""
    first, quoted = fault.split()[0], re.search(r"'([^']+)'", fault)
    if first in table.data:
        return first
    keys = [key for key in table.data if key in _FRAME and quoted and quoted[1] in str(table.data[key]).split()]
    return keys[0] if keys else None


def _near(name: str, known: Iterable[str]) -> str:
    """Return what may be meant by the id of a sense: those of the same word first."""
    _, _, word = name.rpartition("/")[2].partition(".")
    same = [id_ for id_ in known if (word and f".{word}." in f"{id_}.") or id_.startswith(f"{name}.")]
    return f"; there are {', '.join(same[:8])}" if same else nearest(name, known)


def _toml(value: object) -> str:
    """Return a value as the file has it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
