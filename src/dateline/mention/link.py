"""Walk a report once, left to right, and link each pronoun and definite noun phrase to what it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dateline.lexicon import roles
from dateline.lexicon.actors import ARMED
from dateline.mention.draft import Draft
from dateline.mention.noun import Noun, nouns, quotes, role_of
from dateline.mention.pronoun import Speakers, relative
from dateline.mention.ranking import FORMS, Anaphor, Candidate, Entity, choose, features, is_class, of_noun, sort_of
from dateline.records import Actor, MentionKind, Place
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
_LANDS = frozenset({"country", "nation"})
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})

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
        self.new = 0
        self.focus = _focus(drafts)

    def fresh(self) -> int:
        """Return an entity that has no draft."""
        self.new -= 1
        return self.new

    def find(self, entity: int) -> int:
        while entity in self.alias:
            entity = self.alias[entity]
        return entity

    def see(self, noun: Noun, entity: int) -> None:
        """Take in a mention of an entity."""
        known = self.entities.setdefault(entity, Entity())
        if noun.sort == "pair":
            self.last[entity] = noun
            self.recent.append((entity, noun))
            return
        known.add(noun, self.trees[noun.sentence], self.drafts[noun.draft] if noun.draft is not None else None)
        if noun.draft is not None:
            self.draft_of.setdefault(entity, noun.draft)
        self.last[entity] = noun
        self.recent.append((entity, noun))
        if not noun.named:
            self.by_word.setdefault(noun.lemma, {})[entity] = None
            return
        for lemma in self.trees[noun.sentence].lemmas[noun.first : noun.last + 1]:
            self.by_word.setdefault(lemma, {})[entity] = None
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

    def pick(self, anaphor: Anaphor, entities: Iterable[int], speaker: int | None = None) -> Candidate | None:
        """Choose among entities; who speaks is not who "he" is in what is quoted."""
        open_: list[tuple[int, Noun]] = []
        lemma = anaphor.noun.lemma if anaphor.noun is not None else None
        seen: list[tuple[int, Noun]] = []
        tree = self.trees[anaphor.sentence]
        for entity in entities:
            noun = self.last[entity]
            known = self.entities[entity]
            if lemma is not None and lemma in known.heads:
                seen.append((entity, noun))
            if entity == speaker or (lemma in _LANDS and self._is_elsewhere(anaphor, noun, known)):
                continue
            if not _is_barred(tree, anaphor, noun, known):
                open_.append((entity, noun))
                if len(open_) == _MOST:
                    break
        found = [
            Candidate(noun=noun, entity=entity, order=order, rival=_rival(entity, noun, seen) if len(seen) > 1 else "")
            for order, (entity, noun) in enumerate(open_)
        ]
        rows = [features(anaphor, one, self.trees, self.entities[one.entity]) for one in found]
        return self.choice(anaphor, found, rows)

    def _is_elsewhere(self, anaphor: Anaphor, noun: Noun, known: Entity) -> bool:
        """Say whether "the country" would be another than the one that the report is about, named sentences ago."""
        other = self.focus is not None and bool(known.countries) and self.focus not in known.countries
        return other and noun.sentence != anaphor.sentence

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


def _focus(drafts: Sequence[Draft]) -> str | None:
    """Return the country that a report names twice as often as any other, None if there is none."""
    found = Counter(d.resolved.country for d in drafts if isinstance(d.resolved, Actor | Place) and d.resolved.country)
    first, second = [*found.most_common(2), (None, 0), (None, 0)][:2]
    return first[0] if first[1] >= 2 * max(second[1], 1) else None


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
        at_head = {noun.head: noun for _, noun in items[s] if noun is not None and noun.sort != "pair"}
        items[s] += [
            (i, None) for i, token in enumerate(tree.tokens) if token.upos in ("PRON", "DET") and i not in at_head
        ]
        heads: dict[int, int] = {}
        voice = _voice(walk, speakers, s, at_head)
        for i, one in sorted(items[s], key=lambda item: item[0]):
            if one is not None and one.sort == "pair":
                walk.see(one, walk.fresh())
                continue
            entity = (
                _noun(walk, one, heads, voice if quoted[s][i] else None)
                if one is not None
                else _pronoun(walk, tree, i, voice if quoted[s][i] else None, quoted[s][i], heads, at_head)
            )
            if entity is not None:
                heads[i] = entity
        if (speaker := speakers.speaker(s)) is not None and speaker in heads:
            speakers.said(s, heads[speaker])
        voice = speakers.voice(s)
        if voice is not None and (voice := walk.find(voice)) in walk.draft_of:
            for i in speakers.first_persons(s):
                _stand(walk, tree, i, voice)
    return Links(added=tuple(walk.added), joined=tuple(walk.joined))


def _voice(walk: _Walk, speakers: Speakers, sentence: int, at_head: Mapping[int, Noun]) -> int | None:
    """Return the entity that says what a sentence quotes, where that is told before the sentence is read."""
    head = speakers.speaker(sentence)
    if head is None:
        entity = speakers.voice(sentence)
        return walk.find(entity) if entity is not None else None
    noun = at_head.get(head)
    return walk.find(walk.entity_of[noun.draft]) if noun is not None and noun.draft is not None else None


def _is_open(noun: Noun) -> bool:
    """Say whether a phrase may stand for what was there before: no name, definite, and not "two men"."""
    if noun.named or not noun.lemma or noun.article not in _DEFINITE or (noun.counted and not noun.article):
        return False
    # a bare singular ("government") is an idea, but for a person's, which headlines write so
    return bool(noun.article) or noun.plural or noun.sort == "person"


def _may_be(walk: _Walk, noun: Noun, subject: int) -> bool:
    """Say whether "X is the Y" makes Y one with X: a person or body, as definite, and one or many as X is."""
    if subject not in walk.draft_of:
        return False
    like, known = walk.last[subject], walk.entities[subject]
    if noun.article != "the" or noun.sort not in ("person", "body", "group") or _clashes(noun, (), known):
        return False
    if noun.sort == "person":
        return not noun.plural and not like.plural and (like.sort == "person" or "person" in known.sorts)
    return like.sort in ("body", "group") and noun.plural == like.plural


def _noun(walk: _Walk, noun: Noun, heads: Mapping[int, int], speaker: int | None) -> int:
    entity = walk.fresh() if noun.draft is None else walk.find(walk.entity_of[noun.draft])
    if noun.predicate is not None:
        subject = walk.find(heads.get(noun.predicate, entity))
        if noun.draft is not None and subject != entity and _may_be(walk, noun, subject):
            walk.merge(noun, entity, subject)
            return subject
    elif _is_open(noun) and noun.role != "apposition" and entity not in walk.entities:
        anaphor = of_noun(noun, walk.trees[noun.sentence])
        known = islice(reversed(walk.by_word.get(noun.lemma, {})), _SAME)
        wide = dict.fromkeys(walk.find(e) for e in known)
        if noun.article and (wide or noun.draft is not None or is_class(noun.lemma)):
            wide.update(dict.fromkeys(walk.near(noun.sentence, NOUN_BACK)))
        found = walk.pick(anaphor, wide, speaker) if wide else None
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


def _is_empty(tree: Tree, head: int) -> bool:
    """Say whether "it" before a head stands for nothing: "it rained", "it was the army that fired"."""
    if head < 0:
        return False
    if tree.has_lemma(head, *roles.load().anaphor_weather):
        return True
    return tree.kid(head, "cop") is not None and tree.kid(head, "acl:relcl", "csubj", "ccomp", "acl:cleft") is not None


def _pronoun(
    walk: _Walk,
    tree: Tree,
    i: int,
    speaker: int | None,
    quoted: bool,
    heads: dict[int, int],
    at_head: dict[int, Noun],
) -> int | None:
    token = tree.tokens[i]
    form = token.text.lower()
    if form == "it" and _is_empty(tree, token.head):
        return None
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
    found = walk.pick(anaphor, walk.near(tree.index, PRONOUN_BACK), speaker)
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


def _rival(entity: int, noun: Noun, seen: Sequence[tuple[int, Noun]]) -> str:
    """Say where another entity with the anaphor's head is, seen from a candidate."""
    others = [other.sentence for one, other in seen if one != entity]
    if not others:
        return ""
    return "here" if noun.sentence in others else "near"


