"""One place decides between senses, and says why."""

from __future__ import annotations

import pytest

from claim.staging import Row, each, entry, first_tree, lexicon, stage
from dateline.claim import sense, trigger


def _choose(row: Row) -> sense.Choice:
    tree, cast = first_tree(stage(row.tree, row.mentions))
    found = trigger.find(tree, lexicon())[0]
    return sense.choose(tree, found, cast)


@each("sense")
def test_conditions_decide(row: Row) -> None:
    choice = _choose(row)
    best = (choice.best,) if choice.best is not None else ()
    assert tuple(w.sense.id for w in (*best, *choice.beside)) == row.expected


def test_the_compound_tells_what_weapon_it_is() -> None:
    tree, cast = first_tree(stage(entry("scenes", "tear gas").tree))
    assert "riot-gear" in cast.classes(tree, 3)
    assert "chemical" not in cast.classes(tree, 3)


def test_a_refused_sense_says_what_it_lacks() -> None:
    choice = _choose(entry("sense", "a thing that is no place is not seized as one"))
    assert choice.best is None
    assert [w.refused for w in choice.weighed] == ["needs obj to be one of place @LOC"] * 2


def test_a_chosen_sense_says_why() -> None:
    best = _choose(entry("sense", "batons are used on people")).best
    assert best is not None
    assert best.reasons == ("weight 0.8", "obj is riot-gear", "actor in subj")
    assert best.score == pytest.approx(0.8 + 0.15 + 0.05)
