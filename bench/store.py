"""The store: claims stored a second, what asking takes, what one more report takes, and how both grow.

The gate runs a small size in SQLite. ``python -m bench.store [SIZE ...] [--db postgresql://.../{}]`` runs others: 1000,
10000 and 100000 by default, on empty databases. Readings are made up (bench.generated), five claims each; making them
is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.generated import names, reading
from bench.score import Score
from dateline.records import ClaimType, Status
from dateline.store import ClaimQuery, Coder, Entry, ReportQuery, Store, open_store

CODER = Coder(version="bench")
BATCH = 100
SMALL = 1_500
RUNS = 5
SHOWN = 100
"""Rows that are asked for: a page of what is found."""

QUERIES: dict[str, ClaimQuery | ReportQuery] = {
    "all": ClaimQuery(limit=SHOWN),
    "type": ClaimQuery(types=(ClaimType.ASSAULT,), limit=SHOWN),
    "type and dates": ClaimQuery(types=(ClaimType.AID,), since="2031-01", until="2031-03", limit=SHOWN),
    "status": ClaimQuery(statuses=(Status.PLANNED,), until="2031", limit=SHOWN),
    "actor": ClaimQuery(actor=names(300, "actors")[7], limit=SHOWN),
    "place": ClaimQuery(place=names(400, "places")[7], limit=SHOWN),
    "country": ClaimQuery(place="Ukraine", limit=SHOWN),
    "country and type": ClaimQuery(place="Sudan", types=(ClaimType.PROTEST,), limit=SHOWN),
    "word in every claim": ClaimQuery(text="people", limit=SHOWN),
    "phrase": ClaimQuery(text=f'"{names(300, "actors")[3]} in"', limit=SHOWN),
    "reports by common word": ReportQuery(text=names(5_000, "words")[0], limit=SHOWN),
    "reports by rare word": ReportQuery(text=names(5_000, "words")[4_000], limit=SHOWN),
    "reports by outlet": ReportQuery(outlet="Coastal Wire", since="2031", limit=SHOWN),
}


def measure(db: str, size: int) -> dict[str, list[float]]:
    """Fill an empty store with so many reports; return times in seconds by what was done, and the rate."""
    found: dict[str, list[float]] = {}
    with open_store(db, create=True) as store:
        rates = list(_filled(store, size))
        found["stored claims/s"] = [wall for wall, _ in rates]
        found["stored claims/s of CPU"] = [cpu for _, cpu in rates]
        for name, query in QUERIES.items():
            found[f"query: {name}"] = [_timed(lambda query=query: _ask(store, query)) for _ in range(RUNS)]
        more = [[Entry(reading=reading(size + n), raw=b"x" * 2_000)] for n in range(2 * RUNS)]
        found["add one report"] = [_timed(lambda one=one: store.add(one, CODER)) for one in more]
    return found


def _filled(store: Store, size: int) -> Iterator[tuple[float, float]]:
    """Store so many reports; yield claims a second by the clock, and of this process's CPU, for each tenth."""
    spent, cpu, claims, tenth = 0.0, 0.0, 0, max(BATCH, size // 10)
    for start in range(0, size, BATCH):
        entries = [
            Entry(reading=(one := reading(n)), raw=one.report.text.encode())
            for n in range(start, min(size, start + BATCH))
        ]
        began = time.process_time()
        spent += _timed(lambda entries=entries: store.add(entries, CODER))
        cpu += time.process_time() - began
        claims += sum(len(entry.reading.claims) for entry in entries)
        if claims >= 5 * tenth:
            yield claims / spent, claims / cpu
            spent, cpu, claims = 0.0, 0.0, 0


def _ask(store: Store, query: ClaimQuery | ReportQuery) -> int:
    return len(list(store.claims(query) if isinstance(query, ClaimQuery) else store.reports(query)))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(data: Path) -> dict[str, Score]:
    """Measure a small size in SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(str(Path(folder) / "a.db"), SMALL)
    # Other work on the machine only ever slows it: the best of the tenths, the best run of a query.
    scores = {
        name: Score(value=max(rates), low=min(rates), high=max(rates))
        for name, rates in found.items()
        if name.startswith("stored")
    }
    worst = max((times for name, times in found.items() if name.startswith("query")), key=min)
    for name, times in (("slowest query, ms", worst), ("add one report, ms", found["add one report"])):
        scores[name] = Score(value=1000 * min(times), low=1000 * min(times), high=1000 * max(times))
    return scores


def main() -> int:
    """Print a table, a column a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--db", help="a URL with {} for the size, of databases that are there and empty")
    told = parser.parse_args()
    per_claim = {}
    for size in told.sizes:
        with tempfile.TemporaryDirectory() as folder:
            db = told.db.format(size) if told.db else str(Path(folder) / "a.db")
            found = measure(db, size)
            if not told.db:
                print(f"{size:>8} reports  {Path(db).stat().st_size / 1e6:.0f} MB")
        per_claim[size] = statistics.mean(1 / rate for rate in found["stored claims/s of CPU"])
        for name, values in found.items():
            scale = 1 if name.startswith("stored") else 1000
            middle, low, high = (scale * of(values) for of in (statistics.median, min, max))
            print(f"{size:>8} {name:<28}{middle:10.1f} [{low:.1f}–{high:.1f}]", flush=True)
    first, last = min(per_claim), max(per_claim)
    print(f"a claim takes {per_claim[last] / per_claim[first]:.2f} times as much CPU at {last} reports as at {first}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
