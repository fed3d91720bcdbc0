"""Text of reports in HTML: escaped, and unable to reorder what stands around it."""

from __future__ import annotations

from html import escape

from dateline.visible import marked

__all__ = ["text"]


def text(value: object) -> str:
    """Escape a text; control and direction characters are shown by their numbers."""
    return escape(marked(str(value)))
