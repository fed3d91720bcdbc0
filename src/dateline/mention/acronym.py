"""Acronyms in brackets after what they stand for: "Movement for Justice in Veltia (MJV)"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Token

_LONGEST = 14
"""Words back to which the name before an acronym may begin."""
_IGNORED = frozenset({"'s", "’s", "'", "’", "-", "–", "‐", "\u2011"})


def at(tokens: Sequence[Token], i: int) -> str | None:
    """Return the acronym that stands in brackets from token ``i`` on, without its dots; None where there is none."""
    if i + 2 >= len(tokens) or tokens[i].text != "(" or tokens[i + 2].text != ")":
        return None
    short = tokens[i + 1].text.replace(".", "")
    return short if short.isupper() and len(short) > 1 else None


def begin(tokens: Sequence[Token], last: int, short: str) -> int | None:
    """Return where the words up to token ``last`` begin whose initials are an acronym; None if nowhere.

    Words without a capital may count or not.
    """
    every = large = ""
    for i in range(last, max(last - _LONGEST, -1), -1):
        word = tokens[i].text
        if word in _IGNORED:
            continue
        if not word[0].isalpha():
            return None
        every = word[0].upper() + every
        large = word[0].upper() + large if word[0].isupper() else large
        if word[0].isupper() and short in (every, large):
            return i
    return None
