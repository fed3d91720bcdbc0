"""How far ingesting is, on a terminal and in a log, and what came of it."""

from __future__ import annotations

import json as _json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dateline.api import Failure, Item, Progress, Resolved
from dateline.terminal.ending import named_options, say
from dateline.visible import visible

__all__ = ["DONE", "FAILED", "STOPPED", "line", "progress", "resolve", "resolved", "summary", "time_left"]

DONE, STOPPED, FAILED = "done", "stopped", "failed"

EVERY, EVERY_SHOWN = 10.0, 0.5
"""Seconds between two lines of a log, and between two states of a line of a terminal."""
_LISTED = 20
"""Failures that the summary lists; --json has all."""


@contextmanager
def progress(items: Sequence[Item | Failure], failures: list[Failure]) -> Iterator[Callable[[Progress], None]]:
    """Give what is to be told how far it is: a bar on a terminal, a line now and then elsewhere."""
    sizes = [each.size for each in items if isinstance(each, Item)]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    if not sys.stderr.isatty():
        last = time.monotonic()

        def tell(done: Progress) -> None:
            nonlocal last
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                say(line(done, total, len(failures)))

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done.seen_bytes, description=line(done, total, len(failures)))


def line(done: Progress, total: int | None, failed: int) -> str:
    """Tell how far it is on one line."""
    seconds = max(done.seconds, 0.001)
    parts = [f"{done.stored:,} stored", f"{done.known:,} there already"]
    if failed:
        parts.append(f"{failed:,} failed")
    told = f"{', '.join(parts)}; {done.claims:,} claims; "
    told += f"{done.stored / seconds:,.1f} reports/s, {done.claims / seconds:,.0f} claims/s"
    left = time_left(done, total)
    return told if left is None else f"{told}; {_duration(left)} left"


def time_left(done: Progress, total: int | None) -> float | None:
    """Return the seconds that the rest will take at the rate of what was coded; None where that cannot be told."""
    if total is None or not done.coded_bytes or done.seconds <= 0:
        return None
    return max(0, total - done.seen_bytes) * done.seconds / done.coded_bytes


def summary(db: str, done: Progress, failures: Sequence[Failure], ended: str, *, json: bool) -> str:
    """Tell what came of it: lines for a reader, or one JSON object."""
    if json:
        return (
            _json.dumps(
                {
                    "ended": ended,
                    "read": done.seen,
                    "stored": done.stored,
                    "new": done.new,
                    "revisions": done.revisions,
                    "reread": done.reread,
                    "known": done.known,
                    "uncoded": done.uncoded,
                    "claims": done.claims,
                    "seconds": round(done.seconds, 3),
                    "failed": [{"name": visible(each.name), "reason": visible(str(each.error))} for each in failures],
                },
                ensure_ascii=False,
            )
            + "\n"
        )
    how = "" if ended == DONE else " before it was stopped" if ended == STOPPED else " before it failed"
    # Where it ended on the way, more had been looked up than coded.
    share = f"{done.stored:,} of {done.seen:,}" if ended == DONE else f"{done.stored:,}"
    lines = [f"{share} reports stored{how}, {done.claims:,} claims, in {_duration(done.seconds)}"]
    for count, one, more in (
        (done.known, "was there already", "were there already"),
        (
            done.revisions,
            "of them is a revision of a report that was there",
            "of them are revisions of reports that were there",
        ),
        (
            done.reread,
            "of them was there, read by another version or with other files",
            "of them were there, read by another version or with other files",
        ),
        (done.uncoded, "of them is not in English: stored, not coded", "of them are not in English: stored, not coded"),
        (len(failures), "could not be read:", "could not be read:"),
    ):
        if count:
            lines.append(f"  {count:,} {one if count == 1 else more}")
    lines += [f"    {visible(named_options(str(each.error)))}" for each in failures[:_LISTED]]
    if len(failures) > _LISTED:
        lines.append(f"    … and {len(failures) - _LISTED:,} more; --json lists all")
    if ended != DONE:
        lines.append("  run it again to go on where it ended")
    return "\n".join(lines) + "\n"


def resolve(db: str, *, again: bool = False, ledgers: bool = True) -> Resolved:
    """Make events of what is new in a store; standard error says how far it is: a line of a terminal, or of a log."""
    from dateline import api

    total = api.pending(db, again=again)
    terminal = sys.stderr.isatty()
    began = last = time.monotonic()
    shown = False

    def told(done: Resolved) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if now - last < (EVERY_SHOWN if terminal else EVERY):
            return
        last = now
        how_far = resolved(done, total, now - began)
        if terminal:
            shown = True
            sys.stderr.write(f"\r{how_far}\x1b[K")
            sys.stderr.flush()
        else:
            say(how_far)

    try:
        return api.resolve(db, again=again, told=told, ledgers=ledgers)
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def resolved(done: Resolved, total: int, seconds: float) -> str:
    """Tell on one line how far resolving is, at what rate, and what time the rest will take."""
    told = f"{done.readings:,} of {max(total, done.readings):,} reports resolved"
    if done.parts:
        return f"{told}; {done.parts:,} parts of ledgers made"
    rate = done.readings / max(seconds, 0.001)
    return f"{told}; {rate:,.1f} reports/s; {_duration(max(0, total - done.readings) / max(rate, 0.001))} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
