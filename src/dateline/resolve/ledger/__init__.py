"""Ledgers: what stands, read off the accounts of many reports.

Accounts are parted by keys, and rows are made part by part: a row hangs on the accounts of its part alone. So adding a
report makes anew only the parts that it adds to::

    keys = report_keys(accounts_of_reports, event_of=event_of)      # claim id -> parts
    rows = ledgers(accounts, events=..., event_of=..., origins=..., parts=touched)

``accounts`` must be whole reports: all accounts of every report that has a claim in one of the parts.
"""

from __future__ import annotations

from dateline.resolve.ledger.control import as_of
from dateline.resolve.ledger.make import ledger_keys, ledgers, report_keys
from dateline.resolve.ledger.outlook import is_overdue

__all__ = ["as_of", "is_overdue", "ledger_keys", "ledgers", "report_keys"]
