"""The pages where one reads, in a browser: by keyboard alone, on a phone, in both themes, and nothing goes out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.store import Coder, Entry, open_store

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
uvicorn = pytest.importorskip("uvicorn", reason="the desk is not installed (pip install dateline[desk])")

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")
SLOW = 60_000


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    from dateline.server import Settings
    from dateline.server.app import create_app

    path = str(tmp_path_factory.mktemp("browser") / "a.db")
    with open_store(path, create=True) as store:
        found = [reading(n, claims=4, story=n // 3) for n in range(60)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
        event = max(api.events(store), key=lambda one: len(one.reports))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(db=path)), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield {"": base, "event": f"/events/{event.id}", "report": f"/reports/{event.reports[0].id}"}
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


def opened(browser: sync_api.Browser, base: str, wrong: list[str], **how: object) -> sync_api.Page:
    """Open a page that notes whatever goes wrong or out."""
    page: sync_api.Page = browser.new_context(**how).new_page()
    page.set_default_timeout(SLOW)
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((base, "data:")) else wrong.append(sent.url))
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["light", "a phone in the dark"])
def test_each_page_fits_and_nothing_is_wrong(
    browser: sync_api.Browser, addresses: dict[str, str], width: int, scheme: str
) -> None:
    base, wrong = addresses[""], list[str]()
    page = opened(browser, base, wrong, viewport={"width": width, "height": 844}, color_scheme=scheme)
    for path in ("/", "/events", addresses["event"], addresses["report"], "/reports", "/sources", "/ledgers/actors"):
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path
    assert wrong == []


def test_one_reads_by_keyboard_alone(browser: sync_api.Browser, addresses: dict[str, str]) -> None:
    base, wrong = addresses[""], list[str]()
    page = opened(browser, base, wrong, viewport={"width": 1280, "height": 900})
    page.goto(f"{base}/events")
    page.locator("#ask-text").focus()
    page.keyboard.type("people")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=people**")
    facet = page.locator('[id^="by-type-"]').first
    facet.focus()
    chosen = facet.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**type=**")
    page.locator(f'#{chosen}[aria-current="true"]').wait_for()
    assert page.evaluate("document.activeElement.id") == chosen
    page.locator("#rows li > a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")
    page.go_back()
    page.locator("#facets").wait_for()
    page.goto(base + addresses["report"])
    trigger = page.locator(".text a.seg.trigger").first
    trigger.focus()
    page.keyboard.press("Enter")
    page.locator("#why dl").wait_for()
    assert "chosen" in (trigger.get_attribute("class") or "")
    page.locator("#layer-people").focus()
    page.keyboard.press("Space")
    layer = page.locator(".seg.people").last
    assert layer.evaluate("(one) => getComputedStyle(one).getPropertyValue('--a').trim()") == "transparent"
    page.goto(base + addresses["event"])
    page.locator("details.whole > summary").focus()
    page.keyboard.press("Enter")
    page.locator("details.whole pre").wait_for()
    assert wrong == []
