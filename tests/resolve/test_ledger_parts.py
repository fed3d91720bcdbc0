"""Ledgers are made part by part: a row hangs on the reports of its part alone, in whatever order they came."""

from __future__ import annotations

import random
from dataclasses import fields

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dateline.codec import from_dict, to_dict
from dateline.event import Account
from dateline.ledger import ROW_OF, LedgerKind, Ledgers, Row
from dateline.resolve.ledger import ledger_keys, ledgers, report_keys
from resolve.accounts import story
from strategies import records

TODAY = "2030-06-20"


def made(accounts: list[Account], event_of: dict[str, str], parts: set[str] | None = None) -> Ledgers:
    return ledgers(accounts, events={}, event_of=event_of, origins={}, today=TODAY, parts=parts)


def rows(held: Ledgers) -> dict[str, Row]:
    return {row.id: row for kind in LedgerKind for row in held.of(kind)}


def whole(accounts: list[Account], part: str, event_of: dict[str, str]) -> list[Account]:
    """Return all accounts of the reports that have a claim in a part."""
    keys = report_keys(accounts, event_of=event_of)
    reports = {account.report for account in accounts if part in keys[account.claim.id]}
    return [account for account in accounts if account.report in reports]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_all_rows_are_the_rows_of_the_parts_together(seed: int) -> None:
    accounts, event_of = story(seed)
    together = rows(made(accounts, event_of))
    parts = {part for keys in report_keys(accounts, event_of=event_of).values() for part in keys}
    apart: dict[str, Row] = {}
    for part in parts:
        found = rows(made(whole(accounts, part, event_of), event_of, {part}))
        assert all(row.part == part for row in found.values())
        apart |= found
    assert apart == together


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_in_which_accounts_are_given_changes_nothing(seed: int) -> None:
    accounts, event_of = story(seed)
    mixed = list(accounts)
    random.Random(seed).shuffle(mixed)
    assert made(mixed, event_of) == made(accounts, event_of)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_every_row_can_be_written_and_read_again(seed: int) -> None:
    accounts, event_of = story(seed)
    held = made(accounts, event_of)
    for kind in LedgerKind:
        for row in held.of(kind):
            assert from_dict(ROW_OF[kind], to_dict(row)) == row


def test_the_stories_have_rows_in_every_ledger() -> None:
    """The properties above would hold of nothing at all."""
    seen = {field.name: 0 for field in fields(Ledgers)}
    for seed in range(60):
        accounts, event_of = story(seed)
        held = made(accounts, event_of)
        for name in seen:
            seen[name] += len(getattr(held, name))
    assert all(count >= 15 for count in seen.values()), seen


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_ids_are_of_one_row_each_and_evidence_is_of_the_accounts(seed: int) -> None:
    accounts, event_of = story(seed)
    held = made(accounts, event_of)
    all_rows = [row for kind in LedgerKind for row in held.of(kind)]
    assert len({row.id for row in all_rows}) == len(all_rows)
    reports = {account.claim.id: account.report for account in accounts}
    for row in all_rows:
        assert row.claims
        assert set(row.reports) == {reports[claim] for claim in row.claims}
        assert {report for origin in row.origins for report in origin} == set(row.reports)
        assert (row.first_day or "") <= (row.last_day or "")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_keys_of_one_account_are_those_it_has_among_all(seed: int) -> None:
    accounts, event_of = story(seed)
    keys = report_keys(accounts, event_of=event_of)
    for account in accounts[:5]:
        beside = [other for other in accounts if other.report == account.report]
        assert ledger_keys(account, beside=beside, event_of=event_of) == keys[account.claim.id]


def test_a_report_without_anything_to_say_has_no_parts() -> None:
    assert report_keys([], event_of={}) == {}
    assert made([], {}) == Ledgers()


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(records(Account), max_size=3))
def test_any_accounts_make_rows_or_none(accounts: list[Account]) -> None:
    one_each = list({account.claim.id: account for account in accounts}.values())
    held = made(one_each, {})
    assert made(one_each[::-1], {}) == held
    for row in rows(held).values():
        assert set(row.claims) <= {account.claim.id for account in one_each}
