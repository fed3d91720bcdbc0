"""The shipped model and its runtime: words in, tags, trees and entity tags out.

A batch never holds more than one report: int8 activations are scaled over a batch, so what a report is read
beside must not reach it.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.errors import ModelError
from dateline.language import decode, lemma, saying, subject
from dateline.language.agree import agree
from dateline.language.features import JOINED, OTHER, PARAGRAPH, SPACED, casing
from dateline.language.join import join
from dateline.language.repair import repair
from dateline.language.window import LONGEST, windows
from dateline.language.wordpiece import CLS, SEP, WordPiece

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent / "weights"
BATCH = 1536
"""Padded pieces in one batch: large enough for full kernels, small enough for the cache."""
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"})
_PREPOSITIONS = frozenset({"IN", "TO"})


class Analysis(NamedTuple):
    """What the model says of one word. ``head`` is relative to the sentence, -1 for the root."""

    start: bool
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    entity: str


@dataclass(frozen=True, slots=True)
class _Window:
    first: int
    last: int
    pieces: list[int]
    cases: list[int]
    layouts: list[int]
    starts: list[int]  # index of each word's first piece


class Model:
    """The joint model. Make one with :func:`load`; it may be used from several threads."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        try:
            meta = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            self._wordpiece = WordPiece.load(folder / "vocab.txt")
            self._known = frozenset((folder / "lemmas.txt").read_text(encoding="utf-8").split("\n"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: the language model cannot be read ({error}); reinstall dateline") from error
        labels = meta["labels"]
        self.digest: str = meta["digest"]
        """SHA-256 of the weights."""
        self._upos: list[str] = labels["upos"]
        self._xpos: list[str] = labels["xpos"]
        self._lemma: list[str] = labels["lemma"]
        self._deprel: list[str] = labels["deprel"]
        self._bio = decode.Bio(labels["entity"])
        self._types = list(dict.fromkeys(t[2:] for t in labels["entity"] if t != "O"))
        self._columns = [[i for i, t in enumerate(labels["entity"]) if t[2:] == k] for k in self._types]
        sizes = [len(self._upos), len(self._xpos), len(self._lemma), 2]
        self._cuts = np.cumsum(sizes).tolist()
        self._encoder = _session(folder / "encoder.onnx", threads)
        self._scorer = _session(folder / "labels.onnx", threads)
        self._root_label = self._deprel.index("root")
        self._case, self._desc = self._deprel.index("case"), self._deprel.index("nmod:desc")
        self._core = [i for i, d in enumerate(self._deprel) if d.split(":")[0] in {"nsubj", "obj", "iobj", "vocative"}]
        self._marked = [i for i, d in enumerate(self._deprel) if d in {"obl", "obl:agent", "nmod", "conj", "xcomp"}]

    def analyse(
        self,
        words: Sequence[str],
        spaces: Sequence[bool],
        paragraphs: Sequence[bool],
        *,
        starts: Sequence[bool] | None = None,
    ) -> list[Analysis]:
        """Return one analysis a word of one report.

        ``spaces`` says whether white space comes before a word, ``paragraphs`` whether it opens a paragraph (and so
        a sentence). ``starts`` gives the sentence starts if they are known.
        """
        if not words:
            return []
        parts = self._windows(words, spaces, paragraphs, starts)
        out: list[Analysis | None] = [None] * len(words)
        kinds = np.zeros((len(words), len(self._types)), np.float32)
        for batch in _batches(parts):
            self._read(batch, words, paragraphs, starts, out, kinds)
        read = [a for a in out if a is not None]
        tags = repair(words, [a.upos for a in read], spaces, [a.start for a in read], [a.entity for a in read])
        tags = agree(words, tags, kinds, self._types)
        opens, xpos = [a.start for a in read], [a.xpos for a in read]
        arcs = saying.mend(join([a.head for a in read], [a.deprel for a in read], opens, tags, xpos), opens, xpos)
        arcs = subject.mend(arcs, opens, words, tags, xpos)
        return [
            a if (a.entity, a.head, a.deprel) == (t, h, d) else a._replace(entity=t, head=h, deprel=d)
            for a, t, (h, d) in zip(read, tags, arcs, strict=True)
        ]

    def _windows(
        self,
        words: Sequence[str],
        spaces: Sequence[bool],
        paragraphs: Sequence[bool],
        starts_known: Sequence[bool] | None,
    ) -> list[_Window]:
        ids = [self._wordpiece.pieces(w)[:LONGEST] for w in words]
        out = []
        known = starts_known is not None
        opens = paragraphs if starts_known is None else starts_known
        for first, last in windows(words, [len(x) for x in ids], opens, known=known):
            pieces, cases, layouts, starts = [CLS], [OTHER], [0], []
            for i in range(first, last):
                starts.append(len(pieces))
                pieces.extend(ids[i])
                cases.extend([casing(words[i])] * len(ids[i]))
                layouts.append(PARAGRAPH if paragraphs[i] else SPACED if spaces[i] else JOINED)
                layouts.extend([0] * (len(ids[i]) - 1))
            pieces.append(SEP)
            cases.append(OTHER)
            layouts.append(0)
            out.append(_Window(first, last, pieces, cases, layouts, starts))
        return out

    def _read(
        self,
        batch: list[_Window],
        words: Sequence[str],
        paragraphs: Sequence[bool],
        starts: Sequence[bool] | None,
        out: list[Analysis | None],
        kinds: NDArray[np.float32],
    ) -> None:
        b, n, m = len(batch), max(len(w.pieces) for w in batch), max(len(w.starts) for w in batch)
        pieces, layouts, first = np.zeros((b, n), np.int64), np.zeros((b, n), np.int64), np.zeros((b, m), np.int64)
        cases = np.full((b, n), OTHER, np.int64)
        given = np.zeros((b, m), bool)
        for x, w in enumerate(batch):
            pieces[x, : len(w.pieces)] = w.pieces
            cases[x, : len(w.pieces)] = w.cases
            layouts[x, : len(w.pieces)] = w.layouts
            first[x] = x * n
            first[x, : len(w.starts)] += w.starts
            marks = paragraphs if starts is None else starts
            given[x, : w.last - w.first] = marks[w.first : w.last]
        given[:, 0] = True
        tags, arcs, ldep, lhead, lroot = self._encoder.run(
            None, {"pieces": pieces, "cases": cases, "layouts": layouts, "first": first}
        )
        upos, xpos, lemmas, start, entity = np.split(tags, self._cuts, axis=2)
        begins = given if starts is not None else given | (start[:, :, 1] > start[:, :, 0])
        names = self._bio.decode(entity, begins)
        chances = np.exp(entity - entity.max(2, keepdims=True))
        chances /= chances.sum(2, keepdims=True)
        by_type = np.stack([chances[:, :, c].sum(2) for c in self._columns], axis=2)
        for x, w in enumerate(batch):
            kinds[w.first : w.last] = by_type[x, : w.last - w.first]
        upos, xpos, lemmas = upos.argmax(2).tolist(), xpos.argmax(2).tolist(), lemmas.argmax(2).tolist()
        tagged = names.tolist()
        sides: list[NDArray[np.float32]] = []
        others: list[NDArray[np.float32]] = []
        spans: list[tuple[int, int, list[int]]] = []
        for x, w in enumerate(batch):
            size = w.last - w.first
            bounds = [*np.flatnonzero(begins[x, :size]).tolist(), size]
            for i, j in itertools.pairwise(bounds):
                block = np.concatenate([arcs[x, i:j, :1], arcs[x, i:j, i + 1 : j + 1]], axis=1)
                tree = decode.heads(block)
                sides.append(ldep[x, i:j])
                heads = np.array(tree)
                above = lhead[x, i + heads]
                above[heads < 0] = lroot[0]
                others.append(above)
                spans.append((x, i, tree))
        scores = self._scorer.run(None, {"dep": np.concatenate(sides), "head": np.concatenate(others)})[0]
        scores[:, self._root_label] -= 1e4  # "root" is for the root alone, which gets it below
        rels = scores.argmax(1).tolist()
        self._mark(rels, scores, [(tree, xpos[x][i : i + len(tree)]) for x, i, tree in spans])
        at = 0
        for x, i, tree in spans:
            base = batch[x].first
            for k, head in enumerate(tree):
                y = i + k
                word, tag = words[base + y], self._xpos[xpos[x][y]]
                out[base + y] = Analysis(
                    start=k == 0,
                    lemma=lemma.mend(word, lemma.apply(self._lemma[lemmas[x][y]], word), tag, self._known),
                    upos=self._upos[upos[x][y]],
                    xpos=tag,
                    head=head,
                    deprel="root" if head < 0 else self._deprel[rels[at]],
                    entity=self._bio.tags[tagged[x][y]],
                )
                at += 1

    def _mark(self, rels: list[int], scores: NDArray[np.float32], trees: list[tuple[list[int], list[int]]]) -> None:
        """Make a noun after its verb that a preposition marks no subject or object, in place.

        ``rels`` and ``scores`` hold the words of all ``trees`` (heads and xpos ids), one after the other. Amounts are
        left alone: "up to nine" is an object as well as "nine".
        """
        at = 0
        for tree, xpos in trees:
            for k, head in enumerate(tree):
                if rels[at + k] == self._case and rels[at + head] == self._desc and head < tree[head]:
                    head = tree[k] = tree[head]  # "from *the President* Ali Omar": the preposition marks the name
                if (
                    tree[head] < k < head
                    and rels[at + k] == self._case
                    and self._xpos[xpos[k]] in _PREPOSITIONS
                    and self._xpos[xpos[head]] in _NOUNS
                    and rels[at + head] in self._core
                ):
                    rels[at + head] = self._marked[int(scores[at + head, self._marked].argmax())]
            at += len(tree)


def _batches(parts: list[_Window]) -> list[list[_Window]]:
    """Group windows of like length into batches of bounded size."""
    out: list[list[_Window]] = []
    longest = 0
    for w in sorted(parts, key=lambda w: (-len(w.pieces), w.first)):
        if not out or (len(out[-1]) + 1) * longest > BATCH:
            out.append([])
            longest = len(w.pieces)
        out[-1].append(w)
    return out


def _session(path: Path, threads: int) -> InferenceSession:
    """Open an ONNX session that neither spins nor phones home."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (
        ort.capi.onnxruntime_pybind11_state.NoSuchFile,
        ort.capi.onnxruntime_pybind11_state.InvalidProtobuf,
    ) as error:
        raise ModelError(f"{path}: the language model is missing or damaged ({error}); reinstall dateline") from error


def load(threads: int | None = None) -> Model:
    """Load the shipped model once. ``threads`` defaults to ``DATELINE_THREADS`` or 1; it never changes a result."""
    return _load(threads or int(os.environ.get("DATELINE_THREADS", "1")))


@cache
def _load(threads: int) -> Model:
    return Model(WEIGHTS, threads=threads)
