"""What the library and the command line call: watch the feeds of a file into a store, and ask how they do."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from dateline.ingest import Files, coder_of, coding, lexicons_of
from dateline.intake import feed_list
from dateline.intake.options import Options
from dateline.store import Store, open_store
from dateline.store.fetches import Fetches, Health
from dateline.watch.account import Happening, Surroundings, Watched
from dateline.watch.run import Watch

__all__ = ["feeds", "watch"]

_MAX_BYTES = 10_000_000


def watch(
    file: str | os.PathLike[str],
    db: Store | str | os.PathLike[str],
    *,
    once: bool = False,
    allow_hosts: Iterable[str] = (),
    max_bytes: int = _MAX_BYTES,
    threads: int | None = None,
    actors: Files = (),
    codebooks: Files = (),
    gazetteers: Files = (),
    stop: threading.Event | None = None,
    told: Callable[[Happening], None] = lambda happening: None,
    idle: Callable[[], object] | None = None,
) -> Watched:
    """Watch the feeds of a ``feeds.toml`` (docs/watching-feeds.md) into a store: each is asked when it is due.

    It goes on until ``stop`` is set, from another thread or a signal; ``once`` it ends when all is done that was due at
    its beginning. ``db`` is a store, or where one is or is to be made. ``allow_hosts`` are hosts whose addresses may be
    private, for all feeds. The other options are those of :func:`dateline.api.ingest`. ``told`` is called with each
    request and what came of it, ``idle`` when nothing is due for a while and reports were stored since. It can be
    stopped at any moment, killed too, and goes on where it was.

    Raises:
        LexiconError: the file, or one of the user's others, is wrong.
        InputError: an option is, or the packages that this needs are not installed.
        StoreError: as :func:`dateline.api.open`; or the store cannot be written to.
    """
    listed = feed_list.read(Path(file))
    lexicons = lexicons_of(actors, codebooks, gazetteers)
    stop = stop or threading.Event()
    with open_store(db, create=True) if isinstance(db, str | os.PathLike) else nullcontext(db) as store:
        return Watch(
            store,
            listed,
            code=coding(lexicons, threads),
            coder=coder_of(lexicons),
            around=Surroundings.real(stop),
            options=Options(max_bytes=max_bytes),
            allowed=tuple(allow_hosts),
            stop=stop,
            told=told,
            idle=idle,
        ).run(once=once)


def feeds(db: Store | str | os.PathLike[str]) -> list[Health]:
    """Return how each feed does that was ever watched into a store, by name.

    Raises:
        StoreError: as :func:`dateline.api.open`.
    """
    with open_store(db) if isinstance(db, str | os.PathLike) else nullcontext(db) as store:
        return Fetches(store).health()
