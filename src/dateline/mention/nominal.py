"""What a noun phrase tells of an actor: its role, whose it is, and how far the phrase goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.lexicon import roles
from dateline.lexicon.actors import ARMED, Entry
from dateline.lexicon.form import words
from dateline.lexicon.roles import Word
from dateline.mention.draft import Name
from dateline.records import Actor
from dateline.tree import Tree

NOUNS = frozenset({"NOUN", "PROPN"})
_FRONT = ("det", "amod", "compound", "nmod:poss", "nummod", "nmod:unmarked", "nmod:desc", "nmod:npmod", "flat", "punct")
_HYPHENS = frozenset({"-", "–", "‐", "\u2011"})
_AGAINST = frozenset({"anti", "pro", "non", "ex"})
_PARTICIPLES = frozenset({"VBN", "VBD"})
_BACKED = ("ed", "held", "run")
_OWNERS = ("of", "for", "from", "within")
_DEEPEST = 4
_INHERIT = frozenset({"MIL", "REB", "INS", "UAF", "RAD", "COP", "CRM"})
STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
"""Sectors of what is of a state."""
_MANY = frozenset({"people", "police", "personnel", "staff", "troops", "schoolchildren", "mujahideen", "mujahedeen"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the actor that a noun stands for. ``country`` and ``sector`` are None where nothing tells."""

    word: Word | None
    country: str | None = None
    sector: str | None = None
    entity: str | None = None
    resolved_by: str | None = None
    listed: tuple[str, ...] = ()


