"""A name has one head, an owner what it owns, a verb one object."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.join import has_circle, join

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
    (
        "praised/-1/root/O/VBD Omar/0/obj/B-PER/NNP 's/1/case/O/POS bold/4/amod/O/JJ plan/0/obj/O/NN",
        {1: (4, "nmod:poss")},
    ),
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


MORE = [
    # a title hangs from the name after it, which takes its place
    (
        "Omar/1/nsubj/B-PER/NNP meets/-1/root/O/VBZ President/0/nmod:desc/O/NNP Ali/2/appos/B-PER/NNP",
        {2: (3, "nmod:desc"), 3: (1, "obj")},
    ),
    # a preposition before a noun with a name in apposition marks the noun
    (
        "talks/-1/root/O/NNS with/3/case/O/IN chief/0/nmod/O/NN Omar/2/appos/B-PER/NNP",
        {1: (2, "case")},
    ),
    # a noun behind a preposition does not hang from one behind the next
    (
        "probe/-1/root/O/NN against/2/case/O/IN Omar/4/nmod/B-PER/NNP amid/4/case/O/IN claims/0/obl/O/NNS",
        {2: (0, "nmod")},
    ),
    # an owner hangs from the first noun that it can own
    (
        "defended/-1/root/O/VBD Omar/5/nmod:poss/B-PER/NNP 's/1/case/O/POS plan/0/obj/O/NN for/5/case/O/IN "
        "camps/3/nmod/O/NNS",
        {1: (3, "nmod:poss")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), MORE, ids=["title", "apposition", "prepositions", "owner"])
def test_join_by_titles_prepositions_and_owners(text: str, expected: dict[int, tuple[int, str]]) -> None:
    test_join(text, expected)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[str], list[str], list[str]]:
    """Draw heads that make a tree, with relations, name tags and parts of speech as the mends look for them."""
    size = draw(st.integers(2, 8))
    order = draw(st.permutations(range(size)))
    heads = [-1] * size
    for place, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, place - 1))]
    deprels = draw(st.lists(st.sampled_from(_RELATIONS), min_size=size, max_size=size))
    tags = draw(st.lists(st.sampled_from(("O", "B-ORG", "I-ORG", "B-PER")), min_size=size, max_size=size))
    xpos = draw(st.lists(st.sampled_from(("NN", "NNP", "POS", "IN", "VBD", "JJ", "DT")), min_size=size, max_size=size))
    return heads, [d if h >= 0 else "root" for d, h in zip(deprels, heads, strict=True)], tags, xpos


_RELATIONS = tuple("nsubj obj obl nmod nmod:poss nmod:desc compound case amod flat appos det".split())


@given(trees())
def test_what_is_mended_stays_a_tree(drawn: tuple[list[int], list[str], list[str], list[str]]) -> None:
    heads, deprels, tags, xpos = drawn
    mended = join(heads, deprels, [True, *[False] * (len(heads) - 1)], tags, xpos)
    for word in range(len(heads)):
        at, steps = word, 0
        while at >= 0:
            at, steps = mended[at][0], steps + 1
            assert steps <= len(heads)


def test_what_would_close_a_circle_is_left_as_it_was() -> None:
    heads, deprels = [3, -1, 1, 2], ["amod", "root", "nmod:desc", "compound"]
    tags, xpos = ["O", "O", "B-PER", "B-PER"], ["VBZ", "NNS", "NN", "DT"]
    mended = join(heads, deprels, [True, False, False, False], tags, xpos)
    assert not has_circle(mended, 0, 4)
    assert mended == list(zip(heads, deprels, strict=True))
