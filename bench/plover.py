"""Measure event types against the PLOVER sentences: source and target are given, is the root right?

A claim links source and target where one of its actors lies in (or over) the source span and one of its recipients,
places or things in the target span; AGREE, CONSULT, COOPERATE and SUPPORT may have it the other way round. Of several
claims the most confident is taken, one that is the content of another after its parent. ``coverage`` is the share of
sentences with such a claim. Where none links both, none is predicted, and the sentence counts against recall.
``loose`` takes, where nothing links both, the most confident claim that has the source as actor or the target as
recipient. Roots are the sixteen types, CONCEDE and RETREAT as one (YIELD). States are not roots.

The codebook has the intention to act as a type of its own, where dateline keeps the act with a status: what is
planned, promised or offered, or will be done, is AGREE if the act is cooperative and THREATEN if it is hostile; what is
threatened is THREATEN; a cooperative act that is not intended or is refused is REJECT. The sentences were coded by a
table from CAMEO, which has a conviction (116) with ACCUSE, where PLOVER 2.0 has it as a mode of SANCTION.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.score import Score, accuracy, macro_f1
from dateline import claim, language, mention
from dateline.records import Claim, ClaimKind, Participant, Passage, PassageKind, Polarity, Reading, Report, Status

_BOTH_WAYS = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
_YIELD = frozenset({"CONCEDE", "RETREAT"})
_INTENDED = frozenset({Status.PLANNED, Status.PROMISED, Status.OFFERED, Status.PREDICTED})
_FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
_TAGS = ("<s>", "</s>", "<t>", "</t>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence with its root and the spans of source and target."""

    name: str
    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a table whose marked sentences hold both tags."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            text, spans = _unmarked(line["marked_sentence"])
            if "s" in spans and "t" in spans:
                yield Row(
                    name=line["sentence_id"], text=text, source=spans["s"], target=spans["t"], root=line["gold_root"]
                )


def _unmarked(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the sentence without tags, and the span of each tag."""
    out, at = "", 0
    spans: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    while at < len(marked):
        tag = next((t for t in _TAGS if marked.startswith(t, at)), None)
        if tag is None:
            out += marked[at]
            at += 1
            continue
        name = tag.strip("</>")
        if tag.startswith("</"):
            spans.setdefault(name, (opened.pop(name, len(out)), len(out)))
        else:
            opened[name] = len(out)
        at += len(tag)
    return out, spans


def blank(row: Row) -> Reading:
    """Return a reading of one passage."""
    passages = (Passage(kind=PassageKind.BODY, start=0, end=len(row.text)),)
    return Reading(report=Report(id=row.name, text=row.text, language="en", passages=passages))


def coded(found: Iterable[Row]) -> Iterator[tuple[Row, Reading]]:
    """Yield each row with its reading, claims filled in."""
    kept = list(found)
    yield from zip(kept, claim.code(mention.find(language.parse(blank(row) for row in kept))), strict=True)


def linked(row: Row, reading: Reading, *, loose: bool = False) -> Claim | None:
    """Return the claim that links source and target, the surest of several; None if there is none."""
    found: list[tuple[float, Claim]] = []
    spans = _spans(reading)
    for c in reading.claims:
        if c.kind is not ClaimKind.EVENT:
            continue
        actors = [s for p in c.actors for s in spans(p)]
        ends = [s for p in c.recipients for s in spans(p)] + [(p.start, p.end) for p in (*c.places, *c.things)]
        out = _over(actors, row.source), _over(ends, row.target)
        back = _over(actors, row.target), _over(ends, row.source)
        sides = max((out, back) if c.type in _BOTH_WAYS else (out,), key=sum)
        if all(sides) or (loose and any(sides)):
            found.append((sum(sides) + c.confidence - 0.5 * (c.content_of is not None), c))
    return max(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def _spans(reading: Reading) -> Callable[[Participant], list[tuple[int, int]]]:
    """Return a function from a participant to its own span and those of the mentions that are the same thing."""
    by_id = {m.id: m for m in reading.mentions}
    chains: dict[str, list[tuple[int, int]]] = {}
    for m in reading.mentions:
        if m.chain is not None:
            chains.setdefault(m.chain, []).append((m.start, m.end))

    def spans(part: Participant) -> list[tuple[int, int]]:
        mention = by_id.get(part.mention or "")
        chain = mention.chain if mention is not None else None
        return [(part.start, part.end), *chains.get(chain or "", [])]

    return spans


def _over(some: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in some)


def root(found: Claim | None) -> str | None:
    """Return the root of a claim, in the codebook's terms; None for none."""
    if found is None:
        return None
    intended = found.status in _INTENDED or found.content_of is not None
    if found.polarity is Polarity.NEGATIVE and intended and found.type in _FRIENDLY:
        return "REJECT"
    if found.status in _INTENDED and found.type in _FRIENDLY:
        return "AGREE"
    if (found.status in _INTENDED or found.status is Status.THREATENED) and found.type in _HOSTILE:
        return "THREATEN"
    if (found.type, found.mode) == ("SANCTION", "convict"):
        return "ACCUSE"
    return "YIELD" if found.type in _YIELD else str(found.type)


def run(data: Path) -> dict[str, Score]:
    """Return the figures on ``tune/plover``: strict needs both ends in the claim, loose one of them."""
    done = list(coded(rows(data / "tune" / "plover" / "PLV_train.tsv")))
    out: dict[str, Score] = {}
    for name, loose in (("", False), (" loose", True)):
        pairs = [(row.root, root(linked(row, reading, loose=loose))) for row, reading in done]
        out[f"plover{name} macro-F1"] = macro_f1(pairs)
        out[f"plover{name} coverage"] = accuracy([(got is not None, 1) for _, got in pairs])
        out[f"plover{name} accuracy where linked"] = accuracy([(a == b, 1) for a, b in pairs if b is not None])
    return out
