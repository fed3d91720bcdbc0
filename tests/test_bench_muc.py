"""The reading of MUC's keys and the scoring of role fillers, on a key of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.muc import counts, gold, head, judge, paired, same_date, same_place, verdicts
from bench.muc_keys import Incident, keys, messages
from bench.muc_templates import Response, Template, build
from dateline import api

KEY = """
0.  MESSAGE: ID                     TST1-MUC3-0001
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  - 08 JAN 90
3.  INCIDENT: LOCATION              PERU: KESRA (CITY)
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         "PETROL BOMBS" / "BOMBS"
                                    ? "RIFLE"
9.  PERP: INDIVIDUAL ID             "TWO OF THE RIDERS"
10. PERP: ORGANIZATION ID           -
12. PHYS TGT: ID                    "OFFICES OF THE PORT"
18. HUM TGT: NAME                   "OMAR TARI"
19. HUM TGT: DESCRIPTION            "MAYOR": "OMAR TARI"
                                    "GUARDS"

0.  MESSAGE: ID                     TST1-MUC3-0002
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""
MESSAGES = """TST1-MUC3-0001

   KESRA, 8 JAN 90 (KNA) -- [TEXT] TWO RIDERS THREW PETROL BOMBS AT THE
OFFICES OF THE PORT.

   NOBODY WAS HURT.

TST1-MUC3-0002

   KESRA, 9 JAN 90 -- [COMMENTARY] [TEXT] NOTHING HAPPENED.
"""


@pytest.fixture
def incident(tmp_path: Path) -> Incident:
    path = tmp_path / "key"
    path.write_text(KEY, encoding="latin-1")
    found = keys(path)
    assert found["TST1-MUC3-0002"] == []
    (only,) = found["TST1-MUC3-0001"]
    return only


def template(**roles: tuple[str, ...]) -> Template:
    fillers = {name.replace("_", " "): tuple(Response(strings=(s,)) for s in some) for name, some in roles.items()}
    return Template(
        type="BOMBING", stage="ACCOMPLISHED", date=("1990-01-07",) * 2, country="PER", places=("KESRA",), roles=fillers
    )


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        ("MEMBERS OF A LEGAL COMMISSION", "MEMBERS"),
        ("TWO OF THE GUARDS", "GUARDS"),
        ("GROUP OF ARMED MEN", "MEN"),
        ("MEN WEARING UNIFORMS", "MEN"),
        ("OMAR TARI", "TARI"),
        ("U.S. EMBASSY", "EMBASSY"),
        ("WORKERS FRONT [WF]", "FRONT"),
    ],
)
def test_heads(string: str, expected: str) -> None:
    assert head(string) == expected


def test_a_key_is_read(incident: Incident) -> None:
    assert incident.types == {"BOMBING"}
    assert incident.dates == ((None, "1990-01-08"),)
    assert incident.places == ("PERU", "KESRA")
    assert [(set(f.strings), f.optional) for f in incident.roles["instrument"]] == [
        ({"PETROL BOMBS", "BOMBS"}, False),
        ({"RIFLE"}, True),
    ]
    assert [(set(f.strings), set(f.titles)) for f in incident.roles["human target"]] == [
        ({"OMAR TARI"}, {"MAYOR"}),
        ({"GUARDS"}, set()),
    ]


def test_messages_lose_header_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    path.write_text(MESSAGES, encoding="latin-1")
    first, second = messages(path)
    assert (first.place, first.published) == ("KESRA", "1990-01-08")
    assert first.text == "TWO RIDERS THREW PETROL BOMBS AT THE OFFICES OF THE PORT.\n\nNOBODY WAS HURT.\n"
    assert second.text == "NOTHING HAPPENED.\n"


def test_fillers_are_judged(incident: Incident) -> None:
    ours = template(
        instrument=("SOME BOMBS", "A RIFLE"),  # the second is optional in the key
        human_target=("THE MAYOR", "TARI", "A NURSE"),  # one filler twice, and a wrong one
        perpetrator_individual=("RIDERS",),
    )
    found = verdicts([ours], [incident])
    assert counts(found, "instrument") == (2, 2, 2)
    assert counts(found, "human target") == (1, 2, 2)
    assert counts(found, "perpetrator individual") == (1, 1, 1)
    assert counts(found, "physical target") == (0, 0, 1)
    assert counts(found) == (4, 5, 6)


def test_an_optional_filler_is_not_missed(incident: Incident) -> None:
    assert [v.what for v in judge("instrument", (), gold([incident], "instrument"))] == ["missed"]


def test_slots(incident: Incident) -> None:
    ours = template()
    assert paired([ours], [incident]) == [(ours, incident)]
    assert same_date(ours, incident)
    assert same_place(ours, incident)
    abroad = Template(type="BOMBING", stage="ACCOMPLISHED", date=None, country="CHL", places=("KESRA",), roles={})
    assert not same_place(abroad, incident)
    assert not same_date(abroad, incident)


def test_a_template_is_read_off_claims() -> None:
    reading = api.read_text("Two gunmen threw a grenade at a bank in Lima on Sunday and wounded a teacher.")
    (made,) = build(reading)
    assert (made.type, made.stage) == ("BOMBING", "ACCOMPLISHED")
    assert {role: [r.strings[0] for r in some] for role, some in made.roles.items()} == {
        "perpetrator individual": ["TWO GUNMEN"],
        "physical target": ["A BANK"],
        "human target": ["A TEACHER"],
        "instrument": ["A GRENADE"],
    }


def test_fights_between_armed_sides_are_no_incident() -> None:
    assert build(api.read_text("The army clashed with rebels near the river. Rebels killed six soldiers.")) == []
