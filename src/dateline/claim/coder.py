"""The stage of the claim room: attributions and claims for each reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.calendar import is_ahead
from dateline.claim import (
    answer,
    conduct,
    content,
    echo,
    mishap,
    naming,
    private,
    quantity,
    role,
    scene,
    sense,
    standing,
    terms,
    thing,
    told,
    toll,
    trigger,
    unnamed,
    voice,
)
from dateline.claim.attribution import SpeechIndex, find_speech
from dateline.claim.cast import Cast
from dateline.claim.draft import Draft
from dateline.claim.frame import Frame
from dateline.claim.sense import Choice, Weighed
from dateline.claim.stance import Stance, judge
from dateline.claim.trigger import Trigger
from dateline.codec import digest
from dateline.lexicon import predicates
from dateline.lexicon.predicates import Predicates, Sense
from dateline.records import (
    STATES,
    Claim,
    ClaimKind,
    ClaimTime,
    ClaimType,
    Issue,
    MadeBy,
    PassageKind,
    Polarity,
    Reading,
    Span,
    Speaker,
    Status,
)
from dateline.tree import Tree

COMPONENT, VERSION = "claim", "1"

_OF_THEMSELVES = frozenset(
    {ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.CONSULT, ClaimType.RETREAT}
)
"""Types whose event nouns tell something even where nobody is named: "talks were held"."""
_GRAVE = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.RETREAT, ClaimType.SANCTION})
"""Types that tell something even where the only party is a pronoun of which it is not told who it is."""
_GOVERNED = frozenset({ClaimType.SANCTION, ClaimType.CONCEDE, ClaimType.AID, ClaimType.ACCUSE, ClaimType.MOBILIZE})
"""Types whose event nouns tell something where it is told who wants, plans or fears it."""
_SPOKEN = frozenset(ClaimType) - {
    ClaimType.ASSAULT,
    ClaimType.COERCE,
    ClaimType.CONTROL,
    ClaimType.ACCESS,
    ClaimType.PROTEST,
    ClaimType.RETREAT,
}
"""Types of which a participle before a noun tells nothing new."""
_SITES = frozenset({"settlement", "territory", "country"})
_ACTS = frozenset({ClaimType.REQUEST, ClaimType.AGREE, ClaimType.THREATEN, ClaimType.REJECT})
"""Types that tell something where it is told what they are about."""
_ASKED = frozenset({Status.DEMANDED, Status.OFFERED, Status.PROMISED, Status.ORDERED})
_PAST = frozenset({Status.HAPPENED, Status.ONGOING, Status.POSSIBLE})
_SURE = 0.7
"""Weight of a state from which on what it is of need not be a place."""
_ANYBODY = ("nobody", "none", "anybody", "anyone", "everybody", "everyone", "whoever", "nothing", "noone")
_PHYSICAL = frozenset(
    "bomb artillery airstrike drone firearm weapon vehicle aircraft ship building infrastructure settlement crossing "
    "way".split()
)
_CONTEXT_SLOTS = ("subj", "obj", "iobj", "of", "comp", "with", "for", "against", "on", "lsubj")
_INSTRUMENT_SLOTS = ("with", "subj", "obj", "in", "by", "comp", "from", "using", "of")


def code(readings: Iterable[Reading], *, lexicon: Predicates | None = None) -> Iterator[Reading]:
    """Fill attributions and claims of readings that have sentences and mentions.

    ``lexicon`` is one with codebooks of users over it; None is the one that dateline ships.

    Boilerplate is left out; passages that repeat another are coded like any other, for resolution counts them
    once. A reading without sentences comes back with what it has.
    """
    known = predicates.load() if lexicon is None else lexicon
    for reading in readings:
        yield read(reading, known)


def read(reading: Reading, lexicon: Predicates) -> Reading:
    """Fill attributions and claims of one reading with a given lexicon."""
    trees = tuple(Tree(sentence, i) for i, sentence in enumerate(reading.sentences))
    speeches = find_speech(reading, trees)
    index = SpeechIndex(speeches)
    cast = Cast(reading, lexicon, trees)
    issues: list[Issue] = []
    claims: list[Claim] = []
    voiced: list[tuple[Draft, voice.Voice]] = []
    on_terms = False
    for tree in trees:
        if not tree.tokens or _boilerplate(reading, tree):
            continue
        found = content.link(content.share(drafts_of(tree, cast, lexicon, issues)))
        found = terms.mark(tree, found, on_terms)
        on_terms = any(draft.term for draft in found)
        for draft in found:
            issues.extend(draft.roles.issues)
        drafts = echo.leave_out(found)
        by_id = dict(drafts)
        voices = {
            i: voice.of(d, by_id.get(d.parent) if d.denied and d.parent is not None else None, index, trees, cast)
            for i, d in drafts
        }
        drafts = [(i, d) for i, d in drafts if not _unheard(d, voices[i])]
        first = len(claims)
        where = {id_: first + n for n, id_ in enumerate(i for i, d in drafts)}
        for i, draft in drafts:
            voiced.append((draft, voices[i]))
            settled = conduct.settle(standing.settle(_with_denier(draft, voices[i]), voices[i]), cast, lexicon)
            claims.append(_claim(reading, settled, voices[i].chain, cast, lexicon, issues))
        before = ((voiced[n][0].tree.index, claims[n]) for n in reversed(range(first)))
        deal = terms.deal_before(before, tree.index) if on_terms else None
        for n, (_, draft) in enumerate(drafts):
            if draft.term and deal is not None:
                claims[first + n] = replace(claims[first + n], content_of=deal.id)
            if draft.parent is not None and draft.parent in where:
                above = where[draft.parent]
                claims[first + n] = replace(claims[first + n], content_of=claims[above].id)
                if draft.denied:
                    claims[above] = replace(claims[above], denies=(*claims[above].denies, claims[first + n].id))
    chains = {m.id: m.chain for m in reading.mentions if m.chain is not None}
    telling = [
        told.tell(draft, claim, v.speeches, trees, cast, chains)
        for (draft, v), claim in zip(voiced, claims, strict=True)
    ]
    claims = answer.tie(claims, telling, issues)
    return replace(
        reading,
        attributions=tuple(s.attribution for s in speeches),
        claims=tuple(claims),
        issues=(*reading.issues, *dict.fromkeys(issues)),
        codebooks=lexicon.codebooks,
    )


def _unheard(draft: Draft, heard: voice.Voice) -> bool:
    """Say whether a word of falsehood is nobody's verdict on what others said: "it is not true", said by the outlet."""
    if not voice.is_verdict(draft) or heard.denier is not None or heard.speeches:
        return False
    heads = [h for slot in ("subj", "to", "in", "for") for h in draft.frame.slots.get(slot, ())]
    return not any(draft.tree.tokens[h].upos == "NOUN" for h in heads)


