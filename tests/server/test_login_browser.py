"""Logging in and out in a browser, which sends what no client of tests does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline import people
from dateline.server import Settings
from dateline.server.run import served
from dateline.store import open_store
from server.browsing import needs_browser

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
from playwright.sync_api import Browser

pytestmark = needs_browser
WORD = "correct horse battery"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("login") / "a.db")
    open_store(path, create=True).close()
    people.add(path, "mara", "reader", WORD, by=people.Deed(name="root", address=people.TERMINAL, what=""))
    return path


@pytest.fixture(scope="module")
def base(db: str) -> Iterator[str]:
    with served(Settings(port=0, db=db, login=True)) as found:
        yield found


@pytest.mark.parametrize("script", [True, False])
def test_one_logs_in_and_out_by_keyboard(base: str, browser: Browser, db: str, script: bool) -> None:
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
