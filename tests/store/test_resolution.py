"""Events and ledgers of a store: a function of what is in it, however it came in, on every engine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable

import pytest

from bench.generated import reading
from dateline import inquiry, resolution
from dateline.codec import digest, dumps
from dateline.errors import InputError
from dateline.event import Event
from dateline.judgement import Author, Judgement, JudgementKind, Review, ReviewAction, Verdict
from dateline.ledger import LedgerKind
from dateline.records import Reading, Status
from dateline.store import Coder, Derived, Entry, EventQuery, LedgerQuery, Near, Store, open_store
from dateline.store.sql import SqlStore

CODER = Coder(version="1", model="m")
ANNA = Author(name="Anna", person=True)


def told(number: int) -> Reading:
    """Make a report; three tell of each story, in one or two claims."""
    return reading(number, claims=2, story=number // 3, url=f"https://a.example/{number}")


def stored(store: Store, found: Iterable[Reading]) -> None:
    store.add([Entry(reading=each, raw=each.report.text.encode()) for each in found], CODER)


def contents(store: Store) -> str:
    """Write all that was derived, as it is asked for."""
    events = [dumps(event) for event in inquiry.events(store)]
    ledgers = [dumps(row) for kind in LedgerKind for row in inquiry.ledger(store, LedgerQuery(ledger=kind.value))]
    return "\n".join([*events, *ledgers])


def events_of(store: Store, **asked: object) -> list[Event]:
    return list(inquiry.events(store, EventQuery(**asked)))  # type: ignore[arg-type]


def judgement(one: str, other: str, verdict: Verdict, at: str = "2031-01-01T00:00:00Z") -> Judgement:
    found = {"kind": JudgementKind.EVENT, "one": min(one, other), "other": max(one, other), "verdict": verdict}
    name = digest("judgement", one, other, verdict.value, at)
    return Judgement(id=name, by=ANNA, at=at, **found)  # type: ignore[arg-type]


def review(target: str, action: ReviewAction, at: str, **more: str) -> Review:
    return Review(id=digest("review", target, action.value, at), target=target, action=action, by=ANNA, at=at, **more)


def test_reports_of_one_story_are_one_event(store: Store) -> None:
    stored(store, map(told, range(9)))
    done = resolution.resolve(store)
    assert (done.readings, done.claims, done.left) == (9, 18, 0)
    found = events_of(store)
    assert sorted(len(event.reports) for event in found) == [3] * 6
    assert all(len(event.origins) == 3 for event in found)
    assert sorted(claim for event in found for claim in event.claims) == sorted(
        claim.id for number in range(9) for claim in told(number).claims
    )


def test_it_does_not_matter_in_which_portions_reports_come(place: object) -> None:
    def filled(portions: list[range], batch: int) -> str:
        with open_store(place(), create=True) as store:  # type: ignore[operator]
            store.clock = clock  # type: ignore[attr-defined]
            for portion in portions:
                stored(store, map(told, portion))
                while resolution.resolve(store, most=batch).left:
                    pass
            return contents(store)

    whole = filled([range(12)], 64)
    assert whole.count("\n") > 20
    assert filled([range(5), range(5, 6), range(6, 12)], 1) == whole


def clock() -> object:
    from datetime import UTC, datetime

    return datetime(2031, 1, 1, tzinfo=UTC)


def test_made_again_from_nothing_it_is_the_same_to_the_byte(store: Store) -> None:
    for start in (0, 4, 8):
        stored(store, map(told, range(start, start + 4)))
        resolution.resolve(store)
    stored(store, [reading(2, claims=2, story=0, url="https://a.example/2", version=1)])
    resolution.resolve(store)
    claims = told(0).claims
    inquiry.judge(store, judgement(claims[0].id, claims[1].id, Verdict.SAME))
    before = tables(store)
    resolution.resolve(store, again=True)
    assert tables(store) == before


def tables(store: Store) -> dict[str, list[object]]:
    assert isinstance(store, SqlStore)
    names = ("events", "event_claims", "event_redirects", "ledger_rows", "edges", "resolved")
    return {name: sorted(store.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def test_one_more_report_changes_its_own_events_only(store: Store) -> None:
    stored(store, map(told, range(8)))
    resolution.resolve(store)
    before = {event.id: event for event in events_of(store)}
    stored(store, [told(8)])
    done = resolution.resolve(store)
    after = {event.id: event for event in events_of(store)}
    assert done.readings == 1
    assert done.events == 2
    assert after.keys() == before.keys()  # ids stay while evidence grows
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {name for name, event in after.items() if told(8).report.id in {r.id for r in event.reports}}


def test_a_revision_takes_the_place_of_what_it_revises(store: Store) -> None:
    stored(store, map(told, range(3)))
    resolution.resolve(store)
    other = reading(100, claims=1, story=50, url="https://a.example/2")
    stored(store, [other])
    resolution.resolve(store)
    reports = {report.id for event in events_of(store) for report in event.reports}
    assert told(2).report.id not in reports
    assert other.report.id in reports
    assert {len(event.reports) for event in events_of(store)} == {1, 2}


def test_a_person_parts_and_joins_and_takes_it_back(store: Store) -> None:
    stored(store, map(told, range(3)))
    resolution.resolve(store)
    first, second = sorted(events_of(store), key=lambda event: event.id)
    inquiry.merge(store, first.id, second.id, by=ANNA, at="2031-01-01T00:00:00Z")
    [one] = events_of(store)
    assert set(one.claims) == {*first.claims, *second.claims}
    gone = ({first.id, second.id} - {one.id}).pop()
    assert inquiry.event(store, gone) == one  # an id that goes leads to where it went
    stored(store, [reading(200, claims=2, story=0)])
    resolution.resolve(store)
    assert len(events_of(store)) == 1  # what comes later joins what a person joined
    inquiry.split(store, one.id, first.claims, by=ANNA, at="2031-01-02T00:00:00Z")
    assert {frozenset(event.claims) & {*one.claims} for event in events_of(store)} == {
        frozenset(first.claims),
        frozenset(second.claims),
    }
    inquiry.judge(store, judgement(first.claims[0], first.claims[1], Verdict.DIFFERENT, "2031-01-03T00:00:00Z"))
    assert not any({first.claims[0], first.claims[1]} <= set(event.claims) for event in events_of(store))
    for name, claims in ((first.id, ["0" * 16]), ("0" * 16, first.claims)):
        with pytest.raises(InputError):
            inquiry.split(store, name, claims, by=ANNA, at="2031-01-04T00:00:00Z")


def test_a_judgement_makes_its_own_parts_of_ledgers_and_leaves_the_rest_due(store: Store) -> None:
    stored(store, map(told, range(30)))
    resolution.resolve(store, ledgers=False)
    derived = Derived(store)
    due = set(derived.parts_due(10_000))
    for kind in LedgerKind:
        own = len(derived.parts_due(10_000, kind))
        assert [derived.count_due(most, kind) for most in (3, 10_000)] == [min(own, 3), own]
    claims = told(0).claims
    inquiry.judge(store, judgement(claims[0].id, claims[1].id, Verdict.SAME))
    near = derived.parts_of(sorted(derived.numbers([claim.id for claim in claims]).values()))
    left = set(derived.parts_due(10_000))
    assert left < due
    assert near
    assert not left & set(near)
    assert left & set(derived.parts_of(derived.claims_of_reports([told(29).report.id])))
    assert resolution.settle(store) == len(left)
    before = contents(store)
    resolution.resolve(store, again=True)
    assert contents(store) == before


def test_how_far_it_is_is_told_to_the_last_part_of_a_ledger(store: Store) -> None:
    stored(store, map(told, range(70)))
    far: list[resolution.Resolved] = []
    done = resolution.resolve(store, told=far.append)
    assert [each.readings for each in far if not each.parts] == [64, 70]
    assert far[-1].parts == done.parts > 0


def test_a_rejected_claim_is_in_no_event_and_a_fixed_one_counts_as_fixed(store: Store) -> None:
    stored(store, [told(0)])
    resolution.resolve(store)
    one, two = told(0).claims
    inquiry.review(store, review(one.id, ReviewAction.REJECT, "2031-01-01T00:00:00Z"))
    assert [event.claims for event in events_of(store)] == [(two.id,)]
    fixed = review(two.id, ReviewAction.FIX, "2031-01-02T00:00:00Z", field="status", old='"happened"', new='"planned"')
    inquiry.review(store, fixed)
    assert [event.status.value for event in events_of(store)] == ["planned"]
    undone = review(fixed.id, ReviewAction.UNDO, "2031-01-03T00:00:00Z")
    inquiry.review(store, undone)
    assert {event.status.value for event in events_of(store)} == (
        {"planned"} if two.status is Status.PLANNED else {"single-origin"}
    )


def test_what_is_asked_is_what_comes(store: Store) -> None:
    stored(store, map(told, range(30)))
    resolution.resolve(store)
    everything = events_of(store)
    one = everything[7]
    assert one.place is not None
    assert events_of(store, ids=(one.id,)) == [one]
    assert events_of(store, types=(one.type,)) == [event for event in everything if event.type is one.type]
    assert one in events_of(store, actor=one.actors[0].name)
    assert one in events_of(store, place=one.place.name)
    assert {event.place.name for event in events_of(store, place=one.place.name) if event.place} == {one.place.name}
    assert one in events_of(store, text=one.actors[0].name)
    assert events_of(store, text="nowheresuchword") == []
    day = one.date.value
    assert day is not None
    assert events_of(store, since=day, until=day) == [event for event in everything if event.date.value == day]
    assert events_of(store, origins=4) == []
    assert len(events_of(store, limit=3)) == 3
    assert events_of(store, reports=(one.reports[0].id,)) == [
        event for event in everything if one.reports[0].id in {report.id for report in event.reports}
    ]
    assert events_of(store, near=Near(latitude=34.6, longitude=69.3, km=20)) == everything
    assert events_of(store, near=Near(latitude=-34.6, longitude=69.3, km=500)) == []
    assert events_of(store, changed_since="2999-01-01") == []
    assert events_of(store, changed_since="2000-01-01") == everything


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "soon"}, "not a date"),
        ({"limit": 0}, "positive"),
        ({"text": "-no"}, "asks for no word"),
        ({"text": 'the "north gate'}, "not closed"),
        ({"changed_since": "last week"}, "no instant"),
    ],
)
def test_a_wrong_question_is_refused(store: Store, asked: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        events_of(store, **asked)


def test_a_point_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="LATITUDE"):
        Near(latitude=91, longitude=0, km=1)


def test_a_ledger_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="no ledger; use one of: control"):
        inquiry.ledger(store, LedgerQuery(ledger="weather"))


def test_the_derivation_leads_down_to_the_characters(store: Store) -> None:
    stored(store, map(told, range(3)))
    resolution.resolve(store)
    event = events_of(store)[0]
    lines = "\n".join(inquiry.derivation(store, event.id))
    claim = next(claim for claim in told(0).claims if claim.id in event.claims)
    assert event.title in lines
    assert all(name in lines for name in event.claims)
    assert f'"{claim.evidence.text}" [{claim.evidence.start}, {claim.evidence.end})' in lines
    assert "one event, " in lines
    of_claim = "\n".join(inquiry.derivation(store, claim.id))
    assert event.id in of_claim
    with pytest.raises(InputError, match="no event and no claim"):
        list(inquiry.derivation(store, "0" * 16))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_killed_while_it_resolves_nothing_is_lost(db: str) -> None:
    with open_store(db, create=True) as store:
        stored(store, map(told, range(60)))
    for round in range(6):
        pid = os.fork()
        if not pid:
            with open_store(db) as store:
                resolution.BATCH = 3
                resolution.resolve(store)
            os._exit(0)
        time.sleep(0.04 * (round + 1))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with open_store(db) as store:
        assert store.check() == ()
        resolution.resolve(store)
        before = tables(store)
        resolution.resolve(store, again=True)
        assert tables(store) == before


def test_what_another_version_resolved_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(store, map(told, range(3)))
    resolution.resolve(store)
    assert resolution.pending(store) == 0
    monkeypatch.setattr(resolution, "VERSION", "later")
    assert resolution.pending(store) == 3
    assert resolution.resolve(store).readings == 3
    assert Derived(store).version() == "later"


def test_a_correction_that_cannot_be_made_is_refused_at_once(store: Store) -> None:
    stored(store, [told(0)])
    resolution.resolve(store)
    claim = told(0).claims[0].id
    wrong = review(claim, ReviewAction.FIX, "2031-01-01T00:00:00Z", field="status", new='"perhaps"')
    nobody = review("0" * 16, ReviewAction.FIX, "2031-01-01T00:00:00Z", field="status", new='"planned"')
    for one, message in ((wrong, "status"), (nobody, "no claim of this id")):
        with pytest.raises(InputError, match=message):
            inquiry.review(store, one)
    assert store.counts().reviews == 0


def test_a_judgement_of_origins_counts_witnesses_anew(store: Store) -> None:
    stored(store, map(told, range(3)))
    resolution.resolve(store)
    one, other = sorted((told(0).report.id, told(1).report.id))
    assert {len(event.origins) for event in events_of(store)} == {3}
    same = Judgement(
        id=digest("judgement", one, other), kind=JudgementKind.ORIGIN, one=one, other=other, verdict=Verdict.SAME,
        by=ANNA, at="2031-01-01T00:00:00Z",
    )  # fmt: skip
    inquiry.judge(store, same)
    assert {len(event.origins) for event in events_of(store)} == {2}
    before = tables(store)
    resolution.resolve(store, again=True)
    assert tables(store) == before
