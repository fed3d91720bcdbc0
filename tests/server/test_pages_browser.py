"""All pages in a browser: whether all can use them, by keyboard alone, on a phone, in both themes; nothing goes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.api import LedgerKind, ReportQuery, reviewing
from dateline.server import Settings
from dateline.server.run import served
from dateline.store import Coder, Entry, open_store
from server.browsing import needs_browser, opened

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
from playwright.sync_api import Browser

pytestmark = needs_browser
AT = "2031-01-01T00:00:00Z"
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    path = str(tmp_path_factory.mktemp("browser") / "a.db")
    with open_store(path, create=True) as store:
        found = [reading(n, claims=4, story=n // 3) for n in range(60)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
        event = max(api.events(store), key=lambda one: len(one.reports))
        report = event.reports[0].id
        names = [each.report.id for each in api.reports(store, ReportQuery()) if each.report.id != report]
        coding = reviewing.coding.make(store, "first", ("desk", "ben"), names[:2], by="desk", at=AT)
        done = reviewing.coding.make(store, "second", ("desk", "ben"), names[2:3], by="desk", at=AT)
        for coder in done.coders:
            reviewing.coding.finish(store, done, names[2], coder, at=AT)
        api.desk.save_search(store, "desk", "people", "text=people", AT)
        by = reviewing.Author(name="desk", person=True)
        reviewing.accept(store, event.claims[0], by=by, at=AT)
    with served(Settings(port=0, db=path)) as base:
        yield {
            "": base,
            "event": f"/events/{event.id}",
            "report": f"/reports/{report}",
            "claim": f"/claims/{event.claims[0]}",
            "review": f"/review/claims/{event.claims[0]}",
            "missed": f"/review/reports/{report}",
            "set": f"/coding/{coding.id}",
            "blind": f"/coding/{coding.id}/{names[0]}",
            "side": f"/coding/{done.id}/{names[2]}/adjudicate",
        }


def pages(addresses: dict[str, str], ledgers: Iterable[LedgerKind]) -> list[str]:
    """Return the address of a page of each kind."""
    named = [path for name, path in addresses.items() if name]
    rows = [f"/ledgers/{each.value}" for each in ledgers]
    others = ["/", "/events", "/events?text=people&since=2030-01&until=2030-01", "/map", "/reports", "/sources"]
    return [*named, *others, *rows, "/sources/stories", f"{addresses['event']}/why", "/coding", "/events/nosuch"]


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_each_page_fits_and_can_be_used_by_all(browser: Browser, addresses: dict[str, str], width: int) -> None:
    """Nothing lies beyond the edge, and axe-core finds nothing serious; of the dark it looks at colours alone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found: dict[str, list[str]] = {}
    with opened(browser, addresses[""], viewport={"width": width, "height": 844}) as tab:
        for path in pages(addresses, LedgerKind if width > 1000 else (LedgerKind.CONTROL,)):
            tab.page.emulate_media(color_scheme="light", reduced_motion="reduce")
            tab.page.goto(tab.base + path)
            if path in ("/map", "/sources"):  # which ask for the rest when they are there
                tab.page.wait_for_load_state("networkidle")
            over = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, path
            told = axe.run(tab.page).response["violations"]
            tab.page.emulate_media(color_scheme="dark")
            told += axe.run(tab.page, options=COLOURS).response["violations"]
            if path == addresses["review"]:
                for keys in ("?", "f", "r", "g"):
                    tab.page.keyboard.press(keys)
                    tab.page.locator("#dialog[open] h2").wait_for()
                    told += axe.run(tab.page, context="#dialog").response["violations"]
                    tab.page.keyboard.press("Escape")
                    tab.page.locator("#dialog[open]").wait_for(state="detached")
            found[path] = [
                f"{each['id']}: {each['nodes'][0]['html'][:160]}"
                for each in told
                if each["impact"] in ("serious", "critical")
            ]
        # A browser notes it of a page that is not there.
        tab.wrong[:] = [each for each in tab.wrong if "404" not in each]
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_one_reads_by_keyboard_alone(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses[""], viewport={"width": 1280, "height": 900}) as tab:
        page, base = tab.page, tab.base
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


def test_the_timeline_narrows_the_list_by_keyboard(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses[""], viewport={"width": 1280, "height": 900}) as tab:
        page = tab.page
        page.goto(f"{tab.base}/events")
        page.locator("#ask-disputed").focus()
        page.keyboard.press("Tab")  # Find
        page.keyboard.press("Tab")
        last = page.locator(".bars a").last.get_attribute("id")
        assert page.evaluate("document.activeElement.id") == last  # all bars are one stop
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        chosen = page.evaluate("document.activeElement.id")
        page.keyboard.press("Enter")
        page.wait_for_url("**since=**until=**")
        page.locator(f'#{chosen}[aria-current="true"]').wait_for()
        assert page.evaluate("document.activeElement.id") == chosen
        day = chosen.removeprefix("bar-")
        assert page.locator("#rows li").count() > 0
        assert all(day in each for each in page.locator("#rows li").all_inner_texts())
        assert f"since={day}" in (page.locator("#as-map").get_attribute("href") or "")
        page.locator("#out-1").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/events")


def test_on_a_phone_a_claim_opens_below_and_leads_back(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses[""], viewport={"width": 390, "height": 844}, has_touch=True) as tab:
        page = tab.page
        page.goto(tab.base + addresses["report"])
        trigger = page.locator(".text a.seg.trigger").first
        trigger.tap()
        page.locator("#why dl").wait_for()
        inside = "(one) => { const box = one.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; }"
        assert page.locator("#why h2").first.evaluate(inside)
        assert not trigger.evaluate(inside)
        page.locator("#why .to-words").tap()
        page.wait_for_function(f"() => ({inside})(document.querySelector('.text a.seg.chosen'))")
        assert trigger.evaluate("(one) => one === document.activeElement")
