"""Taking one item through a stage, and telling what came of it. It is done alike here and in other processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from dateline.errors import DatelineError

__all__ = ["Aside", "Done", "Outcome", "Stage", "Stop", "attempt"]

T = TypeVar("T")

Stage: TypeAlias = Callable[[Iterable[T]], Iterator[T]]
"""What is done to items. Of one item it makes one; it can be pickled."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the stage made of the item."""

    item: T


@dataclass(frozen=True, slots=True)
class Aside:
    """The item is set aside for this reason; others go on."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What is wrong is wrong for all items, such as a damaged model."""

    error: DatelineError


Outcome: TypeAlias = Done[T] | Aside | Stop


def attempt(stage: Stage[T], item: T) -> Outcome[T]:
    """Take an item through the stage.

    A DatelineError is for all of them. Anything else that is raised is a fault that this one item brought to light:
    whatever it is, it must not take the others with it, and it is told.
    """
    try:
        (out,) = stage([item])
    except DatelineError as error:
        return Stop(error)
    except Exception as error:  # the one place where all faults of stages end; each leaves with its reason
        return Aside(_reason(error))
    return Done(out)


def _reason(error: Exception) -> str:
    """Return what was raised and where, in a line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}{': ' if said else ''}{said}{where}"
