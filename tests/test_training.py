"""The parts of the training recipe that need no torch: reading sets, and swapping names."""

import random
from pathlib import Path

import pytest

from training.corpora import ENTITY_TAGS, Sentence, Word, columns, conllu, open_tags
from training.swap import swap

GUM = """# newdoc id = a
# newpar
1	The	the	DET	DT	_	2	det	_	Entity=(1-person-new
2	envoy	envoy	NOUN	NN	_	4	nsubj	_	_
3	Okoro	Okoro	PROPN	NNP	_	2	appos	_	Entity=1)
4	left	leave	VERB	VBD	_	0	root	_	_
5	Kesh	Kesh	PROPN	NNP	_	4	obj	_	Entity=(2-place-new)|SpaceAfter=No
6	.	.	PUNCT	.	_	4	punct	_	_

"""


def test_gum_gives_the_type_of_proper_nouns_and_no_name_to_other_lower_case_words(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf-8")
    ((sentence,),) = conllu(path, mentions=True)
    tags = {w.form: w.tags for w in sentence.words}
    assert tags["Okoro"] == ("B-PER", "I-PER")
    assert tags["Kesh"] == ("B-LOC", "I-LOC")
    assert "B-PER" not in tags["envoy"]
    assert tags["The"] == ENTITY_TAGS
    assert sentence.paragraph
    assert [w.head for w in sentence.words] == [1, 3, 1, -1, 3, 3]
    assert [w.space for w in sentence.words] == [True, True, True, True, False, True]


def test_what_a_set_does_not_mark_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Kesh\tB-location\nfell\tO\n\n", encoding="utf-8")
    outside = open_tags("LOC")
    ((first, second),) = [s.words for s in columns(path, {"location": ("LOC",)}, outside, "\t")]
    assert first.tags == ("B-LOC",)
    assert "B-PER" in second.tags
    assert "B-LOC" not in second.tags


@pytest.mark.parametrize("seed", range(20))
def test_a_swap_keeps_the_words_around_and_the_size_of_a_tree(seed: int) -> None:
    words = [
        Word("In", True, "ADP", "IN", "in", 1, "case", ("O",)),
        Word("Kesh", True, "PROPN", "NNP", "Kesh", 2, "obl", ("B-LOC",)),
        Word("fled", True, "VERB", "VBD", "flee", -1, "root", ("O",)),
    ]
    swapped = swap(Sentence(words), random.Random(seed)).words
    assert [w.form for w in (swapped[0], swapped[2])] == ["In", "fled"]
    assert len(swapped) == 3
    assert swapped[1].tags == ("B-LOC",)
    assert swapped[1].lemma == swapped[1].form


def test_names_without_a_tree_may_change_their_length() -> None:
    words = [Word("Kesh", True, tags=("B-LOC",)), Word("fell", True, tags=("O",))]
    lengths = {len(swap(Sentence(words), random.Random(seed)).words) for seed in range(400)}
    assert len(lengths) > 1
