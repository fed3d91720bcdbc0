"""Quantities: sentence -> what is found, its bounds and its unit; then what is counted, from trees."""

from __future__ import annotations

import re

import pytest

from dateline.mention.quantity import find_quantities
from dateline.mention.time import find_times
from dateline.records import Mention, MentionKind, Quantity, Report, Sentence, Token
from trees import build

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[^\w\s]")


def resolved(mention: Mention) -> Quantity:
    assert isinstance(mention.resolved, Quantity)
    return mention.resolved


def words(text: str) -> tuple[Token, ...]:
    """Cut a text into words without tags or tree."""
    spans = [m.span() for m in _WORD.finditer(text)]
    return tuple(
        Token(text=text[s:e], start=s, end=e, lemma=text[s:e].lower(), upos="X", xpos="X", head=-1, deprel="dep")
        for s, e in spans
    )


def mentions(text: str) -> list[Mention]:
    """Find times, then quantities, in one sentence whose words are cut by rule and have no tree."""
    report = Report(id="r", text=text, published="2021-07-16")
    sentence = Sentence(start=0, end=len(text), passage=0, tokens=words(text))
    return find_quantities(sentence, 0, report, find_times(sentence, 0, report))


def read(text: str) -> list[tuple[str, float, float | None, str | None]]:
    found = [(m.text, resolved(m)) for m in mentions(text)]
    return [(said, quantity.low, quantity.high, quantity.unit) for said, quantity in found]


BOUNDS = [
    # exact, in digits and words
    ("They freed 5,000 prisoners.", "5,000", 5000, 5000),
    ("THE GROUP WANTS SEVEN THOUSAND FREED", "SEVEN THOUSAND", 7000, 7000),
    ("Twenty-two trucks burned.", "Twenty-two", 22, 22),
    ("One hundred and twenty homes burned.", "One hundred and twenty", 120, 120),
    ("A dozen trucks burned.", "A dozen", 12, 12),
    ("Two dozen trucks burned.", "Two dozen", 24, 24),
    ("Half a million fled.", "Half a million", 500000, 500000),
    ("A hundred thirty million fled.", "A hundred thirty million", 130e6, 130e6),
    ("A quarter of a million fled.", "A quarter of a million", 250000, 250000),
    ("Two and a half million fled.", "Two and a half million", 2500000, 2500000),
    ("Some 1.2 million fled.", "Some 1.2 million", 1200000, 1200000),
    ("The state hosts 2,50,000 refugees.", "2,50,000", 250000, 250000),  # as India groups digits
    ("A convoy of 8.2 million parts.", "8.2 million", 8200000, 8200000),
    ("The state hosts 3m refugees.", "3m", 3000000, 3000000),
    # near
    ("Around 1,500 came.", "Around 1,500", 1500, 1500),
    ("An estimated 20,000 came.", "An estimated 20,000", 20000, 20000),
    ("Nearly 50 came.", "Nearly 50", 50, 50),
    ("Close to 300 came.", "Close to 300", 300, 300),
    ("A total of 40 came.", "A total of 40", 40, 40),
    ("30 or so came.", "30 or so", 30, 30),
    # open above
    ("At least 12 died.", "At least 12", 12, None),
    ("AT LEAST TWELVE DIED", "AT LEAST TWELVE", 12, None),
    ("More than 400 died.", "More than 400", 400, None),
    ("No fewer than nine died.", "No fewer than nine", 9, None),
    ("Upwards of 90 died.", "Upwards of 90", 90, None),
    ("Well over 90 trucks burned.", "Well over 90", 90, None),
    ("20 or more died.", "20 or more", 20, None),
    ("400+ died.", "400+", 400, None),
    ("20-plus died.", "20-plus", 20, None),
    ("Dozens died.", "Dozens", 24, None),
    ("Scores of them died.", "Scores", 40, None),
    ("Hundreds died.", "Hundreds", 200, None),
    ("Thousands marched.", "Thousands", 2000, None),
    ("Tens of thousands marched.", "Tens of thousands", 20000, None),
    ("Hundreds of thousands marched.", "Hundreds of thousands", 200000, None),
    ("Millions marched.", "Millions", 2000000, None),
    ("Several hundred marched.", "Several hundred", 200, None),
    ("A few thousand marched.", "A few thousand", 2000, None),
    ("A couple of dozen marched.", "A couple of dozen", 24, None),
    # open below
    ("Up to 30 died.", "Up to 30", 0, 30),
    ("As many as 30 died.", "As many as 30", 0, 30),
    ("No more than 30 died.", "No more than 30", 0, 30),
    ("Fewer than ten died.", "Fewer than ten", 0, 10),
    # both ends
    ("Between 30 and 40 died.", "Between 30 and 40", 30, 40),
    ("30-40 died.", "30-40", 30, 40),
    ("30 to 40 died.", "30 to 40", 30, 40),
    ("Three or four died.", "Three or four", 3, 4),
    ("2 to 3 million fled.", "2 to 3 million", 2000000, 3000000),
    # of a whole
    ("It holds 100 out of more than 400 districts.", "100 out of more than 400", 100, 100),
]


