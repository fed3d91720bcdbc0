"""Measure time expressions on the TempEval-3 training documents (TIMEX3 of TimeBank and AQUAINT).

Scores follow the TempEval-3 task (UzZaman et al. 2013): strict and relaxed (overlap) F1 of spans, one gold expression
to one found; value F1 is relaxed F1 times the share of matched expressions whose value is the gold one. Values are
compared as TIMEX3 writes them, which for seasons, parts of days and vague times is more than our record keeps; a
trailing unknown part is dropped on both sides ("1994-XX-XX" is "1994"). Ranges are scored as their two ends, as the
gold has them.
"""

from __future__ import annotations

import html
import pathlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bench.score import Score, f1
from dateline import language
from dateline.mention.time import read_times
from dateline.records import Passage, PassageKind, Report, Sentence, Token

_TAG = re.compile(r"<[^>]*>")
_TIMEX = re.compile(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", re.S)
_WORD = re.compile(r"\w+(?:[.,:]\d+)*|'s|n't|[^\w\s]")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*\S|\S")
_BREAK = re.compile(r"\n\s*\n|(?<=[.?!])(?<!\.\w\.)(?<![ .]\w\.)[\"']*\s+(?=[A-Z\"`'])")


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its text, its creation day, and the gold (start, end, type, value)."""

    name: str
    text: str
    published: str
    gold: tuple[tuple[int, int, str, str], ...]


def read(path: pathlib.Path) -> Document:
    """Read a TimeML file: the words of its TEXT with the offsets of the TIMEX3 in them."""
    raw = path.read_text(encoding="utf-8")
    day = re.search(r'<DCT>\s*<TIMEX3[^>]*value="([^"]*)"', raw)
    body = re.search(r"<TEXT>(.*)</TEXT>", raw, re.S)
    if day is None or body is None:
        raise ValueError(f"{path}: no DCT or no TEXT")
    text, gold, at = "", [], 0
    for match in _TIMEX.finditer(body[1]):
        text += html.unescape(_TAG.sub("", body[1][at : match.start()]))
        said = html.unescape(_TAG.sub("", match[2]))
        marks = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        gold.append((len(text), len(text) + len(said), marks["type"], marks.get("value", "")))
        text += said
        at = match.end()
    text += html.unescape(_TAG.sub("", body[1][at:]))
    return Document(path.stem, text, day[1][:10], tuple(gold))


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a text into sentences and words by rule, without tags or trees."""
    start = 0
    for stop in [*(m.start() for m in _BREAK.finditer(text)), len(text)]:
        words = [
            Token(
                text=m.group(),
                start=m.start(),
                end=m.end(),
                lemma=m.group().lower(),
                upos="X",
                xpos="X",
                head=-1,
                deprel="dep",
            )
            for m in _WORD.finditer(text, start, stop)
        ]
        # white space at the edges stays out
        if words:
            yield Sentence(start=words[0].start, end=words[-1].end, passage=0, tokens=tuple(words))
        start = stop


def parsed(document: Document) -> tuple[Sentence, ...]:
    """Read the sentences of a document with the shipped model; its paragraphs are the passages."""
    passages = tuple(
        Passage(kind=PassageKind.BODY, start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(document.text)
    )
    report = Report(id=document.name, text=document.text, language="en", passages=passages)
    return language.sentences(report)


def found_in(document: Document, *, model: bool = True) -> list[tuple[int, int, str, str]]:
    """Return (start, end, type, value) of what dateline finds, with the shipped model or without."""
    out: list[tuple[int, int, str, str]] = []
    for sentence in parsed(document) if model else sentences(document.text):
        text = document.text[sentence.start : sentence.end]
        for start, end, one in read_times(text, sentence, document.published):
            out.append((sentence.start + start, sentence.start + end, one.kind, one.timex))
    return out


def pair(
    gold: list[tuple[int, int, str, str]], found: list[tuple[int, int, str, str]]
) -> list[tuple[tuple[int, int, str, str] | None, tuple[int, int, str, str] | None]]:
    """Match gold and found one to one, exact spans first, then overlaps in order; the unmatched stand alone."""
    pairs: list[tuple[tuple[int, int, str, str] | None, tuple[int, int, str, str] | None]] = []
    left, right = list(gold), list(found)
    for exact in (True, False):
        for one in list(left):
            for two in right:
                if (one[:2] == two[:2]) if exact else (one[0] < two[1] and two[0] < one[1]):
                    pairs.append((one, two))
                    left.remove(one)
                    right.remove(two)
                    break
    return [*pairs, *((one, None) for one in left), *((None, two) for two in right)]


def same(gold: str, found: str) -> bool:
    """Say whether two values are one, for what TimeML's annotators write in more than one way."""
    return _plain(gold) == _plain(found)


def _plain(value: str) -> str:
    value = re.sub(r"-W(\d)$", r"-W0\1", value)
    return re.sub(r"(-XX)+$|X$", "", value)


def run(data: pathlib.Path, *, model: bool = True) -> dict[str, Score]:
    """Score the documents under ``data`` (the folder that holds ``tune/tempeval_train``).

    Without ``model``, sentences are cut by rule and have no trees, so that tense is guessed from words alone.
    """
    units: dict[str, list[tuple[int, int, int]]] = {"relaxed": [], "strict": [], "value": []}
    for path in sorted((data / "tune" / "tempeval_train").rglob("*.tml")):
        document = read(path)
        found = found_in(document, model=model)
        both = [(a, b) for a, b in pair(list(document.gold), found) if a is not None and b is not None]
        right = {
            "relaxed": len(both),
            "strict": sum(a[:2] == b[:2] for a, b in both),
            "value": sum(same(a[3], b[3]) for a, b in both),
        }
        for name, hits in right.items():
            units[name].append((hits, len(found), len(document.gold)))
    return {f"TempEval-3 training {name}": f1(rows) for name, rows in units.items()}


if __name__ == "__main__":
    for name, score in run(pathlib.Path(sys.argv[1])).items():
        print(f"{name:30} {score}")
