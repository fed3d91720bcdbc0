"""A world for tests to watch feeds in: a clock that only sleeping moves, names that lead to 127.0.0.1, a stub coder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise

from dateline.intake.feed_list import FeedList, Source
from dateline.intake.fetch import Limits
from dateline.records import Reading
from dateline.store import Coder, ReportQuery, Store
from dateline.store.fetches import Fetches, Health
from dateline.watch import Happening, Surroundings, Watch
from loopback import Page, Request, Site

__all__ = ["CODER", "LIMITS", "START", "World", "as_it_is", "item", "rss"]

START = datetime(2031, 3, 4, 0, 0, tzinfo=UTC)
CODER = Coder(version="1")
LIMITS = Limits(connect=5.0, read=10.0, total=20.0, max_bytes=1_000_000)
"""Such that nothing ends early on a machine that is busy."""


def as_it_is(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Take the place of the main path: code nothing."""
    yield from readings


@dataclass(slots=True)
class World:
    """The time, and the site that all names lead to."""

    site: Site
    now: datetime = START
    until: datetime = START + timedelta(days=365)
    stop: threading.Event = field(default_factory=threading.Event)
    told: list[Happening] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    at: Callable[[datetime], None] = lambda now: None

    def clock(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return (self.now - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.at(self.now)
        if self.now >= self.until:
            self.stop.set()

    def source(self, name: str, path: str = "/feed", host: str = "one.example", **more: object) -> Source:
        """Return a feed of the site."""
        return Source(name=name, url=self.site.url(path, host), **more)  # type: ignore[arg-type]

    def watch(
        self, store: Store, *sources: Source, code: object = as_it_is, limits: Limits = LIMITS, **more: object
    ) -> Watch:
        """Watch feeds; every name leads here, and may."""
        hosts = {host for source in sources for host in [source.url.split("/")[2].partition(":")[0]]}
        given: dict[str, object] = {"delay": 5.0} | {key: more.pop(key) for key in ("delay", "contact") if key in more}
        return Watch(
            store,
            FeedList(sources=sources, **given),  # type: ignore[arg-type]
            code=code,  # type: ignore[arg-type]
            coder=CODER,
            around=Surroundings(
                clock=self.clock, sleep=self.sleep, jitter=lambda: 0.0, resolve=lambda host, port: ["127.0.0.1"]
            ),
            limits=limits,
            allowed=tuple(hosts),
            stop=self.stop,
            told=self.told.append,
            **more,  # type: ignore[arg-type]
        )

    def after(self, **given: float) -> None:
        """Let time pass until then, counted from the start, and no longer."""
        self.until = START + timedelta(**given)
        self.stop.clear()


def item(number: int | str, link: str | None = None, text: str = "", day: str = "Tue, 04 Mar 2031 00:00:00 GMT") -> str:
    """Return an entry of a feed, in words of our own."""
    where = f"<link>{escape(link)}</link>" if link else ""
    words = text or f"Crews of ferry number {number} stopped work at the pier, their union said."
    return (
        f"<item><title>Ferry {number} stands still</title>{where}<guid isPermaLink='false'>id-{number}</guid>"
        f"<pubDate>{day}</pubDate><description>{escape(words)}</description></item>"
    )


def rss(items: Iterable[str], **more: object) -> Page:
    """Return a feed as a server gives it."""
    body = f'<rss version="2.0"><channel><title>The Pier</title>{"".join(items)}</channel></rss>'
    return Page(body.encode(), type="application/rss+xml", **more)  # type: ignore[arg-type]


def titles(store: Store) -> list[str]:
    """Return the titles of all reports, in order."""
    return sorted(each.report.title or "" for each in store.reports(ReportQuery(superseded=True)))


def health(store: Store, name: str) -> Health:
    """Return how a feed does."""
    [found] = [each for each in Fetches(store).health() if each.feed == name]
    return found


def gaps(requests: Sequence[Request], host: str) -> list[float]:
    """Return the seconds between two requests to a host, those for its rules for robots aside."""
    times = [each.at for each in requests if each.host == host and each.path != "/robots.txt"]
    return [later - earlier for earlier, later in pairwise(times)]
