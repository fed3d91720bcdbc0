"""Where, when and how many: a sentence, and what its claims say of it."""

from __future__ import annotations

from claim.staging import Row, coded, each, entry


@each("place")
def test_places(row: Row) -> None:
    claim = coded(row.tree, row.mentions).claims[0]
    assert tuple(p.name for p in claim.places) == row.expected
    assert not {p.name for p in claim.recipients} & set(row.expected)


@each("time")
def test_times(row: Row) -> None:
    claims = coded(row.tree, row.mentions).claims
    got = ["/".join(t.value or "?" for t in claim.times) or "-" for claim in claims]
    assert tuple(got[: len(row.expected)]) == row.expected


@each("quantity")
def test_quantities(row: Row) -> None:
    claim = coded(row.tree, row.mentions).claims[0]
    got = tuple(f"{q.role} {q.low:g}{' ' + q.unit if q.unit else ''}" for q in claim.quantities)
    assert got == row.expected


def test_the_place_of_a_share_is_what_it_is_a_share_of() -> None:
    row = entry("quantity", "a share of a place")
    assert [p.name for p in coded(row.tree, row.mentions).claims[0].places] == ["Kesra"]
