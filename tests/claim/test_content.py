"""What is demanded, offered, agreed, refused and denied is a claim of its own, tied to the claim it is content of."""

from __future__ import annotations

import pytest

from claim.staging import Row, coded, each, entry, first_tree, lexicon, stage
from dateline.claim import content, terms
from dateline.claim.coder import drafts_of
from dateline.records import Claim, Reading


@each("content")
def test_links(row: Row) -> None:
    reading = coded(row.tree, row.mentions)
    by_id = {c.id: c.trigger.text for c in reading.claims}
    got = [
        f"{c.trigger.text}: {c.status}" + (f" by {by_id[c.content_of]}" if c.content_of else "") for c in reading.claims
    ]
    assert tuple(got) == row.expected


def _exchange() -> tuple[Claim, ...]:
    row = entry("content", "what is demanded, and what it is exchanged for")
    return coded(row.tree, row.mentions).claims


def test_who_offers_a_noun_is_its_actor() -> None:
    assert [p.name for p in _exchange()[2].actors] == ["The rebels"]


def test_of_whom_a_noun_is_demanded_is_its_actor_only_if_told() -> None:
    release = _exchange()[1]
    assert release.actors == ()
    assert [(q.role, q.low) for q in release.quantities] == [("released", 40)]


def test_a_denial_lists_its_own_content() -> None:
    row = entry("scenes", "denied attacking")
    denial, attack = coded(row.tree, row.mentions).claims
    assert denial.denies == (attack.id,)
    assert attack.content_of == denial.id
    assert [p.name for p in attack.actors] == ["Rebels"]


def test_what_is_refused_does_not_come_about() -> None:
    row = entry("scenes", "refused to free")
    refusal, release = coded(row.tree, row.mentions).claims
    assert (release.polarity, release.content_of) == ("negative", refusal.id)


@pytest.mark.parametrize(
    ("scene", "what", "found"),
    [
        ("said, then denied", "claim", ["attacked"]),
        ("said, then denied", "tax", []),
        ("a paper, then denied", "statement", ["urged"]),
        ("a paper, then denied", "bread", []),
    ],
)
def test_a_denial_answers_what_was_said_of_the_denier(scene: str, what: str, found: list[str]) -> None:
    row = entry("scenes", scene)
    assert _denied(coded(row.tree.replace("WHAT", what), row.mentions)) == found


def _denied(reading: Reading) -> list[str]:
    by_id = {c.id: c.trigger.text for c in reading.claims}
    return [by_id[target] for target in reading.claims[-1].denies]


def test_no_claim_is_content_of_its_own_content() -> None:
    row = entry("content", "what is demanded, and what it is exchanged for")
    drafts = drafts_of(*first_tree(stage(row.tree, row.mentions)), lexicon(), [])
    for parent, child in ((0, 1), (1, 2), (2, 0)):
        content._adopt(drafts, parent, child, None)
    assert [draft.parent for draft in drafts] == [None, 0, 1]


def test_a_deal_is_looked_for_no_further_back_than_needed() -> None:
    claims = _exchange()
    before = iter([(9, claims[1]), (4, claims[0]), (3, claims[0])])
    assert terms.deal_before(before, 9) is None
    assert list(before) == [(3, claims[0])]
