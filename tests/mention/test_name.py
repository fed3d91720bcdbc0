"""Names: spans repaired, lexicon forms weighed against the model's spans, forms read by their capitals."""

from __future__ import annotations

import pytest

from dateline.mention import label
from dateline.mention.known import Context, context_of, country_of, entry_of, introduced, is_shouting, scan
from dateline.mention.name import find_names
from dateline.records import Reading
from dateline.tree import Tree
from trees import build


def reading(words: str) -> Reading:
    """Build one sentence of words ``form[/UPOS[/entity]]``, all hanging from the last."""
    rows = []
    size = len(words.split())
    for number, word in enumerate(words.split(), 1):
        form, upos, entity = [*word.split("/"), "", ""][:3]
        head, deprel = (0, "root") if number == size else (size, "dep")
        rows.append(f"{form} {form} {upos or 'NOUN'} X {head} {deprel} {entity or 'O'}")
    return build("\n".join(rows))


def names(words: str, *, named: str = "") -> list[tuple[str, str]]:
    """Return text and what each name is: registry id, country with use, or the model's label."""
    sentence = reading(words).sentences[0]
    hits = scan(sentence)
    context = Context(date=None, countries=frozenset(named.split()), entries=frozenset())
    tree = Tree(sentence)
    found = []
    for name in find_names(tree, hits, context):
        what = name.label
        if name.entry is not None:
            what = name.entry.id
        elif name.country is not None:
            what = f"{name.country.iso3} {name.country.use}"
        found.append((" ".join(token.text for token in tree.tokens[name.first : name.last + 1]), what))
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # the span is repaired
        ("the/DET/B-ORG Amber/PROPN/I-ORG Council/PROPN/I-ORG met", [("Amber Council", "ORG")]),
        ("Amber/PROPN/B-ORG Council/PROPN/I-ORG 's/PART/I-ORG plan", [("Amber Council", "ORG")]),
        ("President/PROPN/B-PER Ada/PROPN/I-PER Okoro/PROPN/I-PER left", [("Ada Okoro", "PER")]),
        ("Mr/PROPN/B-PER Okoro/PROPN/I-PER left", [("Okoro", "PER")]),
        ("Okoro/PROPN/I-PER left", [("Okoro", "PER")]),
        ("Sao/PROPN/B-LOC -/PUNCT Joao/PROPN fell", [("Sao - Joao", "LOC")]),
        ("Amber/PROPN/B-ORG -/PUNCT backed/VERB men", [("Amber", "ORG")]),
        # the acronym after a name tells how far it goes
        (
            "Movement/PROPN/B-ORG for/ADP/I-ORG Justice/PROPN/I-ORG in/ADP Orland/PROPN/B-LOC (/PUNCT MJO/PROPN/B-ORG "
            ")/PUNCT met",
            [("Movement for Justice in Orland", "ORG"), ("MJO", "ORG")],
        ),
        (
            "Front/PROPN/B-ORG of/ADP the/DET Velt/PROPN/B-LOC (/PUNCT FV/PROPN/B-ORG )/PUNCT met",  # too short to tell
            [("Front", "ORG"), ("Velt", "LOC"), ("FV", "ORG")],
        ),
        (
            "men/NOUN in/ADP Justice/PROPN/B-ORG in/ADP Orland/PROPN/B-LOC (/PUNCT NATO/PROPN )/PUNCT met",
            [("Justice", "ORG"), ("Orland", "LOC"), ("NATO", "org.nato")],
        ),
        # the lexicon knows the whole span, or more
        ("Turkey/PROPN/B-LOC fell", [("Turkey", "TUR name")]),
        ("Turkey/PROPN fell", [("Turkey", "TUR name")]),
        ("the Islamic/ADJ/B-ORG State/PROPN/I-ORG group/NOUN fell", [("Islamic State group", "org.isis")]),
        ("al/PROPN/B-ORG -/PUNCT/I-ORG Qa'ida/PROPN/I-ORG fell", [("al - Qa'ida", "org.aq")]),
        ("Côte/PROPN/B-LOC d'Ivoire/PROPN/I-LOC fell", [("Côte d'Ivoire", "CIV name")]),
        ("Guinea/PROPN -/PUNCT Bissau/PROPN fell", [("Guinea - Bissau", "GNB name")]),
        ("The/DET Guardian/PROPN/B-ORG Council/PROPN/I-ORG met", [("Guardian Council", "org.guardian-council")]),
        ("South/PROPN/B-LOC Sudan/PROPN/I-LOC fell", [("South Sudan", "SSD name")]),
        ("Afghan/ADJ/B-NORP -/PUNCT/I-NORP Pakistan/PROPN/I-NORP border",
         [("Afghan", "AFG adjective"), ("Pakistan", "PAK name")]),
        ("eastern/ADJ/B-LOC Chad/PROPN/I-LOC fell", [("Chad", "TCD name")]),
        ("Chief/PROPN Justice/PROPN/B-PER Ada/PROPN/I-PER Okoro/PROPN/I-PER left", [("Ada Okoro", "PER")]),
        # inside a longer name of the model it is no name of its own
        ("New/PROPN/B-LOC Mexico/PROPN/I-LOC fell", [("New Mexico", "LOC")]),
        ("Bank/PROPN/B-ORG of/ADP/I-ORG Ghana/PROPN/I-ORG fell", [("Bank of Ghana", "ORG")]),
        # a person may be called like a country
        ("Jordan/PROPN/B-PER Blake/PROPN/I-PER fell", [("Jordan Blake", "PER")]),
        ("Chad/PROPN/B-PER fell", [("Chad", "PER")]),
        # a people before a registered name
        ("Palestinian/ADJ/B-ORG Hamas/PROPN/I-ORG fell", [("Palestinian Hamas", "org.hamas")]),
    ],
)  # fmt: skip
def test_names(words: str, expected: list[tuple[str, str]]) -> None:
    assert names(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the polish/ADJ was dry", []),
        ("they told us/PRON so", []),
        ("the US/PROPN fell", [("US", "USA name")]),
        ("the U.S./PROPN fell", [("U.S.", "USA name")]),
        ("a shining/ADJ path/NOUN", []),
        ("the Shining/PROPN Path/PROPN fell", [("Shining Path", "org.shining-path")]),
        ("THE MEN WHO/PRON TOLD US/PRON SO", []),
        ("THE WHO/PROPN/B-ORG TOLD REPORTERS SO", [("WHO", "org.who")]),
        ("THE HEZBOLLAH/PROPN/B-ORG LEADERS LEFT", [("HEZBOLLAH", "org.hezbollah")]),
        ("a mit/NOUN fell", []),
    ],
)
def test_capitals_tell_short_names_from_words(words: str, expected: list[tuple[str, str]]) -> None:
    assert names(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("AFP/PROPN/B-ORG wrote", ["org.afp"]),
        (
            "Armed/PROPN Forces/PROPN of/ADP the/DET Philippines/PROPN (/PUNCT AFP/PROPN )/PUNCT ;/PUNCT AFP/PROPN men",
            ["state.PHL.military"] * 3,
        ),
        ("Amber/PROPN Farm/PROPN Party/PROPN (/PUNCT AFP/PROPN )/PUNCT ;/PUNCT AFP/PROPN men", [None, None]),
        ("Allied/PROPN Democratic/PROPN Force/PROPN (/PUNCT ADF/PROPN )/PUNCT of/ADP Uganda/PROPN/B-LOC", [None]),
        ("Agence/PROPN Francaise/PROPN Presse/PROPN (/PUNCT AFP/PROPN )/PUNCT wrote", ["org.afp"]),  # misspelt
        ("the/DET EU/PROPN/B-ORG )/PUNCT Council/PROPN met", ["org.eu"]),  # "European Union (EU) Council"
    ],
)
def test_an_acronym_is_what_the_report_says_it_is(words: str, expected: list[str | None]) -> None:
    given = reading(words)
    hits = [scan(sentence) for sentence in given.sentences]
    known = introduced(zip(given.sentences, hits, strict=True))
    context = Context(date=None, countries=frozenset(), entries=frozenset(), acronyms=known)
    found = [entry_of(hit, context) for hit in hits[0] if hit.entries]
    assert [entry.id if entry else None for entry in found] == expected


