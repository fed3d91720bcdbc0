"""Stores to test: a file of SQLite, and a database of a PostgreSQL server that is started for these tests alone."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.store import Store, open_store

_number = itertools.count()
_URL = "postgresql://postgres@/"


def _program(name: str) -> str | None:
    found = shutil.which(name)
    if found:
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else None


def _user() -> str | None:
    """Return whom to run the server as: it refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a server on a socket in a folder of its own; give the folder. It is gone after the tests."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql): its half of these tests is not run")
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install dateline[postgres])")
    folder = Path(tempfile.mkdtemp(prefix="dl-pg-"))
    user = _user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    run = subprocess.run(
        [initdb, "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"],
        user=user, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "shared_buffers": "64MB",
        "max_connections": "40", "autovacuum": "off", "jit": "off",
    }  # fmt: skip
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    log = (folder / "log").open("wb")
    process = subprocess.Popen([postgres, "-D", str(data), *options], user=user, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(folder, process)
        yield str(folder)
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    until = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(f"{_URL}postgres?host={folder}").close()
            return
        except psycopg.OperationalError:
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)


@pytest.fixture(scope="session")
def new_database(server: str) -> Callable[..., str]:
    """Give what makes a database and returns its URL: an empty one, or a copy of one that nobody is connected to."""

    def make(of: str | None = None) -> str:
        import psycopg

        name = f"t{next(_number)}"
        like = f" TEMPLATE {of.removeprefix(_URL).partition('?')[0]}" if of else ""
        with psycopg.connect(f"{_URL}postgres?host={server}", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{like}")
        return f"{_URL}{name}?host={server}"

    return make


@pytest.fixture(scope="session")
def emptied(new_database: Callable[[], str]) -> Callable[[], str]:
    """Give what empties a database, the same for each test, and returns its URL: faster than a new one."""
    url = new_database()

    def empty() -> str:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("SET client_min_messages = warning; DROP SCHEMA IF EXISTS dateline CASCADE")
        return url

    return empty


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give what names a place for a store, on each engine; nothing is there, and what was there before is gone."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"{next(_number)}.db")
    found: Callable[[], str] = request.getfixturevalue("emptied")
    return found


@pytest.fixture
def db(place: Callable[[], str]) -> str:
    """Name a place for a store, on each engine."""
    return place()


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    """Open an empty store on each engine."""
    with open_store(db, create=True) as found:
        yield found
