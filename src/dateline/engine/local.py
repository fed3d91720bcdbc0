"""A stage over the processes of this machine: in order, in bounded memory, and past what kills or holds up a worker.

A thread a worker hands it one item at a time and waits for the answer, so that what is in flight when a worker dies is
known. Items are drawn, and results given, in the caller's own thread: a source or a store may be bound to it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeAlias

from dateline.engine.attempt import Aside, Done, Outcome, Stage, Stop, T, attempt
from dateline.engine.process import Died, Late, Process
from dateline.errors import DatelineError, EngineError

__all__ = ["one_minute", "spread"]

_AHEAD = 6
"""Items a worker that are drawn before the oldest is done: enough that a long one does not keep the others idle."""
_ATTEMPTS = 2
"""An item that two workers died of is the reason; one death may be chance, or somebody's kill -9."""


def one_minute(item: object) -> float:
    """Return how many seconds an item may take where nobody says otherwise."""
    return 60.0


_Answer: TypeAlias = "tuple[int, Outcome[T] | EngineError]"


def spread(
    items: Iterable[T],
    stage: Stage[T],
    *,
    workers: int,
    set_aside: Callable[[T, str], None],
    seconds: Callable[[T], float] = one_minute,
) -> Iterator[T]:
    """Take items through a stage in so many processes; yield the results in the order of the items.

    The results are the same for any number of workers; 1 works in this process. An item that the stage fails on, that
    takes longer than ``seconds`` says, or that two workers died of, is left out and told to ``set_aside`` when it would
    have been its turn. In this process nothing can be timed or killed, only failures are set aside. Not more than a few
    items a worker are drawn ahead. What drawing an item raises is raised after the results before it.

    Raises:
        EngineError: workers cannot be started.
        DatelineError: what the stage raises of that kind, since it is about more than one item.
    """
    if workers <= 1:
        for item in items:
            yield from _settled(item, attempt(stage, item), set_aside)
        return
    crew: _Crew[T] = _Crew(stage, seconds)
    try:
        yield from _in_order(iter(items), crew, workers, set_aside)
    finally:
        crew.dismiss()


def _in_order(stream: Iterator[T], crew: _Crew[T], workers: int, set_aside: Callable[[T, str], None]) -> Iterator[T]:
    drawn: dict[int, T] = {}
    ready: dict[int, Outcome[T] | EngineError] = {}
    sent = given = 0
    raised: Exception | None = None
    ended = False
    while not ended or given < sent:
        while given not in ready and (ended or sent - given >= workers * _AHEAD):
            index, outcome = crew.done.get()
            ready[index] = outcome
        while not crew.done.empty():
            index, outcome = crew.done.get()
            ready[index] = outcome
        if given in ready:
            yield from _settled(drawn.pop(given), ready.pop(given), set_aside)
            given += 1
            continue
        try:
            item = next(stream)
        except StopIteration:
            ended = True
        except Exception as error:  # whatever the source raises: it is raised below, in its turn
            raised, ended = error, True
        else:
            drawn[sent] = item
            crew.hand(sent, item, workers)
            sent += 1
    if raised is not None:
        raise raised


def _settled(item: T, outcome: Outcome[T] | EngineError, set_aside: Callable[[T, str], None]) -> Iterator[T]:
    match outcome:
        case Done(item=result):
            yield result
        case Aside(reason=reason):
            set_aside(item, reason)
        case Stop(error=error):
            raise error
        case DatelineError():
            raise outcome


class _Crew(Generic[T]):
    """Workers, each with a thread of this process, that take items from one queue and put outcomes into another."""

    def __init__(self, stage: Stage[T], seconds: Callable[[T], float]) -> None:
        self._stage, self._seconds = stage, seconds
        self._tasks: queue.SimpleQueue[tuple[int, T] | None] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[_Answer[T]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._processes: set[Process] = set()
        self._dismissed = False
        self._threads = 0

    def hand(self, index: int, item: T, most: int) -> None:
        """Give an item to whoever is free; a worker more is taken on while there are fewer than ``most``."""
        self._tasks.put((index, item))
        if self._threads < most:
            self._threads += 1
            threading.Thread(target=self._serve, name=f"dateline-worker-{self._threads}", daemon=True).start()

    def dismiss(self) -> None:
        """End all workers; none is started afterwards."""
        with self._lock:
            self._dismissed = True
            processes = list(self._processes)
        for process in processes:
            process.kill()
        for _ in range(self._threads):
            self._tasks.put(None)

    def _serve(self) -> None:
        process: Process | None = None
        try:
            while (task := self._tasks.get()) is not None and not self._dismissed:
                index, item = task
                try:
                    process, outcome = self._settle(process, item)
                    self.done.put((index, outcome))
                except EngineError as error:
                    self.done.put((index, error))
        except Exception as error:  # a thread that ends in silence would leave the caller waiting for ever
            self.done.put((index, EngineError(f"the engine failed: {type(error).__name__}: {error}; please report it")))
        finally:
            self._end(process)

    def _settle(self, process: Process | None, item: T) -> tuple[Process | None, Outcome[T]]:
        """Have an item done by a worker, a new one if need be; return the worker that is left, and what came of it."""
        status: object = None
        for _ in range(_ATTEMPTS):
            process = process or self._start()
            if process is None:
                break
            try:
                return process, process.ask(item, self._seconds(item))
            except Late:
                self._end(process)
                return None, Aside(f"it was not done in {self._seconds(item):.0f} seconds")
            except Died as error:
                status = error.args[0]
                self._end(process)
                process = None
        return None, Aside(f"{_ATTEMPTS} workers died of it, the last with exit status {status}")

    def _start(self) -> Process | None:
        """Start a worker; None where no more are wanted."""
        if self._dismissed:
            return None
        process = Process(self._stage)
        with self._lock:
            if not self._dismissed:
                self._processes.add(process)
                return process
        process.close()
        return None

    def _end(self, process: Process | None) -> None:
        if process is not None:
            with self._lock:
                self._processes.discard(process)
            process.close()
