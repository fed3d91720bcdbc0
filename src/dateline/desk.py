"""What the pages of the desk ask of a store beyond what all ask: facets, pages, accounts, people's own things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline import origination
from dateline.errors import ReadOnlyStore
from dateline.event import Event, EventParty, EventPlace, Part
from dateline.judgement import Judgement, Review
from dateline.ledger import (
    AccessRow,
    ActorRow,
    CasualtyRow,
    ControlRow,
    LedgerKind,
    LedgerRow,
    NegotiationRow,
    OutlookRow,
    RuleRow,
    Step,
    Term,
)
from dateline.records import Mention, MentionKind, Passage, PassageKind, Span
from dateline.store import (
    ClaimQuery,
    Derived,
    OriginQuery,
    OriginReport,
    OriginTables,
    Store,
    StoredClaim,
)
from dateline.store.desk import SavedSearch, forget_search, last_visit, save_search, saved_searches, visit
from dateline.store.event_facets import Count, EventPage, Facets, event_count, event_facets, event_page
from dateline.store.outlets import Outlet, last_published, outlets

__all__ = [
    "AccessRow",
    "ActorRow",
    "CasualtyRow",
    "ControlRow",
    "Copy",
    "Count",
    "EventPage",
    "EventParty",
    "EventPlace",
    "Facets",
    "Judgement",
    "LedgerRow",
    "Mention",
    "MentionKind",
    "NegotiationRow",
    "Outlet",
    "OutlookRow",
    "Part",
    "Passage",
    "PassageKind",
    "ReadOnlyStore",
    "Review",
    "RuleRow",
    "SavedSearch",
    "Span",
    "Step",
    "Story",
    "Term",
    "accounts",
    "copies",
    "event_count",
    "event_facets",
    "event_page",
    "events_of_claims",
    "forget_search",
    "last_published",
    "last_visit",
    "ledger_due",
    "outlets",
    "save_search",
    "saved_searches",
    "stories",
    "stories_due",
    "titles",
    "visit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two reports (ids) of one origin, and how they hang together: ``copy``, ``excerpt``, ``rewrite``, ``hearsay`` ...

    ``covered`` and ``other_covered`` are the parts (0..1) of each that stand in passages of both.
    """

    one: str
    other: str
    kind: str
    covered: float
    other_covered: float


def accounts(store: Store, claims: Sequence[str]) -> tuple[StoredClaim, ...]:
    """Return claims by their ids, in the order of these, with what is known of their reports."""
    if not claims:
        return ()
    found = {one.claim.id: one for one in store.claims(ClaimQuery(ids=tuple(claims)))}
    return tuple(found[each] for each in claims if each in found)


def events_of_claims(store: Store, claims: Sequence[str]) -> dict[str, Event]:
    """Return the events that claims are in, by the ids of the claims."""
    derived = Derived(store)
    numbers = derived.numbers(claims)
    of = derived.events_of(list(numbers.values()))
    events = derived.events(sorted(set(of.values())))
    return {claim: events[of[seq]] for claim, seq in numbers.items() if of.get(seq) in events}


def ledger_due(store: Store, ledger: LedgerKind, most: int) -> int:
    """Count the parts of a ledger that are to be made anew, so many at most."""
    return Derived(store).count_due(most, ledger)


def titles(store: Store, reports: Sequence[str]) -> dict[str, str]:
    """Return what to call reports, by their ids: outlet and title, as far as there are any."""
    found = Derived(store).reports(reports)
    return {
        name: ", ".join(each for each in (one.outlet, one.title or one.source_id) if each) or name
        for name, one in found.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports with one story, by the day of the first."""

    id: str
    published: str | None
    reports: tuple[OriginReport, ...]


def stories(store: Store, query: OriginQuery) -> tuple[Story, ...]:
    """Return origins, that with the latest first report first; what came in since they were made is left out.

    Raises:
        InputError: the query is wrong.
    """
    tables = OriginTables(store)
    out: list[Story] = []
    for page in tables.ask(query):
        held: dict[str, list[OriginReport]] = {}
        for origin, report in tables.reports([each.id for each in page]):
            held.setdefault(origin, []).append(report)
        out += [
            Story(id=each.id, published=each.published or None, reports=tuple(held.get(each.id, ()))) for each in page
        ]
    return tuple(out)


def stories_due(store: Store) -> int:
    """Count the reports that are in no origin yet, since nothing was made of them."""
    return OriginTables(store).count_pending()


def copies(store: Store, reports: Sequence[str]) -> tuple[Copy, ...]:
    """Return which of some reports have their story from each other or from one text."""
    wanted, found = set(reports), {}
    for origins in origination.origins_of(store, reports).values():
        for origin in origins:
            for link in origin.links:
                if link.one in wanted and link.other in wanted:
                    found[link.one, link.other] = Copy(
                        one=link.one,
                        other=link.other,
                        kind=link.kind.value,
                        covered=link.covered,
                        other_covered=link.other_covered,
                    )
    return tuple(found.values())
