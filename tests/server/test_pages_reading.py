"""The pages where one reads: events, an event, a report, today, sources, ledgers. Reports are of our own words."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from bench.generated import reading
from dateline import api, resolution
from dateline.server import Settings
from dateline.server.app import create_app
from dateline.server.pages import events as events_page
from dateline.store import Coder, Entry, open_store

SHELLED = "shelled the market in Karsh on Monday"
REPORTS = {
    "one.txt": ("2031-09-02", "Coast Post", f"Rebels {SHELLED}, killing nine people, residents said."),
    "two.txt": (
        "2031-09-03",
        "Hill Radio",
        f"At least 14 people were killed when rebels {SHELLED}, the hospital said.",
    ),
    "three.txt": ("2031-09-03", "Front Voice", f"Rebels denied that they {SHELLED}."),
    "four.txt": (
        "2031-09-04",
        "Coast Post",
        "The army will close the Arkun crossing on 9 September, the defence ministry said. "
        "Police arrested Ana Besk in Telmar on Tuesday.",
    ),
    "bad.txt": (
        "2031-09-04",
        "Evil <b>Post</b>",
        "Police arrested <script>alert(1)</script> Ana Besk in \u202eTelmar on Tuesday.\n\n"
        "{{ 7 * 7 }} {% raw %} " + "x" * 20_000,
    ),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reading")
    path = str(folder / "a.db")
    for name, (published, outlet, text) in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        api.ingest(folder / name, path, published=published, outlet=outlet)
    with open_store(path) as store:
        found = [reading(n, claims=3, story=n // 3) for n in range(30)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
    return path


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        yield found


def post(client: TestClient, path: str, **data: str) -> tuple[int, str]:
    token = re.search(r'name="csrf" content="([^"]+)"', client.get("/events").text)
    assert token is not None
    answer = client.post(path, data=data, headers={"X-CSRF-Token": token[1], "HX-Request": "true"})
    return answer.status_code, answer.text


def karsh(db: str) -> api.Event:
    found = [one for one in api.events(db, api.EventQuery(place="Karsh")) if one.type is api.ClaimType.ASSAULT]
    return max(found, key=lambda one: len(one.reports))


def report(db: str, outlet: str) -> str:
    return next(api.reports(db, api.ReportQuery(outlet=outlet))).report.id


def rows(text: str) -> int:
    return text.count('<span class="type">')


# Events


def facets(client: TestClient, asked: str = "") -> list[tuple[str, int]]:
    """Return address and count of each facet of a page of events."""
    text = client.get(f"/events{asked}", headers={"HX-Request": "true"}).text
    found = re.findall(
        r'<a id="by-[^"]*" href="([^"]+)"[^>]*>(.*?)<span class="count">([\d,]+)</span>', text, re.DOTALL
    )
    return [(html.unescape(href), int(count.replace(",", ""))) for href, label, count in found if "Chosen" not in label]


def total(client: TestClient, address: str) -> int:
    found = re.search(r'aria-live="polite">([\d,]+) events?', client.get(address).text)
    assert found is not None, address
    return int(found[1].replace(",", ""))


def test_each_facet_leads_to_as_many_events_as_it_says(client: TestClient) -> None:
    found = facets(client)
    assert len(found) > 12
    for address, count in found:
        if "place=" in address or "actor=" in address:  # a name stands for all that begin so, and more than one place
            assert total(client, address) >= count
        else:
            assert total(client, address) == count, address


def test_a_facet_that_is_chosen_still_shows_what_else_there_is(client: TestClient) -> None:
    every = [address for address, _ in facets(client) if address.startswith("/events?type=")]
    chosen = client.get(every[0], headers={"HX-Request": "true"}).text
    assert chosen.count('id="by-type-') == len(every)
    assert chosen.count('aria-current="true"') == 1
    assert '<input type="hidden" name="type"' in chosen


def test_more_leads_through_all_events_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_page, "SHOWN", 7)
    seen: list[str] = []
    address = "/events"
    while address:
        text = client.get(address, headers={"HX-Request": "true"}).text
        found = re.findall(r'<a href="/events/([0-9a-f]{16})">', text)
        assert len(found) <= 7
        seen += found
        more = re.search(r'id="more" href="([^"]+)"', text)
        address = html.unescape(more[1]) if more else ""
    assert len(seen) == len(set(seen)) == total(client, "/events")


@pytest.mark.parametrize("asked", ["", "?type=ASSAULT", "?text=market&status=denied&status=disputed", "?since=2031"])
def test_what_is_exported_is_what_is_shown(client: TestClient, asked: str) -> None:
    answer = client.get(f"/events/export?format=csv&{asked[1:]}")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == total(client, f"/events{asked}")


def test_a_format_that_is_none_is_refused(client: TestClient) -> None:
    answer = client.get("/events/export", params={"format": "<b>"})
    assert answer.status_code == 400
    assert "&lt;b&gt;" in answer.text


@pytest.mark.parametrize(
    "wrong", ["type=NONE", "origins=x", "since=never", "after=x", "near=1,2", "near=91,0,5", "text=-x"]
)
def test_what_cannot_be_asked_is_told(client: TestClient, wrong: str) -> None:
    answer = client.get(f"/events?{wrong}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_a_search_is_kept_and_removed(client: TestClient) -> None:
    assert post(client, "/search", name="My <i>search</i>", query="type=ASSAULT&text=a+b&evil=1")[0] == 200
    text = client.get("/events").text
    assert '<a href="/events?type=ASSAULT&amp;text=a+b">My &lt;i&gt;search&lt;/i&gt;</a>' in text
    assert "needs a name" in post(client, "/search", name=" ", query="")[1]
    status, text = post(client, "/search/forget", name="My <i>search</i>", query="")
    assert status == 200
    assert "None yet" in text


# An event


def test_an_event_shows_every_account_and_who_says_which_number(client: TestClient, db: str) -> None:
    event = karsh(db)
    text = client.get(f"/events/{event.id}").text
    assert len(event.reports) >= 2
    for each in event.reports:
        assert f'href="/reports/{each.id}"' in text
    for number, who in (("9", "residents"), ("14+", "hospital")):
        assert re.search(rf"<li><b>{re.escape(number)}</b>: .*{who}", text), number
    assert "trigger" in text


def test_who_denies_an_event_is_quoted(client: TestClient, db: str) -> None:
    event = next(one for one in api.events(db) if one.denied_by)
    text = client.get(f"/events/{event.id}").text
    assert '<span class="disputed">Denied by</span>' in text
    assert "Front Voice" in text


def test_a_former_id_leads_to_its_event(client: TestClient, db: str) -> None:
    event = next(one for one in api.events(db) if one.redirects)
    answer = client.get(f"/events/{event.redirects[0]}", follow_redirects=True)
    assert answer.url.path == f"/events/{event.id}"
    assert f"{event.redirects[0]} has become part of this event" in answer.text


@pytest.mark.parametrize(
    "address", ["/events/nothing", "/reports/nothing", "/claims/nothing", "/ledgers/nothing", "/events/nothing/why"]
)
def test_what_is_not_there_is_told(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "nothing" in answer.text


def test_why_claims_are_one_event_is_told(client: TestClient, db: str) -> None:
    text = client.get(f"/events/{karsh(db).id}/why", headers={"HX-Request": "true"}).text
    assert "held together by" in text
    assert "<html" not in text


# A report


def test_a_report_is_shown_whole_with_its_claims(client: TestClient, db: str) -> None:
    name = report(db, "Hill Radio")
    text = client.get(f"/reports/{name}").text
    body = re.search(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)
    assert body is not None
    assert html.unescape(re.sub(r"<[^>]+>", "", body[1])).strip() == REPORTS["two.txt"][2]
    assert 'class="seg claims places"' in text or 'class="seg claims people places"' in text
    with api.open(db) as store:
        claims = list(api.claims(store, api.ClaimQuery(reports=(name,))))
    assert claims
    for one in claims:
        assert f'hx-get="/claims/{one.claim.id}"' in text


def test_a_claim_is_shown_with_why_it_was_made(client: TestClient, db: str) -> None:
    name = report(db, "Hill Radio")
    one = next(api.claims(db, api.ClaimQuery(reports=(name,))))
    part = client.get(f"/claims/{one.claim.id}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "made by:" in part
    page = client.get(f"/reports/{name}?claim={one.claim.id}").text
    assert 'id="claim"' in page
    assert "of-chosen" in page
    assert "<html" in client.get(f"/claims/{one.claim.id}").text


def test_a_hostile_report_is_shown_harmlessly(client: TestClient, db: str) -> None:
    name = report(db, "Evil <b>Post</b>")
    event = next(one for one in api.events(db, api.EventQuery(reports=(name,))))
    for address in (
        f"/reports/{name}",
        f"/events/{event.id}",
        "/reports",
        "/sources",
        "/events",
        "/",
        "/ledgers/actors",
    ):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<b>Post" not in text
        assert "\u202e" not in text
    text = client.get(f"/reports/{name}").text
    assert "&lt;script&gt;" in text
    assert "&lt;U+202E&gt;" in text
    assert "{{ 7 * 7 }} {% raw %}" in re.sub(r"<[^>]+>", "", text)


def test_a_long_report_is_shown_in_parts(client: TestClient, db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.server.pages.report._WINDOW", 1_000)
    name = report(db, "Evil <b>Post</b>")
    seen, address, count = "", f"/reports/{name}", 0
    while address and count < 60:
        text = client.get(address).text
        body = re.search(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)
        assert body is not None
        seen += html.unescape(re.sub(r"<[^>]+>", "", body[1]))
        after = re.search(r'<a href="([^"]+)">After</a>', text)
        address, count = after[1] if after else "", count + 1
    assert seen.count("x") >= 20_000


# Today, sources, ledgers


def test_today_puts_what_is_denied_first_and_forgets_what_was_seen(client: TestClient, db: str) -> None:
    text = client.get("/").text
    event = next(one for one in api.events(db) if one.denied_by)
    assert "You have not looked before" in text
    assert text.index(f"/events/{event.id}") < text.index("By place")
    at = re.search(r'name="at" value="([^"]+)"', text)
    assert at is not None
    assert post(client, "/seen", at="2999-01-01T00:00:00Z")[0] == 400
    assert post(client, "/seen", at=at[1])[0] == 204
    assert "when you last looked" in client.get("/").text
    assert rows(client.get("/", params={"since": "2999-01-01"}).text) == 0
    assert rows(client.get("/", params={"since": "2000-01-01", "by": "type"}).text) > 5


def test_today_tells_what_is_due(client: TestClient) -> None:
    text = client.get("/").text
    assert "2031-09-09" in text[text.index("Due soon") :]


def test_sources_count_reports_and_events(client: TestClient, db: str) -> None:
    text = client.get("/sources").text
    for outlet in api.desk.outlets(api.open(db)):
        if outlet.name == "Coast Post":
            assert (outlet.reports, outlet.first, outlet.last) == (2, "2031-09-02", "2031-09-04")
            assert outlet.events is not None
            assert outlet.events >= 3
    assert 'href="/reports?outlet=Coast%20Post"' in text
    assert rows(client.get("/reports", params={"outlet": "Coast Post"}).text) == 0
    assert client.get("/reports", params={"outlet": "Coast Post"}).text.count('<a href="/reports/') == 2
    assert client.get("/sources/stories").status_code == 200


@pytest.mark.parametrize("kind", list(api.LedgerKind))
def test_a_ledger_shows_its_rows(client: TestClient, db: str, kind: str) -> None:
    found = list(api.ledger(db, api.LedgerQuery(ledger=kind, limit=50)))
    text = client.get(f"/ledgers/{kind}").text
    assert text.count('id="row-') == len(found)
    for row in found:
        assert all(f'href="/claims/{claim}"' in text for claim in row.claims[:12])
    assert 'role="alert"' in client.get(f"/ledgers/{kind}", params={"since": "never"}).text


def test_no_page_has_what_its_own_policy_forbids(client: TestClient, db: str) -> None:
    event, name = karsh(db), report(db, "Hill Radio")
    for address in (
        "/",
        "/events",
        f"/events/{event.id}",
        f"/reports/{name}",
        "/reports",
        "/sources",
        "/ledgers/outlook",
    ):
        text = client.get(address).text
        assert not re.search(r"<[^>]+\s(?:style|on\w+)\s*=", text), address
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style", text), address
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), address


def test_what_the_desk_keeps_is_each_persons_own(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", create=True) as store:
        api.desk.visit(store, "ana", "2031-09-01T00:00:00Z")
        api.desk.visit(store, "ana", "2031-09-02T00:00:00Z")
        api.desk.save_search(store, "ana", "mine", "type=AID", "2031-09-02T00:00:00Z")
        api.desk.save_search(store, "ana", "mine", "type=CONSULT", "2031-09-03T00:00:00Z")
        assert api.desk.last_visit(store, "ana") == "2031-09-02T00:00:00Z"
        assert api.desk.last_visit(store, "ben") is None
        assert [one.query for one in api.desk.saved_searches(store, "ana")] == ["type=CONSULT"]
        assert api.desk.saved_searches(store, "ben") == ()
