"""What is asked, offered and agreed, what is foreseen, what actors do and who is held: accounts of our own."""

from __future__ import annotations

import pytest

from dateline.event import Account
from dateline.ledger import Ledgers, Outcome
from dateline.records import Claim, ClaimType, Status
from dateline.resolve.ledger import is_overdue, ledgers
from resolve.accounts import ANY_REBELS, ARMY, GOVERNMENT, MEDIATOR, REBELS, RESIDENTS, claim, report

TODAY = "2030-07-01"
FIGHTERS = ("200 fighters", "UAF", None, None, "role")
SOLDIERS = ("45 soldiers", "MIL", None, None, "role")


def made(
    *accounts: list[Account], events: dict[str, str] | None = None, origins: dict[str, list[str]] | None = None
) -> Ledgers:
    held = [one for report_ in accounts for one in report_]
    return ledgers(held, events={}, event_of=events or {}, origins=origins or {}, today=TODAY)


def ask(name: str, day: str, number: float = 200.0) -> list[Account]:
    demand = claim(ClaimType.REQUEST, mode="yield", actors=(REBELS,), recipients=(GOVERNMENT,), words="demanded it")
    content = claim(
        ClaimType.RETREAT,
        mode="release",
        status=Status.DEMANDED,
        recipients=(FIGHTERS,),
        counts=(("released", number, number),),
        words="release of fighters",
        content_of=demand.id,
        number=1,
    )
    return report(name, day, demand, content)


def offer(name: str, day: str) -> list[Account]:
    parent = claim(ClaimType.AGREE, actors=(GOVERNMENT,), recipients=(REBELS,), words="offered to free")
    give = claim(
        ClaimType.RETREAT,
        mode="release",
        status=Status.OFFERED,
        actors=(GOVERNMENT,),
        counts=(("released", 90.0, 90.0),),
        words="free them",
        content_of=parent.id,
        number=1,
    )
    take = claim(
        ClaimType.RETREAT,
        mode="release",
        status=Status.HYPOTHETICAL,
        actors=(REBELS,),
        counts=(("released", 45.0, 45.0),),
        words="releases soldiers",
        content_of=parent.id,
        number=2,
    )
    return report(name, day, parent, give, take)


def deal(name: str, day: str) -> list[Account]:
    own = claim(ClaimType.AGREE, actors=(GOVERNMENT, REBELS), words="agreed on it")
    return report(name, day, own)


def done(name: str, day: str) -> list[Account]:
    own = claim(ClaimType.RETREAT, mode="release", actors=(GOVERNMENT,), recipients=(REBELS,), time=day, words="freed")
    return report(name, day, own)


def refuse(name: str, day: str) -> list[Account]:
    things = (("the offer", "proposal"),)
    own = claim(ClaimType.REJECT, actors=(REBELS,), recipients=(GOVERNMENT,), things=things, words="rejects the offer")
    return report(name, day, own)


STEPS = {
    "agreed and carried out": (
        [ask("r1", "2030-06-01"), offer("r2", "2030-06-03"), deal("r3", "2030-06-05"), done("r4", "2030-06-07")],
        ["demand", "offer", "agreement", "carried-out"],
        "carried-out",
    ),
    "refused": (
        [ask("r1", "2030-06-01"), offer("r2", "2030-06-03"), refuse("r3", "2030-06-04")],
        ["demand", "offer", "answer"],
        "refused",
    ),
    "a demand told again is one step": (
        [ask("r1", "2030-06-01"), ask("r2", "2030-06-04"), offer("r3", "2030-06-05")],
        ["demand", "offer"],
        "under-way",
    ),
    "another number is another demand": (
        [ask("r1", "2030-06-01"), ask("r2", "2030-06-04", 120.0), offer("r3", "2030-06-05")],
        ["demand", "demand", "offer"],
        "under-way",
    ),
    "what was given before anything was asked carried out nothing": (
        [done("r1", "2030-05-20"), ask("r2", "2030-06-01"), offer("r3", "2030-06-03")],
        ["demand", "offer"],
        "under-way",
    ),
}


