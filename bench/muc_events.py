"""Measure which claims of one report are put together, by the templates of MUC messages that tell of several incidents.

A claim of force or constraint is an incident's if a head noun of whom or what it is done to, else of who does it, is
among the fillers of that template's slots and of no other's (``bench.muc``). Of the claims of a message that are so
placed, all pairs of one type are counted: those of one template should be of one event, others of two. Claims that no
template tells apart count neither way. Weights for pairs within a report were set by hand in sight of such pairs of the
development messages; TST1 and TST2, which are scored, were looked at in part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from bench.ecbplus import partition
from bench.fortnight_events import told
from bench.muc import TEST, head, read
from bench.muc_keys import Incident, keys, messages
from bench.score import Score, accuracy, f1
from dateline.records import Claim, ClaimType, Reading

TYPES = frozenset({ClaimType.ASSAULT, ClaimType.COERCE})
STRUCK = ("human target", "physical target")
BY = ("perpetrator individual", "perpetrator organization")


def incident_of(claim: Claim, incidents: Sequence[Incident]) -> int | None:
    """Return the only incident that a claim can be of, None where there is none or several."""
    struck = {head(text) for party in claim.recipients for text in (party.text, party.name)}
    struck |= {head(thing.text) for thing in claim.things if thing.role != "instrument"}
    by = {head(text) for party in claim.actors for text in (party.text, party.name)}
    for mine, roles in ((struck, STRUCK), (by, BY)):
        found = [i for i, incident in enumerate(incidents) if mine & _heads(incident, roles)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _heads(incident: Incident, roles: Sequence[str]) -> set[str]:
    return {head(text) for role in roles for filler in incident.roles[role] for text in filler.strings | filler.titles}


def score(done: Sequence[tuple[Reading, Sequence[Incident]]]) -> dict[str, Score]:
    """Score the pairs of each message."""
    counts = []
    kept = list[tuple[float, int]]()
    for reading, incidents in done:
        event_of: Mapping[object, object] = partition(told([reading]), house=True)
        placed = [
            (claim, at)
            for claim in reading.claims
            if claim.type in TYPES and (at := incident_of(claim, incidents)) is not None
        ]
        right = given = wanted = 0
        for (one, at), (other, there) in combinations(placed, 2):
            if one.type is not other.type:
                continue
            joined = event_of[one.id] == event_of[other.id]
            right += joined and at == there
            given += joined
            wanted += at == there
            if at != there:
                kept.append((float(not joined), 1))
        counts.append((right, given, wanted))
    return {"pairs within a report": f1(counts), "two incidents, kept apart": accuracy(kept)}


def run(data: Path) -> dict[str, Score]:
    """Score the messages of TST1 and TST2 that have more than one template."""
    folder = data / "tune" / "muc"
    done: list[tuple[Reading, Sequence[Incident]]] = []
    for text, key in TEST:
        wanted = keys(folder / key)
        several = [m for m in messages(folder / text) if len(wanted[m.name]) > 1]
        done += [(reading, wanted[message.name]) for message, reading in read(several)]
    return score(done)
