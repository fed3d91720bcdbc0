"""Days as they are written."""

from __future__ import annotations

import pytest

from dateline.intake import day

DAYS = [
    ("2031-03-04", "2031-03-04"),
    ("2031-03-04T23:30:00-05:00", "2031-03-04"),
    ("2031-03-04 10:00:00", "2031-03-04"),
    ("Tue, 04 Mar 2031 10:00:00 GMT", "2031-03-04"),
    ("4 Mar. 2031", "2031-03-04"),
    ("March 4, 2031", "2031-03-04"),
    ("Tuesday, March 4th, 2031 at 5:00 pm EST", "2031-03-04"),
    ("20310304", "2031-03-04"),
    ("20310304101500", "2031-03-04"),
    ("2031/3/4", "2031-03-04"),
    ("13/03/2031", "2031-03-13"),
    ("03/13/2031", "2031-03-13"),
    ("03/03/2031", "2031-03-03"),
    ("04/03/2031", None),
    ("2031-02-30", None),
    ("2031-03", None),
    ("yesterday", None),
    ("47911", None),
    ("", None),
    ("0031-03-04", None),
    ("4 March 2031, 4 April 2031", None),
    ("9" * 10_000, None),
]


@pytest.mark.parametrize(("written", "expected"), DAYS)
def test_a_day_is_read_where_it_is_one_for_sure(written: str, expected: str | None) -> None:
    assert day.read(written) == expected
