"""What a worker process runs: it takes items from its parent through a stage, one after the other, until it is told
no more. Frames go through its standard input and output: eight bytes of length, then a pickle.

A parent reads what its own child wrote, and nobody else can write there.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
from typing import IO, cast

from dateline.engine.attempt import Aside, Stage, attempt

__all__ = ["main", "receive", "send"]

_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], thing: object) -> None:
    """Write a frame. Raises what pickle raises before a byte is written, and OSError where nobody reads."""
    body = pickle.dumps(thing, protocol=5)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """Read a frame. Raises EOFError where the other end is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return pickle.loads(body)


def main() -> None:
    """Serve the parent until it closes its end or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the frames.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        stage = cast("Stage[object]", receive(inbox))
        # Most of what is in memory stays: to look through it for garbage every 700 objects would be 4% of the time.
        gc.set_threshold(50_000, 20, 50)
        send(outbox, os.getpid())
        while True:
            outcome = attempt(stage, receive(inbox))
            try:
                send(outbox, outcome)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                send(outbox, Aside(f"{type(error).__name__}: {error}"))
    except (EOFError, BrokenPipeError):
        os._exit(0)  # the parent is gone or has enough
