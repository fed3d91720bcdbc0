"""Words as claims are compared by: stems, so that "shelled", "shelling" and "shells" are one."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.lexicon import same_event
from dateline.lexicon.inflection import irregular_lemmas

WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_DOUBLE = re.compile(r"(?:([^aeiouls\W])\1|([ls])\2)$")
_SHORT = {"died": "die", "dying": "die", "dies": "die", "lied": "lie", "lying": "lie", "tied": "tie", "used": "us"}
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return what the forms of a word have in common, in lower case; not always a word of its own."""
    form = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    form = _SHORT.get(form) or irregular_lemmas().get(form, form)
    if len(form) < 4 or not form.isalpha():
        return form
    if form.endswith("ies") and len(form) > 4:
        form = form[:-3] + "y"
    elif form.endswith(("sses", "shes", "ches", "xes", "zes")):
        form = form[:-2]
    elif form.endswith("s") and not form.endswith(("ss", "us", "is")):
        form = form[:-1]
    for ending in ("ing", "ed"):
        base = form.removesuffix(ending)
        if base != form and len(base) >= 3 and _VOWEL.search(base):
            form = base[:-1] if _DOUBLE.search(base) and base[-1] not in "lsz" else base
            break
    if form.endswith("e") and len(form) > 3:
        form = form[:-1]
    return form[:-1] + "i" if form.endswith("y") and len(form) > 3 else form


def plain(name: str) -> str:
    """Return the stems of a name in order of the alphabet: "Ministry of Defence" and "defence ministry" are one."""
    return " ".join(sorted({base for word in WORD.findall(name) if rarity(base := stem(word)) > 0}))


@lru_cache(maxsize=1 << 14)
def classes(word: str) -> frozenset[str]:
    """Return the classes of deeds that a stem tells of; empty where none is known."""
    return _classes().get(word, frozenset())


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, names in same_event.load().alike.items():
        found[stem(word)] = found.get(stem(word), frozenset()) | names
    return found


@lru_cache(maxsize=8)
def stems(name: str) -> frozenset[str]:
    """Return the stems of a list of ``same_event.toml``: ``small``, ``vague``, ``general``, ``harm``, ``counting``."""
    words: frozenset[str] = getattr(same_event.load(), name)
    return frozenset(stem(word) for word in words) | words


@lru_cache(maxsize=1 << 16)
def rarity(word: str) -> float:
    """Return how rare a stem is: its idf in news, 0 for one that says nothing."""
    known = same_event.load()
    if word in stems("small"):
        return 0.0
    return known.rarity.get(word, known.rarest)
