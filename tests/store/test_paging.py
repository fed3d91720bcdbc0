"""Lists that go on after a row, on each engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.generated import reading
from dateline import api, resolution
from dateline.errors import InputError
from dateline.store import Coder, Entry, Store


@pytest.fixture
def filled(store: Store) -> Store:
    found = [Entry(reading=reading(n, claims=3, story=n // 2), raw=b"x") for n in range(6)]
    store.add(found, Coder(version="1"))
    store.add(found, Coder(version="2"))  # the same claims, read again
    resolution.resolve(store)
    return store


Ask = Callable[[Store, "str | None", "int | None"], list[str]]
LISTS: dict[str, Ask] = {
    "claims": lambda store, after, limit: [
        one.claim.id for one in store.claims(api.ClaimQuery(after=after, limit=limit))
    ],
    "all claims": lambda store, after, limit: [
        one.claim.id for one in store.claims(api.ClaimQuery(after=after, limit=limit, superseded=True))
    ],
    "reports": lambda store, after, limit: [
        one.report.id for one in store.reports(api.ReportQuery(after=after, limit=limit))
    ],
    "origins": lambda store, after, limit: [
        one.id for one in api.origins(store, api.OriginQuery(after=after, limit=limit))
    ],
    "actors": lambda store, after, limit: [
        one.id for one in api.ledger(store, api.LedgerQuery(ledger="actors", after=after, limit=limit))
    ],
}


@pytest.mark.parametrize("what", LISTS)
def test_pages_are_the_whole(filled: Store, what: str) -> None:
    ask = LISTS[what]
    whole = list(dict.fromkeys(ask(filled, None, None)))
    seen: list[str] = []
    after = None
    for _ in range(20):
        page = ask(filled, after, 4)
        if not page:
            break
        seen += page
        after = page[-1]
    assert list(dict.fromkeys(seen)) == whole
    assert page == []
    assert len(whole) > 4 or what in ("origins", "actors")


@pytest.mark.parametrize("what", LISTS)
def test_what_is_not_there_leads_nowhere(filled: Store, what: str) -> None:
    with pytest.raises(InputError, match="first page again"):
        LISTS[what](filled, "a" * 16, 4)
