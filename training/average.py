"""Go on from a trained model at a low constant rate and average the weights on the way.

``python -m training.average --run DIR --data DIR --minilm DIR --minutes 20`` reads ``DIR/model.pt`` and writes the mean
of the weights after each ``EVERY`` steps to ``DIR/averaged/model.pt`` (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from pathlib import Path

import torch

from dateline.language.wordpiece import WordPiece
from training.batches import Encoder, Labels, pack
from training.corpora import training_sets
from training.model import Joint
from training.train import WEIGHTS, loss_of, sample

EVERY = 40
WARM = 150
"""Steps before the first weights are taken."""


def main() -> None:
    """Run the command."""
    args = argparse.ArgumentParser()
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--run", type=Path, required=True)
    args.add_argument("--minilm", type=Path, required=True)
    args.add_argument("--minutes", type=float, default=20)
    args.add_argument("--rate", type=float, default=8e-5)
    args.add_argument("--seed", type=int, default=7)
    args.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    opt = args.parse_args()
    torch.set_flush_denormal(True)
    torch.manual_seed(opt.seed)
    device = torch.device(opt.device)
    trees, names = training_sets(opt.data)
    labels = Labels(**json.loads((opt.run / "labels.json").read_text()))
    encoder = Encoder(WordPiece.load(opt.minilm / "vocab.txt"), labels)
    model = Joint(labels.sizes()).to(device)
    model.load_state_dict(torch.load(opt.run / "model.pt", weights_only=True, map_location=device))
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=opt.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    out = opt.run / "averaged"
    out.mkdir(exist_ok=True)
    shutil.copy(opt.run / "labels.json", out)
    mean: dict[str, torch.Tensor] = {}
    taken, step, turn, began = 0, 0, 0, time.time()
    with (out / "log.jsonl").open("a") as log:
        while time.time() - began < opt.minutes * 60:
            rng = random.Random(opt.seed * 1000 + turn)
            for batch in pack(sample(trees, names, encoder, rng, turn), 3072, rng):
                rate = opt.rate * min(1.0, (step + 1) / 100)
                for group in optimizer.param_groups:
                    group["lr"] = rate
                with torch.autocast(device.type, torch.bfloat16):
                    losses = loss_of(model, batch.to(device))
                optimizer.zero_grad(set_to_none=True)
                sum((WEIGHTS[k] * v for k, v in losses.items()), torch.zeros((), device=device)).backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
                optimizer.step()
                step += 1
                if step >= WARM and step % EVERY == 0:
                    taken += 1
                    for k, v in model.state_dict().items():
                        mean[k] = v.clone() if k not in mean else mean[k].add_((v - mean[k]) / taken)
                    row = {"step": step, "taken": taken, "minutes": round((time.time() - began) / 60, 1)}
                    print(
                        json.dumps(row | {k: round(float(v.detach()), 4) for k, v in losses.items()}),
                        file=log,
                        flush=True,
                    )
                    if taken % 5 == 0:
                        torch.save(mean, out / "part.pt")
                        (out / "part.pt").replace(out / "model.pt")
                if time.time() - began > opt.minutes * 60:
                    break
            turn += 1
    torch.save(mean, out / "model.pt")
    (out / "done").write_text(str(step))


if __name__ == "__main__":
    main()
