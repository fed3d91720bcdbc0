"""Entries of which a feed comes to say something else: read again, and a revision where they differ."""

from __future__ import annotations

from datetime import timedelta

from dateline.store import ReportQuery, Store
from feed_world import World, item, rss, titles
from loopback import Page, Site


def test_a_correction_under_a_known_link_is_a_revision(world: World, site: Site, store: Store) -> None:
    site.pages |= {
        "/feed": rss([item(1, "/1"), item(2, "/2")]),
        "/1": Page(b"One. Three ferries were sunk, the harbour master said.", type="text/plain"),
        "/2": Page(b"Two. The pier is open, the harbour master said.", type="text/plain"),
    }
    source = world.source("pier", full=True)
    world.watch(store, source).run(once=True)
    site.pages["/1"] = Page(b"One. Two ferries were sunk, the harbour master said.", type="text/plain")
    site.pages["/feed"] = rss([item(2, "/2"), item(1, "/1").replace("stands still", "stands still (corrected)")])
    for _ in range(3):
        world.now += timedelta(hours=2)
        world.watch(store, source).run(once=True)
    assert [path for path in site.paths() if path[1:].isdigit()] == ["/1", "/2", "/1"]
    [one] = [each.report.text for each in store.reports(ReportQuery()) if each.report.text.startswith("One")]
    assert "Two ferries" in one
    assert len(list(store.reports(ReportQuery(superseded=True)))) == 3


def test_a_text_that_a_feed_gives_itself_may_be_corrected(world: World, site: Site, store: Store) -> None:
    source = world.source("pier")
    for words in ("Nine crews stopped work, their union said.", "Eight crews stopped work, their union said.") * 2:
        site.pages["/feed"] = rss([item(1, "/1", text=words)])
        world.watch(store, source).run(once=True)
        world.now += timedelta(hours=2)
    [now] = store.reports(ReportQuery())
    assert "Eight crews" in now.report.text
    assert len(list(store.reports(ReportQuery(superseded=True)))) == 2


def test_an_entry_that_says_something_else_each_time_is_read_some_times(world: World, site: Site, store: Store) -> None:
    site.pages["/1"] = Page(b"One. The pier is closed, the harbour master said.", type="text/plain")
    source = world.source("pier", full=True)
    for n in range(8):
        site.pages["/feed"] = rss([item(1, "/1").replace("stands still", f"stands still: {n} comments")])
        world.watch(store, source).run(once=True)
        world.now += timedelta(hours=2)
    assert site.paths().count("/1") == 4
    assert len(titles(store)) == 1


def test_feeds_that_call_one_page_otherwise_do_not_correct_each_other(world: World, site: Site, store: Store) -> None:
    site.pages |= {
        "/a": rss([item(1, "/1")]),
        "/b": rss([item("one", "/1")]),
        "/1": Page(b"One. The pier is closed, the harbour master said.", type="text/plain"),
    }
    for _ in range(3):
        world.watch(store, world.source("a", "/a", full=True), world.source("b", "/b", full=True)).run(once=True)
        world.now += timedelta(hours=2)
    assert site.paths().count("/1") == 1
