"""Claims made by hand from a sentence and what is said in it, ready to be compared."""

from __future__ import annotations

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
    Status,
)
from dateline.resolve import Told, about, prepare

POINTS = {
    "Tarsk": (35.0, 40.0, "GAZ1", "Ulm"),
    "Little Tarsk": (35.05, 40.02, "GAZ2", "Ulm"),
    "Orvel": (36.5, 41.0, "GAZ3", "Ulm"),
}
"""Places of the tests: degrees, gazetteer id, province. Others have none of these."""


def account(
    sentence: str,
    trigger: str,
    kind: str = "ASSAULT",
    *,
    report: str = "r1",
    published: str | None = "2030-05-10",
    order: int = 0,
    mode: str | None = None,
    status: Status = Status.HAPPENED,
    negative: bool = False,
    place: str | None = None,
    day: str | None = None,
    until: str | None = None,
    by: tuple[str, str | None] | None = None,
    to: tuple[str, str | None] | None = None,
    thing: tuple[str, str] | None = None,
    rule: str = "v",
    start: int = 0,
    **numbers: float,
) -> Account:
    """Make the account of a claim; ``start`` is where the sentence stands in its report."""

    def span(text: str) -> Span:
        at = start + max(sentence.find(text), 0)
        return Span(text=text, start=at, end=at + len(text))

    def party(who: tuple[str, str | None] | None) -> tuple[Participant, ...]:
        if who is None:
            return ()
        at = span(who[0])
        return (Participant(mention=None, text=who[0], start=at.start, end=at.end, name=who[0], sector=who[1]),)

    places: tuple[ClaimPlace, ...] = ()
    if place:
        at = span(place)
        up, east, name, province = POINTS.get(place, (None, None, None, None))
        places = (
            ClaimPlace(
                text=place,
                start=at.start,
                end=at.end,
                name=place,
                country="XAA" if name else None,
                admin1=province,
                latitude=up,
                longitude=east,
                radius_km=3.0 if name else None,
                gazetteer_id=name,
            ),
        )
    claim = Claim(
        id=digest("claim", report, sentence, trigger, kind, str(start)),
        kind=ClaimKind.STATE if kind in STATES else ClaimKind.EVENT,
        type=ClaimType(kind),
        mode=mode,
        actors=party(by),
        recipients=party(to),
        places=places,
        times=(ClaimTime(text="then", start=start, end=start + 4, value=day, until=until),) if day else (),
        quantities=tuple(
            ClaimQuantity(text=f"{low:g}", start=start, end=start + 1, role=role, low=low, high=low)
            for role, low in numbers.items()
        ),
        things=(
            (ClaimThing(mention=None, text=thing[0], start=start, end=start + 1, role=thing[1], kind="building"),)
            if thing
            else ()
        ),
        polarity=Polarity.NEGATIVE if negative else Polarity.POSITIVE,
        status=status,
        trigger=span(trigger),
        evidence=Span(text=sentence, start=start, end=start + len(sentence)),
        confidence=0.9,
        made_by=MadeBy(component="tests", version="1", rule=f"{kind}.x.{rule}"),
    )
    return Account(claim=claim, report=report, published=published, order=order)


def told(sentence: str, trigger: str, kind: str = "ASSAULT", *, text: str | None = None, **facts: object) -> Told:
    """Make what is compared of a claim; ``text`` is its report's."""
    made = account(sentence, trigger, kind, **facts)  # type: ignore[arg-type]
    return prepare(made, about=about(text) if text else None)
