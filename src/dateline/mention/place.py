"""Places: names with their class word ("Yawan district"), their country where the text gives it, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.lexicon import countries, gazetteer, roles
from dateline.lexicon.countries import Use
from dateline.lexicon.form import words
from dateline.lexicon.gazetteer import Gazetteer
from dateline.mention.draft import Draft, Name
from dateline.records import MentionKind, Place
from dateline.tree import Tree

FACILITY = "class.facility"
BOUNDARY = frozenset({"border", "frontier"})
"""Class words of what lies between two states: it has no point of its own."""
_LONGEST_CLASS = 3


def widen(tree: Tree, names: Iterable[Name]) -> list[Name]:
    """Return the names with place names drawn out over the class word that follows: "Panj river".

    A name that ends up inside a wider one is left out.
    """
    out: list[Name] = []
    for name in names:
        if out and name.first <= out[-1].last:
            continue
        out.append(_wider(tree, name) if name.label == "LOC" else name)
    return out


def join(tree: Tree, names: Iterable[Name], places: Gazetteer | None = None) -> list[Name]:
    """Return the names with two place names made one where an article between them makes a place's own name of both.

    "Ard Umm at Tulul" is one village, not two that happen to be known. ``places`` are those that are known, None for
    the gazetteer that dateline ships.
    """
    known = places or gazetteer.load()
    out: list[Name] = []
    for name in names:
        before = out[-1] if out else None
        if before is None or {before.label, name.label} != {"LOC"} or name.first != before.last + 2:
            out.append(name)
            continue
        found = None
        if tree.tokens[before.last + 1].text.lower() in gazetteer.ARTICLES:
            form = " ".join(token.text for token in tree.tokens[before.first : name.last + 1])
            found = known.find(form)
        if found is None or found.loose or not found.main.any():
            out.append(name)
        else:
            out[-1] = replace(before, last=name.last, country=None, inner=())
    return out


def _wider(tree: Tree, name: Name) -> Name:
    # A country's name takes only "border": "Pakistan province" is an error for something else.
    state = name.country is not None and name.country.use is Use.NAME
    known = roles.load().classes
    for size in range(_LONGEST_CLASS, 0, -1):
        last = name.last + size
        if last >= len(tree):
            continue
        tokens = tree.tokens[name.last + 1 : last + 1]
        text = " ".join(token.lemma.lower() for token in tokens)
        word = known.get(text)
        if word is None or (state and text not in BOUNDARY):
            continue
        hangs = name.last < tree.tokens[name.head].head <= last or name.first <= tree.tokens[last].head <= name.last
        if hangs and all(token.upos in ("NOUN", "PROPN") for token in tokens) and not _is_possessed(tree, name):
            head = last if not name.first <= tree.tokens[last].head <= name.last else name.head
            inner = (name.country.iso3,) if name.country is not None and not state else name.inner
            return replace(name, last=last, head=head, country=None, inner=inner)
    return name


def _is_possessed(tree: Tree, name: Name) -> bool:
    """Say whether "'s" stands after a name: "Kabul's airport" keeps two parts."""
    return bool(tree.kids(name.head, "case")) and tree.tokens[name.last + 1].upos == "PART"


def drafts(tree: Tree, names: Sequence[Name], text: str) -> list[Draft]:
    """Return place and facility drafts for the names that are places, by position.

    Countries and capitals have their country; other toponyms get one only where the sentence names it.
    """
    starts = {name.first: name for name in names}
    return [_draft(tree, name, starts, text) for name in names if name.label == "LOC"]


def _draft(tree: Tree, name: Name, starts: Mapping[int, Name], text: str) -> Draft:
    form = tree.span(name.first, name.last, text).text
    kind = MentionKind.PLACE
    if name.country is not None:
        state = countries.load().by_iso3[name.country.iso3]
        what = {Use.NAME: "country", Use.PART: "part", Use.CAPITAL: "capital"}[name.country.use]
        called = state.name if what == "country" else name.country.form
        place = Place(name=called, country=state.iso3, feature=what)
    else:
        said = _feature_inside(tree, name)
        if said is not None and said[0] == FACILITY:
            kind = MentionKind.FACILITY
        feature = said[1] if said is not None else _feature_before(tree, name)
        place = Place(name=form, country=_container(tree, name, starts), feature=feature)
    return Draft(
        kind=kind,
        sentence=tree.index,
        first=name.first,
        last=name.last,
        head=name.head,
        resolved=place,
        named=True,
    )


def _feature_inside(tree: Tree, name: Name) -> tuple[str, str] | None:
    """Return class and feature from the words that end a name, or from the first ("Lake Chad", "Mount Elgon")."""
    known = roles.load().classes
    lemmas = [word for i in range(name.first, name.last + 1) for word in words(tree.tokens[i].lemma)]
    if len(lemmas) > 1:
        if ending := known.ending(lemmas):
            return ending[1].id, " ".join(lemmas[-ending[0] :])
        if (first := known.get(lemmas[0])) is not None and first.id != FACILITY:
            return first.id, lemmas[0]
    return None


def _feature_before(tree: Tree, name: Name) -> str | None:
    """Return the class word that a name specifies: "the town of X", "the border town X"."""
    known = roles.load().classes
    before = tree.tokens[name.head].head
    if before < 0 or not tree.is_rel(name.head, "nmod", "appos", "compound", "flat"):
        return None
    if tree.is_rel(name.head, "nmod") and tree.case(name.head) != "of":
        return None
    if before > name.last and not tree.is_rel(name.head, "appos"):
        return None
    lemma = tree.tokens[before].lemma.lower()
    word = known.get(lemma)
    return lemma if word is not None and word.id in ("class.admin", "class.settlement") else None


def _container(tree: Tree, name: Name, starts: Mapping[int, Name]) -> str | None:
    """Return the country that the text says the place is in, or None.

    Read from what stands beside the name: ", COUNTRY", "in (eastern) COUNTRY", "COUNTRY's NAME", "the NATIONAL
    city of NAME", a capital inside the name ("Kabul airport").
    """
    if len(name.inner) == 1 and not _is_boundary(tree, name):
        return name.inner[0]
    tokens = tree.tokens
    at = name.last + 1
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
        comma = True
    else:
        comma = False
    inside = at < len(tokens) and tokens[at].lemma.lower() == "in"
    if inside:
        at += 1
        directions = roles.load().directions
        while at < len(tokens) and tokens[at].lemma.lower() in directions | {"the"}:
            at += 1
    if (inside or comma) and at in starts:
        after = starts[at]
        if after.country is not None and after.label == "LOC" and after.country.use is not Use.CAPITAL:
            return after.country.iso3 if inside or not _in_list(tree, name, after) else None
    found = {
        owner.country.iso3
        for owner in starts.values()
        if owner.country is not None and owner.country.use is not Use.CAPITAL and _owns(tree, owner, name)
    }
    return next(iter(found)) if len(found) == 1 else None


def _in_list(tree: Tree, name: Name, after: Name) -> bool:
    """Say whether "X, COUNTRY" may be a list of places: coordination anywhere in it."""
    follows = after.last + 1
    next_word = tree.tokens[follows].lemma.lower() if follows < len(tree) else ""
    listed = next_word in ("and", "or") or tree.is_rel(after.head, "conj") or bool(tree.kids(name.head, "conj"))
    return listed or tree.is_rel(name.head, "conj")


def _owns(tree: Tree, owner: Name, name: Name) -> bool:
    """Say whether a country or people word modifies the name, or the class word that the name specifies."""
    if owner.first <= name.last and name.first <= owner.last:
        return False
    if not tree.is_rel(owner.head, "nmod:poss", "amod", "compound"):
        return False
    above = tree.tokens[owner.head].head
    before = tree.tokens[name.head].head
    if name.first <= above <= name.last:
        return True
    return above == before and above >= 0 and _feature_before(tree, name) is not None


def _is_boundary(tree: Tree, name: Name) -> bool:
    return tree.tokens[name.last].lemma.lower() in BOUNDARY
