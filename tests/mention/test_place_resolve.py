"""Toponym resolution: a report with its place names -> which places they are, or why none."""

from __future__ import annotations

import re

import pytest

from dateline.mention import find
from dateline.mention.place_resolve import SURE, Toponym, resolve
from dateline.records import Mention, Place
from mention.reports import REPORTS
from trees import build, build_compact


def marked(text: str) -> tuple[str, list[Toponym]]:
    """Read "[Goma]" or "[Kandahar|province]": brackets are taken out, a class word is passed on as the hint."""
    plain, toponyms, at = "", [], 0
    for match in re.finditer(r"\[([^]|]+)(?:\|([^]]+))?\]", text):
        plain += text[at : match.start()]
        toponyms.append(Toponym(form=match[1], start=len(plain), end=len(plain) + len(match[1]), hint=match[2]))
        plain += match[1]
        at = match.end()
    return plain + text[at:], toponyms


# Report -> name and country (or region in the US) of each place; "?" is none.
TABLE = [
    ("Shells hit [Goma], in eastern [Congo] .", {}, ["Goma COD", "Democratic Republic of the Congo COD"]),
    ("Rebels entered [Goma] .", {}, ["Goma COD"]),
    ("A plane landed in [Paris] .", {}, ["Paris FRA"]),
    ("A plane landed in [Paris], [Texas] .", {}, ["Paris Texas", "Texas USA"]),
    ("A plane landed in [Paris], Texas.", {}, ["Paris Texas"]),
    ("A plane landed in [Paris], TX.", {}, ["Paris Texas"]),
    ("A plane landed in [Paris], Tex., on Monday.", {}, ["Paris Texas"]),
    ("[Paris], Texas, is small. [Paris] has a mayor.", {}, ["Paris Texas", "Paris Texas"]),
    ("Texas's [Paris] has a mayor.", {}, ["Paris Texas"]),
    ("A market in [Tripoli], Lebanon, was hit.", {}, ["Tripoli LBN"]),
    ("A market in [Tripoli] was hit.", {}, ["Tripoli LBY"]),
    ("A market in [Tripoli] was hit, [Beirut] said.", {"LBN": 3}, ["Tripoli LBN", "Beirut LBN"]),
    ("Troops left [Spin Boldak] for [Chaman] .", {}, ["Spīn Bōldak AFG", "Chaman PAK"]),
    ("Fighters took [Spinboldak] .", {"AFG": 1}, ["Spīn Bōldak AFG"]),
    ("They met in [Kobani] .", {"SYR": 2}, ["‘Ayn al ‘Arab SYR"]),
    ("They met in [Kandahar|province] .", {}, ["Kandahar AFG region"]),
    ("They met in [Kandahar|city] .", {}, ["Kandahar AFG town"]),
    ("They met in [Kandahar province] .", {}, ["Kandahar AFG region"]),
    ("They met in [Georgia|country] .", {}, ["Georgia GEO country"]),
    ("They met in [Georgia], [Alabama] and [Florida] .", {}, ["Georgia USA", "Alabama USA", "Florida USA"]),
    ("They met in [Georgia] and [Armenia] .", {"AZE": 1}, ["Georgia GEO", "Armenia ARM"]),
    ("A ship sank in the [Red Sea] .", {}, ["Red Sea -"]),
    ("A ship passed the [Strait of Hormuz] .", {}, ["Strait of Hormuz -"]),
    ("They met in [Balkara] .", {}, ["?"]),
    ("Leaders of the [EU] met.", {}, ["?"]),
    ("The [West] did not reply.", {}, ["?"]),
    ("They met at [Kandahar airport] .", {}, ["Kandahar AFG town"]),
    ("They met in [Kandahar Street] .", {}, ["?"]),
    ("They met at the [Kandahar river] .", {}, ["?"]),
    ("A storm hit [Springfield] .", {}, ["?"]),
    ("A storm hit [Springfield], Illinois.", {}, ["Springfield Illinois"]),
]


@pytest.mark.parametrize(("report", "nations", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_a_name_is_the_place_that_the_report_speaks_of(
    report: str, nations: dict[str, int], expected: list[str]
) -> None:
    text, toponyms = marked(report)
    choices = resolve(text, toponyms, nations)
    assert len(choices) == len(expected)
    for choice, wanted in zip(choices, expected, strict=True):
        entry = choice.entry
        if wanted == "?":
            assert entry is None
            assert choice.reason
            assert choice.confidence < SURE
            continue
        assert entry is not None, choice.reason
        assert choice.confidence >= SURE
        told = f"{entry.name} {entry.region or ''} {entry.country or '-'} {entry.feature}"
        assert all(word in told.split() for word in wanted.split()), told


def test_why_a_name_is_unresolved() -> None:
    text, toponyms = marked("A storm hit [Springfield] and [Balkara] .")
    several, unknown = resolve(text, toponyms, {})
    assert several.several
    assert several.reason is not None
    assert several.reason.count("Springfield") == 3
    assert unknown.reason == "is in no gazetteer"


def test_nothing_gives_nothing() -> None:
    assert resolve("Nobody came.", [], {}) == []


def places(report: str) -> dict[str, Place]:
    reading = next(find([build_compact(REPORTS[report])]))
    return {one.text: one.resolved for one in reading.mentions if isinstance(one.resolved, Place)}


def test_a_resolved_place_has_all_its_fields() -> None:
    goma = places("convoy")["Goma"]
    assert goma == Place(
        name="Goma",
        country="COD",
        admin1="Nord Kivu",
        latitude=-1.67409,
        longitude=29.22845,
        radius_km=5.0,
        gazetteer_id="geonames:216281",
        feature="town",
        confidence=goma.confidence,
    )
    assert goma.confidence is not None
    assert SURE <= goma.confidence <= 1


def test_a_country_is_a_point_with_a_wide_radius() -> None:
    kenya = places("police_chief")["Kenya"]
    assert (kenya.name, kenya.feature, kenya.gazetteer_id) == ("Kenya", "country", "geonames:192950")
    assert kenya.radius_km is not None
    assert kenya.radius_km > 300


def test_a_facility_is_somewhere_about_its_town() -> None:
    airport = places("airport")["Kabul airport"]
    assert airport.gazetteer_id is None
    assert airport.latitude == pytest.approx(34.5, abs=0.2)
    assert airport.radius_km == 20


def test_an_actor_by_metonymy_is_no_place() -> None:
    assert list(places("accusation")) == ["Gorlovka"]


def test_a_border_has_no_point() -> None:
    rows = """
the the DET DT 3 det
Chad Chad PROPN NNP 3 compound B-LOC
border border NOUN NN 4 nsubj
closed close VERB VBD 0 root
"""
    reading = next(find([build(rows)]))
    found: list[Mention] = [one for one in reading.mentions if isinstance(one.resolved, Place)]
    assert [getattr(one.resolved, "latitude", 0) for one in found] == [None]
    assert [issue.code for issue in reading.issues] == ["place.unresolved"]


@pytest.mark.parametrize(("name", "places"), [("Goma", ["Goma"]), ("Parliament", []), ("Balkara", [])])
def test_what_the_model_calls_an_organization_is_a_place_in_a_place_if_the_gazetteer_knows_it(
    name: str, places: list[str]
) -> None:
    rows = f"""
They they PRON PRP 2 nsubj
met meet VERB VBD 0 root
in in ADP IN 4 case
{name} {name} PROPN NNP 2 obl B-ORG
"""
    reading = next(find([build(rows)]))
    assert [one.text for one in reading.mentions if isinstance(one.resolved, Place)] == places
