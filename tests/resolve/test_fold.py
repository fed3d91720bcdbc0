"""Events made of accounts: what always holds, ids and former ids, type and mode, the titles."""

from __future__ import annotations

import random
import time
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codec import digest, from_dict, to_dict
from dateline.event import Account, Event, EventStatus, Tolls
from dateline.records import ClaimType, Status
from dateline.resolve import event_id, fold, former
from resolve.accounts import story
from resolve.folding import folded, tell
from strategies import records


def clusters(seed: int) -> list[list[Account]]:
    """Return the accounts of made-up events, with all of a story last."""
    accounts, event_of = story(seed)
    found: dict[str, list[Account]] = {}
    for account in accounts:
        found.setdefault(event_of.get(account.claim.id, account.claim.id), []).append(account)
    return [*found.values(), accounts]


def check(event: Event, accounts: list[Account], answers: list[Account], origins: dict[str, list[str]]) -> None:
    """Assert what the record of an event promises."""
    told = sorted(accounts, key=lambda a: (a.order, a.claim.id))
    ids = [account.claim.id for account in told]
    assert event.id == digest("event", ids[0]) == event_id(ids[0])
    assert list(event.claims) == list(dict.fromkeys(ids))
    assert event.type in {account.claim.type for account in told}
    assert event.mode in {None, *(account.claim.mode for account in told)}
    values = {(t.value, t.until) for account in told for t in account.claim.times}
    assert event.date.value in {None, *(value for value, _ in values)}
    # "since May" is until its report
    assert event.date.until in {None, *(until for _, until in values), *(account.published for account in told)}
    if event.place is not None:
        assert event.place.name in {place.name for account in told for place in account.claim.places}
        points = {(place.latitude, place.longitude) for account in told for place in account.claim.places}
        assert (event.place.latitude, event.place.longitude) in points
    for party in (*event.actors, *event.recipients, event.date, event.place, *_tolls(event.tolls)):
        assert party is None or set(party.claims) <= set(ids)
    assert {claim for party in event.denied_by for claim in party.claims} <= {*ids, *(a.claim.id for a in answers)}
    for toll in _tolls(event.tolls):
        if toll is not None:
            assert toll.low <= toll.best
            assert toll.high is None or toll.best <= toll.high
            assert toll.claims
    reports = [report.id for report in event.reports]
    assert set(reports) == {account.report for account in told}
    assert len(reports) == len(set(reports))
    assert {report for group in event.origins for report in group} == set(reports)
    assert all(event.origins)
    assert len(event.origins) <= len({o for report in reports for o in (origins.get(report) or [report])})
    assert (event.status is EventStatus.DISPUTED) <= bool(event.disputed)
    assert event.title
    assert "\n" not in event.title
    assert from_dict(Event, to_dict(event)) == event


def _tolls(tolls: Tolls) -> list:  # type: ignore[type-arg]
    return [getattr(tolls, field.name) for field in fields(Tolls)]


@pytest.mark.parametrize("seed", range(16))
def test_what_always_holds(seed: int) -> None:
    rng = random.Random(seed)
    for accounts in clusters(seed):
        answers = [account for account in story(seed)[0] if account.claim.denies or account.claim.supports]
        reports = sorted({account.report for account in accounts})
        origins = {
            report: rng.sample(["v", "w", report], rng.randint(1, 2)) for report in reports if rng.random() < 0.7
        }
        event = fold(accounts, origins=origins, answers=answers)
        check(event, accounts, [*answers, *accounts], origins)
        for _ in range(3):
            shuffled, replies = rng.sample(accounts, len(accounts)), rng.sample(answers, len(answers))
            assert fold(shuffled, origins=origins, answers=replies) == event


@settings(max_examples=30)
@given(st.lists(records(Account), min_size=1, max_size=5, unique_by=lambda a: a.claim.id), st.randoms())
def test_any_account_is_taken(accounts: list[Account], rng: random.Random) -> None:
    origins = {account.report: ["x", "y"] for account in accounts[::2]}
    event = fold(accounts, origins=origins, answers=accounts[:2])
    rng.shuffle(accounts)
    assert fold(accounts, origins=origins, answers=accounts[:2]).id == event.id
    assert fold(accounts, origins=origins) == fold(accounts[::-1], origins=origins)
    assert from_dict(Event, to_dict(event)) == event


def test_no_accounts_are_no_event() -> None:
    with pytest.raises(ValueError, match="needs an account"):
        fold([], origins={})


def test_two_thousand_claims_fold_at_once() -> None:
    accounts = [
        tell(
            f"r{n // 2}",
            order=n,
            actor=("rebels", "army", "Highland Front")[n % 3],
            to=f"people {n}",
            at=f"Town{n}:town",
            on=f"20{10 + n % 80}-0{1 + n % 9}-{1 + n % 27:02d}",
            by=f"Speaker {n}" if n % 2 else (),
            killed=n,
        )
        for n in range(2000)
    ]
    began = time.process_time()
    event = fold(accounts, origins={})
    # 0.2 s on an idle machine; the bound is there to catch what grows with the square
    assert time.process_time() - began < 1.0
    assert len(event.claims) == 2000


# Ids


def test_the_id_stays_while_accounts_are_added() -> None:
    first = tell("a", id="one", order=1)
    assert fold([first], origins={}).id == fold([tell("b", order=7), first], origins={}).id == event_id("one")


