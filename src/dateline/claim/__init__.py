"""The claim room: who says that who did what to whom, and whether it happened."""

from __future__ import annotations

from dateline.claim.coder import code, explain, read
from dateline.claim.grounds import grounds

__all__ = ["code", "explain", "grounds", "read"]
