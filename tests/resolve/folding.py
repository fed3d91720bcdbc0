"""Accounts in a line, for the tests of events: ``tell("r1", actor="rebels", at="Karsh", on="2031-09-01")``."""

from __future__ import annotations

from dataclasses import replace

from dateline.codec import digest
from dateline.event import Account, Event
from dateline.records import (
    STATES,
    Answer,
    AnswerKind,
    Claim,
    ClaimKind,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    ClaimType,
    MadeBy,
    Participant,
    Polarity,
    Span,
    Speaker,
    Status,
)
from dateline.resolve.fold import fold

SECTORS = {
    "rebels": "REB",
    "Highland Front": "REB",
    "HF": None,
    "Lowland Front": "REB",
    "gunmen": "UAF",
    "terrorists": "RAD",
    "the army": "MIL",
    "army": "MIL",
    "Orvanian army": "MIL",
    "soldiers": "MIL",
    "Ministry of Defence": "GOV",
    "defence ministry": "GOV",
    "government": "GOV",
    "police": "COP",
    "residents": "CVL",
}
ROLES = {"killed", "injured", "detained", "released", "displaced", "participants", "abducted"}
SENTENCE = Span(text="x" * 200, start=0, end=200)


def party(name: str, *, entity: str | None = None, country: str | None = None) -> Participant:
    """Make a participant; ``"army/RUS"`` has a country, ``"army#org.x"`` an entity."""
    name, _, country_of = name.partition("/")
    name, _, entity_of = name.partition("#")
    named = name[:1].isupper()
    return Participant(
        mention=None,
        text=name,
        start=50,
        end=50 + len(name),
        name=name,
        entity=entity or entity_of or None,
        country=country or country_of or None,
        sector=SECTORS.get(name),
        resolved_by=None if name not in SECTORS else "name" if named else "role",
    )


def place(name: str) -> ClaimPlace:
    """Make a place: ``"Karsh"``, ``"Karsh:town"``, ``"Karsh:town@41.6,42.8,5"`` with a point and its radius."""
    name, _, point = name.partition("@")
    name, _, feature = name.partition(":")
    latitude, longitude, radius = (float(number) for number in point.split(",")) if point else (None, None, None)
    return ClaimPlace(
        text=name,
        start=0,
        end=len(name),
        name=name,
        feature=feature or None,
        latitude=latitude,
        longitude=longitude,
        radius_km=radius,
        gazetteer_id=f"geonames:{name}" if point else None,
        country="ORV" if point else None,
    )


def tell(
    report: str,
    type: ClaimType = ClaimType.ASSAULT,
    *,
    id: str | None = None,
    actor: str | tuple[str, ...] = (),
    to: str | tuple[str, ...] = (),
    at: str | tuple[str, ...] = (),
    on: str | tuple[str, ...] = (),
    until: str | None = None,
    words: str | None = None,
    word: str = "x",
    sentence: str | None = None,
    by: str | tuple[str, ...] = (),
    status: Status = Status.HAPPENED,
    no: bool = False,
    mode: str | None = None,
    denies: tuple[str, ...] = (),
    supports: tuple[str, ...] = (),
    content_of: str | None = None,
    published: str | None = "2031-09-20",
    outlet: str | None = None,
    order: int = 0,
    **counts: float | str,
) -> Account:
    """Make an account; ``word`` tells of it, ``words`` are those of its time, ``sentence`` begins with it.

    Counts are by role: ``killed=9``, ``killed="9+"`` for an open one, ``killed="9 soldiers"``.
    """
    unknown = counts.keys() - ROLES
    assert not unknown, unknown
    recipients = list(map(party, _many(to)))
    quantities = []
    for at_, (role, count) in enumerate(counts.items()):
        number, _, whom = str(count).partition(" ")
        low, start = float(number.rstrip("+")), 100 + 40 * at_
        if whom:
            named = party(whom)
            text = f"{number} {whom}"
            recipients.append(replace(named, text=text, name=text, start=start, end=start + len(text)))
        quantities.append(
            ClaimQuantity(
                text=number,
                start=start,
                end=start + len(number),
                role=role,
                low=low,
                high=None if number.endswith("+") else low,
            )
        )
    name = id or digest("claim", report, str(type), str(order), repr((on, at, by, counts, status, actor, to)))
    claim = Claim(
        id=name,
        kind=ClaimKind.STATE if type in STATES else ClaimKind.EVENT,
        type=type,
        mode=mode,
        actors=tuple(map(party, _many(actor))),
        recipients=tuple(recipients),
        places=tuple(map(place, _many(at))),
        times=tuple(
            ClaimTime(text=words or value, start=0, end=1, value=value, until=until, relative=True)
            for value in _many(on)
        ),
        quantities=tuple(quantities),
        polarity=Polarity.NEGATIVE if no else Polarity.POSITIVE,
        status=status,
        attribution=tuple(Speaker(text=name, start=0, end=1, name=name) for name in _many(by)),
        content_of=content_of,
        denies=denies,
        supports=supports,
        answers=tuple(
            Answer(kind=kind, claim=other, score=1.0, words=SENTENCE)
            for kind, others in ((AnswerKind.DENIES, denies), (AnswerKind.SUPPORTS, supports))
            for other in others
        ),
        trigger=Span(text=word, start=0, end=len(word)),
        evidence=Span(text=sentence, start=0, end=len(sentence)) if sentence else SENTENCE,
        confidence=0.9,
        made_by=MadeBy(component="claim", version="1"),
    )
    return Account(claim=claim, report=report, source_id=report, outlet=outlet, published=published, order=order)


def folded(*accounts: Account, origins: dict[str, list[str]] | None = None, answers: tuple[Account, ...] = ()) -> Event:
    """Fold accounts as they stand: the first came in first, unless they say otherwise."""
    if all(account.order == 0 for account in accounts):
        accounts = tuple(replace(account, order=at) for at, account in enumerate(accounts))
    return fold(accounts, origins=origins or {}, answers=answers)


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
