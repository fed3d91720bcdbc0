"""Errors that an audit found (``bench/audit``), a general cause a row, read with the shipped lexicon on fixed trees."""

from __future__ import annotations

from claim.staging import Row, each, lines, stage
from dateline.claim.coder import read
from dateline.lexicon import predicates


@each("audit")
def test_claims(row: Row) -> None:
    reading = read(stage(row.tree, row.mentions), predicates.load())
    assert tuple(lines(reading)) == tuple(line for line in row.expected if line)
