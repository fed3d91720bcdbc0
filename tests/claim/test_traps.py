"""Short traps: negations, conditions, averted things, quotes in quotes: what must come of each, and what must not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from dateline import api
from dateline.claim.attribution import UNNAMED
from dateline.records import Claim

TABLE = Path(__file__).parent / "tables" / "traps.txt"
LIMITS = Path(__file__).parents[2] / "docs" / "limits.md"
_CHECK = re.compile(r"(?P<word>[^=#]+?)(?:#(?P<nth>\d+))? = (?P<outcomes>[^\[]+?)(?: \[(?P<chain>[^\]]*)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One word of a sentence: the outcomes that are right, and the chain where it is told (None: any)."""

    word: str
    nth: int
    outcomes: tuple[str, ...]
    chain: tuple[tuple[str, ...], ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    sentence: str
    checks: tuple[Check, ...]
    limit: bool


def _check(text: str) -> Check:
    found = _CHECK.fullmatch(text.strip())
    assert found is not None, f"{TABLE.name}: {text!r} is no check"
    chain = found["chain"]
    links = None if chain is None else tuple(tuple(n.split("/")) for n in chain.split(" < ") if n)
    return Check(
        word=found["word"], nth=int(found["nth"] or 1), outcomes=tuple(found["outcomes"].split("/")), chain=links
    )


@cache
def traps() -> tuple[Trap, ...]:
    out: list[Trap] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "==")):
            continue
        sentence, _, rest = line.partition(" => ")
        limit = rest.startswith("~ ")
        out.append(
            Trap(sentence=sentence, checks=tuple(_check(c) for c in rest.removeprefix("~ ").split(";")), limit=limit)
        )
    return tuple(out)


def told(claim: Claim) -> str:
    return f"{'not ' if claim.polarity == 'negative' else ''}{claim.status}"


def _named(claim: Claim, chain: tuple[tuple[str, ...], ...]) -> bool:
    def one(names: tuple[str, ...], said: str, text: str) -> bool:
        if names == ("?",):
            return said == UNNAMED
        return any(re.search(rf"\b{re.escape(n)}$", s, re.IGNORECASE) for n in names for s in (said, text))

    links = claim.attribution
    return len(links) == len(chain) and all(one(n, s.name, s.text) for n, s in zip(chain, links, strict=True))


def wrong(trap: Trap) -> list[str]:
    """Return what is not as the table says, a line a check."""
    claims = api.read_text(trap.sentence, published="2024-05-10").claims
    out: list[str] = []
    for check in trap.checks:
        found = [*re.finditer(rf"\b{re.escape(check.word)}\b", trap.sentence, re.IGNORECASE)]
        assert len(found) >= check.nth, f"{trap.sentence!r} has no {check.word!r}"
        at = found[check.nth - 1]
        ours = [c for c in claims if c.trigger.start < at.end() and at.start() < c.trigger.end]
        outcomes = {told(c) for c in ours} or {"none"}
        if not outcomes <= {*check.outcomes}:
            out.append(f"{check.word}: {' and '.join(sorted(outcomes))}, not {'/'.join(check.outcomes)}")
        elif check.chain is not None and not all(_named(c, check.chain) for c in ours):
            out.append(f"{check.word}: said by {[[s.name for s in c.attribution] for c in ours]}, not {check.chain}")
    return out


@pytest.mark.parametrize("trap", [pytest.param(t, id=t.sentence) for t in traps() if not t.limit])
def test_a_trap_is_not_fallen_into(trap: Trap) -> None:
    assert wrong(trap) == []


@pytest.mark.parametrize("trap", [pytest.param(t, id=t.sentence) for t in traps() if t.limit])
def test_a_known_limit_is_one_still_and_is_told(trap: Trap) -> None:
    assert wrong(trap) != [], "it is right now: take the ~ from its line, and the line from docs/limits.md"
    assert trap.sentence in LIMITS.read_text(encoding="utf-8")


def test_at_least_93_in_100_are_as_expected() -> None:
    assert len(traps()) >= 150
    assert sum(not t.limit for t in traps()) / len(traps()) >= 0.93
