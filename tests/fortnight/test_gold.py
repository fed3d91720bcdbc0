"""The gold of the example fortnight keeps what its README says, and the checker can tell."""

import json
import tomllib
from collections import Counter
from itertools import permutations

import pytest

from dateline.intake import jsonl
from fortnight import story

ROWS = story.reports()
TEXT = story.GOLD.read_text(encoding="utf-8")
TOLD = story.gold()


def test_every_word_of_the_gold_stands_in_its_report() -> None:
    assert story.problems(TOLD, ROWS) == []


def test_the_reports_are_fit() -> None:
    assert list(story.unfit(list(ROWS.values()))) == []


def test_the_fortnight_is_as_large_as_it_is_said_to_be() -> None:
    assert len(ROWS) == 60
    assert Counter(row["outlet"] for row in ROWS.values()) == {
        "Union Wire": 14,
        "Meridian News": 9,
        "The Telmar Herald": 8,
        "Orvania Tribune": 7,
        "Radio Besk": 7,
        "Voice of the Highlands": 7,
        "Ministry of Defence of Orvania": 5,
        "Relief Watch": 3,
    }
    assert len(TOLD["event"]) == 73


def test_dateline_reads_the_rows_and_leaves_no_issue() -> None:
    with story.REPORTS.open("rb") as stream:
        rows = list(jsonl.read(stream, name="reports.jsonl"))
    assert all(isinstance(row, jsonl.Row) for row in rows)
    read = [row for row in rows if isinstance(row, jsonl.Row)]
    assert [row.report.source_id for row in read] == list(ROWS)
    assert [row.report.text for row in read] == [row["text"] for row in ROWS.values()]
    assert [row.report.published for row in read] == [row["published"][:10] for row in ROWS.values()]
    assert {row.report.language for row in read} == {"en"}
    assert [issue for row in read for issue in row.issues] == []


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("karsh-market-denied", {"mod01"}),  # the agency has it from the ministry
        ("karsh-school", {"rb02", "rw03"}),  # the paper has it from the radio
        ("muscat-talks-2", {"mn08", "th08"}),
        ("demand-guns", {"mn02", "mn08"}),
        ("ostova-left-by-rebels", {"uw10", "mn07"}),  # the merged report adds no witness
        ("kevi-strike", {"uw07", "vh04", "uw08"}),
        ("police-post", {"uw13"}),
    ],
)
def test_origins_of_an_event(event: str, expected: set[str]) -> None:
    row = next(row for row in TOLD["event"] if row["id"] == event)
    if event == "demand-guns":
        assert story.origins(row, TOLD) == {"mn02"}
        row = {**row, "mentions": [*row["mentions"], *row["optional"]]}
    assert story.origins(row, TOLD) == expected


def test_texts_that_are_not_told_as_copies_share_few_words() -> None:
    members = [{origin["source"], *(member["report"] for member in origin["members"])} for origin in TOLD["origin"]]
    members += [set(row["reports"]) for row in TOLD["unlike"]]
    for one, other in permutations(ROWS, 2):
        if not any({one, other} <= group for group in members):
            assert story.shared(ROWS[one]["text"], ROWS[other]["text"]) < 0.2, (one, other)


def test_two_bombs_are_told_in_like_words() -> None:
    assert story.shared(ROWS["uw05"]["text"], ROWS["uw03"]["text"]) > 0.4


@pytest.mark.parametrize(
    ("mention", "words", "before"),
    [
        ("uw01 hit", "hit", "Shells "),
        ("mod01 fired#2", "fired", "Highland Liberation Front "),
        ("th06 reached a deal", "reached a deal", "Front have "),
    ],
)
def test_a_mention_is_found_where_it_stands(mention: str, words: str, before: str) -> None:
    span = story.find(mention, ROWS)
    text = ROWS[span.report]["text"]
    assert text[span.start : span.end] == words
    assert text[: span.start].endswith(before)


