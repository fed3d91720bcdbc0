"""Watching in a process of its own: killed without warning, and ended by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.store import Store, open_store
from dateline.store.fetches import Fetches
from feed_world import item, rss
from loopback import Site, serving

ENTRIES = 60
# A process with the real clock and network, and a coder that takes its time.
PROGRAM = """
import sys, threading, time
from pathlib import Path
from dateline.intake import feed_list
from dateline.store import Coder, open_store
from dateline.watch import Surroundings, Watch

def code(readings):
    for each in readings:
        time.sleep(0.01)
        yield each

stop = threading.Event()
with open_store(sys.argv[2], create=True) as store:
    watch = Watch(store, feed_list.read(Path(sys.argv[1])), code=code, coder=Coder(version="1"),
                  around=Surroundings.real(stop), stop=stop, allowed=("127.0.0.1",))
    watch.run(once=True)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as found:
        yield found


@pytest.fixture
def listed(site: Site, tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(f'delay = 1\n[[feed]]\nname = "pier"\nurl = "{site.url("/feed")}"\n', encoding="utf-8")
    return path


@contextmanager
def start(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, *arguments], env=environment, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def reports(path: Path) -> int:
    if not path.exists():
        return 0
    with open_store(path, create=True) as store:
        return store.counts().reports


def entries(store: Store) -> tuple[int, int]:
    [one] = Fetches(store).health()
    return one.seen, one.stored


def test_killed_without_warning_it_goes_on_where_it_was(site: Site, listed: Path, tmp_path: Path) -> None:
    site.pages["/feed"] = rss([item(n, f"/{n}") for n in range(ENTRIES)], headers=(("ETag", '"v1"'),))
    db = tmp_path / "news.db"
    with start("-c", PROGRAM, str(listed), str(db)) as process:
        until = time.monotonic() + 60
        while reports(db) < ENTRIES // 3:
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    assert ENTRIES // 3 <= reports(db) < ENTRIES
    with start("-c", PROGRAM, str(listed), str(db)) as process:
        assert process.wait(60) == 0
    with open_store(db) as store:
        assert store.check() == ()
        assert (store.counts().reports, store.counts().documents) == (ENTRIES, ENTRIES)
        assert entries(store) == (ENTRIES, ENTRIES)
    assert site.paths() == ["/feed"] * 2


def test_a_signal_ends_it_cleanly(site: Site, listed: Path, tmp_path: Path) -> None:
    site.pages["/feed"] = rss([item(1, "/1")])
    db = tmp_path / "news.db"
    command = ("-m", "dateline", "watch", str(listed), "--db", str(db), "--allow-host", "127.0.0.1", "--no-resolve")
    with start(*command) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        assert "pier: 1 stored" in line
        process.terminate()
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert b"1 requests, 0 of them failed; 1 new entries; 1 reports stored" in out
    assert b"ending after what is running" in err
    assert reports(db) == 1
