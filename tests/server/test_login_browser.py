"""Logging in and out in a browser, which sends what no client of tests does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import people
from dateline.store import open_store

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
uvicorn = pytest.importorskip("uvicorn", reason="the desk is not installed (pip install dateline[desk])")

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")
WORD = "correct horse battery"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("login") / "a.db")
    open_store(path, create=True).close()
    people.add(path, "mara", "reader", WORD, by=people.Deed(name="root", address=people.TERMINAL, what=""))
    return path


@pytest.fixture(scope="module")
def base(db: str) -> Iterator[str]:
    from dateline.server import Settings
    from dateline.server.app import create_app

    app = create_app(Settings(db=db, login=True))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("script", [True, False])
def test_one_logs_in_and_out_by_keyboard(base: str, browser: sync_api.Browser, db: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(f"{base}/events?text=market")
    assert page.url == f"{base}/login?next=%2Fevents%3Ftext%3Dmarket"
    page.locator("input:focus").wait_for()  # the field of the name, once the page has come so far
    page.keyboard.type("mara")
    page.keyboard.press("Tab")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/events?text=market")
    assert page.locator(".who").inner_text() == "mara"
    page.locator("text=Log out").press("Enter")
    page.wait_for_url(f"{base}/login")
    assert [each["name"] for each in context.cookies()] == ["dateline_csrf"]
    page.goto(f"{base}/events")
    assert page.url == f"{base}/login?next=%2Fevents"
    assert not wrong
    assert not [url for url in asked if not url.startswith((base, "data:"))]
    context.close()
    assert [note.what for note in people.audit(db)][-2:] == ["login", "logout"]
