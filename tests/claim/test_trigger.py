"""Which words of a sentence are triggers, and what their frames hold."""

from __future__ import annotations

from claim.staging import Row, each, entry, first_tree, lexicon, stage
from dateline.claim import trigger


@each("trigger")
def test_frames(row: Row) -> None:
    tree, _ = first_tree(stage(row.tree))
    words = tree.tokens
    got = []
    for found in trigger.find(tree, lexicon()):
        slots = [
            f"{slot}:{'+'.join(words[h].text for h in heads)}" for slot, heads in sorted(found.frame.slots.items())
        ]
        got.append(" ".join([words[found.token].text, *slots]))
    assert tuple(got) == row.expected


def test_light_verb_is_the_one_above_the_noun() -> None:
    tree, _ = first_tree(stage(entry("scenes", "launched by").tree))
    (found,) = trigger.find(tree, lexicon())
    assert found.frame.light == 2
    assert found.frame.slots["lsubj"] == (4,)
