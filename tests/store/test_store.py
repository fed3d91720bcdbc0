"""The contract of a store, on every engine."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bench.generated import reading
from dateline.codec import digest
from dateline.errors import InputError
from dateline.judgement import Author, Judgement, JudgementKind, Reason, Review, ReviewAction, Verdict
from dateline.records import ClaimType, Codebook, Reading, Status
from dateline.store import ClaimQuery, Coder, Entry, Outcome, ReportQuery, Store, open_store
from strategies import readings

CODER = Coder(version="1", model="m")
OTHER = Coder(version="2", model="m", codebooks=(Codebook(name="own", digest="abc"),))


def entries(*found: Reading) -> list[Entry]:
    return [Entry(reading=each, raw=each.report.text.encode()) for each in found]


def outcomes(store: Store, *found: Reading, coder: Coder = CODER) -> list[Outcome]:
    return [each.outcome for each in store.add(entries(*found), coder)]


def test_what_goes_in_comes_out(store: Store) -> None:
    one = reading(1)
    assert outcomes(store, one, reading(2)) == [Outcome.NEW, Outcome.NEW]
    assert store.reading(one.report.id) == one
    assert store.raw(one.report.id) == one.report.text.encode()
    [found] = store.reports(ReportQuery(ids=(one.report.id,)))
    assert (found.report, found.revision, found.superseded, found.claims) == (one.report, 1, False, 5)
    assert found.raw == hashlib.sha256(one.report.text.encode()).hexdigest()
    assert tuple(each.claim for each in store.claims(ClaimQuery(reports=(one.report.id,)))) == one.claims[::-1]


def test_what_is_not_there_is_none(store: Store) -> None:
    store.add([Entry(reading=reading(1))], CODER)
    assert store.reading("nothing") is None
    assert store.raw(reading(1).report.id) is None
    assert store.reading(reading(1).report.id, OTHER) is None
    assert list(store.claims(ClaimQuery(ids=("nothing",)))) == []


def test_it_is_there_when_opened_again(db: str) -> None:
    with open_store(db, create=True) as store:
        store.add(entries(reading(1)), CODER)
        before = store.fingerprint()
    with open_store(db) as store:
        assert store.fingerprint() == before
        assert store.reading(reading(1).report.id) == reading(1)


def test_twice_changes_nothing(store: Store) -> None:
    store.add(entries(reading(1), reading(2)), CODER)
    before, counts = store.fingerprint(), store.counts()
    assert outcomes(store, reading(2), reading(1), reading(1)) == [Outcome.KNOWN] * 3
    assert (store.fingerprint(), store.counts()) == (before, counts)


def test_twice_in_one_batch_is_once(store: Store) -> None:
    assert outcomes(store, reading(1), reading(1)) == [Outcome.NEW, Outcome.KNOWN]
    assert store.counts().claims == 5


NUMBER = itertools.count()


# Not shrunk: each example opens a store, and the readings are small.
@settings(
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=st.lists(readings, max_size=4), data=st.data())
def test_any_reading_in_any_order_and_number_gives_the_same(db: str, found: list[Reading], data: st.DataObject) -> None:
    own = [replace(each, report=replace(each.report, id=digest("any", each, next(NUMBER)))) for each in found]
    with open_store(db, create=True) as store:
        store.add(entries(*own), CODER)
        before, counts = store.fingerprint(), store.counts()
        for each in own:
            assert store.reading(each.report.id) == each
        # In any order, any number of times, in batches of any size, nothing changes.
        again = data.draw(st.lists(st.lists(st.sampled_from(own), max_size=5), max_size=3)) if own else []
        for batch in again:
            assert set(outcomes(store, *batch)) <= {Outcome.KNOWN}
        assert (store.fingerprint(), store.counts()) == (before, counts)
        assert store.check() == ()


def test_order_and_batches_do_not_tell_in_the_fingerprint(db: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    many = [reading(n, url=f"https://a.example/{n % 7}") for n in range(20)]
    with open_store(db, create=True) as store:
        store.add(entries(*many), CODER)
        with open_store(tmp_path_factory.mktemp("other") / "b.db", create=True) as other:  # SQLite beside either engine
            for each in reversed(many):
                other.add(entries(each), CODER)
            assert other.fingerprint() == store.fingerprint()
            other.add(entries(reading(99)), CODER)
            assert other.fingerprint() != store.fingerprint()


# Revisions and coders


def test_a_new_version_of_a_url_is_a_revision(store: Store) -> None:
    first = reading(1, url="https://paper.example/story?id=7&utm_source=x")
    second = reading(1, url="http://Paper.example:80/story/?id=7#top", version=1)
    assert outcomes(store, first) == [Outcome.NEW]
    assert outcomes(store, second) == [Outcome.REVISION]
    assert (store.counts().reports, store.counts().documents, store.counts().claims) == (2, 1, 5)
    assert [each.report.id for each in store.reports(ReportQuery())] == [second.report.id]
    assert {each.report for each in store.claims(ClaimQuery())} == {second.report.id}
    assert len(list(store.claims(ClaimQuery(superseded=True)))) == 10
    both = list(store.reports(ReportQuery(superseded=True)))
    assert {(each.revision, each.superseded) for each in both} == {(1, True), (2, False)}
    assert store.reading(first.report.id) == first


def test_an_old_version_that_comes_again_stays_old(store: Store) -> None:
    first, second = (reading(1, url="https://a.example/1", version=version) for version in (0, 1))
    store.add(entries(first, second), CODER)
    assert outcomes(store, first) == [Outcome.KNOWN]
    assert outcomes(store, first, coder=OTHER) == [Outcome.REREAD]
    assert {each.report for each in store.claims(ClaimQuery())} == {second.report.id}
    assert store.check() == ()


def test_without_a_url_two_reports_are_two(store: Store) -> None:
    assert outcomes(store, reading(1), reading(1, version=1)) == [Outcome.NEW, Outcome.NEW]


def test_another_coder_reads_again_and_its_claims_stand(store: Store) -> None:
    before = reading(1)
    after = replace(before, claims=before.claims[:2])
    store.add(entries(before), CODER)
    assert store.known([before.report.id], OTHER) == frozenset()
    assert outcomes(store, after, coder=OTHER) == [Outcome.REREAD]
    assert store.known([before.report.id], OTHER) == {before.report.id}
    assert store.reading(before.report.id) == after
    assert store.reading(before.report.id, CODER) == before
    assert len(list(store.claims(ClaimQuery()))) == 2
    assert (store.counts().claims, store.counts().superseded_claims, store.counts().reports) == (2, 5, 1)
    assert store.check() == ()


# Asking


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open a store with 60 reports, for tests that only ask."""
    if request.param == "sqlite":
        db = str(tmp_path_factory.mktemp("full") / "a.db")
    else:
        db = request.getfixturevalue("new_database")()
    with open_store(db, create=True) as found:
        found.add(entries(*(reading(n) for n in range(60))), CODER)
        yield found


