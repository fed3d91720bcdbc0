"""Lemmas as edit scripts: a class the model can choose that turns a word into its lemma.

A script is ``case|cut|add``: ``l`` lower-cases the word first, ``k`` keeps it; then ``cut`` characters go from the
end and ``add`` is put there. ``=lemma`` stands for irregular ones seen often enough.
"""

from __future__ import annotations

from functools import lru_cache

from dateline.lexicon.inflection import irregular_lemmas


def script(word: str, lemma: str) -> str:
    """Return the script that turns ``word`` into ``lemma``."""
    for case, base in (("l", word.lower()), ("k", word)):
        if base == lemma:
            return f"{case}|0|"
    case, base = ("l", word.lower()) if lemma == lemma.lower() else ("k", word)
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    if same < 1:
        return f"={lemma}"
    return f"{case}|{len(base) - same}|{lemma[same:]}"


@lru_cache(maxsize=65536)
def apply(rule: str, word: str) -> str:
    """Return the lemma that ``rule`` makes of ``word``; the word itself where the rule does not fit."""
    if rule.startswith("="):
        return rule[1:]
    case, cut, add = rule.split("|", 2)
    base = word.lower() if case == "l" else word
    n = int(cut)
    return base if n >= len(base) > 0 < n else base[: len(base) - n] + add


_ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "NNS": (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("men", "man"), ("ves", "f"), ("children", "child")),
    "VBZ": (("ies", "y"), ("es", ""), ("es", "e"), ("s", "")),
    "VBD": (("ied", "y"), ("ed", ""), ("ed", "e"), ("d", "")),
    "VBN": (("ied", "y"), ("ed", ""), ("ed", "e"), ("d", "")),
    "VBG": (("ying", "ie"), ("ing", ""), ("ing", "e")),
}
_SIBILANTS = ("ss", "x", "z", "ch", "sh")


@lru_cache(maxsize=65536)
def mend(word: str, guess: str, xpos: str, known: frozenset[str]) -> str:
    """Return ``guess`` if it is a known lemma or the word does not inflect; else what regular endings make of it.

    ``known`` holds lemmas in lower case. A base that is known wins; if none is, the plainest regular one ("firebombed"
    is of "firebomb"), so that an unknown word never gets a lemma that English spelling does not allow.
    """
    endings = _ENDINGS.get(xpos)
    if endings is None or guess.lower() in known or not word[-1].isalpha() or word[0].isdigit():
        return guess
    base = word.lower()
    if base in irregular_lemmas():
        return irregular_lemmas()[base]
    bases: list[str] = []
    for ending, add in endings:
        if base.endswith(ending) and len(base) - len(ending) >= 2:
            stem = base[: -len(ending)]
            if not add and len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeious":
                bases.extend((stem, stem[:-1]) if stem[-1] == "l" else (stem[:-1], stem))
            else:
                bases.append(stem + add)
    for candidate in bases:
        if candidate in known:
            return candidate
    if xpos in ("NNS", "VBZ"):
        if base.endswith("ies") and len(base) > 4:
            return base[:-3] + "y"
        if base.endswith("es") and base[:-2].endswith(_SIBILANTS):
            return base[:-2]
        return base[:-1] if base.endswith("s") and not base.endswith("ss") else guess
    return bases[0] if bases else guess
