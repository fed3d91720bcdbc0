"""How many, by all accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.event import Account
from dateline.records import Status
from dateline.resolve.party import counted
from resolve.folding import folded, tell

DAY = [f"2031-09-{day:02d}" for day in range(32)]

KILLED = [
    ("nobody tells", [tell("a")], None),
    ("one tells", [tell("a", killed=3)], (3, 3, 3, False)),
    ("all tell the same", [tell("a", killed=3), tell("b", killed=3)], (3, 3, 3, False)),
    ("open", [tell("a", killed="9+")], (9, 9, None, False)),
    ("open below, then a number", [tell("a", killed="9+"), tell("b", killed=14)], (9, 14, 14, False)),
    ("open above all", [tell("a", killed=14), tell("b", killed="40+")], (14, 14, None, True)),
    (
        "a toll that rises from day to day",
        [tell(name, killed=n, published=DAY[day]) for name, n, day in (("a", 9, 1), ("b", 14, 2), ("c", 17, 3))],
        (9, 17, 17, False),
    ),
    (
        "one that falls does not",
        [tell("a", killed=17, published=DAY[1]), tell("b", killed=9, published=DAY[2])],
        (9, 9, 17, True),
    ),
    (
        "two numbers of one day",
        [tell("a", killed=5, by="Ministry of Defence"), tell("b", killed=11, by="Ana Perov")],
        (5, 5, 11, True),
    ),
    (
        "two voices in one report",
        [tell("a", killed=26, by="Ministry of Defence"), tell("a", killed=40, by="Ana Perov")],
        (26, 26, 40, True),
    ),
    (
        "most witnesses",
        [tell("a", killed=5), tell("b", killed=11), tell("c", killed=11)],
        (5, 11, 11, True),
    ),
    (
        "one ministry in three papers is one witness",
        [tell(r, killed=5, by="Ministry of Defence") for r in "abc"]
        + [tell("d", killed=11), tell("e", killed=11)],
        (5, 11, 11, True),
    ),
    (
        "of equals not the figure of a party",
        [
            tell("a", killed=3, actor="rebels", to="army", by="army"),
            tell("b", killed=8, by="Ana Perov"),
            tell("c", killed=22, actor="rebels", by="rebels"),
        ],
        (3, 8, 22, True),
    ),
    (
        "of what is equal in all the middle",
        [tell(r, killed=n, by=who) for r, n, who in (("a", 45, "Ana Pe"), ("b", 41, "Otto Li"), ("c", 43, "Mia Rau"))],
        (41, 43, 45, True),
    ),
    ("of a whole war", [tell("a", killed=2), tell("b", killed=2), tell("c", killed=629)], (2, 2, 2, False)),
    ("planned is no toll", [tell("a", killed=3, status=Status.THREATENED)], None),
    ("said not to be so is no toll", [tell("a", killed=3, no=True)], None),
    (
        "some of all",
        [tell("a", killed="17 people"), tell("a", killed="3 children")],
        (17, 17, 17, False),
    ),
    (
        "another word for all",
        [tell("a", killed="9 people"), tell("b", killed="9 civilians"), tell("c", killed="9 shoppers")],
        (9, 9, 9, False),
    ),
    (
        "more civilians than others say people",
        [tell("a", killed="17 people"), tell("b", killed="40 civilians")],
        (17, 17, 40, True),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in KILLED], ids=[row[0] for row in KILLED])
def test_tolls(accounts: list[Account], expected: tuple[float, float, float | None, bool] | None) -> None:
    event = folded(*accounts)
    toll = event.tolls.killed
    found = None if toll is None else (toll.low, toll.best, toll.high, "killed" in event.disputed)
    assert found == expected


def test_what_was_counted_over_a_year_is_no_toll_of_a_day() -> None:
    event = folded(tell("a", killed=2, on="2031-09-01"), tell("b", killed=30, on="2031"))
    assert event.tolls.killed is not None
    assert (event.tolls.killed.high, event.disputed) == (2, ())
    vague = folded(tell("a", killed=30, on="2031-09"), tell("b", on="2031-09-01"))
    assert vague.tolls.killed is not None  # nobody else counts


def test_two_sides_are_added_up() -> None:
    """The dead of one side are not the dead of all, where somebody counts them beside those of the other."""
    both = tell("a", killed="3 soldiers", by="defence ministry", id="both")
    more = tell("x", killed="60 rebels")
    claim = both.claim
    recipients = (*claim.recipients, *(replace(p, start=p.start + 90, end=p.end + 90) for p in more.claim.recipients))
    counts = (*claim.quantities, *(replace(q, start=q.start + 90, end=q.end + 90) for q in more.claim.quantities))
    both = replace(both, claim=replace(claim, recipients=recipients, quantities=counts))
    event = folded(both, tell("b", killed="22 soldiers", by="Arben Tosk"), tell("c", killed="8 soldiers"))
    assert event.tolls.killed is not None
    assert (event.tolls.killed.low, event.tolls.killed.best, event.tolls.killed.high) == (63, 68, 82)
    assert "killed" in event.disputed


def test_groups_of_one_report_are_no_range() -> None:
    """Two counts of others are not the least and the most of one toll; the total that somebody tells is."""
    groups = [tell("a", killed="3 soldiers"), tell("a", killed="60 rebels", order=1)]
    assert tolls(*groups) == (60, 60, 60)
    assert tolls(*groups, tell("b", killed=63, order=2)) == (63, 63, 63)
    assert tolls(*groups, tell("a", killed=63, order=2)) == (63, 63, 63)


def tolls(*accounts: Account) -> tuple[float, float, float | None]:
    toll = folded(*accounts).tolls.killed
    assert toll is not None
    return toll.low, toll.best, toll.high


def test_a_number_right_before_a_group_counts_it() -> None:
    told = tell("a", killed="3 soldiers")
    (soldiers,), (count,) = told.claim.recipients, told.claim.quantities
    assert counted(told.claim, count) == soldiers
    behind = replace(soldiers, start=count.end + 1, text="soldiers")
    assert counted(replace(told.claim, recipients=(behind,)), count) == behind
    assert counted(replace(told.claim, recipients=(replace(behind, start=count.end + 9),)), count) is None


def test_a_witness_may_mend_its_own_toll() -> None:
    accounts = [tell("a", killed=40, published=DAY[1]), tell("b", killed=4, published=DAY[2])]
    event = folded(*accounts, origins={"a": ["wire"], "b": ["wire"]})
    assert event.tolls.killed is not None
    assert (event.tolls.killed.low, event.tolls.killed.best, event.tolls.killed.high) == (4, 4, 4)
    assert event.disputed == ()


def test_every_claim_that_tells_a_number_is_named() -> None:
    event = folded(tell("a", killed=3, id="one"), tell("b", id="two"), tell("c", killed=4, injured=9, id="three"))
    assert event.tolls.killed is not None
    assert event.tolls.killed.claims == ("one", "three")
    assert event.tolls.injured is not None
    assert event.tolls.injured.claims == ("three",)


def test_abducted_are_detained() -> None:
    event = folded(tell("a", abducted=17), tell("b", detained=17))
    assert event.tolls.detained is not None
    assert event.tolls.detained.best == 17


def test_a_copy_that_is_printed_later_is_no_second_witness() -> None:
    accounts = [tell("a", killed=5), tell("b", killed=5, published=DAY[3]), tell("c", killed=8, published=DAY[3])]
    event = folded(*accounts, origins={"a": ["wire"], "b": ["wire"]})
    assert event.tolls.killed is not None
    assert event.tolls.killed.best == 5
