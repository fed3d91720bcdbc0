"""Measure which event mentions of ECB+ test speak of one event, beside the lemma baselines.

Setting: the mentions of the ACTION and NEG_ACTION types in the sentences that the corpus's makers checked (or, with
their list, ``ECBplus_coreference_sentences.csv``), all documents together: topics and sub-topics are not given.
Mentions that are alone count, on both sides. Published figures in this setting (Bugert, Reimers and Gurevych 2021):
lemma 61.9, lemma-delta 72.1, neural 79.0.

- *gold mentions*: each gold mention is compared as the claim of ours that it is the trigger of, else by our mentions
  around it (``bench.told``). Keys, weights, clusters are those that ship, without ``[house]``: ECB+ takes a shooting
  and a killing for two events, dateline a deed and its toll for one.
- *own claims*: response are our claims alone, as they ship, with ``[house]``; a claim is matched to the gold mention
  that its trigger overlaps. A gold mention without a claim is not found; a claim without a gold mention counts, against
  precision, only where it is joined to others, as ECB+ marks some events of a sentence only.
- *lemma*: mentions whose heads have one lemma are one. *lemma-delta*: the same, where their documents' tf-idf vectors
  have a cosine of at least delta, the one that is best on ECB+ validation (of steps of .05).
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.chains import Document, assign, ecb
from bench.coreference import conll
from bench.score import Score
from bench.told import gold_told
from dateline import claim, language, mention
from dateline.event import Account
from dateline.records import Reading
from dateline.resolve import Told, about, block_keys, clusters, judge, prepare

AT = "2026-01-01T00:00:00Z"
DELTAS = tuple(i / 20 for i in range(11))
DELTA = 0.2


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold mention: what is compared of it, its chain, topic, document, and the lemma of its head."""

    told: Told
    chain: str
    topic: str
    document: str
    lemma: str


def checked(folder: Path) -> frozenset[tuple[str, int]]:
    """Return the document and number of each sentence that the makers of ECB+ checked."""
    path = folder / "ECBplus" / "ECBplus_coreference_sentences.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset((f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in csv.DictReader(file))


def readings(documents: Iterable[Document]) -> list[tuple[Document, Reading]]:
    """Read documents with the shipped model, to their claims."""
    documents = list(documents)
    stages = claim.code(mention.find(language.parse(Reading(report=d.report) for d in documents)))
    return list(zip(documents, stages, strict=True))


def read(data: Path, part: str) -> list[Mention]:
    """Return the event mentions of a part of ECB+ in checked sentences."""
    folder = data / "train" / "ecbplus"
    return mentions(readings(ecb(folder, part, across=True)), checked(folder))


def mentions(read: Sequence[tuple[Document, Reading]], good: frozenset[tuple[str, int]]) -> list[Mention]:
    """Return the event mentions of documents that have been read."""
    out = []
    for document, reading in read:
        passages = document.report.passages
        spans, chains = list[tuple[int, int]](), list[str]()
        for gold in document.gold:
            passage = next(i for i, p in enumerate(passages) if p.start <= gold.start < p.end)
            if gold.kind.startswith(("action", "neg_action")) and (document.name, passage) in good:
                spans.append((gold.start, gold.end))
                chains.append(gold.chain)
        for told, chain in zip(gold_told(reading, spans), chains, strict=True):
            out.append(Mention(told, chain, document.name.partition("_")[0], document.name, lemma(reading, told)))
    return [replace(one, told=replace(one.told, order=i)) for i, one in enumerate(out)]


def lemma(reading: Reading, told: Told) -> str:
    """Return the lemma of a trigger, in lower case."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.start <= told.at < token.end:
                return token.lemma.lower()
    return told.trigger


def ours(mentions: Sequence[Mention], *, house: bool = False) -> dict[Hashable, Hashable]:
    """Return the cluster of each mention by what dateline judges."""
    told = [one.told for one in mentions]
    return partition(told, house=house)


def partition(told: Sequence[Told], *, house: bool) -> dict[Hashable, Hashable]:
    """Block, judge and cluster; return the number of each claim's cluster by its id."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(told):
        for key in block_keys(one):
            blocks[key].append(i)
    pairs = {pair for block in blocks.values() for pair in combinations(block, 2)}
    found = (judge(told[i], told[j], at=AT, house=house) for i, j in sorted(pairs))
    groups = clusters(told, [one for one in found if one is not None], house=house)
    return {name: number for number, group in enumerate(groups) for name in group}


