"""Measure which event mentions of the Gun Violence Corpus (validation) speak of one event, beside the lemma baselines.

Setting: all gold mentions of 78 documents together, topics not given; mentions that are alone count. Published for
the test part (Bugert, Reimers and Gurevych 2021): lemma 33.8, lemma-delta 43.8, neural 47 to 63. No weight is learnt
here. Reports are of one kind of event in one country, so that words tell little, and names, days and places all.

The first sentence of a document is the day on which it was published, and is given as such. Mentions are compared as in
``bench.ecbplus``. *lemma-delta* takes the delta that is best here, which favours it.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.chains import Document, Gold
from bench.ecbplus import DELTAS, Mention, by_lemma, groups, lemma, ours, readings, score
from bench.score import Score
from bench.told import gold_told
from dateline.records import Passage, PassageKind, Reading, Report

_BEFORE = frozenset(". , ; : ? ! ) ] % ' ’ ” '' 's ’s n't n’t 're ’re 've 'll 'd 'm".split())
_AFTER = frozenset("( [ $ £ € “ ‘ ``".split())


def documents(folder: Path) -> list[Document]:
    """Return the documents with their gold mentions; the topic is the genre."""
    words: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "conll.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["topic/subtopic_name/doc"]][int(row["sent_id"])].append(row["token"])
    marks: dict[str, list[dict[str, object]]] = defaultdict(list)
    for mark in json.loads((folder / "event_mentions.json").read_text(encoding="utf-8")):
        marks[mark["conll_doc_key"]].append(mark)
    return [_document(name, sentences, marks[name]) for name, sentences in sorted(words.items())]


def _document(name: str, sentences: dict[int, list[str]], marks: Sequence[dict[str, object]]) -> Document:
    text, spans, passages = "", dict[tuple[int, int], tuple[int, int]](), list[Passage]()
    for number, words in sorted(sentences.items()):
        begin = len(text)
        for i, word in enumerate(words):
            if number and i and word not in _BEFORE and words[i - 1] not in _AFTER:
                text += " "
            spans[number, i] = (len(text), len(text) + len(word))
            text += word
        if number:
            passages.append(Passage(kind=PassageKind.BODY, start=begin, end=len(text)))
        text += "\n\n"
    gold = []
    for mark in marks:
        tokens, sentence = mark["tokens_number"], mark["sent_id"]
        assert isinstance(tokens, list)
        assert isinstance(sentence, int)
        places = [spans[sentence, token] for token in tokens]
        gold.append(Gold(places[0][0], places[-1][1], str(mark["coref_chain"]), "action"))
    report = Report(
        id=name,
        text=text,
        language="en",
        published="".join(sentences[0]) if 0 in sentences else None,
        passages=tuple(passages),
    )
    return Document(name, name.split("/")[1], report, tuple(gold), False)


def mentions(read: Sequence[tuple[Document, Reading]]) -> list[Mention]:
    """Return the gold mentions of documents that have been read."""
    out = []
    for document, reading in read:
        told = gold_told(reading, [(gold.start, gold.end) for gold in document.gold])
        for one, gold in zip(told, document.gold, strict=True):
            out.append(Mention(one, gold.chain, document.genre, document.name, lemma(reading, one)))
    return [replace(one, told=replace(one.told, order=i)) for i, one in enumerate(out)]


def run(data: Path) -> dict[str, Score]:
    """Score the validation part."""
    read = readings(documents(data / "tune" / "gvc_val"))
    some = mentions(read)
    near = groups({document.name: document.report.text for document, _ in read}, DELTAS)
    deltas = [score(some, by_lemma(some, near[delta])) for delta in DELTAS]
    return {
        "GVC validation, gold mentions: CoNLL": score(some, ours(some)),
        "GVC validation, gold mentions: lemma": score(some, by_lemma(some)),
        "GVC validation, gold mentions: lemma-delta": max(deltas, key=lambda found: found.value),
    }
