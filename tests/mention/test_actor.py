"""Nominal actors: phrase -> what it stands for; then metonymy."""

from __future__ import annotations

import pytest

from dateline.mention import find
from dateline.records import Actor, MentionKind
from trees import build


def resolved(phrase: str, **more: str) -> str:
    """Return kind, country, sector and entity of the phrase's head in "PHRASE left ." (words ``form[/lemma[/upos]]``).

    All words hang from the last as compound, adjective or determiner.
    """
    rows = []
    words = phrase.split()
    for number, word in enumerate(words, 1):
        form, lemma, upos = [*word.split("/"), "", ""][:3]
        last = number == len(words)
        upos = upos or ("NOUN" if form.islower() or last else "PROPN")
        deprel = {"ADJ": "amod", "DET": "det", "NUM": "nummod", "PUNCT": "punct"}.get(upos, "compound")
        xpos = "NNS" if last and lemma and lemma != form else "NN"
        head, deprel = (len(words) + 1, "nsubj") if last else (len(words), deprel)
        rows.append(f"{form} {lemma or form} {upos} {xpos} {head} {deprel}")
    rows += ["left leave VERB VBD 0 root", f". . PUNCT . {len(words) + 1} punct"]
    reading = next(find([build("\n".join(rows), **more)]))
    for mention in reading.mentions:
        if mention.head == len(words) - 1 and isinstance(mention.resolved, Actor):
            actor = mention.resolved
            known = (mention.kind.value, actor.country, actor.sector, actor.entity)
            return " ".join(value for value in known if value is not None)
    return ""


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a/a/DET soldier", "person MIL"),
        ("soldiers/soldier", "group MIL"),
        ("the/the/DET Malian/Malian/ADJ army", "organization MLI MIL state.MLI.military"),  # its armed forces
        ("the/the/DET Peruvian/Peruvian/ADJ army", "organization PER MIL state.PER.army"),
        ("the/the/DET new/new/ADJ Malian/Malian/ADJ government", "organization MLI GOV state.MLI.government"),
        ("former/former/ADJ Malian/Malian/ADJ government", "organization MLI GOV"),  # not the one that is
        ("Malian/Malian/ADJ border police", "organization MLI COP state.MLI.border-guard"),
        ("Malian/Malian/ADJ traffic police", "organization MLI COP"),  # a part of it
        ("Malian/Malian/ADJ military court", "organization MLI MIL"),
        ("Malian/Malian/ADJ and/and/CCONJ Chadian/Chadian/ADJ government", "organization GOV"),  # two
        ("Malian/Malian/ADJ national/national/ADJ assembly", "organization MLI LEG state.MLI.parliament"),
        ("security officials/official", "group COP"),
        ("Indian/Indian/ADJ police", "organization IND COP state.IND.police"),
        ("aid workers/worker", "group NGO"),
        ("factory workers/worker", "group LAB"),
        ("rebel commanders/commander", "group REB"),
        ("a/a/DET military/military/ADJ spokesman", "person MIL"),
        ("government forces/force", "group MIL"),
        ("rebel forces/force", "group REB"),
        ("the/the/DET French/French/ADJ interior minister", "person FRA GOV"),
        ("opposition leaders/leader", "group OPP"),
        ("Hamas leaders/leader", "group PSE REB org.hamas"),
        ("a/a/DET Hamas leader", "person PSE REB"),
        ("Boko Haram militants/militant", "group NGA REB org.boko-haram"),
        ("Hamas prisoners/prisoner", "group PSE CVL"),
        ("US and/and/CCONJ Afghan/Afghan/ADJ troops/troops", "group MIL"),
        ("Hamas negotiators/negotiator", "group PSE REB org.hamas"),
        ("rebel negotiators/negotiator", "group REB"),
        ("French/French/ADJ negotiators/negotiator", "group FRA GOV"),
        ("UN-backed/un-backed/ADJ forces/force", "group MIL"),  # not the UN's
        ("French-backed/french-backed/ADJ Malian/Malian/ADJ army", "organization MLI MIL state.MLI.military"),
        ("Malian/Malian/ADJ junta", "organization MLI GOV state.MLI.government"),
        ("no/no/DET soldier", ""),
        ("members/member", ""),
        ("the/the/DET weather", ""),
    ],
)
def test_a_phrase_tells_kind_country_and_sector(phrase: str, expected: str) -> None:
    assert resolved(phrase) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2021-07-16", "group AFG REB org.taliban"), ("2023-01-01", "group AFG GOV org.taliban")],
)
def test_a_sector_changes_with_the_date_of_the_report(published: str, expected: str) -> None:
    assert resolved("Taliban fighters/fighter", published=published) == expected


def homes(*rows: str) -> list[tuple[str, str | None]]:
    """Return persons and groups of sentences, each with its country."""
    reading = next(find([build("\n\n".join(rows))]))
    people = [m for m in reading.mentions if m.kind in (MentionKind.PERSON, MentionKind.GROUP)]
    return [(m.text, m.resolved.country) for m in people if isinstance(m.resolved, Actor)]


