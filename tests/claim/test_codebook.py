"""Codebooks of users, whole: sentences of our own through the shipped model and a codebook, and what codes they get.

The codebooks are that of the examples and three as users would write them (``tests/lexicon/codebooks``); each row is a
sentence that none of them holds.
"""

from __future__ import annotations

import pickle
import re
from functools import cache
from pathlib import Path

import pytest

from dateline import api, pipeline
from dateline.codec import dumps, from_dict, to_dict
from dateline.lexicon import codebook
from dateline.lexicon.predicates import Predicates
from dateline.records import ClaimType, Reading

ROOT = Path(__file__).resolve().parents[2]
BOOKS = {
    path.stem: path
    for path in (
        ROOT / "examples" / "attacks-on-education.toml",
        *sorted((ROOT / "tests" / "lexicon" / "codebooks").glob("*.toml")),
    )
}


@cache
def lexicon(name: str) -> Predicates:
    return codebook.load([BOOKS[name]])


def read(text: str, name: str) -> Reading:
    report = api.read_text(text).report
    return next(pipeline.read([Reading(report=report)], lexicon=lexicon(name)))


@pytest.mark.parametrize("name", BOOKS)
def test_every_example_comes_out_as_said(name: str) -> None:
    _, outcomes = api.check_codebook(BOOKS[name])
    assert len(outcomes) >= 10
    assert [f"{each.example.text} {each.came}" for each in outcomes if not each.passed] == []


EDUCATION, AID, PRESS, LINE = "attacks-on-education", "aid-workers", "press-freedom", "line-watch"

# Codebook, sentence, the codes of its claims, each once.
ROWS = [
    (EDUCATION, "Rebels bombed a girls' school in the valley.", "attack-on-school"),
    (EDUCATION, "A rocket hit the roof of a madrassa.", "attack-on-school"),
    (EDUCATION, "Two classrooms were destroyed by shelling.", "attack-on-school"),
    (EDUCATION, "The soldiers shelled the university hospital.", "attack-on-health-care attack-on-school"),
    (EDUCATION, "Gunmen abducted the headmaster of a school.", ""),
    (EDUCATION, "Gunmen abducted a surgeon and two nurses.", "attack-on-health-care"),
    (EDUCATION, "Students seized the university to protest against the fees.", ""),
    (EDUCATION, "The school hit its target for the year.", ""),
    (EDUCATION, "Rebels demanded that the army leave the town.", ""),
    (AID, "Armed men kidnapped two relief workers in the hills.", "aid-worker-harmed"),
    (AID, "An air strike hit an aid convoy near Kesra.", "aid-blocked"),
    (AID, "The army killed three staff of Doctors Without Borders.", "aid-worker-harmed"),
    (AID, "Gunmen shot a Red Cross driver.", "aid-worker-harmed"),
    (AID, "The army killed three staff of a bank.", ""),
    (AID, "Soldiers looted the aid warehouse.", "aid-blocked"),
    (AID, "Workers turned back the offer.", ""),
    (PRESS, "Soldiers beat a cameraman at the rally.", "reporter-killed-or-hurt"),
    (PRESS, "The army jammed the channel for a week.", "outlet-silenced"),
    (PRESS, "Police arrested a baker in Dorgan.", ""),
    (PRESS, "Ana Reyes, a reporter, was freed on Monday. Police had arrested her in May.", "reporter-detained"),
    (LINE, "The army breached the ceasefire on Sunday.", "truce-broken"),
    (LINE, "Both sides reported violations of the ceasefire.", "truce-broken"),
    (LINE, "The border crossing at Dorgan was closed for a week.", "crossing-shut"),
    (LINE, "Rebels breached the dam.", ""),
]


@pytest.mark.parametrize(("name", "text", "codes"), ROWS, ids=[text for _, text, _ in ROWS])
def test_a_sentence_gets_its_codes(name: str, text: str, codes: str) -> None:
    assert sorted({code for claim in read(text, name).claims for code in claim.codes}) == codes.split()


