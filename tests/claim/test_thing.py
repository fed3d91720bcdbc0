"""What was attacked or seized, at what it happened, and with what: whole sentences through the shipped model."""

from __future__ import annotations

import pytest

from dateline import api
from dateline.records import Claim


def things(text: str) -> list[str]:
    """Return the things of the first claim as "role kind: words"."""
    return told(api.read_text(text).claims[0])


def told(claim: Claim) -> list[str]:
    return [f"{t.role} {t.kind}: {t.text}" for t in claim.things]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Guerrillas blew up a gas pipeline near Kesra with dynamite.",
            ["target infrastructure: a gas pipeline", "instrument bomb: dynamite"],
        ),
        (
            "Two bombs exploded in front of the Ruritanian embassy.",
            ["site building: the Ruritanian embassy", "instrument bomb: Two bombs"],
        ),
        ("A booth was destroyed by the blast.", ["target fixture: A booth"]),
        (
            "THREE MEN ARMED WITH MACHINE GUNS ATTACKED A BUS IN THE VALLEY.",
            ["target vehicle: A BUS", "instrument firearm: MACHINE GUNS"],
        ),
        (
            "Attackers threw petrol bombs at the newspaper's offices and a bank.",
            [
                "target building: the newspaper's offices",
                "target building: a bank",
                "instrument bomb: petrol bombs",
            ],
        ),
        ("Automatic weapons fire wounded a driver.", ["instrument weapon: Automatic weapons"]),
        ("The rebels shelled the town with mortars.", ["instrument artillery: mortars"]),
        (
            "Police seized rifles and two trucks from the rebels.",
            ["target firearm: rifles", "target vehicle: two trucks"],
        ),
        ("Gunmen killed a judge and two guards.", []),
        ("Shelling wounded ten people.", []),
        ("The ministers met the envoy at the hotel.", []),
    ],
)
def test_things(text: str, expected: list[str]) -> None:
    assert things(text) == expected


def test_what_is_attacked_alone_makes_a_claim() -> None:
    (claim,) = api.read_text("The rebels toppled a mast. A kiosk was destroyed by the blast.").claims[-1:]
    assert claim.actors == claim.recipients == ()
    assert told(claim) == ["target fixture: A kiosk"]


def test_spans_are_exact() -> None:
    reading = api.read_text("Unknown men placed a bomb under a bus in the port.")
    found = [t for c in reading.claims for t in c.things]
    assert found
    assert all(reading.report.text[t.start : t.end] == t.text for t in found)


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("The mayor was shot near the port of Kesra by two men.", ["two men"], ["The mayor"]),
        ("Nine people, including a mayor, were wounded in the raid.", [], ["Nine people", "a mayor"]),
        ("Twelve people, including three children, were killed in the raid.", [], ["Twelve people"]),
        ("The murder of the priest by soldiers shook the town.", ["soldiers"], ["the priest"]),
        ("The judge was killed along with two guards near his home.", [], ["The judge", "two guards"]),
        ("Rebels kidnapped an engineer along with his driver.", ["Rebels"], ["an engineer", "his driver"]),
    ],
)
def test_who_did_it_to_whom(text: str, actors: list[str], recipients: list[str]) -> None:
    claim = api.read_text(text).claims[0]
    assert [p.text for p in claim.actors] == actors
    assert [p.text for p in claim.recipients] == recipients
