"""The briefing in a browser with the network off: nothing is asked for, nothing goes wrong, and all of it is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.store import Coder, Entry, open_store


def test_it_opens_without_a_network(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    browser_path = shutil.which("chromium")
    if browser_path is None:
        pytest.skip("there is no chromium here (apt-get install chromium): the page is not opened")
    db, page_path = str(tmp_path / "a.db"), tmp_path / "b.html"
    with open_store(db, create=True) as store:
        found = [reading(n, claims=3, story=n // 3) for n in range(30)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
    rows = api.export(db, "briefing", page_path).rows
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 800}, offline=True)
            page = context.new_page()
            wrong: list[str] = []
            asked: list[str] = []
            page.on("console", lambda message, wrong=wrong: wrong.append(message.text))
            page.on("pageerror", lambda error, wrong=wrong: wrong.append(str(error)))
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(page_path.as_uri())
            assert wrong == []
            assert asked == [page_path.as_uri()]
            assert page.locator("article").count() == rows
            assert page.locator("svg .point").count() >= 1
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            context.close()
        browser.close()
