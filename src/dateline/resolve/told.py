"""What is known of a claim when it is held against others: computed once, from the claim and its report's facts alone.

Days are ordinals, places and parties keys, words stems. What a claim does not tell is empty or None, and is never taken
for disagreement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import inf, log

from dateline.event import Account
from dateline.lexicon import countries, same_event
from dateline.records import STATES, Claim, ClaimPlace, Participant, Polarity, Status
from dateline.resolve.span_of_days import Days, covered, goes_on
from dateline.resolve.stretch import over_a_stretch
from dateline.resolve.word import WORD, classes, plain, rarity, stem, stems

_COUNT = re.compile(r"\d[\d,.]*")
_ABOUT = 40
"""Stems that stand for a report."""
_MONTH = 31
"""Days more than which a time is too long to say when something was; it still says when it was not."""
_FEW = 4
"""Days more than which a stretch of time is too long for one deed."""
_LEAST = 15
"""Stems that a report must have: a headline alone says no more of itself than its claims do."""
_TOPIC = 2
"""Of these, how many stand for the place of a claim without one when claims are blocked."""
_REACH = 40
"""Letters before a trigger in which these stand."""
_BESIDE = 25
"""Letters between deeds in the plural and a stretch of time ("killings since the coup") at most."""
_AND_A = re.compile(
    r"\b(?:in|at|near|of)\s+(?P<place>(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*),?\s+(?P<and>and)\s+an?\s+(?:[\w-]+\s+){0,2}$"
)
"""Before a noun: that it is told beside what was done at another place ("killed in Ulm and an explosion")."""
_DURING = re.compile(
    r"\b(?:in|during|by|from|of|after)\s+(?:the|this|that|these|those)\s+(\w+(?:\s+\w+)?)", re.IGNORECASE
)
"""How a sentence of harm names the deed that did it: "during the clashes"."""
_AHEAD = 2
"""Words before a trigger among which one may say that it is another deed ("was later also charged")."""
_THE_OR_THIS = frozenset({"the", "this", "that", "these", "those"})
_STATES = frozenset({"country", "metonymy"})
"""How a name is known to stand for a state."""
_OWN_ID = ("org.", "person.")
"""How the ids of bodies and persons begin; others are of states, places and peoples."""
_HEAD_ENDS = (" of ", " in ", " from ", " at ", " on ", " for ", " near ", " who ", " that ", " by ", " with ", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A toponym that a claim is set in. ``key`` is its gazetteer id, else its name in lower case."""

    key: str
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """All that the actors, or the recipients, of a claim go by.

    ``names`` are ids, the stems of full names, and acronyms; ``named`` those of them that are of one person or body
    and no other: no state, nation, office or court. ``heads`` are the last words of phrases, without those that name
    nobody in particular; ``sectors`` and ``countries`` codes.
    """

    names: frozenset[str]
    named: frozenset[str]
    heads: frozenset[str]
    sectors: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim with what it is compared by.

    ``type`` is a claim type, "" where none is known (gold mentions of other corpora). ``first`` and ``last`` are the
    days it is dated to, ordinals, both None where no time is told to the month at least; ``around`` are those of the
    narrowest time it tells, of any length. ``anew`` is the offset of a word that makes it another deed than those
    before ("another", "meanwhile"), None where there is none. ``cause`` are the classes of the deed that a sentence of
    harm names ("during the clashes"). ``evidence`` and ``at`` are offsets; ``weight`` is the
    root of the sum of squares of the rarity of ``words``.
    """

    id: str
    report: str
    order: int
    type: str
    mode: str | None
    lasting: bool
    status: Status
    negative: bool
    published: int | None
    first: int | None
    last: int | None
    around: Days | None
    spots: tuple[Spot, ...]
    actors: Party
    recipients: Party
    sites: frozenset[str]
    numbers: tuple[tuple[str, float, float | None], ...]
    trigger: str
    deeds: frozenset[str]
    general: bool
    harm: bool
    back: bool
    anew: int | None
    daily: bool
    cause: frozenset[str]
    summary: bool
    words: frozenset[str]
    weight: float
    names: frozenset[str]
    evidence: tuple[int, int]
    at: int
    about: frozenset[str] | None
    about_weight: float
    topic: tuple[str, ...]


def about(text: str) -> tuple[str, ...]:
    """Return the stems by which a report is told from others: the most telling, by how often and how rare they are.

    Empty where the text is too short to tell.
    """
    counts = Counter(base for word in WORD.findall(text) if rarity(base := stem(word)) > 0 and len(base) > 1)
    best = sorted(counts, key=lambda base: (-(1 + log(counts[base])) * rarity(base), base))
    return tuple(best[:_ABOUT]) if len(best) >= _LEAST else ()


def prepare(account: Account, *, about: tuple[str, ...] | None = None) -> Told:
    """Return all that comparing an account needs. ``about`` is what :func:`about` makes of its report's text."""
    claim = account.claim
    known = same_event.load()
    published = _day(account.published)
    around = _narrowest(account)
    window = around if around and around[1] - around[0] <= _MONTH else None
    trigger = _trigger(claim.trigger.text)
    words, names = _words(claim)
    spots = tuple(_spot(place) for place in claim.places if _is_name(place.name))
    sites = {_head(place.name) for place in claim.places if not _is_name(place.name)}
    sites |= {_head(t.text) for t in claim.things if t.role != "instrument" and t.kind not in known.no_site}
    return Told(
        id=claim.id,
        report=account.report,
        order=account.order,
        type=str(claim.type),
        mode=claim.mode,
        lasting=claim.type in known.lasting_types or claim.mode in known.lasting_modes,
        status=claim.status,
        negative=claim.polarity is Polarity.NEGATIVE,
        published=published,
        first=window[0] if window else None,
        last=window[1] if window else None,
        around=around,
        spots=spots,
        actors=_party(claim.actors),
        recipients=_party(claim.recipients),
        sites=frozenset(sites - {""} - stems("vague")),
        numbers=tuple((q.role, q.low, q.high) for q in claim.quantities if q.role not in ("share", "duration")),
        trigger=trigger,
        deeds=classes(trigger),
        general=trigger in stems("general"),
        harm=trigger in stems("harm"),
        back=_points_back(claim),
        anew=_anew(claim, plain=trigger not in stems("harm") and claim.type not in known.spoken),
        daily=not classes(trigger).isdisjoint(known.daily),
        cause=_cause(claim) if trigger in stems("harm") else frozenset(),
        summary=_is_summary(claim, around, spots, account.published),
        words=words,
        weight=sum(rarity(word) ** 2 for word in words) ** 0.5,
        names=names,
        evidence=(claim.evidence.start, claim.evidence.end),
        at=claim.trigger.start,
        about=None if about is None else frozenset(about),
        about_weight=sum(rarity(word) ** 2 for word in about) ** 0.5 if about else 0.0,
        topic=(about or ())[:_TOPIC],
    )


