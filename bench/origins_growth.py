"""Time and memory of origins as reports grow: ``python -m bench.origins_growth [COUNT]``.

Generated reports of some 140 words, a tenth of them cut copies of another, over 1,000 days, half of them with a footer
that all share. Times are CPU seconds of one process: of all, and of each of the last 1,000 that were added.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate

from bench.generated import FIRST_DAY, names
from dateline.codec import digest
from dateline.records import Report
from dateline.resolve import Origins

SIZES = (1_000, 10_000, 100_000)
FOOTER = " Readers with pictures of what they saw may send them to the night desk of this paper under the known number."


def reports(count: int) -> Iterator[Report]:
    """Make reports, the same on each run."""
    rng = random.Random(count)
    words = [name.lower() for name in names(20_000, "origins")]
    weights = list(accumulate(1 / (i + 10) for i in range(len(words))))
    kept: list[str] = []
    for i in range(count):
        if kept and rng.random() < 0.1:
            text = rng.choice(kept[-500:])
            text = text[: int(len(text) * rng.uniform(0.5, 1))]
        else:
            parts = (" ".join(rng.choices(words, cum_weights=weights, k=14)).capitalize() + "." for _ in range(10))
            text = " ".join(parts)
            kept.append(text)
        day = FIRST_DAY + timedelta(days=i * 1_000 // count)
        yield Report(
            id=digest("growth", i),
            text=text + (FOOTER if i % 2 else ""),
            outlet=f"Outlet {i % 40}",
            published=str(day),
        )


def measure(count: int) -> str:
    """Add so many reports to a new index, and say how long it took."""
    index, each = Origins(), []
    made = list(reports(count))
    for report in made:
        began = time.process_time()
        index.add(report)
        each.append(time.process_time() - began)
    began = time.process_time()
    groups = index.all()
    grouping = time.process_time() - began
    began = time.process_time()
    for report in made[-100:]:
        index.of(report.id)
    asked = (time.process_time() - began) / 100
    last = sorted(each[-1_000:])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{count:>7} reports: added in {sum(each):6.1f} s, grouped in {grouping:5.1f} s, {len(groups)} origins; one "
        f"more: median {1000 * last[len(last) // 2]:.2f} ms, 99th {1000 * last[int(0.99 * len(last))]:.2f} ms, most "
        f"{1000 * last[-1]:.1f} ms; asked for one's origins: {1000 * asked:.2f} ms; {memory:.0f} MB"
    )


if __name__ == "__main__":
    for size in (int(word) for word in sys.argv[1:]) if sys.argv[1:] else SIZES:
        print(measure(size), flush=True)
