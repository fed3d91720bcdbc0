"""How many: whole sentences through the shipped model, and every quantity of their claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import api
from dateline.records import Quantity

TABLE = Path(__file__).parent / "tables" / "how_many.txt"


def rows(*, reached: bool) -> list[tuple[str, list[str]]]:
    """Return the sentences of the table with what is expected; those not reached yet stand after a "?"."""
    out: list[tuple[str, list[str]]] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        sentence, bar, expected = line.partition("|")
        if not bar or line.startswith("#") or sentence.startswith("? ") is reached:
            continue
        out.append((sentence.removeprefix("? ").strip(), sorted(x.strip() for x in expected.split(";") if x.strip())))
    return out


def number(low: float, high: float | None) -> str:
    """Write a number as the table does: 12, 12.. (or more), ..12 (at most), 10..12."""
    if low == high:
        return f"{low:.12g}"
    first = f"{low:.12g}" if low or high is None else ""
    return f"{first}..{'' if high is None else format(high, '.12g')}"


def told(sentence: str) -> list[str]:
    reading = api.read_text(sentence, published="2021-07-16")
    counted = {(m.start, m.end): m.resolved.counted for m in reading.mentions if isinstance(m.resolved, Quantity)}
    return sorted(
        {
            f"{q.role} {number(q.low, q.high)} {q.unit or counted.get((q.start, q.end)) or '-'}"
            for c in reading.claims
            for q in c.quantities
        }
    )


@pytest.mark.parametrize(("sentence", "expected"), rows(reached=True))
def test_sentence_tells_how_many(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(("sentence", "expected"), rows(reached=False))
@pytest.mark.xfail(strict=True, reason="not reached yet")
def test_sentence_will_tell_how_many(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


def test_the_table_is_large_enough_to_say_something() -> None:
    assert len(rows(reached=True)) >= 80