def _disagrees(anaphor: Anaphor, noun: Noun, entity: Entity) -> bool:
    """Say whether a candidate differs from a pronoun in number, gender or being a person."""
    if anaphor.kind in _HUMAN:
        other = "f" if anaphor.kind == "he" else "m"
        thing = sort_of(noun, entity) == "thing" or entity.sorts <= {"body", "place", "people", "site"}
        return noun.plural or thing or entity.genders == {other}
    if anaphor.kind == "it":
        return noun.plural or "person" in entity.sorts or bool(entity.genders)
    return anaphor.kind == "they" and bool(entity.genders) and not noun.plural


def _clashes(anaphor: Noun, others: Sequence[str], entity: Entity) -> bool:
    """Say whether a noun phrase cannot be an entity: another country, another side, or "other" and its like."""
    if anaphor.country is not None and entity.countries and anaphor.country not in entity.countries:
        return True
    if anaphor.country is not None and not entity.countries and not entity.named:
        return True  # "the authorities" at first are not those of a country that comes in later
    if anaphor.sector is not None and entity.sectors and anaphor.sector not in entity.sectors:
        ours, theirs = anaphor.sector in ARMED, entity.sectors <= ARMED
        if ours != theirs and (ours or anaphor.sector in _STATE) and (theirs or entity.sectors <= _STATE):
            return True
    if anaphor.lemma in entity.heads and anaphor.tail and entity.tails and not anaphor.tail & entity.words:
        return True  # the president of one country and that of another
    if anaphor.lemma == "state" and entity.named and (anaphor.tail or not anaphor.mods <= entity.words):
        return True  # a country, but "the state of the talks" and "the western states" are none
    return bool(others) and any(word not in entity.words for word in others)


def _is_barred(tree: Tree, anaphor: Anaphor, noun: Noun, entity: Entity) -> bool:
    """Say whether grammar forbids a candidate: number, gender, binding, and a phrase inside itself."""
    if noun.sort == "pair" and anaphor.kind != "they":
        return True
    if _disagrees(anaphor, noun, entity) or (
        anaphor.noun is not None and _clashes(anaphor.noun, anaphor.others, entity)
    ):
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
