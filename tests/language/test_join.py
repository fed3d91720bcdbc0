"""A name has one head, an owner what it owns, a verb one object."""

import pytest

from dateline.language.join import join

# words as "text/head/deprel/tag/xpos", heads from 0; expected: the words that change, with head and relation
ROWS = [
    ("Saudi/2/nsubj/B-LOC/NNP Arabia/2/nsubj/I-LOC/NNP lifts/-1/root/O/VBZ", {0: (1, "compound")}),
    ("Cirith/2/nsubj/B-PER/NNP Okoro/2/nsubj/I-PER/NNP left/-1/root/O/VBD", {1: (0, "flat")}),
    (
        "He/1/nsubj/O/PRP left/-1/root/O/VBD New/1/obj/B-LOC/NNP Kesra/1/obj/I-LOC/NNP City/1/obj/I-LOC/NNP",
        {2: (4, "compound"), 3: (4, "compound")},
    ),
    ("New/3/compound/B-LOC/NNP Kesra/3/compound/I-LOC/NNP town/3/compound/O/NN hall/-1/root/O/NN", {}),
    ("Bank/3/nsubj/B-ORG/NNP of/2/case/I-ORG/IN Kesra/0/nmod/I-ORG/NNP closed/-1/root/O/VBD", {}),
    ("Kesra/1/nsubj/B-LOC/NNP fell/-1/root/O/VBD", {}),
    ("praised/-1/root/O/VBD Omar/0/obj/B-PER/NNP 's/1/case/O/POS bold/4/amod/O/JJ plan/0/obj/O/NN", {1: (4, "nmod:poss")}),
    ("praised/-1/root/O/VBD Omar/4/nmod:poss/B-PER/NNP 's/1/case/O/POS bold/4/amod/O/JJ plan/0/obj/O/NN", {}),
    (
        "condemned/-1/root/O/VBD a/3/det/O/DT Supreme/3/amod/B-ORG/NNP Court/0/obj/I-ORG/NNP ruling/0/obj/O/NN",
        {3: (4, "compound")},
    ),
    ("gave/-1/root/O/VBD Omar/0/iobj/B-PER/NNP tents/0/obj/O/NNS", {}),
    ("met/-1/root/O/VBD Omar/0/obj/B-PER/NNP ,/3/punct/O/, envoys/0/obj/O/NNS", {}),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[str(i) for i in range(len(ROWS))])
def test_join(text: str, expected: dict[int, tuple[int, str]]) -> None:
    words = [w.rsplit("/", 4) for w in text.split()]
    before = [(int(w[1]), w[2]) for w in words]
    got = join(
        [h for h, _ in before],
        [d for _, d in before],
        [i == 0 for i in range(len(words))],
        [w[3] for w in words],
        [w[4] for w in words],
    )
    assert {i: g for i, g in enumerate(got) if g != before[i]} == expected


def test_heads_count_from_the_start_of_their_sentence() -> None:
    heads, rels = [-1, 2, 2, -1], ["root", "nsubj", "nsubj", "root"]
    xpos = ["VB", "NNP", "NNP", "VBD"]
    got = join(heads, rels, [True, True, False, False], ["O", "B-LOC", "I-LOC", "O"], xpos)
    assert got == [(-1, "root"), (1, "compound"), (2, "nsubj"), (-1, "root")]
