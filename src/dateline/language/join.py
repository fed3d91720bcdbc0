"""Mend arcs that cannot be: a name with two heads, an owner that is an object, two objects side by side.

The parser's best tree now and then makes two words of one noun phrase arguments of one verb, where a grammar has one:
"*Saudi Arabia* lifts", "praised *Omar's decision*", "condemned a *Supreme Court decision*"; or hangs a title from a
word before it, and a noun with a preposition from one that stands behind another preposition.
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
        _titles(out, base, end, tags, xpos)
        _owners(out, base, end, xpos)
        _objects(out, base, end, tags, xpos)
        _marked(out, base, end, xpos)
        if has_circle(out, base, end):
            out[base:end] = zip(heads[base:end], deprels[base:end], strict=True)  # better the parser's than no tree
    return out


def has_circle(out: Sequence[tuple[int, str]], base: int, end: int) -> bool:
    """Say whether some word of a sentence hangs from itself, over others: mends that are right one by one may clash."""
    for k in range(base, end):
        at, steps = out[k][0], 0
        while at >= 0 and steps <= end - base:
            at, steps = out[base + at][0], steps + 1
        if at >= 0:
            return True
    return False


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


def _titles(out: list[tuple[int, str]], base: int, end: int, tags: Sequence[str], xpos: Sequence[str]) -> None:
    """Hang a title from the person's name right after it, not from a word before: "meets *President* Omar Tari".

    The name then depends on what the title seemed to: the verb before it.
    """
    for k in range(base + 1, end - 1):
        head, deprel = out[k]
        if deprel != "nmod:desc" or base + head > k or tags[k + 1] != "B-PER":
            continue
        name = k + 1
        verb = next((j for j in range(k - 1, base - 1, -1) if xpos[j].startswith("VB")), None)
        if verb is None or base + out[name][0] != k or base + out[verb][0] == k or verb == name:
            continue
        out[k] = (name - base, "nmod:desc")
        case = [j for j in range(base, k) if out[j] in ((k - base, "case"), (name - base, "case"))]
        for j in case:
            out[j] = (name - base, "case")
        taken = any(out[j] == (verb - base, "obj") for j in range(base, end))
        out[name] = (verb - base, "obl" if case or taken else "obj")


def _marked(out: list[tuple[int, str]], base: int, end: int, xpos: Sequence[str]) -> None:
    """Hang a noun with a preposition from the noun before it, where it hung from one behind another preposition."""
    for k in range(base, end):
        noun = base + out[k][0]
        if out[k][1] == "case" and noun > k and out[noun][1] in {"appos", "flat"} and k < base + out[noun][0] < noun:
            out[k] = (out[noun][0], "case")  # "with *the chief*, Omar Tari"
    for k in range(base + 2, end):
        head, deprel = out[k]
        first = next((j for j in range(base + 1, k) if out[j] == (k - base, "case")), None)
        if deprel != "nmod" or base + head < k or first is None or xpos[first] != "IN":
            continue
        if not any(out[j] == (head, "case") and xpos[j] == "IN" for j in range(k + 1, base + head)):
            continue
        if xpos[first - 1] in _NOUNS and base + out[first - 1][0] != k:
            out[k] = (first - 1 - base, "nmod")


def _owners(out: list[tuple[int, str]], base: int, end: int, xpos: Sequence[str]) -> None:
    """Hang an owner from what it owns: the next noun that is an argument of the same word."""
    for k in range(base + 1, end):
        if xpos[k] != "POS" or out[k][1] != "case":
            continue
        owner = base + out[k][0]
        head, deprel = out[owner]
        if owner < k and deprel == "nmod:poss":
            first = next((j for j in range(k + 1, end) if xpos[j] in _NOUNS and not _before_noun(out, base, j)), None)
            if first is not None and first < base + head and _phrase(xpos, k + 1, first):
                out[owner] = (first - base, "nmod:poss")
        if owner >= k or (deprel.split(":")[0] not in _CORE and deprel != "compound") or deprel == "nmod:poss":
            continue
        if deprel == "compound" and base + head > k:
            continue
        owned = next((j for j in range(k + 1, end) if xpos[j] in _NOUNS and not _before_noun(out, base, j)), None)
        if owned is None or (out[owned][0] != head and deprel != "obj" and "compound" not in deprel):
            continue
        if out[owned][1].split(":")[0] in _CORE and _phrase(xpos, k + 1, owned):
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


def _before_noun(out: Sequence[tuple[int, str]], base: int, k: int) -> bool:
    """Say whether a word stands in front of its head, as a part of its phrase."""
    return base + out[k][0] > k and out[k][1] in {"compound", "amod", "nmod:desc", "flat"}


def _phrase(xpos: Sequence[str], first: int, last: int) -> bool:
    """Say whether all words before ``last`` may stand before a noun in its phrase."""
    return all(xpos[j] in _BETWEEN for j in range(first, last))
