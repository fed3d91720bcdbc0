"""What feeds and pages were asked for, and what came of it; kept in a store, so that watching goes on where it was.

Rows of ``fetches``, ``feed_items`` and ``feed_ends`` are only ever added. How a feed does (:class:`Health`) is read off
them. Instants are ISO 8601 in UTC, to the second, so that their order is that of their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dateline.errors import StoreError
from dateline.store import tables
from dateline.store.base import Store
from dateline.store.query import marks
from dateline.store.sql import SqlStore, number_of, optional, text_of
from dateline.store.tables import Row, Value

__all__ = ["End", "Fetch", "FetchOutcome", "Fetches", "Health", "Host", "ItemOutcome", "NewItem", "OpenItem"]

_IN = 500


class FetchOutcome(StrEnum):
    """What asking for an address came to."""

    NEW = "new"
    """It was given, and is not what was known."""
    SAME = "same"
    """It is as it was the last time."""
    FAILED = "failed"
    """It was not given; it is asked for again when it is due."""
    REFUSED = "refused"
    """It may not be asked for, or is not there, or is not text."""


class ItemOutcome(StrEnum):
    """What became of an entry of a feed."""

    STORED = "stored"
    SUMMARY = "summary"
    """Its page is not to be had, so that what the feed gives of it is stored."""
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One address that was asked for. ``item`` is "" for the feed itself, else the key of an entry.

    ``status`` is None where no server answered, ``reason`` says what was wrong; ``sha256`` and ``size`` are of what
    was given. ``due`` is when it may be asked for again, ``failures`` how often in a row it failed by now. ``hold`` is
    until when its host is left alone, None where it is not, ``strikes`` how often in a row that was needed.
    """

    feed: str
    item: str = ""
    url: str
    host: str
    at: str
    outcome: FetchOutcome
    status: int | None = None
    reason: str | None = None
    size: int | None = None
    sha256: str | None = None
    etag: str | None = None
    modified: str | None = None
    due: str
    failures: int = 0
    strikes: int = 0
    hold: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An entry of a feed that was not known: its key, and what the feed says of it.

    ``first`` is the key of the entry that was found first under the same link, "" for that itself; ``said`` is a digest
    of what the feed says, by which a correction is known. ``summary`` is all that the feed gives of it, for whoever
    found it to read again, None where that is not needed.
    """

    item: str
    feed: str
    url: str | None
    title: str | None
    published: str | None
    seen: str
    summary: str | None = None
    first: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An entry whose page is still to be had; ``due`` is "" where it was not asked for yet."""

    entry: NewItem
    failures: int
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What became of an entry in the end: the id of its report, or the reason why there is none."""

    item: str
    feed: str
    at: str
    outcome: ItemOutcome
    report: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """When a host was last asked for something, and until when it is left alone; see :class:`Fetch`."""

    at: str
    strikes: int
    hold: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a feed does. Instants are None for what has not been; ``reason`` is why it failed last.

    ``failures`` is how often in a row it has failed by now. Of the entries ``seen``, ``stored`` are in the store as
    reports, ``summaries`` of those as the feed gave them, because their pages are not to be had; ``given_up`` are not,
    and ``waiting`` are still to be fetched.
    """

    feed: str
    url: str
    last_asked: str | None = None
    last_success: str | None = None
    last_failure: str | None = None
    reason: str | None = None
    failures: int = 0
    next_due: str | None = None
    asked: int = 0
    seen: int = 0
    stored: int = 0
    summaries: int = 0
    given_up: int = 0

    @property
    def waiting(self) -> int:
        """Return how many entries are still to be fetched."""
        return self.seen - self.stored - self.given_up


