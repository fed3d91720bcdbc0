"""Read MUC's incident templates off dateline's claims: nothing is learnt, and no text is looked at but through claims.

**Which claims.** ASSAULT claims that are positive, or averted, and that tell of something particular: at least one
target, site, instrument or known perpetrator. Left out, by the task's own definition of what is relevant: clashes
between armed sides and whatever is aimed at nobody but soldiers, policemen and rebels, what armies do to rebels, what
happened more than two months before the report, and what is only hypothetical.

**Type.** Mode abduct: KIDNAPPING (HIJACKING for vehicles); explosives and suicide attacks, and any other with a bomb as
instrument: BOMBING; senses of setting on fire: ARSON; of taking goods: ROBBERY; all others: ATTACK. What is killed,
wounded or destroyed in the sentence of a bombing or arson, or in the next, belongs to it.

**Stage.** THREATENED for what is threatened, planned, promised or ordered; ATTEMPTED for what failed, was averted or
tried; else ACCOMPLISHED.

**Roles.** Actors are perpetrators: an organization by name or kind is the organization; others are individuals, and
an organization inside or right after their phrase ("guerrillas of the X") is theirs. Recipients that are persons or
groups are human targets, with the facility or vehicle among the claim's ``things`` as physical targets (targets of any
attack, sites of bombings and arson). The instrument is a thing of that role. Where an ASSAULT claim is the content of
an accusation or of a claim of responsibility, its recipients or actors, too, are perpetrators.

**Date and location** are those of the claims, else those in their sentences; else no day and the last place before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from dateline.lexicon import classes
from dateline.records import (
    Actor,
    Claim,
    ClaimType,
    Mention,
    MentionKind,
    Participant,
    Place,
    Polarity,
    Reading,
    Status,
    Time,
)

_THREATS: Final = frozenset({Status.THREATENED, Status.PROMISED, Status.ORDERED})
_UNREAL: Final = frozenset(Status) - _THREATS - {Status.HAPPENED, Status.ONGOING, Status.POSSIBLE}
_ARMED: Final = frozenset({"MIL", "COP", "REB", "UAF", "PAR", "RAD", "INS", "CRM", "SPY"})
_PEOPLE: Final = frozenset("person civilian armed police official leader worker protester prisoner".split())
"""Classes of the lexicon whose nouns are people."""
_STATE: Final = frozenset({"MIL", "COP", "GOV", "SPY"})
_MUTUAL: Final = frozenset(
    "clash fight battle combat fighting war wage skirmish shootout firefight repel defeat inflict offensive".split()
)
"""Senses of fighting between armed sides, and of war at large."""
_MILITARY: Final = frozenset(
    "army military navy garrison barracks brigade battalion regiment detachment troop troops soldiers soldier police "
    "policeman policemen patrol patrols infantry platoon enemy guerrilla rebel rebels lieutenant sergeant corporal "
    "private officer officers casualties subversives subversive guardsmen".split()
)
"""Words of those who fight, and of what is theirs."""
_ARSON: Final = frozenset("burn burn-down torch set arson burning firebomb firebombing".split())
_ROBBERY: Final = frozenset("rob robbery steal theft mug loot looting plunder hold-up holdup".split())
_HIJACKING: Final = frozenset("hijack hijacking carjacking".split())
_DEFUSED: Final = frozenset({"defuse", "deactivate"})
_BLASTS: Final = frozenset({"explosives", "suicide-attack"})
_AFTER: Final = frozenset({"BOMBING", "ARSON"})
_RECENT: Final = timedelta(days=62)
_PRONOUNS: Final = frozenset(
    "i he him his she her they them their it its we us our you who whom which that this these those one ones".split()
)
_OF: Final = frozenset("of from in by for to belonging the a an members leader group called".split())
_AT_LARGE: Final = frozenset(
    "PEOPLE PERSONS CIVILIANS PEOPLES CITIZENS OTHERS POPULATION PERSON VICTIMS OPPONENTS".split()
)
"""Nouns of people at large."""
_NEAR: Final = 0
"""Sentences between claims of one type within which they are taken for one incident."""
_REACH: Final = 40
"""Characters after a phrase within which the organization that it is of may begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A filler that we give: ``strings`` are the words in the claim and the name that they were resolved to."""

    strings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An incident read off claims.

    ``date`` is ``(first, last)`` in ISO prefixes, ``first`` None for "on or before", or None; ``country`` is ISO 3166-1
    alpha-3; ``places`` are names.
    """

    type: str
    stage: str
    date: tuple[str | None, str] | None
    country: str | None
    places: tuple[str, ...]
    roles: Mapping[str, tuple[Response, ...]]


