"""The whole room on small reports: what is found, what each mention is resolved to, what is one thing."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from dateline.codec import from_dict, to_dict
from dateline.mention import find
from dateline.records import Actor, Mention, MentionKind, PassageKind, Place, Reading
from mention.reports import REPORTS
from trees import build_compact

_COUNTED = (MentionKind.TIME, MentionKind.QUANTITY, MentionKind.MONEY)


def read(report: str, published: str | None = "2021-07-16") -> Reading:
    return next(find([build_compact(REPORTS[report], published=published)]))


def told(mention: Mention) -> str:
    """Return kind, text and what is known, on one line."""
    record = mention.resolved
    assert record is None or isinstance(record, Actor | Place)
    known = []
    if isinstance(record, Actor):
        known = [getattr(record, field.name) for field in fields(record)[1:-2]]  # not how
    if isinstance(record, Place):
        known = [record.country, record.feature]  # test_place_resolve.py holds the rest
    words = [str(value) for value in known if value is not None]
    return " ".join([f"{mention.kind.value}:", mention.text, "|", *words])


TABLE = {
    "border_guards": [
        "group: Pakistani border guards | PAK MIL",
        "nationality: Pakistani | PAK",
        "group: hundreds of people | CVL",
        "place: Chaman | PAK town",
    ],
    "official": [
        "person: Dara Mehsud | PAK GOV senior government official in Islamabad",
        "person: a senior government official | PAK GOV senior government official in Islamabad",
        "place: Islamabad | PAK capital",
        "facility: the crossing | crossing",
    ],
    "police_chief": [
        "nationality: Kenyan | KEN",
        "person: Amos Kilonzo | KEN COP Kenyan police chief",
        "group: reporters | MED",
        "group: two gunmen | UAF",
        "place: Garissa | KEN town",
        "place: Kenya | KEN country",
    ],
    "accusation": [
        "organization: Moscow | state.RUS.government RUS GOV",
        "organization: Kyiv | state.UKR.government UKR GOV",
        "place: Gorlovka | UKR town",
    ],
    "protest": [
        "group: Protesters | OPP",
        "place: Moscow | RUS capital",
    ],
    "acronym": [
        "organization: International Crisis Group | org.icg NGO",
        "organization: ICG | org.icg NGO",
        "organization: ICG | org.icg NGO",
        "organization: the army | MIL",
        "group: 12 villagers | CVL",
    ],
    "backed": [
        "group: US-backed fighters | UAF",
        "place: US | USA country",
        "group: pro-Russian separatists | REB",
    ],
    "group": [
        "organization: Taliban | org.taliban AFG REB",
        "place: Yawan district | AFG district",
        "group: The group | org.taliban AFG REB",
        "group: Government forces | MIL",
    ],
    "two_groups": [
        "organization: Taliban | org.taliban AFG REB",
        "organization: al-Shabaab | org.al-shabaab SOM REB",
        "group: The insurgents | INS",
    ],
    "airport": [
        "group: Taliban fighters | org.taliban AFG REB",
        "organization: Taliban | org.taliban AFG REB",
        "facility: Kabul airport | AFG airport",
    ],
    "convoy": [
        "place: Goma | COD town",
        "place: DR Congo | COD country",
        "group: refugees | REF",
        "group: who | REF",
    ],
    "talks": [
        "organization: Iran | state.IRN.government IRN GOV",
        "organization: Russia | state.RUS.government RUS GOV",
        "place: Ukraine | UKR country",
    ],
    "river": [
        "group: Islamist insurgents | INS",
        "facility: a market | market",
        "place: Panj river | river",
    ],
    "capitals": [
        "group: US TROOPS | USA MIL",
        "nationality: US | USA",
        "group: AL-SHABAAB MILITANTS | org.al-shabaab SOM REB",
        "organization: AL-SHABAAB | org.al-shabaab SOM REB",
        "place: SOMALIA | SOM country",
    ],
    "ambassador": [
        "group: A crowd | CVL",
        "group: villagers | CVL",
        "weapon: stones |",
        "person: Turkey's ambassador | TUR GOV",
        "place: Turkey | TUR country",
    ],
}


@pytest.mark.parametrize("report", TABLE)
def test_mentions_are_found_and_resolved(report: str) -> None:
    found = [told(mention) for mention in read(report).mentions if mention.kind not in _COUNTED]
    assert found == TABLE[report]


@pytest.mark.parametrize("report", REPORTS)
def test_every_span_is_its_text_and_every_head_lies_in_its_sentence(report: str) -> None:
    reading = read(report)
    for mention in reading.mentions:
        sentence = reading.sentences[mention.sentence]
        assert reading.report.text[mention.start : mention.end] == mention.text
        assert sentence.start <= mention.start < mention.end <= sentence.end
        assert 0 <= mention.head < len(sentence.tokens)


@pytest.mark.parametrize("report", REPORTS)
def test_a_reading_survives_its_json(report: str) -> None:
    reading = read(report)
    assert from_dict(Reading, to_dict(reading)) == reading


@pytest.mark.parametrize("report", REPORTS)
def test_ids_are_unique_and_the_same_on_each_run(report: str) -> None:
    mentions = read(report).mentions
    assert len({mention.id for mention in mentions}) == len(mentions)
    assert mentions == read(report).mentions


def test_a_reading_without_sentences_passes_through() -> None:
    reading = build_compact("")
    assert list(find([reading])) == [reading]


def test_a_place_without_point_is_an_issue_once() -> None:
    once = REPORTS["police_chief"].replace("Garissa", "Balkara")
    reading = next(find([build_compact(f"{once}\n\n{once}")]))
    assert [(issue.stage, issue.code) for issue in reading.issues] == [("mention", "place.unresolved")]
    assert "Balkara" in reading.issues[0].message
    assert reading.issues[0].start is not None


def test_times_and_quantities_stand_beside_actors() -> None:
    kinds = {mention.kind for mention in read("protest").mentions} | {m.kind for m in read("acronym").mentions}
    assert {MentionKind.TIME, MentionKind.QUANTITY} <= kinds


def test_boilerplate_names_nobody() -> None:
    reading = build_compact(REPORTS["official"])
    (passage,) = reading.report.passages
    report = replace(reading.report, passages=(replace(passage, kind=PassageKind.BOILERPLATE),))
    assert next(find([replace(reading, report=report)])).mentions == ()


def test_the_stage_is_lazy() -> None:
    taken: list[str] = []

    def source() -> object:
        for report in ("protest", "talks"):
            taken.append(report)
            yield build_compact(REPORTS[report])

    next(find(source()))  # type: ignore[arg-type]
    assert taken == ["protest"]
