"""Many reports, one story: which reports are copies of which, so that papers and witnesses are counted apart."""

from dateline.resolve.block import block_keys
from dateline.resolve.cluster import clusters
from dateline.resolve.decide import judge
from dateline.resolve.fold import event_id, fold, former
from dateline.resolve.link import Link, LinkKind, Shared
from dateline.resolve.origins import Origin, Origins, find_origins
from dateline.resolve.review import added, effective
from dateline.resolve.told import Told, about, prepare

__all__ = [
    "Link",
    "LinkKind",
    "Origin",
    "Origins",
    "Shared",
    "Told",
    "about",
    "added",
    "block_keys",
    "clusters",
    "effective",
    "event_id",
    "find_origins",
    "fold",
    "former",
    "judge",
    "prepare",
]
