"""Coded reports as Parquet tables in a folder, here or at any address that fsspec knows: a store for other tools.

Beneath the folder lie ``readings/coder=ID/NAME.parquet``, a row a report with its whole record as JSON, and
``claims/coder=ID/NAME.parquet``, a row a claim; NAME is the digest of the reports in it. A part is whole or is not
there: its readings are moved to their place last. What is there, read by the same coder, is not read again, so that a
run that was stopped goes on, and runs over shards of the input may write to one folder side by side. There are no
events in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

from dateline.calendar import instant
from dateline.codec import digest, dumps
from dateline.errors import StoreError
from dateline.event import Account
from dateline.export import arrow
from dateline.export.base import Stamp
from dateline.export.claims import CLAIM_COLUMNS, claim_cells
from dateline.export.flat import Cell
from dateline.intake import remote
from dateline.records import Reading
from dateline.store.base import Coder, Entry, Outcome, Stored
from dateline.version import __version__

__all__ = ["PARQUET", "READING_COLUMNS", "Parts"]

PARQUET = "parquet:"
"""What the address of such a folder begins with where a store's may stand."""
READING_COLUMNS = tuple("report source_id outlet url published title language record".split())


class Parts:
    """A folder of tables as far as filling it asks: what is known, and more of it."""

    def __init__(self, address: str) -> None:
        """Take the folder at ``parquet:PATH`` or ``parquet:URL``; it is made when there is something to write.

        Raises:
            InputError: fsspec, or what it needs for that address, is not installed.
            DatelineError: pyarrow is not installed.
        """
        self.name = address
        self._files, self._root = remote.system(address.removeprefix(PARQUET))
        self._arrow: ModuleType = arrow.library("a store of Parquet tables")
        self._known: dict[str, set[str]] = {}

    def known(self, reports: Sequence[str], coder: Coder) -> set[str]:
        """Return those of the reports that the coder has read."""
        key = _key(coder)
        if key not in self._known:
            self._known[key] = set(self._listed(key))
        return self._known[key].intersection(reports)

    def add(self, entries: Sequence[Entry], coder: Coder) -> list[Stored]:
        """Write readings that are not there as one part; those of one part are written together or not at all.

        Raises:
            StoreError: it cannot be written.
        """
        there = self.known([entry.reading.report.id for entry in entries], coder)
        fresh = {e.reading.report.id: e.reading for e in entries if e.reading.report.id not in there}
        if fresh:
            key, name = _key(coder), digest("part", *sorted(fresh))
            self._write("claims", key, name, CLAIM_COLUMNS, _claims(fresh.values()))
            self._write("readings", key, name, READING_COLUMNS, map(_cells, fresh.values()))
            self._known[key].update(fresh)
        out: list[Stored] = []
        for entry in entries:
            id_ = entry.reading.report.id
            new = fresh.pop(id_, None) is not None
            count = len(entry.reading.claims) if new else 0
            out.append(Stored(report=id_, outcome=Outcome.NEW if new else Outcome.KNOWN, claims=count))
        return out

    def _listed(self, key: str) -> Iterator[str]:
        """Yield the reports of the parts that a coder wrote."""
        folder = f"{self._root}/readings/coder={key}"
        try:
            for path in sorted(self._files.glob(f"{folder}/*.parquet")):
                with self._files.open(path, "rb") as file:
                    yield from map(str, arrow.column(file, "report"))
        except (OSError, self._arrow.ArrowException) as error:
            raise StoreError(
                f"{self.name}: a part of it cannot be read: {error}; delete it, and run it again"
            ) from error

    def _write(self, table: str, key: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        body = io.BytesIO()
        arrow.write_rows(columns, rows, Stamp(version=__version__, made=instant(), store=self.name), body)
        folder = f"{self._root}/{table}/coder={key}"
        try:
            self._files.makedirs(folder, exist_ok=True)
            self._files.pipe_file(f"{folder}/{name}.new", body.getvalue())
            self._files.mv(f"{folder}/{name}.new", f"{folder}/{name}.parquet")
        except OSError as error:
            raise StoreError(f"{self.name}: cannot be written to: {error.strerror or error}") from error


def _key(coder: Coder) -> str:
    return digest("coder", coder)


def _claims(readings: Iterable[Reading]) -> Iterator[Sequence[Cell]]:
    for reading in readings:
        report = reading.report
        for claim in reading.claims:
            account = Account(
                claim=claim,
                report=report.id,
                source_id=report.source_id,
                outlet=report.outlet,
                published=report.published,
            )
            yield claim_cells(account, url=report.url, title=report.title)


def _cells(reading: Reading) -> Sequence[Cell]:
    report = reading.report
    told: tuple[Any, ...] = (
        report.id,
        report.source_id,
        report.outlet,
        report.url,
        report.published,
        report.title,
        report.language,
        dumps(reading),
    )
    return told