@dataclass(slots=True, kw_only=True)
class _Draft:
    type: str
    stages: list[str]
    sentence: int
    claims: list[Claim]
    roles: dict[str, list[Response]] = field(default_factory=dict)


def build(reading: Reading) -> list[Template]:
    """Return the templates of a reading."""
    book = _Book(reading)
    drafts: list[_Draft] = []
    for claim in reading.claims:
        if book.tells(claim):
            _add(book.draft(claim), drafts, _near)
    kept: list[_Draft] = []
    for draft in drafts:
        relevant = book.relevant(draft)
        if relevant or (relevant is None and any(_alike(draft, other) for other in kept)):
            _add(draft, kept, _alike)
    return [book.template(draft) for draft in kept if _specific(draft)]


def _specific(draft: _Draft) -> bool:
    """Say whether an incident is told of as one: not of nobody, and not of people at large and nothing else."""
    told = {role: found for role, found in draft.roles.items() if found}
    if any(c.places or c.times for c in draft.claims):
        return bool(told)
    if set(told) != {"human target"}:
        return bool(told)
    return not all(_generic(response.strings[0]) for response in told["human target"])


def _generic(text: str) -> bool:
    return text.split()[-1] in _AT_LARGE


def _add(draft: _Draft, drafts: list[_Draft], same: Callable[[_Draft, _Draft], bool]) -> None:
    """Join an incident to the last one that it is the same as, or put it to the others."""
    host = next((other for other in reversed(drafts) if same(draft, other)), None)
    if host is None:
        drafts.append(draft)
        return
    if host.type == "ATTACK":
        host.type = draft.type
    host.claims += draft.claims
    host.stages += draft.stages
    host.sentence = draft.sentence
    for role, found in draft.roles.items():
        host.roles.setdefault(role, []).extend(found)


def _near(draft: _Draft, other: _Draft) -> bool:
    """Say whether two claims are told as one: in one sentence, of one target, or as what a bombing just before did."""
    if draft.type == other.type:
        return draft.sentence - other.sentence <= _NEAR or _shared(draft, other)
    after = draft.type == "ATTACK" and other.type in _AFTER and draft.sentence - other.sentence <= 1
    return after or (other.type == "ATTACK" and draft.type in _AFTER and draft.sentence == other.sentence)


def _alike(draft: _Draft, other: _Draft) -> bool:
    """Say whether nothing tells two incidents apart: they are of one type, or the later is but "the attack"."""
    return draft.type == other.type or (draft.type == "ATTACK" and not _targets(draft) and other.type != "KIDNAPPING")


def _targets(draft: _Draft) -> bool:
    return any(draft.roles.get(role) for role in ("human target", "physical target"))


def _shared(draft: _Draft, other: _Draft) -> bool:
    """Say whether two incidents have a target in common."""
    return any(
        set(a.strings) & set(b.strings)
        for role in ("human target", "physical target")
        for a in draft.roles.get(role, ())
        for b in other.roles.get(role, ())
    )


