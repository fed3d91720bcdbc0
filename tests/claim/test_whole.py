"""Whole sentences through the shipped model: what comes out, field by field."""

import pytest

from dateline import api
from dateline.calendar import is_ahead
from dateline.records import Claim


def claims(text: str, published: str | None = None) -> tuple[Claim, ...]:
    return api.read_text(text, published=published).claims


def tell(claim: Claim) -> tuple[str, str, list[str], list[str], list[float], list[str]]:
    return (
        f"{claim.type}/{claim.mode}",
        str(claim.status),
        [p.name for p in claim.actors],
        [p.name for p in claim.recipients],
        [q.low for q in claim.quantities],
        [s.name for s in claim.attribution],
    )


def test_the_example_of_the_record() -> None:
    text = (
        "The Taliban demanded the release of 7,000 prisoners in exchange for a three-month ceasefire, "
        "a government negotiator said"
    )
    demand, release, truce = claims(text)
    assert tell(demand) == ("REQUEST/yield", "happened", ["Taliban"], [], [], ["government negotiator"])
    assert tell(release)[:2] == ("RETREAT/release", "demanded")
    assert tell(release)[3:] == (["7,000 prisoners"], [7000], ["government negotiator"])
    assert tell(truce)[:3] == ("RETREAT/ceasefire", "offered", ["Taliban"])
    assert release.content_of == truce.content_of == demand.id
    assert [(q.role, q.low, q.unit) for q in truce.quantities] == [("duration", 3, "month")]


def test_a_headline_that_the_parser_turns_round_claims_nothing_that_happened() -> None:
    found = claims("Northern Front demands release of 1,200 fighters in exchange for two-month ceasefire in Kestria")
    assert not [c for c in found if c.type == "RETREAT" and c.status == "happened"]


def test_what_was_given_in_exchange_happened() -> None:
    found = claims("The army freed two pilots in exchange for the release of three rebels.")
    assert [(c.type, c.status) for c in found] == [("RETREAT", "happened"), ("RETREAT", "happened")]


def test_who_denies_a_thing_does_not_say_it() -> None:
    rejection, deed = claims("The ministry rejected accusations that its troops had looted homes.")
    assert (rejection.type, rejection.denies) == ("REJECT", (deed.id,))
    assert deed.attribution == ()


def test_what_happened_has_no_date_ahead_of_the_report() -> None:
    text = "The rebels attacked the town ahead of a complete withdrawal by August 31."
    found = claims(text, published="2021-07-16")
    assert [t.value for c in found if c.type == "ASSAULT" for t in c.times] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-07-16", False),
        ("2021-07-16T10:30", False),
        ("2021-07-17", True),
        ("2021-07", False),
        ("2021-08", True),
        ("2021", False),
        ("199", False),
        ("2021-W28", False),
        ("2021-W29", True),
    ],
)
def test_a_time_is_ahead_only_if_all_of_it_is(value: str, expected: bool) -> None:
    assert is_ahead(value, "2021-07-16") is expected