def by_lemma(mentions: Sequence[Mention], near: Mapping[str, int] | None = None) -> dict[Hashable, Hashable]:
    """Return the baseline: one lemma, one cluster; ``near`` is the group of each document."""
    return {one.told.id: (one.lemma, near[one.document] if near else 0) for one in mentions}


def groups(texts: Mapping[str, str], deltas: Sequence[float]) -> dict[float, dict[str, int]]:
    """Return the group of each document, for each delta: linked by a tf-idf cosine of at least delta."""
    names = sorted(texts)
    counts = [Counter(word for word in texts[name].lower().split() if word.isalpha()) for name in names]
    seen = Counter(word for words in counts for word in words)
    index = {word: i for i, word in enumerate(sorted(seen))}
    table = np.zeros((len(names), len(index)))
    for row, words in enumerate(counts):
        for word, n in words.items():
            table[row, index[word]] = (1 + math.log(n)) * math.log(len(names) / seen[word])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    near = table @ table.T
    out = {}
    for delta in deltas:
        root = list(range(len(names)))

        def find(i: int, root: list[int] = root) -> int:
            while root[i] != i:
                i = root[i]
            return i

        for i, j in zip(*np.nonzero(np.triu(near >= delta, 1)), strict=True):
            root[find(int(j))] = find(int(i))
        out[delta] = {name: find(i) for i, name in enumerate(names)}
    return out


def score(mentions: Sequence[Mention], got: Mapping[Hashable, Hashable]) -> Score:
    """Return the CoNLL figure, mentions that are alone counted; the interval is over topics."""
    topics: dict[Hashable, str] = {one.told.id: one.topic for one in mentions}
    return conll(units({one.told.id: one.chain for one in mentions}, got, topics))[0]


def units(
    gold: Mapping[Hashable, Hashable], got: Mapping[Hashable, Hashable], topics: Mapping[Hashable, str]
) -> list[tuple[float, ...]]:
    """Return numerators and denominators of recall and precision of MUC, B-cubed and CEAF-e, a row a topic.

    A cluster counts in the topic of most of its mentions. The best one-to-one pairs of CEAF-e are found over all.
    """
    key, response = _sets(gold), _sets(got)
    rows: dict[str, list[float]] = defaultdict(lambda: [0.0] * 12)
    for sets, others, first in ((key, got, 0), (response, gold, 2)):
        for one in sets:
            row = rows[_topic(one, topics)]
            parts = Counter(others.get(m, ("alone", m)) for m in one)
            row[first] += len(one) - len(parts)
            row[first + 1] += len(one) - 1
            row[first + 5] += len(one)
            sizes = _sizes(others)
            hits = sum(n * n / len(one) for name, n in parts.items() if name in sizes)
            row[first + 4] += hits
            row[first + 9] += 1
    for one, right in _matched(key, got):
        row = rows[_topic(one, topics)]
        row[8] += right
        row[10] += right
    return [tuple(row) for row in rows.values()]


def _topic(cluster: frozenset[Hashable], topics: Mapping[Hashable, str]) -> str:
    found = Counter(topics.get(m, "") for m in cluster)
    return max(found, key=lambda topic: (found[topic], topic))


def _sets(partition: Mapping[Hashable, Hashable]) -> list[frozenset[Hashable]]:
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for name, cluster in partition.items():
        found[cluster].add(name)
    return [frozenset(members) for members in found.values()]


_known: dict[int, dict[Hashable, int]] = {}