@pytest.mark.parametrize(("told", "kinds", "state"), STEPS.values(), ids=STEPS.keys())
def test_steps_of_a_negotiation(told: list[list[Account]], kinds: list[str], state: str) -> None:
    (row,) = made(*told).negotiations
    assert [str(step.kind) for step in row.steps] == kinds
    assert str(row.state) == state
    assert [side.name for side in row.sides] == ["Free Hills Front", "Arlund government"]


def test_what_is_given_for_what_is_tied() -> None:
    (row,) = made(offer("r1", "2030-06-03")).negotiations
    assert [(term.low, term.exchange) for term in row.steps[0].terms] == [(90.0, True), (45.0, True)]


def test_who_mediates_is_no_party() -> None:
    go_between = claim(ClaimType.CONSULT, mode="third-party", actors=(MEDIATOR,), words="mediates between them")
    talks = claim(ClaimType.CONSULT, actors=(GOVERNMENT, REBELS), words="talks went on", number=1)
    (row,) = made(report("r1", "2030-06-01", go_between, talks), ask("r2", "2030-06-02")).negotiations
    assert [party.name for party in row.mediators] == ["Oman"]
    assert {side.name for side in row.sides} == {"Free Hills Front", "Arlund government"}


@pytest.mark.parametrize(
    "told",
    [
        [ask("r1", "2030-06-01")],
        [report("r1", "2030-06-01", claim(ClaimType.CONSULT, actors=(GOVERNMENT, REBELS)))],
        [report("r1", "2030-06-01", claim(ClaimType.AGREE, actors=(GOVERNMENT, RESIDENTS)))],
        [report("r1", "2030-06-01", claim(ClaimType.AGREE, actors=(GOVERNMENT, ARMY)))],
    ],
    ids=["one demand", "one meeting", "with residents", "of one state"],
)
def test_no_negotiation(told: list[list[Account]]) -> None:
    assert made(*told).negotiations == ()


def plan(name: str, day: str, *, due: str | None = "2030-06-10", status: Status = Status.PLANNED) -> list[Account]:
    words = f"They will meet at Ambry on {due}"
    own = claim(ClaimType.CONSULT, actors=(GOVERNMENT, REBELS), at="Ambry", time=due, status=status, words=words)
    return report(name, day, own)


def met(name: str, day: str, *, negative: bool = False) -> list[Account]:
    own = claim(ClaimType.CONSULT, actors=(GOVERNMENT, REBELS), at="Ambry", time=day, negative=negative, words="met")
    return report(name, day, own)


def outlook(*told: list[Account]) -> tuple[str, bool, int]:
    one_event = {one.claim.id: "e1" for held in told for one in held}
    (row,) = made(*told, events=one_event).outlook
    return str(row.outcome), row.overdue, len(row.shown_by)


def test_what_is_planned_comes_to_pass_where_an_account_says_so() -> None:
    assert outlook(plan("r1", "2030-06-01"), met("r2", "2030-06-10")) == ("borne-out", False, 1)


def test_what_did_not_take_place_was_not_borne_out() -> None:
    assert outlook(plan("r1", "2030-06-01"), met("r2", "2030-06-10", negative=True)) == ("not-borne-out", False, 1)


def test_silence_shows_nothing() -> None:
    assert outlook(plan("r1", "2030-06-01")) == ("unknown", True, 0)


def test_what_is_not_due_yet_is_not_overdue() -> None:
    assert outlook(plan("r1", "2030-06-01", due="2030-08-01")) == ("unknown", False, 0)


