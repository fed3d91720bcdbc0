"""What is asked of a store as the condition of a statement.

The texts of statements are constants of this room; what a user or a report says is only ever a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.errors import InputError
from dateline.lexicon import countries
from dateline.lexicon.countries import Use
from dateline.store import words
from dateline.store.base import ClaimQuery, ReportQuery
from dateline.store.rows import asked_span, outlet_key
from dateline.store.tables import Value
from dateline.store.words import Phrase, Search

__all__ = ["Where", "claims_where", "days_asked", "marks", "named", "reports_where"]

CLAIMS_PAGE = """SELECT c.seq, c.reading, c.position, c.day, r.id, r.source_id, r.title, r.outlet, r.url, r.published
    FROM claims c JOIN reports r ON r.seq = c.report"""
CLAIMS_ORDER = "ORDER BY c.day DESC, c.seq DESC LIMIT ?"
# Several readings may have made a claim: the last in the order, so that what comes after it is only ever new.
CLAIM_PLACE = "SELECT day, seq FROM claims WHERE id = ? ORDER BY day, seq LIMIT 1"
CURRENT_CLAIM_PLACE = """SELECT day, seq FROM claims WHERE id = ?
    AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = claims.reading) ORDER BY day, seq LIMIT 1"""
REPORTS_PAGE = """SELECT r.seq, r.published, r.record, r.document, r.revision, r.stored, r.raw, d.claim_count,
        EXISTS (SELECT 1 FROM reports n WHERE n.document = r.document AND n.revision > r.revision)
    FROM reports r JOIN readings d ON d.seq = (SELECT max(e.seq) FROM readings e WHERE e.report = r.seq)"""
REPORTS_ORDER = "ORDER BY r.published DESC, r.seq DESC LIMIT ?"


@dataclass(slots=True)
class Where:
    """Conditions that must all hold, with their parameters; ``searches`` are left for the engine to write."""

    conditions: list[str] = field(default_factory=list)
    parameters: list[Value] = field(default_factory=list)
    searches: list[tuple[str, Search]] = field(default_factory=list)

    def add(self, condition: str, *parameters: Value) -> None:
        """Add a condition."""
        self.conditions.append(condition)
        self.parameters += parameters

    def any_of(self, column: str, values: Sequence[str]) -> None:
        """Ask that a column be one of the values; nothing where there are none."""
        if values:
            self.add(f"{column} IN ({marks(len(values))})", *values)

    def text(self) -> str:
        """Write the condition."""
        return " AND ".join(self.conditions) or "1 = 1"


def marks(count: int) -> str:
    """Return the places for so many parameters."""
    return ", ".join("?" * count)


def claims_where(query: ClaimQuery) -> Where:
    """Return the condition on ``claims c`` and ``reports r``. Raises InputError where the query is wrong."""
    where = Where()
    where.any_of("c.type", [each.value for each in query.types])
    where.any_of("c.mode", query.modes)
    where.any_of("c.status", [each.value for each in query.statuses])
    where.any_of("c.id", query.ids)
    where.any_of("r.id", query.reports)
    first, last = days_asked(query.since, query.until)
    if last is not None:
        where.add("c.day <= ?", last)
        where.add("c.day > ''")
    if first is not None:
        where.add("c.last_day >= ?", first)
    if query.text is not None:
        where.searches.append(("evidence", words.parse(query.text)))
    if query.actor is not None:
        where.searches.append(("actors", named(query.actor, "actor")))
    if query.speaker is not None:
        where.searches.append(("speakers", named(query.speaker, "speaker")))
    if query.place is not None:
        where.searches.append(("places", named(query.place, "place")))
    if not query.superseded:
        where.add("NOT EXISTS (SELECT 1 FROM superseded s WHERE s.reading = c.reading)")
    _check(query.limit)
    return where


def reports_where(query: ReportQuery) -> Where:
    """Return the condition on ``reports r``. Raises InputError where the query is wrong."""
    where = Where()
    where.any_of("r.id", query.ids)
    first, last = days_asked(query.since, query.until)
    if last is not None:
        where.add("r.published <= ?", last)
        where.add("r.published > ''")
    if first is not None:
        where.add("r.published >= ?", first)
    if query.outlet is not None:
        where.add("r.outlet_key = ?", outlet_key(query.outlet))
    if query.url is not None:
        where.add("r.url = ?", query.url.replace("\x00", "\ufffd"))
    if query.text is not None:
        where.searches.append(("words", words.parse(query.text)))
    if not query.superseded:
        where.add("NOT EXISTS (SELECT 1 FROM reports n WHERE n.document = r.document AND n.revision > r.revision)")
    _check(query.limit)
    return where


def days_asked(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    first = None if since is None else asked_span(since, "since")[0]
    last = None if until is None else asked_span(until, "until")[1]
    if first is not None and last is not None and last < first:
        raise InputError(f"until {until} lies before since {since}; turn them round")
    return first, last


def named(name: str, what: str) -> Search:
    """Ask for a name as a phrase; one of a country, by its code too."""
    asked = words.phrase(name, what)
    codes = [] if asked.open else _codes(asked.words)
    return Search(must=((asked, *(Phrase(words=(code,)) for code in codes)),))


def _codes(name: tuple[str, ...]) -> list[str]:
    found = []
    for country in countries.load().by_iso3.values():
        if any(form.use is Use.NAME and tuple(words.words(form.form)) == name for form in country.forms()):
            found.append(country.iso3.lower())
    return found


def _check(limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise InputError(f"limit is {limit}; give a positive number")
