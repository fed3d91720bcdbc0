"""A stage over the machines of a Ray cluster; what local.py does over processes, and the same results.

Actors are processes with the stage, and what it loads, kept in them. They are not restarted by Ray but replaced here,
so that who dies of an item is told as on one machine. Input is drawn, and results taken, where this is called.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dateline.engine.attempt import Aside, Done, Outcome, Stage, Stop, T, attempt
from dateline.engine.local import one_minute
from dateline.errors import EngineError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["spread_over"]

_AHEAD = 6
_ATTEMPTS = 3
"""Times that an item is tried when actors die: one more than on one machine, where no node is lost with all in it."""
_PAUSE = 1.0
_PATIENCE = 300.0
"""Seconds for which not one actor finds a place, after which the run is given up."""


class _Worker:
    """What an actor is."""

    def __init__(self, stage: Stage[T]) -> None:
        self._stage: Any = stage

    def ready(self) -> None:
        """Answer, once there is a place for it in the cluster and it has started."""

    def take(self, item: Any) -> Any:
        return attempt(self._stage, item)


def spread_over(
    items: Iterable[T],
    stage: Stage[T],
    *,
    workers: int | None,
    set_aside: Callable[[T, str], None],
    address: str | None = None,
    seconds: Callable[[T], float] = one_minute,
) -> Iterator[T]:
    """Take items through a stage in so many actors of a cluster; as :func:`dateline.engine.spread` else.

    ``address`` is that of the cluster's head, None for one on this machine that ends with this. ``workers`` None is
    one a core of the cluster. All nodes must have the same dateline installed.

    Raises:
        EngineError: Ray is not installed, or the cluster cannot be reached.
        DatelineError: what the stage raises of that kind.
    """
    ray = _ray()
    here = not ray.is_initialized()
    if here:
        try:
            ray.init(
                address=address,
                log_to_driver=False,
                include_dashboard=False if address is None else None,
                logging_level="error",
            )
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise EngineError(
                f"--address {address}: no Ray cluster can be reached there ({error}); "
                "start one with ray start --head, or leave --address out for one on this machine"
            ) from error
    try:
        most = workers or max(int(ray.cluster_resources().get("CPU", 1)), 1)
        yield from _Run(ray, stage, most, seconds).through(iter(items), set_aside)
    finally:
        if here:
            ray.shutdown()


def _ray() -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise EngineError('Ray is not installed; pip install "dateline[ray]"') from error
    return ray  # type: ignore[no-any-return, unused-ignore]


class _Run:
    """One pass over items: which actor has which, since when, and what came of those that are done.

    An actor is handed an item when it has started: one that finds no place, since a node was lost or others use the
    cluster, waits for it with nothing in its hands.
    """

    def __init__(self, ray: Any, stage: Stage[T], most: int, seconds: Callable[[T], float]) -> None:
        self._ray, self._most, self._seconds = ray, most, seconds
        self._stage = ray.put(stage)
        # One death ends an actor for good: restarts and retries of Ray's own would hide what an item does.
        self._make = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Worker)
        self._starting: dict[Any, Any] = {}  # of a reference: actor
        self._free: list[Any] = []
        self._busy: dict[Any, tuple[Any, int, float]] = {}  # of a reference: actor, item, deadline
        self._queue: list[int] = []
        self._tries: dict[int, int] = {}
        self._items: dict[int, Any] = {}
        self._ready: dict[int, Outcome[Any]] = {}
        self._stillborn = 0
        self._idle_since = time.monotonic()

    def through(self, stream: Iterator[T], set_aside: Callable[[T, str], None]) -> Iterator[T]:
        drawn = given = 0
        ended = False
        raised: Exception | None = None
        try:
            while not ended or given < drawn:
                while not ended and drawn - given < self._most * _AHEAD and len(self._queue) < self._most:
                    try:
                        self._items[drawn] = next(stream)
                    except StopIteration:
                        ended = True
                    except Exception as error:  # raised in its turn, below
                        raised, ended = error, True
                    else:
                        self._queue.append(drawn)
                        drawn += 1
                        self._hand()
                self._hand()
                self._collect(wait=given not in self._ready and given < drawn)
                while given in self._ready:
                    item, outcome = self._items.pop(given), self._ready.pop(given)
                    self._tries.pop(given, None)
                    given += 1
                    if isinstance(outcome, Done):
                        yield outcome.item
                    elif isinstance(outcome, Aside):
                        set_aside(item, outcome.reason)
                    else:
                        raise outcome.error
            if raised is not None:
                raise raised
        finally:
            busy = (actor for actor, _, _ in self._busy.values())
            for actor in [*self._free, *self._starting.values(), *busy]:
                self._ray.kill(actor)

    def _hand(self) -> None:
        """Give queued items to those who are free; take on as many more as there are items for, and may be."""
        while self._queue and self._free:
            actor, index = self._free.pop(), self._queue.pop(0)
            self._tries[index] = self._tries.get(index, 0) + 1
            deadline = time.monotonic() + self._seconds(self._items[index])
            self._busy[actor.take.remote(self._items[index])] = (actor, index, deadline)
        actors = len(self._free) + len(self._busy) + len(self._starting)
        for _ in range(min(len(self._queue) - len(self._starting), self._most - actors)):
            if not self._starting:
                self._idle_since = time.monotonic()  # patience is with those who are asked for, not with slow input
            actor = self._make.remote(self._stage)
            self._starting[actor.ready.remote()] = actor

    def _collect(self, *, wait: bool) -> None:
        waiting = [*self._busy, *self._starting]
        if not waiting:
            return
        held = bool(self._busy)
        done, _ = self._ray.wait(waiting, num_returns=1, timeout=_PAUSE if wait else 0)
        for reference in done:
            if reference in self._starting:
                self._started(reference)
                continue
            actor, index, _ = self._busy.pop(reference)
            try:
                self._ready[index] = self._ray.get(reference)
                self._free.append(actor)
            except self._ray.exceptions.RayActorError:
                self._lost(index)
            except self._ray.exceptions.RayError as error:
                self._ray.kill(actor)
                self._ready[index] = Stop(EngineError(f"Ray: {' '.join(str(error).split())[:300]}"))
        now = time.monotonic()
        for reference, (actor, index, deadline) in list(self._busy.items()):
            if now > deadline:
                del self._busy[reference]
                self._ray.kill(actor)
                self._ready[index] = Aside(f"it was not done in {self._seconds(self._items[index]):.0f} seconds")
        if held or self._free:
            self._idle_since = now
        elif now - self._idle_since > _PATIENCE:
            raise EngineError(
                f"no worker could be started in {_PATIENCE:.0f} seconds: the cluster has no processor free for one; "
                "add a node, or end what else runs on it"
            )

    def _started(self, reference: Any) -> None:
        """Take in an actor that has started, or tell why none will."""
        actor = self._starting.pop(reference)
        try:
            self._ray.get(reference)
            self._free.append(actor)
            self._stillborn = 0
        except self._ray.exceptions.RayActorError as error:  # its node went meanwhile, or it cannot be made at all
            self._stillborn += 1
            if self._stillborn >= _ATTEMPTS * self._most:
                said = " ".join(str(error).split())[:300]
                raise EngineError(f"Ray: workers end as they start, is dateline on all nodes? {said}") from error

    def _lost(self, index: int) -> None:
        """Try an item again whose actor died, first of all, until it was in too many deaths."""
        if self._tries[index] < _ATTEMPTS:
            self._queue.insert(0, index)
        else:
            self._ready[index] = Aside(f"{_ATTEMPTS} workers died of it")
