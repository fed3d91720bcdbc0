"""What the model costs: seconds inside its two graphs, and how fast matrices of their shapes are multiplied here."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dateline.language import model

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["Clock", "clocked", "product"]

SHAPES = ((384, 384),) * 4 + ((384, 1536), (1536, 384))
"""The products of one layer: queries, keys, values, their output, and two of the feed-forward part."""
LAYERS = 6
OPERATIONS = 2 * LAYERS * sum(a * b for a, b in SHAPES)
"""Multiplications and additions a piece of a word, in products with weights alone: attention is some per cent more."""

_FLOAT, _UINT8, _INT8, _INT32 = 1, 2, 3, 6


@dataclass(slots=True)
class Clock:
    """Seconds in the encoder and in the scorer of labels, and pieces that the encoder took, padding with them."""

    encoder: float = 0.0
    scorer: float = 0.0
    pieces: int = 0


class _Timed:
    def __init__(self, session: InferenceSession, clock: Clock, part: str) -> None:
        self._session, self._clock, self._part = session, clock, part

    def run(self, names: Sequence[str] | None, given: Mapping[str, NDArray[np.generic]]) -> Any:
        began = time.perf_counter()
        out = self._session.run(names, given)
        spent = time.perf_counter() - began
        if self._part == "encoder":
            self._clock.encoder += spent
            self._clock.pieces += given["pieces"].size
        else:
            self._clock.scorer += spent
        return out


@contextmanager
def clocked() -> Iterator[Clock]:
    """Give a clock that the shipped model moves meanwhile; for one thread of this process."""
    reader, clock = model.load(None), Clock()
    kept = reader._encoder, reader._scorer
    reader._encoder, reader._scorer = _Timed(kept[0], clock, "encoder"), _Timed(kept[1], clock, "scorer")
    try:
        yield clock
    finally:
        reader._encoder, reader._scorer = kept


def product(rows: int, *, whole: bool, rounds: int = 5) -> float:
    """Return operations a second of plain products of the encoder's shapes on one thread, the best of some rounds.

    ``rows`` are pieces in a batch; ``whole`` is for int8 as the encoder has it, else fp32.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    rng = np.random.default_rng(1)
    work = []
    for shape in dict.fromkeys(SHAPES):
        weights = rng.integers(-127, 127, shape).astype(np.int8 if whole else np.float32)
        session = ort.InferenceSession(_graph(weights, whole=whole), options, providers=["CPUExecutionProvider"])
        given = rng.integers(0, 255, (rows, shape[0])).astype(np.uint8 if whole else np.float32)
        work.append((session, {"x": given}, SHAPES.count(shape)))
    best = float("inf")
    for _ in range(rounds + 1):
        spent = 0.0
        for session, feed, times in work:
            began = time.perf_counter()
            session.run(None, feed)
            spent += (time.perf_counter() - began) * times
        best = min(best, spent)
    return rows * OPERATIONS / LAYERS / best


def _graph(weights: NDArray[np.generic], *, whole: bool) -> bytes:
    """Return the ONNX model y = x · weights, written by hand: https://onnx.ai/onnx/intro/concepts.html."""
    kinds = (_UINT8, _INT8, _INT32) if whole else (_FLOAT, _FLOAT, _FLOAT)
    node = _text(1, "x") + _text(1, "w") + _text(2, "y") + _text(4, "MatMulInteger" if whole else "MatMul")
    dims = b"".join(_number(1, size) for size in weights.shape)
    held = dims + _number(2, kinds[1]) + _text(8, "w") + _field(9, weights.tobytes())
    ends = [
        _text(1, name) + _field(2, _field(1, _number(1, kind))) for name, kind in (("x", kinds[0]), ("y", kinds[2]))
    ]
    graph = _field(1, node) + _text(2, "product") + _field(5, held) + _field(11, ends[0]) + _field(12, ends[1])
    return _number(1, 8) + _field(7, graph) + _field(8, _number(2, 13))


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += struct.pack("B", value & 127 | 128)
        value >>= 7
    return out + struct.pack("B", value)


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _field(tag: int, body: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(body)) + body


def _text(tag: int, value: str) -> bytes:
    return _field(tag, value.encode())
