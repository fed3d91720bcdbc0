"""Which claims are compared at all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from dateline.resolve import Told, block_keys
from resolve.tellings import told

HIT = told("Shells hit a school in Tarsk on Friday", "hit", place="Tarsk", day="2030-05-10", report="r1")
TOLL = told("The shelling in Tarsk killed nine", "killed", place="Tarsk", report="r2", published="2030-05-11", killed=9)
SCHOOL = told("A school was shelled", "shelled", thing=("A school", "target"), report="r3", published="2030-05-11")
AT_SCHOOL = told("Nine died at a school", "died", thing=("a school", "site"), report="r4", published="2030-05-10")
DENIED = told("The army denied it", "denied", "REJECT", by=("The army", "MIL"), report="r1")
YEARS = told(
    "Shells hit a school in Tarsk", "hit", place="Tarsk", day="2031-05-10", report="r6", published="2031-05-11"
)
AWAY = told("Shells hit a mill in Orvel", "hit", place="Orvel", day="2030-05-10", report="r7")
BARE = told("It was an attack", "attack", report="r8")
SPEECH = told("Envoy Ilka Dorn urged both sides to stop", "urged", "REQUEST", by=("Ilka Dorn", "GOV"), report="r9")
SPEECH_TOO = told("“Stop this,” Ilka Dorn urged", "urged", "REQUEST", by=("Ilka Dorn", "GOV"), report="r10")


def meet(one: Told, other: Told) -> bool:
    return bool(set(block_keys(one)) & set(block_keys(other)))


@pytest.mark.parametrize(("one", "other"), [(HIT, TOLL), (SCHOOL, AT_SCHOOL), (SPEECH, SPEECH_TOO)])
def test_what_may_be_one_meets(one: Told, other: Told) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), [(HIT, DENIED), (HIT, YEARS), (HIT, BARE), (SPEECH, HIT)])
def test_what_cannot_be_one_does_not_meet(one: Told, other: Told) -> None:
    assert not meet(one, other)


def test_claims_of_one_report_meet() -> None:
    assert meet(HIT, replace(BARE, report="r1"))


def test_two_days_on_the_edge_of_a_bucket_meet() -> None:
    for day in range(730000, 730012):
        one = replace(HIT, first=day, last=day)
        assert meet(one, replace(one, id="other", first=day + 1, last=day + 1, report="other"))


def test_a_town_and_another_of_its_province_meet() -> None:
    assert meet(HIT, AWAY)  # so that a place read as its province is found; that they are far apart is for the pair


@pytest.mark.parametrize("one", [HIT, TOLL, SCHOOL, AT_SCHOOL, DENIED, YEARS, AWAY, BARE, SPEECH])
def test_keys_are_few_and_of_the_claim_alone(one: Told) -> None:
    keys = block_keys(one)
    assert 1 <= len(keys) <= 8
    assert len(set(keys)) == len(keys)
    assert keys == block_keys(replace(one, id="another", order=99))


def test_a_claim_that_tells_nothing_is_alone_with_its_report() -> None:
    nothing = told("It was", "was", report="r11")
    assert block_keys(nothing) == ("r|ASSAULT|r11",)


def test_no_key_holds_all_of_one_type_and_day() -> None:
    many = [
        told(f"Shells hit a mill in Town{i}", "hit", place=f"Town{i}", day="2030-05-10", report=f"m{i}")
        for i in range(30)
    ]
    assert not [pair for pair in combinations(many, 2) if meet(*pair)]


def test_a_month_meets_its_days() -> None:
    month = told("At least 40 attacks hit Tarsk", "attacks", rule="n", place="Tarsk", day="2030-05", report="r12")
    assert meet(month, HIT)
    assert not meet(month, YEARS)
    assert len(block_keys(month)) <= 8
