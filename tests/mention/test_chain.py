"""Chains: which mentions are one thing, and which are left apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.codec import digest
from dateline.mention import find
from dateline.mention.chain import Groups
from dateline.records import Actor, Mention
from mention.reports import REPORTS
from trees import build_compact


def mentions(*reports: str) -> tuple[Mention, ...]:
    return next(find([build_compact("\n\n".join(REPORTS[report] for report in reports))])).mentions


def chains(found: Sequence[Mention]) -> list[list[str]]:
    """Return the texts of each chain, in order."""
    out: dict[str, list[str]] = {}
    for mention in found:
        if mention.chain is not None:
            out.setdefault(mention.chain, []).append(mention.text)
    return list(out.values())


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (("acronym",), [["International Crisis Group", "ICG", "ICG"]]),
        (("surname",), [["Riek Machar", "Machar", "he"]]),
        (("he",), [["Dara Mehsud", "He"]]),
        (("official",), [["Dara Mehsud", "a senior government official"]]),
        (("group",), [["Taliban", "The group"]]),
        (("two_groups",), []),
        (("airport",), []),
        (("convoy",), [["refugees", "who"]]),
        (("they",), [["The protesters", "They"]]),
        (("they_rockets",), []),
        (("they_two",), []),
        (("accusation", "protest"), []),
        (("accusation", "accusation"), [["Moscow", "Moscow"], ["Kyiv", "Kyiv"], ["Gorlovka", "Gorlovka"]]),
        (("group", "airport"), [["Taliban", "The group", "Taliban"]]),
        (("accusation", "talks"), [["Moscow", "Russia"]]),
    ],
)
def test_one_thing_has_one_chain(reports: tuple[str, ...], expected: list[list[str]]) -> None:
    assert chains(mentions(*reports)) == expected


def test_a_chain_is_named_for_its_first_mention() -> None:
    found = [mention for mention in mentions("surname") if mention.chain is not None]
    assert {mention.chain for mention in found} == {digest("chain", "report", found[0].id)}


def test_each_member_of_a_chain_bears_the_fullest_name_and_what_the_others_tell() -> None:
    found = [mention.resolved for mention in mentions("surname") if mention.chain is not None]
    assert {(actor.name, actor.sector, actor.role) for actor in found if isinstance(actor, Actor)} == {
        ("Riek Machar", "REB", "rebel leader")
    }


def test_groups_grow_together() -> None:
    groups = Groups(5)
    groups.join_key(3, "a")
    groups.join_key(1, "a")
    groups.join(4, 3)
    assert [groups.root(i) for i in range(5)] == [0, 1, 2, 1, 1]
