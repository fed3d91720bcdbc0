"""The nouns of a codebook: its classes, laid over the shipped ones, and conditions that name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from dateline.lexicon import actors, countries, grammar, ontology
from dateline.lexicon import classes as shipped_classes
from dateline.lexicon.codebook_file import Table, nearest
from dateline.lexicon.inflection import forms
from dateline.lexicon.predicates import ARGUMENTS, PARTIES, TAGS, Conditions, Predicates

NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLASS: Final = frozenset({"nouns", "takes", "is", "contexts"})
PLACES_IN_CLAIM: Final = ("actor", "recipient", "affiliation", "target", "place", "instrument", "any")
"""Where the conditions of a code may look besides the slots of the lexicon."""
_RESOLVED: Final[Mapping[str, Callable[[], frozenset[str]]]] = {
    "country": lambda: frozenset(countries.load().by_iso3),
    "sector": lambda: actors.SECTORS,
    "entity": frozenset,
}
"""What a party or place may be resolved to, and what is allowed; an entity may be of a registry that is not known."""


class Nouns:
    """Nouns by class while a codebook is read: ``nouns``, ``phrases`` and ``contexts`` as of :class:`Predicates`.

    A class of the codebook is known as ``codebook/class``, so that two codebooks may mean two things by one name.
    """

    def __init__(self, book: str, lexicon: Predicates) -> None:
        self.book = book
        self.own: dict[str, str] = {}
        """Own classes by the name that the file gives them -> the name under which they are known."""
        self._shipped = lexicon.classes
        self.nouns: dict[str, frozenset[str]] = dict(lexicon.classes)
        self.phrases = dict(lexicon.phrases)
        self.contexts = dict(lexicon.class_contexts)
        self.known = frozenset(shipped_classes.load().names)

    @property
    def names(self) -> frozenset[str]:
        """All classes that conditions may name, under the names by which they are known."""
        return self.known | frozenset(self.own.values())

    def read(self, found: Iterable[tuple[str, Table]]) -> Iterator[tuple[str, int, str]]:
        """Read the classes of a file; yield name, line and what each adds."""
        tables = dict(found)
        for name, table in tables.items():
            if not NAME.fullmatch(name):
                table.refuse(None, f"class {name!r} must be of small letters, digits and hyphens")
            self.own[name] = name if name in self.known else f"{self.book}/{name}"
        for name, table in tables.items():
            table.check(_CLASS)
            nouns = self._members(name, tables, ())
            if not nouns:
                table.refuse("nouns", f'class {name!r} is empty; add nouns = ["…", "…"]')
            also = self._above(self.own[name]) | {self.own[name]}
            for kind in table.items("is"):
                if kind not in self.known:
                    table.refuse("is", f"class {kind!r} is not shipped{nearest(kind, self.known)}")
                also |= self._above(kind) | {kind}
            self._contexts_of(table, self.own[name])
            for noun in nouns:
                self._count(noun, frozenset(also))
            shipped = "adds to the shipped class: " if name in self.known else ""
            yield name, table.line, shipped + few(sorted(nouns))

    def _members(self, name: str, tables: Mapping[str, Table], above: tuple[str, ...]) -> set[str]:
        table = tables[name]
        if name in above:
            table.refuse("takes", f"class {name} takes in itself, by way of {' > '.join(above)}")
        for noun in table.phrases("nouns"):
            self._check_singular(table, noun)
        nouns = {noun.lower() for noun in table.phrases("nouns")}
        for taken in table.items("takes"):
            if taken in tables:
                nouns |= self._members(taken, tables, (*above, name))
            elif taken in self.known:
                nouns |= {noun for noun, classes in self._shipped.items() if taken in classes}
            else:
                table.refuse("takes", f"class {taken!r} is unknown{nearest(taken, [*tables, *self.known])}")
        return nouns

    def _check_singular(self, table: Table, noun: str) -> None:
        """Refuse the plural of a noun that is known: a text is searched for base forms. A name may end as it likes."""
        word = noun.split()[-1]
        if word in self._shipped or not word.endswith("s") or noun != noun.lower():
            return
        for base in (word[:-1], word[:-2], f"{word[:-3]}y"):
            if base in self._shipped and word in forms(base, "noun"):
                single = noun.removesuffix(word) + base
                table.refuse("nouns", f"noun {noun!r} looks like a plural; write {single!r}, which finds both")

    def _above(self, name: str) -> set[str]:
        """Return the shipped classes that take in a shipped class: those that all its nouns are in."""
        found = [classes for classes in shipped_classes.load().by_noun.values() if name in classes]
        return set(frozenset.intersection(*found)) if found else set()

    def _contexts_of(self, table: Table, name: str) -> None:
        contexts = table.items("contexts")
        for context in contexts:
            if context not in ontology.load().contexts:
                near = nearest(context, ontology.load().contexts)
                table.refuse("contexts", f"context {context!r} is unknown{near}; use those of PLOVER")
        if contexts:
            self.contexts[name] = tuple(dict.fromkeys((*self.contexts.get(name, ()), *contexts)))

    def _count(self, noun: str, classes: frozenset[str]) -> None:
        """Count a noun, name or phrase to classes."""
        self.nouns[noun] = self.nouns.get(noun, frozenset()) | classes
        words = tuple(re.split(r"[\s-]+", noun))
        if len(words) > 1:
            for word in set(words):
                others = [each for each in self.phrases.get(word, ()) if each[0] != words]
                self.phrases[word] = (*others, (words, self.nouns[noun]))

    def condition(self, table: Table, key: str, *, claim: bool) -> Conditions:
        """Read needs or bars, own classes under the names by which they are known."""
        out = []
        for slot, words in table.below(key).items():
            name = slot.replace("_", " ")
            parties = PLACES_IN_CLAIM if claim else sorted(PARTIES)
            if name not in parties and name not in ARGUMENTS and name not in grammar.load().prepositions:
                allowed = [*parties, *sorted(ARGUMENTS)]
                near = nearest(slot, [*allowed, *grammar.load().prepositions])
                table.refuse(key, f"slot {slot!r} is unknown{near}; use {', '.join(allowed)} or a preposition")
            found = tuple(self._known(table, key, slot, word, claim=claim) for word in dict.fromkeys(words.split()))
            if not found and claim:
                table.refuse(key, f"{key} of {slot} is empty; use * for anything")
            out.append((name, found))
        return tuple(out)

    def _known(self, table: Table, key: str, slot: str, word: str, *, claim: bool) -> str:
        """Return the name under which what a condition names is known."""
        sort, colon, value = word.partition(":")
        if claim and colon and value and sort in _RESOLVED:
            allowed = _RESOLVED[sort]()
            if allowed and value not in allowed:
                table.refuse(key, f"{sort} {value!r} in {key} of {slot} is unknown{nearest(value, allowed)}")
            return word
        if word not in self.own and word not in {*self.known, *TAGS, "*"} and not (word[0] == "=" and len(word) > 1):
            near = nearest(word, [*self.own, *self.known, *TAGS])
            use = "a class, a tag such as @PER, =lemma, *" + (" or country:, sector:, entity:" if claim else "")
            table.refuse(key, f"class {word!r} in {key} of {slot} is unknown{near}; use {use}")
        return self.own.get(word, word)


def few(words: Iterable[str]) -> str:
    """Return words in a row, at most four of them."""
    all_ = list(dict.fromkeys(words))
    return ", ".join(all_[:4]) + (f" and {len(all_) - 4} more" if len(all_) > 4 else "")