def is_state(told: Told) -> bool:
    """Say whether a claim is of a state rather than of something that happens."""
    return told.type in STATES


# Times


def _day(text: str | None) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal() if text else None
    except ValueError:
        return None


def _narrowest(account: Account) -> Days | None:
    """Return the narrowest span of days among the times of a claim; None where none is told."""
    claim = account.claim
    spans = (covered(claim, time, account.published) for time in claim.times)
    return min((span for span in spans if span is not None), key=lambda span: span[1] - span[0], default=None)


# Places and parties


def _is_name(name: str) -> bool:
    """Say whether a place is a toponym rather than a thing ("the market")."""
    return any(word[:1].isupper() for word in name.split())


def _is_proper(name: str) -> bool:
    """Say whether somebody is named rather than described ("the town's mayor", "Ilvan's government")."""
    phrase = name
    for word in _HEAD_ENDS:
        phrase = phrase.partition(word)[0]
    words = phrase.split()
    return bool(words) and words[-1][:1].isupper() and (len(words) > 1 or words[-1].casefold() not in _THE_OR_THIS)


def _spot(place: ClaimPlace) -> Spot:
    name = place.name.casefold().removeprefix("the ")
    return Spot(
        key=place.gazetteer_id or name,
        name=name,
        country=place.country,
        admin1=place.admin1,
        latitude=place.latitude,
        longitude=place.longitude,
        radius=place.radius_km or 0.0,
    )


