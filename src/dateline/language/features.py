"""What the encoder is told of a word besides its pieces: casing and layout.

The encoder's vocabulary is uncased, so casing goes in as an embedding of its own; layout says whether white
space or a paragraph break comes before the word. Used alike in training and at run time.
"""

from __future__ import annotations

from functools import lru_cache

LOWER, TITLE, UPPER, INITIAL, MIXED, DIGIT, OTHER, UNCASED = range(8)
CASES = 8
"""Number of casing values."""
JOINED, SPACED, PARAGRAPH = range(3)
LAYOUTS = 3
"""Number of layout values."""


@lru_cache(maxsize=65536)
def casing(word: str) -> int:
    """Return a word's casing value, 0..7."""
    if word.islower() and word.isalpha():
        return LOWER
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return DIGIT if any(c.isdigit() for c in word) else OTHER
    if any(c.isdigit() for c in word):
        return DIGIT
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return LOWER if any(c.islower() for c in letters) else UNCASED
    if upper == len(letters):
        return UPPER if upper > 1 else INITIAL
    if letters[0].isupper() and upper == 1:
        return TITLE
    return MIXED
