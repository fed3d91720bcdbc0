"""A report as runs of three content words: what copies share even where small words and headlines were changed.

Shingles are hashed with CRC-32, which is the same on every machine. Those whose hash is divisible by
:data:`SAMPLE` are its fingerprints (Manber, "Finding similar files in a large file system", 1994): unlike MinHash, two
texts share them in proportion to what they share, however long the rest of either is, so that a cut of a long
story and a story merged of two are found as surely as a whole copy.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from zlib import crc32

from dateline.lexicon import intake as lexicon
from dateline.records import PassageKind, Report

MOST_WORDS = 20_000
"""Words of a report that are looked at; what comes after them is not compared."""
RUN = 3
"""Content words of a shingle."""
SAMPLE = 3
"""One shingle in so many is a fingerprint."""
_PROSE = frozenset({PassageKind.BODY, PassageKind.SUMMARY, PassageKind.HEADING})
_WORD = re.compile(r"\w+(?:[.,]\d+)*(?:['’]\w+)?")
_NAME = re.compile(r"[A-Z][\w’'-]*(?: (?:of |the |of the )?[A-Z][\w’'-]*){0,4}")
_QUOTE = re.compile(r"[“\"]([^“”\"]{20,2000})[”\"]|``((?:(?!``|'')[^“”\"]){20,2000})''")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """The content words of a report's prose, in order, small enough that a hundred thousand can be held.

    ``words`` are hashes of words in small letters, ``starts`` and ``ends`` their offsets in the report's text.
    ``shingles[i]`` is the hash of the run that begins with word ``i``, ``prints`` those of them that are looked up.
    ``quotes`` are offsets of what stands in quotation marks, ``names`` hashes of runs of capitalised words, ``outlet``
    that of the outlet, ``day`` the ordinal of the day of publication.
    """

    report: Report
    words: array[int]
    starts: array[int]
    ends: array[int]
    shingles: array[int]
    prints: array[int]
    quotes: tuple[tuple[int, int], ...]
    names: array[int]
    outlet: int | None
    day: int | None


def read(report: Report, speakers: frozenset[str] = frozenset()) -> Text:
    """Take the content words of a report's prose; ``speakers`` are names to whom it gives what it says."""
    small = _small()
    words, starts, ends = array("I"), array("I"), array("I")
    quotes: list[tuple[int, int]] = []
    names = {named(name) for name in speakers}
    for start, end in _stretches(report):
        for match in _WORD.finditer(report.text, start, end):
            word = match.group().casefold()
            if word not in small:
                words.append(crc32(word.encode("utf-8", "surrogatepass")))
                starts.append(match.start())
                ends.append(match.end())
                if len(words) >= MOST_WORDS:
                    end = match.end()
                    break
        quotes += [match.span(match.lastindex or 0) for match in _QUOTE.finditer(report.text, start, end)]
        for match in _NAME.finditer(report.text, start, end):
            # The first word may be one that begins the sentence, the last a day or a title.
            whole = match.group()
            names |= {named(whole), named(whole.partition(" ")[2]), named(whole.rpartition(" ")[0])}
        if len(words) >= MOST_WORDS:
            break
    names.discard(named(""))
    return again(report, words=words, starts=starts, ends=ends, quotes=tuple(quotes), names=array("I", sorted(names)))


def again(
    report: Report,
    *,
    words: array[int],
    starts: array[int],
    ends: array[int],
    quotes: tuple[tuple[int, int], ...],
    names: array[int],
) -> Text:
    """Make a text of what was read before; ``report`` needs no text then."""
    packed, size = words.tobytes(), words.itemsize
    shingles = array("I", [crc32(packed[i * size : (i + RUN) * size]) for i in range(len(words) - RUN + 1)])
    return Text(
        report=report,
        words=words,
        starts=starts,
        ends=ends,
        shingles=shingles,
        prints=array("I", sorted({shingle for shingle in shingles if shingle % SAMPLE == 0})),
        quotes=quotes,
        names=names,
        outlet=named(report.outlet) if report.outlet else None,
        day=_day(report.published),
    )


def named(name: str) -> int:
    """Return the hash of a name as it is compared: in small letters, without the article."""
    bare = name.casefold().removeprefix("the ").removesuffix("'s").removesuffix("’s")
    return crc32(bare.encode("utf-8", "surrogatepass"))


@cache
def _small() -> frozenset[str]:
    english = lexicon.english()
    return english.function_words | english.small_words


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat(published).toordinal() if published else None
    except ValueError:  # a month or year is no day
        return None


def _stretches(report: Report) -> list[tuple[int, int]]:
    """Return what is prose of the report's own: no title, caption, boilerplate, repeat or dateline."""
    parts = [(p.start, p.end) for p in report.passages if p.kind in _PROSE and p.repeats is None]
    if not report.passages:
        parts = [(0, len(report.text))]
    if report.dateline is None:
        return parts
    cut = (report.dateline.start, report.dateline.end)
    out: list[tuple[int, int]] = []
    for start, end in parts:
        if start <= cut[0] and cut[1] <= end:
            out += [piece for piece in pairwise((start, *cut, end)) if piece != cut and piece[0] < piece[1]]
        else:
            out.append((start, end))
    return out
