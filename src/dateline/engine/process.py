"""A worker process as its parent sees it: started, asked, and killed where it does not answer in time."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import subprocess
import sys
import threading
from typing import IO, cast

from dateline.engine.attempt import Outcome, Stage, T
from dateline.engine.worker import receive, send
from dateline.errors import EngineError

__all__ = ["Died", "Late", "Process"]

# Not multiprocessing: that would run the main module of whoever calls this again in each worker, and share queues
# whose locks a killed worker keeps. -P: no module of the current folder comes before the standard library.
_PROGRAM = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from dateline.engine.worker import main; main()"
_START = 120.0
"""Seconds that a worker may take to start: one, on an idle machine."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A worker a core: threads inside them would be in each other's way."""


class Died(Exception):
    """The worker is gone; it was killed, or what it ran took it down. The exit status is the argument."""


class Late(Exception):
    """The worker did not answer in time, and was killed."""


class Process:
    """A worker with its stage. Not for several threads at once, but for :meth:`kill`."""

    def __init__(self, stage: Stage[T]) -> None:
        """Start it.

        Raises:
            EngineError: it cannot be started, or ended before it was ready.
        """
        command = [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)]
        try:
            self._popen = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **_ONE_THREAD}
            )
        except OSError as error:
            raise EngineError(f"a worker cannot be started ({error.strerror}); ask for fewer, or for one") from error
        self._inbox = cast("IO[bytes]", self._popen.stdin)
        self._outbox = cast("IO[bytes]", self._popen.stdout)
        try:
            self._exchange(stage, _START)
        except (Died, Late) as error:
            self.close()
            raise EngineError(
                f"a worker ended while it started (exit status {self._popen.poll()}); what it said stands above. "
                "Ask for one worker to read without them"
            ) from error
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            self.close()
            raise EngineError(f"the stage cannot be sent to workers: {error}; give one that can be pickled") from error

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._popen.pid

    def ask(self, item: T, seconds: float) -> Outcome[T]:
        """Have an item taken through the stage.

        Raises:
            Died: the worker ended before it answered.
            Late: it took longer than that, and was killed.
        """
        return cast("Outcome[T]", self._exchange(item, seconds))

    def kill(self) -> None:
        """End it at once; it holds nothing that others need."""
        self._popen.kill()
        self._popen.wait()

    def close(self) -> None:
        """End it, and close its pipes."""
        self.kill()
        for stream in (self._inbox, self._outbox):
            with contextlib.suppress(OSError):  # what was not written yet has no reader
                stream.close()

    def _exchange(self, thing: object, seconds: float) -> object:
        late = threading.Event()

        def expire() -> None:
            late.set()
            self._popen.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            send(self._inbox, thing)
            answer = receive(self._outbox)
        except (EOFError, OSError, ValueError) as error:  # ValueError: closed under us
            if late.is_set():
                raise Late from error
            raise Died(self._status()) from error
        finally:
            timer.cancel()
            timer.join()  # so that it does not fire into the next exchange
        return answer

    def _status(self) -> int | None:
        """Return its exit status, a signal's number below zero; None where it only closed its pipe."""
        try:
            return self._popen.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
