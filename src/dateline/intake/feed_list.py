"""``feeds.toml``: which feeds are watched, and how; refused with file, line and remedy where something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import RefusedAddress
from dateline.intake.fetch_guard import Guard
from dateline.lexicon.codebook_file import Table, tables

__all__ = ["DELAY", "FeedList", "Source", "read"]

DELAY = 5.0
"""Seconds between two requests to one host, where the file and the host do not say otherwise."""
_KEYS = ("name", "url", "outlet", "country", "interval", "full", "allow_host")
_ROOT = ("feed", "contact", "delay")
_NAME = re.compile(r"[\w][\w .:&'-]{0,79}")
_UNITS = {"m": 60, "h": 3_600, "d": 86_400}
_INTERVAL = re.compile(r"(\d{1,5})\s*(m|h|d)", re.ASCII)
_LEAST, _MOST = 5 * 60, 30 * 86_400
_INTERVAL_DEFAULT = 3_600
_CONTACT = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?", re.ASCII)
_HOST = re.compile(r"[\w.:-]{1,253}|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that is watched. ``name`` is what its log is kept under; ``url`` is in plain spelling.

    ``outlet`` is that of its reports, ``country`` where that is (ISO 3166-1 alpha-3), None where it is not told.
    ``interval`` is the seconds from asking for it to asking again. ``full`` says that the pages behind its entries are
    read, and not what the feed itself gives. ``allowed`` are hosts whose addresses may be private.
    """

    name: str
    url: str
    outlet: str | None = None
    country: str | None = None
    interval: int = _INTERVAL_DEFAULT
    full: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """The feeds of a file, in its order. ``contact`` is where servers may reach whoever watches.

    ``delay`` is the least number of seconds between two requests to one host.
    """

    sources: tuple[Source, ...]
    contact: str | None = None
    delay: float = DELAY


def read(path: Path) -> FeedList:
    """Read a ``feeds.toml``.

    Raises:
        LexiconError: it cannot be read, or something in it is wrong; the message names file, line and remedy.
    """
    root, found = tables(path, "feed", what="list of feeds")
    root.check(_ROOT)
    contact = root.string("contact") or None
    if contact and not _CONTACT.fullmatch(contact):
        root.refuse("contact", "contact must be an address in plain ASCII, such as a mail address or a page of yours")
    sources: list[Source] = []
    for table in found:
        one = _source(table)
        for other in sources:
            if other.name == one.name:
                table.refuse("name", f"there are two feeds of the name {one.name!r}; give each one of its own")
            if other.url == one.url:
                table.refuse("url", f"this is the address of {other.name!r} too; keep one of them")
        sources.append(one)
    if not sources:
        root.refuse(None, 'there is no feed in this file; write [[feed]] with name = "…" and url = "https://…"')
    return FeedList(sources=tuple(sources), contact=contact, delay=_delay(root))


def _source(table: Table) -> Source:
    table.check(_KEYS)
    name = table.string("name")
    if not _NAME.fullmatch(name):
        told = f"name {name!r} will not do" if name else "name is missing"
        table.refuse("name", f"{told}; give a short name of letters, digits, spaces and . : & ' -")
    country = table.string("country") or None
    if country and not re.fullmatch(r"[A-Z]{3}", country, re.ASCII):
        table.refuse("country", f'country {country!r} is no ISO 3166-1 alpha-3 code; write it as "KEN"')
    hosts = table.items("allow_host")
    for host in hosts:
        if not _HOST.fullmatch(host):
            table.refuse("allow_host", f'{host!r} is no host; write it as it stands in the address, "news.intranet"')
    return Source(
        name=name,
        url=_url(table),
        outlet=table.string("outlet") or None,
        country=country,
        interval=_interval(table),
        full=table.flag("full"),
        allowed=tuple(host.lower() for host in hosts),
    )


def _url(table: Table) -> str:
    url = table.string("url")
    if not url:
        table.refuse("url", 'url is missing; give the address of the feed, url = "https://…"')
    try:
        return Guard().plain(url)
    except RefusedAddress as error:
        table.refuse("url", str(error))


def _interval(table: Table) -> int:
    told = table.string("interval")
    if not told:
        return _INTERVAL_DEFAULT
    found = _INTERVAL.fullmatch(told)
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not _LEAST <= seconds <= _MOST:
        table.refuse("interval", f'interval {told!r} will not do; write "30m", "2h" or "1d", from 5 minutes to 30 days')
    return seconds


def _delay(root: Table) -> float:
    told = root.data.get("delay", DELAY)
    if isinstance(told, bool) or not isinstance(told, int | float) or not 1 <= told <= 3_600:
        root.refuse("delay", f"delay {told!r} will not do; give seconds between two requests to a host, 1 to 3600")
    return float(told)