def _party(parts: Iterable[Participant]) -> Party:
    names, named, heads, sectors, countries = set[str](), set[str](), set[str](), set[str](), set[str]()
    for part in parts:
        if part.entity:
            names.add(part.entity)
            if part.entity.startswith(_OWN_ID):
                named.add(part.entity)
        for text in (part.name, part.text):
            if _is_proper(text):
                if part.country and _is_country(text, part):
                    names.add(part.country)  # "Russia" and "Russian" are one
                own = {plain(text), *_acronym(text)} - {""}
                names |= own
                if _is_own(text, part):
                    named |= own
            head = _head(text)
            if head and head not in stems("vague"):
                heads.add(head)
        if part.sector:
            sectors.add(part.sector)
        if part.country:
            countries.add(part.country)
    return Party(
        names=frozenset(names),
        named=frozenset(named),
        heads=frozenset(heads),
        sectors=frozenset(sectors),
        countries=frozenset(countries),
    )


def _is_country(text: str, part: Participant) -> bool:
    """Say whether one word stands for a whole state: "Russia", "Russian", and "Moscow" where it is the government."""
    if len(WORD.findall(text)) != 1 or not part.country:
        return False
    known = countries.load().by_iso3.get(part.country)
    return part.resolved_by in _STATES or (known is not None and known.name == text)


def _is_own(text: str, part: Participant) -> bool:
    """Say whether a name is that of one person or body: no state or place, nation ("Russians"), office or court."""
    if part.entity and not part.entity.startswith(_OWN_ID):
        return False
    words = WORD.findall(text)
    if len(words) == 1 and part.country:
        return False
    return not any(stem(word) in stems("offices") for word in words)


def _acronym(name: str) -> set[str]:
    """Return the initials of a name of three words or more, by which it may be called next."""
    initials = "".join(word[0] for word in name.split() if word[:1].isupper() and word not in ("The", "An", "A"))
    return {initials.casefold()} if len(initials) > 2 else set()


def _head(text: str) -> str:
    """Return the stem of the head of a phrase: its last word before any preposition, "" for none."""
    phrase = text.casefold()
    for word in _HEAD_ENDS:
        phrase = phrase.partition(word)[0]
    words = WORD.findall(phrase)
    return stem(words[-1]) if words else ""


# Words


def _trigger(text: str) -> str:
    words = [stem(word) for word in WORD.findall(text)]
    telling = [word for word in words if rarity(word) > 0] or words
    return telling[0] if telling else text.casefold()


