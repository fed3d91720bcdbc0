"""Who holds a place, what is open, and which rules hold there: accounts of our own, row by row."""

from __future__ import annotations

import pytest

from dateline.event import Account
from dateline.ledger import ControlRow, ControlState, Ledgers
from dateline.records import ClaimType, Status
from dateline.resolve.ledger import as_of, ledgers
from resolve.accounts import ANY_REBELS, ARMY, GOVERNMENT, REBELS, RESIDENTS, Named, claim, report

HOLD, GAIN, LOSE, CONTEST = "hold", "gain", "lose", "contest"


def made(*accounts: list[Account]) -> Ledgers:
    return ledgers([one for held in accounts for one in held], events={}, event_of={}, origins={}, today="2030-07-01")


def says(
    name: str,
    day: str,
    mode: str,
    who: tuple[Named, ...],
    *,
    time: str | None = None,
    since: bool = False,
    at: str = "Ambry",
    said_by: str | None = None,
    negative: bool = False,
    status: Status = Status.HAPPENED,
) -> list[Account]:
    words = f"Words on {at} {'since' if since else 'on'} {time or 'then'}"
    return report(
        name,
        day,
        claim(
            ClaimType.CONTROL,
            mode=mode,
            actors=who,
            at=at,
            time=time,
            words=words,
            said_by=said_by,
            negative=negative,
            status=Status.ONGOING if mode == HOLD and status is Status.HAPPENED else status,
        ),
    )


def lines(rows: tuple[ControlRow, ...]) -> list[str]:
    return [
        f"{row.holder.name if row.holder else '?'} {row.state} {row.since or '?'} {row.until or ''}".strip()
        for row in rows
    ]


def taken(*, by: Named = REBELS, day: str = "2030-06-02", name: str = "r1", told: str | None = None) -> list[Account]:
    return says(name, told or day, GAIN, (by,), time=day)


CONTROL = {
    "a place that is taken is held since": ([taken()], ["Free Hills Front held 2030-06-02"]),
    "rebels of no name are the one group of the place": (
        [taken(), says("r2", "2030-06-05", HOLD, (ANY_REBELS,))],
        ["Free Hills Front held 2030-06-02"],
    ),
    "who takes it back ends the time of the other": (
        [taken(), taken(by=GOVERNMENT, day="2030-06-09", name="r2")],
        ["Free Hills Front held 2030-06-02 2030-06-09", "Arlund government held 2030-06-09"],
    ),
    "army and government are one holder": (
        [taken(by=ARMY), says("r2", "2030-06-05", HOLD, (GOVERNMENT,))],
        ["Arlund government held 2030-06-02"],
    ),
    "a later retelling of the first does not turn it back": (
        [taken(), taken(by=GOVERNMENT, day="2030-06-09", name="r2"), taken(name="r3", told="2030-06-13")],
        ["Free Hills Front held 2030-06-02 2030-06-09", "Arlund government held 2030-06-09"],
    ),
    "two who are said to hold it contest it": (
        [taken(), says("r2", "2030-06-04", HOLD, (ARMY,), said_by="the ministry")],
        ["Free Hills Front contested 2030-06-02", "army contested ?"],
    ),
    "it is contested too where somebody says no more than that": (
        [taken(), says("r2", "2030-06-06", CONTEST, ())],
        ["Free Hills Front contested 2030-06-02"],
    ),
    "contested by nobody in particular": (
        [says("r1", "2030-06-06", CONTEST, (), time="2030-06-01")],
        ["? contested 2030-06-01"],
    ),
    "who leaves has lost it": (
        [taken(), says("r2", "2030-06-07", LOSE, (REBELS,), time="2030-06-07")],
        ["Free Hills Front held 2030-06-02 2030-06-07"],
    ),
    "lost by one of whom nobody said that he held it": (
        [says("r2", "2030-06-07", LOSE, (REBELS,), time="2030-06-07")],
        ["Free Hills Front lost ? 2030-06-07"],
    ),
    "since when": (
        [says("r1", "2030-06-07", HOLD, (REBELS,), time="2030-05", since=True)],
        ["Free Hills Front held 2030-05"],
    ),
    "the day on which somebody is seen to hold it is not the day since": (
        [says("r1", "2030-06-07", HOLD, (REBELS,), time="2030-06-06")],
        ["Free Hills Front held ?"],
    ),
    "what is planned is not so": ([says("r1", "2030-06-07", GAIN, (REBELS,), status=Status.PLANNED)], []),
    "residents hold nothing": ([says("r1", "2030-06-07", HOLD, (RESIDENTS,))], []),
    "nobody in particular holds nothing": ([says("r1", "2030-06-07", HOLD, ())], []),
    "what is denied is no holding": ([says("r1", "2030-06-07", HOLD, (REBELS,), negative=True)], []),
}


@pytest.mark.parametrize(("told", "expected"), CONTROL.values(), ids=CONTROL.keys())
def test_who_holds_a_place(told: list[list[Account]], expected: list[str]) -> None:
    assert lines(made(*told).control) == expected


def test_a_share_is_a_row_of_each_count() -> None:
    def share(name: str, percent: float) -> list[Account]:
        counts = (("share", percent, percent),)
        own = claim(ClaimType.CONTROL, mode=HOLD, actors=(REBELS,), at="Upper Vale", counts=counts, unit="percent")
        return report(name, "2030-06-01", own)

    rows = made(share("r1", 40.0), share("r2", 65.0), share("r3", 40.0)).control
    assert sorted((row.low, len(row.reports)) for row in rows) == [(40.0, 2), (65.0, 1)]
    assert {row.state for row in rows} == {ControlState.SHARE}


