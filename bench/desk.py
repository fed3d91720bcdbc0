"""What the pages of the desk take in a browser: until something is shown, until a facet has changed, and a moving map.

``python -m bench.desk STORE`` opens a store that is there in the system's Chromium, without a window, and prints for
each page the best of some runs: the time by the wall from asking until the first paint, and the CPU time that the
server and all processes of the browser took for it. The wall's time is what an analyst waits on a machine that does
nothing else; under load it is too long, and the CPU time, on one core, is the better bound.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import api
from dateline.event import Event
from dateline.server import Settings
from dateline.server.run import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
RUNS = 5
PAINTED = """() => { const found = performance.getEntriesByName("first-contentful-paint"); return found.length
  ? found[0].startTime : null; }"""
DRAG = """async () => { const frames = []; let going = true;
  const next = (at) => { frames.push(at); if (going) requestAnimationFrame(next); };
  requestAnimationFrame(next);
  const map = document.getElementById("map"), box = map.getBoundingClientRect();
  const fire = (type, x, y) => map.dispatchEvent(new MouseEvent(type, { clientX: box.left + x, clientY: box.top + y,
    bubbles: true, button: 0, buttons: 1, view: window }));
  fire("mousedown", 300, 200);
  for (let step = 1; step <= 60; step += 1) {
    fire("mousemove", 300 + 4 * step, 200 + step);
    await new Promise((done) => requestAnimationFrame(done));
  }
  fire("mouseup", 540, 260); going = false; return frames; }"""


def spent() -> float:
    """Return the CPU seconds of this process and of all that it has started, in Linux."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)], ticks[int(path.parent.name)] = int(found[1]), int(found[11]) + int(found[12])
    own = {int(Path("/proc/self").resolve().name)}
    while more := {each for each, parent in parents.items() if parent in own} - own:
        own |= more
    return sum(ticks.get(each, 0) for each in own) / 100


def pages(db: str) -> dict[str, str]:
    """Return the address of each kind of page."""
    with api.open(db) as store:
        found: list[Event] = list(api.events(store, api.EventQuery(limit=200)))
        event = max(found, key=lambda each: len(each.claims))
    report, claim = event.reports[0].id, event.claims[0]
    return {
        "today": "/",
        "events": "/events",
        "events, words": "/events?text=people",
        "event": f"/events/{event.id}",
        "report": f"/reports/{report}?claim={claim}",
        "reports": "/reports",
        "map": "/map",
        **{f"ledger {each.value}": f"/ledgers/{each.value}" for each in api.LedgerKind},
        "sources": "/sources",
        "review": "/review",
        "review of a report": f"/review/reports/{report}",
        "coding": "/coding",
    }


def timed(work: Callable[[], float]) -> tuple[float, float]:
    """Return what a piece of work says that it took, and the CPU seconds meanwhile."""
    began = spent()
    wall = work()
    return wall, spent() - began


def painted(page: Page, address: str) -> float:
    """Open a page and return the seconds until its first paint with something on it."""
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED, polling=5)
    found = page.evaluate(PAINTED)
    page.wait_for_load_state("load")
    return float(found) / 1000


def changed(page: Page, facet: str) -> float:
    """Choose a facet and return the seconds until the list is the new one."""
    page.evaluate(
        """() => { window.changed = null; document.body.addEventListener("htmx:afterSettle",
        () => { window.changed = performance.now(); }, { once: true }); }"""
    )
    began = page.evaluate(
        "(id) => { const at = performance.now(); document.getElementById(id).click(); return at; }", facet
    )
    page.wait_for_function("() => window.changed !== null", polling=5)
    return float(page.evaluate("window.changed") - began) / 1000


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("db")
    parser.add_argument("--only", help="pages with these words in their names")
    told = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with served(Settings(db=told.db, port=0)) as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        print(f"{'':24}{'wall, ms: best':>16}{'median':>9}{'CPU, ms: best':>16}")

        def show(name: str, work: Callable[[], float]) -> None:
            runs = [timed(work) for _ in range(RUNS)]
            walls = [1000 * wall for wall, _ in runs]
            cpu = min(1000 * each for _, each in runs)
            print(f"{name:24}{min(walls):16.0f}{statistics.median(walls):9.0f}{cpu:16.0f}", flush=True)

        for name, path in pages(told.db).items():
            if told.only is None or told.only in name:
                show(name, lambda path=path: painted(page, base + path))
        if told.only is None or told.only in "facet":
            for facet in ("by-status-planned", "by-type-ASSAULT", "by-origins-2"):
                page.goto(f"{base}/events")
                if page.locator(f'[id="{facet}"]').count():
                    show(f"facet {facet[3:]}", lambda facet=facet: changed(page, facet))
        if told.only is None or told.only in "map":
            page.goto(f"{base}/map")
            page.locator("#told", has_text=" point").wait_for(timeout=120_000)
            print(page.locator("#told").inner_text())
            frames = page.evaluate(DRAG)
            gaps = [b - a for a, b in pairwise(frames)]
            print(f"map dragged: {len(gaps)} frames, median {statistics.median(gaps):.0f} ms, worst {max(gaps):.0f} ms")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
