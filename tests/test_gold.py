"""The gold of our own: its files keep their guidelines, and the scorer tells right from wrong."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bench import gold_format
from bench.gold import AGREED, Agreement, agreement, count, kappa, links, speaker_right, strict
from bench.gold_align import Told, align, from_gold, same, same_chain
from bench.gold_format import FOLDER, GoldError, GoldQuote, GoldReport, load
from dateline.records import Attribution, Quoting, Reading, Report, Source, Span

FILES = sorted(FOLDER.glob("*/*.toml"))
EXAMPLE = re.findall(r"```toml\n(.*?)```", (FOLDER / "GUIDELINES.md").read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_word_of_the_gold_stands_in_its_text(path: Path) -> None:
    assert load(path).claims


@pytest.mark.parametrize("report", gold_format.part("dev"), ids=lambda report: report.name)
def test_at_most_one_claim_in_five_is_optional(report: GoldReport) -> None:
    assert 5 * sum(c.optional for c in report.claims) <= len(report.claims)


def test_there_is_gold() -> None:
    assert [path for path in FILES if path.parent.name == "dev"]


def written(folder: Path, text: str) -> Path:
    path = folder / "report.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_of_the_guidelines_is_a_gold_file(tmp_path: Path) -> None:
    report = load(written(tmp_path, EXAMPLE))
    assert [report.text[c.start : c.end] for c in report.claims][-2:] == ["shelled", "shelled"]
    assert report.claims[-2].start < report.claims[-1].start
    assert len(report.text.split("\n\n")) == 2


# What the example says, what stands there instead, and what the checker says to it.
WRONG = [
    ('trigger = "truce"', 'trigger = "truces"', r"report.toml:19: claim 'truce', trigger: 'truces' is not in the text"),
    ('trigger = "truce"', 'trigger = "ruce"', "'ruce' is not in the text"),
    ("nth = 1, ", "", "claim 'shelling', trigger: 'shelled' stands 2 times; say nth"),
    ("nth = 1", "nth = 3", "claim 'shelling', nth: 3: 'shelled' stands 2 times"),
    ('within = "soldiers shelled the market"', 'within = "shelled"', "within: 'shelled' stands 2 times"),
    (
        'actors = ["soldiers"]',
        'actors = ["gunners | soldiers"]',
        "claim 'market', actors: 'gunners' is not in the text",
    ),
    (
        'by = ["government negotiator"]},',
        'by = ["a spokesman"]},',
        "claim 'demand', by: 'a spokesman' is not in the text",
    ),
    ('content_of = "demand"', 'content_of = "demands"', "content_of: 'demands' is no other claim's id"),
    ('denies = ["shelling", "market"]', 'denies = ["denial"]', "denies: 'denial' is no other claim's id"),
    ('id = "market"', 'id = "shelling"', "claim 'shelling', id: two claims have it"),
    ('type = "REQUEST"', 'type = "ASK"', "claim 'demand', type: 'ASK' is unknown; use one of AGREE"),
    ('status = "offered"', 'status = "likely"', "claim 'truce', status: 'likely' is unknown"),
    ('role = "released"', 'role = "freed"', "claim 'release', quantities: role 'freed' is unknown"),
    ("content_of =", "content =", "claim 'release', content: unknown key"),
    ('published = "2031-03-05"', 'published = "5 March"', "published: '5 March' is no day"),
    ('kind = "wire"', 'kind = "story"', "kind: 'story' is unknown"),
    ('annotator = "A"', "", "annotator: missing"),
    ('text = "They want every"', 'text = "They want each"', "quote 'They want each', text: 'They want each' is not"),
    ("claims = [", "claims = [,", "no TOML"),
]


@pytest.mark.parametrize(("words", "instead", "message"), WRONG)
def test_the_checker_refuses(tmp_path: Path, words: str, instead: str, message: str) -> None:
    assert words in EXAMPLE
    with pytest.raises(GoldError, match=message if "report.toml" in message else re.escape(message)):
        load(written(tmp_path, EXAMPLE.replace(words, instead, 1)))


def test_a_second_annotation_takes_its_text_from_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold_format, "FOLDER", tmp_path)
    (tmp_path / "dev").mkdir()
    first = written(tmp_path / "dev", EXAMPLE)
    second = tmp_path / "second.toml"
    second.write_text(gold_format.blank(first), encoding="utf-8")
    assert load(second).text == load(first).text
    assert (load(second).claims, load(second).of) == ((), "dev/report.toml")


# The scorer


def told(name: str, start: int, type_: str = "ASSAULT", **more: object) -> Told:
    return replace(Told(id=name, start=start, end=start + 5, types=(type_,)), **more)  # type: ignore[arg-type]


def test_triggers_pair_one_to_one_and_by_type_first() -> None:
    gold = [told("a", 10), told("b", 10, "CONTROL")]
    a = align(gold, [told("x", 10, "CONTROL"), told("y", 12), told("z", 12)])
    assert a.typed == ((0, 1), (1, 0))
    assert a.untyped == ()
    assert not a.free_ours


def test_what_does_not_overlap_is_no_pair() -> None:
    a = align([told("a", 10)], [told("x", 15)])
    assert (a.typed, a.untyped) == ((), ())


def test_an_exact_pair_gives_way_where_both_can_be_placed() -> None:
    gold = [replace(told("a", 10), end=30), told("b", 10)]
    assert len(align(gold, [told("x", 10), told("y", 20)]).typed) == 2


def test_another_type_is_found_but_not_typed() -> None:
    a = align([told("a", 10, "REQUEST")], [told("x", 10, "ACCUSE")])
    assert (a.typed, a.untyped) == ((), ((0, 0),))
    assert align([told("a", 10, types=("REQUEST", "ACCUSE"))], [told("x", 10, "ACCUSE")]).typed == ((0, 0),)


def test_optional_claims_count_neither_way() -> None:
    report = EXAMPLE_REPORT
    gold = replace(report, claims=tuple(replace(c, optional=c.id == "truce") for c in report.claims))
    ours = from_gold(report)
    assert count(gold, ours).typed == (5, 5, 5)
    assert count(gold, [t for t in ours if t.id != "truce"]).typed == (5, 5, 5)


def test_an_optional_claim_does_not_excuse_another_type() -> None:
    a = align([told("a", 10, optional=True)], [told("x", 10, "REQUEST")])
    assert not a.free_ours


def test_a_required_claim_is_paired_before_an_optional_one() -> None:
    a = align([told("a", 10, optional=True), told("b", 11)], [told("x", 10)])
    assert (a.typed, a.free_ours) == (((1, 0),), frozenset())


def test_a_type_beside_counts_neither_way() -> None:
    gold = [told("a", 10, "CONTROL", also=("COERCE",))]
    a = align(gold, [told("x", 10, "COERCE"), told("y", 10, "CONTROL"), told("z", 10, "REQUEST")])
    assert (a.typed, a.free_ours) == (((0, 1),), frozenset({0}))


def example() -> GoldReport:
    path = Path("example.toml")
    reader = gold_format._Reader(path, EXAMPLE)
    return reader.report(gold_format.tomllib.loads(EXAMPLE))


EXAMPLE_REPORT = example()


def test_gold_against_itself_is_all_right() -> None:
    c = count(EXAMPLE_REPORT, from_gold(EXAMPLE_REPORT))
    assert c.found == c.typed == (6, 6, 6)
    assert c.stance == c.polarity == c.status == c.chain == (6, 6)
    assert c.voiced == (5, 5)
    assert c.content == (3, 3, 3)
    assert c.denials == (2, 2, 2)
    assert c.participants[0] == c.participants[1] == c.participants[2] == 7
    assert c.quantities == (1, 1, 1)
    assert c.errors == []


# What is changed in the claim `release`, and the counts that must fall.
HARM: list[tuple[dict[str, object], str, tuple[int, ...]]] = [
    ({"types": ("REQUEST",)}, "typed", (5, 6, 6)),
    ({"types": ("REQUEST",)}, "found", (6, 6, 6)),
    ({"start": 0, "end": 1}, "found", (5, 6, 6)),
    ({"start": 0, "end": 1}, "content", (2, 3, 3)),
    ({"polarity": "negative"}, "polarity", (5, 6)),
    ({"polarity": "negative"}, "stance", (5, 6)),
    ({"statuses": ("happened",)}, "status", (5, 6)),
    ({"statuses": ("happened",)}, "stance", (5, 6)),
    ({"chain": ()}, "chain", (5, 6)),
    ({"chain": (("army",),)}, "voiced", (4, 5)),
    ({"chain": (("government negotiator",), ("army",))}, "chain", (5, 6)),
    ({"content_of": None}, "content", (2, 2, 3)),
    ({"content_of": "truce"}, "content", (2, 3, 3)),
    ({"denies": ("truce",)}, "denials", (2, 3, 2)),
    ({"supports": ("truce",)}, "supports", (0, 1, 0)),
    ({"recipients": (("rebels",),)}, "participants", (6, 7, 7)),
    ({"quantities": (("released", 41.0),)}, "quantities", (0, 1, 1)),
]


@pytest.mark.parametrize(("change", "figure", "expected"), HARM)
def test_each_fault_is_counted(change: dict[str, object], figure: str, expected: tuple[int, ...]) -> None:
    ours = [replace(t, **change) if t.id == "release" else t for t in from_gold(EXAMPLE_REPORT)]  # type: ignore[arg-type]
    counts = count(EXAMPLE_REPORT, ours)
    assert getattr(counts, figure) == expected
    assert counts.errors or figure in {"participants", "quantities", "denials", "supports"}


def test_the_rest_is_unharmed_by_a_wrong_status() -> None:
    ours = [replace(t, statuses=("feared",)) if t.id == "truce" else t for t in from_gold(EXAMPLE_REPORT)]
    counts = count(EXAMPLE_REPORT, ours)
    assert (counts.typed, counts.polarity, counts.chain) == ((6, 6, 6), (6, 6), (6, 6))
    assert [group for group, _ in counts.errors] == ["status offered as feared"]


@pytest.mark.parametrize(
    ("gold", "ours", "expected"),
    [
        ({"denies": ("b",)}, {"denies": ("y",)}, (1, 1, 1)),
        ({"denies": ("b",)}, {"denies": ("z",)}, (0, 1, 1)),
        ({"denies": ("b",), "may_deny": ("c",)}, {"denies": ("y", "z")}, (1, 1, 1)),
        ({"denies": ()}, {"denies": ("y",)}, (0, 1, 0)),
        ({"denies": ("b",)}, {"denies": ("nobody",)}, (0, 0, 1)),
        ({"denies": ("d",)}, {"denies": ("w",)}, (0, 0, 0)),  # an end is optional
        ({"denies": ("d",)}, {"denies": ("y",)}, (0, 0, 0)),  # what it denies is optional, so what we say is not judged
    ],
)
def test_links(gold: dict[str, object], ours: dict[str, object], expected: tuple[int, ...]) -> None:
    left = [told("a", 0, **gold), told("b", 10), told("c", 20), told("d", 30, optional=True)]
    right = [told("x", 0, **ours), told("y", 10), told("z", 20), told("w", 30)]
    assert links(align(left, right), lambda t: t.denies, lambda t: t.may_deny) == expected


# Wordings of two sources, and whether they are one.
SOURCES = [
    ("Elin Marsh", "Marsh", True),
    ("Elin Marsh", "Ms Marsh", True),
    ("Elin Marsh", "Elin Marsh, who leads the delegation", True),
    ("Elin Marsh", "Tom Marsh", False),
    ("Elin Marsh", "She", False),
    ("a government negotiator", "government negotiator", True),
    ("government negotiator", "negotiator", True),
    ("army spokesman", "the army's spokesman", True),
    ("army spokesman", "a spokesman for the army", True),
    ("army spokesman", "police spokesman", False),
    ("army spokesman", "a spokesman for the police", False),
    ("army", "army spokesman", False),
    ("Ministry of Defence", "the Defence Ministry", True),
    ("Ministry of Defence", "the Ministry of Health", False),
    ("two officials", "Two officials familiar with the talks", True),
    ("residents", "residents of Dorgan", True),
    ("draft", "a draft seen by the Upland Courier", True),
    ("Said Ahmed", "Said Ahmed of the council", True),
    ("Said", "Said Ahmed of the council", False),
    ("witnesses", "residents", False),
    ("unnamed", "unnamed", True),
    ("unnamed", "officials", False),
    ("the", "a", False),
]


@pytest.mark.parametrize(("a", "b", "one"), SOURCES)
def test_one_source_or_two(a: str, b: str, one: bool) -> None:
    assert same((a,), (b,)) is one
    assert same((b,), ("nobody at all", a)) is one


def test_chains_keep_their_order_and_length() -> None:
    chain = (("witnesses",), ("police",))
    assert same_chain(chain, (("the witnesses",), ("police",)))
    assert not same_chain(chain, chain[::-1])
    assert not same_chain(chain, chain[:1])
    assert same_chain((), ())


TEXT = "“We stay,” said Ilda Brem."


@pytest.mark.parametrize(
    ("speaker", "source", "right"),
    [
        ("Ilda Brem", (16, 25), True),
        ("the mayor", (16, 25), False),
        ("unnamed", (16, 25), False),
        ("unnamed", None, True),
        ("Ilda Brem", None, False),
    ],
)
def test_quote_speakers(speaker: str, source: tuple[int, int] | None, right: bool) -> None:
    who = Source(text=TEXT[slice(*source)], start=source[0], end=source[1]) if source else None
    quote = Span(text="We stay", start=1, end=8)
    found = Attribution(source=who, cue=None, content=(quote,), quoted=Quoting.DIRECT)
    reading = Reading(report=Report(id="r", text=TEXT), attributions=(found,))
    assert speaker_right(GoldQuote(start=1, end=8, speaker=speaker), reading) is right


def test_a_quote_is_its_speakers_and_not_of_whom_it_reports() -> None:
    text = "“He said he would stay,” said Ilda Brem."
    whole, inner = Span(text=text[1:22], start=1, end=22), Span(text=text[1:12], start=1, end=12)
    brem = Source(text="Ilda Brem", start=text.index("Ilda"), end=text.index("Ilda") + 9)
    he = Source(text="He", start=1, end=3)
    direct = Attribution(source=brem, cue=None, content=(whole,), quoted=Quoting.DIRECT)
    report = Report(id="r", text=text)
    for quoting, right in ((Quoting.INDIRECT, True), (Quoting.PARTIAL, False)):
        other = Attribution(source=he, cue=None, content=(inner,), quoted=quoting)
        reading = Reading(report=report, attributions=(other, direct))
        assert speaker_right(GoldQuote(start=1, end=8, speaker="Ilda Brem"), reading) is right


def test_a_quote_that_nobody_covers_is_wrong() -> None:
    reading = Reading(report=Report(id="r", text=TEXT))
    assert not speaker_right(GoldQuote(start=1, end=8, speaker="Ilda Brem"), reading)


# Agreement


def test_kappa() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    # 0.7 seen; by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5
    assert kappa([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15) == pytest.approx(0.4)


def compared(**change: object) -> Agreement:
    other = tuple(replace(c, **change) if c.id == "release" else c for c in EXAMPLE_REPORT.claims)  # type: ignore[arg-type]
    return agreement([(EXAMPLE_REPORT, replace(EXAMPLE_REPORT, claims=other))])


def test_two_who_say_the_same_agree() -> None:
    a = compared()
    assert (a.found.value, a.typed.value, a.type_kappa, a.status_kappa, a.chain.value) == (100, 100, 1, 1, 100)


def test_two_who_differ_do_not() -> None:
    assert compared(types=("AGREE",)).type_kappa < 1
    assert compared(types=("AGREE",)).typed.value < compared(types=("AGREE",)).found.value == 100
    assert compared(types=("AGREE", "RETREAT")).type_kappa == 1
    assert compared(statuses=("planned",)).status_kappa < 1
    assert compared(by=()).chain.value < 100
    assert compared(content_of=None).content.value < 100


def test_what_either_holds_optional_is_left_out() -> None:
    assert compared(optional=True).found.value == 100
    assert compared(optional=True, by=()).chain.value == 100


def test_without_leeway_the_first_labels_count() -> None:
    def compare(**change: object) -> Agreement:
        other = tuple(replace(c, **change) if c.id == "release" else c for c in EXAMPLE_REPORT.claims)  # type: ignore[arg-type]
        return agreement([(strict(EXAMPLE_REPORT), strict(replace(EXAMPLE_REPORT, claims=other)))])

    assert compare(optional=True).found.value == 100
    assert compare(types=("AGREE", "RETREAT")).typed.value < 100
    assert compare(statuses=("planned", "demanded")).status_kappa < 1
    optional = tuple(replace(c, optional=c.id == "truce") for c in EXAMPLE_REPORT.claims)
    first = replace(EXAMPLE_REPORT, claims=optional)
    second = replace(EXAMPLE_REPORT, claims=tuple(c for c in optional if c.id != "truce"))
    assert agreement([(first, second)]).found.value == 100
    assert agreement([(strict(first), strict(second))]).found.value < 100


def test_every_figure_of_agreement_is_printed() -> None:
    assert {*AGREED} == {name for name in Agreement.__dataclass_fields__ if name != "reports"}


def test_two_texts_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not that of"):
        agreement([(EXAMPLE_REPORT, replace(EXAMPLE_REPORT, text="Another."))])