def test_rows_that_contradict_each_other_name_each_other() -> None:
    rows = made(taken(), says("r2", "2030-06-04", HOLD, (ARMY,))).control
    assert [row.against for row in rows] == [(rows[1].id,), (rows[0].id,)]


def test_who_denies_that_a_place_has_fallen_is_named() -> None:
    denial = claim(ClaimType.REJECT, actors=(GOVERNMENT,), words="denies it", number=1)
    fallen = claim(ClaimType.CONTROL, mode=GAIN, at="Ambry", words="fallen Ambry", content_of=denial.id, number=2)
    rows = made(taken(), report("r2", "2030-06-03", denial, fallen)).control
    assert lines(rows) == ["Free Hills Front held 2030-06-02"]
    assert rows[0].denied_by == ("Arlund government",)


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("2030-06-01", []),
        ("2030-06-02", ["Free Hills Front"]),
        ("2030-06-08", ["Free Hills Front"]),
        ("2030-06-09", ["Arlund government"]),
    ],
)
def test_who_holds_it_on_a_day(day: str, holders: list[str]) -> None:
    rows = made(taken(), taken(by=GOVERNMENT, day="2030-06-09", name="r2")).control
    assert [row.holder.name for row in as_of(rows, day) if row.holder] == holders


def access(
    name: str, day: str, mode: str, *, time: str | None = None, words: str = "Words", status: Status = Status.HAPPENED
) -> list[Account]:
    own = claim(
        ClaimType.ACCESS, mode=mode, at="Marl crossing", feature="crossing", time=time, words=words, status=status
    )
    return report(name, day, own)


def test_a_crossing_is_closed_and_open_again() -> None:
    rows = made(
        access("r1", "2030-06-03", "closed", time="2030-06-03"),
        access("r2", "2030-06-05", "closed"),
        access("r3", "2030-06-10", "open", time="2030-06-10", words="open by day only, he said"),
    ).access
    assert [(row.state, row.since, row.until, row.limits) for row in rows] == [
        ("closed", "2030-06-03", "2030-06-10", None),
        ("open", "2030-06-10", None, "by day only"),
    ]
    assert [len(row.reports) for row in rows] == [2, 1]


def test_what_is_only_announced_says_so() -> None:
    (row,) = made(access("r1", "2030-06-03", "closed", time="2030-06-04", status=Status.PLANNED)).access
    assert row.announced
    assert row.since == "2030-06-04"


def test_a_demand_to_open_is_no_opening() -> None:
    assert made(access("r1", "2030-06-03", "open", status=Status.DEMANDED)).access == ()


def rule(name: str, day: str, **more: object) -> list[Account]:
    fields: dict[str, object] = {
        "mode": "restrict",
        "actors": (GOVERNMENT,),
        "at": "Ambry",
        "conduct": "leave the town",
    }
    return report(name, day, claim(ClaimType.COERCE, **{**fields, **more}))  # type: ignore[arg-type]


def lifted(name: str, day: str, thing: str, **more: object) -> list[Account]:
    fields: dict[str, object] = {"actors": (GOVERNMENT,), "at": "Ambry", "things": ((thing, "restriction"),)}
    return report(name, day, claim(ClaimType.CONCEDE, **{**fields, **more}))  # type: ignore[arg-type]


def test_a_rule_is_imposed_and_lifted() -> None:
    (row,) = made(rule("r1", "2030-06-04", time="2030-06-04"), lifted("r2", "2030-06-11", "the order")).rules
    assert (row.conduct, row.since, row.until, row.lifted) == ("leave the town", "2030-06-04", "2030-06-11", True)
    assert row.reports == ("r1", "r2")


def test_two_wordings_of_one_conduct_are_one_rule() -> None:
    (row,) = made(rule("r1", "2030-06-04"), rule("r2", "2030-06-05", conduct="leave town without a permit")).rules
    assert row.conduct == "leave town without a permit"


def test_the_curfew_that_is_lifted_is_the_curfew() -> None:
    rows = made(
        rule("r1", "2030-06-04"),
        rule("r2", "2030-06-04", mode="curfew", conduct=None),
        lifted("r3", "2030-06-08", "the curfew"),
    ).rules
    assert {row.mode: row.lifted for row in rows} == {"restrict": False, "curfew": True}


def test_which_of_two_orders_was_lifted_is_not_guessed() -> None:
    rows = made(
        rule("r1", "2030-06-04"),
        rule("r2", "2030-06-04", conduct="public rallies"),
        lifted("r3", "2030-06-08", "the order"),
    ).rules
    assert [row.lifted for row in rows] == [False, False]


def test_a_rule_without_a_place_is_found_by_who_imposed_it() -> None:
    (row,) = made(rule("r1", "2030-06-04", at=None), lifted("r2", "2030-06-11", "the order", at=None)).rules
    assert row.lifted


@pytest.mark.parametrize("words", ["stopped cars", "forced them along"])
def test_a_deed_of_force_is_no_rule(words: str) -> None:
    assert made(rule("r1", "2030-06-04", words=words)).rules == ()
