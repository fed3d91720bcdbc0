"""Attribution: text -> who says what, by which cue; read off the shipped model's trees. All texts are our own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import language
from dateline.claim.attribution import UNNAMED, Speech, SpeechIndex, chain, find_speech
from dateline.records import (
    Actor,
    Attribution,
    Mention,
    MentionKind,
    Passage,
    PassageKind,
    Quoting,
    Reading,
    Report,
    Span,
    Speaker,
)
from dateline.tree import Tree

LIMITS: dict[str, str] = {
    "The envoy asked why the talks had failed. asked": "the parser takes the question for an adverbial clause"
}


def rows() -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / "tables" / "attribution.txt").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line and not line.startswith("#")]
    return [tuple(part.strip() for part in f"{line} | -".split(" | ")[:6]) for line in found]


@cache
def read(text: str) -> tuple[Reading, tuple[Tree, ...]]:
    passages: list[Passage] = []
    at = 0
    for part in text.split("\n\n"):
        passages.append(Passage(kind=PassageKind.BODY, start=at, end=at + len(part)))
        at += len(part) + 2
    report = Report(id="t", text=text, language="en", passages=tuple(passages))
    sentences = language.sentences(report, threads=1)
    return Reading(report=report, sentences=sentences), tuple(Tree(s, i) for i, s in enumerate(sentences))


def speeches(text: str) -> list[Speech]:
    return find_speech(*read(text.replace("~", "\n")))


def tell(speech: Speech) -> tuple[str, str, str, str, str]:
    a = speech.attribution
    return (
        a.source.text if a.source else "-", a.cue.text if a.cue else "-",
        " + ".join(c.text for c in a.content), a.quoted.value, a.channel or "-",
    )  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "quoted", "channel"), rows())
def test_attribution_of(text: str, source: str, cue: str, content: str, quoted: str, channel: str) -> None:
    found = [tell(s) for s in speeches(text)]
    if f"{text} {cue}" in LIMITS:
        pytest.xfail(LIMITS[f"{text} {cue}"])
    assert (source, cue, content, quoted, channel) in found


def test_the_table_is_long_enough() -> None:
    assert len(rows()) >= 60


@pytest.mark.parametrize(
    "text",
    [
        "The army seized the bridge on Monday.",
        "Three soldiers were killed by a roadside bomb.",
        "The so-called “buffer zone” is empty.",
        "The rebels attacked the village and burned houses.",
        "They called off the march.",
    ],
)
def test_no_attribution_in(text: str) -> None:
    assert speeches(text) == []


def test_every_span_is_a_slice_of_the_text() -> None:
    for text, *_ in rows():
        whole = text.replace("~", "\n")
        for s in speeches(text):
            a = s.attribution
            for span in [a.source, a.cue, *a.content, s.speaker]:
                assert span is None or whole[span.start : span.end] == span.text


def test_a_chain_is_innermost_first() -> None:
    text = "A security official said that witnesses had told police that two men fled."
    at = text.index("fled")
    assert [s.name for s in chain(speeches(text), at, at + 4)] == ["witnesses", "A security official"]


def test_what_the_outlet_says_has_no_chain() -> None:
    text = "The army said it had won. Rebels seized the bridge."
    at = text.index("seized")
    assert chain(speeches(text), at, at + 6) == ()


def test_an_unnamed_source_is_a_link_without_a_name() -> None:
    text = "The king has reportedly fled the palace."
    at = text.index("fled")
    assert [(s.text, s.name) for s in chain(speeches(text), at, at + 4)] == [("reportedly", UNNAMED)]


def test_who_denies_does_not_vouch_for_what_is_denied() -> None:
    text = "The group denied that it had burned the village."
    at = text.index("burned")
    assert chain(speeches(text), at, at + 6) == ()
    assert [s.strength for s in speeches(text)] == ["deny"]


def test_who_threatens_in_quote_marks_is_the_speaker() -> None:
    text = "“We will burn the village,” the commander threatened."
    at = text.index("burn")
    assert [(s.name, s.quoted) for s in chain(speeches(text), at, at + 4)] == [("the commander", True)]


def test_another_speaker_between_ends_a_speech() -> None:
    parts = [
        "“We lost everything,” the farmer said.",
        "The minister laughed. He left.",
        "“The soldiers took the cows.”",
    ]
    text = "\n\n".join(parts)
    quotes = [tell(s) for s in speeches(text)]
    assert ("-", "-", "The soldiers took the cows.", "direct", "-") in quotes


def test_a_pronoun_speaks_with_the_name_of_its_chain() -> None:
    text = "Amina Odhiambo arrived. “We will stay,” she said."
    reading, trees = read(text)
    actor = Actor(name="Amina Odhiambo", entity="x1", role="mayor")
    she = text.index("she")
    head = next(i for i, t in enumerate(trees[1].tokens) if t.text == "she")
    mentions = (
        Mention(
            id="m1", kind=MentionKind.PERSON, text="Amina Odhiambo", start=0, end=14, sentence=0, head=0, chain="c",
            resolved=actor,
        ),
        Mention(id="m2", kind=MentionKind.PERSON, text="she", start=she, end=she + 3, sentence=1, head=head, chain="c"),
    )  # fmt: skip
    (speech,) = find_speech(replace(reading, mentions=mentions), trees)
    assert speech.attribution.source is not None
    assert speech.attribution.source.mention == "m2"
    assert speech.speaker is not None
    assert (speech.speaker.text, speech.speaker.name, speech.speaker.role) == ("she", "Amina Odhiambo", "mayor")


def made(name: str, start: int, end: int) -> Speech:
    speaker = Speaker(text=name, start=start, end=end, name=name)
    content = (Span(text="x" * (end - start), start=start, end=end),)
    attribution = Attribution(source=None, cue=None, content=content, quoted=Quoting.INDIRECT)
    return Speech(
        attribution=attribution, sentence=0, cue=None, source_head=None, strength="say", rule="made", speaker=speaker
    )


def test_the_index_finds_the_smallest_content_first() -> None:
    index = SpeechIndex([made("outer", 0, 100), made("inner", 10, 50), made("other", 60, 90), made("crossing", 40, 70)])
    assert [s.name for s in index.chain(20, 25)] == ["inner", "outer"]
    assert [s.name for s in index.chain(45, 48)] == ["crossing", "inner", "outer"]
    assert [s.name for s in index.chain(65, 68)] == ["other", "crossing", "outer"]
    assert index.chain(95, 101) == ()
    assert SpeechIndex([]).chain(0, 1) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=30), st.integers(0, 60), st.integers(1, 5))
def test_the_index_agrees_with_looking_at_all(spans: list[tuple[int, int]], start: int, width: int) -> None:
    speeches = [made(str(i), a, a + n) for i, (a, n) in enumerate(spans)]
    found = {s.speaker for s in SpeechIndex(speeches).covering(start, start + width)}
    assert found == {
        s.speaker for s, (a, n) in zip(speeches, spans, strict=True) if a <= start and start + width <= a + n
    }