FORMER = [
    ("joined as each came in", [("one", "two"), ("two", "three")], []),
    ("two that were joined by a third", [("one", "three"), ("two", "three")], ["two"]),
    ("joined by a person: the machine saw no edge", [], ["two", "three"]),
    ("edges to claims of others", [("two", "nine")], ["two", "three"]),
    ("told twice, and the other way round", [("two", "one"), ("one", "two"), ("three", "one")], []),
]


@pytest.mark.parametrize(("edges", "expected"), [row[1:] for row in FORMER], ids=[row[0] for row in FORMER])
def test_former_ids(edges: list[tuple[str, str]], expected: list[str]) -> None:
    accounts = [tell("a", id=name, order=order) for order, name in enumerate(("one", "two", "three"))]
    assert former(accounts[::-1], edges) == tuple(map(event_id, expected))
    assert former(accounts, iter(edges)) == tuple(map(event_id, expected))


# Type, mode, reports


def test_type_and_mode_are_those_of_most_origins() -> None:
    control = ClaimType.CONTROL
    event = folded(
        tell("a", mode="firearms"),
        tell("b", control, mode="gain"),
        tell("c", control, mode="gain"),
        tell("c", control, mode="hold", on="2031"),
    )
    assert (event.type, event.mode) == (control, "gain")
    assert folded(tell("a"), tell("b"), tell("c", mode="drone")).mode == "drone"  # none told is no vote
    assert folded(*(tell(report) for report in "abc"), tell("d", mode="drone")).mode is None
    # what burned is not what an attack was all about, unless most say so
    assert folded(tell("a", id="1"), tell("a", id="2"), tell("a", id="3", mode="destroy")).mode is None
    assert (
        folded(tell("a", id="1", mode="destroy"), tell("a", id="2", mode="destroy"), tell("a", id="3")).mode
        == "destroy"
    )


def test_papers_and_witnesses_are_counted_apart() -> None:
    event = folded(tell("a"), tell("b"), tell("c"), tell("a", on="2031"), origins={"a": ["w"], "b": ["w"], "c": []})
    assert [report.id for report in event.reports] == ["a", "b", "c"]
    assert event.origins == (("a", "b"), ("c",))


def test_a_report_mixed_of_two_stands_in_both() -> None:
    event = folded(tell("a"), tell("b"), tell("m"), origins={"a": ["v"], "b": ["w"], "m": ["v", "w"]})
    assert event.origins == (("a", "m"), ("b", "m"))


# Titles

TITLES = [
    (
        [tell("a", actor="rebels", to="soldiers", at="Karsh", on="2031-09-02")],
        "Rebels attacked soldiers, Karsh, 2 September 2031",
    ),
    ([tell("a", mode="heavy-weapons", to="the market", killed=9)], "Shelling of market, 9 killed"),
    ([tell("a", actor="rebels", killed="9+")], "Attack by rebels, at least 9 killed"),
    ([tell("a", ClaimType.CONTROL, mode="gain", actor="Highland Front", at="Ostova")], "Highland Front took Ostova"),
    ([tell("a", ClaimType.CONTROL, mode="gain", at="Ostova", on="2031-09")], "Capture of Ostova, September 2031"),
    ([tell("a", ClaimType.ACCESS, mode="closed", actor="government", at="Arkun")], "Government closed Arkun"),
    ([tell("a", actor="army", to="Karsh", status=Status.PLANNED)], "Planned: Army to attack Karsh"),
    ([tell("a", mode="drone", status=Status.FEARED)], "Feared: Drone strike"),
    ([tell("a", actor="army", to="Karsh", no=True)], "Did not happen: Attack on Karsh by army"),
    ([tell("a", actor="army", to="Karsh", status=Status.PROMISED, no=True)], "Not to happen: Attack on Karsh by army"),
    ([tell("a", actor="army", to="Karsh", by="Ana Perov")], "Army attacked Karsh, according to Ana Perov"),
    ([tell("a", actor="army", to="Karsh", by="army")], "Army attacked Karsh"),
    (
        [tell("a", actor="army", to="Karsh", killed=3), tell("b", actor="rebels", to="Karsh", killed=5)],
        "Attack on Karsh, 3 killed (3 to 5) (disputed: who did it, number of killed)",
    ),
    ([tell("a", ClaimType.CONSULT, actor=("government", "rebels", "Oman"), on="2031-09-08", until="2031-09-10")],
     "Oman, government and others held talks, 8 September 2031 to 10 September 2031"),
    (
        [tell("a", ClaimType.PROTEST, actor="women", participants=300, on="2031-W37")],
        "Women protested, week 37 of 2031, 300 took part",
    ),
    ([tell("a", actor="[b]{0}%s\\1", to="Karsh")], "[b]{0}%s\\1 attacked Karsh"),
]  # fmt: skip


@pytest.mark.parametrize(("accounts", "title"), TITLES, ids=[title for _, title in TITLES])
def test_titles(accounts: list[Account], title: str) -> None:
    assert folded(*accounts).title == title


def test_the_title_of_what_is_denied_says_so() -> None:
    no = tell("b", ClaimType.REJECT, actor="defence ministry", denies=("one",))
    event = folded(tell("a", id="one", actor="army", to="Karsh"), answers=(no,))
    assert event.title == "Denied by defence ministry: Army attacked Karsh"
