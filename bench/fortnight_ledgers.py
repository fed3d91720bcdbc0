"""Ledgers of the example fortnight: our rows, from our own claims, events and origins, against the gold rows.

A row is right where place, party, state and dates are those of a gold row; one gold row makes one of ours right. Rows
that the gold calls optional count neither way, nor do rows on who left a place, meetings to come (they are in the
outlook) and those on killed and injured, which the gold has among its events. What is matched how, ledger by ledger,
stands at the head of each method below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

from bench.score import Score, accuracy, f1
from dateline import api
from dateline.event import Account, EventParty
from dateline.ledger import (
    AccessRow,
    CasualtyRow,
    ControlRow,
    ControlState,
    LedgerRow,
    Ledgers,
    NegotiationRow,
    OutlookRow,
    RuleRow,
    Step,
    StepKind,
)
from dateline.records import Reading
from dateline.resolve import about, block_keys, clusters, find_origins, judge, prepare
from dateline.resolve.ledger import ledgers
from tests.fortnight import story

Gold: TypeAlias = Mapping[str, object]
_Mine = TypeVar("_Mine")
TODAY = "2031-09-14"
AT = "2031-09-15T00:00:00Z"
STATE = frozenset({"GOV", "MIL", "COP", "LEG"})
ARMED = frozenset({"REB", "UAF", "RAD", "INS"})
_TAKEN = frozenset({"held", "captured", "detained"})


def run(data: Path) -> dict[str, Score]:
    """Score each ledger."""
    told = Fortnight()
    out: dict[str, Score] = {}
    for name, pairs in told.matched().items():
        out[f"{name}"] = f1(pairs)
    out["outlook: outcome right of found"] = accuracy([(right, 1) for right in told.outcomes()])
    return out


class Fortnight:
    """Our ledgers of the fortnight, and the gold."""

    def __init__(self) -> None:
        self.gold = story.gold()
        self.texts = story.reports()
        readings = [reading for reading in api.read(story.REPORTS) if isinstance(reading, Reading)]
        self.accounts = accounts(readings)
        self.of = {account.claim.id: account for account in self.accounts}
        self.ledgers = derive(readings, self.accounts)

    def matched(self) -> dict[str, list[tuple[int, int, int]]]:
        """Return (right, ours, gold) of each ledger, row by row, for a bootstrap over rows."""
        held, gold = self.ledgers, self.gold
        steps = [(row, step) for row in held.negotiations for step in row.steps if not step.to_come]
        people = [row for row in held.casualties if row.what not in {"killed", "injured", "casualties", "displaced"}]
        return {
            "control": self._match(
                gold["control"], [r for r in held.control if r.state is not ControlState.LOST], self.control
            ),
            "access": self._match(gold["access"], held.access, access),
            "negotiation steps": self._match(gold["negotiation"][0]["steps"], steps, step_right),
            "rules": self._match(gold["rule"], held.rules, self.rule),
            "outlook": self._match(gold["outlook"], held.outlook, self.outlook),
            "people": self._match(gold["people"], people, self.people),
        }

    def pairs(
        self, golds: Sequence[Gold], ours: Sequence[_Mine], fits: Callable[[Gold, _Mine], bool]
    ) -> dict[int, int]:
        """Pair gold rows with ours, one to one, the largest pairing there is."""
        options = [[j for j, mine in enumerate(ours) if fits(row, mine)] for row in golds]
        for row, found in zip(golds, options, strict=True):
            found.sort(key=lambda j: getattr(ours[j], "outcome", None) != row.get("outcome"))
        taken: dict[int, int] = {}

        def find(i: int, seen: set[int]) -> bool:
            for j in options[i]:
                if j not in seen:
                    seen.add(j)
                    if j not in taken or find(taken[j], seen):
                        taken[j] = i
                        return True
            return False

        for i in range(len(golds)):
            find(i, set())
        return {i: j for j, i in taken.items()}

    def _match(
        self, golds: Sequence[Gold], ours: Sequence[_Mine], fits: Callable[[Gold, _Mine], bool]
    ) -> list[tuple[int, int, int]]:
        asked = [row for row in golds if not row.get("optional")]
        pairs = self.pairs(asked, ours, fits)
        free = [row for row in golds if row.get("optional")]
        spare = {j for j, mine in enumerate(ours) if j not in pairs.values() and any(fits(row, mine) for row in free)}
        out = [(int(i in pairs), int(i in pairs), 1) for i in range(len(asked))]
        return out + [(0, 1, 0) for j in range(len(ours)) if j not in pairs.values() and j not in spare]

    def outcomes(self) -> list[bool]:
        """Say of each gold row of the outlook that is found whether its outcome is right."""
        rows = [row for row in self.gold["outlook"] if not row.get("optional")]
        found = self.pairs(rows, self.ledgers.outlook, self.outlook)
        return [rows[i]["outcome"] == self.ledgers.outlook[j].outcome for i, j in sorted(found.items())]

    def touches(self, gold: Gold, claims: Iterable[str]) -> bool:
        """Say whether a claim of ours has its trigger in the words on which a gold row rests."""
        spans = [story.find(mention, self.texts) for mention in _strings(gold["evidence"])]
        for claim in claims:
            account = self.of[claim]
            trigger = account.claim.trigger
            for span in spans:
                if span.report == account.source_id and trigger.start < span.end and span.start < trigger.end:
                    return True
        return False

    def control(self, gold: Gold, row: ControlRow) -> bool:
        """Place, side of the holder and state; since where the gold has it; the percentage of a share."""
        if row.place != gold["place"] or row.state != gold["state"]:
            return False
        if gold["holder"] == "both":
            return row.holder is None and self.touches(gold, row.claims)
        if row.holder is None or not _on_side(str(gold["holder"]), [row.holder]):
            return False
        if "percent" in gold:
            return row.low == gold["percent"]
        return not gold["since"] or row.since == gold["since"]

    def rule(self, gold: Gold, row: RuleRow) -> bool:
        """On the same words; since (else the day it was first told) and until as in the gold, lifted where it is."""
        if not self.touches(gold, row.claims) or (row.place or gold["place"]) != gold["place"]:
            return False
        return (
            (row.since or row.first_day) == gold["since"]
            and row.until == gold.get("until")
            and row.lifted == ("until" in gold)
        )

    def outlook(self, gold: Gold, row: OutlookRow) -> bool:
        """On the same words, for the same day."""
        return self.touches(gold, row.claims) and (row.due or "") == gold["due"]

    def people(self, gold: Gold, row: CasualtyRow) -> bool:
        """On the same words; the same sort of thing, and the same lowest and highest figure."""
        what = row.what if row.what not in _TAKEN else "held"
        asked = gold["what"] if gold["what"] not in _TAKEN else "held"
        return what == asked and self.touches(gold, row.claims) and (row.low, row.high) == (gold["low"], gold["high"])


def access(gold: Gold, row: AccessRow) -> bool:
    """Place and state; since where the gold has it without a note."""
    if str(gold["place"]) not in (row.place or "") or row.state != gold["state"]:
        return False
    road = {"highway": "road"}
    if road.get(row.what.split()[-1], row.what.split()[-1]) != gold["what"]:
        return False
    return "since_note" in gold or row.since == gold["since"]


def step_right(gold: Gold, mine: tuple[NegotiationRow, Step]) -> bool:
    """A step of the negotiation between the two: kind, day give or take one, and whose it is."""
    row, step = mine
    if not _on_side("government", row.sides) or not _on_side("Highland Liberation Front", row.sides):
        return False
    if any(side.country is not None for side in row.sides):
        return False
    if step.kind != gold["kind"] or step.to_come:
        return False
    if step.kind is not StepKind.TERM and not _near(step.day, str(gold["date"])):
        return False
    return gold["party"] == "both" or not step.by or _on_side(str(gold["party"]), step.by)


def _near(one: str | None, other: str) -> bool:
    if one is None or len(one) < 10:
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other)).days) <= 1


def _on_side(name: str, found: Iterable[EventParty]) -> bool:
    sectors = STATE if name == "government" else ARMED
    return any(party.sector in sectors or (name != "government" and party.name in {name, "HLF"}) for party in found)


def _strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def accounts(readings: Sequence[Reading]) -> list[Account]:
    """Make the accounts of readings in order."""
    pairs = [(reading.report, claim) for reading in readings for claim in reading.claims]
    return [
        Account(
            claim=claim,
            report=report.id,
            source_id=report.source_id,
            outlet=report.outlet,
            published=report.published,
            order=order,
        )
        for order, (report, claim) in enumerate(pairs)
    ]


def derive(readings: Sequence[Reading], held: Sequence[Account], today: str = TODAY) -> Ledgers:
    """Make the ledgers, with our own events and origins."""
    words = {reading.report.id: about(reading.report.text) for reading in readings}
    told = [prepare(account, about=words[account.report]) for account in held]
    blocks: dict[str, list[int]] = {}
    for i, one in enumerate(told):
        for key in block_keys(one):
            blocks.setdefault(key, []).append(i)
    pairs = {(i, j) for block in blocks.values() for i in block for j in block if i < j}
    found = [judge(told[i], told[j], at=AT) for i, j in sorted(pairs)]
    groups = clusters(told, [one for one in found if one is not None])
    event_of = {claim: group[0] for group in groups for claim in group}
    origin_of: dict[str, list[str]] = {}
    for origin in find_origins([reading.report for reading in readings]):
        for report in origin.reports:
            origin_of.setdefault(report, []).append(origin.id)
    return ledgers(held, events={}, event_of=event_of, origins=origin_of, today=today)


def rows(held: Ledgers) -> Iterable[LedgerRow]:
    """Yield all rows."""
    for name in ("control", "access", "negotiations", "rules", "outlook", "casualties"):
        yield from getattr(held, name)
