"""Train the joint model: ``python -m training.train --data DIR --out DIR --minutes 90``.

Resumable (re-run with the same ``--out``), seeded, logs to ``OUT/log.jsonl``. Each round sees every tree once and a
part of the name sets; the learning rate falls linearly over the rounds planned, or over ``--minutes`` if given (then
how far it gets depends on the machine).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from dateline.language.wordpiece import WordPiece
from training.batches import IGNORE, Batch, Encoder, Labels, Window, cut, pack
from training.corpora import Document, training_sets
from training.model import Joint

FAR = -1e4
SILVER, SMALL = 4, 2
"""One part in SILVER of the large silver set and one in SMALL of the small name sets is seen each round."""


GOLD_WEIGHT = 2.5
"""Weight of names in the hand-made treebanks beside those of the other sets, most of which are silver."""


def loss_of(model: Joint, batch: Batch) -> dict[str, Tensor]:
    """Return the losses of all heads on a batch."""
    w = model.words(model.encode(batch.pieces, batch.cases, batch.layouts), batch.first)
    logits = model.tag(w)
    losses: dict[str, Tensor] = {}
    for i, name in enumerate(("upos", "xpos", "lemma", "start")):
        gold = batch.gold[:, :, i]
        if (gold != IGNORE).any():
            losses[name] = F.cross_entropy(logits[name].float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE)
    tags = F.log_softmax(logits["entity"].float(), -1)
    told = ~batch.allowed.all(-1) & batch.words
    if told.any():
        missed = -torch.logsumexp(tags.masked_fill(~batch.allowed, FAR), -1)[told]
        trust = torch.where(batch.gold[:, :, 0][told] != IGNORE, GOLD_WEIGHT, 1.0)
        losses["entity"] = (missed * trust).sum() / trust.sum()
    heads = batch.gold[:, :, 4]
    rows = (heads != IGNORE).nonzero()
    if len(rows):
        keep = (heads != IGNORE).any(1)
        w, heads, same, rels = w[keep], heads[keep], batch.same[keep], batch.gold[keep][:, :, 5]
        scores, ldep, lhead = model.pairs(w)
        scores = scores.float()
        ok = F.pad(same, (1, 0), value=True)
        x, y = (heads != IGNORE).nonzero(as_tuple=True)
        target = heads[x, y] + 1
        losses["arc"] = F.cross_entropy(scores.masked_fill(~ok, FAR)[x, y], target)
        losses["deprel"] = F.cross_entropy(
            model.labels(ldep[x, y], lhead[x, target]).float(), rels[x, y], ignore_index=IGNORE
        )
    return losses


def sample(
    trees: list[Document], names: list[Document], encoder: Encoder, rng: random.Random, turn: int
) -> list[Window]:
    """Return the windows of a round: all trees, and the part of each name set whose turn it is."""
    windows: list[Window] = [w for d in trees for w in cut(d, encoder, rng)]
    for d in names:
        turns = SILVER if len(d) > 5000 else SMALL if len(d) > 400 else 1
        part = len(d) // turns
        windows.extend(cut(d[(turn % turns) * part :][:part], encoder, rng))
    return windows


WEIGHTS = {"upos": 1.0, "xpos": 0.7, "lemma": 0.7, "start": 1.0, "entity": 2.0, "arc": 1.0, "deprel": 1.0}


def main() -> None:
    """Run the command."""
    args = argparse.ArgumentParser()
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--out", type=Path, required=True)
    args.add_argument("--minilm", type=Path, required=True)
    args.add_argument("--rounds", type=int, default=24)
    args.add_argument("--minutes", type=float, default=0, help="plan by time instead of by rounds")
    args.add_argument("--budget", type=int, default=3072)
    args.add_argument("--rate", type=float, default=3e-4)
    args.add_argument("--head-rate", type=float, default=1e-3)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--stop-after", type=int, default=0, help="leave after so many steps (to time it)")
    args.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    opt = args.parse_args()
    device = torch.device(opt.device)
    # before any worker thread is made, so that they inherit it: the moments of rare words decay to denormals, and
    # the optimizer then takes most of a step
    torch.set_flush_denormal(True)
    torch.manual_seed(opt.seed)
    opt.out.mkdir(parents=True, exist_ok=True)
    trees, names = training_sets(opt.data)
    labels = Labels.collect(trees)
    (opt.out / "labels.json").write_text(json.dumps(vars(labels)))
    encoder = Encoder(WordPiece.load(opt.minilm / "vocab.txt"), labels)
    model = Joint(labels.sizes())
    model.load_minilm(opt.minilm)
    model.to(device)
    new = ("case.", "layout.", "tags.", "arcs.", "arc", "label", "root")
    groups = [
        {"params": [p for n, p in model.named_parameters() if not n.startswith(new)], "lr": opt.rate, "peak": opt.rate},
        {
            "params": [p for n, p in model.named_parameters() if n.startswith(new)],
            "lr": opt.head_rate,
            "peak": opt.head_rate,
        },
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    step, begin, spent = 0, 0, 0.0
    saved = opt.out / "state.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, begin, spent = state["step"], state["round"], state["spent"]
        torch.manual_seed(opt.seed + begin)
    log = (opt.out / "log.jsonl").open("a")
    model.train()
    clock = time.time() - spent
    for round_ in range(begin, opt.rounds):
        rng = random.Random(opt.seed * 1000 + round_)
        windows = sample(trees, names, encoder, rng, round_)
        began, seen, sums = time.time(), 0, dict.fromkeys(WEIGHTS, 0.0)
        batches = list(pack(windows, opt.budget, rng))
        total = len(batches) * opt.rounds
        for count, batch in enumerate(batches, 1):
            share = (time.time() - clock) / 60 / opt.minutes if opt.minutes else step / total
            factor = min(1.0, share / 0.05) * max(0.0, min(1.0, (1 - share) / 0.95))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * factor
            batch = batch.to(device)
            with torch.autocast(device.type, torch.bfloat16):
                losses = loss_of(model, batch)
            optimizer.zero_grad(set_to_none=True)
            sum((WEIGHTS[k] * v for k, v in losses.items()), torch.zeros((), device=device)).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step += 1
            seen += int(batch.words.sum())
            for k, v in losses.items():
                sums[k] += float(v.detach())
            if opt.minutes and share >= 1:
                break
            if opt.stop_after and count >= opt.stop_after:
                break
            if count % 50 == 0:
                row = {
                    "round": round_,
                    "step": step,
                    "of": total,
                    "words_s": round(seen / (time.time() - began)),
                    "share": round(share, 3),
                    "left_min": round((total - step) * (time.time() - began) / count / 60, 1),
                    **{k: round(v / count, 4) for k, v in sums.items()},
                }
                print(json.dumps(row), file=log, flush=True)
        if opt.stop_after:
            print(seen / (time.time() - began), "words/s", len(batches), "batches a round", sums)
            return
        part_file = opt.out / "state.part"
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "round": round_ + 1,
                "spent": time.time() - clock,
            },
            part_file,
        )
        part_file.replace(saved)
        torch.save(model.state_dict(), opt.out / "model.pt")
        if opt.minutes and time.time() - clock > opt.minutes * 60:
            break
    (opt.out / "done").write_text(str(step))


if __name__ == "__main__":
    main()
