"""Whether a report was mixed of two stories that have nothing to do with each other.

It belongs to both, and must not make them one: else one round-up would join all that a day brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from dateline.resolve.link import Link
from dateline.resolve.shingle import Text

OVERLAP = 0.25
"""Most that two parts may share in this one, of the smaller."""
_MOST = 40
"""Parts that are looked at, those with most of it first."""


def is_mixed(text: Text, links: Mapping[str, Mapping[str, Link]], texts: Mapping[str, Text]) -> bool:
    """Say whether ``text`` was made of two of its neighbours that are not linked and of which it has different parts.

    Not where one agency is credited in both, or where it was published before either: then it is the whole of which
    they are excerpts.
    """
    name = text.report.id
    parts: list[tuple[float, str, tuple[tuple[int, int], ...]]] = []
    for other, link in links[name].items():
        mine = link.covered if link.one == name else link.other_covered
        spans = tuple((p.start, p.end) if link.one == name else (p.other_start, p.other_end) for p in link.passages)
        parts.append((-mine, other, spans))
    for (_, one, spans), (_, other, other_spans) in combinations(sorted(parts)[:_MOST], 2):
        if other in links[one] or not spans or not other_spans:
            continue
        both = sum(max(0, min(b, d) - max(a, c)) for a, b in spans for c, d in other_spans)
        if both > OVERLAP * min(_length(spans), _length(other_spans)):
            continue
        first, second = texts[one], texts[other]
        if set(first.report.agencies) & set(second.report.agencies):
            continue
        days = (text.day, first.day, second.day)
        if days[0] is not None and days[1] is not None and days[2] is not None and days[0] < min(days[1], days[2]):
            continue
        return True
    return False


def _length(spans: tuple[tuple[int, int], ...]) -> int:
    return sum(end - start for start, end in spans)