@pytest.mark.parametrize(("day", "expected"), [("2030-06-10", False), ("2030-06-11", True)])
def test_a_row_is_overdue_from_the_day_after(day: str, expected: bool) -> None:
    (row,) = ledgers(plan("r1", "2030-06-01"), events={}, event_of={}, origins={}).outlook
    assert not row.overdue
    assert is_overdue(row, day) is expected


def test_what_came_before_bears_nothing_out() -> None:
    assert outlook(met("r1", "2030-05-20"), plan("r2", "2030-06-01"))[0] == Outcome.UNKNOWN


def test_accounts_of_one_day_that_contradict_each_other_leave_it_open() -> None:
    told = plan("r1", "2030-06-01"), met("r2", "2030-06-10"), met("r3", "2030-06-10", negative=True)
    assert outlook(*told)[0] == Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("day", "mode", "who", "outcome"),
    [
        ("2030-06-08", "gain", REBELS, "borne-out"),
        ("2030-06-08", "gain", ARMY, "unknown"),
        ("2030-06-12", "gain", REBELS, "unknown"),
        ("2030-06-12", "hold", ARMY, "not-borne-out"),
        ("2030-06-05", "hold", ARMY, "unknown"),
    ],
)
def test_who_will_hold_a_place(day: str, mode: str, who: tuple[str, str, str, str, str], outcome: str) -> None:
    words = "They will take Ambry by 2030-06-10"
    foreseen = claim(
        ClaimType.CONTROL,
        mode="gain",
        actors=(ANY_REBELS,),
        at="Ambry",
        time="2030-06-10",
        status=Status.PREDICTED,
        words=words,
    )
    came = claim(ClaimType.CONTROL, mode=mode, actors=(who,), at="Ambry", words="Ambry then", status=Status.ONGOING)
    (row,) = made(report("r1", "2030-06-01", foreseen), report("r2", day, came)).outlook
    assert str(row.outcome) == outcome


@pytest.mark.parametrize(
    "own",
    [
        claim(ClaimType.AID, actors=(GOVERNMENT,), status=Status.PLANNED, words="gathered to help"),
        claim(ClaimType.PROTEST, actors=(RESIDENTS,), status=Status.PLANNED, time="2030-05-30", words="will march"),
        claim(ClaimType.ACCUSE, actors=(GOVERNMENT,), status=Status.PLANNED, words="plan to blame"),
        claim(ClaimType.ASSAULT, actors=(RESIDENTS,), status=Status.PLANNED, words="will fight"),
        claim(ClaimType.ASSAULT, actors=(REBELS,), status=Status.DEMANDED, words="will fight"),
    ],
    ids=["a purpose", "a day that is past", "words", "nobody who can be told, no day", "a demand"],
)
def test_no_outlook(own: Claim) -> None:
    assert made(report("r1", "2030-06-01", own)).outlook == ()


def test_what_an_actor_did_and_bore() -> None:
    attack = claim(ClaimType.ASSAULT, actors=(REBELS,), recipients=(GOVERNMENT,), words="attacked")
    again = claim(ClaimType.ASSAULT, actors=(REBELS,), recipients=(GOVERNMENT,), words="attacked again")
    thanks = claim(ClaimType.SUPPORT, actors=(GOVERNMENT,), recipients=(MEDIATOR,), words="thanked them", number=1)
    told = report("r1", "2030-06-01", attack, thanks), report("r2", "2030-06-02", again)
    one_event = {told[0][0].claim.id: "e1", told[1][0].claim.id: "e1"}
    rows = {row.actor.name: row for row in made(*told, events=one_event).actors}
    assert [(deed.type, deed.count) for deed in rows["Free Hills Front"].did] == [("ASSAULT", 1)]
    assert [(deed.type, deed.count) for deed in rows["Arlund government"].bore] == [("ASSAULT", 1)]
    ties = {tie.other.name: (tie.friendly, tie.hostile) for tie in rows["Arlund government"].ties}
    assert ties == {"Free Hills Front": (0, 1), "Oman": (1, 0)}


