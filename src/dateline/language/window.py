"""Cut a report's words into windows that the encoder reads at once.

A window ends at a paragraph or behind a mark that may end a sentence, so that few sentences are cut; only a
sentence longer than a whole window is. The cuts depend on the report alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.language.tokenizer import is_closer, is_final

TARGET = 126
"""Pieces that a window holds if it can."""
LONGEST = 254
"""Pieces that a window may hold before it is cut anywhere."""


def windows(
    words: Sequence[str], sizes: Sequence[int], opens: Sequence[bool], *, known: bool = False
) -> list[tuple[int, int]]:
    """Return ``[first, last)`` word indexes of the windows.

    ``sizes`` gives the number of pieces of each word, ``opens`` says which words open a paragraph, or, where
    sentences are ``known``, a sentence.
    """
    out: list[tuple[int, int]] = []
    first, total, n = 0, 0, len(words)
    cut = 0  # the best place to cut since `first`; `first` itself means none
    pieces_at_cut = 0
    i = 0
    while i < n:
        if i > first and (opens[i] or (not known and _may_start(words, i))):
            cut, pieces_at_cut = i, total
        size = min(sizes[i], LONGEST)
        if total + size > TARGET and cut > first:
            out.append((first, cut))
            total -= pieces_at_cut
            first = cut
            pieces_at_cut = 0
        elif total + size > LONGEST:
            out.append((first, i))
            first = cut = i
            total = pieces_at_cut = 0
        total += size
        i += 1
    if first < n:
        out.append((first, n))
    return out


def _may_start(words: Sequence[str], i: int) -> bool:
    """Say whether a sentence may start at word ``i``, going by the marks before it."""
    word = words[i]
    if is_closer(word) or is_final(word):
        return False
    before = words[i - 1]
    if is_closer(before) and i > 1:
        before = words[i - 2]
    return is_final(before)
