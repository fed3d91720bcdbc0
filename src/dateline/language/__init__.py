"""The language room: sentences, words, tags, trees and entity tags, by the shipped model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.language import model, tokenizer
from dateline.records import Reading, Report, Sentence, Token

__all__ = ["parse", "sentences"]


def parse(readings: Iterable[Reading], *, threads: int | None = None) -> Iterator[Reading]:
    """Fill each reading's sentences. What is not English passes through unread.

    ``threads`` is the number of threads inside the encoder; the result is the same for any.
    """
    for reading in readings:
        if reading.report.language != "en":
            yield reading
        else:
            yield replace(reading, sentences=sentences(reading.report, threads=threads))


def sentences(report: Report, *, threads: int | None = None) -> tuple[Sentence, ...]:
    """Cut a report's passages into sentences and read their words."""
    spans: list[tuple[int, int]] = []
    passages: list[int] = []
    opens: list[bool] = []
    text = report.text
    behind = _behind_dateline(report)
    for index, passage in enumerate(report.passages):
        found = tokenizer.words(text, passage.start, passage.end)
        spans.extend(found)
        passages.extend([index] * len(found))
        # a dateline is a sentence of its own: left at the head of the first one, it upsets the tree
        opens.extend(i == 0 or (found[i - 1][1] <= behind <= s) for i, (s, _) in enumerate(found))
    words = [text[s:e] for s, e in spans]
    spaces = [s == 0 or text[s - 1].isspace() for s, _ in spans]
    out: list[Sentence] = []
    tokens: list[Token] = []
    for i, a in enumerate(model.load(threads).analyse(words, spaces, opens)):
        if a.start and tokens:
            out.append(_sentence(tokens, passages[i - 1]))
            tokens = []
        start, end = spans[i]
        tokens.append(
            Token(
                text=words[i], start=start, end=end, lemma=a.lemma, upos=a.upos, xpos=a.xpos, head=a.head,
                deprel=a.deprel, entity=a.entity,
            )
        )  # fmt: skip
    if tokens:
        out.append(_sentence(tokens, passages[-1]))
    return tuple(out)


def _behind_dateline(report: Report) -> int:
    """Return the offset of what follows the dateline and its dash; -1 where there is none."""
    if report.dateline is None:
        return -1
    at = report.dateline.end
    while at < len(report.text) and (report.text[at].isspace() or report.text[at] in "-–—:"):
        at += 1
    return at


def _sentence(tokens: list[Token], passage: int) -> Sentence:
    return Sentence(start=tokens[0].start, end=tokens[-1].end, passage=passage, tokens=tuple(tokens))