OF = """
{who} {lemma} NOUN NNS 4 nsubj
{case} {case} ADP IN 3 case
{place} {place} PROPN NNP 1 nmod B-LOC
left leave VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("who", "lemma", "case", "place", "expected"),
    [
        ("Residents", "resident", "of", "Bamako", "MLI"),
        ("Residents", "resident", "of", "Mopti", "MLI"),  # no capital: the gazetteer tells
        ("Villagers", "villager", "in", "Mopti", "MLI"),
        ("Rebels", "rebel", "from", "Mopti", "MLI"),
        ("Tourists", "tourist", "in", "Mopti", None),  # they are of elsewhere
        ("Soldiers", "soldier", "from", "Mopti", None),  # they may be French
        ("Residents", "resident", "near", "Mopti", None),
        ("Residents", "resident", "of", "Qwertzuiop", None),
    ],
)
def test_a_place_tells_whose_people_are(who: str, lemma: str, case: str, place: str, expected: str | None) -> None:
    assert homes(OF.format(who=who, lemma=lemma, case=case, place=place)) == [(who, expected)]


GOVERNOR = """
The the DET DT 2 det
governor governor NOUN NN 9 nsubj
of of ADP IN 4 case
Mopti Mopti PROPN NNP 2 nmod B-LOC
, , PUNCT , 6 punct
Rahim Rahim PROPN NNP {head} appos B-PER
Traore Traore PROPN NNP 6 flat I-PER
, , PUNCT , 6 punct
left leave VERB VBD 0 root
"""


@pytest.mark.parametrize("head", [2, 4])  # the parser may hang the name from the place
def test_a_person_is_in_apposition_to_the_office_and_not_to_its_place(head: int) -> None:
    reading = next(
        find(
            [build(GOVERNOR.format(head=head) + "\nTraore Traore PROPN NNP 2 nsubj B-PER\nleft leave VERB VBD 0 root")]
        )
    )
    people = [m.resolved for m in reading.mentions if m.kind is MentionKind.PERSON]
    assert len(people) == 3
    assert {(p.name, p.country, p.sector) for p in people if isinstance(p, Actor)} == {("Rahim Traore", "MLI", "GOV")}


TITLED = """
{first} {first} PROPN NNP 3 compound
{second} {second} PROPN NNP 3 compound
Okoro Okoro PROPN NNP 4 nsubj B-PER
left leave VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("first", "second", "sector"),
    [("Governor", "General", "GOV"), ("Senator", "Colonel", "LEG"), ("Major", "General", "MIL")],
)
def test_an_office_goes_before_the_rank_after_it(first: str, second: str, sector: str) -> None:
    (person,) = next(find([build(TITLED.format(first=first, second=second))])).mentions
    assert isinstance(person.resolved, Actor)
    assert person.resolved.sector == sector


SUBJECT = """
{name} {name} PROPN NNP 2 {rel} B-LOC
{verb} {lemma} VERB VBD 0 root
{other} {other} PROPN NNP 2 obj B-LOC
"""


@pytest.mark.parametrize(
    ("name", "verb", "lemma", "rel", "expected"),
    [
        ("Tehran", "warned", "warn", "nsubj", "organization"),
        ("Tehran", "fell", "fall", "nsubj", "place"),
        ("Tehran", "flooded", "flood", "nsubj", "place"),
        ("Iran", "built", "build", "nsubj", "organization"),
        ("Iran", "saw", "see", "nsubj", "place"),
        ("Iran", "bombed", "bomb", "nsubj:pass", "place"),
        ("Kumasi", "warned", "warn", "nsubj", "place"),
    ],
)
def test_a_state_acts_where_its_name_is_the_subject(name: str, verb: str, lemma: str, rel: str, expected: str) -> None:
    rows = SUBJECT.format(name=name, verb=verb, lemma=lemma, rel=rel, other="Kumasi")
    reading = next(find([build(rows)]))
    first = reading.mentions[0]
    assert first.kind == expected
    if expected == "organization":
        assert isinstance(first.resolved, Actor)
        assert (first.resolved.sector, first.resolved.resolved_by) == ("GOV", "metonymy")


def test_a_state_that_is_spoken_to_is_an_actor() -> None:
    rows = SUBJECT.format(name="Kumasi", verb="accused", lemma="accuse", rel="nsubj", other="Iran")
    assert next(find([build(rows)])).mentions[-1].kind is MentionKind.ORGANIZATION


def test_the_country_of_an_office_is_the_one_it_is_in() -> None:
    reading = next(
        find(
            [
                build(
                    """
officials official NOUN NNS 4 nsubj
in in ADP IN 3 case
Ghana Ghana PROPN NNP 1 nmod B-LOC
left leave VERB VBD 0 root

tourists tourist NOUN NNS 4 nsubj
in in ADP IN 3 case
Ghana Ghana PROPN NNP 1 nmod B-LOC
left leave VERB VBD 0 root
"""
                )
            ]
        )
    )
    actors = [mention.resolved for mention in reading.mentions if isinstance(mention.resolved, Actor)]
    assert [(actor.sector, actor.country) for actor in actors] == [("GOV", "GHA"), ("CVL", None)]
