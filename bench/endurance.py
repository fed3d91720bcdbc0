"""A long run: so many short reports coded and stored, unbroken and killed on the way; memory, rate, equal digests.

``python -m bench.endurance [--reports N] [--breaks N] [--workers N] [--folder DIR]`` writes DIR/log.jsonl as it goes, a
line every ten seconds: reports stored, milliseconds of CPU a report since the line before, resident memory of all its
processes. A break is kill -9 of them; then the same command is given again. What is in DIR already is gone on with.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dateline import measuring
from dateline.store import open_store

EVERY = 10.0
"""Seconds between two lines of the log."""
PARTS = 10
"""Parts of a run of which rate and memory are told."""


def reports(count: int) -> Iterator[str]:
    """Yield lines of JSON, a report of some 20 words each, the same on each run."""
    lines = measuring.short()
    for number in range(count):
        day = f"2031-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield json.dumps(
            {"id": f"short-{number}", "text": next(lines), "published": day, "outlet": f"Wire {number % 50}"}
        )


def run(name: str, folder: Path, count: int, breaks: int, workers: int) -> dict[str, object]:
    """Ingest the reports into a store of that name, killed so often on the way; return what was measured."""
    file, db = folder / "reports.jsonl", folder / f"{name}.db"
    rng = random.Random(name)
    stops = sorted(rng.randrange(count // 20, count) for _ in range(breaks))
    lines: list[dict[str, float]] = []
    cpu = 0.0
    while True:
        known = stored(db)
        stop = next((s for s in stops if s > known), None)
        command = [sys.executable, "-m", "dateline", "ingest", str(file), "--db", str(db), "--no-resolve"]
        with (folder / f"{name}.out").open("ab") as out:
            process = subprocess.Popen(
                [*command, "--workers", str(workers)], stdout=out, stderr=out, start_new_session=True
            )
            cpu += _watch(process, db, stop, lines, folder / "log.jsonl", name)
        if process.returncode == 0:
            break
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"dateline ingest ended with {process.returncode}; see {folder / name}.out")
    with open_store(str(db)) as store:
        digest = store.fingerprint()
    memory = [statistics.median(line["memory"] for line in part) for part in _split(lines)]
    rate = [statistics.median(line["rate"] for line in part) for part in _split(lines)]
    return {
        "run": name, "reports": stored(db), "breaks": breaks, "cpu_s": round(cpu), "digest": digest,
        "memory_mb_by_part": [round(m) for m in memory], "cpu_ms_a_report_by_part": [round(r, 2) for r in rate],
    }  # fmt: skip


def _watch(
    process: subprocess.Popen[bytes], db: Path, stop: int | None, lines: list[dict[str, float]], log: Path, name: str
) -> float:
    """Write lines until the process ends, or has stored so much that it is killed; return its CPU time."""
    before, spent, fresh = stored(db), 0.0, True  # what the start costs, and reading past what is known, is no rate
    while process.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(EVERY)
        if process.poll() is not None:
            break
        memory, cpu = _tree(process.pid)
        now = stored(db)
        if now > before:
            line = {"stored": now, "memory": memory, "rate": 1000 * (cpu - spent) / (now - before)}
            if not fresh:
                lines.append(line)
            with log.open("a", encoding="utf-8") as out:
                out.write(json.dumps({"run": name, "fresh": fresh, "at": time.time(), **line}) + "\n")
            before, spent, fresh = now, cpu, False
        if stop is not None and now >= stop:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return spent


def stored(db: Path) -> int:
    """Return how many reports are in a store; 0 where there is none yet."""
    if not db.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as link:
            return int(link.execute("SELECT count(*) FROM reports").fetchone()[0])
    except sqlite3.Error:
        return 0


def _tree(pid: int) -> tuple[float, float]:
    """Return resident MB and seconds of CPU of a process and those it started."""
    memory = cpu = 0.0
    for each in (pid, *_children(pid)):
        try:
            status = Path(f"/proc/{each}/status").read_text(encoding="ascii")
            times = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        memory += int(status.partition("VmRSS:")[2].split()[0]) / 1024
        cpu += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return memory, cpu


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _split(lines: list[dict[str, float]]) -> list[list[dict[str, float]]]:
    """Return the lines in so many parts, in order; fewer where there are few lines."""
    size = max(len(lines) // PARTS, 1)
    return [lines[i : i + size] for i in range(0, len(lines), size)][:PARTS]


def main() -> None:
    """Run both and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--breaks", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="endurance"))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reports.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in reports(given.reports))
    found = [
        run(name, folder, given.reports, breaks, given.workers)
        for name, breaks in (("broken", given.breaks), ("unbroken", 0))
    ]
    for one in found:
        print(json.dumps(one), flush=True)
    equal = found[0]["digest"] == found[1]["digest"]
    print("digests equal" if equal else "DIGESTS DIFFER")
    sys.exit(not equal)


if __name__ == "__main__":
    main()
