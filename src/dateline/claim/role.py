"""Fill actor and recipient of a claim from the slots of its sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.claim.cast import Cast
from dateline.claim.clause import agents, is_passive, spread, surface_subject
from dateline.claim.frame import Frame, read
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Pos, Predicates, Sense
from dateline.records import STATES, ClaimType, Issue, Mention, MentionKind, Participant, Status
from dateline.tree import Tree

_TARGETS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.MOBILIZE, ClaimType.THREATEN})
"""Types whose recipient may be a facility: it is attacked, seized, marched on."""
_VIOLENT = frozenset({ClaimType.ASSAULT, ClaimType.COERCE})
_AIMS: Mapping[ClaimType, frozenset[ClaimType]] = {
    ClaimType.ASSAULT: _VIOLENT,
    ClaimType.AID: frozenset({ClaimType.AID, ClaimType.SUPPORT}),
}
BLAMES = frozenset({ClaimType.ACCUSE, ClaimType.PROTEST, ClaimType.REJECT, ClaimType.SUPPORT})
"""Types that judge a deed: they are aimed at who did it, never at whom it was done to."""
HARMS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.SANCTION, ClaimType.ACCUSE, ClaimType.RETREAT})
_EASES = frozenset({ClaimType.CONCEDE, ClaimType.RETREAT})
_ON = frozenset({"on", "against", "upon"})
_FOR = frozenset({"to", "for"})
_NAMED = frozenset({"for", "of"})
"""Prepositions of what a sense asks for by name: "called for *sanctions* on X", "a suspension of *aid* to X"."""
_PROPERTY = frozenset({"vehicle", "aircraft", "ship", "building", "place", "infrastructure", "weapon", "asset"})
"""Classes of things whose owner is attacked where they are."""
_STANDS_FOR = frozenset(
    {"airstrike", "bomb", "artillery", "drone", "firearm", "weapon", "attack", "vehicle", "aircraft"}
)
"""Classes of things that act for whoever owns them: "an air strike killed"."""
_PARTIES = (MentionKind.NATIONALITY, MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.PERSON)
"""What a premodifier must be to act: "the rebel attack", "Ruritanian strikes", but not "the Kesra attack"."""
_OWNERS = ("by", "from")
_DEEP = frozenset({"to", "with", "against", "on", "from"})
_OF = ("of", "by", "from", "against", "with", "between", "to", "on")
_ASKED = frozenset({Status.DEMANDED, Status.ORDERED})
_ASKED_SLOTS: Mapping[Pos, tuple[str, ...]] = {"verb": ("subj",), "adj": ("subj",), "noun": ("by", "poss", "from")}
_DONE_SLOTS: Mapping[Pos, tuple[str, ...]] = {
    "verb": ("obj", "iobj", "with", "to", "on", "against", "from", "for"),
    "adj": ("subj",),
    "noun": ("with", "to", "on", "against", "of", "from", "for"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who does it to whom. ``actor_slot`` and ``recipient_slot`` are the slots that gave them, None if none did."""

    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    actor_slot: str | None = None
    recipient_slot: str | None = None
    barred: frozenset[str] = frozenset()
    """``actor`` where an actor is there in the text and could not be told: no other may be put in its place."""
    issues: tuple[Issue, ...] = ()


