"""The commands of feeds: ``dateline watch`` and ``dateline feeds``."""

from __future__ import annotations

import json as _json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import NOTHING_READ, SOME_FAILED, WRONG_USAGE, fail, guard, output, say
from dateline.terminal.gazetteer import Gazetteers
from dateline.terminal.options import MAX_BYTES, Actors, AllowHosts, Codebooks, MaxBytes, Threads
from dateline.terminal.store import Db, Json

if TYPE_CHECKING:
    from dateline.api import Happening, Health


def watch(
    feeds: Annotated[str, typer.Argument(metavar="FEEDS", help="The list of feeds, TOML.", show_default=False)],
    db: Db,
    once: Annotated[
        bool, typer.Option("--once", help="End when all is done that is due now, for cron; else it goes on.")
    ] = False,
    allow_host: AllowHosts = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a request, and one for all.")] = False,
    resolve: Annotated[
        bool, typer.Option("--resolve/--no-resolve", help="Make events of what was stored, or leave it for later.")
    ] = True,
    max_bytes: MaxBytes = MAX_BYTES,
    threads: Threads = None,
    actors: Actors = None,
    codebook: Codebooks = None,
    gazetteer: Gazetteers = None,
) -> None:
    """Watch feeds: ask each when it is due, politely, and store what its new entries claim. Ctrl-C ends it."""
    with guard(), output(None) as stream:
        from dateline import api
        from dateline.terminal import tally
        from dateline.visible import visible

        def told(one: Happening) -> None:
            if json:
                stream.write(_json.dumps(_plain(one), ensure_ascii=False) + "\n")
            elif line := _line(one):
                stream.write(visible(line) + "\n")
            stream.flush()

        with _until_stopped() as stop:
            try:
                done = api.watch(
                    feeds,
                    db,
                    once=once,
                    allow_hosts=allow_host or (),
                    max_bytes=max_bytes,
                    threads=threads,
                    actors=actors or (),
                    codebooks=codebook or (),
                    gazetteers=gazetteer or (),
                    stop=stop,
                    told=told,
                    idle=(lambda: tally.resolve(db)) if resolve else None,
                )
            except (api.LexiconError, api.InputError) as error:
                fail(str(error), WRONG_USAGE)
        if json:
            stream.write(_json.dumps({"ended": "stopped" if stop.is_set() else "done", **asdict(done)}) + "\n")
        else:
            counts = f"{done.asked:,} requests, {done.failed:,} of them failed; {done.found:,} new entries"
            lost = f", {done.given_up:,} not to be had" if done.given_up else ""
            stream.write(f"{counts}{lost}; {done.stored:,} reports stored with {done.claims:,} claims\n")
        if once and done.failed:
            raise typer.Exit(SOME_FAILED if done.failed < done.asked else NOTHING_READ)


def feeds(db: Db, json: Json = False) -> None:
    """Print how each feed does: when it was last had, what went wrong, when it is due, how much came of it."""
    with guard(), output(None) as stream:
        from dateline import api

        found = api.feeds(db)
        if json:
            for one in found:
                stream.write(_json.dumps({**asdict(one), "waiting": one.waiting}, ensure_ascii=False) + "\n")
            return
        if not found:
            say("no feed was watched into this store; dateline watch does")
            return
        stream.write("".join(_row(one) for one in found))


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Give what is set by the first Ctrl-C or SIGTERM; the second ends it at once."""
    stop = threading.Event()
    asked: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if len(asked) > 1:
            raise KeyboardInterrupt
        # In another thread: this one may be within the event right now, holding its lock, and would wait for itself.
        threading.Thread(target=stop.set).start()
        os.write(2, b"dateline: ending after what is running; press Ctrl-C again to end at once\n")

    numbers = (signal.SIGINT, signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread is given signals
        return
    before = [signal.signal(number, handle) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _line(one: Happening) -> str:
    """Tell of a request on one line; "" where nothing came of it and nothing was wrong."""
    fetch = one.fetch
    start = f"{fetch.at} {fetch.feed}: "
    if fetch.outcome in ("failed", "refused"):
        then = f"; again from {max(fetch.due, fetch.hold or '')}"
        if fetch.item and fetch.outcome == "refused":
            then = "; stored as the feed gives it" if one.stored else "; given up"
        return f"{start}{fetch.reason or fetch.url}{then}"
    if one.stored:
        return f"{start}{one.stored:,} stored, {one.claims:,} claims" + (f" ({fetch.url})" if fetch.item else "")
    return f"{start}{one.found:,} new entries" if one.found else ""


def _plain(one: Happening) -> dict[str, object]:
    counts = {"found": one.found, "stored": one.stored, "claims": one.claims, "given_up": list(one.given_up)}
    return {**asdict(one.fetch), **counts}


def _row(one: Health) -> str:
    from dateline.visible import visible

    lines = [one.feed, f"  {one.url}"]
    lines.append(f"  last had {one.last_success or 'never'}, due {one.next_due or 'now'}, asked {_times(one.asked)}")
    counts = f"  {one.seen:,} entries, {one.stored:,} stored"
    if one.waiting:
        counts += f", {one.waiting:,} waiting"
    if one.summaries:
        counts += f", {one.summaries:,} of them as the feed gave them"
    if one.given_up:
        counts += f", {one.given_up:,} not to be had"
    lines.append(counts)
    if one.failures:
        row = " in a row" if one.failures > 1 else ""
        lines.append(f"  failed {_times(one.failures)}{row}, last {one.last_failure}: {one.reason}")
    return "".join(f"{'  ' if n else ''}{visible(line.strip())}\n" for n, line in enumerate(lines))


def _times(count: int) -> str:
    return f"{count:,} time{'' if count == 1 else 's'}"
