"""What an English form may come from, for words to which the model gave a lemma that there is not ("seiz")."""

from __future__ import annotations

from functools import cache, lru_cache

from dateline.lexicon.inflection import irregular

_ENDINGS = (
    ("men", "man"),
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
)


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Return the word and its possible stems, lower-cased by the caller; some of them are no English words."""
    out = [word]
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            out.append(stem + base)
            if not base and ending in {"ed", "ing"} and stem[-1] == stem[-2]:
                out.append(stem[:-1])
    return (*out, *_irregular().get(word, []))


@cache
def _irregular() -> dict[str, list[str]]:
    """Return the lemmas of each irregular form ("shot": shoot)."""
    out: dict[str, list[str]] = {}
    for lemma, forms in irregular().items():
        for form in forms:
            out.setdefault(form, []).append(lemma)
    return out