def _is_verdict(chosen: Sense) -> bool:
    """Say whether a sense calls something false of which another is the speaker."""
    return chosen.denies and chosen.pos != "verb" and chosen.actor in ((), ("lsubj",))


def _with_denier(draft: Draft, heard: voice.Voice) -> Draft:
    if heard.denier is None or draft.roles.actors:
        return draft
    return replace(draft, roles=replace(draft.roles, actors=(heard.denier,), actor_slot="speaker"))


def explain(tree: Tree, cast: Cast, lexicon: Predicates) -> list[tuple[Trigger, Choice]]:
    """Return every trigger of a sentence with all senses that were weighed, for ``dateline explain``."""
    return [(t, sense.choose(tree, t, cast)) for t in trigger.find(tree, lexicon)]


def drafts_of(tree: Tree, cast: Cast, lexicon: Predicates, issues: list[Issue]) -> list[Draft]:
    """Return the drafts of a sentence in the order of their triggers, before they are tied together.

    What a trigger is not coded for, though it might be, goes to ``issues``.
    """
    out: list[Draft] = []
    for found, choice in explain(tree, cast, lexicon):
        for weighed in (*((choice.best,) if choice.best is not None else ()), *choice.beside):
            draft = _draft(tree, found, weighed, cast, lexicon, issues)
            if draft is not None:
                out.append(draft)
    return toll.attach(tree, out, cast)


