"""Paragraphs, a line each or wrapped."""

from __future__ import annotations

import pytest

from dateline.intake.blocks import blocks, stopped


def paragraphs(text: str) -> list[str]:
    return [" ".join(text[b.start : b.end].split()) for b in blocks(text)]


WRAPPED = """\
The governor of the northern province said on Monday that the road to
the border would stay closed until the last of the mines had been
cleared from it.

He spoke after two lorries were destroyed near the village of Tal Asar
in an attack that no group has yet said was its own.

The army denied it.
"""

WIRE = """\
   PORT ELENA, 4 MAR 91 (EFE) -- [TEXT] GUNMEN BURNED TWO BUSES ON THE
COAST ROAD LAST NIGHT AND LEFT LEAFLETS OF THE PEOPLE'S FRONT, POLICE
SAID.  NOBODY WAS HURT.  THE DRIVERS, WHO WERE TOLD TO RUN, WALKED TO
THE NEAREST TOWN.

   THE GOVERNOR SAID THE ARMY WOULD GUARD THE ROAD.  A SPOKESMAN FOR
THE FRONT DENIED IT.

   IT WAS THE THIRD ATTACK ON THE ROAD SINCE THE TRUCE OF FEBRUARY
ENDED.
"""


def test_a_line_is_a_paragraph() -> None:
    text = "Rebels took Tal Asar on Monday.\nTroops left the town.\n\nThe border is closed.\n"
    assert paragraphs(text) == ["Rebels took Tal Asar on Monday.", "Troops left the town.", "The border is closed."]


def test_wrapped_lines_are_joined_and_blank_lines_divide() -> None:
    found = paragraphs(WRAPPED)
    assert len(found) == 3
    assert found[0].startswith("The governor of the northern")
    assert found[0].endswith("had been cleared from it.")
    assert found[2] == "The army denied it."


def test_a_wire_in_capitals_is_joined_though_nothing_begins_in_lower_case() -> None:
    found = paragraphs(WIRE)
    assert [p[:12] for p in found] == ["PORT ELENA, ", "THE GOVERNOR", "IT WAS THE T"]
    assert found[0].endswith("WALKED TO THE NEAREST TOWN.")


def test_indents_divide_wrapped_text_without_blank_lines() -> None:
    text = (
        "   The mayor said on Monday that the well had been closed by the\n"
        "company after three children were taken to a hospital with fever.\n"
        "   A spokesman for the company said that it would look at what it\n"
        "called a regrettable incident and would pay for the care of all.\n"
    )
    assert [p[:10] for p in paragraphs(text)] == ["The mayor ", "A spokesma"]


def test_a_list_of_headlines_is_not_wrapped_text() -> None:
    lines = [
        "Rebels seize second town on coast road as army withdraws",
        "Minister denies talks with armed group over hostages now",
        "Four killed in blast near market, hospital officials say",
        "Border to stay closed until end of month, governor warns",
    ]
    assert paragraphs("\n".join(lines)) == lines


def test_a_wrapped_bullet_is_one_paragraph() -> None:
    text = (
        "- The council of the province agreed to open the two crossings that\n"
        "  it had closed in the spring\n"
        "- The army will leave the bridge before the end of the month and go\n"
        "  back to its barracks\n"
    )
    assert [p[:13] for p in paragraphs(text)] == ["- The council", "- The army wi"]


def test_a_title_over_wrapped_text_stays_a_line_of_its_own() -> None:
    assert paragraphs("Road stays closed\n" + WRAPPED)[0] == "Road stays closed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.", True),
        ("He left.”", True),
        ("“We left!” )", True),
        ("as follows:", True),
        ("He left", False),
        ("He left (again)", False),
        ("", False),
    ],
)
def test_stopped(text: str, expected: bool) -> None:
    assert stopped(text) is expected
