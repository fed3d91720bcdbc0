"""A day in the life: 30 feeds that change, 500 pages, 20 hours by a clock of our own, a dead host, two ends between.

What the server gave is held against what is in the store: nothing twice, nothing missed, and no more asked than needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.intake.feed_list import Source
from dateline.records import Reading
from dateline.store import ReportQuery, Store, open_store
from dateline.store.fetches import Fetches, FetchOutcome
from feed_world import World, as_it_is, gaps, health, item, rss
from loopback import Page, Request, Site, serving

HOURS = 20
FEEDS = 30
HOSTS = 10
SHOWN = 12
"""Entries that a feed shows: older ones are gone."""
PAGES = 500
DELAY = 5.0
BUSY = ("host3.example", 4 * 3_600.0, 7_200)
"""A host that is asked too often from then on, once, and wants to be left alone for so long."""
FAULTY = ("/feed/7", 6 * 3_600.0, 9 * 3_600.0)
"""A feed with a fault between these."""
LATE = range(40, 45)
"""Pages that have a fault when they are first asked for."""


@dataclass(frozen=True, slots=True)
class Story:
    """A page of a feed, and from when on it is there."""

    number: int
    feed: int
    at: float

    @property
    def host(self) -> str:
        return f"host{self.feed % HOSTS}.example"


STORIES = [Story(n, n % FEEDS, (n * 7_919) % PAGES / PAGES * (HOURS - 4) * 3_600) for n in range(PAGES)]
FULL = frozenset(range(0, FEEDS, 2))
"""Feeds of which the pages are read; of the others what they give themselves."""


class Server:
    """What the hosts say, by the clock of the test."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.busy_said: list[float] = []
        self.given: Counter[int] = Counter()
        self.tried: Counter[int] = Counter()

    def __call__(self, request: Request) -> Page | None:
        now = self.world.seconds()
        host, start, pause = BUSY
        if request.host == host and now >= start and not (self.busy_said and now >= self.busy_said[0] + pause):
            self.busy_said.append(now)
            return Page(b"", 429, headers=(("Retry-After", str(pause)),))
        if request.path == "/robots.txt":
            return Page(b"User-agent: *\nDisallow: /closed/\n", type="text/plain")
        if request.path.startswith("/feed/"):
            return self.feed(request, now)
        if request.path.startswith("/story/"):
            return self.story(int(request.path.removeprefix("/story/")), now)
        return None

    def feed(self, request: Request, now: float) -> Page:
        if request.path == FAULTY[0] and FAULTY[1] <= now < FAULTY[2]:
            return Page(b"", 500)
        number = int(request.path.removeprefix("/feed/"))
        there = sorted((one for one in STORIES if one.feed == number and one.at <= now), key=lambda one: -one.at)
        tag = f'"{len(there)}"'
        if request.headers.get("If-None-Match") == tag:
            return Page(status=304, headers=(("ETag", tag),))
        items = [item(f"S{one.number}", f"/story/{one.number}") for one in there[:SHOWN]]
        return rss(items, headers=(("ETag", tag),))

    def story(self, number: int, now: float) -> Page:
        self.tried[number] += 1
        if number in LATE and self.tried[number] == 1:
            return Page(b"", 502)
        self.given[number] += 1
        words = f"Story S{number}. The harbour master of pier {number} said on Tuesday that its ferry stood still."
        return Page(words.encode(), type="text/plain")


class Kill(BaseException):
    """What ends a process at once."""


def sources(world: World) -> list[Source]:
    found = [
        world.source(
            f"feed {n}", f"/feed/{n}", f"host{n % HOSTS}.example", full=n in FULL, interval=3_600 * (1 + n % 3)
        )
        for n in range(FEEDS)
    ]
    return [*found, Source(name="dead", url="http://dead.example:1/feed", interval=3_600)]


def killing(after: int) -> Callable[[Iterable[Reading]], Iterator[Reading]]:
    count = 0

    def code(readings: Iterable[Reading]) -> Iterator[Reading]:
        nonlocal count
        for each in readings:
            count += 1
            if count > after:
                raise Kill
            yield each

    return code


def watched(world: World, path: Path, hours: float, code: object = as_it_is) -> None:
    world.after(hours=hours)
    with open_store(path, create=True) as store:
        world.watch(store, *sources(world), code=code, delay=DELAY).run()


def stories_of(store: Store) -> Counter[int]:
    found = [each.report for each in store.reports(ReportQuery(superseded=True))]
    return Counter(int((each.url or "").rpartition("/")[2]) for each in found)


def test_the_live_loop(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with serving(Site()) as site:
        world = World(site)
        site.clock = world.seconds
        server = Server(world)
        site.answer = server
        with pytest.raises(Kill):
            watched(world, path, HOURS, killing(150))  # at once, in the middle of a report
        killed = world.seconds()
        assert 0 < killed < 10 * 3_600
        # What was under way is not in the log, so that the next process would not wait for it; to start one takes time.
        world.now += timedelta(seconds=DELAY)
        watched(world, path, 13)  # this end is a clean one
        watched(world, path, HOURS)

    with open_store(path) as store:
        # Nothing missed: all that was published is there. Nothing twice: neither reports nor entries.
        assert stories_of(store) == Counter({one.number: 1 for one in STORIES})
        counts = store.counts()
        assert (counts.reports, counts.documents) == (PAGES, PAGES)
        assert store.check() == ()
        told = {one.feed: one for one in Fetches(store).health()}
        assert sum(one.seen for one in told.values()) == PAGES
        assert sum(one.stored for one in told.values()) == PAGES
        assert all(one.waiting == one.given_up == 0 for one in told.values())
        log = list(Fetches(store).log())

        # The least was asked: each page once, but for those that had a fault, and the one that was being read when it
        # was killed; and what did not change was not sent.
        full = {one.number for one in STORIES if one.feed in FULL}
        assert set(server.given) == full
        assert sum(server.given.values()) - len(full) <= 1
        assert all(server.tried[n] == 2 for n in LATE if n in full)
        asked = Counter(each.path for each in site.seen)
        for n in range(FEEDS):
            assert asked[f"/feed/{n}"] <= HOURS / (1 + n % 3) + 4
        assert sum(each.status == 304 for each in log) > 50
        robots = [each for each in site.seen if each.path == "/robots.txt"]
        assert all(count <= 2 for count in Counter(each.host for each in robots).values())

        # Each host was left alone between two requests, over both ends too.
        for n in range(HOSTS):
            assert min(gaps(site.seen, f"host{n}.example")) >= DELAY

        # The busy host was left alone as long as it wished; the faulty feed was asked ever less.
        host, _, pause = BUSY
        assert len(server.busy_said) == 1
        after = [each.at for each in site.seen if each.host == host and each.at > server.busy_said[0]]
        assert min(after) >= server.busy_said[0] + pause
        faults = [each for each in log if each.feed == "feed 7" and each.outcome is FetchOutcome.FAILED]
        assert [each.failures for each in faults] == list(range(1, len(faults) + 1))
        assert 1 <= len(faults) <= 3
        assert told["feed 7"].failures == 0

        # The dead host was asked ever less, and held up nothing.
        dead = health(store, "dead")
        assert dead.last_success is None
        assert dead.asked == dead.failures <= 10
        assert world.seconds() >= HOURS * 3_600
