"""How many processors this process may use."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cores"]

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def cores(quota: Path = _QUOTA) -> int:
    """Return how many cores work may be spread over, 1 at least: those this process is bound to, within its quota.

    A container often sees all cores of its machine and gets the time of a few: ``quota`` is where Linux says so, as
    "MICROSECONDS PERIOD", or "max PERIOD" for no limit.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    found = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    try:
        allowed, period = quota.read_text(encoding="ascii").split()
        found = min(found, int(allowed) // int(period))
    except (OSError, ValueError):
        pass  # no cgroup, or no limit
    return max(found, 1)
