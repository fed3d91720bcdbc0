"""Make one report call one name one thing.

The model reads a window at a time, and takes a name it has not met for a person here and a place there. Within a
report the same words nearly always name the same thing, so the occurrences vote with their probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SURE = 0.9
"""A mean probability above which a name that is also part of a person's keeps its own type."""


def agree(words: Sequence[str], tags: list[str], weights: NDArray[np.float32], types: Sequence[str]) -> list[str]:
    """Return ``tags`` with one type for all occurrences of a name.

    ``weights`` [words, types] is how likely each word is to be part of a name of each type.
    """
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    i = 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        j = i + 1
        while j < len(tags) and tags[j][0] == "I":
            j += 1
        found.setdefault(tuple(w.lower() for w in words[i:j]), []).append((i, j))
        i = j
    out = list(tags)
    people = _parts_of_people(found, tags)
    person = types.index("PER") if "PER" in types else -1
    for form, spans in found.items():
        if len(form) == 1 and form[0] in people and any(tags[i][2:] != "PER" for i, _ in spans):
            # "Sun" is who "Sun Li" is, unless the model is sure of another thing of that name
            mean = sum((weights[i:j].mean(0) for i, j in spans), np.zeros(len(types), np.float32)) / len(spans)
            if mean.max() < SURE or int(mean.argmax()) == person:
                for i, j in spans:
                    out[i:j] = ["B-PER"]
                continue

        if len({tags[i][2:] for i, _ in spans}) > 1:
            total = sum((weights[i:j].mean(0) for i, j in spans), np.zeros(len(types), np.float32))
            kind = types[int(total.argmax())]
            for i, j in spans:
                out[i:j] = [f"{tag[0]}-{kind}" for tag in tags[i:j]]
    return _acronyms(words, out)


def _parts_of_people(found: dict[tuple[str, ...], list[tuple[int, int]]], tags: Sequence[str]) -> set[str]:
    """Return the words of the report's names of persons that have two words or more."""
    return {
        word
        for form, spans in found.items()
        if 1 < len(form) < 5 and all(tags[i] == "B-PER" for i, _ in spans)
        for word in form
        if len(word) > 1 and word[0].isalpha()
    }


def _acronyms(words: Sequence[str], tags: list[str]) -> list[str]:
    """Give an acronym that stands in brackets behind its full name the type of that name, wherever it stands."""
    kinds: dict[str, str] = {}
    for i in range(3, len(words)):
        if words[i - 1] != "(" or not (1 < len(words[i]) < 9 and words[i].isupper()) or tags[i - 2] == "O":
            continue
        first = i - 2
        while first > 0 and tags[first][0] == "I":
            first -= 1
        initials = "".join(w[0] for w in words[first : i - 1] if w[0].isupper())
        if len(initials) > 1 and (initials == words[i] or initials.startswith(words[i])):
            kinds[words[i]] = tags[first][2:]
    if not kinds:
        return tags
    out = list(tags)
    for i, word in enumerate(words):
        alone = out[i][0] != "I" and not (i + 1 < len(out) and out[i + 1][0] == "I")
        if word in kinds and alone:
            out[i] = f"B-{kinds[word]}"
    return out
