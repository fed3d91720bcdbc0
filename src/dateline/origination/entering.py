"""Bringing the origins of a store up to date, a batch of reports a transaction, and looking up those of reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dateline.origination.shelf import TableShelf
from dateline.resolve import Origin
from dateline.resolve.origins import OriginsOver
from dateline.resolve.shingle import Text, read
from dateline.store import Arrived, OriginQuery, OriginTables, Store

__all__ = ["BATCH", "all_origins", "bring_up_to_date", "enter", "origin_ids", "origins_of"]

BATCH = 512
"""Reports that are entered in one transaction."""


def enter(store: Store, reports: Sequence[str] = ()) -> set[str]:
    """Enter what came in next; return the ids of all reports whose origins changed since this was last called.

    ``reports`` are ids of those that came in; what is entered already is not entered again, and what came in before
    them goes first, at most :data:`BATCH` or as many as they are in all. Judgements of origins that are new are gone
    by, too, whether or not anything came in. Call it within the store's transaction.
    """
    tables = OriginTables(store)
    work = _Work(tables)
    work.enter(tables.pending(max(BATCH, len(reports))))
    work.judge()
    return set(tables.ids(sorted(tables.moved())).values())


def bring_up_to_date(store: Store, *, told: Callable[[int], None] = lambda done: None) -> int:
    """Enter all that is not yet, a batch a transaction; return how many reports came in.

    Raises:
        StoreError: the store cannot be written to.
    """
    tables = OriginTables(store)
    done = 0
    while tables.pending(1) or tables.unseen():
        with tables.writing():
            work = _Work(tables)
            found = tables.pending(BATCH)
            work.enter(found)
            work.judge()
        done += len(found)
        told(done)
    return done


def origin_ids(store: Store, reports: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the origins of reports, more than one for a report that is mixed; two statements in all."""
    tables = OriginTables(store)
    numbers = tables.numbers(reports)
    groups = tables.groups(sorted(numbers.values()))
    return {name: tuple(groups.get(seq, ())) for name, seq in numbers.items()}


def origins_of(store: Store, reports: Sequence[str]) -> dict[str, tuple[Origin, ...]]:
    """Return the origins of reports that are entered, as they were when the store was last brought up to date."""
    tables = OriginTables(store)
    numbers = tables.numbers(reports)
    groups = tables.groups(sorted(numbers.values()))
    found = _origins(tables, sorted({origin for each in groups.values() for origin in each}))
    return {name: tuple(found[origin] for origin in groups.get(seq, ())) for name, seq in numbers.items()}


def all_origins(store: Store) -> Iterator[Origin]:
    """Yield all origins, as they were when the store was last brought up to date; the latest first."""
    tables = OriginTables(store)
    for page in tables.ask(OriginQuery()):
        found = _origins(tables, [each.id for each in page])
        yield from (found[each.id] for each in page)


def _origins(tables: OriginTables, wanted: Sequence[str]) -> dict[str, Origin]:
    """Return origins with the links that hold them together."""
    members = tables.members(wanted)
    shelf = TableShelf(tables)
    ids = shelf.ids({seq for each in members.values() for seq in each})
    held = OriginsOver(shelf)
    held.judge(tables.judgements())
    joined = held.joined(sorted({ids[seq] for each in members.values() if len(each) > 1 for seq in each}))
    out = {}
    for origin, numbers in members.items():
        reports = sorted(ids[seq] for seq in numbers)
        inside = set(reports)
        links = tuple(
            link for one in reports for two, link in sorted(joined.get(one, {}).items()) if one < two and two in inside
        )
        out[origin] = Origin(id=origin, reports=tuple(reports), links=links)
    return out


class _Work:
    """Entering reports into a store, within one transaction."""

    def __init__(self, tables: OriginTables) -> None:
        self._tables = tables
        self._shelf = TableShelf(tables)
        self._origins = OriginsOver(self._shelf)
        self._judgements = tables.judgements()
        self._origins.judge(self._judgements)

    def enter(self, found: Sequence[Arrived]) -> None:
        """Enter reports, in the place of earlier revisions and readings of theirs."""
        if not found:
            return
        tables, shelf = self._tables, self._shelf
        there = tables.entered([each.document for each in found])
        shelf.ids({seq for each in there.values() for seq in each})
        old = shelf.texts([shelf.name(seq) for each in there.values() for seq in each])
        texts: list[Text] = []
        reread: list[tuple[int, int]] = []
        touched: set[str] = set()
        gone: set[int] = set()
        for each in found:
            text = read(each.report, each.speakers)
            same = False
            for seq in there.get(each.document, ()):
                if seq == each.seq and old[each.report.id].names == text.names:
                    same = True
                    continue
                name = shelf.name(seq)
                touched |= self._origins.remove(name) | {name}
                gone.add(seq)
            if same:
                reread.append((each.seq, each.reading))
            else:
                texts.append(text)
                shelf.know(each.report.id, each.seq, each.reading)
        gone -= {shelf.numbers([text.report.id])[text.report.id] for text in texts}
        tables.reread(reread)
        touched |= self._origins.enter(texts)
        self._regroup(touched, gone)

    def judge(self) -> None:
        """Go by judgements that are new."""
        seen = self._tables.seen()
        new = [each for each in self._judgements if each.id not in seen]
        if new:
            self._tables.see(each.id for each in new)
            self._regroup({name for each in new for name in (each.one, each.other)}, set())

    def _regroup(self, touched: set[str], gone: set[int]) -> None:
        """Group anew what hangs together with reports, and note whose origin has others in it now."""
        tables, shelf = self._tables, self._shelf
        there = set(shelf.numbers(touched))
        together = sorted(self._origins.together(there))
        numbers = shelf.numbers(together)
        old = tables.groups(sorted({*numbers.values(), *gone}))
        names = sorted({origin for each in old.values() for origin in each})
        before = {(origin, tuple(members)) for origin, members in tables.members(names).items()}
        new = {
            origin.id: sorted(numbers[name] for name in origin.reports)
            for origin in self._origins.group(together, whole=False)
        }
        after = {(origin, tuple(members)) for origin, members in new.items()}
        tables.regroup(
            sorted({origin for origin, _ in before - after}),
            dict(sorted(after - before)),
        )
        moved = {seq for _, members in before ^ after for seq in members}
        # Who is alone and new has no past that somebody might have told of.
        alone = {members[0] for _, members in after - before if len(members) == 1 and members[0] not in old}
        tables.move(moved - gone - alone)
