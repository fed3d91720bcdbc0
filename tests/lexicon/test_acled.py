"""The tables for ACLED, and the base map."""

from __future__ import annotations

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import acled, basemap, countries
from dateline.records import ClaimType


def test_every_type_has_its_kind_of_disorder() -> None:
    tables = acled.load()
    kinds = {kind.event_type for kind in (*tables.kinds.values(), *tables.force.values())}
    assert kinds <= tables.disorder.keys()
    assert {type for type, _ in tables.kinds} >= {ClaimType.ASSAULT, ClaimType.PROTEST, ClaimType.COERCE}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[PROTEST]", "[MARCH]", "'MARCH' is no type"),
        ("riot =", "dance =", "PROTEST has no mode 'dance'"),
        ('GOV = "State', 'XYZ = "State', "'XYZ', which is no sector"),
        ('["Riots", "Violent', '["Fights", "Violent', "PROTEST.riot is"),
        ("armed = ", "weapons = ", "give it armed, civilians, overtaken, regained"),
        ("[inter]", "[inter", "acled.toml"),
    ],
)
def test_a_wrong_table_is_refused(
    old: str, new: str, fault: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = acled.FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "acled.toml"  # type: ignore[operator]
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(acled, "FILE", file)
    with pytest.raises(LexiconError, match=fault):
        acled.load.__wrapped__()


def test_the_base_map_has_countries_where_they_are() -> None:
    found = {outline.iso3: outline for outline in basemap.outlines()}
    known = countries.load().by_iso3
    assert len([iso3 for iso3 in found if iso3 in known]) > 220
    x, y = zip(*(point for ring in found["AFG"].rings for point in ring), strict=True)
    assert 60 < min(x) < 61
    assert 74 < max(x) < 75.5
    assert 29 < min(y) < 30
    assert 38 < max(y) < 39
    assert len(basemap.outlines("regions")) > 4_000
    with pytest.raises(LexiconError, match="no layer"):
        basemap.outlines("rivers")
