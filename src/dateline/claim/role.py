"""Fill actor and recipient of a claim from the slots of its sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.claim import probed, verbal
from dateline.claim.behind import FORCES, MEETINGS, PARTIES, can_name, is_party, is_unarmed, of_hurt, owner
from dateline.claim.cast import PEOPLE, Cast, parts
from dateline.claim.clause import agents, is_passive
from dateline.claim.frame import Frame, read
from dateline.claim.listing import spread
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Pos, Predicates, Sense
from dateline.records import STATES, ClaimType, Issue, MentionKind, Participant, Status
from dateline.tree import Tree

_TARGETS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.PROTEST, ClaimType.MOBILIZE, ClaimType.THREATEN})
"""Types whose recipient may be a facility: it is attacked, seized, marched on."""
_VIOLENT = frozenset({ClaimType.ASSAULT, ClaimType.COERCE})
_AIMS: Mapping[ClaimType, frozenset[ClaimType]] = {
    ClaimType.ASSAULT: _VIOLENT,
    ClaimType.AID: frozenset({ClaimType.AID, ClaimType.SUPPORT}),
}
_AWAITING = frozenset(
    {
        *(ClaimType.THREATEN, ClaimType.REJECT, ClaimType.CONCEDE, ClaimType.RETREAT, ClaimType.AGREE),
        *(ClaimType.SUPPORT, ClaimType.AID, ClaimType.COOPERATE, ClaimType.CONSULT),
    }
)
"""Types of what is threatened, or held back, until somebody else gives way."""
_OWN_WORDS = frozenset({ClaimType.SUPPORT, ClaimType.AGREE})
"""Types of words that are put into a noun: whose promise or support is renewed is who gives it, not who gets it."""
BLAMES = frozenset({ClaimType.ACCUSE, ClaimType.PROTEST, ClaimType.REJECT, ClaimType.SUPPORT})
"""Types that judge a deed: they are aimed at who did it, never at whom it was done to."""
HARMS = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.SANCTION, ClaimType.ACCUSE, ClaimType.RETREAT})
_EASES = frozenset({ClaimType.CONCEDE, ClaimType.RETREAT})
_ON = frozenset({"on", "against", "upon"})
_BESIDE = frozenset({"acl", "advcl", "ccomp", "parataxis", "appos"})
"""Clauses and asides in a phrase, which are not looked into for what something is given for."""
_FOR = frozenset({"to", "for"})
_NAMED = frozenset({"for", "of"})
"""Prepositions of what a sense asks for by name: "called for *sanctions* on X", "a suspension of *aid* to X"."""
_PROPERTY = frozenset({"vehicle", "aircraft", "ship", "building", "place", "infrastructure", "weapon", "asset"})
"""Classes of things whose owner is attacked where they are."""
_WHERE = frozenset({"in", "at", "near", "along", "inside", "outside"})
"""Prepositions of where it is: a place behind them is no party, "stationed in Kesra"."""
_DEEP = frozenset({"to", "with", "against", "on", "from"})
_OF = ("of", "by", "from", "against", "with", "between", "to", "on")
_THROUGH = frozenset({"for", "on", "about", "over"})
_ASKED = frozenset({Status.DEMANDED, Status.ORDERED})
_ASKED_OF = frozenset({"with", "in"})
"""Prepositions on what is asked for that name who it is asked of: "talks *with the owner*", "refuge *in* X"."""
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
    hit = tuple(p for p in actors if is_unarmed(p)) if actor_slot == "comp" and sense.type is ClaimType.ASSAULT else ()
    actors = tuple(p for p in actors if p not in hit)
    if not actors and not any(frame.slots.get(s) for s in slots) and sense.type is ClaimType.ASSAULT:
        actor_slot, actors = of_hurt(tree, frame, sense, cast, lexicon)
    known = len(issues)
    sought = tuple(
        s
        for s in sense.recipient
        if s != actor_slot
        # "demanded the release *of prisoners*": they are not those of whom it is demanded
        and not (
            s in frame.loose
            and ((sense.content in _ASKED and s not in _ASKED_OF) or _harmed(tree, frame, s, sense, lexicon))
        )
    )
    recipient_slot, recipients = _held_by(tree, frame, sense, sought, cast, lexicon)
    if not recipients:
        recipient_slot, recipients = _first(
            tree, frame, sought, cast, issues, lexicon, target=target, asked=sense.content in _ASKED
        )
    told = bool(recipients) or len(issues) > known  # "told them": it is done to somebody, and nobody else is it done to
    if "undergoer" in frame.slots:
        undergo = _first(tree, frame, ("undergoer",), cast, issues, lexicon, target=target)
        recipient_slot, recipients = undergo if undergo[1] else (recipient_slot, recipients)
        told = bool(recipients)
        actor_slot, actors = _first(tree, frame, (*slots, "from"), cast, issues, lexicon)
    if sense.reciprocal and not told and len(actors) == 1 and actor_slot is not None and frame.slots.get(actor_slot):
        actors = cast.sides(tree, frame.slots[actor_slot][0], actors[0])
    if not told and not (sense.reciprocal and len(actors) > 1):
        recipient_slot, recipients = _owners(tree, frame, sense, cast, lexicon, target=target)
    if hit and not told and not recipients:
        recipient_slot, recipients = "comp", hit
    if not told and not recipients and sense.pos == "noun" and sense.type in HARMS:
        recipient_slot, recipients = _sufferers(tree, frame, cast)
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
    if sense.mode == "investigate" and not told and not recipients:
        recipient_slot, recipients = probed.whom(tree, frame, cast)
    if sense.type in _AWAITING and not told and not recipients and not (sense.reciprocal and len(actors) > 1):
        recipient_slot, recipients = _awaited(tree, frame, sense, cast, {_key(p) for p in actors})
    if sense.type is ClaimType.MOBILIZE and recipient_slot in {"to", "into", "in", "at"}:
        towns = {tree.tokens[h].start for h in frame.slots.get(recipient_slot, ()) if _is_town(tree, h, cast)}
        recipients = tuple(p for p in recipients if not any(p.start <= start < p.end for start in towns))
    if sense.mode == "resign":
        recipient_slot, recipients = None, ()  # who leaves an office does it to nobody
    if sense.reciprocal and not recipients and len(actors) > 1:
        actors, recipients, recipient_slot = actors[:1], actors[1:], actor_slot
    if sense.pos == "noun":  # "the demonstrations were banned": what happens is nobody who does it
        word = tree.tokens[frame.trigger]
        actors = tuple(p for p in actors if p.end != word.end)
        recipients = tuple(p for p in recipients if p.end != word.end)
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


def _is_town(tree: Tree, head: int, cast: Cast) -> bool:
    """Say whether troops are sent to a place that is no country: it is where they go, and nobody."""
    mention = cast.at(tree, head, MentionKind.PLACE)
    if mention is None or cast.at(tree, head, *PARTIES) is not None:
        return False
    place = cast.place(mention)
    return place is not None and place.feature is not None and place.feature != "country"


def _held_by(
    tree: Tree, frame: Frame, sense: Sense, sought: tuple[str, ...], cast: Cast, lexicon: Predicates
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return who holds what an attack is against, before a place beside it: "against *rebel* posts on the hill"."""
    heads = frame.slots.get("against", ())[:1]
    if sense.type is not ClaimType.ASSAULT or "against" not in sought or not heads:
        return None, ()
    if cast.participant(tree, heads[0], target=True) is not None:
        return None, ()
    return "against's", _owned(tree, heads[0], sense.type, cast, lexicon, target=True, depth=0)


