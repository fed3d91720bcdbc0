"""Reports that mean harm: scripts, the syntax of templates, characters that turn text round, words without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.records import Claim, Reading
from dateline.server import Settings
from dateline.server.run import served
from dateline.store import Coder, Entry, open_store
from server.asking import answers
from server.browsing import needs_browser, opened

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server.app import create_app

MARKUP = "<script>document.title='taken'</script><img src=x onerror=document.title='taken'>\"'><svg onload=alert(1)>"
TEMPLATE = "{{ 41919 * 3 }}{% for x in range(9) %}x{% endfor %}${41919*3}#{41919*3}{# c #}"
TURNED = "\u202egnp.exe\u2066\u200f\u202d\u2069\u0007\u001b[31m\x9b"
LINK = "javascript:document.title='taken'"
WORD = "w" * 1_000_000
HARM = f"{MARKUP} {TEMPLATE} {TURNED}"


def hostile(number: int) -> Reading:
    """Make a reading all of whose texts mean harm; the first has a word of a million letters."""
    made = reading(number, claims=2, story=0, url=None, extra=f"\n{HARM} {WORD if number == 0 else ''} end")
    told = {name: f"{name} {HARM}" for name in ("outlet", "title", "source_id", "byline")}
    report = replace(made.report, url=f"{LINK}//{number}", **told)
    return replace(made, report=report, claims=tuple(map(_harmed, made.claims)))


def _harmed(claim: Claim) -> Claim:
    return replace(
        claim,
        actors=tuple(replace(each, name=f"{each.name} {HARM}") for each in claim.actors),
        recipients=tuple(replace(each, name=f"{each.name} {HARM}") for each in claim.recipients),
        places=tuple(replace(each, name=f"{each.name} {HARM}") for each in claim.places),
        attribution=tuple(replace(each, name=f"{each.name} {HARM}", role=HARM) for each in claim.attribution),
    )


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("hostile") / "a.db")
    with open_store(path, create=True) as store:
        store.add([Entry(reading=hostile(number), raw=b"x") for number in range(3)], Coder(version="1"))
        resolution.resolve(store)
        by = api.reviewing.Author(name="desk", person=True)
        names = [each.report.id for each in api.reports(store)]
        api.reviewing.coding.make(store, HARM, ("ann", "ben"), names[:1], by="desk", at="2031-01-01T00:00:00Z")
        api.desk.save_search(store, "desk", HARM[:80], "text=x", "2031-01-01T00:00:00Z")
        claim = next(iter(api.claims(store))).claim
        api.reviewing.reject(store, claim.id, HARM, by=by, at="2031-01-01T00:00:00Z")
    return path


@pytest.fixture(scope="module")
def names(db: str) -> list[str]:
    with api.open(db) as store:
        event = next(iter(api.events(store)))
        long = next(each.report.id for each in api.reports(store) if len(each.report.text) > 1_000_000)
        return [event.id, long, event.claims[0], api.reviewing.coding.sets(store)[0].id, "actors"]


@pytest.fixture(scope="module")
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        yield found


class Seen(HTMLParser):
    """What a browser makes of a page: what it would run or fetch from elsewhere, and what it shows."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        odd = tag in ("img", "iframe", "object", "base", "style") or any(name.startswith("on") for name in own)
        odd |= tag == "script" and not own.get("src", "").startswith("/static/")
        odd |= any("javascript:" in own.get(name, "").lower()[:40] for name in ("href", "src", "action"))
        if odd:
            self.wrong.append(f"{tag} {own}"[:200])
        self.shown += [own[name] for name in ("title", "aria-label", "placeholder", "alt") if name in own]

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def test_no_page_does_what_a_report_says(client: TestClient, names: list[str]) -> None:
    told = 0
    for path, answer in answers(client, names, ("", "?text=end&q={{7*7}}&place=%3Cscript%3E&actor=%3Cimg%20src=x%3E")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        if not answer.headers.get("Content-Type", "").startswith("text/html") or "/export" in path:
            continue
        seen = Seen(answer.text)
        shown = "".join(seen.shown)
        told += "<script>document.title" in shown
        assert seen.wrong == [], path
        assert "125757" not in shown, path
        assert re.findall(".{40}[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b\x1b\x80-\x9f]", shown) == [], path
        assert len(answer.content) < 3_000_000, path
    assert told > 15


@needs_browser
def test_a_browser_shows_it_and_stays_where_it_is(db: str, names: list[str], request: pytest.FixtureRequest) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install dateline[dev])")
    browser = request.getfixturevalue("browser")
    event, report, claim, coding, ledger = names
    paths = ["/", "/events", f"/events/{event}", f"/reports/{report}", f"/claims/{claim}", f"/review/claims/{claim}"]
    paths += [f"/review/reports/{report}", f"/ledgers/{ledger}", "/sources", "/map", "/coding", f"/coding/{coding}"]
    with served(Settings(port=0, db=db)) as base, opened(browser, base, viewport={"width": 390, "height": 844}) as tab:
        tab.page.on("dialog", lambda dialog: tab.wrong.append(dialog.message))
        for path in paths:
            tab.page.goto(base + path)
            tab.page.wait_for_load_state("load")
            assert tab.page.title() != "taken"
            assert tab.page.url == base + path
            own = "(all) => all.every((one) => one.src.startsWith(location.origin) && !one.textContent)"
            assert tab.page.locator("script").evaluate_all(own)
            over = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, path
