"""What a reader of time expressions is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from dateline.calendar import Anchor
from dateline.mention.time_item import Item

Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time expression over items ``first`` up to but not including ``stop``.

    ``kind`` is the TIMEX3 type. ``value``, ``until``, ``duration``, ``relative`` and ``relation`` are those of
    :class:`dateline.records.Time`. ``code`` is the TIMEX3 value where the record has no room for it: a season
    (``1998-SU``), a vague time (``PAST_REF``), a part of a day, a set (``XXXX-WXX-1``). ``yearless`` says that the year
    was not written but reckoned, so that a range can lend it one.
    """

    kind: Kind
    first: int
    stop: int
    value: str | None = None
    until: str | None = None
    duration: str | None = None
    relative: bool = False
    relation: str | None = None
    code: str | None = None
    yearless: bool = False

    @property
    def timex(self) -> str:
        """The TIMEX3 value; "" where there is none."""
        if self.code is not None:
            return self.code
        return (self.duration if self.kind in ("DURATION", "SET") else None) or self.value or self.duration or ""

    def over(self, first: int, stop: int) -> Found:
        """Return the same over other items."""
        return replace(self, first=first, stop=stop)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence while it is read: its items, their class letters, the anchor, and the outlook on items."""

    items: list[Item]
    letters: str
    anchor: Anchor | None
    outlook: Callable[[int, int], bool | None]

    def one(self, letters: str, first: int, stop: int, nth: int = 0) -> Item | None:
        """Return the ``nth`` item of one of the classes between ``first`` and ``stop``; None where there is none."""
        for i in range(first, stop):
            if self.letters[i] in letters:
                if not nth:
                    return self.items[i]
                nth -= 1
        return None

    def must(self, letters: str, first: int, stop: int) -> Item:
        """Return the first item of one of the classes, which the pattern says is there."""
        item = self.one(letters, first, stop)
        if item is None:
            raise LookupError(f"no item of class {letters!r} in {self.letters[first:stop]!r}")
        return item

    def before(self, first: int) -> str:
        """Return the class letter of the item before; "" at the start."""
        return self.letters[first - 1] if first > 0 else ""

    def word(self, i: int) -> str:
        """Return the text of item ``i``; "" where there is none."""
        return self.items[i].text if 0 <= i < len(self.items) else ""