def test_claims_come_latest_first_each_once(full: Store) -> None:
    found = list(full.claims(ClaimQuery()))
    assert len(found) == 300  # more than a page
    assert len({each.claim.id for each in found}) == 300
    days = [each.claim.times[0].value or "" for each in found]
    assert all(one >= other for one, other in pairwise(days))
    assert [each.claim.id for each in full.claims(ClaimQuery(limit=250))] == [each.claim.id for each in found[:250]]


def matches(full: Store, query: ClaimQuery) -> set[str]:
    return {each.claim.id for each in full.claims(query)}


def test_claims_are_found_by_what_they_tell(full: Store) -> None:
    every = [claim for n in range(60) for claim in reading(n).claims]
    one = every[17]

    def those(*kept: object) -> set[str]:
        return {claim.id for claim, keep in zip(every, kept, strict=True) if keep}

    assaults = matches(full, ClaimQuery(types=(ClaimType.ASSAULT, ClaimType.AID)))
    assert assaults == those(*(claim.type in (ClaimType.ASSAULT, ClaimType.AID) for claim in every)) != set()
    planned = matches(full, ClaimQuery(statuses=(Status.PLANNED,)))
    assert planned == those(*(claim.status is Status.PLANNED for claim in every))
    actor = one.actors[0].name
    assert matches(full, ClaimQuery(actor=actor.upper())) == those(
        *(actor in (claim.actors[0].name, claim.recipients[0].name) for claim in every)
    )
    place = one.places[0].name
    assert matches(full, ClaimQuery(place=place)) == those(*(claim.places[0].name == place for claim in every))
    assert matches(full, ClaimQuery(place="Afghanistan")) == matches(full, ClaimQuery(place="AFG")) != set()
    assert matches(full, ClaimQuery(place="Afghanistan")) == those(*(c.places[0].country == "AFG" for c in every))
    speaker = one.attribution[0].name
    assert matches(full, ClaimQuery(speaker=speaker)) == those(*(c.attribution[0].name == speaker for c in every))
    since = matches(full, ClaimQuery(since="2030-01-10", until="2030-02"))
    assert since == those(*("2030-01-10" <= (claim.times[0].value or "") <= "2030-02-28" for claim in every)) != set()
    both = matches(full, ClaimQuery(types=(one.type,), actor=actor, until="2030-12-31"))
    assert one.id in both
    assert both < matches(full, ClaimQuery(until="2030"))


