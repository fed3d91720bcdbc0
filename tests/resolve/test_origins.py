"""Origins: tables of our own pairs, the example fortnight, properties, hostile texts."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codec import digest
from dateline.intake import jsonl
from dateline.judgement import Author, Judgement, JudgementKind, Verdict
from dateline.records import Report, Span
from dateline.resolve import Link, LinkKind, Origins, find_origins
from dateline.resolve.link import compare, shared
from dateline.resolve.shelf import key_of
from dateline.resolve.shingle import Text, read
from dateline.resolve.verdict import standing
from fortnight import story

FERRY = (
    "A ferry with 90 people aboard ran aground off the port of Tarsk late on Monday, the coast guard "
    "said. Fishermen took most of the passengers off in small boats before the first cutter came. The "
    "captain had reported engine trouble an hour earlier and was told to wait outside the harbour for a "
    "tug. Eleven people were treated for cold and shock in the town's clinic. The owner, a company from "
    "the islands, has lost two vessels in three years. Divers will look at the hull on Wednesday if the "
    "wind falls."
)
STRIKE = (
    "Bakers in the northern province of Ulm refused to light their ovens on Tuesday in protest at the "
    "price of flour. Their union says that a sack costs twice what it did in spring, while the price of a"
    " loaf is set by decree. Queues formed outside the three army bakeries. The trade ministry promised "
    "to open its stores within a week and warned of fines. A woman in the queue said she had come from a "
    "village two hours away. Lorry drivers have said that they may join."
)
RETOLD = (
    "Late on Monday a ferry carrying 90 people got stuck near Tarsk, officials at the coast guard told "
    "us. Small boats of local men brought nearly everybody to land. Doctors saw eleven of them. Nobody "
    "has said why the ship was kept waiting, though its master had warned of an engine that was failing. "
    "Islanders recalled earlier losses of the same line."
)
OWN = (
    "Our reporter could not reach the harbour office, whose telephone rang all morning without an answer from anybody."
)
QUOTE = (
    "“We shall not sit at a table on which the other side has laid a loaded rifle and called it a pen,” said Ana Brock."
)
FURNITURE = " Readers with pictures of what they saw may send them to the night desk of this paper."


def report(
    name: str, text: str, *, outlet: str | None = None, day: str | None = "2031-05-06", **more: object
) -> Report:
    return Report(id=name, text=text, outlet=outlet, published=day, **more)  # type: ignore[arg-type]


def parts(text: str) -> list[str]:
    return [part + "." for part in text.rstrip(".").split(". ")]


PAIRS = [
    ("the same text", FERRY, FERRY, LinkKind.COPY),
    ("another case", FERRY, FERRY.upper(), LinkKind.COPY),
    ("first half", FERRY, " ".join(parts(FERRY)[:3]), LinkKind.EXCERPT),
    ("middle, with a line of its own", FERRY, f"{OWN} {' '.join(parts(FERRY)[2:5])}", LinkKind.REWRITE),
    ("reversed", FERRY, " ".join(reversed(parts(FERRY))), LinkKind.COPY),
    ("inside a long one", FERRY, f"{STRIKE} {FERRY} {STRIKE.replace('Tuesday', 'Friday')}", LinkKind.EXCERPT),
    ("small words changed", FERRY, FERRY.replace("the ", "a ").replace(" with ", " of "), LinkKind.COPY),
    ("numbers corrected", FERRY, FERRY.replace("90", "70").replace("Eleven", "Nine"), LinkKind.COPY),
    ("told anew", FERRY, RETOLD, None),
    ("another story", FERRY, STRIKE, None),
    ("one quote", f"{FERRY} {QUOTE}", f"{STRIKE} {QUOTE}", LinkKind.PART),
    ("nothing", FERRY, "", None),
    ("one word", FERRY, "Tarsk", None),
]


@pytest.mark.parametrize(("what", "one", "other", "kind"), PAIRS)
def test_how_two_reports_hang_together(what: str, one: str, other: str, kind: LinkKind | None) -> None:
    link = compare(read(report("a", one)), read(report("b", other)))
    assert (link.kind if link else None) == kind, link


@pytest.mark.parametrize(
    ("what", "outlet", "cited", "days", "joined"),
    [
        ("names the outlet", "Coast Radio", "Coast Radio", ("06", "06"), True),
        ("names it a day later", "The Coast Radio", "Coast Radio", ("06", "07"), True),
        ("names another", "Coast Radio", "Hill Radio", ("06", "06"), False),
        ("what is named came later", "Coast Radio", "Coast Radio", ("08", "06"), False),
        ("long ago", "Coast Radio", "Coast Radio", ("01", "06"), False),
    ],
)
def test_a_report_has_its_story_from_the_outlet_that_it_names(
    what: str, outlet: str, cited: str, days: tuple[str, str], joined: bool
) -> None:
    first = report("a", FERRY, outlet=outlet, day=f"2031-05-{days[0]}")
    told = "A ferry with 90 passengers aboard is aground off Tarsk and eleven people were treated in a clinic"
    text = f"{told}, {cited} reported."
    second = report("b", text, outlet="Daily Post", day=f"2031-05-{days[1]}")
    assert (len(find_origins([first, second])) == 1) == joined


def test_one_outlet_that_tells_a_like_thing_is_no_copy() -> None:
    wire = (
        "A roadside bomb killed {} near the village of {} on {}, police said. No group said that it laid the bomb. {}"
    )
    one = wire.format("two shepherds", "Orm", "Monday", " ".join(parts(FERRY)[1:3]))
    other = wire.format("a judge", "Belt", "Friday", " ".join(parts(STRIKE)[1:3]))
    assert len(find_origins([report("a", one, outlet="Wire"), report("b", other, outlet="Wire")])) == 2


def test_dateline_and_title_are_not_compared_and_offsets_are_of_the_text() -> None:
    line = "TARSK, May 6 (Wire) - "
    one = report("a", line + FERRY, dateline=Span(text=line.strip(" -"), start=0, end=len(line.strip(" -"))))
    other = report("b", FERRY)
    link = compare(read(one), read(other))
    assert link is not None
    (passage,) = link.passages
    assert one.text[passage.start : passage.end] == other.text[passage.other_start : passage.other_end]
    assert passage.start == len(line) + len("A ")


def test_old_news_is_no_copy() -> None:
    assert len(find_origins([report("a", FERRY), report("b", FERRY, day="2031-09-06")])) == 2


def test_a_mixed_report_belongs_to_both_and_joins_neither() -> None:
    mixed = " ".join(piece for pair in zip(parts(FERRY), parts(STRIKE), strict=True) for piece in pair)
    origins = find_origins([report("f", FERRY), report("s", STRIKE), report("m", mixed), report("n", mixed)])
    assert sorted(origin.reports for origin in origins) == [("f", "m", "n"), ("m", "n", "s")]


def test_the_whole_of_which_two_are_excerpts_joins_them_if_it_came_first() -> None:
    whole = report("w", f"{FERRY} {STRIKE}", day="2031-05-05")
    assert len(find_origins([whole, report("f", FERRY), report("s", STRIKE)])) == 1


def test_a_chain_of_loose_likenesses_is_not_one_origin() -> None:
    rng = random.Random(7)
    words = [f"w{rng.randrange(10**9)}" for _ in range(1_000)]
    chain = [report(f"{i:02}", " ".join(words[i * 40 : i * 40 + 80])) for i in range(20)]
    assert max(len(origin.reports) for origin in find_origins(chain)) <= 5


def test_a_footer_joins_nobody() -> None:
    rng = random.Random(3)
    texts = (" ".join(f"w{rng.randrange(10**9)}" for _ in range(60)) + FURNITURE for _ in range(200))
    assert len(find_origins(report(f"{i}", text) for i, text in enumerate(texts))) == 200


def test_many_copies_are_one_origin() -> None:
    rng = random.Random(5)
    copies = [report(f"{i}", " ".join(rng.sample(parts(FERRY), 5))) for i in range(300)]
    assert len(find_origins(copies)) == 1


@pytest.mark.parametrize("text", ["", "Tarsk", " \n", "“", "word " * 20_000, "\ud800 " * 50, FERRY * 2_500])
def test_hostile_texts_pass(text: str) -> None:
    index = Origins()
    for name in ("a", "b"):
        index.add(report(name, text))
    index.add(report("c", STRIKE))
    assert {name for origin in index.all() for name in origin.reports} == {"a", "b", "c"}
    assert index.of("c")[0].reports == ("c",)


def test_what_is_added_again_changes_nothing() -> None:
    index = Origins()
    for name in ("a", "b", "a"):
        index.add(report(name, FERRY))
    assert len(index) == 2
    assert index.add(report("a", STRIKE)) == index.links("a")
    assert [origin.reports for origin in index.all()] == [("a", "b")]


PIECES = [*parts(FERRY), *parts(STRIKE), OWN, QUOTE, *parts(RETOLD)]
TEXTS = st.lists(st.integers(0, len(PIECES) - 1), max_size=7).map(lambda at: " ".join(PIECES[i] for i in at))
ROWS = st.lists(
    st.tuples(TEXTS, st.sampled_from([None, "Wire", "Our"]), st.sampled_from([None, "2031-05-06", "2031-05-07"])),
    max_size=9,
)


@settings(deadline=None, max_examples=60)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_one_is_asked_as_all(
    rows: list[tuple[str, str | None, str | None]], rng: random.Random
) -> None:
    reports = [report(f"r{i}", text, outlet=outlet, day=day) for i, (text, outlet, day) in enumerate(rows)]
    index = Origins()
    for one in reports:
        index.add(one)
    shuffled = rng.sample(reports, len(reports))
    assert find_origins(shuffled) == index.all()
    for one in reports:
        assert index.of(one.id) == tuple(origin for origin in index.all() if one.id in origin.reports)


def test_order_does_not_matter_where_many_share_a_fingerprint() -> None:
    rng = random.Random(11)
    reports = [
        report(f"{i}", " ".join(rng.sample(PIECES, 5)) + FURNITURE, day=f"2031-05-{1 + i % 25:02}") for i in range(160)
    ]
    first = find_origins(reports)
    assert find_origins(reversed(reports)) == first == find_origins(rng.sample(reports, len(reports)))


def links_of(texts: list[Text], near: int, close: int) -> dict[tuple[str, str], Link]:
    """Return the links of reports as they are defined: all pairs are compared, and all fingerprints looked through."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for text in texts:
        for shingle in text.prints:
            lines.setdefault(shingle, []).append(key_of(text))
    beside: Counter[tuple[str, str]] = Counter()
    for line in map(sorted, lines.values()):
        for i, (_, one) in enumerate(line):
            for gap, (_, other) in enumerate(line[i + 1 : i + 1 + near], 1):
                beside[min(one, other), max(one, other)] += 3 if gap <= close else 1
    out = {}
    for first, second in combinations(sorted(texts, key=lambda text: text.report.id), 2):
        pair = first.report.id, second.report.id
        link = compare(first, second)
        if link is not None and (link.named or beside[pair] >= 3):
            out[pair] = link
    return out


