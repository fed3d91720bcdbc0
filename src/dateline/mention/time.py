"""Find the time expressions of a sentence and say which times they are, read from the publication date.

The types and the values follow TIMEX3 (TimeML 1.2.1), cut down to what ISO 8601 prefixes can say. What cannot be
anchored has no value: everything relative in a report without a date, and what hangs on the story ("two days later").
Ages ("aged 32") are no times; "now" and "recently" are times without a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dateline.calendar import Anchor
from dateline.codec import digest
from dateline.lexicon import times
from dateline.mention.time_grammar import letters_of, scan
from dateline.mention.time_item import Item, items
from dateline.mention.time_range import join
from dateline.mention.time_scene import Found, Scene
from dateline.mention.time_tense import outlook
from dateline.records import Mention, MentionKind, Report, Sentence, Time, Token
from dateline.tree import Tree

__all__ = ["find_times", "read_times"]

_DIGITS = re.compile(r"\d{4}|\d[:/]\d|\d0s")
NAMES = frozenset({"PER", "ORG", "ART"})
"""Entity types inside which a word such as "May" or "April" is a name and no time."""


def find_times(sentence: Sentence, index: int, report: Report, tree: Tree | None = None) -> list[Mention]:
    """Return the time expressions of a sentence as mentions, left to right, none over another.

    ``index`` is the sentence's index in the reading, ``tree`` its tree where it is made already. ``resolved`` is a
    :class:`Time`: ``value`` is None where nothing anchors the expression or it names no date ("now", "recently", "two
    days later"); ``relative`` says that it was to be read against the publication date. Ranges ("from May to July") are
    one mention with ``value`` and ``until``. Seasons have the precision of their year, quarters their first and last
    month, weekends Saturday and Sunday. ``relation`` is the word before it: before, by, since, until, after, during,
    within. Clock times are local.
    """
    text = report.text[sentence.start : sentence.end]
    if not _may_hold(sentence.tokens, text):
        return []
    tree = tree or Tree(sentence, index)
    published = report.published or (dateline_day(report.dateline.text) if report.dateline else None)
    scene = _scene(text, sentence, published, tree)
    found = [_related(scene, one) for one in join(scene, read_scene(scene))]
    return [_mention(scene, one, sentence, index, report) for one in found]


@lru_cache(maxsize=256)
def dateline_day(text: str) -> str | None:
    """Return the day that a dateline gives in full ("GOMA, 4 FEB 90"), an ISO date; None where it gives none.

    Where no publication date is known, a dispatch's own date anchors what it says.
    """
    found = items(text)
    scene = Scene(items=found, letters=letters_of(found), anchor=None, outlook=lambda first, stop: None)
    days = [one.value for one in read_scene(scene) if one.value is not None and len(one.value) == 10]
    return days[0] if len(days) == 1 else None


def read_times(text: str, sentence: Sentence, published: str | None) -> list[tuple[int, int, Found]]:
    """Return start and end in ``text`` and the reading of every expression, ranges not joined: TIMEX3's own units.

    ``text`` is that of the sentence, offsets count from its start.
    """
    if not _may_hold(sentence.tokens, text):
        return []
    scene = _scene(text, sentence, published, Tree(sentence))
    return [(scene.items[one.first].start, scene.items[one.stop - 1].end, one) for one in read_scene(scene)]


def read_scene(scene: Scene) -> list[Found]:
    """Return what the grammar finds, widened by the words that belong to it and by vague phrases."""
    found = [_widen(scene, _bare(scene, one)) for one in scan(scene)]
    return _with_phrases(scene, found)


def _may_hold(tokens: Sequence[Token], text: str) -> bool:
    triggers = times.load().triggers
    return not triggers.isdisjoint([t.text.lower().rstrip(".") for t in tokens]) or _DIGITS.search(text) is not None


def _scene(text: str, sentence: Sentence, published: str | None, tree: Tree) -> Scene:
    found = items(text)
    found = _unname(found, sentence)
    offset = sentence.start

    def look(first: int, stop: int) -> bool | None:
        span = _tokens(sentence.tokens, offset + found[first].start, offset + found[stop - 1].end)
        return outlook(tree, *span) if span else None

    return Scene(items=found, letters=letters_of(found), anchor=Anchor.of(published), outlook=look)


def _unname(found: list[Item], sentence: Sentence) -> list[Item]:
    """Take the time out of months, days and seasons that are (part of) a name of a person, body or work."""
    named = [(t.start, t.end) for t in sentence.tokens if t.entity[2:] in NAMES]
    if not named:
        return found
    offset = sentence.start
    return [
        item._replace(letter="_")
        if item.letter in "MmdDsSH@" and any(start <= offset + item.start < end for start, end in named)
        else item
        for item in found
    ]


def _tokens(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    first = bisect_right(tokens, start, key=lambda t: t.end)
    last = bisect_left(tokens, end, key=lambda t: t.start) - 1
    return (first, last) if first <= last else None


def _bare(scene: Scene, one: Found) -> Found:
    """Take the article off an expression that is written as one word before a noun ("a third-quarter loss")."""
    letters = scene.letters[one.first : one.stop]
    if re.fullmatch("[Ta](?:[nNwof]+-[UV]|U-[AE])", letters):
        return one.over(one.first + 1, one.stop)
    return one


def _widen(scene: Scene, one: Found) -> Found:
    """Take in the words before a length that bound it ("at least three months", "nearly two weeks ago")."""
    letter = scene.letters[one.first]
    if one.kind != "DURATION" and scene.letters[one.stop - 1] not in "A":
        return one
    if letter not in "nNwYaqlpxTC":
        return one
    modifiers = times.load().modifiers
    for width in (3, 2, 1):
        phrase = tuple(scene.word(i) for i in range(one.first - width, one.first))
        if phrase in modifiers and one.first >= width and not (letter in "lpxTC" and phrase == ("over",)):
            told = modifiers[phrase] if scene.letters[one.stop - 1] == "A" else ""
            return replace(one, first=one.first - width, relation=told or one.relation)
    return one


def _with_phrases(scene: Scene, found: list[Found]) -> list[Found]:
    """Add the vague phrases; one that covers an expression takes its place ("right now", "the near future")."""
    phrases = times.load().vague
    heads = {phrase[0] for phrase in phrases}
    more: list[Found] = []
    for i, item in enumerate(scene.items):
        if item.text not in heads:
            continue
        for width in (5, 4, 3, 2):
            phrase = tuple(scene.word(k) for k in range(i, i + width))
            if phrase not in phrases or any(one.first < i + width and i < one.stop for one in more):
                continue
            after = scene.letters[i + width : i + width + 1]
            noun = phrase[-1] not in ("past", "present") or after in ("", ",", ".", "i", "&", "u", "'")
            crossed = any(one.first < i < one.stop or one.first < i + width < one.stop for one in found)
            if noun and not crossed:
                more.append(Found(kind="DATE", first=i, stop=i + width, relative=True, code=phrases[phrase]))
                break
    if not more:
        return found
    kept = [one for one in found if not any(m.first <= one.first and one.stop <= m.stop for m in more)]
    return sorted([*kept, *more], key=lambda one: one.first)


def _related(scene: Scene, one: Found) -> Found:
    """Read the relation off the words before: "since early May", "by the end of June"."""
    if one.relation is not None:
        return one
    relations = times.load().relations
    for width in (3, 2, 1):
        phrase = tuple(scene.word(i) for i in range(one.first - width, one.first))
        if one.first >= width and phrase in relations:
            told = relations[phrase]
            return one if told == "by" and one.kind == "DURATION" else replace(one, relation=told)
    return one


def _mention(scene: Scene, one: Found, sentence: Sentence, index: int, report: Report) -> Mention:
    start = sentence.start + scene.items[one.first].start
    end = sentence.start + scene.items[one.stop - 1].end
    span = _tokens(sentence.tokens, start, end)
    return Mention(
        id=digest("mention", report.id, MentionKind.TIME.value, start, end),
        kind=MentionKind.TIME,
        text=report.text[start:end],
        start=start,
        end=end,
        sentence=index,
        head=_head(sentence.tokens, *span) if span else 0,
        resolved=Time(
            value=one.value, until=one.until, relative=one.relative, relation=one.relation, duration=one.duration
        ),
    )


def _head(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the token whose head is outside the span; function words only where there is no other."""
    outer = [i for i in range(first, last + 1) if not first <= tokens[i].head <= last]
    content = [i for i in outer if tokens[i].upos not in ("ADP", "PUNCT", "DET", "CCONJ")]
    return (content or outer or [first])[0]
