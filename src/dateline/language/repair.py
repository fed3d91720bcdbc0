"""Mend the edges of names: titles before them, loose ends behind them, names cut at a hyphen."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.lexicon.words import load

_HYPHENS = ("-", "‐", "‑")  # noqa: RUF001


def repair(
    words: Sequence[str], upos: Sequence[str], spaces: Sequence[bool], starts: Sequence[bool], tags: Sequence[str]
) -> list[str]:
    """Return BIO tags with mended names.

    ``spaces`` says whether white space comes before a word, ``starts`` whether a sentence begins there. A name
    that ends in a linking word ("Bank of") takes in the name that follows it directly, or loses the link; a
    person's name goes on over a hyphen to a proper noun ("Sang-min"); titles are taken off persons, and a title
    alone is no name.
    """
    lexicon = load()
    out = list(tags)
    n = len(out)
    i = 0
    while i < n:
        if out[i] == "O":
            i += 1
            continue
        kind = out[i][2:]
        j = _end(out, i)
        while j < n and not starts[j]:  # what follows may belong to it
            last = words[j - 1].lower()
            if (last in lexicon.links or (last == "the" and words[j - 2].lower() in lexicon.links)) and out[j][
                0
            ] == "B":
                j = _take(out, j, kind)
            elif (
                words[j] in _HYPHENS
                and j + 1 < n
                and not spaces[j]
                and not spaces[j + 1]
                and _goes_on(j + 1, kind, upos, out)
            ):
                out[j] = f"I-{kind}"
                j = _take(out, j + 1, kind)
            elif kind == "PER" == out[j][2:] and out[j][0] == "B" and spaces[j]:
                j = _take(out, j, kind)  # two persons are not named without a word or mark between them
            else:
                break
        while j > i and (
            words[j - 1].lower() in lexicon.links or words[j - 1].lower() == "the" or words[j - 1] in _HYPHENS
        ):
            j -= 1
            out[j] = "O"
        first = i
        if kind == "PER":
            while first < j and words[first].lower().rstrip(".") in lexicon.titles:
                out[first] = "O"
                first += 1
        if first < j:
            out[first] = f"B-{kind}"
        i = max(j, i + 1)
    return out


def _end(tags: Sequence[str], i: int) -> int:
    j = i + 1
    while j < len(tags) and tags[j][0] == "I":
        j += 1
    return j


def _take(tags: list[str], j: int, kind: str) -> int:
    """Make the word or name at ``j`` part of the name before it; return the end."""
    last = _end(tags, j) if tags[j] != "O" else j + 1
    tags[j:last] = [f"I-{kind}"] * (last - j)
    return last


def _goes_on(j: int, kind: str, upos: Sequence[str], tags: Sequence[str]) -> bool:
    """Say whether what stands behind a hyphen is part of the name before it: "Sang-min", "the ABC-Kaduna"."""
    if upos[j] != "PROPN" or tags[j][0] == "I":
        return False
    beside = tags[j][2:]
    return beside in ("", "PER", "ORG", "LOC") if kind == "PER" else kind == "ORG" and beside in ("", "LOC")
