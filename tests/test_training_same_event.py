"""The recipe of the weights of same events, on a handful of pairs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.ecbplus import Mention
from dateline.lexicon import same_event
from resolve.tellings import told
from training import same_event as recipe


def mentions() -> list[Mention]:
    """Return mentions of four chains in two topics: those of one chain share their word."""
    words = ["burned", "burned", "sank", "sank", "merged", "merged", "resigned", "resigned"]
    return [
        Mention(told(f"It {word} at noon", word, report=f"r{i}", order=i), word, str(i // 4), f"r{i}", word)
        for i, word in enumerate(words)
    ]


def test_what_those_of_one_chain_share_gains() -> None:
    weights, seen = recipe.fit([(a, b, 1.0) for i, a in enumerate(mentions()) for b in mentions()[i + 1 :]])
    assert weights["word: same"] > 0 > weights["bias"]
    assert seen["word: same"] == 4
    assert seen["bias"] == 28


def test_pairs_across_topics_are_drawn_and_weigh_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "ACROSS", 2)
    found = list(recipe.pairs(mentions()))
    within = [weight for a, b, weight in found if a.topic == b.topic]
    across = [weight for a, b, weight in found if a.topic != b.topic]
    assert within == [1.0] * 12
    assert 0 < len(across) < 16
    assert set(across) == {2.0}
    assert [(a.told.id, b.told.id) for a, b, _ in recipe.pairs(mentions())] == [
        (a.told.id, b.told.id) for a, b, _ in found
    ]


def test_the_table_is_written_in_place_of_the_one_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (recipe.DATA / same_event.FILE).read_text(encoding="utf-8")
    (tmp_path / same_event.FILE).write_text(text, encoding="utf-8")
    monkeypatch.setattr(recipe, "DATA", tmp_path)
    recipe.write({"bias": -1.5, "rare": 2.0}, Counter({"bias": 100, "rare": 3}))
    found = same_event.read((tmp_path / same_event.FILE).read_text(encoding="utf-8"), "stem,idf\nferri,8\n")
    assert found.learnt == {"bias": -1.5}
    assert found.house == same_event.load().house


def test_how_rare_a_stem_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "FEWEST", 1)
    path = tmp_path / "words.csv"
    path.write_text(
        "Sentence #,Word,POS,Tag\nSentence: 1,Ferries,NNS,O\n,sank,VBD,O\nSentence: 2,ferry,NN,O\nSentence: 3,x,X,O\n"
    )
    found = recipe.rarities(path)
    assert found["ferri"] == pytest.approx(0.405, abs=0.001)  # two of three sentences
    assert found["sink"] > found["ferri"]
