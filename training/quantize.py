"""Quantize a trained model and write what is shipped: ``python -m training.quantize --run DIR --out DIR``.

The ONNX graph is written out by hand from the operators that ONNX Runtime fuses best. Matrix weights are int8 per
column, the word table int8 per row, activations are quantized on the fly over one batch, and a batch never holds more
than one report, so that a report reads the same whatever it is read beside.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.corpora import training_sets
from training.model import ARC, HEADS, LABEL, LAYERS, WIDTH

Array = np.ndarray


NO_NAME = 0.75
"""Added to the logit of "no name": silver data teach too many names. Set on UNER EWT dev."""


class Graph:
    """Collect nodes and weights of an ONNX graph."""

    def __init__(self, *, quantized: bool, levels: int) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.quantized = quantized
        self.levels = levels
        self._n = 0

    def add(self, op: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: object) -> str:
        """Add a node and return the name of its first output."""
        self._n += 1
        names = [f"{op}_{self._n}"] + [f"{op}_{self._n}_{i}" for i in range(1, outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names[0]

    def put(self, name: str, value: Array) -> str:
        """Add a constant."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), "w/" + name))
        return "w/" + name

    def matmul(self, x: str, name: str, weight: Array, bias: Array | None = None) -> str:
        """Multiply by a weight [in, out]; int8 by column if the graph is quantized."""
        if not self.quantized:
            y = self.add("MatMul", x, self.put(name, weight))
            return y if bias is None else self.add("Add", y, self.put(name + ".bias", bias))
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / self.levels
        q = np.clip(np.round(weight / scale), -self.levels, self.levels).astype(np.int8)
        inputs = [
            x,
            self.put(name, q),
            self.put(name + ".scale", scale.astype(np.float32)),
            self.put(name + ".zero", np.zeros_like(scale, np.int8)),
        ]
        if bias is not None:
            inputs.append(self.put(name + ".bias", bias))
        return self.add("DynamicQuantizeMatMul", *inputs, domain="com.microsoft")

    def model(self, inputs: dict[str, int], outputs: list[tuple[str, str]]) -> onnx.ModelProto:
        """Make the model; ``outputs`` are (inner name, outer name)."""
        for inner, outer in outputs:
            self.nodes.append(helper.make_node("Identity", [inner], [outer]))
        dims = {1: ["n"], 2: ["b", "n"]}
        graph = helper.make_graph(
            self.nodes,
            "dateline",
            [
                helper.make_tensor_value_info(
                    k, TensorProto.INT64 if d > 0 else TensorProto.FLOAT, dims.get(d, ["n", LABEL])
                )
                for k, d in inputs.items()
            ],
            [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for _, o in outputs],
            self.weights,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="dateline")


def encoder_graph(w: dict[str, Array], *, quantized: bool, levels: int) -> onnx.ModelProto:
    """Write the encoder with all heads but the label scores."""
    g = Graph(quantized=quantized, levels=levels)
    if quantized:
        table = w["word.weight"]
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
        q = g.add("Gather", g.put("word", np.round(table / scale).astype(np.int8)), "pieces")
        x = g.add(
            "Mul",
            g.add("Cast", q, to=TensorProto.FLOAT),
            g.add("Gather", g.put("word.scale", scale.astype(np.float32)), "pieces"),
        )
    else:
        x = g.add("Gather", g.put("word", w["word.weight"]), "pieces")
    one = g.put("one", np.array(1, np.int64))
    length = g.add(
        "Squeeze", g.add("Slice", g.add("Shape", "pieces"), g.put("i1", np.array([1])), g.put("i2", np.array([2])))
    )
    places = g.add("Range", g.put("zero", np.array(0, np.int64)), length, one)
    x = g.add("Add", x, g.add("Gather", g.put("position", w["position.weight"][:256]), places))
    x = g.add("Add", x, g.add("Gather", g.put("case", w["case.weight"]), "cases"))
    x = g.add("Add", x, g.add("Gather", g.put("layout", w["layout.weight"]), "layouts"))
    x = g.add(
        "LayerNormalization", x, g.put("norm.w", w["norm.weight"]), g.put("norm.b", w["norm.bias"]), epsilon=1e-12
    )
    mask = g.add("Cast", g.add("Cast", "pieces", to=TensorProto.BOOL), to=TensorProto.INT32)
    for i in range(LAYERS):
        p = f"layers.{i}."
        qkv = g.matmul(x, p + "qkv", w[p + "qkv.weight"].T, w[p + "qkv.bias"])
        sizes = g.put(p + "sizes", np.array([WIDTH] * 3))
        q = g.add("Split", qkv, sizes, outputs=3, axis=-1)
        a = g.add("MultiHeadAttention", q, q + "_1", q + "_2", "", mask, domain="com.microsoft", num_heads=HEADS)
        a = g.matmul(a, p + "out", w[p + "out.weight"].T)
        x = g.add(
            "SkipLayerNormalization",
            a,
            x,
            g.put(p + "n1w", w[p + "norm1.weight"]),
            g.put(p + "n1b", w[p + "norm1.bias"]),
            g.put(p + "ob", w[p + "out.bias"]),
            domain="com.microsoft",
            epsilon=1e-12,
        )
        h = g.add(
            "BiasGelu",
            g.matmul(x, p + "up", w[p + "up.weight"].T),
            g.put(p + "ub", w[p + "up.bias"]),
            domain="com.microsoft",
        )
        h = g.matmul(h, p + "down", w[p + "down.weight"].T)
        x = g.add(
            "SkipLayerNormalization",
            h,
            x,
            g.put(p + "n2w", w[p + "norm2.weight"]),
            g.put(p + "n2b", w[p + "norm2.bias"]),
            g.put(p + "db", w[p + "down.bias"]),
            domain="com.microsoft",
            epsilon=1e-12,
        )
    flat = g.add("Reshape", x, g.put("flat", np.array([-1, WIDTH])))
    words = g.add("Gather", flat, "first")  # first holds indexes into the flattened pieces
    tags = g.matmul(words, "tags", w["tags.weight"].T, w["tags.bias"])
    h = g.add("LeakyRelu", g.matmul(words, "arcs", w["arcs.weight"].T, w["arcs.bias"]), alpha=0.1)
    root = w["arcs.weight"] @ w["root"] + w["arcs.bias"]
    root = np.where(root > 0, root, 0.1 * root)
    sizes = g.put("head.sizes", np.array([ARC, ARC, LABEL, LABEL]))
    dep = g.add("Split", h, sizes, outputs=4, axis=-1)
    mixed = g.add("Add", g.add("MatMul", dep, g.put("arc", w["arc"][:ARC])), g.put("arc.bias", w["arc"][ARC]))
    scores = g.add("MatMul", mixed, g.add("Transpose", dep + "_1", perm=[0, 2, 1]))
    to_root = g.add("MatMul", mixed, g.put("root.head", root[ARC : 2 * ARC, None]))
    scores = g.add("Concat", to_root, scores, axis=-1)
    root_label = g.put("root.label", root[2 * ARC + LABEL :][None])
    g.nodes.append(helper.make_node("Identity", [root_label], ["lroot"]))
    model = g.model(
        {"pieces": 2, "cases": 2, "layouts": 2, "first": 2},
        [(tags, "tags"), (scores, "arcs"), (dep + "_2", "ldep"), (dep + "_3", "lhead")],
    )
    model.graph.output.append(helper.make_tensor_value_info("lroot", TensorProto.FLOAT, [1, LABEL]))
    return model