@pytest.mark.parametrize(("near", "close"), [(12, 1), (12, 0), (9, 2), (2, 2), (2, 1)])
@pytest.mark.parametrize("size", [1, 5, 60])
def test_links_are_those_of_all_pairs_that_stand_near_each_other_whatever_came_and_went(
    size: int, near: int, close: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("shelf", "origins"):
        monkeypatch.setattr(f"dateline.resolve.{module}.NEAR", near)
        monkeypatch.setattr(f"dateline.resolve.{module}.CLOSE", close)
    rng = random.Random(size)
    outlets = [None, "Wire", "Our"]
    texts = [
        read(
            report(
                f"{i}",
                " ".join(rng.choices(PIECES, k=rng.randint(1, 5))) + rng.choice(["", FURNITURE, " Wire reported."]),
                outlet=rng.choice(outlets),
                day=rng.choice([None, "2031-05-06", "2031-05-07"]),
            )
        )
        for i in range(60)
    ]
    index = Origins()
    for start in range(0, len(texts), size):
        index.enter(texts[start : start + size])
    assert found_in(index, texts) == links_of(texts, near, close)
    gone = rng.sample(texts, 25)
    for text in gone:
        index.remove(text.report.id)
    left = [text for text in texts if text not in gone]
    assert found_in(index, left) == links_of(left, near, close)
    index.enter(gone)
    assert found_in(index, texts) == links_of(texts, near, close)


def found_in(index: Origins, texts: list[Text]) -> dict[tuple[str, str], Link]:
    return {(link.one, link.other): link for text in texts for link in index.links(text.report.id)}


# What people hold


def judgement(
    one: str,
    other: str,
    verdict: Verdict,
    *,
    by: str = "ana",
    at: int = 1,
    person: bool = True,
    kind: JudgementKind = JudgementKind.ORIGIN,
) -> Judgement:
    return Judgement(
        id=digest("judgement", one, other, verdict, by, at),
        kind=kind,
        one=one,
        other=other,
        verdict=verdict,
        by=Author(name=by, person=person),
        at=f"2031-06-01T00:00:{at:02}Z",
    )


SAME, DIFFERENT, PART, OPEN = Verdict.SAME, Verdict.DIFFERENT, Verdict.PART, Verdict.OPEN
HELD = [
    ("the later of one author", [("ana", True, SAME), ("ana", True, DIFFERENT)], DIFFERENT),
    ("the later of two persons", [("ana", True, DIFFERENT), ("ben", True, SAME)], SAME),
    ("a person before the machine for ever", [("ana", True, SAME), ("dateline", False, DIFFERENT)], SAME),
    ("what is taken back is nothing", [("ana", True, SAME), ("ana", True, OPEN)], None),
    ("but what another holds stands", [("ben", True, PART), ("ana", True, SAME), ("ana", True, OPEN)], PART),
    ("and what the machine holds", [("dateline", False, SAME), ("ana", True, DIFFERENT), ("ana", True, OPEN)], SAME),
    ("judged again after that", [("ana", True, SAME), ("ana", True, OPEN), ("ana", True, DIFFERENT)], DIFFERENT),
]


@pytest.mark.parametrize(("what", "told", "held"), HELD)
def test_what_is_held_of_two(what: str, told: list[tuple[str, bool, Verdict]], held: Verdict | None) -> None:
    judged = [judgement("a", "b", verdict, by=by, at=i, person=person) for i, (by, person, verdict) in enumerate(told)]
    found = standing(reversed(judged), JudgementKind.ORIGIN)
    assert {pair: one.verdict for pair, one in found.items()} == ({} if held is None else {("a", "b"): held})
    assert not standing(judged, JudgementKind.EVENT)


def groups(reports: list[Report], *judged: Judgement) -> list[tuple[str, ...]]:
    return sorted(origin.reports for origin in find_origins(reports, judged))


COPIES = [report(name, FERRY) for name in "abc"]
LOOSE = [
    report("m", FERRY),
    *(report(name, f"{OWN * 3} {' '.join(parts(FERRY)[i : i + 3])}") for name, i in (("x", 0), ("y", 2))),
]


def test_what_a_person_holds_for_the_same_is_one_and_its_link_says_who() -> None:
    told = judgement("s", "a", SAME)
    reports = [*COPIES, report("s", STRIKE)]
    assert groups(reports) == [("a", "b", "c"), ("s",)]
    assert groups(reports, told) == [("a", "b", "c", "s")]
    [origin] = find_origins(reports, [told])
    assert [(link.one, link.other, link.judged) for link in origin.links if link.kind is LinkKind.SAME] == [
        ("a", "s", told.id)
    ]
    assert groups(reports, told, judgement("s", "a", OPEN, at=2)) == groups(reports)
    assert groups(reports, judgement("s", "a", SAME, kind=JudgementKind.EVENT)) == groups(reports)
    assert groups(reports, judgement("s", "gone", SAME)) == groups(reports)


def test_what_a_person_holds_for_different_is_never_in_one_not_even_by_others() -> None:
    told = judgement("a", "b", DIFFERENT)
    for reports in (COPIES, [*COPIES, report("d", FERRY), report("e", RETOLD)]):
        assert any({"a", "b"} <= set(group) for group in groups(reports))
        assert not any({"a", "b"} <= set(group) for group in groups(reports, told))
    assert groups(LOOSE) == [("m", "x", "y")]
    apart = groups(LOOSE, judgement("x", "y", DIFFERENT))
    assert sorted(name for group in apart for name in group) == ["m", "x", "y"]
    assert len(apart) == 2
    index = Origins([told])
    for one in COPIES:
        index.add(one)
    assert [link.kind for link in index.links("a")] == [LinkKind.DIFFERENT, LinkKind.COPY]


def test_who_is_held_for_the_same_as_one_and_different_from_another_goes_with_the_one() -> None:
    assert groups(COPIES, judgement("a", "b", DIFFERENT), judgement("b", "c", SAME)) == [("a",), ("b", "c")]
    # Nobody can hold all three: what is different stays apart.
    judged = [judgement("a", "b", DIFFERENT), judgement("b", "c", SAME), judgement("a", "c", SAME)]
    assert not any({"a", "b"} <= set(group) for group in groups(COPIES, *judged))


def test_a_part_is_not_joined_directly() -> None:
    pair = COPIES[:2]
    assert groups(pair, judgement("a", "b", PART)) == [("a",), ("b",)]


def test_a_mixed_report_that_is_held_for_the_same_as_one_still_joins_nobody() -> None:
    mixed = " ".join(piece for pair in zip(parts(FERRY), parts(STRIKE), strict=True) for piece in pair)
    reports = [report("f", FERRY), report("s", STRIKE), report("m", mixed), report("n", mixed)]
    both = [("f", "m", "n"), ("m", "n", "s")]
    assert groups(reports) == both
    for one, other in (("f", "m"), ("m", "n")):
        assert groups(reports, judgement(one, other, SAME)) == both
    assert groups(reports, judgement("f", "m", DIFFERENT)) == [("f", "n"), ("m", "n", "s")]
    alone = groups(reports, *(judgement(one, "m", DIFFERENT) for one in "fsn"))
    assert alone == [("f", "n"), ("m",), ("n", "s")]


VERDICTS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from([SAME, DIFFERENT, PART, OPEN])), max_size=6
)


