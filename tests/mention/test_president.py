"""Presidents: of a state only where what they lead is one; else with the sector of the party or firm they lead."""

from __future__ import annotations

import pytest

from dateline import api
from dateline.records import Actor

ROWS = """
The president of Honduras met the rebels. | president | HND GOV
The president of the senate met the rebels. | president | GOV
The president of the republic met the rebels. | president | GOV
The president of the Russian Federation met the rebels. | president | RUS GOV
Bolivian President Olo Mark met the rebels. | Olo Mark | BOL GOV
German Chancellor Olo Mark met the rebels. | Olo Mark | DEU GOV
The president of the company met the rebels. | president | BUS
Company president Olo Mark met the rebels. | Olo Mark | BUS
The president of Kesra University met the rebels. | president | EDU
European Commission President Olo Mark met the rebels. | Olo Mark | IGO
Juan Ruiz, president of the Christian Democratic Party, met the rebels. | Juan Ruiz | PTY
The president of the Republican Alliance, Pedro Ruiz, met the rebels. | president |
Mark, vice president of the Bar Association, met the rebels. | Mark |
The Kesra football club president, Olo Mark, met the rebels. | Olo Mark |
PRESIDENT OF THE NATIONAL REPUBLICAN ALLIANCE PEDRO RUIZ ACCUSED THE FMLN. | PRESIDENT | SLV PTY
The governments of Peru and Chile met the rebels. | governments | GOV
"""


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [tuple(cell.strip() for cell in row.split("|")) for row in ROWS.strip().splitlines()],
)
def test_whose_president(sentence: str, words: str, expected: str) -> None:
    known = [m.resolved for m in api.read_text(sentence).mentions if words in m.text]
    told = [" ".join(v for v in (a.country, a.sector) if v) for a in known if isinstance(a, Actor)]
    assert expected in told
