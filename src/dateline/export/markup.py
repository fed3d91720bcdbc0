"""Text of reports in HTML: escaped, and unable to reorder what stands around it."""

from __future__ import annotations

import re
from html import escape

__all__ = ["text"]

_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def text(value: object) -> str:
    """Escape a text; control and direction characters are shown by their numbers."""
    return escape(_HIDDEN.sub(lambda one: f"<U+{ord(one[0]):04X}>", str(value)))
