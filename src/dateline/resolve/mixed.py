"""Whether a report was mixed of two stories that have nothing to do with each other.

It belongs to both, and must not make them one: else one round-up would join all that a day brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from dateline.resolve.link import Tie
from dateline.resolve.shingle import Text

OVERLAP = 0.25
"""Most that two parts may share in this one, of the smaller."""
_MOST = 40
"""Parts that are looked at, those with most of it first."""


def is_mixed(text: Text, links: Mapping[str, Mapping[str, Tie]], texts: Mapping[str, Text]) -> bool:
    """Say whether ``text`` was made of two of its neighbours that are not linked and of which it has different parts.

    Not where one agency is credited in both, or where it was published before either: then it is the whole of which
    they are excerpts. Parts for which there is no room side by side are passed over by their shares of its words, which
    approximates the test of what they share, by its characters.
    """
    name = text.report.id
    found = links[name]
    parts = sorted(
        (-(link.covered if link.one == name else link.other_covered), other) for other, link in found.items()
    )
    covers: dict[str, int] = {}
    for (most, one), (least, other) in combinations(parts[:_MOST], 2):
        if most + least + 1 < OVERLAP * least:
            continue  # there is not room in it for both without
        if other in links[one]:
            continue
        for each in (one, other):
            if each not in covers:
                covers[each] = _cover(found[each], found[each].one == name)
        cover, other_cover = covers[one], covers[other]
        if not cover or not other_cover:
            continue
        both = (cover & other_cover).bit_count()
        if both > OVERLAP * min(cover.bit_count(), other_cover.bit_count()):
            continue
        first, second = texts[one], texts[other]
        if set(first.report.agencies) & set(second.report.agencies):
            continue
        days = (text.day, first.day, second.day)
        if days[0] is not None and days[1] is not None and days[2] is not None and days[0] < min(days[1], days[2]):
            continue
        return True
    return False


def _cover(link: Tie, first: bool) -> int:
    """Return which characters of the first report, or of the other, stand in shared passages: a bit for each."""
    cover = 0
    for start, end, other_start, other_end in link.stretches():
        cover |= (1 << end) - (1 << start) if first else (1 << other_end) - (1 << other_start)
    return cover
