"""Events, claims and ledgers as rows and files that other programs read: a module a format, found by name here."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.export import acled, annotation, arrow, briefing, claims, csv, ftm, geojson, plover, polecat, ucdp
from dateline.export.arrow import table
from dateline.export.base import HAPPENED, Lookup, Made, Stamp, Writer
from dateline.export.claims import CLAIM_COLUMNS, claim_cells
from dateline.export.flat import EVENT_COLUMNS, LEDGER_COLUMNS, Cell, event_cells, ledger_cells
from dateline.export.table import write_rows

__all__ = [
    "CLAIM_COLUMNS",
    "EVENT_COLUMNS",
    "FORMATS",
    "HAPPENED",
    "LEDGER_COLUMNS",
    "Cell",
    "Format",
    "Lookup",
    "Made",
    "Stamp",
    "Writer",
    "claim_cells",
    "event_cells",
    "ledger_cells",
    "table",
    "write_rows",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of exports: what writes it, the usual ending of its files, and what it is, in a line."""

    write: Writer
    ending: str
    what: str


FORMATS: dict[str, Format] = {
    "csv": Format(write=csv.write, ending=".csv", what="events as a table"),
    "hxl": Format(write=csv.write_hxl, ending=".csv", what="the same with a row of HXL hashtags"),
    "parquet": Format(write=arrow.write, ending=".parquet", what="the same as Parquet (needs dateline[parquet])"),
    "claims": Format(write=claims.write, ending=".csv", what="the claims of the events as a table"),
    "claims-parquet": Format(write=claims.write_parquet, ending=".parquet", what="the same as Parquet"),
    "geojson": Format(write=geojson.write, ending=".geojson", what="events on a map; unlocated ones without a point"),
    "acled": Format(write=acled.write, ending=".csv", what="the 31 columns of ACLED"),
    "ucdp": Format(write=ucdp.write, ending=".csv", what="the 49 columns of UCDP GED"),
    "polecat": Format(write=polecat.write, ending=".tsv", what="the 40 columns of POLECAT, between tabs"),
    "plover": Format(write=plover.write, ending=".jsonl", what="the data fields of the PLOVER manual, JSON Lines"),
    "ftm": Format(write=ftm.write, ending=".jsonl", what="FollowTheMoney entities, JSON Lines"),
    "briefing": Format(write=briefing.write, ending=".html", what="one page to mail: map, timeline, disputes, sources"),
    "annotations": Format(write=annotation.write, ending=".jsonl", what="claims as W3C Web Annotations, JSON Lines"),
}
"""The formats of exports by name."""
