"""Read gold mentions and chains from GUM and ECB+, and count how a partition of mentions agrees with the gold.

MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005, similarity phi4) as the CoNLL scorer
has them; the CoNLL figure is the mean of their F1. Mentions are matched by the caller, so that both partitions speak of
the same ids. What is alone is left out on both sides, as in OntoNotes and in CorefUD's primary figure.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dateline.records import Passage, PassageKind, Report

_BRACKET = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-(\w+)-[^()]*|(\d+)(?:\[\d+/\d+\])?\)|\)")
_NO_SPACE_BEFORE = frozenset(". , ; : ? ! ) ] % ' ’ ” '' 's ’s n't n’t 're ’re 've 'll 'd 'm".split())
_NO_SPACE_AFTER = frozenset("( [ $ £ € “ ‘ ``".split())

Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold mention: its characters, its chain within the document, and the corpus's type in lower case."""

    start: int
    end: int
    chain: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its gold mentions; ``genre`` is the corpus part, ``whole`` says that every mention is marked."""

    name: str
    genre: str
    report: Report
    gold: tuple[Gold, ...]
    whole: bool


def gum(path: Path) -> Iterator[Document]:
    """Yield the documents of a GUM file, with the text built from its words."""
    for block in re.split(r"(?m)^(?=# newdoc id = )", path.read_text(encoding="utf-8")):
        if block.strip():
            yield _gum_document(block)


def _gum_document(block: str) -> Document:
    name = block.split("\n", 1)[0].rpartition(" ")[2]
    text, paragraphs, gold = "", [0], list[Gold]()
    open_: list[tuple[str, str, int]] = []
    space, joined = False, (0, True)
    for line in block.split("\n"):
        if line.strip() == "# newpar" and text:
            text, space = text + "\n\n", False
            paragraphs.append(len(text))
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        after = "SpaceAfter=No" not in cells[9]
        if "." in cells[0]:
            continue
        if "-" in cells[0]:
            joined = int(cells[0].split("-")[1]), after
            continue
        text += " " if space else ""
        start = len(text)
        text += cells[1]
        marks = next((mark[7:] for mark in cells[9].split("|") if mark.startswith("Entity=")), "")
        for found in _BRACKET.finditer(marks):
            if found[1]:
                open_.append((found[1], found[2], start))
                continue
            at = next((i for i in range(len(open_) - 1, -1, -1) if found[3] in (None, open_[i][0])), None)
            if at is not None:
                chain, kind, begin = open_.pop(at)
                gold.append(Gold(begin, len(text), chain, kind))
        at_word = int(cells[0])
        space = False if at_word < joined[0] else joined[1] if at_word == joined[0] else after
        joined = joined if at_word < joined[0] else (0, True)
    bounds = [*paragraphs, len(text)]
    report = _report(name, text, pairwise(bounds))
    return Document(name, name.split("_")[1], report, tuple(gold), True)


def ecb(folder: Path, part: str, *, across: bool = False) -> Iterator[Document]:
    """Yield the documents of a part ("train", "val", "test") of ECB+; a sentence of the corpus is a passage.

    ``across`` takes the chains that run across documents, and all mentions, those without a relation alone.
    """
    topics = json.loads((folder / "train_val_test_split.json").read_text(encoding="utf-8"))[part]
    for topic in topics:
        for path in sorted((folder / "ECBplus" / str(topic)).glob("*.xml")):
            yield _ecb_document(path, across=across)


def _ecb_document(path: Path, *, across: bool) -> Document:
    root = ElementTree.parse(path).getroot()
    text, spans, bounds = "", dict[str, tuple[int, int]](), list[tuple[int, int]]()
    sentence, begin, left, straight = None, 0, "", False
    for token in root.iter("token"):
        word = token.text or ""
        if token.get("sentence") != sentence:
            if sentence is not None:
                bounds.append((begin, len(text)))
                text += "\n\n"
            sentence, begin, left, straight = token.get("sentence"), len(text), "", False
        closing = word == '"' and straight
        if word == '"':
            straight = not straight
        if left and not closing and word not in _NO_SPACE_BEFORE and left not in _NO_SPACE_AFTER:
            text += "" if left == '"' and straight and word != '"' else " "
        spans[token.get("t_id", "")] = (len(text), len(text) + len(word))
        text += word
        left = word
    bounds.append((begin, len(text)))
    chains = {
        source.get("m_id", ""): relation.get("note" if across and relation.get("note") else "r_id", "")
        for relation in root.iter()
        if relation.tag in ("CROSS_DOC_COREF", "INTRA_DOC_COREF")
        for source in relation.iter("source")
    }
    gold = []
    for mark in root.iter("Markables"):
        for markable in mark:
            anchors = [spans[anchor.get("t_id", "")] for anchor in markable.iter("token_anchor")]
            chain = chains.get(markable.get("m_id", ""))
            if across and (chain is None or chain.isdecimal()):
                chain = f"{path.stem} {chain or 'alone ' + markable.get('m_id', '')}"  # within this document only
            # what is one of a kind has a relation with one source: a mention without one was not looked at
            if anchors and chain is not None:
                gold.append(Gold(anchors[0][0], anchors[-1][1], chain, markable.tag.lower()))
    return Document(path.stem, "ecb", _report(path.stem, text, bounds), tuple(gold), False)


def _report(name: str, text: str, bounds: Iterable[tuple[int, int]]) -> Report:
    passages = []
    for start, end in bounds:
        words = text[start:end].strip()
        if words:
            passages.append(Passage(kind=PassageKind.BODY, start=start, end=start + len(text[start:end].rstrip())))
    return Report(id=name, text=text, language="en", passages=tuple(passages))


def clusters(chains: Mapping[Hashable, Hashable]) -> list[Cluster]:
    """Return the sets of two and more mentions that share a chain."""
    found: dict[Hashable, set[Hashable]] = {}
    for mention, chain in chains.items():
        found.setdefault(chain, set()).add(mention)
    return [frozenset(members) for members in found.values() if len(members) > 1]


def counts(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, ...]:
    """Return (numerator, denominator) of recall and of precision for MUC, B-cubed and CEAF-e: twelve numbers."""
    best = _entities(key, response)
    return (
        *_muc(key, response),
        *_muc(response, key),
        *_b_cubed(key, response),
        *_b_cubed(response, key),
        *(best, len(key), best, len(response)),
    )


def _muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    owner = {mention: i for i, cluster in enumerate(response) for mention in cluster}
    right = 0
    for cluster in key:
        parts = {owner.get(mention, mention) if mention in owner else ("alone", mention) for mention in cluster}
        right += len(cluster) - len(parts)
    return right, sum(len(cluster) - 1 for cluster in key)


def _b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    owner = {mention: cluster for cluster in response for mention in cluster}
    right = sum(
        len(cluster & owner[mention]) / len(cluster) for cluster in key for mention in cluster if mention in owner
    )
    return right, sum(len(cluster) for cluster in key)


def _entities(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """Return the greatest sum of phi4 over one-to-one pairs of clusters."""
    if not key or not response:
        return 0.0
    similar = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    return assign(similar)


def assign(gain: Sequence[Sequence[float]]) -> float:
    """Return the greatest sum of one-to-one pairs of rows and columns (Kuhn 1955, Munkres 1957; O(n²m))."""
    if len(gain) > len(gain[0]):
        gain = [list(column) for column in zip(*gain, strict=True)]
    rows, columns = len(gain), len(gain[0])
    high = [0.0] * (rows + 1)
    low = [0.0] * (columns + 1)
    match = [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], at = row, 0
        slack, before, done = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while match[at]:
            done[at] = True
            least, then = float("inf"), 0
            for j in range(1, columns + 1):
                if not done[j]:
                    cost = -gain[match[at] - 1][j - 1] - high[match[at]] - low[j]
                    if cost < slack[j]:
                        slack[j], before[j] = cost, at
                    if slack[j] < least:
                        least, then = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    high[match[j]] += least
                    low[j] -= least
                else:
                    slack[j] -= least
            at = then
        while at:
            match[at], at = match[before[at]], before[at]
    return sum(gain[match[j] - 1][j - 1] for j in range(1, columns + 1) if match[j])
