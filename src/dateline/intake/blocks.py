"""Text to blocks: a paragraph a line, or hard-wrapped lines joined into the paragraph that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BULLET = re.compile(r"(?:[-–—*] |[•·▪■●◦‣∙]\s?)(?=\S)")

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_WORD = re.compile(r"\S+")
_INITIALS = re.compile(r"(?:\b\w\.){2}\Z")  # "the U.S." ends a line more often than a paragraph
_CLOSERS = "\"'”’»)]}(*_ \n\t"
_STOPS = ".!?…:;。؟।"

_MAX_WIDTH = 120
"""Longest line, in characters, of text wrapped by width alone; typewriters and mail wrap at 60 to 80."""
_MIN_WIDTH = 40
_FULL = 0.8
"""Share of lines that the next line's first word would have overflowed, in wrapped text: all but ragged ones."""
_OPEN = 0.5
"""Least share of lines without a full stop, in wrapped text: some 0.9; where a line is a paragraph, next to none."""
_LOWER = 0.4
"""Share of such lines before a line in lower case, from which text is wrapped whatever its width: some 0.7 is."""


@dataclass(frozen=True, slots=True)
class Block:
    """Characters ``[start, end)`` of one paragraph, white space trimmed; ``lines`` is on how many lines it stands.

    ``after_blank`` says that a blank line, or the start of the text, comes before.
    """

    start: int
    end: int
    lines: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int

    @property
    def width(self) -> int:
        return self.indent + self.end - self.start


def stopped(text: str) -> bool:
    """Say whether ``text`` ends as a sentence does: with a stop, a colon, or such inside quotes or brackets."""
    return text[-12:].rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def blocks(text: str) -> list[Block]:
    """Divide ``text`` into its paragraphs, in order; they cover all that is not white space.

    Lines between two blank lines are one paragraph each, or one paragraph in all where they look wrapped: most end
    without a stop, and the next begins in lower case or, in capitals, each is full up to the width. Where most of a
    text is wrapped, ragged lines and pairs of lines in it count as wrapped too. Takes time linear in the text.
    """
    runs = _runs(text)
    found = [_wrapped(text, run) for run in runs]
    long = [(run, wrapped) for run, wrapped in zip(runs, found, strict=True) if len(run) > 2]
    widths = [max(line.width for line in run) for run, wrapped in long if wrapped]
    lines = sum(len(run) for run, wrapped in long if wrapped)
    usual = median(widths) if 2 * lines > sum(len(run) for run, _ in long) else None
    by_blanks = sum(found) > 1
    out: list[Block] = []
    for run, wrapped in zip(runs, found, strict=True):
        joined = wrapped or (usual is not None and len(run) > 1 and _ragged(text, run, usual))
        first = True
        for part in _paragraphs(text, run, by_blanks=by_blanks) if joined else ([line] for line in run):
            out.append(Block(part[0].start, part[-1].end, len(part), first))
            first = False
    return out


def _runs(text: str) -> list[list[_Line]]:
    runs: list[list[_Line]] = []
    end = -1
    for match in _LINE.finditer(text):
        start = match.start()
        newline = text.rfind("\n", max(end, 0), start)
        line = _Line(start, match.end(), start - newline - 1)
        if end >= 0 and text.find("\n", end, newline) < 0:
            runs[-1].append(line)
        else:
            runs.append([line])
        end = line.end
    return runs


def _open(text: str, line: _Line) -> bool:
    end = text[max(line.start, line.end - 12) : line.end]
    return not stopped(end) or _INITIALS.search(end) is not None


def _full(text: str, line: _Line, after: _Line, width: int) -> bool:
    word = _WORD.match(text, after.start, min(after.end, after.start + width + 1))
    return line.width + 1 + (word.end() - word.start() if word else 0) > width


def _wrapped(text: str, run: Sequence[_Line]) -> bool:
    pairs = len(run) - 1
    if pairs < 1:
        return False
    width = max(line.width for line in run)
    if width < _MIN_WIDTH:
        return False
    opens = lower = full = 0
    for line, after in pairwise(run):
        is_open = _open(text, line)
        opens += is_open
        lower += is_open and text[after.start].islower()
        full += _full(text, line, after, width)
    if lower >= max(1, pairs * _LOWER):
        return width <= _MAX_WIDTH or pairs > 1
    if opens < pairs * _OPEN or full < pairs * _FULL or pairs < 2 or width > _MAX_WIDTH:
        return False
    # A list of headlines fills its lines as well; but in small letters some wrapped lines would begin with one.
    return lower >= pairs / 4 or not any(map(str.islower, text[run[0].start : run[-1].end]))


def _ragged(text: str, run: Sequence[_Line], usual: float) -> bool:
    """Say whether a run may be wrapped, raggedly or in two lines, given the ``usual`` width of wrapped text here."""
    if any(line.width > usual + 15 for line in run) or BULLET.match(text, run[0].start):
        return False
    opens = sum(_open(text, line) for line in run[:-1])
    if len(run) == 2:
        return opens == 1 and run[0].width >= usual * 0.7 and not BULLET.match(text, run[1].start)
    return opens >= (len(run) - 1) * _OPEN and median(line.width for line in run[:-1]) >= usual * 0.8


def _paragraphs(text: str, run: Sequence[_Line], *, by_blanks: bool) -> list[list[_Line]]:
    """Divide wrapped lines; ``by_blanks``: blank lines stand between paragraphs, so that few more are to be found."""
    width = max(line.width for line in run)
    out = [[run[0]]]
    for line, after in pairwise(run):
        is_open = _open(text, line)
        in_list = BULLET.match(text, out[-1][0].start) is not None
        indented = after.indent >= line.indent + 2 and not (in_list and len(out[-1]) == 1)
        short = not _full(text, line, after, int(width * (0.6 if by_blanks else 0.85)))
        bullet = BULLET.match(text, after.start) is not None and (short or not is_open or in_list)
        heading = short and is_open and line is run[0] and not text[after.start].islower()
        if indented or bullet or heading or (short and not is_open and not by_blanks):
            out.append([after])
        else:
            out[-1].append(after)
    return out
