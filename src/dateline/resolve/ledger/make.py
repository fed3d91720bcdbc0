"""Make ledgers: which parts an account belongs to, and the rows of each part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from dateline.event import Account, Event
from dateline.ledger import LedgerRow, Ledgers
from dateline.resolve.ledger import access, actors, casualties, control, negotiations, outlook, rules
from dateline.resolve.ledger.ground import Origins
from dateline.resolve.ledger.told import Told, read

__all__ = ["ledger_keys", "ledgers", "report_keys"]

_Row = TypeVar("_Row", bound=LedgerRow)
_Keys: TypeAlias = Callable[[Told], tuple[str, ...]]
_KEYS: tuple[_Keys, ...] = (
    control.keys,
    access.keys,
    negotiations.keys,
    rules.keys,
    outlook.keys,
    actors.keys,
    casualties.keys,
)


def _keys(told: Told) -> tuple[str, ...]:
    return tuple(key for keys in _KEYS for key in keys(told))


def report_keys(accounts: Iterable[Account], *, event_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the parts of each account by the id of its claim; the accounts must be whole reports.

    ``event_of`` gives the event of a claim: where that changes, so do the keys.
    """
    return {told.claim.id: _keys(told) for told in read(accounts, event_of)}


def ledger_keys(
    account: Account, *, beside: Sequence[Account] = (), event_of: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the parts of one account. ``beside`` are all accounts of its report; see :func:`report_keys` for many."""
    return report_keys([*beside, account], event_of=event_of or {})[account.claim.id]


def ledgers(
    accounts: Sequence[Account],
    *,
    events: Mapping[str, Event],
    event_of: Mapping[str, str],
    origins: Mapping[str, Sequence[str]],
    today: str | None = None,
    parts: Collection[str] | None = None,
) -> Ledgers:
    """Make the rows of the ledgers, of all parts or of ``parts`` alone.

    Args:
        accounts: Whole reports, in any order: all accounts of every report that has a claim in one of the parts.
        events: Events by their ids: they tell when and where people were killed or held, where their accounts do not.
            An event that is not there tells nothing.
        event_of: The id of its event by the id of a claim; a claim that is not there stands for itself.
        origins: By the id of a report, the ids of the origins it goes back to; one that is not there stands alone.
        today: The day (YYYY-MM-DD) as of which what is due is held past; None holds nothing past.
        parts: Keys as :func:`report_keys` gives them.
    """
    held: dict[str, list[Told]] = {}
    for told in read(accounts, event_of):
        for key in _keys(told):
            if parts is None or key in parts:
                held.setdefault(key, []).append(told)

    def of(name: str) -> list[tuple[str, list[Told]]]:
        return [(part, found) for part, found in sorted(held.items()) if part.startswith(name + ":")]

    found: Origins = origins
    return Ledgers(
        control=_ordered(row for part, told in of("control") for row in control.rows(part, told, found)),
        access=_ordered(row for part, told in of("access") for row in access.rows(part, told, found)),
        negotiations=_ordered(row for part, told in of("negotiations") for row in negotiations.rows(part, told, found)),
        rules=_ordered(row for part, told in of("rules") for row in rules.rows(part, told, found)),
        outlook=_ordered(row for part, told in of("outlook") for row in outlook.rows(part, told, found, today)),
        actors=_ordered(row for part, told in of("actors") for row in actors.rows(part, told, found)),
        casualties=_ordered(
            row for part, told in of("casualties") for row in casualties.rows(part, told, found, events)
        ),
    )


def _ordered(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Put rows in order of first day, those without one last."""
    return tuple(sorted(rows, key=lambda row: (row.first_day or "9", row.id)))