WORDS = [
    ("attacked", lambda text: "attacked" in text),
    ("ATTACK*", lambda text: "attack" in text),
    ('"people hurt"', lambda text: True),
    ('"hurt people"', lambda text: False),
    ("attacked OR met", lambda text: "attacked" in text or " met " in text),
    ("people -attacked", lambda text: "attacked" not in text),
    ("attack", lambda text: False),
]


@pytest.mark.parametrize(("asked", "holds"), WORDS, ids=[asked for asked, _ in WORDS])
def test_claims_are_found_by_words(full: Store, asked: str, holds: object) -> None:
    expected = {c.id for n in range(60) for c in reading(n).claims if holds(c.evidence.text)}  # type: ignore[operator]
    assert matches(full, ClaimQuery(text=asked)) == expected


@pytest.mark.parametrize("asked", ["people", "attacked OR met", "people -attacked", "attack"])
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_a_few_are_the_first_of_all_however_many_match(full: Store, asked: str, limit: int) -> None:
    every = [each.claim.id for each in full.claims(ClaimQuery(text=asked))]
    assert [each.claim.id for each in full.claims(ClaimQuery(text=asked, limit=limit))] == every[:limit]
    reports = [each.report.id for each in full.reports(ReportQuery(text=asked))]
    assert [each.report.id for each in full.reports(ReportQuery(text=asked, limit=limit))] == reports[:limit]


def test_a_claim_without_a_time_is_found_by_its_report(store: Store) -> None:
    dated, undated = reading(1), reading(2)
    bare = replace(undated, claims=tuple(replace(claim, times=()) for claim in undated.claims))
    lost = replace(reading(3), claims=tuple(replace(claim, times=()) for claim in reading(3).claims))
    lost = replace(lost, report=replace(lost.report, published=None))
    store.add(entries(dated, bare, lost), CODER)
    published = undated.report.published
    assert {each.report for each in store.claims(ClaimQuery(since=published))} == {undated.report.id}
    assert {each.report for each in store.claims(ClaimQuery(until="2040"))} == {dated.report.id, undated.report.id}
    assert len(list(store.claims(ClaimQuery()))) == 15


def test_reports_are_found(full: Store) -> None:
    outlet = reading(3).report.outlet
    assert {each.report.outlet for each in full.reports(ReportQuery(outlet=(outlet or "").lower()))} == {outlet}
    [one] = full.reports(ReportQuery(text=f'"{reading(3).report.title}"'))
    assert one.report == reading(3).report
    days = [each.report.published for each in full.reports(ReportQuery(since="2030-02", until="2030-02-10"))]
    assert days == [f"2030-02-{day:02d}" for day in range(10, 0, -1)]


WRONG = [
    ClaimQuery(since="yesterday"), ClaimQuery(since="2030-02-30"), ClaimQuery(since="2031", until="2030"),
    ClaimQuery(text="-not"), ClaimQuery(text=""), ClaimQuery(actor="???"), ClaimQuery(limit=0),
]  # fmt: skip


@pytest.mark.parametrize("query", WRONG, ids=repr)
def test_a_wrong_query_is_refused_at_once(store: Store, query: ClaimQuery) -> None:
    with pytest.raises(InputError):
        store.claims(query)


# Text is data