def _sufferers(tree: Tree, frame: Frame, cast: Cast) -> tuple[str | None, tuple[Participant, ...]]:
    """Return the people before a noun of harm: "*migrant* detentions", "*civilian* deaths"; forces there act."""
    for head in frame.slots.get("comp", ()):
        classes = cast.classes(tree, head, own=True)
        if tree.tokens[head].upos == "NOUN" and classes & PEOPLE and not classes & FORCES:
            found = cast.participant(tree, head)
            if isinstance(found, Participant):
                return "comp", (found,)
    return None, ()


def _owners(
    tree: Tree, frame: Frame, sense: Sense, cast: Cast, lexicon: Predicates, *, target: bool
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return whose the thing is that is acted on: to condemn the army's raid is to condemn the army."""
    slots = (*sense.recipient, *(() if sense.place or sense.type in STATES or sense.content in _ASKED else ("obj",)))
    slots += tuple(slot for slot, classes in sense.needs if slot in _NAMED and "*" not in classes)
    slots += ("for",) if sense.type is ClaimType.MOBILIZE else ()  # "called up men for a battle *against the rebels*"
    for slot in dict.fromkeys(slots):
        if slot in {"poss", "comp", "subj", "lsubj"} or (slot == "from" and sense.content in _ASKED):
            continue  # "demanded a withdrawal from the port of Kesra"
        for head in frame.slots.get(slot, ()):
            if slot == "obj" and sense.type is ClaimType.AID and slot not in sense.recipient:
                found = _given_to(tree, head, cast)
            else:
                ours = sense.type in _OWN_WORDS or sense.mode == "investigate"  # "an inquiry *by the council*"
                shared = slot == "obj" and ours and _is_idiom(sense)
                found = _owned(tree, head, sense.type, cast, lexicon, target=target, depth=0, owned=not shared)
            if found:
                return f"{slot}'s", found
    return None, ()


def _is_idiom(sense: Sense) -> bool:
    """Say whether the object belongs to the predicate itself: "reiterated *its support*"."""
    return any(slot == "obj" and all(c[0] == "=" or c == "support" for c in classes) for slot, classes in sense.needs)


def _owned(
    tree: Tree,
    head: int,
    kind: ClaimType,
    cast: Cast,
    lexicon: Predicates,
    *,
    target: bool,
    depth: int,
    owned: bool = True,
) -> tuple[Participant, ...]:
    """Return the nearest party inside the phrase of a thing: "the blockade of Arland", "a halt to aid to Arland".

    A name before the noun is its owner: who condemns a Ruritanian decision condemns Ruritania, and who shells a
    Ruritanian base attacks Ruritania; but who shoots a Ruritanian judge does not shoot Ruritania. Who suffers what is
    condemned is not who is condemned: "the arrest of the judge".
    """
    head = parts(tree, head)[-1]  # "some of *its curbs* on Arland"
    if tree.tokens[head].upos not in {"NOUN", "PROPN"} or depth > 2:
        return ()
    meeting = bool(cast.classes(tree, head, own=True) & MEETINGS)

    def sited(k: int) -> bool:  # "the Kesra talks" are held there
        return meeting and cast.at(tree, k, *PARTIES) is None

    behind = [k for k in tree.kids(head, "nmod:poss") if owned and not _untold(tree, k, cast)]
    by = (*_OF, "among") if meeting else _OF  # "talks *among the clans*", but not "losses among farmers"
    behind += [k for k in tree.kids(head, "nmod") if tree.case(k) in by and (owned or tree.case(k) != "by")]
    if kind not in _TARGETS or kind is ClaimType.PROTEST or cast.classes(tree, head, own=True) & _PROPERTY:
        behind += [k for k in tree.kids(head, "compound", "amod") if can_name(cast.at(tree, k)) and not sited(k)]
        if kind in _TARGETS:  # "bombed *guerrilla* positions"
            behind += [k for k in tree.kids(head, "compound") if cast.classes(tree, k, own=True) & FORCES]
    if kind is ClaimType.ASSAULT:
        for k in tree.kids(head, "amod"):  # "raids on the *rebel*-held hills"
            if tree.has_lemma(k, *syntax.load().holding):
                behind += tree.kids(k, "compound", "obl", "nsubj")
    behind = [k for k in behind if not (kind in BLAMES and _suffers(tree, head, k, lexicon))]
    for k in tree.kids(head, "acl"):
        if is_passive(tree, k) and not tree.is_rel(k, "acl:relcl"):
            # "a plan drafted by the union"; but curbs imposed *on* the port are lifted from it
            behind += agents(tree, k) if kind not in _EASES else [o for o in tree.kids(k, "obl") if tree.case(o) in _ON]
    for k in behind:
        # "demanded the removal of *their leaders'* names": they are of who demands it
        others = [h for h in spread(tree, [k]) if not (kind is ClaimType.REQUEST and _own(tree, h))]
        found = [p for h in others if isinstance(p := cast.participant(tree, h, target=target), Participant)]
        if found:
            return tuple(found)
    # "spurned offers for talks by the front": what is in between is nobody
    for k in (*behind, *(k for k in tree.kids(head, "nmod") if tree.case(k) in _THROUGH)):
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
    """Say whether a phrase on the object of blame is who suffers it: "condemned the arrest *of the judge*".

    Where the object is part of the predicate itself ("opened a probe *of the judge*"), it is not.
    """
    if any(known == "obj" and "*" not in classes for known, classes in sense.needs):
        return False
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
    phrases = [j for h in frame.slots.get("obj", ()) for j in tree.under(h, skip=_BESIDE)]
    given = [a for h in phrases for a in tree.kids(h, "acl") if not tree.is_rel(a, "acl:relcl")]
    given += [a for h in tree.kids(verb, "obl") for a in tree.kids(h, "acl")]
    for k in (*tree.kids(verb, "advcl", "xcomp"), *given):
        lemma = tree.tokens[k].lemma.lower()
        aim = {sense.type for sense in lexicon.lookup(lemma, "verb")}
        gift = ClaimType.AID in aims and lemma in syntax.load().helping
        if not (aim & aims or gift) or verbal.to_of(tree, k) is None:
            continue
        heads = read(tree, k, "verb").slots.get("obj", ())
        found = [p for h in heads if isinstance(p := cast.participant(tree, h, target=True), Participant)]
        if not found and gift:
            found = [p for h in heads for p in _owned(tree, h, ClaimType.AID, cast, lexicon, target=True, depth=0)]
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
            senses = lexicon.lookup(tree.tokens[head].lemma.lower(), "verb") if pos == "verb" else ()
            # "offered to build a clinic", "offered to send troops to Arland": the object is no party to it
            sent = sum("to" in s.recipient for s in senses) > sum("obj" in s.recipient for s in senses)
            made = pos == "verb" and tree.has_lemma(head, *syntax.load().making)
            if not asked and "xcomp" in inner.slots and "obj" not in inner.slots:
                inner = read(tree, inner.slots["xcomp"][0], "verb")  # "vowed to go on backing Y"
            for name in (_ASKED_SLOTS if asked else _DONE_SLOTS)[pos]:
                blamed = pos == "noun" and sense.type in BLAMES
                if (made and not asked and name == "obj") or (blamed and _victims(tree, head, name, inner, lexicon)):
                    continue
                found = [
                    p
                    for h in inner.slots.get(name, ())
                    if (asked or not (_own(tree, h) or (sent and name == "obj") or _is_site(tree, h, cast)))
                    and isinstance(p := cast.participant(tree, h), Participant)
                ]
                if found:
                    return f"{slot}/{name}", tuple({_key(p): p for p in found}.values())
                for h in () if asked or (name == "obj" and made) else inner.slots.get(name, ())[:1]:
                    owners = () if _own(tree, h) else _owned(tree, h, sense.type, cast, lexicon, target=False, depth=1)
                    if owners:
                        return f"{slot}/{name}'s", owners  # "refused to answer a request of the court"
    return None, ()


def _awaited(
    tree: Tree, frame: Frame, sense: Sense, cast: Cast, actors: set[tuple[int, int]]
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return of whom something is awaited: "will not lift the ban until *Arland* disarms", "will quit unless *X* pays".

    Without a negation, "until" tells of a time; it is a condition only of what is threatened or refused.
    """
    verb = frame.trigger if frame.light is None else frame.light
    threatens = sense.type in {ClaimType.THREATEN, ClaimType.REJECT}
    heads = [verb, *(h for slot in sense.content_slots for h in frame.slots.get(slot, ()))]
    for head in heads:
        if tree.tokens[head].upos not in {"VERB", "ADJ", "AUX"}:
            continue
        negated = _negated(tree, head)
        for k in tree.kids(head, "advcl"):
            marks = tree.kids(k, "mark", "advmod")
            if any(tree.has_lemma(m, "unless") for m in marks):
                awaited = True
            elif any(tree.has_lemma(m, "until", "till") for m in marks):
                awaited = threatens or negated
            else:
                awaited = (threatens or negated) and _negated(tree, k) and any(tree.has_lemma(m, "if") for m in marks)
            if not awaited:
                continue
            inner = read(tree, k, "adj" if tree.tokens[k].upos == "ADJ" else "verb")
            named = [p for h in inner.slots.get("subj", ()) if isinstance(p := cast.participant(tree, h), Participant)]
            if named and not {_key(p) for p in named} & actors:
                return "until", tuple({_key(p): p for p in named}.values())
    return None, ()


def _is_site(tree: Tree, head: int, cast: Cast) -> bool:
    """Say whether a common noun is a place or a building, to which nothing is promised: "vowed to mend *the roads*"."""
    sited = cast.at(tree, head, MentionKind.PLACE, MentionKind.FACILITY) is not None
    return sited and tree.tokens[head].upos == "NOUN" and cast.at(tree, head, *PARTIES) is None


def _negated(tree: Tree, verb: int) -> bool:
    return any(tree.has_lemma(k, "not", "never", "n't") for k in tree.kids(verb, "advmod"))


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
    asked: bool = False,
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return the first slot that somebody fills, and who; what is ``asked`` is not asked of whom it names."""
    for slot in slots:
        heads = frame.slots.get(slot, ()) or (() if instruments or asked else _deep(tree, frame, slot))
        if not heads:
            continue
        if slot == "comp":
            heads = tuple(
                h
                for h in heads
                if is_party(tree, h, cast)
                or (instruments and cast.classes(tree, h, own=True) & FORCES and tree.tokens[h].upos == "NOUN")
            )
        elif slot in _WHERE and not instruments:
            heads = tuple(h for h in heads if cast.at(tree, h, MentionKind.PLACE) is None or cast.at(tree, h, *PARTIES))
        found: list[Participant] = []
        for head in heads:
            got = cast.participant(tree, head, target=target)
            if got is None and instruments:
                got = owner(tree, head, cast, lexicon)
            if isinstance(got, Issue):
                issues.append(got)
            elif got is not None:
                # "the governments *of Arland and Kesra*" are two parties, whatever they do
                found.extend(cast.members(tree, head, got))
        if found and target and not instruments:  # "at the party's offices and *a branch of the bank*"
            for head in (h for h in heads[1:] if cast.participant(tree, h, target=target) is None):
                found.extend(_owned(tree, head, ClaimType.ASSAULT, cast, lexicon, target=target, depth=1))
        if found:
            return slot, tuple({_key(p): p for p in found}.values())
        if slot in {"subj", "obj"} and slot not in frame.loose and instruments and heads:
            # The subject is there and is nobody: another slot ("from", "with") must not take its part.
            return None, ()
    return None, ()


def _deep(tree: Tree, frame: Frame, preposition: str) -> tuple[int, ...]:
    """Return a phrase that the parser hung deep in the object or on a place or time.

    "gave a bust of the head of a king *to the envoy*", "held talks in Arland *with the rebels*", "began an effort to
    end the feud *between the clans*".
    """
    top = frame.trigger if frame.light is None else frame.light
    if preposition == "between":
        inside = tree.under(top, skip=frozenset({"acl:relcl", "ccomp", "parataxis", "conj"}))
        return spread(tree, [k for k in inside if tree.is_rel(k, "nmod", "obl") and tree.case(k) == "between"][:1])
    if preposition not in _DEEP:
        return ()
    for obj in frame.slots.get("obj", ())[:1]:
        inside = tree.under(obj, skip=frozenset({"acl", "appos", "conj", "parataxis", "advcl"}))
        found = [k for k in inside if tree.is_rel(k, "nmod") and tree.case(k) == preposition]
        if found:
            return spread(tree, found[-1:])
    for beside in tree.kids(top, "obl"):
        where = tree.tokens[beside].entity.endswith(("LOC", "TIME"))
        if where or (preposition == "against" and tree.case(beside) in {"in", "at", "before"}):
            found = [k for k in tree.kids(beside, "nmod") if tree.case(k) == preposition]
            if found:
                return spread(tree, found[:1])
    return ()
