"""Measure claims against IndiaPoliceEvents: what police did, by sentence and by document (Halterman et al. 2021).

The set asks of every sentence whether it says that police killed somebody (KILL), arrested somebody (ARREST), failed to
act (FAIL) or used force (FORCE). A sentence is read inside its document, since "they were held" needs its context, and
is taken to say so where a claim that is positive, happened or goes on, and whose trigger lies in it, is

- KILL: an ASSAULT of police that kills (a killed quantity, or a sense of killing); a killing by nobody named counts
  where the same sentence tells of police using force, where the dead are militants, or where another sentence of the
  document says that police killed as many,
- ARREST: COERCE in the mode ``arrest`` by whoever is no rebel or gang, or a booking (in the set's English somebody is
  booked who is taken in),
- FAIL: REJECT in the mode ``assist`` by police or a government; or a negative AID, COERCE or ASSAULT of police ("did
  not stop the mob"),
- FORCE: an ASSAULT of police, or one in the mode ``crowd-control``.

Police is who has the sector COP, MIL or SPY, or is told by a noun of the classes ``police`` and ``armed`` that are
forces of the state. What is asked, planned or feared is no such report; the annotators wavered there. The texts are in
lower case, with broken quotation marks, as the set has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from bench.score import Score, accuracy, f1, macro_of_counts
from dateline import claim, language, mention
from dateline.lexicon import predicates
from dateline.records import Claim, ClaimType, Participant, Passage, PassageKind, Polarity, Reading, Report, Status

LABELS = ("KILL", "ARREST", "FAIL", "FORCE")
_STATE = frozenset({"COP", "MIL", "SPY", "GOV"})
_MILITANTS = frozenset("militant terrorist extremist gunman attacker insurgent naxalite dacoit ultra".split())
_POLICE = frozenset({"COP", "MIL", "SPY"})
_OTHERS = frozenset({"REB", "CRM", "UAF", "RAD"})
_FORCES = frozenset(
    "police policeman policewoman constable officer cop rpf grp crpf bsf jawan trooper troop soldier army sentry "
    "commando inspector constabulary force guard paramilitary sho sp dgp dig".split()
)
_REAL = frozenset({Status.HAPPENED, Status.ONGOING})
_KILLING = frozenset({"kill", "shoot", "murder", "slay", "die", "gun", "death", "killing", "encounter", "massacre"})


class Sentence(TypedDict):
    """A row of ``sents.jsonl``."""

    doc_id: int
    sent_id: int
    sent_labels: list[str]
    sent_text: str


class Document(TypedDict):
    """A row of ``docs.jsonl``."""

    doc_id: int
    doc_text: str
    doc_labels: list[str]


def documents(folder: Path) -> Iterator[tuple[Document, list[tuple[int, int, Sentence]]]]:
    """Yield each document with its sentences and where they stand in its text."""
    sentences: dict[int, list[Sentence]] = {}
    for line in (folder / "sents.jsonl").read_text(encoding="utf-8").splitlines():
        row: Sentence = json.loads(line)
        sentences.setdefault(row["doc_id"], []).append(row)
    for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        document: Document = json.loads(line)
        at, found = 0, []
        for row in sorted(sentences.get(document["doc_id"], []), key=lambda row: row["sent_id"]):
            start = document["doc_text"].find(row["sent_text"], at)
            if start < 0:  # a sentence that the set tells out of order
                start = document["doc_text"].index(row["sent_text"])
            found.append((start, start + len(row["sent_text"]), row))
            at = start
        yield document, found


def read(documents_: list[Document]) -> list[Reading]:
    """Return a reading a document, claims filled in."""
    blank = []
    for document in documents_:
        text = document["doc_text"]
        passages, at = [], 0
        for part in text.split("\n\n"):
            if part:
                passages.append(Passage(kind=PassageKind.BODY, start=at, end=at + len(part)))
            at += len(part) + 2
        report = Report(id=str(document["doc_id"]), text=text, language="en", passages=tuple(passages))
        blank.append(Reading(report=report))
    return list(claim.code(mention.find(language.parse(blank))))


def _is_police(part: Participant) -> bool:
    return part.sector in _POLICE or bool(_FORCES & set(part.text.lower().replace("'", " ").split()))


def _is_militant(part: Participant) -> bool:
    return part.sector in _OTHERS or any(word.rstrip("s") in _MILITANTS for word in part.text.lower().split())


def _kills(c: Claim) -> bool:
    """Say whether a claim tells of a killing: by its number, its word, or what the word's number counts."""
    lemma = (c.made_by.rule or "..").split(".")[1].split("-")[0]
    sense = predicates.load().by_id.get(c.made_by.rule or "")
    counted = any(q.role == "killed" for q in c.quantities)
    return counted or (lemma in _KILLING and lemma != "shoot") or (sense is not None and sense.quantity == "killed")


