"""How values are shown in pages. What comes from a report is always shown through ``visible``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from dateline.api import Event, Toll
from dateline.visible import marked

__all__ = ["FILTERS", "days", "span", "visible", "words"]


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def visible(text: object) -> str:
    """Show control and direction characters by their numbers, so that no text can reorder what stands around it."""
    return marked(str(text))


def toll(value: Toll | None) -> str:
    """Show a toll: its range, and an open end."""
    return "" if value is None else span(value.low, value.high)


def span(low: float, high: float | None) -> str:
    """Show a number with its bounds; ``high`` None is an open end."""
    if high is None:
        return f"{number(low)}+"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def number(value: float) -> str:
    """Show a number, thousands apart."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def days(value: str | None, until: str | None = None) -> str:
    """Show a day or a time from day to day; "no date" where there is none."""
    if value is None:
        return f"until {until}" if until else "no date"
    return value if until is None or until == value else f"{value} to {until}"


def words(value: object) -> str:
    """Show a code as words: ``single-origin`` as "single origin"."""
    return visible(value).replace("-", " ").replace("_", " ")


def names(parties: Iterable[_Named], most: int = 4) -> str:
    """Show the names of parties, so many at most."""
    found = [visible(each.name) for each in parties]
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def listed(found: Iterable[object], most: int = 6) -> str:
    """Show words one after the other, so many at most."""
    shown = [visible(each) for each in found]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def instant(value: str | None) -> str:
    """Show an instant as day and minute, UTC."""
    return "" if value is None else visible(value)[:16].replace("T", " ")


def cut(text: object, most: int = 160) -> str:
    """Show the beginning of a text."""
    found = visible(text)
    return found if len(found) <= most else found[: most - 1].rstrip() + "…"


def chain(speakers: Iterable[_Named]) -> str:
    """Show who says so, innermost first; "" for the outlet's own voice."""
    return ", as told by ".join(visible(each.name) for each in speakers)


def when(event: Event) -> str:
    """Show when an event was, and where nobody tells, when it was reported."""
    if event.date.value is not None or event.date.until is not None:
        return days(event.date.value, event.date.until)
    told = sorted(each.published for each in event.reports if each.published)
    return f"no date (reported {days(told[0], told[-1])})" if told else "no date"


FILTERS: dict[str, Callable[..., str]] = {
    "visible": visible,
    "toll": toll,
    "number": number,
    "days": days,
    "when": when,
    "chain": chain,
    "span": span,
    "words": words,
    "names": names,
    "listed": listed,
    "instant": instant,
    "cut": cut,
}
