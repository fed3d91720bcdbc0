"""Time expressions: sentence -> what is found and which time it is. The reports are of Friday 2021-07-16."""

from __future__ import annotations

import re

import pytest

from dateline.mention.time import dateline_day, find_times
from dateline.records import Mention, MentionKind, Report, Sentence, Time, Token
from trees import build

DAY = "2021-07-16"
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[A-Za-z]+\.(?=[a-z])[a-z]\.|\w+|[^\w\s]")


def words(text: str) -> tuple[Token, ...]:
    """Cut a text into words without tags or tree."""
    spans = [m.span() for m in _WORD.finditer(text)]
    return tuple(
        Token(text=text[s:e], start=s, end=e, lemma=text[s:e].lower(), upos="X", xpos="X", head=-1, deprel="dep")
        for s, e in spans
    )


def read(text: str, published: str | None = DAY) -> list[tuple[str, Time]]:
    """Find the times of one sentence whose words are cut by rule and have no tree."""
    report = Report(id="r", text=text, published=published)
    found = find_times(Sentence(start=0, end=len(text), passage=0, tokens=words(text)), 3, report)
    return [(mention.text, resolved(mention)) for mention in found]


def resolved(mention: Mention) -> Time:
    assert isinstance(mention.resolved, Time)
    return mention.resolved


