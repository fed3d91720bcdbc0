"""Where an event was, by all accounts."""

from __future__ import annotations

import pytest

from dateline.event import Account
from resolve.folding import folded, tell

KARSH = "Karsh:town@41.62,42.82,5"
LEMSA = "Lemsa:town@41.30,42.70,5"
DORVIK = "Dorvik:town@41.62,43.60,5"
BESK = "Upper Besk:province@41.5,42.8,60"
ORVANIA = "Orvania:country@41.2,42.6,300"

PLACES = [
    ("nobody tells", [tell("a"), tell("b")], (None, False)),
    ("one tells", [tell("a", at=KARSH), tell("b")], ("Karsh", False)),
    ("a town in a told region", [tell("a", at=BESK), tell("b", at=KARSH)], ("Karsh", False)),
    ("a town in a told country", [tell("a", at=ORVANIA), tell("b", at=ORVANIA), tell("c", at=KARSH)], ("Karsh", False)),
    ("only a region: no town is made up", [tell("a", at=BESK), tell("b", at=ORVANIA)], ("Upper Besk", False)),
    ("both in one breath", [tell("a", at=("Karsh", "Upper Besk:province"))], ("Karsh", False)),
    ("the region first", [tell("a", at=("Upper Besk:province", "Karsh"))], ("Karsh", False)),
    ("two towns far apart", [tell("a", at=KARSH), tell("b", at=DORVIK)], ("Karsh", True)),
    ("two against one", [tell("a", at=KARSH), tell("b", at=DORVIK), tell("c", at=DORVIK)], ("Dorvik", True)),
    ("two towns near each other", [tell("a", at=KARSH), tell("b", at=LEMSA)], ("Karsh", False)),
    ("two towns in no gazetteer", [tell("a", at="Nerit:village"), tell("b", at="Pasharan:town")], ("Nerit", True)),
    ("two names of which nothing is known", [tell("a", at="Nerit"), tell("b", at="Pasharan")], ("Nerit", False)),
    ("who tells both contradicts nobody", [tell("a", at=KARSH), tell("b", at=(DORVIK, KARSH))], ("Karsh", False)),
    ("a name goes before a description", [tell("a", at="the market:market"), tell("b", at=KARSH)], ("Karsh", False)),
    ("a description where there is nothing else", [tell("a", at="mountain road:road")], ("mountain road", False)),
    ("a crossing", [tell("a", at="Arkun"), tell("b", at="Arkun crossing:crossing")], ("Arkun crossing", False)),
]  # fmt: skip


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_places(accounts: list[Account], expected: tuple[str | None, bool]) -> None:
    event = folded(*accounts)
    assert (event.place and event.place.name, "place" in event.disputed) == expected


def test_a_point_comes_from_an_account_or_not_at_all() -> None:
    event = folded(tell("a", at="Karsh"), tell("b", at=KARSH))
    assert event.place is not None
    assert (event.place.latitude, event.place.gazetteer_id) == (41.62, "geonames:Karsh")
    assert len(event.place.claims) == 2
    bare = folded(tell("a", at="Karsh"), tell("b", at="Karsh:town"))
    assert bare.place is not None
    assert (bare.place.latitude, bare.place.country, bare.place.feature) == (None, None, "town")


def test_a_name_of_two_places_stays_apart_from_both() -> None:
    north, south = "Sanik:town@41.9,42.8,5", "Sanik:town@40.1,42.8,5"
    event = folded(tell("a", at=north), tell("b", at=south.replace("Sanik:", "Sanik:")), tell("c", at="Sanik"))
    assert event.place is not None
    assert event.place.name == "Sanik"
