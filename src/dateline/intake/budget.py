"""How much may come out of an archive: what unpacks to hundreds of times its size is made to fill memory."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Protocol

from dateline.errors import TooLarge

RATIO = 100
"""How many times its size an archive may unpack to. Text packs to a tenth or less; deflate ends at a thousandth."""
MOST_EMPTY = 1_100_000
"""Empty lines of a file behind which nothing is looked for; Excel saves some with 1,048,576."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, nothing at the end."""
        ...


@dataclass(slots=True)
class Budget:
    """What is left of the bytes that one archive, with all archives in it, may unpack to.

    ``packed`` is its size, ``free`` how much may come out of any archive, however small.
    """

    name: str
    packed: int
    free: int
    spent: int = 0

    @property
    def over(self) -> bool:
        """Say whether more came out than may."""
        return self.spent > self.free and self.spent > RATIO * self.packed

    def spend(self, size: int) -> None:
        """Count bytes that came out. Raises TooLarge where it is too much."""
        self.spent += size
        if self.over:
            raise TooLarge(
                f"{self.name}: unpacks to more than {RATIO} times its size ({self.spent:,} bytes of {self.packed:,} by"
                " now), as archives do that are made to fill memory; if you trust it, unpack it and give the files"
            )


class Metered(io.RawIOBase):
    """A stream that comes out of an archive, counted as it is read."""

    def __init__(self, stream: Readable, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def metered(stream: Readable, budget: Budget) -> io.BufferedReader:
    """Return a stream, with lines, that counts what is read from it."""
    return io.BufferedReader(Metered(stream, budget), 1 << 16)


class Joined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._first:
            data, self._first = self._first[: len(buffer)], self._first[len(buffer) :]
        else:
            data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def again(first: bytes, rest: Readable) -> io.BufferedReader:
    """Return a stream that gives ``first``, which was read already, and then the rest."""
    return io.BufferedReader(Joined(first, rest), 1 << 16)
