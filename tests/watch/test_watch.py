"""Watching feeds: what is asked when, what is stored, what is left alone, and what a restart finds."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.errors import InputError, StoreError
from dateline.records import Reading
from dateline.store import ReportQuery, Store, open_store
from dateline.store.fetches import Fetches, FetchOutcome
from dateline.watch import back_off
from feed_world import LIMITS, START, World, as_it_is, gaps, health, item, rss, titles
from loopback import Page, Site

# What is stored


def test_new_entries_are_stored_and_known_ones_are_not(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(2, "/2"), item(1, "/1")])
    watch = world.watch(store, world.source("pier", outlet="The Pier"))
    assert watch.run(once=True).stored == 2
    site.pages["/feed"] = rss([item(3, "/3"), item(2, "/2"), item(1, "/1")])
    world.now += timedelta(hours=2)
    done = world.watch(store, world.source("pier", outlet="The Pier")).run(once=True)
    assert (done.asked, done.found, done.stored) == (1, 1, 1)
    assert titles(store) == ["Ferry 1 stands still", "Ferry 2 stands still", "Ferry 3 stands still"]
    found = next(store.reports(ReportQuery(limit=1)))
    assert (found.report.outlet, found.report.published) == ("The Pier", "2031-03-04")
    assert found.report.url in {site.url(f"/{n}", "one.example") for n in (1, 2, 3)}
    assert store.raw(found.report.id) in {site.pages["/feed"].body, rss([item(2, "/2"), item(1, "/1")]).body}


def test_the_pages_behind_the_entries_are_asked_for_once(world: World, site: Site, store: Store) -> None:
    site.pages |= {
        "/feed": rss([item(1, "/1"), item(2, "/2#c"), item("2 again", "/2?utm_source=feed"), item("none")]),
        "/1": Page(b"One. The pier is closed, the harbour master said.", type="text/plain"),
        "/2": Page(b"Two. The pier is open again, the harbour master said.", type="text/plain"),
    }
    world.until = START + timedelta(hours=5)
    done = world.watch(store, world.source("pier", full=True, outlet="The Pier")).run()
    assert [path for path in site.paths() if path != "/feed"] == ["/1", "/2"]
    assert (done.found, done.stored) == (3, 3)
    texts = {each.report.text: each for each in store.reports(ReportQuery())}
    one = texts["One. The pier is closed, the harbour master said."]
    assert (one.report.url, one.report.outlet, one.report.published) == (
        site.url("/1", "one.example"),
        "The Pier",
        "2031-03-04",
    )
    assert store.raw(one.report.id) == site.pages["/1"].body
    assert any("Ferry none stands still" in text for text in texts)


def test_a_page_is_read_as_a_page(world: World, site: Site, store: Store) -> None:
    words = "<p>The night ferry did not sail on Tuesday, because its crew had stopped work, the union said.</p>" * 3
    html = f"<html><head><title>Night ferry</title></head><body><nav>Menu</nav><article><h1>Night ferry</h1>{words}"
    site.pages |= {"/feed": rss([item(1, "/1")]), "/1": Page(html.encode(), type="text/html")}
    world.watch(store, world.source("pier", full=True)).run(once=True)
    [found] = store.reports(ReportQuery())
    assert "did not sail" in found.report.text
    assert "Menu" not in found.report.text


def test_the_same_link_in_two_feeds_is_asked_for_once(world: World, site: Site, store: Store) -> None:
    site.pages |= {
        "/a": rss([item(1, "/1"), item(2, "/2")]),
        "/b": rss([item(1, "/1"), item(3, "/3")]),
        **{f"/{n}": Page(f"Page {n}. The harbour master spoke.".encode(), type="text/plain") for n in (1, 2, 3)},
    }
    world.watch(store, world.source("a", "/a", full=True), world.source("b", "/b", full=True)).run(once=True)
    assert sorted(path for path in site.paths() if path[1:].isdigit()) == ["/1", "/2", "/3"]


@pytest.mark.parametrize("change", ["etag", "modified", "same bytes"])
def test_what_did_not_change_is_asked_for_conditionally(change: str, world: World, site: Site, store: Store) -> None:
    headers = {"etag": (("ETag", '"v1"'),), "modified": (("Last-Modified", "Tue, 04 Mar 2031 00:00:00 GMT"),)}
    site.pages["/feed"] = rss([item(1, "/1")], headers=headers.get(change, ()))
    world.watch(store, world.source("pier")).run(once=True)
    if change != "same bytes":
        site.pages["/feed"] = Page(status=304)
    for hours in (2, 4):
        world.now = START + timedelta(hours=hours)
        world.watch(store, world.source("pier")).run(once=True)
    last = Fetches(store).last("pier")
    assert last is not None
    assert last.outcome is FetchOutcome.SAME
    sent = site.seen[-1].headers
    assert sent.get("If-None-Match") == ('"v1"' if change == "etag" else None)
    assert ("If-Modified-Since" in sent) == (change == "modified")
    assert (health(store, "pier").seen, store.counts().reports) == (1, 1)


def test_an_address_that_was_changed_is_asked_for_whole(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1, "/1")], headers=(("ETag", '"v1"'),))
    site.pages["/new"] = rss([item(2, "/2")])
    world.watch(store, world.source("pier")).run(once=True)
    world.watch(store, world.source("pier", "/new")).run(once=True)
    assert site.paths() == ["/feed", "/new"]
    assert "If-None-Match" not in site.seen[-1].headers


# When


def test_a_feed_is_asked_when_it_is_due(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1, "/1")])
    world.until = START + timedelta(hours=10)
    world.watch(store, world.source("pier", interval=7_200)).run()
    assert [each.at for each in site.seen if each.path == "/feed"] == [0, 7_200, 14_400, 21_600, 28_800]


def test_once_does_nothing_that_is_not_due(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1, "/1")])
    world.watch(store, world.source("pier")).run(once=True)
    world.now += timedelta(minutes=50)
    assert world.watch(store, world.source("pier")).run(once=True).asked == 0
    world.now += timedelta(minutes=10)
    assert world.watch(store, world.source("pier")).run(once=True).asked == 1


def test_a_feed_that_is_due_as_often_as_cron_runs_is_asked_each_time(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1, "/1")])
    for hour in range(6):
        world.now = START + timedelta(hours=hour, seconds=20 - 3 * hour)  # a little less than an hour apart
        assert world.watch(store, world.source("pier")).run(once=True).asked == 1


def test_between_two_requests_to_a_host_time_passes(world: World, site: Site, store: Store) -> None:
    site.pages |= {"/feed": rss([item(n, f"/{n}") for n in range(10)]), "/other": rss([])}
    site.pages |= {f"/{n}": Page(f"Page {n}. The pier is shut.".encode(), type="text/plain") for n in range(10)}
    world.watch(store, world.source("a", full=True), world.source("b", "/other"), delay=7.0).run(once=True)
    assert len(gaps(site.seen, "one.example")) == 11
    assert min(gaps(site.seen, "one.example")) >= 7


def test_a_crawl_delay_is_kept_to_and_rules_are_kept_for_a_day(world: World, site: Site, store: Store) -> None:
    site.pages |= {
        "/robots.txt": Page(b"User-agent: *\nCrawl-delay: 60\nDisallow: /closed", type="text/plain"),
        "/feed": rss([item(1, "/1"), item(2, "/closed/2"), item(3, "/3")]),
        "/1": Page(b"Page 1. The pier is shut.", type="text/plain"),
        "/closed/2": Page(b"Page 2. The pier is shut.", type="text/plain"),
        "/3": Page(b"Page 3. The pier is shut.", type="text/plain"),
    }
    world.watch(store, world.source("pier", full=True)).run(once=True)
    assert site.paths() == ["/feed", "/1", "/3"]
    assert min(gaps(site.seen, "one.example")) >= 60
    one = health(store, "pier")
    assert (one.seen, one.stored, one.summaries, one.given_up, one.waiting) == (3, 3, 1, 0, 0)
    assert any("robots.txt" in (each.fetch.reason or "") for each in world.told)
    for hours in (2, 20, 25):
        world.now = START + timedelta(hours=hours)
        world.watch(store, world.source("pier", full=True)).run(once=True)
    assert [each.at // 3_600 for each in site.seen if each.path == "/robots.txt"] == [0, 25]


def test_a_feed_that_robots_may_not_ask_is_left_alone(world: World, site: Site, store: Store) -> None:
    site.pages |= {"/robots.txt": Page(b"User-agent: *\nDisallow: /", type="text/plain"), "/feed": rss([item(1)])}
    world.until = START + timedelta(hours=30)
    world.watch(store, world.source("pier")).run()
    assert site.paths() == []
    one = health(store, "pier")
    assert one.last_success is None
    assert "robots.txt" in (one.reason or "")
    assert one.asked < 8


# What goes wrong


def asked_at(site: Site, path: str = "/feed") -> list[float]:
    return [each.at / 60 for each in site.seen if each.path == path]


@pytest.mark.parametrize("status", [404, 410, 403, 500, 502])
def test_a_feed_that_fails_is_asked_ever_less(status: int, world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = Page(b"", status)
    world.until = START + timedelta(hours=80)
    world.watch(store, world.source("pier")).run()
    times = [at / 60 for at in asked_at(site)]
    assert times == [0, 1, 3, 7, 15, 31, 55, 79]
    one = health(store, "pier")
    assert (one.failures, one.last_success, one.asked) == (8, None, 8)
    assert str(status) in (one.reason or "")
    site.pages["/feed"] = rss([item(1)])
    world.after(hours=110)
    world.watch(store, world.source("pier")).run()
    one = health(store, "pier")
    assert (one.failures, one.stored) == (0, 1)
    assert one.last_success
    assert one.last_failure


@pytest.mark.parametrize(
    ("status", "retry", "minutes"), [(429, "3600", 60), (503, "Tue, 04 Mar 2031 02:00:00 GMT", 120)]
)
def test_retry_after_is_obeyed_by_all_that_ask_that_host(
    status: int, retry: str, minutes: int, world: World, site: Site, store: Store
) -> None:
    busy = Page(b"", status, headers=(("Retry-After", retry),))
    site.answer = lambda request: busy if world.seconds() < 60 and request.host == "one.example" else None
    site.pages |= {"/a": rss([item(1)]), "/b": rss([item(2)]), "/c": rss([item(3)])}
    world.until = START + timedelta(hours=4)
    two = world.source("c", "/c", "two.example", interval=1_800)
    world.watch(store, world.source("a", "/a"), world.source("b", "/b"), two).run()
    one = [each.at / 60 for each in site.seen if each.host == "one.example"]
    assert all(at >= minutes for at in one[1:])
    assert one[1] <= minutes + 1
    assert store.counts().reports == 3
    assert len(asked_at(site, "/c")) == 8  # and the other host is asked as ever


@pytest.mark.parametrize("how", ["refuses", "says nothing", "has no name"])
def test_a_dead_host_holds_up_nothing_but_itself(how: str, world: World, site: Site, store: Store) -> None:
    site.pages |= {"/feed": rss([item(1)]), "/slow": replace(rss([item(2)]), drip=0.1)}
    dead = world.source("dead", "/slow", "dead.example", interval=3_600)
    if how == "refuses":
        dead = replace(dead, url="http://dead.example:1/feed")
    limits = replace(LIMITS, read=0.5, total=0.5)
    watch = world.watch(store, dead, world.source("alive", interval=3_600), limits=limits)
    if how == "has no name":
        guard = next(each for each in watch._plan._feeds if each.source.name == "dead")
        object.__setattr__(guard.guard, "resolve", lambda host, port: [])
    world.until = START + timedelta(hours=4)
    watch.run()
    assert len(asked_at(site)) == 4
    one = health(store, "dead")
    assert one.asked == one.failures == 6  # after 5, 10, 20, 40 and 80 minutes
    assert one.last_success is None
    assert health(store, "alive").failures == 0


PAGES = [
    (Page(b"", 404), "there is no such page", 1),
    (Page(b"", 403), "does not give this", 1),
    (Page(b"GIF89a", type="image/gif"), "is not read", 1),
    (Page(b"", 302, headers=(("Location", "http://169.254.169.254/"),)), "private address", 1),
    (Page(b"", 302, headers=(("Location", "file:///etc/passwd"),)), "only http and https", 1),
    (Page(b"   ", type="text/plain"), "no text in it", 1),
    (Page(gzip.compress(b"a" * 5_000_000), headers=(("Content-Encoding", "gzip"),)), "longer than", 1),
    (Page(b"PK\x03\x04 and so on", type="text/plain"), "no page, feed, text or PDF", 1),
    (Page(b"", 500), "fault of its own", 10),
]


@pytest.mark.parametrize(("page", "why", "times"), PAGES, ids=range(len(PAGES)))
def test_of_a_page_that_is_not_to_be_had_what_the_feed_gives_is_stored(
    page: Page, why: str, times: int, world: World, site: Site, store: Store
) -> None:
    site.pages |= {"/feed": rss([item(1, "/1"), item(2, "/2")]), "/1": page}
    site.pages["/2"] = Page(b"Page 2. The pier is shut.", type="text/plain")
    world.until = START + timedelta(days=6)
    world.watch(store, world.source("pier", full=True, interval=2 * 86_400, outlet="The Pier")).run()
    one = health(store, "pier")
    assert (one.seen, one.stored, one.summaries, one.given_up, one.waiting) == (2, 2, 1, 0, 0)
    assert len(asked_at(site, "/1")) == times
    [found] = [each for each in store.reports(ReportQuery()) if (each.report.url or "").endswith("/1")]
    assert found.report.text.startswith("Ferry 1 stands still\n\nCrews of ferry number 1")
    assert (found.report.published, found.report.outlet) == ("2031-03-04", "The Pier")
    reading = store.reading(found.report.id)
    assert reading is not None
    [issue] = [issue for issue in reading.issues if issue.code == "intake.no-page"]
    assert why in issue.message
    assert b"Crews of ferry number 1" in (store.raw(found.report.id) or b"")


def test_an_entry_of_which_there_is_nothing_is_given_up(world: World, site: Site, store: Store) -> None:
    link = "<item><link>/1</link></item>"
    site.pages["/feed"] = rss([link])
    world.watch(store, world.source("pier", full=True)).run(once=True)
    one = health(store, "pier")
    assert (one.seen, one.stored, one.given_up) == (1, 0, 1)
    [reason] = [reason for each in world.told for reason in each.given_up]
    assert "404" in reason
    assert "no text in it" in reason


def test_a_page_that_comes_late_is_stored(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1, "/1")])
    site.answer = lambda request: Page(b"", 500) if request.path == "/1" and world.seconds() < 7_200 else None
    site.pages["/1"] = Page(b"Page 1. The pier is shut.", type="text/plain")
    world.until = START + timedelta(hours=12)
    world.watch(store, world.source("pier", full=True, interval=86_400)).run()
    assert (health(store, "pier").stored, health(store, "pier").given_up) == (1, 0)


FEEDS = [
    (Page(b"<html>Not here</html>", type="text/html"), "no RSS, Atom or JSON feed"),
    (Page(b"<rss>", type="application/rss+xml", forever=b"<item><title>More</title></item>" * 500), "longer than"),
    (Page(b"x" * 50, type="application/rss+xml", length=1_000), "broke off"),
    (Page(b"", 302, headers=(("Location", "http://localhost/feed"),)), "name of this machine"),
    (Page(b"", 302, headers=(("Location", "/feed"),)), "more than 5 redirects"),
    (Page(b"", 304), "was never had"),
    (Page(b"\x00\x01", type="image/png"), "is not read"),
]


@pytest.mark.parametrize(("page", "why"), FEEDS, ids=range(len(FEEDS)))
def test_a_feed_that_is_none_is_told(page: Page, why: str, world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = page
    done = world.watch(store, world.source("pier")).run(once=True)
    assert (done.asked, done.failed, done.stored) == (1, 1, 0)
    assert why in (health(store, "pier").reason or "")


def test_entries_that_lead_where_they_should_not(world: World, site: Site, store: Store) -> None:
    links = ["file:///etc/passwd", "http://169.254.169.254/x", "http://me:secret@one.example/1", "http://2130706433/"]
    site.pages["/feed"] = rss([item(n, link) for n, link in enumerate(links)])
    world.watch(store, world.source("pier", full=True)).run(once=True)
    one = health(store, "pier")
    assert (one.seen, one.stored + one.given_up) == (4, 4)
    assert site.paths() == ["/feed"]
    assert "secret" not in "".join(str(each.report) for each in store.reports(ReportQuery()))
    assert "secret" not in "".join(map(str, [*Fetches(store).log(), *world.told]))


# Stopping


class Kill(BaseException):
    """What ends a process at once."""


def dying(after: int) -> Callable[[Iterable[Reading]], Iterator[Reading]]:
    """Return a coder that dies after so many reports."""
    count = 0

    def code(readings: Iterable[Reading]) -> Iterator[Reading]:
        nonlocal count
        for each in readings:
            if count == after:
                raise Kill
            count += 1
            yield each

    return code


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_killed_and_begun_again_nothing_is_twice_or_missing(
    full: bool, after: int, world: World, site: Site, tmp_path: Path
) -> None:
    site.pages["/feed"] = rss([item(n, f"/{n}") for n in range(10)], headers=(("ETag", '"v1"'),))
    site.pages |= {f"/{n}": Page(f"Page {n}. The pier is shut.".encode(), type="text/plain") for n in range(10)}
    path = tmp_path / "news.db"
    with open_store(path, create=True) as store, pytest.raises(Kill):
        world.watch(store, world.source("pier", full=full), code=dying(after)).run(once=True)
    with open_store(path) as store:
        world.watch(store, world.source("pier", full=full)).run(once=True)
        assert (store.counts().reports, store.counts().documents) == (10, 10)
        one = health(store, "pier")
        assert (one.seen, one.stored, one.waiting) == (10, 10, 0)
        assert store.check() == ()
    if full:  # only the page that was being read is asked for again
        assert len([path for path in site.paths() if path != "/feed"]) == 11
        assert site.paths().count("/feed") == 1
    else:
        assert site.paths() == ["/feed", "/feed"]
        assert "If-None-Match" not in site.seen[-1].headers


def test_stopped_it_ends_after_what_is_running_and_goes_on_later(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(n, f"/{n}") for n in range(10)])

    def code(readings: Iterable[Reading]) -> Iterator[Reading]:
        for each in readings:
            if "number 3" in each.report.text:
                world.stop.set()
            yield each

    assert world.watch(store, world.source("pier"), code=code).run().stored == 0  # the feed is not done yet
    assert store.counts().reports == 4
    world.stop.clear()
    done = world.watch(store, world.source("pier"), code=as_it_is).run(once=True)
    assert (done.stored, store.counts().reports) == (6, 10)


def test_the_delay_of_a_host_holds_over_a_restart(world: World, site: Site, store: Store) -> None:
    site.pages |= {"/feed": rss([item(1, "/1")]), "/1": Page(b"Page 1. The pier is shut.", type="text/plain")}
    world.at = lambda now: world.stop.set()
    world.watch(store, world.source("pier", full=True), delay=60.0).run()
    world.at = lambda now: None
    world.stop.clear()
    world.now = START + timedelta(seconds=1)
    world.watch(store, world.source("pier", full=True), delay=60.0).run(once=True)
    assert gaps(site.seen, "one.example") == [60]


def test_a_store_that_cannot_be_written_to_ends_it(world: World, site: Site, store: Store) -> None:
    site.pages["/feed"] = rss([item(1)])
    watch = world.watch(store, world.source("pier"))
    store.close()
    with pytest.raises(StoreError, match="closed"):
        watch.run(once=True)


def test_it_rests_when_there_is_time_and_something_new(world: World, site: Site, store: Store) -> None:
    rested: list[int] = []
    site.pages["/feed"] = rss([item(1)])
    watch = world.watch(store, world.source("pier"), idle=lambda: rested.append(store.counts().reports))
    world.until = START + timedelta(hours=5)

    def later(now: object) -> None:
        if world.seconds() > 7_300:
            site.pages["/feed"] = rss([item(1), item(2)])

    world.at = later
    watch.run()
    assert rested == [1, 2]


def test_without_its_packages_it_says_how_to_install_them(
    world: World, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.watch.run.find_spec", lambda name: None if name == "trafilatura" else True)
    world.watch(store, world.source("pier"))
    with pytest.raises(InputError, match=r"pip install 'dateline\[web\]'"):
        world.watch(store, world.source("pier", full=True))


# Back-off


@pytest.mark.parametrize(
    ("failures", "jitter", "minutes"),
    [
        (1, 0.0, 5),
        (2, 0.0, 10),
        (3, 0.0, 20),
        (7, 0.0, 320),
        (8, 0.0, 360),
        (10_000, 0.0, 360),
        (1, 1.0, 7.5),
        (0, 0.0, 5),
    ],
)
def test_back_off(failures: int, jitter: float, minutes: float) -> None:
    found = back_off(timedelta(minutes=5), failures, timedelta(hours=6), jitter)
    assert found == timedelta(minutes=minutes)
