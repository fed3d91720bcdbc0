"""Watching feeds: asking each when it is due, politely, and bringing what is new into a store.

All that is known is in the store (:mod:`dateline.store.fetches`), so that watching can be stopped at any moment and
goes on where it was. What is asked for is asked in threads, one request to a host at a time, so that a host that is
dead or slow holds up nothing but itself; all else, and the store, is for the one thread that runs it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from io import BytesIO

from dateline.codec import digest
from dateline.errors import InputError, NoAnswer, RefusedAddress
from dateline.intake import feed as feeds
from dateline.intake import web
from dateline.intake.draft import Document, missing
from dateline.intake.feed_list import FeedList, Source
from dateline.intake.fetch import FEEDS, PAGES, Answer, Ask, Breaker, Limits, agent, get, retry_after
from dateline.intake.fetch_guard import Guard
from dateline.intake.options import Options
from dateline.intake.robots import KEPT, Robots, Site
from dateline.intake.source import Failure
from dateline.records import Issue, Reading
from dateline.store import Arrival, Coder, Store, fill
from dateline.store.address import address
from dateline.store.fetches import Fetch, Fetches, FetchOutcome, Host, ItemOutcome, NewItem
from dateline.watch.account import Happening, Surroundings, Taken, Watched
from dateline.watch.plan import (
    EPOCH,
    SLACK,
    FeedState,
    HostState,
    PageState,
    Plan,
    Task,
    back_off,
    host_of,
    instant,
    written,
)

__all__ = ["Watch"]

MAX_FEED = 3_000_000
"""Bytes of the largest feed that is read, unpacked. Most have less than 200,000."""
_THREADS = 8
_PAGE_FIRST, _MOST = timedelta(minutes=10), timedelta(hours=24)
"""How long it takes until a page with a fault is asked for again, at first; and until anything is, at most."""
_TRIES = 10
"""How often a page is asked for that does not come."""
_VERSIONS = 4
"""How often an entry is read at most, of which the feed says something else each time."""
_BUSY = frozenset({429, 503})
"""What a server says when it, and not the page, is not to be asked now."""
_PASSING = frozenset({408, 421, 423, 425, 500, 502, 504, 507, 508, 520, 521, 522, 523, 524})
"""Faults of which it may be hoped that they pass."""
_NAP, _REST = 3_600.0, 10.0
"""Seconds that are slept at most in one go; and from which there is time for something else."""


class Watch:
    """Feeds that are watched into a store. ``code`` and ``coder`` are as of :func:`dateline.store.fill`.

    ``told`` is called with each request, ``idle`` when nothing is due for a while and reports were stored since.
    """

    def __init__(
        self,
        store: Store,
        listed: FeedList,
        *,
        code: Callable[[Iterable[Reading]], Iterator[Reading]],
        coder: Coder,
        around: Surroundings,
        options: Options | None = None,
        limits: Limits | None = None,
        allowed: Sequence[str] = (),
        stop: threading.Event | None = None,
        told: Callable[[Happening], None] = lambda happening: None,
        idle: Callable[[], object] | None = None,
    ) -> None:
        for package in ("feedparser", "protego", *(["trafilatura"] if any(s.full for s in listed.sources) else [])):
            if find_spec(package) is None:
                raise missing("watch", f"feeds ({package})", "web")
        self._store, self._code, self._coder, self._told = store, code, coder, told
        self._around, self._options = around, options or Options()
        self._delay, self._agent = listed.delay, agent(listed.contact)
        self._limits = limits or Limits(max_bytes=self._options.max_bytes)
        self._stop = stop or threading.Event()
        self._idle, self._rested = idle, 0
        self._breaker = Breaker()
        self._log = Fetches(store)
        self._robots = Robots(clock=around.clock, fetch=self._get)
        self.done = Watched()
        for origin, at, text in self._log.robots(written(around.clock() - KEPT)):
            self._robots.know(Site(origin=origin, at=instant(at), text=text))
        known = {name: self._host(each) for name, each in self._log.hosts().items()}
        self._plan = Plan([self._feed(each, (*each.allowed, *allowed)) for each in listed.sources], known)

    def _host(self, known: Host) -> HostState:
        hold = instant(known.hold) if known.hold else EPOCH
        return HostState(next=instant(known.at) + timedelta(seconds=self._delay), hold=hold, strikes=known.strikes)

    def _feed(self, source: Source, allowed: Sequence[str]) -> FeedState:
        guard = Guard.allowing(allowed, self._around.resolve)
        found = FeedState(source=source, guard=guard, host=host_of(source.url))
        last = self._log.last(source.name)
        if last is not None and last.url == source.url:
            found.due, found.failures = instant(last.due), last.failures
            good = self._log.last(source.name, FetchOutcome.NEW, FetchOutcome.SAME)
            found.good = good if good and good.url == source.url else None
            # Where it is to be asked more often now than it was, that holds from now on.
            if found.failures == 0:
                found.due = min(found.due, instant(last.at) + timedelta(seconds=source.interval))
        for each in self._log.waiting(source.name):
            url = each.entry.url or ""
            due = instant(each.due) if each.due else EPOCH
            found.pages[each.entry.item] = PageState(each.entry, host_of(url), due=due, failures=each.failures)
        return found

    def run(self, *, once: bool = False) -> Watched:
        """Watch until it is to stop; ``once`` until all that was due when it began is done.

        What is running when it is to stop is brought to its end, and kept.

        Raises:
            StoreError: the store cannot be written to; what was told is in it.
        """
        end = self._around.clock() if once else None
        running: dict[Future[Answer | InputError], Task] = {}
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="fetch") as pool, self._breaking():
            while True:
                now = self._around.clock()
                if not self._stop.is_set():
                    for task in self._plan.ready(now, end, _THREADS - len(running)):
                        running[pool.submit(self._ask, task)] = task
                if running:
                    soon = min(max(self._plan.wait(now, end) or _NAP, 0.05), 1.0)
                    for future in wait(running, timeout=soon, return_when=FIRST_COMPLETED).done:
                        self._finish(running.pop(future), future.result())
                    continue
                if self._stop.is_set():
                    return self.done
                seconds = self._plan.wait(now, end)
                if seconds is None or seconds > _REST:
                    self._rest()
                if seconds is None:
                    return self.done
                if seconds > 0:
                    self._around.sleep(min(seconds, _NAP))

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        """End what is being asked for where something goes wrong, so that nothing waits for it."""
        try:
            yield
        except BaseException:
            self._breaker.trip()
            raise

    def _rest(self) -> None:
        if self._idle is not None and self.done.stored > self._rested:
            self._rested = self.done.stored
            self._idle()

    # Asking, in another thread

    def _ask(self, task: Task) -> Answer | InputError:
        guard, good = task.feed.guard, task.feed.good

        def before(url: str) -> None:
            self._robots.check(url, guard, self._limits)

        try:
            if task.page is not None:
                ask = Ask(url=task.page.entry.url or "", types=PAGES, before=before)
                return self._get(ask, guard, self._limits)
            ask = Ask(
                url=task.feed.source.url,
                etag=good.etag if good else None,
                modified=good.modified if good else None,
                types=FEEDS,
                before=before,
            )
            return self._get(ask, guard, replace(self._limits, max_bytes=MAX_FEED))
        except InputError as error:
            return error

    def _get(self, ask: Ask, guard: Guard, limits: Limits) -> Answer:
        return get(ask, guard=guard, limits=limits, name=self._agent, breaker=self._breaker)

    # What came of it

    def _finish(self, task: Task, found: Answer | InputError) -> None:
        if rules := self._robots.take():
            self._log.keep_robots((site.origin, written(site.at), site.text) for site in rules)
        now = self._around.clock()
        url = task.page.entry.url or "" if task.page else task.feed.source.url
        host = self._plan.host(task)
        host.busy = False
        host.next = now + timedelta(seconds=max(self._delay, self._robots.delay(url)))
        if isinstance(found, NoAnswer) or (isinstance(found, Answer) and found.status in _BUSY):
            self._plan.strike(host, now, self._around.jitter(), retry_after(found.retry, now) or timedelta())
        else:
            host.strikes, host.hold = 0, EPOCH
        if task.page is None:
            task.feed.busy, task.feed.asked = False, True
            self._finish_feed(task.feed, host, found, now)
        else:
            task.page.busy = False
            self._finish_page(task.feed, task.page, host, found, now)

    def _fetch(
        self, feed: FeedState, page: PageState | None, host: HostState, found: Answer | InputError, now: datetime
    ) -> Fetch:
        """Return the entry of the log for a request that failed, to be filled in where it did not."""
        data = found.data if isinstance(found, Answer) else None
        return Fetch(
            feed=feed.source.name,
            item=page.entry.item if page else "",
            url=page.entry.url or "" if page else feed.source.url,
            host=page.host if page else feed.host,
            at=written(now),
            outcome=FetchOutcome.FAILED,
            status=found.status if isinstance(found, Answer) else None,
            reason=_reason(found),
            size=None if data is None else len(data),
            sha256=None if data is None else hashlib.sha256(data).hexdigest(),
            etag=found.etag if isinstance(found, Answer) else None,
            modified=found.modified if isinstance(found, Answer) else None,
            due=written(now),
            strikes=host.strikes,
            hold=written(host.hold) if host.strikes else None,
        )

    def _finish_feed(self, feed: FeedState, host: HostState, found: Answer | InputError, now: datetime) -> None:
        fetch = self._fetch(feed, None, host, found, now)
        good, parsed = feed.good, None
        if isinstance(found, Answer) and found.data is not None and (good is None or good.sha256 != fetch.sha256):
            try:
                parsed = feeds.parse(found.data, name=feed.source.name, url=found.url, charset=found.charset)
            except InputError as error:
                found = error
        if isinstance(found, InputError) or (found.data is None and (found.status != 304 or good is None)):
            self._note_failed(feed, host, replace(fetch, reason=_reason(found)), found, now)
            return
        taken = Taken()
        if parsed is not None:
            taken = self._take(feed, parsed, found.data or b"", now)
            if not taken.whole:  # it is asked again, for what was left
                self._log.add([], found=taken.found, ends=taken.ends)
                return
        elif good is not None:  # a server need not say again what it said with this
            fetch = replace(
                fetch,
                sha256=good.sha256,
                etag=fetch.etag or good.etag,
                modified=fetch.modified or good.modified,
            )
        step = timedelta(seconds=feed.source.interval * (1 - SLACK * self._around.jitter()))
        outcome = FetchOutcome.SAME if parsed is None else FetchOutcome.NEW
        fetch = replace(fetch, outcome=outcome, reason=parsed.broken if parsed else None, due=written(now + step))
        self._log.add([fetch], found=taken.found, ends=taken.ends)
        feed.due, feed.failures, feed.good = instant(fetch.due), 0, fetch
        ended = {each.item for each in taken.ends}
        for entry in taken.found:
            if entry.item not in ended:
                feed.pages[entry.item] = PageState(entry, host_of(entry.url or ""))
        self._tell(fetch, taken)

    def _note_failed(
        self, feed: FeedState, host: HostState, fetch: Fetch, found: Answer | InputError, now: datetime
    ) -> None:
        feed.failures += 1
        step = timedelta(seconds=feed.source.interval)
        if host.strikes:
            feed.due = host.hold  # it is the host that fails, and not this feed
        else:
            feed.due = now + back_off(step, feed.failures, max(_MOST, step), self._around.jitter())
        outcome = FetchOutcome.FAILED if host.strikes or _may_pass(found) else FetchOutcome.REFUSED
        reason = fetch.reason or "the server says that it did not change, and it was never had"
        fetch = replace(fetch, outcome=outcome, reason=reason, due=written(feed.due), failures=feed.failures)
        self._log.add([fetch])
        self._tell(fetch, Taken())

    def _take(self, feed: FeedState, parsed: feeds.Feed, data: bytes, now: datetime) -> Taken:
        """Take the entries that are not known: store them, or note that their pages are to be had."""
        taken, source = Taken(), feed.source
        keyed = {_key(entry, source): (line, entry) for line, entry in reversed([*enumerate(parsed.entries, 1)])}
        options = replace(self._options, outlet=source.outlet)
        document = Document(name=source.name, source_id=None, stream=BytesIO(), options=options)
        known = self._log.said(source.name, list(keyed))
        for first, (line, entry) in reversed(keyed.items()):
            url = _plain(entry.link)
            later = source.full and url is not None
            said, before = _said(entry, alone=not later), known.get(first)
            if before is not None and (not before or said in before or len(before) >= _VERSIONS):
                continue
            if self._stop.is_set():
                return replace(taken, whole=False)
            key = digest("feed-item", first, said) if before else first
            taken.found.append(
                NewItem(
                    item=key,
                    feed=source.name,
                    url=url,
                    title=entry.title,
                    published=entry.published or entry.updated,
                    seen=written(now),
                    summary=feeds.pack(entry) if later else None,
                    first=first if before else "",
                    said=said,
                )
            )
            if later:
                continue
            try:
                row = feeds.read_entry(entry, parsed, document, raw=data, line=line)
            except InputError as error:
                taken.end(key, feed, now, reason=str(error))
            else:
                self._store_one(Arrival(reading=Reading(report=row.report, issues=row.issues), raw=data), taken)
                taken.end(key, feed, now, report=row.report.id)
        return taken

    def _finish_page(
        self, feed: FeedState, page: PageState, host: HostState, found: Answer | InputError, now: datetime
    ) -> None:
        fetch = self._fetch(feed, page, host, found, now)
        key, taken = page.entry.item, Taken()
        if isinstance(found, Answer) and found.data is not None:
            arrivals, why = self._read(feed, page, found)
            for arrival in arrivals:
                self._store_one(arrival, taken)
            if arrivals:
                taken.end(key, feed, now, report=arrivals[0].reading.report.id)
                fetch = replace(fetch, outcome=FetchOutcome.NEW)
            else:
                self._give_up(feed, page, why, now, taken)
                fetch = replace(fetch, outcome=FetchOutcome.REFUSED, reason=why)
        else:
            page.failures += 1
            if _may_pass(found) and page.failures < _TRIES:
                step = back_off(_PAGE_FIRST, page.failures, _MOST, self._around.jitter())
                page.due = host.hold if host.strikes else now + step
                fetch = replace(fetch, due=written(page.due), failures=page.failures)
            else:
                self._give_up(feed, page, fetch.reason or "it is not to be had", now, taken)
                fetch = replace(fetch, outcome=FetchOutcome.REFUSED, failures=page.failures)
        self._log.add([fetch], ends=taken.ends)
        if taken.ends:
            del feed.pages[key]
        self._tell(fetch, taken)

    def _give_up(self, feed: FeedState, page: PageState, why: str, now: datetime, taken: Taken) -> None:
        """Store what the feed gave of an entry whose page is not to be had."""
        key, packed = page.entry.item, page.entry.summary
        if packed is None:
            taken.end(key, feed, now, reason=why)
            return
        entry = feeds.unpack(packed)
        options = replace(self._options, outlet=feed.source.outlet)
        document = Document(name=feed.source.name, source_id=None, stream=BytesIO(), options=options)
        try:
            row = feeds.read_entry(replace(entry, link=page.entry.url), feeds.Feed(), document, raw=packed.encode())
        except InputError as error:
            taken.end(key, feed, now, reason=f"{why}; and of what the feed gives: {error}")
            return
        message = f"read as the feed gives it, because its page is not to be had: {why}"
        issues = (*row.issues, Issue(stage="intake", code="intake.no-page", message=message))
        self._store_one(Arrival(reading=Reading(report=row.report, issues=issues), raw=row.raw), taken)
        taken.end(key, feed, now, report=row.report.id, reason=why)

    def _read(self, feed: FeedState, page: PageState, found: Answer) -> tuple[list[Arrival], str]:
        """Read a page; what cannot be read gives the reason. The day that its entry gives holds where it gives none."""
        options = replace(self._options, published=page.entry.published, outlet=feed.source.outlet)
        arrivals, why = [], "there is no report in it"
        try:
            for each in web.read(found, options=options, outlet=feed.source.outlet):
                if isinstance(each, Failure):
                    why = str(each.error)
                else:
                    arrivals.append(Arrival(reading=each.reading, raw=each.raw))
        except InputError as error:
            why = str(error)
        return arrivals, why

    def _store_one(self, arrival: Arrival, taken: Taken) -> None:
        progress = fill(self._store, [arrival], code=self._code, coder=self._coder)
        taken.stored += progress.stored
        taken.claims += progress.claims

    def _tell(self, fetch: Fetch, taken: Taken) -> None:
        lost = tuple(each.reason or "" for each in taken.ends if each.outcome is ItemOutcome.GIVEN_UP)
        one = Happening(fetch=fetch, found=len(taken.found), stored=taken.stored, claims=taken.claims, given_up=lost)
        self.done = self.done.with_(one)
        self._told(one)


def _may_pass(found: Answer | InputError) -> bool:
    """Say whether it may be hoped that what went wrong passes."""
    if isinstance(found, Answer):
        return found.status in _BUSY | _PASSING or found.status >= 500
    return isinstance(found, NoAnswer)


def _reason(found: Answer | InputError) -> str | None:
    if isinstance(found, InputError):
        return str(found)
    return None if found.data is not None or found.status == 304 else web.status_said(found.status)


def _key(entry: feeds.Entry, source: Source) -> str:
    """Return what an entry is known by: its link, whichever feed it stands in; else what its own feed says of it."""
    url = _plain(entry.link)
    if url is not None:
        return digest("feed-item", address(url))
    return digest("feed-item", source.name, entry.id or [entry.title, entry.html])


def _said(entry: feeds.Entry, *, alone: bool) -> str:
    """Return a digest of what a feed says of an entry; with its text where that is ``alone`` what there is to read."""
    return digest("feed-said", entry.title, entry.changed, entry.html if alone else None)


def _plain(link: str | None) -> str | None:
    try:
        return Guard().plain(link) if link else None
    except RefusedAddress:
        return None
