"""Which language a text is in, told from its beginning.

Plain English is told by its function words, at no cost. Only what is not plain goes to py3langid (Lui & Baldwin 2012,
langid.py, as retrained by Barbaresi), whose model takes some 0.5 s to unpack, once in a process.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Protocol

from dateline.lexicon import intake as lexicon

SAMPLE = 2_000
"""Letters of the text that are looked at."""
SHORT = 120
"""Letters below which a text is English unless the evidence for another language is strong: headlines have few
function words and many names."""
STRONG = 0.9
"""Least probability of another language for a short text. Calibrated on headlines: see tests/intake/test_tongue.py."""
_PLAIN = 0.14
"""Least share of function words in plain English; running news has 0.3, other languages of Latin script below 0.08."""
_PLAIN_WORDS = 4

_LETTERS = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")


class _Model(Protocol):
    def rank(self, instance: str) -> list[tuple[str, float]]: ...


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language (639-3 where there is none), or None for a text without letters.

    A script that is not Latin decides by itself; a short text in Latin script is English unless another language is
    strongly indicated.
    """
    words = _sample(text)
    letters = "".join(words)
    if not letters:
        return None
    latin = sum(map(_is_latin, letters))
    if latin * 2 < len(letters):
        code = _model().rank(" ".join(words))[0][0]
        # A script that the model has never seen falls to whatever language is most frequent.
        return None if code == "en" else lexicon.macrolanguages().get(code, code)
    lower = [word.casefold() for word in words]
    english = lexicon.english()
    common = [word for word in lower if word in english.function_words]
    if len(set(common)) >= _PLAIN_WORDS and len(common) >= _PLAIN * len(lower) and english.anchors & set(common):
        return "en"
    code, share = _model().rank(" ".join(lower))[0]
    if math.isnan(share) or (len(letters) < SHORT and share < STRONG) or share < 0.5:
        return "en"
    return lexicon.macrolanguages().get(code, code)


def _sample(text: str) -> list[str]:
    words: list[str] = []
    count = 0
    # Letters lie dense in text; a window bounds the work where they do not.
    for match in _LETTERS.finditer(_ADDRESS.sub(" ", text[: 8 * SAMPLE])):
        word = match.group()[:SAMPLE]
        words.append(word)
        count += len(word)
        if count >= SAMPLE:
            break
    return words


def _is_latin(letter: str) -> bool:
    point = ord(letter)
    return point < 0x250 or 0x1E00 <= point < 0x1F00 or 0xFB00 <= point < 0xFB07 or 0xFF21 <= point < 0xFF5B


@cache
def _model() -> _Model:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model: _Model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return model