def fill(tree: Tree, frame: Frame, sense: Sense, cast: Cast, lexicon: Predicates) -> Roles:
    """Return the participants of a claim; a slot that nobody fills gives none, and no guess is put in its place."""
    issues: list[Issue] = []
    target = sense.type in _TARGETS
    slots = (*sense.actor, "comp") if sense.pos == "noun" and "comp" not in sense.recipient else sense.actor
    actor_slot, actors = _first(tree, frame, slots, cast, issues, lexicon, instruments=True)
    known = len(issues)
    sought = tuple(
        s
        for s in sense.recipient
        if s != actor_slot
        # "demanded the release *of prisoners*": they are not those of whom it is demanded
        and not (s in frame.loose and (sense.content in _ASKED or _harmed(tree, frame, s, sense, lexicon)))
    )
    recipient_slot, recipients = _first(tree, frame, sought, cast, issues, lexicon, target=target)
    told = bool(recipients) or len(issues) > known  # "told them": it is done to somebody, and nobody else is it done to
    if "undergoer" in frame.slots:
        undergo = _first(tree, frame, ("undergoer",), cast, issues, lexicon, target=target)
        recipient_slot, recipients = undergo if undergo[1] else (recipient_slot, recipients)
        told = bool(recipients)
        actor_slot, actors = _first(tree, frame, (*slots, "from"), cast, issues, lexicon)
    if not told and not (sense.reciprocal and len(actors) > 1):
        recipient_slot, recipients = _owners(tree, frame, sense, cast, lexicon, target=target)
    if not told and not recipients and sense.type in _AIMS:
        recipient_slot, recipients = _aimed(tree, frame, _AIMS[sense.type], cast, lexicon)
    if (
        not told
        and not recipients
        and sense.content_slots
        and not sense.denies
        and not (sense.reciprocal and len(actors) > 1)
    ):
        recipient_slot, recipients = _of_content(tree, frame, sense, cast, lexicon)
    if sense.reciprocal and not recipients and len(actors) > 1:
        actors, recipients, recipient_slot = actors[:1], actors[1:], actor_slot
    taken = {_key(p) for p in actors}
    names = {p.name for p in actors}  # "laid down *their* weapons": the owner is who does it
    recipients = tuple(p for p in recipients if _key(p) not in taken and not (p.name in names and p.name != p.text))
    return Roles(
        actors=actors,
        recipients=recipients,
        actor_slot=actor_slot,
        recipient_slot=recipient_slot,
        barred=frozenset({"actor"}) if any(frame.slots.get(s) for s in sense.actor if s != "comp") else frozenset(),
        issues=tuple(issues),
    )


