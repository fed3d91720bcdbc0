"""Who took part in an event: the same party under the names that accounts give it, and who is held against whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.event import EventParty
from dateline.lexicon import event_words, numbers, roles
from dateline.lexicon.form import Key, words
from dateline.records import Claim, ClaimQuantity, Participant, Span

__all__ = ["Party", "Told", "bare_name", "counted", "is_named", "name_key", "opposed", "parties", "sector_of", "side"]

_ARMED, _STATE = "armed", "state"
_AGE = re.compile(
    r"\b\w+\s?[-\u2010\u2011\u2013]\s?(?:year|month|week|day)s?\s?[-\u2010\u2011\u2013]?\s?old\b,?", re.IGNORECASE
)
"""How old somebody is ("10-year-old"): no part of a name, and not their number."""
_SOFT = frozenset({"apposition", "title", "affiliation", "context", "chain"})
"""What tells of a sector by the words around a name: of a person, and not always rightly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A participant of a claim: the claim's id and sentence, the origins that tell of it, in whose voices."""

    participant: Participant
    claim: str
    sentence: Span
    origins: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(slots=True)
class Party:
    """One party, under all names that it was told by."""

    names: Counter[str] = field(default_factory=Counter)
    named: bool = False
    entity: str | None = None
    country: str | None = None
    sectors: Counter[tuple[bool, str]] = field(default_factory=Counter)
    claims: dict[str, int] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    voices: set[tuple[str, str]] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)

    def take(self, other: Party) -> None:
        """Take in another party that is this one."""
        self.names.update(other.names)
        if self.entity is None or (other.entity is not None and other.entity.startswith(_STATE)):
            self.entity = other.entity
        self.country = self.country or other.country
        self.sectors.update(other.sectors)
        self.named = self.named or other.named
        for claim, at in other.claims.items():
            self.claims[claim] = min(at, self.claims.get(claim, at))
        self.origins |= other.origins
        self.voices |= other.voices
        self.keys |= other.keys

    @property
    def sector(self) -> str | None:
        """The sector that most accounts give it, those first that do not read it off the words around the name."""
        return max(self.sectors, key=lambda s: (s[0], self.sectors[s], s[1]))[1] if self.sectors else None

    @property
    def firm(self) -> bool:
        """Its sector is not only read off the words around the name ("the rebels' commander")."""
        return any(firm for firm, _ in self.sectors)

    def name(self) -> str:
        """Return the name that goes for it: a proper one before a description, the fuller, the more often told."""
        return max(
            self.names, key=lambda n: (_proper(n), len(bare_name(n)) if _proper(n) else 0, self.names[n], len(n), n)
        )

    def record(self) -> EventParty:
        """Return it as a field of an event."""
        claims = tuple(sorted(self.claims, key=self.claims.__getitem__))
        return EventParty(name=self.name(), entity=self.entity, country=self.country, sector=self.sector, claims=claims)


def parties(told: Iterable[Told], *, stand_in: bool = False) -> list[Party]:
    """Unite participants, in order of first telling: by entity, then by name.

    A shorter name is a longer one that ends with it, or its initials, if there is only one such. With ``stand_in``, a
    description of an armed group ("the rebels") is the one armed group that is named.
    """
    found: dict[Key, Party] = {}
    for at, one in enumerate(told):
        p = one.participant
        name = name_key(p.name)
        if not name:
            continue
        key = (f"#{p.entity}",) if p.entity is not None else (*name, f"@{p.country}") if p.country else name
        party = found.setdefault(key, Party())
        party.names[_shown(p, one.sentence)] += 1
        party.named = party.named or is_named(p, one.sentence)
        party.entity = p.entity
        party.country = party.country or p.country
        if (sector := sector_of(p)) is not None:
            party.sectors[p.resolved_by not in _SOFT, sector] += 1
        party.claims.setdefault(one.claim, at)
        party.origins.update(one.origins)
        party.voices.update((origin, voice) for origin in one.origins for voice in one.voices)
        party.keys.add(name)
    united = _united(list(found.values()))
    return _stand_in(united) if stand_in else united


