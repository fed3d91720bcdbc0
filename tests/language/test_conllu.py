"""CoNLL-U as the UD validator takes it (levels 1 and 2), and offsets that lead back to the report."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language import conllu, tokenizer
from dateline.records import Passage, PassageKind, Reading, Report, Sentence, Token
from trees import build

DONT = """
Rebels rebel NOUN NNS 4 nsubj
do do AUX VBP 4 aux
n't not PART RB 4 advmod
stop stop VERB VB 0 root
. . PUNCT . 4 punct

They they PRON PRP 2 nsubj
left leave VERB VBD 0 root
Harn Harn PROPN NNP 2 obj B-LOC
"""


def reading(text: str, *paragraphs: str) -> Reading:
    """Return a reading of the tokenizer's words: each paragraph a passage and a sentence, its first word the root."""
    passages, sentences, at = [], [], 0
    for n, paragraph in enumerate(paragraphs or (text,)):
        start = text.index(paragraph, at)
        at = start + len(paragraph)
        passages.append(Passage(kind=PassageKind.BODY, start=start, end=at))
        tokens = tuple(
            Token(
                text=text[a:b],
                start=a,
                end=b,
                lemma=text[a:b].lower(),
                upos="X",
                xpos="POS" if text[a:b] in "'’" and i and "ners" in text[:a][-4:] else "FW",
                head=-1 if i == 0 else 0,
                deprel="root" if i == 0 else "dep",
            )
            for i, (a, b) in enumerate(tokenizer.words(text, start, at))
        )
        if tokens:
            sentences.append(Sentence(start=tokens[0].start, end=tokens[-1].end, passage=n, tokens=tokens))
    return Reading(report=Report(id="r", text=text, passages=tuple(passages)), sentences=tuple(sentences))


def blocks(document: str) -> list[tuple[list[str], list[list[str]]]]:
    """Return comments and rows of each sentence."""
    out = []
    for block in document.split("\n\n")[:-1]:
        lines = block.split("\n")
        out.append(([x for x in lines if x[0] == "#"], [x.split("\t") for x in lines if x[0] != "#"]))
    return out


def test_a_document_is_written_like_this() -> None:
    assert conllu.document(build(DONT, id="abc")) == (
        "# newdoc id = abc\n"
        "# newpar id = abc-p1\n"
        "# passage_kind = body\n"
        "# sent_id = abc-s1\n"
        "# text = Rebels don't stop.\n"
        "1\tRebels\trebel\tNOUN\tNNS\t_\t4\tnsubj\t_\tstart_char=0|end_char=6\n"
        "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tstart_char=7|end_char=12\n"
        "2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\tstart_char=7|end_char=9\n"
        "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\tstart_char=9|end_char=12\n"
        "4\tstop\tstop\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No|start_char=13|end_char=17\n"
        "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tstart_char=17|end_char=18\n"
        "\n"
        "# sent_id = abc-s2\n"
        "# text = They left Harn\n"
        "1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\tstart_char=19|end_char=23\n"
        "2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tstart_char=24|end_char=28\n"
        "3\tHarn\tHarn\tPROPN\tNNP\t_\t2\tobj\t_\tstart_char=29|end_char=33|NER=B-LOC\n"
        "\n"
    )


def test_a_report_without_sentences_is_nothing() -> None:
    assert conllu.document(Reading(report=Report(id="r", text="شارع", language="ar"))) == ""


WRITTEN_AS_ONE = [
    ("the governor's aide", ["governor's"]),
    ("they can't go", ["can't"]),
    ("we cannot go", ["cannot"]),
    ("we can not go", []),
    ("she’d’ve gone", ["she’d’ve"]),
    ("the prisoners' release", ["prisoners'"]),
    ("he said 'go'", []),
    ("a well-known man", []),
    ("12% of it", []),
    ("'s", []),
]


@pytest.mark.parametrize(("text", "ranges"), WRITTEN_AS_ONE)
def test_words_written_as_one_stand_under_a_range(text: str, ranges: list[str]) -> None:
    ((_, rows),) = blocks(conllu.document(reading(text)))
    assert [row[1] for row in rows if "-" in row[0]] == ranges


def test_space_after_is_told_of_the_range_and_not_of_the_words_in_it() -> None:
    ((_, rows),) = blocks(conllu.document(reading("they can't, no")))
    assert [row[0] for row in rows if "SpaceAfter=No" in row[9]] == ["2-3"]


def test_no_space_is_missing_over_a_paragraph_end() -> None:
    found = blocks(conllu.document(reading("left.right", "left.", "right")))
    assert [row[1] for _, rows in found for row in rows if "SpaceAfter=No" in row[9]] == ["left"]


def test_a_paragraph_without_words_opens_nothing() -> None:
    found = blocks(conllu.document(reading("One.\n\n\nTwo.", "One.", "\n", "Two.")))
    assert [c for comments, _ in found for c in comments if "newpar" in c] == [
        "# newpar id = r-p1",
        "# newpar id = r-p3",
    ]


def test_forms_are_composed_and_offsets_are_those_of_the_report() -> None:
    tokens = (Token(text="Zoe\u0308", start=0, end=4, lemma="Zoe\u0308", upos="X", xpos="X", head=-1, deprel="root"),)
    decomposed = Reading(
        report=Report(id="r", text="Zoe\u0308", passages=(Passage(kind=PassageKind.BODY, start=0, end=4),)),
        sentences=(Sentence(start=0, end=4, passage=0, tokens=tokens),),
    )
    assert "# text = Zoë\n1\tZoë\tZoë\tX\tX\t_\t0\troot\t_\tstart_char=0|end_char=4\n" in conllu.document(decomposed)


def test_a_source_name_cannot_break_a_comment() -> None:
    found = build(DONT)
    named = Reading(
        report=Report(id="r", source_id="a\nb\t\x1bc.txt", text=found.report.text, passages=found.report.passages),
        sentences=found.sentences,
    )
    assert "# source = a b \ufffdc.txt\n" in conllu.document(named)


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n'’snt.,-\"can")), max_size=60))
def test_any_text_is_valid_and_leads_back(text: str) -> None:
    found = reading(text)
    for comments, rows in blocks(conllu.document(found)):
        shown = next(c.removeprefix("# text = ") for c in comments if c.startswith("# text"))
        assert all(len(row) == 10 and all(row) for row in rows)
        words = [row for row in rows if "-" not in row[0]]
        assert [row[0] for row in words] == [str(i + 1) for i in range(len(words))]
        covered, surface = 0, ""
        for row in rows:
            misc = dict(part.split("=") for part in row[9].split("|"))
            start, end = int(misc["start_char"]), int(misc["end_char"])
            first, _, last = row[0].partition("-")
            if "-" in row[0]:
                assert int(first) < int(last)
                assert row[2:9] == ["_"] * 7
            else:
                assert unicodedata.normalize("NFC", found.report.text[start:end]) == row[1]
            if int(first) > covered:
                surface += row[1] + ("" if "SpaceAfter" in misc else " ")
                covered = int(last or first)
            else:
                assert "SpaceAfter" not in misc
        assert surface.rstrip(" ") == shown
