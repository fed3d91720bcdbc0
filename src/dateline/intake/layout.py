"""What part of a report each paragraph is (title, summary, heading, body, caption, boilerplate) and what it repeats."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.intake import credits, repeats, signs
from dateline.intake.blocks import BULLET, Block, blocks, stopped
from dateline.lexicon import intake as lexicon
from dateline.records import Passage, PassageKind, Span

_TOKEN = re.compile(r"\w+")
_HEAD = 200
"""Characters of a paragraph that are looked at where its beginning tells enough."""
_NONE: Mapping[int, PassageKind] = {}
_TIDY = 0.6
"""Least share of paragraphs with a full stop for a short line without one to be taken for a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a report. ``title`` and ``byline`` are None where the text shows none."""

    passages: tuple[Passage, ...]
    title: str | None
    byline: str | None
    dateline: Span | None
    agencies: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A paragraph on its way to a passage: the one thing in this room that changes, and only in here."""

    block: Block
    head: str
    short: str | None
    stop: bool
    kind: PassageKind | None = None


def lay_out(text: str, *, title: str | None = None, kinds: Mapping[int, PassageKind] = _NONE) -> Layout:
    """Find the passages of clean ``text``, in order, covering all that is not white space.

    ``title`` is the title as the source gives it: a first paragraph that says the same is the title passage, and no
    other is looked for. ``kinds`` are kinds of passages, by their start, as the mark-up of the source gives them.
    Takes time linear in the text.
    """
    drafts = [_draft(text, block) for block in blocks(text)]
    capitals = signs.is_capitals(text)
    byline = _outer(drafts, capitals=capitals)
    for draft in drafts:
        draft.kind = draft.kind or kinds.get(draft.block.start)
    named = _title(drafts, given=title, capitals=capitals)
    _summary(drafts, after=named, given=title is not None)
    _captions(text, drafts)
    _headings(drafts, capitals=capitals)
    if len(drafts) == 1 and drafts[0].kind is not PassageKind.TITLE:
        drafts[0].kind = None  # a text that is a single line is what the caller wants to have read
    again = repeats.find(text, _pieces(drafts))
    for i in again:
        if drafts[i].kind is None:
            drafts[i].kind = PassageKind.CAPTION
    _neighbours(drafts)
    passages = tuple(
        Passage(kind=d.kind or PassageKind.BODY, start=d.block.start, end=d.block.end, repeats=again.get(i))
        for i, d in enumerate(drafts)
    )
    credit = credits.find(text, passages, byline=byline, capitals=capitals)
    if named is not None and title is None:
        title = " ".join(text[drafts[named].block.start : drafts[named].block.end].lstrip("# ").split())
    return Layout(passages=passages, title=title, byline=byline, dateline=credit.dateline, agencies=credit.agencies)


def _draft(text: str, block: Block) -> _Draft:
    size = block.end - block.start
    return _Draft(
        block=block,
        head=text[block.start : min(block.end, block.start + _HEAD)],
        short=text[block.start : block.end] if size <= signs.LONGEST else None,
        stop=stopped(text[max(block.start, block.end - 12) : block.end]),
    )


def _outer(drafts: Sequence[_Draft], *, capitals: bool) -> str | None:
    """Mark the boilerplate; return the first byline near the top, which is boilerplate too, as is a lone dateline."""
    found = None
    for i, draft in enumerate(drafts):
        if draft.short is None:
            continue
        who = signs.byline(draft.short) if i < 6 or i == len(drafts) - 1 else None
        if who is not None and len(drafts) > 1:
            found = found or who
            draft.kind = PassageKind.BOILERPLATE
        elif signs.is_boilerplate(draft.short) or (i < 6 and _is_lone_dateline(draft.short, capitals=capitals)):
            draft.kind = PassageKind.BOILERPLATE
    return found


def _is_lone_dateline(text: str, *, capitals: bool) -> bool:
    head = credits.dateline(text, first=False, capitals=capitals) if len(text) < _HEAD else None
    return head is not None and head.alone


def _title(drafts: Sequence[_Draft], *, given: str | None, capitals: bool) -> int | None:
    """Mark the title, the first paragraph that is not boilerplate, if it is one; return its index."""
    first = next((i for i, d in enumerate(drafts) if d.kind is None), None)
    if first is None:
        return None
    draft = drafts[first]
    if given is not None:
        if draft.short is None or _plain(draft.short) != _plain(given):
            return None
    elif (
        draft.short is None
        or not any(d.kind is None for d in drafts[first + 1 :])
        or draft.block.lines > 3
        or not signs.is_headline(
            draft.short.removeprefix("# "), over_story=_over_story(drafts[first + 1 :], capitals=capitals)
        )
        or BULLET.match(draft.short)
        or credits.dateline(draft.short, first=True, capitals=capitals) is not None
        or signs.is_caption(draft.short)
    ):
        return None
    draft.kind = PassageKind.TITLE
    return first


