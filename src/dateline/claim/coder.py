"""The stage of the claim room: attributions and claims for each reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dateline.claim import content, denial, quantity, role, scene, sense, trigger
from dateline.claim.attribution import SpeechIndex, find_speech
from dateline.claim.cast import Cast
from dateline.claim.draft import Draft
from dateline.claim.frame import Frame
from dateline.claim.sense import Choice, Weighed
from dateline.claim.stance import judge
from dateline.claim.trigger import Trigger
from dateline.codec import digest
from dateline.lexicon import predicates, syntax
from dateline.lexicon.predicates import Predicates, Sense
from dateline.records import (
    STATES,
    Claim,
    ClaimKind,
    ClaimTime,
    ClaimType,
    Issue,
    MadeBy,
    Participant,
    PassageKind,
    Polarity,
    Reading,
    Span,
    Speaker,
    Status,
)
from dateline.tree import Tree

COMPONENT, VERSION = "claim", "1"

_OF_THEMSELVES = frozenset({ClaimType.ASSAULT, ClaimType.PROTEST, ClaimType.CONSULT, ClaimType.RETREAT})
"""Types whose event nouns tell something even where nobody is named: "talks were held"."""
_GRAVE = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.RETREAT, ClaimType.SANCTION})
"""Types that tell something even where the only party is a pronoun of which it is not told who it is."""
_SPOKEN = frozenset(ClaimType) - {
    ClaimType.ASSAULT,
    ClaimType.COERCE,
    ClaimType.CONTROL,
    ClaimType.ACCESS,
    ClaimType.PROTEST,
    ClaimType.RETREAT,
}
"""Types of which a participle before a noun tells nothing new."""
_WORDS = frozenset({ClaimType.AGREE, ClaimType.SUPPORT, ClaimType.COOPERATE, ClaimType.CONSULT})
"""Types whose nouns name a paper or a tie as often as an event: of nobody, they are no claim even as content."""
_PHYSICAL = frozenset(
    "bomb artillery airstrike drone firearm weapon vehicle aircraft ship building infrastructure settlement crossing "
    "way".split()
)
_CONTEXT_SLOTS = ("subj", "obj", "iobj", "of", "comp", "with", "for", "against", "on", "lsubj")
_INSTRUMENT_SLOTS = ("with", "subj", "obj", "in", "by", "comp", "from", "using", "of")


def code(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Fill attributions and claims of readings that have sentences and mentions.

    Boilerplate is left out; passages that repeat another are coded like any other, for resolution counts them
    once. A reading without sentences comes back with what it has.
    """
    lexicon = predicates.load()
    for reading in readings:
        yield read(reading, lexicon)


def read(reading: Reading, lexicon: Predicates) -> Reading:
    """Fill attributions and claims of one reading with a given lexicon."""
    trees = tuple(Tree(sentence, i) for i, sentence in enumerate(reading.sentences))
    speeches = find_speech(reading, trees)
    index = SpeechIndex(speeches)
    cast = Cast(reading, lexicon)
    issues: list[Issue] = []
    claims: list[Claim] = []
    said: list[denial.Said] = []
    for tree in trees:
        if not tree.tokens or _boilerplate(reading, tree):
            continue
        found = content.link(drafts_of(tree, cast, lexicon))
        drafts = _deduped(found)
        first = len(claims)
        where = {id_: first + n for n, id_ in enumerate(i for i, d in drafts)}
        by_id = dict(drafts)
        for draft in found:
            issues.extend(draft.roles.issues)
        for _, draft in drafts:
            # what is denied is not said by who denies it
            word = tree.tokens[by_id[draft.parent].token if draft.denied and draft.parent in by_id else draft.token]
            speakers = index.chain(word.start, word.end)
            claims.append(_claim(reading, draft, speakers, cast, lexicon))
            said.append(_said(draft, claims[-1], speakers, cast))
        for n, (_, draft) in enumerate(drafts):
            if draft.parent is not None and draft.parent in where:
                above = where[draft.parent]
                claims[first + n] = replace(claims[first + n], content_of=claims[above].id)
                if draft.denied:
                    claims[above] = replace(claims[above], denies=(*claims[above].denies, claims[first + n].id))
    for i, claim in enumerate(claims):
        if said[i].denies and not claim.denies:
            claims[i] = replace(claim, denies=tuple(claims[j].id for j, _ in denial.targets(said, i)))
    return replace(
        reading,
        attributions=tuple(s.attribution for s in speeches),
        claims=tuple(claims),
        issues=(*reading.issues, *dict.fromkeys(issues)),
    )