def _united(nodes: list[Party]) -> list[Party]:
    """Take the parties with shorter names into the one with the longer name, where there is only one."""
    names = [min(party.keys, key=lambda key: (len(key), key)) for party in nodes]
    above = list(range(len(nodes)))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    longer: dict[Key, list[int]] = {}
    for at, party in enumerate(nodes):
        forms = {key[i:] for key in party.keys for i in range(1, len(key))}
        forms |= {
            key[:1] for key in party.keys if len(key) == 2 and _role(key) is not None and _role(key) == _role(key[:1])
        }
        if party.entity is not None or party.country is not None:
            forms |= party.keys
        forms |= {(short,) for name in party.names if _proper(name) and len(short := _initials(name)) > 1}
        for form in forms:
            longer.setdefault(form, []).append(at)
    # The longest first, so that a middle form has been taken into the full one before a short form is.
    for node in sorted(range(len(nodes)), key=lambda at: (-len(names[at]), names[at], at)):
        small = root(node)
        whole = {root(at) for at in longer.get(names[node], ())} - {small}
        if len(whole) != 1:
            continue
        one = whole.pop()
        if _compatible(nodes[small], nodes[one], same=names[node] in nodes[one].keys):
            nodes[one].take(nodes[small])
            above[small] = one
    return sorted((party for at, party in enumerate(nodes) if above[at] == at), key=lambda p: min(p.claims.values()))


def _compatible(one: Party, other: Party, *, same: bool = False) -> bool:
    """Say whether two parties may be one; with the same name, their sectors may differ."""
    if one.entity is not None and other.entity is not None and one.entity != other.entity:
        # A country, and its government that goes by its name.
        return same and one.country is not None and one.country == other.country
    if one.country is not None and other.country is not None and one.country != other.country:
        return False
    first, second = family(one.sector), family(other.sector)
    return same or not (first and second and first != second)


def _stand_in(found: list[Party]) -> list[Party]:
    """Take descriptions of armed groups, and of soldiers, into the one that is named, else into the most told."""
    for among in (lambda p: family(p.sector) == _ARMED, lambda p: p.sector == "MIL"):
        group = [party for party in found if among(party)]
        named = [party for party in group if party.named]
        if len(group) < 2 or len(named) > 1:
            continue
        leader = named[0] if named else max(group, key=lambda party: len(party.origins))
        taken = {id(party) for party in group if party is not leader and _compatible(party, leader)}
        for party in group:
            if id(party) in taken:
                leader.take(party)
        found = [party for party in found if id(party) not in taken]
    return found


def family(sector: str | None) -> str | None:
    """Return the side on which a sector stands: all organs of a state, all armed groups, else the sector itself."""
    known = event_words.load()
    if sector in known.state:
        return _STATE
    return _ARMED if sector in known.armed else sector


def side(party: Party) -> tuple[str, str] | None:
    """Return by what a party is told from its opponents; None where that is not known."""
    kind = family(party.sector)
    if kind == _STATE or (kind is None and party.country is not None):
        return (_STATE, party.country or "")
    if kind == _ARMED:
        return (_ARMED, party.entity or "")
    return None


def opposed(one: Party, other: Party) -> bool:
    """Say whether two parties cannot have been meant as one: a state and rebels, two states, two groups with names."""
    first, second = side(one), side(other)
    if not all(party.firm or party.country is not None for party in (one, other)):
        return False
    if first is None or second is None or first == second:
        return False
    if first[0] != second[0]:
        return True
    if first[0] == _ARMED and not (one.entity and other.entity):
        return False  # "the Front" and "the Highland Brigade" may be one
    return bool(first[1] and second[1])


@lru_cache(maxsize=16384)
def bare_name(name: str) -> Key:
    """Return the words of a name without article, count and what only says more, its head last.

    ``"at least nine people who fled"`` gives ``people``, ``"Ministry of Defence of Orvania"`` gives
    ``orvania defence ministry``.
    """
    out = [word for word in words(" ".join(_core(name))) if word[0].isalnum() and word != "s"]
    if "of" in out[1:-1]:
        parts = " ".join(out).split(" of ")
        out = [word for part in reversed(parts) for word in part.split() if word != "the"]
    return tuple(out)