def by_sentence(spans: list[tuple[int, int]], claims: tuple[Claim, ...]) -> list[set[str]]:
    """Return what the claims of a document say that police did, for each of its sentences."""
    inside = [[c for c in claims if start <= c.trigger.start < end] for start, end in spans]
    out = [set().union(*(labels(c) for c in some)) for some in inside]
    tolls = {q.low for c in claims if "KILL" in labels(c) for q in c.quantities if q.role == "killed"}
    for said, some in zip(out, inside, strict=True):
        open_ = [c for c in some if c.type is ClaimType.ASSAULT and not c.actors and _kills(c) and c.status in _REAL]
        same = any(q.role == "killed" and q.low in tolls and q.low > 1 for c in open_ for q in c.quantities)
        if open_ and ("FORCE" in said or same):
            said |= {"FORCE", "KILL"}
    return out


def labels(c: Claim) -> set[str]:
    """Return what a claim says that police did."""
    police = any(_is_police(p) for p in c.actors)
    if c.status not in _REAL:
        return set()
    if c.polarity is Polarity.NEGATIVE:
        return {"FAIL"} if police and c.type in {ClaimType.AID, ClaimType.COERCE, ClaimType.ASSAULT} else set()
    out = set()
    if c.type is ClaimType.ASSAULT and (police or c.mode == "crowd-control"):
        out |= {"FORCE", "KILL"} if _kills(c) else {"FORCE"}
    if c.type is ClaimType.ASSAULT and not c.actors and _kills(c) and any(_is_militant(p) for p in c.recipients):
        out |= {"FORCE", "KILL"}
    booked = (c.made_by.rule or "").startswith("ACCUSE.book.")
    if booked or (c.type is ClaimType.COERCE and c.mode == "arrest" and not any(p.sector in _OTHERS for p in c.actors)):
        out.add("ARREST")
    if c.type is ClaimType.REJECT and c.mode == "assist" and (police or any(p.sector in _STATE for p in c.actors)):
        out.add("FAIL")
    return out


def run(data: Path) -> dict[str, Score]:
    """Return F1 and recall by label on the sentences, and recall on the documents, of ``tune/india_police``."""
    pairs = list(documents(data / "tune" / "india_police"))
    units: dict[str, list[tuple[int, int, int]]] = {label: [] for label in LABELS}
    whole: dict[str, list[tuple[bool, int]]] = {label: [] for label in LABELS}
    for (_, sentences), reading in zip(pairs, read([d for d, _ in pairs]), strict=True):
        found = by_sentence([(start, end) for start, end, _ in sentences], reading.claims)
        for label in LABELS:
            gold = [label in row["sent_labels"] for _, _, row in sentences]
            got = [label in some for some in found]
            units[label].append((sum(a and b for a, b in zip(gold, got, strict=True)), sum(got), sum(gold)))
            if any(gold):
                whole[label].append((any(got), 1))
    out = {f"India {label} by sentence": f1(units[label]) for label in LABELS}
    rows = [[n for label in LABELS for n in (r[label][0], r[label][2], r[label][1])] for r in _by_document(units)]
    out["India macro-F1"] = macro_of_counts(rows)
    for label in ("KILL", "ARREST"):
        out[f"India {label} recall by sentence"] = accuracy([(right, gold) for right, _, gold in units[label]])
        out[f"India {label} recall by document"] = accuracy(whole[label])
    return out


def _by_document(units: dict[str, list[tuple[int, int, int]]]) -> Iterator[dict[str, tuple[int, int, int]]]:
    for row in zip(*units.values(), strict=True):
        yield dict(zip(units, row, strict=True))
