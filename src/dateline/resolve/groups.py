"""From links to origins: which reports are one, once what is mixed of two and what people hold of them is seen to."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from dateline.codec import digest
from dateline.resolve.link import Tie
from dateline.resolve.mixed import is_mixed
from dateline.resolve.shingle import Text
from dateline.resolve.star import stars

__all__ = ["Origin", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Reports with one story: their ids in order, and the links that hold them together, PART ones aside.

    A report that is mixed of two stories stands in both. ``id`` is a digest of the report that was published first, the
    mixed aside (of those of one day the least id), so that it stays while later copies come in.
    """

    id: str
    reports: tuple[str, ...]
    links: tuple[Tie, ...]


def group(
    joined: Mapping[str, Mapping[str, Tie]],
    texts: Mapping[str, Text],
    apart: Set[tuple[str, str]] = frozenset(),
) -> tuple[Origin, ...]:
    """Return the origins of reports, by id; each report is in one at least.

    ``joined`` holds, with each report, all that it is joined with, and all that those are; ``apart`` are pairs of ids,
    in order, that a person holds for different: no origin has both.
    """
    near = {name: sorted(joined[name]) for name in sorted(joined)}
    mixed = {name for name in near if len(near[name]) > 1 and is_mixed(texts[name], joined, texts)}
    # One that has only other mixed ones beside it has nobody to belong to but them.
    mixed = {name for name in mixed if any(other not in mixed for other in near[name])}
    beside = {name: [other for other in near[name] if other not in mixed] for name in near if name not in mixed}
    out: list[Origin] = []
    lost = set(mixed)
    for whole in stars(beside, joined, apart):
        members = _with_mixed(whole, near, joined, mixed, apart)
        lost -= members
        out.append(_origin(whole, members, joined, texts))
    out += [_origin({name}, {name}, joined, texts) for name in lost]  # held apart from all that it is mixed of
    return tuple(sorted(out, key=lambda origin: (origin.id, origin.reports)))


def _with_mixed(
    whole: set[str],
    near: Mapping[str, list[str]],
    joined: Mapping[str, Mapping[str, Tie]],
    mixed: set[str],
    apart: Set[tuple[str, str]],
) -> set[str]:
    """Return a group with the mixed reports that belong to it, and those that a person holds for the same as these."""
    members = set(whole)
    todo = sorted({other for one in whole for other in near[one] if other in mixed})
    while todo:
        one = todo.pop(0)
        if one in members or (apart and any(_pair(one, other) in apart for other in members)):
            continue
        members.add(one)
        todo += [other for other in near[one] if other in mixed and joined[one][other].judged]
    return members


def _origin(
    whole: set[str], members: set[str], joined: Mapping[str, Mapping[str, Tie]], texts: Mapping[str, Text]
) -> Origin:
    first = min(whole, key=lambda one: (texts[one].report.published or "9999", one))
    reports = tuple(sorted(members))
    held = tuple(joined[one][two] for one in reports for two in sorted(joined[one]) if one < two and two in members)
    return Origin(id=digest("origin", first), reports=reports, links=held)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
