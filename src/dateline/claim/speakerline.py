"""Sources set by punctuation alone: "..." — Name, lines "NAME: ..." of a transcript, "Police: two held"."""

from __future__ import annotations

import re

from dateline.claim.page import Draft, Page, assign, sentence_like
from dateline.lexicon.speech import speech_lexicon

_SPEAKER_LINE = re.compile(r"[“\"]?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}) ?:\s+(?=\S)")
_TITLED = re.compile(r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}, [^\n“”\":.!?;]{3,80}?) ?:\s+(?=[“\"])")
"""A name with what its bearer is, and a quote: "Orla Venn, a farmer: “The well is dry.”"."""
_DASH_NAME = re.compile(
    r"[ \u00a0]{0,3}(?P<dash>[―—–]|--)[ \u00a0]?(?P<name>[A-Z][^\n!?“\"”;:]{1,60}?)[.\s]*(?=\n|$|[“\"])"
)


def lines(page: Page, claimed: dict[int, Draft]) -> list[Draft]:
    """Read sources set by punctuation: a quote with "— Name" after it, and lines "NAME: ..." of a transcript."""
    drafts: list[Draft] = []
    for q in page.quotes.tops:
        if q.opened in claimed or not q.ended or not sentence_like(page, q):
            continue
        found = _DASH_NAME.match(page.text, q.closed, min(len(page.text), q.closed + 90))
        if found is not None:
            draft = Draft(
                sentence=-1, hit=None, cue=found.span("dash"), source=found.span("name"), spans=[], rule="speech.dash"
            )
            assign(page, draft, q, claimed)
            drafts.append(draft)
    lines = [
        (p, m)
        for p in page.paragraphs
        if (m := _SPEAKER_LINE.match(page.text, p[0], p[1]) or _TITLED.match(page.text, p[0], p[1])) is not None
    ]
    several = len(lines) >= 3
    for (_, end), found in lines:
        following = page.quotes.after(found.end())
        quoted = following is not None and following.opened == found.end()
        if not quoted and not several:
            continue
        colon = found.end("name") + page.text[found.end("name") : found.end()].index(":")
        draft = Draft(
            sentence=-1, hit=None, cue=(colon, colon + 1), source=found.span("name"), spans=[], rule="speech.colon"
        )
        if following is not None and quoted:
            if following.opened in claimed:
                continue
            assign(page, draft, following, claimed)
        else:
            draft.spans.append(page.trimmed(found.end(), end))
        drafts.append(draft)
    drafts.extend(_headlines(page))
    return drafts


def _headlines(page: Page) -> list[Draft]:
    """Read headlines with their source at one edge: "Police: two held", "Two held: police"."""
    out: list[Draft] = []
    lexicon = speech_lexicon()
    for tree in page.trees[:1] if page.trees else ():
        tokens = tree.tokens
        colons = [i for i, t in enumerate(tokens) if t.text == ":"]
        if len(colons) != 1 or len(tokens) > 30:
            continue
        c = colons[0]
        left, right = tokens[:c], tokens[c + 1 :]
        named = left and len(left) <= 4 and all(t.entity[2:] in {"PER", "ORG"} for t in left)
        known = left and len(left) <= 3 and left[-1].text.lower() in lexicon.headline
        tail = [t for t in right if t.upos != "PUNCT"]
        if (named or known) and len(tail) >= 3:
            source, content = (left[0].start, left[-1].end), (right[0].start, right[-1].end)
        elif 0 < len(tail) <= 3 and tail[-1].text.lower() in lexicon.headline and len(left) >= 3:
            source, content = (tail[0].start, tail[-1].end), (left[0].start, left[-1].end)
        else:
            continue
        draft = Draft(
            sentence=-1, hit=None, cue=(tokens[c].start, tokens[c].end), source=source, spans=[page.trimmed(*content)],
            rule="speech.headline",
        )  # fmt: skip
        out.append(draft)
    return out