@pytest.mark.parametrize(("text", "said", "low", "high"), BOUNDS)
def test_number_has_its_bounds(text: str, said: str, low: float, high: float | None) -> None:
    assert read(text) == [(said, low, high, None)]


UNITS = [
    ("It holds 80 per cent of it.", "80 per cent", 80, 80, "percent"),
    ("It holds 12.5% of it.", "12.5%", 12.5, 12.5, "percent"),
    ("It holds more than 85 percent.", "more than 85 percent", 85, None, "percent"),
    ("It holds between 30% and 40%.", "between 30% and 40%", 30, 40, "percent"),
    ("It holds half of the land.", "half", 50, 50, "percent"),
    ("It holds more than half of the land.", "more than half", 50, None, "percent"),
    ("It holds a third of the land.", "a third", 33.33, 33.33, "percent"),
    ("It holds two-thirds of the land.", "two-thirds", 66.67, 66.67, "percent"),
    ("It hits one in three of them.", "one in three", 33.33, 33.33, "percent"),
    ("It hits 1 in 4 of them.", "1 in 4", 25, 25, "percent"),
    ("The dam cost $2bn.", "$2bn", 2e9, 2e9, "USD"),
    ("The dam cost US$5 million.", "US$5 million", 5e6, 5e6, "USD"),
    ("The dam cost A$5 million.", "A$5 million", 5e6, 5e6, "AUD"),
    ("The dam cost £20m.", "£20m", 2e7, 2e7, "GBP"),
    ("The dam cost 2.5 million euros.", "2.5 million euros", 2.5e6, 2.5e6, "EUR"),
    ("The dam cost $2-3 million.", "$2-3 million", 2e6, 3e6, "USD"),
    ("The dam cost at least 300 dollars.", "at least 300 dollars", 300, None, "USD"),
    ("The dam cost 200 rupees.", "200 rupees", 200, 200, "rupee"),
    ("The dam cost billions of dollars.", "billions of dollars", 2e9, None, "USD"),
    ("It has sway over at least 300 dollars.", "at least 300 dollars", 300, None, "USD"),
    ("The dam cost Rs 500.", "Rs 500", 500, 500, "rupee"),
    ("The dam cost 40 Swiss francs.", "40 Swiss francs", 40, 40, "CHF"),
    ("The dam cost 40 Guinean francs.", "40 Guinean francs", 40, 40, "franc"),
    ("They walked 5 km home.", "5 km", 5, 5, "km"),
    ("A 12-mile line formed.", "12-mile", 12, 12, "mi"),
    ("They took 20 kilos of it.", "20 kilos", 20, 20, "kg"),
    ("They took 50,000 barrels.", "50,000 barrels", 50000, 50000, "bbl"),
    ("They hold 30 square kilometres.", "30 square kilometres", 30, 30, "km2"),
]


@pytest.mark.parametrize(("text", "said", "low", "high", "unit"), UNITS)
def test_number_has_its_unit(text: str, said: str, low: float, high: float | None, unit: str) -> None:
    assert read(text) == [(said, low, high, unit)]


def test_money_is_a_kind_of_its_own() -> None:
    assert [m.kind for m in mentions("It gave $5 million to 300 farms.")] == [MentionKind.MONEY, MentionKind.QUANTITY]


