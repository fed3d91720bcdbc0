"""What is asked for when: feeds, their pages and the hosts they lie on, one request to a host at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from dateline.intake.feed_list import Source
from dateline.intake.fetch_guard import Guard
from dateline.store.fetches import Fetch, NewItem

__all__ = [
    "EPOCH",
    "SLACK",
    "FeedState",
    "HostState",
    "PageState",
    "Plan",
    "Task",
    "back_off",
    "host_of",
    "instant",
    "written",
]

EPOCH = datetime.fromtimestamp(0, UTC)
"""Before all that is due: "at once"."""
SLACK = 0.05
"""The share of its interval by which a feed may be asked too early."""
_HOST_FIRST, _HOST_MOST = timedelta(minutes=5), timedelta(hours=6)
"""How long a host is left alone that does not answer: at first, and at most."""


@dataclass(slots=True)
class HostState:
    """How it stands with a host: in use, when it may be asked next, until when it is left alone and why."""

    busy: bool = False
    next: datetime = EPOCH
    hold: datetime = EPOCH
    strikes: int = 0


@dataclass(slots=True)
class PageState:
    """An entry whose page is to be had."""

    entry: NewItem
    host: str
    due: datetime = EPOCH
    failures: int = 0
    busy: bool = False


@dataclass(slots=True)
class FeedState:
    """A feed, and what is waiting of it. ``good`` is the last time that it was had."""

    source: Source
    guard: Guard
    host: str
    due: datetime = EPOCH
    failures: int = 0
    good: Fetch | None = None
    busy: bool = False
    asked: bool = False
    pages: dict[str, PageState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A request that was made: the feed, and the page of it, None for the feed itself."""

    feed: FeedState
    page: PageState | None


class Plan:
    """All that is watched, and when what of it may be asked for."""

    def __init__(self, feeds: Sequence[FeedState], hosts: dict[str, HostState]) -> None:
        self._feeds = feeds
        self._hosts = hosts

    def host(self, task: Task) -> HostState:
        """Return the host that a request goes to."""
        return self._hosts.setdefault(task.page.host if task.page else task.feed.host, HostState())

    def _when(self, due: datetime, host: str, end: datetime | None) -> datetime | None:
        """Return when something may be asked for; None where that is not in this run."""
        state = self._hosts.setdefault(host, HostState())
        allowed = max(due, state.hold)
        if end is not None and allowed > end:
            return None
        return max(allowed, state.next)

    def _tasks(self, end: datetime | None) -> Iterator[tuple[datetime, Task]]:
        """Yield what is to be asked for, and when: feeds before pages, and of a host's pages of a feed the first."""
        for each in self._feeds:
            if not each.busy and not (end is not None and each.asked):
                # Where cron runs as often as a feed is due, a moment too early must not leave it for the next time.
                early = timedelta(seconds=each.source.interval * SLACK if end is not None and not each.failures else 0)
                at = self._when(each.due - early, each.host, end)
                if at is not None:
                    yield at, Task(each, None)
        for each in self._feeds:
            seen: dict[str, datetime] = {}
            for page in each.pages.values():
                if page.busy:
                    continue
                at = self._when(page.due, page.host, end)
                if at is not None and (page.host not in seen or at < seen[page.host]):
                    seen[page.host] = at
                    yield at, Task(each, page)

    def ready(self, now: datetime, end: datetime | None, most: int) -> Iterator[Task]:
        """Yield what is to be asked for now, one request a host, and mark it as running."""
        started = 0
        for at, task in sorted(self._tasks(end), key=lambda each: each[0]):
            if at > now or started >= most:
                return
            host = self.host(task)
            if host.busy:
                continue
            host.busy = True
            if task.page:
                task.page.busy = True
            else:
                task.feed.busy = True
            started += 1
            yield task

    def wait(self, now: datetime, end: datetime | None) -> float | None:
        """Return the seconds until something is due, None where nothing will be."""
        first = min((at for at, task in self._tasks(end) if not self._is_busy(task)), default=None)
        return None if first is None else max(0.0, (first - now).total_seconds())

    def _is_busy(self, task: Task) -> bool:
        return self.host(task).busy

    def strike(self, host: HostState, now: datetime, jitter: float, asked: timedelta) -> None:
        """Leave a host alone for a while, at least as long as it asked for."""
        host.strikes += 1
        host.hold = now + max(back_off(_HOST_FIRST, host.strikes, _HOST_MOST, jitter), asked)


def back_off(first: timedelta, failures: int, most: timedelta, jitter: float) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, to a limit.

    ``jitter`` (0..1) lengthens it by up to half, so that not all come back at once.
    """
    doubled = 1 << min(max(failures, 1) - 1, 20)
    return min(first * doubled, most) * (1 + 0.5 * jitter)


def host_of(url: str) -> str:
    """Return the host of a URL in plain spelling."""
    return urlsplit(url).hostname or ""


def written(at: datetime) -> str:
    """Write an instant to the second, and no earlier than it is."""
    whole = at.astimezone(UTC).replace(microsecond=0)
    if whole < at:
        whole += timedelta(seconds=1)
    return whole.isoformat().replace("+00:00", "Z")


def instant(said: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(said)
