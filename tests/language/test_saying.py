"""A verb of saying has its speaker, and what is said has not."""

import pytest

from dateline.language.saying import mend

# words as "text/head/deprel/xpos", heads from 0; expected: the words that change, with head and relation
ROWS = {
    "a speaker drawn into what is said": (
        "Drones/1/nsubj/NNS hit/8/ccomp/VBD a/3/det/DT bakery/1/obj/NN ,/1/punct/, doctors/1/nsubj/NNS at/7/case/IN "
        "Kesra/1/obl/NNP said/-1/root/VBD ./8/punct/.",
        {5: (8, "nsubj"), 7: (5, "nmod")},
    ),
    "a speaker after a quote, with a name": (
        "“/1/punct/`` Wait/8/ccomp/VB ,/1/punct/, ”/1/punct/'' the/5/det/DT cook/1/nsubj/NN ,/5/punct/, "
        "Rana/5/appos/NNP said/-1/root/VBD",
        {5: (8, "nsubj")},
    ),
    "a clause without that, whose subject was taken for an object": (
        "He/1/nsubj/PRP left/5/advcl/VBD ,/1/punct/, adding/5/advcl/VBG rebels/3/obj/NNS demanded/-1/root/VBD "
        "more/5/obj/JJR",
        {},
    ),
    "a clause without that, inside what was said": (
        "He/1/nsubj/PRP said/-1/root/VBD so/1/obj/RB ,/4/punct/, adding/7/advcl/VBG rebels/4/obj/NNS also/7/advmod/RB "
        "demanded/1/ccomp/VBD more/7/obj/JJR",
        {4: (1, "advcl"), 5: (7, "nsubj"), 7: (4, "ccomp")},
    ),
    "a speaker that is there": (
        "Drones/1/nsubj/NNS hit/5/ccomp/VBD ,/1/punct/, the/4/det/DT mayor/5/nsubj/NN said/-1/root/VBD",
        {},
    ),
    "a time of saying": (
        "Drones/1/nsubj/NNS hit/4/ccomp/VBD ,/1/punct/, he/4/nsubj/PRP said/-1/root/VBD today/1/obl/NN ./4/punct/.",
        {5: (4, "obl")},
    ),
    "a second verb of saying drawn into what is said": (
        "She/1/nsubj/PRP said/-1/root/VBD they/4/nsubj/PRP would/4/aux/MD leave/1/ccomp/VB and/6/cc/CC "
        "warned/4/conj/VBD him/6/obj/PRP",
        {6: (1, "conj")},
    ),
    "what is demanded has no tense": (
        "He/1/nsubj/PRP demanded/-1/root/VBD that/4/mark/IN they/4/nsubj/PRP leave/1/ccomp/VBP and/6/cc/CC "
        "offered/4/conj/VBD aid/6/obj/NN",
        {6: (1, "conj")},
    ),
    "a second verb that quotes": (
        "He/1/nsubj/PRP said/-1/root/VBD two/4/nsubj/CD had/4/aux/VBD died/1/ccomp/VBN and/6/cc/CC blamed/4/conj/VBN "
        "“/8/punct/`` thieves/6/obj/NNS",
        {6: (1, "conj")},
    ),
    "two verbs of what is said": (
        "She/1/nsubj/PRP said/-1/root/VBD they/4/nsubj/PRP had/4/aux/VBD left/1/ccomp/VBN and/6/cc/CC taken/4/conj/VBN "
        "bread/6/obj/NN",
        {},
    ),
    "a participle after its speaker": (
        "Cooks/1/nsubj/NNS reached/4/ccomp/VBD by/3/case/IN radio/1/obl/NN said/-1/root/VBD "
        "it/6/nsubj/PRP fell/4/ccomp/VBD",
        {0: (4, "nsubj"), 1: (0, "acl")},
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_mend(text: str, expected: dict[int, tuple[int, str]]) -> None:
    words = [w.rsplit("/", 3) for w in text.split()]
    before = [(int(w[1]), w[2]) for w in words]
    got = mend(before, [i == 0 for i in range(len(words))], [w[3] for w in words])
    assert {i: g for i, g in enumerate(got) if g != before[i]} == expected


def test_heads_count_from_the_start_of_their_sentence() -> None:
    text = "Go/-1/root/VB Drones/1/nsubj/NNS hit/4/ccomp/VBD ,/1/punct/, cooks/1/nsubj/NNS said/-1/root/VBD"
    words = [w.rsplit("/", 3) for w in text.split()]
    before = [(int(w[1]), w[2]) for w in words]
    after = mend(before, [True, True, False, False, False, False], [w[3] for w in words])
    assert after == [*before[:4], (4, "nsubj"), before[5]]


def test_what_would_close_a_circle_is_left_as_it_was() -> None:
    arcs = [(-1, "root"), (2, "ccomp"), (3, "nsubj"), (0, "case")]
    assert mend(arcs, [True, False, False, False], ["NNS", "JJ", "VBG", "RB"]) == arcs