NOTHING = [
    "Yusuf, 32, was held.",
    "A man aged 32 was held.",
    "A 12-year-old was held.",
    "It began in 2014.",
    "It began on 5 May 2014.",
    "It lasted three months.",
    "An F-16 fell.",
    "Flight MH17 fell.",
    "A Boeing 737 fell.",
    "The Group of 20 met.",
    "Article 370 fell.",
    "Resolution 2254 passed.",
    "Call 555-0199 now.",
    "Call +44 now.",
    "They met at 10:35.",
    "They won 3-1 there.",
    "The third man fell.",
    "The 23rd man fell.",
    "1. The first item",
    "2) The second item",
    "No one came.",
    "One of them came.",
    "They shot one another.",
    "A soldier was killed.",
    "One soldier was killed.",
    "Covid-19 spread.",
    "Zero came.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_number_that_counts_nothing_is_left_out(text: str) -> None:
    assert read(text) == []


def test_change_from_one_number_to_another_is_two() -> None:
    assert [said for said, *_ in read("The toll rose from 30 to 40.")] == ["30", "40"]


COUNTED = [
    ("12 12 NUM CD 2 nummod\nprisoners prisoner NOUN NNS 3 nsubj\nfled flee VERB VBD 0 root", "12", "prisoner", "12"),
    (
        "At at ADP IN 2 case\nleast least ADJ JJS 3 nmod\n12 12 NUM CD 5 nummod\narmed armed ADJ JJ 5 amod\n"
        "men man NOUN NNS 6 nsubj\nfled flee VERB VBD 0 root",
        "At least 12",
        "man",
        "12",
    ),
    (
        "Dozens dozen NOUN NNS 4 nsubj\nof of ADP IN 3 case\nfighters fighter NOUN NNS 1 nmod\n"
        "fled flee VERB VBD 0 root",
        "Dozens",
        "fighter",
        "Dozens",
    ),
    (
        "80 80 NUM CD 3 nummod\nper per ADP IN 3 case\ncent cent NOUN NN 6 nsubj\nof of ADP IN 5 case\n"
        "voters voter NOUN NNS 3 nmod\nfled flee VERB VBD 0 root",
        "80 per cent",
        "voter",
        "cent",
    ),
    (
        "Two two NUM CD 2 compound\nthousand thousand NUM CD 3 nummod\nfighters fighter NOUN NNS 4 nsubj\n"
        "fled flee VERB VBD 0 root",
        "Two thousand",
        "fighter",
        "thousand",
    ),
    (
        "They they PRON PRP 2 nsubj\nbrought bring VERB VBD 0 root\nto to ADP IN 4 case\nnine nine NUM CD 2 obl\n"
        "the the DET DT 6 det\nnumber number NOUN NN 2 obj\nof of ADP IN 8 case\nhostages hostage NOUN NNS 6 nmod",
        "nine",
        None,
        "nine",
    ),
    ("12 12 NUM CD 3 nsubj:pass\nwere be AUX VBD 3 aux:pass\nkilled kill VERB VBN 0 root", "12", None, "12"),
    (
        "$ $ SYM $ 0 root\n2bn 2bn NUM CD 1 nummod\nof of ADP IN 4 case\naid aid NOUN NN 1 nmod",
        "$2bn",
        "aid",
        "$",
    ),
]


@pytest.mark.parametrize(("rows", "said", "counted", "head"), COUNTED)
def test_what_is_counted_is_read_off_the_tree(rows: str, said: str, counted: str | None, head: str) -> None:
    reading = build(rows)
    sentence = reading.sentences[0]
    (mention,) = find_quantities(sentence, 0, reading.report, ())
    assert (mention.text, resolved(mention).counted, sentence.tokens[mention.head].text) == (said, counted, head)


def test_one_counts_beside_another_number() -> None:
    reading = build(
        """
        The the DET DT 2 det
        blast blast NOUN NN 3 nsubj
        killed kill VERB VBD 0 root
        one one NUM CD 5 nummod
        guard guard NOUN NN 3 obj
        and and CCONJ CC 7 cc
        wounded wound VERB VBD 3 conj
        three three NUM CD 7 obj
        """
    )
    found = find_quantities(reading.sentences[0], 0, reading.report, ())
    assert [(m.text, resolved(m).counted) for m in found] == [("one", "guard"), ("three", None)]


def test_number_inside_a_name_is_left_out() -> None:
    reading = build(
        """
        Unit unit PROPN NNP 3 nsubj B-ORG
        61 61 NUM CD 1 nummod I-ORG
        shot shoot VERB VBD 0 root
        40 40 NUM CD 5 nummod
        rounds round NOUN NNS 3 obj
        """
    )
    found = find_quantities(reading.sentences[0], 0, reading.report, ())
    assert [m.text for m in found] == ["40"]


def test_a_word_that_often_names_does_not_hide_a_count() -> None:
    reading = build(
        """
        In in ADP IN 3 case
        the the DET DT 3 det
        camp camp NOUN NN 6 obl
        200 200 NUM CD 5 nummod
        families family NOUN NNS 6 nsubj
        wait wait VERB VBP 0 root
        """
    )
    found = find_quantities(reading.sentences[0], 0, reading.report, ())
    assert [(m.text, resolved(m).counted) for m in found] == [("200", "family")]


def test_what_is_taken_is_left_out() -> None:
    text = "They held 30 towns for three weeks."
    assert [m.text for m in mentions(text)] == ["30"]
    taken = Mention(id="m", kind=MentionKind.PLACE, text="30", start=10, end=12, sentence=0, head=2)
    report = Report(id="r", text=text)
    found = find_quantities(Sentence(start=0, end=len(text), passage=0, tokens=words(text)), 0, report, (taken,))
    assert [m.text for m in found] == ["three"]
