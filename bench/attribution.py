"""Measure attribution against PolNeAR: is the cue found, is the source right, how well does the content overlap.

PolNeAR gives each word to at most one attribution, so of nested ones it has the outermost alone: a predicted
attribution whose cue lies in another's content is left out of the score. A cue is found where the head of ours lies
in a cue of theirs. The source is judged where they give one (a subject understood from before belongs there to the
attribution before); it is right where the heads of both, in our tree, are one word. Content is compared by letters
and digits, so that quote marks and spaces do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.score import Score, accuracy, f1
from dateline import language
from dateline.claim.attribution import Speech, SpeechIndex, find_speech
from dateline.claim.quote import paragraphs
from dateline.records import Passage, PassageKind, Reading, Report
from dateline.tree import Tree

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An attribution as annotated; ranges are character offsets, empty where it has no such part."""

    source: Ranges
    cue: Ranges
    content: Ranges


@dataclass(slots=True)
class Counts:
    """Counts over reports."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    sourced: int = 0
    sources: int = 0
    contents: float = 0.0


def read_gold(path: Path) -> list[Gold]:
    """Read a brat standoff file of PolNeAR."""
    spans: dict[str, Ranges] = {}
    out: list[Gold] = []
    lines = [line.partition("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    # An event may stand before the spans that it names.
    for name, _, rest in sorted(lines, key=lambda line: line[0][:1] != "T"):
        if name.startswith("T"):
            where = rest.split("\t")[0].partition(" ")[2]
            spans[name] = tuple((int(a), int(b)) for a, _, b in (x.partition(" ") for x in where.split(";")))
        elif name.startswith("E"):
            parts: dict[str, list[tuple[int, int]]] = {}
            for role in rest.split():
                kind, _, target = role.partition(":")
                parts.setdefault(re.sub(r"\d+$", "", kind), []).extend(spans[target])
            source, cue, content = (tuple(sorted(parts.get(k, []))) for k in ("Source", "Cue", "Content"))
            if cue:
                out.append(Gold(source=source, cue=cue, content=content))
    return out


def blank(text: str, name: str) -> Reading:
    """Return an unread report with a passage for each paragraph."""
    passages = tuple(Passage(kind=PassageKind.BODY, start=a, end=b) for a, b in paragraphs(text))
    return Reading(report=Report(id=name, text=text, language="en", passages=passages))


def pairs(folder: Path) -> Iterator[tuple[str, str, list[Gold]]]:
    """Yield name, text and gold of each report; where several people annotated one, the first of them."""
    annotations = sorted((folder / "attributions").glob("*.ann"))
    for text in sorted((folder / "text").glob("*.txt")):
        found = next((a for a in annotations if a.name.startswith(text.stem)), None)
        if found is not None:
            yield text.stem, text.read_bytes().decode("utf-8"), read_gold(found)


def outermost(speeches: Sequence[Speech]) -> list[Speech]:
    """Leave out what has no cue and what is said inside another's content; join what shares a cue."""
    index = SpeechIndex(speeches)
    out: list[Speech] = []
    for s in speeches:
        cue = s.attribution.cue
        if cue is None:
            continue
        around = [o for o in index.covering(cue.start, cue.end) if o.attribution.cue != cue]
        if not any(o.attribution.cue is not None for o in around):
            out.append(s)
    return out


def score(reading: Reading, gold: Iterable[Gold], total: Counts) -> Iterator[tuple[str, Gold | None, Speech | None]]:
    """Add a report's counts to ``total``; yield what was judged, for looking at."""
    trees = [Tree(s, i) for i, s in enumerate(reading.sentences)]
    text = reading.report.text
    by_cue: dict[int, list[Speech]] = {}
    for s in outermost(find_speech(reading, trees)):
        assert s.attribution.cue is not None
        at = trees[s.sentence].tokens[s.cue].start if s.cue is not None else s.attribution.cue.start
        by_cue.setdefault(at, []).append(s)
    total.predicted += len(by_cue)
    used: set[int] = set()
    for g in gold:
        total.gold += 1
        hits = [at for at in by_cue if at not in used and any(a <= at < b for a, b in g.cue)]
        if not hits:
            yield "missed", g, None
            continue
        used.add(hits[0])
        ours = by_cue[hits[0]]
        total.found += 1
        if g.source:
            total.sourced += 1
            if same_source(trees, ours[0], g):
                total.sources += 1
            else:
                yield "source", g, ours[0]
        f1 = overlap(text, g.content, [(c.start, c.end) for s in ours for c in s.attribution.content])
        total.contents += f1
        if f1 < 0.8:
            yield "content", g, ours[0]
        yield "found", g, ours[0]
    for at, ours in by_cue.items():
        if at not in used:
            yield "extra", None, ours[0]


def same_source(trees: Sequence[Tree], ours: Speech, gold: Gold) -> bool:
    """Say whether the source's heads are the same word, or both have none."""
    source = ours.attribution.source
    if source is None or not gold.source:
        return source is None and not gold.source
    if ours.cue is None or ours.source_head is None:
        return any(a <= source.start < b for a, b in gold.source)
    tree = trees[ours.sentence]
    inside = [i for i, t in enumerate(tree.tokens) if any(a <= t.start < b for a, b in gold.source)]
    theirs = next((i for i in inside if tree.tokens[i].head not in inside and tree.tokens[i].upos != "PUNCT"), None)
    if theirs is None:
        return False
    # PolNeAR marks "who" where we give the noun that it stands for.
    if tree.tokens[theirs].xpos in {"WP", "WDT"}:
        clause = next((j for j in (theirs, *tree.up(theirs)) if tree.is_rel(j, "acl:relcl")), None)
        theirs = theirs if clause is None else tree.tokens[clause].head
    return theirs == ours.source_head


def overlap(text: str, gold: Sequence[tuple[int, int]], ours: Sequence[tuple[int, int]]) -> float:
    """Return the F1 of letters and digits in the two sets of ranges."""
    a = {i for s, e in gold for i in range(s, e) if text[i].isalnum()}
    b = {i for s, e in ours for i in range(s, e) if text[i].isalnum()}
    return 2 * len(a & b) / max(1, len(a) + len(b))


def run(data: Path) -> dict[str, Score]:
    """Return the figures on PolNeAR dev: cue heads found, then source heads and content where the cue was."""
    cues: list[tuple[int, int, int]] = []
    sources: list[tuple[int, int]] = []
    contents: list[tuple[float, int]] = []
    for name, text, gold in pairs(data / "tune" / "polnear" / "dev"):
        total = Counts()
        for reading in language.parse([blank(text, name)]):
            for _ in score(reading, gold, total):
                pass
        cues.append((total.found, total.predicted, total.gold))
        sources.append((total.sources, total.sourced))
        contents.append((total.contents, total.found))
    return {
        "PolNeAR dev cue": f1(cues),
        "PolNeAR dev source where found": accuracy(sources),
        "PolNeAR dev content where found": accuracy(contents),
    }