@settings(deadline=None, max_examples=60)
@given(ROWS, VERDICTS)
def test_whatever_people_hold_every_report_has_an_origin_and_none_holds_two_that_differ(
    rows: list[tuple[str, str | None, str | None]], told: list[tuple[int, int, Verdict]]
) -> None:
    reports = [report(f"r{i}", text, outlet=outlet, day=day) for i, (text, outlet, day) in enumerate(rows)]
    judged = [
        judgement(f"r{min(one, other)}", f"r{max(one, other)}", verdict, at=at)
        for at, (one, other, verdict) in enumerate(told)
    ]
    index = Origins(judged)
    for one in reports:
        index.add(one)
    found = index.all()
    assert {name for origin in found for name in origin.reports} == {one.id for one in reports}
    held = standing(judged, JudgementKind.ORIGIN)
    for pair, each in held.items():
        if each.verdict is DIFFERENT:
            assert not any(set(pair) <= set(origin.reports) for origin in found)
    for one in reports:
        assert index.of(one.id) == tuple(origin for origin in found if one.id in origin.reports)


@settings(deadline=None, max_examples=60)
@given(TEXTS, TEXTS)
def test_shared_passages_lie_in_both_and_do_not_overlap(one: str, other: str) -> None:
    passages = shared(read(report("a", one)), read(report("b", other)))
    for text, spans in (
        (one, sorted((p.start, p.end) for p in passages)),
        (other, sorted((p.other_start, p.other_end) for p in passages)),
    ):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(left[1] <= right[0] for left, right in combinations(spans, 2))


def test_the_origins_of_the_fortnight_are_those_of_its_gold() -> None:
    with story.REPORTS.open("rb") as stream:
        rows = [row.report for row in jsonl.read(stream, name="fortnight") if isinstance(row, jsonl.Row)]
    names = {one.id: one.source_id or "" for one in rows}
    right, neither = set[frozenset[str]](), set[frozenset[str]]()
    for origin in story.gold()["origin"]:
        wholes = [origin["source"], *(m["report"] for m in origin["members"] if not m.get("part"))]
        right |= {frozenset(pair) for pair in combinations(wholes, 2)}
        neither |= {frozenset((origin["source"], m["report"])) for m in origin["members"] if m.get("part")}
    found = {
        frozenset(names[one] for one in pair)
        for origin in find_origins(rows)
        for pair in combinations(origin.reports, 2)
    }
    assert found - neither == right
