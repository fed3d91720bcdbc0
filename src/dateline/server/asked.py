"""What the address of a page of events asks for: the same words for the list, its facets, the map and the export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from dateline.api import ClaimType, EventQuery, EventStatus, InputError, Near

__all__ = ["Asked"]

_ONE = ("text", "place", "actor", "since", "until", "origins", "disputed", "near", "report")
_MANY = ("type", "status", "country")


@dataclass(frozen=True, slots=True)
class Asked:
    """Pairs of name and value, those alone that mean something; ``type``, ``status``, ``country`` may be several."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, given: Iterable[tuple[str, str]]) -> Asked:
        """Take what an address says; what is empty or unknown is left out."""
        found: dict[tuple[str, str], None] = {}
        for name, value in given:
            value = value.strip()
            several = name in _MANY and (value or name == "country")
            if several or (name in _ONE and value and not any(key == name for key, _ in found)):
                found[name, value] = None
        return cls(tuple(found))

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of a name."""
        return tuple(value for key, value in self.pairs if key == name)

    def has(self, name: str, value: str) -> bool:
        """Say whether this is asked for."""
        return (name, value) in self.pairs

    @property
    def address(self) -> str:
        """Return it as the query of an address."""
        return urlencode(self.pairs)

    def toggled(self, name: str, value: str) -> str:
        """Return the query that asks for one thing more, or no longer; a name that takes one value has it replaced."""
        if self.has(name, value):
            return urlencode([pair for pair in self.pairs if pair != (name, value)])
        kept = [pair for pair in self.pairs if name in _MANY or pair[0] != name]
        return urlencode([*kept, (name, value)])

    def days(self, days: str | None) -> str:
        """Return the query that asks for a day, month or year; for no longer any where it does, and for None."""
        there = days is None or self["since"] == self["until"] == days
        return self.between("", "") if there or days is None else self.between(days, days)

    def between(self, since: str, until: str) -> str:
        """Return the query that asks for what lies between two days; "" for an open end."""
        kept = [pair for pair in self.pairs if pair[0] not in ("since", "until")]
        return urlencode([*kept, *(pair for pair in (("since", since), ("until", until)) if pair[1])])

    def query(self, *, limit: int | None = None) -> EventQuery:
        """Return what is asked for. Raises InputError where it cannot be asked."""
        origins = self["origins"]
        if origins and not (origins.isascii() and origins.isdigit() and len(origins) < 7):
            raise InputError(f'origins "{origins[:20]}" is no number; give the least number of origins, such as 2')
        return EventQuery(
            types=tuple(ClaimType(each) for each in self._of("type", [one.value for one in ClaimType])),
            statuses=tuple(EventStatus(each) for each in self._of("status", [one.value for one in EventStatus])),
            countries=self.all("country"),
            text=self["text"] or None,
            place=self["place"] or None,
            actor=self["actor"] or None,
            since=self["since"] or None,
            until=self["until"] or None,
            near=_near(self["near"]),
            reports=(self["report"],) if self["report"] else (),
            origins=int(origins) if origins else None,
            disputed=bool(self["disputed"]),
            limit=limit,
        )

    def _of(self, name: str, known: list[str]) -> tuple[str, ...]:
        found = self.all(name)
        if odd := [each for each in found if each not in known]:
            raise InputError(f'"{odd[0][:40]}" is no {name}; use one of: {", ".join(known)}')
        return found


def _near(said: str) -> Near | None:
    if not said:
        return None
    try:
        latitude, longitude, km = map(float, said.split(","))
    except ValueError:
        raise InputError(f'near "{said[:40]}" is no place; give LATITUDE,LONGITUDE,KM') from None
    return Near(latitude=latitude, longitude=longitude, km=km)
