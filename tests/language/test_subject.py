"""A verb has one subject before it and its object behind it, an owner what it owns, and a dateline is no root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.join import has_circle
from dateline.language.subject import mend

# words as "text/head/deprel/tag/xpos", heads from 0; expected: the words that change, with head and relation
ROWS = {
    "a town before the dash, taken for a second subject": (
        "ELBRA/4/nsubj/B-LOC/NNP --/0/punct/O/, The/3/det/O/DT army/4/nsubj/O/NN left/-1/root/O/VBD",
        {0: (4, "dep")},
    ),
    "a town as the root, with the clause beside it": (
        "ELBRA/-1/root/B-LOC/NNP :/0/punct/O/: The/3/det/O/DT army/4/nsubj/O/NN left/0/parataxis/O/VBD ./0/punct/O/.",
        {0: (4, "dep"), 4: (-1, "root"), 5: (4, "punct")},
    ),
    "a town as the root, with the subjects beside it too": (
        "ELBRA/-1/root/B-LOC/NNP --/0/punct/O/: Arland/0/appos/B-LOC/NNP and/4/cc/O/CC Kesra/0/conj/B-LOC/NNP "
        "met/0/parataxis/O/VBD",
        {0: (5, "dep"), 2: (5, "nsubj"), 4: (2, "conj"), 5: (-1, "root")},
    ),
    "a town with more about it in brackets": (
        "Elbra/6/nsubj/B-LOC/NNP (/2/punct/O/-LRB- Old/0/appos/O/JJ :/4/punct/O/: Elb/2/appos/O/NNP )/2/punct/O/-RRB- "
        "grew/-1/root/O/VBD",
        {},
    ),
    "a word of an article's": (
        "a/2/det/O/DT Kesran/0/compound/B-NORP/NNP raid/3/nsubj/O/NN failed/-1/root/O/VBD",
        {1: (2, "compound")},
    ),
    "the end of a name beside the subject": (
        "agency/4/nsubj/O/NN Kesra/0/appos/B-ORG/NNP Flying/3/amod/I-ORG/NNP Aid/4/nsubj/I-ORG/NNP "
        "helped/-1/root/O/VBD",
        {3: (1, "flat")},
    ),
    "an owner hung from the subject": (
        "Leaders/1/nsubj/O/NNS rejected/-1/root/O/VBD Omar/0/nmod:poss/B-PER/NNP 's/2/case/O/POS plan/1/obj/O/NN",
        {2: (4, "nmod:poss")},
    ),
    "an owner of two, taken for a subject": (
        "Arland/5/nsubj/B-LOC/NNP and/2/cc/O/CC Kesra/0/conj/B-LOC/NNP 's/2/case/O/POS envoys/5/nsubj/O/NNS "
        "met/-1/root/O/VBD",
        {0: (4, "nmod:poss")},
    ),
    "an owner at its place": (
        "Omar/2/nmod:poss/B-PER/NNP 's/0/case/O/POS plan/3/nsubj/O/NN failed/-1/root/O/VBD",
        {},
    ),
    "two subjects side by side": (
        "A/2/det/O/DT regime/3/nsubj/O/NN offensive/3/nsubj/O/NN failed/-1/root/O/VBD",
        {1: (2, "compound")},
    ),
    "a name behind a title is no second part of it": (
        "Web/1/compound/O/NN giant/3/nsubj/O/NN Kesrel/3/nsubj/B-ORG/NNP failed/-1/root/O/VBD",
        {},
    ),
    "an object hung from a name before the verb": (
        "Omar/2/nsubj/B-PER/NNP Tari/0/flat/I-PER/NNP ousted/-1/root/O/VBD President/4/nmod:desc/O/NNP "
        "Ali/0/flat/B-PER/NNP",
        {4: (2, "obj")},
    ),
    "the subject of what is said, hung from the speaker": (
        "Omar/1/nsubj/B-PER/NNP said/-1/root/O/VBD Arland/0/flat/B-LOC/NNP must/5/aux/O/MD be/5/cop/O/VB "
        "ready/1/ccomp/O/JJ",
        {2: (5, "nsubj")},
    ),
    "a subject that a for gives to an infinitive": (
        "Kesra/1/nsubj/B-LOC/NNP opened/-1/root/O/VBD up/1/advmod/O/RB for/6/mark/O/IN envoys/1/nsubj/O/NNS "
        "to/6/mark/O/TO "
        "look/1/advcl/O/VB",
        {4: (6, "nsubj")},
    ),
    "the subject of what is said, taken for a speaker": (
        "Omar/6/nsubj/B-PER/NNP will/2/aux/O/MD go/6/ccomp/O/VB ,/2/punct/O/, the/5/det/O/DT palace/6/nsubj/O/NN "
        "said/-1/root/O/VBD",
        {0: (2, "nsubj")},
    ),
    "a speaker taken for the subject of what is said": (
        "Omar/5/nsubj/B-PER/NNP left/5/ccomp/O/VBD ,/1/punct/O/, the/4/det/O/DT palace/1/nsubj/O/NN said/-1/root/O/VBD",
        {0: (1, "nsubj"), 4: (5, "nsubj")},
    ),
    "an object taken for a subject": (
        "Police/2/nsubj/O/NNS have/2/aux/O/VBP held/-1/root/O/VBN nine/4/nummod/O/CD men/2/nsubj:pass/O/NNS",
        {4: (2, "obj")},
    ),
    "both taken for subjects of a passive": (
        "A/1/det/O/DT court/2/nsubj:pass/O/NN freed/-1/root/O/VBN a/4/det/O/DT man/2/nsubj:pass/O/NN",
        {1: (2, "nsubj"), 4: (2, "obj")},
    ),
    "a title taken for a subject of its own": (
        "Admiral/2/nsubj/O/NNP Tari/2/nsubj/B-PER/NNP left/-1/root/O/VBD",
        {0: (1, "nmod:desc")},
    ),
    "a noun with a preposition taken for a second subject": (
        "Police/4/nsubj/O/NNS in/3/case/O/IN South/3/compound/B-LOC/NNP Kesra/4/nsubj/I-LOC/NNP left/-1/root/O/VBD",
        {3: (0, "nmod")},
    ),
    "a preposition that is part of a number": (
        "Raids/1/nsubj/O/NNS killed/-1/root/O/VBD at/3/case/O/IN least/4/nmod/O/JJS nine/5/nummod/O/CD "
        "men/1/nsubj/O/NNS",
        {5: (1, "obj")},
    ),
    "who says it, taken for the subject of what is said": (
        "Officials/4/nsubj/O/NNS say/-1/root/O/VBP the/3/det/O/DT town/4/nsubj/O/NN fell/1/ccomp/O/VBD",
        {0: (1, "nsubj")},
    ),
    "the subject of what is said, taken for that of saying": (
        "Officials/1/nsubj/O/NNS say/-1/root/O/VBP the/3/det/O/DT town/1/nsubj/O/NN fell/1/ccomp/O/VBD",
        {3: (4, "nsubj")},
    ),
    "the same before a passive": (
        "Officials/1/nsubj/O/NNS say/-1/root/O/VBP men/1/nsubj/O/NNS were/4/aux:pass/O/VBD hurt/1/ccomp/O/VBN",
        {2: (4, "nsubj:pass")},
    ),
    "a subject of the next clause": (
        "After/2/mark/O/IN rebels/2/nsubj/O/NNS fled/6/advcl/O/VBD ,/2/punct/O/, the/5/det/O/DT town/2/nsubj/O/NN "
        "fell/-1/root/O/VBD",
        {5: (6, "nsubj")},
    ),
    "a name before the object, taken for the object": (
        "Kesra/1/nsubj/B-LOC/NNP denied/-1/root/O/VBD Arland/1/obj/B-LOC/NNP media/4/compound/O/NNS "
        "reports/1/nsubj/O/NNS",
        {2: (4, "compound"), 4: (1, "obj")},
    ),
    "an object of the second of two verbs": (
        "Raids/1/nsubj/O/NNS killed/-1/root/O/VBD men/1/nsubj/O/NNS and/4/cc/O/CC hurt/1/conj/O/VBN nine/6/nummod/O/CD "
        "others/1/obj/O/NNS",
        {2: (1, "obj"), 6: (4, "obj")},
    ),
    "a subject of a passive that has an object": (
        "A/1/det/O/DT court/2/nsubj:pass/O/NN sentenced/-1/root/O/VBN two/4/nummod/O/CD men/2/obj/O/NNS ./2/punct/O/.",
        {1: (2, "nsubj")},
    ),
    "a headline's participle": (
        "Singer/1/nsubj:pass/O/NN awarded/-1/root/O/VBN prize/1/obj/O/NN",
        {},
    ),
    "a passive with its auxiliary": (
        "Men/2/nsubj:pass/O/NNS were/2/aux:pass/O/VBD given/-1/root/O/VBN tents/2/obj/O/NNS ./2/punct/O/.",
        {},
    ),
    "a number taken for a subject of its own": (
        "Nine/3/nsubj:pass/O/CD Kesrans/3/nsubj:pass/B-NORP/NNPS were/3/aux:pass/O/VBD freed/-1/root/O/VBN",
        {0: (1, "nummod")},
    ),
    "a speaker taken for what is said": (
        "The/1/det/O/DT minister/2/ccomp/O/NN says/-1/root/O/VBZ Omar/4/nsubj/B-PER/NNP left/2/ccomp/O/VBD",
        {1: (2, "nsubj")},
    ),
    "whom it was told, taken for a subject": (
        "Omar/1/nsubj/B-PER/NNP told/-1/root/O/VBD reporters/1/nsubj/O/NNS Kesra/4/nsubj/B-LOC/NNP fell/1/ccomp/O/VBD",
        {2: (1, "obj")},
    ),
    "an object of the second of two participles": (
        "Bombs/1/nsubj/O/NNS fell/-1/root/O/VBD ,/1/punct/O/, killing/1/advcl/O/VBG six/3/obj/O/CD and/6/cc/O/CC "
        "hurting/3/conj/O/VBG nine/8/nummod/O/CD others/3/obj/O/NNS",
        {8: (6, "obj")},
    ),
    "a second object after an and": (
        "Omar/1/nsubj/B-PER/NNP blamed/-1/root/O/VBD clerks/1/obj/O/NNS and/5/cc/O/CC the/5/det/O/DT mayor/1/obj/O/NN",
        {5: (2, "conj")},
    ),
    "an object that two verbs share": (
        "Rebels/1/nsubj/O/NNS shelled/-1/root/O/VBD and/3/cc/O/CC took/1/conj/O/VBD towns/1/obj/O/NNS",
        {},
    ),
    "a town before the dash, with the subject beside it": (
        "ELBRA/5/nsubj/B-LOC/NNP --/0/punct/O/: The/3/det/O/DT envoy/0/appos/O/NN Tari/3/flat/B-PER/NNP "
        "left/-1/root/O/VBD",
        {0: (5, "dep"), 3: (5, "nsubj")},
    ),
    "an object of the infinitive, taken for a second subject": (
        "Rebels/1/nsubj/O/NNS voted/-1/root/O/VBD to/3/mark/O/TO urge/1/xcomp/O/VB Omar/1/nsubj/B-PER/NNP "
        "to/6/mark/O/TO "
        "go/3/xcomp/O/VB",
        {4: (3, "obj")},
    ),
    "a subject of the clause that a mark opens": (
        "It/1/nsubj/O/PRP rose/-1/root/O/VBD as/5/mark/O/IN a/4/det/O/DT patrol/1/nsubj/O/NN passed/1/advcl/O/VBD",
        {},
    ),
    "a second subject taken for an apposition": (
        "Omar/4/nsubj/B-PER/NNP and/2/cc/O/CC Minister/3/nmod:desc/O/NNP Tari/0/appos/B-PER/NNP left/-1/root/O/VBD",
        {3: (0, "conj")},
    ),
    "a headline in capitals before a colon": (
        "KESRA/1/compound/O/NNP raid/-1/root/O/NN :/1/punct/O/: two/4/nummod/O/CD men/5/nsubj/O/NNS "
        "held/1/parataxis/O/VBN",
        {},
    ),
    "what is done beside it is no second object": (
        "Men/1/nsubj/O/NNS burnt/-1/root/O/VBD tyres/1/obj/O/NNS and/5/cc/O/CC singing/5/amod/O/VBG songs/1/obj/O/NNS",
        {},
    ),
    "a subject behind the verb alone": ("Out/1/advmod/O/RB went/-1/root/O/VBD men/1/nsubj/O/NNS", {}),
    "who is asked about": (
        "Which/1/det/O/WDT one/2/nsubj/O/WP did/-1/root/O/VBD rebels/2/nsubj/O/NNS take/2/xcomp/O/VB",
        {},
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=list(ROWS))
def test_subject(text: str, expected: dict[int, tuple[int, str]]) -> None:
    words = [w.rsplit("/", 4) for w in text.split()]
    before = [(int(w[1]), w[2]) for w in words]
    got = mend(
        before, [i == 0 for i in range(len(words))], [w[0] for w in words], [w[3] for w in words], [w[4] for w in words]
    )
    assert {i: g for i, g in enumerate(got) if g != before[i]} == expected


def test_heads_count_from_the_start_of_their_sentence() -> None:
    arcs = [(-1, "root"), (1, "nsubj"), (-1, "root"), (1, "nsubj")]
    got = mend(arcs, [True, True, False, False], ["Go", "He", "held", "men"], ["O"] * 4, ["VB", "PRP", "VBD", "NNS"])
    assert got == [(-1, "root"), (1, "nsubj"), (-1, "root"), (1, "obj")]


@pytest.mark.parametrize(("size", "relation"), [(300, "obj"), (301, "nsubj")])
def test_what_is_too_long_for_a_sentence_is_left_alone(size: int, relation: str) -> None:
    rest = size - 3
    arcs = [(1, "nsubj"), (-1, "root"), (1, "nsubj"), *[(1, "punct")] * rest]
    got = mend(
        arcs,
        [i == 0 for i in range(size)],
        ["He", "held", "men", *"." * rest],
        ["O"] * size,
        ["PRP", "VBD", "NNS", *"." * rest],
    )
    assert got == [*arcs[:2], (1, relation), *arcs[3:]]


WORDS = st.sampled_from(["the", "for", "to", "--", ":", "'s", "Kesra", "army", "left", "said"])
TAGS = st.sampled_from(["O", "B-LOC", "I-LOC", "B-PER", "I-ORG"])
XPOS = st.sampled_from(["NN", "NNS", "NNP", "POS", "VBD", "VBN", "DT", "PRP", ","])
RELS = st.sampled_from(["nsubj", "obj", "nmod:poss", "case", "flat", "appos", "parataxis", "ccomp", "conj", "mark"])


@given(st.data())
def test_a_tree_stays_a_tree(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 9))
    order = data.draw(st.permutations(range(size)))
    arcs = [(-1, "root")] * size
    for at in range(1, size):
        arcs[order[at]] = (order[data.draw(st.integers(0, at - 1))], data.draw(RELS))
    draw = [data.draw(st.lists(pool, min_size=size, max_size=size)) for pool in (WORDS, TAGS, XPOS)]
    got = mend(arcs, [i == 0 for i in range(size)], *draw)
    assert sum(head < 0 for head, _ in got) == 1
    assert not has_circle(got, 0, size)