@pytest.mark.parametrize(
    ("words", "named", "expected"),
    [
        ("RSF/PROPN men left", "", []),
        ("RSF/PROPN men left", "SDN", [("RSF", "org.rsf")]),
        ("ADF/PROPN men left", "COD", [("ADF", "org.adf-drc")]),
        ("ADF/PROPN men left", "AUS", [("ADF", "state.AUS.military")]),
        ("ADF/PROPN men left", "AUS COD", []),
        ("Georgia/PROPN fell", "", []),
        ("Georgia/PROPN fell", "GEO", [("Georgia", "GEO name")]),
        ("Victoria/PROPN/B-LOC fell", "", [("Victoria", "LOC")]),
        ("Victoria/PROPN/B-LOC fell", "SYC", [("Victoria", "SYC capital")]),
    ],
)
def test_an_ambiguous_form_needs_its_country_in_the_report(
    words: str, named: str, expected: list[tuple[str, str]]
) -> None:
    assert names(words, named=named) == expected


def test_the_context_holds_only_what_is_beyond_doubt() -> None:
    hits = scan(reading("Georgia/PROPN and Kenya/PROPN and RSF/PROPN and Hamas/PROPN fell").sentences[0])
    context = context_of(hits, "2020-01-01")
    assert context.countries == {"KEN"}
    assert context.entries == {"org.hamas"}
    assert [country_of(hit, context) is not None for hit in hits] == [False, True, False, False]
    assert [entry_of(hit, context) is not None for hit in hits] == [False, False, False, True]


@pytest.mark.parametrize(
    ("words", "expected"), [("TROOPS KILLED FIVE", True), ("Troops killed FIVE", False), ("UN", False)]
)
def test_shouting(words: str, expected: bool) -> None:
    assert is_shouting(reading(words).sentences[0]) is expected


def test_a_place_is_a_place_through_the_report() -> None:
    sentences = build(
        """
Zarghun Zarghun PROPN NNP 2 nsubj B-PER
fell fall VERB VBD 0 root

They they PRON PRP 2 nsubj
lived live VERB VBD 0 root
in in ADP IN 4 case
Zarghun Zarghun PROPN NNP 2 obl B-LOC
"""
    ).sentences
    trees = [Tree(sentence, i) for i, sentence in enumerate(sentences)]
    context = Context(date=None, countries=frozenset(), entries=frozenset())
    found = label.settle(trees, [find_names(tree, [], context) for tree in trees])
    assert [name.label for some in found for name in some] == ["LOC", "LOC"]
