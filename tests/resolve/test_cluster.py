"""Claims put together: the order of nothing matters, persons outrank the machine, and no cluster contradicts itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codec import digest
from dateline.judgement import Author, Judgement, JudgementKind, Verdict
from dateline.resolve import Told, clusters, judge
from dateline.resolve.pair import apart
from resolve.tellings import told

AT = "2030-06-01T00:00:00Z"


def deed(number: int, **facts: object) -> Told:
    return told(
        "Shells hit a school in Tarsk", "hit", mode="heavy-weapons", place="Tarsk", thing=("a school", "target"),
        report=f"r{number}", order=number, **facts,
    )  # fmt: skip


A, B, C = (deed(i, day="2030-05-10") for i in (1, 2, 3))
LATER = deed(4, day="2030-05-11", published="2030-05-11")
UNDATED = deed(5)
SUM = told(
    "At least 40 attacks in Tarsk killed 90 people this month", "attacks", rule="n", place="Tarsk", day="2030-05",
    report="r6", published="2030-05-31", order=6, killed=90,
)  # fmt: skip
EVERY = (A, B, C, LATER, UNDATED, SUM)


def edges(told: Sequence[Told]) -> list[Judgement]:
    found = (judge(one, other, at=AT) for one, other in combinations(told, 2))
    return [one for one in found if one is not None]


def held(one: Told, other: Told, verdict: Verdict, *, by: str = "Ana", at: str = "2030-07-01T00:00:00Z") -> Judgement:
    first, last = sorted((one.id, other.id))
    return Judgement(
        id=digest("held", first, last, verdict, by, at),
        kind=JudgementKind.EVENT,
        one=first,
        other=last,
        verdict=verdict,
        by=Author(name=by, person=True),
        at=at,
    )


def groups(told: Sequence[Told], *more: Judgement) -> set[frozenset[int]]:
    """Return the clusters as sets of the orders of their claims."""
    orders = {one.id: one.order for one in told}
    return {frozenset(orders[name] for name in group) for group in clusters(told, [*edges(told), *more])}


def test_accounts_of_one_event_are_one() -> None:
    assert clusters((B, C, A), edges((A, B, C))) == ((A.id, B.id, C.id),)


def test_a_claim_without_an_edge_is_alone_and_events_stand_by_their_first() -> None:
    assert clusters((LATER, A), []) == ((A.id,), (LATER.id,))
    assert clusters((), []) == ()


def test_no_chain_joins_two_days() -> None:
    """What is undated fits both days, and goes with one of them only."""
    found = groups((A, B, LATER, UNDATED))
    assert not [group for group in found if {1, 4} <= group]
    assert [group for group in found if 5 in group and len(group) > 1]


def test_a_summary_stays_alone() -> None:
    assert frozenset({6}) in groups(EVERY)


def test_edges_of_claims_that_are_not_there_say_nothing() -> None:
    assert clusters((A,), edges((A, B))) == ((A.id,),)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([held(A, LATER, Verdict.SAME)], {frozenset({1, 2, 3, 4})}),
        ([held(A, B, Verdict.DIFFERENT)], {frozenset({1, 3}), frozenset({2}), frozenset({4})}),
        (  # taken back
            [held(A, LATER, Verdict.SAME), held(A, LATER, Verdict.OPEN, at="2030-07-02T00:00:00Z")],
            {frozenset({1, 2, 3}), frozenset({4})},
        ),
        (  # the later of one author stands
            [held(A, LATER, Verdict.SAME), held(A, LATER, Verdict.DIFFERENT, at="2030-07-02T00:00:00Z")],
            {frozenset({1, 2, 3}), frozenset({4})},
        ),
        (  # and of two
            [held(A, LATER, Verdict.DIFFERENT), held(A, LATER, Verdict.SAME, by="Bo", at="2030-07-02T00:00:00Z")],
            {frozenset({1, 2, 3, 4})},
        ),
        (  # a person's word of old outranks the machine's of today
            [held(A, B, Verdict.DIFFERENT, at="1999-01-01T00:00:00Z")],
            {frozenset({1, 3}), frozenset({2}), frozenset({4})},
        ),
        (  # two joined to a third, and kept apart: the earlier of the three words gives way
            [
                held(A, B, Verdict.SAME, at="2030-07-01T00:00:00Z"),
                held(B, LATER, Verdict.SAME, at="2030-07-02T00:00:00Z"),
                held(A, LATER, Verdict.DIFFERENT, at="2030-07-03T00:00:00Z"),
            ],
            {frozenset({2, 4}), frozenset({1, 3})},
        ),
    ],
)
def test_persons_outrank_the_machine(more: list[Judgement], expected: set[frozenset[int]]) -> None:
    told = (A, B, C, LATER)
    assert groups(told, *more) == expected


def test_what_a_person_keeps_apart_no_third_brings_together() -> None:
    found = groups((A, B, C, UNDATED), held(A, B, Verdict.DIFFERENT))
    assert not [group for group in found if {1, 2} <= group]


def test_a_person_may_make_a_part_one_with_the_whole() -> None:
    assert not [group for group in groups((A, SUM)) if len(group) > 1]
    assert groups((A, SUM), held(A, SUM, Verdict.SAME)) == {frozenset({1, 6})}


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_order_says_nothing_and_no_cluster_contradicts_itself(seed: int) -> None:
    rng = random.Random(seed)
    places, days = ["Tarsk", "Little Tarsk", "Orvel", None], ["2030-05-10", "2030-05-11", None]
    some = [
        told(
            f"Shells hit a {rng.choice(('school', 'mill'))}", "hit", place=rng.choice(places), day=rng.choice(days),
            report=f"r{rng.randrange(6)}", order=i, start=100 * i, published=f"2030-05-{10 + rng.randrange(3)}",
        )
        for i in range(rng.randint(1, 12))
    ]  # fmt: skip
    found = edges(some)
    expected = clusters(some, found)
    mixed, shuffled = list(some), list(found)
    rng.shuffle(mixed)
    rng.shuffle(shuffled)
    assert clusters(mixed, shuffled) == expected
    assert sorted(name for group in expected for name in group) == sorted(one.id for one in some)
    by = {one.id: one for one in some}
    for group in expected:
        assert [by[name].order for name in group] == sorted(by[name].order for name in group)
        assert not [pair for pair in combinations(group, 2) if apart(by[pair[0]], by[pair[1]])]


def test_a_large_event_is_one_and_quick() -> None:
    many = [deed(i, day="2030-05-10", published=f"2030-05-{10 + i % 9}") for i in range(400)]
    near = [judge(many[i], many[j], at=AT) for i in range(400) for j in range(max(0, i - 8), i)]
    assert len(clusters(many, [one for one in near if one is not None])) == 1
