"""Noun phrases as coreference sees them: what each may be, and where it stands in its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.lexicon import coreference, roles
from dateline.mention.draft import Draft
from dateline.records import Actor, MentionKind, Place
from dateline.tree import Tree

_NOUNS = frozenset({"NOUN", "PROPN"})
_PARTS = ("compound", "flat", "fixed", "goeswith", "nmod:desc", "nmod:unmarked", "obl:unmarked", "amod")
_PLURAL = frozenset({"NNS", "NNPS"})
_MANY = frozenset({"people", "police", "personnel", "staff", "troops", "mujahideen", "mujahedeen"})
_NONE: frozenset[str] = frozenset()
_WORDS = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "NUM"})
_OPEN = frozenset({"“", "‘", "``"})
_CLOSE = frozenset({"”", "’", "''"})
_SORTS: Mapping[MentionKind, str] = {
    MentionKind.PERSON: "person",
    MentionKind.GROUP: "group",
    MentionKind.ORGANIZATION: "body",
    MentionKind.NATIONALITY: "people",
    MentionKind.PLACE: "place",
    MentionKind.FACILITY: "site",
}
_ROLES = (
    ("nsubj", "subject"),
    ("csubj", "subject"),
    ("obj", "object"),
    ("iobj", "object"),
    ("nmod:poss", "owner"),
    ("obl", "oblique"),
    ("nmod", "modifier"),
    ("appos", "apposition"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun phrase, tokens ``first`` through ``last`` of a sentence; ``draft`` is the index of its draft, or None.

    ``sort`` is person, group, body, people, place, site, thing for what has no draft, or pair for what "and" joins;
    ``plural`` is that of grammar; ``gender`` is m, f or None; ``role`` its grammatical function, that of the first
    where it is coordinated; ``article`` the, a, this, own or "". ``mods`` are the lemmas between article and head,
    ``tail`` those that hang behind it by a preposition, ``counted`` says that it has a number. ``country`` and
    ``sector`` are those of its draft. ``predicate`` is the head of the subject of what is told with "is" or "was", or
    the phrase's own head where that is denied, doubted or has no subject.
    """

    sentence: int
    first: int
    last: int
    head: int
    draft: int | None
    lemma: str
    sort: str
    named: bool
    plural: bool
    gender: str | None
    role: str
    article: str
    quoted: bool
    mods: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    counted: bool = False
    country: str | None = None
    sector: str | None = None
    predicate: int | None = None


def quotes(trees: Sequence[Tree]) -> list[list[bool]]:
    """Say for each token of each sentence whether it stands between quotation marks; a passage closes all."""
    out: list[list[bool]] = []
    inside = False
    for s, tree in enumerate(trees):
        if s and trees[s - 1].sentence.passage != tree.sentence.passage:
            inside = False
        flags = []
        for token in tree.tokens:
            if token.text in _OPEN or (token.text == '"' and not inside):
                inside = True
            elif token.text in _CLOSE or token.text == '"':
                inside = False
            flags.append(inside)
        out.append(flags)
    return out


def role_of(tree: Tree, i: int) -> str:
    """Return the grammatical function of a token, that of the first of its coordination."""
    while tree.is_rel(i, "conj") and tree.tokens[i].head >= 0:
        i = tree.tokens[i].head
    return _role(tree.tokens[i].deprel)


@cache
def _role(deprel: str) -> str:
    base = deprel.partition(":")[0]
    return next((role for rel, role in _ROLES if rel in (deprel, base)), "other")


def nouns(trees: Sequence[Tree], drafts: Sequence[Draft], quoted: Sequence[Sequence[bool]]) -> list[Noun]:
    """Return the noun phrases of a report in order, those with drafts and those without."""
    by_sentence: list[list[int]] = [[] for _ in trees]
    for index, draft in enumerate(drafts):
        if draft.kind in _SORTS:
            by_sentence[draft.sentence].append(index)
    out: list[Noun] = []
    for tree, indexes in zip(trees, by_sentence, strict=True):
        heads = {drafts[index].head for index in indexes}
        names = {i for x in indexes if drafts[x].named for i in range(drafts[x].first, drafts[x].last + 1)}
        found = [_of_draft(tree, drafts[x], x, quoted[tree.index][drafts[x].head]) for x in indexes]
        for i, token in enumerate(tree.tokens):
            if token.upos in _NOUNS and i not in heads and i not in names and not tree.is_rel(i, *_PARTS):
                first = _front(tree, i)
                found.append(
                    Noun(
                        sentence=tree.index,
                        first=first,
                        last=i,
                        head=i,
                        draft=None,
                        lemma=tree.lemmas[i],
                        sort="thing",
                        named=token.upos == "PROPN",
                        plural=token.xpos in _PLURAL,
                        gender=_gender(tree, first, i, ""),
                        role=role_of(tree, i),
                        article=_article(tree, i),
                        quoted=quoted[tree.index][i],
                        mods=_mods(tree, first, i),
                        tail=_tail(tree, i),
                        counted=tree.bears(i, "nummod"),
                        predicate=_predicate(tree, i),
                    )
                )
        found += [pair for noun in found if (pair := _pair(tree, noun)) is not None]
        out += sorted(found, key=lambda noun: (noun.head, -noun.last))
    return out


