"""The figures of clusters, on examples worked out by hand; the baselines; the documents of the two corpora."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pytest

from bench.coreference import conll
from bench.ecbplus import groups, units
from bench.fortnight_events import score
from bench.gvc import documents

# Clusters as words of one-letter mentions: gold, response, then the F1 of MUC, B-cubed, CEAF-e in per cent.
WORKED = [
    # key links a-b, b-c, d-e; two of three are there, and two of three in the response are right
    ("abc de", "ab cde", 200 / 3, 100 * 11 / 15, 80.0),
    # singletons count in B-cubed and CEAF-e, and have no links
    ("a b cd", "a bc d", 0.0, 75.0, 100 * 7 / 9),
    ("abcd", "abcd", 100.0, 100.0, 100.0),
    # all in one: recall is full, precision is what is left
    ("ab cd", "abcd", 100 * 4 / 5, 100 * 2 / 3, 100 * 4 / 9),
    # all alone
    ("ab cd", "a b c d", 0.0, 100 * 2 / 3, 100 * 4 / 9),
]


def partition(text: str) -> dict[Hashable, Hashable]:
    return {mention: i for i, cluster in enumerate(text.split()) for mention in cluster}


@pytest.mark.parametrize(("gold", "got", "muc", "b_cubed", "ceaf"), WORKED)
def test_figures_worked_by_hand(gold: str, got: str, muc: float, b_cubed: float, ceaf: float) -> None:
    rows = units(partition(gold), partition(got), {})
    sums = [sum(column) for column in zip(*rows, strict=True)]
    for i, expected in enumerate((muc, b_cubed, ceaf)):
        recall, precision = (sums[4 * i + k] / max(sums[4 * i + k + 1], 1) for k in (0, 2))
        f1 = 200 * recall * precision / (recall + precision) if recall + precision else 0.0
        assert f1 == pytest.approx(expected)
    assert conll(rows)[0].value == pytest.approx((muc + b_cubed + ceaf) / 3)


def test_a_response_mention_without_gold_costs_precision() -> None:
    exact = conll(units(partition("ab cd"), partition("ab cd"), {}))[0]
    more = conll(units(partition("ab cd"), partition("abx cd"), {}))[0]
    assert exact.value == pytest.approx(100)
    assert more.precision is not None
    assert more.recall is not None
    assert more.precision < more.recall < 100  # CEAF-e weighs the size of a cluster in both


def test_documents_are_grouped_by_their_words() -> None:
    texts = {
        "a": "floods drown the valley of orvel",
        "b": "the valley of orvel drowns in floods",
        "c": "a bank in tarsk is robbed by two men",
    }
    near = groups(texts, (0.0, 0.3, 1.1))
    assert len(set(near[0.0].values())) == 1
    assert near[0.3]["a"] == near[0.3]["b"] != near[0.3]["c"]
    assert len(set(near[1.1].values())) == 3


def test_a_document_of_gvc_has_its_day_and_mentions(tmp_path: Path) -> None:
    rows = ["topic/subtopic_name/doc,sent_id,token_id,token,reference"]
    for s, line in enumerate(["2030-05-10", "Two hurt", "They were shot ."]):
        rows += [f"0/7/x,{s},{i},{word},-" for i, word in enumerate(line.split())]
    (tmp_path / "conll.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "event_mentions.json").write_text(
        '[{"conll_doc_key": "0/7/x", "tokens_number": [2], "sent_id": 2, "coref_chain": "k"}]', encoding="utf-8"
    )
    (document,) = documents(tmp_path)
    (gold,) = document.gold
    assert document.report.published == "2030-05-10"
    assert document.report.text[gold.start : gold.end] == "shot"
    assert [document.report.text[p.start : p.end] for p in document.report.passages] == ["Two hurt", "They were shot."]


def test_pairs_of_the_fortnight() -> None:
    gold = {
        "event": [{"id": "x"}, {"id": "y"}, {"id": "part", "part_of": "x"}],
        "different": [{"events": ["x", "y"]}],
    }
    events = {"x": ["a", "b", ""], "y": ["c"], "part": ["d"]}
    found = score(events, gold, {"a": 1, "b": 1, "c": 2, "d": 1})
    assert found["pairs of claims"].value == 100  # that a part is with its whole counts neither way
    assert found["pairs of mentions, end to end"].recall == pytest.approx(100 / 3)
    assert found["look alike, kept apart"].value == 100
    found = score(events, gold, {"a": 1, "b": 3, "c": 1, "d": 4})
    assert found["pairs of claims"].value == 0
    assert found["look alike, kept apart"].value == 0