def _sizes(partition: Mapping[Hashable, Hashable]) -> Mapping[Hashable, int]:
    if id(partition) not in _known:
        _known.clear()
        _known[id(partition)] = dict(Counter(partition.values()))
    return _known[id(partition)]


def _matched(
    key: Sequence[frozenset[Hashable]], got: Mapping[Hashable, Hashable]
) -> list[tuple[frozenset[Hashable], float]]:
    """Return the gold clusters with the phi4 of what they are paired with, the sum being the greatest there is."""
    sizes = Counter(got.values())
    shared = [Counter(got[m] for m in one if m in got) for one in key]
    # clusters that share no mention add nothing: the parts that hang together are solved alone
    owner: dict[Hashable, list[int]] = defaultdict(list)
    for k, names in enumerate(shared):
        for name in names:
            owner[name].append(k)
    out, seen = [], set[int]()
    for k in range(len(key)):
        if k in seen:
            continue
        rows, columns, todo = list[int](), dict[Hashable, None](), [k]
        seen.add(k)
        while todo:
            row = todo.pop()
            rows.append(row)
            for name in shared[row]:
                if name not in columns:
                    columns[name] = None
                    fresh = [other for other in owner[name] if other not in seen]
                    seen.update(fresh)
                    todo += fresh
        if columns:
            gain = [[2 * shared[r][c] / (len(key[r]) + sizes[c]) for c in columns] for r in rows]
            out.append((key[rows[0]], assign(gain)))
    return out


def own(
    read: Sequence[tuple[Document, Reading]], good: frozenset[tuple[str, int]], gold: Sequence[Mention]
) -> dict[str, Score]:
    """Return the CoNLL figure of our claims in checked sentences against all gold mentions, and of one lemma an event.

    *of those found* takes the gold mentions alone that a claim is matched to.
    """
    spans: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in gold:
        spans[one.document].append((one.told.at, one.told.id))
    told: list[Told] = []
    names: dict[Hashable, Hashable] = {}
    topics: dict[Hashable, str] = {one.told.id: one.topic for one in gold}
    for document, reading in read:
        known = about(reading.report.text)
        for each in reading.claims:
            if (document.name, _sentence(document, each.trigger.start)) in good:
                told.append(prepare(Account(claim=each, report=document.name, order=len(told)), about=known))
                over = [n for start, n in spans[document.name] if each.trigger.start <= start < each.trigger.end]
                names[each.id] = over[0] if over else each.id
                topics.setdefault(names[each.id], document.name.partition("_")[0])
    key: dict[Hashable, Hashable] = {one.told.id: one.chain for one in gold}
    found = {name: chain for name, chain in key.items() if name in set(names.values())}
    out = {}
    lemmas: dict[Hashable, Hashable] = {one.id: one.trigger for one in told}
    for who, clusters_of in (("CoNLL", partition(told, house=True)), ("lemma", lemmas)):
        sizes = Counter(clusters_of.values())
        got = {names[n]: c for n, c in clusters_of.items() if names[n] in key or sizes[c] > 1}
        out[f"ECB+ test, own claims: {who}"] = conll(units(key, got, topics))[0]
        alone = {name: c for name, c in got.items() if name in found}
        out[f"ECB+ test, own claims, of those found: {who}"] = conll(units(found, alone, topics))[0]
    return out


def _sentence(document: Document, at: int) -> int:
    return next((i for i, p in enumerate(document.report.passages) if p.start <= at < p.end), -1)


def run(data: Path) -> dict[str, Score]:
    """Score the test topics."""
    folder = data / "train" / "ecbplus"
    documents = readings(ecb(folder, "test", across=True))
    good = checked(folder)
    some = mentions(documents, good)
    near = groups({document.name: document.report.text for document, _ in documents}, (DELTA,))
    return {
        "ECB+ test, gold mentions: CoNLL": score(some, ours(some)),
        "ECB+ test, gold mentions: lemma": score(some, by_lemma(some)),
        "ECB+ test, gold mentions: lemma-delta": score(some, by_lemma(some, near[DELTA])),
        **own(documents, good, some),
    }
