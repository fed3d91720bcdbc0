"""Walk a report once, left to right, and link each pronoun and definite noun phrase to what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dateline.mention.draft import Draft
from dateline.mention.noun import Noun, nouns, quotes, role_of
from dateline.mention.pronoun import Speakers, relative
from dateline.mention.ranking import FORMS, Anaphor, Candidate, Entity, choose, features, is_class, sort_of
from dateline.records import Actor, MentionKind
from dateline.tree import Tree

PRONOUN_BACK = 3
"""Sentences back in which a pronoun looks for what it stands for."""

NOUN_BACK = 5
"""Sentences back in which a definite noun phrase looks for any entity; for one of its own words, anywhere before it."""

_RELATIVE = frozenset({"who", "whom", "which", "that"})
_MOST = 40
_SAME = 10
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_DEFINITE = frozenset({"the", "this", ""})
_HUMAN = frozenset({"he", "she"})

Choice = Callable[[Anaphor, Sequence[Candidate], Sequence[Sequence[str]]], Candidate | None]
"""What chooses among candidates, given the features of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What was linked: ``added`` are drafts of their own, each with the index of the draft (of the given ones, or
    counted on through ``added``) that it is one with; ``joined`` are pairs of given drafts that are one."""

    added: tuple[tuple[Draft, int], ...]
    joined: tuple[tuple[int, int], ...]


class _Walk:
    """The state of one pass over a report: its entities, and where each was last spoken of."""

    def __init__(self, trees: Sequence[Tree], drafts: Sequence[Draft], roots: Sequence[int], choice: Choice) -> None:
        self.trees = trees
        self.drafts = list(drafts)
        self.given = len(drafts)
        self.choice = choice
        self.entity_of: list[int] = list(roots)
        self.entities: dict[int, Entity] = {}
        self.draft_of: dict[int, int] = {}
        self.last: dict[int, Noun] = {}
        self.recent: list[tuple[int, Noun]] = []
        self.by_word: dict[str, dict[int, None]] = {}
        self.added: list[tuple[Draft, int]] = []
        self.joined: list[tuple[int, int]] = []
        self.alias: dict[int, int] = {}
        self.new = -1

    def find(self, entity: int) -> int:
        while entity in self.alias:
            entity = self.alias[entity]
        return entity

    def see(self, noun: Noun, entity: int) -> None:
        """Take in a mention of an entity."""
        known = self.entities.setdefault(entity, Entity())
        known.add(noun, self.trees[noun.sentence], self.drafts[noun.draft] if noun.draft is not None else None)
        if noun.draft is not None:
            self.draft_of.setdefault(entity, noun.draft)
        self.last[entity] = noun
        self.recent.append((entity, noun))
        if not noun.named:
            self.by_word.setdefault(noun.lemma, {})[entity] = None
            return
        for token in self.trees[noun.sentence].tokens[noun.first : noun.last + 1]:
            self.by_word.setdefault(token.lemma.lower(), {})[entity] = None
        for word in known.roles | known.features:
            self.by_word.setdefault(word, {})[entity] = None

    def near(self, sentence: int, back: int) -> Iterator[int]:
        """Yield the entities spoken of lately, the latest first."""
        seen: set[int] = set()
        for entity, noun in reversed(self.recent):
            if noun.sentence < sentence - back:
                return
            entity = self.find(entity)
            if entity not in seen:
                seen.add(entity)
                yield entity

    def pick(self, anaphor: Anaphor, entities: Iterable[int]) -> Candidate | None:
        found: list[Candidate] = []
        for entity in entities:
            noun = self.last[entity]
            if not _is_barred(self.trees[anaphor.sentence], anaphor, noun, self.entities[entity]):
                found.append(Candidate(noun=noun, entity=entity, order=len(found)))
            if len(found) == _MOST:
                break
        rows = [features(anaphor, one, self.trees, self.entities[one.entity], self.drafts) for one in found]
        return self.choice(anaphor, found, rows)

    def stand(self, antecedent: int, noun: Noun) -> None:
        """Let a word that is no draft of its own be one with an entity."""
        at = self.draft_of[antecedent]
        like = self.drafts[at]
        draft = replace(
            like, sentence=noun.sentence, first=noun.first, last=noun.last, head=noun.head, named=False, link=None
        )
        self.add(draft, at)
        self.see(replace(noun, draft=None), antecedent)

    def add(self, draft: Draft, at: int) -> None:
        self.added.append((draft, at))
        self.drafts.append(draft)

    def merge(self, noun: Noun, own: int, antecedent: int) -> None:
        """Make the entity of a draft one with another."""
        assert noun.draft is not None
        if antecedent not in self.draft_of:
            return
        self.joined.append((noun.draft, self.draft_of[antecedent]))
        if own in self.entities:
            for word in self.entities[own].words:
                self.by_word.setdefault(word, {})[antecedent] = None
        self.alias[own] = antecedent
        self.see(noun, antecedent)

    def person(self, candidate: Candidate) -> None:
        """Make a draft of a noun that "he" or "she" stands for."""
        noun = candidate.noun
        tokens = self.trees[noun.sentence].tokens
        first = noun.first + (tokens[noun.first].upos == "DET" and noun.first < noun.head)
        self.draft_of[candidate.entity] = len(self.drafts)
        draft = Draft(
            kind=MentionKind.PERSON,
            sentence=noun.sentence,
            first=noun.first,
            last=noun.last,
            head=noun.head,
            resolved=Actor(name=" ".join(token.text for token in tokens[first : noun.last + 1])),
        )
        self.add(draft, len(self.drafts))


def link(trees: Sequence[Tree], drafts: Sequence[Draft], roots: Sequence[int], choice: Choice = choose) -> Links:
    """Link the pronouns and definite noun phrases of a report.

    ``drafts`` are in order; ``roots`` give for each the first draft of its chain. What cannot be told is left alone.
    """
    quoted = quotes(trees)
    walk = _Walk(trees, drafts, roots, choice)
    speakers = Speakers(trees, quoted)
    items: list[list[tuple[int, Noun | None]]] = [[] for _ in trees]
    for noun in nouns(trees, drafts, quoted):
        items[noun.sentence].append((noun.head, noun))
    for s, tree in enumerate(trees):
        at_head = {noun.head: noun for _, noun in items[s] if noun is not None}
        items[s] += [
            (i, None) for i, token in enumerate(tree.tokens) if token.upos in ("PRON", "DET") and i not in at_head
        ]
        heads: dict[int, int] = {}
        for i, one in sorted(items[s], key=lambda item: item[0]):
            entity = _noun(walk, one) if one is not None else _pronoun(walk, tree, i, quoted[s][i], heads, at_head)
            if entity is not None:
                heads[i] = entity
        if (speaker := speakers.speaker(s)) is not None and speaker in heads:
            speakers.said(s, heads[speaker])
        voice = speakers.voice(s)
        if voice is not None and (voice := walk.find(voice)) in walk.draft_of:
            for i in speakers.first_persons(s):
                _stand(walk, tree, i, voice)
    return Links(added=tuple(walk.added), joined=tuple(walk.joined))


def _noun(walk: _Walk, noun: Noun) -> int:
    if noun.draft is None:
        entity = walk.new
        walk.new -= 1
    else:
        entity = walk.find(walk.entity_of[noun.draft])
    # a bare singular ("government") is an idea, but for a person's, which headlines write so
    told = noun.article in _DEFINITE and (noun.article or noun.plural or noun.sort == "person")
    if told and not noun.named and noun.role != "apposition" and entity not in walk.entities:
        anaphor = Anaphor(
            kind="noun" if noun.article else "bare",
            sentence=noun.sentence,
            token=noun.head,
            form=noun.lemma,
            role=noun.role,
            quoted=noun.quoted,
            noun=noun,
        )
        known = islice(reversed(walk.by_word.get(noun.lemma, {})), _SAME)
        wide = dict.fromkeys(walk.find(e) for e in known)
        if noun.article and (wide or noun.draft is not None or is_class(noun.lemma)):
            wide.update(dict.fromkeys(walk.near(noun.sentence, NOUN_BACK)))
        found = walk.pick(anaphor, wide) if wide else None
        if found is not None:
            if noun.draft is not None:
                walk.merge(noun, entity, found.entity)
                if found.entity in walk.draft_of:
                    return found.entity
            elif found.entity in walk.draft_of:
                walk.stand(found.entity, noun)
                return found.entity
            else:
                entity = found.entity  # both are things: the later one is still the earlier
    walk.see(noun, entity)
    return entity


def _pronoun(
    walk: _Walk, tree: Tree, i: int, quoted: bool, heads: dict[int, int], at_head: dict[int, Noun]
) -> int | None:
    token = tree.tokens[i]
    form = token.text.lower()
    if form in _RELATIVE and token.xpos in ("WP", "WDT"):
        head = relative(tree, i)
        noun = at_head.get(head) if head is not None else None
        if noun is not None and noun.draft is not None and noun.sort in ("person", "group", "body"):
            entity = heads.get(noun.head)
            if entity is not None and (entity := walk.find(entity)) in walk.draft_of:
                # who is of the very words that it follows, not of the chain's first
                walk.add(replace(walk.drafts[noun.draft], first=i, last=i, head=i, named=False, link=None), noun.draft)
                return entity
        return None
    kind = FORMS.get(form)
    if kind is None or token.xpos not in ("PRP", "PRP$") or tree.is_rel(i, "expl"):
        return None
    anaphor = Anaphor(kind=kind, sentence=tree.index, token=i, form=form, role=role_of(tree, i), quoted=quoted)
    found = walk.pick(anaphor, walk.near(tree.index, PRONOUN_BACK))
    if found is None:
        return None
    if found.entity not in walk.draft_of and kind in _HUMAN:
        walk.person(found)
    walk.entities[found.entity].pronouns.add(kind)
    if kind in _HUMAN:
        walk.entities[found.entity].genders.add("m" if kind == "he" else "f")
    if found.entity in walk.draft_of:
        _stand(walk, tree, i, found.entity, found.noun)
    return found.entity


def _stand(walk: _Walk, tree: Tree, i: int, entity: int, like: Noun | None = None) -> None:
    noun = like or walk.last[entity]
    role = role_of(tree, i)
    walk.stand(entity, replace(noun, sentence=tree.index, first=i, last=i, head=i, role=role, article="pronoun"))


def _disagrees(anaphor: Anaphor, noun: Noun, entity: Entity) -> bool:
    """Say whether a candidate differs from a pronoun in number, gender or being a person."""
    if anaphor.kind in _HUMAN:
        other = "f" if anaphor.kind == "he" else "m"
        thing = sort_of(noun, entity) == "thing" or entity.sorts <= {"body", "place", "people", "site"}
        return noun.plural or thing or entity.genders == {other}
    if anaphor.kind == "it":
        return noun.plural or "person" in entity.sorts or bool(entity.genders)
    return anaphor.kind == "they" and bool(entity.genders) and not noun.plural


def _is_barred(tree: Tree, anaphor: Anaphor, noun: Noun, entity: Entity) -> bool:
    """Say whether grammar forbids a candidate: number, gender, binding, and a phrase inside itself."""
    if _disagrees(anaphor, noun, entity):
        return True
    if noun.sentence != anaphor.sentence:
        return anaphor.form in _REFLEXIVE
    i = anaphor.token
    if noun.first <= i <= noun.last or noun.head == tree.tokens[i].head or i == tree.tokens[noun.head].head:
        return True
    if anaphor.noun is not None:
        return noun.head in tree.up(i) or i in tree.up(noun.head)
    verb = tree.tokens[i].head
    if anaphor.role != "owner" and tree.tokens[verb].head == noun.head and tree.is_rel(verb, "acl:relcl"):
        return True  # "the guard who stopped him"
    bound = noun.role == "subject" and tree.tokens[noun.head].head == tree.tokens[i].head
    if anaphor.form in _REFLEXIVE:
        return not bound and noun.role != "subject"
    return anaphor.role != "owner" and tree.tokens[noun.head].head == tree.tokens[i].head