HOSTILE = [
    "'; DROP TABLE reports; --", '" OR 1=1 --', "evidence : attacked", "attacked) OR (people", "NEAR(a b)", "a\x00b",
    "%s %(x)s ? ?1 :x $1 {}", "\\'; SELECT 1", "'a':1 & !'b'", "\u202ereversed", "*", '"', "-", "word*word", "{a} b",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(store: Store, text: str) -> None:
    one = reading(1, extra=text)
    claim = replace(one.claims[0], actors=(replace(one.claims[0].actors[0], name=text),), mode=text)
    evil = replace(one, report=replace(one.report, title=text, outlet=text, url=text), claims=(claim,))
    store.add(entries(reading(2), evil), CODER)
    assert store.reading(evil.report.id) == evil
    for asked in (ClaimQuery(text=text), ClaimQuery(actor=text), ClaimQuery(place=text), ClaimQuery(ids=(text,))):
        try:
            list(store.claims(asked))
        except InputError:
            continue  # nothing to look for in it
    assert len(list(store.claims(ClaimQuery(modes=(text.replace("\x00", "\ufffd"),))))) == 1
    assert store.counts().reports == 2
    assert store.check() == ()


def test_a_name_does_not_reach_into_the_next(store: Store) -> None:
    one = reading(1, claims=1)
    who = one.claims[0].actors[0]
    actors = (replace(who, name="Front of Kestria", text="x"), replace(who, name="Army of Velmar", text="y"))
    store.add(entries(replace(one, claims=(replace(one.claims[0], actors=actors),))), CODER)
    assert len(list(store.claims(ClaimQuery(actor="front of kestria")))) == 1
    assert len(list(store.claims(ClaimQuery(actor="kestria army")))) == 0


def test_a_very_long_report_is_stored_whole_and_found_by_its_start(store: Store) -> None:
    long = " ".join(f"word{n}é" for n in range(60_000)) + " " + "x" * 1_000_000
    one = reading(1, extra=" " + long)
    store.add(entries(one), CODER)
    assert store.reading(one.report.id) == one
    assert len(list(store.reports(ReportQuery(text="WORD77E")))) == 1


# Judgements and reviews

PERSON = Author(name="A. Analyst", person=True)
MACHINE = Author(name="resolve", person=False, version="1")


def judgement(number: int, by: Author, verdict: Verdict = Verdict.SAME) -> Judgement:
    return Judgement(
        id=digest("judgement", number, by),
        kind=JudgementKind.EVENT,
        one=f"claim{number}",
        other="claim0",
        verdict=verdict,
        score=None if by.person else 0.75,
        by=by,
        at=f"2031-01-{number:02d}T00:00:00Z",
        why=() if by.person else (Reason(feature="place", value="2 km apart", weight=0.5),),
        remark="seen \x00 'both'" if by.person else None,
    )


def test_judgements_are_added_once_and_come_in_order(store: Store) -> None:
    many = [judgement(number, by) for number in (3, 1, 2) for by in (MACHINE, PERSON)]
    assert store.judge(many) == 6
    assert store.judge(many[:2]) == 0
    assert sorted(store.judgements(), key=lambda each: each.id) == sorted(many, key=lambda each: each.id)
    assert [each.at for each in store.judgements()] == sorted(each.at for each in many)
    assert {each.one for each in store.judgements(["claim2"])} == {"claim2"}
    assert len(list(store.judgements(["claim0"]))) == 6


def test_reviews_are_added_once_and_come_in_order(store: Store) -> None:
    fix = Review(
        id="r1", target="claim1", action=ReviewAction.FIX, by=PERSON, at="2031-01-02T00:00:00Z",
        field="type", old='"ASSAULT"', new='"COERCE"', reason="an arrest",
    )  # fmt: skip
    undo = Review(id="r2", target="r1", action=ReviewAction.UNDO, by=PERSON, at="2031-01-03T00:00:00Z")
    assert store.review([undo, fix, fix]) == 2
    assert list(store.reviews()) == [fix, undo]
    assert list(store.reviews(["r1"])) == [undo]


def test_clearing_what_is_derived_leaves_the_rest(store: Store) -> None:
    store.add(entries(reading(1)), CODER)
    store.judge([judgement(1, PERSON)])
    before = store.fingerprint()
    store.clear_derived()
    assert store.fingerprint() == before
