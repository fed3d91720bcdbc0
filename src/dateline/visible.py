"""Text of others made safe to show: a report or a file name must not steer the terminal or reverse a line or a page."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["marked", "visible"]

# Joiners shape emoji, Persian and Indic letters and steer nothing else; a soft hyphen is only a hint.
_HARMLESS = frozenset("\u200c\u200d\u00ad\t\n")
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return ``text`` on one line, with each control, bidi or other unseen character written as ``<U+202E>``."""
    return marked(_SPACE.sub(" ", text))


def marked(text: str) -> str:
    """Return ``text``, its lines kept, with each other control, bidi or unseen character written as ``<U+202E>``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if _unseen(c) else c for c in text)


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _HARMLESS
