"""The engine room: a stage over several processes. It knows nothing of text, and stages know nothing of it."""

from __future__ import annotations

from dateline.engine.cluster import spread_over
from dateline.engine.cores import cores
from dateline.engine.local import spread

__all__ = ["cores", "spread", "spread_over"]
