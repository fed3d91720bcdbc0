"""Origins in a store: on every engine they are those that are found in memory, whatever came when."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench.generated import reading
from dateline import origination
from dateline.codec import digest
from dateline.errors import InputError
from dateline.intake import jsonl
from dateline.judgement import Author, Judgement, JudgementKind, Verdict
from dateline.records import Claim, Reading, Report
from dateline.resolve import Origin, Origins, find_origins
from dateline.store import Coder, Entry, OriginQuery, OriginTables, ReportQuery, Store, open_store
from dateline.store.sql import SqlStore
from dateline.store.sqlite import SqliteStore
from fortnight import story

CODER = Coder(version="1")
OTHER = Coder(version="2")

NOUNS = "ferry harbour bakers flour mayor tunnel convoy clinic ridge orchard treaty siren bridge grain herald lantern"
VERBS = "blocked opened crossed reached struck left held burned reopened flooded guarded counted measured bought"
SENTENCES = [
    f"{a.capitalize()} {b} {c} {d} {e} near {f}."
    for i in range(60)
    for rng in (random.Random(i),)
    for a, c, e in (rng.sample(NOUNS.split(), 3),)
    for b, d, f in ((*rng.sample(VERBS.split(), 2), rng.choice(NOUNS.split()).capitalize()),)
]
FOOTER = " Readers with pictures of what they saw may send them to the night desk of this paper."


def made(seed: int, count: int, *, footer: float = 0.5) -> list[Report]:
    """Make reports of a few days that share sentences, footers and outlets, and name outlets."""
    rng = random.Random(seed)
    out: list[Report] = []
    for i in range(count):
        body = rng.sample(SENTENCES, rng.randint(2, 7))
        if out and rng.random() < 0.5:
            body = [*rng.sample(body, 1), rng.choice(out).text.removesuffix(FOOTER)]
        text = " ".join(body)
        if rng.random() < 0.2:
            text += f" Coast Radio {rng.randint(1, 3)} reported."
        if rng.random() < footer:
            text += FOOTER
        out.append(
            Report(
                id=digest("made", seed, i),
                source_id=f"made-{i}",
                text=text,
                language="en",
                outlet=rng.choice([None, "Coast Radio 1", "Coast Radio 2", "Hill Post"]),
                published=rng.choice([None, "2031-05", *(f"2031-05-{day:02}" for day in range(1, 9))]),
                agencies=rng.choice([(), ("Wire",)]),
            )
        )
    return out


def entries(reports: Iterable[Report], claims: tuple[Claim, ...] = ()) -> list[Entry]:
    return [Entry(reading=Reading(report=report, claims=claims)) for report in reports]


def fill(store: Store, reports: Sequence[Report], size: int = 7) -> None:
    """Store reports so many at a time, and enter them."""
    for start in range(0, len(reports), size):
        store.add(entries(reports[start : start + size]), CODER)
        origination.bring_up_to_date(store)


def found(store: Store) -> list[Origin]:
    return sorted(origination.all_origins(store), key=lambda origin: origin.id)


def contents(store: Store) -> str:
    """Return all that is kept of origins, by ids of reports instead of their numbers."""
    assert isinstance(store, SqlStore)
    ids = {row[0]: row[1] for row in store.execute("SELECT seq, id FROM reports")}
    out: dict[str, list[str]] = {}
    for table, sql, numbers in (
        ("texts", "SELECT report, packed FROM origin_texts", (0,)),
        ("days", "SELECT report, day, outlet, names FROM origin_days", (0,)),
        ("prints", "SELECT print, place, report FROM origin_prints", (2,)),
        ("links", "SELECT one, other, named, record FROM origin_links", (0, 1)),
        ("origins", "SELECT id, published, last_published, reports, outlets FROM origins", ()),
        ("members", "SELECT origin, report FROM origin_reports", (1,)),
        ("judgements", "SELECT judgement FROM origin_judgements", ()),
    ):
        out[table] = sorted(
            repr(tuple(ids[value] if i in numbers else value for i, value in enumerate(row)))
            for row in store.execute(sql)
        )
    return json.dumps(out)


def judgement(
    one: str, other: str, verdict: Verdict, *, by: str = "ana", at: int = 1, person: bool = True
) -> Judgement:
    one, other = sorted((one, other))
    return Judgement(
        id=digest("j", one, other, verdict, by, at),
        kind=JudgementKind.ORIGIN,
        one=one,
        other=other,
        verdict=verdict,
        by=Author(name=by, person=person),
        at=f"2031-06-01T00:00:{at:02}Z",
    )


@pytest.fixture(params=[12, 2], ids=["near 12", "near 2"])
def near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let few reports stand between two that are compared, so that many are pushed apart."""
    for module in ("dateline.resolve.shelf", "dateline.resolve.origins", "dateline.origination.shelf"):
        monkeypatch.setattr(f"{module}.NEAR", request.param)
    return int(request.param)