VALUES = [
    # written out
    ("The raid of 31 August 2021 failed.", "31 August 2021", "2021-08-31"),
    ("They signed on August 31, 2020, in Doha.", "August 31, 2020", "2020-08-31"),
    ("It began on 5th June 2019.", "5th June 2019", "2019-06-05"),
    ("It began on the 5th of June 2019.", "the 5th of June 2019", "2019-06-05"),
    ("GUERRILLAS ATTACKED ON 3 JAN 89.", "3 JAN 89", "1989-01-03"),
    ("THE BOMB WENT OFF ON 14 MARCH 1990.", "14 MARCH 1990", "1990-03-14"),
    ("Filed 2021-07-02 by the clerk.", "2021-07-02", "2021-07-02"),
    ("Filed 2021/7/2 by the clerk.", "2021/7/2", "2021-07-02"),
    ("Dated 7/16/2021 at the border.", "7/16/2021", "2021-07-16"),
    ("Dated 16.07.2021 at the border.", "16.07.2021", "2021-07-16"),
    ("Dated 5/6/2021 at the border.", "5/6/2021", None),
    ("Dated 5/5/2021 at the border.", "5/5/2021", "2021-05-05"),
    ("On Monday, July 12, 2021, they met.", "Monday, July 12, 2021", "2021-07-12"),
    # no year
    ("Rebels shelled it on July 3.", "July 3", "2021-07-03"),
    ("Rebels shelled it on Sept. 9.", "Sept. 9", "2020-09-09"),
    ("They will leave by Aug. 31.", "Aug. 31", "2021-08-31"),
    ("They will vote on 10 February.", "10 February", "2022-02-10"),
    ("The attack of 3 May is under review.", "3 May", "2021-05-03"),
    ("Clashes broke out on Friday, July 9.", "Friday, July 9", "2021-07-09"),
    # months and years
    ("Fighting flared in June.", "June", "2021-06"),
    ("Fighting flared in October.", "October", "2020-10"),
    ("Fighting flared in May.", "May", "2021-05"),
    ("Talks opened in May 2020.", "May 2020", "2020-05"),
    ("Talks opened in May of 2020.", "May of 2020", "2020-05"),
    ("Since early May the road has been shut.", "early May", "2021-05"),
    ("The army took it in mid-June.", "mid-June", "2021-06"),
    ("By the end of March they had gone.", "the end of March", "2021-03"),
    ("They will return in September.", "September", "2021-09"),
    ("They met last December.", "last December", "2020-12"),
    ("They met in December last year.", "December last year", "2020-12"),
    ("A vote is due next June.", "next June", "2022-06"),
    ("A truce held in 2015.", "2015", "2015"),
    ("In late 2015 it broke.", "late 2015", "2015"),
    ("The 2014 election was close.", "2014", "2014"),
    ("The colony fell in 1844.", "1844", "1844"),
    ("It dates from nineteen eighty-nine.", "nineteen eighty-nine", "1989"),
    ("Famine struck in the 1990s.", "the 1990s", "199"),
    ("Famine struck in the late '80s.", "the late '80s", "198"),
    ("Famine struck in the nineties.", "the nineties", "199"),
    ("A border of the 19th century.", "the 19th century", "18"),
    # days of the week: 2021-07-16 is a Friday
    ("Troops fired tear gas on Thursday.", "Thursday", "2021-07-15"),
    ("Troops fired tear gas on Friday.", "Friday", "2021-07-16"),
    ("Troops fired tear gas on Saturday.", "Saturday", "2021-07-10"),
    ("TROOPS CLOSED THE CROSSING WEDNESDAY.", "WEDNESDAY", "2021-07-14"),
    ("The envoys will meet on Wednesday.", "Wednesday", "2021-07-21"),
    ("The envoys met last Friday.", "last Friday", "2021-07-09"),
    ("The envoys meet next Monday.", "next Monday", "2021-07-19"),
    ("A blast was heard Sunday night.", "Sunday night", "2021-07-11"),
    ("A blast was heard early Tuesday.", "early Tuesday", "2021-07-13"),
    ("They left on Tuesday last week.", "Tuesday last week", "2021-07-06"),
    # days told from now
    ("He was shot yesterday.", "yesterday", "2021-07-15"),
    ("He was shot yesterday morning.", "yesterday morning", "2021-07-15"),
    ("He speaks today.", "today", "2021-07-16"),
    ("He speaks tonight.", "tonight", "2021-07-16"),
    ("He speaks tomorrow.", "tomorrow", "2021-07-17"),
    ("He left the day before yesterday.", "the day before yesterday", "2021-07-14"),
    ("He returns the day after tomorrow.", "the day after tomorrow", "2021-07-18"),
    ("They came this morning.", "this morning", "2021-07-16"),
    ("They came last night.", "last night", "2021-07-15"),
    # periods told from now
    ("Prices rose last week.", "last week", "2021-W27"),
    ("Prices rose this week.", "this week", "2021-W28"),
    ("Prices rise next week.", "next week", "2021-W29"),
    ("Prices rose last month.", "last month", "2021-06"),
    ("Prices rose earlier this month.", "earlier this month", "2021-07"),
    ("Prices rise next month.", "next month", "2021-08"),
    ("5,000 were freed last year.", "last year", "2020"),
    ("It ends later this year.", "later this year", "2021"),
    ("It ends next year.", "next year", "2022"),
    ("They fought last summer.", "last summer", "2020"),
    ("They fought in the summer of 2012.", "the summer of 2012", "2012"),
    ("The war began two decades ago.", "two decades ago", "200"),
    ("The war began 20 years ago.", "20 years ago", "2001"),
    ("The war began a year ago.", "a year ago", "2020"),
    ("The war began three months ago.", "three months ago", "2021-04"),
    ("The war began six weeks ago.", "six weeks ago", "2021-W22"),
    ("The war began ten days ago.", "ten days ago", "2021-07-06"),
    ("The war began almost two years ago.", "almost two years ago", "2019"),
    ("The decree takes effect at the end of the year.", "the end of the year", "2021"),
    ("It falls on Christmas Day.", "Christmas Day", "2020-12-25"),
    # clock times: only with their day
    ("Shots rang out at 10:35 a.m. Thursday.", "10:35 a.m. Thursday", "2021-07-15T10:35"),
    ("Shots rang out at noon yesterday.", "noon yesterday", "2021-07-15T12:00"),
    ("Shots rang out at 6 p.m.", "6 p.m.", None),
    ("Shots rang out at 0735 GMT.", "0735 GMT", None),
    ("SHOTS RANG OUT AT 1130 (LOCAL TIME).", "1130", None),
    ("SHOTS RANG OUT AT 0200.", "0200", None),
    # no date to be had
    ("The group is now at the gates.", "now", None),
    ("It recently fell.", "recently", None),
    ("In recent weeks the group took it.", "recent weeks", None),
    ("They fled years ago.", "years ago", None),
    ("Two days later they fled.", "Two days later", None),
    ("They fled the following day.", "the following day", None),
    ("They fled that week.", "that week", None),
    ("We fear for the future.", "the future", None),
]


@pytest.mark.parametrize(("text", "said", "value"), VALUES)
def test_expression_has_its_value(text: str, said: str, value: str | None) -> None:
    assert [(found, time.value) for found, time in read(text)] == [(said, value)]


