"""The world that feeds are watched in, and what is told of what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import random

from dateline.intake.fetch_guard import Resolve
from dateline.store.fetches import End, Fetch, FetchOutcome, ItemOutcome, NewItem
from dateline.watch.plan import FeedState, written

__all__ = ["Happening", "Surroundings", "Taken", "Watched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The world outside, for tests to put another in its place.

    ``clock`` tells the time (UTC); ``sleep`` waits for so many seconds, or until it is to stop; ``jitter`` is a number
    from 0 to 1, another each time, so that not all ask at once; ``resolve`` looks hosts up, None as the system does.
    """

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    jitter: Callable[[], float] = random
    resolve: Resolve | None = None

    @classmethod
    def real(cls, stop: threading.Event) -> Surroundings:
        """Make those of the real world, in which sleep ends where it is to stop."""
        return cls(clock=lambda: datetime.now(UTC), sleep=lambda seconds: (stop.wait(seconds), None)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was asked for, and what came of it: how many entries were new, and reports and claims stored."""

    fetch: Fetch
    found: int = 0
    stored: int = 0
    claims: int = 0
    given_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What came of watching: requests made and those that failed, entries found, reports and claims stored."""

    asked: int = 0
    failed: int = 0
    found: int = 0
    stored: int = 0
    given_up: int = 0
    claims: int = 0

    def with_(self, one: Happening) -> Watched:
        """Return the count with one more."""
        return Watched(
            asked=self.asked + 1,
            failed=self.failed + (one.fetch.outcome in (FetchOutcome.FAILED, FetchOutcome.REFUSED)),
            found=self.found + one.found,
            stored=self.stored + one.stored,
            given_up=self.given_up + len(one.given_up),
            claims=self.claims + one.claims,
        )


@dataclass(slots=True)
class Taken:
    """What was taken of a feed or a page; not ``whole`` where it was stopped in the middle."""

    found: list[NewItem] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    stored: int = 0
    claims: int = 0
    whole: bool = True

    def end(
        self, item: str, feed: FeedState, now: datetime, *, report: str | None = None, reason: str | None = None
    ) -> None:
        """Note what became of an entry: its report, and why that is not its page, or why there is none."""
        outcome = ItemOutcome.GIVEN_UP if not report else ItemOutcome.SUMMARY if reason else ItemOutcome.STORED
        one = End(item=item, feed=feed.source.name, at=written(now), outcome=outcome, report=report, reason=reason)
        self.ends.append(one)
