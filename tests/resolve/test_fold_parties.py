"""Who took part in an event, under the names that accounts give."""

from __future__ import annotations

import pytest

from dateline.event import Account
from dateline.resolve.party import bare_name
from resolve.folding import folded, tell

PARTIES = [
    ("one name", [tell("a", actor="Sandro Kevi"), tell("b", actor="Sandro Kevi")], ["Sandro Kevi"]),
    ("a last name", [tell("a", actor="Kevi"), tell("b", actor="Sandro Kevi")], ["Sandro Kevi"]),
    (
        "a last name that two have",
        [tell("a", actor="Kevi"), tell("b", actor="Sandro Kevi"), tell("c", actor="Mira Kevi")],
        ["Kevi", "Sandro Kevi", "Mira Kevi"],
    ),
    ("initials", [tell("a", actor="HF"), tell("b", actor="Highland Front")], ["Highland Front"]),
    (
        "one ministry",
        [tell("a", actor="defence ministry"), tell("b", actor="Ministry of Defence")],
        ["Ministry of Defence"],
    ),
    ("one entity under two names", [tell("a", actor="IS#org.is"), tell("b", actor="Daesh#org.is")], ["Daesh"]),
    ("a name of a known one", [tell("a", actor="Daesh#org.is"), tell("b", actor="Daesh")], ["Daesh"]),
    ("two countries' armies", [tell("a", actor="army/RUS"), tell("b", actor="army/UKR")], ["army", "army"]),
    ("counts are left out", [tell("a", actor="300 women"), tell("b", actor="At least 200 women")], ["women"]),
    ("rebels are the Front", [tell("a", actor="rebels"), tell("b", actor="Highland Front")], ["Highland Front"]),
    (
        "but of two fronts neither",
        [tell("a", actor="rebels"), tell("b", actor=("Highland Front", "Lowland Front#org.lf")), tell("c", actor="x")],
        ["rebels", "Highland Front", "Lowland Front", "x"],
    ),
    (
        "a country and its government",
        [tell("a", actor="Oman#geonames:1/OMN"), tell("b", actor="Oman#state.OMN.government/OMN")],
        ["Oman"],
    ),
    ("residents are not the army", [tell("a", actor="residents"), tell("b", actor="army")], ["residents", "army"]),
]


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in PARTIES], ids=[row[0] for row in PARTIES])
def test_actors(accounts: list[Account], expected: list[str]) -> None:
    assert [party.name for party in folded(*accounts).actors] == expected


def test_claims_of_each_name_are_kept() -> None:
    event = folded(
        tell("a", id="one", actor="Kevi"), tell("b", id="two", actor="Sandro Kevi"), tell("c", id="three", to="Kevi")
    )
    assert event.actors[0].claims == ("one", "two")
    assert event.recipients[0].claims == ("three",)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("at least nine people", "people"),
        ("About 4,000 people", "people"),
        ("dozens of families who had fled", "families"),
        ("The army", "army"),
        ("Ministry of Defence of Orvania", "orvania defence ministry"),
        ("Orvania's government", "orvania government"),
        ("a spokesman for the rebels", "spokesman"),
        ("the", ""),
        ("a 45-year-old man", "man"),
        ("the shop in Paris", "shop"),
        ("Front for Change", "front for change"),
        ("Dana Mirov, who sells cloth", "dana mirov"),
        ("3rd Brigade", "3rd brigade"),
    ],
)
def test_bare_names(name: str, bare: str) -> None:
    assert " ".join(bare_name(name)) == bare
