"""Running the desk: it says where it is when it answers there, and why where it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from dateline.api import InputError
from dateline.store import open_store

pytest.importorskip("uvicorn", reason="the desk is not installed (pip install dateline[desk])")

import uvicorn

from dateline.server import Settings
from dateline.server.run import serve, served


@pytest.fixture
def db(tmp_path: Path) -> str:
    with open_store(str(tmp_path / "a.db"), create=True) as store:
        return store.name


def test_a_taken_port_is_told_and_no_address(db: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port, said = taken.getsockname()[1], list[str]()
        with pytest.raises(InputError, match=f"127.0.0.1:{port} cannot be had: .*give another --port"):
            serve(Settings(db=db, port=port), told=lambda: said.append("told"))
    assert said == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_command_says_where_it_is_once_it_answers(db: str, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, 0), family=family) as free:
            port = free.getsockname()[1]
    except OSError:
        pytest.skip(f"this machine has no {host}")
    run = [sys.executable, "-m", "dateline", "serve", "--db", db, "--host", host, "--port", str(port)]
    with subprocess.Popen(run, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            url = next(word for word in process.stderr.readline().split() if word.startswith("http"))
            with urllib.request.urlopen(url) as answer:
                assert answer.status == 200
        finally:
            process.terminate()
    assert process.returncode == 0 or process.returncode < 0


def test_what_does_not_start_is_told(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def startup(self: uvicorn.Server, sockets: object = None) -> None:
        self.should_exit = True

    monkeypatch.setattr(uvicorn.Server, "startup", startup)
    with pytest.raises(InputError, match="did not start"), served(Settings(db=db, port=0)):
        pass


def test_it_ends_where_what_went_on_failed(db: str) -> None:
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError), served(Settings(db=db, port=0)):
        1 / 0  # noqa: B018
    assert set(threading.enumerate()) <= before
