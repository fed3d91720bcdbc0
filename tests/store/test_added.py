"""Claims that people add: they enter events, exports and archives as the coder's do, and can be taken back."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.api import ClaimQuery, EventQuery, reviewing
from dateline.errors import StoreError
from dateline.judgement import Author, Review, ReviewAction
from dateline.records import Claim, ClaimType
from dateline.store import Added, Coder, Entry, Store, open_store, postgres, sqlite
from dateline.store.query import claims_where
from dateline.store.rows import claim_words
from dateline.store.sql import SqlStore

ANN = Author(name="Ann", person=True)
READINGS = [reading(number, claims=2, story=number // 3) for number in range(6)]
AT = "2031-01-01T10:00:0{}.000001Z"


@pytest.fixture
def store(place: Callable[[], str]) -> Iterator[Store]:
    with open_store(place(), create=True) as found:
        found.add([Entry(reading=each, raw=b"x") for each in READINGS], Coder(version="1"))
        resolution.resolve(found)
        yield found


def add(store: Store, number: int, at: int, **given: object) -> Claim:
    """Add that somebody helped, told by the first word of the last sentence of a report."""
    own = READINGS[number]
    start = own.sentences[-1].start
    word = own.report.text[start:].split()[0]
    made = reviewing.claim_of(
        own,
        type=ClaimType.AID,
        trigger={"text": word, "start": str(start), "end": str(start + len(word))},
        by=ANN,
        at=AT.format(at),
        **given,
    )
    assert reviewing.add(store, own.report.id, made, by=ANN, at=AT.format(at)) is None
    return made


def events(store: Store) -> list[str]:
    return [api.dumps(each) for each in api.events(store)]


def test_an_added_claim_is_of_an_event_and_names_its_maker(store: Store) -> None:
    made = add(store, 0, 1)
    (event,) = [each for each in api.events(store) if made.id in each.claims]
    assert event.type is ClaimType.AID
    assert event.reports[0].id == READINGS[0].report.id
    (found,) = api.claims(store, ClaimQuery(ids=(made.id,)))
    assert (found.claim, found.report) == (made, READINGS[0].report.id)
    assert (found.claim.made_by.component, found.claim.made_by.rule) == ("person", "Ann")
    assert store.counts().claims == 13
    assert store.counts().readings == 6
    assert store.check() == ()
    assert next(store.reports(api.ReportQuery(ids=(READINGS[0].report.id,)))).claims == 2
    assert store.reading(READINGS[0].report.id) == READINGS[0]


def test_what_is_added_joins_an_event_of_the_coder_and_leaves_it_its_id(store: Store) -> None:
    own = READINGS[0].claims[0]
    (before,) = [each for each in api.events(store) if own.id in each.claims]
    again = reading(3, claims=2, story=1)
    named = {name: ({"text": getattr(own, name)[0].text},) for name in ("actors", "recipients", "places", "times")}
    made = reviewing.claim_of(
        READINGS[0],
        type=own.type,
        trigger={"text": own.trigger.text, "start": str(own.trigger.start), "end": str(own.trigger.end)},
        fixes=[reviewing.Fix(field=name, rows=rows) for name, rows in named.items()],
        by=ANN,
        at=AT.format(1),
    )
    assert again.report.id == READINGS[3].report.id
    reviewing.reject(store, own.id, "told better below", by=ANN, at=AT.format(0))
    reviewing.add(store, READINGS[0].report.id, made, by=ANN, at=AT.format(1))
    (after,) = [each for each in api.events(store) if made.id in each.claims]
    assert own.id not in after.claims
    assert set(after.claims) & set(before.claims)
    assert len(after.reports) == len(before.reports)


def test_undoing_takes_it_out_and_adding_it_anew_brings_it_back(store: Store) -> None:
    before = events(store)
    made = add(store, 0, 1)
    assert events(store) != before
    assert reviewing.undo(store, by=ANN, at=AT.format(2)) is not None
    assert events(store) == before
    assert list(api.claims(store, ClaimQuery(ids=(made.id,)))) == []
    assert store.counts().claims == 12
    reviewing.add(store, READINGS[0].report.id, made, by=ANN, at=AT.format(3))
    assert [each for each in api.events(store) if made.id in each.claims]
    assert len(list(api.claims(store, ClaimQuery(ids=(made.id,))))) == 1


def test_what_takes_it_back_can_be_taken_back(store: Store) -> None:
    made = add(store, 0, 1)
    found = events(store)
    reviewing.undo(store, by=ANN, at=AT.format(2))
    (undone,) = [one for one in store.reviews() if one.action is ReviewAction.UNDO]
    again = Review(id="again", target=undone.id, action=ReviewAction.UNDO, by=ANN, at=AT.format(3))
    api.review(store, again)
    assert events(store) == found
    assert [each.claim.id for each in api.claims(store, ClaimQuery(ids=(made.id,)))] == [made.id]


def test_events_made_anew_are_the_same_to_the_byte(store: Store) -> None:
    add(store, 0, 1)
    add(store, 4, 2)
    store.add([Entry(reading=reading(7, claims=2, story=1), raw=b"x")], Coder(version="1"))
    resolution.resolve(store)
    found = events(store)
    resolution.resolve(store, again=True)
    assert events(store) == found
    assert api.pending(store) == 0


def test_a_reread_report_keeps_what_was_added_and_a_revised_one_does_not(place: Callable[[], str]) -> None:
    with open_store(place(), create=True) as store:
        first = reading(0, claims=2, url="https://example.org/a")
        store.add([Entry(reading=first, raw=b"x")], Coder(version="1"))
        resolution.resolve(store)
        words = first.report.text.split("\n\n")[1].split()[-1].rstrip(".")
        made = reviewing.claim_of(first, type=ClaimType.AID, trigger={"text": words}, by=ANN, at=AT.format(1))
        reviewing.add(store, first.report.id, made, by=ANN, at=AT.format(1))
        store.add([Entry(reading=first, raw=b"x")], Coder(version="2"))
        resolution.resolve(store)
        assert [each for each in api.events(store) if made.id in each.claims]
        store.add([Entry(reading=reading(0, claims=2, url="https://example.org/a", version=1), raw=b"x")],
                  Coder(version="2"))  # fmt: skip
        resolution.resolve(store)
        assert not [each for each in api.events(store) if made.id in each.claims]
        assert store.check() == ()


def test_it_is_in_exports_and_in_what_an_archive_gives_back(store: Store, tmp_path: Path) -> None:
    made = add(
        store, 0, 1, fixes=[reviewing.Fix(field="places", rows=({"text": READINGS[0].claims[0].places[0].text},))]
    )
    out = io.BytesIO()
    api.export(store, "claims", out, EventQuery(types=(ClaimType.AID,)))
    assert made.id.encode() in out.getvalue()
    api.archive(store, tmp_path / "a.zip")
    with open_store(str(tmp_path / "b.db"), create=True) as other:
        api.restore(tmp_path / "a.zip", other)
        assert other.fingerprint() == store.fingerprint()
        resolution.resolve(other)
        assert [made.id] == [each.claim.id for each in api.claims(other, ClaimQuery(ids=(made.id,)))]
        assert {each.id for each in api.events(other)} == {each.id for each in api.events(store)}


def test_what_was_added_can_be_reviewed_itself(store: Store) -> None:
    made = add(store, 0, 1)
    seen = reviewing.look(store, made.id)
    assert seen.scope.event is not None
    fixed = reviewing.Fix(field="status", rows=({"value": "planned"},))
    reviewing.fix(store, made.id, [fixed], by=ANN, at=AT.format(2))
    assert reviewing.look(store, made.id).shown.status.value == "planned"
    reviewing.reject(store, made.id, "it was not so", by=ANN, at=AT.format(3))
    assert not [each for each in api.events(store) if made.id in each.claims]


def test_an_added_claim_does_not_make_the_store_look_larger(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "_LOOK_UP", 1)
    found = Counter(word for each in READINGS for claim in each.claims for word in set(claim_words(claim)[0]))
    asked = claims_where(ClaimQuery(text=found.most_common(1)[0][0])).searches
    assert isinstance(store, SqlStore)
    before = store.matching("claim_words", asked, "c.seq", 1)
    add(store, 0, 1)
    assert store.matching("claim_words", asked, "c.seq", 1) == before


def test_where_nothing_was_added_since_nothing_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, 0, 1)
    add(store, 1, 2)
    reviewing.undo(store, by=ANN, at=AT.format(3))
    (last,) = [one for one in store.reviews() if one.action is ReviewAction.UNDO]

    def put(self: Added, found: object) -> None:
        raise AssertionError("it would be written to")

    monkeypatch.setattr(Added, "put", put)
    resolution.resolve(store)
    store.review([Review(id="again", target=last.id, action=ReviewAction.UNDO, by=ANN, at=AT.format(4))])
    with pytest.raises(AssertionError):
        resolution.resolve(store)


def test_what_was_added_at_no_instant_is_told(store: Store) -> None:
    made = add(store, 0, 1)
    with pytest.raises(StoreError, match='"yesterday" is no instant'):
        reviewing.add(store, READINGS[0].report.id, made, by=ANN, at="yesterday")


def test_what_is_added_at_no_instant_is_not_taken_in(store: Store) -> None:
    add(store, 0, 1)
    (one,) = store.reviews()
    with pytest.raises(StoreError, match='"2031" is no instant'):
        api.review(store, replace(one, id="other", at="2031"))
    assert list(store.reviews()) == [one]
