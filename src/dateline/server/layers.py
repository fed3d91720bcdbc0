"""Which words of a report lie in which layer: what one claim says of itself, and all that was read in a report."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import api
from dateline.api import Claim, Reading
from dateline.web.marking import Mark

__all__ = ["LAYERS", "claim_marks", "reading_marks"]

LAYERS = {
    "claims": "claims",
    "people": "people and groups",
    "places": "places",
    "dates": "dates",
    "numbers": "numbers",
    "speakers": "speakers",
}
"""The layers that can be switched, and what to call them."""
_KINDS = api.desk.MentionKind
_LAYER_OF = {
    _KINDS.PERSON: "people",
    _KINDS.ORGANIZATION: "people",
    _KINDS.GROUP: "people",
    _KINDS.NATIONALITY: "people",
    _KINDS.PLACE: "places",
    _KINDS.FACILITY: "places",
    _KINDS.TIME: "dates",
    _KINDS.QUANTITY: "numbers",
    _KINDS.MONEY: "numbers",
}


def claim_marks(claim: Claim) -> Iterator[Mark]:
    """Yield what a claim says of its words: trigger, who, where, when, how many, and who says so."""
    yield Mark(start=claim.trigger.start, end=claim.trigger.end, layer="trigger", claim=claim.id)
    for party in (*claim.actors, *claim.recipients):
        yield Mark(start=party.start, end=party.end, layer="people")
    for place in claim.places:
        yield Mark(start=place.start, end=place.end, layer="places")
    for time in claim.times:
        yield Mark(start=time.start, end=time.end, layer="dates")
    for quantity in claim.quantities:
        yield Mark(start=quantity.start, end=quantity.end, layer="numbers")
    for speaker in claim.attribution:
        yield Mark(start=speaker.start, end=speaker.end, layer="speakers")


def reading_marks(reading: Reading) -> Iterator[Mark]:
    """Yield all that was read in a report."""
    for mention in reading.mentions:
        if (layer := _LAYER_OF.get(mention.kind)) is not None:
            yield Mark(start=mention.start, end=mention.end, layer=layer)
    for attribution in reading.attributions:
        if attribution.source is not None:
            yield Mark(start=attribution.source.start, end=attribution.source.end, layer="speakers")
    for claim in reading.claims:
        yield Mark(start=claim.evidence.start, end=claim.evidence.end, layer="claims", claim=claim.id)
        yield Mark(start=claim.trigger.start, end=claim.trigger.end, layer="trigger", claim=claim.id)
