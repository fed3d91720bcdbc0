"""The shipped model: what it reads does not depend on company, threads or luck."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import ModelError
from dateline.language import model, parse, sentences
from dateline.records import Passage, PassageKind, Reading, Report, Span

TEXTS = [
    "Rebels shelled the town on Monday. Two people were hurt.",
    "THE MINISTER DENIED THE REPORT. HE WILL MEET THE ENVOY IN GOMA TOMORROW.",
    "The border was closed after clashes between herders and farmers, a police official said.\nTrade has stopped.",
    "Troops left. " * 60,
    "No verb",
]


def report(text: str) -> Report:
    passages, at = [], 0
    for line in text.split("\n"):
        passages.append(Passage(kind=PassageKind.BODY, start=at, end=at + len(line)))
        at += len(line) + 1
    return Report(id="r", text=text, language="en", passages=tuple(passages))


def test_a_simple_sentence_is_read() -> None:
    (sentence,) = sentences(report("Rebels killed three soldiers near Goma."))
    words = {t.text: t for t in sentence.tokens}
    assert words["killed"].head == -1
    assert words["killed"].lemma == "kill"
    assert (words["Rebels"].deprel, words["soldiers"].deprel) == ("nsubj", "obj")
    assert words["Goma"].entity == "B-LOC"


@pytest.mark.parametrize("text", TEXTS)
def test_alone_or_in_company_a_report_reads_the_same(text: str) -> None:
    alone = list(parse([Reading(report=report(text))]))
    beside = list(parse([Reading(report=report(t)) for t in [*TEXTS, text, *TEXTS[::-1]]]))
    assert alone[0].sentences == beside[len(TEXTS)].sentences


@pytest.mark.parametrize("text", TEXTS)
def test_threads_do_not_change_a_reading(text: str) -> None:
    one = model.load(1)
    two = model.Model(model.WEIGHTS, threads=2)
    words = text.split()
    spaces = [True] * len(words)
    opens = [i == 0 for i in range(len(words))]
    assert one.analyse(words, spaces, opens) == two.analyse(words, spaces, opens)


def test_every_token_is_a_slice_and_every_sentence_a_tree() -> None:
    text = "\n".join(TEXTS)
    for sentence in sentences(report(text)):
        assert [t.head for t in sentence.tokens].count(-1) == 1
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text


def test_a_paragraph_opens_a_sentence() -> None:
    text = "the talks\nwent on"
    assert [s.passage for s in sentences(report(text))] == [0, 1]


def test_what_is_not_english_passes_unread() -> None:
    other = Reading(report=replace(report("Der Minister sprach."), language="de"))
    assert next(iter(parse([other]))) == other


def test_an_empty_report_has_no_sentences() -> None:
    assert sentences(report("")) == ()


@pytest.mark.parametrize("text", ["🙂" * 3000, "\u202eabc " * 500, "x" * 5000, ". " * 2000, "“" * 400])
def test_odd_texts_are_read_to_the_end(text: str) -> None:
    got = sentences(report(text))
    assert got[-1].end == len(text.rstrip())


def test_a_missing_model_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        model.Model(tmp_path)


def test_the_model_loads_fast_and_is_small() -> None:
    began = time.process_time()
    model.Model(model.WEIGHTS)
    assert time.process_time() - began < 1.5  # 0.3 s on a quiet machine; the benchmark prints it
    assert sum(f.stat().st_size for f in model.WEIGHTS.iterdir()) < 30_000_000


def test_a_dateline_is_a_sentence_of_its_own() -> None:
    text = "GOMA, March 4 (Wire) - Rebels killed three soldiers."
    made = replace(report(text), dateline=Span(text="GOMA, March 4 (Wire)", start=0, end=20))
    assert [text[s.start : s.end] for s in sentences(made)] == [text[:22], text[23:]]