class _Book:
    """What is looked up of a reading: mentions and claims by id, organizations, the country that it is about."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.report.text
        self.mentions = {m.id: m for m in reading.mentions}
        self.claims = {c.id: c for c in reading.claims}
        self.organizations = [m for m in reading.mentions if m.kind is MentionKind.ORGANIZATION]
        self.starts = [s.start for s in reading.sentences]

    def sentence(self, claim: Claim) -> int:
        return max(i for i, start in enumerate(self.starts) if start <= claim.trigger.start)

    def tells(self, claim: Claim) -> bool:
        """Say whether a claim is of an incident."""
        if claim.type is not ClaimType.ASSAULT or _lemma(claim) in {"claim", *_MUTUAL}:
            return False
        if claim.polarity is Polarity.NEGATIVE or claim.status in _UNREAL:
            return False
        if claim.status is Status.ONGOING and claim.mode != "abduct":
            return False  # what is going on, or is done time and again, is no incident
        return not self._old(claim)

    def _old(self, claim: Claim) -> bool:
        published = self.reading.report.published
        days = [t.until or t.value for t in claim.times]
        if published is None or not days or any(day is None for day in days):
            return False
        line = (date.fromisoformat(published) - _RECENT).isoformat()
        return all(day is not None and day < line[: len(day)] for day in days)

    def draft(self, claim: Claim) -> _Draft:
        """Return what one claim tells of an incident."""
        roles: dict[str, list[Response]] = {}
        for actor in (*claim.actors, *self._accused(claim)):
            if any(t.start < actor.end and actor.start < t.end for t in claim.things):
                continue  # "a bomb killed nine": the bomb is no perpetrator
            for role, filler in self.perpetrators(actor):
                roles.setdefault(role, []).append(filler)
        kind = incident_type(claim)
        things = [t for t in claim.things if t.role == "target" or (t.role == "site" and kind in _AFTER)]
        for part in claim.recipients:
            response = self.response(part)
            if response is None or any(t.start < part.end and part.start < t.end for t in things):
                continue  # the thing is told by itself
            if self.is_human(part):
                roles.setdefault("human target", []).append(response)
            elif self._is_body(part) and kind in {"ATTACK", "BOMBING", "ARSON"}:
                roles.setdefault("physical target", []).append(response)
        for thing in things:
            if kind != "KIDNAPPING" and not _fights(thing.text):
                roles.setdefault("physical target", []).append(Response(strings=(_plain(thing.text),)))
        for thing in claim.things:
            if thing.role == "instrument" and kind not in {"KIDNAPPING", "ARSON"}:
                roles.setdefault("instrument", []).append(Response(strings=(_plain(thing.text),)))
        return _Draft(type=kind, stages=[stage(claim)], sentence=self.sentence(claim), claims=[claim], roles=roles)

    def _accused(self, claim: Claim) -> Iterator[Participant]:
        """Yield who is said to be behind a claim by a claim that it is the content of."""
        above = self.claims.get(claim.content_of or "")
        if above is None or above.polarity is Polarity.NEGATIVE:
            return
        if above.type is ClaimType.ACCUSE and above.mode == "allege":
            yield from above.recipients
        elif _lemma(above) == "claim":
            yield from above.actors

    def perpetrators(self, actor: Participant) -> Iterator[tuple[str, Response]]:
        """Yield the individual and the organization that an actor is."""
        response = self.response(actor)
        mention = self.mentions.get(actor.mention or "")
        if mention is None and not _classes(actor.text) & _PEOPLE:
            return
        if response is None or (mention is not None and mention.kind in {MentionKind.PLACE, MentionKind.NATIONALITY}):
            return
        if mention is not None and mention.kind is MentionKind.ORGANIZATION:
            yield "perpetrator organization", response
            return
        yield "perpetrator individual", response
        if actor.entity is not None and _plain(actor.name) != _plain(actor.text) and actor.sector not in _STATE:
            yield "perpetrator organization", Response(strings=(_plain(actor.name),))
        for body in self.organizations:
            inside = actor.start <= body.start < actor.end
            between = self.text[actor.end : body.start] if actor.end <= body.start <= actor.end + _REACH else ","
            if inside or ("," not in between and all(w.lower() in _OF for w in between.split())):
                yield "perpetrator organization", Response(strings=(_plain(body.text),))

    def response(self, part: Participant) -> Response | None:
        """Return a filler for a participant; None for a pronoun of which it is not told who it is."""
        strings = dict.fromkeys(_plain(s) for s in (part.text, part.name))
        kept = tuple(s for s in strings if s.lower() not in _PRONOUNS)
        return Response(strings=kept) if kept else None

    def is_human(self, part: Participant) -> bool:
        mention = self.mentions.get(part.mention or "")
        if mention is None:
            return bool(_classes(part.text) & _PEOPLE)
        return mention.kind in {MentionKind.PERSON, MentionKind.GROUP}

    def _is_body(self, part: Participant) -> bool:
        mention = self.mentions.get(part.mention or "")
        return mention is not None and mention.kind in {MentionKind.ORGANIZATION, MentionKind.FACILITY}

    def relevant(self, draft: _Draft) -> bool | None:
        """Say whether an incident is of the kind that the task asks for; None where no target is told."""
        hurt = [p for c in draft.claims for p in c.recipients if self.response(p) is not None]
        things = [t for c in draft.claims for t in c.things if t.role != "instrument"]
        sides = [self._armed(p) for p in hurt] + [_fights(t.text) for t in things]
        if sides and all(sides):
            return False
        return True if sides or draft.roles.get("instrument") else None

    def _armed(self, part: Participant) -> bool:
        """Say whether a target is of those who fight, by its sector or by a word for it."""
        return part.sector in _ARMED or _fights(part.text)

    def template(self, draft: _Draft) -> Template:
        """Return a template with the fillers of a role once each."""
        stages = draft.stages
        return Template(
            type=draft.type,
            stage=next((s for s in ("ACCOMPLISHED", "ATTEMPTED", "THREATENED") if s in stages), stages[0]),
            date=self._date(draft.claims),
            country=self._country(draft.claims),
            places=self._places(draft.claims),
            roles={role: tuple(dict.fromkeys(found)) for role, found in draft.roles.items()},
        )

    def _date(self, claims: Sequence[Claim]) -> tuple[str | None, str] | None:
        """Return the day of the first claim that has one, else the first in the sentence of one, else "until today"."""
        told = [t for c in claims for t in c.times] + [
            m.resolved for c in claims for m in self._beside(c) if isinstance(m.resolved, Time)
        ]
        for time in told:
            if time.value is not None and len(time.value) == 10:
                return time.value, time.until or time.value
        published = self.reading.report.published
        return None if published is None else (None, published)

    def _country(self, claims: Sequence[Claim]) -> str | None:
        """Return the country of the first place of the claims that has one, else the one that the report names most."""
        told = [p.country for c in claims for p in c.places if p.country is not None]
        named = [m.resolved.country for m in self.reading.mentions if isinstance(m.resolved, Place | Actor)]
        often = Counter(country for country in named if country is not None).most_common(1)
        return told[0] if told else often[0][0] if often else None

    def _places(self, claims: Sequence[Claim]) -> tuple[str, ...]:
        """Return the places of the claims; where none has one, those in their sentences; else the last named before."""
        told = [name for c in claims for p in c.places for name in (p.name, p.text)]
        told = told or [m.text for c in claims for m in self._beside(c) if m.kind is MentionKind.PLACE]
        before = [m for m in self.reading.mentions if m.kind is MentionKind.PLACE and m.start < claims[0].trigger.start]
        told = told or [m.text for m in before[-1:]]
        return tuple(dict.fromkeys(name.upper() for name in told))

    def _beside(self, claim: Claim) -> Iterator[Mention]:
        """Yield the mentions of a claim's sentence."""
        where = self.sentence(claim)
        yield from (m for m in self.reading.mentions if m.sentence == where)