@pytest.mark.parametrize("size", [1, 9, 300])
def test_they_are_those_found_in_memory_in_any_order_and_batches(
    place: Callable[[], str], near: int, size: int
) -> None:
    reports = made(size, 40)
    told = find_origins(reports)
    assert 1 < len(told) < len(reports)
    shuffled = random.Random(size).sample(reports, len(reports))
    with open_store(place(), create=True) as store:
        fill(store, shuffled, size)
        assert found(store) == list(told)
        before = contents(store)
        store.clear_derived()
        assert found(store) == []
        assert origination.bring_up_to_date(store) == len(reports)
        assert found(store) == list(told)
        assert contents(store) == before
        assert origination.bring_up_to_date(store) == 0


def test_it_does_not_matter_in_which_order_the_same_reports_were_stored(
    place: Callable[[], str], tmp_path: Path, near: int
) -> None:
    reports = made(5, 40)
    with (
        open_store(place(), create=True) as store,
        open_store(tmp_path / "other.db", create=True) as other,  # SQLite beside either engine
    ):
        fill(store, reports, 11)
        fill(other, reports[::-1], 6)
        assert contents(store) == contents(other)


def test_those_of_the_fortnight(store: Store) -> None:
    with story.REPORTS.open("rb") as stream:
        reports = [row.report for row in jsonl.read(stream, name="fortnight") if isinstance(row, jsonl.Row)]
    fill(store, random.Random(1).sample(reports, len(reports)), 10)
    names = {each.report.id for each in store.reports(ReportQuery())}
    assert len(names) < len(reports)  # some are revisions of others
    told = find_origins(report for report in reports if report.id in names)
    assert found(store) == list(told)
    assert set(origination.origin_ids(store, [report.id for report in reports])) == names
    assert origination.origins_of(store, sorted(names)) == {
        name: tuple(origin for origin in told if name in origin.reports) for name in names
    }
    assert origination.origin_ids(store, sorted(names)) == {
        name: tuple(origin.id for origin in told if name in origin.reports) for name in names
    }


def test_only_the_last_revision_counts(store: Store, near: int) -> None:
    reports = [
        replace(report, url=f"https://a.example/{i % 23}") if i % 3 else report for i, report in enumerate(made(7, 40))
    ]
    fill(store, reports, 4)
    current = [each.report for each in store.reports(ReportQuery())]
    assert len(current) < len(reports)
    assert found(store) == list(find_origins(current))
    before = contents(store)
    store.clear_derived()
    origination.bring_up_to_date(store)
    assert contents(store) == before


def speaker(name: str) -> Claim:
    claim = reading(1).claims[0]
    return replace(claim, attribution=(replace(claim.attribution[0], name=name),))


def test_who_the_claims_of_the_last_reading_are_given_to_counts(store: Store) -> None:
    source = Report(id="a" * 16, text=" ".join(SENTENCES[:4]), outlet="hill post", published="2031-05-01")
    told = " ".join(sorted(source.text.lower().split()))  # all of its words, and none of its passages
    other = Report(id="b" * 16, text=told, outlet="Coast Radio", published="2031-05-01")
    fill(store, [source])
    for coder, claims, together in (
        (CODER, (), 1),
        (OTHER, (speaker("the Hill Post"),), 2),
        (Coder(version="3"), (speaker("the Hill Post"),), 2),
        (Coder(version="4"), (speaker("a shepherd"),), 1),
    ):
        store.add(entries([other], claims), coder)
        origination.bring_up_to_date(store)
        [origin] = origination.origins_of(store, [other.id])[other.id]
        assert len(origin.reports) == together
        index = Origins()
        index.add(source)
        index.add(other, claims)
        assert found(store) == list(index.all())


def test_what_people_hold_is_gone_by_and_can_be_taken_back(store: Store, near: int) -> None:
    reports = made(3, 30)
    fill(store, reports)
    told: list[Judgement] = []
    rng = random.Random(4)
    verdicts = [Verdict.SAME, Verdict.DIFFERENT, Verdict.PART, Verdict.OPEN]
    pairs = [
        *(link for origin in find_origins(reports) for link in ((each.one, each.other) for each in origin.links)),
        *(tuple(rng.sample([each.id for each in reports], 2)) for _ in range(10)),
    ]
    for at in range(12):
        one, other = rng.choice(pairs)
        told.append(judgement(one, other, rng.choice(verdicts), by=rng.choice(["ana", "ben"]), at=at))
        store.judge(told[-1:])
        assert origination.bring_up_to_date(store) == 0
        assert found(store) == list(find_origins(reports, told))
    store.judge([replace(each, verdict=Verdict.OPEN, at="2031-07-01T00:00:00Z", id=each.id[::-1]) for each in told])
    origination.bring_up_to_date(store)
    assert found(store) == list(find_origins(reports))