def _words(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems that the evidence is about, and those of them that are names by their capital."""
    words, names = set[str](), set[str]()
    start = True
    for found in WORD.finditer(claim.evidence.text):
        word = found[0]
        base = stem(word)
        if rarity(base) > 0 and (len(base) > 1 or base.isdigit()):
            words.add(base)
            if word[:1].isupper() and not start:
                names.add(base)
        start = False
    parts = [*(p.name for p in claim.actors), *(p.name for p in claim.recipients), *(p.name for p in claim.places)]
    for name in filter(_is_name, parts):
        names |= {base for word in WORD.findall(name) if rarity(base := stem(word)) > 0}
    return frozenset(words), frozenset(names)


def _points_back(claim: Claim) -> bool:
    """Say whether a definite noun tells of the deed: "the attack"."""
    before = claim.evidence.text[: claim.trigger.start - claim.evidence.start] if _inside(claim) else ""
    words = WORD.findall(before)[-2:]
    rule = claim.made_by.rule or ""
    noun = ".n" in rule or not rule
    return noun and any(word.casefold() in _THE_OR_THIS for word in words)


def _anew(claim: Claim, *, plain: bool) -> int | None:
    """Return where a word stands that makes it another deed than those told before; None where there is none.

    Such a word opens the sentence ("Meanwhile"), or stands right before the trigger or at the head of whom it is done
    to ("another bomb", "was also charged"). Of what is not ``plain`` only the first tells: harm beside other harm is of
    one deed ("three were also hurt"), and who demands something may also demand something else.
    """
    if not _inside(claim):
        return None
    text, base, known = claim.evidence.text, claim.evidence.start, same_event.load()
    first = list(islice(WORD.finditer(text), 2))
    opening = [word.start() for word in first if word[0].casefold() in known.another_opens]
    if not plain:
        return base + opening[0] if opening else None
    at = claim.trigger.start - base
    beside = _AND_A.search(text, 0, at) if ".n" in (claim.made_by.rule or "") else None
    if beside is not None and all(place.name not in beside["place"] for place in claim.places):
        opening.append(beside.start("and"))
    near = [*first[:1], *list(WORD.finditer(text, max(0, at - _REACH), at))[-_AHEAD:]]
    telling = [base + start for start in opening]
    telling += [base + word.start() for word in near if word[0].casefold() in known.another and word.start() < at]
    parties = (*claim.recipients, *claim.actors)
    telling += [party.start for party in parties if party.text.partition(" ")[0].casefold() in known.another]
    return max(telling, default=None)


def _cause(claim: Claim) -> frozenset[str]:
    """Return the classes of the deeds that a sentence of harm names as known: "injured during the clashes"."""
    if not _inside(claim):
        return frozenset()
    named = (stem(word) for found in _DURING.finditer(claim.evidence.text) for word in found[1].casefold().split())
    found = frozenset[str]().union(*(classes(word) for word in named if word not in stems("harm") | stems("general")))
    return found & (same_event.load().daily | {"protest"})


def _inside(claim: Claim) -> bool:
    return claim.evidence.start <= claim.trigger.start < claim.evidence.end


def _is_summary(claim: Claim, around: Days | None, spots: Sequence[Spot], published: str | None) -> bool:
    """Say whether a claim counts deeds ("at least 40 attacks", "two bombs", "a wave of raids"), or a war's dead."""
    if claim.type in STATES or not _inside(claim):
        return False
    start = claim.trigger.start - claim.evidence.start
    before = [word.casefold() for word in WORD.findall(claim.evidence.text[:start])[-4:]]
    several = claim.trigger.text.endswith("s") and ".n" in (claim.made_by.rule or "")
    if several and any(map(_counts, before)):
        return True
    hurt = any(q.role in ("killed", "injured") for q in claim.quantities)
    if (several or hurt) and over_a_stretch(claim, published, near=None if hurt else _BESIDE):
        return True
    if not hurt:
        return False
    # "is killing", "has been killed": a headline in the present ("Shells kill six") is of one deed
    if claim.status is Status.ONGOING and claim.trigger.text.casefold().endswith(("ing", "ed")):
        return True
    if _counts_deeds(claim.evidence.text):
        return True
    if any(t.until is not None or goes_on(claim, t) for t in claim.times) and _days_long(around) > _FEW:
        return True
    if len({spot.key for spot in spots}) > 1 and _days_long(around) > 0:
        return True
    means = [WORD.findall(thing.text.casefold()) for thing in claim.things if thing.role == "instrument"]
    return any(words and words[-1] in same_event.load().several for words in means) and _days_long(around) > 0


def _days_long(span: Days | None) -> float:
    """Return how many days a span goes on after its first; what has none may go on for ever."""
    return inf if span is None else span[1] - span[0]


def _counts_deeds(text: str) -> bool:
    """Say whether a sentence counts deeds: "some forty attacks", "a series of bombings"."""
    words = WORD.findall(text.casefold())
    several = same_event.load().several
    return any(word in several and any(map(_counts, words[max(0, i - 3) : i])) for i, word in enumerate(words))


def _counts(word: str) -> bool:
    """Say whether a word before a plural counts: a number other than a year, "several", "dozens"."""
    number = _COUNT.fullmatch(word) and not (len(word) == 4 and "1900" <= word <= "2099")
    return bool(number) or word in same_event.load().counting