def _lemma(claim: Claim) -> str:
    """Return the lemma of a claim's sense, with its particle: "blow-up"."""
    rule = claim.made_by.rule or ""
    return rule.split(".")[1] if rule.count(".") > 1 else ""


def incident_type(claim: Claim) -> str:
    """Return the incident type of a claim."""
    lemma = _lemma(claim)
    if lemma in _HIJACKING:
        return "HIJACKING"
    if claim.mode == "abduct":
        return "KIDNAPPING"
    if lemma in _ARSON:
        return "ARSON"
    if lemma in _ROBBERY:
        return "ROBBERY"
    if claim.mode in _BLASTS or any(t.role == "instrument" and t.kind == "bomb" for t in claim.things):
        return "BOMBING"
    return "ATTACK"


def stage(claim: Claim) -> str:
    """Return the stage of execution of a claim."""
    if claim.status in _THREATS:
        return "THREATENED"
    if claim.status is Status.POSSIBLE or _lemma(claim) in _DEFUSED:
        return "ATTEMPTED"
    return "ACCOMPLISHED"


def _classes(text: str) -> frozenset[str]:
    """Return the lexicon's classes of the last noun of a phrase, before what it is of."""
    front = text.lower().split(" of ")[0].split()
    word = front[-1].strip(".,'\"") if front else ""
    nouns = classes.load().by_noun
    return next((nouns[w] for w in (word, word.removesuffix("s"), word.removesuffix("es")) if w in nouns), frozenset())


def _fights(text: str) -> bool:
    """Say whether a word of a phrase is of those who fight."""
    return any(word.strip(".,'\"").lower() in _MILITARY for word in text.split())


def _plain(text: str) -> str:
    return " ".join(text.split()).upper()
