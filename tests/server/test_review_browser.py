"""A whole session of review in a browser, by the keyboard alone; and once by touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.api import reviewing
from dateline.judgement import Author, Review
from dateline.server import Settings
from dateline.server.run import served
from dateline.store import Coder, Entry, open_store
from server.browsing import Opened, needs_browser, opened

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
from playwright.sync_api import Browser

pytestmark = needs_browser
BEN = Author(name="Ben", person=True)


@dataclass
class Session(Opened):
    """A page of the desk, and its store."""

    db: str = ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def said(self, words: str) -> None:
        """Wait until the page says that it was done."""
        self.page.locator("#said", has_text=words).wait_for(timeout=20_000)

    def dialog(self, heading: str) -> None:
        self.page.locator("#dialog h2", has_text=heading).wait_for(timeout=20_000)

    def claim(self) -> str:
        return self.page.locator("#review").get_attribute("data-claim")

    def reviews(self) -> list[tuple[str, str | None]]:
        with api.open(self.db) as store:
            return [(one.action.value, one.field) for one in store.reviews()]


@pytest.fixture
def session(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    path = tmp_path / "a.db"
    with open_store(path, create=True) as store:
        store.add([Entry(reading=reading(n, claims=2, story=n // 3), raw=b"x") for n in range(9)], Coder(version="1"))
        resolution.resolve(store)
    touch = getattr(request, "param", False)
    width = 390 if touch else 1280
    size = {"width": width, "height": 844}
    with served(Settings(port=0, db=str(path))) as base, opened(browser, base, viewport=size, has_touch=touch) as found:
        yield Session(found.page, base, found.wrong, found.asked, str(path))
        # A browser notes every answer of 409 as an error; the test of two reviewers wants one.
        found.wrong[:] = [each for each in found.wrong if "409" not in each]


def test_a_session_by_keyboard(session: Session) -> None:
    page = session.page
    page.goto(f"{session.base}/review")
    session.press("?")
    session.dialog("Keys")
    session.press("Escape")
    page.locator("#dialog").wait_for(state="hidden")

    first = session.claim()
    session.press("a")
    session.said("Accepted")
    second = session.claim()
    assert second != first
    session.press("k")
    page.wait_for_url(f"**/{first}")
    session.press("j")
    page.wait_for_url(f"**/{second}")

    session.press("r")
    session.dialog("Reject")
    session.press("Enter")  # without a reason the form stays
    assert page.locator("#dialog").is_visible()
    session.type("the text does not say so")
    session.press("Enter")
    session.said("Rejected")
    third = session.claim()
    assert third not in (first, second)

    session.press("s")
    session.dialog("Split")
    session.type("another day")
    session.press("Enter")
    session.said("Split off")
    assert "Other accounts 0" in page.locator("aside").inner_text()
    session.press("u")
    session.said("Taken back")
    assert "Other accounts 0" not in page.locator("aside").inner_text()

    session.press("f")
    session.dialog("Fix which field?")
    session.press("t")
    session.dialog("Fix: type")
    session.type("SANC")
    session.press("Enter")
    session.said("Fixed")
    assert "SANCTION" in page.locator(".fields tr.fixed").inner_text()
    assert "the machine read" in page.locator(".fields tr.fixed").inner_text()

    session.press("f")
    session.dialog("Fix which field?")
    session.press("p")
    session.dialog("Fix: where")
    page.locator(".placing canvas").first.wait_for()
    session.press("Tab", "Tab", "Tab", "Tab")  # words, name, country, region, and the latitude
    session.press("Control+a")
    session.type("-1.25")
    session.press("Enter")
    session.said("Fixed")
    assert "-1.250" in page.locator(".fields").inner_text()

    session.press("f")
    session.dialog("Fix which field?")
    session.press("r")
    session.dialog("Fix: whom")
    for _ in range(20):  # to the words of the paragraph, past the fields of the row
        if page.evaluate("document.activeElement.hasAttribute('data-picker')"):
            break
        session.press("Tab")
    session.press("Home", "Shift+ArrowRight", "Enter")
    assert page.locator("#dialog .row").count() == 2
    session.press("Enter")
    session.said("Fixed")
    with api.open(session.db) as store:
        look = reviewing.look(store, third)
    assert len(look.shown.recipients) == 2
    assert look.shown.recipients[1].text == look.reading.report.text[slice(*_ends(look.shown.recipients[1]))]

    session.press("u")
    session.said("Taken back: fixed recipients")

    session.press("g")
    session.dialog("Merge")
    page.locator("[name=other]").first.wait_for()
    other = page.locator("[name=other]").first.get_attribute("value")
    with api.open(session.db) as store:
        name = api.event(store, other).actors[0].name
    session.type(name)
    session.press("Enter")
    page.locator("legend", has_text="with these words").wait_for()
    page.wait_for_function("document.activeElement.name === 'other'")
    chosen = page.evaluate("document.activeElement.value")
    session.press("Enter")
    session.said("Merged")
    with api.open(session.db) as store:
        assert third in api.event(store, chosen).claims

    session.press("m")
    page.wait_for_url("**/review/reports/**")
    page.wait_for_function("document.activeElement.hasAttribute('data-picker')")
    session.press("Home", "ArrowRight", "Shift+ArrowRight", "t")
    session.press("ArrowRight", "ArrowRight", "a", "y")
    session.type("PROT")
    session.press("Enter")
    session.said("Added: PROTEST")
    assert "PROTEST" in page.locator("aside").inner_text()
    session.press("u")
    session.said("Taken back: added a claim")

    done = [each for each, _ in session.reviews()]
    assert (done.count("accept"), done.count("reject"), done.count("fix")) == (1, 1, 3)
    assert (done.count("add"), done.count("undo")) == (1, 2)


def test_the_second_of_two_is_told(session: Session) -> None:
    page = session.page
    page.goto(f"{session.base}/review")
    name = session.claim()
    with api.open(session.db) as store:
        reviewing.reject(store, name, "of last year", by=BEN, at="2026-01-01T00:00:00Z")
    session.press("a")
    session.dialog("Somebody was faster")
    assert "of last year" in page.locator("#dialog").inner_text()
    assert session.reviews() == [("reject", None)]
    session.press("Enter")  # look at it anew
    page.locator(".state.bad").wait_for()
    session.press("a")
    session.said("Accepted")
    assert [one for one, _ in session.reviews()] == ["reject", "accept"]


@pytest.mark.parametrize("session", [True], indirect=True)
def test_it_is_done_by_touch(session: Session) -> None:
    page = session.page
    page.goto(f"{session.base}/review")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-act=missed]").tap()
    page.wait_for_url("**/review/reports/**")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".words .w").nth(2).tap()
    page.locator("[data-longer]").tap()
    page.locator("[data-role=trigger]").tap()
    page.locator("#new-claim [name=type]").select_option("AID")
    page.locator("#new-claim button.main").tap()
    session.said("Added: AID")
    with api.open(session.db) as store:
        (added,) = [one for one in store.reviews() if isinstance(one, Review)]
    assert added.action.value == "add"


def _ends(span: object) -> tuple[int, int]:
    return span.start, span.end
