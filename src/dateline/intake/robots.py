"""What a site asks of robots, RFC 9309: which paths they may ask for, and how long to wait between two.

By protego: ``urllib.robotparser`` takes the first rule that fits for the longest, and knows neither ``*`` nor ``$``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from dateline.errors import NoAnswer, RefusedAddress, UnfitAnswer
from dateline.intake.draft import missing
from dateline.intake.fetch import Answer, Ask, Limits, get
from dateline.intake.fetch_guard import Guard

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["AGENT", "KEPT", "LIMIT", "Robots", "Site", "origin"]

AGENT = "dateline"
"""The name that rules for dateline alone are written under."""
KEPT = timedelta(hours=24)
"""How long rules hold before they are asked for again (RFC 9309, 2.4)."""
LIMIT = 512_000
"""Bytes of a robots.txt that are read; what follows is not looked at (RFC 9309, 2.5: at least 500 KiB)."""
_LONGEST_DELAY = 3_600.0
"""The longest Crawl-delay that is kept to, in seconds; one that is longer is taken for this."""

Fetch = Callable[[Ask, Guard, Limits], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The rules of one site (scheme, host and port), as they were at ``at``; "" where it has none."""

    origin: str
    at: datetime
    text: str


@dataclass(slots=True)
class Robots:
    """The rules of the sites that are asked, kept for a day each. May be used from several threads.

    ``fetch`` asks for a robots.txt, ``clock`` tells the time (UTC).
    """

    clock: Callable[[], datetime]
    fetch: Fetch = lambda ask, guard, limits: get(ask, guard=guard, limits=limits)
    _asked: list[Site] = field(default_factory=list)
    _sites: dict[str, Site] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def know(self, site: Site) -> None:
        """Take rules that were asked for before."""
        with self._lock:
            self._sites[site.origin] = site

    def take(self) -> list[Site]:
        """Return the rules that were asked for since the last time, for whoever keeps them."""
        with self._lock:
            taken, self._asked = self._asked, []
        return taken

    def check(self, url: str, guard: Guard, limits: Limits | None = None) -> None:
        """Do nothing where a URL may be asked.

        Raises:
            RefusedAddress: its site does not want it asked by robots.
            NoAnswer: its site cannot say so now: its robots.txt fails, so that nothing is asked of it.
        """
        plain = guard.plain(url)
        site = self._site(origin(plain), guard, limits or Limits())
        if not _rules(site.text).can_fetch(plain, AGENT):
            raise RefusedAddress(f"{plain}: the robots.txt of this site does not allow it")

    def delay(self, url: str) -> float:
        """Return the seconds that the site of a URL wants between two requests, 0 where it does not say."""
        with self._lock:
            site = self._sites.get(origin(url))
        if site is None:
            return 0.0
        rules = _rules(site.text)
        waits = [rules.crawl_delay(AGENT) or 0.0]
        rate = rules.request_rate(AGENT)
        if rate is not None and rate.requests:
            waits.append(rate.seconds / rate.requests)
        return min(max(waits), _LONGEST_DELAY)

    def _site(self, place: str, guard: Guard, limits: Limits) -> Site:
        now = self.clock()
        with self._lock:
            known = self._sites.get(place)
        if known is not None and timedelta() <= now - known.at < KEPT:
            return known
        site = Site(origin=place, at=now, text=self._ask(place, guard, limits))
        with self._lock:
            self._sites[place] = site
            self._asked.append(site)
        return site

    def _ask(self, place: str, guard: Guard, limits: Limits) -> str:
        url = f"{place}/robots.txt"
        own = Limits(
            connect=limits.connect, read=limits.read, total=limits.total, redirects=5, max_bytes=LIMIT, cut=True
        )
        try:
            answer = self.fetch(Ask(url=url, types=None), guard, own)
        except (RefusedAddress, UnfitAnswer):
            return ""  # it leads nowhere that could be asked: as if there were none
        if answer.data is not None:
            return answer.data.decode("utf-8-sig", "replace")
        if 400 <= answer.status < 500 and answer.status != 429:
            return ""
        wrong = f"{url}: status {answer.status}; until it can be read, nothing is asked of this site"
        raise NoAnswer(wrong, retry=answer.retry)


def origin(url: str) -> str:
    """Return scheme, host and port of a URL in plain spelling: what one robots.txt holds for."""
    return urlunsplit((*urlsplit(url)[:2], "", "", ""))


@lru_cache(maxsize=1_000)
def _rules(text: str) -> Protego:
    try:
        from protego import Protego
    except ImportError as error:
        raise missing("robots.txt", "it", "web") from error
    return Protego.parse(text)
