"""Mend arcs that cannot be: a name with two heads, an owner that is an object, two objects side by side.

The parser's best tree now and then makes two words of one noun phrase arguments of one verb, where a grammar has one:
"*Saudi Arabia* lifts", "praised *Omar's decision*", "condemned a *Supreme Court decision*".
"""

from __future__ import annotations

from collections.abc import Sequence

_INSIDE = frozenset({"compound", "amod", "flat", "det", "punct", "case", "nummod"})
"""Relations that words of a name may bear to what stands behind the name, side by side."""
_CORE = frozenset({"nsubj", "obj", "obl", "nmod"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_BETWEEN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "VBN", "VBG", "CD", "HYPH"})


def join(
    heads: Sequence[int], deprels: Sequence[str], starts: Sequence[bool], tags: Sequence[str], xpos: Sequence[str]
) -> list[tuple[int, str]]:
    """Return head and relation of each word, mended.

    ``heads`` count from the start of the sentence, -1 for the root; ``starts`` says where sentences begin; ``tags``
    are BIO, ``xpos`` Penn tags.
    """
    out = list(zip(heads, deprels, strict=True))
    bounds = [i for i, start in enumerate(starts) if start]
    for base, end in zip(bounds, [*bounds[1:], len(starts)], strict=True):
        _names(out, base, end, tags)
        _owners(out, base, end, xpos)
        _objects(out, base, end, tags, xpos)
    return out


def _names(out: list[tuple[int, str]], base: int, end: int, tags: Sequence[str]) -> None:
    """Give a name one head.

    Where two words of a name hang from the same word outside it by the same relation, one keeps it: the first of a
    person's name, to which the others are ``flat``, the last of any other, of which the others are ``compound``.
    """
    i = base
    while i < end:
        if tags[i][0] != "B":
            i += 1
            continue
        j = i + 1
        while j < end and tags[j][0] == "I":
            j += 1
        outside: dict[tuple[int, str], list[int]] = {}
        for k in range(i, j):
            head, deprel = out[k]
            if not i <= base + head < j and deprel.split(":")[0] not in _INSIDE:
                outside.setdefault((head, deprel), []).append(k)
        person = tags[i][2:] == "PER"
        for rivals in outside.values():
            kept = rivals[0] if person else rivals[-1]
            for k in rivals:
                if k != kept:
                    out[k] = (kept - base, "flat" if person else "compound")
        i = j


def _owners(out: list[tuple[int, str]], base: int, end: int, xpos: Sequence[str]) -> None:
    """Hang an owner from what it owns: the next noun that is an argument of the same word."""
    for k in range(base + 1, end):
        if xpos[k] != "POS" or out[k][1] != "case":
            continue
        owner = base + out[k][0]
        head, deprel = out[owner]
        if owner >= k or deprel.split(":")[0] not in _CORE or deprel == "nmod:poss":
            continue
        owned = next((j for j in range(k + 1, end) if out[j][0] == head and xpos[j] in _NOUNS), None)
        if owned is not None and out[owned][1].split(":")[0] in _CORE and _phrase(xpos, k + 1, owned):
            out[owner] = (owned - base, "nmod:poss")


def _objects(out: list[tuple[int, str]], base: int, end: int, tags: Sequence[str], xpos: Sequence[str]) -> None:
    """Make a name right before an object, itself taken for an object of the same verb, a part of its phrase."""
    for k in range(base, end - 1):
        head, deprel = out[k]
        if deprel != "obj" or xpos[k] not in _NOUNS or tags[k] == "O":
            continue
        other = next((j for j in range(k + 1, end) if out[j] == (head, "obj")), None)
        if other is not None and xpos[other] in {"NN", "NNS"} and _phrase(xpos, k + 1, other):
            out[k] = (other - base, "compound")


def _phrase(xpos: Sequence[str], first: int, last: int) -> bool:
    """Say whether all words before ``last`` may stand before a noun in its phrase."""
    return all(xpos[j] in _BETWEEN for j in range(first, last))
