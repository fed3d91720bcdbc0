"""Where and when a claim says it is: places and times that hang from its trigger or the clause around it.

A claim without a place or time of its own has none; the report's dateline and date are never put in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateline.claim.cast import Cast, parts
from dateline.claim.frame import Frame
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimPlace, ClaimTime, ClaimType, Mention, MentionKind, Place, Time
from dateline.tree import Tree

LOCATIVES = frozenset(
    {
        *"in near at on inside outside around across along throughout within".split(),
        *"above over through off beyond behind".split(),
        "north of",
        "south of",
        "east of",
        "west of",
        "outside of",
        "close to",
        "next to",
        "inside of",
    }
)
"""Prepositions that say where; the compass ones are one ``case`` only where the parser joins them."""
_DAYS = re.compile(r"P(\d+)([DW])")
_LENGTH = {"D": 1, "W": 7}
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday midnight".split())
_FALLBACK = ("from", "into", "to")
_AWAY = frozenset({"from", "into", "out of"})
_FOR_A_PLACE = frozenset({ClaimType.AID, ClaimType.MOBILIZE})
"""Types of which the place is where something is for or goes to, however deep it stands in the sentence."""
_ABOUT_A_PLACE = frozenset({ClaimType.AGREE, ClaimType.REJECT, ClaimType.REQUEST, ClaimType.THREATEN})
_OVER_A_DEED = frozenset({ClaimType.SUPPORT, ClaimType.CONCEDE, ClaimType.ACCUSE, ClaimType.SANCTION})
"""Types of words about a deed, told by their object: "approved a plan to mend the bridge *in Arland*"."""
"""Types of words about deeds: where no place is theirs, that of what is promised, refused, asked or threatened is."""
_HELD = frozenset({ClaimType.CONTROL, ClaimType.ACCESS})


def places(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> tuple[ClaimPlace, ...]:
    """Return the places of a claim, the most telling first; empty where the sentence ties none to it."""
    deep = _below(tree, frame, cast) if sense.type in _FOR_A_PLACE else []
    about = _inside(tree, frame, sense, cast) if sense.type in _ABOUT_A_PLACE | _OVER_A_DEED else []
    for heads in (*_place_heads(tree, frame, sense), _governed(tree, frame, cast), deep, about):
        found = [p for head in heads for p in _places_at(tree, head, cast)]
        if found:
            return tuple({(p.start, p.end): p for p in found}.values())
    return ()


def _place_heads(tree: Tree, frame: Frame, sense: Sense) -> Iterator[list[int]]:
    """Yield groups of token heads where the place may stand, nearest first."""
    for slot in sense.place:
        yield list(frame.slots.get(slot, ()))
    if sense.type in _HELD:
        for slot in ("obj", "of", "subj"):
            yield list(frame.slots.get(slot, ()))
    yield [h for slot, heads in frame.slots.items() if slot in LOCATIVES for h in heads]
    filled = ("obj", "subj", "iobj", *sense.recipient, *(("for",) if sense.pos == "adj" else ()))
    arguments = [h for slot in filled for h in frame.slots.get(slot, ())]
    yield [k for h in arguments for k in tree.kids(h, "nmod") if tree.case(k) in LOCATIVES]
    yield _outer(tree, frame.trigger if frame.light is None else frame.light)
    yield [h for slot in _FALLBACK for h in frame.slots.get(slot, ()) if slot not in sense.recipient]


def _governed(tree: Tree, frame: Frame, cast: Cast) -> list[int]:
    """Return places after a locative preposition anywhere among the phrases of a trigger, however deep."""
    found = [
        m.head for m in cast.mentions(tree.index) if m.kind is MentionKind.PLACE and tree.case(m.head) in LOCATIVES
    ]
    return [h for h in found if _governor(tree, h, frame) in {frame.trigger, frame.light}]


def _below(tree: Tree, frame: Frame, cast: Cast) -> list[int]:
    """Return places inside what is given or sent, and in what it is for: "paid for schools in Arland"."""
    top = frame.trigger if frame.light is None else frame.light
    inside = tree.under(top, skip=frozenset({"acl:relcl", "ccomp", "parataxis", "conj", "nsubj", "nsubj:pass"}))
    found = [k for k in inside if tree.case(k) in LOCATIVES]
    return [k for k in found if cast.at(tree, k, MentionKind.PLACE) is not None]


def _inside(tree: Tree, frame: Frame, sense: Sense, cast: Cast) -> list[int]:
    """Return places inside the content of a sense: "agreed to build a clinic in Arland"."""
    out: list[int] = []
    over = sense.type in _OVER_A_DEED
    for slot in dict.fromkeys((*sense.content_slots, *(("obj",) if over else ()))):
        for head in frame.slots.get(slot, ()):
            inside = tree.under(head, skip=frozenset({"acl:relcl", "ccomp", "parataxis", "advcl"}))
            if over:  # "accused of keeping a drug *banned in Arland*": what is said of a thing in passing
                aside = {i for j in inside if tree.tokens[j].xpos == "VBN" and j != head for i in tree.under(j)}
                inside = [k for k in inside if k not in aside]
            named = LOCATIVES if over else LOCATIVES | _AWAY
            out += [k for k in inside if tree.case(k) in named and cast.at(tree, k, MentionKind.PLACE)]
    return out


def _outer(tree: Tree, trigger: int) -> list[int]:
    """Return locative phrases of the clauses around a trigger, up to a reported clause."""
    out: list[int] = []
    for j in clauses(tree, trigger):
        if tree.is_rel(trigger, "advcl", "xcomp") and tree.has_lemma(j, *syntax.load().motion):
            out += [k for k in tree.kids(j, "obl", "nmod") if tree.case(k) in {"to", "into"}]
        out += [
            k
            for k in tree.kids(j, "obl")
            if tree.case(k) in LOCATIVES and (k < j or tree.is_rel(trigger, "advcl", "xcomp"))
        ]
    return out


def clauses(tree: Tree, trigger: int) -> Iterator[int]:
    """Yield the predicates whose place and time also hold for a trigger, innermost first.

    It climbs from infinitives, participles and later conjuncts, and from a noun to its verb, but not out of a
    relative or reported clause: what was said on Monday need not have happened on Monday.
    """
    j = trigger
    while tree.tokens[j].head >= 0:
        if tree.is_rel(j, "ccomp", "acl:relcl", "parataxis", "csubj", "appos", "acl"):
            return
        if tree.is_rel(j, "advcl") and any(
            tree.has_lemma(
                k, "after", "before", "since", "if", "because", "when", "while", "as", "although", "though", "until"
            )
            for k in tree.kids(j, "mark", "advmod")
        ):
            return
        head = tree.tokens[j].head
        if tree.tokens[head].upos in {"VERB", "AUX", "ADJ"} or tree.is_rel(head, "root"):
            yield head
        j = head


def _numbered(tree: Tree, token: int, cast: Cast) -> ClaimPlace | None:
    """Return a road with its number, which is no part of the mention: "Highway 4"; None where it has none."""
    word = tree.tokens[token]
    number = next((k for k in tree.kids(token, "flat", "nummod", "appos", "nmod:unmarked") if k == token + 1), None)
    if number is None or word.upos not in {"PROPN", "NOUN"} or word.xpos not in {"NNP", "NN"}:
        return None
    told = tree.tokens[number]
    if "way" not in cast.classes(tree, token, own=True) or not any(c.isdigit() for c in told.text):
        return None
    if not word.text[:1].isupper():
        return None
    start = word.start
    if token and tree.is_rel(token - 1, "compound", "amod") and tree.tokens[token - 1].entity != "O":
        start = tree.tokens[token - 1].start
    text = cast.text[start : told.end]
    mention = cast.at(tree, token, MentionKind.PLACE) or cast.at(tree, token, MentionKind.FACILITY)
    if mention is not None:
        known = _claim_place(mention, cast.place(mention))
        return replace(known, text=text, start=start, end=told.end, name=text)
    return ClaimPlace(text=text, start=start, end=told.end, name=text)


def _places_at(tree: Tree, head: int, cast: Cast) -> Iterator[ClaimPlace]:
    """Yield the place named at a head or inside its phrase ("the town of X", "a mosque in X")."""
    for token in parts(tree, head):
        road = _numbered(tree, token, cast)
        if road is not None:
            yield road
            return
        mention = cast.at(tree, token, MentionKind.PLACE) or cast.at(tree, token, MentionKind.FACILITY)
        place = cast.place(mention) if mention is not None else None
        if mention is not None and (mention.kind is MentionKind.PLACE or place is not None):
            yield _claim_place(mention, place)
            return
    below = [k for k in tree.kids(head, "nmod", "appos") if tree.case(k) in LOCATIVES | {"of", ""}]
    below += tree.kids(head, "compound", "nmod:poss", "nmod:desc", "amod")
    for k in below:
        mention = cast.at(tree, k, MentionKind.PLACE)
        if mention is not None:
            yield _claim_place(mention, cast.place(mention))
            return
    for k in below:
        if tree.is_rel(k, "nmod") and tree.case(k) in LOCATIVES | {"of"}:
            nested = [n for n in tree.kids(k, "nmod", "compound") if cast.at(tree, n, MentionKind.PLACE) is not None]
            for n in nested[:1]:
                mention = cast.at(tree, n, MentionKind.PLACE)
                if mention is not None:
                    yield _claim_place(mention, cast.place(mention))
                    return


def _claim_place(mention: Mention, place: Place | None) -> ClaimPlace:
    if place is None:
        return ClaimPlace(text=mention.text, start=mention.start, end=mention.end, name=mention.text)
    return ClaimPlace(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        gazetteer_id=place.gazetteer_id,
        feature=place.feature,
    )


def times(tree: Tree, frame: Frame, cast: Cast, *, ahead: bool = False) -> tuple[ClaimTime, ...]:
    """Return the times that hang from a trigger or from the nearest clause around it; a length is no time.

    ``ahead``: what the trigger tells of is still to come. "By Sunday" is then the next, and "within a week" the days
    from that of the report.
    """
    spans = {m.start: _within(tree, m, cast) for m in cast.mentions(tree.index)} if ahead else {}
    mentions = [
        m
        for m in cast.mentions(tree.index)
        if m.kind is MentionKind.TIME
        and isinstance(m.resolved, Time)
        and (m.resolved.duration is None or m.resolved.value or spans.get(m.start))
    ]
    if not mentions:
        return ()
    governed: dict[int, list[Mention]] = {}
    for mention in mentions:
        governed.setdefault(_governor(tree, mention.head, frame), []).append(mention)
    own = governed.get(frame.trigger, []) + (governed.get(frame.light, []) if frame.light is not None else [])
    if own:
        return tuple(spans.get(m.start) or _claim_time(m) for m in own)
    start = frame.trigger if frame.light is None else frame.light
    for j in clauses(tree, start):
        # A time after the verb of another conjunct is that one's own ("arrived on Monday and left").
        shared = [m for m in governed.get(j, []) if not tree.is_rel(start, "conj") or m.head < j or m.head > start]
        if shared:
            return tuple(spans.get(m.start) or _claim_time(m) for m in shared)
    return ()


def _within(tree: Tree, mention: Mention, cast: Cast) -> ClaimTime | None:
    """Return the time of what is to come where the mention alone does not tell it; None where it does."""
    time, anchor = mention.resolved, cast.anchor
    if mention.kind is not MentionKind.TIME or not isinstance(time, Time) or anchor is None:
        return None
    case = tree.case(mention.head)
    if time.value is None and time.duration is not None and case in {"within", "in"}:
        length = _DAYS.fullmatch(time.duration)
        if length is None:
            return None
        last = (anchor.day + timedelta(days=int(length[1]) * _LENGTH[length[2]])).isoformat()
        first = anchor.day.isoformat() if case == "within" else last
        until = last if case == "within" else None
        return replace(_claim_time(mention), value=first, until=until, relative=True)
    day = tree.tokens[mention.head].lemma.lower()
    weekday = next((t.text.lower() for t in tree.tokens if t.start == mention.start), day) in _WEEKDAYS
    if not (time.relative and time.value and weekday and case in {"by", "until", "till", "before"}):
        return None
    passed = (
        re.fullmatch(r"\d{4}-\d{2}-\d{2}", time.value) and 0 < (anchor.day - date.fromisoformat(time.value)).days <= 7
    )
    if not passed:
        return None
    later = (date.fromisoformat(time.value) + timedelta(days=7)).isoformat()
    return replace(_claim_time(mention), value=later, until=None)


def _governor(tree: Tree, token: int, frame: Frame) -> int:
    """Return the predicate that a time hangs from: the trigger itself, or the nearest verb above."""
    below = token
    if tree.kid(token, "cop") is not None and token != frame.trigger:
        return token  # "as long as rebels are *in Dorgan*": a clause of its own
    for j in tree.up(token):
        if below != token and tree.is_rel(below, "conj") and tree.tokens[below].upos in {"NOUN", "PROPN"}:
            return below  # "the raid and the killings in May": in May is of the killings
        below = j
        if j == frame.trigger or tree.tokens[j].upos in {"VERB", "AUX"} or tree.tokens[j].head < 0:
            return j
    return token


def _claim_time(mention: Mention) -> ClaimTime:
    assert isinstance(mention.resolved, Time)
    return ClaimTime(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        value=mention.resolved.value,
        until=mention.resolved.until,
        relative=mention.resolved.relative,
    )