def _over_story(rest: Sequence[_Draft], *, capitals: bool) -> bool:
    """Say whether the first paragraph of ``rest`` that is no boilerplate begins with a dateline, as stories do."""
    draft = next((d for d in rest if d.kind is None), None)
    return draft is not None and credits.dateline(draft.head, first=False, capitals=capitals) is not None


def _plain(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.casefold()))


def _summary(drafts: Sequence[_Draft], *, after: int | None, given: bool) -> None:
    """Mark the bullets straight after the title, and the label above them."""
    if after is None and not given:
        return
    start = 0 if after is None else after + 1
    label = None
    for i in range(start, len(drafts)):
        draft = drafts[i]
        if draft.kind is not None:
            continue
        if BULLET.match(draft.head) and not signs.is_marked_heading(draft.head):
            draft.kind = PassageKind.SUMMARY
            if label is not None:
                drafts[label].kind = PassageKind.HEADING
        elif (
            label is None and draft.head.strip(" :#*_").casefold() in lexicon.summary_labels() and len(draft.head) < 60
        ):
            label = i
        else:
            return


def _captions(text: str, drafts: Sequence[_Draft]) -> None:
    for draft in drafts:
        block = draft.block
        if draft.kind is None and block.end - block.start <= signs.LONGEST_CAPTION:
            paragraph = draft.short if draft.short is not None else text[block.start : block.end]
            draft.kind = PassageKind.CAPTION if signs.is_caption(paragraph) else None


def _headings(drafts: Sequence[_Draft], *, capitals: bool) -> None:
    """Mark what stands over other text: a dressed line anywhere, a plain one where most paragraphs have a stop."""
    open_ = [d for d in drafts if d.kind is None]
    if not open_:
        return
    tidy = sum(d.stop for d in open_) >= _TIDY * len(open_)
    dressed = [d.short is not None and signs.is_marked_heading(d.short) for d in open_]
    plain = [
        d.short is not None and tidy and not BULLET.match(d.head) and signs.is_plain_heading(d.short, capitals=capitals)
        for d in open_
    ]
    for i, draft in enumerate(open_[:-1]):
        longer = len(open_[i + 1].head) > len(draft.head) or open_[i + 1].short is None
        followed = not dressed[i + 1] and (not plain[i + 1] or dressed[i])
        # Two headings, one over the other, are well known; three are a list.
        nested = (
            i + 2 < len(open_) and not (dressed[i + 2] or plain[i + 2]) and not (i and (dressed[i - 1] or plain[i - 1]))
        )
        if (followed and (dressed[i] or (plain[i] and longer))) or (dressed[i] and nested):
            draft.kind = PassageKind.HEADING


def _pieces(drafts: Sequence[_Draft]) -> list[repeats.Piece]:
    out = []
    for i, draft in enumerate(drafts):
        body = draft.kind is None
        match draft.kind:
            case None:
                rank = 0 if draft.stop and not draft.head.startswith(("(", "[")) else 2
            case PassageKind.TITLE:
                rank = 1
            case PassageKind.CAPTION | PassageKind.SUMMARY:
                rank = 3
            case _:
                continue
        out.append(
            repeats.Piece(
                index=i,
                start=draft.block.start,
                end=draft.block.end,
                rank=rank,
                asks=True,
                answers=body or draft.kind is PassageKind.TITLE,
            )
        )
    return out


def _neighbours(drafts: Sequence[_Draft]) -> None:
    """Mark as captions the lines without a stop next to captions: pictures come in groups."""
    open_ = [d for d in drafts if d.kind is None]
    if sum(d.stop for d in open_) < 0.8 * len(open_) or len(open_) < 4:
        return
    for steps in (range(1, len(drafts)), range(len(drafts) - 2, -1, -1)):
        for i in steps:
            near = drafts[i - steps.step]
            draft = drafts[i]
            if (
                draft.kind is None
                and near.kind is PassageKind.CAPTION
                and draft.short is not None
                and not draft.stop
                and not BULLET.match(draft.head)
                and len(signs.words(draft.short)) >= 6
            ):
                draft.kind = PassageKind.CAPTION