def _of_draft(tree: Tree, draft: Draft, index: int, quoted: bool) -> Noun:
    token = tree.tokens[draft.head]
    thing = draft.resolved
    role = thing.role or "" if isinstance(thing, Actor) else ""
    sort = _SORTS[draft.kind]
    part = not draft.named and _is_part(tree, draft)
    return Noun(
        sentence=draft.sentence,
        first=draft.first,
        last=draft.last,
        head=draft.head,
        draft=index,
        lemma="" if part else tree.lemmas[draft.head],
        sort=sort,
        named=draft.named,
        plural=not draft.named and (token.xpos in _PLURAL or tree.lemmas[draft.head] in _MANY),
        gender=_gender(tree, draft.first, draft.last, role, given=draft.named) if sort == "person" else None,
        role=role_of(tree, draft.head),
        article=_article(tree, draft.head),
        quoted=quoted,
        mods=frozenset() if draft.named else _mods(tree, draft.first, draft.head),
        tail=frozenset() if draft.named else _tail(tree, draft.head),
        counted=not draft.named and tree.bears(draft.head, "nummod"),
        country=thing.country if thing is not None else None,
        sector=thing.sector if isinstance(thing, Actor) else None,
        predicate=_predicate(tree, draft.head),
    )


def _is_part(tree: Tree, draft: Draft) -> bool:
    """Say whether a phrase is some of what its head stands for: "one of two men", "many of the residents"."""
    tokens = tree.tokens
    for i in range(draft.first, draft.head):
        if tree.lemmas[i] == "of":
            return tokens[i + 1].upos == "DET" or tree.lemmas[draft.first] == "one"
    return False


def _pair(tree: Tree, noun: Noun) -> Noun | None:
    """Return what "and" makes of a phrase and those joined to it: one thing that only "they" stands for."""
    if not tree.bears(noun.head, "conj"):
        return None
    joined = [i for i in tree.kids(noun.head, "conj") if tree.tokens[i].upos in _NOUNS and i > noun.last]
    if not joined or not any(tree.has_lemma(k, "and") for i in joined for k in tree.kids(i, "cc")):
        return None
    return replace(
        noun,
        last=joined[-1],
        draft=None,
        lemma="",
        sort="pair",
        plural=True,
        gender=None,
        article="",
        mods=frozenset(),
        tail=frozenset(),
        counted=False,
        country=None,
        sector=None,
    )


def _predicate(tree: Tree, head: int) -> int | None:
    if not tree.bears(head, "cop"):
        return None
    subject = tree.kid(head, "nsubj")
    if subject is None or tree.kid(head, "aux", "advmod:neg", "mark", "cc:preconj") is not None:
        return head
    denied = any(tree.has_lemma(kid, "not", "never", "no", "neither") for kid in tree.kids(head, "advmod", "det"))
    return head if denied else subject


def _mods(tree: Tree, first: int, head: int) -> frozenset[str]:
    if first == head:
        return _NONE
    return frozenset([tree.lemmas[i] for i in range(first, head) if tree.tokens[i].upos in _WORDS])


def _tail(tree: Tree, head: int) -> frozenset[str]:
    behind = [tree.lemmas[kid] for kid in tree.kids(head, "nmod") if kid > head]
    return frozenset(behind) if behind else _NONE


def _front(tree: Tree, head: int) -> int:
    first = head
    if not tree.kids(head):
        return head
    below = set(tree.under(head))
    while first - 1 in below and tree.tokens[first - 1].upos not in ("PUNCT", "ADP", "CCONJ"):
        first -= 1
    return first


def _article(tree: Tree, head: int) -> str:
    for kid in tree.kids(head, "det", "nmod:poss"):
        if tree.is_rel(kid, "nmod:poss"):
            return "own"
        form = tree.tokens[kid].text.lower()
        if form == "the":
            return "the"
        if form in ("a", "an"):
            return "a"
        if form in ("this", "that", "these", "those"):
            return "this"
        return "other"
    return ""


def _gender(tree: Tree, first: int, last: int, role: str, *, given: bool = False) -> str | None:
    known = roles.load()
    said = {lemma.rstrip(".") for lemma in tree.lemmas[max(0, first - 1) : last + 1]}
    if role:
        said.update(role.lower().split())
    male, female = not said.isdisjoint(known.male), not said.isdisjoint(known.female)
    if male != female:
        return "m" if male else "f"
    if given and not male:
        names = coreference.load()
        name = tree.tokens[first].text.casefold()
        if name in names.male:
            return "m"
        if name in names.female:
            return "f"
    return None


def feature_of(draft: Draft) -> str:
    """Return the class word of a place ("country", "city") or ""."""
    return draft.resolved.feature or "" if isinstance(draft.resolved, Place) else ""
