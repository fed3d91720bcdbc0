"""Who does what to whom: a sentence with its tree, and the claims with their participants."""

from __future__ import annotations

from claim.staging import Row, coded, each, entry, lines


@each("role")
def test_participants(row: Row) -> None:
    assert tuple(lines(coded(row.tree, row.mentions))) == row.expected


def test_a_pronoun_goes_by_its_chain() -> None:
    row = entry("scenes", "pronoun")
    reading = coded(row.tree, row.mentions)
    assert lines(reading) == ["ASSAULT killed: Rebels of Kesra > farmers"]
    assert reading.issues == ()


def test_an_unresolved_pronoun_is_an_issue_and_no_actor() -> None:
    row = entry("scenes", "pronoun")
    reading = coded(row.tree, "farmers=group")
    assert lines(reading) == ["ASSAULT killed: - > farmers"]
    (issue,) = reading.issues
    assert (issue.code, reading.report.text[issue.start : issue.end]) == ("role.unresolved", "They")
