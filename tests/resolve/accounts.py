"""Accounts made by hand, and whole stories made up without a model, for the tests of ledgers."""

from __future__ import annotations

import random
from dataclasses import replace

from dateline.codec import digest
from dateline.event import Account
from dateline.records import (
    STATES,
    Claim,
    ClaimKind,
    ClaimPlace,
    ClaimQuantity,
    ClaimThing,
    ClaimTime,
    ClaimType,
    MadeBy,
    Participant,
    Polarity,
    Span,
    Speaker,
    Status,
)

MADE_BY = MadeBy(component="tests", version="1")
GOVERNMENT = ("Arlund government", "GOV", "state.ARL.government", "ARL", "registry")
ARMY = ("army", "MIL", None, "ARL", "role")
REBELS = ("Free Hills Front", "REB", None, None, "name")
ANY_REBELS = ("rebels", "REB", None, None, "role")
RESIDENTS = ("residents", "CVL", None, None, "role")
MEDIATOR = ("Oman", None, "geonames:286963", "OMN", "registry")
Named = tuple[str, str | None, str | None, str | None, str]


def party(who: Named, start: int = 0) -> Participant:
    name, sector, entity, country, by = who
    return Participant(
        mention=None,
        text=name,
        start=start,
        end=start + len(name),
        name=name,
        entity=entity,
        country=country,
        sector=sector,
        resolved_by=by,
    )


def place(name: str, *, start: int = 0, feature: str | None = None, gazetteer_id: str | None = None) -> ClaimPlace:
    return ClaimPlace(
        text=name, start=start, end=start + len(name), name=name, feature=feature, gazetteer_id=gazetteer_id
    )


def claim(
    type: ClaimType,
    *,
    mode: str | None = None,
    status: Status = Status.HAPPENED,
    actors: tuple[Named, ...] = (),
    recipients: tuple[Named, ...] = (),
    at: str | None = None,
    feature: str | None = None,
    time: str | None = None,
    said_by: str | None = None,
    words: str = "words",
    negative: bool = False,
    counts: tuple[tuple[str, float, float | None], ...] = (),
    unit: str | None = None,
    conduct: str | None = None,
    things: tuple[tuple[str, str], ...] = (),
    content_of: str | None = None,
    denies: tuple[str, ...] = (),
    number: int = 0,
) -> Claim:
    """Make a claim whose evidence is ``words``; a place, a time or a number stands in it where its words do."""

    def find(text: str) -> int:
        return max(words.find(text), 0)

    return Claim(
        id=digest("claim", "tests", type, words, str(number), str(status), str(content_of)),
        kind=ClaimKind.STATE if type in STATES else ClaimKind.EVENT,
        type=type,
        mode=mode,
        actors=tuple(party(who, find(who[0])) for who in actors),
        recipients=tuple(party(who, find(who[0])) for who in recipients),
        places=(place(at, start=find(at), feature=feature),) if at else (),
        times=(ClaimTime(text=time, start=find(time), end=find(time) + len(time), value=time),) if time else (),
        quantities=tuple(
            ClaimQuantity(
                text=f"{low:g}",
                start=find(f"{low:g}"),
                end=find(f"{low:g}") + 1,
                role=role,
                low=low,
                high=high,
                unit=unit,
            )
            for role, low, high in counts
        ),
        things=tuple(
            ClaimThing(mention=None, text=text, start=0, end=len(text), role="target", kind=kind)
            for text, kind in things
        ),
        conduct=Span(text=conduct, start=0, end=len(conduct)) if conduct else None,
        polarity=Polarity.NEGATIVE if negative else Polarity.POSITIVE,
        status=status,
        attribution=(Speaker(text=said_by, start=0, end=len(said_by), name=said_by),) if said_by else (),
        content_of=content_of,
        denies=denies,
        trigger=Span(text=words.split()[0], start=number, end=number + len(words.split()[0])),
        evidence=Span(text=words, start=0, end=len(words)),
        confidence=0.9,
        made_by=MADE_BY,
    )


def report(name: str, published: str | None, *claims: Claim, outlet: str | None = "The Paper") -> list[Account]:
    """Make the accounts of a report; the ids of its claims become its own."""
    own = {each.id: digest("claim", name, each.id) for each in claims}
    return [
        Account(
            claim=replace(
                each,
                id=own[each.id],
                content_of=own.get(each.content_of or "", each.content_of),
                denies=tuple(own.get(other, other) for other in each.denies),
            ),
            report=name,
            source_id=name,
            outlet=outlet,
            published=published,
            order=int("".join(letter for letter in name if letter.isdigit()) or 0) * 100 + index,
        )
        for index, each in enumerate(claims)
    ]


def story(seed: int) -> tuple[list[Account], dict[str, str]]:
    """Make up reports on two wars and a few places, and events of some of their claims."""
    rng = random.Random(seed)
    accounts: list[Account] = []
    for number in range(rng.randint(2, 12)):
        day = f"2030-06-{rng.randint(1, 15):02d}" if rng.random() < 0.95 else None
        accounts += report(f"r{number}", day, *_claims(rng), outlet=rng.choice(["The Paper", "The Wire", None]))
    event_of: dict[str, str] = {}
    for account in accounts:
        if rng.random() < 0.6:
            event_of[account.claim.id] = f"{account.claim.type}{rng.randint(0, 2)}"
    return accounts, event_of


def _claims(rng: random.Random) -> list[Claim]:
    parties = [GOVERNMENT, ARMY, REBELS, ANY_REBELS, RESIDENTS, MEDIATOR]
    towns = ["Ambry", "Bolda", "Highway", "the market"]
    out: list[Claim] = []
    for number in range(rng.randint(1, 7)):
        kind = rng.choice([*ClaimType, *[ClaimType.CONTROL] * 6, *[ClaimType.COERCE] * 4, *[ClaimType.AGREE] * 4])
        modes: dict[ClaimType, list[str | None]] = {
            ClaimType.CONTROL: ["gain", "hold", "lose", "contest"],
            ClaimType.ACCESS: ["open", "closed"],
            ClaimType.ALIGNMENT: ["backs", "rival"],
            ClaimType.COERCE: ["curfew", "restrict", "arrest"],
            ClaimType.RETREAT: ["release", "withdraw", "ceasefire"],
            ClaimType.REQUEST: ["yield"],
            ClaimType.CONSULT: [None, "third-party"],
        }
        day = f"2030-06-{rng.randint(1, 20):02d}"
        town = rng.choice(towns) if rng.random() < 0.8 else None
        time = day if rng.random() < 0.6 else None
        parent = rng.choice(out).id if out and rng.random() < 0.3 else None
        out.append(
            claim(
                kind,
                mode=rng.choice(modes.get(kind, [None])),
                status=rng.choice([Status.HAPPENED] * 4 + [Status.ONGOING, *Status]),
                actors=tuple(rng.sample(parties, rng.choice([0, 1, 1, 1, 2]))),
                recipients=tuple(rng.sample(parties, rng.choice([0, 0, 1]))),
                at=town,
                feature="market" if town == "the market" else None,
                time=time,
                words=f"Words {number} from {town or 'the town'} 4 since {time or 'then'} and 12",
                negative=rng.random() < 0.1,
                counts=((rng.choice(["killed", "released", "share", "detained"]), float(rng.randint(1, 60)), None),),
                unit="percent" if kind is ClaimType.CONTROL else None,
                conduct=rng.choice([None, "leave the town", "public rallies"]),
                things=((rng.choice(["the curfew", "the order", "a deal"]), "restriction"),),
                content_of=parent,
                number=number,
            )
        )
    return out