DURATIONS = [
    ("It lasted three months.", "three months", "P3M"),
    ("A three-month truce was offered.", "three-month", "P3M"),
    ("A THREE-MONTH CEASEFIRE", "THREE-MONTH", "P3M"),
    ("They waited for a week.", "a week", "P1W"),
    ("They waited half an hour.", "half an hour", "PT30M"),
    ("They waited two and a half years.", "two and a half years", "P2Y6M"),
    ("They waited 2 1/2 years.", "2 1/2 years", "P2Y6M"),
    ("They waited at least 72 hours.", "at least 72 hours", "PT72H"),
    ("They waited nearly two decades.", "nearly two decades", "P20Y"),
    ("They waited for decades.", "decades", None),
    ("They waited several weeks.", "several weeks", None),
    ("They waited two to three weeks.", "two to three weeks", None),
    ("They waited a minute and a half.", "a minute and a half", "PT1M30S"),
    ("It runs daily.", "daily", "P1D"),
    ("It runs every two weeks.", "every two weeks", "P2W"),
    ("It runs on Mondays.", "Mondays", "P1W"),
]


@pytest.mark.parametrize(("text", "said", "duration"), DURATIONS)
def test_length_has_its_duration_and_no_date(text: str, said: str, duration: str | None) -> None:
    assert [(found, time.duration, time.value) for found, time in read(text)] == [(said, duration, None)]


RANGES = [
    ("It lasted from May to July.", "from May to July", "2021-05", "2021-07"),
    ("It lasted from November to February.", "from November to February", "2020-11", "2021-02"),
    ("He ruled between 1992 and 1996.", "between 1992 and 1996", "1992", "1996"),
    ("He ruled 1992-1996.", "1992-1996", "1992", "1996"),
    ("He ruled in 1992-96.", "1992-96", "1992", "1996"),
    ("The fair of July 5-7 was quiet.", "July 5-7", "2021-07-05", "2021-07-07"),
    ("The fair of 5-7 July 2019 was quiet.", "5-7 July 2019", "2019-07-05", "2019-07-07"),
    ("It ran between June 5 and June 9.", "between June 5 and June 9", "2021-06-05", "2021-06-09"),
    ("It ran from May 2020 to July 2021.", "from May 2020 to July 2021", "2020-05", "2021-07"),
    ("It ran from Monday to Wednesday.", "from Monday to Wednesday", "2021-07-12", "2021-07-14"),
    ("Clashes went on over the weekend.", "the weekend", "2021-07-10", "2021-07-11"),
    ("Sales fell in the third quarter of 2019.", "the third quarter of 2019", "2019-07", "2019-09"),
    ("Sales fell in the first half of 2019.", "the first half of 2019", "2019-01", "2019-06"),
    ("It fell in the past three months.", "the past three months", "2021-04", "2021-07"),
]


@pytest.mark.parametrize(("text", "said", "value", "until"), RANGES)
def test_range_has_both_ends(text: str, said: str, value: str, until: str) -> None:
    assert [(found, time.value, time.until) for found, time in read(text)] == [(said, value, until)]


RELATIONS = [
    ("It has held since early May.", "since"),
    ("They must go by August 31.", "by"),
    ("They stay until Monday.", "until"),
    ("They left before Friday.", "before"),
    ("They left prior to Friday.", "before"),
    ("They left after June.", "after"),
    ("They rested during the summer of 2020.", "during"),
    ("They rested on Friday.", None),
    ("It began more than 20 years ago.", "before"),
    ("It began less than two months ago.", "after"),
    ("They pull out within three months.", "within"),
]


@pytest.mark.parametrize(("text", "relation"), RELATIONS)
def test_relation_is_the_word_before(text: str, relation: str | None) -> None:
    assert [time.relation for _, time in read(text)] == [relation]


