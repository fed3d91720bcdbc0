"""The stage as a whole: ids, passages, spans, confidence, and the example of the record's contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claim.staging import coded, entry, lexicon, stage
from dateline.claim import code
from dateline.claim.coder import read
from dateline.records import ClaimKind, ClaimType, Passage, PassageKind, Reading


def _read(name: str) -> Reading:
    row = entry("scenes", name)
    return coded(row.tree, row.mentions)


def _staged(name: str) -> Reading:
    row = entry("scenes", name)
    return stage(row.tree, row.mentions)


def test_one_trigger_gives_the_event_and_the_state_beside_it() -> None:
    event, state = _read("taken").claims
    assert (event.type, event.mode, event.kind) == (ClaimType.COERCE, "seize", ClaimKind.EVENT)
    assert (state.type, state.kind) == (ClaimType.CONTROL, ClaimKind.STATE)
    assert [p.name for p in state.places] == ["Kesra"]
    assert event.id != state.id


def test_made_by_names_component_version_and_entry() -> None:
    made_by = _read("taken").claims[0].made_by
    assert (made_by.component, made_by.version, made_by.rule) == ("claim", "1", "COERCE.seize.v")


def test_every_span_is_a_slice_of_the_text() -> None:
    reading = _read("the contract")
    text = reading.report.text
    spans = [
        (s.text, s.start, s.end)
        for c in reading.claims
        for s in (c.trigger, c.evidence, *c.actors, *c.recipients, *c.places, *c.times, *c.quantities, *c.attribution)
    ]
    assert len(spans) > 10
    assert all(text[start:end] == words for words, start, end in spans)


def test_ids_are_stable_and_depend_on_the_report() -> None:
    one, other = _staged("taken"), _staged("taken")
    other = replace(other, report=replace(other.report, id="another"))
    ids = [c.id for c in read(one, lexicon()).claims]
    assert ids == [c.id for c in read(one, lexicon()).claims]
    assert not set(ids) & {c.id for c in read(other, lexicon()).claims}


@pytest.mark.parametrize(
    ("kind", "repeats", "claims"),
    [
        (PassageKind.TITLE, None, 2),
        (PassageKind.HEADING, None, 2),
        (PassageKind.CAPTION, 0, 2),
        (PassageKind.BOILERPLATE, None, 0),
    ],
)
def test_passages(kind: PassageKind, repeats: int | None, claims: int) -> None:
    reading = _staged("taken")
    passage = Passage(kind=kind, start=0, end=len(reading.report.text), repeats=repeats)
    reading = replace(reading, report=replace(reading.report, passages=(passage,)))
    assert len(read(reading, lexicon()).claims) == claims


def test_a_light_verb_and_its_noun_are_one_claim() -> None:
    assert [c.trigger.text for c in _read("met for talks").claims] == ["talks"]


def test_confidence_falls_with_what_is_missing() -> None:
    row = entry("scenes", "killed")
    assert coded(row.tree, row.mentions).claims[0].confidence == pytest.approx(0.9)
    assert coded(row.tree, "Rebels=group").claims[0].confidence == pytest.approx(0.9)
    half = coded(row.tree.replace("men|man", "hopes|hope"), "Rebels=group")
    assert half.claims[0].confidence == pytest.approx(0.9 * 0.85, abs=0.006)


def test_what_tells_of_nobody_is_no_claim() -> None:
    row = entry("scenes", "killed")
    assert coded(row.tree.replace("Rebels|rebel", "Hopes|hope").replace("men|man", "hopes|hope")).claims == ()


def test_a_reading_without_sentences_comes_back() -> None:
    reading = Reading(report=_staged("taken").report)
    assert list(code([reading])) == [reading]


def test_the_example_of_the_contract() -> None:
    (reading,) = code([_staged("the contract")])
    request, release, ceasefire = reading.claims
    assert (request.type, request.status, request.content_of) == ("REQUEST", "happened", None)
    assert [p.name for p in request.actors] == ["Taliban"]
    assert [s.text for s in request.attribution] == ["a government negotiator"]
    assert (release.type, release.mode, release.status) == ("RETREAT", "release", "demanded")
    assert release.content_of == request.id
    assert [(q.role, q.low) for q in release.quantities] == [("released", 7000)]
    assert (ceasefire.type, ceasefire.mode, ceasefire.status) == ("RETREAT", "ceasefire", "offered")
    assert ceasefire.content_of == request.id
    assert [(q.role, q.low, q.unit) for q in ceasefire.quantities] == [("duration", 3, "month")]
    assert [p.name for p in ceasefire.actors] == ["Taliban"]