def test_nobody_in_particular_is_no_actor() -> None:
    own = claim(ClaimType.ASSAULT, actors=(ANY_REBELS,), recipients=(RESIDENTS,))
    assert made(report("r1", "2030-06-01", own)).actors == ()


def test_an_actor_has_a_row_a_month() -> None:
    own = claim(ClaimType.ASSAULT, actors=(REBELS,))
    rows = made(report("r1", "2030-06-01", own), report("r2", "2030-07-01", own)).actors
    assert [row.month for row in rows] == ["2030-06", "2030-07"]


def taken(name: str, number: float, high: float | None, said_by: str | None, **more: object) -> list[Account]:
    return report(
        name,
        "2030-06-08",
        claim(
            ClaimType.COERCE,
            mode="arrest",
            recipients=((f"{number:g} marchers", "CVL", None, None, "role"),),
            counts=(("detained", number, high),),
            words=f"held {number:g} marchers",
            said_by=said_by,
            **more,  # type: ignore[arg-type]
        ),
    )


def test_figures_of_one_event_stand_side_by_side() -> None:
    told = taken("r1", 26.0, 26.0, "a spokesman"), taken("r2", 40.0, 40.0, "lawyers")
    (row,) = made(*told, events={one.claim.id: "e1" for held in told for one in held}).casualties
    assert (row.what, row.low, row.high, row.whom) == ("detained", 26.0, 40.0, "marchers")
    assert [(figure.low, figure.said_by) for figure in row.figures] == [(26.0, ("a spokesman",)), (40.0, ("lawyers",))]


def test_at_least_so_many_leaves_the_top_open() -> None:
    (row,) = made(taken("r1", 26.0, None, None)).casualties
    assert (row.low, row.high) == (26.0, None)


def test_who_is_still_in_their_hands_is_held() -> None:
    (row,) = made(taken("r1", 45.0, 45.0, None, status=Status.ONGOING)).casualties
    assert row.what == "held"


def test_a_number_that_is_demanded_counts_nobody() -> None:
    assert made(ask("r1", "2030-06-01")).casualties == ()


def test_what_one_account_counts_side_by_side_is_added_up() -> None:
    own = claim(
        ClaimType.ASSAULT,
        recipients=(("1 lieutenant", "MIL", None, None, "role"), ("4 soldiers", "MIL", None, None, "role")),
        counts=(("killed", 1.0, 1.0), ("killed", 4.0, 4.0)),
        words="Killed 1 lieutenant and 4 soldiers",
    )
    (row,) = made(report("r1", "2030-06-01", own)).casualties
    assert (row.low, row.high, row.whom) == (5.0, 5.0, "lieutenant and soldiers")


def test_two_sorts_of_one_account_are_no_range() -> None:
    own = claim(
        ClaimType.ASSAULT,
        recipients=(("300 deserters", "MIL", None, None, "role"), ("900 villagers", "CVL", None, None, "role")),
        counts=(("killed", 300.0, 300.0), ("killed", 900.0, 900.0)),
        words="Killed 300 deserters and 900 villagers",
    )
    found = made(report("r1", "2030-06-01", own)).casualties
    assert sorted((row.low, row.high, row.whom) for row in found) == [
        (300.0, 300.0, "deserters"),
        (900.0, 900.0, "villagers"),
    ]


def test_papers_and_witnesses_are_told_apart() -> None:
    told = taken("r1", 26.0, 26.0, None), taken("r2", 26.0, 26.0, None), taken("r3", 26.0, 26.0, None)
    one = {account.claim.id: "e1" for held in told for account in held}
    (row,) = made(*told, events=one, origins={"r1": ["o1"], "r2": ["o1"], "r3": ["o2"]}).casualties
    assert row.reports == ("r1", "r2", "r3")
    assert row.origins == (("r1", "r2"), ("r3",))
    assert row.said_by == ("The Paper",)
