"""The timeline over a list of events: which bars there are, and what each asks for."""

from __future__ import annotations

import pytest

from dateline.api import desk

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")

from dateline.server.asked import Asked
from dateline.server.timeline import timeline

Count = desk.Count


def counted(*days: str) -> list[desk.Count]:
    return [Count(value=day, count=number) for number, day in enumerate(days, 1)]


# Days with their counts 1, 2, 3 ...; what is asked for; unit, first and last bar, number of bars.
SPANS = [
    (["2031-09-01", "2031-09-14"], {}, ("day", "2031-09-01", "2031-09-14", 14)),
    (["2031-01-31", "2031-12-01"], {}, ("month", "2031-01", "2031-12", 12)),
    (["2001-05-05", "2031-12-01"], {}, ("year", "2001", "2031", 31)),
    (["2001-05-05", "2031-12-01"], {"since": "2031", "until": "2031"}, ("day", "2031-12-01", "2031-12-31", 31)),
    (
        ["2031-09-03", "2031-09-09"],
        {"since": "2031-09-09", "until": "2031-09-09"},
        ("day", "2031-09-01", "2031-09-30", 30),
    ),
    (["2031-09-03", "2031-11-09"], {"since": "2031-10", "until": "2031-10"}, ("day", "2031-10-01", "2031-10-31", 31)),
    (["2031-09-03", "2031-09-09"], {"since": "2040", "until": "2041"}, ("day", "2031-09-03", "2031-09-09", 7)),
    (["2031-09-03", "9999-12-31"], {"until": "9999"}, ("year", "9600", "9999", 400)),
    (["9999-12-03", "9999-12-31"], {"until": "9999-12"}, ("day", "9999-12-03", "9999-12-31", 29)),
    (["9999-11-03", "9999-12-31"], {"since": "9999"}, ("day", "9999-11-03", "9999-12-31", 59)),
    (["9999-01-03", "9999-12-31"], {}, ("month", "9999-01", "9999-12", 12)),
    (["9999-12-31"], {}, ("day", "9999-12-01", "9999-12-31", 31)),
    (["2031-09-03", "2031-09-09"], {"since": "yesterday"}, ("day", "2031-09-03", "2031-09-09", 7)),
]


@pytest.mark.parametrize(("days", "asked", "told"), SPANS)
def test_bars(days: list[str], asked: dict[str, str], told: tuple[str, str, str, int]) -> None:
    found = timeline(counted(*days), Asked.of(asked.items()))
    assert found is not None
    assert (found.unit, found.bars[0].name, found.bars[-1].name, len(found.bars)) == told


def test_without_a_day_there_is_none() -> None:
    assert timeline([Count(value="", count=3)], Asked(())) is None


def test_a_bar_asks_for_its_days_and_keeps_the_rest() -> None:
    asked = Asked.of([("type", "AID"), ("since", "2031-09-02"), ("until", "2031-09-02")])
    found = timeline(counted("2031-09-01", "2031-09-02"), asked)
    assert found is not None
    first, second = found.bars[:2]
    assert first.query == "type=AID&since=2031-09-01&until=2031-09-01"
    assert (second.chosen, second.query) == (True, "type=AID")  # once more lets go
    assert (first.height, second.height, found.bars[2].height) == (30.0, 60.0, 0.0)
    assert found.steps == (
        ("all days", "type=AID"),
        ("2031", "type=AID&since=2031&until=2031"),
        ("2031-09", "type=AID&since=2031-09&until=2031-09"),
    )


def test_a_few_that_lie_far_off_do_not_hide_when_the_others_were() -> None:
    days = [Count(value=f"2031-09-{day:02}", count=20) for day in range(1, 15)]
    far = [Count(value="1990-01-01", count=2), Count(value="2035-01-01", count=1)]
    found = timeline([*far[:1], *days, *far[1:]], Asked(()))
    assert found is not None
    assert (found.unit, len(found.bars), found.most) == ("day", 14, 20)
    assert found.beyond == (("before", 2, "until=2031-08-31"), ("after", 1, "since=2031-09-15"))


def test_years_too_many_for_bars_are_counted_before_them() -> None:
    days = [Count(value="1500-05-05", count=9), Count(value="1700-05-05", count=3), Count(value="2031-09-01", count=9)]
    found = timeline(days, Asked(()))
    assert found is not None
    assert (found.bars[0].name, len(found.bars), found.bars[-1].height) == ("1632", 400, 60.0)
    assert found.beyond == (("before", 9, "until=1631-12-31"),)
