"""Write the model card beside the weights: ``python -m training.card --run DIR --data DIR``.

The figures are measured at the shipped precision by the same gates that CI runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from bench import language
from dateline.language.model import WEIGHTS

TEMPLATE = Path(__file__).with_name("card.md")


def main() -> None:
    """Run the command."""
    args = argparse.ArgumentParser()
    args.add_argument("--run", type=Path, required=True)
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--minilm", type=Path, required=True)
    opt = args.parse_args()
    data = json.loads((opt.run / "data.json").read_text())
    meta = json.loads((WEIGHTS / "model.json").read_text(encoding="utf-8"))
    scores = language.run(opt.data)
    card = TEMPLATE.read_text(encoding="utf-8").format(
        size=sum(f.stat().st_size for f in WEIGHTS.iterdir()) / 1e6,
        digest=meta["digest"],
        base=hashlib.sha256((opt.minilm / "model.safetensors").read_bytes()).hexdigest(),
        steps=(opt.run / "done").read_text(),
        more=(opt.run / "averaged" / "done").read_text(),
        seed=meta["seed"],
        levels=meta["levels"],
        sets="\n".join(
            f"| {k} | {v['what']} | {v['licence']} | `{v['sha256'][:16]}…` |" for k, v in data["sets"].items()
        ),
        figures="\n".join(f"| {k} | {v.value:.2f} | {v.low:.1f}–{v.high:.1f} |" for k, v in scores.items()),
        **{k: data[k] for k in ("words_with_trees", "words_with_names_only")},
    )
    (WEIGHTS / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
