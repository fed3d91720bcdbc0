"""The joint model: one MiniLM encoder, one head per task over each word's first piece. Training time only."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dateline.language.features import CASES, LAYOUTS

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
ARC, LABEL = 256, 96


_POOL: dict[float, Tensor] = {}


def drop(x: Tensor, rate: float, training: bool) -> Tensor:
    """Apply dropout with a mask cut at random from a pool: drawing fresh bits each time cost an eighth of a step."""
    if not training or rate == 0:
        return x
    size = x.numel()
    pool = _POOL.get(rate)
    if pool is None or pool.numel() < 2 * size:
        drawn = torch.rand(max(1 << 22, 4 * size), device=x.device)
        pool = _POOL[rate] = (drawn >= rate).to(torch.bfloat16) / (1 - rate)
    at = int(torch.randint(pool.numel() - size, ()))
    return x * pool[at : at + size].view(x.shape)


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # written out: the fused CPU kernel is several times slower than two bf16 products here
        weights = torch.softmax((q @ k.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5 + mask, -1)
        a = self.out((weights.to(v.dtype) @ v).transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norm1(x + drop(a, self.dropout, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + drop(h, self.dropout, self.training))


class Joint(nn.Module):
    """Tags, lemma scripts, sentence starts, entity tags, arcs and labels.

    ``sizes`` gives the number of classes of each linear head. Inputs: ``pieces``, ``cases``, ``layouts`` of shape
    [windows, pieces]; ``first`` [windows, words] is the index of each word's first piece (0, the CLS, is padding).
    """

    def __init__(self, sizes: dict[str, int], vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = dict(sizes)
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        self.layout = nn.Embedding(LAYOUTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, sum(n for t, n in sizes.items() if t != "deprel"))
        self.arcs = nn.Linear(WIDTH, 2 * ARC + 2 * LABEL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(sizes["deprel"], LABEL + 1, LABEL + 1))
        self.root = nn.Parameter(torch.zeros(WIDTH))
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.label, std=0.02)
        nn.init.normal_(self.root, std=0.02)
        for table in (self.case, self.layout):
            nn.init.normal_(table.weight, std=0.01)
        self.dropout = dropout

    def encode(self, pieces: Tensor, cases: Tensor, layouts: Tensor) -> Tensor:
        """Return piece vectors [windows, pieces, width]."""
        n = pieces.shape[1]
        x = self.word(pieces) + self.position.weight[:n] + self.case(cases) + self.layout(layouts)
        x = drop(self.norm(x), self.dropout, self.training)
        mask = torch.where(pieces != 0, 0.0, -1e4)[:, None, None, :].to(torch.bfloat16 if self.training else x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def words(self, x: Tensor, first: Tensor) -> Tensor:
        """Gather each word's first piece."""
        return x.gather(1, first[:, :, None].expand(-1, -1, WIDTH))

    def tag(self, w: Tensor) -> dict[str, Tensor]:
        """Return the logits of the linear heads."""
        names = [t for t in self.sizes if t != "deprel"]
        parts = self.tags(drop(w, 0.2, self.training)).split([self.sizes[t] for t in names], -1)
        return dict(zip(names, parts, strict=True))

    def pairs(self, w: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return arc scores [windows, words, 1 + words] (column 0 the root) and label vectors of both sides."""
        b = w.shape[0]
        r = torch.cat([self.root.to(w.dtype).expand(b, 1, WIDTH), w], 1)
        h = drop(F.leaky_relu(self.arcs(drop(r, 0.2, self.training)), 0.1), 0.33, self.training)
        dep, head, ldep, lhead = h.split([ARC, ARC, LABEL, LABEL], -1)
        one = torch.ones_like(dep[..., :1])
        scores = torch.cat([dep[:, 1:], one[:, 1:]], -1) @ self.arc.to(w.dtype) @ head.transpose(1, 2)
        return scores, ldep[:, 1:], lhead

    def labels(self, ldep: Tensor, lhead: Tensor) -> Tensor:
        """Return label logits [n, labels] for n chosen (dependent, head) pairs of vectors."""
        d = F.pad(ldep, (0, 1), value=1.0)
        h = F.pad(lhead, (0, 1), value=1.0)
        k = self.sizes["deprel"]
        u = (d @ self.label.to(d.dtype).permute(1, 0, 2).reshape(LABEL + 1, -1)).view(-1, k, LABEL + 1)
        return (u @ h[:, :, None]).squeeze(-1)

    def load_minilm(self, folder: Path) -> None:
        """Start from the MiniLM-L6 weights in ``folder`` (``model.safetensors``, ``config.json``)."""
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text())
        assert (config["hidden_size"], config["num_hidden_layers"]) == (WIDTH, LAYERS)
        old = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
        new = self.state_dict()
        new["word.weight"] = old["embeddings.word_embeddings.weight"]
        new["position.weight"] = (
            old["embeddings.position_embeddings.weight"] + old["embeddings.token_type_embeddings.weight"][0]
        )
        for ours, theirs in (("norm", "embeddings.LayerNorm"),):
            new[f"{ours}.weight"], new[f"{ours}.bias"] = old[f"{theirs}.weight"], old[f"{theirs}.bias"]
        for i in range(LAYERS):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                new[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [old[f"{p}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                )
                for ours, theirs in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    new[f"layers.{i}.{ours}.{part}"] = old[f"{p}{theirs}.{part}"]
        self.load_state_dict(new)