def _draft(
    tree: Tree, found: Trigger, weighed: Weighed, cast: Cast, lexicon: Predicates, issues: list[Issue]
) -> Draft | None:
    """Read roles, place, time, numbers and stance of a trigger in one sense; None where it is no claim at all."""
    chosen, frame = weighed.sense, found.read_as(weighed.sense)
    counted = any(tree.tokens[k].upos == "NUM" for k in tree.kids(found.token, "obj"))  # "charged one of the men"
    headed = any(tree.case(h) == "of" and h > found.token for h in frame.slots.get("obj", ()))
    if chosen.pos == "verb" and headed and not counted:
        # no object bears "of": the parser took a noun for a verb ("Front demands release of fighters")
        word = tree.tokens[found.token]
        message = f"{word.text!r} was read as a verb, and what follows it as a noun's"
        issues.append(Issue(stage="claim", code="trigger.misread", message=message, start=word.start, end=word.end))
        return None
    stance = judge(tree, found.token, noun=chosen.pos == "noun")
    stance = standing.open_between(tree, found.token, chosen, stance)
    if stance.dropped:
        return None
    if chosen.negated and not chosen.denies:
        if stance.polarity is Polarity.POSITIVE:
            return None
        stance = replace(stance, polarity=Polarity.POSITIVE)  # who is not allowed to is kept from it
        if chosen.status is not None:
            stance = replace(stance, status=chosen.status)  # "may not": no possibility
    if "can" in chosen.lemmas and chosen.status is not None:
        if stance.polarity is Polarity.NEGATIVE or stance.status is not Status.POSSIBLE or "modal." not in stance.rule:
            return None
        ahead = any(
            is_ahead(t.value, cast.anchor.day.isoformat())
            for t in scene.times(tree, frame, cast)
            if t.value and cast.anchor
        )
        stance = replace(
            stance, status=Status.PLANNED if ahead else chosen.status
        )  # what they may do is no possibility
    if _is_verdict(chosen):
        verdict = _verdict(chosen, stance)
        if verdict is None:
            return None
        stance = verdict
    if standing.is_over(tree, found.token, chosen) or private.is_ride(tree, frame, chosen):
        return None
    if mishap.is_mishap(tree, frame, chosen, cast):
        word = tree.tokens[found.token]
        message = f"{word.text!r} is told of an accident"
        issues.append(Issue(stage="claim", code="claim.accident", message=message, start=word.start, end=word.end))
        return None
    roles = role.fill(tree, frame, chosen, cast, lexicon)
    places = scene.places(tree, frame, chosen, cast)
    taken = {(p.start, p.end) for p in places} if chosen.type in STATES or chosen.place else set()
    if taken:
        # A town that is held or entered is the place of it and not one of the parties.
        kept = tuple(p for p in roles.recipients if not any(a <= p.start and p.end <= b for a, b in taken))
        roles = replace(roles, recipients=kept)
    quantities = quantity.read(tree, frame, chosen, roles, cast)
    if chosen.targeted and not (roles.actors and roles.recipients):
        return None
    # "asked elders to mediate": as public as who asks
    asked = stance.governor is not None and stance.status in _ASKED
    if not asked and private.is_private(tree, frame, chosen, roles, lexicon, placed=bool(places or quantities)):
        return None
    if private.is_thing(tree, frame, chosen, roles, cast) or private.is_aside(tree, frame, chosen):
        return None
    if chosen.type in _SPOKEN and tree.is_rel(found.token, "amod") and not (roles.actors and roles.recipients):
        return None  # "the negotiated text", "an elected mayor": said of the noun in passing
    arguments = roles.actors or roles.recipients or quantities
    named_place = any(frame.slots.get(slot) for slot in chosen.place)
    narrow = any("*" not in classes for _, classes in chosen.needs)
    way = chosen.type is ClaimType.ACCESS and narrow and chosen.weight >= _SURE
    if chosen.type in STATES and not (roles.actors or roles.recipients or places or way):
        return None  # a state of nobody and nowhere; that *the canal* or *the internet* is cut says enough
    # it is told that it was done, though not to whom; or that it was done to nobody, or will be to anybody
    somebody = chosen.type in _GRAVE and (bool(roles.issues) or _anybody(tree, frame))
    somebody = somebody or bool(chosen.under)  # what stands above it tells of whom it is asked, or who promises it
    told = bool(arguments or somebody or (places and (chosen.pos != "noun" or named_place)))
    if chosen.pos == "noun":
        bare = not told and (chosen.case is not None or frame.light is None or chosen.type not in _OF_THEMSELVES)
        if chosen.type in _OF_THEMSELVES and tree.kid(found.token, "nummod") is not None:
            bare = False  # "confirmed 12 arrests"
        if _marked(stance) and stance.governor is not None and chosen.type in _GOVERNED:
            bare = False  # "an embargo is planned", "ordered an inquiry"
        if chosen.type in _OF_THEMSELVES and (_marked(stance) or _sited(tree, frame, chosen, cast)):
            bare = False
    else:
        bare = not told and not _physical(tree, frame, chosen, cast)
    if chosen.type in _ACTS and chosen.pos == "verb" and frame.slots.get("subj"):
        # somebody asks, offers or denies something, though it is not told who: "it denies that ..."
        bare = bare and not any(frame.slots.get(slot) for slot in chosen.content_slots)
    things = thing.read(tree, frame, chosen, cast)
    if chosen.type is ClaimType.ASSAULT and any(t.role == "target" for t in things):
        bare = False  # "the booth was wrecked": it is told what was attacked
    times = scene.times(tree, frame, cast, ahead=stance.status not in _PAST)
    bare = bare and not unnamed.tells(tree, frame, chosen, stance, timed=bool(times), placed=bool(places))
    return Draft(
        tree=tree,
        trigger=found,
        weighed=weighed,
        roles=roles,
        places=places,
        times=times,
        quantities=quantities,
        things=things,
        stance=stance,
        polarity=stance.polarity,
        status=_status(tree, found.token, chosen, stance),
        bare=bare and not chosen.own and not _is_verdict(chosen),  # what users name is theirs to judge
    )


