"""Datelines ("KABUL, July 16 (Reuters) -") and wire credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.intake import signs
from dateline.lexicon import intake as lexicon
from dateline.records import Passage, PassageKind, Span

_HEAD = 200
_TAIL = 120
_AMONG = 5
"""Among how many body paragraphs, from the top, the dateline is looked for."""
_WORDS = 5
"""Most words of a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The dateline, or None, and the codes of the agencies credited, in order of the text."""

    dateline: Span | None
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A dateline at the start of a paragraph: it ends at ``end``, and ``credit`` is the agency's code, or None.

    ``alone`` says that nothing else stands in the paragraph.
    """

    end: int
    credit: str | None
    alone: bool


def find(text: str, passages: Sequence[Passage], *, byline: str | None, capitals: bool) -> Credit:
    """Find the dateline and the wire credits.

    A credit stands in the dateline, in brackets or behind a dash at the start or end of a paragraph at the top or
    the bottom, in the byline, or in boilerplate ("with inputs from …"). An agency in the story ("told AFP") or under
    a picture is no credit.
    """
    bodies = [p for p in passages if p.kind is PassageKind.BODY]
    codes: list[str] = []
    span = None
    top = [p for p in passages[: 4 * _AMONG] if p.kind in (PassageKind.BODY, PassageKind.BOILERPLATE)]
    for passage in top[: 2 * _AMONG]:
        first = bool(bodies) and passage is bodies[0]
        head = dateline(text[passage.start : min(passage.end, passage.start + _HEAD)], first=first, capitals=capitals)
        if head is not None and (passage.kind is PassageKind.BODY or head.alone):
            end = passage.start + head.end
            span = Span(text=text[passage.start : end], start=passage.start, end=end)
            if head.credit:
                codes.append(head.credit)
            break
    if byline:
        codes += [code for form, code in lexicon.agencies().items() if len(form) > 1 and _contains(byline, form)]
    edge = {id(p) for p in (*bodies[:2], *bodies[-2:])}
    for passage in passages:
        if passage.kind is PassageKind.BOILERPLATE and passage.end - passage.start <= 400:
            codes += _credited(text[passage.start : passage.end])
        elif id(passage) in edge:
            start, end = passage.start, passage.end
            if match := _patterns().opening.match(text[start : min(end, start + _HEAD)]):
                codes.append(lexicon.agencies()[match["agency"]])
            if match := _patterns().closing.search(text[max(start, end - _TAIL) : end]):
                codes.append(lexicon.agencies()[match["bracket"] or match["dash"]])
    return Credit(dateline=span, agencies=tuple(dict.fromkeys(codes)))


def dateline(text: str, *, first: bool, capitals: bool) -> Head | None:
    """Find the dateline at the start of a paragraph's ``text``; None where there is none for sure.

    A place in capitals before a dash, or any place with a date or a known agency before one. In the ``first``
    paragraph also a place in capitals before a colon, and a place alone before a spaced dash. ``capitals`` says that
    the whole report is written in capitals, so that they mean nothing.
    """
    match = _patterns().dateline.match(text)
    if match is None:
        return None
    place, credit, date, mark = match["place"], match["credit"], match["date"], match["mark"]
    after = text[match.end() :]
    words = re.findall(r"[\w'’.&-]+", place)
    lead = words[0].lower().rstrip(".")
    if len(words) > _WORDS * 2 or lead in lexicon.datelines().labels or place.lower() in lexicon.datelines().labels:
        return None
    if lead in lexicon.english().function_words or place in lexicon.agencies():
        return None
    if after and not signs.leads(after):
        return None
    codes = [lexicon.agencies()[form] for form in _parts(credit) if form in lexicon.agencies()]
    code = codes[0] if codes else None
    loud = words[0].isupper() and len(words[0]) > 1 and not capitals
    spaced = mark in ("--", "—") or match["gap"] != ""
    if mark == ":":
        sure = (
            bool(after)
            and loud
            and first
            and not (credit or date)
            and len(words) <= 3
            and not signs.is_titlecase(after)
        )
    elif code or date:
        sure = spaced or loud
    elif credit:
        sure = False
    elif loud:
        sure = spaced and len(words) <= _WORDS
    else:
        # "Kabul — The …": a second dash near by makes it an aside.
        aside = mark not in ("—", "--") or mark in after[:120]
        sure = bool(after) and first and not capitals and match["gap"] != "" and len(words) <= 4 and not aside
    return Head(match.end("all"), code, not after) if sure else None


@dataclass(frozen=True, slots=True)
class _Patterns:
    dateline: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = lexicon.datelines()
    month = "|".join(sorted(words.months, key=len, reverse=True))
    month = f"(?:{month}|{month.upper()})"
    weekday, none = "|".join(words.weekdays), "|".join(words.no_dates)
    joins = "|".join(sorted(words.joins))
    word = r"[A-Z][\w'’.]*(?:-\w+)*"
    place = rf"{word}(?: (?:(?:{joins}) )?(?:{word})){{0,{_WORDS - 1}}}"
    date = (
        rf"(?:(?:{weekday}),? )?(?:{month}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}}| \d{{2}}\b)?"
        rf"|\d{{1,2}}(?:st|nd|rd|th)? {month}\.?(?:,? (?:\d{{4}}|\d{{2}}))?|(?:{weekday})|{none})"
    )
    agency = "|".join(re.escape(form) for form in sorted(lexicon.agencies(), key=len, reverse=True))
    return _Patterns(
        dateline=re.compile(
            rf"(?P<all>(?P<place>(?!(?:{month})\.? \d){place}(?:(?:, ?|/){place}){{0,2}}?"
            rf"(?: \((?!(?:{agency})\)){word}(?: {word}){{0,2}}\))?)"
            rf"(?:,? (?P<date>{date}))?(?:,? \((?P<credit>[^()\n]{{2,60}})\))?)"
            r"(?P<gap>[ \n]?)(?P<mark>--|[-–—_]|:)(?:(?<=[:—–_-])[ \n]|(?<=—)(?=\S)|\Z)\s*",
        ),
        opening=re.compile(rf"[(\[](?P<agency>{agency})[)\]]\s*(?:[-–—:]|\Z|\s[A-Z])"),
        closing=re.compile(
            rf"(?:[(\[](?P<bracket>{agency})[)\]]|(?<=[\s.!?\"'”’])(?:--|[-–—])\s?(?P<dash>{agency}))[.\s]*\Z"
        ),
    )


def _parts(credit: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[/,;]| and ", credit)] if credit else []


def _contains(text: str, form: str) -> bool:
    at = text.find(form)
    return at >= 0 and not text[at - 1 : at].isalnum() and not text[at + len(form) : at + len(form) + 1].isalnum()


def _credited(text: str) -> list[str]:
    """Return the agencies of a paragraph of boilerplate, but not of one that is about their rights or pages."""
    if not re.match(r"(?i)\W*(?:source|via|with|by|.{1,80} contributed|additional|reporting)\b", text):
        return []
    return list(dict.fromkeys(code for form, code in lexicon.agencies().items() if _contains(text, form)))
