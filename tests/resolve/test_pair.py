"""Two claims side by side: what is one event, what is a part of a summary, what is neither, and why."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pytest

from dateline.judgement import JudgementKind, Verdict
from dateline.lexicon import same_event
from dateline.records import Span, Status
from dateline.resolve import Told, clusters, judge, prepare
from dateline.resolve.decide import likelihood, scale
from dateline.resolve.pair import apart, features
from dateline.resolve.span_of_days import days
from dateline.resolve.word import stem
from resolve.tellings import account, told

AT = "2030-06-01T00:00:00Z"
FIRST = told(
    "Shells hit a school in Tarsk on Friday", "hit", mode="heavy-weapons", place="Tarsk", day="2030-05-10",
    thing=("a school", "target"), report="r1",
)  # fmt: skip
HARM = told(
    "The shelling of the school in Tarsk has killed nine pupils", "killed", mode="heavy-weapons", place="Tarsk",
    day="2030-05-10", thing=("the school", "target"), report="r2", published="2030-05-11", killed=9,
)  # fmt: skip
RISEN = told(
    "Doctors said that Friday's shelling of a school in Tarsk killed 14", "killed", mode="heavy-weapons",
    place="Tarsk", day="2030-05-10", thing=("a school", "target"), report="r3", published="2030-05-12", killed=14,
)  # fmt: skip
NEXT_DAY = told(
    "Shells hit a school in Tarsk on Saturday", "hit", mode="heavy-weapons", place="Tarsk", day="2030-05-11",
    thing=("a school", "target"), report="r4", published="2030-05-11",
)  # fmt: skip
AWAY = told(
    "Shells hit a school in Orvel on Friday", "hit", mode="heavy-weapons", place="Orvel", day="2030-05-10",
    thing=("a school", "target"), report="r5",
)  # fmt: skip
DENIED = told(
    "The army denied that it had shelled the school in Tarsk", "denied", "REJECT", by=("army", "MIL"), report="r6"
)
TALKS = told(
    "Envoys will meet in Orvel on 20 May", "meet", "CONSULT", status=Status.PLANNED, place="Orvel", day="2030-05-20",
    report="r7",
)  # fmt: skip
MET = told(
    "Envoys met in Orvel on Monday", "met", "CONSULT", place="Orvel", day="2030-05-20", report="r8",
    published="2030-05-20",
)  # fmt: skip
TAKEN = told("Rebels seized Tarsk", "seized", "CONTROL", mode="gain", by=("Rebels", "REB"), place="Tarsk", report="r9")
CAPTURED = told(
    "The front captured the town of Tarsk", "captured", "CONTROL", mode="gain", by=("The front", "REB"),
    place="Tarsk", report="r10",
)  # fmt: skip
RETAKEN = told(
    "The army seized Tarsk", "seized", "CONTROL", mode="gain", by=("The army", "MIL"), place="Tarsk", report="r11"
)
LOST = told("Rebels lost Tarsk", "lost", "CONTROL", mode="lose", by=("Rebels", "REB"), place="Tarsk", report="r12")
OPEN = told("The crossing is open", "open", "ACCESS", mode="open", place="Tarsk", status=Status.ONGOING, report="r13")
SHUT = told("The crossing is shut", "shut", "ACCESS", mode="closed", place="Tarsk", status=Status.ONGOING, report="r14")
NO_HARM = told(
    "The shelling of the school in Tarsk on Friday killed nobody", "killed", mode="heavy-weapons", place="Tarsk",
    day="2030-05-10", thing=("the school", "target"), report="r15", negative=True,
)  # fmt: skip
SUM = told(
    "At least 40 attacks in Tarsk killed 90 people this month", "attacks", rule="n", place="Tarsk", day="2030-05",
    report="r16", published="2030-05-31", killed=90,
)  # fmt: skip
BEFORE = told(
    "Shells hit a school in Tarsk", "hit", mode="heavy-weapons", place="Tarsk", report="r17", published="2030-05-03"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FIRST, HARM),  # a deed, and the harm that it did
        (HARM, RISEN),  # a follow-up with a risen toll
        (FIRST, RISEN),
        (HARM, NO_HARM),  # a denial of the harm is of the same deed
        (TALKS, MET),  # planned, and come to pass
        (TAKEN, CAPTURED),  # two words for one thing
    ],
)
def test_one_event(one: Told, other: Told) -> None:
    found = judge(one, other, at=AT)
    assert found is not None
    assert found.verdict is Verdict.SAME
    assert found.kind is JudgementKind.EVENT
    assert (found.one, found.other) == tuple(sorted((one.id, other.id)))
    assert found.at == AT
    assert not found.by.person


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (FIRST, NEXT_DAY, "day"),  # the same town a day later
        (FIRST, AWAY, "place"),
        (HARM, DENIED, "type"),  # a denial is no deed
        (TAKEN, RETAKEN, "state"),  # another holder
        (TAKEN, LOST, "state"),
        (OPEN, SHUT, "state"),
        (BEFORE, NEXT_DAY, "day"),  # told as done a week before
    ],
)
def test_apart(one: Told, other: Told, why: str) -> None:
    assert apart(one, other) == apart(other, one) == why
    assert judge(one, other, at=AT) is None


def test_an_item_is_a_part_of_a_summary_and_never_one_with_it() -> None:
    assert SUM.summary
    for one, other in ((HARM, SUM), (SUM, HARM)):
        found = judge(one, other, at=AT)
        assert found is not None
        assert found.verdict is Verdict.PART
        assert (found.one, found.other) == (HARM.id, SUM.id)


@pytest.mark.parametrize(
    ("sentence", "trigger", "rule", "counted"),
    [
        ("Militants killed 300 people in 2029", "killed", "v", False),
        ("At least 40 attacks were counted", "attacks", "n", True),
        ("A series of bombings shook the north", "bombings", "n", True),
        ("The attacks of 2029 were forgotten", "attacks", "n", False),
        ("An attack hit two houses", "attack", "n", False),
        ("Three men attacked a house", "attacked", "v", False),
    ],
)
def test_what_sums_up(sentence: str, trigger: str, rule: str, *, counted: bool) -> None:
    assert told(sentence, trigger, rule=rule).summary is counted


def test_a_toll_since_a_year_is_a_summary_and_one_of_a_month_is_none() -> None:
    sentence = "Mines have killed 300 people since 2028"
    made = account(sentence, "killed", day="2028", killed=300)
    year = Span(text="2028", start=sentence.find("2028"), end=len(sentence))
    time = replace(made.claim.times[0], text=year.text, start=year.start, end=year.end)
    since = prepare(replace(made, claim=replace(made.claim, times=(time,))))
    month = told("Soldiers killed three men in Tarsk in May", "killed", place="Tarsk", day="2030-05", killed=3)
    assert since.summary
    assert since.around == (days("2028-01-01")[0], days("2030-05-10")[1])  # type: ignore[index]
    assert not month.summary


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind", "anew"),
    [
        ("Meanwhile a bomb went off in Orvel", "bomb", "ASSAULT", True),
        ("Another bomb went off in Orvel", "bomb", "ASSAULT", True),
        ("The clerk was also arrested", "arrested", "COERCE", True),
        ("In addition, five were wounded", "wounded", "ASSAULT", True),
        ("Five were also wounded", "wounded", "ASSAULT", False),  # harm of the same deed
        ("The envoy also demanded a truce", "demanded", "REQUEST", False),  # on the same occasion
        ("He also praised the clerk, who arrested nobody", "arrested", "COERCE", False),
        ("A bomb went off in Orvel", "bomb", "ASSAULT", False),
    ],
)
def test_what_is_told_as_another_deed(sentence: str, trigger: str, kind: str, *, anew: bool) -> None:
    assert (told(sentence, trigger, kind).anew is not None) is anew


def test_a_year_keeps_apart_from_a_day_of_another() -> None:
    then = told("In 2028 the judge was arrested", "arrested", "COERCE", mode="arrest", day="2028", report="y1")
    now = told("The judge was arrested on Friday", "arrested", "COERCE", mode="arrest", day="2030-05-10", report="y1")
    assert apart(then, now) == "day"


def test_two_of_one_report_done_to_two_people_are_two() -> None:
    def arrest(whom: str, start: int) -> Told:
        sentence = f"Police arrested {whom}"
        return told(sentence, "arrested", "COERCE", mode="arrest", by=("Police", "COP"), to=(whom, None), start=start)

    assert judge(arrest("Mara Vell", 0), arrest("Mara Vell", 300), at=AT) is not None
    assert judge(arrest("Mara Vell", 0), arrest("Doran Kesk", 300), at=AT) is None


def test_what_a_war_brings_every_day_is_not_one_over_two_days() -> None:
    one = told("Clashes went on in Tarsk", "Clashes", rule="n", place="Tarsk", report="d1", published="2030-05-10")
    other = told("Clashes went on in Tarsk", "Clashes", rule="n", place="Tarsk", report="d2", published="2030-05-11")
    assert ("across: daily, another day", 1.0) in features(one, other)
    assert judge(one, other, at=AT) is None


def test_a_judgement_is_the_same_from_both_sides() -> None:
    every = [FIRST, HARM, RISEN, NEXT_DAY, AWAY, DENIED, TALKS, MET, TAKEN, CAPTURED, NO_HARM, SUM]
    for one in every:
        for other in every:
            assert judge(one, other, at=AT) == judge(other, one, at=AT)


def test_nothing_is_one_event_with_itself() -> None:
    assert judge(FIRST, FIRST, at=AT) is None


def test_reasons_add_up_to_the_score() -> None:
    found = judge(HARM, RISEN, at=AT)
    assert found is not None
    assert found.score is not None
    total = sum(reason.weight for reason in found.why)
    assert found.score == pytest.approx(1 / (1 + math.exp(-total)), abs=0.01)
    assert "number: risen" in {reason.feature for reason in found.why}


def test_what_is_not_told_speaks_neither_way() -> None:
    bare = told("Shells fell on Friday", "fell", mode="heavy-weapons", report="b1", published=None)
    names = {name for name, _ in features(FIRST, bare)}
    assert not [name for name in names if name.startswith(("place:", "day:", "told:", "number:", "actor:", "about:"))]
    # and two that tell the same are likelier one than two of which one tells nothing
    assert likelihood(features(FIRST, NO_HARM)) > likelihood(features(bare, NO_HARM))


def test_a_place_or_day_that_differs_speaks_against() -> None:
    other = told("Shells hit a school in Nimb", "hit", mode="heavy-weapons", place="Nimb", report="o1")
    nowhere = told("Shells hit a school", "hit", mode="heavy-weapons", report="o2")
    assert likelihood(features(FIRST, other)) < likelihood(features(FIRST, nowhere))


def test_a_near_place_is_not_apart() -> None:
    near = told("Shells hit a school in Little Tarsk", "hit", place="Little Tarsk", day="2030-05-10", report="n1")
    assert apart(FIRST, near) is None
    assert ("place: near", 1.0) in features(FIRST, near)


def test_what_two_say_of_other_things_is_not_one() -> None:
    one = told(
        "The ministry rejected the rebels' figure of prisoners", "rejected", "REJECT", by=("The ministry", "GOV")
    )
    other = told(
        "The ministry rejected reports that Tarsk had fallen", "rejected", "REJECT", by=("The ministry", "GOV"),
        published="2030-05-13", report="r2",
    )  # fmt: skip
    assert judge(one, other, at=AT) is None


def test_known_reports_tell_more_than_claims_alone() -> None:
    text = (
        "Flour ran out in Tarsk. Bakers there closed their ovens, millers blamed the railway, and the mayor promised "
        "wagons from Orvel. Pupils queued with grandmothers before the army kitchen, where soup was ladled from drums."
    )
    one = told("Bakers closed their ovens", "closed", "PROTEST", report="a", text=text)
    alike = told("Ovens stay cold as bakers strike", "strike", "PROTEST", report="b", text=text)
    unknown = told("Ovens stay cold as bakers strike", "strike", "PROTEST", report="c")
    assert likelihood(features(one, alike)) > likelihood(features(one, unknown))


def test_each_weight_is_of_a_feature_that_is_named_once() -> None:
    known = same_event.load()
    assert set(scale(house=True).weights) == set(known.learnt) | set(known.house)
    assert known.learnt["word: same"] > known.learnt["word: other"]


def test_what_is_compared_can_be_pickled_and_is_small() -> None:
    raw = pickle.dumps(RISEN)
    assert pickle.loads(raw) == RISEN
    assert len(raw) < 3000


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2030-05-10", "2030-05-10", "2030-05-10"),
        ("2030-02", "2030-02-01", "2030-02-28"),
        ("2030", "2030-01-01", "2030-12-31"),
        ("203", "2030-01-01", "2039-12-31"),
        ("2030-W19", "2030-05-06", "2030-05-12"),
        ("2030-05-10T09:00", "2030-05-10", "2030-05-10"),
    ],
)
def test_days_of_a_time(value: str, first: str, last: str) -> None:
    found = days(value)
    assert found is not None
    assert found == (days(first) or (0, 0))[:1] + (days(last) or (0, 0))[1:]


@pytest.mark.parametrize("value", ["", "2030-13", "2030-02-30", "2030-W60", "soon"])
def test_what_is_no_time(value: str) -> None:
    assert days(value) is None


@pytest.mark.parametrize(
    "forms",
    [
        "shell shells shelled shelling",
        "seize seizes seized seizing",
        "die dies died dying",
        "take took taken taking",
        "stop stops stopped stopping",
        "army armies army's",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


def test_a_summary_of_nowhere_has_no_parts() -> None:
    nowhere = told(
        "At least 40 attacks killed 90 people this month", "attacks", rule="n", day="2030-05", report="r18",
        published="2030-05-31", killed=90,
    )  # fmt: skip
    assert nowhere.summary
    assert judge(HARM, nowhere, at=AT) is None


@pytest.mark.parametrize(
    ("sentence", "trigger", "summed"),
    [
        ("Soldiers have killed more than 300 people since the takeover", "killed", True),
        ("A total of 50 marines lost their lives during the war", "lost", True),
        ("It was a civil war that claimed 4,000 lives", "claimed", True),
        ("Over the past six months gunmen, mostly unknown, killed 30 farmers", "killed", True),
        ("Since February 2028, there have been riots in jails, with some 80 killed", "killed", True),
        ("Shells killed 12 in the deadliest attack since 2027", "killed", False),
        ("Gunmen killed 12 in the first raid in years", "killed", False),
        ("Gunmen killed 12 in Tarsk, where hundreds have died since the coup", "killed", False),
        ("Gunmen killed 12 since they would not stop", "killed", False),
        ("Gunmen killed 12 near the war memorial", "killed", False),
    ],
)
def test_a_toll_of_a_war_or_stretch_of_time_is_of_no_deed(sentence: str, trigger: str, *, summed: bool) -> None:
    assert told(sentence, trigger, killed=12).summary is summed


def test_a_toll_with_a_day_of_its_own_is_of_that_day() -> None:
    sentence = "Then gunmen killed 12 on Friday during the war"
    assert not told(sentence, "killed", killed=12, day="2030-05-10").summary


@pytest.mark.parametrize(
    ("sentence", "summed"),
    [
        ("The bishop condemned the killings since the takeover", True),
        ("The bishop condemned the killings by men who have held the hills since the takeover", False),
    ],
)
def test_deeds_without_a_number_are_summed_up_next_to_a_stretch_of_time(sentence: str, *, summed: bool) -> None:
    assert told(sentence, "killings", rule="n").summary is summed


def test_one_report_knows_its_places_apart() -> None:
    here = told("Men shot a guard in Tarsk", "shot", place="Tarsk")
    there = told("Shells hit Little Tarsk", "hit", place="Little Tarsk", start=200)
    assert apart(here, there) is None  # within the uncertainty of both
    spot = replace(there.spots[0], latitude=35.4)
    away = replace(there, spots=(spot,))
    assert apart(here, away) == apart(away, here) == "place"
    assert apart(here, replace(away, report="r2")) is None  # another report may know it less well
    province = replace(spot, key="U", name="ulm", admin1=None, latitude=35.0, radius=90.0)
    assert apart(here, replace(away, spots=(province, spot))) == "place"  # the province holds both
    assert apart(here, replace(away, spots=(province,))) is None


def test_two_places_are_not_joined_by_harm_without_one() -> None:
    here = told("Men shot at guards in Tarsk", "shot", place="Tarsk")
    harm = told("Three people were wounded", "wounded", start=100, order=1)
    there = told("Shells hit Little Tarsk", "hit", place="Little Tarsk", start=200, order=2)
    there = replace(there, spots=(replace(there.spots[0], latitude=35.4),))
    found = [judge(a, b, at=AT) for a, b in ((here, harm), (harm, there), (here, there))]
    assert found[0] is not None
    assert found[1] is not None
    assert sorted(map(len, clusters([here, harm, there], [one for one in found if one]))) == [1, 2]


def test_a_deed_told_beside_another_place_is_another() -> None:
    sentence = "A judge was murdered in Orvel and an explosion near a bank wounded three"
    murder = told(sentence, "murdered", place="Orvel", killed=1)
    blast = told(sentence, "explosion", rule="n")
    assert blast.anew == sentence.index("and an")
    assert judge(murder, blast, at=AT) is None
    assert told(sentence, "explosion", rule="n", place="Orvel").anew is None


def test_harm_that_names_its_deed_is_of_no_other() -> None:
    harm = told("Three people were wounded in the heavy clashes", "wounded", start=100)
    clash = told("Clashes broke out", "Clashes", rule="n")
    arson = told("Men burned a school", "burned")
    assert "report: harm of a deed" in dict(features(clash, harm))
    assert "report: harm of another deed" in dict(features(arson, harm))


def test_who_was_killed_is_not_who_was_abducted() -> None:
    taken = told("Men took two farmers", "took", mode="abduct", to=("two farmers", "AGR"))
    killed = told("Men killed the prisoners", "killed", to=("the prisoners", "CVL"), start=100)
    same = told("Men killed the farmers", "killed", to=("the farmers", "AGR"), start=100)
    assert "report: harm of another deed" in dict(features(taken, killed))
    assert "report: harm of a deed" in dict(features(taken, same))
