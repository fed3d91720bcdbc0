"""Origins as they are asked for: their reports, and what one report shares with others, down to the characters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dateline import store as _store
from dateline.errors import FullStore, ReadOnlyStore
from dateline.origination.entering import bring_up_to_date
from dateline.origination.shelf import TableShelf
from dateline.resolve.link import LinkKind, Shared
from dateline.resolve.origins import OriginsOver
from dateline.store import OriginQuery, OriginReport, OriginRow, OriginTables, Store

__all__ = ["Evidence", "Passage", "StoredOrigin", "origins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that two reports share: the characters of the first, their offsets in both, how many content words.

    ``quoted`` says that they stand in quotation marks in one of the two.
    """

    text: str
    start: int
    end: int
    other_start: int
    other_end: int
    words: int
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why ``report`` and ``other`` (ids) are, or are not, of one origin; see :class:`dateline.resolve.Link`.

    ``judged_by`` is the name of the person who says so, where one does.
    """

    report: str
    other: str
    kind: LinkKind
    covered: float
    other_covered: float
    like: float
    passages: tuple[Passage, ...] = ()
    agencies: tuple[str, ...] = ()
    same_wire: bool = False
    named: str | None = None
    judged_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOrigin:
    """Reports with one story, those published first at the head.

    ``outlets`` are the different ones, in that order; ``published`` is the first day, None where none is known. Where
    one report was asked for, ``evidence`` says what it shares with others of the origin, and ``beyond`` what it shares
    with those that are of another origin all the same.
    """

    id: str
    published: str | None
    outlets: tuple[str, ...]
    reports: tuple[OriginReport, ...]
    evidence: tuple[Evidence, ...] = ()
    beyond: tuple[Evidence, ...] = ()


def origins(
    db: Store | str | os.PathLike[str],
    query: OriginQuery | None = None,
    *,
    stale: Callable[[int], None] | None = None,
) -> Iterator[StoredOrigin]:
    """Yield origins of a store, that with the latest first report first; without a query all.

    What came in since they were last asked for is entered before. Where the store may not be written to, or its disk is
    full, ``stale`` is told how many reports are left out; without it that raises.

    Raises:
        InputError: the query is wrong.
        StoreError: as :func:`dateline.api.open`; or there is something to enter and it cannot be written to.
    """
    asked = query or OriginQuery()
    return _store.asked(db, lambda store: _asked(store, asked, stale))


def _asked(store: Store, query: OriginQuery, stale: Callable[[int], None] | None) -> Iterator[StoredOrigin]:
    tables = OriginTables(store)
    try:
        bring_up_to_date(store)
    except (FullStore, ReadOnlyStore):
        if stale is None:
            raise
        stale(tables.count_pending())
    pages = tables.ask(query)
    first = next(pages, [])  # what is wrong with a query is told before anything is printed
    return _listed(tables, query, first, pages)


def _listed(
    tables: OriginTables, query: OriginQuery, page: list[OriginRow], pages: Iterator[list[OriginRow]]
) -> Iterator[StoredOrigin]:
    evidence = _evidence(tables, query.report) if query.report is not None and page else ()
    while page:
        reports: dict[str, list[OriginReport]] = {}
        for origin, report in tables.reports([each.id for each in page]):
            reports.setdefault(origin, []).append(report)
        for each in page:
            members = {one.id for one in reports[each.id]}
            yield StoredOrigin(
                id=each.id,
                published=each.published or None,
                outlets=tuple(dict.fromkeys(one.outlet for one in reports[each.id] if one.outlet)),
                reports=tuple(reports[each.id]),
                evidence=tuple(one for one in evidence if one.other in members),
                beyond=tuple(one for one in evidence if one.other not in members),
            )
        page = next(pages, [])


def _evidence(tables: OriginTables, report: str) -> tuple[Evidence, ...]:
    """Return what a report shares with others, seen from its side; those of which it has most first."""
    found = OriginsOver(TableShelf(tables))
    judgements = {each.id: each for each in tables.judgements()}
    found.judge(judgements.values())
    text = tables.text(report)
    out = []
    for link in found.links(report):
        first = link.one == report
        quotes = set(link.quotes)
        out.append(
            Evidence(
                report=report,
                other=link.other if first else link.one,
                kind=link.kind,
                covered=link.covered if first else link.other_covered,
                other_covered=link.other_covered if first else link.covered,
                like=link.like,
                passages=tuple(
                    sorted((_passage(each, text, first, each in quotes) for each in link.passages), key=_start)
                ),
                agencies=link.agencies,
                same_wire=link.same_wire,
                named=link.named,
                judged_by=judgements[link.judged].by.name if link.judged else None,
            )
        )
    return tuple(sorted(out, key=lambda each: (-each.covered, each.other)))


def _passage(one: Shared, text: str, first: bool, quoted: bool) -> Passage:
    mine, other = ((one.start, one.end), (one.other_start, one.other_end))[:: 1 if first else -1]
    return Passage(
        text=text[mine[0] : mine[1]],
        start=mine[0],
        end=mine[1],
        other_start=other[0],
        other_end=other[1],
        words=one.words,
        quoted=quoted,
    )


def _start(one: Passage) -> int:
    return one.start