def explain(tree: Tree, cast: Cast, lexicon: Predicates) -> list[tuple[Trigger, Choice]]:
    """Return every trigger of a sentence with all senses that were weighed, for ``dateline explain``."""
    return [(t, sense.choose(tree, t, cast)) for t in trigger.find(tree, lexicon)]


def drafts_of(tree: Tree, cast: Cast, lexicon: Predicates) -> list[Draft]:
    """Return the drafts of a sentence in the order of their triggers, before they are tied together."""
    out: list[Draft] = []
    for found, choice in explain(tree, cast, lexicon):
        for weighed in (*((choice.best,) if choice.best is not None else ()), *choice.beside):
            draft = _draft(tree, found, weighed, cast, lexicon)
            if draft is not None:
                out.append(draft)
    return out


def _draft(tree: Tree, found: Trigger, weighed: Weighed, cast: Cast, lexicon: Predicates) -> Draft | None:
    """Read roles, place, time, numbers and stance of a trigger in one sense; None where it is no claim at all."""
    chosen, frame = weighed.sense, found.read_as(weighed.sense)
    if chosen.pos == "verb" and any(tree.case(h) == "of" for h in frame.slots.get("obj", ())):
        return None  # no object bears "of": the parser took a noun for a verb ("Front demands release of fighters")
    stance = judge(tree, found.token, noun=chosen.pos == "noun")
    if stance.dropped:
        return None
    roles = role.fill(tree, frame, chosen, cast, lexicon)
    places = scene.places(tree, frame, chosen, cast)
    taken = {(p.start, p.end) for p in places} if chosen.type in STATES or chosen.place else set()
    if taken:
        # A town that is held or entered is the place of it and not one of the parties.
        roles = replace(roles, recipients=tuple(p for p in roles.recipients if (p.start, p.end) not in taken))
    quantities = quantity.read(tree, frame, chosen, roles, cast)
    if chosen.targeted and not (roles.actors and roles.recipients):
        return None
    if chosen.type in _SPOKEN and tree.is_rel(found.token, "amod") and not (roles.actors and roles.recipients):
        return None  # "the negotiated text", "an elected mayor": said of the noun in passing
    arguments = roles.actors or roles.recipients or quantities
    named_place = any(frame.slots.get(slot) for slot in chosen.place)
    if chosen.type in STATES and not (roles.actors or roles.recipients or places):
        return None  # a state of nobody and nowhere
    somebody = bool(roles.issues) and chosen.type in _GRAVE  # it is told that it was done, though not to whom
    told = bool(arguments or somebody or (places and (chosen.pos != "noun" or named_place)))
    if chosen.pos == "noun":
        bare = not told and (chosen.case is not None or frame.light is None or chosen.type not in _OF_THEMSELVES)
    else:
        bare = not told and not _physical(tree, frame, chosen, cast)
    return Draft(
        tree=tree,
        trigger=found,
        weighed=weighed,
        roles=roles,
        places=places,
        times=scene.times(tree, frame, cast),
        quantities=quantities,
        stance=stance,
        polarity=stance.polarity,
        status=chosen.status if chosen.status is not None and stance.status is Status.HAPPENED else stance.status,
        bare=bare,
    )


def _physical(tree: Tree, frame: Frame, chosen: Sense, cast: Cast) -> bool:
    """Say whether an attack without a party is one on things or by arms: "two bombs went off", "shops were burnt"."""
    if chosen.type not in {ClaimType.ASSAULT, ClaimType.PROTEST, ClaimType.COERCE}:
        return False
    heads = [h for slot in ("subj", "obj") for h in frame.slots.get(slot, ())]
    return any(cast.classes(tree, h) & _PHYSICAL for h in heads)


