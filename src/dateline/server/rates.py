"""How often somebody may try: a bucket that refills for what is changed, and a wait that doubles for failed logins."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Backoff", "Bucket", "longest", "network"]

_MOST = 20_000
"""Keys that are kept; the one used longest ago is forgotten first."""


def network(address: str) -> str:
    """Return by what an address is counted: an IPv6 address by its /64, for who has one has all of them."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


class Bucket:
    """So many a minute for each key, and as many at once."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._clock = float(a_minute), clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one; return 0.0, or the seconds after which there is one again."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(key, (self._size, now))
            left = min(self._size, left + (now - at) * self._size / 60)
            enough = left >= 1
            self._left[key] = (left - 1 if enough else left, now)
            if len(self._left) > _MOST:
                self._left.popitem(last=False)
            return 0.0 if enough else (1 - left) * 60 / self._size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    count: int
    until: float
    at: float


class Backoff:
    """Tries are free at first; then each has to wait twice as long as the one before, up to ``longest`` seconds.

    A try is counted before it is known how it ends, so that many at once are not more than one after the other.
    """

    def __init__(
        self, free: int, longest: float = 900.0, forgotten: float = 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free, self._longest, self._forgotten, self._clock = free, longest, forgotten, clock
        self._lock = threading.Lock()
        self._tried: OrderedDict[str, _Tried] = OrderedDict()

    def wait(self, key: str) -> float:
        """Return the seconds for which no try is taken."""
        with self._lock:
            found = self._tried.get(key)
            return 0.0 if found is None else max(0.0, found.until - self._clock())

    def count(self, key: str) -> None:
        """Count a try."""
        now = self._clock()
        with self._lock:
            found = self._tried.pop(key, None)
            before = found.count if found is not None and now - found.at < self._forgotten else 0
            over = before + 1 - self._free
            delay = 0.0 if over <= 0 else min(self._longest, 2.0 ** min(over, 30))
            self._tried[key] = _Tried(count=before + 1, until=now + delay, at=now)
            if len(self._tried) > _MOST:
                self._tried.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget the tries of a key."""
        with self._lock:
            self._tried.pop(key, None)


def longest(waits: Sequence[float]) -> int:
    """Return the longest of waits, in whole seconds."""
    return max(1, int(max(waits) + 0.999))
