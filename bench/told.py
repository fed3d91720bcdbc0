"""Make what dateline compares (``resolve.Told``) of gold mentions of another corpus, by their spans.

A gold mention whose head is the trigger of a claim of ours is that claim. Of any other a claim without a type is made:
its parties, places and times are what our mentions have around it in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bench.coreference import heads
from dateline.event import Account
from dateline.records import (
    Actor,
    Claim,
    ClaimKind,
    ClaimPlace,
    ClaimTime,
    ClaimType,
    MadeBy,
    Mention,
    MentionKind,
    Participant,
    Place,
    Polarity,
    Reading,
    Sentence,
    Span,
    Status,
    Time,
)
from dateline.resolve import Told, about, prepare
from dateline.tree import Tree

_ACTOR = ("nsubj", "nsubj:outer", "obl:agent", "nmod:poss")
_RECIPIENT = ("obj", "iobj", "nsubj:pass")
_PLACES = frozenset({MentionKind.PLACE, MentionKind.FACILITY})


def gold_told(reading: Reading, spans: Sequence[tuple[int, int]], *, typed: bool = True) -> list[Told]:
    """Return what is compared for each span of a reading, in order; ``typed`` takes claims of ours where there are."""
    starts = heads(reading, spans)
    known = about(reading.report.text)
    claims: dict[int, Claim] = {}
    for claim in reading.claims:
        for start in range(claim.trigger.start, claim.trigger.end):
            if start not in claims or claims[start].kind is ClaimKind.STATE:
                claims[start] = claim
    out = []
    for number, ((start, end), head) in enumerate(zip(spans, starts, strict=True)):
        found = claims.get(head) if typed else None
        name = f"{reading.report.id}:{number}"
        place = _token(reading, head if head >= 0 else start)
        word = reading.report.text[start:end]
        if place is not None:
            token = reading.sentences[place[0]].tokens[place[1]]
            word, start = token.text, token.start
        trigger = Span(text=word, start=start, end=start + len(word))
        claim = replace(found, id=name, trigger=trigger) if found else _claim(reading, name, trigger, place)
        told = prepare(_account(claim, reading), about=known)
        out.append(replace(told, type="", mode=None, lasting=False))
    return out


def _account(claim: Claim, reading: Reading) -> Account:
    return Account(claim=claim, report=reading.report.id, published=reading.report.published)


def _token(reading: Reading, start: int) -> tuple[int, int] | None:
    for s, sentence in enumerate(reading.sentences):
        if sentence.start <= start < sentence.end:
            for i, token in enumerate(sentence.tokens):
                if token.start <= start < token.end:
                    return s, i
    return None


def _claim(reading: Reading, name: str, trigger: Span, place: tuple[int, int] | None) -> Claim:
    evidence, actors, recipients = trigger, list[Participant](), list[Participant]()
    places, times = list[ClaimPlace](), list[ClaimTime]()
    if place is not None:
        sentence = reading.sentences[place[0]]
        evidence = Span(text=reading.report.text[sentence.start : sentence.end], start=sentence.start, end=sentence.end)
        mentions = [m for m in reading.mentions if m.sentence == place[0]]
        actors = _parties(reading, sentence, place[1], _ACTOR, mentions)
        recipients = _parties(reading, sentence, place[1], _RECIPIENT, mentions)
        places = [_place(m) for m in mentions if m.kind in _PLACES and m.text[:1].isupper()]
        times = [_time(m) for m in mentions if m.kind is MentionKind.TIME]
    return Claim(
        id=name,
        kind=ClaimKind.EVENT,
        type=ClaimType.ASSAULT,
        actors=tuple(actors),
        recipients=tuple(recipients),
        places=tuple(places),
        times=tuple(times),
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED,
        trigger=trigger,
        evidence=evidence,
        confidence=1.0,
        made_by=MadeBy(component="bench", version="1"),
    )


def _parties(
    reading: Reading, sentence: Sentence, head: int, relations: Iterable[str], mentions: Sequence[Mention]
) -> list[Participant]:
    tree = Tree(sentence)
    out = []
    kids = [k for relation in relations for k in tree.kids(head, relation)]
    if "obj" in relations and sentence.tokens[head].upos == "NOUN":
        kids += [k for k in tree.kids(head, "nmod") if tree.case(k) == "of"]
        kids += tree.kids(head, "compound")
    for k in dict.fromkeys(kids):
        found = next((m for m in mentions if m.head == k and m.kind is not MentionKind.TIME), None)
        token = sentence.tokens[k]
        if found is not None and isinstance(found.resolved, (Actor, Place)):
            known = found.resolved
            out.append(
                Participant(
                    mention=found.id,
                    text=found.text,
                    start=found.start,
                    end=found.end,
                    name=known.name,
                    entity=known.entity if isinstance(known, Actor) else known.gazetteer_id,
                    country=known.country,
                    sector=known.sector if isinstance(known, Actor) else None,
                )
            )
        elif token.upos != "PRON":
            out.append(Participant(mention=None, text=token.text, start=token.start, end=token.end, name=token.text))
    return out


def _place(mention: Mention) -> ClaimPlace:
    known = mention.resolved if isinstance(mention.resolved, Place) else Place(name=mention.text)
    return ClaimPlace(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=known.name,
        country=known.country,
        admin1=known.admin1,
        latitude=known.latitude,
        longitude=known.longitude,
        radius_km=known.radius_km,
        gazetteer_id=known.gazetteer_id,
        feature=known.feature,
    )


def _time(mention: Mention) -> ClaimTime:
    known = mention.resolved if isinstance(mention.resolved, Time) else Time()
    return ClaimTime(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        value=known.value,
        until=known.until,
        relative=known.relative,
    )
