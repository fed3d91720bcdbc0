"""Places: what a name with its neighbours is, and the country that the text gives it."""

from __future__ import annotations

import pytest

from dateline.mention import find
from dateline.records import Place
from trees import build

TABLE = [
    (
        "Balkara , Kenya",
        """
It it PRON PRP 2 nsubj
hit hit VERB VBD 0 root
Balkara Balkara PROPN NNP 2 obj B-LOC
, , PUNCT , 5 punct
Kenya Kenya PROPN NNP 3 appos B-LOC
""",
        [("Balkara", "KEN", None), ("Kenya", "KEN", "country")],
    ),
    (
        "a list names no container",
        """
It it PRON PRP 2 nsubj
hit hit VERB VBD 0 root
Balkara Balkara PROPN NNP 2 obj B-LOC
, , PUNCT , 5 punct
Kenya Kenya PROPN NNP 3 conj B-LOC
and and CCONJ CC 7 cc
Uganda Uganda PROPN NNP 3 conj B-LOC
""",
        [("Balkara", None, None), ("Kenya", "KEN", "country"), ("Uganda", "UGA", "country")],
    ),
    (
        "in eastern X",
        """
It it PRON PRP 2 nsubj
hit hit VERB VBD 0 root
Balkara Balkara PROPN NNP 2 obj B-LOC
in in ADP IN 6 case
eastern eastern ADJ JJ 6 amod
Congo Congo PROPN NNP 3 nmod B-LOC
""",
        [("Balkara", "COD", None), ("Congo", "COD", "country")],
    ),
    (
        "possessive, with a class word",
        """
It it PRON PRP 2 nsubj
hit hit VERB VBD 0 root
Mexico Mexico PROPN NNP 6 nmod:poss B-LOC
's 's PART POS 3 case
Balkara Balkara PROPN NNP 6 compound B-LOC
province province NOUN NN 2 obj
""",
        [("Mexico", "MEX", "country"), ("Balkara province", "MEX", "province")],
    ),
    (
        "the Yemeni city of X",
        """
the the DET DT 3 det
Yemeni Yemeni ADJ JJ 3 amod B-NORP
city city NOUN NN 6 nsubj
of of ADP IN 5 case
Balkara Balkara PROPN NNP 3 nmod B-LOC
fell fall VERB VBD 0 root
""",
        [("Balkara", "YEM", "city")],
    ),
    (
        "a border belongs to no one country",
        """
the the DET DT 3 det
Chad Chad PROPN NNP 3 compound B-LOC
border border NOUN NN 4 nsubj
closed close VERB VBD 0 root
""",
        [("Chad border", None, "border")],
    ),
    (
        "an airport is a facility with the country of its capital",
        """
Nairobi Nairobi PROPN NNP 2 compound B-LOC
airport airport NOUN NN 3 nsubj
closed close VERB VBD 0 root
""",
        [("Nairobi airport", "KEN", "airport")],
    ),
    (
        "the class word may be in the name already",
        """
Lake Lake PROPN NNP 3 nsubj B-LOC
Balkara Balkara PROPN NNP 1 flat I-LOC
rose rise VERB VBD 0 root
""",
        [("Lake Balkara", None, "lake")],
    ),
    (
        "a part of a state has its country",
        """
Gaza Gaza PROPN NNP 2 nsubj:pass B-LOC
hit hit VERB VBN 0 root
""",
        [("Gaza", "PSE", "part")],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_places(rows: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    reading = next(find([build(rows)]))
    places = [
        (mention.text, mention.resolved.country, mention.resolved.feature)
        for mention in reading.mentions
        if isinstance(mention.resolved, Place)
    ]
    assert places == expected


def test_what_the_text_says_once_holds_through_the_report() -> None:
    again = "Balkara Balkara PROPN NNP 2 nsubj:pass B-LOC\nhit hit VERB VBN 0 root"
    reading = next(find([build(f"{TABLE[0][1]}\n\n{again}")]))
    places = [mention.resolved for mention in reading.mentions if mention.text == "Balkara"]
    assert [place.country for place in places if isinstance(place, Place)] == ["KEN", "KEN"]
