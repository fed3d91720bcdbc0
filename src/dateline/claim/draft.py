"""A claim in the making: what was read off the tree of one sentence, before claims are tied to each other."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.claim.frame import Frame
from dateline.claim.role import Roles
from dateline.claim.sense import Weighed
from dateline.claim.stance import Stance
from dateline.claim.trigger import Trigger
from dateline.lexicon.predicates import Sense
from dateline.records import ClaimPlace, ClaimQuantity, ClaimThing, ClaimTime, Polarity, Status
from dateline.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One sense of one trigger with all that its sentence says of it. ``parent`` indexes the drafts of the sentence."""

    tree: Tree
    trigger: Trigger
    weighed: Weighed
    roles: Roles
    places: tuple[ClaimPlace, ...]
    times: tuple[ClaimTime, ...]
    quantities: tuple[ClaimQuantity, ...]
    things: tuple[ClaimThing, ...] = ()
    stance: Stance
    polarity: Polarity
    status: Status
    bare: bool = False
    """It tells of nobody and nothing, only that such a thing is: kept only if another claim is about it."""
    parent: int | None = None
    denied: bool = False
    """The parent speaks against it."""
    term: bool = False
    """It is a term of a deal that was told in a sentence before."""

    @property
    def sense(self) -> Sense:
        """The sense that was chosen."""
        return self.weighed.sense

    @property
    def frame(self) -> Frame:
        """The arguments, as that sense reads them."""
        return self.trigger.read_as(self.sense)

    @property
    def token(self) -> int:
        """Index of the trigger's token."""
        return self.trigger.token
