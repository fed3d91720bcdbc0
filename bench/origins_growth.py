"""Time and memory of origins as reports grow: ``python -m bench.origins_growth [COUNT ...] [--store | --db URL]``.

Generated reports of some 140 words, a tenth of them cut copies of another, over 1,000 days, half of them with a footer
that all share. In memory, times are CPU seconds of one process: of all, and of each of the last 1,000 that were added.
With ``--store`` they go into SQLite, with ``--db`` into PostgreSQL (a URL with {} for the count, of empty databases);
then 300 more are added one by one, each stored and entered, and times are by the clock.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate, islice
from pathlib import Path

from bench.generated import FIRST_DAY, names
from dateline import origination
from dateline.codec import digest
from dateline.records import Reading, Report
from dateline.resolve import Origins
from dateline.store import Coder, Entry, OriginQuery, Store, open_store
from dateline.store.sql import SqlStore, number_of

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


ONE_BY_ONE = 300
QUERIES = {
    "all": OriginQuery(limit=100),
    "of two or more": OriginQuery(least=2, limit=100),
    "since and until": OriginQuery(since="2031-01", until="2031-02", limit=100),
    "outlet": OriginQuery(outlet="Outlet 7", limit=100),
    "common word": OriginQuery(text=names(20_000, "origins")[0].lower(), limit=100),
    "rare word": OriginQuery(text=names(20_000, "origins")[9_000].lower(), limit=100),
}


def measure_stored(db: str, count: int) -> tuple[str, float]:
    """Fill an empty store with so many reports and find their origins; say how long it took, and for one of all."""
    made = list(reports(count + ONE_BY_ONE))
    # Who comes last was not published last: it stands among all.
    random.Random(count).shuffle(made)
    with open_store(db, create=True) as store:
        stream = iter(made[:count])
        while part := list(islice(stream, 500)):
            _store(store, part)
        before = _size(store, db)
        began, worked = time.perf_counter(), time.process_time()
        origination.bring_up_to_date(store)
        clock, spent = time.perf_counter() - began, time.process_time() - worked
        size = _size(store, db) - before
        each, cpu = [], []
        for report in made[count:]:
            began, worked = time.perf_counter(), time.process_time()
            _store(store, [report])
            origination.bring_up_to_date(store)
            each.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - worked))
        each.sort()
        cpu.sort()
        asked = {name: _asked(store, query) for name, query in QUERIES.items()}
        origins = sum(1 for _ in origination.all_origins(store))
    queries = ", ".join(f"{name} {took:.0f}" for name, took in asked.items())
    return (
        f"{count:>7} reports: entered in {spent:.1f} s of this process's CPU ({1000 * spent / count:.2f} ms each), "
        f"{clock:.1f} s by the clock, {origins} origins; stored and entered one by one: median "
        f"{each[len(each) // 2]:.1f} ms, 99th {each[int(0.99 * len(each))]:.1f}, most {each[-1]:.1f}, of CPU "
        f"{cpu[len(cpu) // 2]:.1f}, {cpu[int(0.99 * len(cpu))]:.1f}, {cpu[-1]:.1f}; "
        f"{before / 1e6:.0f} MB without origins, {size / 1e6:.0f} MB of them; queries for 100, ms: {queries}",
        spent,
    )


def _store(store: Store, found: list[Report]) -> None:
    store.add([Entry(reading=Reading(report=report)) for report in found], Coder(version="bench"))


def _asked(store: Store, query: OriginQuery) -> float:
    best = math.inf
    for _ in range(3):
        began = time.perf_counter()
        list(origination.origins(store, query))
        best = min(best, 1000 * (time.perf_counter() - began))
    return best


def _size(store: Store, db: str) -> int:
    assert isinstance(store, SqlStore)
    if "://" in db:
        return number_of(store.execute("SELECT pg_database_size(current_database())")[0][0])
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(db).stat().st_size


def main() -> int:
    """Print a line for each count, and how time grows with it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--store", action="store_true", help="in SQLite")
    parser.add_argument("--db", help="in PostgreSQL: a URL with {} for the count")
    told = parser.parse_args()
    if not told.store and not told.db:
        for size in told.sizes:
            print(measure(size), flush=True)
        return 0
    spent: dict[int, float] = {}
    for size in told.sizes:
        with tempfile.TemporaryDirectory() as folder:
            db = told.db.format(size) if told.db else str(Path(folder) / "a.db")
            line, spent[size] = measure_stored(db, size)
        print(line, flush=True)
    for one, other in zip(told.sizes, told.sizes[1:], strict=False):
        exponent = math.log(spent[other] / spent[one]) / math.log(other / one)
        print(f"from {one} to {other} reports time grows with the power {exponent:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