def _owners(
    tree: Tree, frame: Frame, sense: Sense, cast: Cast, lexicon: Predicates, *, target: bool
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return whose the thing is that is acted on: to condemn the army's raid is to condemn the army."""
    slots = (*sense.recipient, *(() if sense.place or sense.type in STATES or sense.content in _ASKED else ("obj",)))
    slots += tuple(slot for slot, classes in sense.needs if slot in _NAMED and "*" not in classes)
    for slot in dict.fromkeys(slots):
        if slot in {"poss", "comp", "subj", "lsubj"}:
            continue
        for head in frame.slots.get(slot, ())[:1]:
            if slot == "obj" and sense.type is ClaimType.AID and slot not in sense.recipient:
                found = _given_to(tree, head, cast)
            else:
                found = _owned(tree, head, sense.type, cast, lexicon, target=target, depth=0)
            if found:
                return f"{slot}'s", found
    return None, ()


def _owned(
    tree: Tree, head: int, kind: ClaimType, cast: Cast, lexicon: Predicates, *, target: bool, depth: int
) -> tuple[Participant, ...]:
    """Return the nearest party inside the phrase of a thing: "the blockade of Arland", "a halt to aid to Arland".

    A name before the noun is its owner: who condemns a Ruritanian decision condemns Ruritania, and who shells a
    Ruritanian base attacks Ruritania; but who shoots a Ruritanian judge does not shoot Ruritania. Who suffers what is
    condemned is not who is condemned: "the arrest of the judge".
    """
    if tree.tokens[head].upos not in {"NOUN", "PROPN"} or depth > 2:
        return ()
    behind = [k for k in tree.kids(head, "nmod:poss") if not _untold(tree, k, cast)]
    behind += [k for k in tree.kids(head, "nmod") if tree.case(k) in _OF]
    if kind not in _TARGETS or cast.classes(tree, head, own=True) & _PROPERTY:
        behind += [k for k in tree.kids(head, "compound", "amod") if _names(cast.at(tree, k))]
    behind = [k for k in behind if not (kind in BLAMES and _suffers(tree, head, k, lexicon))]
    for k in tree.kids(head, "acl"):
        if is_passive(tree, k):
            # "a plan drafted by the union"; but curbs imposed *on* the port are lifted from it
            behind += agents(tree, k) if kind not in _EASES else [o for o in tree.kids(k, "obl") if tree.case(o) in _ON]
    for k in behind:
        found = [p for h in spread(tree, [k]) if isinstance(p := cast.participant(tree, h, target=target), Participant)]
        if found:
            return tuple(found)
    for k in behind:
        nested = _owned(tree, k, kind, cast, lexicon, target=target, depth=depth + 1)
        if nested:
            return nested
    return ()


def _untold(tree: Tree, owner: int, cast: Cast) -> bool:
    """Say whether an owner is a pronoun of which it is not told who it is: mostly the subject itself."""
    found = cast.participant(tree, owner)
    named = isinstance(found, Participant) and found.name.lower() != tree.tokens[owner].text.lower()
    return tree.tokens[owner].upos == "PRON" and not named


def _harmed(tree: Tree, frame: Frame, slot: str, sense: Sense, lexicon: Predicates) -> bool:
    """Say whether a phrase on the object of blame is who suffers it: "condemned the arrest *of the judge*"."""
    return sense.type in BLAMES and any(
        _suffers(tree, tree.tokens[h].head, h, lexicon) for h in frame.slots[slot][:1] if tree.is_rel(h, "nmod")
    )


def _suffers(tree: Tree, noun: int, argument: int, lexicon: Predicates) -> bool:
    """Say whether an argument of a noun of violence or force is who it is done to."""
    if tree.is_rel(argument, "nmod:poss"):
        slot = "poss"
    elif tree.is_rel(argument, "nmod"):
        slot = tree.case(argument)
    else:
        slot = "comp"
    if tree.has_lemma(noun, *syntax.load().losses):
        return slot in {"of", "poss", "comp"}
    senses = [s for s in lexicon.lookup(tree.tokens[noun].lemma.lower(), "noun") if s.type in HARMS]
    return any(slot in s.recipient and slot not in s.actor for s in senses)


def _victims(tree: Tree, noun: int, slot: str, frame: Frame, lexicon: Predicates) -> bool:
    heads = [h for h in frame.slots.get(slot, ()) if tree.is_rel(h, "nmod") and tree.tokens[h].head == noun]
    return bool(heads) and _suffers(tree, noun, heads[0], lexicon)


def _given_to(tree: Tree, head: int, cast: Cast) -> tuple[Participant, ...]:
    """Return for whom a gift is: "aid to Arland", "tents for the homeless"; what it consists of is nobody."""
    for k in tree.kids(head, "nmod"):
        if tree.case(k) in _FOR:
            found = [p for h in spread(tree, [k]) if isinstance(p := cast.participant(tree, h), Participant)]
            if found:
                return tuple(found)
    return ()


def _aimed(
    tree: Tree, frame: Frame, aims: frozenset[ClaimType], cast: Cast, lexicon: Predicates
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return whom something is used on, told by what for: "used tear gas to disperse the crowd", "paid to help X"."""
    verb = frame.trigger if frame.light is None else frame.light
    given = [a for h in frame.slots.get("obj", ()) for a in tree.kids(h, "acl")]
    given += [a for h in tree.kids(verb, "obl") for a in tree.kids(h, "acl")]
    for k in (*tree.kids(verb, "advcl", "xcomp"), *given):
        aim = {sense.type for sense in lexicon.lookup(tree.tokens[k].lemma.lower(), "verb")}
        if not aim & aims or not any(tree.has_lemma(m, "to") for m in tree.kids(k, "mark")):
            continue
        heads = read(tree, k, "verb").slots.get("obj", ())
        found = [p for h in heads if isinstance(p := cast.participant(tree, h, target=True), Participant)]
        if found:
            return "aim", tuple({_key(p): p for p in found}.values())
    return None, ()


def _of_content(
    tree: Tree, frame: Frame, sense: Sense, cast: Cast, lexicon: Predicates
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return whom the content concerns: who is to do what is demanded, or to whom what is promised is done."""
    asked = sense.content in _ASKED
    for slot in sense.content_slots:
        for head in frame.slots.get(slot, ()):
            upos = tree.tokens[head].upos
            pos: Pos = "verb" if upos in {"VERB", "AUX"} else "adj" if upos == "ADJ" else "noun"
            inner = read(tree, head, pos)
            made = pos == "verb" and tree.has_lemma(head, *syntax.load().making)
            if "xcomp" in inner.slots and "obj" not in inner.slots:
                inner = read(tree, inner.slots["xcomp"][0], "verb")  # "vowed to go on backing Y"
            for name in (_ASKED_SLOTS if asked else _DONE_SLOTS)[pos]:
                blamed = pos == "noun" and sense.type in BLAMES
                if (made and not asked and name == "obj") or (blamed and _victims(tree, head, name, inner, lexicon)):
                    continue
                found = [
                    p
                    for h in inner.slots.get(name, ())
                    if (asked or not _own(tree, h)) and isinstance(p := cast.participant(tree, h), Participant)
                ]
                if found:
                    return f"{slot}/{name}", tuple({_key(p): p for p in found}.values())
                for h in () if asked or (name == "obj" and made) else inner.slots.get(name, ())[:1]:
                    owners = () if _own(tree, h) else _owned(tree, h, sense.type, cast, lexicon, target=False, depth=1)
                    if owners:
                        return f"{slot}/{name}'s", owners  # "refused to answer a request of the court"
    return None, ()


def _own(tree: Tree, head: int) -> bool:
    """Say whether something belongs to the subject: who offers to withdraw *its troops* offers it to somebody else."""
    return any(tree.tokens[k].upos == "PRON" for k in tree.kids(head, "nmod:poss"))


def _key(participant: Participant) -> tuple[int, int]:
    return participant.start, participant.end


def _first(
    tree: Tree,
    frame: Frame,
    slots: tuple[str, ...],
    cast: Cast,
    issues: list[Issue],
    lexicon: Predicates,
    *,
    target: bool = False,
    instruments: bool = False,
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return the first slot that somebody fills, and who."""
    for slot in slots:
        heads = frame.slots.get(slot, ()) or (() if instruments else _deep(tree, frame, slot))
        if not heads:
            continue
        if slot == "comp":
            heads = tuple(h for h in heads if cast.at(tree, h, *_PARTIES) is not None)
        found: list[Participant] = []
        for head in heads:
            got = cast.participant(tree, head, target=target)
            if got is None and instruments:
                got = _owner(tree, head, cast, lexicon)
            if isinstance(got, Issue):
                issues.append(got)
            elif got is not None:
                found.append(got)
        if found:
            return slot, tuple({_key(p): p for p in found}.values())
        if slot in {"subj", "obj"} and slot not in frame.loose and instruments and heads:
            # The subject is there and is nobody: another slot ("from", "with") must not take its part.
            return None, ()
    return None, ()


def _deep(tree: Tree, frame: Frame, preposition: str) -> tuple[int, ...]:
    """Return a phrase that the parser hung deep in the object ("gave a bust of the head of a king *to the envoy*")."""
    if preposition not in _DEEP:
        return ()
    for obj in frame.slots.get("obj", ())[:1]:
        inside = tree.under(obj, skip=frozenset({"acl", "appos", "conj", "parataxis", "advcl"}))
        found = [k for k in inside if tree.is_rel(k, "nmod") and tree.case(k) == preposition]
        if found:
            return spread(tree, found[-1:])
    return ()


def _owner(tree: Tree, head: int, cast: Cast, lexicon: Predicates) -> Participant | None:
    """Return who is behind an instrument or event that stands as the subject: "Ruritanian air strikes killed ..."."""
    above = tree.tokens[head].head
    made = tree.is_rel(head, "obj") and tree.tokens[above].upos == "VERB" and not is_passive(tree, above)
    if made and tree.tokens[above].lemma.lower() not in syntax.load().observe:
        # "passed a bill that bans", "fired a rocket, killing": who makes the thing does what it does
        for h in surface_subject(tree, above).heads:
            maker = cast.participant(tree, h)
            if isinstance(maker, Participant):
                return maker
    word = tree.tokens[head]
    classes = lexicon.classes.get(word.lemma.lower(), frozenset())
    if not (classes & _STANDS_FOR or any(lexicon.lookup(w.lower(), "noun") for w in (word.lemma, word.text))):
        return None
    behind = [*tree.kids(head, "nmod:poss"), *(k for k in tree.kids(head, "nmod") if tree.case(k) in _OWNERS)]
    behind += [k for k in tree.kids(head, "compound", "amod") if _names(cast.at(tree, k))]
    for k in spread(tree, behind):
        got = cast.participant(tree, k)
        if isinstance(got, Participant):
            return got
    return None


def _names(mention: Mention | None) -> bool:
    """Say whether a premodifier names somebody who can act."""
    return mention is not None and mention.kind in {
        MentionKind.NATIONALITY,
        MentionKind.ORGANIZATION,
        MentionKind.GROUP,
        MentionKind.PERSON,
        MentionKind.PLACE,
    }