class Fetches:
    """The log of what was asked for, in a store."""

    def __init__(self, store: Store) -> None:
        if not isinstance(store, SqlStore):
            raise StoreError(f"{store.name}: this kind of store keeps no feeds")
        self._store = store

    def add(self, fetches: Sequence[Fetch], *, found: Sequence[NewItem] = (), ends: Sequence[End] = ()) -> None:
        """Note what was asked for, with entries that were found new and entries that are done: all of it or nothing.

        Entries that are known, or done, by now are passed over.
        """
        store = self._store
        with store.writing():
            seq, item = self._next("fetches"), self._next("feed_items")
            new = {each.item: each for each in found}
            for known in self.known(list(new)):
                del new[known]
            if new:
                rows: list[Row] = [
                    (
                        item + i,
                        one.item,
                        one.feed,
                        _text(one.url),
                        _text(one.title),
                        one.published,
                        one.seen,
                        _whole(one.summary),
                        one.first,
                        one.said,
                    )
                    for i, one in enumerate(new.values())
                ]
                store.insert(tables.FEED_ITEMS, rows)
            done = {each.item: each for each in ends}
            for row in self._by("SELECT item FROM feed_ends WHERE item IN ({})", list(done)):
                del done[text_of(row[0])]
            if done:
                rows = [
                    (one.item, one.feed, one.at, one.outcome.value, one.report, _text(one.reason))
                    for one in done.values()
                ]
                store.insert(tables.FEED_ENDS, rows)
            if fetches:
                store.insert(tables.FETCHES, [_fetch_row(seq + i, each) for i, each in enumerate(fetches)])

    def known(self, items: Sequence[str]) -> frozenset[str]:
        """Return those of the keys whose entries were found before."""
        return frozenset(
            text_of(row[0]) for row in self._by("SELECT item FROM feed_items WHERE item IN ({})", list(items))
        )

    def said(self, feed: str, items: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return what a feed said of the entries that are known by now: digests, by the key each was first found by.

        There are none for an entry that another feed gave first, since feeds differ in what they say of one page, nor
        for one of which it was not kept.
        """
        found: dict[str, set[str]] = {}
        for column in ("item", "first"):
            sql = f"SELECT {column}, feed, said FROM feed_items WHERE {column} IN ({{}})"
            for item, by, said in self._by(sql, list(items)):
                known = found.setdefault(text_of(item), set())
                if text_of(by) == feed and said:
                    known.add(text_of(said))
        return {item: frozenset(said) for item, said in found.items()}

    def waiting(self, feed: str) -> list[OpenItem]:
        """Return the entries of a feed that are still to be fetched, in the order they were found."""
        found = self._store.execute(
            """SELECT i.item, i.feed, i.url, i.title, i.published, i.seen, i.summary, f.failures, f.due
            FROM feed_items i LEFT JOIN fetches f ON f.seq = (SELECT max(x.seq) FROM fetches x WHERE x.item = i.item)
            WHERE i.feed = ? AND NOT EXISTS (SELECT 1 FROM feed_ends e WHERE e.item = i.item) ORDER BY i.seq""",
            (feed,),
        )
        return [
            OpenItem(
                entry=NewItem(
                    item=text_of(row[0]),
                    feed=text_of(row[1]),
                    url=optional(row[2]),
                    title=optional(row[3]),
                    published=optional(row[4]),
                    seen=text_of(row[5]),
                    summary=optional(row[6]),
                ),
                failures=0 if row[7] is None else number_of(row[7]),
                due=optional(row[8]) or "",
            )
            for row in found
        ]

    def last(self, feed: str, *outcomes: FetchOutcome) -> Fetch | None:
        """Return the last time that a feed itself was asked for, with one of these outcomes, or any."""
        columns = ", ".join(tables.FETCHES.columns)
        wanted = outcomes or tuple(FetchOutcome)
        found = self._store.execute(
            f"""SELECT {columns} FROM fetches WHERE seq = (SELECT max(seq) FROM fetches
            WHERE feed = ? AND item = '' AND outcome IN ({marks(len(wanted))}))""",
            (feed, *(each.value for each in wanted)),
        )
        return _fetch(found[0]) if found else None

    def log(self, feed: str | None = None) -> Iterator[Fetch]:
        """Yield what was asked for, in order, for a feed with its entries or for all."""
        columns = ", ".join(tables.FETCHES.columns)
        where = "" if feed is None else "AND feed = ?"
        own: tuple[Value, ...] = () if feed is None else (feed,)
        after = 0
        while page := self._store.execute(
            f"SELECT {columns} FROM fetches WHERE seq > ? {where} ORDER BY seq LIMIT 1000", (after, *own)
        ):
            yield from map(_fetch, page)
            after = number_of(page[-1][0])

    def hosts(self) -> dict[str, Host]:
        """Return how it stands with each host that was asked."""
        found = self._store.execute(
            """SELECT host, at, strikes, hold FROM fetches WHERE seq IN (SELECT max(seq) FROM fetches GROUP BY host)"""
        )
        return {text_of(a): Host(at=text_of(b), strikes=number_of(c), hold=optional(d)) for a, b, c, d in found}

    def health(self) -> list[Health]:
        """Return how each feed that was ever asked does, by name."""
        names = [text_of(row[0]) for row in self._store.execute("SELECT DISTINCT feed FROM fetches ORDER BY feed")]
        counted = {
            text_of(row[0]): number_of(row[1])
            for row in self._store.execute("SELECT feed, count(*) FROM fetches WHERE item = '' GROUP BY feed")
        }
        seen = {
            text_of(row[0]): number_of(row[1])
            for row in self._store.execute("SELECT feed, count(*) FROM feed_items GROUP BY feed")
        }
        ended = {
            (text_of(row[0]), text_of(row[1])): number_of(row[2])
            for row in self._store.execute("SELECT feed, outcome, count(*) FROM feed_ends GROUP BY feed, outcome")
        }
        return [one for name in names if (one := self._health(name, counted, seen, ended)) is not None]

    def _health(
        self, name: str, counted: Mapping[str, int], seen: Mapping[str, int], ended: Mapping[tuple[str, str], int]
    ) -> Health | None:
        last = self.last(name)
        if last is None:
            return None
        good = self.last(name, FetchOutcome.NEW, FetchOutcome.SAME)
        bad = self.last(name, FetchOutcome.FAILED, FetchOutcome.REFUSED)
        return Health(
            feed=name,
            url=last.url,
            last_asked=last.at,
            last_success=good.at if good else None,
            last_failure=bad.at if bad else None,
            reason=bad.reason if bad else None,
            failures=last.failures,
            next_due=max(last.due, last.hold or ""),
            asked=counted.get(name, 0),
            seen=seen.get(name, 0),
            stored=ended.get((name, ItemOutcome.STORED.value), 0) + ended.get((name, ItemOutcome.SUMMARY.value), 0),
            summaries=ended.get((name, ItemOutcome.SUMMARY.value), 0),
            given_up=ended.get((name, ItemOutcome.GIVEN_UP.value), 0),
        )

    def robots(self, since: str) -> list[tuple[str, str, str]]:
        """Return the rules of sites that were asked for since then: the site, when, and the rules."""
        found = self._store.execute("SELECT origin, at, rules FROM feed_robots WHERE at >= ? ORDER BY origin", (since,))
        return [(text_of(a), text_of(b), text_of(c)) for a, b, c in found]

    def keep_robots(self, sites: Iterable[tuple[str, str, str]]) -> None:
        """Keep the rules of sites in the place of those that are older."""
        new: dict[str, Row] = {origin: (origin, at, rules.replace("\x00", "\ufffd")) for origin, at, rules in sites}
        if new:
            with self._store.writing():
                self._store.execute(f"DELETE FROM feed_robots WHERE origin IN ({marks(len(new))})", tuple(new))
                self._store.insert(tables.FEED_ROBOTS, list(new.values()))

    def _next(self, table: str) -> int:
        return number_of(self._store.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}")[0][0])

    def _by(self, sql: str, names: Sequence[str]) -> Iterator[Row]:
        for start in range(0, len(names), _IN):
            part = names[start : start + _IN]
            yield from self._store.execute(sql.format(marks(len(part))), tuple(part))


def _fetch_row(seq: int, one: Fetch) -> Row:
    return (
        seq,
        one.feed,
        one.item,
        one.url,
        one.host,
        one.at,
        one.outcome.value,
        one.status,
        _text(one.reason),
        one.size,
        one.sha256,
        one.etag,
        one.modified,
        one.due,
        one.failures,
        one.strikes,
        one.hold,
    )


def _fetch(row: Row) -> Fetch:
    feed, item, url, host, at, outcome, status, reason, size, sha256 = row[1:11]
    etag, modified, due, failures, strikes, hold = row[11:]
    return Fetch(
        feed=text_of(feed),
        item=text_of(item),
        url=text_of(url),
        host=text_of(host),
        at=text_of(at),
        outcome=FetchOutcome(text_of(outcome)),
        status=None if status is None else number_of(status),
        reason=optional(reason),
        size=None if size is None else number_of(size),
        sha256=optional(sha256),
        etag=optional(etag),
        modified=optional(modified),
        due=text_of(due),
        failures=number_of(failures),
        strikes=number_of(strikes),
        hold=optional(hold),
    )


def _text(value: str | None) -> str | None:
    """Return a text as columns hold it, not too long."""
    return _whole(value[:2_000]) if value else None


def _whole(value: str | None) -> str | None:
    """Return a text as columns hold it: without U+0000 and lone surrogates."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8") if value else None