def _marked(stance: Stance) -> bool:
    """Say whether words around a noun say how it stands: "a planned march", "a strike was averted"."""
    apart = stance.status not in (Status.HAPPENED, Status.ONGOING, Status.HYPOTHETICAL, Status.POSSIBLE)
    return (apart or stance.polarity is Polarity.NEGATIVE) and "stance." in stance.rule


def _sited(tree: Tree, frame: Frame, chosen: Sense, cast: Cast) -> bool:
    """Say whether a noun of violence is one on a place that has no name: "the invasion of the island"."""
    if chosen.type is not ClaimType.ASSAULT:
        return False
    return any(_SITES & cast.classes(tree, h) for slot in ("of", "on", "against") for h in frame.slots.get(slot, ()))


def _anybody(tree: Tree, frame: Frame) -> bool:
    """Say whether one of the parties is a word for nobody or for anybody."""
    heads = [h for slot in ("subj", "obj") for h in frame.slots.get(slot, ())]
    none = any(tree.has_lemma(k, "no") for h in heads for k in tree.kids(h, "det"))  # "*no* civilians were killed"
    return none or any(tree.tokens[h].upos == "PRON" and tree.has_lemma(h, *_ANYBODY) for h in heads)


def _status(tree: Tree, token: int, chosen: Sense, stance: Stance) -> Status:
    """Return the status of the sense where the stance leaves it open; a past told outright is over."""
    if chosen.status is None or stance.status is not Status.HAPPENED:
        return stance.status
    over = tree.tokens[token].xpos == "VBD" and not tree.kids(token, "aux", "cop")
    reported = any(tree.is_rel(j, "ccomp") for j in (token, *tree.up(token)))
    return Status.HAPPENED if over and not reported and chosen.pos == "verb" else chosen.status