def _deduped(drafts: list[Draft]) -> list[tuple[int, Draft]]:
    """Return drafts with their index, without bare nouns that nothing is about and without a light verb's own echo.

    A light verb and its noun that tell of one type are one claim, the better scored ("signed an agreement").
    """
    dropped: set[int] = set()
    verbs = {(d.token, d.sense.type): i for i, d in enumerate(drafts)}
    parents = {d.parent for d in drafts}
    agents = {(h, d.sense.type) for d in drafts if d.sense.pos == "verb" for h in d.frame.slots.get("subj", ())}
    for i, draft in enumerate(drafts):
        if (draft.token, draft.sense.type) in agents and not draft.roles.recipients:
            dropped.add(i)  # "air strikes killed nine": one happening, told by the verb
        aside = draft.sense.type in _WORDS and draft.sense.pos != "verb"
        if draft.bare and (aside or (i not in parents and draft.parent is None)):
            dropped.add(i)
        if _is_aim(draft, verbs):
            dropped.add(i)  # "marched to protest", "met to discuss": one happening
        light = draft.frame.light
        if light is None or i in dropped:
            continue
        rival = verbs.get((light, draft.sense.type))
        if rival is None and draft.parent is None:
            rival = next((j for j, d in enumerate(drafts) if d.token == light and _holds(d, draft.token)), None)
            if rival is not None:
                dropped.add(i)
        elif rival is not None:
            dropped.add(i if drafts[rival].weighed.score > draft.weighed.score else rival)
    return [(i, d) for i, d in enumerate(drafts) if i not in dropped]


def _is_aim(draft: Draft, verbs: dict[tuple[int, ClaimType], int]) -> bool:
    """Say whether a verb only tells the aim of another of its own type, and adds nobody to it."""
    tree, token = draft.tree, draft.token
    if draft.sense.pos != "verb" or draft.roles.recipients or not tree.is_rel(token, "advcl", "xcomp"):
        return False
    aim = any(tree.has_lemma(k, "to") for k in tree.kids(token, "mark"))
    return aim and (tree.tokens[token].head, draft.sense.type) in verbs


def _holds(verb: Draft, noun: int) -> bool:
    """Say whether the sense of a verb is made of an event noun that is its object ("made a deal")."""
    return noun in verb.frame.slots.get("obj", ()) and any(slot == "obj" for slot, _ in verb.sense.needs)


def _boilerplate(reading: Reading, tree: Tree) -> bool:
    passages = reading.report.passages
    passage = tree.sentence.passage
    return 0 <= passage < len(passages) and passages[passage].kind is PassageKind.BOILERPLATE


def _claim(reading: Reading, draft: Draft, speakers: tuple[Speaker, ...], cast: Cast, lexicon: Predicates) -> Claim:
    report, tree, chosen = reading.report, draft.tree, draft.sense
    word = tree.tokens[draft.token]
    sentence = tree.sentence
    return Claim(
        id=digest("claim", report.id, chosen.type, word.start, word.end, chosen.id),
        kind=ClaimKind.STATE if chosen.type in STATES else ClaimKind.EVENT,
        type=chosen.type,
        mode=_mode(draft, cast, lexicon),
        contexts=_contexts(draft, cast, lexicon),
        actors=draft.roles.actors,
        recipients=draft.roles.recipients,
        places=draft.places,
        times=_possible(draft, report.published),
        quantities=draft.quantities,
        polarity=draft.polarity,
        status=draft.status,
        attribution=speakers,
        trigger=Span(text=report.text[word.start : word.end], start=word.start, end=word.end),
        evidence=Span(text=report.text[sentence.start : sentence.end], start=sentence.start, end=sentence.end),
        confidence=confidence(draft),
        made_by=MadeBy(component=COMPONENT, version=VERSION, rule=chosen.id),
    )


def _possible(draft: Draft, published: str | None) -> tuple[ClaimTime, ...]:
    """Leave out times after the report's own day from what happened: they are of something else in the sentence."""
    if published is None or draft.status not in (Status.HAPPENED, Status.ONGOING):
        return draft.times
    return tuple(t for t in draft.times if t.value is None or not _ahead(t.value, published))


def _ahead(value: str, published: str) -> bool:
    """Say whether all of a time, an ISO prefix, lies after a day."""
    if value[4:6] == "-W":
        return date.fromisocalendar(int(value[:4]), int(value[6:8]), 1).isoformat() > published
    return value[:10] > published[: len(value[:10])]


