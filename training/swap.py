"""Swap names in training sentences for others of their kind, so that context and not the name itself teaches.

The sets were written mostly about the West and two wars; the reports that dateline reads name places and people from
everywhere. The lists are our own (``names.toml``).
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from training.corpora import Sentence, Word

RATE = 0.3
"""Share of windows in which names are swapped; in those, each name goes with even odds."""
_SPLIT = re.compile(r"\w+(?:'\w+)*|[^\w\s]")


@cache
def _names() -> dict[str, list[str]]:
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    lists = {k: [w.replace("_", " ") for w in data[k].split()] for k in ("places", "given", "family", "themes")}
    lists["organizations"] = [o.strip() for line in data["organizations"].strip().split("\n") for o in line.split("|")]
    return lists


def draw(kind: str, rng: random.Random) -> list[str]:
    """Draw the words of a name of ``kind``: PER, LOC or ORG."""
    names = _names()
    if kind == "LOC":
        text = rng.choice(names["places"])
    elif kind == "PER":
        parts = [rng.choice(names["given"]) if rng.random() < 0.7 else "", rng.choice(names["family"])]
        if rng.random() < 0.15:
            parts.insert(1, rng.choice(names["given"]))
        text = " ".join(p for p in parts if p)
    elif rng.random() < 0.35:
        text = "".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(rng.choice((3, 3, 4, 4, 5))))
    else:
        text = re.sub(
            r"\{(\w)\}",
            lambda m: rng.choice(names["places" if m[1] == "p" else "themes"]),
            rng.choice(names["organizations"]),
        )
    return _SPLIT.findall(text)


def swap(sentence: Sentence, rng: random.Random) -> Sentence:
    """Return the sentence with some names swapped; where there is a tree, for one of as many words."""
    out: list[Word] = []
    words = sentence.words
    i = 0
    while i < len(words):
        word = words[i]
        kind = word.tags[0][2:] if len(word.tags) == 1 and word.tags[0][0] == "B" else ""
        if kind not in ("PER", "LOC", "ORG"):
            out.append(word)
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j].tags == (f"I-{kind}",):
            j += 1
        old = words[i:j]
        new = _fitting(kind, old, rng) if rng.random() < 0.5 else None
        if new is None:
            out.extend(old)
        else:
            for k, form in enumerate(new):
                like = old[min(k, len(old) - 1)]
                tags = (f"{'I' if k else 'B'}-{kind}",)
                joined = k + 1 < len(new) and ("-" in (form, new[k + 1]))
                space = old[-1].space if k == len(new) - 1 else not joined
                lemma = form if like.lemma is not None else None
                out.append(replace(like, form=form, space=space, lemma=lemma, tags=tags))
        i = j
    return Sentence(out, sentence.paragraph)


def _fitting(kind: str, old: list[Word], rng: random.Random) -> list[str] | None:
    """Draw a name that can stand for ``old``, or None where none fits."""
    if all(w.head is None for w in old):
        return draw(kind, rng)
    if any(w.upos != "PROPN" for w in old):
        return None
    for _ in range(6):
        new = draw(kind, rng)
        if len(new) == len(old) and all(f[0].isalpha() for f in new):
            return new
    return None
