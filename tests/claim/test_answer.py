"""Denials and confirmations find the claims that they answer, with a score and the words that show it."""

import re
from pathlib import Path

import pytest

from dateline import api
from dateline.records import Claim, Reading

TABLE = Path(__file__).parent / "tables" / "answers.txt"
ROWS = [
    (text.strip(), tuple(a.strip() for a in answers.split(";") if a.strip()))
    for text, arrow, answers in (line.partition("=>") for line in TABLE.read_text(encoding="utf-8").splitlines())
    if arrow and not text.startswith("#")
]


def named(claim: Claim, text: str) -> str:
    """Return the trigger's word, with its number where the report has it more than once."""
    word = claim.trigger.text
    starts = [m.start() for m in re.finditer(rf"\b{re.escape(word)}\b", text)]
    return word if len(starts) == 1 else f"{word}#{starts.index(claim.trigger.start) + 1}"


def answered(reading: Reading) -> tuple[str, ...]:
    text, by_id = reading.report.text, {c.id: c for c in reading.claims}
    return tuple(
        f"{named(c, text)} {a.kind} {named(by_id[a.claim], text)} ({a.words.text})"
        for c in reading.claims
        for a in c.answers
    )


@pytest.mark.parametrize("row", [pytest.param(r, id=r[0]) for r in ROWS])
def test_answers(row: tuple[str, tuple[str, ...]]) -> None:
    text, expected = row
    assert answered(api.read_text(text, published="2024-05-10")) == expected


def test_each_link_has_its_score_and_words() -> None:
    reading = api.read_text(ROWS[0][0])
    for claim in reading.claims:
        assert {a.claim for a in claim.answers} == {*claim.denies, *claim.supports}
        for a in claim.answers:
            assert 0.5 <= a.score <= 1
            assert reading.report.text[a.words.start : a.words.end] == a.words.text


def test_a_denial_that_is_content_of_its_own_is_sure() -> None:
    (denial,) = (c for c in api.read_text("The army denied that it had shelled the market.").claims if c.denies)
    assert [a.score for a in denial.answers] == [1.0]


def test_a_word_of_falsehood_is_a_denial_by_who_says_so() -> None:
    claims = api.read_text("Soldiers burned the school, residents said. The story was false, the army said.").claims
    (denial,) = (c for c in claims if c.type == "REJECT")
    assert ([p.name for p in denial.actors], denial.attribution) == (["army"], ())


UNTIED = [
    # report, the word of the denial, why it is tied to nothing
    ("The general denied the charge.", "denied", "no claim of another"),
    ("The mayor denied that he had dreamt of it.", "denied", "words that make no claim"),
    ("The bishop contradicted the mayor.", "contradicted", "no claim of the report tells"),
]


@pytest.mark.parametrize(("text", "word", "why"), UNTIED, ids=[row[0] for row in UNTIED])
def test_a_denial_that_is_tied_to_nothing_says_why(text: str, word: str, why: str) -> None:
    (issue,) = (i for i in api.read_text(text).issues if i.code == "denial.untied")
    assert (text[issue.start : issue.end], why in issue.message) == (word, True)


def test_a_denial_that_is_tied_leaves_no_issue() -> None:
    assert not [i for i in api.read_text(ROWS[0][0]).issues if i.code == "denial.untied"]
