"""Build readings from trees written by hand, so that mentions and claims are tested without a model."""

from __future__ import annotations

from dateline.records import Passage, PassageKind, Reading, Report, Sentence, Token

_CLOSING = frozenset((", . ? ! ; : ' ’ ” ) ] % n't n’t 's ’s 'll ’ll 're ’re 've ’ve 'd ’d 'm ’m -").split())
_OPENING = frozenset(("( [ “ ‘ $ £ € -").split())


def _gap(left: str, right: str, quote_open: bool) -> str:
    """Return what stands between two words; ``quote_open`` says that a straight quote is open after ``left``."""
    if right in _CLOSING or left in _OPENING:
        return ""
    if left == '"' and quote_open:
        return ""
    if right == '"' and quote_open:
        return ""
    return " "


def build(text_rows: str, *, id: str = "report", published: str | None = None) -> Reading:
    """Return a reading with one body passage from rows ``form lemma upos xpos head deprel [entity]``.

    One token a line, heads count from 1 (0 is the root), a blank line ends a sentence, a line that starts
    with ``#`` and a space is a comment. Words are joined by one space, with none before closing punctuation,
    clitics and hyphens, nor after opening punctuation and hyphens. An ``n't`` written after ``wo`` or ``ca``
    is joined too. Raises ValueError on a row with too few columns or a head out of range.
    """
    blocks: list[list[list[str]]] = [[]]
    for line in text_rows.splitlines():
        row = line.split()
        if not row:
            blocks.append([])
        elif row[0] != "#" or (len(row) >= 6 and row[4].isdigit()):
            if len(row) not in (6, 7):
                raise ValueError(f"{line!r}: want form lemma upos xpos head deprel [entity]")
            blocks[-1].append(row)
    text = ""
    sentences: list[Sentence] = []
    for rows in filter(None, blocks):
        text += " " if text else ""
        start = len(text)
        tokens: list[Token] = []
        quote_open = False
        left = ""
        for row in rows:
            form, lemma, upos, xpos, head, deprel = row[:6]
            if not 0 <= int(head) <= len(rows):
                raise ValueError(f"{row!r}: head out of range")
            if left:
                text += _gap(left, form, quote_open)
            if form == '"':
                quote_open = not quote_open
            tokens.append(
                Token(
                    text=form,
                    start=len(text),
                    end=len(text) + len(form),
                    lemma=lemma,
                    upos=upos,
                    xpos=xpos,
                    head=int(head) - 1,
                    deprel=deprel,
                    entity=row[6] if len(row) == 7 else "O",
                )
            )
            text += form
            left = form
        sentences.append(Sentence(start=start, end=len(text), passage=0, tokens=tuple(tokens)))
    report = Report(
        id=id,
        text=text,
        language="en",
        published=published,
        passages=(Passage(kind=PassageKind.BODY, start=0, end=len(text)),),
    )
    return Reading(report=report, sentences=tuple(sentences))


def build_compact(text_words: str, *, id: str = "report", published: str | None = None) -> Reading:
    """Return what :func:`build` does, from words ``form/lemma/upos/xpos/head/deprel[/entity]`` with spaces between.

    A blank line ends a sentence; other line ends count as spaces.
    """
    blocks = [block.split() for block in text_words.split("\n\n")]
    rows = "\n\n".join("\n".join(word.replace("/", " ") for word in block) for block in blocks)
    return build(rows, id=id, published=published)
