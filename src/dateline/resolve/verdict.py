"""What stands of all that was judged of two things: a person outranks the machine, and the later the earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.judgement import Judgement, JudgementKind, Verdict

__all__ = ["standing"]


def standing(judgements: Iterable[Judgement], kind: JudgementKind) -> Mapping[tuple[str, str], Judgement]:
    """Return what is held of each pair (two ids in order) that something is held of.

    Of one author the last counts, and ``open`` takes back what they held; of the authors who hold something, persons go
    before machines, and the last before the others.
    """
    last: dict[tuple[str, str], dict[tuple[bool, str], Judgement]] = {}
    for one in sorted((each for each in judgements if each.kind is kind), key=lambda each: (each.at, each.id)):
        pair = (one.one, one.other) if one.one < one.other else (one.other, one.one)
        last.setdefault(pair, {})[one.by.person, one.by.name] = one
    out = {}
    for pair, authors in last.items():
        held = [one for one in authors.values() if one.verdict is not Verdict.OPEN]
        if held and pair[0] != pair[1]:
            out[pair] = max(held, key=lambda one: (one.by.person, one.at, one.id))
    return out
