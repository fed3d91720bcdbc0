"""Chains: which mentions of a report are one thing, by name, by acronym, by apposition, by pronoun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.lexicon import actors as lexicon
from dateline.lexicon.actors import Registry
from dateline.lexicon.form import words
from dateline.mention.draft import ACTORS, Draft
from dateline.mention.standin import key_of
from dateline.records import Actor, MentionKind, Place
from dateline.tree import Tree

_SMALL = frozenset({"s", "of", "the", "and", "for", "in", "on", "de", "du", "la", "to"})


class Groups:
    """Sets of drafts that grow together, by index; the root of a set is its first draft."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._first: dict[str, int] = {}

    def root(self, i: int) -> int:
        """Return the first draft of the set of ``i``."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def add(self) -> int:
        """Add one more draft, alone, and return its index."""
        self._parent.append(len(self._parent))
        return len(self._parent) - 1

    def join(self, i: int, j: int) -> None:
        """Make the sets of two drafts one."""
        a, b = sorted((self.root(i), self.root(j)))
        self._parent[b] = a

    def join_key(self, i: int, key: str) -> None:
        """Put a draft into the set of all that have a key."""
        self.join(i, self._first.setdefault(key, i))


def group(trees: Sequence[Tree], drafts: Sequence[Draft], texts: Sequence[str]) -> Groups:
    """Return the sets of drafts that are one thing; ``texts`` are the words of each draft."""
    groups = Groups(len(drafts))
    shorter = {**_short_bodies(drafts, texts), **_acronyms(trees, drafts, texts)}
    persons = _Persons(texts[i] for i, draft in enumerate(drafts) if draft.named and draft.kind is MentionKind.PERSON)
    starts = {(draft.sentence, draft.first): i for i, draft in enumerate(drafts) if draft.named}
    for i, draft in enumerate(drafts):
        for key in _keys(trees, draft, texts[i], shorter, persons):
            groups.join_key(i, key)
        if draft.link is not None and draft.link.startswith("apposition "):
            name = starts.get((draft.sentence, int(draft.link.split()[2])))
            if name is not None:
                groups.join(i, name)
    return groups


def _keys(trees: Sequence[Tree], draft: Draft, text: str, shorter: Mapping[str, str], persons: _Persons) -> list[str]:
    """Return the keys of a draft: it is one with every draft that shares a key."""
    keys: list[str] = []
    if draft.link is not None and not draft.link.startswith("apposition "):
        keys.append(draft.link)
    plain = " ".join(words(text))
    thing = draft.resolved
    if not draft.named:
        if isinstance(thing, Actor) and _is_repeatable(trees[draft.sentence], draft):
            keys.append(f"phrase {' '.join(words(thing.name))}")
    elif draft.kind is MentionKind.PERSON:
        keys.append(f"person {persons.fullest(plain)}")
    elif isinstance(thing, Place):
        called = thing.name if thing.feature in ("country", "capital") else text
        keys.append(f"place {' '.join(words(called))}")
    elif isinstance(thing, Actor) and thing.resolved_by != "metonymy":
        if draft.kind is MentionKind.NATIONALITY:
            keys.append(f"people {plain}")
        else:
            keys.append(key_of(thing) if thing.entity else shorter.get(plain, f"organization {plain}"))
    elif thing is None and draft.kind not in (MentionKind.WEAPON, MentionKind.FACILITY):
        keys.append(f"{draft.kind} {plain}")
    return keys


def _is_repeatable(tree: Tree, draft: Draft) -> bool:
    """Say whether a phrase is definite and full enough that the same words mean the same: "the Afghan army"."""
    if tree.kid(draft.head, "nmod", "acl") is not None and tree.kid(draft.head, "nmod:poss") is None:
        return False  # "the police station in one town", "the police station in another"
    return tree.tokens[draft.first].lemma.lower() == "the" and draft.head - draft.first >= 2


class _Persons:
    """The persons of a report: a shorter form goes to the one longer name that ends with it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_end: dict[str, set[str]] = {}
        self._by_first: dict[str, set[str]] = {}
        self._by_ends: dict[tuple[str, str], set[str]] = {}
        for text in texts:
            name = words(text)
            whole = " ".join(name)
            for start in range(1, len(name)):
                self._by_end.setdefault(" ".join(name[start:]), set()).add(whole)
            if len(name) > 1:
                self._by_first.setdefault(name[0], set()).add(name[-1])
                self._by_ends.setdefault((name[0], name[-1]), set()).add(whole)

    def fullest(self, plain: str) -> str:
        """Return the longest name that a form may be short for; itself where none or several may be."""
        name = plain.split()
        surnames = self._by_first.get(plain, set())
        if len(name) == 1 and len(surnames) == 1 and plain not in self._by_end:
            name = [plain, *surnames]  # "Amina" where the one Amina of the report is Amina Bello
        if len(name) > 1:
            return self._longest(name)
        longer = self._by_end.get(plain, set())
        longest = max(longer, key=lambda name: (len(name.split()), name), default=plain)
        # "Ghani", "Ashraf Ghani", "Mohammad Ashraf Ghani" are one; "Nazir Khan" and "Imran Khan" are two
        if not all(longest.endswith(f" {name}") or name == longest for name in longer):
            ends = {(name.split()[0], name.split()[-1]) for name in longer}
            if len(ends) != 1:
                return plain
        return self._longest(longest.split())

    def _longest(self, name: Sequence[str]) -> str:
        """Return the longest name of those that begin and end as a name of several words, or that it ends."""
        whole = " ".join(name)
        longer = {one for one in self._by_end.get(whole, ()) if one != whole}
        if longer:
            longest = max(longer, key=len)
            if all(longest.endswith(one) for one in longer):
                name = longest.split()
        same = self._by_ends.get((name[0], name[-1]), set())
        return max(same, key=lambda one: (len(one.split()), one), default=whole)


