"""The UN list: what of it becomes a registry, what a name on it is worth, what is refused. All names are made up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import registry, un_list
from dateline.lexicon.actors import Registry

LIST = Path(__file__).parent / "lists" / "un.xml"


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in tomllib.loads(un_list.convert(LIST))["actor"]}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    path = tmp_path_factory.mktemp("un") / "un.toml"
    path.write_text(un_list.convert(LIST), encoding="utf-8")
    return registry.load([path])


def worth(row: dict[str, object], form: str) -> str:
    """Return what a form of a row counts for."""
    assert form in (row["name"], *row.get("forms", []))  # type: ignore[misc]
    for key in ("weak", "ambiguous"):
        if form in row.get(key, []):  # type: ignore[operator]
            return key
    return "alone"


@pytest.mark.parametrize(
    ("reference", "form", "expected"),
    [
        ("un:QDi.901", "Torvald bin Hasko al-Merzuk", "alone"),
        ("un:QDi.901", "Torvald Merzuk", "ambiguous"),  # two words need the country
        ("un:QDi.901", "Grey Falcon Vesk", "weak"),  # low quality
        ("un:QDi.901", "Hasko Velt", "weak"),  # two on the list share it
        ("un:CDi.903", "Hasko Velt", "weak"),
        ("un:CDi.903", "Brandt Oskell", "ambiguous"),
        ("un:QDe.911", "Meridian Star Front", "alone"),
        ("un:QDe.911", "MSFR", "weak"),  # an acronym
        ("un:QDe.911", "Soldiers of Dawn", "ambiguous"),
    ],
)
def test_what_a_name_counts_for(rows: dict[str, dict[str, object]], reference: str, form: str, expected: str) -> None:
    assert worth(rows[reference], form) == expected


@pytest.mark.parametrize("form", ["Merzuk", "Haji Merzuk", "Torvalduddin", "Olin"])
def test_a_single_name_is_left_out(rows: dict[str, dict[str, object]], form: str) -> None:
    assert form not in {name for row in rows.values() for name in (row["name"], *row.get("forms", []))}  # type: ignore[misc]
    assert "un:TAi.902" not in rows


def test_common_words_do_not_tell() -> None:
    many = [
        un_list.Listing(
            reference=f"QDi.{i:03}",
            person=True,
            regime="Al-Qaida",
            since="2030-01-02",
            names=(f"Mohammad {word}", f"Mohamed {word} Talv{i}sk"),
            low=(),
            country="TUN",
            near=("TUN",),
        )
        for i, word in enumerate(f"Br{letter}n{letter}k" for letter in "abcdefghijklmnopqrstuvwxyz")
    ]
    row = tomllib.loads("".join(un_list._toml(many, "")))["actor"][0]
    assert worth(row, "Mohammad Branak") == "weak"
    assert worth(row, "Mohamed Branak Talv0sk") == "alone"


def test_country_and_support_come_from_the_list(rows: dict[str, dict[str, object]]) -> None:
    assert (rows["un:QDi.901"]["country"], rows["un:QDi.901"]["near"]) == ("TUN", ["TUN"])
    assert "country" not in rows["un:CDi.903"]  # the regime does not make a person Congolese
    assert rows["un:CDi.903"]["near"] == ["COD"]
    assert rows["un:QDe.911"]["near"] == ["YEM"]
    assert all(row["listed"] == [id_] and "2031-02-03" in str(row["source"]) for id_, row in rows.items())


def test_one_that_is_known_bears_the_number_and_takes_no_acronym_of_another(merged: Registry) -> None:
    assert merged.by_id["org.boko-haram"].listed == ("un:QDe.912",)
    assert merged.by_id["org.boko-haram"].listed == ("un:QDe.912",)
    assert "un:QDe.912" not in merged.by_id
    assert {form.entry.id for form in merged.index.get("Sambisa Forest Brotherhood Movement")} == {"org.boko-haram"}
    assert {form.entry.id for form in merged.index.get("ISI")} == {"org.isi"}
    assert merged.by_id["org.isi"].listed == ()


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (f"<?xml version='1.0'?>{DOCTYPE}<CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>".encode(), "1: a document type"),
        (f"<?xml version='1.0'?>\n{DOCTYPE}<x/>".encode("utf-16"), "2: a document type"),
        (b"<CONSOLIDATED_LIST>", "no XML"),
        (b"nonsense", "no XML"),
        (b"", "no XML"),
        (b"<html/>", "the root is 'html'"),
        (b"<CONSOLIDATED_LIST/>", "nobody is on this list"),
    ],
)
def test_what_is_not_the_list_is_refused(data: bytes, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(data)
    with pytest.raises(LexiconError, match=fault):
        un_list.convert(path)


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        un_list.convert(tmp_path / "no.xml")
