"""Claims of two reports: what they must have in common to be of one event, and who else speaks against it."""

from __future__ import annotations

import pytest

from dateline.resolve import Told, judge
from dateline.resolve.identity import same_party
from dateline.resolve.pair import features
from resolve.tellings import told

AT = "2030-06-01T00:00:00Z"
JAILED = told(
    "A court convicted Ilo Brandt of fraud", "convicted", "SANCTION", by=("A court", "JUD"), to=("Ilo Brandt", None),
    report="r1",
)  # fmt: skip
JAILED_TOO = told(
    "Judges convicted Ilo Brandt of fraud", "convicted", "SANCTION", by=("Judges", "JUD"), to=("Ilo Brandt", None),
    report="r2",
)  # fmt: skip
ANOTHER = told(
    "A court convicted Mara Sel of fraud", "convicted", "SANCTION", by=("A court", "JUD"), to=("Mara Sel", None),
    report="r3",
)  # fmt: skip
SEIZED = told("Police seized a bus", "seized", "COERCE", mode="seize", by=("Police", "COP"), report="r4")
SEIZED_TOO = told("Police seized the bus", "seized", "COERCE", mode="seize", by=("Police", "COP"), report="r5")
MAYOR = told(
    "The High Court blamed Iren Holt", "blamed", "ACCUSE", by=("High Court", "JUD"), to=("Iren Holt", None), report="r6"
)
OTHER_COURT = told(
    "The High Court blamed a brewer", "blamed", "ACCUSE", by=("High Court", "JUD"), to=("a brewer", None), report="r7"
)


def names(one: Told, other: Told) -> set[str]:
    return {name for name, _ in features(one, other)}


def test_one_person_in_one_role_is_one_event() -> None:
    assert judge(JAILED, JAILED_TOO, at=AT) is not None
    assert "across: not identified" not in names(JAILED, JAILED_TOO)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (JAILED, ANOTHER, "across: other recipient"),  # somebody else was convicted
        (SEIZED, SEIZED_TOO, "across: not identified"),  # any police, any bus
        (MAYOR, OTHER_COURT, "across: not identified"),  # every country has a High Court
    ],
)
def test_kept_apart_and_why(one: Told, other: Told, why: str) -> None:
    assert why in names(one, other)
    assert why in names(other, one)
    assert judge(one, other, at=AT) is None


def test_within_a_report_nothing_of_it_is_asked() -> None:
    again = told("The bus was seized", "seized", "COERCE", mode="seize", report="r4", start=40)
    assert not {name for name in names(SEIZED, again) if name.startswith("across")}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ilo Brandt", "Ilo Brandt", True),
        ("Ilo Brandt", "Mara Brandt", False),
        ("High Court", "High Court", False),  # an office is nobody's name
        ("Ministry of Health", "Health Ministry", False),
    ],
)
def test_same_party(one: str, other: str, same: bool) -> None:
    first, then = (told("They met", "met", "CONSULT", by=(name, None)).actors for name in (one, other))
    assert same_party(first, then) is same
