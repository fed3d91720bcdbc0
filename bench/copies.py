"""Copies of reports at graded strength, made by rule and the same on each run: what editors do to a wire story.

Each takes a report and gives one with an id, title and outlet of its own; the truth is that both have one origin.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from dateline.codec import digest
from dateline.records import Passage, PassageKind, Report

SYNONYMS = Path(__file__).with_name("synonyms.tsv")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"A-Z0-9])|\n+")
_WORD = re.compile(r"\b[a-z]+(?:-[a-z]+)?\b")
_ADVERB = re.compile(r"\b(?:reportedly|however|also|meanwhile|very|already|still|now|recently|later),? ")
_SAID = re.compile(r"^(?P<what>[A-Z][^“”\"]{30,}), (?P<who>[^,“”\"]{3,60}) said(?P<day> on [A-Z]\w+day)?\.$")
_OWN = (
    "Readers of this paper have asked for more on the matter, and the desk will go on looking into it.",
    "Our correspondent in the capital could reach nobody at the ministry for a comment by the time of going to press.",
    "A shopkeeper in this town, who has kin there, told the paper that the telephone had been dead since morning.",
)


def sentences(text: str) -> list[str]:
    """Split a text where a sentence or a line seems to end."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def whole(report: Report, rng: random.Random) -> Report:
    """Leave all as it is, but for another headline and another outlet."""
    return _made(report, "whole", sentences(body(report)), rng)


def cut(report: Report, rng: random.Random) -> Report:
    """Keep the first 40 to 80 per cent."""
    parts = sentences(body(report))
    return _made(report, "cut", parts[: max(2, round(len(parts) * rng.uniform(0.4, 0.8)))], rng)


def excerpt(report: Report, rng: random.Random) -> Report:
    """Take 40 per cent out of the middle, with a sentence of the paper's own before it."""
    parts = sentences(body(report))
    size = max(2, round(0.4 * len(parts)))
    start = rng.randint(0, len(parts) - size)
    return _made(report, "excerpt", [rng.choice(_OWN), *parts[start : start + size]], rng)


def reordered(report: Report, rng: random.Random) -> Report:
    """Bring its sentences into another order, and leave one in six out."""
    parts = [part for part in sentences(body(report)) if rng.random() > 1 / 6] or sentences(body(report))
    rng.shuffle(parts)
    return _made(report, "reordered", parts, rng)


def corrected(report: Report, rng: random.Random) -> Report:
    """Change each number in the first third, and add a sentence: a later version of the same story."""
    parts = sentences(body(report))
    head = max(1, len(parts) // 3)
    parts[:head] = [re.sub(r"\b\d{1,2}\b", lambda m: str(int(m.group()) + 3), part) for part in parts[:head]]
    return _made(report, "corrected", [*parts, rng.choice(_OWN)], rng)


def light(report: Report, rng: random.Random) -> Report:
    """Put synonyms for a third of the words that have one."""
    return _made(report, "light", [_reworded(part, 1 / 3, rng) for part in sentences(body(report))], rng)


def heavy(report: Report, rng: random.Random) -> Report:
    """Put synonyms for all that have one, turn "…, X said" round, drop adverbs and each fifth sentence."""
    parts = [_turned(_reworded(_ADVERB.sub("", part), 1.0, rng)) for part in sentences(body(report))]
    kept = [part for i, part in enumerate(parts) if i % 5 != 4]
    for i in range(1, len(kept) - 1, 3):
        kept[i], kept[i + 1] = kept[i + 1], kept[i]
    return _made(report, "heavy", [*kept, rng.choice(_OWN)], rng)


MAKERS: dict[str, Callable[[Report, random.Random], Report]] = {
    "whole": whole,
    "cut": cut,
    "excerpt": excerpt,
    "reordered": reordered,
    "corrected": corrected,
    "lightly paraphrased": light,
    "heavily paraphrased": heavy,
}
"""How to make a copy, by the name of the strength; merging takes two and stands apart."""


def merged(one: Report, other: Report, rng: random.Random) -> Report:
    """Mix the first 60 to 90 per cent of two stories, a few sentences of each in turn, lightly reworded."""
    queues = []
    for report in (one, other):
        parts = sentences(body(report))
        kept = parts[: max(2, round(len(parts) * rng.uniform(0.6, 0.9)))]
        queues.append([_reworded(part, 0.15, rng) for part in kept])
    mixed: list[str] = []
    while any(queues):
        for queue in queues:
            size = rng.randint(1, 3)
            mixed += queue[:size]
            del queue[:size]
    return _made(one, f"merged with {other.id}", mixed, rng)


def body(report: Report) -> str:
    """Return the text of the body, without dateline and title."""
    parts = [report.text[p.start : p.end] for p in report.passages if p.kind is PassageKind.BODY]
    text = "\n".join(parts) if report.passages else report.text
    if report.dateline is not None and text.startswith(report.dateline.text):
        text = text[len(report.dateline.text) :].lstrip(" -–—")
    return text


def _made(report: Report, how: str, parts: Sequence[str], rng: random.Random) -> Report:
    title = f"{' '.join(rng.sample(parts[0].split(), min(4, len(parts[0].split()))))}: what is known"
    paragraphs = [" ".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    text, passages = title, [Passage(kind=PassageKind.TITLE, start=0, end=len(title))]
    for paragraph in paragraphs:
        text += "\n\n"
        passages.append(Passage(kind=PassageKind.BODY, start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return Report(
        id=digest("copy", how, report.id),
        source_id=f"{report.source_id}, {how}",
        title=title,
        text=text,
        language=report.language,
        outlet="The Copying Gazette",
        published=report.published,
        passages=tuple(passages),
    )


def _reworded(text: str, part: float, rng: random.Random) -> str:
    def change(match: re.Match[str]) -> str:
        others = _synonyms().get(match.group(), ())
        return rng.choice(others) if others and rng.random() < part else match.group()

    return _WORD.sub(change, text)


def _turned(sentence: str) -> str:
    match = _SAID.match(sentence)
    if match is None:
        return sentence
    what = match["what"]
    return f"According to {match['who']}{match['day'] or ''}, {what[0].lower()}{what[1:]}."


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        words = line.split("\t")
        if not line.startswith("#") and " " not in words[0]:
            found[words[0]] = (*found.get(words[0], ()), *words[1:])
    return found