class Phrases:
    """The noun phrases of one sentence. ``stand_ins`` are nouns that only the context resolves, by token."""

    def __init__(
        self, tree: Tree, names: Sequence[Name], date: str | None, stand_ins: Mapping[int, Actor] | None = None
    ) -> None:
        self.tree = tree
        self.names = names
        self.date = date
        self.stand_ins = stand_ins or {}
        self.at: dict[int, Name] = {i: name for name in names for i in range(name.first, name.last + 1)}
        self._known: dict[int, Known] = {}
        self._fronts: dict[int, tuple[int, int]] = {}
        self._words: dict[int, tuple[int, Word] | None] = {}

    def is_nominal(self, i: int) -> bool:
        """Say whether token ``i`` is a common noun, or a capitalized one that is in no name."""
        token = self.tree.tokens[i]
        return token.upos in NOUNS and i not in self.at and (token.upos == "NOUN" or token.entity == "O")

    def front(self, head: int) -> tuple[int, int]:
        """Return the first and last token of the phrase in front of ``head`` with it: no clause, nothing after it."""
        if head in self._fronts:
            return self._fronts[head]
        tree = self.tree
        first = head
        if head and (kids := [kid for kid in tree.kids(head, *_FRONT) if kid < head]):
            among = [head]
            for kid in kids:
                among += tree.under(kid)
            first, _ = tree.run(head, among)
        while first < head and tree.tokens[first].upos in ("PUNCT", "CCONJ"):
            first += 1
        self._fronts[head] = first, head
        return first, head

    def lemmas(self, first: int, last: int) -> list[str]:
        """Return the lemmas of tokens as the lexicon compares them, without determiners and hyphens."""
        out: list[str] = []
        for token in self.tree.tokens[first : last + 1]:
            if token.upos not in ("DET", "PUNCT"):
                out += words(token.lemma)
        return out

    def word(self, head: int) -> tuple[int, Word] | None:
        """Return the role that the phrase at ``head`` ends with, or runs on to with "of", and its length in words."""
        if head not in self._words:
            self._words[head] = self._word(head)
        return self._words[head]

    def _word(self, head: int) -> tuple[int, Word] | None:
        known = roles.load().roles
        lemmas = self.tree.lemmas
        if head + 2 < len(lemmas) and lemmas[head + 1] == "of":
            for last in (head + 3, head + 2):
                on = known.get(" ".join(lemmas[head : last + 1]))
                if on is not None:
                    return 1, on
        first, _ = self.front(head)
        return known.ending(self.lemmas(first, head))

    def known(self, head: int, deep: int = 0) -> Known:
        """Return what the phrase at ``head`` tells: its own words, its modifiers, then what it is of."""
        if head not in self._known:
            self._known[head] = Known(word=None)  # a circle of phrases ends here
            self._known[head] = self._read(head, deep)
        return self._known[head]

    def _read(self, head: int, deep: int) -> Known:
        if (stand_in := self.stand_ins.get(head)) is not None:
            found = self.word(head)
            return Known(
                word=found[1] if found else None,
                country=stand_in.country,
                sector=stand_in.sector,
                entity=stand_in.entity,
                resolved_by="context",
                listed=stand_in.listed,
            )
        found = self.word(head)
        size, word = found if found else (1, None)
        first, _ = self.front(head)
        entry = self._entry_in(first, head)
        country = self._country_in(first, head) or self._country_of_body(first, head, word)
        sector = word.sector if word else None
        by = "role" if sector else None
        entity: str | None = None
        listed: tuple[str, ...] = ()
        if word is not None and (word.defers or (entry is not None and word.sector in _INHERIT)):
            if entry is not None:
                sector, by = entry.sector_on(self.date), "registry"
                if self.is_many(head, word):
                    entity, listed = entry.id, entry.listed
            elif word.defers and (told := self._modifier(first, head, size)) and _tells_more(told, word):
                sector, by = told, "role"
            elif word.defers and self._is_theirs(head):
                sector, by = None, None
        if entry is not None and country is None and (word is None or word.sector != "REF"):
            country = entry.country
        if deep < _DEEPEST and (country is None or sector is None or (word is not None and word.defers)):
            owner = self._owner(head, deep)
            if owner is not None:
                country = country or owner.country
                lent = owner.resolved_by in ("context", "registry") and owner.sector in ARMED
                if word is not None and word.sector in _INHERIT and lent and not word.defers:
                    sector, by = owner.sector, owner.resolved_by
                elif word is None or (word.defers and by != "registry" and not self._has_modifier(first, head, size)):
                    sector, by = (owner.sector, owner.resolved_by) if owner.sector else (sector, by)
        if country is None and word is not None and self._is_rooted(head):
            country = self._country_around(head)
        return Known(word=word, country=country, sector=sector, entity=entity, resolved_by=by, listed=listed)

    def in_run(self, first: int, last: int) -> Known:
        """Return what a run of words before a name tells ("Afghan army chief"), whatever the tree makes of it."""
        lemmas = self.lemmas(first, last)
        found = roles.load().roles.ending(lemmas)
        size, word = found if found else (1, None)
        office = roles.load().roles.ending(lemmas[:-size])
        if office is not None and office[1].kind == "person" and self.tree.tokens[last].upos == "PROPN":
            word, size = office[1], size + office[0]  # "Defence Minister General Okoro" is no soldier here
        names = self._names_in(first, last)
        entry = self._entry_in(first, last)
        countries = {name.country.iso3 for name in names if name.country is not None}
        country = next(iter(countries)) if len(countries) == 1 else None
        sector = word.sector if word is not None else None
        if word is not None and word.defers:
            told = entry.sector_on(self.date) if entry is not None else self._modifier(first, last, size)
            sector = told or sector
        if entry is not None and not countries:
            country = entry.country
        return Known(word=word, country=country, sector=sector)

    def _has_modifier(self, first: int, head: int, size: int) -> bool:
        return self._modifier(first, head, size) is not None

    def _modifier(self, first: int, head: int, size: int) -> str | None:
        """Return the sector that the words before the head word give, nearest first; None where none does."""
        known = roles.load()
        tokens = self.tree.tokens
        backed = self.backing(first, head)
        spelt = [(word, i) for i in range(first, head + 1) if i not in backed for word in self.lemmas(i, i)][:-size]
        while spelt:
            lemmas = [word for word, _ in spelt]
            told = known.modifiers.ending(lemmas)
            if told is None and tokens[spelt[-1][1]].upos in NOUNS:
                told = known.roles.ending(lemmas)
            if told is not None and told[1].sector is not None:
                return told[1].sector
            spelt.pop()
        return None

    def backing(self, first: int, last: int) -> set[int]:
        """Return the tokens that say what others do to a phrase's actor: "UN-backed" in "UN-backed forces"."""
        tokens = self.tree.tokens
        joined = (i for i in range(first, last) if "-" in tokens[i].text and tokens[i].text.endswith(_BACKED))
        found = set(joined)  # in one word
        for i in range(first + 1, last - 1):
            if tokens[i].text in _HYPHENS and tokens[i + 1].xpos in _PARTICIPLES:
                found.update((i - 1, i, i + 1))
        return found

    def _is_theirs(self, head: int) -> bool:
        """Say whether a pronoun owns the phrase: "their commanders" may be anyone's."""
        return any(self.tree.tokens[kid].upos == "PRON" for kid in self.tree.kids(head, "nmod:poss"))

    def is_many(self, head: int, word: Word) -> bool:
        """Say whether a role stands for several: a plural, or a body."""
        token = self.tree.tokens[head]
        return word.kind != "person" or token.xpos in ("NNS", "NNPS") or token.lemma.lower() in _MANY

    def _entry_in(self, first: int, last: int) -> Entry | None:
        entries = {name.entry.id: name.entry for name in self._names_in(first, last) if name.entry is not None}
        return next(iter(entries.values())) if len(entries) == 1 else None

    def _names_in(self, first: int, last: int) -> list[Name]:
        """Return the names in a phrase that say whose it is: not "US-backed", not "anti-American"."""
        tokens = self.tree.tokens
        out: list[Name] = []
        for i in range(first, last + 1):
            name = self.at.get(i)
            if name is None or name.first != i:
                continue
            if name.last < last and tokens[name.last + 1].text in _HYPHENS and self._is_participle(name.last + 2):
                continue
            if i >= 2 and tokens[i - 1].text in _HYPHENS and tokens[i - 2].lemma.lower() in _AGAINST:
                continue
            out.append(name)
        return out

    def _is_participle(self, i: int) -> bool:
        return i < len(self.tree) and self.tree.tokens[i].xpos in ("VBN", "VBG", "VBD", "JJ", "NN")

    def _country_in(self, first: int, head: int) -> str | None:
        """Return the one country that the words of a phrase name, those that hang from the head itself first."""
        names = [name for name in self._names_in(first, head) if name.country is not None]
        tree = self.tree
        direct = [name for name in names if tree.tokens[name.head].head == head or tree.is_rel(name.head, "conj")]
        found = {name.country.iso3 for name in direct or names if name.country is not None}
        return next(iter(found)) if len(found) == 1 else None

    def _country_of_body(self, first: int, head: int, word: Word | None) -> str | None:
        """Return the country of the one state body that a phrase names: "U.S. Army soldiers"."""
        if word is None or not (word.defers or word.sector in _INHERIT):
            return None
        bodies = [name for name in self._names_in(first, head) if name.label == "ORG" and name.entry is None]
        told = [self.organization(name) for name in bodies]
        return told[0][0] if len(told) == 1 and told[0][1] in STATE else None

    def _owner(self, head: int, deep: int) -> Known | None:
        """Return what is known of the phrase that this one is of, for or from; then of whose it is."""
        tree = self.tree
        for kid in tree.kids(head, "nmod"):
            if tree.is_rel(kid, "nmod:poss"):
                if kid in self.at:
                    if self.at[kid].country is None:
                        return self._of_names(kid)
                    continue
                if self.is_nominal(kid):
                    return self.known(kid, deep + 1)
            elif kid > head and tree.case(kid) in _OWNERS:
                if kid in self.at:
                    return self._of_names(kid)
                if self.is_nominal(kid):
                    return self.known(kid, deep + 1)
        return None

    def _of_names(self, head: int) -> Known:
        """Return what the name at a token tells; where another country is coordinated to it, neither of the two."""
        told = self.of_name(self.at[head])
        others = [self.at[k] for k in self.tree.kids(head, "conj") if k in self.at]
        if any(n.country is not None and n.country.iso3 != told.country for n in others):
            return Known(word=None, sector=told.sector, resolved_by=told.resolved_by)
        return told

    def of_name(self, name: Name) -> Known:
        """Return what a name tells of whoever belongs to it: its country and sector."""
        if name.country is not None:
            return Known(word=None, country=name.country.iso3)
        if name.entry is not None:
            return Known(
                word=None,
                country=name.entry.country,
                sector=name.entry.sector_on(self.date),
                resolved_by="registry",
            )
        if name.label == "ORG":
            country, sector = self.organization(name)
            return Known(word=None, country=country, sector=sector, resolved_by="role" if sector else None)
        return Known(word=None)

    def _is_rooted(self, head: int) -> bool:
        first, _ = self.front(head)
        lemmas = self.lemmas(first, head)
        rooted = roles.load().rooted
        return any(" ".join(lemmas[-size:]) in rooted for size in (1, 2, 3))

    def _country_around(self, head: int) -> str | None:
        """Return the country of "in X" after a phrase, where X is a country or a capital."""
        tree = self.tree
        for kid in tree.kids(head, "nmod"):
            name = self.at.get(kid)
            if kid > head and tree.case(kid) == "in" and name is not None and name.country is not None:
                return name.country.iso3
        return None

    def organization(self, name: Name) -> tuple[str | None, str | None]:
        """Return country and sector of an organization that is in no registry, from the words of its name."""
        known = roles.load()
        tokens = self.tree.tokens
        country = name.inner[0] if len(name.inner) == 1 else None
        if len(name.inner) > 1 and any(tokens[i].lemma.lower() == "of" for i in range(name.first, name.last)):
            country = name.inner[-1]  # "American University of Armenia"
        if country is None and not name.inner:
            country = self._country_in(self.front(name.head)[0], name.head)
            before = self.at.get(name.first - 1)
            if country is None and before is not None and before.label == "NORP" and before.country is not None:
                country = before.country.iso3  # "Nigerian" may hang from "jets" in "Nigerian Air Force jets"
        # Only the word that a name turns on tells: "Ministry of Defence", "Zion Church", "Velt Liberation Front", not
        # "Workers World".
        for first, last in ((name.first, name.head), (name.first, name.last), (name.first, name.first)):
            told = known.roles.ending(self.lemmas(first, last))
            if told is not None and (told[1].kind == "organization" or told[1].armed) and told[1].sector:
                return country, told[1].sector
        return country, None


def _tells_more(told: str, word: Word) -> bool:
    """Say whether a modifier's sector is to go before the word's own: "rebel commander", not "government forces"."""
    return told != "GOV" or word.sector is None
