"""The claim room: who says that who did what to whom, and whether it happened."""

from __future__ import annotations

from dateline.claim.coder import code, explain, read
from dateline.claim.grounds import grounds
from dateline.claim.trial import Outcome, judge

__all__ = ["Outcome", "code", "explain", "grounds", "judge", "read"]