NO_TIMES = [
    "Yusuf, 32, was held.",
    "A man aged 32 was held.",
    "The 12-year-old was held.",
    "They may leave the town.",
    "May they leave in peace.",
    "They march on the capital.",
    "The second man was held.",
    "It came second.",
    "He called 2000 people home.",
    "It cost $1990.",
    "An F-2000 jet flew by.",
    "The sun rose and the cat sat.",
    "A quarter of the town fled.",
    "An august company was there.",
    "Ring 555 1234 for help.",
    "They flew at 1950 metres.",
    "They spring into action as leaves fall.",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_words_that_are_no_time_give_none(text: str) -> None:
    assert read(text) == []


RELATIVE = ["on Thursday", "last week", "in June", "two years ago", "tomorrow", "over the weekend", "this morning"]


@pytest.mark.parametrize("said", RELATIVE)
@pytest.mark.parametrize("published", [None, "2021", "July 2021"])
def test_without_a_day_of_publication_nothing_relative_has_a_value(said: str, published: str | None) -> None:
    (found,) = read(f"It fell {said}.", published)
    assert (found[1].value, found[1].until, found[1].relative) == (None, None, True)


def test_without_a_day_of_publication_a_written_date_keeps_its_value() -> None:
    assert [(t.value, t.relative) for _, t in read("It fell on 3 May 2019.", None)] == [("2019-05-03", False)]


def test_a_full_timestamp_of_publication_anchors_on_its_day() -> None:
    assert [t.value for _, t in read("It fell on Thursday.", "2021-07-16T23:30:00Z")] == ["2021-07-15"]


def test_several_expressions_come_in_order() -> None:
    found = read("On Monday and again on July 3, 2019, they met for two hours.")
    assert [said for said, _ in found] == ["Monday", "July 3, 2019", "two hours"]


AHEAD = """
The the DET DT 2 det
talks talk NOUN NNS 3 nsubj
{verb}
on on ADP IN {on} case
Wednesday Wednesday PROPN NNP {head} obl
. . PUNCT . 3 punct
"""

TENSES = [
    ("resumed resume VERB VBD 0 root", 3, "2021-07-14"),
    ("resume resume VERB VBP 0 root", 3, "2021-07-21"),
    ("will will AUX MD 4 aux\nresume resume VERB VB 0 root", 4, "2021-07-21"),
    ("have have AUX VBP 4 aux\nresumed resume VERB VBN 0 root", 4, "2021-07-14"),
    ("are be AUX VBP 4 aux\nresuming resume VERB VBG 0 root", 4, "2021-07-21"),
    ("were be AUX VBD 4 aux\nresuming resume VERB VBG 0 root", 4, "2021-07-14"),
    ("are be AUX VBP 4 aux:pass\nscheduled schedule VERB VBN 0 root", 4, "2021-07-21"),
    ("were be AUX VBD 4 aux:pass\nheld hold VERB VBN 0 root", 4, "2021-07-14"),
    (
        "were be AUX VBD 4 aux:pass\nexpected expect VERB VBN 0 root\nto to PART TO 6 mark\n"
        "resume resume VERB VB 4 xcomp",
        6,
        "2021-07-21",
    ),
    ("failed fail VERB VBD 0 root\nto to PART TO 5 mark\nresume resume VERB VB 3 xcomp", 5, "2021-07-14"),
]


@pytest.mark.parametrize(("verb", "governor", "value"), TENSES)
def test_tense_of_the_governing_verb_turns_a_weekday(verb: str, governor: int, value: str) -> None:
    width = verb.count("\n") + 1
    head = 2 + width + 2
    rows = AHEAD.format(verb=verb, on=head, head=governor)
    reading = build(rows, published=DAY)
    (mention,) = find_times(reading.sentences[0], 0, reading.report)
    assert (mention.text, resolved(mention).value, mention.head) == ("Wednesday", value, head - 1)


def test_a_modifier_of_a_noun_does_not_take_the_tense_of_the_sentence() -> None:
    reading = build(
        """
        They they PRON PRP 3 nsubj
        will will AUX MD 3 aux
        discuss discuss VERB VB 0 root
        Wednesday Wednesday PROPN NNP 6 nmod:poss
        's 's PART POS 4 case
        raid raid NOUN NN 3 obj
        """,
        published=DAY,
    )
    (mention,) = find_times(reading.sentences[0], 0, reading.report)
    assert resolved(mention).value == "2021-07-14"


def test_a_month_in_a_person_name_is_no_time() -> None:
    reading = build(
        """
        Backed back VERB VBN 0 root
        by by ADP IN 3 case
        May May PROPN NNP 1 obl:agent B-PER
        in in ADP IN 5 case
        May May PROPN NNP 1 obl
        """,
        published=DAY,
    )
    found = find_times(reading.sentences[0], 0, reading.report)
    assert [(m.start, m.text) for m in found] == [(reading.report.text.rindex("May"), "May")]


def test_mention_points_into_the_report() -> None:
    text = "Heading.  They fled on Thursday."
    token = Token(text="Thursday", start=23, end=31, lemma="Thursday", upos="PROPN", xpos="NNP", head=-1, deprel="root")
    report = Report(id="r", text=text, published=DAY)
    (mention,) = find_times(Sentence(start=10, end=32, passage=0, tokens=(token,)), 1, report)
    assert (mention.kind, mention.sentence, mention.head) == (MentionKind.TIME, 1, 0)
    assert text[mention.start : mention.end] == mention.text == "Thursday"
    assert len(mention.id) == 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SAN LUIS, 13 JAN 90 (WIRE)", "1990-01-13"),
        ("GOMA, March 3, 2022 (Wire)", "2022-03-03"),
        ("KABUL, July 16 (Wire)", None),
        ("GOMA", None),
    ],
)
def test_a_dateline_with_a_full_date_can_anchor(text: str, expected: str | None) -> None:
    assert dateline_day(text) == expected