def _initials(name: str) -> str:
    """Return the initials of a name of several words, as one word: "hlf" of "Highland Liberation Front"."""
    return "".join(word[0] for word in name.split() if word[0].isupper()).lower() if " " in name else ""


def _proper(name: str) -> bool:
    """Say whether a name, as it is shown, is a proper one."""
    return name[:1].isupper() or any(letter.isupper() for letter in name)


def counted(claim: Claim, quantity: ClaimQuantity) -> Participant | None:
    """Return the participant whom a number counts: the one whose words hold it, else the one right after it."""
    held = (*claim.recipients, *claim.actors)
    inside = (one for one in held if one.start <= quantity.start and quantity.end <= one.end)
    return next(inside, next((one for one in held if one.start == quantity.end + 1), None))


def is_named(participant: Participant, sentence: Span) -> bool:
    """Say whether a participant has a name, and is not only described ("rebels", "The army")."""
    if participant.entity is not None:
        return True
    core = _core(participant.name)
    key = bare_name(participant.name)
    if not core or not key or key[-1] in event_words.load().nobody:
        return False
    capitals = [word for word in core if word[:1].isupper()]
    if len(capitals) != 1 or not core[0][:1].isupper():
        return bool(capitals)
    if participant.country is not None or core[0].endswith(("'s", "’s")) or core[0][1:2].isupper():
        return True
    if len(core) < len(participant.name.split()):
        return True  # an article stood before it, so the capital is its own
    # The capital may be that of the sentence: a known word for a role is none of a name.
    starts = participant.start == sentence.start or len(participant.text.split()) < len(core)
    return not starts or (len(key) == 1 and _role(key) is None)


@lru_cache(maxsize=16384)
def name_key(name: str) -> Key:
    """Return the words that a name goes by: :func:`bare_name` with its head in the singular, as far as an "s" goes."""
    key = bare_name(name)
    return (*key[:-1], key[-1][:-1]) if key and len(key[-1]) > 3 and key[-1].endswith("s") else key


@lru_cache(maxsize=16384)
def _core(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are written, without article, age and count, and what only says more."""
    parts = _AGE.sub("", name).split()
    while parts and _goes_before(parts[0]):
        parts = parts[1:]
    for at in range(1, len(parts)):
        if parts[at - 1].endswith(",") or parts[at].startswith("(") or _says_more(parts, at):
            parts = parts[:at]
            break
    return (*parts[:-1], parts[-1].rstrip(",")) if parts else ()


def _goes_before(part: str) -> bool:
    known, counts = event_words.load(), numbers.load()
    word = next(iter(words(part)), "")
    return (
        not word[:1].isalnum()
        or word.isdigit()
        or any(word in each for each in (known.before, counts.cardinals, counts.vague, counts.multipliers))
    )


def _says_more(parts: Sequence[str], at: int) -> bool:
    """Say whether a description goes on with what is not needed: "the shop *in Paris*", not "Front *for Change*"."""
    if next(iter(words(parts[at])), "") not in event_words.load().after:
        return False
    return not (parts[at - 1][:1].isupper() and at + 1 < len(parts) and parts[at + 1][:1].isupper())


def _shown(participant: Participant, sentence: Span) -> str:
    """Return a name as it is shown: without article and count, a description in small letters."""
    core = _core(participant.name)
    if not core:
        return participant.name
    if not is_named(participant, sentence) and participant.resolved_by == "role" and core[0].istitle():
        core = (core[0][:1].lower() + core[0][1:], *core[1:])
    return " ".join(core)


def sector_of(participant: Participant) -> str | None:
    """Return the sector of a participant, by its words where it has none."""
    if participant.sector is not None:
        return participant.sector
    if participant.entity is not None or participant.country is not None:
        return None
    return _role(bare_name(participant.name))


@lru_cache(maxsize=16384)
def _role(key: Key) -> str | None:
    known = roles.load().roles
    for form in (key, (*key[:-1], key[-1].removesuffix("s"))) if key else ():
        if entry := known.ending(form):
            return entry[1].sector
    return None