# What the gold says, what a broken copy says instead, and what the checker says to it.
WRONG = [
    ('"uw01 hit"', '"uw01 hits"', "event karsh-market: 'uw01 hits': 'hits' is not in the report"),
    ('"uw01 hit"', '"uw01 hi"', "'hi' is not in the report"),
    ('"uw01 hit"', '"uw99 hit"', "'uw99 hit': no such report"),
    ('"uw01 hit"', '"uw01 hit#1"', "'hit' stands there 1 times"),
    ('"mod01 fired#2"', '"mod01 fired"', "'fired' stands there 2 times; say which"),
    ('"mod01 fired#2"', '"mod01 fired#3"', "'fired' stands there 2 times"),
    ('"uw03 exploded"', '"uw05 exploded"', "event pasharan-bomb: 'uw05 exploded' is taken by nerit-bomb"),
    ('"uw07 strike#2"', '"uw07 strike#1"', "event kevi-strike: 'uw07 strike#1' is taken by kevi-strike"),
    ('id = "karsh-school"', 'id = "karsh-market"', "event karsh-market: two have this id"),
    ('date = "2031-05"', 'date = "2031-13"', "event karsh-taken: '2031-13' is no date"),
    ('date = "2031-05"', 'date = "2031-9-3"', "'2031-9-3' is no date"),
    ('date = "2031-05"', 'date = "2031-02-30"', "'2031-02-30' is no date"),
    ('until = "2031-09-05"', 'until = "2031-09-03"', "event dorvik-battle: ends on 2031-09-03, before 2031-09-04"),
    ('type = "SANCTION"', 'type = "SANCTIONS"', "event eu-sanctions: no type SANCTIONS"),
    ('place = "Brussels"', 'place = "Bruges"', "event eu-sanctions: no place Bruges"),
    ('links = ["nerit-bomb",', 'links = ["nerit-bombs",', "event summary-bombs: no event nerit-bombs"),
    ('links = ["nerit-bomb", "pasharan-bomb"]', "links = []", "event summary-bombs: a summary has links"),
    ("best = 17, high = 40}", "best = 17, high = 41}", "event karsh-market: killed is"),
    ("low = 138, best = 150,", "low = 138, best = 149,", "event fighters-freed: released is"),
    ('{report = "uw11", role', '{report = "uw12", role', "event karsh-market: uw12 gives a figure and has no mention"),
    ('denied_by = ["defence ministry"]\n', "", "event sanik-shelling: denied, but not said by whom"),
    ('disputed = ["participants"]\n', "", "event telmar-march: disputed, but not said on what"),
    ('was = "threatened"\n', "", "event highway-closure: say what it was before"),
    ('"vh05 request"]', '"rb05 letter"]', "event karsh-permit-elders-ask: corroborated, but it has 1 origins"),
    ('"mod01 denies", "uw02', '"rb03 says", "uw02', "event karsh-market-denied: single-origin, but it has 2 origins"),
    ('members = [{report = "th01", how', 'members = [{report = "th04", how', "but 0% of it is in its source"),
    (
        'members = [{report = "th01", how',
        'members = [{report = "th99", how',
        "origin karsh-market-wire: no report",
    ),
    ('source = "uw01"', 'source = "uw02"', "th01: is not later than its source"),
    ('"rb01", "uw03", "mod02"', '"rb01", "mod02"', "origins: uw03 is not in one origin, or alone, exactly once"),
    ('"rb01", "uw03"', '"rb01", "th01", "uw03"', "origins: th01 is not in one origin, or alone, exactly once"),
    ('events = ["karsh-school"], evidence', "evidence", "a part names the events"),
    ('of = "uw07"', 'of = "uw70"', "relation uw08: no such report"),
    ('kind = "withdraws"', 'kind = "regrets"', "relation uw08: no kind regrets"),
    ('evidence = ["rb01 shut"]', 'evidence = ["rb01 closed"]', "access market: 'rb01 closed'"),
    ("percent = 65\n", "", "control Upper Besk: state is share"),
    ('shown_by = ["rb04 began"]\n', "", "outlook lemsa-curfew: an outcome is shown by words"),
    ('shown_by = ["rb04 began"]', 'shown_by = ["uw01 hit"]', "shown by 'uw01 hit' before it was said"),
    ('made = "2031-09-13"', 'made = "2031-09-12"', "first told on 2031-09-13, not on 2031-09-12"),
    ('who = ["a rebel officer"]', "who = []", "people dead in captivity: on whose word?"),
    ("summary = true\n", "sumary = true\n", "no such key as sumary"),
    ("[alone]", "[[actors]]\n[alone]", "actors: no such table"),
]


@pytest.mark.parametrize(("said", "instead", "wrong"), WRONG, ids=[wrong for _, _, wrong in WRONG])
def test_the_checker_says_what_is_wrong_with_a_broken_copy(said: str, instead: str, wrong: str) -> None:
    assert said in TEXT
    found = story.problems(tomllib.loads(TEXT.replace(said, instead, 1)), ROWS)
    assert [line for line in found if wrong in line], found


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("text", "Too short.", "uw02: has 2 words"),
        ("published", "2031-09-20T10:00:00+04:00", "uw02: published 2031-09-20"),
        ("published", "2031-09-01T10:00:00+04:00", "not in order of time"),
        ("id", "uw01", "uw01: two have this id"),
    ],
)
def test_the_checker_says_what_is_wrong_with_a_report(key: str, value: str, wrong: str) -> None:
    rows = [json.loads(json.dumps(row)) for row in ROWS.values()]
    next(row for row in rows if row["id"] == "uw02")[key] = value
    found = list(story.unfit(rows))
    assert [line for line in found if wrong in line], found


def test_a_word_changed_in_a_report_is_missed() -> None:
    row = {**ROWS["uw01"], "text": ROWS["uw01"]["text"].replace("killing", "slaying")}
    found = story.problems(TOLD, {**ROWS, "uw01": row})
    assert "event karsh-market: 'uw01 killing': 'killing' is not in the report" in found
