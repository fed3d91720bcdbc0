"""What goes where on the page: claims under the sentences that carry them, repeats folded, in four sections."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from dateline.api import Attribution, Claim, ClaimType, Issue, Reading, Speaker, Status

_HAPPENED = frozenset({Status.HAPPENED, Status.ONGOING})
_WANTED = frozenset({Status.DEMANDED, Status.OFFERED, Status.PROMISED, Status.THREATENED, Status.ORDERED})


class Section(Enum):
    """The sections of claims, in the order of the page; values are their headings."""

    HAPPENED = "What happened, and who says so"
    DENIED = "Who denies or rejects what"
    WANTED = "Demanded, offered, promised, threatened or ordered"
    AHEAD = "Planned, expected, possible or feared"


@dataclass(frozen=True, slots=True)
class Line:
    """A claim on the page: ``depth`` steps under the claim whose content it is."""

    claim: Claim
    depth: int


@dataclass(frozen=True, slots=True)
class Said:
    """Claims of one sentence that one chain of speakers makes, innermost first; () is the report itself."""

    speakers: tuple[Speaker, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence with its claims. ``kind`` is that of its passage, ``again`` those of the passages that repeat it."""

    start: int
    end: int
    kind: str
    again: tuple[str, ...]
    said: tuple[Said, ...]


_DATE = "intake.date"
"""Code of the issue that tells how a report was dated."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Issues of one code: their messages in order, each with the words that it is about, or None."""

    code: str
    issues: tuple[tuple[str, str | None], ...]


def sections(reading: Reading) -> dict[Section, tuple[Entry, ...]]:
    """Arrange the claims of a reading; a section without any is left out."""
    folded = _folded(reading)
    again: dict[str, list[str]] = {}
    for copy, original in folded.items():
        again.setdefault(original, []).append(copy)
    kinds = {claim.id: _kind(reading, claim.trigger.start) for claim in reading.claims}
    kept = [claim for claim in reading.claims if claim.id not in folded]
    out: dict[Section, tuple[Entry, ...]] = {}
    trees = _trees(kept)
    for section in Section:
        entries: dict[tuple[int, int], list[list[Line]]] = {}
        for tree in trees:
            if _section(tree) is section:
                evidence = tree[0].claim.evidence
                entries.setdefault((evidence.start, evidence.end), []).append(tree)
        if entries:
            out[section] = tuple(
                Entry(
                    start=start,
                    end=end,
                    kind=kinds[found[0][0].claim.id],
                    again=tuple(
                        dict.fromkeys(
                            kinds[copy] for tree in found for line in tree for copy in again.get(line.claim.id, ())
                        )
                    ),
                    said=_said(line for tree in found for line in tree),
                )
                for (start, end), found in sorted(entries.items(), key=lambda item: item[0])
            )
    return out


def dated(reading: Reading) -> str | None:
    """Return when the report was published and how that was found, where intake found it; None where it was given."""
    if reading.report.published is None:
        return None
    return next((issue.message for issue in reading.issues if issue.code == _DATE), None)


def unresolved(reading: Reading) -> tuple[Unresolved, ...]:
    """Group the issues by code, in order of first appearance; how the report was dated is none where it was."""
    groups: dict[str, list[tuple[str, str | None]]] = {}
    for issue in reading.issues:
        if issue.code == _DATE and reading.report.published is not None:
            continue
        groups.setdefault(issue.code, []).append((issue.message, _words(reading, issue)))
    return tuple(Unresolved(code, tuple(found)) for code, found in groups.items())


def uncoded(reading: Reading) -> dict[str, int]:
    """Count, by source, the statements in which no claim was coded; "" stands for a source that is not told."""
    triggers = sorted(claim.trigger.start for claim in reading.claims)
    out: dict[str, int] = {}
    for attribution in reading.attributions:
        coded = any(bisect_left(triggers, s.start) < bisect_left(triggers, s.end) for s in attribution.content)
        if not coded:
            name = _source(reading, attribution)
            out[name] = out.get(name, 0) + 1
    return dict(sorted(out.items(), key=lambda item: (-item[1], item[0])))


def _folded(reading: Reading) -> dict[str, str]:
    """Map each claim of a passage that repeats another to the same claim there; one without such stays."""
    passages = reading.report.passages
    originals: dict[tuple[int, str, str | None, str], str] = {}
    for claim in reading.claims:
        at = _passage(reading, claim.trigger.start)
        if at is not None:
            originals.setdefault((at, claim.type, claim.mode, claim.trigger.text.lower()), claim.id)
    out: dict[str, str] = {}
    for claim in reading.claims:
        at = _passage(reading, claim.trigger.start)
        repeated = passages[at].repeats if at is not None else None
        if repeated is not None:
            original = originals.get((repeated, claim.type, claim.mode, claim.trigger.text.lower()))
            if original is not None:
                out[claim.id] = original
    return out


def _trees(claims: Sequence[Claim]) -> list[list[Line]]:
    """Put claims under the claim whose content they are; each tree is a list, the root first."""
    known = {claim.id for claim in claims}
    kids: dict[str, list[Claim]] = {}
    roots: list[Claim] = []
    for claim in claims:
        if claim.content_of in known and claim.content_of != claim.id:
            kids.setdefault(claim.content_of or "", []).append(claim)
        else:
            roots.append(claim)
    out: list[list[Line]] = []
    seen: set[str] = set()
    for root in (*roots, *claims):  # all of them, so that claims that point at each other are shown too
        tree: list[Line] = []
        todo = [Line(root, 0)]
        while todo:
            line = todo.pop()
            if line.claim.id in seen:
                continue
            seen.add(line.claim.id)
            tree.append(line)
            todo.extend(Line(kid, line.depth + 1) for kid in reversed(kids.get(line.claim.id, [])))
        if tree:
            out.append(tree)
    return out


def _section(tree: Sequence[Line]) -> Section:
    root = tree[0].claim
    if root.denies or (root.type is ClaimType.REJECT and root.status in _HAPPENED):
        return Section.DENIED
    # A demand happens, but what the reader looks for under it is what is demanded.
    status = next((line.claim.status for line in tree if line.claim.status not in _HAPPENED), None)
    if status is None:
        return Section.HAPPENED
    return Section.WANTED if status in _WANTED else Section.AHEAD


def _said(lines: Iterable[Line]) -> tuple[Said, ...]:
    """Group lines by who says so; content stays under the claim that it belongs to."""
    out: list[Said] = []
    for line in lines:
        speakers = line.claim.attribution
        key = [s.start for s in speakers]
        if out and (line.depth or [s.start for s in out[-1].speakers] == key):
            out[-1] = Said(out[-1].speakers, (*out[-1].lines, line))
        else:
            out.append(Said(speakers, (line,)))
    return tuple(out)


def _passage(reading: Reading, at: int) -> int | None:
    passages = reading.report.passages
    index = bisect_right(passages, at, key=lambda passage: passage.start) - 1
    return index if index >= 0 and at < passages[index].end else None


def _kind(reading: Reading, at: int) -> str:
    index = _passage(reading, at)
    return "body" if index is None else str(reading.report.passages[index].kind)


def _words(reading: Reading, issue: Issue) -> str | None:
    if issue.start is None or issue.end is None or issue.end - issue.start > 80:
        return None
    return reading.report.text[issue.start : issue.end] or None


def _source(reading: Reading, attribution: Attribution) -> str:
    source = attribution.source
    if source is None:
        return ""
    for mention in reading.mentions:
        if mention.id == source.mention:
            return getattr(mention.resolved, "name", None) or mention.text
    return source.text
