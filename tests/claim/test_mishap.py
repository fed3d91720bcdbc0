"""Who dies in an accident was not attacked, what was lifted is not imposed, and a figure of speech is no deed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import api
from dateline.records import ClaimType, Place, Reading

TABLE = Path(__file__).parent / "tables" / "mishap.txt"
ROWS = [
    line.partition(" |")[::2]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS)
def test_sentence_tells_no_more_than_happened(sentence: str, expected: str) -> None:
    claims = api.read_text(sentence, published="2031-03-05").claims
    found = sorted(f"{c.type.value} {c.status.value} {c.trigger.text}" for c in claims)
    assert found == sorted(x.strip() for x in expected.split("||") if x.strip())


@pytest.mark.parametrize(
    ("title", "told"), [("Nine die in bus crash near Dorvik", False), ("Nine die as army shells Dorvik", True)]
)
def test_a_title_tells_of_an_accident(title: str, told: bool) -> None:
    text = "The mayor spoke on Monday. The road was closed. Nine people were killed. Schools stay open."
    [reading] = api.read(json.dumps({"title": title, "text": text}).encode())
    assert isinstance(reading, Reading)
    assert any(c.type is ClaimType.ASSAULT and c.trigger.text == "killed" for c in reading.claims) is told


def test_who_is_accused_by_somebody_is_who_did_it() -> None:
    claims = api.read_text("The villagers were accused by the mayor of attacking the police.").claims
    [attack] = [c for c in claims if c.type is ClaimType.ASSAULT]
    assert [p.text for p in attack.actors] == ["The villagers"]


def test_a_common_word_is_no_town() -> None:
    text = "The fighters fled into the bush, officials in Nairobi said on Monday."
    located = [
        m.text for m in api.read_text(text).mentions if isinstance(m.resolved, Place) and m.resolved.gazetteer_id
    ]
    assert "bush" not in located
    assert "Nairobi" in located
