"""Sentences as CoNLL-U, the field's own format for trees.

Format: https://universaldependencies.org/format.html. MISC holds ``SpaceAfter=No``, ``start_char`` and ``end_char``
(code points into ``report.text``, half-open) and ``NER`` in BIO. Words written as one ("don't", "cannot") stand under
a range line. FEATS and DEPS are ``_``: the model does not tell them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from dateline.language import tokenizer
from dateline.lexicon.words import load
from dateline.records import Reading, Sentence, Token

__all__ = ["document"]

_SPACE = re.compile(r"\s+")


def document(reading: Reading) -> str:
    """Return the sentences of one report as CoNLL-U, a blank line after each; "" where there are none.

    ``sent_id`` is the report's id and the number of the sentence from 1. ``newpar`` opens each passage that has words.
    """
    return "".join(f"{line}\n" for index in range(len(reading.sentences)) for line in _lines(reading, index))


def _lines(reading: Reading, index: int) -> Iterator[str]:
    report, sentences = reading.report, reading.sentences
    sentence = sentences[index]
    before = sentences[index - 1] if index else None
    after = sentences[index + 1] if index + 1 < len(sentences) else None
    if before is None:
        yield f"# newdoc id = {report.id}"
        if report.source_id is not None:
            yield f"# source = {_line(report.source_id)}"
    if before is None or before.passage != sentence.passage:
        yield f"# newpar id = {report.id}-p{sentence.passage + 1}"
        if 0 <= sentence.passage < len(report.passages):
            yield f"# passage_kind = {report.passages[sentence.passage].kind}"
    joined = _joined(sentence.tokens, after, sentence.passage)
    yield f"# sent_id = {report.id}-s{index + 1}"
    yield f"# text = {_text(sentence.tokens, joined)}"
    yield from _rows(sentence, joined)
    yield ""


def _rows(sentence: Sentence, joined: Sequence[bool]) -> Iterator[str]:
    tokens = sentence.tokens
    ends = dict(_ranges(tokens))
    inside = -1
    for i, token in enumerate(tokens):
        if i in ends:
            inside = ends[i]
            form = "".join(_form(t.text) for t in tokens[i : inside + 1])
            misc = _misc(token.start, tokens[inside].end, joined=joined[inside])
            yield "\t".join((f"{i + 1}-{inside + 1}", form, *"_______", misc))
        misc = _misc(token.start, token.end, joined=joined[i] and i > inside, entity=token.entity)
        yield "\t".join(
            (
                str(i + 1),
                _form(token.text),
                _form(token.lemma),
                token.upos or "_",
                token.xpos or "_",
                "_",
                str(token.head + 1),
                token.deprel,
                "_",
                misc,
            )
        )


def _misc(start: int, end: int, *, joined: bool, entity: str = "O") -> str:
    parts = ["SpaceAfter=No"] if joined else []
    parts += [f"start_char={start}", f"end_char={end}"]
    if entity != "O":
        parts.append(f"NER={entity}")
    return "|".join(parts)


def _joined(tokens: Sequence[Token], after: Sentence | None, passage: int) -> list[bool]:
    """Say of each token whether the next one follows without white space; never over the end of a paragraph."""
    nexts = [t.start for t in tokens[1:]]
    nexts.append(after.start if after is not None and after.passage == passage else -1)
    return [token.end == start for token, start in zip(tokens, nexts, strict=True)]


def _ranges(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield first and last index of the words that are written as one."""
    first = 0
    for i in range(1, len(tokens) + 1):
        if i < len(tokens) and _is_one(tokens[i - 1], tokens[i]):
            continue
        if i - first > 1:
            yield first, i - 1
        first = i


def _is_one(left: Token, right: Token) -> bool:
    if left.end != right.start or not left.text[-1:].isalnum():
        return False
    if right.text in tokenizer.APOSTROPHES:
        return right.xpos == "POS"  # the prisoners' release; any other is a closing quote
    fused = load().contractions.get((left.text + right.text).lower())
    return tokenizer.is_clitic(right.text) or fused == len(left.text)


def _text(tokens: Sequence[Token], joined: Sequence[bool]) -> str:
    # From the words, so that it agrees with them where the report breaks a sentence over lines.
    return "".join(_form(t.text) + ("" if j else " ") for t, j in zip(tokens, joined, strict=True)).rstrip(" ")


def _form(text: str) -> str:
    """Return a word as the format takes it: NFC, and never empty."""
    return unicodedata.normalize("NFC", text) or "_"


def _line(text: str) -> str:
    return _SPACE.sub(" ", "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)).strip()
