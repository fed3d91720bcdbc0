"""Origins of a store's reports: what came in is held against what is there, by the tables of ``store/origins.py``.

What comes out is a function of the current reports (no superseded revisions), of whom the claims of their current
readings are given to, and of what people hold: it does not matter in how many batches, in what order, or whether it is
made again from nothing. It equals what :func:`dateline.resolve.find_origins` finds in memory.
"""

from dateline.origination.asking import Evidence, Passage, StoredOrigin, origins
from dateline.origination.entering import BATCH, all_origins, bring_up_to_date, enter, origin_ids, origins_of
from dateline.store import OriginReport

__all__ = [
    "BATCH",
    "Evidence",
    "OriginReport",
    "Passage",
    "StoredOrigin",
    "all_origins",
    "bring_up_to_date",
    "enter",
    "origin_ids",
    "origins",
    "origins_of",
]