def _verdict(chosen: Sense, stance: Stance) -> Stance | None:
    """Return the stance of a word of falsehood, which happens when it is said; None where it is not called false."""
    negative = stance.polarity is Polarity.NEGATIVE
    if negative is not chosen.negated or stance.status not in (Status.HAPPENED, Status.ONGOING):
        return None
    return replace(stance, polarity=Polarity.POSITIVE, status=Status.HAPPENED)


def _physical(tree: Tree, frame: Frame, chosen: Sense, cast: Cast) -> bool:
    """Say whether an attack without a party is one on things or by arms: "two bombs went off", "shops were burnt"."""
    if chosen.type not in {ClaimType.ASSAULT, ClaimType.PROTEST, ClaimType.COERCE}:
        return False
    heads = [h for slot in ("subj", "obj") for h in frame.slots.get(slot, ())]
    return any(cast.classes(tree, h) & _PHYSICAL for h in heads)


def _boilerplate(reading: Reading, tree: Tree) -> bool:
    passages = reading.report.passages
    passage = tree.sentence.passage
    return 0 <= passage < len(passages) and passages[passage].kind is PassageKind.BOILERPLATE


def _claim(
    reading: Reading,
    draft: Draft,
    speakers: tuple[Speaker, ...],
    cast: Cast,
    lexicon: Predicates,
    issues: list[Issue],
) -> Claim:
    """Make the record of a draft; what is left out of it goes to ``issues``."""
    report, tree, chosen = reading.report, draft.tree, draft.sense
    word = tree.tokens[draft.token]
    sentence = tree.sentence
    claim = Claim(
        id=digest("claim", report.id, chosen.type, word.start, word.end, chosen.id),
        kind=ClaimKind.STATE if chosen.type in STATES else ClaimKind.EVENT,
        type=chosen.type,
        mode=_mode(draft, cast, lexicon),
        contexts=_contexts(draft, cast, lexicon),
        actors=draft.roles.actors,
        recipients=draft.roles.recipients,
        places=draft.places,
        times=_possible(draft, report.published, issues),
        conduct=conduct.read(draft, report.text, cast, lexicon),
        quantities=draft.quantities,
        things=draft.things,
        polarity=draft.polarity,
        status=draft.status,
        attribution=speakers,
        trigger=Span(text=report.text[word.start : word.end], start=word.start, end=word.end),
        evidence=Span(text=report.text[sentence.start : sentence.end], start=sentence.start, end=sentence.end),
        confidence=confidence(draft),
        made_by=MadeBy(component=COMPONENT, version=VERSION, rule=chosen.id),
    )
    if not lexicon.codebooks:
        return claim
    names, rules = naming.codes(draft, claim, cast, lexicon.codes)
    return replace(claim, codes=names, made_by=replace(claim.made_by, code_rules=rules))


def _possible(draft: Draft, published: str | None, issues: list[Issue]) -> tuple[ClaimTime, ...]:
    """Leave out times after the report's own day from what happened: they are of something else in the sentence."""
    if published is None or draft.status not in (Status.HAPPENED, Status.ONGOING):
        return draft.times
    kept: list[ClaimTime] = []
    for t in draft.times:
        if t.value is None or not is_ahead(t.value, published):
            kept.append(t)
        else:
            message = f"{t.text!r} lies ahead of the report, and what it stands by is told as done"
            issues.append(Issue(stage="claim", code="time.ahead", message=message, start=t.start, end=t.end))
    return tuple(kept)


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
