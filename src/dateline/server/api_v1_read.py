"""Reading a text for a program: one at a time, and not for ever.

The language model takes a processor for seconds, so a second text is refused while one is read. A thread cannot be
ended: what takes too long is answered as such and goes on to its end, which the size of a text limits, and until then
the next one is refused.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from starlette.exceptions import HTTPException

from dateline import api
from dateline.api import Reading

__all__ = ["LONGEST", "read_within"]

LONGEST = 60.0
"""Seconds that a text may take."""
_BUSY = threading.Lock()
_READER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dateline-read")


def read_within(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read a text as :func:`dateline.api.read_text` does.

    Raises:
        HTTPException: 429 where another is being read, 422 where it takes longer.
        InputError: it cannot be read.
    """
    if not _BUSY.acquire(blocking=False):
        raise HTTPException(429, "another text is being read; try again in a moment", headers={"Retry-After": "2"})
    try:
        work: Future[Reading] = _READER.submit(
            api.read_text, text, published=published, outlet=outlet, title=title, url=url
        )
    except BaseException:
        _BUSY.release()
        raise
    work.add_done_callback(lambda done: _BUSY.release())
    try:
        return work.result(timeout=LONGEST)
    except TimeoutError:
        raise HTTPException(422, f"this text takes longer than {LONGEST:g} s; give a part of it") from None
