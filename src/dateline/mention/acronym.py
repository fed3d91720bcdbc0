"""Acronyms in brackets after what they stand for: "Movement for Justice in Veltia (MJV)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.records import Token

_LONGEST = 14
"""Words back to which the name before an acronym may begin."""
_IGNORED = frozenset({"'s", "’s", "'", "’", "-", "–", "‐", "\u2011"})


def within(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the acronyms that stand in brackets, without their dots, each with the index of its opening bracket."""
    for i, token in enumerate(tokens):
        if token.text == "(" and i + 2 < len(tokens) and tokens[i + 2].text == ")":
            short = tokens[i + 1].text.replace(".", "")
            if short.isupper() and len(short) > 1:
                yield i, short


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
