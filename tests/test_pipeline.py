"""The main path on reports of our own: what must hold of every reading, whatever the model's weights."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import api, pipeline
from dateline.codec import dumps, from_dict, to_dict
from dateline.lexicon import actors
from dateline.records import Passage, PassageKind, Reading, Report

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@cache
def examples() -> tuple[Reading, ...]:
    # Those of the folder itself: the fortnight in it has tests of its own.
    files = sorted(path for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".jsonl"})
    return tuple(api.read(files, published="2031-03-04"))


def spans(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Yield every span of a reading: its text, start and end."""
    report = reading.report
    found: list[object] = [*reading.mentions, *([report.dateline] if report.dateline else [])]
    for attribution in reading.attributions:
        found += [*attribution.content, *filter(None, (attribution.source, attribution.cue))]
    for claim in reading.claims:
        found += [claim.trigger, claim.evidence, *claim.actors, *claim.recipients]
        found += [*claim.places, *claim.times, *claim.quantities, *claim.attribution]
    for span in found:
        yield span.text, span.start, span.end  # type: ignore[attr-defined]


def check(reading: Reading) -> None:
    """Fail where a reading is not as every reading must be."""
    text = reading.report.text
    for words, start, end in spans(reading):
        assert text[start:end] == words
    for sentence in reading.sentences:
        passage = reading.report.passages[sentence.passage]
        assert passage.start <= sentence.start < sentence.end <= passage.end
        assert sentence.tokens == ()
    for issue in reading.issues:
        assert issue.start is None or issue.end is None or 0 <= issue.start <= issue.end <= len(text)
    claims = {claim.id for claim in reading.claims}
    mentions = {mention.id for mention in reading.mentions}
    assert len(claims) == len(reading.claims)
    assert len(mentions) == len(reading.mentions)
    for claim in reading.claims:
        assert {claim.content_of, *claim.denies, *claim.supports} <= {*claims, None}
        assert {party.mention for party in (*claim.actors, *claim.recipients)} <= {*mentions, None}
        assert claim.evidence.start <= claim.trigger.start < claim.trigger.end <= claim.evidence.end
        assert 0 <= claim.confidence <= 1
    assert from_dict(Reading, to_dict(reading)) == reading


def test_the_examples_hold() -> None:
    assert len(examples()) == 6
    for reading in examples():
        check(reading)


def test_english_examples_have_claims_and_the_other_says_why_not() -> None:
    for reading in examples():
        coded = reading.report.language == "en"
        assert bool(reading.claims) == coded
        assert any(issue.code == "intake.language" for issue in reading.issues) != coded


def test_the_border_report_tells_who_said_what_and_when() -> None:
    border = next(r for r in examples() if r.report.source_id == "border-ceasefire.txt")
    release = [c for c in border.claims if c.mode == "release" and c.status == "demanded"]
    assert {q.low for c in release for q in c.quantities} == {1200}
    assert any(c.type == "ASSAULT" and {t.value for t in c.times} == {"2031-03-02"} for c in border.claims)
    assert not [c for c in border.claims if c.status == "happened" and c.evidence.text.startswith("Mediators")]


def test_reading_twice_and_with_more_threads_gives_the_same_bytes() -> None:
    path = EXAMPLES / "live-blog.txt"
    first = [dumps(r) for r in api.read(path, published="2031-03-04", threads=1)]
    assert first == [dumps(r) for r in api.read(path, published="2031-03-04", threads=2)]


def test_a_report_read_alone_and_among_others_is_the_same() -> None:
    path = EXAMPLES / "three-reports.jsonl"
    among = {r.report.source_id: dumps(r) for r in examples()}
    for reading in api.read(path, published="2031-03-04"):
        assert dumps(reading) == among[reading.report.source_id]


def test_stages_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(pipeline.STAGES)) == pipeline.STAGES


def test_readings_flow_one_by_one() -> None:
    seen: list[str] = []

    def source() -> Iterator[Reading]:
        for name in ("a", "b"):
            seen.append(name)
            yield Reading(report=Report(id=name, text="Rien.", language="fr"))

    next(pipeline.read(source()))
    assert seen == ["a"]


def test_stages_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def stage(readings: Iterable[Reading]) -> Iterator[Reading]:
        for reading in readings:
            ran.append("mine" if reading.sentences else "too early")
            yield reading

    monkeypatch.setattr(pipeline, "STAGES", (pipeline.STAGES[0], stage, pipeline.publish))
    text = "Rebels left."
    whole = (Passage(kind=PassageKind.BODY, start=0, end=len(text)),)
    (reading,) = pipeline.read([Reading(report=Report(id="r", text=text, language="en", passages=whole))])
    assert ran == ["mine"]
    assert reading.sentences[0].tokens == ()


_WORDS = st.sampled_from(
    "rebels seized the town of Harn on Monday 14 people were killed “ ” ‘ ’ said . , police denied that it "
    "e\u0301 👩\u200d👧 \u202e שלום demanded release 7,000 \n\n - (Pictured: x) % $5m n't 's Mr. U.N. \xa0".split(" ")
)


@settings(max_examples=25)
@given(st.one_of(st.lists(_WORDS, min_size=1, max_size=60).map(" ".join), st.text(min_size=1, max_size=80)))
def test_any_text_gives_exact_spans(text: str) -> None:
    try:
        reading = api.read_text(text, published="2031-03-04")
    except api.InputError:
        return
    check(reading)


def test_the_stages_of_another_registry_can_be_pickled() -> None:
    stages = pickle.loads(pickle.dumps(pipeline.stages(actors.load())))
    assert [stage == ours for stage, ours in zip(stages, pipeline.STAGES, strict=True)] == [True, False, True, True]
    assert pipeline.stages() == pipeline.STAGES
