"""One type for a name through a report: what is once "in Spin Boldak" is no person elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dateline.lexicon import gazetteer, roles
from dateline.lexicon.form import words
from dateline.lexicon.gazetteer import Gazetteer, Level
from dateline.mention.draft import Name
from dateline.records import Token
from dateline.tree import Tree

TOWN_WEIGHT = 100
"""The gazetteer's weight of a town of 10,000 people: smaller ones share their names with too much else."""
_OPEN = frozenset({"PER", "LOC", "ORG"})


def settle(trees: Sequence[Tree], names: Sequence[Sequence[Name]], places: Gazetteer | None = None) -> list[list[Name]]:
    """Return the names of each sentence with one label for each form that no lexicon knows.

    A form that stands after a locative or beside a word for a place is a place, unless it has an office or speaks as
    often; otherwise the model's most frequent label decides, the first of those as frequent. ``places`` are those that
    are known, None for the gazetteer that dateline ships.
    """
    votes: dict[tuple[str, ...], Counter[str]] = {}
    placed: Counter[tuple[str, ...]] = Counter()
    acting: Counter[tuple[str, ...]] = Counter()
    for tree, some in zip(trees, names, strict=True):
        for name in some:
            if not _is_open(name):
                continue
            key = _key(tree, name)
            votes.setdefault(key, Counter())[name.label] += 1
            if _is_placed(tree, name):
                placed[key] += 1
            if _is_settlement(tree, name):
                placed[key] += 2
            if _speaks(tree, name):
                acting[key] += 1
    labels: dict[tuple[str, ...], str] = {}
    for key, counts in votes.items():
        # "in Parliament" makes no place of it; what the model calls an organization must be placed twice, or be a place
        # that the gazetteer knows by just that name
        needed = 2 if set(counts) == {"ORG"} and not _is_known_place(key, places) else 1
        if placed[key] >= needed and placed[key] > acting[key]:
            labels[key] = "LOC"
        else:
            labels[key] = counts.most_common(1)[0][0]
    return [
        [replace(name, label=labels[_key(tree, name)]) if _is_open(name) else name for name in some]
        for tree, some in zip(trees, names, strict=True)
    ]


def _is_open(name: Name) -> bool:
    return name.label in _OPEN and name.entry is None and name.country is None


def _key(tree: Tree, name: Name) -> tuple[str, ...]:
    return words(" ".join(token.text for token in tree.tokens[name.first : name.last + 1]))


def _is_known_place(key: tuple[str, ...], places: Gazetteer | None) -> bool:
    """Say whether a form is the own name of a region or of a town of some size."""
    known = places or gazetteer.load()
    found = known.find(" ".join(key))
    if found.loose:
        return False
    return any(
        main and (known.level[row] < Level.COUNTY or known.weight[row] >= TOWN_WEIGHT)
        for row, main in zip(found.rows, found.main, strict=True)
    )


def _is_placed(tree: Tree, name: Name) -> bool:
    """Say whether a name stands where only a place does."""
    known = roles.load()
    if tree.case(name.head) in known.locatives and tree.is_rel(name.head, "obl", "nmod"):
        return True
    for kid in tree.kids(name.head, "appos"):
        lemmas = [word for token in _before(tree, kid, name.last) for word in words(token.lemma)]
        thing = known.things.ending(lemmas)
        if known.classes.ending(lemmas) or (thing is not None and thing[1].kind == "facility"):
            return True
    return False


def _is_settlement(tree: Tree, name: Name) -> bool:
    """Say whether the text calls a name a settlement: "the village of Abu Harn"."""
    above = tree.tokens[name.head].head
    if above < 0 or not tree.is_rel(name.head, "nmod") or tree.case(name.head) != "of":
        return False
    word = roles.load().classes.get(tree.tokens[above].lemma.lower())
    return word is not None and word.id == "class.settlement"


def _before(tree: Tree, head: int, after: int) -> tuple[Token, ...]:
    """Return the last words of a noun phrase; a noun right behind its head that hangs on it is its true head."""
    last = head
    while last + 1 < len(tree) and tree.tokens[last + 1].upos == "NOUN" and tree.tokens[last + 1].head == head:
        last += 1
    return tree.tokens[max(after + 1, last - 2) : last + 1]


def _speaks(tree: Tree, name: Name) -> bool:
    """Say whether a name is the subject of speech or has an office right before or beside it."""
    known = roles.load()
    tokens = tree.tokens
    above = tokens[name.head].head
    if above >= 0 and tree.is_rel(name.head, "nsubj") and tokens[above].lemma.lower() in known.speech:
        return True
    beside = [name.first - 1, *tree.kids(name.head, "appos")]
    for i in beside:
        if i >= 0 and tokens[i].upos in ("NOUN", "PROPN"):
            role = known.roles.get(tokens[i].lemma)
            if role is not None and role.kind == "person":
                return True
    return False
