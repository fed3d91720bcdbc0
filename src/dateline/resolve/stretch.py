"""Whether a sentence tells something of a war or a stretch of time, and not of a day: "since the coup", "in the war".

What is counted so is a sum of many deeds, and no toll of one that the report dates.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.lexicon import event_titles, same_event
from dateline.records import Claim
from dateline.resolve.span_of_days import covered, goes_on

__all__ = ["over_a_stretch"]

_OPENING = re.compile(r"\W*(?:in|during|over|since|throughout|within|for)\b[^,;:]*", re.IGNORECASE)
"""What stands before a stretch with which the sentence opens: it holds of all of it."""
_BREAK = re.compile(r"[,;:()\u2013\u2014\u201c\u201d\"]")
_LONGEST = 4
"""Days more than which a time that the claim gives is no day on which a deed was done."""
_REACH = 80
"""Letters before a stretch in which a word of the most may stand, whose it then is: "the worst attack since 2017"."""


def over_a_stretch(claim: Claim, published: str | None, *, near: int | None = None) -> bool:
    """Say whether a claim is told of a war or a stretch of weeks or more, and of no day in it.

    ``near`` is how many letters at most may stand between the two, where the sentence does not open with the stretch.
    """
    if any(_is_day(claim, at, published) for at in range(len(claim.times))):
        return False
    text, base = claim.evidence.text, claim.evidence.start
    first, last = claim.trigger.start - base, claim.trigger.end - base
    if _war_did(text[: max(first, 0)]):
        return True
    for found in _stretch().finditer(text):
        if _most().search(text, max(0, found.start() - _REACH), found.start()):
            continue
        between = text[last : found.start()] if found.start() >= last else text[found.end() : first]
        if _OPENING.fullmatch(text, 0, found.end()):
            return True
        if not _BREAK.search(between) and (near is None or len(between) <= near):
            return True
    return False


def _is_day(claim: Claim, at: int, published: str | None) -> bool:
    """Say whether a time in the sentence of a claim is of a day or a few."""
    time = claim.times[at]
    span = covered(claim, time, published)
    inside = claim.evidence.start <= time.start < claim.evidence.end
    return inside and not goes_on(claim, time) and span is not None and span[1] - span[0] <= _LONGEST


def _war_did(before: str) -> bool:
    """Say whether what stands before a word makes a war its subject: "a war that claimed", "the conflict killed"."""
    return bool(_subject().search(before))


def _any(name: str) -> str:
    words: frozenset[str] = getattr(same_event.load(), name)
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_any('wars')}),?\s+(?:(?:that|which|has|have|had|already|also|alone)\s+)*$", re.IGNORECASE
    )


@cache
def _most() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('most')})\b[^,;:]*$", re.IGNORECASE)


@cache
def _stretch() -> re.Pattern[str]:
    """Return the pattern of a stretch: since when, in which war, over how long."""
    months = "|".join(event_titles.load().months)
    return re.compile(
        rf"""
        \bsince\s+(?:(?:early|late|mid|the|last|in)[\s-]+)*(?:\d{{4}}\b|(?:{months})\b|year\b|month\b)
        | \bsince\s+(?:the|its|their|his|her|a)\s+(?:[\w’'-]+\s+){{0,3}}(?:{_any("beginnings")})\b
        | \b(?:in|during|throughout|over|by|of|from)\s+(?:the|this|that|its|a)\s+(?:[\w’'-]+\s+){{0,3}}
          (?:{_any("wars")})\b(?=\W*$|\s*[.,;:)"”]|\s+(?:that|which|who|in|on|of|with|between|and|began|since|so|has|had)\b)
        | \b(?:in|over|during|for|within)\s+(?:(?:the|at|least|more|than|about|nearly|almost|some|around)\s+)*
          (?:(?:past|last|previous|recent)\s+)?(?:(?:\d+|{_any("counting")}|few|couple|of)\s+)*(?:weeks|months|years|decades)\b
        | \b(?:in|over|during)\s+the\s+(?:past|last|previous)\s+(?:month|year|decade)\b
        | \bso\s+far\s+this\s+year\b | \bthis\s+year\s+so\s+far\b | \b(?:each|every)\s+(?:day|week|month|year)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )
