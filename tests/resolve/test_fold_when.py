"""When an event was, by all accounts: tables of what is told and what goes for it."""

from __future__ import annotations

import pytest

from dateline import api
from dateline.event import Account
from dateline.records import Status
from dateline.resolve import fold
from dateline.resolve.span_of_days import days
from resolve.folding import folded, tell

DATES = [
    ("nobody tells", [tell("a"), tell("b")], (None, None, False)),
    ("one tells", [tell("a", on="2031-09-01"), tell("b")], ("2031-09-01", None, False)),
    ("a day in a told month", [tell("a", on="2031-09"), tell("b", on="2031-09-01")], ("2031-09-01", None, False)),
    ("a day in a told week", [tell("a", on="2031-W36"), tell("b", on="2031-09-01")], ("2031-09-01", None, False)),
    ("only months: no day is made up", [tell("a", on="2031-09"), tell("b", on="2031")], ("2031-09", None, False)),
    (
        "two origins against one",
        [tell("a", on="2031-09-01"), tell("b", on="2031-09-03"), tell("c", on="2031-09-03")],
        ("2031-09-03", None, True),
    ),
    (
        "a month speaks for the days in it",
        [
            *(tell(r, on="2031-08-31") for r in "ab"),
            *(tell(r, on="2031-09") for r in "cd"),
            tell("e", on="2031-09-02"),
        ],
        ("2031-09-02", None, True),
    ),
    (
        "a slip of a later report is not averaged",
        [tell("a", on="2031-09-01", published="2031-09-02"), tell("b", on="2031-09-08", published="2031-09-09")],
        ("2031-09-01", None, True),
    ),
    (
        "one report that tells both is no dispute",
        [tell("a", on="2031-09-01"), tell("a", on="2031-09-04")],
        ("2031-09-01", None, False),
    ),
    (
        "a night is of both days",
        [tell("a", on="2031-09-01", words="Monday night"), tell("b", on="2031-09-02")],
        ("2031-09-01", None, False),
    ),
    (
        "but two days are two",
        [tell("a", on="2031-09-01", words="Monday"), tell("b", on="2031-09-02", words="Tuesday")],
        ("2031-09-01", None, True),
    ),
    (
        "a stretch",
        [tell("a", on="2031-09-08", until="2031-09-10"), tell("b", on="2031-09-08")],
        ("2031-09-08", "2031-09-10", False),
    ),
    (
        "most tell the first day alone",
        [tell("a", on="2031-09-08", until="2031-09-10"), tell("b", on="2031-09-08"), tell("c", on="2031-09-08")],
        ("2031-09-08", None, False),
    ),
    (
        "what happened goes before what was planned",
        [tell("a", on="2031-09-10", status=Status.PLANNED), tell("b", on="2031-09-12", published="2031-09-12")],
        ("2031-09-12", None, False),
    ),
    (
        "the plan tells the day where nothing else does",
        [tell("a", on="2031-09-10", status=Status.PLANNED), tell("b", published="2031-09-12")],
        ("2031-09-10", None, False),
    ),
    ("of one claim the most precise", [tell("a", on=("2031", "2031-09-02"))], ("2031-09-02", None, False)),
    (
        "what lies ahead of its report has not happened yet",
        [tell("a", on="2031-09-10", published="2031-09-02"), tell("b", on="2031-09-12")],
        ("2031-09-12", None, False),
    ),
    (
        "so far off that it is something else",
        [tell("a", on="2031-09-01"), tell("b", on="2031-05-03")],
        ("2031-09-01", None, False),
    ),
    ("two years", [tell("a", on="2030"), tell("b", on="2029")], ("2030", None, False)),
    ("a decade", [tell("a", on="199")], ("199", None, False)),
    ("what is no time is none", [tell("a", on="P3M"), tell("b", on="9999-99")], (None, None, False)),
]


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in DATES], ids=[row[0] for row in DATES])
def test_dates(accounts: list[Account], expected: tuple[str | None, str | None, bool]) -> None:
    event = folded(*accounts)
    assert (event.date.value, event.date.until, "date" in event.disputed) == expected


def test_copies_do_not_outvote_a_witness() -> None:
    accounts = [tell("a", on="2031-09-01"), tell("b", on="2031-09-03"), tell("c", on="2031-09-03")]
    origins = {"b": ["wire"], "c": ["wire"]}
    assert folded(*accounts, origins=origins).date.value == "2031-09-01"


def test_the_claims_that_tell_the_date_are_named() -> None:
    accounts = [tell("a", on="2031-09-01", id="one"), tell("b", on="2031-09", id="two"), tell("c", id="three")]
    accounts.append(tell("d", on="2031-07", id="four"))
    assert folded(*accounts).date.claims == ("one", "two")


@pytest.mark.parametrize(
    ("value", "length"),
    [("2031-09-01", 1), ("2031-09-01T09", 1), ("2031-W36", 7), ("2031-02", 28), ("2032", 366), ("203", 3652)],
)
def test_days_of_a_prefix(value: str, length: int) -> None:
    found = days(value)
    assert found is not None
    assert found[1] - found[0] + 1 == length


@pytest.mark.parametrize("value", ["", "2031-13", "2031-02-30", "2031-W60", "P3M", "yesterday", "2031-9-1", "0000"])
def test_what_is_no_prefix(value: str) -> None:
    assert days(value) is None


@pytest.mark.parametrize("published", ["2031-09-02", "2031-09-02T08:30:00Z"])
def test_a_toll_since_a_month_is_of_the_time_until_its_report(published: str) -> None:
    reading = api.read_text("More than 400 civilians have been killed in Tarsk since May.", published="2031-09-02")
    event = fold([Account(claim=c, report="r", published=published) for c in reading.claims], origins={})
    assert (event.date.value, event.date.until) == ("2031-05", "2031-09-02")
