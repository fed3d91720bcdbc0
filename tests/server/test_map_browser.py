"""The map in a browser, with 20,000 events: what it draws and lists, by mouse and keyboard, and that it moves."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.generated import reading
from dateline import resolution
from dateline.server import Settings
from dateline.server.run import served
from dateline.store import Coder, Entry, open_store
from server.browsing import Opened, needs_browser
from server.browsing import opened as opened_page
from server.made_events import fill

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
from playwright.sync_api import Browser, expect

pytestmark = needs_browser
MADE = 25_000
"""More than are sent at once."""
FRAME = 250.0
"""Milliseconds that all but one of 20 frames must take while the map is dragged: 17 where nothing else is running."""
RECORD = """() => { window.frames = []; window.recording = true;
  const next = (time) => { window.frames.push(time); if (window.recording) requestAnimationFrame(next); };
  requestAnimationFrame(next); }"""


class Map(Opened):
    """The page of the map."""

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.base}/map{query}")
        self.loaded()

    def loaded(self) -> None:
        self.page.locator("#told", has_text=" point").wait_for(timeout=60_000)

    def told(self) -> str:
        return self.page.locator("#told").inner_text()

    def address(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("map") / "a.db"
    with open_store(path, create=True) as store:
        store.add([Entry(reading=reading(n, story=n // 3), raw=b"x") for n in range(12)], Coder(version="1"))
        resolution.resolve(store)
    fill(path, MADE)
    with served(Settings(port=0, db=str(path))) as found:
        yield found


@pytest.fixture(params=[pytest.param((1360, "light"), id="wide")])
def opened(base: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opened]:
    width, scheme = request.param
    with opened_page(browser, base, viewport={"width": width, "height": 900}, color_scheme=scheme) as found:
        yield Map(found.page, base, found.wrong, found.asked)


@pytest.mark.parametrize("opened", [(1360, "light"), (1360, "dark"), (390, "light")], indirect=True)
def test_it_shows_the_latest_and_lists_what_has_no_point(opened: Opened, tmp_path: Path) -> None:
    opened.open()
    on, beside = re.search(r"^([\d,]+) events at [\d,]+ points, ([\d,]+) beside", opened.told()).groups()
    assert _number(on) + _number(beside) == 20_000
    assert _number(on) > 15_000
    assert "Only the latest 20,000 of 25,0" in opened.told()
    assert "without a point" in opened.page.locator("#off-told").inner_text()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.screenshot(path=tmp_path / "map.png")
    assert _colours(opened) > 4


def _colours(opened: Opened) -> int:
    """Count the colours of the canvas of points, in a grid of 40 by 40."""
    return opened.page.evaluate("""() => { const canvas = document.querySelector(".leaflet-overlay-pane canvas");
      const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < 40; i += 1) for (let k = 0; k < 40; k += 1) {
        const at = 4 * (Math.floor((height * k) / 40) * width + Math.floor((width * i) / 40));
        found.add(data.slice(at, at + 4).join());
      }
      return found.size; }""")


def test_it_keeps_moving(opened: Opened) -> None:
    opened.open()
    box = opened.page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2
    opened.page.evaluate(RECORD)
    mouse = opened.page.mouse
    mouse.move(x, y)
    mouse.down()
    for step in range(40):
        mouse.move(x - 12 * step, y + step)
        time.sleep(0.012)
    mouse.up()
    opened.page.evaluate("() => { window.recording = false; }")
    times = [later - earlier for earlier, later in pairwise(opened.page.evaluate("window.frames"))]
    assert len(times) > 20
    assert statistics.median(times) < 40
    assert statistics.quantiles(times, n=20)[-1] < FRAME
    assert opened.address()["at"][0].split(",")[1] != "10.000"


def test_the_slider_narrows_by_keyboard_and_stays_in_the_address(opened: Opened) -> None:
    opened.open("?type=AID")
    before = opened.told()
    slider = opened.page.locator("#slide-last")
    slider.focus()
    for _ in range(3):
        opened.page.keyboard.press("PageDown")
    opened.page.locator("#told", has_not_text=before).wait_for()
    expect(opened.page).to_have_url(re.compile("to="))
    assert opened.address()["type"] == ["AID"]
    after = opened.told()
    assert _number(after) < _number(before)
    opened.page.reload()
    opened.loaded()
    assert opened.told() == after


def _number(told: str) -> int:
    return int(told.split()[0].replace(",", ""))


def test_days_are_brushed(opened: Opened) -> None:
    opened.open("?status=denied")
    before = _number(opened.told())
    box = opened.page.locator("#days").bounding_box()
    assert box is not None
    mouse = opened.page.mouse
    opened.page.locator("#days").scroll_into_view_if_needed()
    box = opened.page.locator("#days").bounding_box()
    assert box is not None
    mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20, steps=4)
    mouse.up()
    expect(opened.page).to_have_url(re.compile("from=.*&to="))
    assert 0 < _number(opened.told()) < before / 2
    opened.page.locator("#all-days").click()
    expect(opened.page.locator("#told")).to_contain_text(f"{before:,} events")


def test_enter_lists_what_lies_at_the_cross(opened: Opened) -> None:
    opened.open("?at=34.5,69.25,8&place=Afghanistan")
    opened.page.locator("#map").focus()
    opened.page.keyboard.press("Enter")
    title = opened.page.locator("#here-title")
    assert " events at " in title.inner_text()
    assert title.evaluate("(each) => each === document.activeElement")
    link = opened.page.locator("#here-list a").first
    assert (link.get_attribute("href") or "").startswith("/events/")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#here").is_hidden()
    assert opened.page.locator("#map").evaluate("(each) => each === document.activeElement")


def test_a_click_lists_what_lies_there(opened: Opened) -> None:
    opened.open("?at=34.5,69.25,8&place=Afghanistan")
    box = opened.page.locator("#map").bounding_box()
    assert box is not None
    opened.page.locator("#map").click(position={"x": box["width"] / 2 + 4, "y": box["height"] / 2 - 4})
    assert " events at " in opened.page.locator("#here-title").inner_text()
    opened.page.locator("#map").click(position={"x": 90, "y": 90})
    assert opened.page.locator("#here").is_hidden()


def test_control_is_a_layer(opened: Opened) -> None:
    opened.open("?at=34.5,69.25,8&control=1&type=CONTROL")
    expect(opened.page.locator("#control-told")).to_contain_text("on the map")
    assert opened.page.locator("#control-list li").count() > 0
    opened.page.locator("#show-control").uncheck()
    assert opened.page.locator("#control").is_hidden()


def test_what_is_not_on_the_map_is_reached(opened: Opened) -> None:
    opened.open("?type=PROTEST")
    group = opened.page.locator("#off-list details").first
    group.locator("summary").focus()
    opened.page.keyboard.press("Enter")
    assert (group.locator("a").first.get_attribute("href") or "").startswith("/events/")


def test_the_table_has_all_of_it(opened: Opened) -> None:
    opened.open("?type=ACCESS")
    rows = opened.page.locator("#table tbody tr")
    first = rows.first.inner_text()
    opened.page.locator("#table-next").click()
    assert rows.first.inner_text() != first
    assert "Page 2 of" in opened.page.locator("#table-told").inner_text()


def test_marks_by_type_have_letters(opened: Opened) -> None:
    opened.open("?type=AID&type=ASSAULT")
    opened.page.locator('input[name="by"][value="type"]').check()
    legend = opened.page.locator("#legend").inner_text()
    assert "AID" in legend
    assert "disputed 1" not in legend
    assert opened.address()["by"] == ["type"]


def test_what_is_asked_for_is_loaded_without_leaving_the_page(opened: Opened) -> None:
    opened.open("?type=ASSAULT&type=AID")
    opened.page.locator("details.picks summary", has_text="Status").click()
    opened.page.locator('input[name="status"][value="planned"]').check()
    expect(opened.page).to_have_url(re.compile("status=planned"))
    expect(opened.page.locator("#legend li canvas")).to_have_count(1)
    assert sum("/map?" in url or url.endswith("/map") for url in opened.asked) == 1
    opened.page.locator('input[name="since"]').fill("yesterday")
    opened.page.locator('input[name="since"]').press("Enter")
    expect(opened.page.locator("#wrong")).to_contain_text("yesterday")
    assert [each for each in opened.wrong if "400" not in each] == []  # Chromium tells of the refusal itself
    opened.wrong.clear()
