"""The log of what was asked for, on every engine: what goes in, and how a feed does by it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from dateline.errors import StoreError
from dateline.store import Store, open_store
from dateline.store.fetches import End, Fetch, Fetches, FetchOutcome, Health, Host, ItemOutcome, NewItem

FETCH = Fetch(
    feed="pier",
    url="https://pier.example/rss",
    host="pier.example",
    at="2031-03-04T00:00:00Z",
    outcome=FetchOutcome.NEW,
    status=200,
    size=1_000,
    sha256="ab" * 32,
    etag='"v1"',
    modified="Tue, 04 Mar 2031 00:00:00 GMT",
    due="2031-03-04T01:00:00Z",
)
ITEM = NewItem(
    item="k1",
    feed="pier",
    url="https://pier.example/1",
    title="Ferry “Ünal” stands still",
    published="2031-03-04",
    seen="2031-03-04T00:00:00Z",
    summary='{"title": "Ferry"}' + "x" * 3_000,
)
FAILED = replace(
    FETCH,
    at="2031-03-04T01:00:00Z",
    outcome=FetchOutcome.FAILED,
    status=None,
    reason="no connection",
    size=None,
    sha256=None,
    etag=None,
    modified=None,
    due="2031-03-04T01:05:00Z",
    failures=1,
    strikes=1,
    hold="2031-03-04T01:05:00Z",
)


def end(item: str, **more: str) -> End:
    outcome = ItemOutcome.STORED if "report" in more else ItemOutcome.GIVEN_UP
    return End(item=item, feed="pier", at="2031-03-04T00:01:00Z", outcome=outcome, **more)


def test_what_is_noted_is_there(store: Store) -> None:
    log = Fetches(store)
    log.add([FETCH, FAILED], found=[ITEM])
    assert list(log.log()) == [FETCH, FAILED]
    assert list(log.log("pier")) == [FETCH, FAILED]
    assert list(log.log("other")) == []
    assert (log.last("pier"), log.last("other")) == (FAILED, None)
    assert log.last("pier", FetchOutcome.NEW, FetchOutcome.SAME) == FETCH
    [waiting] = log.waiting("pier")
    assert (waiting.entry, waiting.failures, waiting.due) == (ITEM, 0, "")


def test_it_is_there_when_opened_again_and_adds_nothing_to_what_reports_are(db: str) -> None:
    with open_store(db, create=True) as store:
        before = store.fingerprint()
        Fetches(store).add([FETCH], found=[ITEM])
        assert store.fingerprint() == before
        assert store.check() == ()
    with open_store(db) as store:
        assert list(Fetches(store).log()) == [FETCH]
        store.clear_derived()
        assert list(Fetches(store).log()) == [FETCH]


def test_an_entry_is_found_and_ended_once(store: Store) -> None:
    log = Fetches(store)
    log.add([], found=[ITEM, ITEM, replace(ITEM, item="k2")])
    log.add([], found=[replace(ITEM, feed="other", title="Another"), replace(ITEM, item="k3")])
    assert log.known(["k1", "k2", "k3", "k4"]) == {"k1", "k2", "k3"}
    assert [each.entry.item for each in log.waiting("pier")] == ["k1", "k2", "k3"]
    assert log.waiting("other") == []
    log.add([], ends=[end("k1", report="r1"), end("k2", reason="not there")])
    log.add([], ends=[end("k1", reason="late")])
    assert [each.entry.item for each in log.waiting("pier")] == ["k3"]


def test_what_waits_knows_how_often_it_failed(store: Store) -> None:
    log = Fetches(store)
    log.add([], found=[ITEM])
    page = replace(FAILED, item="k1", url="https://pier.example/1", failures=2, due="2031-03-04T03:00:00Z")
    log.add([replace(page, failures=1, due="2031-03-04T02:00:00Z"), page])
    [one] = log.waiting("pier")
    assert (one.failures, one.due) == (2, "2031-03-04T03:00:00Z")
    assert log.last("pier") is None  # the feed itself was not asked


def test_how_a_feed_does(store: Store) -> None:
    log = Fetches(store)
    assert log.health() == []
    log.add([FETCH], found=[ITEM, replace(ITEM, item="k2"), replace(ITEM, item="k3")])
    log.add([replace(FETCH, item="k1", at="2031-03-04T00:00:05Z")], ends=[end("k1", report="r1")])
    log.add([FAILED], ends=[end("k2", reason="not there")])
    log.add([replace(FETCH, feed="another", url="https://b.example/", host="b.example")])
    another, pier = log.health()
    assert pier == Health(
        feed="pier",
        url="https://pier.example/rss",
        last_asked="2031-03-04T01:00:00Z",
        last_success="2031-03-04T00:00:00Z",
        last_failure="2031-03-04T01:00:00Z",
        reason="no connection",
        failures=1,
        next_due="2031-03-04T01:05:00Z",
        asked=2,
        seen=3,
        stored=1,
        summaries=0,
        given_up=1,
    )
    assert pier.waiting == 1
    assert (another.feed, another.last_failure, another.reason, another.seen) == ("another", None, None, 0)


def test_how_it_stands_with_a_host(store: Store) -> None:
    log = Fetches(store)
    log.add([FAILED, replace(FETCH, feed="tides", host="tides.example")])
    assert log.hosts() == {
        "pier.example": Host(at="2031-03-04T01:00:00Z", strikes=1, hold="2031-03-04T01:05:00Z"),
        "tides.example": Host(at="2031-03-04T00:00:00Z", strikes=0, hold=None),
    }


def test_rules_for_robots_take_the_place_of_older_ones(store: Store) -> None:
    log = Fetches(store)
    log.keep_robots(
        [("https://a.example", "2031-03-04T00:00:00Z", "one\x00"), ("https://b.example", "2031-03-03T00:00:00Z", "")]
    )
    log.keep_robots([("https://a.example", "2031-03-05T00:00:00Z", "two")])
    log.keep_robots([])
    assert log.robots("2031-03-04T00:00:00Z") == [("https://a.example", "2031-03-05T00:00:00Z", "two")]
    assert len(log.robots("2031-03-01")) == 2


def test_text_that_an_engine_cannot_hold(store: Store) -> None:
    log = Fetches(store)
    odd = replace(ITEM, title="a\x00b\ud800c" + "x" * 5_000)
    log.add([replace(FAILED, reason="a\x00b\ud800")], found=[odd])
    [one] = log.waiting("pier")
    assert one.entry.title is not None
    assert one.entry.title.startswith("a\ufffdb?c")
    assert len(one.entry.title) == 2_000
    assert log.health()[0].reason == "a\ufffdb?"


def test_all_of_it_is_noted_or_nothing(store: Store) -> None:
    log = Fetches(store)
    with pytest.raises(StoreError):
        log.add([FETCH], found=[ITEM], ends=[end("not known", report="r")])
    assert list(log.log()) == []
    assert log.known(["k1"]) == frozenset()


def test_a_long_log_is_read_in_order(store: Store) -> None:
    log = Fetches(store)
    log.add([replace(FETCH, size=n) for n in range(2_500)])
    assert [each.size for each in islice(log.log(), 2_400, 2_405)] == [2_400, 2_401, 2_402, 2_403, 2_404]
    assert sum(1 for _ in log.log()) == 2_500
