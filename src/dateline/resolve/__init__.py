"""Many reports, one story: which reports are copies of which, so that papers and witnesses are counted apart."""

from dateline.resolve.link import Link, LinkKind, Shared
from dateline.resolve.origins import Origin, Origins, find_origins

__all__ = ["Link", "LinkKind", "Origin", "Origins", "Shared", "find_origins"]