def confidence(draft: Draft) -> float:
    """Return how sure a claim is, in 0..1, two decimals::

        weight of the sense * (0.70 + 0.15 if the actor is told or the sense has none
                                    + 0.15 if the recipient is told or the sense has none)
        - 0.05 for each oddity of the parse, at most 0.15

    An agentless passive has no actor to be told and loses nothing by it.
    """
    chosen, roles, frame = draft.sense, draft.roles, draft.frame
    actor = bool(roles.actors) or not chosen.actor or (frame.passive and "subj" not in frame.slots)
    recipient = (
        bool(roles.recipients) or not chosen.recipient or bool(draft.places and (chosen.place or chosen.type in STATES))
    )
    value = chosen.weight * (0.70 + 0.15 * actor + 0.15 * recipient) - 0.05 * min(3, len(frame.oddities))
    return round(min(1.0, max(0.0, value)), 2)


def _mode(draft: Draft, cast: Cast, lexicon: Predicates) -> str | None:
    """Return the mode of the sense; an assault without one takes that of its instrument."""
    chosen, slots = draft.sense, draft.frame.slots
    if chosen.mode is not None or chosen.type is not ClaimType.ASSAULT:
        return chosen.mode
    for slot in _INSTRUMENT_SLOTS:
        for head in slots.get(slot, ()):
            for name in sorted(cast.classes(draft.tree, head)):
                if name in lexicon.instrument_modes:
                    return lexicon.instrument_modes[name]
    return None


def _contexts(draft: Draft, cast: Cast, lexicon: Predicates) -> tuple[str, ...]:
    """Return the contexts of the sense, then those that its arguments add, each once."""
    out = dict.fromkeys(draft.sense.contexts)
    for slot in _CONTEXT_SLOTS:
        for head in draft.frame.slots.get(slot, ()):
            for name in sorted(cast.classes(draft.tree, head)):
                out.update(dict.fromkeys(lexicon.class_contexts.get(name, ())))
    return tuple(out)


def _said(draft: Draft, claim: Claim, speakers: tuple[Speaker, ...], cast: Cast) -> denial.Said:
    """Return what denials are matched on."""
    tree, words = draft.tree, syntax.load()
    papers: set[str] = set()
    for head in draft.frame.slots.get("subj", ()):
        if tree.has_lemma(head, *words.papers):
            papers |= _named_under(tree, head, cast)
    for speaker in speakers:
        papers |= _paper_speaker(tree, speaker, cast)
    lemmas: set[str] = set()
    keys = {denial.name_key(p) for p in claim.actors}
    if draft.sense.denies:
        for head in draft.frame.slots.get("subj", ()):
            keys |= _named_under(tree, head, cast)  # "a spokesman for the rebels denied"
        for slot in draft.sense.content_slots:
            for head in draft.frame.slots.get(slot, ()):
                lemmas |= {tree.tokens[j].lemma.lower() for j in tree.under(head)}
    return denial.Said(
        keys=frozenset(keys),
        speakers=frozenset(denial.name_key(s) for s in speakers),
        papers=frozenset(papers),
        denies=draft.sense.denies,
        lemmas=frozenset(lemmas),
        polarity=draft.polarity if draft.sense.type is not ClaimType.REJECT else Polarity.NEGATIVE,
        parent=draft.parent is not None,
    )


def _named_under(tree: Tree, head: int, cast: Cast) -> set[str]:
    """Return the keys of those named in the phrase of a paper: "a statement purporting to come from the group"."""
    out: set[str] = set()
    for j in tree.under(head):
        found = cast.participant(tree, j) if cast.at(tree, j) is not None else None
        if isinstance(found, Participant):
            out.add(denial.name_key(found))
    return out


def _paper_speaker(tree: Tree, speaker: Speaker, cast: Cast) -> set[str]:
    """Return who is named in the phrase of a speaker that is a paper: "the letter, issued in the name of the group"."""
    for i, token in enumerate(tree.tokens):
        if speaker.start <= token.start < speaker.end and tree.has_lemma(i, *syntax.load().papers):
            return _named_under(tree, i, cast)
    return set()