def test_entering_tells_whose_origin_changed(store: Store) -> None:
    one, copy, other = (
        Report(id=name * 16, text=" ".join(SENTENCES[start : start + 5]), published="2031-05-01")
        for name, start in (("a", 0), ("b", 0), ("c", 20))
    )
    assert isinstance(store, SqlStore)

    def enter(*found: Report) -> set[str]:
        store.add(entries(found), CODER)
        with store.writing():  # type: ignore[attr-defined]
            return origination.enter(store, [each.id for each in found])

    assert enter(one, other) == set()
    assert enter(copy) == {one.id, copy.id}
    store.judge([judgement(one.id, copy.id, Verdict.DIFFERENT)])
    assert enter() == {one.id, copy.id}
    store.judge([judgement(one.id, other.id, Verdict.SAME)])
    origination.bring_up_to_date(store)  # somebody else may bring it up to date: what changed is told all the same
    assert enter() == {one.id, other.id}
    assert enter() == set()


def test_what_fails_leaves_all_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = made(9, 20)
    fill(store, reports[:10])
    before = contents(store)
    store.add(entries(reports[10:]), CODER)
    with monkeypatch.context() as broken:
        broken.setattr(OriginTables, "regroup", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            origination.bring_up_to_date(store)
    assert contents(store) == before
    origination.bring_up_to_date(store)
    assert found(store) == list(find_origins(reports))


ASKED = [
    (OriginQuery(), {1, 2, 3, 4}),
    (OriginQuery(least=2), {1}),
    (OriginQuery(since="2031-05-02"), {1, 2, 4}),
    (OriginQuery(until="2031-05-01"), {1, 3}),
    (OriginQuery(since="2031-05-02", until="2031-05-03"), {1}),
    (OriginQuery(outlet="hill post"), {1, 2}),
    (OriginQuery(text="shepherds"), {1}),
    (OriginQuery(text="shepherds", outlet="Hill Post"), set()),
    (OriginQuery(report="0" * 16), {1}),
    (OriginQuery(report="f" * 16), set()),
    (OriginQuery(limit=2), {2, 4}),
]


@pytest.mark.parametrize(("query", "numbers"), ASKED)
def test_what_is_asked_for_comes_the_latest_first(store: Store, query: OriginQuery, numbers: set[int]) -> None:
    rows = [
        ("0", 0, "2031-05-01", "Hill Post", ""),
        ("1", 0, "2031-05-03", "Coast Radio", " Shepherds saw it."),
        ("2", 10, "2031-05-05", "Hill Post", ""),
        ("3", 20, "2031-05-01", None, ""),
        ("4", 30, "2031-05-04", None, ""),
    ]
    reports = [
        Report(id=name * 16, text=" ".join(SENTENCES[start : start + 5]) + more, outlet=outlet, published=day)
        for name, start, day, outlet, more in rows
    ]
    fill(store, reports)
    group = {"0": 1, "1": 1, "2": 2, "3": 3, "4": 4}
    answer = list(origination.origins(store, query))
    assert [group[each.reports[0].id[0]] for each in answer] == [n for n in (2, 4, 3, 1) if n in numbers] or [
        group[each.reports[0].id[0]] for each in answer
    ] == [n for n in (2, 4, 1, 3) if n in numbers]
    for each in answer:
        days = [report.published for report in each.reports]
        assert days == sorted(days, key=str)
        assert each.published == days[0]
        assert bool(each.evidence) == (query.report is not None)


def test_a_query_that_is_wrong_is_refused_at_once(store: Store) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        origination.origins(store, OriginQuery(since="soon"))


def test_of_sqlite_nothing_is_asked_that_3_37_has_not(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", create=True) as store:
        assert isinstance(store, SqliteStore)
        new: set[str | None] = set()

        def allowed(action: int, _: str | None, name: str | None, *rest: str | None) -> int:
            if action == sqlite3.SQLITE_FUNCTION and name in ("->", "->>"):
                new.add(name)
            return sqlite3.SQLITE_OK

        store._connection.set_authorizer(allowed)
        fill(store, made(3, 40), 9)
        OriginTables(store).between([(1, 0, 9)], 3)
        assert not new