def test_a_code_is_told_beside_the_type_with_the_entry_that_gave_it() -> None:
    reading = read("Troops camped in a kindergarten. The army shelled a clinic.", EDUCATION)
    camped, shelled = reading.claims
    assert (camped.type, camped.mode, camped.codes) == (ClaimType.MOBILIZE, "troops", ("military-use-of-school",))
    assert camped.made_by.rule == "attacks-on-education/camp.v.in"
    assert camped.made_by.code_rules == ("attacks-on-education/camp.v.in",)
    assert (shelled.type, shelled.mode, shelled.codes) == ("ASSAULT", "heavy-weapons", ("attack-on-health-care",))
    assert shelled.made_by.rule == "ASSAULT.shell.v"
    assert shelled.made_by.code_rules == ("attacks-on-education/attack-on-health-care",)
    assert reading.codebooks == lexicon(EDUCATION).codebooks


def test_without_a_codebook_a_record_has_no_key_of_one() -> None:
    reading = api.read_text("The army shelled a school.")
    assert not {"codebooks", '"codes"', "code_rules"} & set(dumps(reading).split('"'))
    assert reading.claims[0].codes == ()


def test_a_record_with_codes_can_be_read_back() -> None:
    reading = read("The army shelled a school.", EDUCATION)
    data = to_dict(reading)
    assert data["codebooks"] == [to_dict(lexicon(EDUCATION).codebooks[0])]
    assert from_dict(Reading, data) == reading


KILL = '[[override]]\nsense = "ASSAULT.kill.v"\n'
WAVE = '[[cue]]\ntype = "AID"\nverbs = ["wave"]\n'
# An override or cue laid over the shipped lexicon, a sentence, and what its claims then are: type and rule.
CHANGES = [
    (KILL + "drop = true", "Rebels killed two guards.", []),
    (KILL + 'type = "COERCE"', "Rebels killed two guards.", ["COERCE mine/ASSAULT.kill.v"]),
    (KILL + 'bars = { obj = "=guard" }', "Rebels killed two guards.", []),
    (WAVE.replace("wave", "kill"), "Rebels killed two guards.", ["AID mine/kill.v"]),
    (WAVE.replace("wave", "kill") + 'needs = { obj = "food" }', "Rebels killed a guard.", ["ASSAULT ASSAULT.kill.v"]),
    (WAVE + "targeted = true", "Rebels waved.", []),
    (WAVE, "Rebels did not wave.", ["AID mine/wave.v"]),
    ('[[cue]]\ntype = "PROTEST"\nnouns = ["paint march"]', "A paint march was held.", ["PROTEST mine/paint-march.n"]),
]


@pytest.mark.parametrize(("text", "sentence", "expected"), CHANGES, ids=range(len(CHANGES)))
def test_words_are_added_changed_and_silenced(tmp_path: Path, text: str, sentence: str, expected: list[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    found = api.read_text(sentence, codebooks=file).claims
    assert [f"{claim.type} {claim.made_by.rule}" for claim in found] == expected


def test_explain_tells_why_a_code_was_given_or_not() -> None:
    book = BOOKS[EDUCATION]
    report = b"The army shelled a school. The army shelled a bank."
    lines = [line.strip() for line in api.explain(report, codebooks=book)]
    assert "code attack-on-school: by attacks-on-education/attack-on-school" in lines
    assert any(line.startswith("no code attack-on-school: needs target to be one of") for line in lines)


def test_the_stages_with_a_codebook_can_be_pickled() -> None:
    stages = pickle.loads(pickle.dumps(pipeline.stages(lexicon=lexicon(EDUCATION))))
    reading = Reading(report=api.read_text("The army shelled a school.").report)
    flow = iter([reading])
    for stage in stages:
        flow = stage(flow)
    assert [claim.codes for claim in next(flow).claims] == [("attack-on-school",)]


def test_two_codebooks_both_give_their_codes() -> None:
    (claim,) = api.read_text("Gunmen shot a Red Crescent doctor.", codebooks=[BOOKS[EDUCATION], BOOKS[AID]]).claims
    assert set(claim.codes) == {"attack-on-health-care", "aid-worker-harmed"}


def test_the_page_shows_the_example_as_it_is() -> None:
    page = (ROOT / "docs" / "codebook-of-your-own.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    example = BOOKS[EDUCATION].read_text(encoding="utf-8")
    assert len(blocks) >= 6
    assert [block for block in blocks if block not in example] == []
