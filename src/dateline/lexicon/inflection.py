"""English inflection: the forms that a word has, by rule and by a list of the irregular ones.

The list is ``data/irregular.toml`` (lemma -> its irregular forms).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from dateline.errors import LexiconError

FILE = Path(__file__).parent / "data" / "irregular.toml"

_DOUBLING = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]$|^[aeiou][^aeiouwxy]$|qu[aeiou][^aeiouwxy]$")
"""Consonant, vowel, consonant: the last is doubled before -ed and -ing, always in a word of one syllable."""
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_A_VOWEL = frozenset("aeiou")
_VOWELS = re.compile(r"[aeiouy]+")


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return the irregular forms of each lemma that has any.

    Raises:
        LexiconError: the list is not TOML.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    return {lemma: tuple(forms.split()) for lemma, forms in data.items()}


@cache
def irregular_lemmas() -> dict[str, str]:
    """Return the lemma of each irregular form that belongs to one lemma only."""
    found: dict[str, set[str]] = {}
    for lemma, shapes in irregular().items():
        for shape in shapes:
            found.setdefault(shape, set()).add(lemma)
    return {shape: next(iter(lemmas)) for shape, lemmas in found.items() if len(lemmas) == 1}


def forms(lemma: str, pos: str) -> frozenset[str]:
    """Return the forms of a lemma as verb, noun or adj (which has one); of a hyphened word its last part bends."""
    if pos == "adj":
        return frozenset({lemma})
    first, hyphen, last = lemma.rpartition("-")
    bent = {last, _with_s(last), *irregular().get(last, ())}
    if pos == "verb":
        bent |= _past_and_ing(last)
    return frozenset(first + hyphen + form for form in bent)


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _A_VOWEL:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _past_and_ing(word: str) -> set[str]:
    """Return regular -ed and -ing forms; both ways of spelling where usage differs ("travelled", "traveled")."""
    if word.endswith("ie"):
        return {word + "d", word[:-2] + "ying"}
    if word.endswith(("ee", "oe", "ye")):
        return {word + "d", word + "ing"}
    if word.endswith("e"):
        return {word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2:-1] not in _A_VOWEL:
        return {word[:-1] + "ied", word + "ing"}
    if word.endswith("c"):
        return {word + "ked", word + "king"}
    single, double = {word + "ed", word + "ing"}, {word + word[-1] + "ed", word + word[-1] + "ing"}
    if word.endswith(("uel", "ial")):
        return single | double
    if not _DOUBLING.search(word):
        return single
    return double if len(_VOWELS.findall(word)) == 1 else single | double


def mentions_lemma(sentence: str, lemma: str, pos: str, particle: str | None) -> bool:
    """Say whether a sentence holds a form of the lemma and, if it has one, the particle."""
    words = set(_WORDS.findall(sentence.lower()))
    return (lemma in words or not words.isdisjoint(forms(lemma, pos))) and (particle is None or particle in words)
