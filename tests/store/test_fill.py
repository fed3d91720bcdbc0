"""Filling a store: what is passed over, what is told, what an interruption leaves; words and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from bench.generated import reading
from dateline.errors import InputError
from dateline.records import Reading
from dateline.store import Arrival, ClaimQuery, Coder, Progress, Store, fill
from dateline.store.address import address
from dateline.store.rows import span
from dateline.store.words import parse, words

CODER = Coder(version="1")


def arrivals(numbers: Iterable[int]) -> Iterator[Arrival]:
    for number in numbers:
        one = reading(number, claims=2)
        yield Arrival(reading=replace(one, claims=()), raw=b"x" * 10)


class Counting:
    """Takes the place of the main path: gives the claims, and counts what it was asked to code."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.coded = 0
        self.stop_after = stop_after

    def __call__(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        for each in readings:
            if self.coded == self.stop_after:
                raise KeyboardInterrupt
            self.coded += 1
            number = int((each.report.source_id or "").rpartition("-")[2])
            yield replace(each, claims=reading(number, claims=2).claims)


def test_what_is_there_is_not_coded_again(store: Store) -> None:
    first, second = Counting(), Counting()
    done = fill(store, arrivals(range(100)), code=first, coder=CODER)
    assert (done.seen, done.new, done.stored, done.known, done.claims) == (100, 100, 100, 0, 200)
    again = fill(store, arrivals(range(120)), code=second, coder=CODER)
    assert (again.seen, again.new, again.known, again.claims) == (120, 20, 100, 40)
    assert (first.coded, second.coded) == (100, 20)
    assert (again.seen_bytes, again.coded_bytes) == (1200, 200)


def test_the_same_report_twice_in_a_stream_is_coded_once(store: Store) -> None:
    code = Counting()
    done = fill(store, arrivals([1, 2, 1, 1]), code=code, coder=CODER)
    assert (code.coded, done.new, done.known, done.seen) == (2, 2, 2, 4)


def test_an_interruption_keeps_what_was_coded(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        fill(store, arrivals(range(100)), code=Counting(stop_after=70), coder=CODER)
    assert store.counts().reports == 70
    rest = Counting()
    assert fill(store, arrivals(range(100)), code=rest, coder=CODER).new == 30
    assert rest.coded == 30


def test_what_is_told_is_in_the_store_by_then(store: Store) -> None:
    told: list[Progress] = []

    def tell(done: Progress) -> None:
        assert store.counts().reports == done.stored
        assert len(list(store.claims(ClaimQuery()))) == done.claims
        told.append(done)

    fill(store, arrivals(range(25)), code=Counting(), coder=CODER, most=10, told=tell)
    assert [each.stored for each in told] == [10, 20, 25]


def test_an_empty_stream_is_nothing(store: Store) -> None:
    assert fill(store, [], code=Counting(), coder=CODER) == Progress()


ADDRESSES = [
    ("https://a.example/x", "https://a.example/x"),
    ("http://A.Example:80/x/", "https://a.example/x"),
    ("https://a.example/x?utm_source=y&id=1&fbclid=2#top", "https://a.example/x?id=1"),
    ("https://a.example/x?b=2&a=1", "https://a.example/x?b=2&a=1"),
    ("https://a.example:8443/X", "https://a.example:8443/X"),
    ("not a url", "not a url"),
    ("https://[bad", "https://[bad"),
    ("https://a.example:port/", "https://a.example:port/"),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert address(url) == expected
    assert address(address(url)) == address(url)


SPANS = [
    ("2031-06-03", ("2031-06-03", "2031-06-03")),
    ("2031-06-03T10:00Z", ("2031-06-03", "2031-06-03")),
    ("2032-02", ("2032-02-01", "2032-02-29")),
    ("2031", ("2031-01-01", "2031-12-31")),
    ("2031-W05", ("2031-01-27", "2031-02-02")),
    ("2031-W77", ("2031-01-01", "2031-12-31")),
    ("2032-Q1", ("2032-01-01", "2032-03-31")),
    ("2031-H2", ("2031-07-01", "2031-12-31")),
    ("2031-Q5", ("2031-01-01", "2031-12-31")),
    ("2031-SU", ("2031-01-01", "2031-12-31")),
    ("2031-02-30", ("2031-02-01", "2031-02-28")),
    ("XXXX-06", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "expected"), SPANS)
def test_a_prefix_covers_days(value: str | None, expected: tuple[str, str] | None) -> None:
    assert span(value) == expected


def test_words_are_without_case_accents_and_signs() -> None:
    assert words("The U.S.-backed FORCES' café_bar, Ⅻ 2,000") == "the u s backed forces cafe bar xii 2 000".split()


@pytest.mark.parametrize("text", ["", "-a", '"', "OR", "* - ?"])
def test_a_search_for_nothing_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