def _short_bodies(drafts: Sequence[Draft], texts: Sequence[str]) -> dict[str, str]:
    """Return the key of the full name for each form that begins or ends one name of an organization and no other."""
    keys: dict[str, str] = {}
    for draft, text in zip(drafts, texts, strict=True):
        thing = draft.resolved
        if draft.named and draft.kind is MentionKind.ORGANIZATION and isinstance(thing, Actor):
            plain = " ".join(words(text))
            if plain and thing.resolved_by != "metonymy":
                keys[plain] = key_of(thing) if thing.entity else f"organization {plain}"
    longer: dict[str, set[str]] = {}
    for plain in keys:
        name = plain.split()
        for cut in range(1, len(name)):
            longer.setdefault(" ".join(name[:cut]), set()).add(plain)
            longer.setdefault(" ".join(name[cut:]), set()).add(plain)
    return {short: keys[next(iter(full))] for short, full in longer.items() if len(full) == 1}


def _acronyms(trees: Sequence[Tree], drafts: Sequence[Draft], texts: Sequence[str]) -> dict[str, str]:
    """Return the key of the full name for each acronym that follows one: "International Crisis Group (ICG)"."""
    found: dict[str, str] = {}
    for i, draft in enumerate(drafts):
        if draft.kind not in (MentionKind.ORGANIZATION, MentionKind.GROUP) or not draft.named:
            continue
        tokens = trees[draft.sentence].tokens
        at = draft.last + 1
        if at + 2 < len(tokens) and tokens[at].text == "(" and tokens[at + 2].text == ")":
            short = tokens[at + 1].text.replace(".", "")
            full = words(texts[i])
            if short.isupper() and short.lower() in _initials(full):
                thing = draft.resolved
                key = f"organization {' '.join(full)}"
                if isinstance(thing, Actor) and thing.entity is not None:
                    key = key_of(thing)
                found[short.lower()] = key
    return found


def _initials(name: Sequence[str]) -> frozenset[str]:
    """Return the initials of a name, with and without its small words."""
    return frozenset({"".join(word[0] for word in name), "".join(word[0] for word in name if word not in _SMALL)})


def fill(
    drafts: Sequence[Draft], roots: Sequence[int], texts: Sequence[str], registry: Registry | None = None
) -> list[Draft]:
    """Give each draft what the rest of its chain tells: the fullest name, and what it lacks itself.

    ``registry`` has the names of those it knows; None is the one that dateline ships. A nationality or a place lends
    nothing to an actor; nothing that a draft knows is overwritten but its name.
    """
    members: dict[int, list[int]] = {}
    for i, root in enumerate(roots):
        members.setdefault(root, []).append(i)
    out = list(drafts)
    for chain in members.values():
        if len(chain) < 2:
            continue
        name = _fullest(drafts, chain, texts, registry or lexicon.load())
        actors = [thing for i in chain if isinstance(thing := drafts[i].resolved, Actor)]
        places = [thing for i in chain if isinstance(thing := drafts[i].resolved, Place)]
        for i in chain:
            thing = drafts[i].resolved
            if isinstance(thing, Actor):
                out[i] = replace(drafts[i], resolved=_actor(thing, actors, name))
            elif isinstance(thing, Place):
                out[i] = replace(drafts[i], resolved=_place(thing, places))
    return out


def _fullest(drafts: Sequence[Draft], chain: Sequence[int], texts: Sequence[str], registry: Registry) -> str | None:
    """Return the longest name in a chain, one that is not in capitals if there is one; None if none is a name."""
    named = [(drafts[i], texts[i]) for i in chain if drafts[i].named and drafts[i].kind in ACTORS]
    if not named:
        nominal = [i for i in chain if isinstance(drafts[i].resolved, Actor)]
        thing = drafts[nominal[0]].resolved if nominal else None
        return thing.name if isinstance(thing, Actor) else None
    if isinstance(thing := named[0][0].resolved, Actor) and thing.resolved_by == "metonymy":
        return thing.name
    texts_only = [text for _, text in named]
    entry = registry.by_id.get(thing.entity or "") if isinstance(thing, Actor) else None
    if entry is not None and any(words(text) == words(entry.name) for text in texts_only):
        return entry.name
    calm = [text for text in texts_only if not text.isupper()]
    return max(calm or texts_only, key=len)


def _actor(thing: Actor, chain: Sequence[Actor], name: str | None) -> Actor:
    def first(field: str) -> str | None:
        values = dict.fromkeys(value for actor in chain if (value := getattr(actor, field)) is not None)
        return next(iter(values)) if len(values) == 1 or (field == "role" and values) else None

    entity = thing.entity or first("entity")
    return replace(
        thing,
        name=name or thing.name,
        entity=entity,
        country=thing.country or first("country"),
        sector=thing.sector or first("sector"),
        role=thing.role or first("role"),
        resolved_by=thing.resolved_by or "chain",
        listed=next((actor.listed for actor in (thing, *chain) if actor.listed and actor.entity == entity), ()),
    )


def _place(thing: Place, chain: Sequence[Place]) -> Place:
    nations = {place.country for place in chain if place.country is not None}
    features = {place.feature for place in chain if place.feature is not None}
    return replace(
        thing,
        country=thing.country or (next(iter(nations)) if len(nations) == 1 else None),
        feature=thing.feature or (next(iter(features)) if len(features) == 1 else None),
    )
