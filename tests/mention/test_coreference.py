"""Pronouns, definite phrases and shorter names: what each is one with, and what is left alone."""

from __future__ import annotations

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import coreference
from dateline.mention import find
from dateline.mention.chain import Groups
from dateline.records import Actor, Mention
from trees import build_compact

SENTENCES = {
    # Amina Bello told reporters that the army had left.
    "amina": """
Amina/Amina/PROPN/NNP/3/nsubj/B-PER Bello/Bello/PROPN/NNP/1/flat/I-PER told/tell/VERB/VBD/0/root
reporters/reporter/NOUN/NNS/3/obj that/that/SCONJ/IN/8/mark the/the/DET/DT/7/det army/army/NOUN/NN/8/nsubj
left/leave/VERB/VBD/3/ccomp ././PUNCT/./3/punct
""",
    # She blamed her rivals.
    "she": """
She/she/PRON/PRP/2/nsubj blamed/blame/VERB/VBD/0/root her/her/PRON/PRP$/4/nmod:poss rivals/rival/NOUN/NNS/2/obj
././PUNCT/./2/punct
""",
    # He blamed his rivals.
    "he": """
He/he/PRON/PRP/2/nsubj blamed/blame/VERB/VBD/0/root his/his/PRON/PRP$/4/nmod:poss rivals/rival/NOUN/NNS/2/obj
././PUNCT/./2/punct
""",
    # "I am ready," Amina Bello said.
    "quote": """
“/“/PUNCT/``/4/punct I/I/PRON/PRP/4/nsubj am/be/AUX/VBP/4/cop ready/ready/ADJ/JJ/9/ccomp ,/,/PUNCT/,/4/punct
”/”/PUNCT/''/4/punct Amina/Amina/PROPN/NNP/9/nsubj/B-PER Bello/Bello/PROPN/NNP/7/flat/I-PER
said/say/VERB/VBD/0/root ././PUNCT/./9/punct
""",
    # Amina resigned.
    "first_name": """
Amina/Amina/PROPN/NNP/2/nsubj/B-PER resigned/resign/VERB/VBD/0/root ././PUNCT/./2/punct
""",
    # The Sahel Relief League closed an office.
    "league": """
The/the/DET/DT/4/det Sahel/Sahel/PROPN/NNP/4/compound/B-ORG Relief/Relief/PROPN/NNP/4/compound/I-ORG
League/League/PROPN/NNP/5/nsubj/I-ORG closed/close/VERB/VBD/0/root an/an/DET/DT/7/det office/office/NOUN/NN/5/obj
././PUNCT/./5/punct
""",
    # Relief League said it would return.
    "short_league": """
Relief/Relief/PROPN/NNP/2/compound/B-ORG League/League/PROPN/NNP/3/nsubj/I-ORG said/say/VERB/VBD/0/root
it/it/PRON/PRP/6/nsubj would/would/AUX/MD/6/aux return/return/VERB/VB/3/ccomp ././PUNCT/./3/punct
""",
    # A guard who stopped left.
    "guard": """
A/a/DET/DT/2/det guard/guard/NOUN/NN/5/nsubj who/who/PRON/WP/4/nsubj stopped/stop/VERB/VBD/2/acl:relcl
left/leave/VERB/VBD/0/root ././PUNCT/./5/punct
""",
    # It rained.
    "rain": """
It/it/PRON/PRP/2/expl rained/rain/VERB/VBD/0/root ././PUNCT/./2/punct
""",
}


def mentions(*names: str) -> tuple[Mention, ...]:
    return next(find([build_compact("\n\n".join(SENTENCES[name] for name in names))])).mentions


def chains(*names: str) -> list[list[str]]:
    out: dict[str, list[str]] = {}
    for mention in mentions(*names):
        if mention.chain is not None:
            out.setdefault(mention.chain, []).append(mention.text)
    return list(out.values())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("amina", "she"), [["Amina Bello", "She", "her"]]),
        (("amina", "he"), []),  # a woman's name; and an army is no "he"
        (("quote",), [["I", "Amina Bello"]]),
        (("amina", "first_name"), [["Amina Bello", "Amina"]]),
        (("first_name",), []),
        (("league", "short_league"), [["Sahel Relief League", "Relief League", "it"]]),
        (("league", "rain"), []),
        (("guard",), [["A guard", "who"]]),
        (("she",), []),
    ],
)
def test_what_is_one_has_one_chain(names: tuple[str, ...], expected: list[list[str]]) -> None:
    assert chains(*names) == expected


def test_a_possessive_becomes_a_mention_with_the_name_of_its_owner() -> None:
    (owner,) = (mention for mention in mentions("amina", "she") if mention.text == "her")
    assert isinstance(owner.resolved, Actor)
    assert owner.resolved.name == "Amina Bello"


def test_an_unresolved_pronoun_is_no_mention() -> None:
    assert "He" not in [mention.text for mention in mentions("amina", "he")]


def test_a_draft_can_be_added_to_groups() -> None:
    groups = Groups(2)
    groups.join(groups.add(), 1)
    assert [groups.root(i) for i in range(3)] == [0, 1, 1]


WEIGHTS = "".join(f"[{kind}]\nthreshold = 0.5\n[{kind}.weights]\nbias = 1.0\n" for kind in coreference.KINDS)
NAMES = 'male = "John"\nfemale = "Mary"\n'


@pytest.mark.parametrize(
    ("names", "weights", "fault"),
    [
        ('male = "John"\nfemale = "John"\n', WEIGHTS, "'john' is both male and female"),
        ('male = "John"\n', WEIGHTS, "male or female is missing"),
        (NAMES, WEIGHTS.replace("[it]\nthreshold", "[it]\nless"), r"\[it\] with its threshold is missing"),
        (NAMES, WEIGHTS.replace("bias = 1.0", 'bias = "x"', 1), r"\[he.weights\] is no table of numbers"),
        (NAMES, "[he", "coreference.toml: "),
    ],
)
def test_a_wrong_table_is_refused(names: str, weights: str, fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        coreference.read(names, weights)


def test_the_shipped_tables_are_read() -> None:
    known = coreference.load()
    assert set(known.weights) == set(coreference.KINDS)
    assert all(0.5 <= least < 1 for least in known.thresholds.values())
