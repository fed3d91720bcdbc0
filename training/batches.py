"""Turn documents into windows of word pieces, vary them, and pack them into batches of even length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from dateline.language import lemma
from dateline.language.features import JOINED, OTHER, PARAGRAPH, SPACED, casing
from dateline.language.wordpiece import CLS, SEP, WordPiece
from training.corpora import ENTITY_TAGS, Document, Sentence, Word
from training.swap import RATE, swap

IGNORE = -100
LONGEST = 254
"""Longest window in pieces; a longer sentence is left out of training."""


@dataclass(frozen=True)
class Labels:
    """The classes of each head, in order."""

    upos: list[str]
    xpos: list[str]
    lemma: list[str]
    deprel: list[str]
    entity: list[str]

    @classmethod
    def collect(cls, documents: list[Document]) -> Labels:
        """Collect the classes from documents with trees; lemma scripts seen fewer than three times are left out."""
        words = [w for d in documents for s in d for w in s.words]
        scripts = Counter(lemma.script(w.form, w.lemma) for w in words if w.lemma is not None)
        return cls(
            upos=sorted({w.upos for w in words if w.upos}),
            xpos=sorted({w.xpos for w in words if w.xpos}),
            lemma=[k for k, n in scripts.most_common() if n >= 3],
            deprel=sorted({w.deprel for w in words if w.deprel}),
            entity=list(ENTITY_TAGS),
        )

    def sizes(self) -> dict[str, int]:
        """Return the number of classes of each head of the model."""
        return {
            "upos": len(self.upos),
            "xpos": len(self.xpos),
            "lemma": len(self.lemma),
            "start": 2,
            "entity": len(self.entity),
            "deprel": len(self.deprel),
        }


@dataclass
class Window:
    """Some sentences encoded: per word its pieces, features and gold ids."""

    pieces: list[tuple[int, ...]]
    cases: list[int]
    layouts: list[int]
    gold: np.ndarray  # [words, 6]: upos xpos lemma start head deprel; head -1 is the root, IGNORE unknown
    sentence: np.ndarray  # [words] sentence number
    allowed: np.ndarray  # [words, tags] bool

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces)) + 2


class Encoder:
    """Encode sentences once, and cut windows of them anew each round."""

    def __init__(self, wordpiece: WordPiece, labels: Labels) -> None:
        self.wordpiece = wordpiece
        self.ids = {
            name: {k: i for i, k in enumerate(getattr(labels, name))} for name in ("upos", "xpos", "lemma", "deprel")
        }
        self.tag = {t: i for i, t in enumerate(labels.entity)}
        self._allowed: dict[tuple[str, ...], np.ndarray] = {}

    def allow(self, tags: tuple[str, ...]) -> np.ndarray:
        row = self._allowed.get(tags)
        if row is None:
            row = np.zeros(len(self.tag), bool)
            row[[self.tag[t] for t in tags]] = True
            self._allowed[tags] = row
        return row

    def window(self, sentences: list[Sentence], style: str) -> Window:
        pieces, cases, layouts, gold, number, allowed = [], [], [], [], [], []
        base = 0
        for n, sentence in enumerate(sentences):
            for i, word in enumerate(sentence.words):
                form = restyle(word, style, i)
                pieces.append(self.wordpiece.pieces(form))
                cases.append(casing(form))
                spaced = True if i == 0 else sentence.words[i - 1].space
                layouts.append(PARAGRAPH if i == 0 and sentence.paragraph else SPACED if spaced else JOINED)
                start = IGNORE if i == 0 and (n == 0 or sentence.paragraph) else int(i == 0)
                gold.append(self.row(word, start, base))
                number.append(n)
                allowed.append(self.allow(word.tags))
            base += len(sentence.words)
        return Window(pieces, cases, layouts, np.array(gold, np.int64), np.array(number), np.array(allowed))

    def row(self, word: Word, start: int, base: int) -> list[int]:
        ids = self.ids
        if word.upos is None or word.head is None:
            return [IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE]
        script = IGNORE if word.lemma is None else ids["lemma"].get(lemma.script(word.form, word.lemma), IGNORE)
        head = word.head + base if word.head >= 0 else -1
        return [
            ids["upos"][word.upos],
            ids["xpos"].get(word.xpos or "", IGNORE),
            script,
            start,
            head,
            ids["deprel"].get(word.deprel or "", IGNORE),
        ]


def restyle(word: Word, style: str, i: int) -> str:
    """Shout, whisper or headline a word, so that the model meets wires and headlines in training."""
    if style == "upper":
        return word.form.upper()
    if style == "lower":
        return word.form.lower()
    if style == "headline" and (i == 0 or len(word.form) > 3 or word.upos in ("NOUN", "VERB", "PROPN", "ADJ", "PRON")):
        return word.form[:1].upper() + word.form[1:]
    return word.form


def styles(rng: random.Random) -> str:
    """Draw a style: mostly as written, at times capitals, lower case or headline."""
    x = rng.random()
    return "upper" if x < 0.08 else "lower" if x < 0.11 else "headline" if x < 0.16 else "as is"


def cut(document: Document, encoder: Encoder, rng: random.Random) -> Iterator[Window]:
    """Cut a document into windows at sentence ends; the limit on pieces varies from window to window."""
    sizes = [sum(len(encoder.wordpiece.pieces(w.form)) for w in s.words) for s in document]
    i = 0
    while i < len(document):
        limit = 126 if rng.random() < 0.75 else rng.choice((24, 48, 80))
        j, total = i, 0
        while j < len(document) and (j == i or total + sizes[j] <= limit):
            total += sizes[j]
            j += 1
        if i == 0 and len(document) > 3 and rng.random() < 0.8:
            j = rng.randint(1, j)  # shift the cuts of each round
        style = styles(rng)
        if total + 2 <= LONGEST:
            sentences = document[i:j]
            if rng.random() < 0.15 and style in ("headline", "as is"):
                sentences = [bare(s) for s in sentences]
            if rng.random() < RATE:
                sentences = [swap(s, rng) for s in sentences]
            window = encoder.window(sentences, style)
            if window.size <= LONGEST:
                yield window
        i = j


def bare(sentence: Sentence) -> Sentence:
    """Take the final stop off, as in headlines and bullets."""
    words = sentence.words
    if len(words) > 3 and words[-1].form == "." and words[-1].deprel in ("punct", None):
        return Sentence(words[:-1], sentence.paragraph)
    return sentence


@dataclass
class Batch:
    """Padded tensors of some windows."""

    pieces: Tensor
    cases: Tensor
    layouts: Tensor
    first: Tensor
    gold: Tensor
    same: Tensor
    allowed: Tensor
    words: Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the batch on ``device``."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def collate(windows: list[Window]) -> Batch:
    """Pad windows to one length."""
    b = len(windows)
    n = max(w.size for w in windows)
    m = max(len(w.cases) for w in windows)
    k = windows[0].allowed.shape[1]
    pieces, cases, layouts = np.zeros((b, n), np.int64), np.full((b, n), OTHER), np.zeros((b, n), np.int64)
    first, gold = np.zeros((b, m), np.int64), np.full((b, m, 6), IGNORE, np.int64)
    same, allowed, present = np.zeros((b, m, m), bool), np.ones((b, m, k), bool), np.zeros((b, m), bool)
    for x, w in enumerate(windows):
        at = 1
        pieces[x, 0] = CLS
        for i, ids in enumerate(w.pieces):
            first[x, i] = at
            pieces[x, at : at + len(ids)] = ids
            cases[x, at : at + len(ids)] = w.cases[i]
            layouts[x, at] = w.layouts[i]
            at += len(ids)
        pieces[x, at] = SEP
        size = len(w.cases)
        gold[x, :size] = w.gold
        same[x, :size, :size] = w.sentence[:, None] == w.sentence[None, :]
        allowed[x, :size] = w.allowed
        present[x, :size] = True
    t = torch.from_numpy
    return Batch(t(pieces), t(cases), t(layouts), t(first), t(gold), t(same), t(allowed), t(present))


def pack(windows: list[Window], budget: int, rng: random.Random) -> Iterator[Batch]:
    """Group windows of like length into batches of at most ``budget`` padded pieces, in random order."""
    windows.sort(key=lambda w: w.size + rng.randint(0, 6))
    groups: list[list[Window]] = [[]]
    for w in windows:
        if groups[-1] and (len(groups[-1]) + 1) * max(w.size, groups[-1][0].size) > budget:
            groups.append([])
        groups[-1].append(w)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)


__all__ = ["IGNORE", "Batch", "Encoder", "Labels", "Window", "collate", "cut", "pack"]
