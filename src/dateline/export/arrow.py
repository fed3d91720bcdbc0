"""Events, claims and ledgers as Arrow and polars tables, and as Parquet; what needs pyarrow or polars asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import DatelineError
from dateline.event import Event
from dateline.export.base import Lookup, Made, Stamp, dumps
from dateline.export.flat import EVENT_COLUMNS, Cell, event_cells

if TYPE_CHECKING:
    import pyarrow

__all__ = ["column", "library", "table", "write", "write_rows"]

_NUMBERS = frozenset({"latitude", "longitude", "radius_km", "confidence", "low", "high", "share_low", "share_high"})
_COUNTS = frozenset({"origins", "reports"})
_BATCH = 10_000


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write Parquet, a row an event; the stamp is in the file's metadata."""
    return write_rows(EVENT_COLUMNS, map(event_cells, events), stamp, out)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], stamp: Stamp, out: BinaryIO) -> Made:
    """Write rows as Parquet, batch by batch."""
    arrow = library("a Parquet export")
    import pyarrow.parquet

    schema = _schema(arrow, columns).with_metadata({b"dateline": dumps(stamp.data())})
    made = Made()
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        for batch in _batches(rows):
            writer.write_table(_table(arrow, columns, batch, schema))
            made.rows += len(batch)
    return made


def _kind(name: str, columns: Sequence[str]) -> str:
    """Return whether a column holds numbers, counts or text. ``reports`` counts in events and names in ledgers."""
    if name in _NUMBERS or name.endswith(("_low", "_best", "_high")):
        return "number"
    if (
        name.endswith(("_start", "_end"))
        or name == "said"
        or (name in _COUNTS and (name == "origins" or "event" in columns))
    ):
        return "count"
    return "text"


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> pyarrow.Table:
    """Return rows as an Arrow table; polars takes it by ``polars.from_arrow``.

    Raises:
        DatelineError: pyarrow is not installed.
    """
    arrow = library("an Arrow table")
    return _table(arrow, columns, list(rows), _schema(arrow, columns))


def column(file: BinaryIO, name: str) -> list[object]:
    """Return a column of a Parquet file. Raises OSError, or pyarrow's ArrowException, where it is none or broken."""
    import pyarrow.parquet

    found: list[object] = pyarrow.parquet.read_table(file, columns=[name])[name].to_pylist()
    return found


def library(what: str) -> ModuleType:
    """Return pyarrow, for ``what``; raise DatelineError where it is not installed."""
    try:
        import pyarrow as found
    except ImportError as missing:
        raise DatelineError(
            f'{what} needs pyarrow ({missing}); install it: pip install "dateline[parquet]"'
        ) from missing
    module: ModuleType = found
    return module


def _schema(arrow: ModuleType, columns: Sequence[str]) -> pyarrow.Schema:
    kinds = {"number": arrow.float64(), "count": arrow.int64(), "text": arrow.string()}
    return arrow.schema([(name, kinds[_kind(name, columns)]) for name in columns])


def _table(
    arrow: ModuleType, columns: Sequence[str], rows: list[Sequence[Cell]], schema: pyarrow.Schema
) -> pyarrow.Table:
    data: dict[str, list[Cell]] = {}
    for place, name in enumerate(columns):
        cells = [row[place] for row in rows]
        number = _kind(name, columns) == "number"
        data[name] = [None if cell is None else float(cell) for cell in cells] if number else cells
    return arrow.table(data, schema=schema)


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    batch: list[Sequence[Cell]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
