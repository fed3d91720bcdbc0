"""What the tests of crashes and of company run in a process of its own, which forks, and kills what it forked.

``python crowd.py kill DB SEED ROUNDS``: fill a store again and again, each time killed with -9 at a random moment, and
say for each round what it had told as stored. ``python crowd.py share DB``: two fill it while four read.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from bench.generated import reading
from dateline.records import Reading
from dateline.store import Arrival, ClaimQuery, Coder, ReportQuery, fill, open_store

CODER = Coder(version="1", model="m")


@cache
def made(number: int) -> Reading:
    """Make a reading; every tenth or so is a new version of one before."""
    return reading(number, url=f"https://a.example/{number - number % 10 + number % 9}", claims=3)


def arrivals(numbers: Iterable[int]) -> Iterator[Arrival]:
    """Give made-up reports."""
    for number in numbers:
        one = made(number)
        yield Arrival(reading=one, raw=one.report.text.encode())


def code(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Take the place of the main path."""
    yield from readings


def pour(db: str, numbers: Iterable[int], acknowledge: Callable[[int], None], most: int = 3) -> None:
    """Fill a store, and tell how many reports are in it by then."""
    with open_store(db, create=True, wait=60) as store:
        fill(
            store,
            arrivals(numbers),
            code=code,
            coder=CODER,
            most=most,
            told=lambda done: acknowledge(done.stored + done.known),
        )


def forked(work: Callable[[], None]) -> int:
    """Run work in a child; return its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def kill(db: str, seed: int, rounds: int) -> None:
    """Fill, kill, look, go on; the numbers grow from round to round, so that each has something to do."""
    rng = random.Random(seed)
    for number in range(rounds):
        upto = 12 * (number + 1)
        ours, theirs = os.pipe()

        def work(upto: int = upto, theirs: int = theirs) -> None:
            # Not in order: what is new comes among what is known.
            pour(db, range(upto), lambda count: os.write(theirs, f"{count}\n".encode()) and None)

        pid = forked(work)
        os.close(theirs)
        with os.fdopen(ours, "rb", buffering=0) as told:
            # While it opens, or after it told so often, and then a moment: the time that things take is no guide.
            lines = [told.readline() for _ in range(rng.choice((0, 1, 1, 2, 3)))]
            time.sleep(rng.uniform(0.0, 0.012) if lines else rng.uniform(0.0, 0.08))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            lines += told.read().split(b"\n")
        acknowledged = max((int(line) for line in lines if line.strip()), default=0)
        with open_store(db, create=True) as store:  # it opens, whatever was cut short
            found = store.counts()
            wrong = store.check()
            there = sum(store.reading(each.reading.report.id) == each.reading for each in arrivals(range(upto)))
        print(json.dumps({"told": acknowledged, "there": there, "reports": found.reports, "wrong": wrong}), flush=True)


def share(db: str) -> None:
    """Let two fill and four read at once; the exit status of each is 0 where all went well."""
    with open_store(db, create=True):
        pass
    count = 60
    orders = (range(count), reversed(range(count)))
    pids = [forked(lambda order=order: pour(db, list(order), lambda _: None)) for order in orders]  # type: ignore[misc]
    pids += [forked(lambda: watch(db, count)) for _ in range(4)]
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]))


def watch(db: str, count: int) -> None:
    """Read until all is there: what is seen is whole, and nothing goes away."""
    seen = 0
    until = time.monotonic() + 50
    with open_store(db, wait=0.5) as store:  # who reads is not kept waiting
        while seen < count:
            assert time.monotonic() < until
            found = store.counts()
            assert found.reports >= seen, "a report went away"
            seen = found.reports
            assert not store.check()
            for claim in store.claims(ClaimQuery(text="people", limit=20)):
                assert (
                    claim.claim.evidence.text
                    in next(store.reports(ReportQuery(ids=(claim.report,), superseded=True))).report.text
                )


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        kill(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        share(sys.argv[2])