def label_graph(w: dict[str, Array]) -> onnx.ModelProto:
    """Write the label scorer for chosen (dependent, head) pairs of vectors."""
    g = Graph(quantized=False, levels=127)
    u = w["label"]  # [labels, dependent + 1, head + 1]
    k = u.shape[0]
    d = g.add("MatMul", "dep", g.put("u", u[:, :LABEL].transpose(1, 0, 2).reshape(LABEL, -1)))
    d = g.add("Add", d, g.put("ub", u[:, LABEL].reshape(-1)))
    d = g.add("Reshape", d, g.put("shape", np.array([-1, k, LABEL + 1])))
    part = g.add("Split", d, g.put("sizes", np.array([LABEL, 1])), outputs=2, axis=-1)
    h = g.add("Unsqueeze", "head", g.put("last", np.array([2])))
    s = g.add("Add", g.add("MatMul", part, h), part + "_1")
    return g.model({"dep": -1, "head": -1}, [(g.add("Squeeze", s, g.put("axis", np.array([2]))), "labels")])


def lemmas(data: Path) -> list[str]:
    """Return the lemmas of inflected words in the training trees and of our own lexicon, in lower case."""
    from dateline.lexicon import classes, predicates

    inflected = ("NOUN", "VERB", "ADJ", "ADV", "AUX")
    trees, _ = training_sets(data)
    words = (w for d in trees for s in d for w in s.words if w.upos in inflected and w.lemma)
    found = {w.lemma.lower() for w in words if w.lemma and w.lemma.isalpha()}
    found |= {word for word in classes.load().by_noun if word.isalpha()}
    found |= {word for word, _ in predicates.load().index if word.isalpha()}
    return sorted(found)


def main() -> None:
    """Run the command."""
    args = argparse.ArgumentParser()
    args.add_argument("--run", type=Path, required=True, help="what training.train wrote")
    args.add_argument("--minilm", type=Path, required=True)
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--out", type=Path, default=Path("src/dateline/language/weights"))
    args.add_argument(
        "--levels", type=int, default=63, help="63 keeps sums in range on machines without VNNI; 127 measured no better"
    )
    args.add_argument("--seed", type=int, default=1, help="the seed that training had, for the card")
    args.add_argument("--float32", action="store_true", help="no quantization, to see what it costs")
    opt = args.parse_args()
    state = torch.load(opt.run / "model.pt", weights_only=True)
    w = {k: v.float().numpy() for k, v in state.items()}
    labels = json.loads((opt.run / "labels.json").read_text())
    outside = sum(len(labels[k]) for k in ("upos", "xpos", "lemma")) + 2 + labels["entity"].index("O")
    w["tags.bias"][outside] += NO_NAME
    opt.out.mkdir(parents=True, exist_ok=True)
    encoder = encoder_graph(w, quantized=not opt.float32, levels=opt.levels).SerializeToString()
    scorer = label_graph(w).SerializeToString()
    (opt.out / "encoder.onnx").write_bytes(encoder)
    (opt.out / "labels.onnx").write_bytes(scorer)
    shutil.copy(opt.minilm / "vocab.txt", opt.out / "vocab.txt")
    (opt.out / "lemmas.txt").write_text("\n".join(lemmas(opt.data)) + "\n", encoding="utf-8")
    digest = hashlib.sha256(encoder + scorer).hexdigest()
    meta = {
        "version": 1,
        "digest": digest,
        "licence": "CC BY-SA 4.0",
        "levels": opt.levels,
        "seed": opt.seed,
        "labels": labels,
    }
    (opt.out / "model.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    size = sum(f.stat().st_size for f in opt.out.iterdir())
    print(f"{size / 1e6:.1f} MB ({len(gzip.compress(encoder)) / 1e6:.1f} MB packed), sha256 {digest[:16]}")


if __name__ == "__main__":
    main()
