"""Two people code the same reports blind: what each may see, how far they agree, and what is written in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, evaluation, resolution
from dateline.api import ClaimType, InputError, ReportQuery, reviewing
from dateline.judgement import Author, Review, ReviewAction
from dateline.records import Claim, Reading
from dateline.store import Coder, Entry, open_store

pytest.importorskip("fastapi", reason="the desk is not installed (pip install dateline[desk])")
from fastapi.testclient import TestClient

from dateline.server import Settings
from dateline.server.app import create_app
from server.asking import answers

coding = reviewing.coding
AT = "2031-01-01T00:00:00Z"


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = tmp_path / "a.db"
    with open_store(path, create=True) as store:
        found = [reading(n, claims=2) for n in range(3)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
    return str(path)


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://127.0.0.1") as found:
        found.headers["X-CSRF-Token"] = re.search(r'name="csrf" content="([^"]+)"', found.get("/coding").text)[1]
        yield found


def claim(read: Reading, words: str, type: ClaimType, coder: str, **fields: object) -> Claim:
    return reviewing.claim_of(
        read, type=type, trigger={"text": words}, by=Author(name=coder, person=True), at=AT, **fields
    )


# Decisions of two, and alpha: the first by hand (Krippendorff 2011, nominal, two observers, no missing data).
TABLE = [
    ("a a a b b c a a", "a a a b b c a a", 1.0),
    ("a b a b", "b a b a", 1 - 4 / 4 / (2 * 4 * 4 / (8 * 7))),
    # 10 units, 4 alike in each way: Do = 0.4; of 20 labels 7 are x: De = 2 * 7 * 13 / (20 * 19)
    ("x x x y y y y y y x", "x x y y y y y y x y", 1 - 0.3 / (2 * 7 * 13 / (20 * 19))),
    ("a a", "a a", None),
    ("", "", None),
]


@pytest.mark.parametrize(("one", "other", "value"), TABLE)
def test_alpha(one: str, other: str, value: float | None) -> None:
    pairs: Sequence[tuple[str, str]] = list(zip(one.split(), other.split(), strict=True))
    found = coding.alpha(pairs)
    assert found.units == len(pairs)
    assert found.value == (None if value is None else pytest.approx(value))


def test_claims_of_two_are_paired_by_their_words() -> None:
    read = reading(0, claims=2)
    first, second = (each.trigger.text for each in read.claims)
    words = read.claims[0].quantities[0].text
    mine = [claim(read, first, ClaimType.AID, "a"), claim(read, words, ClaimType.ASSAULT, "a")]
    theirs = [claim(read, first, ClaimType.AGREE, "b"), claim(read, "said", ClaimType.ACCUSE, "b")]
    assert first != second
    found = coding.pairs(mine, theirs)
    told = {(p.one.type.value if p.one else "", p.other.type.value if p.other else "", p.differ) for p in found}
    assert told == {("AID", "AGREE", ("type",)), ("ASSAULT", "", ()), ("", "ACCUSE", ())}


def test_a_set_is_coded_blind_and_adjudicated(client: TestClient, db: str) -> None:
    asked = {"name": "pilot", "one": "desk", "other": "Ben", "most": "2"}
    assert client.post("/coding", json={**asked, "other": "desk"}).status_code == 422
    assert client.post("/coding", json={**asked, "text": "nosuchword"}).status_code == 422
    go = client.post("/coding", json=asked).json()["go"]
    assert client.post("/coding", json=asked).status_code == 422
    with api.open(db) as store:
        made = coding.sets(store)[0]
        read = store.reading(made.reports[0])
        page = f"{go}/{read.report.id}"
        machine = read.claims[0]
        coding.code(store, made, read.report.id, "Ben", claim(read, machine.trigger.text, ClaimType.AID, "Ben"), at=AT)
        coding.code(store, made, read.report.id, "Ben", claim(read, "hurt", ClaimType.REJECT, "Ben"), at=AT)

    # Neither the other's claims nor the machine's are shown.
    text = client.get(page).text
    assert "Your claims" in text
    assert "<b>" not in text
    assert "l-trigger" not in text
    assert "l-added" not in text
    assert client.get(f"{page}/adjudicate").status_code == 404

    trigger = {"text": machine.trigger.text, "start": str(machine.trigger.start), "end": str(machine.trigger.end)}
    assert client.post(page, json={"type": "PROTEST", "trigger": trigger}).status_code == 200
    mine = client.get(page).text
    assert "<b>PROTEST</b>" in mine
    assert "AID</b>" not in mine
    dropped = re.search(r'"claim": "(\w+)"', mine.replace("&#34;", '"'))[1]
    assert client.post(page, json={"action": "drop", "claim": dropped}).status_code == 200
    assert client.post(page, json={"action": "drop", "claim": dropped}).status_code == 422
    assert client.post(page, json={"type": "SANCTION", "trigger": trigger}).status_code == 200
    assert client.post(page, json={"action": "complete"}).status_code == 200
    assert client.post(page, json={"type": "AID", "trigger": trigger}).status_code == 422
    assert client.get(f"{page}/adjudicate").status_code == 404
    with api.open(db) as store:
        coding.finish(store, made, read.report.id, "Ben", at=AT)
        agreed = coding.agreement(store, made)
    assert (agreed.reports, agreed.matched, agreed.only) == (1, 1, (0, 1))
    assert agreed.present.units == len(read.sentences) * len(ClaimType)
    assert agreed.type.value == pytest.approx(0.0)
    shown = client.get(go).text
    assert "Agreement" in shown
    assert "side by side" not in shown

    both = client.get(f"{page}/adjudicate").text
    assert "they differ in type" in both
    with api.open(db) as store:
        chosen = [one.id for one in coding.coded(store, made, read.report.id, "Ben")]
    assert client.post(f"{page}/adjudicate", json={"chosen": ["nosuch"]}).status_code == 422
    assert client.post(f"{page}/adjudicate", json={"chosen": chosen}).status_code == 200
    assert client.post(f"{page}/adjudicate", json={"chosen": chosen}).status_code == 422
    with api.open(db) as store:
        # The machine's claim of the same word is corrected and stays in its event; the other is rejected, one added.
        assert reviewing.look(store, machine.id).now.type is ClaimType.AID
        assert reviewing.look(store, read.claims[1].id).now is None
        (gold,) = evaluation.corrected(store)
    assert [one.type.value for one in gold.claims] == ["AID", "REJECT"]


def test_who_is_no_coder_of_a_set_codes_nothing(client: TestClient, db: str) -> None:
    with api.open(db) as store:
        reports = [each.report.id for each in api.reports(store, ReportQuery(limit=1))]
        made = coding.make(store, "theirs", ("Ann", "Ben"), reports, by="desk", at=AT)
        read = store.reading(reports[0])
        with pytest.raises(InputError, match="no coder of this set"):
            coding.code(store, made, reports[0], "Cora", claim(read, "said", ClaimType.AID, "Cora"), at=AT)
    page = f"/coding/{made.id}/{reports[0]}"
    assert client.get(page).status_code == 404
    assert client.post(page, json={"action": "complete"}).status_code == 422
    assert client.get("/coding/nosuch").status_code == 404


def test_no_page_shows_one_coder_what_the_other_coded(db: str, client: TestClient) -> None:
    with api.open(db) as store:
        first, second = (store.reading(each.report.id) for each in list(api.reports(store, ReportQuery()))[:2])
        assert first is not None
        assert second is not None
        ben = Author(name="ben", person=True)
        made = coding.make(store, "pair", ("desk", "ben"), [first.report.id], by="desk", at=AT)
        fixes = [reviewing.Fix(field="actors", rows=({"text": first.claims[0].actors[0].text, "name": "Zzyx"},))]
        word = first.claims[0].trigger.text
        coding.code(store, made, first.report.id, "ben", claim(first, word, ClaimType.AID, "ben", fixes=fixes), at=AT)
        coding.finish(store, made, first.report.id, "ben", at=AT)
        for reviewed in (first.claims[0].id, first.report.id):
            with pytest.raises(InputError, match="ben codes this report blind"):
                reviewing.reject(store, first.claims[0].id, "Zzyx", by=ben, at=AT)
            with pytest.raises(InputError, match="ben codes this report blind"):
                api.review(store, Review(id="r", target=reviewed, action=ReviewAction.ACCEPT, by=ben, at=AT))
        reviewing.accept(store, second.claims[0].id, by=ben, at=AT)  # of another report he may say what he likes
        event = next(each.id for each in api.events(store) if first.claims[0].id in each.claims)
    names = [made.id, first.report.id, first.claims[0].id, event, "actors", "csv", "claims"]
    of = f"?of={first.report.id}&of={first.claims[0].id}"
    pages = {path.removesuffix(of): answer.text for path, answer in answers(client, names, ("", of))}
    assert len(pages) > 60
    assert [path for path, text in pages.items() if "Zzyx" in text] == []
    for path in (f"/reports/{first.report.id}", f"/claims/{first.claims[0].id}", f"/review/reports/{first.report.id}"):
        assert "You code this report blind" in pages[path]
    given = {"action": "accept", "target": first.claims[0].id}
    assert client.post("/api/v1/reviews", json=given).status_code == 422
    with api.open(db) as store:
        coding.finish(store, made, first.report.id, "desk", at=AT)
    assert client.get(f"/reports/{first.report.id}").status_code == 200
    assert "Zzyx" in client.get(f"/coding/{made.id}/{first.report.id}/adjudicate").text
    assert client.post("/api/v1/reviews", json=given).status_code == 201


def test_what_one_of_two_has_reviewed_is_not_coded_blind(db: str) -> None:
    with api.open(db) as store:
        reports = [each.report.id for each in api.reports(store, ReportQuery())]
        read = store.reading(reports[0])
        assert read is not None
        reviewing.accept(store, read.claims[0].id, by=Author(name="ben", person=True), at=AT)
        assert coding.make(store, "pair", ("desk", "ben"), reports, by="desk", at=AT).reports == tuple(reports[1:])
        with pytest.raises(InputError, match="reviewed by one of the two"):
            coding.make(store, "other", ("desk", "ben"), reports[:1], by="desk", at=AT)
