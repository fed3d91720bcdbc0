"""Check and count the training sets: ``python -m training.data --data DIR --out DIR``.

Writes ``OUT/data.json``: for each set its licence, words, and the digest of its files, for the model card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from training.corpora import training_sets

SETS = {
    "ud_ewt": ("UD English EWT 2.16, train part", "CC BY-SA 4.0"),
    "ud_gum_nonnc": ("UD English GUM 2.16, genres without NC texts, train part", "CC BY and others, by genre"),
    "uner_ewt": ("Universal NER, English EWT, train part", "CC BY-SA 4.0"),
    "gmb": ("Groningen Meaning Bank, names (silver)", "CDLA-Sharing"),
    "wnut17": ("WNUT 2017 emerging entities, train part", "CC BY 4.0"),
    "wikigold": ("Wikigold", "CC BY 4.0"),
    "re3d": ("re3d, five of the seven sources", "public domain, OGL, CC BY, CC BY-SA by source"),
}


def digest(folder: Path) -> str:
    """Return the SHA-256 over a folder's files, by name."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def main() -> None:
    """Run the command."""
    args = argparse.ArgumentParser()
    args.add_argument("--data", type=Path, required=True)
    args.add_argument("--out", type=Path, required=True)
    opt = args.parse_args()
    opt.out.mkdir(parents=True, exist_ok=True)
    trees, names = training_sets(opt.data)
    rows = {k: {"what": w, "licence": c, "sha256": digest(opt.data / "train" / k)} for k, (w, c) in SETS.items()}
    report = {
        "words_with_trees": sum(len(s.words) for d in trees for s in d),
        "words_with_names_only": sum(len(s.words) for d in names for s in d),
        "sets": rows,
    }
    (opt.out / "data.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
